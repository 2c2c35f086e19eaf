"""Writes resources/help/pictures: the few pictures of the guides and the help, from what `make screenshots` has taken.

Each is made small: as wide as a page of the help at most, with a palette. Needs the pictures of both
languages, light and at 100 %: ``make screenshots ARGS="--theme light --scale 100"``.
"""

from __future__ import annotations

import sys
from pathlib import Path

from qgis.PyQt.QtCore import Qt
from qgis.PyQt.QtGui import QColor, QImage, QPainter

ROOT = Path(__file__).resolve().parents[1]
TAKEN = ROOT / "build" / "screenshots"
PICTURES = ROOT / "resources" / "help" / "pictures"
LANGUAGES = ("uk", "en")
WIDTH = 600
#: Of these only the upper part is shown, in pixels: below is nothing.
UPPER = {"welcome": 370}
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


def small(picture: QImage, height: int | None = None) -> QImage:
    """The picture no wider than a page, framed, with a palette of its own."""
    picture = picture.copy(0, 0, picture.width(), min(height or picture.height(), picture.height()))
    if picture.width() > WIDTH:
        picture = picture.scaledToWidth(WIDTH, Qt.TransformationMode.SmoothTransformation)
    painter = QPainter(picture)
    painter.setPen(QColor("#9aa3ab"))
    painter.drawRect(picture.rect().adjusted(0, 0, -1, -1))
    painter.end()
    return picture.convertToFormat(QImage.Format.Format_Indexed8, Qt.ImageConversionFlag.ThresholdDither)


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
        if not small(QImage(str(source)), UPPER.get(target.stem)).save(str(target), "PNG", 0):
            print(f"pictures: {target.relative_to(ROOT)} cannot be written", file=sys.stderr)
            return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
