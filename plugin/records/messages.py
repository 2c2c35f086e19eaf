"""The catalogue of texts for everything outside the windows: errors, findings, shape faults, the command line.

Texts live in ``resources/messages/<room>.json``::

    {"error.store.busy": {"uk": "…{file}…", "en": "…{file}…"},
     "sync.sent": {"uk": {"one": "…{n}…", "few": "…", "many": "…", "other": "…"}, "en": {"one": "…", "other": "…"}}}

A plural text is chosen by the parameter ``n`` after the CLDR plural rules of the language.
"""

from __future__ import annotations

import json
import os
from collections.abc import Mapping
from datetime import date, datetime
from decimal import ROUND_HALF_UP, Decimal
from functools import lru_cache
from typing import Any

from .. import paths

LANGUAGES = ("uk", "en")

#: Raise KeyError for a text that is not in the catalogue instead of showing its key. On in tests.
strict: bool = bool(os.environ.get("VIDBUDOVA_STRICT"))

Text = str | Mapping[str, str]

_NBSP = "\u00a0"
_MONTHS_EN = (
    "January", "February", "March", "April", "May", "June",
    "July", "August", "September", "October", "November", "December",
)  # fmt: skip


class _Blanks(dict[str, object]):
    """Leaves a placeholder visible when its parameter is missing: a poor message beats a crash while reporting."""

    def __missing__(self, key: str) -> str:
        return "{" + key + "}"


def language(lang: str) -> str:
    """The language of ours nearest to a locale name such as ``uk_UA`` or ``de``: Ukrainian or else English."""
    return "uk" if lang.lower().replace("-", "_").split("_")[0] == "uk" else "en"


@lru_cache(maxsize=1)
def catalogue() -> dict[str, dict[str, Text]]:
    """All texts by key. Raises ValueError where two rooms define one key."""
    texts: dict[str, dict[str, Text]] = {}
    for path in sorted(paths.messages_dir().glob("*.json")):
        entries: dict[str, dict[str, Text]] = json.loads(path.read_text(encoding="utf-8"))
        twice = texts.keys() & entries.keys()
        if twice:
            raise ValueError(f"{path.name}: text defined twice: {sorted(twice)}")
        texts.update(entries)
    return texts


def has(key: str) -> bool:
    """Whether the catalogue has a text for `key`."""
    return key in catalogue()


def text(key: str, lang: str, /, **params: object) -> str:
    """The text for `key` in `lang`, placeholders filled from `params`.

    An unknown key raises KeyError when :data:`strict` is on; otherwise the key itself is shown.
    """
    entry = catalogue().get(key)
    if entry is None:
        if strict:
            raise KeyError(key)
        return key
    lang = language(lang)
    template = entry.get(lang) or entry["uk"]
    if not isinstance(template, str):
        form = plural_form(params.get("n", 0), lang)
        template = template.get(form) or template["other"]
    return template.format_map(_Blanks(params))


def plural_form(n: object, lang: str) -> str:
    """The CLDR plural category of `n`: one, few, many or other (https://cldr.unicode.org, rules for uk and en)."""
    if not isinstance(n, int):
        return "other"
    count = abs(n)
    if lang != "uk":
        return "one" if count == 1 else "other"
    tens, units = count % 100, count % 10
    if units == 1 and tens != 11:
        return "one"
    if 2 <= units <= 4 and not 12 <= tens <= 14:
        return "few"
    return "many"


def format_number(value: Any, lang: str, decimals: int | None = None) -> str:
    """`value` with grouped thousands: ``1 234,5`` in Ukrainian (no-break spaces), ``1,234.5`` in English.

    `decimals` rounds half up to a fixed number of places; without it the value keeps the places it has.
    """
    number = value if isinstance(value, Decimal) else Decimal(str(value))
    if decimals is not None:
        number = number.quantize(Decimal(1).scaleb(-decimals), rounding=ROUND_HALF_UP)
    elif number == number.to_integral_value():
        number = number.to_integral_value()
    shown = f"{number:,f}"
    if language(lang) == "uk":
        shown = shown.replace(",", _NBSP).replace(".", ",").replace("-", "\u2212")
    return shown


def format_money(value: Any, currency: str | None, lang: str) -> str:
    """An amount with kopiykas and its currency: ``1 234,50 грн`` or ``UAH 1,234.50``."""
    amount = format_number(value, lang, decimals=2)
    if not currency:
        return amount
    if language(lang) == "uk":
        return f"{amount}{_NBSP}{'грн' if currency == 'UAH' else currency}"
    return f"{currency}{_NBSP}{amount}"


def format_date(value: date | str, lang: str) -> str:
    """A date (or an ISO 8601 date or time text): ``28.12.2026`` in Ukrainian, ``28 December 2026`` in English."""
    day = date.fromisoformat(value[:10]) if isinstance(value, str) else value
    if isinstance(day, datetime):
        day = day.date()
    if language(lang) == "uk":
        return day.strftime("%d.%m.%Y")
    return f"{day.day} {_MONTHS_EN[day.month - 1]} {day.year}"
