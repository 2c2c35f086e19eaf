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
from datetime import date, datetime, timezone
from decimal import ROUND_HALF_UP, Decimal
from functools import lru_cache
from typing import Any

from .. import paths

LANGUAGES = ("uk", "en")

#: Raise KeyError for a text that is not in the catalogue instead of showing its key. On in tests.
strict: bool = bool(os.environ.get("VIDBUDOVA_STRICT"))

Text = str | Mapping[str, str]

GROUPED_FROM = 10_000
"""Shorter numbers need no grouping (and may be years)."""
NAMES = frozenset({"pid", "port", "revision", "status", "version"})
"""Placeholders whose numbers name something and count nothing: they are written without spaces."""

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
    """The text for `key` in `lang`, placeholders filled from `params`, numbers among them as the language writes them.

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
    return template.format_map(
        _Blanks({name: value if name in NAMES else _written(value, lang) for name, value in params.items()})
    )


def _written(value: object, lang: str) -> object:
    """Numbers with a decimal comma and grouped thousands; up to four digits stay together, as years do."""
    if isinstance(value, (float, Decimal)):
        return format_number(value, lang)
    if isinstance(value, int) and not isinstance(value, bool) and abs(value) >= GROUPED_FROM:
        return format_number(value, lang)
    return value


def grouped(text: str, count: int, lang: str) -> str:
    """A text into which somebody else (Qt) wrote a bare `count`, with its thousands grouped: ``100 000 записів``."""
    if abs(count) < GROUPED_FROM:
        return text
    return text.replace(str(count), format_number(count, lang), 1)


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
    word = currency_word(currency, lang)
    return f"{amount}{_NBSP}{word}" if language(lang) == "uk" else f"{word}{_NBSP}{amount}"


def currency_word(currency: str, lang: str) -> str:
    """A currency (ISO 4217) as it is written beside an amount: the hryvnia by its Ukrainian short form."""
    return "грн" if currency == "UAH" and language(lang) == "uk" else currency


_UNITS = {"uk": ("Б", "кБ", "МБ", "ГБ"), "en": ("B", "kB", "MB", "GB")}


def format_size(count: int, lang: str) -> str:
    """A number of bytes in decimal units: ``1,4 МБ``, ``1.4 MB``."""
    lang = language(lang)
    size, unit = Decimal(count), 0
    while size >= 1000 and unit < 3:
        size, unit = size / 1000, unit + 1
    decimals = 1 if unit >= 2 and size < 100 else 0
    return f"{format_number(size, lang, decimals)}{_NBSP}{_UNITS[lang][unit]}"


def format_date(value: date | str, lang: str) -> str:
    """A date (or an ISO 8601 date or time text): ``28.12.2026`` in Ukrainian, ``28 December 2026`` in English."""
    day = date.fromisoformat(value[:10]) if isinstance(value, str) else value
    if isinstance(day, datetime):
        day = day.date()
    if language(lang) == "uk":
        return day.strftime("%d.%m.%Y")
    return f"{day.day} {_MONTHS_EN[day.month - 1]} {day.year}"


def format_moment(value: datetime | str, lang: str) -> str:
    """A moment (one without a zone, or a text of the wire such as "2026-11-05T12:30:00Z", is UTC) in this computer's
    time: ``05.11.2026 14:30`` in Ukrainian, ``2026-11-05 14:30`` in English; as it is if it is none."""
    try:
        moment = datetime.fromisoformat(value.replace("Z", "+00:00")) if isinstance(value, str) else value
    except ValueError:
        return str(value)
    local = (moment.replace(tzinfo=timezone.utc) if moment.tzinfo is None else moment).astimezone()
    return f"{local:%d.%m.%Y %H:%M}" if language(lang) == "uk" else f"{local:%Y-%m-%d %H:%M}"
