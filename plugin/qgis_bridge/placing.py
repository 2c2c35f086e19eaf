"""Placing from a form: takes the map for one drawing, then gives it and the former map tool back."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from qgis.core import Qgis
from qgis.gui import QgisInterface, QgsMapTool, QgsMessageBarItem
from qgis.PyQt import sip
from qgis.PyQt.QtCore import QCoreApplication, QObject

from .map_tools import PlaceTool
from .notices import title
from .whole_text import WholeText


class Placing(QObject):
    """At most one drawing at a time; asking for another gives the first one up."""

    def __init__(self, iface: QgisInterface, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._iface = iface
        self._canvas = iface.mapCanvas()
        self._tool: PlaceTool | None = None
        self._former: QgsMapTool | None = None
        self._hint: QgsMessageBarItem | None = None
        self._whole = WholeText(self)
        self._placed: Callable[[dict[str, Any]], None] | None = None
        self._given_up: Callable[[], None] | None = None

    @property
    def active(self) -> bool:
        """Whether a place is being drawn."""
        return self._tool is not None

    def start(
        self, kind: str, placed: Callable[[dict[str, Any]], None], given_up: Callable[[], None] | None = None
    ) -> None:
        """Lets the user draw a ``point``, ``line`` or ``area``.

        :param placed: called with the GeoJSON geometry (WGS 84; longitude, latitude).
        :param given_up: called instead where the user gives up, or takes another map tool.
        """
        self.stop()
        self._placed, self._given_up = placed, given_up
        former = self._canvas.mapTool()
        self._former = former
        tool = PlaceTool(self._canvas, self._iface.cadDockWidget(), kind)
        tool.placed.connect(self._on_placed)
        tool.cancelled.connect(self._on_cancelled)
        tool.rejected.connect(self._on_rejected)
        self._tool = tool
        self._canvas.setMapTool(tool)
        # Esc and Backspace are for the map, and not every desktop sees to that. Also, a window that was active, hides
        # and comes back before another one was active is inactive to Qt from then on: it gets no keys.
        self._canvas.window().activateWindow()
        self._canvas.setFocus()
        self._say(_hint(kind), Qgis.MessageLevel.Info)

    def stop(self) -> None:
        """Gives up what is being drawn."""
        if self._tool is not None:
            self._tool.give_up()

    def _on_placed(self, geometry: dict[str, Any]) -> None:
        placed = self._placed
        self._end()
        if placed is not None:
            placed(geometry)

    def _on_cancelled(self) -> None:
        given_up = self._given_up
        self._end()
        if given_up is not None:
            given_up()

    def _on_rejected(self, code: str) -> None:
        self._say(_reason(code), Qgis.MessageLevel.Warning)

    def _end(self) -> None:
        tool, self._tool = self._tool, None
        former, self._former = self._former, None
        self._placed = self._given_up = None
        self._unsay()
        if tool is None:
            return
        for signal in (tool.placed, tool.cancelled, tool.rejected):
            signal.disconnect()
        if self._canvas.mapTool() is tool and not tool.replaced:
            if former is not None and not sip.isdeleted(former):
                self._canvas.setMapTool(former)
            else:
                self._canvas.unsetMapTool(tool)
        tool.deleteLater()

    def _say(self, text: str, level: Qgis.MessageLevel) -> None:
        self._unsay()
        bar = self._iface.messageBar()
        self._hint = bar.createMessage(title(), text)
        bar.pushWidget(self._hint, level)
        self._whole.show(self._hint)

    def _unsay(self) -> None:
        hint, self._hint = self._hint, None
        if hint is not None and not sip.isdeleted(hint):
            self._iface.messageBar().popWidget(hint)


def _hint(kind: str) -> str:
    return {
        "point": QCoreApplication.translate("Placing", "Click the place on the map. Esc cancels."),
        "line": QCoreApplication.translate(
            "Placing", "Click along the line: right click ends it, Backspace takes the last point back, Esc cancels."
        ),
        "area": QCoreApplication.translate(
            "Placing",
            "Click the corners of the area: right click ends it, Backspace takes the last point back, Esc cancels.",
        ),
    }[kind]


def _reason(code: str) -> str:
    return {
        "too_few": QCoreApplication.translate("Placing", "A line needs two points, an area three. Go on clicking."),
        "crossing": QCoreApplication.translate(
            "Placing", "The outline crosses itself. Backspace takes the last point back."
        ),
        "outside": QCoreApplication.translate("Placing", "That is not a place on earth in this map's projection."),
    }[code]
