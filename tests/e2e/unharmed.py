"""The proof that something bad did no harm: edits of every kind that waited are in place, and go out once."""

from __future__ import annotations

import hashlib
import itertools
import json
from dataclasses import replace
from pathlib import Path

import pytest
from sqlalchemy import func, select

from plugin.errors import StoreError, VidbudovaError
from plugin.records.catalogue import default_catalogue
from plugin.store.changes import dirty
from plugin.store.workspace import Workspace
from portal import schema
from portal.database import open_database

from .offices import Office

_numbers = itertools.count(1)


def told(error: VidbudovaError, *names: object) -> None:
    """An error says in both languages what happened and what to do, and names what it is about."""
    texts = {lang: error.describe(lang) for lang in ("uk", "en")}
    for lang, text in texts.items():
        said_in_words(text, *names)
        assert lang != "uk" or any("а" <= sign <= "я" for sign in text), text
    assert texts["uk"] != texts["en"]


def said_in_words(text: str, *names: object) -> None:
    """At least two sentences without a gap, without code, not a page long; the names stand in it."""
    assert len([part for part in text.replace("! ", ". ").split(". ") if part]) >= 2, text
    assert not any(sign in text for sign in ("{", "}", "None", "Traceback", "Error(")), text
    assert len(text) < 900, text
    for name in names:
        assert str(name) in text, (name, text)


def sha(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


def cannot_be_opened(folder: Path, shell, code: str, *names: object) -> None:
    """Neither the engine nor any command gets beyond opening it."""
    with pytest.raises(StoreError) as caught:
        Workspace.open(folder, default_catalogue()).close()
    assert caught.value.code == code, caught.value
    told(caught.value, *names)
    for command in ("status", "sync"):
        fails_by_shell(shell, code, *names, arguments=(command, folder))


def fails_by_shell(shell, code: str, *names: object, arguments, token="x") -> None:
    """The command ends with 2, the error as JSON and as a sentence."""
    done = shell(*arguments, "--json", token=token)
    assert done.returncode == 2
    error = json.loads(done.stdout)["error"]
    assert error["code"] == code, error
    said_in_words(error["message"], *names)
    assert error["message"] in done.stderr


class Work:
    """An office in whose workspace, once it has begun, one record is new, one changed, one deleted, none of it sent."""

    def __init__(self, office: Office, database: str) -> None:
        self.office = office
        self._database = database
        self._changed, self._doomed = office.schools(2)
        self._revision = 1
        self.is_calm = True
        """Whether all that was edited has been sent."""
        office.synced()

    def begin(self) -> None:
        """Edits: one record of each kind."""
        self.is_calm = False
        number = next(_numbers)
        with self.office.workspace() as workspace:
            self._created = workspace.insert("need", {"title_uk": f"Нова {number}", "sector": "education"})
            workspace.update("need", self._changed, {"title_uk": f"Змінена {number}"})
            workspace.delete("need", self._doomed)
            self._rows = self._read(workspace)
            self._waiting = self._waits(workspace)
        assert len(self._waiting) == 3
        self._revision += 1

    @staticmethod
    def _read(workspace):
        return {record["uuid"]: record for record in workspace.records("need")}

    @staticmethod
    def _waits(workspace):
        return {(change.uuid, change.state) for change in dirty(workspace)}

    def is_in_place(self, *, waiting: bool = True) -> None:
        """Every edit stands in the workspace; where nothing can have been acknowledged, every one of them waits."""
        with self.office.workspace() as workspace:
            assert self._read(workspace) == self._rows
            if waiting:
                assert self._waits(workspace) == self._waiting

    def goes_through(self) -> None:
        """The next run, in calm, brings every edit to the portal; each of them is there once."""
        self.office.synced()
        with self.office.workspace() as workspace:
            assert self._read(workspace) == self._rows
        expected = {self._created: 1, self._changed: self._revision, self._doomed: 2}
        assert self._revisions(expected) == expected
        self._doomed = self._created
        self.is_calm = True

    def _revisions(self, uuids) -> dict[str, int]:
        """How many states of each record the portal has ever stored."""
        database = open_database(self._database)
        try:
            column = schema.revision.c.uuid
            with database.reading() as connection:
                rows = connection.execute(
                    select(column, func.count()).where(column.in_(list(uuids))).group_by(column)
                ).all()
            return {row[0]: row[1] for row in rows}
        finally:
            database.close()

    def point_to(self, url: str) -> None:
        """Another portal address in the workspace's settings."""
        with self.office.workspace() as workspace:
            workspace.update_settings(replace(workspace.settings, portal_url=url))
        self.office.portal_url = url
