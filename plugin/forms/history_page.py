"""What became of the record in the form: who changed what and when, and the way back to an earlier version."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from qgis.PyQt.QtCore import QCoreApplication, Qt, pyqtSignal
from qgis.PyQt.QtWidgets import (
    QAbstractItemView,
    QHBoxLayout,
    QLabel,
    QListWidgetItem,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from ..records import wording
from ..records.catalogue import Catalogue
from ..records.dates import format_moment
from ..records.definition import GEOMETRY, RecordType
from ..store.history import Changes, Version
from .clashes import value_text
from .focus import show_focus
from .two_lines import ListWithHint

_VERSION = Qt.ItemDataRole.UserRole
SHOWN = 12
"""Fields that one line of history names."""
LONGEST = 160
"""Letters of a value that are shown."""


def change_lines(changes: Changes, rtype: RecordType, catalogue: Catalogue, lang: str, most: int = SHOWN) -> list[str]:
    """One line for each field that changed: "Title: “School” → “Lyceum”"; at last how many more there are."""
    named = [name for name in changes if name == GEOMETRY or rtype.has_field(name)]
    before = {name: pair[0] for name, pair in changes.items()}
    after = {name: pair[1] for name, pair in changes.items()}
    lines = []
    for name in named:
        label = _place() if name == GEOMETRY else rtype.field(name).label(lang)
        was = _short(value_text(rtype, name, before[name], before, catalogue, lang))
        now = _short(value_text(rtype, name, after[name], after, catalogue, lang))
        if was == now:  # two places that read alike, or values too long to be kept
            lines.append(QCoreApplication.translate("History", "{field}: changed").format(field=label))
        else:
            text = QCoreApplication.translate("History", "{field}: {before} → {after}")
            lines.append(text.format(field=label, before=was, after=now))
    if len(lines) > most:
        more = QCoreApplication.translate("History", "and %n more field(s)", None, len(lines) - most)
        lines[most:] = [more]
    return lines


def _short(text: str) -> str:
    """Its middle left out: what was changed at the end of a long text is seen, too."""
    return text if len(text) <= LONGEST else wording.shortened(text, LONGEST)


def _place() -> str:
    return str(QCoreApplication.translate("History", "Place on the map"))


class HistoryPage(QWidget):
    """Shows versions, the newest first; asking the portal and going back are the form's business."""

    ask_requested = pyqtSignal()
    back_requested = pyqtSignal(object)  # Version

    def __init__(
        self, rtype: RecordType, catalogue: Catalogue, has_portal: bool, lang: str, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._rtype, self._catalogue, self._lang = rtype, catalogue, lang
        self._may_go_back = True
        self._now: int | None = None
        self.setObjectName("historyPage")
        self.note = QLabel(self)
        self.note.setProperty("help", True)
        self.note.setWordWrap(True)
        self.list = ListWithHint(self)
        self.list.setObjectName("historyList")
        self.list.empty_text = self.tr("Nothing yet. Every change stands here from the first saving on.")
        show_focus(self.list)
        self.list.setAccessibleName(self.tr("History"))
        self.list.setWordWrap(True)
        self.list.setAlternatingRowColors(True)
        self.list.setSpacing(3)
        self.list.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.currentRowChanged.connect(self._update_buttons)
        self.back_button = QPushButton(self.tr("Go Back to This Version…"), self)
        self.back_button.setObjectName("historyBackButton")
        self.back_button.setAutoDefault(False)
        self.back_button.clicked.connect(self._back)
        self.ask_button = QPushButton(self.tr("Ask the Portal"), self)
        self.ask_button.setObjectName("historyAskButton")
        self.ask_button.setAutoDefault(False)
        self.ask_button.setVisible(has_portal)
        self.ask_button.clicked.connect(self._ask)
        row = QHBoxLayout()
        row.addWidget(self.back_button)
        row.addWidget(self.ask_button)
        row.addStretch(1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(12, 10, 12, 12)
        layout.addWidget(self.note)
        layout.addWidget(self.list, 1)
        layout.addLayout(row)
        self.say("")

    def show_versions(self, versions: Sequence[Version], may_go_back: bool, now: int | None = None) -> None:
        """Lists versions; `may_go_back` is False where the workspace can only be read.

        :param now: the revision that the record is like now; there is nothing to go back to.
        """
        self._may_go_back, self._now = may_go_back, now
        at = max(0, self.list.currentRow())
        self.list.clear()
        for version in versions:
            item = QListWidgetItem(self._text(version))
            item.setData(_VERSION, version)
            self.list.addItem(item)
        if versions:
            self.list.setCurrentRow(min(at, len(versions) - 1))
        self._update_buttons()

    def say(self, text: str) -> None:
        """A sentence above the list; the usual one where it is blank."""
        usual = self.tr("Who changed what, the newest first. What came before this workspace, the portal knows.")
        self.note.setText(text or usual)
        self.ask_button.setEnabled(True)

    def _text(self, version: Version) -> str:
        lines = [self._heading(version)]
        if version.changes is not None:
            lines += change_lines(version.changes, self._rtype, self._catalogue, self._lang) or [self.tr("no changes")]
        elif version.op in ("change", "known"):
            lines.append(self.tr("What was changed then is not known here."))
        return "\n".join([lines[0], *(f"  •  {line}" for line in lines[1:])])

    def _heading(self, version: Version) -> str:
        did = {
            "create": self.tr("created"),
            "delete": self.tr("deleted"),
            "leave": self.tr("no longer visible here"),
        }.get(version.op, "")
        if version.revision is None:
            parts = [self.tr("Not sent yet"), did]
        else:
            moment = format_moment(version.at, self._lang) if version.at else ""
            revision = self.tr("version {number}").format(number=version.revision)
            parts = [moment, version.author or "", revision, did]
            if version.revision == self._now:
                parts.append(self.tr("as it is now"))
        return " · ".join(part for part in parts if part)

    def _chosen(self) -> Version | None:
        item = self.list.currentItem()
        version: Any = item.data(_VERSION) if item is not None else None
        return version

    def _update_buttons(self, _row: int = 0) -> None:
        version = self._chosen()
        possible = version is not None and version.revision not in (None, self._now) and version.record is not None
        self.back_button.setEnabled(possible and self._may_go_back)

    def _back(self) -> None:
        version = self._chosen()
        if version is not None:
            self.back_requested.emit(version)

    def _ask(self) -> None:
        self.note.setText(self.tr("Asking the portal…"))
        self.ask_button.setEnabled(False)
        self.ask_requested.emit()
