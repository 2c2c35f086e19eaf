"""Ties the dock to those who do what is asked for there with many records, and takes it all away again."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from qgis.PyQt.QtCore import QObject

from .qgis_bridge.basemap_desk import BasemapDesk
from .qgis_bridge.export_desk import ExportDesk
from .qgis_bridge.many_desk import ManyDesk
from .store.many import Chosen
from .store.workspace import Workspace

if TYPE_CHECKING:
    from .workbench import Workbench


class DockDesks(QObject):
    """The desks behind the record list. They follow the workspace that is open."""

    def __init__(self, bench: Workbench) -> None:
        super().__init__(bench)

        self._bench = bench
        self._windows = bench.windows
        self.many = ManyDesk(
            self._make_many,
            bench.session.edits.uncommitted,
            self._open_forms,
            bench.tasks,
            bench.notices,
            bench.lang,
            self,
        )
        self.export = ExportDesk(bench.iface.mainWindow(), bench.tasks, bench.notices, bench.lang, self)
        self.basemap = BasemapDesk(self._make_basemap, bench.iface.mapCanvas(), bench.notices, self)
        self.basemap.hint_changed.connect(bench.dock.basemap.setVisible)
        bench.dock.basemap.prepare_requested.connect(self.basemap.start)
        bench.dock.basemap.hide_requested.connect(self.basemap.hide_hint)
        bench.dock.basemap_requested.connect(self.basemap.start)
        bench.dock.records.many_requested.connect(self._start)
        self.many.written.connect(bench._on_written)
        self.many.undo_requested.connect(bench.undoing.undo)
        self.many.open_requested.connect(bench.records.open)
        bench.session.opened.connect(self._set_workspace)
        bench.session.closed.connect(self._on_closed)

    def close(self) -> None:
        """Closes what is open."""
        self.many.set_workspace(None)
        self.basemap.close()

    def _set_workspace(self, workspace: Workspace | None) -> None:
        self.many.set_workspace(workspace)
        self.basemap.set_workspace(workspace)

    def _on_closed(self) -> None:
        self._set_workspace(None)

    def _start(self, kind: str, chosen: Chosen) -> None:
        workspace = self._bench.session.workspace
        if kind != "export":
            self.many.start(kind, chosen)
        elif workspace is not None:
            self.export.start(workspace, chosen)

    def _open_forms(self) -> frozenset[tuple[str, str]]:
        self._bench.records.note_unsaved()
        return self._bench.records.open_records()

    def _make_many(self, workspace: Workspace, kind: str, types: tuple[str, ...], count: int) -> Any:
        return self._windows.make_many(workspace, kind, types, count)

    def _make_basemap(self, basemaps: list[Any], areas: list[tuple[str, Any]]) -> Any:
        return self._windows.make_basemap(basemaps, areas)
