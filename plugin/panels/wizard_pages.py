"""The pages of the wizard for a new workspace: where it lies, which territory it is for, which portal it knows."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from qgis.PyQt.QtCore import Qt, QTimer, pyqtSignal
from qgis.PyQt.QtWidgets import (
    QAbstractItemView,
    QFrame,
    QLabel,
    QLineEdit,
    QListWidget,
    QListWidgetItem,
    QPushButton,
    QScrollArea,
    QVBoxLayout,
    QWidget,
    QWizardPage,
)

from ..forms.fields.territory import territory_lookup
from ..forms.focus import go_behind
from ..records import messages
from ..records.katottg import COUNTRY, covers
from .connection_test import ConnectionTest
from .note_label import NoteLabel
from .organisation_field import OrganisationField
from .settings_dialog import FieldGrid, tidy_address

if TYPE_CHECKING:
    from ..records.territory import Codifier
    from ..store.location import Prospect

CODE_ROLE = Qt.ItemDataRole.UserRole
LITTLE = 2 * 1024**3
"""Bytes on a disk that photos will soon fill."""


class PlacePage(QWizardPage):
    """Where: the folder in which the workspace gets a folder of its own."""

    place_changed = pyqtSignal()

    def __init__(self, place: Path, choose_folder: Callable[[QWidget, str, str], str]) -> None:
        super().__init__()
        self.setObjectName("placePage")
        self.setTitle(self.tr("Where to keep the records"))
        self.setSubTitle(
            self.tr("Your records lie on this computer. Keep the suggested folder, or choose another one.")
        )
        self._choose_folder = choose_folder
        self.folder = QLineEdit(str(place), self)
        self.folder.setObjectName("placeField")
        browse = QPushButton(self.tr("Browse…"), self)
        browse.setObjectName("browseButton")
        browse.setAutoDefault(False)
        browse.clicked.connect(self._browse)
        self.trouble = NoteLabel("placeTrouble", True, self)
        self.notes = NoteLabel("placeNotes", False, self)
        grid = FieldGrid()
        grid.add(
            self.tr("Folder"),
            self.folder,
            self.tr(
                "On this computer's own disk, not on a network drive and not in a cloud folder. In it, each workspace"
                " gets a folder named after its territory."
            ),
            browse,
        )
        layout = QVBoxLayout(self)
        layout.addLayout(grid)
        layout.addWidget(self.trouble)
        layout.addWidget(self.notes)
        layout.addStretch(1)
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(250)
        self._pause.timeout.connect(self.place_changed)
        self.folder.textChanged.connect(self._changed)

    @property
    def place(self) -> Path | None:
        """The folder as typed; None where it is no whole path."""
        text = self.folder.text().strip()
        return Path(text) if text and Path(text).is_absolute() else None

    def show_prospect(self, found: Prospect, lang: str) -> None:
        """What stands there, in words."""
        self.trouble.show_text(found.trouble.describe(lang) if found.trouble is not None else "")
        notes = [warning.describe(lang) for warning in found.warnings]
        if found.free is not None:
            size = messages.format_size(found.free, lang)
            text = (
                self.tr("Free on this disk: {size}")
                if found.free >= LITTLE
                else self.tr("Free on this disk: {size}. That is little for photos.")
            )
            notes.append(text.format(size=size))
        self.notes.show_text("\n".join(notes))
        self.completeChanged.emit()

    def isComplete(self) -> bool:
        """A whole path, with nothing known against it."""
        return self.place is not None and self.trouble.isHidden()

    def _changed(self, _text: str) -> None:
        self.trouble.show_text("" if self.place is not None else self._missing())
        self.notes.show_text("")
        self.completeChanged.emit()
        self._pause.start()

    def _missing(self) -> str:
        if not self.folder.text().strip():
            return str(self.tr("Choose a folder for the workspace."))
        return str(self.tr("Write the whole path of the folder, from the disk on, or press Browse…"))

    def _browse(self) -> None:
        picked = self._choose_folder(self, self.tr("Folder for workspaces"), self.folder.text())
        if picked:
            self.folder.setText(picked)


class TerritoryPage(QWizardPage):
    """Which oblast: picked from the list of them, or a smaller unit found by its first letters."""

    chosen_changed = pyqtSignal()

    def __init__(self, codifier: Codifier, lang: str) -> None:
        super().__init__()
        self.setObjectName("territoryPage")
        self.setTitle(self.tr("Which oblast"))
        self.setSubTitle(self.tr("Click your oblast. If you work for a raion or a hromada, type its first letters."))
        self._codifier, self._lang = codifier, lang
        self.search = QLineEdit(self)
        self.search.setObjectName("territorySearch")
        self.search.setClearButtonEnabled(True)
        self.search.setPlaceholderText(self.tr("first letters of the oblast, raion or hromada"))
        self.search.setAccessibleName(self.tr("Search for a territory"))
        self.lookup = territory_lookup(self.search, codifier, lang)
        self.lookup.chosen.connect(self.add)
        self.search.textChanged.connect(self._search_changed)
        self.list = QListWidget(self)
        self.list.setObjectName("territoryList")
        self.list.setAccessibleName(self.tr("Oblasts"))
        self.list.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        oblasts = [(codifier.label(unit.code, lang), unit.code) for unit in codifier.oblasts()]
        for label, code in oblasts if lang == "uk" else sorted(oblasts):  # the codifier has the Ukrainian alphabet
            self._put(code, label)
        self._put(COUNTRY, self.tr("All of Ukraine"))
        self.list.itemSelectionChanged.connect(self._changed)
        self.chosen = QLabel(self)
        self.chosen.setObjectName("chosenTerritory")
        self.chosen.setWordWrap(True)
        several = QLabel(self.tr("Several at once: hold Ctrl while you click."), self)
        several.setProperty("help", True)
        layout = QVBoxLayout(self)
        layout.addWidget(self.search)
        layout.addWidget(self.list, 1)
        layout.addWidget(several)
        layout.addWidget(self.chosen)
        self._changed()

    def initializePage(self) -> None:
        """The keyboard goes where one types."""
        self.search.setFocus()

    def codes(self) -> tuple[str, ...]:
        """The KATOTTG codes that are chosen, from the top of the list."""
        rows = (self.list.item(row) for row in range(self.list.count()))
        return tuple(item.data(CODE_ROLE) for item in rows if item.isSelected())

    def add(self, code: str) -> None:
        """Chooses a unit; what it lies in, or what lies in it, is given up."""
        self.search.clear()
        for item in self.list.selectedItems():
            other = item.data(CODE_ROLE)
            if covers(other, code) or covers(code, other):
                item.setSelected(False)
        item = self._item(code)
        if item is None:
            item = self._put(code, " · ".join(self._codifier.path(code, self._lang)), 0)
        item.setSelected(True)
        self.list.scrollToItem(item)
        self.list.setCurrentItem(item, self.list.selectionModel().SelectionFlag.NoUpdate)

    def name(self) -> str:
        """The first unit's name, which the workspace's folder gets; blank where none is chosen."""
        codes = self.codes()
        if not codes:
            return ""
        return self.tr("Ukraine") if codes[0] == COUNTRY else self._codifier.label(codes[0], self._lang)

    def isComplete(self) -> bool:
        """One at least."""
        return bool(self.codes())

    def _search_changed(self, text: str) -> None:
        if not text:
            self.lookup.completer.popup().hide()

    def _put(self, code: str, label: str, row: int | None = None) -> QListWidgetItem:
        item = QListWidgetItem(label)
        item.setData(CODE_ROLE, code)
        item.setToolTip(label if code == COUNTRY else f"{label}\n{code}")
        self.list.insertItem(self.list.count() if row is None else row, item)
        return item

    def _item(self, code: str) -> QListWidgetItem | None:
        rows = (self.list.item(row) for row in range(self.list.count()))
        return next((item for item in rows if item.data(CODE_ROLE) == code), None)

    def _changed(self) -> None:
        names = ", ".join(item.text() for item in self.list.selectedItems())
        self.chosen.setText(
            self.tr("Chosen: {names}").format(names=names) if names else self.tr("Nothing is chosen yet.")
        )
        self.completeChanged.emit()
        self.chosen_changed.emit()


class PortalPage(QWizardPage):
    """Which portal, and who one is there; all of it may be left blank."""

    test_requested = pyqtSignal(str, str)  # address, token
    open_instead = pyqtSignal(object)  # Path

    def __init__(self, address: str, organisation: str, author: str, lang: str) -> None:
        super().__init__()
        self.setObjectName("portalPage")
        self.setTitle(self.tr("Which portal"))
        self.setSubTitle(
            self.tr("All of this can be left blank and filled in later: recording works without a portal.")
        )
        self.address = QLineEdit(address, self)
        self.address.setObjectName("workspacePortalField")
        self.address.setPlaceholderText("https://")
        self.token = QLineEdit(self)
        self.token.setObjectName("workspaceTokenField")
        self.token.setEchoMode(QLineEdit.EchoMode.Password)
        self.organisation = OrganisationField("workspaceOrganisationField", organisation, lang, self)
        self.author = QLineEdit(author, self)
        self.author.setObjectName("workspaceAuthorField")
        self.test = ConnectionTest(self)
        self.test.pressed.connect(self._test)
        self.address.textEdited.connect(self._edited)
        self.token.textEdited.connect(self._edited)
        self.folder = NoteLabel("workspaceFolder", False, self)
        self.taken = NoteLabel("workspaceTaken", False, self)
        self.open_button = QPushButton(self.tr("Open It Instead"), self)
        self.open_button.setObjectName("openInsteadButton")
        self.open_button.setAutoDefault(False)
        self.open_button.setVisible(False)
        self.open_button.clicked.connect(self._open_instead)
        self._taken_path: Path | None = None
        self.problem = NoteLabel("workspaceProblem", True, self)
        self.address_problem = NoteLabel("workspacePortalProblem", True, self)
        grid = FieldGrid()
        grid.add(self.tr("Portal address"), self.address, fault=self.address_problem)
        grid.add(
            self.tr("Access token"),
            self.token,
            self.tr("From the portal's administrator. Kept in QGIS's authentication database, for this portal only."),
        )
        grid.addWidget(self.test, grid.rowCount(), 0, 1, 2)
        grid.setRowMinimumHeight(grid.rowCount(), 6)
        who = FieldGrid()
        who.add(self.tr("Your name in new records"), self.author)
        grid.addLayout(who, grid.rowCount(), 0)
        whose = FieldGrid()
        whose.add(self.tr("Organisation (EDRPOU code)"), self.organisation)
        grid.addLayout(whose, grid.rowCount() - 1, 1)
        grid.addWidget(self.organisation.note, grid.rowCount(), 0, 1, 2)
        grid.setColumnStretch(1, 1)
        form = QWidget(self)
        form.setLayout(grid)
        grid.setContentsMargins(0, 0, 4, 0)
        grid.setRowStretch(grid.rowCount(), 1)
        self._room = room = QScrollArea(self)
        room.setObjectName("portalPageScroll")
        room.setFrameShape(QFrame.Shape.NoFrame)
        room.setWidgetResizable(True)
        room.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        room.setWidget(form)
        layout = QVBoxLayout(self)
        layout.addWidget(room, 1)
        layout.addWidget(self.taken)
        layout.addWidget(self.open_button, 0, Qt.AlignmentFlag.AlignLeft)
        layout.addWidget(self.folder)
        layout.addWidget(self.problem)
        go_behind(self.token, [self.test.button, self.author, self.organisation, self.open_button])

    def show_prospect(self, found: Prospect) -> None:
        """Where the workspace will lie, and the one that has its name already."""
        self.folder.show_text(self.tr("The workspace will be made in {folder}").format(folder=found.folder))
        self._taken_path = found.taken
        self.taken.show_text(
            self.tr("There is a workspace for this territory already: {folder}").format(folder=found.taken)
            if found.taken is not None
            else ""
        )
        self.open_button.setVisible(found.taken is not None)

    def checked(self) -> bool:
        """Whether the address is one, or blank; else says so and stands there."""
        text = self.address.text().strip()
        address = tidy_address(text) if text else ""
        if address is None or (not text and self.token.text().strip()):
            self.address_problem.show_text(
                self.tr("Write the portal's address as its people gave it; it begins with https://.")
            )
            self.address.setFocus()
            self._room.ensureWidgetVisible(self.address)
            return False
        self.address.setText(address)
        self.address_problem.show_text("")
        if not self.organisation.check():
            self.organisation.setFocus()
            self._room.ensureWidgetVisible(self.organisation.note)
            return False
        self.problem.show_text("")
        return True

    def _test(self) -> None:
        self.test.forget()
        if not self.address.text().strip():
            self.test.show_result(False, self.tr("Enter the portal's address first."))
            self.address.setFocus()
        elif self.checked() and not self.token.text().strip():
            self.test.show_result(False, self.tr("Enter the access token that the portal's people gave you."))
            self.token.setFocus()
        elif self.address_problem.isHidden() and not self.organisation.fault():
            self.test.show_running()
            self.test_requested.emit(self.address.text(), self.token.text().strip())

    def _edited(self, _text: str) -> None:
        self.test.forget()
        self.problem.show_text("")
        self.address_problem.show_text("")

    def _open_instead(self) -> None:
        self.open_instead.emit(self._taken_path)
