"""Needs by priority, projects by status: seen apart without colour too, drawn by QGIS itself."""

from __future__ import annotations

import itertools

import pytest
from qgis.core import (
    QgsApplication,
    QgsCoordinateReferenceSystem,
    QgsExpressionContext,
    QgsExpressionContextUtils,
    QgsFeature,
    QgsGeometry,
    QgsMapRendererParallelJob,
    QgsMapSettings,
    QgsPointClusterRenderer,
    QgsRectangle,
    QgsVectorLayer,
)
from qgis.PyQt.QtCore import QSize
from qgis.PyQt.QtGui import QColor, QImage

from plugin.qgis_bridge import styles

KINDS = {"point": "Point", "line": "LineString", "area": "Polygon"}
SHAPES = {
    "point": "POINT(0 0)",
    "line": "LINESTRING(-3 0, 3 0)",
    "area": "POLYGON((-3 -3, 3 -3, 3 3, -3 3, -3 -3))",
}


def picture(type_name: str, kind: str, code: str | None) -> QImage:
    """One feature of a code, as QGIS draws it, in grey."""
    layer = QgsVectorLayer(f"{KINDS[kind]}?crs=EPSG:4326&field=code:string", "x", "memory")
    looks = styles.PRIORITY if type_name == "need" else styles.STATUS
    styles.style(layer, type_name, kind, "code", [styles.Category(one, one) for one in looks], "…")
    feature = QgsFeature(layer.fields())
    feature["code"] = code
    feature.setGeometry(QgsGeometry.fromWkt(SHAPES[kind]))
    layer.dataProvider().addFeature(feature)
    settings = QgsMapSettings()
    settings.setLayers([layer])
    settings.setDestinationCrs(QgsCoordinateReferenceSystem("EPSG:4326"))
    settings.setExtent(QgsRectangle(-4, -4, 4, 4))
    settings.setOutputSize(QSize(64, 64))
    settings.setBackgroundColor(QColor("white"))
    job = QgsMapRendererParallelJob(settings)
    job.start()
    job.waitForFinished()
    return job.renderedImage().convertToFormat(QImage.Format.Format_Grayscale8)


def difference(one: QImage, other: QImage) -> float:
    """Mean difference of two pictures' greys, where either shows anything."""
    pairs = [
        (one.pixelColor(x, y).value(), other.pixelColor(x, y).value())
        for x in range(one.width())
        for y in range(one.height())
    ]
    inked = [(a, b) for a, b in pairs if a < 250 or b < 250]
    return sum(abs(a - b) for a, b in inked) / max(1, len(inked))


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize(("type_name", "looks"), [("need", styles.PRIORITY), ("project_location", styles.STATUS)])
def test_codes_are_told_apart_without_colour(
    qgis_app: QgsApplication, type_name: str, looks: dict[str, styles.Look], kind: str
) -> None:
    pictures = {code: picture(type_name, kind, code) for code in looks}
    pictures["blank"] = picture(type_name, kind, None)
    for (one, first), (other, second) in itertools.combinations(pictures.items(), 2):
        assert difference(first, second) > 3, (kind, one, other)


@pytest.mark.parametrize("kind", KINDS)
def test_a_blank_or_unknown_code_is_drawn_too(qgis_app: QgsApplication, kind: str) -> None:
    for code in (None, "", "something new"):
        drawn = picture("need", kind, code)
        assert any(drawn.pixelColor(x, y).value() < 240 for x in range(64) for y in range(64)), code


def test_the_most_urgent_is_the_largest_and_the_darkest() -> None:
    looks = [styles.PRIORITY[code] for code in "12345"]
    assert [look.size for look in looks] == sorted(look.size for look in looks)
    assert [QColor(look.colour).lightness() for look in looks] == sorted(
        (QColor(look.colour).lightness() for look in looks), reverse=True
    )


def test_another_language_changes_words_only(qgis_app: QgsApplication) -> None:
    layer = QgsVectorLayer("Point?field=code:string", "x", "memory")
    styles.style(layer, "need", "point", "code", [styles.Category("5", "критичний")], "без пріоритету")
    before = list(styles.categorized(layer).categories())
    styles.relabel(layer, [styles.Category("5", "critical")], "no priority")
    assert isinstance(layer.renderer(), QgsPointClusterRenderer)
    renderer = styles.categorized(layer)
    assert renderer is not None
    after = renderer.categories()
    assert [one.label() for one in after] == ["critical", "no priority"]
    assert [one.symbol().dump() for one in after] == [one.symbol().dump() for one in before]


@pytest.mark.parametrize("kind", ["line", "area"])
def test_a_speck_is_seen_from_afar_and_near_by_has_its_own_width(qgis_app: QgsApplication, kind: str) -> None:
    """A school's yard on the map of an oblast is a third of a pixel."""
    shape = {"line": "LINESTRING(-0.001 0, 0.001 0)", "area": "POLYGON((0 0, 0.001 0, 0.001 0.001, 0 0.001, 0 0))"}
    layer = QgsVectorLayer(f"{KINDS[kind]}?crs=EPSG:4326&field=code:string", "x", "memory")
    styles.style(layer, "need", kind, "code", [styles.Category("5", "5")], "…")
    feature = QgsFeature(layer.fields())
    feature["code"] = "5"
    feature.setGeometry(QgsGeometry.fromWkt(shape[kind]))
    layer.dataProvider().addFeature(feature)

    def inked(half: float) -> int:
        settings = QgsMapSettings()
        settings.setLayers([layer])
        settings.setDestinationCrs(QgsCoordinateReferenceSystem("EPSG:4326"))
        settings.setOutputSize(QSize(200, 200))
        settings.setExtent(QgsRectangle(-half, -half, half, half))
        context = QgsExpressionContext()
        context.appendScope(QgsExpressionContextUtils.mapSettingsScope(settings))
        settings.setExpressionContext(context)
        job = QgsMapRendererParallelJob(settings)
        job.start()
        job.waitForFinished()
        grey = job.renderedImage().convertToFormat(QImage.Format.Format_Grayscale8)
        return sum(grey.pixelColor(x, y).value() < 120 for x in range(200) for y in range(200))

    assert inked(1.0) > 30
    near = inked(0.0012)
    assert near < 200 * 200 * 0.1, "no wider than its stroke"
