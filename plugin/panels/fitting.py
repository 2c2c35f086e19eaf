"""Dialogs as high as what is in them."""

from __future__ import annotations

from qgis.PyQt.QtWidgets import QWidget


def fit_height(window: QWidget, least: int = 0) -> None:
    """Makes a window as high as its wrapped texts and inputs want it at its width, and at least `least` pixels."""
    layout = window.layout()
    layout.activate()
    width = window.width()
    window.resize(width, max(layout.totalHeightForWidth(width), layout.totalMinimumSize().height(), least))
