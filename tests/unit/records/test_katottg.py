"""Codes of KATOTTG read by their digits."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from plugin.records.katottg import KATOTTG_PATTERN, OBLASTS, covers, is_code, iso_3166_2, level, pcode, stem
from plugin.records.romanisation import romanise
from plugin.records.territory import Codifier, Unit

KHARKIV_OBLAST = "UA63000000000041885"
KHARKIV_RAION = "UA63120000000091135"
TSYRKUNY_HROMADA = "UA63120290000021734"
TSYRKUNY = "UA63120290010028715"
SALTIVSKYI = "UA63120270010315719"
KYIV = "UA80000000000093317"
KYIV_DISTRICT = "UA80000000000126643"

WITHIN = [KHARKIV_OBLAST, KHARKIV_RAION, TSYRKUNY_HROMADA, TSYRKUNY]


@pytest.mark.parametrize(
    ("code", "expected"),
    [("UA", "country"), (KHARKIV_OBLAST, "oblast"), (KHARKIV_RAION, "raion"), (TSYRKUNY_HROMADA, "hromada"),
     (TSYRKUNY, "settlement"), (SALTIVSKYI, "district"), (KYIV, "oblast"), (KYIV_DISTRICT, "district")],
)  # fmt: skip
def test_the_digits_say_the_level(code: str, expected: str) -> None:
    assert level(code) == expected


@pytest.mark.parametrize("text", ["", "UA6", "ua63120290010028715", "UA6312029001002871", "UA631202900100287150",
                                  "UA63120290010028715\n", "UA٦٣١٢٠٢٩٠٠١٠٠٢٨٧١٥", None, 5])  # fmt: skip
def test_anything_else_is_no_code(text: object) -> None:
    assert not is_code(text)
    assert not covers("UA", text if isinstance(text, str) else None)
    if isinstance(text, str):
        assert not KATOTTG_PATTERN.match(text)
        assert not covers(text, TSYRKUNY)
        with pytest.raises(ValueError, match="no KATOTTG code"):
            level(text)


def test_an_area_covers_itself_and_what_lies_in_it_and_nothing_above() -> None:
    for outer, area in enumerate(WITHIN):
        for inner, code in enumerate(WITHIN):
            assert covers(area, code) is (inner >= outer), (area, code)
    assert covers("UA", TSYRKUNY) and covers("UA", KYIV_DISTRICT)
    assert covers(KYIV, KYIV_DISTRICT)
    assert not covers(KYIV, TSYRKUNY) and not covers(KHARKIV_OBLAST, KYIV)
    assert not covers(None, TSYRKUNY) and not covers("", TSYRKUNY) and not covers("UA", "") and not covers("UA", None)
    assert not covers("UA63", TSYRKUNY)


def test_place_codes_stop_at_the_hromada() -> None:
    assert [pcode(code) for code in (*WITHIN, SALTIVSKYI)] == ["UA63", "UA6312", "UA6312029", "UA6312029", "UA6312027"]
    assert pcode(KYIV) == "UA80" and stem(TSYRKUNY) == "UA6312029001"


@pytest.mark.parametrize(
    ("code", "iso"),
    [("UA01000000000013043", "UA-43"), ("UA44000000000018893", "UA-09"), ("UA73000000000044923", "UA-77"),
     (KYIV, "UA-30"), ("UA85000000000065278", "UA-40"), (TSYRKUNY, "UA-63")],
)  # fmt: skip
def test_iso_3166_2_differs_for_five_of_them(code: str, iso: str) -> None:
    assert iso_3166_2(code) == iso


def test_the_oblast_level_has_27_units_of_their_own_iso_code() -> None:
    assert len(OBLASTS) == len({iso_3166_2(code) for code in OBLASTS}) == 27
    assert all(level(code) == "oblast" for code in OBLASTS)


@given(st.from_regex(r"UA[0-9]{17}", fullmatch=True), st.from_regex(r"UA[0-9]{17}", fullmatch=True))
def test_covering_is_transitive_along_the_digits(area: str, code: str) -> None:
    if covers(area, code):
        assert code.startswith(stem(area))
        assert covers(area, area)
    else:
        assert not code.startswith(stem(area))


def test_the_digits_agree_with_the_codifier(codifier: Codifier) -> None:
    levels = {"O": "oblast", "K": "oblast", "P": "raion", "H": "hromada", "M": "settlement", "X": "settlement",
              "C": "settlement", "B": "district"}  # fmt: skip
    waiting: list[Unit] = codifier.oblasts()
    seen = 0
    while waiting:
        unit = waiting.pop()
        seen += 1
        children = codifier.children(unit.code)
        assert unit.level == level(unit.code) == levels[unit.category], unit
        for child in children:
            assert covers(unit.code, child.code), (unit, child)
        waiting += children
    assert seen == codifier.count == 31_744


@pytest.mark.parametrize(
    ("name", "latin"),
    [("Циркуни", "Tsyrkuny"), ("Згурівка", "Zghurivka"), ("Куп’янськ", "Kupiansk"), ("Єнакієве", "Yenakiieve"),
     ("Їжакевич", "Yizhakevych"), ("Йосипівка", "Yosypivka"), ("Стрий", "Stryi"), ("Щербані", "Shcherbani"),
     ("Ґалаґан", "Galagan"), ("Нова Ягідна", "Nova Yahidna"), ("Івано-Франкове", "Ivano-Frankove"),
     ("Знам’янка", "Znamianka"), ("Юр’ївка", "Yurivka")],
)  # fmt: skip
def test_names_in_latin_letters_follow_the_resolution(name: str, latin: str) -> None:
    assert romanise(name) == latin
