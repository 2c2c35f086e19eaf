"""Open edit sessions: which records have uncommitted edits, and what each editor started from.

A synchronisation leaves those records alone. Should one change underneath nevertheless (a race of milliseconds, another
program), the comparison at commit finds it: the value the editor started from is held against what the file has now.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import partial

from qgis.core import NULL, QgsFeature, QgsFeatureRequest, QgsVectorLayer
from qgis.PyQt import sip
from qgis.PyQt.QtCore import QObject, QTimer, pyqtSignal

from ..records.definition import GEOMETRY, RecordType

ALL_FIELDS = "*"


@dataclass(frozen=True)
class Collision:
    """A record that changed in the file after its editor had begun, found just before the editor's commit.

    `fields` are those (whole groups of fields that mean one thing) which both sides changed, differently; just
    ``("*",)`` where the editor deletes the record. `gone` says that the record is not in the file any more.
    """

    type: str
    fid: int
    fields: tuple[str, ...]
    gone: bool = False


class LayerWatch(QObject):
    """Watches the edit sessions of one layer."""

    def __init__(
        self,
        layer: QgsVectorLayer,
        rtype: RecordType,
        touched: Callable[[int], None],
        ended: Callable[[], None],
        committed: Callable[[str], None],
        collided: Callable[[list[Collision]], None],
        eager: Callable[[], bool],
        parent: QObject,
    ) -> None:
        super().__init__(parent)
        self.layer = layer
        self.rtype = rtype
        self._on_touched = touched
        self._on_ended = ended
        self._on_committed = committed
        self._collided = collided
        self._eager = eager
        self._started: dict[int, QgsFeature] = {}
        self._pending: set[int] = set()
        self._soon = QTimer(self)
        self._soon.setSingleShot(True)
        self._soon.setInterval(0)
        self._soon.timeout.connect(self.note_starts)
        self._slots = (
            (layer.attributeValueChanged, self._on_attribute),
            (layer.geometryChanged, self._on_geometry),
            (layer.featureDeleted, self._touch),
            (layer.beforeCommitChanges, self._before_commit),
            (layer.afterCommitChanges, self._after_commit),
            (layer.afterRollBack, self._forget),
        )
        for signal, slot in self._slots:
            signal.connect(slot)

    @property
    def touched(self) -> set[int]:
        """Feature ids with uncommitted edits; new features are not among them, for nobody else knows those."""
        return self._pending | self._started.keys()

    def close(self) -> None:
        """Stops watching."""
        self._soon.stop()
        if not sip.isdeleted(self.layer):
            for signal, slot in self._slots:
                signal.disconnect(slot)

    def note_starts(self) -> None:
        """Keeps the stored state of the features touched since the last time."""
        pending, self._pending = self._pending, set()
        if pending:
            self._started.update(self._stored(pending))

    def _on_attribute(self, fid: int, _index: int, _value: object) -> None:
        self._touch(fid)

    def _on_geometry(self, fid: int, _geometry: object) -> None:
        self._touch(fid)

    def _touch(self, fid: int) -> None:
        if fid < 0 or fid in self._started or fid in self._pending:
            return
        self._pending.add(fid)
        if self._eager():
            self.note_starts()
        elif not self._soon.isActive():
            self._soon.start()
        self._on_touched(fid)

    def _forget(self) -> None:
        self._soon.stop()
        self._pending.clear()
        self._started.clear()
        self._on_ended()

    def _after_commit(self) -> None:
        self._forget()
        self._on_committed(self.rtype.name)

    def _stored(self, fids: Iterable[int]) -> dict[int, QgsFeature]:
        request = QgsFeatureRequest().setFilterFids(list(fids))
        return {feature.id(): feature for feature in self.layer.dataProvider().getFeatures(request)}

    def _before_commit(self, _stop: bool = True) -> None:
        self.note_starts()
        found = self.collisions()
        if found:
            self._collided(found)

    def collisions(self) -> list[Collision]:
        """Records of the session that differ from what their editor started from, in what the editor changed."""
        buffer = self.layer.editBuffer()
        if buffer is None or not self._started:
            return []
        attributes = buffer.changedAttributeValues()
        geometries = buffer.changedGeometries()
        deleted = set(buffer.deletedFeatureIds())
        edited = (attributes.keys() | geometries.keys() | deleted) & self._started.keys()
        now = self._stored(edited)
        found = []
        for fid in sorted(edited):
            current = now.get(fid)
            if current is None:
                if fid not in deleted:
                    found.append(Collision(self.rtype.name, fid, (), gone=True))
                continue
            theirs = self._differences(self._started[fid], current)
            if not theirs:
                continue
            if fid in deleted:
                found.append(Collision(self.rtype.name, fid, (ALL_FIELDS,)))
                continue
            mine = self._mine(current, attributes.get(fid, {}), geometries.get(fid))
            groups = {self.rtype.group_of(name) for name in theirs} & {self.rtype.group_of(name) for name in mine}
            if groups:
                fields = sorted({name for group in groups for name in group if name in mine or name in theirs})
                found.append(Collision(self.rtype.name, fid, tuple(fields)))
        return found

    def _mine(self, current: QgsFeature, attributes: dict[int, object], geometry: object) -> set[str]:
        """Fields in which the editor's values differ from what is in the file now."""
        names = current.fields().names()
        mine = {names[index] for index, value in attributes.items() if not _same(value, current.attribute(index))}
        if geometry is not None and bytes(geometry.asWkb()) != bytes(current.geometry().asWkb()):  # type: ignore[attr-defined]
            mine.add(GEOMETRY)
        return mine

    @staticmethod
    def _differences(one: QgsFeature, other: QgsFeature) -> set[str]:
        names = one.fields().names()
        found = {name for name in names if not _same(one[name], other[name])}
        if bytes(one.geometry().asWkb()) != bytes(other.geometry().asWkb()):
            found.add(GEOMETRY)
        return found


def _same(one: object, other: object) -> bool:
    blank = (None, NULL, "")
    if one in blank or other in blank:
        return one in blank and other in blank
    return one == other


class EditWatch(QObject):
    """All of a workspace's layers in a project; `uncommitted` may be asked from any thread."""

    collided = pyqtSignal(list)
    """`Collision`s found just before a commit, on the main thread, while the commit waits."""
    committed = pyqtSignal(str)
    """An edit session wrote records of this type."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._watches: dict[str, LayerWatch] = {}
        self._lock = threading.Lock()
        self._uncommitted: set[tuple[str, int]] = set()
        self._syncing = False  # while true, what an editor starts from is noted at once, not a moment later

    def watch(self, layer: QgsVectorLayer, rtype: RecordType) -> None:
        """Begins to watch a layer. A layer that is watched already is left as it is."""
        if layer.id() not in self._watches:
            self._watches[layer.id()] = LayerWatch(
                layer,
                rtype,
                partial(self._note, rtype.name),
                self._recount,
                self.committed.emit,
                self.collided.emit,
                self._is_syncing,
                self,
            )

    def unwatch(self, layer_id: str) -> None:
        """Stops watching a layer, which may be gone."""
        watch = self._watches.pop(layer_id, None)
        if watch is not None:
            watch.close()
            watch.deleteLater()
            self._recount()

    def clear(self) -> None:
        """Stops watching everything."""
        for layer_id in list(self._watches):
            self.unwatch(layer_id)

    def uncommitted(self) -> frozenset[tuple[str, int]]:
        """Records with uncommitted edits: pairs of type and feature id. Thread-safe."""
        with self._lock:
            return frozenset(self._uncommitted)

    def before_sync(self) -> None:
        """Notes at once what every open editor started from."""
        self._syncing = True
        for watch in self._watches.values():
            watch.note_starts()

    def after_sync(self) -> None:
        """The synchronisation ended."""
        self._syncing = False

    def _is_syncing(self) -> bool:
        return self._syncing

    def _note(self, type_name: str, fid: int) -> None:
        with self._lock:
            self._uncommitted.add((type_name, fid))

    def _recount(self) -> None:
        found = {(watch.rtype.name, fid) for watch in self._watches.values() for fid in watch.touched}
        with self._lock:
            self._uncommitted = found
