"""Messages over the map that are read whole: QGIS gives their text one line, and a narrow window cuts it off."""

from __future__ import annotations

from qgis.gui import QgsMessageBarItem
from qgis.PyQt.QtCore import QEvent, QObject
from qgis.PyQt.QtWidgets import QTextBrowser

MOST_LINES = 6
MARGIN = 8  # pixels above and below the text together
STYLE = "QTextEdit { background-color: rgba(0,0,0,0); margin-top: 0.25em; }"  # QGIS's own, without its fixed height


class WholeText(QObject):
    """Gives the texts of messages as many lines as they need at the width they have. Whoever shows them keeps it."""

    def show(self, item: QgsMessageBarItem | None) -> None:
        """From now on this message grows with its text."""
        text = item.findChild(QTextBrowser) if item is not None else None
        if text is None:
            return
        text.setStyleSheet(STYLE)
        text.installEventFilter(self)
        _fit(text)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Resize and isinstance(watched, QTextBrowser):
            _fit(watched)
        return super().eventFilter(watched, event)


def _fit(text: QTextBrowser) -> None:
    measured = text.document().clone()  # the document itself is laid out anew only after this event
    measured.setTextWidth(text.width())
    most = MOST_LINES * text.fontMetrics().lineSpacing()
    text.setFixedHeight(round(min(measured.size().height(), most)) + MARGIN)
