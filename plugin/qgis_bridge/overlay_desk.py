"""Keeps the overlays in step with the records: figures are taken beside the window, features added a few at a time."""

from __future__ import annotations

from collections.abc import Callable, Generator
from dataclasses import dataclass
from functools import partial
from math import sqrt
from pathlib import Path

from qgis.core import QgsGeometry, QgsProject, QgsWkbTypes
from qgis.PyQt.QtCore import QCoreApplication, QObject, QTimer

from ..records import messages
from ..records.catalogue import Catalogue
from ..records.territory import default_codifier
from ..store import overview
from ..store.overview import Hromada, Mark
from ..store.workspace import Workspace
from . import layers, overlays
from .geojson import to_geometry
from .in_steps import InSteps
from .notices import log
from .overlays import Row
from .tasks import BaseTask, TaskRunner

SETTLED_MS = 1500
"""After a change; whoever saves record after record does not wait for figures."""
_LEAST_MOST = 10
"""Where nobody has more needs, the largest circle is not the largest size."""
_LARGE = ((1e9, "overview.billions"), (1e6, "overview.millions"), (1e4, "overview.thousands"))


@dataclass(frozen=True)
class Figures:
    """What the overlays show."""

    overview: tuple[Row, ...]
    attention: tuple[Row, ...]


class OverlayDesk(QObject):
    """Follows one workspace.

    :param settle: lays layers out at once and takes the project for unchanged.
    """

    def __init__(self, tasks: TaskRunner, settle: Callable[[], None], lang: str, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._settle = settle
        self._later = QTimer(self)
        self._later.setSingleShot(True)
        self._later.setInterval(0)
        self._later.timeout.connect(self._keep_clean)
        self._tasks, self._lang = tasks, lang
        self._project = QgsProject.instance()
        self._workspace: Workspace | None = None
        self._task: BaseTask[Figures] | None = None
        self._again = False
        self._shown: dict[str, tuple[Row, ...]] = {}
        self._steps = InSteps(self)
        self._soon = QTimer(self)
        self._soon.setSingleShot(True)
        self._soon.setInterval(SETTLED_MS)
        self._soon.timeout.connect(self.refresh)
        self._words = {concern: overlays.concern_text(concern) for concern in overview.CONCERNS}

    def set_workspace(self, workspace: Workspace | None) -> None:
        """The workspace that is open now."""
        self._soon.stop()
        self._later.stop()
        self._steps.stop()
        if self._task is not None:
            self._task.abandon()
            self._task = None
        self._workspace = workspace
        self._shown.clear()
        if workspace is not None:
            self._soon.start()

    def touch(self) -> None:
        """Records may have changed."""
        if self._workspace is not None and not self._soon.isActive():  # not put off again by each change of many
            self._soon.start()

    def refresh(self) -> None:
        """Takes the figures anew."""
        workspace = self._workspace
        self._again = self._task is not None
        if workspace is None or self._again:
            return
        title = QCoreApplication.translate("Overlays", "Figures for the map")
        work = partial(_figures, workspace.folder, workspace.catalogue, self._lang, self._words)
        self._task = self._tasks.start(title, work, self._on_done)

    def _on_done(self, figures: Figures | None, error: Exception | None) -> None:
        self._task = None
        if error is not None or figures is None:
            log(f"overlays: {error}")
        elif self._workspace is not None:
            self._steps.run(self._fill(figures), _nothing)
        if self._again:
            self.touch()

    def _fill(self, figures: Figures) -> Generator[None, None, None]:
        for role, rows in ((overlays.OVERVIEW, figures.overview), (overlays.ATTENTION, figures.attention)):
            if role in self._shown and overlays.find(self._project, role) is None:
                continue  # somebody took it out of the project
            self._put(role)
            yield
            layer = overlays.find(self._project, role)
            if layer is not None and (rows != self._shown.get(role) or layer.featureCount() != len(rows)):
                yield from overlays.filling(layer, rows)
                self._shown[role] = rows

    def _put(self, role: str) -> None:
        clean = not self._project.isDirty()
        overlays.put(self._project, role)
        if clean and self._project.isDirty():
            self._settle()  # QGIS would ask to save what nobody changed
            self._later.start()

    def _keep_clean(self) -> None:
        """The window lays new layers out a turn later, which marks the project once more."""
        self._settle()

    # --- the overview alone -------------------------------------------------------------------------------------------
    def show_overview(self, shown: bool) -> None:
        """Shows the overview in place of the records, or the records again."""
        root = self._project.layerTreeRoot()
        layer = overlays.put(self._project, overlays.OVERVIEW)
        if shown and layer.featureCount() == 0:  # somebody had taken it out of the project
            self._shown.pop(overlays.OVERVIEW, None)
            self.refresh()
        overlay = root.findLayer(layer.id())
        if overlay is not None:
            overlay.setItemVisibilityChecked(shown)
            overlay.setExpanded(shown)  # what the sizes mean
            if shown:
                overlay.setItemVisibilityCheckedParentRecursive(True)
        others = [layer for layer in layers.ours(self._project) if layer.isSpatial()]
        marks = overlays.find(self._project, overlays.ATTENTION)
        for layer in [*others, *([marks] if marks is not None else [])]:
            node = root.findLayer(layer.id())
            if node is not None:
                node.setItemVisibilityChecked(not shown)

    @property
    def overview_shown(self) -> bool:
        """Whether the overview is on the map."""
        layer = overlays.find(self._project, overlays.OVERVIEW)
        node = self._project.layerTreeRoot().findLayer(layer.id()) if layer is not None else None
        return node is not None and bool(node.isVisible())


def _nothing() -> None:
    return None


def _figures(
    folder: Path, catalogue: Catalogue, lang: str, words: dict[overview.Concern, str], _task: BaseTask[Figures]
) -> Figures:
    with Workspace.open(folder, catalogue, read_only=True) as workspace:
        hromadas = overview.by_hromada(workspace, default_codifier(), lang)
        most = max((one.needs for one in hromadas), default=0)
        marks = overview.marks(workspace)
        return Figures(
            tuple(_hromada(one, lang, most) for one in hromadas if one.lon is not None),
            tuple(_mark(workspace, one, words[one.concern], lang) for one in marks),
        )


def _hromada(one: Hromada, lang: str, most: int) -> Row:
    weight = sqrt(one.needs / max(_LEAST_MOST, most))  # a circle's area, not its width, is after the number
    costs, budgets = _money(one.costs, lang), _money(one.budgets, lang)
    values = (one.code, one.name, one.above, one.needs, costs, one.projects, budgets, weight)
    return Row(one.lon or 0.0, one.lat or 0.0, values)


def _money(amounts: tuple[tuple[str, float], ...], lang: str) -> str:
    """The amounts in a few figures each: "345,6 млн грн + 1,2 млн EUR"."""
    return " + ".join(short_money(amount, currency, lang) for currency, amount in amounts)


def short_money(amount: float, currency: str, lang: str) -> str:
    """An amount in three or four figures."""
    unit = "грн" if currency == "UAH" and messages.language(lang) == "uk" else currency
    for size, key in _LARGE:
        if amount >= size:
            shown = amount / (1e3 if size == 1e4 else size)
            figures = messages.format_number(shown, lang, decimals=0 if shown >= 1000 else 1)
            return f"{messages.text(key, lang, n=figures)}\u00a0{unit}"
    return f"{messages.format_number(amount, lang, decimals=0)}\u00a0{unit}"


def _mark(workspace: Workspace, one: Mark, word: str, lang: str) -> Row:
    lon, lat = one.lon, one.lat
    if not one.is_point:
        lon, lat = _on_it(workspace, one)
    label = workspace.rtype(one.type).label(lang)
    return Row(lon, lat, (one.type, one.uuid, one.title, one.concern, f"{label}: {word}"))


def _on_it(workspace: Workspace, one: Mark) -> tuple[float, float]:
    """A place on the line or in the area, where the middle of its extent may be beside it."""
    uuid = workspace.uuid_of(*one.at)
    record = workspace.get(one.at[0], uuid) if uuid is not None else None
    geometry = to_geometry(record["geom"]) if record is not None and record.get("geom") else QgsGeometry()
    if geometry.isNull():
        return one.lon, one.lat
    if QgsWkbTypes.geometryType(geometry.wkbType()) == QgsWkbTypes.GeometryType.LineGeometry:
        place = geometry.interpolate(geometry.length() / 2)
    else:
        place = geometry.pointOnSurface()
    if place.isNull() or place.isEmpty():
        return one.lon, one.lat
    point = place.asPoint()
    return point.x(), point.y()
