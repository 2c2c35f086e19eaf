"""Vidbudova: recovery projects and needs, captured in QGIS and sent to a central portal."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from qgis.gui import QgisInterface

    from .app import VidbudovaPlugin


def classFactory(iface: QgisInterface) -> VidbudovaPlugin:
    """Called by QGIS once, when the plugin is loaded."""
    from .app import VidbudovaPlugin

    return VidbudovaPlugin(iface)
