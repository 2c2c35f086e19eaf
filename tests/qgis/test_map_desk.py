"""What the plugin draws by itself is no change that QGIS would ask to save."""

from __future__ import annotations

from pathlib import Path

from qgis.core import QgsProject
from qgis.PyQt.QtCore import QTimer

from plugin.qgis_bridge import overlays
from plugin.qgis_bridge.notices import Notices
from plugin.qgis_bridge.overlay_desk import OverlayDesk
from plugin.qgis_bridge.session import WorkspaceSession
from plugin.qgis_bridge.tasks import TaskRunner
from plugin.store.workspace import Workspace

from .desk import Desk


def test_overlays_leave_the_project_unmarked(desk: Desk, workspace: Workspace, wait_until) -> None:
    workspace.insert("need", {"title_uk": "Школа", "katottg": "UA63120290010028715"})
    folder: Path = workspace.folder
    workspace.close()
    tasks = TaskRunner()
    session = WorkspaceSession(desk, tasks, Notices(desk.bar), "uk", lambda: "own")
    over = OverlayDesk(tasks, session.settle, "uk")
    project = QgsProject.instance()
    try:
        session.open(folder)
        wait_until(lambda: session.workspace is not None)
        over.set_workspace(session.workspace)
        over.refresh()

        def filled() -> bool:
            layer = overlays.find(project, overlays.OVERVIEW)
            return layer is not None and layer.featureCount() == 1 and overlays.find(project, overlays.ATTENTION)

        wait_until(filled)
        turns: list[int] = []
        QTimer.singleShot(50, lambda: turns.append(1))
        wait_until(lambda: bool(turns))
        assert not project.isDirty()
        session.workspace.insert("need", {"title_uk": "Міст", "katottg": "UA63120290010028715"})
        over.refresh()
        wait_until(lambda: next(overlays.find(project, overlays.OVERVIEW).getFeatures())["needs"] == 2)
        assert not project.isDirty()
    finally:
        over.set_workspace(None)
        session.shut()
        tasks.close()
