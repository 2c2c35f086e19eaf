"""The merge table carried out: every state here against every state on the portal, and what is left on disk after
it."""

from __future__ import annotations

import pytest

from plugin.contract.jcs import content_hash
from plugin.store import base, conflicts
from plugin.store.changes import local_change
from plugin.sync.settle import Theirs, settle

UUID = "0b1d8c7e-6d0f-4b7e-9a50-0d9a3c1f2e11"
OLD = {"uuid": UUID, "title_uk": "Школа", "katottg": "UA63120270010096107", "priority": 1}
MINE = {**OLD, "title_uk": "Моя школа"}
THEIRS = {**OLD, "priority": 5}
CLASH = {**OLD, "title_uk": "Їхня школа"}


def prepare(ws, origin, mine) -> None:
    """A base and a row, as the states want them."""
    with ws.applying():
        if origin is not None:
            base.set_base(ws, "need", UUID, 1, content_hash(origin), origin)
        if mine is not None:
            base.write_row(ws, "need", UUID, mine)


def meet(ws, origin, mine, theirs, was_here=False):
    """Settles; the effect, the row, the base's record, the conflict."""
    prepare(ws, origin, mine)
    digest = "" if theirs is None else content_hash(theirs)
    with ws.applying():
        settled = settle(
            ws,
            ws.rtype("need"),
            UUID,
            origin=origin,
            mine=ws.get("need", UUID),
            theirs=Theirs(2, digest, theirs, "Борис", "2026-12-28T16:02:11Z"),
            was_here=was_here,
        )
    found = base.get_base(ws, "need", UUID)
    beside = conflicts.get_conflict(ws, "need", UUID)
    return settled, ws.get("need", UUID), None if found is None else found.record, beside


@pytest.mark.parametrize(
    ("origin", "mine", "theirs", "was_here", "effect", "row", "after"),
    [
        (OLD, OLD, OLD, False, "none", OLD, OLD),
        (OLD, OLD, THEIRS, False, "taken", THEIRS, THEIRS),
        (OLD, OLD, None, False, "removed", None, None),
        (None, None, THEIRS, False, "inserted", THEIRS, THEIRS),
        (None, None, None, False, "dropped", None, None),
        (None, THEIRS, THEIRS, True, "none", THEIRS, THEIRS),
        (OLD, MINE, OLD, False, "none", MINE, OLD),
        (OLD, MINE, THEIRS, False, "merged", {**MINE, "priority": 5}, THEIRS),
        (OLD, MINE, MINE, False, "none", MINE, MINE),
        (OLD, None, OLD, False, "none", None, OLD),
        (OLD, None, None, False, "dropped", None, None),
        (None, None, None, True, "dropped", None, None),
    ],
)
def test_where_the_table_says_what_to_do(ws, origin, mine, theirs, was_here, effect, row, after):
    settled, found, basis, beside = meet(ws, origin, mine, theirs, was_here)
    assert (settled.effect, found, basis, beside) == (effect, row, after, None)


@pytest.mark.parametrize(
    ("origin", "mine", "theirs", "kind", "fields"),
    [
        (None, MINE, CLASH, "exists", ("title_uk",)),
        (None, MINE, None, "deleted", ()),
        (OLD, MINE, CLASH, "field", ("title_uk",)),
        (OLD, MINE, None, "deleted", ()),
        (OLD, None, THEIRS, "deleted", ()),
        (None, None, THEIRS, "deleted", ()),
    ],
)
def test_a_conflict_changes_neither_row_nor_base_and_lays_theirs_beside(ws, origin, mine, theirs, kind, fields):
    settled, row, basis, beside = meet(ws, origin, mine, theirs, was_here=True)
    assert settled.effect == "conflict"
    assert (row, basis) == (mine, origin)
    assert (beside.kind, beside.fields, beside.theirs, beside.revision, beside.author) == (
        kind,
        fields,
        theirs,
        2,
        "Борис",
    )


def test_a_later_state_takes_the_place_of_theirs_in_a_conflict(ws):
    meet(ws, OLD, MINE, CLASH)
    newer = {**CLASH, "title_uk": "Ще інша школа"}
    with ws.applying():
        settle(
            ws,
            ws.rtype("need"),
            UUID,
            origin=OLD,
            mine=MINE,
            theirs=Theirs(3, content_hash(newer), newer, "Віра", None),
        )
    (beside,) = conflicts.list_conflicts(ws)
    assert (beside.theirs["title_uk"], beside.revision, beside.author) == ("Ще інша школа", 3, "Віра")


def test_a_conflict_is_over_when_theirs_is_what_mine_starts_from_again(ws):
    meet(ws, OLD, MINE, CLASH)
    with ws.applying():
        settle(ws, ws.rtype("need"), UUID, origin=OLD, mine=MINE, theirs=Theirs(3, content_hash(OLD), OLD))
    assert conflicts.list_conflicts(ws) == []
    assert local_change(ws, "need", UUID).base_revision == 3


def test_fields_that_this_version_does_not_know_are_kept_with_the_base_and_not_in_the_row(ws):
    newer = {**THEIRS, "colour": {"roof": "red"}}
    _, row, basis, _ = meet(ws, OLD, MINE, newer)
    assert row == {**MINE, "priority": 5}
    assert basis == THEIRS
    assert base.get_base(ws, "need", UUID).extra == {"colour": {"roof": "red"}}
