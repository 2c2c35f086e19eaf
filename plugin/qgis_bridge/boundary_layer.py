"""The loaded boundaries on the map: quiet outlines and names, level by level as one comes nearer."""

from __future__ import annotations

from pathlib import Path

from qgis.core import (
    QgsFillSymbol,
    QgsPalLayerSettings,
    QgsProperty,
    QgsPropertyCollection,
    QgsRuleBasedLabeling,
    QgsRuleBasedRenderer,
    QgsSymbolLayer,
    QgsTextBufferSettings,
    QgsTextFormat,
    QgsVectorLayer,
)
from qgis.PyQt.QtCore import QCoreApplication
from qgis.PyQt.QtGui import QColor

from ..store import boundaries
from ..store.boundary_file import TABLE
from ..store.layout import boundaries_path
from . import backdrop, layers
from .map_theme import by_theme

LANGUAGE_PROPERTY = "vidbudova/language"
_FAR = 0
#: Level: colour of the outline on light and on dark ground, its width in mm; the scale (its denominator) from which on
#: it is drawn, 0 for always; the scales between which names are shown.
_LEVELS = {
    "oblast": ("#76818c", "#8a95a0", "0.5", _FAR, (1_200_000, _FAR)),
    "raion": ("#87929d", "#76818c", "0.35", 12_000_000, (500_000, 1_200_000)),
    "hromada": ("#99a3ad", "#66707a", "0.25", 4_000_000, (40_000, 500_000)),
    "settlement": ("#abb4bc", "#59636c", "0.2", 400_000, (1, 40_000)),
    "district": ("#abb4bc", "#59636c", "0.2", 100_000, (1, 20_000)),
}
_NAMES = ("#55606b", "#b4bec8")
_HALO = ("#ffffff", "#1f2428")


def make(folder: Path, lang: str) -> QgsVectorLayer | None:
    """The layer over a workspace's boundaries; None where none are loaded."""
    if not boundaries.summary(folder).any:
        return None
    layer = QgsVectorLayer(f"{boundaries_path(folder)}|layername={TABLE}", "", "ogr")
    if not layer.isValid():
        return None
    layer.setCustomProperty(backdrop.ROLE_PROPERTY, "boundaries")
    layer.setRenderer(_renderer(_largest(folder)))
    layer.setLabelsEnabled(True)
    layer.setReadOnly(True)
    speak(layer, lang)
    return layer


def speak(layer: QgsVectorLayer, lang: str) -> None:
    """Names in a language; labels that are in it already stay as the user has them."""
    if layer.customProperty(LANGUAGE_PROPERTY) != lang:
        layer.setName(QCoreApplication.translate("Layers", "Boundaries"))
        layer.setLabeling(QgsRuleBasedLabeling(_labels(lang)))
        layer.setCustomProperty(LANGUAGE_PROPERTY, lang)


def is_ours(layer: QgsVectorLayer, folder: Path) -> bool:
    """Whether a layer shows the workspace's own boundaries."""
    path = layers.gpkg_of(layer)
    return path is not None and layers.same_file(path, boundaries_path(folder))


def _largest(folder: Path) -> str | None:
    """The largest units that there are: they are drawn at every scale, or a map of hromadas alone would seem empty."""
    levels = boundaries.summary(folder).levels
    return next((level for level in _LEVELS if level in levels), None)


def _renderer(largest: str | None) -> QgsRuleBasedRenderer:
    root = QgsRuleBasedRenderer.Rule(None)
    words = {
        "oblast": QCoreApplication.translate("Layers", "oblast"),
        "raion": QCoreApplication.translate("Layers", "raion"),
        "hromada": QCoreApplication.translate("Layers", "hromada"),
        "settlement": QCoreApplication.translate("Layers", "settlement"),
        "district": QCoreApplication.translate("Layers", "city district"),
    }
    for level, (light, dark, width, nearer, _) in reversed(_LEVELS.items()):  # the largest units on top
        symbol = QgsFillSymbol.createSimple({"style": "no", "outline_color": light, "outline_width": width})
        by_ground = QgsProperty.fromExpression(by_theme(light, dark))
        symbol.symbolLayer(0).setDataDefinedProperty(QgsSymbolLayer.Property.PropertyStrokeColor, by_ground)
        rule = QgsRuleBasedRenderer.Rule(symbol)
        rule.setFilterExpression(f"\"level\" = '{level}'")
        rule.setMinimumScale(_FAR if level == largest else nearer)
        rule.setLabel(words[level])
        root.appendChild(rule)
    return QgsRuleBasedRenderer(root)


def _labels(lang: str) -> QgsRuleBasedLabeling.Rule:
    root = QgsRuleBasedLabeling.Rule(None)
    for level, (_, _, _, _, (near, far)) in _LEVELS.items():
        text = QgsTextFormat()
        text.setSize(8)
        text.setColor(QColor(_NAMES[0]))
        buffer = QgsTextBufferSettings()
        buffer.setEnabled(True)
        buffer.setSize(0.8)
        buffer.setColor(QColor(_HALO[0]))
        text.setBuffer(buffer)
        settings = QgsPalLayerSettings()
        settings.fieldName = "name_en" if lang == "en" else "name_uk"
        settings.setFormat(text)
        settings.placement = QgsPalLayerSettings.Placement.OverPoint
        settings.quadOffset = QgsPalLayerSettings.QuadrantPosition.QuadrantOver
        settings.centroidInside = True
        obstacle = settings.obstacleSettings()
        obstacle.setIsObstacle(False)  # names of records come first, and neighbours do not push each other's away
        settings.setObstacleSettings(obstacle)
        settings.priority = 2
        colours = QgsPropertyCollection()
        for part, pair in (
            (QgsPalLayerSettings.Property.Color, _NAMES),
            (QgsPalLayerSettings.Property.BufferColor, _HALO),
        ):
            colours.setProperty(part, QgsProperty.fromExpression(by_theme(*pair)))
        settings.setDataDefinedProperties(colours)
        rule = QgsRuleBasedLabeling.Rule(settings)
        rule.setFilterExpression(f"\"level\" = '{level}'")
        rule.setMinimumScale(far)
        rule.setMaximumScale(near)
        root.appendChild(rule)
    return root
