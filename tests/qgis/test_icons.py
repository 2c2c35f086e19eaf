"""Icons: own drawings, seen on light and on dark ground, sharp at any scale, none missing."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from qgis.PyQt.QtCore import QRectF, Qt
from qgis.PyQt.QtGui import QColor, QImage, QPainter
from qgis.PyQt.QtSvg import QSvgRenderer

from plugin.paths import icons_dir

ICONS = sorted(icons_dir().glob("*.svg"))
LIGHT, DARK = QColor("#ffffff"), QColor("#323232")  # the ground of QGIS's default and of its Night Mapping theme
ENOUGH = 3.0  # WCAG 2.1, 1.4.11: contrast of what has to be seen of a graphic


def luminance(colour: QColor) -> float:
    """Relative luminance as in WCAG 2.1."""

    def linear(part: float) -> float:
        return part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4

    red, green, blue, _ = colour.getRgbF()
    return 0.2126 * linear(red) + 0.7152 * linear(green) + 0.0722 * linear(blue)


def contrast(one: QColor, other: QColor) -> float:
    """Contrast ratio as in WCAG 2.1."""
    lighter, darker = sorted((luminance(one), luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def drawn(path: Path, side: int) -> QImage:
    """The icon on nothing."""
    picture = QImage(side, side, QImage.Format.Format_ARGB32)
    picture.fill(Qt.GlobalColor.transparent)
    painter = QPainter(picture)
    QSvgRenderer(str(path)).render(painter, QRectF(0, 0, side, side))
    painter.end()
    return picture


@pytest.mark.parametrize("path", ICONS, ids=lambda path: path.stem)
def test_every_colour_is_seen_on_light_and_on_dark_ground(path: Path) -> None:
    colours = set(re.findall(r'(?:fill|stroke)="(#[0-9a-f]{6})"', path.read_text(encoding="utf-8"))) - {"#ffffff"}
    assert colours
    for name in colours:
        for ground in (LIGHT, DARK):
            assert contrast(QColor(name), ground) >= ENOUGH, (name, ground.name())


@pytest.mark.parametrize("path", ICONS, ids=lambda path: path.stem)
@pytest.mark.parametrize("side", [16, 24, 48])
def test_it_fills_its_square_at_any_scale_and_is_cut_off_nowhere(path: Path, side: int, qgis_app: object) -> None:
    picture = drawn(path, side)
    inked = [(x, y) for x in range(side) for y in range(side) if picture.pixelColor(x, y).alpha() > 60]
    assert len(inked) > side * side * 0.08
    columns, rows = {x for x, _ in inked}, {y for _, y in inked}
    assert max(max(columns) - min(columns), max(rows) - min(rows)) >= 0.6 * side
    border = [picture.pixelColor(x, y).alpha() for x in (0, side - 1) for y in range(side)]
    assert max(border) < 255 or side == 16


@pytest.mark.parametrize("path", ICONS, ids=lambda path: path.stem)
def test_it_holds_nothing_but_shapes(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    assert 'viewBox="0 0 24 24"' in text
    assert "<title>" in text
    assert not re.search(r"<(script|image|foreignObject|use)|href=|url\(", text)
    assert path.stat().st_size < 2048


def test_every_icon_that_the_code_asks_for_is_there(repository: Path) -> None:
    code = (repository / "plugin" / "qgis_bridge" / "actions.py").read_text(encoding="utf-8")
    asked = set(re.findall(r'translate\("Actions", "[^"]*"\), "([a-z-]+)"\)', code))
    assert len(asked) > 8
    assert asked <= {path.stem for path in ICONS}
