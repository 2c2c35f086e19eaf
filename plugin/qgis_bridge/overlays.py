"""Two layers drawn over the records and made of them: the overview by hromada, and the records that ask for somebody.

In memory, filled anew whenever the workspace is open; a project file keeps their looks and none of their features.
"""

from __future__ import annotations

from collections.abc import Generator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from qgis.core import (
    QgsCategorizedSymbolRenderer,
    QgsEditorWidgetSetup,
    QgsFeature,
    QgsFontMarkerSymbolLayer,
    QgsGeometry,
    QgsGraduatedSymbolRenderer,
    QgsMapLayer,
    QgsMarkerSymbol,
    QgsPalLayerSettings,
    QgsPointXY,
    QgsProject,
    QgsProperty,
    QgsRendererCategory,
    QgsRendererRange,
    QgsSymbolLayer,
    QgsVectorLayer,
    QgsVectorLayerSimpleLabeling,
)
from qgis.PyQt.QtCore import QCoreApplication
from qgis.PyQt.QtGui import QColor

from ..store.overview import CONCERNS, Concern
from . import map_fonts, map_labels, project
from .map_theme import by_theme

ROLE_PROPERTY = "vidbudova/overlay"
OVERVIEW, ATTENTION = "overview", "attention"
VERSION_PROPERTY = "vidbudova/style"
VERSION = "4"
_ANY_NUMBER = 1_000_000_000
A_TURN = 500
"""Features that are added in one turn of the event loop."""
_FIELDS = {
    OVERVIEW: "field=code:string&field=name:string&field=above:string&field=needs:integer&field=cost:string"
    "&field=projects:integer&field=budget:string&field=weight:double",
    ATTENTION: "field=type:string&field=uuid:string&field=title:string&field=concern:string&field=what:string",
}
#: Colour of the rim and the sign in it: told apart by both. Colour-blind safe (Okabe and Ito), darkened to be read on
#: white.
SIGNS: dict[Concern, tuple[str, str]] = {
    "conflict": ("#8e3a78", "≠"),
    "refused": ("#a33a00", "×"),
    "error": ("#b00020", "!"),
    "warning": ("#7a5d00", "?"),
}


@dataclass(frozen=True)
class Row:
    """One feature: its place and the values of its fields, in the order of the layer."""

    lon: float
    lat: float
    values: tuple[str | int | float | None, ...]


def find(of: QgsProject, role: str) -> QgsVectorLayer | None:
    """The overlay of a role in a project."""
    for layer in of.mapLayers().values():
        if layer.customProperty(ROLE_PROPERTY) == role and isinstance(layer, QgsVectorLayer):
            return layer
    return None


def put(of: QgsProject, role: str) -> QgsVectorLayer:
    """The overlay of a role, made where there is none: marks are shown, the overview waits to be asked for."""
    layer = find(of, role)
    if layer is not None and layer.fields().count() != _FIELDS[role].count("field="):
        of.removeMapLayer(layer.id())  # of an older version; there is nothing in it but what is made anew
        layer = None
    if layer is None:
        layer = QgsVectorLayer(f"Point?crs=EPSG:4326&{_FIELDS[role]}", _title(role), "memory")
        layer.setCustomProperty(ROLE_PROPERTY, role)
        layer.setCustomProperty("skipMemoryLayersCheck", 1)
        of.addMapLayer(layer, False)
        node = project.workspace_group(of).insertLayer(0, layer)
        node.setItemVisibilityChecked(role == ATTENTION)
        node.setExpanded(role == ATTENTION)
    if layer.customProperty(VERSION_PROPERTY) != f"{VERSION}:{_title(role)}":
        layer.setName(_title(role))
        _style(layer, role)
        layer.setReadOnly(True)
        layer.setFlags(QgsMapLayer.LayerFlag.Removable | QgsMapLayer.LayerFlag.Identifiable)
        layer.setCustomProperty(VERSION_PROPERTY, f"{VERSION}:{_title(role)}")
    return layer


def _title(role: str) -> str:
    if role == OVERVIEW:
        return QCoreApplication.translate("Overlays", "Overview by hromada")
    return QCoreApplication.translate("Overlays", "Needs attention")


def filling(layer: QgsVectorLayer, rows: Sequence[Row]) -> Generator[None, None, None]:
    """Puts other features into an overlay, some at a time."""
    provider = layer.dataProvider()
    provider.truncate()
    for start in range(0, len(rows), A_TURN):
        made = []
        for row in rows[start : start + A_TURN]:
            feature = QgsFeature(layer.fields())
            feature.setAttributes(list(row.values))
            feature.setGeometry(QgsGeometry.fromPointXY(QgsPointXY(row.lon, row.lat)))
            made.append(feature)
        provider.addFeatures(made)
        yield
    layer.updateExtents()
    layer.triggerRepaint()


def _style(layer: QgsVectorLayer, role: str) -> None:
    if role == OVERVIEW:
        _style_overview(layer)
    else:
        _style_attention(layer)


def _circle(size: float) -> QgsMarkerSymbol:
    """Of a hromada, with the number of its needs in it; in the legend without."""
    symbol = QgsMarkerSymbol.createSimple(
        {
            "name": "circle",
            "color": "47,158,88,110",
            "size": f"{size}",
            "outline_color": "#2f8f57",
            "outline_width": "0.5",
        }
    )
    symbol.symbolLayer(0).setDataDefinedProperty(
        QgsSymbolLayer.Property.PropertyStrokeColor, QgsProperty.fromExpression(by_theme("#2f8f57", "#7fdca4"))
    )
    figures = QgsFontMarkerSymbolLayer.create({"font": map_fonts.family(), "size": "3", "chr": " "})
    figures.setColor(QColor(map_labels.INK))
    for part, expression in (
        (QgsSymbolLayer.Property.PropertyCharacter, 'to_string("needs")'),
        (QgsSymbolLayer.Property.PropertyFillColor, by_theme(map_labels.INK, map_labels.NIGHT_INK)),
    ):
        figures.setDataDefinedProperty(part, QgsProperty.fromExpression(expression))
    symbol.appendSymbolLayer(figures)
    return symbol


def _sizes() -> list[tuple[int, float, str]]:
    """From how many needs on a circle has which diameter (mm), and the legend's words for it."""
    return [
        (0, 3.5, QCoreApplication.translate("Overlays", "projects only")),
        (1, 5.0, QCoreApplication.translate("Overlays", "1 need")),
        (2, 6.5, QCoreApplication.translate("Overlays", "2–4 needs")),
        (5, 8.0, QCoreApplication.translate("Overlays", "5–19 needs")),
        (20, 10.0, QCoreApplication.translate("Overlays", "20–99 needs")),
        (100, 12.5, QCoreApplication.translate("Overlays", "100+ needs")),
    ]


def _overview_names() -> QgsPalLayerSettings:
    """The name and the cost beside the circle; those with the most needs keep theirs where there is no room for all."""
    settings = QgsPalLayerSettings()
    name = "regexp_replace(\"name\", ' (громада|hromada)$', '')"  # the layer's own name says what they are
    settings.fieldName = f"{name} || if(coalesce(\"cost\", '') = '', '', '\\n' || \"cost\")"
    settings.isExpression = True
    settings.placement = QgsPalLayerSettings.Placement.OrderedPositionsAroundPoint
    settings.offsetType = QgsPalLayerSettings.OffsetType.FromSymbolBounds
    settings.dist = 0.4
    settings.setFormat(map_labels.text_format(8))
    obstacle = settings.obstacleSettings()
    obstacle.setFactor(map_labels.KEEP_CLEAR)
    settings.setObstacleSettings(obstacle)
    properties = map_labels.colours()
    properties.setProperty(
        QgsPalLayerSettings.Property.Priority, QgsProperty.fromExpression('10 * coalesce("weight", 0)')
    )
    settings.setDataDefinedProperties(properties)
    return settings


def _style_overview(layer: QgsVectorLayer) -> None:
    """A circle a hromada, larger where there are more needs, whose number stands in it; beside it name and cost."""
    renderer = QgsGraduatedSymbolRenderer("needs")
    sizes = _sizes()
    for (least, size, words), (above, _, _) in pairwise([*sizes, (_ANY_NUMBER, 0.0, "")]):
        renderer.addClassRange(QgsRendererRange(least - 0.5, above - 0.5, _circle(size), words))
    layer.setRenderer(renderer)
    layer.setLabeling(QgsVectorLayerSimpleLabeling(_overview_names()))
    layer.setLabelsEnabled(True)
    layer.setDisplayExpression('"name"')
    layer.setEditorWidgetSetup(layer.fields().indexOf("weight"), QgsEditorWidgetSetup("Hidden", {}))
    projects = QCoreApplication.translate("Overlays", "projects: {n}").replace("{n}", '[% "projects" %]')
    layer.setMapTipTemplate(
        '<b>[% "name" %]</b><br>[% "above" %]<br>'
        + QCoreApplication.translate("Overlays", "needs: {n}").replace("{n}", '[% "needs" %]')
        + ' · [% "cost" %]<br>'
        + projects
        + ' · [% "budget" %]'
    )
    for name, text in (
        ("code", QCoreApplication.translate("Overlays", "KATOTTG code")),
        ("name", QCoreApplication.translate("Overlays", "Hromada")),
        ("above", QCoreApplication.translate("Overlays", "Lies in")),
        ("needs", QCoreApplication.translate("Overlays", "Needs")),
        ("cost", QCoreApplication.translate("Overlays", "Cost of needs")),
        ("projects", QCoreApplication.translate("Overlays", "Projects")),
        ("budget", QCoreApplication.translate("Overlays", "Budget of projects")),
    ):
        layer.setFieldAlias(layer.fields().indexOf(name), text)


def concern_text(concern: Concern) -> str:
    """What a record asks for, in the legend's words."""
    return {
        "conflict": QCoreApplication.translate("Overlays", "conflict"),
        "refused": QCoreApplication.translate("Overlays", "refused by the portal"),
        "error": QCoreApplication.translate("Overlays", "error"),
        "warning": QCoreApplication.translate("Overlays", "warning"),
    }[concern]


def _badge(concern: Concern) -> QgsMarkerSymbol:
    """Beside its record, but in the middle of its line of the legend, where there is no feature and so no concern."""
    colour, sign = SIGNS[concern]
    badge = QgsMarkerSymbol.createSimple(
        {"name": "circle", "color": "#ffffff", "size": "4", "outline_color": colour, "outline_width": "0.6"}
    )
    letter = QgsFontMarkerSymbolLayer.create({"font": map_fonts.family(), "chr": sign, "size": "3.2"})
    letter.setColor(QColor(colour))
    badge.appendSymbolLayer(letter)
    beside = QgsProperty.fromExpression("if(\"concern\" IS NULL, '0,0', '2.6,-2.6')")
    for part in badge.symbolLayers():
        part.setDataDefinedProperty(QgsSymbolLayer.Property.PropertyOffset, beside)
    return badge


def _in_html(field: str) -> str:
    """A field in a map tip, as it was typed: a title may hold anything, and a tip that is a page would load it."""
    return f"""[% replace(replace("{field}", '&', '&amp;'), '<', '&lt;') %]"""


def _style_attention(layer: QgsVectorLayer) -> None:
    """A white badge with a sign, up and right of the record, so that both are seen."""
    badges = QgsPalLayerSettings()
    badges.drawLabels = False  # titles stay clear of the badges
    obstacle = badges.obstacleSettings()
    obstacle.setFactor(map_labels.KEEP_CLEAR)
    badges.setObstacleSettings(obstacle)
    layer.setLabeling(QgsVectorLayerSimpleLabeling(badges))
    layer.setLabelsEnabled(True)
    renderer = QgsCategorizedSymbolRenderer("concern")
    for concern in CONCERNS:
        renderer.addCategory(QgsRendererCategory(concern, _badge(concern), concern_text(concern)))
    layer.setRenderer(renderer)
    layer.setDisplayExpression('"title"')
    layer.setMapTipTemplate(f"<b>{_in_html('title')}</b><br>{_in_html('what')}")
    for name, text in (
        ("title", QCoreApplication.translate("Overlays", "Title")),
        ("what", QCoreApplication.translate("Overlays", "What about it")),
    ):
        layer.setFieldAlias(layer.fields().indexOf(name), text)
