"""What lies under the records: a light graticule, boundaries of the user's own, OpenStreetMap tiles with consent.

Never QGIS's bundled world map or other Natural Earth data: they draw Crimea outside Ukraine.
"""

from __future__ import annotations

from pathlib import Path

from qgis.core import (
    QgsFeature,
    QgsFillSymbol,
    QgsGeometry,
    QgsLineSymbol,
    QgsMapLayer,
    QgsPalLayerSettings,
    QgsPointXY,
    QgsProject,
    QgsProperty,
    QgsPropertyCollection,
    QgsRasterLayer,
    QgsRuleBasedRenderer,
    QgsSingleSymbolRenderer,
    QgsSymbolLayer,
    QgsTextFormat,
    QgsVectorLayer,
    QgsVectorLayerSimpleLabeling,
    QgsWkbTypes,
)
from qgis.PyQt.QtCore import QCoreApplication
from qgis.PyQt.QtGui import QColor

from ..records import messages
from .i18n import language
from .map_theme import by_theme

ROLE_PROPERTY = "vidbudova/backdrop"
STYLE_PROPERTY = "vidbudova/style"
STYLE_VERSION = "2"
AROUND_UKRAINE = (21, 43, 42, 54)  # west, south, east, north in degrees
TENTHS_FROM_SCALE = 600_000
OSM = "type=xyz&url=https://tile.openstreetmap.org/{z}/{x}/{y}.png&zmin=0&zmax=19"
OSM_CREDIT = "© OpenStreetMap contributors, https://www.openstreetmap.org/copyright"


def role(layer: QgsMapLayer) -> str:
    """What a backdrop layer of ours is: ``graticule``, ``boundaries`` or ``tiles``; blank for any other layer."""
    return str(layer.customProperty(ROLE_PROPERTY) or "")


def find(project: QgsProject, wanted: str) -> QgsMapLayer | None:
    """The backdrop layer of a role in a project."""
    return next((layer for layer in project.mapLayers().values() if role(layer) == wanted), None)


def graticule() -> QgsVectorLayer:
    """Meridians and parallels around Ukraine, labelled: whole degrees, and tenths at larger scales.

    In memory, filled anew when a project opens.
    """
    title = QCoreApplication.translate("Layers", "Graticule")
    layer = QgsVectorLayer("LineString?crs=EPSG:4326&field=label:string&field=tenth:integer", title, "memory")
    layer.setCustomProperty(ROLE_PROPERTY, "graticule")
    layer.setCustomProperty("skipMemoryLayersCheck", 1)
    fill_graticule(layer)
    style_graticule(layer)
    layer.setFlags(QgsMapLayer.LayerFlag.Removable)  # neither identified nor searched
    layer.setReadOnly(True)
    return layer


def style_graticule(layer: QgsVectorLayer) -> None:
    """Quiet lines with their degrees, on light and on dark ground; nothing where it is so already."""
    if layer.customProperty(STYLE_PROPERTY) == STYLE_VERSION:
        return
    layer.setRenderer(_renderer())
    layer.setLabeling(_labels())
    layer.setLabelsEnabled(True)
    layer.setCustomProperty(STYLE_PROPERTY, STYLE_VERSION)


def _renderer() -> QgsRuleBasedRenderer:
    root = QgsRuleBasedRenderer.Rule(None)
    for tenth, colour, dark, width in ((0, "#b4bcc4", "#5a646d", "0.18"), (1, "#d5dade", "#3b434a", "0.13")):
        symbol = QgsLineSymbol.createSimple({"line_color": colour, "line_width": width})
        by_ground = QgsProperty.fromExpression(by_theme(colour, dark))
        symbol.symbolLayer(0).setDataDefinedProperty(QgsSymbolLayer.Property.PropertyStrokeColor, by_ground)
        rule = QgsRuleBasedRenderer.Rule(symbol, 0, TENTHS_FROM_SCALE if tenth else 0, f'"tenth" = {tenth}')
        rule.setLabel("0,1°" if tenth else "1°")
        root.appendChild(rule)
    return QgsRuleBasedRenderer(root)


def _labels() -> QgsVectorLayerSimpleLabeling:
    text = QgsTextFormat()
    text.setSize(7)
    text.setColor(QColor("#66707a"))
    settings = QgsPalLayerSettings()
    settings.fieldName = "label"
    settings.setFormat(text)
    settings.placement = QgsPalLayerSettings.Placement.Line
    settings.placementFlags = QgsPalLayerSettings.LinePlacementFlags.AboveLine
    properties = QgsPropertyCollection()
    for name, expression in (
        (QgsPalLayerSettings.Property.Color, by_theme("#66707a", "#9aa5af")),
        (QgsPalLayerSettings.Property.Show, f'"tenth" = 0 or @map_scale <= {TENTHS_FROM_SCALE}'),
    ):
        properties.setProperty(name, QgsProperty.fromExpression(expression))
    settings.setDataDefinedProperties(properties)
    return QgsVectorLayerSimpleLabeling(settings)


def fill_graticule(layer: QgsVectorLayer) -> None:
    """Draws the lines into an empty graticule: QGIS saves a memory layer without its features."""
    if layer.featureCount():
        return
    west, south, east, north = AROUND_UKRAINE
    features = []
    for tenths in range(10 * west, 10 * east + 1):
        features.append(_line(layer, [(tenths / 10, south), (tenths / 10, north)], tenths))
    for tenths in range(10 * south, 10 * north + 1):
        features.append(_line(layer, [(x, tenths / 10) for x in range(west, east + 1)], tenths))
    layer.dataProvider().addFeatures(features)
    layer.updateExtents()


def _line(layer: QgsVectorLayer, points: list[tuple[float, float]], tenths: int) -> QgsFeature:
    feature = QgsFeature(layer.fields())
    feature.setGeometry(QgsGeometry.fromPolylineXY([QgsPointXY(x, y) for x, y in points]))
    whole = tenths % 10 == 0
    degrees = tenths // 10 if whole else tenths / 10
    feature["label"] = f"{messages.format_number(degrees, language())}°"
    feature["tenth"] = 0 if whole else 1
    return feature


def boundaries(path: Path) -> QgsVectorLayer | None:
    """Boundaries from a file of the user's, drawn as quiet outlines; None where it holds no lines or areas."""
    layer = QgsVectorLayer(str(path), QCoreApplication.translate("Layers", "Boundaries"), "ogr")
    geometry = QgsWkbTypes.GeometryType
    if not layer.isValid() or layer.geometryType() not in (geometry.LineGeometry, geometry.PolygonGeometry):
        return None
    layer.setCustomProperty(ROLE_PROPERTY, "boundaries")
    if layer.geometryType() == geometry.PolygonGeometry:
        outline = QgsFillSymbol.createSimple({"style": "no", "outline_color": "#8a94a0", "outline_width": "0.35"})
    else:
        outline = QgsLineSymbol.createSimple({"line_color": "#8a94a0", "line_width": "0.35"})
    layer.setRenderer(QgsSingleSymbolRenderer(outline))
    layer.setReadOnly(True)
    return layer


def tiles() -> QgsRasterLayer:
    """OpenStreetMap's tiles, attributed. Only with the user's consent: a request tells where the user looks."""
    layer = QgsRasterLayer(OSM, "OpenStreetMap", "wms")
    layer.setCustomProperty(ROLE_PROPERTY, "tiles")
    metadata = layer.metadata()
    metadata.setRights([OSM_CREDIT])
    layer.setMetadata(metadata)
    credited = layer.serverProperties()
    if not hasattr(credited, "setAttribution"):  # before QGIS 3.38
        credited = layer
    credited.setAttribution(OSM_CREDIT)
    layer.setOpacity(0.7)
    return layer
