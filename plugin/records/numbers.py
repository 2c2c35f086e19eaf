"""Numbers as people type them, in Ukrainian and English.

Ukrainian groups thousands with a no-break space and writes a decimal comma (``1 234,50``); English groups with a
comma and writes a decimal point (``1,234.50``). Reading is forgiving of spaces and of the other language's decimal
sign, but a text that can be read in two ways ("1.234" in a Ukrainian amount of money) is not guessed at.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal
from os.path import commonprefix

NBSP = "\u00a0"
_GROUP = {"uk": NBSP, "en": ","}
_DECIMAL = {"uk": ",", "en": "."}
_SPACES = re.compile(r"[\s\u00a0\u2009\u202f'\u2019]+")
_PLAIN = re.compile(r"[+-]?(\d+(\.\d*)?|\.\d+)\Z", re.ASCII)
_GROUPED_COMMA = re.compile(r"[+-]?\d{1,3}(,\d{3})+(\.\d*)?\Z", re.ASCII)
_GROUPED_POINT = re.compile(r"[+-]?\d{1,3}(\.\d{3})+(,\d*)?\Z", re.ASCII)
_PARTIAL = re.compile(r"[-\u2212]?\d*([.,]\d*)?\Z", re.ASCII)
_CENTS_BEHIND_COMMA = re.compile(r",\d{0,2}\Z", re.ASCII)
_THREE_BEHIND_POINT = re.compile(r"\.\d{3}\Z", re.ASCII)
_SCALES = {"тис": 3, "тисяч": 3, "млн": 6, "мільйонів": 6, "млрд": 9, "мільярдів": 9}
_SCALES.update({"thousand": 3, "million": 6, "mln": 6, "billion": 9})
_SCALED = re.compile(rf"(.*[\d.,])[\s\u00a0]*({'|'.join(sorted(_SCALES, key=len, reverse=True))})\.?\Z")
_CURRENCIES = {
    "UAH": ("uah", "грн", "гривня", "гривні", "гривень", "₴"),
    "USD": ("usd", "us$", "дол", "долар", "долари", "доларів", "$"),
    "EUR": ("eur", "євро", "€"),
}
_CODES = {word: code for code, words in _CURRENCIES.items() for word in words}
_WORDS = "|".join(re.escape(word) for word in sorted(_CODES, key=len, reverse=True))
_SPACE = r"[\s\u00a0]*"
_CURRENCY = re.compile(rf"^(?P<before>{_WORDS})\.?{_SPACE}|{_SPACE}(?P<after>{_WORDS})\.?(?:{_SPACE}сша)?\Z")


def decimal_sign(lang: str) -> str:
    """The decimal sign written in a language ("uk" or "en")."""
    return _DECIMAL.get(lang, ".")


def parse_number(text: str, lang: str) -> Decimal | None:
    """The number a person typed, or None where the text is no number or could be read in two ways."""
    plain = _SPACES.sub("", text).replace("\u2212", "-")
    if not plain:
        return None
    commas, points = plain.count(","), plain.count(".")
    if commas and points:
        if plain.rindex(",") > plain.rindex("."):
            if not _GROUPED_POINT.match(plain):
                return None
            plain = plain.replace(".", "").replace(",", ".")
        else:
            if not _GROUPED_COMMA.match(plain):
                return None
            plain = plain.replace(",", "")
    elif commas > 1:
        if not _GROUPED_COMMA.match(plain):
            return None
        plain = plain.replace(",", "")
    elif points > 1:
        if not _GROUPED_POINT.match(plain):
            return None
        plain = plain.replace(".", "")
    elif commas == 1:
        if lang == "en" and _GROUPED_COMMA.match(plain):
            plain = plain.replace(",", "")
        else:
            plain = plain.replace(",", ".")
    if not _PLAIN.match(plain):
        return None
    return Decimal(plain)


def parse_amount(text: str, lang: str) -> Decimal | None:
    """The amount of money a person typed or pasted: also "18,25 млн", "350 тис. грн", "UAH 1,234.50".

    A currency written beside it is passed over: see :func:`stated_currency`.
    """
    plain = _CURRENCY.sub("", text.strip().lower()).strip()
    match = _SCALED.match(plain)
    if match is None:
        return parse_number(plain, lang)
    number = parse_number(match[1], lang)
    return None if number is None else number.scaleb(_SCALES[match[2]])


def stated_currency(text: str) -> str | None:
    """The currency (ISO 4217) that is written beside an amount: "$5 000", "350 тис. грн"; None where there is none."""
    found = _CURRENCY.search(text.strip().lower())
    return _CODES[found["before"] or found["after"]] if found is not None else None


def group_digits(digits: str, lang: str) -> str:
    """Thousands set apart: "1234567" becomes "1 234 567" (uk) or "1,234,567" (en)."""
    first = len(digits) % 3
    parts = ([digits[:first]] if first else []) + [digits[i : i + 3] for i in range(first, len(digits), 3)]
    return _GROUP.get(lang, ",").join(parts)


def regroup(text: str, caret: int, lang: str) -> tuple[str, int]:
    """The text of an amount that is being typed with its thousands set apart, and where the caret belongs.

    The caret stays behind the same digit. A text that is not (yet) a plain amount comes back as it was: nothing
    typed is ever thrown away.
    """
    group = _GROUP.get(lang, ",")
    bare = text
    for char in (group, NBSP, "\u202f", " "):
        bare = bare.replace(char, "")
    if not bare or not _PARTIAL.match(bare):
        return text, caret
    sign = bare[:1] if bare[:1] in "-\u2212" else ""
    body = bare[len(sign) :]
    cut = next((i for i, char in enumerate(body) if char in ".,"), len(body))
    grouped = sign + group_digits(body[:cut], lang) + body[cut:]
    skip = {group, NBSP, "\u202f", " "} - {decimal_sign(lang)}
    before = sum(1 for char in text[:caret] if char not in skip)
    position = seen = 0
    while position < len(grouped) and seen < before:
        seen += grouped[position] not in skip
        position += 1
    return grouped, position


@dataclass(frozen=True)
class TypedAmount:
    """An amount while it is typed: its text, where the caret is, and whether its decimal point was typed as a comma."""

    text: str
    caret: int
    comma: bool = False


def retype(before: TypedAmount, text: str, caret: int, lang: str) -> TypedAmount:
    """What stands in the field after a person altered it: :func:`regroup`, which in English knows a decimal comma.

    English sets thousands apart with commas, and a Ukrainian keypad has a comma for the kopiykas. A comma with at most
    two digits behind it becomes the decimal point as it is typed or pasted, so that no amount grows a hundredfold;
    once three digits stand behind it, it did set thousands apart.

    :param before: what stood there before.
    :param text: what the line holds now, the caret behind what was typed or pasted.
    """
    comma = before.comma and "." in text
    typed = text[len(commonprefix([before.text, text[:caret]])) : caret] if lang == "en" else ""
    if "," in typed and "." not in text and _CENTS_BEHIND_COMMA.search(text):
        cut = text.rindex(",")
        if text.count(",") == 1 or (typed == "," and cut == caret - 1):
            text, comma = f"{text[:cut]}.{text[cut + 1 :]}", True
    elif comma and _THREE_BEHIND_POINT.search(text):
        text, comma = text.replace(".", ","), False
    return TypedAmount(*regroup(text, caret, lang), comma)
