"""Files on their way out: who may read them, in what parts, under what name; and what stays of them."""

from __future__ import annotations

import base64
import hashlib
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from plugin.contract import problem
from portal import accounts
from portal.database import open_database
from portal.files.downloads import disposition, file_name
from portal.service import Portal, Settings
from tests.portal.filing import JPEG, filing, sha256, with_photo
from tests.portal.office import (
    HROMADA,
    KHARKIV_OBLAST,
    OBLAST_ADMINISTRATION,
    POLTAVA_OBLAST,
    POLTAVA_PLACE,
    Office,
    Offices,
    delete,
    edit,
)
from tests.portal.photos import jpeg, pdf


@pytest.fixture
def portal(database_url: str, tmp_path: Path) -> object:
    """A portal in this process with a folder for files."""
    database = open_database(database_url)
    yield Portal.open(database, Settings(per_minute=1e9, burst=1_000_000, files=tmp_path / "files"))
    database.close()


def delivered(office: Office, data: bytes, **values: str) -> str:
    """An attachment with its file; its uuid."""
    uuid = with_photo(office, data, **values)
    media_type = values.get("media_type", JPEG)
    filing(office).deliver(uuid, data, media_type=media_type)
    return uuid


def reads(office: Office, data: bytes, variant: str | None = None) -> bool:
    """Whether the account gets the file, by GET and by HEAD alike; otherwise there is nothing at all."""
    response = filing(office).get(sha256(data), variant)
    head = filing(office).speaker.ask("HEAD", f"/files/{sha256(data)}" + (f"?variant={variant}" if variant else ""), {})
    assert head.status_code == response.status_code and head.content == b""
    if response.status_code == 200:
        assert response.content == data
        return True
    assert (response.status_code, problem.decode(response.content, 404).name) == (404, "not-found")
    return False


# --- who --------------------------------------------------------------------------------------------------------------


def test_a_drafts_file_is_its_organisations_own(offices: Offices) -> None:
    data = jpeg()
    delivered(offices.open(edrpou=HROMADA), data)
    assert reads(offices.open(edrpou=HROMADA), data)
    assert not reads(offices.open(edrpou=HROMADA, territory=[POLTAVA_OBLAST]), data)
    for role in ("contributor", "focal_point", "partner", "admin"):
        assert not reads(offices.open(role, edrpou=OBLAST_ADMINISTRATION), data)


def test_a_submitted_records_file_is_for_all_who_work_there(offices: Offices) -> None:
    data = jpeg()
    delivered(offices.open(edrpou=HROMADA), data, workflow="submitted")
    for role in ("contributor", "focal_point", "partner", "admin"):
        assert reads(offices.open(role), data)
        assert not reads(offices.open(role, territory=[POLTAVA_OBLAST]), data)


def test_a_restricted_records_file_is_not_for_partners(offices: Offices) -> None:
    data = jpeg()
    delivered(offices.open(edrpou=HROMADA), data, workflow="submitted", access="restricted")
    assert not reads(offices.open("partner"), data)
    assert reads(offices.open("focal_point"), data)


def test_nobody_reads_without_a_token(shared: Offices) -> None:
    data = jpeg()
    delivered(shared.open(), data)
    assert shared.client.get(f"/api/v1/files/{sha256(data)}").status_code == 401


def test_a_file_follows_its_record_out_of_the_view_and_back(offices: Offices) -> None:
    office = offices.open(territory=[KHARKIV_OBLAST, POLTAVA_OBLAST])
    local, data = offices.open("focal_point", edrpou=HROMADA), jpeg()
    uuid = delivered(office, data, workflow="submitted")
    assert reads(local, data)
    assert office.send_one(edit("attachment", uuid, 1, katottg=POLTAVA_PLACE)).verdict == "accepted"
    assert not reads(local, data)
    assert reads(office, data)


def test_a_deleted_records_file_stays_and_comes_back_with_it(offices: Offices) -> None:
    office, data = offices.open(), jpeg()
    uuid = delivered(office, data)
    record = office.sees(uuid).record  # type: ignore[union-attr]
    assert record is not None
    assert office.send_one(delete("attachment", uuid, 1)).verdict == "accepted"
    assert not reads(office, data)
    assert offices.portal.uploads is not None
    offices.portal.uploads.sweep()
    values = {name: value for name, value in record.items() if name != "uuid"}
    assert office.send_one(edit("attachment", uuid, 2, **values)).verdict == "accepted"
    assert reads(office, data)


def test_a_file_that_was_replaced_is_read_again_when_the_record_goes_back(offices: Offices) -> None:
    office, old, new = offices.open(), jpeg(), jpeg()
    uuid = delivered(office, old)
    assert office.send_one(edit("attachment", uuid, 1, sha256=sha256(new), bytes=len(new))).verdict == "accepted"
    assert not reads(office, old)
    filing(office).deliver(uuid, new)
    assert reads(office, new) and not reads(office, old)
    assert office.send_one(edit("attachment", uuid, 2, sha256=sha256(old), bytes=len(old))).verdict == "accepted"
    assert reads(office, old) and not reads(office, new)


def test_a_text_that_looks_like_a_hash_in_a_record_opens_nothing(shared: Offices) -> None:
    office, old, new = shared.open(), jpeg(), jpeg()
    uuid = delivered(office, old)
    caption = f'"sha256":"{sha256(old)}"'
    change = edit("attachment", uuid, 1, sha256=sha256(new), bytes=len(new), caption=caption)
    assert office.send_one(change).verdict == "accepted"
    assert not reads(office, old)


def test_a_revoked_account_reads_nothing(offices: Offices) -> None:
    office, data = offices.open(name="Звільнена"), jpeg()
    delivered(office, data)
    accounts.revoke(offices.portal.database, "Звільнена")
    assert filing(office).get(sha256(data)).status_code == 401


# --- which ------------------------------------------------------------------------------------------------------------


def test_the_original_is_given_or_else_the_reduced_copy(offices: Offices) -> None:
    office, original, copy = offices.open(), jpeg(weight=50_000), jpeg()
    uuid, lane = with_photo(office, original), filing(office)
    lane.deliver(uuid, copy, sha256=sha256(original), variant="reduced")
    found = lane.get(sha256(original))
    assert found.content == copy and found.headers["vidbudova-variant"] == "reduced"
    assert lane.get(sha256(original), "original").status_code == 404
    assert lane.get(sha256(copy)).status_code == 404, "a file is asked for by its original's hash"
    lane.deliver(uuid, original)
    assert lane.get(sha256(original)).content == original
    assert lane.get(sha256(original), "reduced").content == copy


@pytest.mark.parametrize("path", ["x", "A" * 64, "0" * 63, "..%2F" + "0" * 59, "0" * 64 + "?variant=thumbnail"])
def test_what_is_no_hash_or_no_variant_is_malformed(shared: Offices, path: str) -> None:
    response = shared.open().get(f"/files/{path}")
    assert response.status_code in (404, 422)


# --- how --------------------------------------------------------------------------------------------------------------


def test_a_file_is_saved_not_shown(shared: Offices) -> None:
    office, data = shared.open(), pdf()
    delivered(office, data, kind="document", file_name="Акт № 5.pdf", media_type="application/pdf")
    found = filing(office).get(sha256(data))
    assert found.headers["content-type"] == "application/pdf"
    assert found.headers["x-content-type-options"] == "nosniff"
    assert found.headers["content-disposition"] == (
        "attachment; filename=\"___ _ 5.pdf\"; filename*=UTF-8''%D0%90%D0%BA%D1%82%20%E2%84%96%205.pdf"
    )
    assert found.headers["cache-control"] == "private, no-cache"
    assert "default-src 'none'" in found.headers["content-security-policy"]
    digest = base64.b64encode(hashlib.sha256(data).digest()).decode()
    assert found.headers["repr-digest"] == f"sha-256=:{digest}:"
    assert found.headers["etag"] == f'"{sha256(data)}"'


def test_the_name_is_that_of_the_record_as_it_is_now_and_ends_as_the_type_does(shared: Offices) -> None:
    office, data = shared.open(), jpeg()
    uuid = delivered(office, data)
    assert office.send_one(edit("attachment", uuid, 1, file_name="../../.bashrc; x.exe")).verdict == "accepted"
    told = filing(office).get(sha256(data)).headers["content-disposition"]
    assert told.startswith('attachment; filename="') and told.endswith(".exe.jpg")
    assert "/" not in told.split("filename*=")[0] and ";" not in told.split('"')[1]


@pytest.mark.parametrize(
    ("claimed", "media_type", "variant", "called"),
    [
        ("Дах.jpg", JPEG, "original", "Дах.jpg"),
        ("Дах.JPEG", JPEG, "original", "Дах.jpeg"),
        ("Дах.heic", JPEG, "reduced", "Дах.jpg"),
        ("Дах", JPEG, "original", "Дах.jpg"),
        ("a.pdf.exe", "application/pdf", "original", "a.pdf.exe.pdf"),
        ("..", JPEG, "original", "file.jpg"),
        ("", JPEG, "original", "file.jpg"),
        (None, JPEG, "original", "file.jpg"),
        ("D:\\Робота\\фото.jpg", JPEG, "original", "D_Робота_фото.jpg"),
        ("a\r\nSet-Cookie: x.jpg", JPEG, "original", "aSet-Cookie_ x.jpg"),
        ("фото\u202egpj.exe", JPEG, "original", "фотоgpj.exe.jpg"),
        ("x" * 250 + ".jpg", JPEG, "original", "x" * 150 + ".jpg"),
    ],
)
def test_names_are_cleaned(claimed: str | None, media_type: str, variant: str, called: str) -> None:
    assert file_name(claimed, media_type, variant) == called


@given(st.text(max_size=300))
def test_no_name_breaks_out_of_its_header(claimed: str) -> None:
    name = file_name(claimed, JPEG, "original")
    told = disposition(name)
    assert told.isascii() and told.isprintable()
    assert told.count('"') == 2 and told.count(";") == 2
    assert name.lower().endswith((".jpg", ".jpeg", ".jpe"))
    assert not set(name) & set('/\\\r\n\0"')


@pytest.mark.parametrize(
    ("asked", "first", "last"),
    [("bytes=0-0", 0, 0), ("bytes=10-99", 10, 99), ("bytes=4990-", 4990, 4999), ("bytes=-7", 4993, 4999),
     ("bytes=4000-9999999", 4000, 4999), ("bytes=-99999", 0, 4999)],
)  # fmt: skip
def test_a_part_of_a_file(shared: Offices, asked: str, first: int, last: int) -> None:
    office, data = shared.open(), jpeg(weight=5_000)
    assert len(data) == 5_000
    delivered(office, data)
    part = filing(office).get(sha256(data), Range=asked)
    assert (part.status_code, part.content) == (206, data[first : last + 1])
    assert part.headers["content-range"] == f"bytes {first}-{last}/5000"
    assert part.headers["etag"] == f'"{sha256(data)}"'


def test_parts_that_are_not_there_and_ranges_that_are_none(shared: Offices) -> None:
    office, data = shared.open(), jpeg(weight=5_000)
    delivered(office, data)
    lane = filing(office)
    for asked in ("bytes=5000-", "bytes=9000-9999", "bytes=-0", "bytes=20-10"):
        response = lane.get(sha256(data), Range=asked)
        assert response.status_code == 416
        assert response.headers["content-range"] == "bytes */5000"
        assert problem.decode(response.content, 416).name == "range-not-satisfiable"
    for asked in ("bytes=a-b", "lines=1-2", "bytes=-", "bytes=0-1,5-6", "bytes=" + "1-2," * 200, "x" * 5000):
        assert lane.get(sha256(data), Range=asked).content == data


def test_a_download_goes_on_only_with_the_same_file(shared: Offices) -> None:
    office, data = shared.open(), jpeg(weight=5_000)
    delivered(office, data)
    lane, tag = filing(office), f'"{sha256(data)}"'
    assert lane.get(sha256(data), Range="bytes=10-", **{"If-Range": tag}).status_code == 206
    assert lane.get(sha256(data), Range="bytes=10-", **{"If-Range": '"another"'}).content == data
    known = lane.get(sha256(data), **{"If-None-Match": f'"x", {tag}'})
    assert (known.status_code, known.content) == (304, b"")


def test_files_are_not_compressed_on_the_way(shared: Offices) -> None:
    office, data = shared.open(), b"text;text\n" * 1000
    delivered(office, data, kind="document", file_name="a.csv", media_type="text/csv")
    found = filing(office).get(sha256(data), **{"Accept-Encoding": "gzip"})
    assert "content-encoding" not in found.headers
    assert found.headers["content-length"] == str(len(data))
