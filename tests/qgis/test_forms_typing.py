"""What people type: numbers, amounts and dates, in both languages."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from plugin.records.dates import format_date, parse_date
from plugin.records.messages import format_number
from plugin.records.numbers import TypedAmount, parse_amount, parse_number, regroup, retype, stated_currency

NBSP = "\u00a0"


@pytest.mark.parametrize(
    ("text", "lang", "number"),
    [
        ("1234,5", "uk", "1234.5"),
        ("1 234,50", "uk", "1234.50"),
        (f"1{NBSP}234{NBSP}567", "uk", "1234567"),
        ("1.234.567,89", "uk", "1234567.89"),
        ("1234.5", "uk", "1234.5"),
        ("−12", "uk", "-12"),
        ("1,234.50", "en", "1234.50"),
        ("1,234", "en", "1234"),
        ("12,5", "en", "12.5"),
        ("0", "en", "0"),
    ],
)
def test_a_number_is_read_in_the_forms_people_write_it(text, lang, number):
    assert parse_number(text, lang) == Decimal(number)


@pytest.mark.parametrize("text", ["", "  ", "тис.", "12a", "1,2,3", "1.2.3", "1,23.456,7", "--5", "5-", "1e5", "٣"])
def test_what_is_no_number_is_not_guessed_at(text):
    assert parse_number(text, "uk") is None


@given(st.decimals(min_value=-(10**13), max_value=10**13, places=2), st.sampled_from(["uk", "en"]))
def test_what_the_form_shows_reads_back_as_the_same_number(number, lang):
    assert parse_number(format_number(number, lang, 2), lang) == number


@given(st.text(alphabet="0123456789,. " + NBSP + "-x", max_size=16), st.integers(0, 16), st.sampled_from(["uk", "en"]))
def test_setting_thousands_apart_neither_adds_nor_loses_anything_typed(text, caret, lang):
    caret = min(caret, len(text))
    shown, position = regroup(text, caret, lang)

    def bare(value):
        skip = {",": "", " ": "", NBSP: ""} if lang == "en" else {" ": "", NBSP: ""}
        return value.translate(str.maketrans(skip))

    assert bare(shown) == bare(text)
    assert 0 <= position <= len(shown)
    assert bare(shown[:position]) == bare(text[:caret])
    assert regroup(shown, position, lang) == (shown, position)


@pytest.mark.parametrize(
    ("text", "lang", "amount"),
    [
        ("18,25 млн", "uk", "18250000"),
        ("350 тис. грн", "uk", "350000"),
        ("1,2млрд", "uk", "1200000000"),
        (f"18{NBSP}250{NBSP}000,00{NBSP}грн.", "uk", "18250000"),
        ("₴ 1 234,50", "uk", "1234.5"),
        ("UAH 1,234.50", "en", "1234.5"),
        ("2.5 million", "en", "2500000"),
        ("1234,5", "uk", "1234.5"),
    ],
)
def test_an_amount_is_read_as_documents_have_it(text, lang, amount):
    assert parse_amount(text, lang) == Decimal(amount)


@pytest.mark.parametrize("text", ["", "млн", "тис. грн", "грн", "близько 5 млн", "5 млн 300 тис", "5 м"])
def test_what_is_no_amount_is_not_guessed_at(text):
    assert parse_amount(text, "uk") is None


@pytest.mark.parametrize(
    ("text", "currency"),
    [
        ("$5000", "USD"), ("1,2 млрд дол. США", "USD"), ("20 млн євро", "EUR"), ("350 тис. грн.", "UAH"),
        ("грн 500", "UAH"), ("₴ 1 234,50", "UAH"), ("5000", None), ("18,25 млн", None),
    ],
)  # fmt: skip
def test_the_currency_written_beside_an_amount_is_known_from_it(text, currency):
    assert stated_currency(text) == currency
    assert parse_amount(text, "uk") is not None


def typed(letters: str, lang: str) -> list[str]:
    """What stands in the field after each letter, typed at its end."""
    shown = [TypedAmount("", 0)]
    for letter in letters:
        text = shown[-1].text + letter
        shown.append(retype(shown[-1], text, len(text), lang))
    return [amount.text for amount in shown]


@pytest.mark.parametrize(
    ("letters", "lang", "shown"),
    [
        ("18502345,50", "en", "18,502,345.50"),
        ("18502345.50", "en", "18,502,345.50"),
        ("18,502,345.50", "en", "18,502,345.50"),
        ("18,502,345,50", "en", "18,502,345.50"),
        ("18,502", "en", "18,502"),
        ("0,5", "en", "0.5"),
        ("1.502", "en", "1.502"),
        ("18502345,50", "uk", f"18{NBSP}502{NBSP}345,50"),
        ("18502345.50", "uk", f"18{NBSP}502{NBSP}345.50"),
    ],
)
def test_a_decimal_comma_is_never_passed_over(letters, lang, shown):
    assert typed(letters, lang)[-1] == shown


def test_a_decimal_comma_in_english_is_seen_as_a_point_at_once():
    assert typed("1234,5", "en") == ["", "1", "12", "123", "1,234", "1,234.", "1,234.5"]


@pytest.mark.parametrize(
    ("pasted", "shown"),
    [
        ("18502345,50", "18,502,345.50"),
        ("18 502 345,5", "18,502,345.5"),
        ("18,502,345.50", "18,502,345.50"),
        ("18,502", "18,502"),
        ("18,25 млн", "18,25 млн"),
    ],
)
def test_an_amount_pasted_into_english_keeps_its_kopiykas(pasted, shown):
    assert retype(TypedAmount("", 0), pasted, len(pasted), "en").text == shown


def test_taking_digits_back_leaves_a_group_sign_a_group_sign():
    assert retype(TypedAmount("1,234", 5), "1,23", 4, "en") == TypedAmount("123", 3)
    assert retype(TypedAmount("1,234,567", 9), "1,234,56", 8, "en") == TypedAmount("123,456", 7)


@given(st.decimals(min_value=0, max_value=10**13, places=2), st.sampled_from(",."))
def test_an_amount_typed_in_english_is_the_amount_meant(number, sign):
    assert parse_amount(typed(f"{number:f}".replace(".", sign), "en")[-1], "en") == number


def test_thousands_are_set_apart_while_an_amount_is_typed():
    assert regroup("1234567", 7, "uk") == (f"1{NBSP}234{NBSP}567", 9)
    assert regroup(f"1{NBSP}2345", 6, "uk") == (f"12{NBSP}345", 6)
    assert regroup("1234567.5", 9, "en") == ("1,234,567.5", 11)


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("5.11.26", date(2026, 11, 5)),
        ("05.11.2026", date(2026, 11, 5)),
        ("5/11/2026", date(2026, 11, 5)),
        ("5-11-2026", date(2026, 11, 5)),
        ("05112026", date(2026, 11, 5)),
        ("2026-11-05", date(2026, 11, 5)),
        ("5 листопада 2026 р.", date(2026, 11, 5)),
        ("5 лютого 2024", date(2024, 2, 5)),
        ("5 Nov 2026", date(2026, 11, 5)),
        (" 1.1.99 ", date(1999, 1, 1)),
        ("29.02.2024", date(2024, 2, 29)),
        ("051126", date(2026, 11, 5)),
        ("20261105", date(2026, 11, 5)),
        ("20112026", date(2026, 11, 20)),
        ("5 11 2026", date(2026, 11, 5)),
        ("5, 11, 26", date(2026, 11, 5)),
        ("05.11.2026р.", date(2026, 11, 5)),
        ("«05» листопада 2026 року", date(2026, 11, 5)),
        ("5-го листопада 2026", date(2026, 11, 5)),
        ("5 лист. 2026", date(2026, 11, 5)),
        ("5.XI.2026", date(2026, 11, 5)),
        ("5.ХІ.2026", date(2026, 11, 5)),
        ("1.V.26", date(2026, 5, 1)),
        ("November 5, 2026", date(2026, 11, 5)),
        ("5th Nov 2026", date(2026, 11, 5)),
        ("2206-11-05", date(2206, 11, 5)),
        ("сьогодні", date(2026, 3, 1)),
        ("Вчора", date(2026, 2, 28)),
        ("tomorrow", date(2026, 3, 2)),
    ],
)
def test_a_date_is_read_in_the_forms_people_write_it(text, day):
    assert parse_date(text, date(2026, 3, 1)) == day


@pytest.mark.parametrize(
    "text",
    [
        "", "31.02.2026", "11.2026", "5.11", "32.1.26", "5.13.2026", "2026", "5 хто 2026", "5 ли 2026", "XI.2026",
        "99999999", "торік", "5.11.2026 або 6.11.2026", "٥.١١.٢٠٢٦",
    ],
)  # fmt: skip
def test_what_is_no_date_is_not_guessed_at(text):
    assert parse_date(text) is None


@given(st.dates(min_value=date(1900, 1, 1), max_value=date(2199, 12, 31)), st.sampled_from(["uk", "en"]))
def test_a_shown_date_reads_back_as_the_same_day(day, lang):
    assert parse_date(format_date(day, lang)) == day
