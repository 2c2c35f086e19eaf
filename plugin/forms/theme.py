"""Colours that carry meaning, chosen for contrast (WCAG AA, 4.5:1) on the palette in use, light or dark."""

from __future__ import annotations

from qgis.PyQt.QtGui import QColor, QPalette
from qgis.PyQt.QtWidgets import QApplication

from .night import RULES as NIGHT

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
_READABLE = 4.5  # WCAG 2, level AA
_PAINTED_SELECTION = "#0f6e00"  # of QGIS's "Night Mapping", which writes on it in grey
_PAINTED_FOCUS = "#d7801a"  # of the same, around lines


def is_dark(palette: QPalette) -> bool:
    """Whether text is drawn on a dark ground."""
    return palette.color(QPalette.ColorRole.Base).lightness() < 128


def color(meaning: str, palette: QPalette) -> QColor:
    """:param meaning: error, warning, hint, good, waiting, need, project or other."""
    return QColor((_DARK if is_dark(palette) else _LIGHT)[meaning])


def contrast(one: QColor, other: QColor) -> float:
    """How well two colours stand apart, from 1 to 21, as WCAG 2 has it; text wants 4.5."""
    lighter, darker = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def _luminance(color: QColor) -> float:
    parts = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in color.getRgbF()[:3]]
    return 0.2126 * parts[0] + 0.7152 * parts[1] + 0.0722 * parts[2]


def ink(palette: QPalette) -> QColor:
    """The colour of text on windows.

    QGIS's dark themes paint by a style sheet and leave colours in the palette that nobody would see on it.
    """
    text = palette.color(QPalette.ColorRole.WindowText)
    if contrast(text, ground(palette)) >= 4.5:
        return text
    return QColor("#e0e0e0" if is_dark(palette) else "#111111")


def ground(palette: QPalette) -> QColor:
    """What windows are painted with; where the palette's dark ground is brighter than its text, the style sheet's."""
    return QColor("#323232") if _painted_dark(palette) else palette.color(QPalette.ColorRole.Window)


def _painted_dark(palette: QPalette) -> bool:
    """Whether a dark theme of QGIS paints by its style sheet what the palette does not say.

    The application's palette tells it, also once the sheet has put its own colours into a widget's.
    """
    texts = (
        (one.color(QPalette.ColorRole.WindowText), one.color(QPalette.ColorRole.Window))
        for one in (palette, QApplication.palette())
    )
    return is_dark(palette) and any(contrast(text, window) < _READABLE for text, window in texts)


def muted(palette: QPalette) -> QColor:
    """For helps and second lines: quieter than text, still readable, on every second row of a list, too."""
    text, under = ink(palette), ground(palette)
    alternate = palette.color(QPalette.ColorRole.AlternateBase)
    grounds = [one for one in (under, alternate) if contrast(text, one) >= _READABLE]
    made = text
    for share in (0.72, 0.8, 0.88, 0.94, 1.0):
        made = QColor.fromRgbF(
            *(share * a + (1 - share) * b for a, b in zip(text.getRgbF()[:3], under.getRgbF()[:3], strict=True))
        )
        if all(contrast(made, one) >= _READABLE for one in grounds):
            break
    return made


def focus(palette: QPalette) -> QColor:
    """The line around what has the keyboard; it stands out from what is inside and outside (3:1)."""
    return QColor(_PAINTED_FOCUS) if is_dark(palette) else selection(palette)[0]


def selection(palette: QPalette) -> tuple[QColor, QColor]:
    """Ground and text of rows that are chosen: the palette's own, moved apart until they can be read."""
    under, text = palette.color(QPalette.ColorRole.Highlight), palette.color(QPalette.ColorRole.HighlightedText)
    if _painted_dark(palette):
        return QColor(_PAINTED_SELECTION), QColor("#ffffff")
    for _step in range(20):
        if contrast(text, under) >= _READABLE:
            break
        under = under.darker(106) if text.lightness() > 127 else under.lighter(106)
    return under, text


def style_sheet(palette: QPalette) -> str:
    """The windows' few rules: faulty inputs are framed, texts of faults, helps and chosen rows have their colours."""
    error = color("error", palette).name()
    night = NIGHT if _painted_dark(palette) else ""
    return (
        night + _chosen_rows(palette) + f'QLineEdit[faulty="true"], QPlainTextEdit[faulty="true"] '
        f"{{ border: 1px solid {error}; border-radius: 2px; padding: 2px; }}"
        f'QLineEdit[faulty="true"]:focus, QPlainTextEdit[faulty="true"]:focus '
        f"{{ border: 2px solid {error}; padding: 1px; }}"
        f'QLabel[fault="true"] {{ color: {error}; }}'
        f'QLabel[help="true"] {{ color: {muted(palette).name()}; }}'
    )


def _chosen_rows(palette: QPalette) -> str:
    """Nothing where the palette's own colours can be read: rules of ours would take a style's own look away."""
    under, text = (one.name() for one in selection(palette))
    if _painted_dark(palette):  # its sheet names rows, so that the rule for the list would not reach them
        return f"QAbstractItemView {{ selection-color: {text}; }} QAbstractItemView::item:selected {{ color: {text}; }}"
    if under == palette.color(QPalette.ColorRole.Highlight).name():
        return ""
    marked = "QAbstractItemView, QLineEdit, QPlainTextEdit, QTextEdit"
    bar = "QCalendarWidget QWidget#qt_calendar_navigationbar"
    return (
        f"{marked} {{ selection-background-color: {under}; selection-color: {text}; }}"
        f"{bar} {{ background-color: {under}; }}"
    )
