"""The territory picker: from a key to the units found, drawn; and which hromada a place is in, by loaded boundaries.

Beside it QGIS's own means: a completer over all units as a value map has it, and a spatial query on the same layer.
"""

from __future__ import annotations

import math
import random
import struct
import tempfile
import time
from collections.abc import Iterator, Sequence
from pathlib import Path
from statistics import median

from qgis.core import QgsApplication, QgsFeatureRequest, QgsGeometry, QgsPointXY, QgsRectangle, QgsVectorLayer
from qgis.PyQt.QtCore import QCoreApplication, QEvent, Qt
from qgis.PyQt.QtGui import QKeyEvent
from qgis.PyQt.QtWidgets import QAbstractItemView, QCompleter, QLineEdit, QVBoxLayout, QWidget

from plugin.forms.fields.territory import TerritoryEditor
from plugin.forms.fields.territory_search import territory_text
from plugin.records.catalogue import default_catalogue
from plugin.records.territory import Codifier, Unit
from plugin.store import boundaries, boundary_file
from plugin.store.boundary_file import Boundary
from plugin.store.layout import boundaries_path

from .result import Result, Stopwatch, report

KHARKIV = "UA63000000000041885"
SEARCH_LIMIT = 50.0
SEARCHES = (
    "циркуни",
    "п'ятихатки",
    "новомосковськ",
    "с. мала данилівка",
    "xapкiв",
    "Tsyrkuny",
    "сонячне харківська",
    "щасливе",
    "олександрівка",
)
PLAIN = ("циркуни", "щасливе", "олександрівка")  # what a completer finds, too
RING = 700  # vertices of a hromada, as many as COD-AB has on average
PLACES = 300
RUNS = 3


class Folder:
    """What `boundaries` asks of a workspace."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder


def main() -> None:
    """Each letter is typed as a key press; the clock runs until the list is on the screen."""
    application = QgsApplication([], True)
    application.initQgis()
    codifier = Codifier()
    report(*_searching(codifier))
    with tempfile.TemporaryDirectory() as scratch:
        report(*_locating(Folder(Path(scratch)), codifier))
    application.exitQgis()


def _searching(codifier: Codifier) -> list[Result]:
    window = QWidget()
    window.resize(600, 400)
    field = default_catalogue().type("need").field("katottg")
    editor = TerritoryEditor(field, codifier, "uk", (KHARKIV,), window)
    plain = QLineEdit(window)
    layout = QVBoxLayout(window)
    layout.addWidget(editor)
    layout.addWidget(plain)
    completer = QCompleter([territory_text(codifier, unit.code, "uk") for unit in _units(codifier)], plain)
    completer.setCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
    completer.setFilterMode(Qt.MatchFlag.MatchContains)
    plain.setCompleter(completer)
    window.show()
    window.activateWindow()
    QCoreApplication.processEvents()
    lookup = editor.lookup
    assert lookup is not None
    ours = _type_all(editor.line, lookup.completer.popup(), SEARCHES)
    same = _type_all(editor.line, lookup.completer.popup(), PLAIN)
    peer = _type_all(plain, completer.popup(), PLAIN)
    window.close()
    return [
        Result("territory: from a key to the units found, drawn", median(ours), "ms", limit=SEARCH_LIMIT),
        Result("territory: the slowest of those keys", max(ours), "ms", limit=SEARCH_LIMIT),
        Result(
            "territory: keys of plain names, beside a completer over all units",
            median(same),
            "ms",
            median(peer),
            "QCompleter",
        ),
    ]


def _units(codifier: Codifier) -> Iterator[Unit]:
    waiting = codifier.oblasts()
    while waiting:
        unit = waiting.pop()
        yield unit
        waiting += codifier.children(unit.code)


def _type_all(line: QLineEdit, popup: QAbstractItemView, texts: Sequence[str]) -> list[float]:
    """For every key the best of some runs, in milliseconds: what the machine did meanwhile is not measured."""
    best: dict[tuple[str, int], float] = {}
    for _ in range(RUNS):
        for text in texts:
            line.clear()
            line.setFocus()
            QCoreApplication.processEvents()
            for at, letter in enumerate(text):
                start = time.perf_counter()
                for kind in (QEvent.Type.KeyPress, QEvent.Type.KeyRelease):
                    event = QKeyEvent(kind, 0, Qt.KeyboardModifier.NoModifier, letter)
                    QCoreApplication.sendEvent(line, event)
                QCoreApplication.processEvents()  # searches
                QCoreApplication.processEvents()  # and draws
                spent = 1000 * (time.perf_counter() - start)
                best[(text, at)] = min(spent, best.get((text, at), spent))
            if not popup.isVisible() or popup.model().rowCount() == 0:
                raise AssertionError(f"nothing was offered for {text}")
            popup.hide()
    return list(best.values())


def _locating(folder: Folder, codifier: Codifier) -> list[Result]:
    hromadas = [unit for unit in _units(codifier) if unit.level == "hromada"]
    boundary_file.put(folder.folder, _cells(hromadas), "bench")
    layer = QgsVectorLayer(f"{boundaries_path(folder.folder)}|layername={boundary_file.TABLE}", "b", "ogr")
    chance = random.Random(7)  # nosec B311: no secret
    places = [(chance.uniform(24, 38), chance.uniform(45.5, 51.5)) for _ in range(PLACES)]
    boundaries.unit_at(folder, *places[0], codifier)
    first, again, peer = Stopwatch(), Stopwatch(), Stopwatch()
    for watch in (first, again):
        for lon, lat in places:
            with watch.lap():
                found = [one.code for one in boundaries.unit_at(folder, lon, lat, codifier) if one.how == "boundary"]
            with peer.lap():
                theirs = _by_query(layer, lon, lat)
            if not (found == theirs or found[0] in theirs):  # on a common edge both may be right
                raise AssertionError(f"{lon} {lat}: {found}, {theirs}")
    query = ("ms", peer.median * 1000, "QGIS's spatial query")
    return [
        Result("territory: the hromada of a place, the first there", first.median * 1000, *query),
        Result("territory: the hromada of a place, others there before", again.median * 1000, *query, limit=1.0),
    ]


def _by_query(layer: QgsVectorLayer, lon: float, lat: float) -> list[str]:
    place = QgsGeometry.fromPointXY(QgsPointXY(lon, lat))
    request = QgsFeatureRequest().setFilterRect(QgsRectangle(lon, lat, lon, lat))
    return [feature["code"] for feature in layer.getFeatures(request) if feature.geometry().contains(place)]


def _cells(units: list[Unit]) -> Iterator[Boundary]:
    """The country cut into as many ragged cells as there are hromadas, whose neighbours share each vertex."""
    columns = math.ceil(math.sqrt(len(units) * 2.2))
    rows = math.ceil(len(units) / columns)
    wide, high = 18.3 / columns, 8.4 / rows
    side = RING // 4
    for at, unit in enumerate(units):
        west, south = 22 + wide * (at % columns), 44 + high * (at // columns)
        ring = [(west + wide * step / side, _ragged(south, west + wide * step / side)) for step in range(side)]
        ring += [(_ragged(west + wide, south + high * step / side), south + high * step / side) for step in range(side)]
        ring += [(west + wide * step / side, _ragged(south + high, west + wide * step / side)) for step in _down(side)]
        ring += [(_ragged(west, south + high * step / side), south + high * step / side) for step in _down(side)]
        ring.append(ring[0])
        body = struct.pack("<BII", 1, 6, 1) + struct.pack("<BIII", 1, 3, 1, len(ring))
        body += b"".join(struct.pack("<dd", *vertex) for vertex in ring)
        box = (
            min(x for x, _ in ring),
            min(y for _, y in ring),
            max(x for x, _ in ring),
            max(y for _, y in ring),
        )
        yield Boundary(unit.code, "hromada", unit.name, unit.name, body, box, (west + wide / 2, south + high / 2))


def _down(side: int) -> range:
    return range(side, 0, -1)


def _ragged(value: float, along: float) -> float:
    return value + 0.01 * math.sin(along * 97) + 0.004 * math.sin(along * 731)


if __name__ == "__main__":
    main()
