"""Writes resources/help/pictures: the few pictures of the guides and the help, from what `make screenshots` has taken.

Each is made small: as wide as a page of the help at most, with a palette. Needs the pictures of both
languages, light and at 100 %: ``make screenshots ARGS="--theme light --scale 100"``.
"""

from __future__ import annotations

import sys
from collections import Counter
from pathlib import Path

from qgis.PyQt.QtCore import QRect, Qt
from qgis.PyQt.QtGui import QColor, QImage, QPainter

ROOT = Path(__file__).resolve().parents[1]
TAKEN = ROOT / "build" / "screenshots"
PICTURES = ROOT / "resources" / "help" / "pictures"
LANGUAGES = ("uk", "en")
WIDTH = 680
#: Of these only a part is shown, in pixels: there is nothing below it, or all of it would be too small to read.
PART = {"welcome": QRect(0, 0, 320, 370), "window": QRect(686, 138, 680, 600)}
COLORS = 256
#: What a page shows, and the screenshot it is made from.
SHOWN = {
    "welcome": "start-panel",
    "wizard": "wizard-2-chosen",
    "form": "form-need-01",
    "place": "form-need-02",
    "photos": "form-need-09",
    "window": "main-selected",
    "filters": "dock-filters",
    "conflicts": "conflicts-1",
    "bundle": "bundle-export",
    "restore": "restore",
}


def small(picture: QImage, part: QRect | None = None) -> QImage:
    """The picture no wider than a page, framed, with a palette of its own."""
    picture = picture.copy(part & picture.rect()) if part is not None else picture.copy()
    if picture.width() > WIDTH:
        picture = picture.scaledToWidth(WIDTH, Qt.TransformationMode.SmoothTransformation)
    picture = picture.convertToFormat(QImage.Format.Format_RGB32)
    painter = QPainter(picture)
    painter.setPen(QColor("#9aa3ab"))
    painter.drawRect(picture.rect().adjusted(0, 0, -1, -1))
    painter.end()
    return picture.convertToFormat(
        QImage.Format.Format_Indexed8, palette(picture), Qt.ImageConversionFlag.ThresholdDither
    )


def palette(picture: QImage) -> list[int]:
    """The colours that tell most of a picture: those met most often, of each small part of the colour cube one."""
    bits = picture.constBits()
    bits.setsize(picture.sizeInBytes())
    met = Counter(memoryview(bits).cast("I"))
    cells: dict[int, list[tuple[int, int]]] = {}
    for color, count in met.items():
        cells.setdefault(color & 0xF8F8F8, []).append((count, color & 0xFFFFFF))
    heavy = sorted(cells.values(), key=lambda one: -sum(count for count, _ in one))
    return [0xFF000000 | max(one)[1] for one in heavy[:COLORS]]


def main() -> int:
    """Writes all of them, or says which screenshot is missing."""
    sources = {
        PICTURES / lang / f"{name}.png": TAKEN / f"{lang}-light-100" / f"{taken}.png"
        for lang in LANGUAGES
        for name, taken in SHOWN.items()
    }
    missing = [path for path in sources.values() if not path.is_file()]
    if missing:
        print(f"pictures: {missing[0].relative_to(ROOT)} is missing; run make screenshots", file=sys.stderr)
        return 1
    for target, source in sources.items():
        target.parent.mkdir(parents=True, exist_ok=True)
        if not small(QImage(str(source)), PART.get(target.stem)).save(str(target), "PNG", 0):
            print(f"pictures: {target.relative_to(ROOT)} cannot be written", file=sys.stderr)
            return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
