"""Amounts in words: gender, plural and classes as documents have them, in both languages."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from plugin.forms.amount_words import amount_in_words
from plugin.records.catalogue import default_catalogue


@pytest.mark.parametrize(
    ("amount", "currency", "words"),
    [
        ("0", "UAH", "нуль гривень"),
        ("1", "UAH", "одна гривня"),
        ("2", "UAH", "дві гривні"),
        ("2", "USD", "два долари США"),
        ("5", "UAH", "п’ять гривень"),
        ("11", "UAH", "одинадцять гривень"),
        ("12.50", "UAH", "дванадцять гривень 50 копійок"),
        ("14", "EUR", "чотирнадцять євро"),
        ("21", "UAH", "двадцять одна гривня"),
        ("22.01", "UAH", "двадцять дві гривні 01 копійка"),
        ("101", "UAH", "сто одна гривня"),
        ("112", "UAH", "сто дванадцять гривень"),
        ("1000", "UAH", "одна тисяча гривень"),
        ("2000", "USD", "дві тисячі доларів США"),
        ("5000", "UAH", "п’ять тисяч гривень"),
        ("11000", "UAH", "одинадцять тисяч гривень"),
        ("21000", "UAH", "двадцять одна тисяча гривень"),
        ("1000000", "UAH", "один мільйон гривень"),
        ("18250000", "UAH", "вісімнадцять мільйонів двісті п’ятдесят тисяч гривень"),
        (
            "1234567.89",
            "UAH",
            "один мільйон двісті тридцять чотири тисячі п’ятсот шістдесят сім гривень 89 копійок",
        ),
        ("9999999999999.99", "UAH", None),
        ("3000000000", "UAH", "три мільярди гривень"),
        ("1000000000000", "UAH", "один трильйон гривень"),
        ("-2", "UAH", "мінус дві гривні"),
        ("0.05", "UAH", "нуль гривень 05 копійок"),
        ("3", "SEK", "три шведські крони"),
        ("2", "JPY", "дві єни"),
        ("2.50", "XYZ", "два XYZ 50/100"),
        ("2", "", "два"),
    ],
)
def test_an_amount_reads_as_a_ukrainian_document_has_it(amount, currency, words):
    found = amount_in_words(Decimal(amount), currency, "uk")
    assert found == words if words is not None else found.startswith("дев’ять трильйонів дев’ятсот")


@pytest.mark.parametrize(
    ("amount", "currency", "words"),
    [
        ("1", "UAH", "one hryvnia"),
        ("2", "UAH", "two hryvnias"),
        ("21.01", "USD", "twenty-one US dollars 01 cent"),
        ("1000015", "EUR", "one million fifteen euros"),
        ("340500.20", "GBP", "three hundred forty thousand five hundred pounds sterling 20 pence"),
        ("0", None, "zero"),
    ],
)
def test_an_amount_reads_in_english(amount, currency, words):
    assert amount_in_words(Decimal(amount), currency, "en") == words


@pytest.mark.parametrize("amount", ["NaN", "Infinity", "1e15", "0.001"])
def test_what_is_no_amount_has_no_words(amount):
    assert amount_in_words(Decimal(amount), "UAH", "uk") == ""


def test_every_currency_of_the_list_has_words_in_both_languages():
    for code in default_catalogue().codelists["currency"].codes:
        for lang in ("uk", "en"):
            assert code.code not in amount_in_words(Decimal("2"), code.code, lang), code.code


@given(st.integers(0, 10**15 - 1), st.integers(0, 10**15 - 1), st.sampled_from(["uk", "en"]))
def test_different_amounts_have_different_words(one, other, lang):
    alike = amount_in_words(Decimal(one), "UAH", lang) == amount_in_words(Decimal(other), "UAH", lang)
    assert alike == (one == other)
