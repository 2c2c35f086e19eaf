"""Photos and documents between offices and a real portal: whole, once, beside the records, through any weather."""

from __future__ import annotations

import contextlib
import os
import random
import shutil
import sqlite3
import subprocess
import sys
import threading

import pytest

from bench.cut_line import Line
from plugin.records.catalogue import default_catalogue
from plugin.store import attaching, files, transfers
from plugin.sync.access import PortalAccess
from plugin.sync.file_events import FileDone, FileFailed
from plugin.sync.file_lane import transfer
from plugin.sync.portal import PortalClient
from plugin.sync.retry import RetryPolicy
from plugin.sync.transport import RequestsTransport
from tests.portal_fixtures import PortalProcess
from tests.unit.store.pictures import exif, photo
from tests.unit.sync.fakes import FakeClock, Meddling

from .offices import Country
from .shell import ROOT

BIG = 1_500_000


def content(seed: int, size: int = BIG) -> bytes:
    return photo(640, 480, exif(), random.Random(seed).randbytes(size))


def attach(office, tmp_path, name="a.jpg", what=None) -> str:
    """A file on a new need; the uuid of the attachment."""
    need = office.school(info_source="hromada", access="open")
    (tmp_path / name).write_bytes(content(1) if what is None else what)
    with office.workspace() as workspace:
        return attaching.attach(workspace, "need", need, tmp_path / name)


def carry(office, url=None, meddle=None, **options):
    """One run of the lane; its events."""
    access = PortalAccess(url or office.portal_url, office.token, {}, None, "uk")
    transport = RequestsTransport({}) if meddle is None else Meddling(RequestsTransport({}), meddle)
    client = PortalClient(access, transport, read_timeout=options.pop("read_timeout", 20.0))
    options = {"clock": FakeClock(), "policy": RetryPolicy(contact=100, budget=1000)} | options
    return list(transfer(office.folder, default_catalogue(), client, **options))


def report(events):
    return events[-1].report


def fetched(office, uuid) -> bytes:
    """An attachment's file as another office gets it."""
    office.synced()
    sha256 = office.get(uuid, "attachment")["sha256"]
    with office.workspace() as workspace:
        transfers.want_downloads(workspace)
    assert report(carry(office)).problem is None
    with files.open_verified(office.folder, sha256) as stream:
        return stream.read()


def test_a_photo_reaches_a_colleague_byte_for_byte_and_the_reduced_copy_goes_first(country, tmp_path) -> None:
    one, two = country.pair()
    uuid = attach(one, tmp_path)
    one.synced()
    events = carry(one, reduce=lambda path, side: photo(320, 240))
    assert [event.variant for event in events if isinstance(event, FileDone)] == ["reduced", "original"]
    assert report(events).problem is None and report(events).waiting == 0
    assert fetched(two, uuid) == content(1)


def test_the_reduced_copy_comes_while_the_original_is_on_its_way(country, tmp_path) -> None:
    one, two = country.pair()
    uuid = attach(one, tmp_path)
    with one.workspace() as workspace:
        transfers.set_originals(workspace, False)
    one.synced()
    assert report(carry(one, reduce=lambda path, side: photo(320, 240))).sent == 1
    two.synced()
    sha256 = two.get(uuid, "attachment")["sha256"]
    with two.workspace() as workspace:
        transfers.want_downloads(workspace)
    assert report(carry(two)).received == 1
    assert files.path_of(two.folder, sha256, files.REDUCED).read_bytes() == photo(320, 240)


def test_a_file_that_the_portal_has_costs_one_request(country, tmp_path) -> None:
    one = country.office()
    attach(one, tmp_path)
    one.synced()
    assert report(carry(one)).sent == 1
    attach(one, tmp_path)
    one.synced()
    asked = []

    def listen(request, forward):
        asked.append(request.method)
        return forward()

    assert report(carry(one, meddle=listen)).existed == 1
    assert asked == ["GET", "POST"]


def test_a_hash_is_no_proof_of_possession(country, tmp_path) -> None:
    one, stranger = country.office(), country.office()
    attach(one, tmp_path)
    one.synced()
    carry(one)
    attach(stranger, tmp_path)
    stranger.synced()
    result = report(carry(stranger))
    assert (result.sent, result.existed) == (1, 0) and result.bytes_sent >= BIG


def test_a_line_that_keeps_breaking_costs_little(country, tmp_path) -> None:
    one, two = country.pair()
    uuid = attach(one, tmp_path)
    one.synced()
    size = len(content(1))
    line = Line(country.portal.url, [size * part // 7 for part in range(1, 7)])
    try:
        result = report(carry(one, line.url))
    finally:
        line.close()
    assert line.broken == 6 and result.sent == 1
    assert line.carried - size < 6 * 262_144
    assert fetched(two, uuid) == content(1)


def test_records_are_exchanged_while_a_file_stalls(country, tmp_path) -> None:
    one = country.office()
    attach(one, tmp_path)
    one.synced()
    line = Line(country.portal.url, stall_at=100_000)
    stop = threading.Event()
    result = []
    lane = threading.Thread(target=lambda: result.append(report(carry(one, line.url, cancel=stop, read_timeout=600.0))))
    lane.start()
    try:
        assert line.stalled.wait(20)
        school = one.school(title_uk="Поки фото стоїть")
        assert one.synced().sent == 1
        assert one.title(school) == "Поки фото стоїть"
        assert lane.is_alive()
    finally:
        stop.set()
        lane.join(20)
        line.close()
    assert result[0].cancelled and result[0].waiting == 1
    assert report(carry(one)).sent == 1


@pytest.mark.parametrize("piece", [1, 3])
def test_a_killed_process_goes_on_from_the_last_byte(country, tmp_path, piece) -> None:
    one, two = country.pair()
    uuid = attach(one, tmp_path)
    one.synced()
    command = [sys.executable, "-m", "tests.e2e.carrying_files", str(one.folder), one.portal_url, str(piece)]
    killed = subprocess.run(command, cwd=ROOT, env={**os.environ, "VIDBUDOVA_TOKEN": one.token}, timeout=60)
    assert killed.returncode == -9
    result = report(carry(one))
    assert result.sent == 1 and result.bytes_sent < len(content(1)) - 100_000
    assert fetched(two, uuid) == content(1)


def test_a_portal_that_dies_in_the_middle_goes_on_where_it_was(own_country, own_portal, tmp_path) -> None:
    one, two = own_country.pair()
    uuid = attach(one, tmp_path)
    one.synced()
    pieces = []

    def meddle(request, forward):
        if request.method == "PATCH":
            pieces.append(1)
            if len(pieces) == 3:
                own_portal.kill()
                try:
                    return forward()
                finally:
                    own_portal.start()
        return forward()

    result = report(carry(one, meddle=meddle))
    assert result.sent == 1 and result.bytes_sent < len(content(1)) + 600_000
    assert fetched(two, uuid) == content(1)


def test_an_upload_that_expired_begins_anew(own_country, own_portal, tmp_path) -> None:
    one, two = own_country.pair()
    uuid = attach(one, tmp_path)
    one.synced()
    command = [sys.executable, "-m", "tests.e2e.carrying_files", str(one.folder), one.portal_url, "2"]
    subprocess.run(command, cwd=ROOT, env={**os.environ, "VIDBUDOVA_TOKEN": one.token}, timeout=60)
    own_portal.stop()
    with contextlib.closing(sqlite3.connect(tmp_path / "portal.sqlite")) as database, database:
        assert database.execute("UPDATE upload SET expires_at = '2020-01-01T00:00:00.000000Z'").rowcount == 1
    own_portal.start()
    result = report(carry(one))
    assert result.sent == 1 and result.bytes_sent == len(content(1))
    assert fetched(two, uuid) == content(1)


def test_a_portal_put_back_from_a_backup_gets_its_files_again(own_country, own_portal, tmp_path) -> None:
    one, two = own_country.pair()
    uuid = attach(one, tmp_path)
    one.synced()
    assert report(carry(one)).sent == 1
    own_portal.stop()
    for folder in tmp_path.glob("portal*"):
        if folder.is_dir():
            shutil.rmtree(folder)
    own_portal.cli("epoch", "renew")
    own_portal.start()
    assert report(carry(one)).sent == 0
    one.sync()
    one.sync()
    assert report(carry(one)).problem is None
    assert fetched(two, uuid) == content(1)


def test_quota_size_and_age_are_told_and_nothing_is_lost(template, tmp_path) -> None:
    options = ["--quota", "2000000", "--file-bytes", "1800000"]
    with PortalProcess(tmp_path / "portal.sqlite", options=options, log_file=tmp_path / "log") as portal:
        office = Country(portal, template, tmp_path).office()
        attach(office, tmp_path, "first.jpg", content(1))
        attach(office, tmp_path, "second.jpg", content(2))
        attach(office, tmp_path, "huge.jpg", content(3, 1_900_000))
        attach(office, tmp_path, "small.jpg", content(4, 1000))
        office.synced()
        events = carry(office)
        failed = {event.name: event.problem for event in events if isinstance(event, FileFailed)}
        assert {name: error.code for name, error in failed.items()} == {
            "second.jpg": "sync.file_quota",
            "huge.jpg": "sync.file_too_large",
        }
        assert all(name in error.describe("uk") for name, error in failed.items())
        assert report(events).sent == 2 and report(events).waiting == 1 and report(events).refused == 1
        with office.workspace() as workspace:
            assert transfers.portal_limit(workspace) == 1_800_000
        (tmp_path / "late.jpg").write_bytes(content(5, 1_900_000))
        with office.workspace() as workspace:
            need = next(iter(workspace.records("need")))["uuid"]
            with pytest.raises(Exception, match="store.file_too_large"):
                attaching.attach(workspace, "need", need, tmp_path / "late.jpg")


def test_what_is_not_what_it_is_said_to_be_is_refused_by_the_portal(country, tmp_path) -> None:
    office = country.office()
    uuid = attach(office, tmp_path, "hollow.jpg", b"\xff\xd8\xff\xda\0\x08" + b"\0" * 6 + b"\0" * 2000 + b"\xff\xd9")
    office.synced()
    events = carry(office)
    (failed,) = [event.problem for event in events if isinstance(event, FileFailed)]
    assert failed.code == "sync.file_type" and "hollow.jpg" in failed.describe("en")
    with office.workspace() as workspace:
        assert transfers.uploads(workspace, uuid)[0].state == "failed"


def test_the_command_line_attaches_lists_sends_and_fetches(country, shell, tmp_path) -> None:
    one, two = country.pair()
    need = one.school(info_source="hromada", access="open")
    (tmp_path / "a.jpg").write_bytes(content(1, 50_000))
    (tmp_path / "no.jpg").write_bytes(b"nothing")
    shell.token = one.token
    attached = shell.json("attach", one.folder, "need", need, tmp_path / "a.jpg", "--caption", "Дах")
    assert len(attached["attached"]) == 1
    assert shell.fails("attach", one.folder, "need", need, tmp_path / "x.exe")[0]
    assert shell("attach", one.folder, "need", need, tmp_path / "no.jpg").returncode == 2
    assert shell.json("status", one.folder, status=1)["files_waiting"] == 1
    listed = shell.json("files", one.folder, status=1)["files"]
    assert [(row["file_name"], row["uploads"]) for row in listed] == [("a.jpg", {"original": "waiting"})]
    left = shell.json("sync", one.folder, "--portal", one.portal_url, "--no-files")
    assert "files" not in left
    held = shell.json("sync", one.folder, "--metered", status=1)
    assert held["files"]["held"] and held["files"]["waiting"] == 1
    sent = shell.json("sync", one.folder)
    assert sent["files"]["sent"] == 1 and sent["files"]["waiting"] == 0
    told = shell("files", one.folder, "--lang", "en")
    assert told.returncode == 0 and "original: on the portal" in told.stdout
    shell.token = two.token
    shell.json("sync", two.folder, "--portal", two.portal_url)
    assert shell.json("files", two.folder)["files"][0]["here"] == []
    got = shell.json("files", two.folder, "--download", attached["attached"][0]["uuid"], "--portal", two.portal_url)
    assert got["transfer"]["received"] == 1
    assert shell.json("files", two.folder)["files"][0]["here"] == ["original"]
    assert shell.json("files", two.folder, "--download", "all")["transfer"] is None
