"""What a cell of a table says: codes by their labels, dates and amounts as people type them, yes and no."""

from __future__ import annotations

import re
from datetime import date, datetime
from typing import Any

from ..records import messages
from ..records.catalogue import Catalogue
from ..records.codelists import Codelist
from ..records.dates import parse_date
from ..records.definition import Field
from ..records.numbers import parse_amount, parse_number
from ..records.spelling import fold_text
from ..records.values import blank, normalise

LONGEST = 100_000
"""Letters of a cell that are looked at; a longer one is refused."""
_YES = frozenset({"так", "yes", "true", "1", "+", "✓", "y", "т"})
_NO = frozenset({"ні", "no", "false", "0", "-", "−", "–", "n", "н"})
_KEPT_FROM_BEING_A_FORMULA = re.compile(r"'(?=[=@\t\r+-])")
_SHOWN = 60


class Unread(ValueError):
    """A cell that says nothing the field can hold. `code` names the text ``exchange.cell.<code>``."""

    def __init__(self, code: str, cell: object) -> None:
        super().__init__(code)
        self.code = code
        text = str(cell)
        self.cell = text if len(text) <= _SHOWN else f"{text[:_SHOWN]}…"

    def describe(self, lang: str) -> str:
        """What is wrong and what to write instead."""
        return messages.text(f"exchange.cell.{self.code}", lang, cell=self.cell)


def read(field: Field, cell: Any, catalogue: Catalogue, lang: str) -> Any:
    """The value of a cell in wire form; None for a blank one. Raises Unread.

    Cells are text, numbers, booleans, dates or None, whatever the table's format holds. What the field's constraints
    say of the value is not looked at: :func:`plugin.records.values.faults` does.

    :param lang: by whose habits an ambiguous number is read ("1,234").
    """
    if isinstance(cell, (datetime, date)):
        cell = cell.isoformat()
    if blank(cell) or cell != cell:  # not a number: an empty cell of a column of numbers
        return None
    if isinstance(cell, str) and len(cell) > LONGEST:
        raise Unread("too_long", cell)
    codelist = catalogue.codelist_of(field)
    if codelist is not None:
        return normalise(field, _code(codelist, cell))
    if field.type == "boolean":
        return _yes_or_no(cell)
    if isinstance(cell, str):
        cell = _typed(field, cell.strip(), lang)
    elif field.type == "string":
        cell = _in_letters(cell)
    return normalise(field, cell)


def _typed(field: Field, text: str, lang: str) -> Any:
    if field.is_money or field.type in ("integer", "number"):
        number = parse_amount(text, lang) if field.is_money else parse_number(text, lang)
        if number is None:
            raise Unread("number", text)
        return str(number)
    if field.type == "date":
        day = parse_date(text.partition("T")[0])
        if day is None:
            raise Unread("date", text)
        return day.isoformat()
    return _KEPT_FROM_BEING_A_FORMULA.sub("", text, count=1) if text.startswith("'") else text


def _code(codelist: Codelist, cell: Any) -> str:
    """The code that is written, or whose label is, or begins, like that: "Education" for "Education and science"."""
    said = _folded(_in_letters(cell))
    labels = {code.code: {_folded(label) for label in code.labels.values()} for code in codelist.codes}
    for meant in (
        [code for code in labels if said == _folded(code)],
        [code for code, known in labels.items() if said in known],
        [code for code, known in labels.items() if any(label.startswith(f"{said} ") for label in known)],
    ):
        if len(meant) == 1:
            return meant[0]
    raise Unread("code", cell)


def _yes_or_no(cell: Any) -> bool:
    if isinstance(cell, bool):
        return cell
    said = _folded(_in_letters(cell))
    if said in _YES:
        return True
    if said in _NO:
        return False
    raise Unread("yes_or_no", cell)


def _in_letters(cell: Any) -> str:
    """A number as people write it: workbooks keep 4 as 4.0."""
    return str(int(cell)) if isinstance(cell, float) and cell.is_integer() else str(cell)


def _folded(text: str) -> str:
    return fold_text(text).casefold()
