"""What the user is told: QGIS's message bar for what happened now, its log panel for the detail."""

from __future__ import annotations

import html
from collections.abc import Callable

from qgis.core import Qgis, QgsMessageLog
from qgis.gui import QgsMessageBar, QgsMessageBarItem
from qgis.PyQt import sip
from qgis.PyQt.QtCore import QCoreApplication
from qgis.PyQt.QtWidgets import QPushButton

from .whole_text import WholeText

TAG = "Vidbudova"
SECONDS_TO_READ = 8


class Notices:
    """Short messages over the map, each of them in the log too.

    :param bar: the message bar to show them in (``iface.messageBar()``).
    """

    def __init__(self, bar: QgsMessageBar) -> None:
        self._bar = bar
        self._whole = WholeText()
        self._last: QgsMessageBarItem | None = None
        self._offers: list[QgsMessageBarItem] = []
        self._about: list[tuple[object, QgsMessageBarItem]] = []

    def info(self, text: str, detail: str = "") -> None:
        """Something the user may like to know; goes away by itself, or when the next one comes."""
        self._passing(text, detail, Qgis.MessageLevel.Info)

    def success(self, text: str, detail: str = "") -> None:
        """Something the user asked for is done; goes away by itself, or when the next one comes."""
        self._passing(text, detail, Qgis.MessageLevel.Success)

    def warning(self, text: str, detail: str = "") -> QgsMessageBarItem | None:
        """Something the user should see; stays until it is closed, or until who said it takes it back (`withdraw`)."""
        return self._push(text, detail, Qgis.MessageLevel.Warning)

    def error(self, text: str, detail: str = "") -> QgsMessageBarItem | None:
        """Something did not happen; stays until it is closed, or until who said it takes it back (`withdraw`)."""
        return self._push(text, detail, Qgis.MessageLevel.Critical)

    def offer(
        self,
        text: str,
        label: str,
        chosen: Callable[[], None],
        *,
        stays: bool = False,
        level: Qgis.MessageLevel = Qgis.MessageLevel.Info,
        about: object = None,
    ) -> QgsMessageBarItem:
        """A message with one button, such as Undo after a deletion; closes when the button is pressed, or after a
        while unless it `stays`, or when what it is `about` is settled in another way (`withdraw_about`)."""
        item = self._bar.createMessage(title(), as_html(text))
        button = QPushButton(label, item)
        button.setObjectName("noticeButton")
        button.clicked.connect(chosen)
        button.clicked.connect(item.dismiss)
        item.layout().addWidget(button)
        self._bar.pushWidget(item, level, 0 if stays else 3 * SECONDS_TO_READ)
        self._whole.show(item)
        self._offers = [offered for offered in self._offers if not sip.isdeleted(offered)] + [item]
        self._about = [pair for pair in self._about if not sip.isdeleted(pair[1])]
        if about is not None:
            self._about.append((about, item))
        log(text, level)
        return item

    def is_covered(self, item: QgsMessageBarItem | None) -> bool:
        """Whether another message that does not go away by itself lies over an offer that still stands."""
        if item is None or sip.isdeleted(item):
            return False
        top = self._bar.currentItem()
        return top is not None and top is not item and top.duration() == 0

    def withdraw(self, item: QgsMessageBarItem | None) -> None:
        """Takes one offer or warning back: what it was about is no more."""
        if item is not None and not sip.isdeleted(item):
            self._bar.popWidget(item)

    def withdraw_about(self, about: object) -> None:
        """Takes back what is offered about something: it has happened already."""
        for one, item in self._about:
            if one == about:
                self.withdraw(item)

    def close(self) -> None:
        """Takes back what is still offered: whoever would do it is going away."""
        for item in self._offers:
            if not sip.isdeleted(item):
                self._bar.popWidget(item)
        self._offers.clear()
        self._about.clear()

    def _passing(self, text: str, detail: str, level: Qgis.MessageLevel) -> None:
        former, self._last = self._last, None
        if former is not None and not sip.isdeleted(former):
            self._bar.popWidget(former)
        self._last = self._bar.createMessage(title(), as_html(text))
        self._bar.pushWidget(self._last, level, SECONDS_TO_READ)  # its own duration would be forgotten
        self._whole.show(self._last)
        log(f"{text}\n{detail}" if detail else text, level)

    def _push(self, text: str, detail: str, level: Qgis.MessageLevel) -> QgsMessageBarItem | None:
        if detail:
            self._bar.pushMessage(title(), text, detail, level, 0)
        else:
            self._bar.pushMessage(title(), text, level, 0)
        item = self._bar.currentItem()
        if item is not None:
            item.setText(as_html(text))  # only here: with the detail QGIS shows it as plain text
        self._whole.show(item)
        log(f"{text}\n{detail}" if detail else text, level)
        return item


def as_html(text: str) -> str:
    """A message as the bar wants it, which takes every text for HTML: records and files are called as they like."""
    return html.escape(text, quote=False).replace("\n", "<br>")


def title() -> str:
    """What messages of the plugin are headed by."""
    return QCoreApplication.translate("Notices", "Vidbudova")


def log(text: str, level: Qgis.MessageLevel = Qgis.MessageLevel.Info) -> None:
    """A line in QGIS's log panel, under the plugin's own tab; does not raise a notification."""
    QgsMessageLog.logMessage(text, TAG, level, False)
