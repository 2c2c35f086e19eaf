"""How records look on the map: needs by priority, projects by status, each told apart by form as well as by colour.

Made in code, for their legends are the codelists' labels in the user's language. Widths and sizes are millimetres, so
that they are right on any screen and on paper.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from qgis.core import (
    QgsCategorizedSymbolRenderer,
    QgsFeatureRenderer,
    QgsFillSymbol,
    QgsFontMarkerSymbolLayer,
    QgsLineSymbol,
    QgsMarkerSymbol,
    QgsPointClusterRenderer,
    QgsProperty,
    QgsRendererCategory,
    QgsSimpleMarkerSymbolLayer,
    QgsSymbol,
    QgsSymbolLayer,
    QgsUnitTypes,
    QgsVectorLayer,
)
from qgis.PyQt.QtGui import QColor

from . import map_fonts
from .map_theme import bright, by_theme

VERSION = "3"
"""Raise it when the symbols change: layers of older project files are then styled anew."""

_SPECK = round(2.0 / 1000 / 111_320, 12)
"""Two millimetres on the screen as degrees of a meridian, for each unit of the scale's denominator."""
_DOT = 0.65
"""How wide the dot of a speck is, of the sign that a point of the same code has."""
CLUSTER_WITHIN_MM = 7.0
"""Points nearer to each other than that on the screen are one sign with their number."""


@dataclass(frozen=True)
class Look:
    """How one code is drawn."""

    colour: str
    size: float
    """Of a marker, in millimetres."""
    width: float
    """Of a line, in millimetres."""
    pattern: str = "solid"
    """Pen style of lines and outlines."""
    part: str = "all"
    """How much of the marker is filled: ``all``, ``half``, ``none``, ``dot`` or ``cross``."""


#: ColorBrewer YlOrRd, its lightest class left out: it would vanish on a white map.
PRIORITY = {
    "5": Look("#bd0026", 4.6, 1.3),
    "4": Look("#f03b20", 4.1, 1.1),
    "3": Look("#fd8d3c", 3.6, 0.9),
    "2": Look("#feb24c", 3.2, 0.7),
    "1": Look("#fed976", 2.8, 0.6),
}
STATUS = {
    "identification": Look("#2c7fb8", 3.4, 0.7, "dot", "none"),
    "preparation": Look("#2c7fb8", 3.4, 0.8, "dash", "half"),
    "implementation": Look("#2c7fb8", 3.8, 1.0),
    "completion": Look("#238b45", 3.8, 1.0),
    "maintenance": Look("#238b45", 3.4, 0.8, "solid", "dot"),
    "decommissioning": Look("#6b6b6b", 3.2, 0.7, "dash", "half"),
    "decommissioned": Look("#6b6b6b", 3.2, 0.7),
    "cancelled": Look("#6b6b6b", 3.2, 0.6, "dash dot", "cross"),
}
UNKNOWN = Look("#9e9e9e", 3.0, 0.6, "solid", "none")

OUTLINE = "#3d2b1f"
MARKERS = {"need": "diamond", "project_location": "square"}
HALVES = {"diamond": "left_half_triangle", "square": "half_square"}


@dataclass(frozen=True)
class Category:
    """One line of a legend: the code as stored, and what people read."""

    code: str
    label: str


def style(
    layer: QgsVectorLayer, type_name: str, kind: str, field: str, categories: Sequence[Category], other: str
) -> None:
    """Draws a layer's features by the codes of one of its fields; points that would lie on each other as their number.

    :param type_name: ``need`` (by priority, diamonds) or ``project_location`` (by the project's status, squares).
    :param kind: ``point``, ``line`` or ``area``.
    :param field: the field that holds the code; it may come from a join.
    :param categories: the codes in the order of the legend.
    :param other: the legend's words for a blank or unknown code.
    """
    looks = PRIORITY if type_name == "need" else STATUS
    marker = MARKERS[type_name]
    renderer = QgsCategorizedSymbolRenderer(field)
    for category in categories:
        renderer.addCategory(
            QgsRendererCategory(category.code, symbol(kind, marker, looks.get(category.code, UNKNOWN)), category.label)
        )
    renderer.addCategory(QgsRendererCategory("", symbol(kind, marker, UNKNOWN), other))
    layer.setRenderer(clustered(renderer, marker) if kind == "point" else renderer)


def clustered(renderer: QgsFeatureRenderer, marker: str) -> QgsPointClusterRenderer:
    """Lets a renderer of points draw those that are near each other on the screen as one sign with their number."""
    made = QgsPointClusterRenderer()
    made.setEmbeddedRenderer(renderer)
    made.setTolerance(CLUSTER_WITHIN_MM)
    made.setToleranceUnit(QgsUnitTypes.RenderUnit.RenderMillimeters)
    made.setClusterSymbol(_cluster(marker))
    return made


def _cluster(marker: str) -> QgsMarkerSymbol:
    """A white plate of the kind's own shape, larger for more: dark figures on white are read on any map."""
    size = {"diamond": (8.4, 13.0), "square": (6.0, 9.5)}[marker]
    plate = QgsMarkerSymbol.createSimple(
        {"name": marker, "color": "#ffffff", "size": str(size[0]), "outline_color": OUTLINE, "outline_width": "0.5"}
    )
    grown = f"scale_linear(min(@cluster_size, 1000), 2, 1000, {size[0]}, {size[1]})"
    plate.symbolLayer(0).setDataDefinedProperty(QgsSymbolLayer.Property.PropertySize, QgsProperty.fromExpression(grown))
    figures = QgsFontMarkerSymbolLayer.create({"font": map_fonts.family(), "size": "2.8"})
    figures.setColor(QColor("#202020"))
    figures.setDataDefinedProperty(
        QgsSymbolLayer.Property.PropertyCharacter, QgsProperty.fromExpression("to_string(@cluster_size)")
    )
    plate.appendSymbolLayer(figures)
    return plate


def categorized(layer: QgsVectorLayer) -> QgsCategorizedSymbolRenderer | None:
    """The renderer by codes, also where it draws single points among clusters; None where the user chose another."""
    renderer = layer.renderer()
    if isinstance(renderer, QgsPointClusterRenderer):
        renderer = renderer.embeddedRenderer()
    return renderer if isinstance(renderer, QgsCategorizedSymbolRenderer) else None


def relabel(layer: QgsVectorLayer, categories: Sequence[Category], other: str) -> None:
    """Puts the legend into another language and leaves the symbols as the user made them."""
    renderer = categorized(layer)
    if renderer is None:
        return
    renderer = renderer.clone()
    labels = {category.code: category.label for category in categories}
    for index, shown in enumerate(renderer.categories()):
        code = "" if shown.value() is None else str(shown.value())
        label = labels.get(code) if code else other
        if label:
            renderer.updateCategoryLabel(index, label)
    outer = layer.renderer()
    if isinstance(outer, QgsPointClusterRenderer):
        outer = outer.clone()
        outer.setEmbeddedRenderer(renderer)
        layer.setRenderer(outer)
    else:
        layer.setRenderer(renderer)
    layer.emitStyleChanged()


def symbol(kind: str, marker: str, look: Look) -> QgsSymbol:
    """The symbol of one look for points, lines or areas."""
    if kind == "line":
        return _line(look)
    if kind == "area":
        return _area(look)
    return _marker(marker, look)


def _swell(layer: QgsSymbolLayer, width: float, dot: float) -> None:
    """From afar a line or an area is a speck, which nobody sees: a wider stroke makes it a dot as large as a sign."""
    small = f"max(bounds_width($geometry), bounds_height($geometry)) < @map_scale * {_SPECK}"
    layer.setDataDefinedProperty(
        QgsSymbolLayer.Property.PropertyStrokeWidth,
        QgsProperty.fromExpression(f"if(coalesce({small}, false), {dot:g}, {width:g})"),  # no geometry in the legend
    )


def _marker(shape: str, look: Look) -> QgsMarkerSymbol:
    filled = look.colour if look.part == "all" else "#ffffff"
    made = QgsMarkerSymbol.createSimple(
        {
            "name": shape,
            "color": filled,
            "size": str(look.size),
            "outline_color": OUTLINE if look.part == "all" else look.colour,
            "outline_width": "0.3" if look.part == "all" else "0.5",
        }
    )
    if look.part == "all":
        _outline_by_theme(made, OUTLINE, "#ffffff")
    inner = {
        "half": (HALVES[shape], look.colour, look.size),
        "dot": ("circle", look.colour, look.size * 0.5),
        "cross": ("cross2", look.colour, look.size * 0.6),
    }.get(look.part)
    if inner is not None:
        name, colour, size = inner
        layer = QgsSimpleMarkerSymbolLayer.create(
            {"name": name, "color": colour, "size": str(size), "outline_color": colour, "outline_width": "0.4"}
        )
        made.appendSymbolLayer(layer)
    return made


def _line(look: Look) -> QgsLineSymbol:
    made = QgsLineSymbol.createSimple(
        {
            "line_color": "#ffffff",
            "line_width": str(look.width + 0.6),
            "capstyle": "round",
            "joinstyle": "round",
        }
    )
    core = QgsLineSymbol.createSimple(
        {
            "line_color": look.colour,
            "line_width": str(look.width),
            "line_style": look.pattern,
            "capstyle": "round" if look.pattern == "solid" else "flat",
            "joinstyle": "round",
        }
    )
    made.appendSymbolLayer(core.symbolLayer(0).clone())
    if look.pattern == "solid":  # the gaps of others are as long as they are wide
        _swell(made.symbolLayer(0), look.width + 0.6, _DOT * look.size + 0.6)
        _swell(made.symbolLayer(1), look.width, _DOT * look.size)
    return made


def _area(look: Look) -> QgsFillSymbol:
    colour = QColor(look.colour)
    made = QgsFillSymbol.createSimple(
        {
            "color": f"{colour.red()},{colour.green()},{colour.blue()},{90 if look.part == 'all' else 40}",
            "outline_color": look.colour,
            "outline_width": str(look.width * 0.7),
            "outline_style": look.pattern,
            "joinstyle": "round",
        }
    )
    _swell(made.symbolLayer(0), look.width * 0.7, _DOT * look.size)
    _outline_by_theme(made, look.colour, bright(look.colour))
    return made


def _outline_by_theme(symbol: QgsSymbol, light: str, dark: str) -> None:
    outline = QgsProperty.fromExpression(by_theme(light, dark))
    symbol.symbolLayer(0).setDataDefinedProperty(QgsSymbolLayer.Property.PropertyStrokeColor, outline)
