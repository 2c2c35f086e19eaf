"""Vidbudova: recovery projects and needs, digitized offline and sent to a central portal.

QGIS imports this package and calls :func:`classFactory`; everything else is imported when it is first needed, so that
the pure rooms (records, contract, quality, store, sync, exchange, cli) can be used without QGIS.
"""

from __future__ import annotations

from typing import Any


def classFactory(iface: Any) -> Any:  # noqa: N802  (the name is QGIS's)
    """Return the plugin object for QGIS's interface object `iface`."""
    from .app import VidbudovaPlugin

    return VidbudovaPlugin(iface)
