"""New Workspace…, Open Workspace…, and where to show one: what the dialogs ask for, handed to the session."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

from qgis.PyQt.QtCore import QCoreApplication, QObject
from qgis.PyQt.QtWidgets import QFileDialog, QMessageBox, QWidget

from ..errors import VidbudovaError
from ..store.settings import WorkspaceSettings
from . import settings
from .notices import Notices
from .session import INTO_OWN_PROJECT, INTO_THIS_PROJECT, NOWHERE, WorkspaceSession

MakeDialog = Callable[[str, str], Any]


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
    box.addButton(QCoreApplication.translate("Workbench", "Cancel"), role.RejectRole)
    box.exec()
    clicked = box.clickedButton()
    box.deleteLater()
    return INTO_OWN_PROJECT if clicked is own else INTO_THIS_PROJECT if clicked is this else NOWHERE


class WorkspaceDialogs(QObject):
    """Asks which workspace, and says what went wrong where it was asked.

    :param make: makes a `panels.workspace_dialog.NewWorkspaceDialog` from (portal's address, organisation), or returns
        None where the codifier is missing. Given by the composition root, for this room does not know the panels.
    """

    def __init__(
        self,
        window: QWidget,
        session: WorkspaceSession,
        make: MakeDialog,
        notices: Notices,
        lang: str,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._window = window
        self._session = session
        self._make = make
        self._notices = notices
        self._lang = lang
        self.dialog: Any = None
        """The dialog for a new workspace, while it is open."""

    def new(self) -> None:
        """New Workspace…: the dialog stays open until the workspace is there, or says why it is not."""
        self.close()
        dialog = self._make(settings.value("portal/url"), settings.value("portal/organisation"))
        if dialog is None:
            self._notices.error(
                QCoreApplication.translate(
                    "Workbench", "The territory codifier is missing from the plugin. Install the plugin again."
                )
            )
            return
        self.dialog = dialog
        dialog.create_requested.connect(self._create)
        dialog.rejected.connect(self.close)
        dialog.open()

    def _create(self, wanted: Any) -> None:
        self._session.create(
            wanted.folder,
            WorkspaceSettings(
                portal_url=wanted.portal_url, territory=wanted.territory, organisation=wanted.organisation
            ),
        )

    def close(self) -> None:
        """Closes the dialog for a new workspace."""
        dialog, self.dialog = self.dialog, None
        if dialog is not None:
            dialog.rejected.disconnect(self.close)
            dialog.close()
            dialog.deleteLater()

    def open(self) -> None:
        """Open Workspace…: asks for the folder."""
        recent = settings.recent_workspaces()
        start = str(recent[0].parent) if recent else str(Path.home())
        title = QCoreApplication.translate("Workbench", "Open workspace")
        folder = QFileDialog.getExistingDirectory(self._window, title, start)
        if folder:
            self.open_folder(folder)

    def open_folder(self, folder: str) -> None:
        """Opens the workspace in a folder."""
        self._session.open(Path(folder))

    def show_failure(self, error: Exception) -> None:
        """Slot for `WorkspaceSession.failed`."""
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
