"""Words in which Cyrillic and Latin letters are mixed up, and how they were meant.

``Капiтальний`` with a Latin i looks right, but is not found by a search and sorts elsewhere.
"""

from __future__ import annotations

import re

_CYRILLIC = "А-ЯЁЄІЇҐа-яёєіїґ"
_LATIN = "A-Za-zÏï"
_WORD = re.compile(f"[{_LATIN}{_CYRILLIC}]+(?:['’ʼ][{_LATIN}{_CYRILLIC}]+)*")
_SUSPECT = re.compile(f"[{_LATIN}]['’ʼ]?[{_CYRILLIC}]|[{_CYRILLIC}]['’ʼ]?[{_LATIN}]")
_A_LATIN = re.compile(f"[{_LATIN}]")
_A_CYRILLIC = re.compile(f"[{_CYRILLIC}]")

# Each pair looks the same in the usual typefaces.
_TO_CYRILLIC = str.maketrans("ABCEHIKMOPTXYÏaceiopxyï", "АВСЕНІКМОРТХУЇасеіорхуї")
_TO_LATIN = str.maketrans("АВСЕНІКМОРТХУЇасеіорхуї", "ABCEHIKMOPTXYÏaceiopxyï")


def mixed_words(value: str) -> list[str]:
    """The words that hold both Cyrillic and Latin letters, in order."""
    if value.isascii() or _SUSPECT.search(value) is None:
        return []
    return [word for word in _WORD.findall(value) if _A_LATIN.search(word) and _A_CYRILLIC.search(word)]


def mend(value: str) -> str | None:
    """``value`` with every mixed word written in one alphabet; None where it has none or a word cannot be told.

    A word goes where all of its letters can go; where both ways are open, to Cyrillic, unless most of it is Latin.
    """
    meant = {word: _meant(word) for word in mixed_words(value)}
    if not meant or None in meant.values():
        return None
    return _WORD.sub(lambda match: meant.get(match[0]) or match[0], value)


def _meant(word: str) -> str | None:
    cyrillic = word.translate(_TO_CYRILLIC)
    latin = word.translate(_TO_LATIN)
    can_be_cyrillic = _A_LATIN.search(cyrillic) is None
    can_be_latin = _A_CYRILLIC.search(latin) is None
    if can_be_cyrillic and can_be_latin:
        return latin if len(_A_LATIN.findall(word)) > len(_A_CYRILLIC.findall(word)) else cyrillic
    if can_be_cyrillic:
        return cyrillic
    return latin if can_be_latin else None


def latinise(value: str) -> str:
    """A code in which Cyrillic look-alikes were typed, in Latin letters."""
    return value.translate(_TO_LATIN)
