"""Colours can be read in QGIS's own themes and in the systems' light and dark ones."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from qgis.core import QgsApplication
from qgis.PyQt.QtGui import QColor, QPalette

from plugin.forms import theme

TEXT = 4.5  # WCAG 2, level AA
#: What the style sheets of QGIS's themes paint windows and lists with, whatever their palettes say.
PAINTED = {"Night Mapping": ("#323232", "#222222"), "Blend of Gray": ("#727272", "#b2b2b2")}


def of_qgis(name: str) -> QPalette:
    """A palette as QGIS sets it from a theme's file."""
    path = Path(QgsApplication.pkgDataPath()) / "resources" / "themes" / name / "palette.txt"
    palette = QPalette(QColor("#efefef"))
    for role, color in re.findall(r"^(\d+):(#\w+)$", path.read_text(), re.MULTILINE):
        palette.setColor(QPalette.ColorRole(int(role)), QColor(color))
    return palette


def plain(text: str, window: str, base: str) -> QPalette:
    palette = QPalette(QColor(window))
    for role, color in (("WindowText", text), ("Text", text), ("Window", window), ("Base", base)):
        palette.setColor(getattr(QPalette.ColorRole, role), QColor(color))
    return palette


@pytest.mark.parametrize(
    ("palette", "painted"),
    [
        (lambda: plain("#000000", "#efefef", "#ffffff"), ("#efefef", "#ffffff")),
        (lambda: plain("#f0f0f0", "#353535", "#2a2a2a"), ("#353535", "#2a2a2a")),
        (lambda: of_qgis("Night Mapping"), PAINTED["Night Mapping"]),
    ],
    ids=["light", "dark", "Night Mapping"],
)
def test_texts_helps_and_meanings_stand_out_from_what_is_painted_under_them(qgis_app, palette, painted) -> None:
    made = palette()
    colors = {"ink": theme.ink(made), "muted": theme.muted(made)}
    colors |= {meaning: theme.color(meaning, made) for meaning in ("error", "warning", "hint", "good", "waiting")}
    for name, color in colors.items():
        for under in painted:
            assert theme.contrast(color, QColor(under)) >= TEXT, (name, color.name(), under)
