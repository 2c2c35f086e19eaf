"""Files on their way: each arrives whole and once, whatever breaks; what cannot arrive waits with a reason."""

from __future__ import annotations

import hashlib
import random
import threading

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from plugin.errors import StoreError, TransportError
from plugin.store import files, transfers
from plugin.store.layout import files_lock_path
from plugin.store.lock import EngineLock
from plugin.sync.file_events import FileDone, FileFailed, FileProgress, FilesHeld
from tests.unit.store import pictures
from tests.unit.sync.fakes import HTML, problem, reply
from tests.unit.sync.files_portal import FilesPortal, attached, on_portal, run

SIZE = 700_000


@pytest.fixture
def portal():
    return FilesPortal()


def photo(seed: int = 1, size: int = SIZE) -> bytes:
    return pictures.jpeg(pictures.exif(), random.Random(seed).randbytes(size).replace(b"\xff", b"\0"))


def report(events):
    return events[-1].report


def state(ws, uuid, variant="original"):
    return next(one for one in transfers.uploads(ws, uuid) if one.variant == variant)


def test_a_file_goes_up_whole_once_its_record_is_on_the_portal(ws, portal, tmp_path) -> None:
    content = photo()
    uuid = attached(ws, None, tmp_path / "a.jpg", content)
    assert report(run(ws, portal)).waiting == 1 and not portal.asked
    on_portal(ws, portal, uuid)
    events = run(ws, portal)
    assert report(events).sent == 1 and report(events).waiting == 0 and report(events).problem is None
    assert portal.files == {(hashlib.sha256(content).hexdigest(), "original"): content}
    assert portal.arrived == len(content) == report(events).bytes_sent
    done = [event for event in events if isinstance(event, FileProgress)]
    assert done[-1].done == done[-1].total == len(content) and done[-1].name == "a.jpg"
    assert state(ws, uuid).state == "uploaded"


def test_nothing_is_asked_of_the_portal_where_nothing_waits(ws, portal, tmp_path) -> None:
    attached(ws, portal, tmp_path / "a.jpg", photo())
    run(ws, portal)
    portal.asked.clear()
    run(ws, portal)
    assert not portal.asked


def test_a_file_that_the_portal_has_and_we_may_read_costs_one_request(ws, portal, tmp_path) -> None:
    attached(ws, portal, tmp_path / "a.jpg", photo())
    run(ws, portal)
    portal.asked.clear()
    second = attached(ws, portal, tmp_path / "b.jpg", photo())
    assert report(run(ws, portal)).existed == 1
    assert [(request.method, request.url[-8:]) for request in portal.asked] == [
        ("GET", "/api/v1/"),
        ("POST", "/uploads"),
    ]
    assert state(ws, second).state == "uploaded"


def test_reduced_copies_and_documents_go_before_originals(ws, portal, tmp_path) -> None:
    for index in range(3):
        attached(ws, portal, tmp_path / f"{index}.jpg", photo(index, 1000))
    attached(ws, portal, tmp_path / "act.pdf", b"%PDF-1.4\n%%EOF\n")
    events = run(ws, portal, reduce=lambda path, side: b"reduced to %d of " % side + path.name.encode())
    order = [(event.variant, event.name) for event in events if isinstance(event, FileDone)]
    assert [variant for variant, _ in order[:3]] == ["reduced"] * 3
    assert order[3] == ("original", "act.pdf")
    assert [variant for variant, _ in order[4:]] == ["original"] * 3
    assert all(b"2048" in content for (_, variant), content in portal.files.items() if variant == "reduced")


def test_originals_stay_where_the_workspace_says_so_but_documents_and_irreducible_pictures_go(
    ws, portal, tmp_path
) -> None:
    transfers.set_originals(ws, False)
    kept = attached(ws, portal, tmp_path / "a.jpg", photo(1))
    odd = attached(ws, portal, tmp_path / "b.jpg", photo(2))
    attached(ws, portal, tmp_path / "act.pdf", b"%PDF-1.4\n%%EOF\n")

    def reduce(path, side):
        if path.read_bytes() == photo(2):
            raise StoreError("picture.unreadable", path="b.jpg")
        return b"small"

    result = report(run(ws, portal, reduce=reduce))
    assert result.sent == 3 and result.waiting == 0
    assert [variant for _, variant in portal.files] == ["reduced", "original", "original"]
    assert state(ws, kept).state == "waiting" and state(ws, odd).state == "uploaded"
    transfers.set_originals(ws, True)
    assert report(run(ws, portal)).sent == 1


def test_a_portal_that_wants_smaller_copies_gets_them(ws, portal, tmp_path) -> None:
    attached(ws, portal, tmp_path / "a.jpg", photo())
    sides = []

    def reduce(path, side):
        sides.append(side)
        return b"for %d" % side

    portal.trouble = lambda request: problem("quota", 413) if request.method == "POST" else None
    run(ws, portal, reduce=reduce)
    portal.trouble = lambda request: None
    portal.picture_side = 1024
    run(ws, portal, reduce=reduce)
    assert sides == [2048, 1024] and b"for 1024" in portal.files.values()


def test_without_qt_pictures_wait_for_their_reduced_copies_where_originals_stay(ws, portal, tmp_path) -> None:
    transfers.set_originals(ws, False)
    attached(ws, portal, tmp_path / "a.jpg", photo())
    result = report(run(ws, portal))
    assert (result.sent, result.unreduced) == (0, 1)


@settings(max_examples=20, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.data())
def test_whatever_breaks_wherever_the_next_runs_complete_every_file(ws, tmp_path, data: st.DataObject) -> None:
    """The line breaks in requests and answers, uploads expire, the process ends anywhere; then the weather clears."""
    portal = FilesPortal()
    with ws.applying():
        for table in ("attachment", "vidbudova_base_attachment", "vidbudova_upload"):
            ws.connection.execute(f"DELETE FROM {table}")
    seed = data.draw(st.integers(0, 10**6))
    uuids = [attached(ws, portal, tmp_path / f"{index}.jpg", photo(seed + index, 300_000)) for index in range(2)]
    budget = [data.draw(st.integers(0, 8))]

    def trouble(request):
        if budget[0] <= 0 or not data.draw(st.booleans()):
            return None
        budget[0] -= 1
        what = data.draw(st.sampled_from(["cut", "answer", "busy", "expire", "die", "offset", "gateway"]))
        if what == "cut":
            return data.draw(st.integers(0, len(request.body or b"")))
        if what == "answer":
            return -1
        if what == "busy":
            return problem("unavailable", 503, retry_after=1)
        if what == "expire":
            portal.uploads.clear()
        if what == "offset" and request.method == "PATCH":
            return problem("upload-offset", 409)
        if what == "gateway":
            return reply(b"Bad gateway", 502, "text/plain")
        if what == "die":
            raise KeyboardInterrupt
        return None

    portal.trouble = trouble
    while budget[0] > 0 and transfers.counts(ws).waiting:
        try:
            run(ws, portal)
        except KeyboardInterrupt:
            continue
    budget[0] = 0
    result = report(run(ws, portal))
    assert result.waiting == 0 and result.refused == 0 and result.problem is None
    for uuid in uuids:
        sha256 = ws.get("attachment", uuid)["sha256"]
        assert hashlib.sha256(portal.files[sha256, "original"]).hexdigest() == sha256


def test_a_cut_costs_no_byte_that_the_portal_holds(ws, portal, tmp_path) -> None:
    attached(ws, portal, tmp_path / "a.jpg", photo())
    cuts = iter([None, 100_000, 7])
    portal.trouble = lambda request: next(cuts, None) if request.method == "PATCH" else None
    run(ws, portal)
    assert portal.arrived == len(photo())
    assert portal.calls("HEAD") == 2


def test_a_killed_upload_goes_on_where_the_portal_is(ws, portal, tmp_path) -> None:
    uuid = attached(ws, portal, tmp_path / "a.jpg", photo())

    def die(request):
        if request.method == "PATCH" and portal.arrived:
            raise KeyboardInterrupt
        return None

    portal.trouble = die
    with pytest.raises(KeyboardInterrupt):
        run(ws, portal)
    assert state(ws, uuid).state == "uploading"
    portal.trouble = lambda request: None
    portal.asked.clear()
    run(ws, portal)
    assert portal.arrived == len(photo()) and portal.calls("POST") == 0 and portal.calls("HEAD") == 1


def test_an_expired_upload_begins_anew(ws, portal, tmp_path) -> None:
    uuid = attached(ws, portal, tmp_path / "a.jpg", photo())
    portal.trouble = lambda request: 1000 if request.method == "PATCH" else None
    result = report(run(ws, portal, policy=None))
    assert result.problem.code == "transport.broken_off" and result.waiting == 1
    portal.uploads.clear()
    portal.trouble = lambda request: None
    assert report(run(ws, portal)).sent == 1 and state(ws, uuid).state == "uploaded"


def test_an_upload_of_another_length_is_given_up(ws, portal, tmp_path) -> None:
    attached(ws, portal, tmp_path / "a.jpg", photo())
    portal.trouble = lambda request: 1000 if request.method == "PATCH" else None
    run(ws, portal, policy=None)
    next(iter(portal.uploads.values())).length += 1
    portal.trouble = lambda request: None
    assert report(run(ws, portal)).sent == 1
    assert portal.calls("DELETE") == 1


def test_a_portal_that_keeps_forgetting_is_not_asked_for_ever(ws, portal, tmp_path) -> None:
    attached(ws, portal, tmp_path / "a.jpg", photo())
    portal.trouble = lambda request: portal.uploads.clear()
    assert report(run(ws, portal)).problem.code == "sync.file_forgotten"


@pytest.mark.parametrize(
    ("answer", "code", "parked"),
    [
        (problem("quota", 413, "Немає місця."), "sync.file_quota", False),
        (problem("attachment-unknown", 409), "sync.file_record_first", False),
        (problem("too-large", 413), "sync.file_too_large", True),
        (problem("file-type", 422, "Це не знімок."), "sync.file_type", True),
        (problem("unsupported-media-type", 415), "sync.file_type", True),
        (problem("forbidden", 403), "sync.file_forbidden", True),
        (problem("malformed", 422), "sync.file_refused", True),
    ],
)
def test_a_refused_file_stays_with_its_reason_and_the_others_go(ws, portal, tmp_path, answer, code, parked) -> None:
    bad = attached(ws, portal, tmp_path / "bad.jpg", photo(1))
    good = attached(ws, portal, tmp_path / "good.jpg", photo(2))
    first = iter([answer])
    portal.trouble = lambda request: next(first, None) if request.method == "POST" else None
    events = run(ws, portal)
    failed = [event.problem for event in events if isinstance(event, FileFailed)]
    assert [error.code for error in failed] == [code]
    assert "bad.jpg" in failed[0].describe("uk") and "{" not in failed[0].describe("en")
    assert state(ws, good).state == "uploaded"
    assert state(ws, bad).state == ("failed" if parked else "waiting") and state(ws, bad).reason.code == code
    assert "bad.jpg" in state(ws, bad).reason.describe("uk")
    run(ws, portal)
    assert state(ws, bad).state == ("failed" if parked else "uploaded")
    if parked:
        assert transfers.try_again(ws) == 1
        run(ws, portal)
        assert state(ws, bad).state == "uploaded" and state(ws, bad).reason is None


def test_a_file_that_is_spoiled_on_the_way_is_sent_twice_then_kept_with_the_reason(ws, portal, tmp_path) -> None:
    uuid = attached(ws, portal, tmp_path / "a.jpg", photo(1, 1000))
    portal.spoil = True
    assert report(run(ws, portal)).refused == 1
    assert portal.calls("POST") == 2 and state(ws, uuid).reason.code == "sync.file_hash"


def test_a_full_portal_is_not_asked_for_every_file(ws, portal, tmp_path) -> None:
    portal.quota = 0
    for index in range(6):
        attached(ws, portal, tmp_path / f"{index}.jpg", photo(index, 1000))
    result = report(run(ws, portal))
    assert portal.calls("POST") == 3 and result.waiting == 6 and result.problem is None
    portal.quota = 1 << 30
    assert report(run(ws, portal)).waiting == 0


@pytest.mark.parametrize(
    ("answer", "code"),
    [
        (problem("unauthorised", 401), "portal.unauthorised"),
        (reply(HTML, 200, "text/html"), "portal.web_page"),
        (reply(b"", 302, "text/html", location="https://elsewhere.example/"), "portal.sign_in"),
        (problem("not-found", 404), "sync.files_not_supported"),
        (reply(b"", 201, "text/plain", tus_resumable="1.0.0", location="/x/../../"), "portal.breaks_contract"),
        (reply(b"", 201, "text/plain", location="/api/v1/uploads/u"), "portal.breaks_contract"),
        (
            reply(b"", 201, "text/plain", tus_resumable="1.0.0", location="/u/u", upload_offset="99999999"),
            "portal.breaks_contract",
        ),
    ],
)
def test_what_concerns_more_than_one_file_ends_the_run_and_loses_nothing(ws, portal, tmp_path, answer, code) -> None:
    uuid = attached(ws, portal, tmp_path / "a.jpg", photo())
    portal.trouble = lambda request: answer if request.method == "POST" else None
    result = report(run(ws, portal, policy=None))
    assert result.problem.code == code and result.waiting == 1
    portal.trouble = lambda request: None
    run(ws, portal)
    assert state(ws, uuid).state == "uploaded"


def test_a_damaged_or_missing_file_is_said_and_the_others_go(ws, portal, tmp_path) -> None:
    damaged = attached(ws, portal, tmp_path / "damaged.jpg", photo(1))
    missing = attached(ws, portal, tmp_path / "missing.jpg", photo(2))
    attached(ws, portal, tmp_path / "good.jpg", photo(3))
    path = files.path_of(ws.folder, ws.get("attachment", damaged)["sha256"])
    path.write_bytes(path.read_bytes()[:-1])
    files.path_of(ws.folder, ws.get("attachment", missing)["sha256"]).unlink()
    result = report(run(ws, portal))
    assert (result.sent, result.failed, result.refused) == (1, 2, 2)
    assert state(ws, damaged).reason.code == "store.file_damaged"
    assert state(ws, missing).reason.code == "store.file_missing"


def test_files_wait_on_a_metered_connection_of_the_machine_or_the_workspace(ws, portal, tmp_path) -> None:
    attached(ws, portal, tmp_path / "a.jpg", photo())
    assert FilesHeld(1) in run(ws, portal, metered=True)
    transfers.set_metered(ws, True)
    assert report(run(ws, portal)).held
    assert not portal.asked
    transfers.set_metered(ws, False)
    assert report(run(ws, portal)).sent == 1


def test_a_restored_portal_gets_its_files_back_after_the_records(ws, portal, tmp_path) -> None:
    attached(ws, portal, tmp_path / "a.jpg", photo())
    run(ws, portal)
    attached(ws, portal, tmp_path / "b.jpg", photo(2))
    portal.epoch, portal.files = "epoch-2", {}
    assert report(run(ws, portal)).problem.code == "sync.files_after_records"
    ws.set_meta("epoch", "epoch-2")
    assert report(run(ws, portal)).sent == 2


def test_another_portal_under_the_address_gets_nothing(ws, portal, tmp_path) -> None:
    attached(ws, portal, tmp_path / "a.jpg", photo())
    ws.set_meta("portal_id", "another")
    result = report(run(ws, portal))
    assert result.problem.code == "portal.other_portal" and portal.calls("POST") == 0


def test_two_lanes_on_one_workspace_one_works_the_other_says_so(ws, portal, tmp_path) -> None:
    attached(ws, portal, tmp_path / "a.jpg", photo())
    with EngineLock(ws.folder, files_lock_path(ws.folder)):
        assert report(run(ws, portal)).problem.code == "store.locked_by_other_engine"
    with EngineLock(ws.folder):  # the records' lock is another one
        assert report(run(ws, portal)).sent == 1


def test_a_cancelled_run_says_so_and_the_next_goes_on(ws, portal, tmp_path) -> None:
    attached(ws, portal, tmp_path / "a.jpg", photo())
    stop = threading.Event()

    def trouble(request):
        if request.method == "PATCH" and portal.arrived:
            stop.set()
            raise TransportError("transport.cancelled", retryable=False)

    portal.trouble = trouble
    result = report(run(ws, portal, cancel=stop))
    assert result.cancelled and result.problem is None and result.waiting == 1
    portal.trouble = lambda request: None
    run(ws, portal)
    assert portal.arrived == len(photo())
