"""Files on their way in: who may send what, how it goes on after whatever happens, and what is turned down."""

from __future__ import annotations

import time
from datetime import datetime, timedelta, timezone
from pathlib import Path

import pytest
from sqlalchemy import func, select, update

from portal import clock, schema
from portal.database import open_database
from portal.files.limits import FileLimits
from portal.service import Portal, Settings
from tests.portal.filing import TUS, filing, folder_of, problem_of, sha256, with_photo
from tests.portal.office import (
    HROMADA,
    OBLAST_ADMINISTRATION,
    POLTAVA_OBLAST,
    Offices,
    delete,
    edit,
    new_id,
)
from tests.portal.photos import jpeg

LIMITS = FileLimits(file_bytes=300_000, quota=1_000_000, picture_side=1000)


@pytest.fixture
def portal(database_url: str, tmp_path: Path) -> object:
    """A portal in this process with a folder for files."""
    database = open_database(database_url)
    yield Portal.open(database, Settings(per_minute=1e9, burst=1_000_000, files=tmp_path / "files", file_limits=LIMITS))
    database.close()


# --- the way of a file ------------------------------------------------------------------------------------------------


def test_a_file_arrives_in_pieces_and_is_there_for_its_reader(offices: Offices) -> None:
    office, data = offices.open(), jpeg(weight=100_000)
    uuid, lane = with_photo(office, data), filing(office)
    created = lane.begin(uuid, data)
    assert created.status_code == 201
    assert created.headers["upload-offset"] == "0"
    assert created.headers["location"].startswith("/api/v1/uploads/")
    expires = datetime.strptime(created.headers["upload-expires"], "%a, %d %b %Y %H:%M:%S GMT")
    assert timedelta(days=6) < expires - datetime.utcnow() < timedelta(days=8)
    upload = created.headers["location"].rpartition("/")[2]
    for start in range(0, len(data), 30_000):
        piece = data[start : start + 30_000]
        answer = lane.patch(upload, start, piece)
        assert (answer.status_code, answer.content) == (204, b"")
        assert answer.headers["upload-offset"] == str(start + len(piece)) == str(lane.offset(upload))
    assert lane.get(sha256(data)).content == data
    assert folder_of(offices.portal) == ({sha256(data)}, set())


def test_the_limits_are_told(offices: Offices) -> None:
    from plugin.contract import service

    limits = service.decode_service(offices.client.get("/api/v1/").content).limits
    assert (limits.file_bytes, limits.quota, limits.picture_side) == (300_000, 1_000_000, 1000)


def test_a_wrong_offset_is_told_the_right_one_and_changes_nothing(offices: Offices) -> None:
    office, data = offices.open(), jpeg(weight=50_000)
    lane = filing(office)
    upload = lane.opened(with_photo(office, data), data)
    lane.patch(upload, 0, data[:1000])
    for offset in (0, 999, 1001, len(data)):
        response = lane.patch(upload, offset, data[offset : offset + 500])
        assert problem_of(response) == (409, "upload-offset")
        assert response.headers["upload-offset"] == "1000" and response.json()["offset"] == 1000
    assert lane.offset(upload) == 1000
    assert lane.patch(upload, 1000, data[1000:]).status_code == 204
    assert lane.get(sha256(data)).content == data


def test_after_a_lost_answer_the_portal_is_asked_and_the_rest_is_sent(offices: Offices) -> None:
    office, data = offices.open(), jpeg(weight=50_000)
    lane = filing(office)
    upload = lane.opened(with_photo(office, data), data)
    lane.patch(upload, 0, data[:20_000])  # its answer is lost …
    assert lane.patch(upload, 0, data[:20_000]).status_code == 409  # … so it is sent again
    offset = lane.offset(upload)
    assert lane.patch(upload, offset, data[offset:]).status_code == 204


def test_finishing_twice_is_finishing_once(offices: Offices) -> None:
    office, data = offices.open(), jpeg()
    lane = filing(office)
    upload = lane.opened(with_photo(office, data), data)
    assert lane.patch(upload, 0, data).status_code == 204
    assert lane.offset(upload) == len(data)
    again = lane.patch(upload, len(data), b"")
    assert (again.status_code, again.headers["upload-offset"]) == (204, str(len(data)))
    assert problem_of(lane.patch(upload, 0, data)) == (409, "upload-offset")
    assert folder_of(offices.portal) == ({sha256(data)}, set())


def test_a_creation_whose_answer_was_lost_gives_the_same_upload_and_how_far_it_is(offices: Offices) -> None:
    office, data = offices.open(), jpeg(weight=50_000)
    uuid, lane = with_photo(office, data), filing(office)
    upload = lane.opened(uuid, data)
    lane.patch(upload, 0, data[:777])
    again = lane.begin(uuid, data)
    assert again.headers["location"].endswith(upload)
    assert again.headers["upload-offset"] == "777"


# --- who may ---------------------------------------------------------------------------------------------------------


def test_a_file_of_another_hash_than_the_records_waits_as_if_there_were_no_record(offices: Offices) -> None:
    office, data, other = offices.open(), jpeg(), jpeg()
    uuid = with_photo(office, data)
    assert problem_of(filing(office).begin(uuid, other)) == (409, "attachment-unknown")
    assert office.send_one(edit("attachment", uuid, 1, sha256=sha256(other), bytes=len(other))).verdict == "accepted"
    filing(office).deliver(uuid, other)
    assert problem_of(filing(office).begin(uuid, data)) == (409, "attachment-unknown")


def test_what_is_no_attachment_or_not_in_the_view_or_deleted_is_not_there(offices: Offices) -> None:
    office, data = offices.open(edrpou=HROMADA), jpeg()
    uuid = with_photo(office, data)
    need = office.store("need", {"title_uk": "Криниця"})
    stranger = filing(offices.open("focal_point", edrpou=OBLAST_ADMINISTRATION))
    elsewhere = filing(offices.open(edrpou=HROMADA, territory=[POLTAVA_OBLAST]))
    for lane, which in ((stranger, uuid), (elsewhere, uuid), (filing(office), need)):
        assert problem_of(lane.begin(which, data)) == (409, "attachment-unknown")
    office.send_one(delete("attachment", uuid, 1))
    assert problem_of(filing(office).begin(uuid, data)) == (409, "attachment-unknown")


def test_who_sees_a_record_and_may_not_write_it_sends_no_file_for_it(offices: Offices) -> None:
    author, data = offices.open(edrpou=HROMADA), jpeg()
    uuid = with_photo(author, data, workflow="submitted")
    for role in ("contributor", "partner"):
        assert problem_of(filing(offices.open(role)).begin(uuid, data)) == (403, "forbidden")
    filing(offices.open("focal_point")).deliver(uuid, data)


def test_an_upload_is_its_owners_alone(offices: Offices) -> None:
    office, data = offices.open(), jpeg()
    lane = filing(office)
    upload = lane.opened(with_photo(office, data), data)
    colleague = filing(offices.open())
    for response in (colleague.patch(upload, 0, data), colleague.speaker.ask("DELETE", f"/uploads/{upload}", TUS)):
        assert problem_of(response) == (404, "not-found")
    assert colleague.head(upload).status_code == 404
    assert colleague.patch(new_id(), 0, data).content == colleague.patch(upload, 0, data).content
    assert lane.offset(upload) == 0


# --- what the portal has already --------------------------------------------------------------------------------------


def test_a_file_that_the_portal_has_and_the_caller_may_read_costs_one_request(offices: Offices) -> None:
    author, data = offices.open(edrpou=HROMADA), jpeg(weight=80_000)
    first = with_photo(author, data, workflow="submitted")
    filing(author).deliver(first, data)
    for office in (author, offices.open(edrpou=HROMADA), offices.open(edrpou=OBLAST_ADMINISTRATION)):
        response = filing(office).begin(with_photo(office, data), data)
        assert (response.status_code, response.headers["upload-offset"]) == (201, str(len(data)))
        upload = response.headers["location"].rpartition("/")[2]
        assert filing(office).offset(upload) == len(data)


def test_a_hash_is_no_proof_of_possession(offices: Offices) -> None:
    author, data = offices.open(edrpou=HROMADA), jpeg(weight=80_000)
    filing(author).deliver(with_photo(author, data), data)
    stranger = offices.open(edrpou=OBLAST_ADMINISTRATION)
    claimed = with_photo(stranger, data)  # knows the hash, and may not read the draft
    lane = filing(stranger)
    assert lane.get(sha256(data)).status_code == 404
    upload = lane.opened(claimed, data)
    assert lane.get(sha256(data)).status_code == 404
    lane.patch(upload, 0, data[:-1])
    assert lane.get(sha256(data)).status_code == 404
    assert lane.patch(upload, len(data) - 1, data[-1:]).status_code == 204
    assert lane.get(sha256(data)).content == data
    assert folder_of(offices.portal) == ({sha256(data)}, set()), "the same bytes lie there once"


def test_another_organisations_reduced_copy_is_not_believed(offices: Offices) -> None:
    author, original, forged = offices.open(edrpou=HROMADA), jpeg(weight=80_000), jpeg()
    stranger = offices.open(edrpou=OBLAST_ADMINISTRATION)
    told = {"sha256": sha256(original), "variant": "reduced"}
    theirs = with_photo(stranger, original, workflow="submitted")
    filing(stranger).deliver(theirs, forged, **told)
    own, right = with_photo(author, original, workflow="submitted"), jpeg()
    filing(author).deliver(own, right, **told)
    assert filing(author).get(sha256(original), "reduced").content == right
    colleague = filing(offices.open(edrpou=HROMADA))
    assert colleague.begin(own, jpeg(), **told).headers["upload-offset"] != "0", "the organisation has one"


def test_a_file_that_got_lost_from_the_folder_is_taken_once_more(offices: Offices) -> None:
    office, data = offices.open(), jpeg()
    uuid, lane = with_photo(office, data), filing(office)
    lane.deliver(uuid, data)
    assert offices.portal.uploads is not None
    offices.portal.uploads.folder.path(sha256(data)).unlink()
    assert lane.get(sha256(data)).status_code == 404
    lane.deliver(uuid, data)
    assert lane.get(sha256(data)).content == data


# --- quota ------------------------------------------------------------------------------------------------------------


def test_an_organisations_files_have_to_fit_its_quota_those_under_way_included(offices: Offices) -> None:
    office = offices.open()
    pictures = [jpeg(weight=280_000) for _ in range(4)]
    uuids = [with_photo(office, data) for data in pictures]
    lane = filing(office)
    lane.deliver(uuids[0], pictures[0])
    lane.opened(uuids[1], pictures[1])
    upload = lane.opened(uuids[2], pictures[2])
    colleague = filing(offices.open())
    full = colleague.begin(uuids[3], pictures[3])
    assert problem_of(full) == (413, "quota")
    assert full.json()["quota"] == LIMITS.quota
    assert full.json()["used"] == sum(len(data) for data in pictures[:3])
    assert lane.begin(uuids[1], pictures[1]).status_code == 201, "what was begun goes on"
    other = offices.open(edrpou=HROMADA)
    filing(other).deliver(with_photo(other, pictures[3]), pictures[3])
    assert lane.speaker.ask("DELETE", f"/uploads/{upload}", TUS).status_code == 204
    colleague.deliver(uuids[3], pictures[3])


def test_the_same_bytes_count_once(offices: Offices) -> None:
    office, data = offices.open(), jpeg(weight=290_000)
    lane = filing(office)
    lane.deliver(with_photo(office, data), data)
    for _ in range(4):
        response = lane.begin(with_photo(office, data), data)
        assert response.headers["upload-offset"] == str(len(data))


# --- what is not what it is said to be (all the ways: test_upload_checks.py) ------------------------------------------


def test_bytes_of_another_hash_are_discarded(offices: Offices) -> None:
    office, data = offices.open(), jpeg(weight=50_000)
    uuid, lane = with_photo(office, data), filing(office)
    upload = lane.opened(uuid, data)
    wrong = data[:-10] + bytes(10)
    assert problem_of(lane.patch(upload, 0, wrong)) == (422, "file-hash")
    assert problem_of(lane.patch(upload, len(data), b"")) == (422, "file-hash"), "asked once more, told once more"
    assert lane.head(upload).status_code == 422
    assert folder_of(offices.portal) == (set(), set())
    assert lane.get(sha256(data)).status_code == 404
    lane.deliver(uuid, data)


# --- time -------------------------------------------------------------------------------------------------------------


def _age(portal: Portal, upload: str, days: int) -> None:
    """Lets an upload be that much closer to its end."""
    moment = clock.text(datetime.now(timezone.utc) - timedelta(days=days))
    with portal.database.writing() as connection:
        connection.execute(update(schema.upload).where(schema.upload.c.id == upload).values(expires_at=moment))


def test_an_upload_that_rested_too_long_is_gone_with_what_had_come_of_it(offices: Offices) -> None:
    office, data = offices.open(), jpeg(weight=50_000)
    uuid, lane = with_photo(office, data), filing(office)
    upload = lane.opened(uuid, data)
    lane.patch(upload, 0, data[:500])
    assert folder_of(offices.portal)[1] == {upload}
    _age(offices.portal, upload, 0)
    uploads = offices.portal.uploads
    assert uploads is not None
    for _ in range(2):
        assert problem_of(lane.patch(upload, 500, data[500:])) == (410, "upload-gone")
        assert lane.head(upload).status_code == 410
        uploads.sweep()
        assert folder_of(offices.portal)[1] == set()
    _age(offices.portal, upload, 31)
    uploads.sweep()
    assert lane.head(upload).status_code == 404
    lane.deliver(uuid, data)


def test_what_arrives_moves_the_end_on(offices: Offices) -> None:
    office, data = offices.open(), jpeg(weight=50_000)
    lane = filing(office)
    upload = lane.opened(with_photo(office, data), data)
    _age(offices.portal, upload, -1)
    before = lane.head(upload).headers["upload-expires"]
    assert lane.patch(upload, 0, data[:500]).headers["upload-expires"] != before
    assert lane.head(upload).headers["upload-expires"] != before


def test_the_sweep_leaves_alone_what_is_going_on_and_files_that_are_whole(offices: Offices) -> None:
    office, data, other = offices.open(), jpeg(weight=50_000), jpeg()
    lane = filing(office)
    lane.deliver(with_photo(office, other), other)
    upload = lane.opened(with_photo(office, data), data)
    lane.patch(upload, 0, data[:500])
    uploads = offices.portal.uploads
    assert uploads is not None
    uploads.sweep()
    assert lane.offset(upload) == 500
    _age(offices.portal, upload, 1)
    assert uploads.holds.take(upload)  # somebody writes to it at this moment
    uploads.sweep()
    assert folder_of(offices.portal)[1] == {upload}
    uploads.holds.give_back(upload)
    uploads.sweep()
    assert folder_of(offices.portal) == ({sha256(other)}, set())


def test_a_serving_portal_sweeps_by_itself(offices: Offices, monkeypatch: pytest.MonkeyPatch) -> None:
    office, data, other = offices.open(), jpeg(weight=50_000), jpeg()
    lane = filing(office)
    upload = lane.opened(with_photo(office, data), data)
    lane.patch(upload, 0, data[:500])
    _age(offices.portal, upload, 1)
    begun = time.monotonic()
    lane.opened(with_photo(office, other), other)
    assert upload in folder_of(offices.portal)[1], "not with every request"
    monkeypatch.setattr(time, "monotonic", lambda: begun + 3600.0)
    lane.begin(with_photo(office, other), other)
    assert upload not in folder_of(offices.portal)[1]


def test_who_gives_up_leaves_nothing_behind(offices: Offices) -> None:
    office, data = offices.open(), jpeg(weight=50_000)
    uuid, lane = with_photo(office, data), filing(office)
    upload = lane.opened(uuid, data)
    lane.patch(upload, 0, data[:500])
    assert lane.speaker.ask("DELETE", f"/uploads/{upload}", TUS).status_code == 204
    assert lane.head(upload).status_code == 404
    assert folder_of(offices.portal) == (set(), set())
    with offices.portal.database.reading() as connection:
        assert connection.execute(select(func.count()).select_from(schema.upload)).scalar_one() == 0
    lane.deliver(uuid, data)
    done = lane.begin(uuid, data).headers["location"].rpartition("/")[2]
    assert lane.speaker.ask("DELETE", f"/uploads/{done}", TUS).status_code == 204
    assert lane.get(sha256(data)).content == data, "a file that is whole stays"


def test_a_full_disk_keeps_what_had_room_and_asks_to_come_back(
    shared: Offices, monkeypatch: pytest.MonkeyPatch
) -> None:
    from portal.files.disk import Folder

    office, data = shared.open(), jpeg(weight=200_000)
    lane = filing(office)
    upload = lane.opened(with_photo(office, data), data)
    real = Folder.open_part

    class Full:
        """A file on a disk with room for 1,000 bytes."""

        def __init__(self, part: object) -> None:
            self._part, self._room = part, 1000

        def write(self, piece: bytes) -> int:
            if not self._room:
                raise OSError(28, "No space left on device")
            fits, self._room = bytes(piece[: self._room]), 0
            return self._part.write(fits)  # type: ignore[attr-defined, no-any-return]

        def close(self) -> None:
            self._part.close()  # type: ignore[attr-defined]

    with monkeypatch.context() as patch:
        patch.setattr(Folder, "open_part", lambda self, upload: Full(real(self, upload)))
        response = lane.patch(upload, 0, data)
        assert problem_of(response) == (503, "unavailable")
        assert int(response.headers["retry-after"]) > 0
    assert lane.offset(upload) == 1000
    assert lane.patch(upload, 1000, data[1000:]).status_code == 204


def test_a_portal_without_a_folder_takes_no_files_and_says_so(database_url: str) -> None:
    database = open_database(database_url)
    portal = Portal.open(database, Settings(per_minute=1e9, burst=1_000_000))
    try:
        beside = database.files_beside()
        if beside is not None:
            assert str(beside).endswith(".sqlite.files")
            return
        with Offices(portal) as offices:
            office = offices.open()
            assert office.get("/").json()["limits"]["file_bytes"] is None
            for method, path in (("POST", "/uploads"), ("GET", f"/files/{'0' * 64}")):
                response = office.client.request(method, f"/api/v1{path}", headers={**office.headers, **TUS})
                assert response.status_code == 501
    finally:
        database.close()
