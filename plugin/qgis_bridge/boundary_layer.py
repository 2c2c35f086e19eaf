"""The loaded boundaries on the map: quiet outlines and names, level by level as one comes nearer."""

from __future__ import annotations

from pathlib import Path

from qgis.core import (
    QgsFillSymbol,
    QgsPalLayerSettings,
    QgsRuleBasedLabeling,
    QgsRuleBasedRenderer,
    QgsTextBufferSettings,
    QgsTextFormat,
    QgsVectorLayer,
)
from qgis.PyQt.QtCore import QCoreApplication
from qgis.PyQt.QtGui import QColor

from ..store.boundary_file import TABLE
from ..store.layout import boundaries_path
from . import backdrop, layers

_FAR = 0
#: Level: colour and width in mm of the outline; the scale (its denominator) from which on it is drawn, 0 for always;
#: the scales between which names are shown.
_LEVELS = {
    "oblast": ("#7d8894", "0.5", _FAR, (1_200_000, _FAR)),
    "raion": ("#8f99a4", "0.35", 4_000_000, (500_000, 1_200_000)),
    "hromada": ("#9fa8b2", "0.25", 1_500_000, (40_000, 500_000)),
    "settlement": ("#b0b8c0", "0.2", 250_000, (1, 40_000)),
    "district": ("#b0b8c0", "0.2", 100_000, (1, 20_000)),
}


def make(folder: Path, lang: str) -> QgsVectorLayer | None:
    """The layer over a workspace's boundaries; None where none are loaded."""
    path = boundaries_path(folder)
    if not path.is_file():
        return None
    title = QCoreApplication.translate("Layers", "Boundaries")
    layer = QgsVectorLayer(f"{path}|layername={TABLE}", title, "ogr")
    if not layer.isValid():
        return None
    layer.setCustomProperty(backdrop.ROLE_PROPERTY, "boundaries")
    layer.setRenderer(_renderer())
    layer.setLabeling(QgsRuleBasedLabeling(_labels(lang)))
    layer.setLabelsEnabled(True)
    layer.setReadOnly(True)
    return layer


def is_ours(layer: QgsVectorLayer, folder: Path) -> bool:
    """Whether a layer shows the workspace's own boundaries."""
    path = layers.gpkg_of(layer)
    return path is not None and layers.same_file(path, boundaries_path(folder))


def _renderer() -> QgsRuleBasedRenderer:
    root = QgsRuleBasedRenderer.Rule(None)
    words = {
        "oblast": QCoreApplication.translate("Layers", "oblast"),
        "raion": QCoreApplication.translate("Layers", "raion"),
        "hromada": QCoreApplication.translate("Layers", "hromada"),
        "settlement": QCoreApplication.translate("Layers", "settlement"),
        "district": QCoreApplication.translate("Layers", "city district"),
    }
    for level, (colour, width, nearer, _) in reversed(_LEVELS.items()):  # the largest units on top
        symbol = QgsFillSymbol.createSimple({"style": "no", "outline_color": colour, "outline_width": width})
        rule = QgsRuleBasedRenderer.Rule(symbol)
        rule.setFilterExpression(f"\"level\" = '{level}'")
        rule.setMinimumScale(nearer)
        rule.setLabel(words[level])
        root.appendChild(rule)
    return QgsRuleBasedRenderer(root)


def _labels(lang: str) -> QgsRuleBasedLabeling.Rule:
    root = QgsRuleBasedLabeling.Rule(None)
    for level, (_, _, _, (near, far)) in _LEVELS.items():
        text = QgsTextFormat()
        text.setSize(8)
        text.setColor(QColor("#5f6b78"))
        buffer = QgsTextBufferSettings()
        buffer.setEnabled(True)
        buffer.setSize(0.8)
        buffer.setColor(QColor(255, 255, 255, 200))
        text.setBuffer(buffer)
        settings = QgsPalLayerSettings()
        settings.fieldName = "name_en" if lang == "en" else "name_uk"
        settings.setFormat(text)
        settings.placement = QgsPalLayerSettings.Placement.Horizontal
        settings.priority = 2
        rule = QgsRuleBasedLabeling.Rule(settings)
        rule.setFilterExpression(f"\"level\" = '{level}'")
        rule.setMinimumScale(far)
        rule.setMaximumScale(near)
        root.appendChild(rule)
    return root
