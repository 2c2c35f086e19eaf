"""A column is known by the field's name, or by its label in either language, as exports write it."""

from __future__ import annotations

import pytest

from plugin.exchange import headings
from plugin.records.catalogue import Catalogue
from plugin.records.messages import LANGUAGES


@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_field_is_found_by_its_label_and_by_its_name(catalogue: Catalogue, lang: str) -> None:
    for rtype in catalogue.types.values():
        names = [field.name for field in rtype.fields]
        assert headings.match(rtype, names).fields == {name: name for name in names}
        labels: list[str] = []
        for field in rtype.fields:  # as exports number what is called alike
            label = field.label(lang)
            labels.append(label if label not in labels else f"{label} (2)")
        assert headings.match(rtype, labels).fields == dict(zip(names, labels, strict=True))


def test_spelling_case_and_the_star_of_a_required_field_do_not_matter(catalogue: Catalogue) -> None:
    need = catalogue.type("need")
    found = headings.match(need, ["  НАЗВА*", "назва об'єкта:", "Sector"])
    assert found.fields == {"title_uk": "  НАЗВА*", "object_name": "назва об'єкта:", "sector": "Sector"}


def test_what_is_no_field_is_told_but_counters_are_not(catalogue: Catalogue) -> None:
    found = headings.match(catalogue.type("need"), ["№", "Назва", "Примітки бухгалтерії", "Назва", "Територія", ""])
    assert found.fields == {"title_uk": "Назва"}
    assert found.unknown == ("Примітки бухгалтерії", "Назва")


def test_places_are_known_in_both_languages_where_records_have_one(catalogue: Catalogue) -> None:
    spelled = ["Широта", "Longitude", "Місце (WKT)", "Координати"]
    found = headings.match(catalogue.type("need"), spelled)
    assert found.places == {
        "latitude": "Широта", "longitude": "Longitude", "wkt": "Місце (WKT)", "coordinates": "Координати",
    }  # fmt: skip
    assert headings.match(catalogue.type("funding"), spelled).places == {}
