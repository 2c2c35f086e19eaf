"""A light and a dark map: one project variable that styles go by, so that it holds in any QGIS that opens the project.

The map is dark where QGIS's windows are, unless somebody has given the project a background of their own: then the
styles suit that one.
"""

from __future__ import annotations

from qgis.core import QgsExpressionContextUtils, QgsHueSaturationFilter, QgsProject, QgsRasterLayer
from qgis.PyQt.QtGui import QColor, QGuiApplication, QPalette

VARIABLE = "vidbudova_dark"
LIGHT_GROUND, DARK_GROUND = "#ffffff", "#1f2428"
_MIDDLE = 128
_READABLE = 3.0
"""Contrast of graphical objects by WCAG 2.1, 1.4.11."""


def by_theme(light: str, dark: str) -> str:
    """An expression for a colour that is one on light ground, another on dark."""
    return f"if(@{VARIABLE} = 1, '{dark}', '{light}')"


def contrast(one: QColor, other: QColor) -> float:
    """Contrast ratio of two opaque colours, 1 to 21 (WCAG 2.1)."""
    lighter, darker = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def _luminance(colour: QColor) -> float:
    parts = [
        part / 12.92 if part <= 0.03928 else ((part + 0.055) / 1.055) ** 2.4
        for part in (colour.redF(), colour.greenF(), colour.blueF())
    ]
    return 0.2126 * parts[0] + 0.7152 * parts[1] + 0.0722 * parts[2]


def bright(colour: str) -> str:
    """A colour of the same hue that is seen on dark ground."""
    shown = QColor(colour)
    while contrast(shown, QColor(DARK_GROUND)) < _READABLE:
        hue, saturation, lightness, _ = shown.getHsl()
        shown = QColor.fromHsl(max(0, hue), saturation, min(255, lightness + 8))
    return shown.name()


def windows_are_dark() -> bool:
    """Whether QGIS's windows show light text on dark ground."""
    palette = QGuiApplication.palette()
    return bool(palette.color(QPalette.ColorRole.Window).lightness() < _MIDDLE)


def is_dark(project: QgsProject) -> bool:
    """Whether the styles of a project go by dark ground."""
    return str(QgsExpressionContextUtils.projectScope(project).variable(VARIABLE)) == "1"


def suit(project: QgsProject, dark: bool) -> bool:
    """Gives the map the ground that suits the windows, and the styles the theme that suits the ground.

    A background that the user chose stays. Returns whether anything changed.
    """
    ground = project.backgroundColor()
    if ground.name() in (LIGHT_GROUND, DARK_GROUND):
        wanted = QColor(DARK_GROUND if dark else LIGHT_GROUND)
        if wanted != ground:
            project.setBackgroundColor(wanted)
    now = project.backgroundColor().lightness() < _MIDDLE
    if now == is_dark(project) and QgsExpressionContextUtils.projectScope(project).hasVariable(VARIABLE):
        return False
    QgsExpressionContextUtils.setProjectVariable(project, VARIABLE, int(now))
    return True


def suit_tiles(tiles: QgsRasterLayer, dark: bool) -> None:
    """Lets a light map from the network glow less at night: inverted, its colours turned back by QGIS's own filter."""
    picture = tiles.hueSaturationFilter()
    if hasattr(picture, "setInvertColors"):
        picture.setInvertColors(dark)
        grey = QgsHueSaturationFilter.GrayscaleMode
        picture.setGrayscaleMode(grey.GrayscaleLuminosity if dark else grey.GrayscaleOff)
    tiles.triggerRepaint()
