"""Exporting what is selected in the record list: asks where to, works beside the window, says what came of it."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from itertools import count
from pathlib import Path

from qgis.PyQt.QtCore import QCoreApplication, QObject, QUrl
from qgis.PyQt.QtGui import QDesktopServices
from qgis.PyQt.QtWidgets import QFileDialog, QWidget

from ..errors import VidbudovaError
from ..paths import codifier_path
from ..store.many import Chosen
from ..store.workspace import Workspace
from . import export_task, settings
from .export_task import DRIVERS, Exported
from .notices import Notices
from .tasks import BaseTask, TaskRunner

FOLDER = "export/folder"


class ExportDesk(QObject):
    """One export after the other; each goes on where the window is closed meanwhile.

    :param ask: where to; blank for nowhere. By default the system's file dialog.
    """

    def __init__(
        self,
        window: QWidget,
        tasks: TaskRunner,
        notices: Notices,
        lang: str,
        parent: QObject | None = None,
        ask: Callable[[Path], str] | None = None,
    ) -> None:
        super().__init__(parent)
        self._window = window
        self._tasks = tasks
        self._notices = notices
        self._lang = lang
        self._ask = ask or self._choose
        self._task: BaseTask[Exported] | None = None

    def start(self, workspace: Workspace, chosen: Chosen) -> None:
        """Asks where to and exports."""
        start = Path(settings.value(FOLDER) or Path.home()) / f"{workspace.folder.name}.xlsx"
        path = self._ask(start)
        if not path:
            return
        target = Path(path)
        if target.suffix.lower() not in DRIVERS:
            target = _unused(target.with_name(target.name + ".xlsx"))
        target = target.with_suffix(target.suffix.lower())
        settings.set_value(FOLDER, str(target.parent))
        title = QCoreApplication.translate("Export", "Export to {name}").format(name=target.name)
        work = partial(
            export_task.run, workspace.folder, workspace.catalogue, codifier_path(), chosen, target, self._lang
        )
        self._task = self._tasks.start(title, work, self._on_done)

    def _choose(self, start: Path) -> str:
        translate = QCoreApplication.translate
        kinds = (
            (translate("Export", "Excel workbook"), "*.xlsx"),
            (translate("Export", "Table as text (CSV)"), "*.csv"),
            (translate("Export", "GeoPackage"), "*.gpkg"),
            (translate("Export", "GeoJSON"), "*.geojson"),
        )
        title = translate("Export", "Export the Selected Records")
        path, kind = QFileDialog.getSaveFileName(
            self._window, title, str(start), ";;".join(f"{name} ({pattern})" for name, pattern in kinds)
        )
        if path and Path(path).suffix.lower() not in DRIVERS:
            ending = next((pattern[1:] for name, pattern in kinds if kind == f"{name} ({pattern})"), ".xlsx")
            return str(_unused(Path(path + ending)))
        return str(path)

    def _on_done(self, exported: Exported | None, error: Exception | None) -> None:
        self._task = None
        translate = QCoreApplication.translate
        if isinstance(error, VidbudovaError):
            self._notices.error(error.describe(self._lang), str(error))
        elif exported is None or error is not None:
            text = translate("Export", "The export stopped on a fault of the program; no file was written.")
            self._notices.error(text, repr(error))
        elif not exported.complete:
            self._notices.info(translate("Export", "The export was cancelled; no file was written."))
        else:
            names = ", ".join(file.name for file in exported.files)
            text = translate("Export", "%n record(s) exported to {names}", "", exported.records).format(names=names)
            if exported.guarded:
                text += ". " + translate(
                    "Export", "The place of %n of them is not public: mind whom you give it.", "", exported.guarded
                )
            show = partial(_show, exported.files[0].parent)
            self._notices.offer(text, translate("Export", "Open Folder"), show)


def _unused(path: Path) -> Path:
    """A name without its ending was typed: whether a file of the whole name may be replaced was not asked."""
    names = (path.with_name(f"{path.stem} ({number}){path.suffix}") for number in count(2))
    return path if not path.exists() else next(name for name in names if not name.exists())


def _show(folder: Path) -> None:
    QDesktopServices.openUrl(QUrl.fromLocalFile(str(folder)))
