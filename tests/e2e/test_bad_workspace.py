"""Whatever is wrong with the file or the definitions: a clear error, in the engine and on the command line, in both
languages, and every edit in place and sendable."""

from __future__ import annotations

import contextlib
import json
import os
import shutil
import sqlite3
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from osgeo import ogr

from plugin.errors import StoreError
from plugin.store.layout import gpkg_path

from .between import between
from .offices import KHARKIV, Office
from .shell import ROOT
from .unharmed import Work, cannot_be_opened, fails_by_shell, said_in_words, sha, told


@pytest.fixture
def work(country) -> Work:
    made = Work(country.office(), country.portal.database)
    made.begin()
    return made


# --- files that are damaged ------------------------------------------------------------------------------------------


def cut_in_half(path: Path) -> None:
    os.truncate(path, path.stat().st_size // 2)


def emptied(path: Path) -> None:
    os.truncate(path, 0)


def blank(path: Path) -> None:
    path.write_bytes(bytes(path.stat().st_size))


def blank_to_the_end(path: Path) -> None:
    """As a copy looks whose place was reserved before it broke off."""
    content = path.read_bytes()
    path.write_bytes(content[: len(content) // 3] + bytes(len(content) - len(content) // 3))


def not_even_a_database(path: Path) -> None:
    path.write_text("Шановні колеги! Надсилаю робочий простір.\n" * 20, encoding="utf-8")


def without_a_bookkeeping_table(path: Path) -> None:
    with contextlib.closing(sqlite3.connect(path)) as connection:
        connection.execute("DROP TABLE vidbudova_journal")
        connection.commit()


@pytest.mark.parametrize("damage", [cut_in_half, emptied, blank, blank_to_the_end, not_even_a_database])
def test_a_file_that_is_not_whole_is_left_as_it_is_and_the_whole_one_sends_everything(work, shell, tmp_path, damage):
    folder = work.office.folder
    shutil.copytree(folder, tmp_path / "ціла")
    damage(gpkg_path(folder))
    before = sha(gpkg_path(folder))
    cannot_be_opened(folder, shell, "store.half_written", gpkg_path(folder))
    assert sha(gpkg_path(folder)) == before
    shutil.rmtree(folder)
    shutil.copytree(tmp_path / "ціла", folder)
    work.is_in_place()
    work.goes_through()


@pytest.mark.parametrize("damage", ["a page of records", "the journal"])
def test_damage_that_shows_only_on_the_way_ends_the_run_and_nothing_is_taken_for_a_deletion(
    work, shell, tmp_path, damage
):
    folder, path = work.office.folder, gpkg_path(work.office.folder)
    shutil.copytree(folder, tmp_path / "ціла")
    if damage == "the journal":
        without_a_bookkeeping_table(path)
    else:
        with contextlib.closing(sqlite3.connect(path)) as connection:
            (root,) = connection.execute("SELECT rootpage FROM sqlite_master WHERE name = 'need'").fetchone()
            (size,) = connection.execute("PRAGMA page_size").fetchone()
        with path.open("r+b") as file:
            file.seek((root - 1) * size)
            file.write(bytes(size))
    asked = []

    def listen(method, place, answered):
        asked.append(method)
        return answered

    with between(work.office.portal_url, listen) as url:
        office = Office(folder, url, work.office.token)
        try:
            problem = office.sync().problem
        except StoreError as error:
            problem = error
    assert problem is not None
    assert problem.code == "store.half_written", problem
    told(problem, path)
    assert "POST" not in asked
    fails_by_shell(shell, "store.half_written", path, arguments=("status", folder))
    shutil.rmtree(folder)
    shutil.copytree(tmp_path / "ціла", folder)
    work.is_in_place()
    work.goes_through()


def test_a_write_ahead_log_that_broke_off_in_the_middle_loses_no_edit_that_was_committed(country, tmp_path):
    office = country.office()
    work = Work(office, country.portal.database)
    folder = office.folder
    with office.workspace() as workspace:  # held open: nothing is written back into the file
        work.begin()
        workspace.get("need", "")
        shutil.copytree(folder, tmp_path / "after a power cut")
    shutil.rmtree(folder)
    shutil.copytree(tmp_path / "after a power cut", folder)
    log = gpkg_path(folder).with_name("workspace.gpkg-wal")
    assert log.stat().st_size > 0
    with log.open("ab") as file:
        file.write(log.read_bytes()[32:2000])  # half of a frame
    work.is_in_place()
    work.goes_through()


# --- files that are something else -----------------------------------------------------------------------------------


def another_geopackage(folder: Path) -> Path:
    folder.mkdir()
    source = ogr.GetDriverByName("GPKG").CreateDataSource(str(gpkg_path(folder)))
    source.CreateLayer("roads", geom_type=ogr.wkbLineString)
    del source
    return folder


def another_database(folder: Path) -> Path:
    folder.mkdir()
    with contextlib.closing(sqlite3.connect(gpkg_path(folder))) as connection:
        connection.execute("CREATE TABLE a (b)")
        connection.commit()
    return folder


def an_empty_folder(folder: Path) -> Path:
    folder.mkdir()
    return folder


def a_folder_by_that_name(folder: Path) -> Path:
    gpkg_path(folder).mkdir(parents=True)
    return folder


def a_file(folder: Path) -> Path:
    folder.write_text("?")
    return folder


@pytest.mark.parametrize(
    "make", [another_geopackage, another_database, an_empty_folder, a_folder_by_that_name, a_file, lambda path: path]
)
def test_what_is_no_workspace_is_called_that_and_left_alone(shell, tmp_path, make):
    folder = make(tmp_path / "Не простір")
    files = {path: sha(path) for path in tmp_path.rglob("*") if path.is_file()}
    cannot_be_opened(folder, shell, "store.not_a_workspace", folder)
    assert {path: sha(path) for path in files} == files
    if gpkg_path(folder).exists():
        fails_by_shell(shell, "store.exists", folder, arguments=("new", folder, "--territory", KHARKIV))
        assert {path: sha(path) for path in files} == files


def test_a_workspace_is_not_made_where_a_file_stands(shell, tmp_path):
    file = a_file(tmp_path / "Простір")
    fails_by_shell(shell, "store.not_a_folder", file, arguments=("new", file, "--territory", KHARKIV))
    assert file.read_text() == "?"


def test_a_workspace_of_a_newer_plugin_is_shown_not_changed_and_sends_everything_once_the_plugin_is_newer_too(
    work, shell
):
    folder, path = work.office.folder, gpkg_path(work.office.folder)
    with contextlib.closing(sqlite3.connect(path)) as connection:
        connection.execute(
            "INSERT INTO vidbudova_migration (migration_set, name, applied_at) VALUES ('workspace', 'of 2031', '')"
        )
        connection.commit()
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    before = sha(path)
    report = work.office.sync()
    assert (report.problem.code, report.waiting) == ("store.newer_workspace", 3)
    told(report.problem, folder)
    options = ("--portal", work.office.portal_url)
    fails_by_shell(shell, "store.newer_workspace", folder, arguments=("sync", folder, *options))
    shown = shell("status", folder, "--json")
    assert (shown.returncode, json.loads(shown.stdout)["waiting"]) == (1, 3)
    said_in_words(shown.stderr.strip(), folder)
    with work.office.workspace() as workspace, pytest.raises(StoreError) as caught:
        workspace.insert("need", {"title_uk": "Нова"})
    assert caught.value.code == "store.newer_workspace"
    work.is_in_place()
    assert sha(path) == before
    with contextlib.closing(sqlite3.connect(path)) as connection:
        connection.execute("DELETE FROM vidbudova_migration WHERE name = 'of 2031'")
        connection.commit()
    work.goes_through()


# --- definitions with a fault ----------------------------------------------------------------------------------------


def bad_type(definition: dict) -> str:
    field = next(field for field in definition["fields"] if field["name"] == "title_uk")
    field["type"] = "rainbow"
    return "title_uk"


def no_label(definition: dict) -> str:
    field = next(field for field in definition["fields"] if field["name"] == "priority")
    del field["labels"]["uk"]
    return "priority"


@pytest.fixture(scope="module")
def install(tmp_path_factory) -> Path:
    """The program as somebody has it, to change a definition in."""
    root = tmp_path_factory.mktemp("програма")
    shutil.copytree(ROOT / "plugin", root / "plugin", ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copytree(ROOT / "resources", root / "resources", ignore=shutil.ignore_patterns("territory", "sample"))
    return root


@pytest.mark.parametrize("spoil", [bad_type, no_label])
def test_a_definition_with_a_fault_is_named_by_file_and_field_and_no_workspace_is_touched(
    work, shell, install, spoil: Callable[[dict], str]
):
    path = gpkg_path(work.office.folder)
    before = sha(path)
    file = install / "resources" / "records" / "need.json"
    right = file.read_text(encoding="utf-8")
    definition = json.loads(right)
    field = spoil(definition)
    file.write_text(json.dumps(definition), encoding="utf-8")
    for lang in ("uk", "en"):
        command = [sys.executable, "-m", "plugin.cli", "status", str(work.office.folder), "--json", "--lang", lang]
        done = subprocess.run(command, cwd=install, env=shell.environment(), capture_output=True, timeout=120)
        assert done.returncode == 2
        error = json.loads(done.stdout)["error"]
        assert error["code"] == "records.definition"
        said_in_words(error["message"], "need.json", field)
        assert done.stderr.decode("utf-8").strip() == error["message"]
    file.write_text(right, encoding="utf-8")
    assert sha(path) == before
    work.is_in_place()
    work.goes_through()
