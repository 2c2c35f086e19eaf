"""Photos and documents in a record's form: chosen, dropped, pasted; each one's state in words; removed and undone."""

from __future__ import annotations

import os
import threading
from pathlib import Path

import pytest
from qgis.PyQt import sip
from qgis.PyQt.QtCore import QMimeData, QPoint, QPointF, Qt, QTimer, QUrl
from qgis.PyQt.QtGui import QColor, QDragEnterEvent, QDropEvent, QImage
from qgis.PyQt.QtWidgets import QAbstractScrollArea, QApplication, QPushButton, QWidget

from plugin.errors import StoreError
from plugin.forms import files_page, given_files
from plugin.forms.access import WorkspaceAccess
from plugin.forms.fields.editor import FieldEditor
from plugin.forms.files_page import FilesPage
from plugin.forms.sticky import MemorySticky
from plugin.forms.window import RecordWindow
from plugin.qgis_bridge import file_desk, pictures
from plugin.qgis_bridge.file_desk import FormFiles
from plugin.records.territory import default_codifier
from plugin.store import files, steps, transfers
from tests.unit.store.pictures import exif, photo

from .form_files import NEED, button, drop, dropped, files_desk, page_of_files, said


@pytest.fixture
def desk(qgis_app, workspace):
    with files_desk(workspace) as made:
        yield made


@pytest.fixture
def page(qtbot, workspace, catalogue, desk, monkeypatch):
    """The page of files of a need that is saved."""
    with page_of_files(workspace, catalogue, desk, monkeypatch) as made:
        yield made


def test_several_dropped_files_are_attached_with_small_pictures_and_their_state(
    page, qtbot, workspace, tmp_path
) -> None:
    for name, shade in (("a.jpg", "x"), ("b.jpg", "y")):
        (tmp_path / name).write_bytes(photo(padding=shade.encode()))
    (tmp_path / "акт.pdf").write_bytes(b"%PDF-1.4\n%%EOF\n")
    drop(page, sorted(tmp_path.glob("*.*")))
    qtbot.waitUntil(lambda: page.list.count() == 3)
    texts = [page.list.item(row).text() for row in range(3)]
    assert "a.jpg" in texts[0] and "\u00a0Б" in texts[0] and "waiting" in texts[0]
    qtbot.waitUntil(lambda: len([one for one in page.list._pictures.values() if not one.isNull()]) == 2)
    assert workspace.count("attachment") == 3
    assert next(iter(workspace.records("attachment")))["captured_by"] == "О. Петренко"


def test_what_cannot_be_taken_is_said_and_the_others_are_attached(page, qtbot, workspace, tmp_path) -> None:
    (tmp_path / "good.jpg").write_bytes(photo())
    (tmp_path / "text.jpg").write_bytes(b"no picture")
    hollow = photo(640, 480)
    (tmp_path / "hollow.jpg").write_bytes(hollow[:2] + b"\xff\xda\0\x08\1\1\0\0\x3f\0" + b"\0" * 50 + b"\xff\xd9")
    drop(page, sorted(tmp_path.glob("*.jpg")))
    qtbot.waitUntil(lambda: page.list.count() == 1)
    qtbot.waitUntil(lambda: "text.jpg" in said(page))
    assert "hollow.jpg" in said(page)
    assert workspace.count("attachment") == 1 and len(list(files.stored(workspace.folder))) == 1


def test_a_picture_is_pasted_from_the_clipboard(page, qtbot, workspace) -> None:
    image = QImage(30, 20, QImage.Format.Format_RGB32)
    image.fill(QColor("blue"))
    QApplication.clipboard().setImage(image)
    page.list.setFocus()
    qtbot.keyClick(page.list, Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier)
    qtbot.waitUntil(lambda: page.list.count() == 1)
    QApplication.clipboard().clear()
    (record,) = workspace.records("attachment")
    assert record["media_type"] == "image/png"


def test_a_photos_place_becomes_the_records_place(page, qtbot, tmp_path) -> None:
    (tmp_path / "a.jpg").write_bytes(photo(facts=exif()))
    drop(page, [tmp_path / "a.jpg"])
    qtbot.waitUntil(lambda: page.list.count() == 1)
    qtbot.waitUntil(button(page, "takePlaceButton").isEnabled)
    qtbot.mouseClick(button(page, "takePlaceButton"), Qt.MouseButton.LeftButton)
    form = page.window_of_it.form
    assert form.editing.get("geom")["coordinates"] == pytest.approx([36.2304, 49.9935], abs=1e-6)


def test_of_several_photos_the_one_that_knows_its_place_offers_it(page, qtbot, tmp_path) -> None:
    (tmp_path / "a.jpg").write_bytes(photo(facts=exif()))
    (tmp_path / "b.jpg").write_bytes(photo(padding=b"b"))
    (tmp_path / "c.jpg").write_bytes(b"no picture")
    drop(page, sorted(tmp_path.glob("*.jpg")))
    qtbot.waitUntil(lambda: button(page, "offeredPlaceButton") is not None)
    assert "“a.jpg” knows where it was taken" in said(page) and "c.jpg" in said(page)
    qtbot.mouseClick(button(page, "offeredPlaceButton"), Qt.MouseButton.LeftButton)
    form = page.window_of_it.form
    assert form.editing.get("geom")["coordinates"] == pytest.approx([36.2304, 49.9935], abs=1e-6)


def test_several_files_are_removed_without_a_question_and_come_back_by_one_click(
    page, qtbot, workspace, tmp_path
) -> None:
    for name, padding in (("a.jpg", b"a"), ("b.jpg", b"b"), ("c.jpg", b"c")):
        (tmp_path / name).write_bytes(photo(padding=padding))
    drop(page, sorted(tmp_path.glob("*.jpg")))
    qtbot.waitUntil(lambda: page.list.count() == 3)
    page.list.clearSelection()
    page.list.item(0).setSelected(True)
    page.list.item(2).setSelected(True)
    qtbot.keyClick(page.list, Qt.Key.Key_Delete)
    assert page.list.count() == 1 and workspace.count("attachment") == 1
    assert "2" in said(page)
    qtbot.mouseClick(page.said.findChild(QPushButton, "undoRemoveButton"), Qt.MouseButton.LeftButton)
    assert page.list.count() == 3 and said(page) == ""
    assert len(list(files.stored(workspace.folder))) == 3


def test_a_photo_is_turned_from_the_list_and_back_by_undo(page, qtbot, workspace, tmp_path) -> None:
    (tmp_path / "a.jpg").write_bytes(photo(300, 200, exif()))
    drop(page, [tmp_path / "a.jpg"])
    qtbot.waitUntil(button(page, "turnRightButton").isEnabled)
    (before,) = workspace.records("attachment")
    qtbot.mouseClick(button(page, "turnRightButton"), Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: next(iter(workspace.records("attachment")))["sha256"] != before["sha256"])
    (after,) = workspace.records("attachment")
    assert pictures.read(files.path_of(workspace.folder, after["sha256"]), 400).height() == 300
    qtbot.waitUntil(lambda: [image.height() for image in page.list._pictures.values()][-1:] == [144])
    steps.undo_last(workspace)
    desk_told = page._tools.changed
    desk_told.emit()
    qtbot.waitUntil(lambda: page._rows[0].record["sha256"] == before["sha256"])


def test_a_photo_is_seen_whole_and_the_next_one_by_a_key(page, qtbot, workspace, tmp_path) -> None:
    for name, padding in (("a.jpg", b"a"), ("b.jpg", b"b")):
        (tmp_path / name).write_bytes(photo(800, 600, exif(), padding=padding))
    (tmp_path / "c.pdf").write_bytes(b"%PDF-1.4\n%%EOF\n")
    drop(page, sorted(tmp_path.glob("*.*")))
    qtbot.waitUntil(lambda: page.list.count() == 3)
    page.list.setCurrentRow(0)
    qtbot.keyClick(page.list, Qt.Key.Key_Return)
    view = page._view
    assert view is not None and view.isVisible()
    qtbot.waitUntil(lambda: len(view.canvas.scene().items()) == 1)
    assert view.windowTitle().startswith("a.jpg") and "49.9935" in view.facts.text()
    assert view.buttons["previousPicture"].isEnabled() is False
    qtbot.keyClick(view, Qt.Key.Key_Right)
    assert view.row.name == "b.jpg" and not view.buttons["nextPicture"].isEnabled()
    qtbot.mouseClick(view.buttons["turnPictureLeft"], Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: view.canvas.sceneRect().height() == 800)
    qtbot.keyClick(view, Qt.Key.Key_Escape)
    assert not view.isVisible() and page.window_of_it.isVisible()


def test_a_pulled_out_stick_is_said_and_its_files_are_added_once_it_is_back(page, qtbot, workspace, tmp_path) -> None:
    (tmp_path / "stick").mkdir()
    (tmp_path / "here.jpg").write_bytes(photo(padding=b"here"))
    drop(page, [tmp_path / "here.jpg", tmp_path / "stick" / "a.jpg", tmp_path / "stick" / "b.jpg"])
    qtbot.waitUntil(lambda: "a.jpg" in said(page) and "b.jpg" in said(page))
    assert page.list.count() == 1
    for name in ("a.jpg", "b.jpg"):
        (tmp_path / "stick" / name).write_bytes(photo(padding=name.encode()))
    qtbot.mouseClick(page.said.findChild(QPushButton, "tryAgainButton"), Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: page.list.count() == 3)
    qtbot.waitUntil(lambda: page.said.findChild(QPushButton, "tryAgainButton") is None)


def test_a_heic_photo_is_added_and_what_cannot_be_done_with_it_is_said(page, qtbot, workspace, tmp_path) -> None:
    (tmp_path / "IMG_1.HEIC").write_bytes(b"\0\0\0\x18ftypheic" + b"\0" * 200)
    drop(page, [tmp_path / "IMG_1.HEIC"])
    qtbot.waitUntil(lambda: "IMG_1.HEIC" in said(page) and "iPhone" in said(page))
    qtbot.waitUntil(lambda: "cannot be shown here" in page.list.item(0).text())
    qtbot.mouseClick(button(page, "turnLeftButton"), Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: "повернути не можна" in said(page))
    assert workspace.count("attachment") == 1


def test_a_folder_gives_its_files_and_an_empty_one_is_said(page, qtbot, workspace, tmp_path) -> None:
    for name in ("DCIM", "порожня"):
        (tmp_path / name).mkdir()
    for name in ("1.jpg", "2.jpg", "thumbs.db"):
        (tmp_path / "DCIM" / name).write_bytes(photo(padding=name.encode()))
    drop(page, [tmp_path / "DCIM", tmp_path / "порожня"])
    qtbot.waitUntil(lambda: page.list.count() == 2 and "порожня" in said(page))


def test_what_is_left_of_a_folder_of_very_many_files_is_said(tmp_path, monkeypatch) -> None:
    monkeypatch.setattr(given_files, "MOST_OF_A_FOLDER", 2)
    (tmp_path / "DCIM").mkdir()
    for number in range(5):
        (tmp_path / "DCIM" / f"{number}.jpg").write_bytes(photo())
    paths, errors = given_files.spread([tmp_path / "DCIM"], tmp_path, "")
    assert [path.name for path in paths] == ["0.jpg", "1.jpg"]
    (told,) = errors
    assert "DCIM" in told.describe("uk") and "(3)" in told.describe("uk")


def test_files_dropped_anywhere_in_the_form_are_attached(page, qtbot, workspace, tmp_path) -> None:
    (tmp_path / "a.jpg").write_bytes(photo())
    pages = page.window_of_it.form.pages
    pages.go(0)
    given = dropped([tmp_path / "a.jpg"])
    for kind in (QDragEnterEvent, QDropEvent):
        position = QPoint(5, 5) if kind is QDragEnterEvent else QPointF(5, 5)
        event = kind(
            position, Qt.DropAction.CopyAction, given, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
        )
        QApplication.sendEvent(pages, event)
        assert event.isAccepted()
    assert pages.stack.currentWidget() is page
    qtbot.waitUntil(lambda: page.list.count() == 1)


def test_a_file_that_is_dragged_over_a_field_goes_to_the_form_and_not_into_the_text(page, tmp_path) -> None:
    pages = page.window_of_it.form.pages
    pages.go(0)
    for name in ("title_uk", "description"):
        field = pages.findChild(QWidget, f"field_{name}")
        target = field.viewport() if isinstance(field, QAbstractScrollArea) else field
        given = dropped([tmp_path / "a.jpg"])
        given.setText("file:///a.jpg")
        copy, none = Qt.DropAction.CopyAction, Qt.KeyboardModifier.NoModifier
        event = QDragEnterEvent(QPoint(5, 5), copy, given, Qt.MouseButton.LeftButton, none)
        assert pages.findChild(FieldEditor, f"editor_{name}").eventFilter(target, event) and not event.isAccepted()
        text = QMimeData()
        text.setText("Школа")
        event = QDragEnterEvent(QPoint(5, 5), copy, text, Qt.MouseButton.LeftButton, none)
        QApplication.sendEvent(target, event)
        assert event.isAccepted()


def test_a_file_dropped_where_nothing_can_be_written_is_told_why_not(page, workspace, tmp_path, monkeypatch) -> None:
    monkeypatch.setattr(workspace, "read_only", True)
    (tmp_path / "a.jpg").write_bytes(photo())
    drop(page, [tmp_path / "a.jpg"])
    assert said(page) == workspace.read_only_reason.describe("uk")
    assert workspace.count("attachment") == 0


def test_a_picture_of_another_computer_is_not_taken_silently(page, qtbot) -> None:
    given = QMimeData()
    given.setUrls([QUrl("https://example.org/a.jpg")])
    assert not page.take(given)
    assert said(page)


def test_the_first_photo_of_a_new_record_saves_it_and_one_that_cannot_be_saved_keeps_the_photo(
    qtbot, workspace, catalogue, desk, tmp_path
) -> None:
    access = WorkspaceAccess(workspace, default_codifier(), "О. Петренко", MemorySticky(), files=FormFiles(desk))
    window = RecordWindow(access, catalogue.type("need"), None, "uk", None, {"title_uk": "Школа"})
    window.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose, False)
    window.show()
    (tmp_path / "a.jpg").write_bytes(photo())
    form = window.form
    form.editing.values["cost_amount"] = "багато"  # no table can hold it
    sections = form.pages.sections
    labels = [sections.item(row).text() for row in range(sections.count())]
    sections.setCurrentRow(labels.index(catalogue.type("attachment").plural_label("uk")))
    page = window.findChild(FilesPage)
    drop(page, [tmp_path / "a.jpg"])
    assert said(page) and workspace.count("need") == 0
    form.editing.set("cost_amount", None)
    assert form.save()
    qtbot.waitUntil(lambda: workspace.count("attachment") == 1)
    qtbot.waitUntil(lambda: page.list.count() == 1)
    window.close()
    for timer in window.findChildren(QTimer):
        timer.stop()
    window.deleteLater()


def test_the_next_record_and_a_copy_begin_without_the_files_of_the_one_before(page, qtbot, workspace, tmp_path) -> None:
    for number in range(3):
        (tmp_path / f"{number}.jpg").write_bytes(photo(padding=bytes([number])))
    form, owners = page.window_of_it.form, []
    for number, go_on in enumerate((form.save_and_next, form._duplicate, lambda: None)):
        assert page.list.count() == 0 and page.caption.line.text() == ""
        drop(page, [tmp_path / f"{number}.jpg"])  # saves the record first
        qtbot.waitUntil(lambda: page.list.count() == 1)
        owners.append(form.uuid)
        go_on()
    attached = {one["file_name"]: one["parent_uuid"] for one in workspace.records("attachment")}
    assert len(set(owners)) == 3
    assert attached == {f"{number}.jpg": owner for number, owner in enumerate(owners)}


def test_how_each_upload_stands_is_told_in_words_with_its_percentage(page, qtbot, workspace, desk, tmp_path) -> None:
    (tmp_path / "a.jpg").write_bytes(photo())
    drop(page, [tmp_path / "a.jpg"])
    qtbot.waitUntil(lambda: page.list.count() == 1)
    (original,) = transfers.uploads(workspace)
    transfers.want_upload(workspace, original.attachment, files.REDUCED, original.sha256, "0" * 64, 200)
    reduced = next(one for one in transfers.uploads(workspace) if one.variant == files.REDUCED)

    def shown() -> str:
        desk.changed.emit()
        page._reload()
        return page.list.item(0).text()

    assert "waiting" in shown()
    transfers.started(workspace, reduced, "p", "e", "u", None)
    transfers.reached(workspace, reduced, 50)
    assert "sending 25\u00a0%" in shown()
    desk.under_way = {reduced.sha256: 0.805}
    assert "sending 80\u00a0%" in shown()
    desk.under_way = {}
    transfers.arrived(workspace, reduced, "p", "e")
    assert "on the portal, the original follows" in shown()
    transfers.set_originals(workspace, False)
    assert "(reduced; the original stays here)" in shown()
    transfers.set_originals(workspace, True)
    workspace.set_meta(transfers.LIMIT, "10")
    assert "(reduced; the original stays here)" in shown()
    transfers.arrived(workspace, original, "p", "e")
    assert shown().endswith("on the portal")


def test_a_refused_file_says_why_and_can_be_sent_again(page, qtbot, workspace, desk, tmp_path) -> None:
    from plugin.errors import PortalError

    (tmp_path / "a.jpg").write_bytes(photo())
    drop(page, [tmp_path / "a.jpg"])
    qtbot.waitUntil(lambda: page.list.count() == 1)
    (one,) = transfers.uploads(workspace)
    transfers.failed(workspace, one, PortalError("sync.file_type", name="a.jpg", detail=""))
    desk.changed.emit()
    qtbot.waitUntil(lambda: not button(page, "retryFileButton").isHidden())
    assert "a.jpg" in page.list.item(0).text() and "Портал не прийняв" in page.list.item(0).text()
    qtbot.mouseClick(button(page, "retryFileButton"), Qt.MouseButton.LeftButton)
    assert [one.state for one in transfers.uploads(workspace)] == ["waiting"]


def test_a_metered_machine_says_that_files_wait(qtbot, page, desk, workspace, tmp_path) -> None:
    told = []
    desk.state_changed.connect(lambda *state: told.append(state[0]))
    (tmp_path / "a.jpg").write_bytes(photo())
    drop(page, [tmp_path / "a.jpg"])
    qtbot.waitUntil(lambda: page.list.count() == 1)
    desk.set_metered(True)
    assert told[-1] == "held"
    desk.set_metered(False)
    desk._settle()
    assert told[-1] == "waiting"


def test_a_file_is_opened_as_a_copy_whose_name_says_what_it_is(page, qtbot, workspace, tmp_path, monkeypatch) -> None:
    opened = []
    monkeypatch.setattr(file_desk.QDesktopServices, "openUrl", lambda url: opened.append(url.toLocalFile()))
    (tmp_path / "a.jpg").write_bytes(photo())
    drop(page, [tmp_path / "a.jpg"])
    qtbot.waitUntil(lambda: page.list.count() == 1)
    (record,) = workspace.records("attachment")
    workspace.update("attachment", record["uuid"], {"file_name": "../../знімок.exe"})
    page.window_of_it.form.children_changed()
    page.buttons.actions_by_name["outside"].trigger()
    qtbot.waitUntil(lambda: bool(opened))
    path = Path(opened[0])
    assert path.name == "знімокexe.jpg" and path.read_bytes() == photo()
    assert workspace.folder not in path.parents

    def held(*_given, **_more):  # as Windows says while a viewer shows it
        raise PermissionError(13, "in use", str(path))

    monkeypatch.setattr(os, "unlink", held)
    monkeypatch.setattr(os, "rmdir", held)
    page._tools._desk.close()
    monkeypatch.undo()


def test_a_form_that_is_closed_meanwhile_gets_its_files_and_its_complaints_are_told(
    page, qtbot, workspace, desk, tmp_path, monkeypatch
) -> None:
    told = []
    monkeypatch.setattr(page._tools, "complain", told.append)
    (tmp_path / "a.jpg").write_bytes(photo())
    (tmp_path / "b.jpg").write_bytes(b"nothing")
    drop(page, [tmp_path / "a.jpg", tmp_path / "b.jpg"])
    page.window_of_it.close()
    qtbot.waitUntil(lambda: bool(told))
    assert "b.jpg" in told[0] and workspace.count("attachment") == 1


@pytest.mark.parametrize("work", ["attach", "turn"])
def test_work_that_ends_after_its_form_is_gone_is_told_all_the_same(
    qtbot, workspace, catalogue, desk, tmp_path, monkeypatch, work
) -> None:
    told, gate = [], threading.Event()
    uuid = workspace.insert("need", NEED)
    access = WorkspaceAccess(workspace, default_codifier(), "О. Петренко", MemorySticky(), files=FormFiles(desk))
    monkeypatch.setattr(access.files, "complain", told.append)
    window = RecordWindow(access, catalogue.type("need"), uuid, "uk", None, None)
    window.show()
    sections = window.form.pages.sections
    labels = [sections.item(row).text() for row in range(sections.count())]
    sections.setCurrentRow(labels.index(catalogue.type("attachment").plural_label("uk")))
    page = window.findChild(FilesPage)
    (tmp_path / "a.jpg").write_bytes(photo())
    drop(page, [tmp_path / "a.jpg"])
    qtbot.waitUntil(lambda: page.list.count() == 1 and desk._tasks.running == 0)

    def late(*_given, **_more):
        gate.wait(20)
        raise StoreError("store.disk_full", path="a")

    monkeypatch.setattr(files_page, "attach_given", late)
    monkeypatch.setattr(files_page.turning, "turn_all", late)
    if work == "attach":
        (tmp_path / "b.jpg").write_bytes(photo(padding=b"b"))
        drop(page, [tmp_path / "b.jpg"])
    else:
        page._turn_these(page._rows, 1)
    window.close()
    qtbot.waitUntil(lambda: sip.isdeleted(page))
    gate.set()
    qtbot.waitUntil(lambda: desk._tasks.running == 0)
    assert told == [StoreError("store.disk_full", path="a").describe("uk")]
