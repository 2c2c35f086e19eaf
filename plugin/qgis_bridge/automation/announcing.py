"""What an algorithm wrote is shown by the window at once, if it shows the same workspace."""

from __future__ import annotations

from qgis.PyQt.QtCore import QObject, pyqtSignal


class Announcing(QObject):
    """Emits from whatever thread the algorithm runs in; slots of the window are called in the window's."""

    written = pyqtSignal(str)
    """Folder of a workspace in which an algorithm has, or may have, written."""


announcing = Announcing()
