"""A need's page of files, as the tests of it use it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from qgis.PyQt.QtCore import QEvent, QMimeData, QObject, Qt, QTimer, QUrl, pyqtSignal
from qgis.PyQt.QtGui import QKeyEvent
from qgis.PyQt.QtWidgets import QApplication, QPushButton

import plugin.forms.form as form_module
from plugin.forms.access import WorkspaceAccess
from plugin.forms.files_page import FilesPage
from plugin.forms.sticky import MemorySticky
from plugin.forms.window import RecordWindow
from plugin.qgis_bridge.file_desk import FileDesk, FormFiles
from plugin.qgis_bridge.tasks import TaskRunner
from plugin.records.territory import default_codifier

NEED = {"title_uk": "Школа", "katottg": "UA63120290010028715", "info_source": "акт", "workflow": "draft"}


class Quiet(QObject):
    """Notices that nobody sees."""

    said = pyqtSignal(str)

    def __getattr__(self, name):
        return lambda *args: None


@contextmanager
def files_desk(workspace: Any) -> Iterator[FileDesk]:
    """What stores and sends the files of an open workspace."""
    tasks = TaskRunner()
    made = FileDesk(tasks, Quiet(), "uk")
    made.set_workspace(workspace)
    yield made
    made.close()
    tasks.close()


@contextmanager
def page_of_files(workspace: Any, catalogue: Any, desk: FileDesk, monkeypatch: Any) -> Iterator[Any]:
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


def dropped(paths) -> QMimeData:
    given = QMimeData()
    given.setUrls([QUrl.fromLocalFile(str(path)) for path in paths])
    return given


def drop(page, paths) -> None:
    assert page.take(dropped(paths))


def said(page) -> str:
    return page.said.text


def type_text(widget, text: str) -> None:
    for letter in text:
        QApplication.sendEvent(widget, QKeyEvent(QEvent.Type.KeyPress, 0, Qt.KeyboardModifier.NoModifier, letter))
