"""Overview by hromada, and signs at the records that ask for somebody."""

from __future__ import annotations

import pytest
from qgis.core import (
    QgsCoordinateReferenceSystem,
    QgsExpression,
    QgsFontMarkerSymbolLayer,
    QgsMapRendererParallelJob,
    QgsMapSettings,
    QgsProject,
    QgsRectangle,
    QgsRenderContext,
)
from qgis.PyQt.QtCore import QSize
from qgis.PyQt.QtGui import QColor, QFontDatabase

from plugin.qgis_bridge import layers, map_theme, overlays
from plugin.qgis_bridge import project as projects
from plugin.qgis_bridge.overlay_desk import OverlayDesk, short_money
from plugin.qgis_bridge.tasks import TaskRunner
from plugin.store import findings, listing
from plugin.store.conflicts import put_conflict
from plugin.store.workspace import Workspace
from tests.unit.store.test_overview import Finding

TSYRKUNY = "UA63120290010028715"
LINE = {"type": "LineString", "coordinates": [[36.0, 50.0], [36.4, 50.0], [36.4, 50.4]]}


@pytest.fixture()
def desk_of(workspace: Workspace, project: QgsProject):
    projects.build(project, projects.Look(workspace.gpkg_path, workspace.catalogue, "uk", ()))
    project.setDirty(False)
    tasks = TaskRunner()
    made = OverlayDesk(tasks, lambda: project.setDirty(False), "uk")
    yield made
    made.set_workspace(None)
    tasks.close()


def filled(workspace: Workspace) -> str:
    """Three needs, one of them, a line, in conflict."""
    for place in (36.3, 36.35):
        where = {"type": "Point", "coordinates": [place, 50.0]}
        workspace.insert(
            "need",
            {
                "title_uk": "Школа",
                "katottg": TSYRKUNY,
                "cost_amount": 172_800_000,
                "cost_currency": "UAH",
                "geom": where,
            },
        )
    line = workspace.insert("need", {"title_uk": "Водогін", "katottg": TSYRKUNY, "geom": LINE})
    put_conflict(
        workspace, "need", line, kind="field", fields=["title_uk"], theirs={}, revision=2, author="А", at="2026"
    )
    while listing.refresh(workspace):
        pass
    return line


def shown(project: QgsProject, role: str, many: int):
    def is_there() -> bool:
        layer = overlays.find(project, role)
        return layer is not None and layer.featureCount() == many

    return is_there


def test_the_overview_counts_and_sums_by_hromada(desk_of, workspace: Workspace, project: QgsProject, wait_until):
    filled(workspace)
    desk_of.set_workspace(workspace)
    desk_of.refresh()
    wait_until(shown(project, overlays.OVERVIEW, 1))
    (row,) = overlays.find(project, overlays.OVERVIEW).getFeatures()
    assert (row["name"], row["needs"]) == ("Циркунівська громада", 3)
    assert row["cost"] == "345,6\u00a0млн\u00a0грн".replace("\u00a0млн", " млн")
    wait_until(shown(project, overlays.ATTENTION, 1))
    assert not project.isDirty(), "QGIS would ask to save what nobody changed"


def test_a_record_in_conflict_has_its_sign_on_the_line_itself(
    desk_of, workspace: Workspace, project: QgsProject, wait_until
):
    line = filled(workspace)
    desk_of.set_workspace(workspace)
    desk_of.refresh()
    wait_until(shown(project, overlays.ATTENTION, 1))
    (mark,) = overlays.find(project, overlays.ATTENTION).getFeatures()
    assert (mark["uuid"], mark["concern"], mark["title"]) == (line, "conflict", "Водогін")
    place = mark.geometry().asPoint()
    assert (round(place.x(), 6), round(place.y(), 6)) == (36.4, 50.0), "half way along, not in the middle of the extent"


def test_a_title_is_read_in_the_tip_on_the_map_as_it_was_typed(
    desk_of, workspace: Workspace, project: QgsProject, wait_until
):
    workspace.update("need", filled(workspace), {"title_uk": "Водогін <img src='http://example.org/x.png'> & к°"})
    listing.refresh(workspace)
    desk_of.set_workspace(workspace)
    desk_of.refresh()
    wait_until(shown(project, overlays.ATTENTION, 1))
    layer = overlays.find(project, overlays.ATTENTION)
    (mark,) = layer.getFeatures()
    context = layer.createExpressionContext()
    context.setFeature(mark)
    tip = QgsExpression.replaceExpressionText(layer.mapTipTemplate(), context)
    assert tip.startswith("<b>Водогін &lt;img src=") and "&amp; к°</b>" in tip and "<img" not in tip


def test_a_problem_that_is_mended_loses_its_sign(desk_of, workspace: Workspace, project: QgsProject, wait_until):
    line = filled(workspace)
    findings.replace_findings(workspace, "need", line, [Finding("a", "error")])
    desk_of.set_workspace(workspace)
    desk_of.refresh()
    wait_until(shown(project, overlays.ATTENTION, 1))
    from plugin.store.conflicts import clear_conflict

    clear_conflict(workspace, "need", line)
    findings.replace_findings(workspace, "need", line, [])
    while listing.refresh(workspace):
        pass
    desk_of.refresh()
    wait_until(shown(project, overlays.ATTENTION, 0))


def test_the_overview_takes_the_place_of_the_records_and_gives_it_back(
    desk_of, workspace: Workspace, project: QgsProject, wait_until
):
    filled(workspace)
    desk_of.set_workspace(workspace)
    desk_of.refresh()
    wait_until(shown(project, overlays.OVERVIEW, 1))
    points = layers.layer_for(project, workspace.gpkg_path, "need", "point")
    node = project.layerTreeRoot().findLayer(points.id())
    assert node.isVisible() and not desk_of.overview_shown
    desk_of.show_overview(True)
    assert desk_of.overview_shown and not node.isVisible()
    desk_of.show_overview(False)
    assert node.isVisible() and not desk_of.overview_shown


def test_an_overlay_that_was_taken_out_stays_out(desk_of, workspace: Workspace, project: QgsProject, wait_until):
    filled(workspace)
    desk_of.set_workspace(workspace)
    desk_of.refresh()
    wait_until(shown(project, overlays.ATTENTION, 1))
    project.removeMapLayer(overlays.find(project, overlays.ATTENTION).id())
    workspace.insert("need", {"title_uk": "Ще", "katottg": TSYRKUNY})
    while listing.refresh(workspace):
        pass
    desk_of.refresh()

    def counted() -> bool:
        return next(overlays.find(project, overlays.OVERVIEW).getFeatures())["needs"] == 4

    wait_until(counted)
    assert overlays.find(project, overlays.ATTENTION) is None


@pytest.mark.parametrize("dark", [False, True])
def test_signs_are_read_on_any_ground_and_told_apart_without_colour(dark: bool) -> None:
    assert len({sign for _, sign in overlays.SIGNS.values()}) == len(overlays.SIGNS)
    for colour, _ in overlays.SIGNS.values():
        assert map_theme.contrast(QColor(colour), QColor("#ffffff")) >= 4.5, "a badge is white on every map"


def test_signs_are_drawn(desk_of, workspace: Workspace, project: QgsProject, wait_until) -> None:
    filled(workspace)
    desk_of.set_workspace(workspace)
    desk_of.refresh()
    wait_until(shown(project, overlays.ATTENTION, 1))
    settings = QgsMapSettings()
    settings.setLayers([overlays.find(project, overlays.ATTENTION)])
    settings.setDestinationCrs(QgsCoordinateReferenceSystem("EPSG:4326"))
    settings.setExtent(QgsRectangle(36.3, 49.9, 36.5, 50.1))
    settings.setOutputSize(QSize(200, 200))
    settings.setBackgroundColor(QColor("#808080"))
    job = QgsMapRendererParallelJob(settings)
    job.start()
    job.waitForFinished()
    image = job.renderedImage()
    colours = {image.pixelColor(x, y).name() for x in range(100, 130) for y in range(70, 100)}
    assert {"#ffffff", overlays.SIGNS["conflict"][0]} <= colours


@pytest.mark.parametrize(
    ("amount", "uk", "en"),
    [
        (950, "950 грн", "950 UAH"),
        (45_600, "45,6 тис. грн", "45.6 thousand UAH"),
        (345_600_000, "345,6 млн грн", "345.6 million UAH"),
        (12_000_000_000, "12,0 млрд грн", "12.0 billion UAH"),
    ],
)
def test_amounts_are_short_on_the_map(amount: float, uk: str, en: str) -> None:
    assert short_money(amount, "UAH", "uk").replace("\u00a0", " ") == uk
    assert short_money(amount, "UAH", "en").replace("\u00a0", " ") == en


def test_an_overview_that_was_taken_out_of_the_project_is_filled_when_it_is_asked_for(
    desk_of, workspace: Workspace, project: QgsProject, wait_until
):
    filled(workspace)
    desk_of.set_workspace(workspace)
    desk_of.refresh()
    wait_until(shown(project, overlays.OVERVIEW, 1))
    wait_until(shown(project, overlays.ATTENTION, 1))
    project.removeMapLayer(overlays.find(project, overlays.OVERVIEW).id())
    desk_of.show_overview(True)
    wait_until(shown(project, overlays.OVERVIEW, 1))


def test_signs_are_written_in_letters_that_this_computer_has(project: QgsProject) -> None:
    """QGIS says of others, in its message bar at every opening, that they are missing."""
    known = QFontDatabase().families()
    for role in (overlays.OVERVIEW, overlays.ATTENTION):
        symbols = overlays.put(project, role).renderer().symbols(QgsRenderContext())
        fonts = {part.fontFamily() for symbol in symbols for part in symbol.symbolLayers()
                 if isinstance(part, QgsFontMarkerSymbolLayer)}  # fmt: skip
        assert fonts and fonts <= set(known)


def test_the_legend_of_the_overview_tells_what_the_sizes_mean(
    desk_of, workspace: Workspace, project: QgsProject, wait_until
):
    filled(workspace)
    desk_of.set_workspace(workspace)
    desk_of.refresh()
    wait_until(shown(project, overlays.OVERVIEW, 1))
    layer = overlays.find(project, overlays.OVERVIEW)
    ranges = layer.renderer().ranges()
    assert [one.label() for one in ranges][1:3] == ["1 need", "2–4 needs"]
    sizes = [one.symbol().size() for one in ranges]
    assert sizes == sorted(sizes) and len(set(sizes)) == len(sizes)
    for needs in (0, 1, 4, 5, 99, 100_000):
        assert len([one for one in ranges if one.lowerValue() <= needs <= one.upperValue()]) == 1
    node = project.layerTreeRoot().findLayer(layer.id())
    desk_of.show_overview(True)
    assert node.isExpanded(), "the legend is seen while the overview is"
    desk_of.show_overview(False)
    assert not node.isExpanded()
