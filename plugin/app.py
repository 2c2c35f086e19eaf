"""What QGIS loads and unloads.

Loading costs QGIS next to nothing: the menu and the toolbar are made at once. The other modules are read when QGIS's
window stands, beside it, for reading them takes longer than a window may stand still; then the parts are made.
"""

from __future__ import annotations

from contextlib import ExitStack
from functools import partial
from importlib import import_module
from typing import TYPE_CHECKING

from qgis.gui import QgisInterface
from qgis.PyQt.QtCore import QCoreApplication, QTimer

from .qgis_bridge import i18n
from .qgis_bridge.actions import Actions

if TYPE_CHECKING:
    from .workbench import Workbench

MODULES = (".workbench", ".qgis_bridge.automation.provider")
"""What the window is made of, and through these everything else."""


class VidbudovaPlugin:
    """What QGIS holds of the plugin."""

    def __init__(self, iface: QgisInterface) -> None:
        self.iface = iface
        self.workbench: Workbench | None = None
        self._stack = ExitStack()

    def initGui(self) -> None:
        """Called by QGIS when the plugin is switched on."""
        with ExitStack() as stack:
            lang = i18n.language()
            stack.enter_context(i18n.Translation(lang))
            actions = stack.enter_context(Actions(self.iface))
            first_turn = QTimer(actions)
            first_turn.setSingleShot(True)
            first_turn.timeout.connect(partial(self._read_modules, actions, lang))
            stack.callback(first_turn.stop)
            first_turn.start(0)
            self._stack = stack.pop_all()

    def initProcessing(self) -> None:
        """Called by ``qgis_process``, which has no window: the algorithms alone."""
        lang = i18n.language()
        self._stack.enter_context(i18n.Translation(lang))
        self._offer_algorithms(lang)

    def _offer_algorithms(self, lang: str) -> None:
        from .qgis_bridge.automation.provider import Registered

        self._stack.enter_context(Registered(lang))

    def unload(self) -> None:
        """Called by QGIS when the plugin is switched off, and at its end: nothing of the plugin is left behind."""
        if self.workbench is not None:
            self.workbench.close()
            self.workbench = None
        self._stack.close()

    def _read_modules(self, actions: Actions, lang: str) -> None:
        from .qgis_bridge.tasks import TaskRunner

        tasks = TaskRunner()
        self._stack.callback(tasks.close)
        title = QCoreApplication.translate("Workbench", "Getting Vidbudova ready")
        tasks.start(title, _read_modules, partial(self._build, actions, lang))

    def _build(self, actions: Actions, lang: str, _read: None, error: Exception | None) -> None:
        if error is not None:
            text = QCoreApplication.translate("Workbench", "Vidbudova could not start: {reason}")
            self.iface.messageBar().pushCritical("Vidbudova", text.format(reason=error))
        elif self.workbench is None:
            from .workbench import Workbench

            self.workbench = Workbench(self.iface, actions, lang)
            self._offer_algorithms(lang)


def _read_modules(_task: object) -> None:
    """Reads what the window is made of; defines classes, makes no widget: done beside the window."""
    for name in MODULES:
        import_module(name, __package__)
