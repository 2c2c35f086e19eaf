"""Hints in empty fields, in a colour that can be read (WCAG AA): styles make them half seen through."""

from __future__ import annotations

from qgis.PyQt import sip
from qgis.PyQt.QtCore import QEvent, QObject
from qgis.PyQt.QtGui import QColor, QPalette
from qgis.PyQt.QtWidgets import QLineEdit, QWidget

from .theme import contrast, ground, ink

_SHARES: tuple[float, ...] = (0.66, 0.75, 0.85, 1.0)  # of the text's colour, the rest is the ground's
_LEAST = 4.6


class _Shown(QObject):
    """Looks after the fields of a window whenever it is shown."""

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        self._window = window
        window.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if sip.isdeleted(self) or sip.isdeleted(self._window):
            return False
        if watched is self._window and event.type() in (QEvent.Type.Show, QEvent.Type.PaletteChange):
            make_readable(self._window)
        return False


def readable(window: QWidget) -> None:
    """Makes the hints of a window readable, once it is shown. Under a style sheet a palette does not pass from a window
    to what is in it, so every field gets one."""
    _Shown(window)


def make_readable(part: QWidget) -> None:
    """The same, now: for a part of a window that was made later."""
    for line in part.findChildren(QLineEdit):
        line.ensurePolished()  # a style sheet's colours come with it
        palette = line.palette()
        hint = quiet(palette)
        if palette.color(QPalette.ColorRole.PlaceholderText) != hint:
            palette.setColor(QPalette.ColorRole.PlaceholderText, hint)
            line.setPalette(palette)


def quiet(palette: QPalette) -> QColor:
    """The quietest colour that can be read in a field or list."""
    text, under = palette.color(QPalette.ColorRole.Text), palette.color(QPalette.ColorRole.Base)
    shares: tuple[float, ...] = _SHARES
    if not under.isValid():  # a style sheet made it transparent, over a list of choices brighter than the palette says
        under, shares = ground(palette), _SHARES[-2:]
    if contrast(text, under) < _LEAST:
        text = ink(palette)  # a dark theme of QGIS, which paints by a style sheet
    made = text
    for share in shares:
        parts = zip(text.getRgbF()[:3], under.getRgbF()[:3], strict=True)
        made = QColor.fromRgbF(*(share * a + (1 - share) * b for a, b in parts))
        if contrast(made, under) >= _LEAST:
            break
    return made
