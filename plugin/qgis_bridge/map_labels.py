"""Titles beside the records: the most urgent from afar, all of them near by, and never a wall of text."""

from __future__ import annotations

from qgis.core import (
    QgsLabeling,
    QgsPalLayerSettings,
    QgsProperty,
    QgsPropertyCollection,
    QgsTextBufferSettings,
    QgsTextFormat,
    QgsVectorLayer,
    QgsVectorLayerSimpleLabeling,
)
from qgis.PyQt.QtGui import QColor

from .map_theme import DARK_GROUND, by_theme

URGENT_FROM_SCALE = 250_000
ALL_FROM_SCALE = 50_000
LONGEST = 80
"""Letters of a title on the map; the whole of it is in the tip and in the form."""
INK, NIGHT_INK = "#202020", "#f2f2f2"
KEEP_CLEAR = 2.0
"""The strongest that QGIS knows: titles of others stay away from a sign."""
_WRAP = 28


def label(layer: QgsVectorLayer, kind: str, title: str, urgent: str = "") -> None:
    """Writes each feature's title beside it.

    :param kind: ``point``, ``line`` or ``area``.
    :param title: an expression.
    :param urgent: an expression: where it holds, they are labelled from 1 : 250 000 on and in bold, the others from
        1 : 50 000 on.
    """
    settings = QgsPalLayerSettings()
    settings.fieldName = f"with_variable('t', {title}, if(length(@t) > {LONGEST}, left(@t, {LONGEST - 1}) || '…', @t))"
    settings.isExpression = True
    settings.autoWrapLength = _WRAP
    if kind == "point":
        settings.placement = QgsPalLayerSettings.Placement.AroundPoint
        settings.dist = 2.6
    elif kind == "line":
        settings.placement = QgsPalLayerSettings.Placement.Line
        settings.placementFlags = QgsPalLayerSettings.LinePlacementFlags.AboveLine
        settings.dist = 1.2
    else:  # a small area keeps its title beside it, not over what is in it
        settings.placement = QgsPalLayerSettings.Placement.Horizontal
        settings.setPolygonPlacementFlags(
            QgsLabeling.PolygonPlacementFlags(
                QgsLabeling.PolygonPlacementFlag.AllowPlacementInsideOfPolygon
                | QgsLabeling.PolygonPlacementFlag.AllowPlacementOutsideOfPolygon
            )
        )
        settings.dist = 2.6
    if kind == "point":
        obstacle = settings.obstacleSettings()
        obstacle.setFactor(KEEP_CLEAR)
        settings.setObstacleSettings(obstacle)
    settings.setFormat(text_format(8))
    settings.scaleVisibility = True
    settings.minimumScale = URGENT_FROM_SCALE if urgent else ALL_FROM_SCALE  # the farthest from which it is shown
    properties = colours()
    if urgent:
        is_urgent = f"coalesce({urgent}, false)"
        for name, expression in (
            (QgsPalLayerSettings.Property.Show, f"{is_urgent} or @map_scale <= {ALL_FROM_SCALE}"),
            (QgsPalLayerSettings.Property.Bold, is_urgent),
            (QgsPalLayerSettings.Property.Size, f"if({is_urgent}, 8.5, 8)"),
            (QgsPalLayerSettings.Property.Priority, f"if({is_urgent}, 8, 5)"),
        ):
            properties.setProperty(name, QgsProperty.fromExpression(expression))
    settings.setDataDefinedProperties(properties)
    layer.setLabeling(QgsVectorLayerSimpleLabeling(settings))
    layer.setLabelsEnabled(True)


def text_format(points: float) -> QgsTextFormat:
    """Dark letters with a light rim."""
    text = QgsTextFormat()
    text.setSize(points)
    text.setColor(QColor(INK))
    halo = QgsTextBufferSettings()
    halo.setEnabled(True)
    halo.setSize(0.8)
    halo.setColor(QColor("#ffffff"))
    text.setBuffer(halo)
    return text


def colours() -> QgsPropertyCollection:
    """Light letters with a dark rim where the map is dark."""
    found = QgsPropertyCollection()
    found.setProperty(QgsPalLayerSettings.Property.Color, QgsProperty.fromExpression(by_theme(INK, NIGHT_INK)))
    found.setProperty(
        QgsPalLayerSettings.Property.BufferColor, QgsProperty.fromExpression(by_theme("#ffffff", DARK_GROUND))
    )
    return found
