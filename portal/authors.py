"""How a change's author is told: the name as it is, or with the words that only the relayer says so.

Stored are the author's name and, where the authorship is only claimed, the relayer's (column `via`): the words come
when they are read, in the language that is asked for.
"""

from __future__ import annotations

import json
from functools import lru_cache

from sqlalchemy import ColumnElement, case, func, literal

from plugin.records import messages

_AUTHOR, _VIA = "\x01", "\x02"


def text(author: str, via: str | None, lang: str) -> str:
    """The author's name, marked as claimed where it came `via` somebody without the author's signature."""
    return author if via is None else messages.text("author.claimed", lang, author=author, via=via)


def as_json(author: ColumnElement[str], via: ColumnElement[str | None], lang: str) -> ColumnElement[str]:
    """:func:`text` of two columns, escaped to stand between the quotes of a JSON string."""
    whole: ColumnElement[str] = literal("")
    for part in _parts(lang):
        if part == _AUTHOR:
            whole = whole + _escaped(author)
        elif part == _VIA:
            whole = whole + _escaped(via)
        else:
            whole = whole + literal(json.dumps(part, ensure_ascii=False)[1:-1])
    return case((via.is_(None), _escaped(author)), else_=whole)


@lru_cache
def _parts(lang: str) -> tuple[str, ...]:
    words = text(_AUTHOR, _VIA, lang)
    for sign in (_AUTHOR, _VIA):
        words = words.replace(sign, f"\x00{sign}\x00")
    return tuple(part for part in words.split("\x00") if part)


def _escaped(column: ColumnElement[str] | ColumnElement[str | None]) -> ColumnElement[str]:
    # Of what JSON escapes, a name can hold only these two: it has no control characters (accounts.add).
    return func.replace(func.replace(column, "\\", "\\\\"), '"', '\\"')
