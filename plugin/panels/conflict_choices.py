"""The right side of the window of conflicts: a row for each differing field, in which a side is chosen."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from qgis.PyQt.QtCore import QSize, Qt, pyqtSignal
from qgis.PyQt.QtGui import QColor, QMouseEvent, QPainter, QPaintEvent, QPen
from qgis.PyQt.QtWidgets import (
    QButtonGroup,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QRadioButton,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from ..forms.geometry_text import describe_geometry
from ..forms.theme import muted
from ..records import wording
from ..records.dates import format_moment
from ..records.definition import GEOMETRY, RecordType
from ..records.territory import Codifier
from ..store.workspace import Workspace
from ..sync.conflict_view import SIDES, WHOLE, ConflictView, Row, Side

MINE_COLOR = QColor(47, 128, 216)
PORTAL_COLOR = QColor(217, 95, 2)
"""Both stand out by 3 : 1 at least on light windows and maps, and on dark ones."""


class Swatch(QWidget):
    """How a side is drawn on the map: mine in a whole line with a circle, the portal's in a broken one with a cross."""

    def __init__(self, side: Side, spoken: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._side = side
        self.setFixedSize(44, 16)
        self.setAccessibleName(spoken)
        self.setToolTip(spoken)

    def sizeHint(self) -> QSize:
        return QSize(44, 16)

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        mine = self._side == "mine"
        pen = QPen(MINE_COLOR if mine else PORTAL_COLOR, 2.4)
        pen.setStyle(Qt.PenStyle.SolidLine if mine else Qt.PenStyle.DashLine)
        painter.setPen(pen)
        painter.drawLine(2, 8, 42, 8)
        pen.setStyle(Qt.PenStyle.SolidLine)
        painter.setPen(pen)
        if mine:
            painter.setBrush(self.palette().base())
            painter.drawEllipse(17, 3, 10, 10)
        else:
            painter.drawLine(17, 3, 27, 13)
            painter.drawLine(27, 3, 17, 13)


class SideCell(QWidget):
    """A radio button and the whole text of a value beside it; a click on the text chooses, too."""

    def __init__(
        self, name: str, spoken: str, text: str, swatch: QWidget | None, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.button = QRadioButton(self)
        self.button.setObjectName(name)
        self.button.setAccessibleName(spoken)
        self.label = QLabel(text, self)
        self.label.setTextFormat(Qt.TextFormat.PlainText)
        self.label.setWordWrap(True)
        self.label.setAlignment(Qt.AlignmentFlag.AlignTop | Qt.AlignmentFlag.AlignLeft)
        texts = QVBoxLayout()
        texts.setSpacing(2)
        if swatch is not None:
            swatch.setParent(self)
            texts.addWidget(swatch)
        texts.addWidget(self.label, 1)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self.button, 0, Qt.AlignmentFlag.AlignTop)
        layout.addLayout(texts, 1)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if event.button() == Qt.MouseButton.LeftButton:
            self.button.click()


class _Table(QWidget):
    """Thin lines between the rows of its grid, as far as they are taken."""

    def paintEvent(self, _event: QPaintEvent) -> None:
        grid = self.layout()
        painter = QPainter(self)
        quiet = muted(self.palette())
        quiet.setAlpha(70)
        painter.setPen(quiet)
        half = grid.verticalSpacing() // 2
        for row in range(1, grid.rowCount()):
            first = grid.itemAtPosition(row, 0)
            if first is not None:  # a grid of wrapped texts does not know its cells, its items do
                top = first.geometry().top() - half - 1
                painter.drawLine(0, top, self.width(), top)


class ConflictChoices(QWidget):
    """The rows of one conflict. Nothing is applied by choosing."""

    changed = pyqtSignal()

    def __init__(self, lang: str, codifier: Codifier | None = None, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._lang, self._codifier = lang, codifier
        self._groups: dict[str, QButtonGroup] = {}
        self._buttons: dict[tuple[str, Side], QRadioButton] = {}
        self._content: QWidget | None = None
        self._layout = QVBoxLayout(self)
        self._layout.setContentsMargins(6, 4, 6, 4)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        # QGIS's dark themes give labels an unseen border, which indents them: a value would stand beside its choice.
        self.setStyleSheet("QLabel { border: none; }")

    @property
    def buttons(self) -> list[QRadioButton]:
        """The choices, row by row."""
        return list(self._buttons.values())

    def show_conflict(self, workspace: Workspace, seen: ConflictView | None) -> None:
        """Shows the rows of a conflict, none of them chosen; None shows nothing."""
        self._groups.clear()
        self._buttons.clear()
        if self._content is not None:
            self._layout.removeWidget(self._content)
            self._content.hide()
            self._content.deleteLater()
            self._content = None
        if seen is None:
            return
        self._content = _Table(self)
        grid = QGridLayout(self._content)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(12)
        grid.setVerticalSpacing(11)
        for column, stretch in enumerate((2, 3, 4, 4)):
            grid.setColumnStretch(column, stretch)
        self._head(grid, seen)
        rtype = workspace.rtype(seen.conflict.type)
        for at, row in enumerate(seen.rows, start=1):
            if row.name == WHOLE:
                self._whole_row(grid, at, seen)
            else:
                self._field_row(grid, at, workspace, rtype, row)
        for at, row in enumerate(seen.changed, start=len(seen.rows) + 1):
            self._told_row(grid, at, workspace, rtype, row, seen.mine is not None)
        grid.setRowStretch(len(seen.rows) + len(seen.changed) + 1, 1)
        self._layout.addWidget(self._content, 1)
        self._content.show()

    def sides(self) -> dict[str, Side]:
        """What has been chosen so far, by the name of the row."""
        found: dict[str, Side] = {}
        for (name, side), button in self._buttons.items():
            if button.isChecked():
                found[name] = side
        return found

    def complete(self) -> bool:
        """Whether every row has its side."""
        return len(self.sides()) == len(self._groups)

    def choose_all(self, side: Side) -> None:
        """Takes one side in every row."""
        for (_, one), button in self._buttons.items():
            if one == side:
                button.setChecked(True)
        self.changed.emit()

    def choose(self, name: str, side: Side) -> None:
        """Takes a side in one row."""
        self._buttons[name, side].setChecked(True)
        self.changed.emit()

    def first_button(self) -> QWidget | None:
        """Where the keyboard goes."""
        return next(iter(self._buttons.values()), None)

    # --- the rows -----------------------------------------------------------------------------------------------------

    def _head(self, grid: QGridLayout, seen: ConflictView) -> None:
        who = ", ".join(
            part
            for part in (
                seen.conflict.author or "",
                format_moment(seen.conflict.at, self._lang) if seen.conflict.at else "",
            )
            if part
        )
        headings = (self.tr("Field"), self.tr("Before"), self.tr("Mine"), self.tr("Portal's"))
        for column, text in enumerate(headings):
            label = self._label(text)
            font = label.font()
            font.setBold(True)
            label.setFont(font)
            if column < 3:
                grid.addWidget(label, 0, column)
        author = self._label(who)
        author.setStyleSheet(f"color: {muted(self.palette()).name()};")
        author.setVisible(bool(who))
        last = QVBoxLayout()
        last.setSpacing(0)
        last.addWidget(label)
        last.addWidget(author)
        grid.addLayout(last, 0, 3)

    def _field_row(self, grid: QGridLayout, at: int, workspace: Workspace, rtype: RecordType, row: Row) -> None:
        labels = [wording.field_label(rtype, name, self._lang) for name in row.differing]
        title = ", ".join(labels)
        has_place = GEOMETRY in row.differing
        grid.addWidget(self._label(title), at, 0)
        before = self._text(workspace, rtype, row, row.before) if row.before is not None else self.tr("not known")
        quiet = self._label(before)
        quiet.setStyleSheet(f"color: {muted(self.palette()).name()};")
        grid.addWidget(quiet, at, 1)
        texts: dict[Side, str] = {
            "mine": self._text(workspace, rtype, row, row.mine),
            "portal": self._text(workspace, rtype, row, row.theirs),
        }
        if texts["mine"] == texts["portal"]:  # names repeat, and so may roundings
            texts = {"mine": _plain(row, row.mine), "portal": _plain(row, row.theirs)}
        self._sides(grid, at, row.name, title, texts, has_place)

    def _whole_row(self, grid: QGridLayout, at: int, seen: ConflictView) -> None:
        title = self.tr("The record")
        grid.addWidget(self._label(title), at, 0)
        grid.addWidget(
            self._label(self.tr("there on both sides") if seen.base is not None else self.tr("not known")), at, 1
        )
        gone = self.tr("%n record(s) that hang off it go with it", "", len(seen.children)) if seen.children else ""
        back = self.tr("%n record(s) deleted with it come back", "", len(seen.lost)) if seen.lost else ""
        if seen.situation == "portal_deleted":
            mine = self.tr("keep it: it is made again on the portal")
            if seen.out_of_view:
                mine = self.tr("keep it as a new record: the old one is out of your view there")
            portal = "\n".join(part for part in (self.tr("delete it here, too"), gone) if part)
        else:
            mine = "\n".join(part for part in (self.tr("delete it on the portal, too"), gone) if part)
            portal = "\n".join(part for part in (self.tr("keep it: it comes back here"), back) if part)
        self._sides(grid, at, WHOLE, title, {"mine": mine, "portal": portal}, False)

    def _told_row(
        self, grid: QGridLayout, at: int, workspace: Workspace, rtype: RecordType, row: Row, is_mine: bool
    ) -> None:
        """What the side that still has the record changed: told, not chosen."""
        grid.addWidget(self._label(wording.field_label(rtype, row.name, self._lang)), at, 0)
        quiet = self._label(self._text(workspace, rtype, row, row.before))
        quiet.setStyleSheet(f"color: {muted(self.palette()).name()};")
        grid.addWidget(quiet, at, 1)
        grid.addWidget(self._label(self._text(workspace, rtype, row, row.mine)), at, 2 if is_mine else 3)

    def _sides(
        self, grid: QGridLayout, at: int, name: str, title: str, texts: Mapping[Side, str], has_place: bool
    ) -> None:
        group = QButtonGroup(self._content)
        spoken: dict[Side, str] = {"mine": self.tr("mine"), "portal": self.tr("portal's")}
        for column, side in enumerate(SIDES, start=2):
            swatch = Swatch(side, self.drawn(side), self) if has_place else None
            cell = SideCell(
                f"take_{side}_{name}", f"{title}, {spoken[side]}: {texts[side]}", texts[side], swatch, self._content
            )
            group.addButton(cell.button)
            cell.button.clicked.connect(self.changed)
            self._buttons[name, side] = cell.button
            grid.addWidget(cell, at, column)
        self._groups[name] = group

    def drawn(self, side: Side) -> str:
        """How a side is drawn on the map, in words."""
        if side == "mine":
            return str(self.tr("Mine on the map: whole line, circle"))
        return str(self.tr("Portal's on the map: broken line, cross"))

    def _text(self, workspace: Workspace, rtype: RecordType, row: Row, record: Mapping[str, Any] | None) -> str:
        """A side's value; of fields that mean one thing together, those that differ, each with its name."""
        names = row.differing or row.fields
        texts = [self._value(workspace, rtype, name, record) for name in names]
        if len(texts) == 1:
            return texts[0]
        labels = (wording.field_label(rtype, name, self._lang) for name in names)
        return "\n".join(f"{label}: {text}" for label, text in zip(labels, texts, strict=True))

    def _value(self, workspace: Workspace, rtype: RecordType, name: str, record: Mapping[str, Any] | None) -> str:
        """A value in words; of a territory its name, of another record its title."""
        text = wording.value_text(rtype, name, record, workspace.catalogue, self._lang)
        value = None if record is None else record.get(name)
        if name == GEOMETRY and value:
            return describe_geometry(value, self._lang)
        if name == "katottg" and value and self._codifier is not None:
            return ", ".join(self._codifier.path(str(value), self._lang)[:2]) or text
        if value and rtype.has_field(name) and rtype.field(name).type == "datetime":
            return format_moment(str(value), self._lang)
        for key in rtype.foreign_keys:
            if key.field == name and value:
                other = workspace.get(key.type, str(value))
                return workspace.catalogue.type(key.type).title(other) if other is not None else text
        return text

    def _label(self, text: str) -> QLabel:
        label = QLabel(text, self._content)
        label.setTextFormat(Qt.TextFormat.PlainText)
        label.setWordWrap(True)
        label.setAlignment(Qt.AlignmentFlag.AlignTop | Qt.AlignmentFlag.AlignLeft)
        return label


def _plain(row: Row, record: Mapping[str, Any] | None) -> str:
    """Values as they travel, for sides that read the same."""
    return ", ".join(str((record or {}).get(name, "–")) for name in row.differing)[:200]
