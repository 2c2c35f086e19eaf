"""Where another program dropped the triggers, they come back, and what went by meanwhile is found."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from osgeo import ogr

from plugin.errors import StoreError
from plugin.records.catalogue import Catalogue, default_catalogue
from plugin.records.values import new_uuid
from plugin.store import audit, bulk, capture, schema
from plugin.store.changes import dirty
from plugin.store.comparison import Untracked
from plugin.store.workspace import Workspace

from .conftest import POINT, feature_count, foreign, make_clean, rtree_is_right, states


def drop_triggers(ws: Workspace, table: str = "need") -> None:
    connection = foreign(ws)
    for name in capture.trigger_sql(ws.rtype(table)):
        connection.execute(f"DROP TRIGGER {name}")
    connection.close()


@pytest.fixture()
def uuids(ws: Workspace) -> list[str]:
    """Three clean needs."""
    found = [new_uuid() for _ in range(3)]
    for number, uuid in enumerate(found):
        make_clean(ws, "need", {"uuid": uuid, "title_uk": f"Школа № {number}", "priority": 3, "geom": POINT})
    return found


def test_a_fresh_workspace_has_all_of_them(ws: Workspace) -> None:
    assert audit.triggers_present(ws)
    assert audit.repair(ws) == audit.Missed()


@pytest.mark.parametrize("name", sorted(capture.trigger_sql(default_catalogue().type("need"))))
def test_a_single_missing_trigger_is_noticed_and_put_back(ws: Workspace, name: str) -> None:
    ws.connection.execute(f"DROP TRIGGER {name}")
    assert not audit.triggers_present(ws)
    assert audit.repair(ws).types == ("need",)
    assert audit.triggers_present(ws)


def test_a_trigger_that_somebody_weakened_is_noticed(ws: Workspace) -> None:
    sql = capture.trigger_sql(ws.rtype("need"))["vidbudova_capture_need_delete"]
    ws.connection.execute("DROP TRIGGER vidbudova_capture_need_delete")
    ws.connection.execute(sql.replace("WHEN NOT EXISTS", "WHEN OLD.fid < 0 AND NOT EXISTS"))
    assert not audit.triggers_present(ws)


def test_everything_that_went_by_unseen_is_found(ws: Workspace, uuids: list[str]) -> None:
    drop_triggers(ws)
    connection = foreign(ws)
    connection.execute("UPDATE need SET title_uk = 'Ліцей' WHERE uuid = ?", (uuids[0],))
    connection.execute("DELETE FROM need WHERE uuid = ?", (uuids[1],))
    connection.execute("INSERT INTO need (title_uk) VALUES ('Нова')")
    connection.execute("INSERT INTO need (uuid, title_uk) VALUES (?, 'Копія')", (uuids[2],))
    connection.close()
    assert states(ws) == {}
    missed = audit.repair(ws)
    found = {change.uuid: (change.state, (change.mine or {}).get("title_uk")) for change in dirty(ws)}
    assert found.pop(uuids[0]) == ("changed", "Ліцей")
    assert found.pop(uuids[1]) == ("deleted", None)
    assert sorted(found.values()) == [("created", "Копія"), ("created", "Нова")]
    assert set(missed.records) == {change.key for change in dirty(ws)}
    assert feature_count(ws, "need") == 4


def test_a_second_audit_finds_nothing_more(ws: Workspace, uuids: list[str]) -> None:
    drop_triggers(ws)
    connection = foreign(ws)
    connection.execute("UPDATE need SET title_uk = 'Ліцей' WHERE uuid = ?", (uuids[0],))
    connection.execute("DELETE FROM need WHERE uuid = ?", (uuids[1],))
    connection.close()
    assert len(audit.repair(ws).records) == 2
    assert audit.adopt(ws) == ()


def test_records_that_the_journal_knows_are_not_noted_twice(ws: Workspace, uuids: list[str]) -> None:
    ws.update("need", uuids[0], {"title_uk": "Ліцей"})
    ws.delete("need", uuids[1])
    ws.insert("need", {"title_uk": "Нова"})
    assert audit.adopt(ws) == ()


def test_opening_repairs_and_tells(ws: Workspace, uuids: list[str], reopen: Callable[[], Workspace]) -> None:
    drop_triggers(ws)
    connection = foreign(ws)
    connection.execute("UPDATE need SET title_uk = 'Ліцей' WHERE uuid = ?", (uuids[0],))
    connection.close()
    opened = reopen()
    assert [notice.code for notice in opened.notices] == ["store.repaired"]
    assert "1 пропущену зміну" in opened.notices[0].describe("uk")
    assert states(opened) == {uuids[0]: "changed"}


def altered(flags: int, **how: Any) -> Callable[[Any], Any]:
    """An alteration of the field `address`."""

    def alter(layer: Any) -> Any:
        index = layer.GetLayerDefn().GetFieldIndex("address")
        definition = ogr.FieldDefn(how.get("name", "address"), how.get("type", ogr.OFTString))
        definition.SetUnique(how.get("unique", 0))
        definition.SetDefault(how.get("default"))
        return layer.AlterFieldDefn(index, definition, flags)

    return alter


ALTERATIONS = {
    "type": altered(ogr.ALTER_TYPE_FLAG, type=ogr.OFTInteger),
    "unique": altered(ogr.ALTER_UNIQUE_FLAG, unique=1),
    "default": altered(ogr.ALTER_DEFAULT_FLAG, default="'x'"),
    "everything": altered(ogr.ALTER_ALL_FLAG, unique=1, default="'x'"),
    "order": lambda layer: layer.ReorderField(5, 1),
    "another field": lambda layer: layer.CreateField(ogr.FieldDefn("note", ogr.OFTString)),
}


@pytest.mark.parametrize("alteration", ALTERATIONS)
def test_whatever_is_altered_through_gdal_no_edit_after_it_is_missed(
    ws: Workspace, uuids: list[str], reopen: Callable[[], Workspace], catalogue: Catalogue, alteration: str
) -> None:
    ws.close()
    dataset = ogr.Open(str(ws.gpkg_path), 1)
    layer = dataset.GetLayer("need")
    assert ALTERATIONS[alteration](layer) == 0
    feature = layer.GetFeature(1)
    feature.SetField("title_uk", "Ліцей")
    layer.SetFeature(feature)
    layer.DeleteFeature(2)
    del feature, layer, dataset
    opened = reopen()
    assert states(opened) == {uuids[0]: "changed", uuids[1]: "deleted"}
    assert audit.triggers_present(opened) and rtree_is_right(opened) and feature_count(opened, "need") == 2
    indexes = {row[0] for row in opened.connection.rows("SELECT name FROM sqlite_master WHERE type = 'index'")}
    assert set(schema.index_sql(catalogue.type("need"))) <= indexes
    opened.insert("need", {"title_uk": "Далі"})
    assert len(dirty(opened)) == 3


def test_a_table_made_anew_without_triggers_and_indexes_is_repaired(
    ws: Workspace, uuids: list[str], reopen: Callable[[], Workspace], catalogue: Catalogue
) -> None:
    connection = foreign(ws)
    connection.execute("BEGIN")
    connection.execute("PRAGMA legacy_alter_table = ON")
    (sql,) = connection.execute("SELECT sql FROM sqlite_master WHERE name = 'project'").fetchone()
    connection.execute(sql.replace('"project"', '"made_anew"', 1))
    connection.execute("DROP TABLE project")
    connection.execute("ALTER TABLE made_anew RENAME TO project")
    connection.execute("INSERT INTO project (title_uk) VALUES ('Ліцей')")
    connection.execute("COMMIT")
    connection.close()
    opened = reopen()
    assert [notice.code for notice in opened.notices] == ["store.repaired"]
    assert [(change.type, change.state) for change in dirty(opened)] == [("project", "created")]
    assert feature_count(opened, "project") == 1
    indexes = {row[0] for row in opened.connection.rows("SELECT name FROM sqlite_master WHERE type = 'index'")}
    assert set(schema.index_sql(catalogue.type("project"))) <= indexes


def test_a_renamed_column_is_not_taken_for_a_cleared_one(ws: Workspace, uuids: list[str]) -> None:
    dataset = ogr.Open(str(ws.gpkg_path), 1)
    assert altered(ogr.ALTER_NAME_FLAG, name="place")(dataset.GetLayer("need")) == 0
    del dataset
    assert not audit.triggers_present(ws)
    with pytest.raises(StoreError) as caught:
        audit.repair(ws)
    assert caught.value.code == "store.column_missing" and "address" in caught.value.describe("uk")
    dataset = ogr.Open(str(ws.gpkg_path), 1)
    definition = ogr.FieldDefn("address", ogr.OFTString)
    layer = dataset.GetLayer("need")
    layer.AlterFieldDefn(layer.GetLayerDefn().GetFieldIndex("place"), definition, ogr.ALTER_NAME_FLAG)
    del layer, dataset
    assert audit.triggers_present(ws) or audit.repair(ws).records == ()
    assert dirty(ws) == []


# --- edits that went by although the triggers are there ---------------------------------------------------------------


def past_the_journal(ws: Workspace, *statements: tuple[Any, ...]) -> None:
    """Another program's statements, with the triggers dropped and put back as they were."""
    drop_triggers(ws)
    connection = foreign(ws)
    for sql, *values in statements:
        connection.execute(sql, values)
    for sql in capture.trigger_sql(ws.rtype("need")).values():
        connection.execute(sql)
    connection.close()
    assert audit.triggers_present(ws)


def kinds(found: tuple[Untracked, ...]) -> dict[str, str]:
    return {one.uuid: one.kind for one in found}


def test_a_workspace_as_it_should_be_is_left_alone(ws: Workspace, uuids: list[str]) -> None:
    ws.update("need", uuids[0], {"title_uk": "Ліцей"})
    ws.delete("need", uuids[1])
    ws.insert("need", {"title_uk": "Нова"})
    for full in (False, True, False):
        assert audit.untracked(ws, full=full) == ()
    assert len(dirty(ws)) == 3


def test_triggers_that_were_away_for_a_while_make_it_compare_everything(ws: Workspace, uuids: list[str]) -> None:
    assert audit.untracked(ws) == ()
    past_the_journal(
        ws,
        ("UPDATE need SET title_uk = 'Ліцей', priority = 1 WHERE uuid = ?", uuids[0]),
        ("DELETE FROM need WHERE uuid = ?", uuids[1]),
        ("INSERT INTO need (uuid, title_uk) VALUES ('01890000-0000-7000-8000-00000000000a', 'Нова')",),
    )
    found = audit.untracked(ws)
    assert kinds(found) == {
        uuids[0]: "changed",
        uuids[1]: "deleted",
        "01890000-0000-7000-8000-00000000000a": "created",
    }
    assert next(set(one.fields) for one in found if one.kind == "changed") == {"title_uk", "priority"}
    assert dirty(ws) == [], "nothing is taken before somebody says so"
    assert audit.untracked(ws) == found, "and it is said again"
    assert kinds(audit.adopt(ws)) == kinds(found)
    assert states(ws) == {
        uuids[0]: "changed",
        uuids[1]: "deleted",
        "01890000-0000-7000-8000-00000000000a": "created",
    }
    assert audit.untracked(ws) == audit.untracked(ws, full=True) == audit.adopt(ws) == ()


def test_a_changed_identity_is_put_back(ws: Workspace, uuids: list[str]) -> None:
    other = "01890000-0000-7000-8000-00000000000b"
    past_the_journal(ws, ("UPDATE need SET uuid = ? WHERE uuid = ?", other, uuids[0]))
    (found,) = audit.untracked(ws)
    assert (found.uuid, found.kind, found.found) == (uuids[0], "identity", other)
    audit.adopt(ws)
    assert ws.get("need", uuids[0]) is not None and ws.get("need", other) is None
    assert dirty(ws) == [] and audit.untracked(ws, full=True) == ()


@pytest.mark.parametrize("uuid", ["the first's", None, "school-3", "01890000-0000-7000-8000-00000000000B"])
def test_a_row_with_no_identity_of_its_own_gets_one(ws: Workspace, uuids: list[str], uuid: str | None) -> None:
    given = uuids[0] if uuid == "the first's" else uuid
    past_the_journal(ws, ("INSERT INTO need (uuid, title_uk) VALUES (?, 'Копія')", given))
    assert [one.kind for one in audit.untracked(ws)] == ["double"]
    audit.adopt(ws)
    (change,) = dirty(ws)
    assert (change.state, (change.mine or {})["title_uk"]) == ("created", "Копія")
    assert change.uuid not in uuids and audit.untracked(ws, full=True) == ()
    assert ws.get("need", uuids[0])["title_uk"] == "Школа № 0"


def test_a_base_that_lost_its_row_is_a_deletion_that_was_missed(ws: Workspace, uuids: list[str]) -> None:
    assert audit.untracked(ws) == ()
    with ws.applying():  # what a damaged file looks like: triggers in place, as many entries as before
        ws.connection.execute("DELETE FROM need WHERE uuid = ?", (uuids[2],))
    assert kinds(audit.untracked(ws)) == {uuids[2]: "deleted"}


def test_a_journal_that_lost_entries_is_found_by_turns(
    ws: Workspace, uuids: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(audit, "STEP", 1)
    assert audit.untracked(ws) == ()
    ws.update("need", uuids[2], {"title_uk": "Ліцей"})
    with ws.transaction():
        ws.connection.execute("DELETE FROM vidbudova_journal")
    seen = [kinds(audit.untracked(ws)) for _ in range(3)]
    assert {uuids[2]: "changed"} in seen
    assert kinds(audit.untracked(ws, full=True)) == {uuids[2]: "changed"}


def test_what_says_the_same_in_other_words_is_no_edit(ws: Workspace, uuids: list[str]) -> None:
    past_the_journal(ws, ("UPDATE need SET captured_at = '2026-01-01T02:00:00+02:00' WHERE uuid = ?", uuids[0]))
    make_clean(ws, "need", {"uuid": uuids[0], "title_uk": "Школа", "captured_at": "2026-01-01T00:00:00.000Z"}, 2)
    past_the_journal(ws, ("UPDATE need SET captured_at = '2026-01-01T02:00:00+02:00' WHERE uuid = ?", uuids[0]))
    assert audit.untracked(ws, full=True) == ()


def test_gdal_adding_features_does_not_make_it_compare_everything_again(ws: Workspace, uuids: list[str]) -> None:
    for _ in range(2):
        dataset = ogr.Open(str(ws.gpkg_path), 1)
        layer = dataset.GetLayer("need")
        feature = ogr.Feature(layer.GetLayerDefn())
        feature.SetField("title_uk", "Нова")
        layer.CreateFeature(feature)
        del feature, layer, dataset
        assert audit.untracked(ws) == ()
    before = audit._triggers(ws.connection)
    assert before.are(audit._read_state(ws.connection).triggers)


def test_what_a_large_pull_does_to_the_triggers_is_known(ws: Workspace) -> None:
    assert audit.untracked(ws) == ()
    found = [new_uuid() for _ in range(60)]
    with ws.applying():
        bulk.bulk_insert(
            ws, "need", (bulk.CleanRecord(uuid, 1, "0" * 64, {"uuid": uuid, "title_uk": "Школа"}) for uuid in found)
        )
    assert audit._triggers(ws.connection).are(audit._read_state(ws.connection).triggers)
    past_the_journal(ws, ("UPDATE need SET title_uk = 'Ліцей' WHERE uuid = ?", found[7]))
    assert kinds(audit.untracked(ws)) == {found[7]: "changed"}


def test_adopting_dies_whole_or_not_at_all(ws: Workspace, uuids: list[str], monkeypatch: pytest.MonkeyPatch) -> None:
    past_the_journal(ws, ("DELETE FROM need WHERE uuid = ?", uuids[1]), ("UPDATE need SET title_uk = 'Ліцей'",))
    monkeypatch.setattr(audit, "_keep", lambda *_: (_ for _ in ()).throw(StoreError("store.disk_full")))
    with pytest.raises(StoreError):
        audit.adopt(ws)
    assert dirty(ws) == []
