"""A new workspace: where it lies, which territory it is for, which portal it belongs to."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from qgis.PyQt.QtCore import QStandardPaths, Qt, pyqtSignal
from qgis.PyQt.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QFileDialog,
    QLabel,
    QLineEdit,
    QListWidget,
    QListWidgetItem,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from ..forms.fields.territory import territory_lookup
from ..forms.theme import style_sheet
from .settings_dialog import FieldGrid, tidy_address

if TYPE_CHECKING:
    from ..records.territory import Codifier

_UNFIT = re.compile(r'[<>:"/\\|?*\x00-\x1f]+')


@dataclass(frozen=True)
class NewWorkspace:
    """What the person chose. `territory` are KATOTTG codes."""

    folder: Path
    territory: tuple[str, ...]
    portal_url: str | None
    organisation: str | None


class NewWorkspaceDialog(QDialog):
    """Emits `create_requested` and stays open until the workspace is there: `accept()`, or `show_error()` if not."""

    create_requested = pyqtSignal(object)  # NewWorkspace

    def __init__(
        self,
        codifier: Codifier,
        lang: str,
        portal_url: str = "",
        organisation: str = "",
        parent: QWidget | None = None,
        choose_folder: Callable[[QWidget, str, str], str] = QFileDialog.getExistingDirectory,
    ) -> None:
        super().__init__(parent)
        self.setObjectName("newWorkspaceDialog")
        self.setWindowTitle(self.tr("New workspace"))
        self.setStyleSheet(style_sheet(self.palette()))
        self.resize(540, 10)
        self._codifier, self._lang, self._choose_folder = codifier, lang, choose_folder
        self._folder_typed = False
        self.territory = QLineEdit(self)
        self.territory.setObjectName("territorySearch")
        self.territory.setPlaceholderText(self.tr("first letters of the oblast, raion or hromada"))
        self.territory_search = territory_lookup(self.territory, codifier, lang)
        self.territory_search.chosen.connect(self.add_territory)
        self.chosen = QListWidget(self)
        self.chosen.setObjectName("territoryList")
        self.chosen.setAccessibleName(self.tr("Chosen territory"))
        self.chosen.setFixedHeight(self.fontMetrics().height() * 3 + 18)
        self.remove_button = QPushButton(self.tr("Remove"), self)
        self.remove_button.setObjectName("removeTerritoryButton")
        self.remove_button.setAutoDefault(False)
        self.remove_button.clicked.connect(self._remove_territory)
        self.folder = QLineEdit(self)
        self.folder.setObjectName("folderField")
        self.folder.textEdited.connect(self._folder_edited)
        browse = QPushButton(self.tr("Browse…"), self)
        browse.setObjectName("browseButton")
        browse.setAutoDefault(False)
        browse.clicked.connect(self._browse)
        self.portal = QLineEdit(portal_url, self)
        self.portal.setObjectName("workspacePortalField")
        self.portal.setPlaceholderText("https://")
        self.organisation = QLineEdit(organisation, self)
        self.organisation.setObjectName("workspaceOrganisationField")
        grid = FieldGrid()
        grid.add(self.tr("Territory"), self.territory)
        row = grid.rowCount()
        grid.addWidget(self.chosen, row, 0)
        grid.addWidget(self.remove_button, row, 1, Qt.AlignmentFlag.AlignTop)
        grid.setRowMinimumHeight(row + 1, 8)
        grid.add(
            self.tr("Folder"),
            self.folder,
            self.tr("A new folder for the records and their files, on this computer's own disk."),
            browse,
        )
        grid.add(self.tr("Portal address"), self.portal, self.tr("Can be left blank and filled in later."))
        grid.add(self.tr("Organisation (EDRPOU code)"), self.organisation)
        self.problem = QLabel(self)
        self.problem.setObjectName("workspaceProblem")
        self.problem.setProperty("fault", True)
        self.problem.setWordWrap(True)
        self.problem.setVisible(False)
        self.buttons = QDialogButtonBox(self)
        self.create_button = self.buttons.addButton(self.tr("Create Workspace"), QDialogButtonBox.ButtonRole.AcceptRole)
        self.create_button.setObjectName("createWorkspaceButton")
        self.buttons.addButton(self.tr("Cancel"), QDialogButtonBox.ButtonRole.RejectRole)
        self.buttons.accepted.connect(self._create)
        self.buttons.rejected.connect(self.reject)
        layout = QVBoxLayout(self)
        layout.addLayout(grid)
        layout.addWidget(self.problem)
        layout.addStretch(1)
        layout.addWidget(self.buttons)
        self._suggest_folder()

    def add_territory(self, code: str) -> None:
        """Adds a unit to the chosen territory."""
        self.territory.clear()
        if code in self.territory_codes():
            return
        item = QListWidgetItem(" · ".join(self._codifier.path(code, self._lang)))
        item.setData(Qt.ItemDataRole.UserRole, code)
        item.setToolTip(code)
        self.chosen.addItem(item)
        self.chosen.setCurrentItem(item)
        self._suggest_folder()

    def territory_codes(self) -> tuple[str, ...]:
        """The codes chosen so far."""
        return tuple(self.chosen.item(i).data(Qt.ItemDataRole.UserRole) for i in range(self.chosen.count()))

    def show_error(self, text: str) -> None:
        """Says why the workspace could not be made; the dialog stays as it was filled in."""
        self.problem.setText(text)
        self.problem.setVisible(bool(text))
        self.create_button.setEnabled(True)

    def _create(self) -> None:
        self.show_error("")
        if not self.territory_codes():
            self.territory.setFocus()
            self.show_error(self.tr("Choose the territory: type its first letters and pick it from the list."))
            return
        folder = self.folder.text().strip()
        if not folder or not Path(folder).is_absolute():
            self.folder.setFocus()
            self.show_error(self.tr("Choose a folder for the workspace."))
            return
        if (Path(folder) / "workspace.gpkg").exists():
            self.folder.setFocus()
            self.show_error(self.tr("There is a workspace in this folder already. Open it, or choose another folder."))
            return
        portal = self.portal.text().strip()
        if portal and tidy_address(portal) is None:
            self.portal.setFocus()
            self.show_error(self.tr("Write the portal's address as its people gave it; it begins with https://."))
            return
        self.create_button.setEnabled(False)
        self.create_requested.emit(
            NewWorkspace(
                Path(folder),
                self.territory_codes(),
                tidy_address(portal) if portal else None,
                self.organisation.text().strip() or None,
            )
        )

    def _remove_territory(self) -> None:
        self.chosen.takeItem(self.chosen.currentRow())
        self._suggest_folder()

    def _folder_edited(self, text: str) -> None:
        self._folder_typed = bool(text.strip())

    def _browse(self) -> None:
        start = str(Path(self.folder.text() or self._documents()).parent)
        picked = self._choose_folder(self, self.tr("Folder of the new workspace"), start)
        if picked:
            folder = Path(picked)
            if any(folder.iterdir()):  # a workspace gets a folder of its own
                folder /= self._folder_name() or "Vidbudova"
            self.folder.setText(str(folder))
            self._folder_typed = True

    def _suggest_folder(self) -> None:
        if self._folder_typed:
            return
        self.folder.setText(str(Path(self._documents(), "Vidbudova", self._folder_name())))

    def _folder_name(self) -> str:
        codes = self.territory_codes()
        return _UNFIT.sub(" ", self._codifier.path(codes[0], self._lang)[0]).strip() if codes else ""

    @staticmethod
    def _documents() -> str:
        location = QStandardPaths.StandardLocation.DocumentsLocation
        return QStandardPaths.writableLocation(location) or str(Path.home())
