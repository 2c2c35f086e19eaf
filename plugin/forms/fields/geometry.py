"""The place of a record: buttons to put it on the map, coordinates typed or pasted, what is there now in words."""

from __future__ import annotations

from collections.abc import Callable
from itertools import pairwise
from typing import Any

from qgis.PyQt.QtCore import Qt, pyqtSignal
from qgis.PyQt.QtGui import QHideEvent, QKeyEvent, QShowEvent
from qgis.PyQt.QtWidgets import QHBoxLayout, QLabel, QLineEdit, QMenu, QPushButton, QVBoxLayout, QWidget

from ..access import WorkspaceAccess
from ..flow import FlowLayout
from ..geometry_text import describe_geometry, kind_of
from ..place_candidate import Candidate
from ..place_remarks import Remark
from .place_entry import PlaceEntry
from .place_preview import PlacePreview
from .remark_lines import RemarkLines


class GeometryEditor(QWidget):
    """The record's place. Drawing is asked for with `place_requested`, whose answer comes in by `set_value`.

    Every other way leads to a candidate that is shown on the map before it is taken (:mod:`.place_entry`).
    """

    changed = pyqtSignal()
    left = pyqtSignal()
    place_requested = pyqtSignal(str)  # "point", "line" or "area"
    flash_requested = pyqtSignal(object)  # the geometry, to be shown on the map
    precision_told = pyqtSignal(str)  # how exact the place is that was just taken, as its source tells; "" for unknown

    def __init__(
        self,
        geometry: str,
        lang: str,
        parent: QWidget | None = None,
        access: WorkspaceAccess | None = None,
        stated: Callable[[], str | None] = lambda: None,
    ) -> None:
        """:param geometry: what the record type takes, "any" or "point".

        :param access: asked for boundaries, centres, coordinate systems and the map; without it there are only degrees.
        :param stated: the KATOTTG code that the record has now.
        """
        super().__init__(parent)
        self.lang = lang
        self.setObjectName("editor_geom")
        self.setProperty("helpAnchor", "geom")
        self._value: dict[str, Any] | None = None
        self._coarse: dict[str, Any] | None = None  # the place, where it is a settlement's centre
        self.summary = QLabel(self)
        self.summary.setObjectName("geometrySummary")
        self.summary.setWordWrap(True)
        self.line = QLineEdit(self)
        self.line.setObjectName("field_geom")
        self.line.setAccessibleName(self.tr("Coordinates"))
        self.line.setPlaceholderText(self.tr("or coordinates, latitude first: 49.9935, 36.2304"))
        self.line.setToolTip(
            self.tr(
                "Degrees, degrees with minutes and seconds, metres of a coordinate system, or a link from a map: type "
                "or paste them, Enter takes the place. A list of corners becomes a line or an area."
            )
        )
        self.line.setClearButtonEnabled(True)
        self.problem = RemarkLines("coordinatesProblem", self)
        self.preview = PlacePreview(access.places if access is not None else None, lang, self)
        self.entry = PlaceEntry(self.line, self.preview, access, stated, self._is_drawn, lang, self,
                                several=geometry == "any")  # fmt: skip
        self.entry.taken.connect(self._take)
        self.entry.complaint.connect(self._complain)
        self._lay_out(geometry, other_ways=access is not None and access.places is not None)
        self.setFocusProxy(self.findChild(QPushButton, "placePointButton"))
        self.set_value(None)

    def _lay_out(self, geometry: str, *, other_ways: bool) -> None:
        ways = QWidget(self)
        buttons = FlowLayout(ways)
        buttons.setContentsMargins(0, 0, 0, 0)
        buttons.setSpacing(6)
        kinds = [("point", "placePointButton", self.tr("Point on Map"))]
        if geometry == "any":
            kinds += [
                ("line", "placeLineButton", self.tr("Line on Map")),
                ("area", "placeAreaButton", self.tr("Area on Map")),
            ]
        for kind, name, text in kinds:
            button = self._button(name, text, text)
            button.setProperty("kind", kind)
            button.clicked.connect(self._place)
            buttons.addWidget(button)
        if other_ways:
            buttons.addWidget(self._other_ways())
        self.show_button = self._button("showPlaceButton", self.tr("Show"), self.tr("Show the place on the map"))
        self.show_button.clicked.connect(self._show_on_map)
        self.clear_button = self._button("clearPlaceButton", self.tr("Clear"), self.tr("Clear the place"))
        self.clear_button.clicked.connect(self._clear)
        typed = QHBoxLayout()
        typed.setSpacing(6)
        typed.addWidget(self.line, 1)
        typed.addWidget(self.show_button)
        typed.addWidget(self.clear_button)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(4)
        layout.addWidget(self.summary)
        layout.addWidget(ways)
        layout.addLayout(typed)
        layout.addWidget(self.preview)
        layout.addWidget(self.problem)
        order = [*ways.findChildren(QPushButton), self.line, self.show_button, self.clear_button]
        order += [self.preview.systems, self.preview.other, self.preview.as_area, self.preview.as_line]
        order += [self.preview.take, self.preview.discard]
        for before, after in pairwise(order):
            QWidget.setTabOrder(before, after)

    def _other_ways(self) -> QPushButton:
        button = self._button("otherWaysButton", self.tr("Other Ways"), self.tr("Other ways to the place"))
        menu = QMenu(button)
        menu.setObjectName("otherWaysMenu")
        for name, text, slot in (
            ("gpsAction", self.tr("GPS Position"), self.entry.use_gps),
            ("photoPlaceAction", self.tr("Place of a Photo…"), self.entry.use_photo),
            ("centreAction", self.tr("Centre of the Settlement"), self.entry.use_centre),
        ):
            action = menu.addAction(text)
            action.setObjectName(name)
            action.triggered.connect(slot)
        button.setMenu(menu)
        return button

    def value(self) -> dict[str, Any] | None:
        return self._value

    def set_value(self, value: dict[str, Any] | None) -> None:
        """Shows a place that the record has. What is typed and not taken yet stays where the place stays the same.

        :param value: a GeoJSON geometry (lon, lat, WGS 84) or None.
        """
        same = value == self._value
        coarse, self._coarse = self._coarse, None
        if coarse is not None and value is not None and value != coarse:
            self.precision_told.emit("")  # it was a settlement's centre, and now is something else
        elif coarse is not None and value == coarse:
            self._coarse = coarse
        self._value = value
        self.summary.setText(self.tr("Not placed yet") if value is None else describe_geometry(value, self.lang))
        self.clear_button.setEnabled(value is not None)
        self.show_button.setEnabled(value is not None)
        if not (same and self.has_unread_text):
            self.entry.clear()
            self._complain("")

    @property
    def has_unread_text(self) -> bool:
        """Whether something is typed as coordinates, or shown on the map, that is not (yet) the record's place."""
        return bool(self.unread_text)

    @property
    def unread_text(self) -> str:
        """That text; of a place that is shown and was not typed, its coordinates as one would type them."""
        text, candidate = self.line.text().strip(), self.entry.candidate
        if text or candidate is None:
            return text
        return f"{candidate.latitude:.7f}, {candidate.longitude:.7f}"

    def _is_drawn(self) -> bool:
        return self._value is not None and kind_of(self._value) != "point"

    def read_text(self) -> bool:
        """Takes the typed coordinates now; False where they cannot be read (the reason then stands under them)."""
        return self.entry.read_now()

    def offer_photo(self, longitude: float, latitude: float) -> None:
        """Offers where a photo of the record was taken (degrees, WGS 84)."""
        self.entry.use_position(longitude, latitude, self.tr("Where the photo was taken"))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Esc gives the candidate up, not the whole form."""
        if event.key() == Qt.Key.Key_Escape and self.preview.isVisible():
            self.entry.discard()
            event.accept()
            return
        super().keyPressEvent(event)

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self.entry.mark()

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        if "entry" in self.__dict__:  # Qt hides what it destroys, when Python has let go of it already
            self.entry.unmark()

    def _place(self) -> None:
        self.place_requested.emit(self.sender().property("kind"))

    def _show_on_map(self) -> None:
        self.flash_requested.emit(self._value)

    def _button(self, name: str, text: str, spoken: str) -> QPushButton:
        button = QPushButton(text, self)
        button.setObjectName(name)
        button.setAccessibleName(spoken)
        button.setToolTip(spoken)
        button.setAutoDefault(False)
        return button

    def _clear(self) -> None:
        self.set_value(None)
        self.changed.emit()
        self.left.emit()

    def _take(self, candidate: Candidate) -> None:
        self.set_value(candidate.geometry)
        if candidate.precision is not None:
            self.precision_told.emit(candidate.precision)
        if candidate.source == "centre":
            self._coarse = candidate.geometry
        self.problem.say([remark for remark in candidate.remarks if remark.stays])
        self.changed.emit()
        self.left.emit()

    def _complain(self, text: str) -> None:
        self.problem.say([Remark("error", text)] if text else [])
