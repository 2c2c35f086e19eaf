"""Texts in both languages, plurals after CLDR, numbers and dates as people of each language write them."""

from __future__ import annotations

import json
import re
import time
from datetime import date, datetime
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from plugin import paths
from plugin.records import messages

TEXTS: dict[str, dict[str, Any]] = {
    "greeting": {"uk": "Вітаю, {name}", "en": "Hello, {name}"},
    "sent": {
        "uk": {"one": "{n} запис", "few": "{n} записи", "many": "{n} записів", "other": "{n} запису"},
        "en": {"one": "{n} record", "other": "{n} records"},
    },
}


@pytest.fixture
def texts(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(messages, "catalogue", lambda: TEXTS)


@pytest.mark.usefixtures("texts")
@pytest.mark.parametrize(
    ("n", "uk", "en"),
    [
        (0, "записів", "records"), (1, "запис", "record"), (2, "записи", "records"), (4, "записи", "records"),
        (5, "записів", "records"), (11, "записів", "records"), (12, "записів", "records"), (14, "записів", "records"),
        (21, "запис", "records"), (22, "записи", "records"), (111, "записів", "records"), (1001, "запис", "records"),
        (1.5, "запису", "records"),
    ],
)  # fmt: skip
def test_a_number_takes_the_form_of_its_language(n: float, uk: str, en: str) -> None:
    assert messages.text("sent", "uk", n=n) == f"{n} {uk}".replace(".", ",")
    assert messages.text("sent", "en", n=n) == f"{n} {en}"


@pytest.mark.usefixtures("texts")
def test_placeholders_are_filled_and_a_missing_one_stays_visible() -> None:
    assert messages.text("greeting", "uk", name="Олено") == "Вітаю, Олено"
    assert messages.text("greeting", "en") == "Hello, {name}"


@pytest.mark.usefixtures("texts")
def test_braces_in_a_value_are_left_alone() -> None:
    assert messages.text("greeting", "en", name="{name}") == "Hello, {name}"


@pytest.mark.parametrize(
    ("locale", "lang"), [("uk", "uk"), ("uk_UA", "uk"), ("UK-ua", "uk"), ("en_GB", "en"), ("de", "en"), ("", "en")]
)
def test_other_languages_see_english(locale: str, lang: str) -> None:
    assert messages.language(locale) == lang


@pytest.mark.usefixtures("texts")
def test_an_unknown_text_fails_a_test_and_shows_its_key_to_people(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(messages, "strict", True)
    with pytest.raises(KeyError):
        messages.text("missing", "uk")
    monkeypatch.setattr(messages, "strict", False)
    assert messages.text("missing", "uk") == "missing"


def test_no_two_rooms_define_one_text(tmp_path: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    for room in ("a", "b"):
        (tmp_path / f"{room}.json").write_text(json.dumps(TEXTS), encoding="utf-8")
    monkeypatch.setattr(paths, "messages_dir", lambda: tmp_path)
    with pytest.raises(ValueError, match=r"b\.json.*greeting"):
        messages.catalogue.__wrapped__()


def forms(entry: Any) -> list[str]:
    return [entry] if isinstance(entry, str) else list(entry.values())


def test_every_text_of_every_room_is_complete_in_both_languages() -> None:
    for key, entry in messages.catalogue().items():
        assert set(entry) == {"uk", "en"}, key
        wanted = {"uk": {"one", "few", "many", "other"}, "en": {"one", "other"}}
        for lang, found in entry.items():
            assert isinstance(found, str) or set(found) == wanted[lang], key
            assert all(form.strip() for form in forms(found)), key


def test_both_languages_of_a_text_take_the_same_parameters() -> None:
    for key, entry in messages.catalogue().items():
        taken = [{name for form in forms(entry[lang]) for name in re.findall(r"{(\w+)", form)} for lang in ("uk", "en")]
        if not key.startswith("records.period"):  # the quarter is a Roman numeral in Ukrainian
            assert taken[0] == taken[1], key


@pytest.mark.parametrize(
    ("value", "uk", "en"),
    [
        (1234567, "1\u00a0234\u00a0567", "1,234,567"), (1234.5, "1\u00a0234,5", "1,234.5"), (-3, "\u22123", "-3"),
        (2.0, "2", "2"), ("0.125", "0,125", "0.125"), (Decimal("1000"), "1\u00a0000", "1,000"), (0, "0", "0"),
    ],
)  # fmt: skip
def test_numbers_are_grouped_as_the_language_does(value: Any, uk: str, en: str) -> None:
    assert messages.format_number(value, "uk") == uk
    assert messages.format_number(value, "en") == en


def test_places_are_rounded_half_up() -> None:
    assert messages.format_number("2.675", "en", decimals=2) == "2.68"
    assert messages.format_number(7, "uk", decimals=1) == "7,0"


def test_money_names_its_currency() -> None:
    assert messages.format_money("1234.50", "UAH", "uk") == "1\u00a0234,50\u00a0грн"
    assert messages.format_money("1234.50", "EUR", "uk") == "1\u00a0234,50\u00a0EUR"
    assert messages.format_money(1234.5, "UAH", "en") == "UAH\u00a01,234.50"
    assert messages.format_money("0.00", None, "en") == "0.00"
    assert [messages.currency_word("UAH", lang) for lang in ("uk", "en")] == ["грн", "UAH"]


@given(st.decimals(min_value=-(10**13), max_value=10**13, places=2))
def test_an_amount_can_be_read_back_from_what_is_shown(amount: Decimal) -> None:
    shown = messages.format_money(amount, None, "uk")
    assert Decimal(shown.replace("\u00a0", "").replace(",", ".").replace("\u2212", "-")) == amount


def test_dates_are_written_as_the_language_does() -> None:
    for value in (date(2026, 12, 5), datetime(2026, 12, 5, 23, 59), "2026-12-05", "2026-12-05T10:00:00Z"):
        assert messages.format_date(value, "uk") == "05.12.2026"
        assert messages.format_date(value, "en") == "5 December 2026"


# --- numbers, sizes and moments as each language writes them ----------------------------------------------------------
def test_numbers_in_texts_are_written_as_the_language_does() -> None:
    entry = {"uk": "{n} {share} {year}", "en": "{n} {share} {year}"}
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(messages, "catalogue", lambda: {"x": entry})
        assert messages.text("x", "uk", n=100_000, share=0.5, year=2026) == "100\u00a0000 0,5 2026"
        assert messages.text("x", "en", n=100_000, share=0.5, year=2026) == "100,000 0.5 2026"
        assert messages.text("x", "uk", n="100000", share=True, year=9_999) == "100000 True 9999"


def test_a_count_that_qt_has_written_bare_is_grouped() -> None:
    assert messages.grouped("100000 записів", 100_000, "uk") == "100\u00a0000 записів"
    assert messages.grouped("9999 записів", 9_999, "uk") == "9999 записів"


@pytest.mark.parametrize(
    ("count", "uk", "en"),
    [
        (0, "0\u00a0Б", "0\u00a0B"),
        (999, "999\u00a0Б", "999\u00a0B"),
        (59_400, "59\u00a0кБ", "59\u00a0kB"),
        (1_350_000, "1,4\u00a0МБ", "1.4\u00a0MB"),
        (250_000_000, "250\u00a0МБ", "250\u00a0MB"),
        (64_800_000_000, "64,8\u00a0ГБ", "64.8\u00a0GB"),
        (7_000_000_000_000, "7\u00a0000\u00a0ГБ", "7,000\u00a0GB"),
    ],
)
def test_sizes_are_told_in_units_that_people_know(count: int, uk: str, en: str) -> None:
    assert (messages.format_size(count, "uk"), messages.format_size(count, "en")) == (uk, en)


def test_a_moment_is_told_in_this_computers_time(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TZ", "Europe/Kyiv")
    time.tzset()
    try:
        assert messages.format_moment("2026-11-05T12:30:00Z", "uk") == "05.11.2026 14:30"
        assert messages.format_moment("2026-11-05T12:30:00", "en") == "2026-11-05 14:30"
        assert messages.format_moment("колись", "uk") == "колись"
    finally:
        monkeypatch.undo()
        time.tzset()


def test_numbers_that_name_something_are_not_grouped() -> None:
    told = messages.text("error.server.port", "uk", host="127.0.0.1", port=40349, reason="")
    assert "40349" in told
