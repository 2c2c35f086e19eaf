"""*Restore from Backup…*: which backup, and what would come back, before anything does."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from qgis.PyQt.QtCore import Qt, pyqtSignal
from qgis.PyQt.QtGui import QStandardItem, QStandardItemModel
from qgis.PyQt.QtWidgets import (
    QAbstractItemView,
    QCheckBox,
    QDialog,
    QHBoxLayout,
    QLabel,
    QListWidget,
    QListWidgetItem,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from ..forms.focus import show_focus
from ..forms.help_button import HelpButton
from ..forms.theme import style_sheet
from ..records import messages
from ..records.dates import format_moment
from ..store.backup import Backup
from ..store.restoring import KINDS, USUAL, Kind
from .message_rows import NOTE_ROLE, SIGN_ROLE, MessageDelegate, MessageList
from .words import named

_NAME = Qt.ItemDataRole.UserRole


@dataclass(frozen=True)
class RestoreRow:
    """One record that restoring would touch: its title, its type in words, the fields that differ, and its type."""

    kind: Kind
    title: str
    type_label: str
    fields: str = ""
    type: str = "other"


@dataclass(frozen=True)
class RestorePreview:
    """What restoring a backup would do: how many of each kind, and the first of them."""

    name: str
    counts: dict[Kind, int]
    rows: tuple[RestoreRow, ...]


class RestoreDialog(QDialog):
    """Asks for a preview of each backup that is chosen, and for the restoration; it reads and writes nothing itself."""

    preview_requested = pyqtSignal(str)  # name
    restore_requested = pyqtSignal(str, object)  # name, set of kinds

    def __init__(self, backups: Sequence[Backup], lang: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._lang = lang
        self._preview: RestorePreview | None = None
        self._busy = False
        self.setObjectName("restoreDialog")
        self.setWindowTitle(self.tr("Restore from backup"))
        self.setStyleSheet(style_sheet(self.palette()))
        self.resize(760, 500)
        intro = QLabel(
            self.tr(
                "Records become what they were in the backup, as changes that wait to be sent. What there is now is "
                "backed up first."
            ),
            self,
        )
        intro.setWordWrap(True)
        self.list = QListWidget(self)
        self.list.setObjectName("backupList")
        self.list.setAccessibleName(self.tr("Backups"))
        self.list.setFixedWidth(270)
        self.list.setItemDelegate(MessageDelegate(self.list))
        for one in backups:
            moment, about = self._told(one)
            item = QListWidgetItem(moment)
            item.setData(NOTE_ROLE, about)
            item.setData(Qt.ItemDataRole.AccessibleTextRole, f"{moment}, {about}")
            item.setData(_NAME, one.name)
            self.list.addItem(item)
        self.told = QLabel(self)
        self.told.setObjectName("restoreTold")
        self.told.setWordWrap(True)
        self.boxes: dict[Kind, QCheckBox] = {}
        self.rows = MessageList("restoreRows", self.tr("Records that would come back or change"), self)
        self.model = QStandardItemModel(self)
        self.rows.setModel(self.model)
        self.rows.setSelectionMode(QAbstractItemView.SelectionMode.NoSelection)
        show_focus(self.list)
        right = QVBoxLayout()
        right.addWidget(self.told)
        for kind in KINDS:
            box = QCheckBox(self)
            box.setObjectName(f"restore_{kind}")
            box.setChecked(kind in USUAL)
            box.toggled.connect(self._show_rows)
            self.boxes[kind] = box
            right.addWidget(box)
        right.addWidget(self.rows, 1)
        for before, after in pairwise([self.list, *self.boxes.values(), self.rows]):
            QWidget.setTabOrder(before, after)
        self.restore_button = QPushButton(self.tr("Restore"), self)
        self.restore_button.setObjectName("restoreButton")
        self.restore_button.clicked.connect(self._restore)
        self.close_button = QPushButton(self.tr("Cancel"), self)
        self.close_button.setObjectName("cancelRestoreButton")
        self.close_button.setAutoDefault(False)
        self.close_button.clicked.connect(self.reject)
        bottom = QHBoxLayout()
        bottom.addWidget(HelpButton(self))
        bottom.addStretch(1)
        bottom.addWidget(self.restore_button)
        bottom.addWidget(self.close_button)
        middle = QHBoxLayout()
        middle.addWidget(self.list)
        middle.addLayout(right, 1)
        layout = QVBoxLayout(self)
        layout.addWidget(intro)
        layout.addLayout(middle, 1)
        layout.addLayout(bottom)
        self.list.currentItemChanged.connect(self._chosen)
        self._show_rows()
        if backups:
            self.told.setText(self.tr("Choose a backup on the left."))
        else:
            self.told.setText(self.tr("There are no backups yet. One is made before each exchange with the portal."))

    @property
    def name(self) -> str | None:
        """The backup that is chosen."""
        item = self.list.currentItem()
        return None if item is None else str(item.data(_NAME))

    def show_preview(self, preview: RestorePreview) -> None:
        """What the chosen backup would bring; one that is not chosen any more is passed over."""
        if preview.name != self.name:
            return
        self._preview = preview
        total = sum(preview.counts.values())
        self.told.setText("" if total else self.tr("This backup does not differ from what there is."))
        self.told.setVisible(not total)
        self._show_rows()

    def show_trouble(self, text: str) -> None:
        """Why there is no preview, or why nothing was restored."""
        self._busy = False
        self.told.setText(text)
        self.told.setVisible(True)
        self._show_rows()

    def kinds(self) -> frozenset[Kind]:
        """What is to be restored."""
        return frozenset(kind for kind, box in self.boxes.items() if box.isChecked())

    # --- inside -------------------------------------------------------------------------------------------------------

    def _told(self, one: Backup) -> tuple[str, str]:
        reasons = {
            "sync": self.tr("before an exchange"),
            "upgrade": self.tr("before an upgrade"),
            "hand": self.tr("made on request"),
            "restore": self.tr("before restoring"),
        }
        size = messages.format_size(one.bytes, self._lang)
        return format_moment(one.made_at.isoformat(), self._lang), f"{reasons[one.reason]} · {size}"

    def _chosen(self) -> None:
        self._preview = None
        self._show_rows()
        if self.name is not None:
            self.list.currentItem().setSelected(True)  # the keyboard alone makes it current, and no more
            self.told.setText(self.tr("Comparing…"))
            self.told.setVisible(True)
            self.preview_requested.emit(self.name)

    def _show_rows(self, _checked: bool = False) -> None:
        counts = self._preview.counts if self._preview is not None else {}
        labels = {
            "back": self.tr("Bring back %n deleted record(s)", "", counts.get("back", 0)),
            "change": self.tr("Put %n changed record(s) back", "", counts.get("change", 0)),
            "go": self.tr("Delete %n record(s) that came later", "", counts.get("go", 0)),
        }
        for kind, box in self.boxes.items():
            box.setVisible(self._preview is not None and counts.get(kind, 0) > 0)
            box.setText(labels[kind])
        self.model.clear()
        headings = {
            "back": self.tr("Come back"),
            "change": self.tr("Become what they were"),
            "go": self.tr("Are deleted"),
        }
        shown = [one for one in (self._preview.rows if self._preview is not None else ()) if one.kind in self.kinds()]
        for kind in KINDS:
            of_kind = [one for one in shown if one.kind == kind]
            if of_kind:
                self._row(headings[kind])
            for one in of_kind:
                self._row(named(one.type_label, one.title), one.type, one.fields)
        wanted = sum(counts.get(kind, 0) for kind in self.kinds())
        if wanted > len(shown):
            self._row(self.tr("and %n more", "", wanted - len(shown)))
        self.restore_button.setEnabled(bool(wanted) and not self._busy)

    def _row(self, text: str, sign: str = "", note: str = "") -> None:
        """A record, or a heading, which has no sign."""
        item = QStandardItem(text)
        item.setEditable(False)
        item.setData(sign, SIGN_ROLE)
        item.setData(note, NOTE_ROLE)
        item.setAccessibleText(", ".join(part for part in (text, note) if part))
        item.setToolTip("\n".join(part for part in (text, note) if part))
        self.model.appendRow(item)

    def _restore(self) -> None:
        if self.name is not None:
            self._busy = True
            self.restore_button.setEnabled(False)
            self.told.setText(self.tr("Restoring…"))
            self.told.setVisible(True)
            self.restore_requested.emit(self.name, self.kinds())
