"""A unit of the territory register: typed by a few letters, browsed as a tree, or taken from the place on the map."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from qgis.PyQt.QtCore import pyqtSignal
from qgis.PyQt.QtWidgets import QHBoxLayout, QLabel, QLineEdit, QPushButton, QVBoxLayout, QWidget

from ...records.definition import Field
from ...records.territory import is_code, stem
from ...store import boundaries
from ...store.boundaries import Found, HasFolder
from .editor import FieldEditor
from .territory_proposal import TerritoryProposal
from .territory_search import RecentUnits, TerritoryLookup, territory_lookup, territory_text
from .territory_tree import TerritoryDialog

if TYPE_CHECKING:
    from ...records.territory import Codifier

__all__ = ["TerritoryEditor", "territory_lookup", "territory_text"]

Geometry = dict[str, Any]


class TerritoryEditor(FieldEditor):
    """A KATOTTG code shown by its name, with the path up to the oblast under it.

    Names repeat, so a name alone is never taken for a unit: what was typed and not picked comes back as text.
    """

    unit_shown = pyqtSignal(object)  # a GeoJSON geometry with a bbox: the unit's extent, to be brought into sight

    def __init__(
        self,
        field: Field,
        codifier: Codifier | None,
        lang: str,
        within: tuple[str, ...] = (),
        parent: QWidget | None = None,
        *,
        workspace: HasFolder | None = None,
        recent: RecentUnits | None = None,
    ) -> None:
        """:param workspace: whose boundaries tell where units lie; without it no place proposes a unit.

        :param recent: the last used units, offered first.
        """
        super().__init__(field, lang, parent)
        self._codifier, self._workspace, self._recent, self._within = codifier, workspace, recent, within
        self._code: str | None = None
        self._setting = False
        self._by_place: str | None = None  # what the place filled in, and nobody has touched since
        self._geometry: Geometry | None = None
        self.line = QLineEdit(self)
        self.line.setClearButtonEnabled(True)
        self.browse_button = self._button(
            "browseTerritoryButton", self.tr("Browse…"), self.tr("Browse territory units")
        )
        self.show_button = self._button("showTerritoryButton", self.tr("Show"), self.tr("Show the unit on the map"))
        self.path_label = QLabel(self)
        self.path_label.setObjectName(f"path_{field.name}")
        self.path_label.setWordWrap(True)
        self.path_label.setVisible(False)
        row = QHBoxLayout()
        row.setSpacing(6)
        row.addWidget(self.line, 1)
        row.addWidget(self.browse_button)
        row.addWidget(self.show_button)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(2)
        layout.addLayout(row)
        layout.addWidget(self.path_label)
        self._adopt(self.line)
        self.lookup: TerritoryLookup | None = None
        self.proposal: TerritoryProposal | None = None
        self.dialog: TerritoryDialog | None = None
        if codifier is None:
            self.line.setPlaceholderText(self.tr("KATOTTG code, for example UA63000000000041885"))
        else:
            self.line.setPlaceholderText(self.tr("first letters of the settlement or hromada"))
            self.lookup = TerritoryLookup(self.line, codifier, lang, within, recent)
            self.lookup.chosen.connect(self._chosen)
            self.proposal = TerritoryProposal(codifier, lang, self)
            self.proposal.taken.connect(self._chosen)
            layout.addWidget(self.proposal)
        self.line.textChanged.connect(self._text_changed)
        self.browse_button.clicked.connect(self.browse)
        self.show_button.clicked.connect(self._show_unit)
        self.browse_button.setVisible(codifier is not None)
        self._show_path()

    def value(self) -> Any:
        text = self.line.text().strip()
        if self._code is not None:
            return self._code
        return text or None

    def set_value(self, value: Any) -> None:
        self._setting = True
        try:
            self._code = None
            text = "" if value is None else str(value)
            if is_code(text):
                self._code = text
                if self._codifier is not None and self._codifier.get(text) is not None:
                    text = self._codifier.label(text, self.lang)
            self.line.setText(text)
            self.line.setCursorPosition(0)
        finally:
            self._setting = False
        if self._code != self._by_place:
            self._by_place = None
        self._show_path()
        self._propose()

    def follow_place(self, geometry: Geometry | None, *, fill: bool) -> None:
        """The record's place is another one: its units are proposed.

        :param fill: a blank field, or one that an earlier place has filled, takes the unit whose boundary holds the
            place. A centre that happens to be the nearest is only proposed.
        """
        self._geometry = geometry
        found = self._found()
        sure = next((one.code for one in found if one.how == "boundary" and one.level in _DEEP), None)
        if fill and sure is not None and sure != self.value() and self.value() in (None, self._by_place):
            self._by_place = sure
            self.set_value(sure)
            self.changed.emit()
            self.left.emit()
        else:
            self._propose()

    def browse(self) -> None:
        """Opens the tree of units."""
        if self._codifier is None:
            return
        self.dialog = TerritoryDialog(self._codifier, self.lang, self._within, self._recent, self.window())
        self.dialog.chosen.connect(self._chosen)
        self.dialog.finished.connect(self._browsed)
        self.dialog.show_unit(self._code)
        self.dialog.open()

    def _browsed(self) -> None:
        dialog, self.dialog = self.dialog, None
        if dialog is not None:
            dialog.deleteLater()
        self.line.setFocus()

    def _chosen(self, code: str) -> None:
        self._by_place = None
        self.set_value(code)
        if self._recent is not None:
            self._recent.note(code)
        self.changed.emit()
        self.left.emit()

    def _text_changed(self, text: str) -> None:
        if self._setting:
            return
        typed = text.strip().upper()
        before, self._code = self._code, typed if is_code(typed) else None
        self._by_place = None
        self._show_path()
        if before != self._code:
            self._propose()  # what was filled in is there no more, and can be had again
        self.changed.emit()

    def _show_path(self) -> None:
        path = self._codifier.path(self._code, self.lang) if self._codifier is not None and self._code else []
        self.path_label.setText(" · ".join([*path[1:], self._code]) if path and self._code else "")
        self.path_label.setVisible(bool(path))
        self.show_button.setVisible(self._workspace is not None)
        self.show_button.setEnabled(bool(path))

    def _show_unit(self) -> None:
        if self._workspace is None or self._code is None:
            return
        for unit in self._codifier.units_above(self._code) if self._codifier is not None else ():
            box = boundaries.extent_of(self._workspace, unit.code, self._codifier)
            if box is not None:
                west, south, east, north = box
                ring = [[west, south], [east, south], [east, north], [west, north], [west, south]]
                self.unit_shown.emit({"type": "Polygon", "coordinates": [ring], "bbox": list(box)})
                return

    def _propose(self) -> None:
        """Shows what the place says, where the field says something else."""
        if self.proposal is None:
            return
        found = [one for one in self._found() if one.code != self._code and one.level in _DEEP]
        place = position_of(self._geometry)
        outside = False
        if place is not None and self._workspace is not None and self._code is not None:
            outside = boundaries.contains(self._workspace, self._code, *place, self._codifier) is False
            if not outside:  # only what is finer than what is there, within it
                found = [one for one in found if one.code.startswith(stem(self._code))]
        filled = self._by_place is not None and self._by_place == self._code
        self.proposal.show_found(found, outside, filled)

    def _found(self) -> tuple[Found, ...]:
        place = position_of(self._geometry)
        if place is None or self._workspace is None or self._codifier is None:
            return ()
        return boundaries.unit_at(self._workspace, *place, self._codifier)

    def _focus_left(self) -> None:
        if self._code is not None:
            self.set_value(self._code)
        super()._focus_left()

    def _button(self, name: str, text: str, spoken: str) -> QPushButton:
        button = QPushButton(text, self)
        button.setObjectName(name)
        button.setAccessibleName(spoken)
        button.setToolTip(spoken)
        button.setAutoDefault(False)
        return button


_DEEP = ("hromada", "settlement", "district")


def position_of(geometry: Geometry | None) -> tuple[float, float] | None:
    """Longitude and latitude that stand for a place: the point, else the middle of its vertices' extent."""
    if geometry is None:
        return None
    places = list(_positions(geometry.get("coordinates")))
    if not places:
        return None
    lons, lats = [place[0] for place in places], [place[1] for place in places]
    return (min(lons) + max(lons)) / 2, (min(lats) + max(lats)) / 2


def _positions(coordinates: Any) -> list[tuple[float, float]]:
    if not isinstance(coordinates, (list, tuple)) or not coordinates:
        return []
    if isinstance(coordinates[0], (int, float)):
        return [(float(coordinates[0]), float(coordinates[1]))] if len(coordinates) > 1 else []
    return [place for part in coordinates for place in _positions(part)]
