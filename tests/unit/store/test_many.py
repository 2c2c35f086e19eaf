"""One edit of many records: decided record by record, in parts, one step to undo."""

from __future__ import annotations

import pytest

from plugin.errors import StoreError
from plugin.store import listing, many, steps
from plugin.store.listing import ListQuery
from plugin.store.many import Chosen, Held
from plugin.store.workspace import Workspace


@pytest.fixture()
def keys(ws: Workspace) -> list[tuple[str, str]]:
    found = []
    for number in range(7):
        found.append(("need", ws.insert("need", {"title_uk": f"Потреба {number}", "sector": "health"})))
    project = ws.insert("project", {"title_uk": "Проєкт"})
    ws.insert("funding", {"project_uuid": project, "funder_name": "Бюджет"})
    ws.insert("funding", {"project_uuid": project, "funder_name": "Грант"})
    steps.notice(ws)
    listing.refresh(ws)
    return [*found, ("project", project)]


@pytest.fixture(autouse=True)
def small_parts(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(many, "PART", 3)


def never() -> bool:
    return False


def silent(_done: int, _total: int) -> None:
    pass


def even_only(key: tuple[str, str], record: dict) -> dict | Held:
    if key[0] != "need":
        return Held("no_field")
    return {"sector": "energy"} if int(record["title_uk"][-1]) % 2 == 0 else Held("errors", {"n": 1}, "sector")


def sectors(ws: Workspace) -> list[str]:
    return [record["sector"] for record in ws.records("need")]


def test_looking_writes_nothing_and_says_what_would_become_of_each(ws, keys):
    before = sectors(ws)
    found = many.look(ws, keys, even_only, "uk", never, silent)
    assert sectors(ws) == before
    assert len(found.done) == 4 and found.reasons == {"errors": 3, "no_field": 1}
    assert [one.title for one in found.held] == ["Потреба 1", "Потреба 3", "Потреба 5", "Проєкт"]


def test_a_change_in_parts_is_told_and_undone_as_one_step(ws, keys):
    told, written = [], []
    found = many.change(ws, keys, even_only, "uk", never, lambda *at: told.append(at), written.append)
    assert sectors(ws) == ["energy", "health"] * 3 + ["energy"]
    assert told == [(3, 8), (6, 8), (8, 8)] and sum(written, []) == found.done and found.complete
    step = steps.last(ws)
    assert step is not None and step.parts and step.params["n"] == 4
    steps.undo_last(ws)
    assert sectors(ws) == ["health"] * 7


def test_what_is_gone_meanwhile_or_cannot_be_stored_is_left(ws, keys):
    ws.delete(*keys[0])
    found = many.change(ws, keys[:2], lambda *_: {"title_uk": "\ud800"}, "uk", never, silent)
    assert found.done == [] and set(found.reasons) == {"gone", "bad_value"} and found.complete
    assert ws.get(*keys[1])["title_uk"] == "Потреба 1"


def test_a_cancel_stops_between_two_parts_and_what_was_done_can_be_undone(ws, keys):
    asked = iter([False, True])
    found = many.change(ws, keys, lambda *_: {"access": "limited"}, "uk", lambda: next(asked), silent)
    assert len(found.done) == 3 and not found.complete and found.stopped is None
    steps.undo_last(ws)
    assert not any(record.get("access") == "limited" for record in ws.records("need"))


def test_an_error_takes_back_its_part_only(ws, keys, monkeypatch):
    real, calls = Workspace.update, []

    def fail_at_fifth(self, *args):
        calls.append(args)
        if len(calls) == 5:
            raise StoreError("store.disk_full", path="x")
        real(self, *args)

    monkeypatch.setattr(Workspace, "update", fail_at_fifth)
    found = many.change(ws, keys[:7], lambda *_: {"sector": "energy"}, "uk", never, silent)
    assert found.stopped is not None and found.stopped.code == "store.disk_full" and not found.complete
    assert len(found.done) == 3 and sectors(ws) == ["energy"] * 3 + ["health"] * 4


def test_a_deletion_takes_what_hangs_off_and_leaves_what_is_held(ws, keys):
    held = {keys[1]: Held("editing")}
    looked = many.look_at_deletion(ws, keys, held, "uk", never, silent)
    assert (len(looked.done), looked.along, looked.reasons) == (7, 2, {"editing": 1})
    assert ws.count("need") == 7
    found = many.delete(ws, keys, held, "uk", never, silent)
    assert (len(found.done), found.along, found.reasons) == (7, 2, {"editing": 1})
    assert [ws.count(name) for name in ("need", "project", "funding")] == [1, 0, 0]
    steps.undo_last(ws)
    assert [ws.count(name) for name in ("need", "project", "funding")] == [7, 1, 2]


def test_a_choice_holds_as_long_as_the_list_is_the_one_it_was_made_in(ws, keys):
    ids = tuple(listing.ids_of(ws, keys[3:]).values())
    some = Chosen(len(ids), ids, None, listing.mark(ws))
    everything = Chosen(8, (), ListQuery(types=("need",)), listing.mark(ws))
    assert sorted(many.keys_of(ws, some)) == sorted(keys[3:]) and many.types_of(ws, some) == ("need", "project")
    assert sorted(many.keys_of(ws, everything)) == sorted(keys[:7]) and many.types_of(ws, everything) == ("need",)
    ws.insert("need", {"title_uk": "Нова"})
    for chosen in (some, everything):
        with pytest.raises(StoreError, match=r"store\.list_changed"):
            many.keys_of(ws, chosen)
