"""Files from the portal: whole and checked or not there; a broken one goes on from the last byte."""

from __future__ import annotations

import hashlib
import random

import pytest

from plugin.errors import PortalError
from plugin.store import files, transfers
from plugin.sync.file_events import FileFailed
from tests.unit.store import pictures
from tests.unit.sync.fakes import reply
from tests.unit.sync.files_portal import FilesPortal, attached, run

SIZE = 700_000


@pytest.fixture
def portal():
    return FilesPortal()


def photo() -> bytes:
    return pictures.jpeg(pictures.exif(), random.Random(1).randbytes(SIZE).replace(b"\xff", b"\0"))


def report(events):
    return events[-1].report


def elsewhere(ws, portal, tmp_path, content=None):
    """An attachment of somebody else's, its file on the portal only."""
    content = content or photo()
    uuid = attached(ws, portal, tmp_path / "theirs.jpg", content)
    sha256 = ws.get("attachment", uuid)["sha256"]
    files.remove(ws.folder, sha256)
    transfers.forget(ws, [sha256])
    portal.files[sha256, "original"] = content
    portal.readable.add(sha256)
    return sha256


def test_a_file_is_fetched_on_demand_and_is_not_sent_back(ws, portal, tmp_path) -> None:
    sha256 = elsewhere(ws, portal, tmp_path)
    assert transfers.want_downloads(ws, sha256) == 1
    assert report(run(ws, portal)).received == 1
    assert files.open_verified(ws.folder, sha256).read() == photo()
    portal.asked.clear()
    assert transfers.want_downloads(ws) == 0
    run(ws, portal)
    assert not portal.asked and not list(files.parts(ws.folder))


def test_a_broken_download_goes_on_from_the_last_byte(ws, portal, tmp_path) -> None:
    sha256 = elsewhere(ws, portal, tmp_path)
    transfers.want_downloads(ws)
    seen = iter([None, -1, -1])
    portal.trouble = lambda request: next(seen, -1) if "/files/" in request.url else None
    assert report(run(ws, portal, policy=None)).problem.code == "transport.broken_off"
    portal.trouble = lambda request: None
    portal.asked.clear()
    assert report(run(ws, portal)).received == 1
    assert int(portal.asked[1].headers["Range"][6:].split("-")[0]) >= 100_000
    assert files.open_verified(ws.folder, sha256).read() == photo()


def test_a_changed_or_damaged_file_on_the_portal_never_takes_a_place_here(ws, portal, tmp_path) -> None:
    sha256 = elsewhere(ws, portal, tmp_path)
    portal.files[sha256, "original"] = b"something else" * 10_000
    transfers.want_downloads(ws)
    result = report(run(ws, portal))
    assert result.received == 0 and result.failed == 1
    assert not files.has(ws.folder, sha256) and not list(files.parts(ws.folder))


def test_the_reduced_copy_comes_where_the_portal_has_no_original(ws, portal, tmp_path) -> None:
    sha256 = elsewhere(ws, portal, tmp_path)
    portal.files = {(sha256, "reduced"): b"small"}
    transfers.want_downloads(ws)
    assert report(run(ws, portal)).received == 1
    assert files.path_of(ws.folder, sha256, "reduced").read_bytes() == b"small"
    assert transfers.content_of(ws, sha256, "reduced") == hashlib.sha256(b"small").hexdigest()


def test_a_reduced_copy_is_checked_by_the_portals_word(ws, portal, tmp_path) -> None:
    sha256 = elsewhere(ws, portal, tmp_path)
    portal.files = {(sha256, "reduced"): b"small"}
    portal.etag = lambda content: '"' + "0" * 64 + '"'
    transfers.want_downloads(ws)
    assert report(run(ws, portal)).received == 0
    assert not files.has(ws.folder, sha256, "reduced")


def test_what_the_portal_lacks_is_said_with_its_name(ws, portal, tmp_path) -> None:
    sha256 = elsewhere(ws, portal, tmp_path)
    portal.files.clear()
    transfers.want_downloads(ws, sha256)
    failed = [event for event in run(ws, portal) if isinstance(event, FileFailed)]
    assert failed[0].problem.code == "sync.file_not_there" and "theirs.jpg" in failed[0].problem.describe("uk")


def test_lies_about_ranges_are_refused(ws, portal, tmp_path) -> None:
    sha256 = elsewhere(ws, portal, tmp_path)
    transfers.want_downloads(ws, sha256)
    lie = reply(b"xx", 206, "image/jpeg", content_disposition="attachment", content_range="bytes 5-6/99", etag='"a"')
    portal.trouble = lambda request: lie if "/files/" in request.url else None
    problem_met = report(run(ws, portal)).problem
    assert isinstance(problem_met, PortalError) and problem_met.code == "portal.breaks_contract"
    assert not files.has(ws.folder, sha256)
