"""The place of a record: buttons to put it on the map, coordinates typed or pasted, what is there now in words."""

from __future__ import annotations

from typing import Any

from qgis.PyQt.QtCore import QCoreApplication, pyqtSignal
from qgis.PyQt.QtWidgets import QHBoxLayout, QLabel, QLineEdit, QPushButton, QVBoxLayout, QWidget

from ...quality.coordinates import ParsedCoordinate, parse_coordinates
from ...records.messages import format_number
from ..geometry_text import area_m2, format_position, kind_of, length_m, positions


def describe_geometry(geometry: dict[str, Any], lang: str) -> str:
    """One line about a GeoJSON geometry: a point's coordinates, a line's length, an area's size."""
    translate = QCoreApplication.translate
    points = list(positions(geometry))
    if not points:
        return translate("GeometryEditor", "Empty geometry")
    kind = kind_of(geometry)
    first = format_position(points[0][0], points[0][1], lang)
    if kind == "point" and len(points) == 1:
        return first
    if kind == "line":
        metres = length_m(geometry)
        size = _length(metres, lang)
    elif kind == "area":
        size = _area(area_m2(geometry), lang)
    else:
        size = ""
    name = {
        "point": translate("GeometryEditor", "Points"),
        "line": translate("GeometryEditor", "Line"),
        "area": translate("GeometryEditor", "Area"),
    }.get(kind, translate("GeometryEditor", "Collection of geometries"))
    vertices = translate("GeometryEditor", "%n vertices", None, len(points))
    start = translate("GeometryEditor", "from {position}").format(position=first)
    return ", ".join(part for part in (name, size, vertices, start) if part)


def _length(metres: float, lang: str) -> str:
    if metres < 1000:
        return QCoreApplication.translate("GeometryEditor", "≈ {n} m").format(n=format_number(round(metres), lang))
    return QCoreApplication.translate("GeometryEditor", "≈ {n} km").format(n=format_number(metres / 1000, lang, 2))


def _area(metres2: float, lang: str) -> str:
    if metres2 < 10_000:
        return QCoreApplication.translate("GeometryEditor", "≈ {n} m²").format(n=format_number(round(metres2), lang))
    return QCoreApplication.translate("GeometryEditor", "≈ {n} ha").format(n=format_number(metres2 / 10_000, lang, 2))


class GeometryEditor(QWidget):
    """Asks for a place with `place_requested`; the answer comes in by `set_value` and counts as an edit of `geom`."""

    changed = pyqtSignal()
    left = pyqtSignal()
    place_requested = pyqtSignal(str)  # "point", "line" or "area"
    flash_requested = pyqtSignal(object)  # the geometry, to be shown on the map

    def __init__(self, geometry: str, lang: str, parent: QWidget | None = None) -> None:
        """:param geometry: what the record type takes, "any" or "point"."""
        super().__init__(parent)
        self.lang = lang
        self.setObjectName("editor_geom")
        self._value: dict[str, Any] | None = None
        self.summary = QLabel(self)
        self.summary.setObjectName("geometrySummary")
        self.summary.setWordWrap(True)
        buttons = QHBoxLayout()
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
        buttons.addStretch(1)
        self.line = QLineEdit(self)
        self.line.setObjectName("field_geom")
        self.line.setAccessibleName(self.tr("Coordinates"))
        self.line.setPlaceholderText(self.tr("or coordinates, latitude first: 49.9935, 36.2304"))
        self.line.editingFinished.connect(self._typed)
        self.show_button = self._button("showPlaceButton", self.tr("Show"), self.tr("Show the place on the map"))
        self.show_button.clicked.connect(self._show_on_map)
        self.clear_button = self._button("clearPlaceButton", self.tr("Clear"), self.tr("Clear the place"))
        self.clear_button.clicked.connect(self._clear)
        self.problem = QLabel(self)
        self.problem.setObjectName("coordinatesProblem")
        self.problem.setProperty("fault", True)
        self.problem.setWordWrap(True)
        self.problem.setVisible(False)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(4)
        layout.addWidget(self.summary)
        layout.addLayout(buttons)
        typed = QHBoxLayout()
        typed.setSpacing(6)
        typed.addWidget(self.line, 1)
        typed.addWidget(self.show_button)
        typed.addWidget(self.clear_button)
        layout.addLayout(typed)
        layout.addWidget(self.problem)
        self.setFocusProxy(self.findChild(QPushButton, "placePointButton"))
        self.set_value(None)

    def value(self) -> dict[str, Any] | None:
        return self._value

    def set_value(self, value: dict[str, Any] | None) -> None:
        """:param value: a GeoJSON geometry (lon, lat, WGS 84) or None."""
        self._value = value
        self.summary.setText(self.tr("Not placed yet") if value is None else describe_geometry(value, self.lang))
        self.clear_button.setEnabled(value is not None)
        self.show_button.setEnabled(value is not None)
        self.line.clear()
        self._complain("")

    @property
    def has_unread_text(self) -> bool:
        """Whether something is typed as coordinates that is not (yet) a place."""
        return bool(self.line.text().strip())

    def read_text(self) -> bool:
        """Takes the typed coordinates now; False where they cannot be read (the reason then stands under them)."""
        self._typed()
        return not self.has_unread_text

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

    def _typed(self) -> None:
        text = self.line.text().strip()
        if not text:
            self._complain("")
            return
        parsed = parse_coordinates(text)
        if isinstance(parsed, ParsedCoordinate):
            self.set_value(dict(parsed.geometry))
            if parsed.swapped:
                self._complain(self.tr("Longitude stood first; it was read that way. Check the place on the map."))
            self.changed.emit()
            self.left.emit()
        else:
            self._complain(parsed.message(self.lang))

    def _complain(self, text: str) -> None:
        self.problem.setText(text)
        self.problem.setVisible(bool(text))
