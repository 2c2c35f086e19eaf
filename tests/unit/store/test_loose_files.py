"""Photos that QField or a plain QGIS form attached by a path: taken in as if the record's form had done it."""

from __future__ import annotations

import csv
import os
from pathlib import Path

import pytest

from plugin.records.territory import Codifier
from plugin.store import files, loose_files, steps, territory_list
from plugin.store.workspace import Workspace

from .pictures import jpeg


@pytest.fixture()
def need(ws: Workspace) -> str:
    return ws.insert(
        "need", {"title_uk": "Школа", "katottg": "UA63120270010096107", "access": "restricted", "info_source": "акт"}
    )


def attachment(ws: Workspace, need: str, name: str) -> str:
    return ws.insert("attachment", {"parent_type": "need", "parent_uuid": need, "file_name": name})


def put(ws: Workspace, name: str, content: bytes) -> Path:
    path = ws.folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content)
    return path


def test_a_photo_taken_in_qfield_becomes_an_attachment_like_any_other(ws: Workspace, need: str) -> None:
    original = put(ws, "DCIM/need_20261122.jpg", jpeg())
    uuid = attachment(ws, need, "DCIM/need_20261122.jpg")
    assert loose_files.any_loose(ws)
    adopted = loose_files.adopt_all(ws.folder, ws.catalogue)
    assert adopted == loose_files.Adopted((uuid,), ())
    record = ws.get("attachment", uuid)
    assert record is not None
    stored = files.hash_of(original)
    assert (record["sha256"], record["bytes"]) == (stored.sha256, stored.bytes)
    assert (record["file_name"], record["media_type"], record["kind"]) == (
        "need_20261122.jpg", "image/jpeg", "photo",
    )  # fmt: skip
    assert (record["katottg"], record["access"]) == ("UA63120270010096107", "restricted"), "as its need"
    assert files.has(ws.folder, stored.sha256)
    assert ws.connection.value("SELECT count(*) FROM vidbudova_upload WHERE attachment = ?", (uuid,)) == 1
    assert not loose_files.any_loose(ws)
    assert original.is_file(), "the photo of the device is left alone"


def test_windows_paths_are_understood(ws: Workspace, need: str) -> None:
    put(ws, "DCIM/a.jpg", jpeg())
    attachment(ws, need, "DCIM\\a.jpg")
    assert len(loose_files.adopt_all(ws.folder, ws.catalogue).uuids) == 1


@pytest.mark.parametrize(
    "name",
    ["../таємне.jpg", "DCIM/../../таємне.jpg", "{outside}", "workspace.gpkg", "files/ab/x.jpg", "посилання/x.jpg"],
)
def test_no_file_outside_the_folder_or_of_the_workspace_itself_is_read(
    ws: Workspace, need: str, name: str, tmp_path: Path
) -> None:
    outside = ws.folder.parent / "таємне.jpg"
    outside.write_bytes(jpeg())
    (ws.folder / "files" / "ab").mkdir(parents=True, exist_ok=True)
    (ws.folder / "files" / "ab" / "x.jpg").write_bytes(jpeg())
    elsewhere = tmp_path / "деінде"
    elsewhere.mkdir()
    (elsewhere / "x.jpg").write_bytes(jpeg())
    os.symlink(elsewhere, ws.folder / "посилання")
    uuid = attachment(ws, need, name.format(outside=outside))
    adopted = loose_files.adopt_all(ws.folder, ws.catalogue)
    assert [error.code for error in adopted.errors] == ["store.file_outside"]
    record = ws.get("attachment", uuid)
    assert record is not None and record["file_name"] == name.format(outside=outside), "nothing typed is lost"


def test_a_photo_that_was_not_copied_along_is_named_and_waits(ws: Workspace, need: str) -> None:
    attachment(ws, need, "DCIM/забуто.jpg")
    there = attachment(ws, need, "DCIM/a.jpg")
    put(ws, "DCIM/a.jpg", jpeg())
    adopted = loose_files.adopt_all(ws.folder, ws.catalogue)
    assert adopted.uuids == (there,), "one that cannot be taken keeps no other out"
    assert "забуто.jpg" in adopted.errors[0].describe("uk")
    put(ws, "DCIM/забуто.jpg", jpeg())
    assert len(loose_files.adopt_all(ws.folder, ws.catalogue).uuids) == 1


def test_what_came_from_elsewhere_never_makes_a_file_of_this_folder_travel(ws: Workspace, need: str) -> None:
    put(ws, "DCIM/a.jpg", jpeg())
    with ws.applying():
        ws.insert("attachment", {"parent_type": "need", "parent_uuid": need, "file_name": "DCIM/a.jpg"})
    assert loose_files.adopt_all(ws.folder, ws.catalogue) == loose_files.Adopted((), ())


def test_taking_in_can_be_undone(ws: Workspace, need: str) -> None:
    put(ws, "DCIM/a.jpg", jpeg())
    uuid = attachment(ws, need, "DCIM/a.jpg")
    steps.notice(ws)
    loose_files.adopt_all(ws.folder, ws.catalogue)
    steps.undo_last(ws)
    record = ws.get("attachment", uuid)
    assert record is not None and (record["file_name"], record.get("sha256")) == ("DCIM/a.jpg", None)


def test_the_list_of_territories_names_each_unit_with_what_it_lies_in(ws: Workspace) -> None:
    codifier = Codifier()
    assert territory_list.write(ws, codifier, "uk")
    assert not territory_list.write(ws, codifier, "uk"), "it is as it should be"
    with territory_list.path_of(ws.folder).open(encoding="utf-8", newline="") as stream:
        rows = dict(csv.reader(stream))
    assert rows.pop("code") == "name"
    assert len(rows) == len(set(rows.values())) > 1000, "no two read the same"
    assert all(code.startswith("UA63") for code in rows)
    (name,) = [name for code, name in rows.items() if name.startswith("с. Циркуни")]
    assert name == "с. Циркуни, Циркунівська громада, Харківський район, Харківська область"


def test_a_code_that_a_record_has_is_listed_though_it_lies_elsewhere_or_is_unknown(ws: Workspace, need: str) -> None:
    ws.update("need", need, {"katottg": "UA46060250010015970"})
    ws.insert("need", {"title_uk": "Міст", "katottg": "UA99999999999999999"})
    territory_list.write(ws, Codifier(), "uk")
    text = territory_list.path_of(ws.folder).read_text(encoding="utf-8")
    assert "Львів" in text
    assert '"UA99999999999999999","UA99999999999999999"' in text
