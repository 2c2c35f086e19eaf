"""Codes of KATOTTG, the codifier of Ukraine's administrative units and hromadas, read without the codifier itself.

A code is ``UA`` and 17 digits: oblast 2, raion 2, hromada 3, settlement 3, city district 2, a unique number 5.
"""

from __future__ import annotations

import re
from typing import NamedTuple

KATOTTG_PATTERN = re.compile(r"UA\d{17}\Z", re.ASCII)
_PCODE = re.compile(r"UA(\d\d|\d{4}|\d{7}|\d{10}|\d{12})", re.ASCII)

#: Stands for the whole country where a territory is asked for.
COUNTRY = "UA"

LEVELS = ("country", "oblast", "raion", "hromada", "settlement", "district")

#: Digits after ``UA`` that name a unit of a level together with all it lies in.
_DIGITS = {"country": 0, "oblast": 2, "raion": 4, "hromada": 7, "settlement": 10, "district": 12}

_ISO_3166_2 = {"01": "43", "44": "09", "73": "77", "80": "30", "85": "40"}


class OblastName(NamedTuple):
    """An oblast-level unit's adjective or name."""

    uk: str
    en: str


#: The 27 oblast-level units by code: 24 oblasts, the Autonomous Republic of Crimea, Kyiv and Sevastopol.
OBLASTS: dict[str, OblastName] = {
    "UA01000000000013043": OblastName("Автономна Республіка Крим", "Autonomous Republic of Crimea"),
    "UA05000000000010236": OblastName("Вінницька", "Vinnytska"),
    "UA07000000000024379": OblastName("Волинська", "Volynska"),
    "UA12000000000090473": OblastName("Дніпропетровська", "Dnipropetrovska"),
    "UA14000000000091971": OblastName("Донецька", "Donetska"),
    "UA18000000000041385": OblastName("Житомирська", "Zhytomyrska"),
    "UA21000000000011690": OblastName("Закарпатська", "Zakarpatska"),
    "UA23000000000064947": OblastName("Запорізька", "Zaporizka"),
    "UA26000000000069363": OblastName("Івано-Франківська", "Ivano-Frankivska"),
    "UA32000000000030281": OblastName("Київська", "Kyivska"),
    "UA35000000000016081": OblastName("Кіровоградська", "Kirovohradska"),
    "UA44000000000018893": OblastName("Луганська", "Luhanska"),
    "UA46000000000026241": OblastName("Львівська", "Lvivska"),
    "UA48000000000039575": OblastName("Миколаївська", "Mykolaivska"),
    "UA51000000000030770": OblastName("Одеська", "Odeska"),
    "UA53000000000028050": OblastName("Полтавська", "Poltavska"),
    "UA56000000000066151": OblastName("Рівненська", "Rivnenska"),
    "UA59000000000057109": OblastName("Сумська", "Sumska"),
    "UA61000000000060328": OblastName("Тернопільська", "Ternopilska"),
    "UA63000000000041885": OblastName("Харківська", "Kharkivska"),
    "UA65000000000030969": OblastName("Херсонська", "Khersonska"),
    "UA68000000000099709": OblastName("Хмельницька", "Khmelnytska"),
    "UA71000000000010357": OblastName("Черкаська", "Cherkaska"),
    "UA73000000000044923": OblastName("Чернівецька", "Chernivetska"),
    "UA74000000000025378": OblastName("Чернігівська", "Chernihivska"),
    "UA80000000000093317": OblastName("Київ", "Kyiv"),
    "UA85000000000065278": OblastName("Севастополь", "Sevastopol"),
}


def is_code(text: object) -> bool:
    """Whether `text` has the form of a code (it need not exist)."""
    return isinstance(text, str) and KATOTTG_PATTERN.fullmatch(text) is not None


def level(code: str) -> str:
    """``country``, ``oblast``, ``raion``, ``hromada``, ``settlement`` or ``district``, as the digits say.

    ``UA`` is the country. Raises ValueError for anything that is no code.
    """
    if code == COUNTRY:
        return "country"
    if not is_code(code):
        raise ValueError(f"no KATOTTG code: {code!r}")
    digits = code[2:14]
    for above, name in reversed(list(zip(LEVELS[1:], LEVELS[2:], strict=False))):
        if digits[_DIGITS[above] : _DIGITS[name]].strip("0"):
            return name
    return "oblast"


def stem(code: str) -> str:
    """The leading part that the codes of all units within `code` share: ``UA63`` for Kharkiv oblast. As `level`."""
    return code[: 2 + _DIGITS[level(code)]]


def covers(area: str | None, code: str | None) -> bool:
    """Whether the unit `code` is, or lies in, the unit `area`. ``UA`` covers every code; blank or no code, nothing."""
    if not area or not is_code(code) or not (area == COUNTRY or is_code(area)):
        return False
    return str(code).startswith(stem(area))


def pcode(code: str) -> str:
    """The OCHA place code of the unit, or of the hromada it lies in: ``UA`` and the first 2, 4 or 7 digits."""
    return code[: 2 + min(_DIGITS[level(code)], _DIGITS["hromada"])]


def lowest_code(pcode: str) -> str | None:
    """The 14 signs that the code of the unit with this P-code begins with; None for what is no P-code.

    OCHA's common operational datasets write 2, 4, 7, 10 or 12 digits, for Kyiv and Sevastopol zeros at the end.
    """
    return pcode.ljust(14, "0") if _PCODE.fullmatch(pcode) else None


def iso_3166_2(code: str) -> str:
    """The ISO 3166-2 code of the oblast-level unit that `code` lies in, such as ``UA-63``."""
    if not is_code(code):
        raise ValueError(f"no KATOTTG code: {code!r}")
    digits = code[2:4]
    return f"UA-{_ISO_3166_2.get(digits, digits)}"
