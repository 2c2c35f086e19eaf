"""The search for a territory unit under a line: found by a few letters of any level, the last used ones first."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from qgis.PyQt.QtCore import QCoreApplication, QEvent, QModelIndex, QObject, QPoint, QRect, QSize, Qt
from qgis.PyQt.QtGui import QPainter, QPalette, QStandardItem
from qgis.PyQt.QtWidgets import (
    QApplication,
    QLineEdit,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QWidget,
)

from ...records.territory import COUNTRY, fold_name
from ..sticky import Sticky
from ..theme import muted
from .lookup import KEY_ROLE, Lookup, Offer

if TYPE_CHECKING:
    from ...records.territory import Codifier, Unit

BETWEEN = " · "


class RecentUnits:
    """The units that were picked last, kept in the profile for each workspace."""

    MOST = 8

    def __init__(self, sticky: Sticky, key: str) -> None:
        self._sticky, self._key = sticky, f"{key}/units"

    def codes(self) -> list[str]:
        """KATOTTG codes, the last one first."""
        codes = self._sticky.recall(self._key).get("codes", [])
        return [code for code in codes if isinstance(code, str)] if isinstance(codes, list) else []

    def note(self, code: str) -> None:
        """A unit was picked."""
        codes = [code, *(other for other in self.codes() if other != code)][: self.MOST]
        self._sticky.remember(self._key, {"codes": codes})


class TerritoryLookup(Lookup):
    """A search over the codifier; the keys are KATOTTG codes. Every key is answered at once, the first one too.

    A blank line offers the last used units, when it is clicked or at the Down key.
    """

    DELAY_MS = 0
    LETTERS = 0
    WIDTH = 460

    def __init__(
        self,
        line: QLineEdit,
        codifier: Codifier,
        lang: str,
        within: tuple[str, ...] = (),
        recent: RecentUnits | None = None,
    ) -> None:
        """:param within: areas whose units come first; empty means the whole country."""
        super().__init__(line, self._offers)
        self._codifier, self._lang = codifier, lang
        self._within = tuple(area for area in within if area != COUNTRY)
        self._recent = recent
        popup = self.completer.popup()
        popup.setObjectName("territoryPopup")
        popup.setAccessibleName(QCoreApplication.translate("TerritoryEditor", "Units found"))
        popup.setItemDelegate(_PathDelegate(popup))
        line.installEventFilter(self)

    def offer(self) -> None:
        super().offer()
        text = self._line.text().strip()
        if text and not self.model.rowCount() and self._line.hasFocus():
            self._say_nothing_found()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if watched is self._line and not self._line.text():
            clicked = event.type() == QEvent.Type.MouseButtonRelease
            down = event.type() == QEvent.Type.KeyPress and event.key() == Qt.Key.Key_Down
            if (clicked or down) and not self.completer.popup().isVisible():
                self.offer()
        return super().eventFilter(watched, event)

    def _activated(self, index: QModelIndex) -> None:
        if index.data(KEY_ROLE):  # not the line that says that nothing was found
            super()._activated(index)

    def _say_nothing_found(self) -> None:
        """A line that cannot be picked, so that silence is not taken for slowness."""
        item = QStandardItem(QCoreApplication.translate("TerritoryEditor", "Nothing found. Fewer letters find more."))
        item.setFlags(Qt.ItemFlag.ItemIsEnabled)
        self.model.appendRow(item)
        self.completer.popup().setMinimumWidth(max(self._line.width(), self.WIDTH))
        self.completer.complete()

    def _offers(self, text: str, limit: int) -> Sequence[Offer]:
        recent = self._recent_units(text)
        if not text:
            return [self._offer(unit, "") for unit in recent]
        units: dict[str, Unit] = {unit.code: unit for unit in recent}
        for area in self._within:
            units.update((unit.code, unit) for unit in self._codifier.search(text, limit, within=area))
        if len(units) < limit:
            for unit in self._codifier.search(text, limit):
                units.setdefault(unit.code, unit)
        return [self._offer(unit, text) for unit in list(units.values())[:limit]]

    def _recent_units(self, text: str) -> list[Unit]:
        units = [self._codifier.get(code) for code in (self._recent.codes() if self._recent is not None else ())]
        wanted = fold_name(text).split()
        return [unit for unit in units if unit is not None and not unit.withdrawn and _begins(unit, wanted)]

    def _offer(self, unit: Unit, text: str) -> Offer:
        return Offer(unit.code, offer_text(self._codifier, unit, self._lang, text), unit.code)


def territory_lookup(line: QLineEdit, codifier: Codifier, lang: str, within: tuple[str, ...] = ()) -> TerritoryLookup:
    """A search over the codifier under a line."""
    return TerritoryLookup(line, codifier, lang, within)


def territory_text(codifier: Codifier, code: str, lang: str) -> str:
    """A unit with its whole path: "с. Циркуни · Циркунівська громада · Харківський район · Харківська область"."""
    return BETWEEN.join(codifier.path(code, lang))


def offer_text(codifier: Codifier, unit: Unit, lang: str, typed: str) -> str:
    """The unit with its path; with its former name where it was that what was typed."""
    path = codifier.path(unit.code, lang)
    wanted = fold_name(typed).split()
    former = ""
    if unit.old_names and wanted and not _named(unit.name, wanted):
        former = next((name for name in unit.old_names if _named(name, wanted)), "")
    if former:
        formerly = QCoreApplication.translate("TerritoryEditor", "{name} (formerly {former})")
        path[0] = formerly.format(name=path[0], former=former)
    return BETWEEN.join(path)


def _named(name: str, wanted: list[str]) -> bool:
    return any(word.startswith(wanted[0]) for word in fold_name(name).split())


def _begins(unit: Unit, wanted: list[str]) -> bool:
    words = [word for name in (unit.name, *unit.old_names) for word in fold_name(name).split()]
    return all(any(word.startswith(part) for word in words) for part in wanted)


class _PathDelegate(QStyledItemDelegate):
    """The unit's name on the first line, what it lies in under it, quieter; each elided to the width there is."""

    _MARGIN = 6

    def sizeHint(self, option: QStyleOptionViewItem, index: QModelIndex) -> QSize:
        lines = 2 if BETWEEN in str(index.data()) else 1
        return QSize(10, lines * option.fontMetrics.height() + 8)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex) -> None:
        shown = QStyleOptionViewItem(option)
        self.initStyleOption(shown, index)
        name, _, path = str(index.data()).partition(BETWEEN)
        shown.text = ""
        widget: QWidget | None = option.widget
        style = widget.style() if widget is not None else QApplication.style()
        style.drawControl(QStyle.ControlElement.CE_ItemViewItem, shown, painter, widget)
        chosen = bool(option.state & QStyle.StateFlag.State_Selected)
        role = QPalette.ColorRole.HighlightedText if chosen else QPalette.ColorRole.Text
        painter.save()
        metrics = option.fontMetrics
        width = option.rect.width() - 2 * self._MARGIN
        line = QRect(option.rect.topLeft() + QPoint(self._MARGIN, 4), QSize(width, metrics.height()))
        for text, colour in (
            (name, option.palette.color(role)),
            (path, option.palette.color(role) if chosen else muted(option.palette)),
        ):
            painter.setPen(colour)
            elided = metrics.elidedText(text, Qt.TextElideMode.ElideRight, width)
            painter.drawText(line, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, elided)
            line.moveTop(line.top() + metrics.height())
        painter.restore()
