"""Finding entries of a code list by what somebody types: any words of the label, or the code, forgiving of spelling."""

from __future__ import annotations

from collections.abc import Sequence

from ..records.territory import fold_name

LONGEST = 200  # letters; no label is longer, and a pasted page must not be searched for
_LATIN_KEYS = "qwertyuiop[]asdfghjkl;'zxcvbnm,."
_UKRAINIAN_KEYS = "йцукенгшщзхїфівапролджєячсмитьбю"
_TO_UKRAINIAN = str.maketrans(_LATIN_KEYS, _UKRAINIAN_KEYS)
_TO_LATIN = str.maketrans(_UKRAINIAN_KEYS, _LATIN_KEYS)


def find_labels(entries: Sequence[tuple[str, str]], text: str) -> list[int]:
    """The places in `entries` of those that match, best first; in the list's own order where they match alike.

    Every word typed has to stand somewhere in the label. Case, apostrophes, hyphens, ґ and Latin look-alikes make no
    difference; where nothing is found, the text is read as if the keyboard had been in the other language.

    :param entries: (code, label).
    """
    text = text[:LONGEST]
    found = _matching(entries, text)
    if not found:
        other = text.lower().translate(_TO_UKRAINIAN if text.isascii() else _TO_LATIN)
        found = _matching(entries, other)
    return found


def _matching(entries: Sequence[tuple[str, str]], text: str) -> list[int]:
    typed = fold_name(text)
    if not typed:
        return []
    words = typed.split()
    ranked = []
    for place, (code, label) in enumerate(entries):
        rank = _rank(fold_name(code), fold_name(label), typed, words)
        if rank is not None:
            ranked.append((rank, place))
    return [place for _, place in sorted(ranked)]


def _rank(code: str, label: str, typed: str, words: list[str]) -> int | None:
    """How well an entry fits, 0 best; None where it does not."""
    if typed in (label, code):
        return 0
    if label.startswith(typed) or code.startswith(typed):
        return 1
    beginnings = label.split()
    if all(any(own.startswith(word) for own in beginnings) for word in words):
        return 2
    return 3 if all(word in label for word in words) else None
