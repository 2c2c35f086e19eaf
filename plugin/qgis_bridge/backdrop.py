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
    QgsRasterLayer,
    QgsRectangle,
    QgsSingleSymbolRenderer,
    QgsTextFormat,
    QgsVectorLayer,
    QgsVectorLayerSimpleLabeling,
    QgsWkbTypes,
)
from qgis.PyQt.QtCore import QCoreApplication
from qgis.PyQt.QtGui import QColor

ROLE_PROPERTY = "vidbudova/backdrop"
AROUND_UKRAINE = QgsRectangle(21, 43, 42, 54)
STEP_DEGREES = 1
OSM = "type=xyz&url=https://tile.openstreetmap.org/{z}/{x}/{y}.png&zmin=0&zmax=19"
OSM_CREDIT = "© OpenStreetMap contributors, https://www.openstreetmap.org/copyright"


def role(layer: QgsMapLayer) -> str:
    """What a backdrop layer of ours is: ``graticule``, ``boundaries`` or ``tiles``; blank for any other layer."""
    return str(layer.customProperty(ROLE_PROPERTY) or "")


def find(project: QgsProject, wanted: str) -> QgsMapLayer | None:
    """The backdrop layer of a role in a project."""
    return next((layer for layer in project.mapLayers().values() if role(layer) == wanted), None)


def graticule() -> QgsVectorLayer:
    """Meridians and parallels of whole degrees around Ukraine, labelled; in memory, filled when a project opens."""
    title = QCoreApplication.translate("Layers", "Graticule")
    layer = QgsVectorLayer("LineString?crs=EPSG:4326&field=label:string", title, "memory")
    layer.setCustomProperty(ROLE_PROPERTY, "graticule")
    layer.setCustomProperty("skipMemoryLayersCheck", 1)
    fill_graticule(layer)
    layer.setRenderer(
        QgsSingleSymbolRenderer(QgsLineSymbol.createSimple({"line_color": "#b4bcc4", "line_width": "0.15"}))
    )
    text = QgsTextFormat()
    text.setSize(7)
    text.setColor(QColor("#7c8791"))
    settings = QgsPalLayerSettings()
    settings.fieldName = "label"
    settings.setFormat(text)
    settings.placement = QgsPalLayerSettings.Placement.Line
    settings.placementFlags = QgsPalLayerSettings.LinePlacementFlags.AboveLine
    layer.setLabeling(QgsVectorLayerSimpleLabeling(settings))
    layer.setLabelsEnabled(True)
    layer.setFlags(QgsMapLayer.LayerFlag.Removable)  # neither identified nor searched
    layer.setReadOnly(True)
    return layer


def fill_graticule(layer: QgsVectorLayer) -> None:
    """Draws the lines into an empty graticule: QGIS saves a memory layer without its features."""
    if layer.featureCount():
        return
    area = AROUND_UKRAINE
    features = []
    for longitude in range(int(area.xMinimum()), int(area.xMaximum()) + 1, STEP_DEGREES):
        ends = [QgsPointXY(longitude, latitude) for latitude in (area.yMinimum(), area.yMaximum())]
        features.append(_line(layer, ends, f"{longitude}°"))
    for latitude in range(int(area.yMinimum()), int(area.yMaximum()) + 1, STEP_DEGREES):
        ends = [QgsPointXY(x, latitude) for x in range(int(area.xMinimum()), int(area.xMaximum()) + 1)]
        features.append(_line(layer, ends, f"{latitude}°"))
    layer.dataProvider().addFeatures(features)
    layer.updateExtents()


def _line(layer: QgsVectorLayer, points: list[QgsPointXY], label: str) -> QgsFeature:
    feature = QgsFeature(layer.fields())
    feature.setGeometry(QgsGeometry.fromPolylineXY(points))
    feature["label"] = label
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
    layer.setAttribution(OSM_CREDIT)
    layer.setOpacity(0.7)
    return layer
