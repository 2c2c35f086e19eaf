"""Colours that carry meaning, chosen for contrast (WCAG AA, 4.5:1) on the palette in use, light or dark."""

from __future__ import annotations

from qgis.PyQt.QtGui import QColor, QPalette

_LIGHT = {
    "error": "#b3261e",
    "warning": "#7a4a00",
    "hint": "#0b5394",
    "good": "#1b6e2c",
    "waiting": "#0b5394",
    "need": "#a8321f",
    "project": "#1f5fa8",
    "other": "#555555",
}
_DARK = {
    "error": "#ff8a80",
    "warning": "#ffc46b",
    "hint": "#90c8ff",
    "good": "#86d993",
    "waiting": "#90c8ff",
    "need": "#ff9e80",
    "project": "#8ab8ff",
    "other": "#c8c8c8",
}


def is_dark(palette: QPalette) -> bool:
    """Whether text is drawn on a dark ground."""
    return palette.color(QPalette.ColorRole.Base).lightness() < 128


def color(meaning: str, palette: QPalette) -> QColor:
    """:param meaning: error, warning, hint, good, waiting, need, project or other."""
    return QColor((_DARK if is_dark(palette) else _LIGHT)[meaning])


def muted(palette: QPalette) -> QColor:
    """For helps and second lines: quieter than text, still readable."""
    text, ground = (palette.color(role) for role in (QPalette.ColorRole.WindowText, QPalette.ColorRole.Window))
    share = 0.72
    return QColor.fromRgbF(
        *(share * a + (1 - share) * b for a, b in zip(text.getRgbF()[:3], ground.getRgbF()[:3], strict=True))
    )


def style_sheet(palette: QPalette) -> str:
    """The form's few rules: faulty inputs are framed, texts of faults and helps have their colours."""
    error = color("error", palette).name()
    return (
        f'*[faulty="true"] {{ border: 1px solid {error}; border-radius: 2px; padding: 2px; }}'
        f'QLabel[fault="true"] {{ color: {error}; }}'
        f'QLabel[help="true"] {{ color: {muted(palette).name()}; }}'
    )
