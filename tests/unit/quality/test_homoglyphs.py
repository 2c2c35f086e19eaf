"""Words of mixed alphabets are found, and mended only where it is clear what was meant."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from plugin.quality.homoglyphs import latinise, mend, mixed_words


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("Капiтальний ремонт", "Капітальний ремонт"),
        ("Шкoла", "Школа"),
        ("об’єкт Xарків", "об’єкт Харків"),
        ("Cхід-2", "Схід-2"),
        ("п’ятaповерховий", "п’ятаповерховий"),
        ("УСК-2000, ЛIЦЕЙ і Шкoла", "УСК-2000, ЛІЦЕЙ і Школа"),
        ("Українa їжa", "Україна їжа"),
        ("Sсhооl Nо. 5", "School No. 5"),
    ],
)
def test_mixed_words_are_mended(written: str, meant: str) -> None:
    assert mixed_words(written)
    assert mend(written) == meant
    assert mixed_words(meant) == []


@pytest.mark.parametrize(
    "text",
    [
        "",
        "Школа №12",
        "School No. 12",
        "Wi-Fi у ліцеї",
        "ВЛ-110 kV",
        "USAID та ЄІБ",
        "м. Харків (Kharkiv)",
        "12a 5б",
        "І–ІІІ ступенів",
    ],
)
def test_words_of_one_alphabet_are_left_alone(text: str) -> None:
    assert mixed_words(text) == []
    assert mend(text) is None


@pytest.mark.parametrize("text", ["SMARTшкола", "Шкoла та SMARTшкола"])
def test_what_cannot_be_told_is_flagged_and_not_touched(text: str) -> None:
    assert mixed_words(text)
    assert mend(text) is None


def test_a_word_in_another_word_is_not_touched() -> None:
    assert mend("Шкoла, Школа, Шкoлa") == "Школа, Школа, Школа"


def test_a_word_that_could_be_either_goes_with_most_of_its_letters() -> None:
    assert mend("CОX") == "COX"
    assert mend("СОX") == "СОХ"


@given(st.text("абвгдеєжзиіїйклмнопрстуфхцчшщьюяABCEHIKMOPTXabceiopxyzSQ '’-1", max_size=30))
def test_mending_leaves_no_mixed_word_and_changes_no_length(text: str) -> None:
    mended = mend(text)
    if mended is not None:
        assert mixed_words(mended) == []
        assert len(mended) == len(text)
        assert [bool(re.match(r"\w", char)) for char in mended] == [bool(re.match(r"\w", char)) for char in text]


def test_a_code_is_written_in_latin_letters() -> None:
    assert latinise("UА63") == "UA63"
