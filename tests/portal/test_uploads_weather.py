"""Files in bad weather, over real connections: cut, stalled, at the same time, with the portal killed at any step."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest

from tests.portal.conftest import EACH, _database
from tests.portal.filing import OFFSET_TYPE, Filing, attachment, sha256
from tests.portal.office import HROMADA, create, need, new_id
from tests.portal.photos import jpeg
from tests.portal.wire_client import Wire, connect
from tests.portal_fixtures import ROOT, PortalProcess


@dataclass
class OverWire:
    """An account that speaks to a portal over HTTP."""

    wire: Wire
    portal_id: str = field(init=False)

    def __post_init__(self) -> None:
        self.portal_id = self.wire.portal_id

    def ask(self, method: str, path: str, headers: dict[str, str], body: bytes = b"") -> Any:
        return self.wire.session.request(method, self.wire.api + path, headers=headers, data=body, timeout=60)

    def with_photo(self, data: bytes) -> str:
        """A need with an attachment record of that content; the attachment's uuid."""
        parent, uuid = new_id(), new_id()
        answer = self.wire.send(
            create("need", need(), parent), attachment(parent, data, uuid=uuid), portal_id=self.portal_id
        )
        assert [one.verdict for one in answer.verdicts] == ["accepted", "accepted"]
        return uuid


@pytest.fixture(scope="module", params=EACH)
def served(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[PortalProcess]:
    """A portal with a folder for files, in a process of its own."""
    folder = tmp_path_factory.mktemp("files")
    options = ["--files", str(folder / "kept")]
    with (
        _database(request, folder) as url,
        PortalProcess(url, options=options, log_file=folder / "portal.log") as process,
    ):
        yield process


def speaker(portal: PortalProcess) -> OverWire:
    (wire,) = connect(portal)
    return OverWire(wire)


def until(condition: Callable[[], bool], what: str, seconds: float = 30.0) -> None:
    """Waits for a condition."""
    patience = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < patience, what
        time.sleep(0.01)


def part_of(portal: PortalProcess, upload: str) -> Path:
    return Path(portal.options[1]) / "parts" / upload


def begin_patch(over: OverWire, upload: str, offset: int, length: int, first: bytes) -> socket.socket:
    """A PATCH that announces `length` bytes and has sent the `first` of them; its connection."""
    host, port = over.wire.api.split("//")[1].split("/")[0].split(":")
    head = (
        f"PATCH /api/v1/uploads/{upload} HTTP/1.1\r\nHost: {host}\r\nAuthorization: Bearer {over.wire.token}\r\n"
        f"Tus-Resumable: 1.0.0\r\nContent-Type: {OFFSET_TYPE}\r\nUpload-Offset: {offset}\r\n"
        f"Content-Length: {length}\r\n\r\n"
    )
    connection = socket.create_connection((host, int(port)), timeout=60)
    connection.sendall(head.encode() + first)
    return connection


def size(path: Path) -> int:
    return path.stat().st_size if path.exists() else 0


@pytest.mark.parametrize("arrived", [1, 70_000, 399_999])
def test_what_had_arrived_of_a_body_that_was_cut_stays(served: PortalProcess, arrived: int) -> None:
    over, data = speaker(served), jpeg(weight=400_000)
    lane = Filing(over)
    upload = lane.opened(over.with_photo(data), data)
    with begin_patch(over, upload, 0, len(data), data[:arrived]) as connection:
        until(lambda: size(part_of(served, upload)) == arrived, "what came is written while the rest is waited for")
        connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, b"\1\0\0\0\0\0\0\0")  # hang up with a reset
    assert lane.offset(upload) == arrived
    assert lane.patch(upload, arrived, data[arrived:]).status_code == 204
    assert lane.get(sha256(data)).content == data


def test_a_stalled_upload_keeps_nobody_from_anything_and_gives_way_when_its_owner_asks(served: PortalProcess) -> None:
    over, data = speaker(served), jpeg(weight=400_000)
    lane = Filing(over)
    uploads = [lane.opened(over.with_photo(one), one) for one in [data, *(jpeg(weight=9_000) for _ in range(44))]]
    lengths = [len(data)] + [9_000] * 44
    stalled = [
        begin_patch(over, upload, 0, length, data[:5_000])
        for upload, length in zip(uploads, lengths, strict=True)
    ]  # fmt: skip
    try:
        until(lambda: all(size(part_of(served, one)) == 5_000 for one in uploads), "all of them are under way")
        # More of them than the portal has threads or connections to its database: records pass all the same.
        answer = over.wire.send(create("need", need()), portal_id=over.portal_id)
        assert answer.verdicts[0].verdict == "accepted"
        second = lane.patch(uploads[0], 5_000, data[5_000:])
        assert second.status_code == 423, "one at a time"
        assert lane.offset(uploads[0]) == 5_000, "who asks is told, whatever became of the connection before"
        assert stalled[0].recv(100).startswith(b"HTTP/1.1 423 ")
        assert lane.patch(uploads[0], 5_000, data[5_000:]).status_code == 204
        assert lane.get(sha256(data)).content == data
    finally:
        for connection in stalled:
            connection.close()


def test_of_requests_at_the_same_time_one_wins_and_the_file_is_whole(served: PortalProcess) -> None:
    (first, *others) = (OverWire(wire) for wire in connect(served, 6))
    data = jpeg(weight=2_000_000)
    upload = Filing(first).opened(first.with_photo(data), data)
    with ThreadPoolExecutor(6) as pool:
        answers = list(pool.map(lambda over: Filing(over).patch(upload, 0, data), [first, *others]))
    statuses = sorted(answer.status_code for answer in answers)
    assert statuses[0] == 204 and set(statuses[1:]) <= {409, 423}
    assert Filing(first).offset(upload) == len(data)
    assert Filing(first).get(sha256(data)).content == data


def test_requests_at_the_same_time_that_all_go_on_asking_end_with_the_file(served: PortalProcess) -> None:
    lanes = [Filing(OverWire(wire)) for wire in connect(served, 4)]
    data = jpeg(weight=600_000)
    first: Any = lanes[0].speaker
    upload = lanes[0].opened(first.with_photo(data), data)

    def work(lane: Filing) -> None:
        while (offset := lane.offset(upload)) < len(data):
            response = lane.patch(upload, offset, data[offset : offset + 50_000])
            assert response.status_code in (204, 409, 423), response.text

    with ThreadPoolExecutor(4) as pool:
        list(pool.map(work, lanes))
    assert lanes[0].get(sha256(data)).content == data


def test_two_portals_on_one_folder_tell_each_other_to_let_go(tmp_path: Path) -> None:
    database, options = tmp_path / "portal.sqlite", ["--files", str(tmp_path / "kept")]
    with (
        PortalProcess(database, options=options, log_file=tmp_path / "one.log") as one,
        PortalProcess(database, options=options, log_file=tmp_path / "two.log") as two,
    ):
        over, data = speaker(one), jpeg(weight=400_000)
        there = OverWire(Wire(two.api, over.wire.token))
        upload = Filing(over).opened(over.with_photo(data), data)
        with begin_patch(over, upload, 0, len(data), data[:5_000]):
            until(lambda: size(part_of(one, upload)) == 5_000, "it is under way")
            assert Filing(there).patch(upload, 5_000, data[5_000:]).status_code == 423
            assert Filing(there).offset(upload) == 5_000
            assert Filing(there).patch(upload, 5_000, data[5_000:]).status_code == 204
        assert Filing(over).get(sha256(data)).content == data


def test_a_killed_portal_goes_on_from_the_last_byte_that_it_wrote(tmp_path: Path) -> None:
    log = tmp_path / "portal.log"
    with PortalProcess(tmp_path / "p.sqlite", options=["--files", str(tmp_path / "kept")], log_file=log) as portal:
        over, data = speaker(portal), jpeg(weight=1_000_000)
        lane = Filing(over)
        upload = lane.opened(over.with_photo(data), data)
        sent = 0
        for cut in (300_001, 999_000):
            with begin_patch(over, upload, sent, len(data) - sent, data[sent:cut]):
                until(lambda cut=cut: size(part_of(portal, upload)) == cut, "written as it comes")  # type: ignore[misc]
                portal.kill()
            portal.start()
            assert lane.offset(upload) == cut
            sent = cut
        assert lane.patch(upload, sent, data[sent:]).status_code == 204
        assert lane.get(sha256(data)).content == data


# --- killed at every step of the end ----------------------------------------------------------------------------------

_DYING = """
import os, signal, sys
from pathlib import Path
from starlette.testclient import TestClient
from portal.app import make_app
from portal.database import open_database
from portal.files import uploads
from portal.files.disk import Folder
from portal.service import Portal, Settings

database, folder, place, method, path, offset, token, body = sys.argv[1:]
def die(*_, **__):
    os.kill(os.getpid(), signal.SIGKILL)
def before(kind, name):
    setattr(kind, name, die)
def after(kind, name):
    real = getattr(kind, name)
    def run(*given, **more):
        real(*given, **more)
        die()
    setattr(kind, name, run)
when, _, what = place.partition(" ")
kind = Folder if hasattr(Folder, what) else uploads.Uploads
{"before": before, "after": after}[when](kind, what)
client = TestClient(make_app(Portal.open(open_database(database), Settings(files=Path(folder)))))
headers = {"Authorization": f"Bearer {token}", "Tus-Resumable": "1.0.0", "Upload-Offset": offset,
           "Content-Type": "application/offset+octet-stream"}
print(client.request(method, path, headers=headers, content=Path(body).read_bytes()).status_code)
"""

STEPS = [
    ("after open_part", "question"),
    ("before digest", "question"),
    ("after _settle", "start"),
    ("after place", "question"),
    ("after place", "start"),
    ("after _link", "question"),
]


@pytest.mark.parametrize(("step", "wakes"), STEPS)
def test_killed_at_any_step_of_the_last_piece_nothing_is_lost_or_half_there(
    tmp_path: Path, step: str, wakes: str
) -> None:
    from starlette.testclient import TestClient

    from portal.app import make_app
    from portal.database import open_database
    from portal.service import Portal, Settings
    from tests.portal.filing import InProcess, with_photo
    from tests.portal.office import Offices

    data, folder, url = jpeg(weight=60_000), tmp_path / "kept", f"sqlite:///{tmp_path / 'p.sqlite'}"
    database = open_database(url)
    portal = Portal.open(database, Settings(per_minute=1e9, burst=1_000_000, files=folder))
    with Offices(portal) as offices:
        office = offices.open(edrpou=HROMADA)
        lane = Filing(InProcess(office))
        uuid = with_photo(office, data)
        upload = lane.opened(uuid, data)
        assert lane.patch(upload, 0, data[:40_000]).status_code == 204
        rest = tmp_path / "rest"
        rest.write_bytes(data[40_000:])
        given = [url, str(folder), step, "PATCH", f"/api/v1/uploads/{upload}", "40000", office.token, str(rest)]
        environment = {**os.environ, "PYTHONPATH": str(ROOT)}
        done = subprocess.run([sys.executable, "-c", _DYING, *given], capture_output=True, env=environment, timeout=60)
        assert done.returncode == -signal.SIGKILL, (done.returncode, done.stdout, done.stderr[-2000:])
        if wakes == "start":
            again = Portal.open(database, Settings(per_minute=1e9, burst=1_000_000, files=folder))
            office.client = TestClient(make_app(again))
        offset = lane.offset(upload)
        assert offset in (40_000, len(data))
        if offset < len(data):
            assert step == "after open_part"
            assert lane.get(sha256(data)).status_code == 404
            assert lane.patch(upload, offset, data[offset:]).status_code == 204
        assert lane.get(sha256(data)).content == data
        assert lane.begin(uuid, data).headers["upload-offset"] == str(len(data))
        assert [path.name for path in folder.rglob("*") if path.is_file() and path.name != "uploads.lock"] == [
            sha256(data)
        ]
    database.close()


def test_a_stall_ends_by_itself_and_keeps_what_had_come(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    import uvicorn

    from portal import guard
    from portal.app import make_app
    from portal.database import open_database
    from portal.files import tus
    from portal.service import Portal, Settings
    from tests.portal.office import Offices

    monkeypatch.setattr(tus, "IDLE_SECONDS", 0.3)
    monkeypatch.setattr(guard, "_PAUSE_SECONDS", 0.1)
    database = open_database(f"sqlite:///{tmp_path / 'p.sqlite'}")
    portal = Portal.open(database, Settings(per_minute=1e9, burst=1_000_000, files=tmp_path / "kept"))
    server = uvicorn.Server(uvicorn.Config(make_app(portal), port=0, log_config=None, lifespan="off"))
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        thread = threading.Thread(target=server.run, kwargs={"sockets": [listener]})
        thread.start()
        try:
            until(lambda: server.started, "it answers")
            with Offices(portal) as offices:
                token = offices.open().token
            over = OverWire(Wire(f"http://127.0.0.1:{listener.getsockname()[1]}/api/v1", token))
            data = jpeg(weight=60_000)
            upload = Filing(over).opened(over.with_photo(data), data)
            with begin_patch(over, upload, 0, len(data), data[:1234]) as connection:
                answer = connection.recv(4096)
            assert answer.startswith(b"HTTP/1.1 408 ")
            assert Filing(over).offset(upload) == 1234
        finally:
            server.should_exit = True
            thread.join(30)
    database.close()


def test_a_stopping_portal_keeps_what_had_come_of_a_body(tmp_path: Path) -> None:
    log = tmp_path / "portal.log"
    with PortalProcess(tmp_path / "p.sqlite", options=["--files", str(tmp_path / "kept")], log_file=log) as portal:
        over, data = speaker(portal), jpeg(weight=400_000)
        upload = Filing(over).opened(over.with_photo(data), data)
        with begin_patch(over, upload, 0, len(data), data[:100_000]) as connection:
            until(lambda: size(part_of(portal, upload)) == 100_000, "it is under way")
            stopping = threading.Thread(target=portal.stop)
            stopping.start()
            connection.close()
            stopping.join(30)
        portal.start()
        assert Filing(over).offset(upload) == 100_000
