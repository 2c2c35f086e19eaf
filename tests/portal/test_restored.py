"""A portal that was put back to an earlier state: what it lost comes again, once, under the same ids."""

from __future__ import annotations

import shutil
import sqlite3
import stat
import threading
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from plugin.contract import batch as batches
from plugin.contract import verdict
from portal import backups, meta
from portal.command import main
from portal.database import open_database
from portal.service import Portal, Settings
from tests.portal.field import FieldDevice, problem_of, verdicts_of
from tests.portal.office import Item, Office, Offices, create, edit, need, new_id
from tests.portal.wire_client import Wire, connect
from tests.portal_fixtures import PortalProcess, PostgresCluster


class Restorable:
    """A portal in this process, and how its operator makes a backup and puts it back."""

    def __init__(self, url: str, tmp_path: Path, cluster: PostgresCluster | None) -> None:
        self._url = url
        self._file = tmp_path / "backup.sqlite"
        self._cluster = cluster
        self._copy = f"copy_{new_id().replace('-', '')}"
        self._open(url)

    def _open(self, url: str) -> None:
        self.database = open_database(url)
        self.offices = Offices(Portal.open(self.database, Settings(per_minute=1e9, burst=1_000_000)))

    def close(self) -> None:
        self.offices.client.close()
        self.database.close()

    def backup(self, *offices: Office) -> None:
        if self._cluster is None:
            backups.save(self.database, self._file)
            return
        self.close()
        self._cluster.copy(self._url.rpartition("/")[2], self._copy)
        self._reopen(self._url, offices)

    def restore(self, *offices: Office) -> None:
        """On SQLite beneath the running portal, on PostgreSQL with the portal ended, as its page says."""
        if self._cluster is None:
            backups.put_back(self.database, self._file)
            return
        self.close()
        url = f"{self._url.rpartition('/')[0]}/{self._copy}"
        database = open_database(url)
        meta.renew_epoch(database)
        database.close()
        self._reopen(url, offices)

    def _reopen(self, url: str, offices: tuple[Office, ...]) -> None:
        self._open(url)
        for office in offices:
            office.client = self.offices.client


@pytest.fixture
def restorable(request: pytest.FixtureRequest, database_url: str, tmp_path: Path) -> Iterator[Restorable]:
    on_sqlite = database_url.startswith("sqlite")
    made = Restorable(database_url, tmp_path, None if on_sqlite else request.getfixturevalue("postgres_cluster"))
    yield made
    made.close()


def epoch_of(office: Office) -> str:
    return str(office.get("/").json()["epoch"])


def test_a_batch_acknowledged_after_the_backup_takes_effect_again_once_under_its_id(restorable: Restorable) -> None:
    worker = restorable.offices.open()
    uuid = new_id()
    before = batches.encode(worker.freeze(create("need", need(), uuid)))
    kept = worker.post(before)
    restorable.backup(worker)
    batch = worker.freeze(edit("need", uuid, 1, priority=4), create("need", need()))
    lost = batches.encode(batch)
    first = worker.post(lost)
    epoch = epoch_of(worker)
    restorable.restore(worker)
    assert epoch_of(worker) != epoch
    assert worker.get(f"/batches/{batch.batch}").status_code == 404
    assert worker.post(before).content == kept.content, "what the backup holds keeps its answer, of its epoch"
    again = worker.post(lost)
    answer = verdict.decode(again.content)
    assert [one.verdict for one in answer.verdicts] == ["accepted", "accepted"]
    assert answer.epoch == epoch_of(worker) != verdict.decode(first.content).epoch
    assert worker.post(lost).content == worker.get(f"/batches/{batch.batch}").content == again.content
    assert sorted(change.revision for change in worker.pull()) == [1, 2]


def test_devices_enrolled_after_the_backup_enrol_again_and_their_batches_arrive_once(restorable: Restorable) -> None:
    worker, clerk = restorable.offices.open(), restorable.offices.open()
    uuid, first, early, late = new_id(), new_id(), FieldDevice(), FieldDevice()
    assert early.enrol(worker).status_code == 201
    restorable.backup(worker, clerk)
    assert late.enrol(worker).status_code == 201
    worker.client.delete(f"/api/v1/devices/{early.device}", headers=worker.headers)
    body = batches.encode(worker.freeze(create("need", need(), uuid), batch_id=first))
    follower = batches.encode(worker.freeze(Item("need", uuid, "change", {"priority": 2}, after=first)))
    for sent in (body, follower):
        assert clerk.post(sent, **late.sign(sent)).status_code == 200
    restorable.restore(worker, clerk)
    refused = clerk.post(body, **late.sign(body))
    assert (problem_of(refused), refused.json()["reason"]) == ((422, "device-signature"), "unknown")
    assert late.enrol(worker).status_code == 201
    assert early.enrol(worker).status_code == 200, "its retirement is forgotten, too: the operator's page says so"
    assert [one.verdict for one in verdicts_of(clerk.post(follower, **late.sign(follower)))] == ["held"]
    answers = [clerk.post(sent, **late.sign(sent)) for sent in (body, follower)]
    assert [verdicts_of(answer)[0].verdict for answer in answers] == ["accepted", "accepted"]
    assert worker.post(body).content == answers[0].content
    assert [change.revision for change in worker.pull()] == [2]


def test_a_running_portal_never_serves_the_old_state_under_the_old_epoch(tmp_path: Path) -> None:
    file = tmp_path / "backup.sqlite"
    with PortalProcess(tmp_path / "portal.sqlite", log_file=tmp_path / "portal.log") as portal:
        (wire,) = connect(portal)
        wire.send(create("need", need()), portal_id=wire.portal_id)
        assert main(["backup", "save", "--database", portal.database, "--file", str(file)]) == 0
        body = wire.freeze(create("need", need()), portal_id=wire.portal_id)
        first = wire.post(body)
        cursor = wire.page(None).cursor
        done = threading.Event()
        seen: set[tuple[str, int]] = set()

        def watch() -> None:
            mine = Wire(portal.api, wire.token)
            while not done.is_set():
                gone = mine.session.get(f"{mine.api}/changes", params={"after": cursor}, timeout=30)
                epoch = str(mine.session.get(f"{mine.api}/", timeout=30).json()["epoch"])
                seen.add((epoch, gone.status_code))

        watcher = threading.Thread(target=watch)
        watcher.start()
        try:
            assert main(["backup", "restore", "--database", portal.database, "--file", str(file)]) == 0
        finally:
            done.set()
            watcher.join()
        old = verdict.decode(first.content).epoch
        # A cursor answered just before, and the epoch asked for just after, may fall on either side.
        assert {status for epoch, status in seen if epoch == old} <= {200}
        assert wire.session.get(f"{wire.api}/changes", params={"after": cursor}, timeout=30).status_code == 410
        assert verdict.decode(wire.post(body).content).epoch != old
        assert len(wire.page(None).items) == 2


# --- the command ------------------------------------------------------------------------------------------------------


def urls(tmp_path: Path, *names: str) -> list[str]:
    found = [f"sqlite:///{tmp_path / name}" for name in names]
    for url in found:
        assert main(["key", "rotate", "--database", url]) == 0
    return found


def test_a_backup_is_one_file_for_its_owner_alone_and_never_overwrites(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (url,) = urls(tmp_path, "portal.sqlite")
    file = tmp_path / "копія порталу.sqlite"
    save = ["backup", "save", "--database", url, "--file", str(file)]
    assert main(save) == 0
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert {path.name for path in tmp_path.glob("копія*")} == {file.name}
    assert main(save) == 2
    assert file.name in capsys.readouterr().err


def test_what_was_there_is_kept_beside_what_is_put_back(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (url,) = urls(tmp_path, "portal.sqlite")
    file = tmp_path / "backup.sqlite"
    main(["backup", "save", "--database", url, "--file", str(file)])
    add = ["account", "add", "--name", "Пізніше", "--role", "partner", "--edrpou", "00032129", "--territory", "UA"]
    main([*add, "--database", url])
    capsys.readouterr()
    assert main(["backup", "restore", "--database", url, "--file", str(file)]) == 0
    kept = Path(capsys.readouterr().out.split()[-1])
    for database, expected in ((url, ""), (f"sqlite:///{kept}", "Пізніше")):
        assert main(["account", "list", "--database", database]) == 0
        said = capsys.readouterr().out
        assert expected in said and bool(said) == bool(expected)
    assert not list(tmp_path.glob("*restoring*"))


def test_a_portal_lost_altogether_comes_back_from_its_backup(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (url,) = urls(tmp_path, "portal.sqlite")
    file = tmp_path / "backup.sqlite"
    main(["backup", "save", "--database", url, "--file", str(file)])
    elsewhere = f"sqlite:///{tmp_path / 'new' / 'portal.sqlite'}"
    (tmp_path / "new").mkdir()
    capsys.readouterr()
    assert main(["backup", "restore", "--database", elsewhere, "--file", str(file)]) == 0
    said = capsys.readouterr().out
    assert "epoch" in said and "kept" not in said


@pytest.mark.parametrize("what", ["missing", "text", "other portal", "other database", "cut short"])
def test_a_file_that_is_no_backup_of_this_portal_changes_nothing(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], what: str
) -> None:
    url, _ = urls(tmp_path, "portal.sqlite", "other.sqlite")
    file = tmp_path / "backup.sqlite"
    if what == "text":
        file.write_text("не база даних " * 500, encoding="utf-8")
    elif what == "other portal":
        shutil.copy(tmp_path / "other.sqlite", file)
    elif what == "other database":
        with closing(sqlite3.connect(file)) as connection:
            connection.execute("CREATE TABLE notes (text)")
    elif what == "cut short":
        main(["backup", "save", "--database", url, "--file", str(file)])
        file.write_bytes(file.read_bytes()[:20_000])
    before = sqlite3.connect(tmp_path / "portal.sqlite").execute("SELECT id, epoch FROM portal").fetchall()
    assert main(["backup", "restore", "--database", url, "--file", str(file), "--lang", "uk"]) == 2
    said = capsys.readouterr().err
    assert file.name in said and "Traceback" not in said
    after = sqlite3.connect(tmp_path / "portal.sqlite").execute("SELECT id, epoch FROM portal").fetchall()
    assert after == before
    assert not list(tmp_path.glob("*restoring*")) and not list(tmp_path.glob("*before*"))


@pytest.mark.postgres
def test_postgresql_has_tools_of_its_own(
    postgres_cluster: PostgresCluster, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    url = postgres_cluster.new_database()
    for action in ("save", "restore"):
        assert main(["backup", action, "--database", url, "--file", str(tmp_path / "x")]) == 2
        assert "pg_dump" in capsys.readouterr().err
    postgres_cluster.give_back(url)
