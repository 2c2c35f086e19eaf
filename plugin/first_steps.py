"""Ties the ways in to what they lead to: the welcome, the wizard, the sample, the help."""

from __future__ import annotations

from typing import TYPE_CHECKING

from qgis.PyQt.QtCore import QObject

from .panels.help_pages import PAGES
from .qgis_bridge import settings
from .qgis_bridge.help_desk import HelpDesk

if TYPE_CHECKING:
    from .workbench import Workbench


class FirstSteps(QObject):
    """What a person meets before a workspace is open, and F1 everywhere."""

    def __init__(self, bench: Workbench) -> None:
        super().__init__(bench)

        self._welcome = bench.dock.welcome
        self.help = HelpDesk(bench.iface.mainWindow(), bench.windows.make_help, PAGES, self)
        bench.dock.help_requested.connect(self.help.show_for_focus)
        workspaces = bench.workspaces
        bench.dock.create_workspace_requested.connect(workspaces.new)
        bench.dock.open_workspace_requested.connect(workspaces.open)
        self._welcome.sample_requested.connect(workspaces.try_sample)
        self._welcome.recent_requested.connect(workspaces.open_folder)
        workspaces.made.connect(bench.settings.attach)
        workspaces.answered.connect(bench.settings.remember)
        bench.session.failed.connect(workspaces.show_failure)
        bench.session.declined.connect(workspaces.declined)
        bench.session.closed.connect(self._show_recent)
        self._show_recent()

    def close(self) -> None:
        """Closes the help."""
        self.help.close()

    def _show_recent(self) -> None:
        self._welcome.show_recent(settings.recent_workspaces())
