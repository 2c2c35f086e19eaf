"""What shows only beside other records, and that looking for it does not grow with the square of their number."""

from __future__ import annotations

import random
from collections.abc import Callable
from typing import Any

import pytest

from plugin.quality import engine, neighbours
from plugin.quality.model import Finding, PlainContext
from plugin.quality.neighbours import NEAR, distance, fold_title, similarity
from plugin.records.catalogue import Catalogue

Sound = Callable[..., dict[str, Any]]
NEIGHBOUR_RULES = {"geometry.stacked", "duplicate.near", "money.outlier_high", "money.outlier_low"}


@pytest.fixture
def among(sound: Sound, world: Callable[..., PlainContext]) -> Callable[..., list[Finding]]:
    """The neighbours' findings among needs given by what is special about each."""

    def run(*needs: dict[str, Any]) -> list[Finding]:
        records = [("need", sound("need", **{"uuid": f"u{number}", **one})) for number, one in enumerate(needs)]
        return [found for found in engine.check_all(records, world()) if found.rule in NEIGHBOUR_RULES]

    return run


def at(x: float, y: float, **more: Any) -> dict[str, Any]:
    return {"geom": {"type": "Point", "coordinates": [x, y]}, **more}


def test_records_in_exactly_one_place_are_told_of_each_other(among: Callable[..., list[Finding]]) -> None:
    found = among(at(36.38456, 50.09123, title_uk="Дах"), at(36.38456, 50.09123, title_uk="Котельня"))
    assert [(one.rule, one.uuid, one.params["other"]) for one in found] == [
        ("geometry.stacked", "u0", "u1"),
        ("geometry.stacked", "u1", "u0"),
    ]
    assert "u1" in found[0].message("uk")


def test_a_hromada_s_centre_may_hold_many(among: Callable[..., list[Finding]]) -> None:
    centre = at(36.38456, 50.09123, precision="hromada")
    assert among({**centre, "title_uk": "Дах"}, {**centre, "title_uk": "Котельня"}) == []


def test_like_titles_near_each_other_are_asked_about(among: Callable[..., list[Finding]]) -> None:
    found = among(
        at(36.38456, 50.09123, title_uk="Циркунівський ліцей, дах"),
        at(36.38466, 50.09133, title_uk="Ліцей Циркунівський: дах"),
        at(36.38556, 50.09123, title_uk="Котельня"),
        at(36.48456, 50.19123, title_uk="Циркунівський ліцей, дах"),
    )
    assert [(one.rule, one.uuid, one.params["other"]) for one in found] == [
        ("duplicate.near", "u0", "u1"),
        ("duplicate.near", "u1", "u0"),
    ]
    assert 5 < found[0].params["metres"] < 20


def test_a_pair_across_the_edges_of_cells_is_found(among: Callable[..., list[Finding]]) -> None:
    for step in range(40):
        x, y = 36.0 + step * 0.000371, 50.0 + step * 0.000293
        found = among(at(x, y, title_uk="Ліцей"), at(x + 0.0014, y + 0.0009, title_uk="Ліцей"))
        apart = distance((x, y), (x + 0.0014, y + 0.0009))
        assert 120 < apart < NEAR
        assert {one.rule for one in found} == {"duplicate.near"}, step


@pytest.mark.parametrize("y", [44.1, 52.3])
def test_nearness_is_measured_in_metres_north_and_south(among: Callable[..., list[Finding]], y: float) -> None:
    degrees = 140 / (111_320 * (0.718 if y < 45 else 0.611))
    assert among(at(30.12345, y, title_uk="Ліцей"), at(30.12345 + degrees, y, title_uk="Ліцей"))
    assert not among(at(30.12345, y, title_uk="Ліцей"), at(30.12345 + degrees * 1.2, y, title_uk="Ліцей"))


def test_school_12_and_school_13_are_two_schools() -> None:
    assert similarity(fold_title("Школа №12"), fold_title("Школа №13")) == 0.0
    assert similarity(fold_title("Школа №12"), fold_title("ШКОЛА № 12")) == 1.0
    assert similarity(fold_title("Водогін, вул. Соборна"), fold_title("Котельня")) < 0.2


def amounts(*costs: str, **more: Any) -> list[dict[str, Any]]:
    return [{"cost_amount": cost, "geom": None, "regional": True, **more} for cost in costs]


def test_a_thousandfold_slip_stands_out(among: Callable[..., list[Finding]]) -> None:
    found = among(*amounts("12500000.00", "9000000.00", "11000000.00", "14000000.00", "11000.00", "12000000000.00"))
    assert [(one.rule, one.uuid, one.fields) for one in found] == [
        ("money.outlier_low", "u4", ("cost_amount",)),
        ("money.outlier_high", "u5", ("cost_amount",)),
    ]
    assert "тисяч" in found[0].message("uk")


def test_amounts_are_compared_only_with_like_ones(among: Callable[..., list[Finding]]) -> None:
    few = amounts("12500000.00", "9000000.00", "11000000.00", "12500.00")
    assert among(*few) == []
    other = amounts("12500.00", sector="health") + amounts("12500.00", cost_currency="EUR")
    assert among(*amounts("12500000.00", "9000000.00", "11000000.00", "14000000.00", "10000000.00"), *other) == []


def test_findings_of_one_severity_can_be_asked_for(sound: Sound, world: Callable[..., PlainContext]) -> None:
    records = [("need", sound("need", uuid=f"u{number}", people_children=341)) for number in range(2)]
    found = list(engine.check_all(records, world(), frozenset({"error"})))
    assert [one.rule for one in found] == ["people.part", "people.part"]


def test_types_that_the_catalogue_lacks_are_passed_over(world: Callable[..., PlainContext]) -> None:
    assert list(engine.check_all([("spaceship", {"uuid": "u"})], world())) == []


@pytest.mark.parametrize(("where", "most"), [("spread", 1), ("one spot", 100)])
def test_each_record_is_compared_with_a_few_only(
    catalogue: Catalogue, sound: Sound, monkeypatch: pytest.MonkeyPatch, where: str, most: int
) -> None:
    compared = 0

    def counted(a: tuple[float, float], b: tuple[float, float]) -> float:
        nonlocal compared
        compared += 1
        return distance(a, b)

    monkeypatch.setattr(neighbours, "distance", counted)
    draw = random.Random(7)
    words = ["Школа", "Ліцей", "Водогін", "Дах", "Котельня", "Міст", "вул. Соборна", "Циркуни", "Чугуїв", "корпус"]
    everywhere = neighbours.Neighbours()
    count = 4_000
    for number in range(count):
        place = at(36.38456, 50.09123) if where == "one spot" else at(35 + 2 * draw.random(), 49 + draw.random())
        record = sound("need", uuid=f"u{number}", title_uk=" ".join(draw.sample(words, 3)), **place)
        everywhere.add(catalogue.type("need"), record)
    found = list(everywhere.findings())
    assert bool(found) == (where == "one spot")
    assert 0 < compared <= most * count
