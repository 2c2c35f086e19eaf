"""The map: numbers where points would lie on each other, titles by scale, light and dark ground."""

from __future__ import annotations

from pathlib import Path

import pytest
from qgis.core import (
    QgsApplication,
    QgsCoordinateReferenceSystem,
    QgsExpressionContextUtils,
    QgsLabelPosition,
    QgsMapLayer,
    QgsMapRendererParallelJob,
    QgsMapSettings,
    QgsPointXY,
    QgsProject,
    QgsRectangle,
)
from qgis.PyQt.QtCore import QSize
from qgis.PyQt.QtGui import QColor, QImage

from plugin.qgis_bridge import backdrop, layers, map_labels, map_theme, styles
from plugin.qgis_bridge import project as projects
from plugin.store.workspace import Workspace

KHARKIV = QgsRectangle(36.2, 49.95, 36.3, 50.05)


def look(workspace: Workspace, dark: bool = False) -> projects.Look:
    territory = workspace.settings.territory
    return projects.Look(workspace.gpkg_path, workspace.catalogue, "uk", territory, dark=dark)


def picture(project: QgsProject, shown: list[QgsMapLayer], extent: QgsRectangle, side: int = 300) -> QImage:
    """Layers as QGIS draws them on the project's ground."""
    settings = QgsMapSettings()
    settings.setLayers(shown)
    settings.setDestinationCrs(QgsCoordinateReferenceSystem("EPSG:4326"))
    settings.setExtent(extent)
    settings.setOutputSize(QSize(side, side))
    settings.setBackgroundColor(project.backgroundColor())
    settings.setExpressionContext(project.createExpressionContext())
    job = QgsMapRendererParallelJob(settings)
    job.start()
    job.waitForFinished()
    return job.renderedImage()


def inked(image: QImage, ground: QColor) -> int:
    """How many pixels show anything."""
    return sum(
        image.pixelColor(x, y) != ground for x in range(0, image.width(), 2) for y in range(0, image.height(), 2)
    )


def needs(workspace: Workspace, project: QgsProject):
    found = layers.layer_for(project, workspace.gpkg_path, "need", "point")
    assert found is not None
    return found


def test_points_near_each_other_are_one_sign_from_afar_and_apart_near_by(
    workspace: Workspace, project: QgsProject, qgis_app: QgsApplication
) -> None:
    for step in range(40):
        place = {"type": "Point", "coordinates": [36.25 + 0.0002 * step, 50.0]}
        workspace.insert("need", {"title_uk": f"Потреба {step}", "priority": 5, "geom": place})
    projects.build(project, look(workspace))
    points = needs(workspace, project)
    points.setLabelsEnabled(False)
    far = inked(picture(project, [points], QgsRectangle(35, 49, 37.5, 51.5)), QColor("#ffffff"))
    near = inked(picture(project, [points], QgsRectangle(36.249, 49.995, 36.259, 50.005)), QColor("#ffffff"))
    assert 0 < far < near / 4, "one sign, not forty on each other"


def test_a_lone_point_keeps_the_look_of_its_code(workspace: Workspace, project: QgsProject) -> None:
    workspace.insert(
        "need", {"title_uk": "Школа", "priority": 5, "geom": {"type": "Point", "coordinates": [36.25, 50]}}
    )
    projects.build(project, look(workspace))
    points = needs(workspace, project)
    points.setLabelsEnabled(False)
    image = picture(project, [points], KHARKIV)
    assert image.pixelColor(150, 150) == QColor(styles.PRIORITY["5"].colour)


def labels(
    project: QgsProject, shown: list[QgsMapLayer], scale: float, at: tuple[float, float] = (36.25, 50.0)
) -> list[QgsLabelPosition]:
    """The labels of layers at a scale, around a place."""
    settings = QgsMapSettings()
    settings.setLayers(shown)
    settings.setDestinationCrs(QgsCoordinateReferenceSystem("EPSG:4326"))
    settings.setOutputSize(QSize(600, 600))
    settings.setExtent(QgsRectangle(at[0] - 1, at[1] - 1, at[0] + 1, at[1] + 1))
    half = scale / settings.scale()
    settings.setExtent(QgsRectangle(at[0] - half, at[1] - half, at[0] + half, at[1] + half))
    context = project.createExpressionContext()
    context.appendScope(QgsExpressionContextUtils.mapSettingsScope(settings))
    settings.setExpressionContext(context)
    job = QgsMapRendererParallelJob(settings)
    job.start()
    job.waitForFinished()
    return list(job.takeLabelingResults().labelsWithinRect(settings.extent()))


def written(project: QgsProject, layer: QgsMapLayer, scale: float, at: tuple[float, float] = (36.25, 50.0)) -> set[str]:
    """What stands beside the features of a layer at a scale, in the words of its labels."""
    return {position.labelText for position in labels(project, [layer], scale, at)}


def test_urgent_titles_are_read_from_farther_away(workspace: Workspace, project: QgsProject) -> None:
    for title, priority, latitude in (("Терміново", 5, 50.0), ("Згодом", 2, 49.999), ("Невідомо", None, 50.001)):
        place = {"type": "Point", "coordinates": [36.25, latitude]}
        workspace.insert("need", {"title_uk": title, "priority": priority, "geom": place})
    projects.build(project, look(workspace))
    layer = needs(workspace, project)
    layer.setRenderer(layer.renderer().embeddedRenderer().clone())  # no clusters: each by itself
    assert written(project, layer, map_labels.URGENT_FROM_SCALE * 1.1) == set()
    assert written(project, layer, map_labels.URGENT_FROM_SCALE * 0.9) == {"Терміново"}
    assert written(project, layer, map_labels.ALL_FROM_SCALE * 1.1) == {"Терміново"}
    everything = {"Терміново", "Згодом", "Невідомо"}
    assert written(project, layer, map_labels.ALL_FROM_SCALE * 0.2) == everything
    assert written(project, layer, 500, (36.25, 50.0)) == {"Терміново"}, "and as near as one likes"


def test_the_title_of_a_small_area_does_not_cover_the_sign_in_it(workspace: Workspace, project: QgsProject) -> None:
    ring = [[36.2495, 49.9997], [36.2505, 49.9997], [36.2505, 50.0003], [36.2495, 50.0003], [36.2495, 49.9997]]
    work = workspace.insert("project", {"title_uk": "Відбудова"})
    where = {"project_uuid": work, "title_uk": "Ліцей", "geom": {"type": "Polygon", "coordinates": [ring]}}
    workspace.insert("project_location", where)
    workspace.insert("need", {"title_uk": "Школа", "geom": {"type": "Point", "coordinates": [36.25, 50.0]}})
    projects.build(project, look(workspace))
    shown = [layers.layer_for(project, workspace.gpkg_path, "need", "point"),
             layers.layer_for(project, workspace.gpkg_path, "project_location", "area")]  # fmt: skip
    found = labels(project, shown, 35_000)
    assert {position.labelText for position in found} == {"Школа", "Ліцей"}
    assert not any(position.labelRect.contains(QgsPointXY(36.25, 50.0)) for position in found)


def test_tenths_of_degrees_are_named_near_by_only(project: QgsProject) -> None:
    graticule = backdrop.graticule()
    project.addMapLayer(graticule)
    far = written(project, graticule, backdrop.TENTHS_FROM_SCALE * 3)
    near = written(project, graticule, backdrop.TENTHS_FROM_SCALE * 0.5)
    assert "36°" in far | near
    assert not any("," in text or "." in text for text in far)
    assert any("," in text or "." in text for text in near)


@pytest.mark.parametrize("dark", [False, True])
def test_every_look_is_seen_on_the_ground_of_its_theme(dark: bool) -> None:
    ground = QColor(map_theme.DARK_GROUND if dark else map_theme.LIGHT_GROUND)
    for look in (*styles.PRIORITY.values(), *styles.STATUS.values()):
        outline = ("#ffffff" if dark else styles.OUTLINE) if look.part == "all" else look.colour
        shown = max(map_theme.contrast(QColor(colour), ground) for colour in (outline, look.colour, "#ffffff"))
        assert shown >= 3, look
        if dark:
            assert map_theme.contrast(QColor(map_theme.bright(look.colour)), ground) >= 3
    ink = map_labels.NIGHT_INK if dark else map_labels.INK
    assert map_theme.contrast(QColor(ink), ground) >= 7


def test_dark_windows_give_a_dark_map_and_the_styles_follow(workspace: Workspace, project: QgsProject) -> None:
    area = {"type": "Polygon", "coordinates": [[[36.22, 49.97], [36.28, 49.97], [36.28, 50.03], [36.22, 49.97]]]}
    workspace.insert("need", {"title_uk": "Квартал", "priority": 5, "geom": area})
    projects.build(project, look(workspace))
    shown = [layers.layer_for(project, workspace.gpkg_path, "need", "area"), backdrop.find(project, "graticule")]
    light = picture(project, shown, KHARKIV)
    projects.refresh(project, look(workspace, dark=True))
    assert project.backgroundColor() == QColor(map_theme.DARK_GROUND)
    assert map_theme.is_dark(project)
    night = picture(project, shown, KHARKIV)
    assert sum(night.pixelColor(x, 150).lightness() for x in range(300)) < sum(
        light.pixelColor(x, 150).lightness() for x in range(300)
    )
    projects.refresh(project, look(workspace))
    assert project.backgroundColor() == QColor(map_theme.LIGHT_GROUND) and not map_theme.is_dark(project)


def test_a_ground_of_ones_own_stays_and_the_styles_suit_it(workspace: Workspace, project: QgsProject) -> None:
    projects.build(project, look(workspace))
    project.setBackgroundColor(QColor("#102030"))
    projects.refresh(project, look(workspace))
    assert project.backgroundColor() == QColor("#102030")
    assert map_theme.is_dark(project), "light letters on what the user made dark"


def test_the_theme_is_in_the_project_file(workspace: Workspace, project: QgsProject, tmp_path: Path) -> None:
    projects.build(project, look(workspace, dark=True))
    assert projects.save(project, tmp_path / "workspace.qgz")
    project.clear()
    project.read(str(tmp_path / "workspace.qgz"))
    assert str(QgsExpressionContextUtils.projectScope(project).variable(map_theme.VARIABLE)) == "1"
