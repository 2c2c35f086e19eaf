"""Captions of photos and documents: typed in place, never lost."""

from __future__ import annotations

import sqlite3

import pytest
from qgis.PyQt.QtCore import Qt

import plugin.forms.form as form_module
from tests.unit.store.pictures import photo

from .form_files import drop, files_desk, page_of_files, said, type_text


@pytest.fixture
def desk(qgis_app, workspace):
    with files_desk(workspace) as made:
        yield made


@pytest.fixture
def page(qtbot, workspace, catalogue, desk, monkeypatch):
    """The page of files of a need that is saved."""
    with page_of_files(workspace, catalogue, desk, monkeypatch) as made:
        yield made


def test_a_caption_is_typed_in_place_checked_and_written_when_it_is_left(page, qtbot, workspace, tmp_path) -> None:
    (tmp_path / "a.jpg").write_bytes(photo())
    drop(page, [tmp_path / "a.jpg"])
    qtbot.waitUntil(lambda: page.caption.line.isEnabled())
    page.caption.line.setFocus()
    type_text(page.caption.line, "Дах школи")
    qtbot.keyClick(page.caption.line, Qt.Key.Key_Return)
    assert page.list.item(0).text().startswith("Дах школи\na.jpg · ")
    assert next(iter(workspace.records("attachment")))["caption"] == "Дах школи"
    page.caption.line.setText("к" * 600)  # more than a caption may have: kept, and said
    page.caption.line.textEdited.emit(page.caption.line.text())
    assert page.caption.write()
    assert "500" in page.caption.faults.text
    assert len(next(iter(workspace.records("attachment")))["caption"]) == 600


def test_a_caption_that_cannot_be_written_stays_typed_and_holds_the_form_open(
    page, qtbot, workspace, tmp_path, monkeypatch
) -> None:
    asked = []
    monkeypatch.setattr(form_module, "ask", lambda *given: asked.append(given) or "stay")
    (tmp_path / "a.jpg").write_bytes(photo())
    drop(page, [tmp_path / "a.jpg"])
    qtbot.waitUntil(lambda: page.caption.line.isEnabled())
    other = sqlite3.connect(workspace.gpkg_path, isolation_level=None)
    workspace.connection.execute("PRAGMA busy_timeout = 50")
    other.execute("BEGIN IMMEDIATE")
    try:
        type_text(page.caption.line, "Дах")
        assert not page.caption.write()
        assert page.caption.line.text() == "Дах" and said(page)
        assert not page.window_of_it.close() and asked
        monkeypatch.setattr(form_module, "ask", lambda *given: "save")
        assert not page.window_of_it.close()  # the record itself had nothing to save
    finally:
        other.execute("ROLLBACK")
        other.close()
    assert page.caption.write()
    assert next(iter(workspace.records("attachment")))["caption"] == "Дах"


def test_what_is_typed_survives_a_pause_and_going_on_to_another_file(page, qtbot, workspace, tmp_path) -> None:
    for name, padding in (("a.jpg", b"a"), ("b.jpg", b"b")):
        (tmp_path / name).write_bytes(photo(padding=padding))
    drop(page, sorted(tmp_path.glob("*.jpg")))
    qtbot.waitUntil(lambda: page.list.count() == 2)
    page.list.setCurrentRow(0)
    type_text(page.caption.line, "перша")
    page.list.setCurrentRow(1)
    assert page.caption.line.text() == ""
    captions = {one["file_name"]: one.get("caption") for one in workspace.records("attachment")}
    assert captions == {"a.jpg": "перша", "b.jpg": None}
    type_text(page.caption.line, "друга")
    qtbot.waitUntil(lambda: not page.caption.unwritten, timeout=5000)


def test_a_caption_that_is_the_files_name_is_not_told_twice(page, qtbot, workspace, tmp_path) -> None:
    (tmp_path / "Північний фасад.jpg").write_bytes(photo())
    drop(page, [tmp_path / "Північний фасад.jpg"])
    qtbot.waitUntil(lambda: page.caption.line.isEnabled())
    assert page.list.item(0).text().startswith("Північний фасад.jpg\n")
    page.caption.line.setFocus()
    type_text(page.caption.line, "Північний фасад")
    qtbot.keyClick(page.caption.line, Qt.Key.Key_Return)
    assert page.list.item(0).text().startswith("Північний фасад\nJPG · ")
