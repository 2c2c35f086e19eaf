"""Titles beside the records: the most urgent from afar, all of them near by, and never a wall of text."""

from __future__ import annotations

from qgis.core import (
    QgsPalLayerSettings,
    QgsProperty,
    QgsPropertyCollection,
    QgsRuleBasedLabeling,
    QgsTextBufferSettings,
    QgsTextFormat,
    QgsVectorLayer,
)
from qgis.PyQt.QtGui import QColor

from .map_theme import DARK_GROUND, by_theme

URGENT_FROM_SCALE = 250_000
ALL_FROM_SCALE = 50_000
LONGEST = 80
"""Letters of a title on the map; the whole of it is in the tip and in the form."""
INK, NIGHT_INK = "#202020", "#f2f2f2"
_WRAP = 28


def label(layer: QgsVectorLayer, kind: str, title: str, urgent: str = "") -> None:
    """Writes each feature's title beside it.

    :param kind: ``point``, ``line`` or ``area``.
    :param title: an expression.
    :param urgent: a filter: those are labelled from 1 : 250 000 on and in bold, the others from 1 : 50 000 on.
    """
    shortened = f"with_variable('t', {title}, if(length(@t) > {LONGEST}, left(@t, {LONGEST - 1}) || '…', @t))"
    root = QgsRuleBasedLabeling.Rule(None)
    if urgent:
        root.appendChild(_rule(kind, shortened, URGENT_FROM_SCALE, urgent, bold=True))
    root.appendChild(_rule(kind, shortened, ALL_FROM_SCALE, "ELSE" if urgent else "", bold=False))
    layer.setLabeling(QgsRuleBasedLabeling(root))
    layer.setLabelsEnabled(True)


def _rule(kind: str, expression: str, scale: int, condition: str, *, bold: bool) -> QgsRuleBasedLabeling.Rule:
    settings = QgsPalLayerSettings()
    settings.fieldName = expression
    settings.isExpression = True
    settings.autoWrapLength = _WRAP
    if kind == "point":
        settings.placement = QgsPalLayerSettings.Placement.AroundPoint
        settings.dist = 2.6
    elif kind == "line":
        settings.placement = QgsPalLayerSettings.Placement.Line
        settings.placementFlags = QgsPalLayerSettings.LinePlacementFlags.AboveLine
        settings.dist = 1.2
    else:
        settings.placement = QgsPalLayerSettings.Placement.Horizontal
    settings.priority = 8 if bold else 5
    settings.setFormat(text_format(8.5 if bold else 8, bold))
    settings.setDataDefinedProperties(colours())
    rule = QgsRuleBasedLabeling.Rule(settings)
    rule.setMinimumScale(scale)  # the farthest from which it is shown
    rule.setFilterExpression(condition)
    return rule


def text_format(points: float, bold: bool = False) -> QgsTextFormat:
    """Dark letters with a light rim."""
    text = QgsTextFormat()
    text.setSize(points)
    if hasattr(text, "setForcedBold"):  # from QGIS 3.26 on
        text.setForcedBold(bold)
    else:
        letters = text.font()
        letters.setBold(bold)
        text.setFont(letters)
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
