"""Values as people read them, in both languages."""

from __future__ import annotations

import pytest

from plugin.records import wording
from plugin.records.catalogue import default_catalogue

NEED = {
    "title_uk": "Школа №12",
    "sector": "education",
    "priority": 4,
    "cost_amount": "1250000.50",
    "cost_currency": "UAH",
    "survey_date": "2026-05-01",
    "regional": True,
    "geom": {"type": "Point", "coordinates": [36.2304, 49.9935]},
}


def said(name: str, lang: str, **values: object) -> str:
    catalogue = default_catalogue()
    record = {**NEED, **values}
    return wording.value_text(catalogue.type("need"), name, record, catalogue, lang).replace("\u00a0", " ")


@pytest.mark.parametrize(
    ("name", "uk", "en"),
    [
        ("title_uk", "Школа №12", "Школа №12"),
        ("sector", "Освіта і наука", "Education and science"),
        ("cost_amount", "1 250 000,50 грн", "UAH 1,250,000.50"),
        ("survey_date", "01.05.2026", "1 May 2026"),
        ("regional", "так", "yes"),
        ("geom", "49,993500; 36,230400", "49.993500, 36.230400"),
        ("description", "порожньо", "blank"),
        ("from_a_newer_portal", "порожньо", "blank"),
    ],
)
def test_a_value_in_words(name: str, uk: str, en: str) -> None:
    assert (said(name, "uk"), said(name, "en")) == (uk, en)


@pytest.mark.parametrize(
    ("geometry", "uk", "en"),
    [
        (
            {"type": "LineString", "coordinates": [[36.5, 49.5], [36.6, 49.6]]},
            "лінія, 2 вершини, від 49,500000; 36,500000",
            "line, 2 vertices, from 49.500000, 36.500000",
        ),
        (
            {
                "type": "Polygon",
                "coordinates": [[[36.5, 49.5], [36.6, 49.5], [36.6, 49.6], [36.5, 49.6], [36.5, 49.5]]],
            },
            "ділянка, 4 вершини, від 49,500000; 36,500000",
            "area, 4 vertices, from 49.500000, 36.500000",
        ),
        (
            {"type": "GeometryCollection", "geometries": [{"type": "MultiPoint", "coordinates": [[1, 2], [3, 4]]}]},
            "2 точки, від 2,000000; 1,000000",
            "2 points, from 2.000000, 1.000000",
        ),
        ({"type": "Point", "coordinates": []}, "порожня геометрія", "empty geometry"),
    ],
)
def test_a_place_in_words(geometry: dict[str, object], uk: str, en: str) -> None:
    assert (said("geom", "uk", geom=geometry), said("geom", "en", geom=geometry)) == (uk, en)


@pytest.mark.parametrize("value", ["п’ять", {"a": 1}, [1]])
@pytest.mark.parametrize("name", ["priority", "cost_amount", "survey_date", "sector", "regional"])
def test_values_of_the_wrong_kind_are_shown_as_they_are(name: str, value: object) -> None:
    assert said(name, "uk", **{name: value}) == str(value)


def test_long_texts_are_shortened_in_the_middle_and_stay_on_one_line() -> None:
    short = wording.shortened("початок\n" + "а" * 500 + " кінець")
    assert len(short) <= wording.LONGEST and short.startswith("початок а") and short.endswith("кінець")
    assert wording.shortened("Школа\n№12") == "Школа №12"
    title = "Капітальний ремонт із підсиленням конструкцій, утепленням фасаду та заміною покрівлі ліцею, м. Балаклія"
    assert wording.shortened(title, 60) == "Капітальний ремонт із підсиленням … м. Балаклія"
    assert len(wording.shortened("а" * 500, 60)) <= 60, "a word longer than all that is cut"


def test_fields_are_named_by_their_labels() -> None:
    need = default_catalogue().type("need")
    assert wording.field_label(need, "geom", "uk") == "Місце на карті"
    assert wording.field_label(need, "sector", "en") == "Sector"
    assert wording.field_label(need, "from_a_newer_portal", "en") == "from_a_newer_portal"
