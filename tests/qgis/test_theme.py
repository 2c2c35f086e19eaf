"""Colours can be read in QGIS's own themes and in the systems' light and dark ones."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from qgis.core import QgsApplication
from qgis.PyQt.QtGui import QColor, QPalette

from plugin.forms import theme

TEXT = 4.5  # WCAG 2, level AA
GRAPHIC = 3.0
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
    for under in painted:
        assert theme.contrast(theme.focus(made), QColor(under)) >= GRAPHIC


def with_selection(palette: QPalette, under: str, text: str) -> QPalette:
    palette.setColor(QPalette.ColorRole.Highlight, QColor(under))
    palette.setColor(QPalette.ColorRole.HighlightedText, QColor(text))
    return palette


@pytest.mark.parametrize(
    ("palette", "untouched"),
    [
        (lambda: with_selection(plain("#000000", "#efefef", "#ffffff"), "#308cc6", "#ffffff"), False),
        (lambda: with_selection(plain("#fcfcfc", "#2a2e32", "#1b1e20"), "#3daee9", "#fcfcfc"), False),
        (lambda: with_selection(plain("#000000", "#f0f0f0", "#ffffff"), "#0063b1", "#ffffff"), True),
        (lambda: of_qgis("Blend of Gray"), True),
    ],
    ids=["Fusion", "Breeze dark", "Windows", "Blend of Gray"],
)
def test_chosen_rows_can_be_read_and_a_style_that_sees_to_it_keeps_its_own(qgis_app, palette, untouched) -> None:
    made = palette()
    under, text = theme.selection(made)
    assert theme.contrast(under, text) >= TEXT
    assert (under == made.color(QPalette.ColorRole.Highlight)) is untouched
    assert ("selection-background-color" not in theme.style_sheet(made)) is untouched


def test_chosen_rows_are_written_in_white_where_night_mapping_paints_them_green(qgis_app) -> None:
    made = of_qgis("Night Mapping")
    under, text = theme.selection(made)
    assert (under.name(), text.name()) == ("#0f6e00", "#ffffff") and theme.contrast(under, text) >= TEXT
    assert "::item:selected { color: #ffffff; }" in theme.style_sheet(made)


def test_second_lines_can_be_read_on_every_second_row_of_a_list_of_night_mapping(qgis_app) -> None:
    made = plain("#aaaaaa", "#222222", "#222222")  # as the style sheet has it for lists
    made.setColor(QPalette.ColorRole.AlternateBase, QColor("#323232"))
    quiet = theme.muted(made)
    assert theme.contrast(quiet, QColor("#323232")) >= TEXT and theme.contrast(quiet, QColor("#222222")) >= TEXT
    assert quiet != theme.ink(made), "and are quieter than the first"
