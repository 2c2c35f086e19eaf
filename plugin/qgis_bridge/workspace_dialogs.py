"""New Workspace…, Open Workspace…, the sample, and where to show one: what is asked, handed to the session."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

from qgis.PyQt import sip
from qgis.PyQt.QtCore import QCoreApplication, QObject, QStandardPaths, pyqtSignal
from qgis.PyQt.QtWidgets import QFileDialog, QMessageBox, QWidget

from ..errors import VidbudovaError
from ..store import location
from ..store.layout import gpkg_path
from ..store.location import Prospect
from ..store.settings import WorkspaceSettings
from . import settings
from .notices import Notices
from .session import INTO_OWN_PROJECT, INTO_THIS_PROJECT, NOWHERE, WorkspaceSession
from .tasks import BaseTask, TaskRunner

MakeDialog = Callable[[Path, str, str, str], Any]


def choose_project(window: QWidget) -> str:
    """Where to show a workspace when the open project has layers of its own. See `WorkspaceSession`."""
    box = QMessageBox(window)
    box.setObjectName("chooseProjectBox")
    box.setIcon(QMessageBox.Icon.Question)
    box.setWindowTitle(QCoreApplication.translate("Workbench", "Open workspace"))
    box.setText(QCoreApplication.translate("Workbench", "The open project has layers of its own."))
    box.setInformativeText(
        QCoreApplication.translate("Workbench", "Open the workspace in its place, or add the workspace to it?")
    )
    role = QMessageBox.ButtonRole
    own = box.addButton(QCoreApplication.translate("Workbench", "Open in Its Place"), role.AcceptRole)
    this = box.addButton(QCoreApplication.translate("Workbench", "Add to This Project"), role.AcceptRole)
    neither = box.addButton(QCoreApplication.translate("Workbench", "Cancel"), role.RejectRole)
    for button, name in ((own, "openInItsPlaceButton"), (this, "addToProjectButton"), (neither, "cancelOpenButton")):
        button.setObjectName(name)
    box.exec()
    clicked = box.clickedButton()
    box.deleteLater()
    return INTO_OWN_PROJECT if clicked is own else INTO_THIS_PROJECT if clicked is this else NOWHERE


def usual_place() -> Path:
    """The folder in which the last workspace was made; else one among the user's documents."""
    known = settings.value("workspaces")
    documents = QStandardPaths.writableLocation(QStandardPaths.StandardLocation.DocumentsLocation)
    return Path(known) if known else location.usual_place(documents, Path.home())


class WorkspaceDialogs(QObject):
    """Asks which workspace, and says what went wrong where it was asked.

    :param make: makes a `panels.workspace_wizard.NewWorkspaceWizard` from (folder for workspaces, portal's address,
        organisation, author), or returns None where the codifier is missing. Given by the composition root, for this
        room does not know the panels.
    """

    made = pyqtSignal(object)
    """The wizard that has just been opened: whoever tests connections attaches to it."""
    answered = pyqtSignal(object)
    """What a person answered in the wizard, when the workspace is there."""

    def __init__(
        self,
        window: QWidget,
        session: WorkspaceSession,
        make: MakeDialog,
        tasks: TaskRunner,
        notices: Notices,
        lang: str,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._window = window
        self._session = session
        self._make = make
        self._tasks = tasks
        self._notices = notices
        self._lang = lang
        self.dialog: Any = None
        """The wizard for a new workspace, while it is open."""
        self._wanted: Any = None  # what it asked for last

    def new(self) -> None:
        """New Workspace…: the wizard stays open until the workspace is there, or says why it is not."""
        self.close()
        dialog = self._make(
            usual_place(),
            settings.value("portal/url"),
            settings.value("portal/organisation"),
            settings.value("author"),
        )
        if dialog is None:
            self._notices.error(
                QCoreApplication.translate(
                    "Workbench", "The territory codifier is missing from the plugin. Install the plugin again."
                )
            )
            return
        self.dialog = dialog
        dialog.create_requested.connect(self._create)
        dialog.look_requested.connect(self._look)
        dialog.open_requested.connect(self.open_folder)
        dialog.rejected.connect(self.close)
        self.made.emit(dialog)
        dialog.open()

    def try_sample(self) -> None:
        """Try It on Sample Data: opens the sample workspace; made the first time, left as it was worked on later."""
        self.close()
        self._session.open_sample(usual_place() / QCoreApplication.translate("Workbench", "Sample"))

    def _create(self, wanted: Any) -> None:
        self._wanted = wanted
        self._session.create(
            wanted.folder,
            WorkspaceSettings(
                portal_url=wanted.portal_url, territory=wanted.territory, organisation=wanted.organisation
            ),
        )

    def opened(self, folder: Path) -> None:
        """A workspace is open: where the wizard asked for it, its answers are kept, and it goes."""
        wanted, self._wanted = self._wanted, None
        self.close()
        if wanted is not None and wanted.folder == folder:
            settings.set_value("workspaces", str(folder.parent))
            self.answered.emit(wanted)

    def declined(self, folder: Path) -> None:
        """Slot for `WorkspaceSession.declined`: what the wizard has made can be opened later."""
        wanted, self._wanted = self._wanted, None
        self.close()
        if wanted is not None:
            settings.remember_workspace(folder)
            text = QCoreApplication.translate("Workbench", "The workspace is in {folder}. Open it when you like.")
            self._notices.info(text.format(folder=folder))

    def _look(self, place: Path, name: str) -> None:
        def work(_task: BaseTask[Prospect]) -> Prospect:
            return location.prospect(place, name)

        title = QCoreApplication.translate("Workbench", "Looking at the folder {name}").format(name=place.name)
        self._tasks.start(title, work, partial(self._on_looked, self.dialog))

    def _on_looked(self, dialog: Any, found: Prospect | None, error: Exception | None) -> None:
        if found is not None and error is None and dialog is self.dialog and not sip.isdeleted(dialog):
            dialog.show_prospect(found)

    def close(self) -> None:
        """Closes the wizard for a new workspace."""
        dialog, self.dialog = self.dialog, None
        if dialog is not None and not sip.isdeleted(dialog):
            dialog.rejected.disconnect(self.close)
            dialog.close()
            dialog.deleteLater()

    def open(self) -> None:
        """Open Workspace…: asks for the folder."""
        recent = settings.recent_workspaces()
        start = str(recent[0].parent) if recent else str(usual_place() if usual_place().is_dir() else Path.home())
        title = QCoreApplication.translate("Workbench", "Open workspace")
        folder = QFileDialog.getExistingDirectory(self._window, title, start)
        if folder:
            self.open_folder(folder)

    def open_folder(self, folder: str | Path) -> None:
        """Opens the workspace in a folder."""
        self._session.open(_workspace_in(Path(folder)))

    def show_failure(self, error: Exception) -> None:
        """Slot for `WorkspaceSession.failed`."""
        self._wanted = None
        if isinstance(error, VidbudovaError):
            text, detail = error.describe(self._lang), str(error)
        else:
            text = QCoreApplication.translate(
                "Workbench", "The workspace could not be opened; the log has the details."
            )
            detail = repr(error)
        if self.dialog is not None:
            self.dialog.show_error(text)
        else:
            self._notices.error(text, detail)


def _workspace_in(folder: Path) -> Path:
    """The folder itself, or the one it is about: people pick the folder of files, or the one around their only one."""
    if gpkg_path(folder).is_file():
        return folder
    if gpkg_path(folder.parent).is_file():
        return folder.parent
    try:
        inside = [path for path in folder.iterdir() if path.is_dir() and gpkg_path(path).is_file()]
    except OSError:
        return folder
    return inside[0] if len(inside) == 1 else folder
