"""Text as the record list is searched: Ukrainian, forgiving of case, apostrophes, look-alike letters and endings."""

from __future__ import annotations

import re

from ..records.territory import fold_name

_ENDING = re.compile(
    "(?<=...)(ьому|[ая]ми|[оь]го|[оь]?му|[иі]ми|[оеє]ві|ої|і[йяєю]|[иї]й|[еєо]ю|ії|[яаиіїє][мх]|[ії]в|[оеє]м|ей|[юяаоуиіїеєйь])$"
)
"""Endings of nouns and adjectives; at least three letters stay."""
_MOST_WORDS = 8
_QUOTED = re.compile(r'["\x00]')


_FOLDED = str.maketrans({"ґ": "г", "ё": "е", **dict.fromkeys("'\u2019\u02bc`\u2018\u2032\u00b4")})
_MIXED = re.compile("[a-z][\u0400-\u04ff]|[\u0400-\u04ff][a-z]")
_ORDER = {letter: chr(0x430 + at) for at, letter in enumerate("абвгґдеєжзиіїйклмнопрстуфхцчшщьюя")}
_COLLATION = str.maketrans({**_ORDER, **dict.fromkeys("'\u2019\u02bc`«»\"")})


def collation(text: str) -> str:
    """A key that sorts texts in the order of the Ukrainian alphabet, case, quotes and apostrophes aside."""
    return text.lower().translate(_COLLATION).strip()


def words(text: str) -> str:
    """`text` as it is indexed: lower case, no apostrophes, ґ as г, look-alike letters of mixed words in one script."""
    folded = text.lower().translate(_FOLDED)
    return fold_name(folded) if _MIXED.search(folded) else folded


def query(text: str) -> str | None:
    """The FTS5 query for what somebody typed: every word as a beginning, its ending taken off. None for no words."""
    found = [_QUOTED.sub("", word) for word in fold_name(text).split()[:_MOST_WORDS]]
    terms = [f'"{_stem(word)}"*' for word in found if word]
    return " AND ".join(terms) or None


def _stem(word: str) -> str:
    return word if word.isdigit() else _ENDING.sub("", word)
