"""What became of a record: noted revision by revision, and told back from what there is now."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import pytest

from plugin.records.values import new_uuid
from plugin.store import base, history
from plugin.store.history import Entry, between
from plugin.store.workspace import Workspace

from .conftest import POINT

OTHER = {"type": "Point", "coordinates": [36.25, 50.0]}


def record(uuid: str, **values: Any) -> dict[str, Any]:
    return {"uuid": uuid, "title_uk": "Школа", "priority": 3, "geom": POINT, **values}


class Life:
    """A record that others change on the portal."""

    def __init__(self, ws: Workspace) -> None:
        self.ws, self.uuid, self.revision = ws, new_uuid(), 0
        self.states: dict[int, dict[str, Any]] = {}

    def becomes(self, **values: Any) -> None:
        self.revision += 1
        now = {name: value for name, value in record(self.uuid, **values).items() if value is not None}
        with self.ws.applying():
            before = base.get_base(self.ws, "need", self.uuid)
            base.write_row(self.ws, "need", self.uuid, now)
            base.set_base(self.ws, "need", self.uuid, self.revision, "0" * 64, now)
            entry = history.entry(
                "need",
                self.uuid,
                before,
                self.revision,
                now,
                author=f"A{self.revision}",
                at=f"2026-01-0{self.revision}",
            )
            history.put(self.ws, [entry] if entry else [])
        self.states[self.revision] = now

    def versions(self, portal=()) -> tuple[history.Version, ...]:
        return history.versions(self.ws, self.ws.rtype("need"), self.uuid, portal)


@pytest.fixture()
def life(ws: Workspace) -> Life:
    life = Life(ws)
    life.becomes()
    life.becomes(title_uk="Ліцей")
    life.becomes(title_uk="Ліцей", priority=None, description="Дах")
    life.becomes(title_uk="Ліцей", description="Дах", geom=OTHER)
    return life


def test_each_revision_says_who_when_and_what_changed(life: Life) -> None:
    found = life.versions()
    assert [(one.revision, one.op, one.author) for one in found] == [
        (4, "change", "A4"),
        (3, "change", "A3"),
        (2, "change", "A2"),
        (1, "create", "A1"),
    ]
    assert found[2].changes == {"title_uk": ("Школа", "Ліцей")}
    assert set(found[1].changes or {}) == {"priority", "description"}
    assert found[0].changes == {"geom": (POINT, OTHER), "priority": (None, 3)}


def test_every_earlier_content_is_told_back_from_now(life: Life) -> None:
    for one in life.versions():
        assert one.record == life.states[one.revision or 0]


def test_edits_that_wait_stand_on_top(life: Life) -> None:
    life.ws.update("need", life.uuid, {"title_uk": "Мій ліцей"})
    mine = life.versions()[0]
    assert (mine.revision, mine.op, mine.changes) == (None, "change", {"title_uk": ("Ліцей", "Мій ліцей")})
    life.ws.delete("need", life.uuid)
    assert [(one.revision, one.op) for one in life.versions()][:2] == [(None, "delete"), (4, "change")]


def test_going_back_sets_what_differs_and_leaves_the_workflow(life: Life) -> None:
    life.ws.update("need", life.uuid, {"workflow": "submitted", "address": "вул. Нова"})
    first = life.versions()[-1]
    values = history.going_back(life.ws, life.ws.rtype("need"), life.uuid, first)
    assert values == {"title_uk": "Школа", "description": None, "address": None, "geom": POINT}
    life.ws.update("need", life.uuid, values)
    assert life.ws.get("need", life.uuid) == {**life.states[1], "workflow": "submitted"}


def test_where_a_revision_was_missed_what_lies_before_it_is_not_made_up(life: Life) -> None:
    with life.ws.transaction():
        life.ws.connection.execute("DELETE FROM vidbudova_history WHERE revision = 3")
    found = {one.revision: one.record for one in life.versions()}
    assert found[4] == life.states[4]
    assert found[2] is None and found[1] is None


def test_a_change_that_does_not_lead_to_what_is_there_ends_it(life: Life) -> None:
    with life.ws.transaction():
        life.ws.connection.execute(
            "UPDATE vidbudova_history SET changes = ? WHERE revision = 4", ('{"title_uk":["a","b"]}',)
        )
    assert [one.record is None for one in life.versions()] == [False, True, True, True]


@dataclass(frozen=True)
class Told:
    revision: int
    op: str
    author: str | None
    at: str
    record: dict[str, Any] | None


def test_the_portal_knows_more(life: Life) -> None:
    with life.ws.transaction():
        life.ws.connection.execute("DELETE FROM vidbudova_history WHERE revision <> 2")
    told = [Told(n, "change", f"P{n}", f"2026-02-0{n}", life.states[n]) for n in (4, 3, 2)]
    found = life.versions(told)
    assert [(one.revision, one.author, one.record == life.states[one.revision or 0]) for one in found] == [
        (4, "P4", True),
        (3, "P3", True),
        (2, "P2", True),
    ]
    assert found[1].changes == between(life.states[2], life.states[3])
    assert found[2].changes == {"title_uk": ("Школа", "Ліцей")}, "what the page's end does not tell is known here"


def test_content_from_the_portal_is_compared_in_the_words_of_rows(life: Life) -> None:
    life.becomes(captured_at="2026-01-01T00:00:00.000Z")
    told = [Told(5, "change", "P5", "", {**life.states[5], "captured_at": "2026-01-01T02:00:00+02:00"})]
    assert history.going_back(life.ws, life.ws.rtype("need"), life.uuid, life.versions(told)[0]) == {}


def test_history_is_bounded_for_each_record_and_altogether(ws: Workspace, monkeypatch: pytest.MonkeyPatch) -> None:
    one, other = new_uuid(), new_uuid()

    def put(uuid: str, *revisions: int) -> None:
        history.put(ws, [Entry("need", uuid, n, n - 1, "change", None, "", "", None, {}) for n in revisions])

    put(one, *range(1, 71))
    assert [entry.revision for entry in history.entries(ws, "need", one)] == list(range(70, 20, -1))
    monkeypatch.setattr(history, "MOST", 10)
    put(other, 1)
    assert ws.connection.value("SELECT count(*) FROM vidbudova_history") == 10


def test_a_value_of_enormous_length_is_told_as_changed_and_not_kept(life: Life) -> None:
    line = {"type": "LineString", "coordinates": [[36 + n * 1e-5, 50.0] for n in range(9000)]}
    life.becomes(title_uk="Лінія", geom=line)
    entry = history.entries(life.ws, "need", life.uuid)[0]
    assert entry.changes is not None
    assert entry.changes["title_uk"] == ("Ліцей", "Лінія") and entry.changes["geom"] == (None, None)
    assert [one.record is None for one in life.versions()][:2] == [False, True]
