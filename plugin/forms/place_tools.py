"""What a form's field of the place needs from outside: other coordinate systems, the map, a satellite receiver."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Protocol

from qgis.PyQt.QtWidgets import QWidget

from ..records.positions import GpsFix, Shifted

Outcome = Callable[[Any, "Exception | None"], None]


class PlaceTools(Protocol):
    """Given to forms by the composition root."""

    def to_wgs84(self, code: str, x: float, y: float) -> Shifted:
        """Easting and northing (longitude and latitude of a geographic system) as WGS 84. Raises ShiftFault."""
        ...

    def system_name(self, code: str) -> str:
        """What QGIS calls a coordinate system; blank where it has none of that code."""
        ...

    def choose_system(self, parent: QWidget, chosen: Callable[[str], None]) -> None:
        """Lets the person choose any system that QGIS knows; ``chosen`` gets its code."""
        ...

    def last_system(self) -> str:
        """The code of the system that was stated last; blank where there was none."""
        ...

    def keep_system(self, code: str) -> None:
        """Remembers the system that was stated."""
        ...

    def show(self, geometry: dict[str, Any] | None) -> None:
        """Draws a place (GeoJSON) on the map that is not taken yet, and brings it into sight; None takes it away."""
        ...

    def make_inset(self, parent: QWidget) -> Any:
        """A small map, a widget with ``show_place(geometry, landmark)``."""
        ...

    def is_outline(self, area: dict[str, Any]) -> bool:
        """Whether a GeoJSON polygon encloses something and its outline does not cross itself."""
        ...

    def fix(self) -> GpsFix | str:
        """Where QGIS's satellite receiver is; else why it cannot tell: ``not_connected`` or ``no_fix``."""
        ...

    def start(self, title: str, work: Callable[[], Any], done: Outcome) -> Any:
        """Runs ``work`` in a worker thread, then ``done(result, error)`` on the main thread."""
        ...
