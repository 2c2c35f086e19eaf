"""Folders that may only be read and disks that are full: a clear error, in the engine and on the command line, in both
languages, and every edit in place and sendable."""

from __future__ import annotations

import contextlib
import json
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from plugin.errors import StoreError
from plugin.store.layout import gpkg_path
from plugin.store.lock import EngineLock
from tests.ordinary_user import without_rights

from .between import between
from .offices import KHARKIV, Country, Office
from .shell import ROOT
from .unharmed import Work, cannot_be_opened, fails_by_shell, said_in_words, sha, told

# --- folders that cannot be written ----------------------------------------------------------------------------------


@dataclass
class Guest:
    """Somebody without rights, as a process of their own: root may write everywhere."""

    prefix: tuple[str, ...]
    home: Path

    def json(self, *arguments, status: int) -> tuple[dict, str]:
        environment = {**os.environ, "VIDBUDOVA_TOKEN": "x", "XDG_CONFIG_HOME": str(self.home / "settings")}
        environment |= {"PYTHONPATH": str(ROOT), "PYTHONDONTWRITEBYTECODE": "1", "LANG": "uk_UA.UTF-8"}
        command = [*self.prefix, sys.executable, "-m", "plugin.cli", *map(str, arguments), "--json"]
        done = subprocess.run(command, cwd="/", env=environment, capture_output=True, text=True, timeout=120)
        assert "Traceback" not in done.stderr, done.stderr
        assert done.returncode == status, done.stderr + done.stdout
        return json.loads(done.stdout), done.stderr


@pytest.fixture
def guest() -> Iterator[Guest]:
    home = Path(tempfile.mkdtemp(prefix="гість-"))
    home.chmod(0o755)
    yield Guest(without_rights(), home)
    for path in (home, *home.rglob("*")):
        path.chmod(0o755)
    shutil.rmtree(home)


def protected(folder: Path) -> None:
    for path in (*folder.rglob("*"), folder):
        path.chmod(0o555 if path.is_dir() else 0o444)


@pytest.mark.parametrize("log_is_there", [False, True], ids=["closed properly", "left with its log"])
def test_a_folder_that_may_only_be_read_shows_what_waits_and_sends_it_from_where_it_may_be_written(
    country, guest, log_is_there
):
    office = country.office()
    work = Work(office, country.portal.database)
    folder = guest.home / "Лише читання"
    with contextlib.ExitStack() as stack:
        if log_is_there:
            stack.enter_context(office.workspace()).get("need", "")
        work.begin()
        shutil.copytree(office.folder, folder)
    protected(folder)
    before = sha(gpkg_path(folder))
    shown, warned = guest.json("status", folder, status=1)
    assert shown["waiting"] == 3
    said_in_words(warned.strip(), folder)
    refused, said = guest.json("sync", folder, "--portal", office.portal_url, status=2)
    assert said.strip() == refused["error"]["message"]
    assert refused["error"]["code"] == "store.read_only"
    told(StoreError("store.read_only", path=folder), folder)
    said_in_words(refused["error"]["message"], folder)
    assert sha(gpkg_path(folder)) == before
    shutil.rmtree(office.folder)
    shutil.copytree(folder, office.folder)
    for path in office.folder.rglob("*"):
        path.chmod(0o755 if path.is_dir() else 0o644)
    office.folder.chmod(0o755)
    work.is_in_place()
    work.goes_through()


def test_what_may_not_be_read_or_made_is_named(country, guest):
    folder = guest.home / "Чуже"
    country.template.copy_to(folder, None)
    gpkg_path(folder).chmod(0o000)
    told(StoreError("store.no_permission", path=folder), folder)
    refused, _ = guest.json("status", folder, status=2)
    assert refused["error"]["code"] == "store.no_permission"
    said_in_words(refused["error"]["message"], folder)
    guest.home.chmod(0o555)
    refused, _ = guest.json("new", guest.home / "Новий", "--territory", KHARKIV, status=2)
    assert refused["error"]["code"] == "store.no_permission"
    said_in_words(refused["error"]["message"], guest.home / "Новий")


# --- disks that are full ---------------------------------------------------------------------------------------------


@dataclass
class Disk:
    """A small disk of its own."""

    root: Path

    def fill(self) -> None:
        with contextlib.suppress(OSError), (self.root / "ballast").open("ab", buffering=0) as file:
            while True:
                file.write(bytes(4096))

    def free(self) -> None:
        (self.root / "ballast").unlink()


@pytest.fixture
def disk(tmp_path) -> Iterator[Disk]:
    root = tmp_path / "Диск"
    root.mkdir()
    mounted = subprocess.run(["mount", "-t", "tmpfs", "-o", "size=8m", "tmpfs", str(root)], capture_output=True)
    if mounted.returncode != 0:
        pytest.skip("only root may mount: a disk that is full is NOT tested here (test_this_side has a file that is)")
    yield Disk(root)
    subprocess.run(["umount", "--lazy", str(root)], check=True, capture_output=True)


@pytest.fixture
def on_disk(country, disk) -> Work:
    work = Work(Country(country.portal, country.template, disk.root).office(), country.portal.database)
    work.begin()
    return work


STAGES = {"before freezing": "/api/v1/me", "before the verdicts": "/api/v1/batches", "before a page": "/api/v1/changes"}


@pytest.mark.parametrize("stage", STAGES)
def test_a_disk_that_fills_up_on_the_way_ends_the_run_and_no_edit_is_lost_or_sent_twice(on_disk, disk, stage):
    def fill(method, path, answered):
        if path.partition("?")[0] == STAGES[stage]:
            disk.fill()
        return answered

    with between(on_disk.office.portal_url, fill) as url:
        office = Office(on_disk.office.folder, url, on_disk.office.token)
        report = office.sync()
    assert report.problem is not None
    assert report.problem.code == "store.disk_full", report.problem
    told(report.problem, gpkg_path(office.folder))
    disk.free()
    on_disk.is_in_place(waiting=stage != "before a page")
    on_disk.goes_through()


def test_a_disk_that_is_full_already_is_told_by_every_command_and_by_the_engine(on_disk, disk, shell):
    folder = on_disk.office.folder
    disk.fill()
    cannot_be_opened(folder, shell, "store.disk_full", gpkg_path(folder))
    fails_by_shell(shell, "store.disk_full", disk.root, arguments=("new", disk.root / "b", "--territory", KHARKIV))
    assert not (disk.root / "b").exists()
    with EngineLock(folder) as lock:
        assert lock.held
    disk.free()
    on_disk.is_in_place()
    on_disk.goes_through()


def test_an_edit_that_does_not_fit_is_refused_and_those_before_it_stay(on_disk, disk):
    with on_disk.office.workspace() as workspace:
        disk.fill()
        with pytest.raises(StoreError) as caught:
            for _ in range(1000):
                workspace.insert("need", {"title_uk": "Завелика", "description": "дуже " * 1500})
        assert caught.value.code == "store.disk_full"
        told(caught.value, gpkg_path(on_disk.office.folder))
        workspace.connection.execute("DELETE FROM need WHERE title_uk = 'Завелика'")
    disk.free()
    on_disk.is_in_place()
    on_disk.goes_through()
