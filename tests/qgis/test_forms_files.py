"""Photos and documents in a record's form: chosen, dropped, pasted; each one's state in words; removed and undone."""

from __future__ import annotations

from pathlib import Path

import pytest
from qgis.PyQt.QtCore import QMimeData, QObject, Qt, QTimer, QUrl, pyqtSignal
from qgis.PyQt.QtGui import QColor, QImage
from qgis.PyQt.QtWidgets import QInputDialog, QLabel, QPushButton

import plugin.forms.form as form_module
from plugin.forms.access import WorkspaceAccess
from plugin.forms.files_page import FilesPage
from plugin.forms.sticky import MemorySticky
from plugin.forms.window import RecordWindow
from plugin.qgis_bridge import file_desk
from plugin.qgis_bridge.file_desk import FileDesk, FormFiles
from plugin.qgis_bridge.tasks import TaskRunner
from plugin.records.territory import default_codifier
from plugin.store import files, steps, transfers
from tests.unit.store.pictures import exif, photo

NEED = {"title_uk": "Школа", "katottg": "UA63120290010028715", "info_source": "акт", "workflow": "draft"}


class Quiet(QObject):
    """Notices that nobody sees."""

    said = pyqtSignal(str)

    def __getattr__(self, name):
        return lambda *args: None


@pytest.fixture
def desk(qgis_app, workspace):
    tasks = TaskRunner()
    made = FileDesk(tasks, Quiet(), "uk")
    made.set_workspace(workspace)
    yield made
    made.close()
    tasks.close()


@pytest.fixture
def page(qtbot, workspace, catalogue, desk, monkeypatch):
    """The page of files of a need that is saved."""
    uuid = workspace.insert("need", NEED)
    access = WorkspaceAccess(workspace, default_codifier(), "О. Петренко", MemorySticky(), files=FormFiles(desk))
    window = RecordWindow(access, catalogue.type("need"), uuid, "uk", None, None)
    window.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose, False)
    monkeypatch.setattr(form_module, "ask", lambda *given: "remove")
    window.show()
    sections = window.form.pages.sections
    labels = [sections.item(row).text() for row in range(sections.count())]
    sections.setCurrentRow(labels.index(catalogue.type("attachment").plural_label("uk")))
    found = window.findChild(FilesPage)
    assert found is not None
    found.window_of_it = window
    yield found
    window.close()
    for timer in window.findChildren(QTimer):
        timer.stop()  # as where windows are put away with their workspace
    window.deleteLater()


def button(page, name) -> QPushButton:
    return page.findChild(QPushButton, name)


def drop(page, paths) -> None:
    given = QMimeData()
    given.setUrls([QUrl.fromLocalFile(str(path)) for path in paths])
    assert page.list.take(given)


def test_several_dropped_files_are_attached_with_small_pictures_and_their_state(
    page, qtbot, workspace, tmp_path
) -> None:
    for name, shade in (("a.jpg", "x"), ("b.jpg", "y")):
        (tmp_path / name).write_bytes(photo(padding=shade.encode()))
    (tmp_path / "акт.pdf").write_bytes(b"%PDF-1.4\n%%EOF\n")
    drop(page, sorted(tmp_path.glob("*.*")))
    qtbot.waitUntil(lambda: page.list.count() == 3)
    texts = [page.list.item(row).text() for row in range(3)]
    assert "a.jpg" in texts[0] and "KB" in texts[0] and "waiting" in texts[0]
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
    said = page.findChild(QLabel, "filesSaid")
    assert "text.jpg" in said.text() and "hollow.jpg" in said.text()
    assert workspace.count("attachment") == 1 and len(list(files.stored(workspace.folder))) == 1


def test_a_picture_is_pasted_from_the_clipboard(page, qtbot, workspace) -> None:
    image = QImage(30, 20, QImage.Format.Format_RGB32)
    image.fill(QColor("blue"))
    given = QMimeData()
    given.setImageData(image)
    assert page.list.take(given)
    qtbot.waitUntil(lambda: page.list.count() == 1)
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


def test_a_caption_is_written_and_a_removed_file_comes_back_by_undo(
    page, qtbot, workspace, tmp_path, monkeypatch
) -> None:
    (tmp_path / "a.jpg").write_bytes(photo())
    drop(page, [tmp_path / "a.jpg"])
    qtbot.waitUntil(lambda: page.list.count() == 1)
    monkeypatch.setattr(QInputDialog, "getText", lambda *given, **named: ("Дах", True))
    qtbot.mouseClick(button(page, "captionButton"), Qt.MouseButton.LeftButton)
    assert page.list.item(0).text().startswith("Дах")
    qtbot.mouseClick(button(page, "removeFileButton"), Qt.MouseButton.LeftButton)
    assert page.list.count() == 0 and workspace.count("attachment") == 0
    steps.undo_last(workspace)
    page.window_of_it.form.children_changed()
    assert page.list.item(0).text().startswith("Дах")
    assert len(list(files.stored(workspace.folder))) == 1


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
    qtbot.mouseClick(button(page, "openFileButton"), Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: bool(opened))
    path = Path(opened[0])
    assert path.name == "знімокexe.jpg" and path.read_bytes() == photo()
    assert workspace.folder not in path.parents


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
