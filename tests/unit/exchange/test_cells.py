"""Cells are understood as people and workbooks write them, or refused with what to write instead."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

import pytest

from plugin.exchange import cells
from plugin.records.catalogue import Catalogue


@pytest.mark.parametrize(
    ("kind", "field", "cell", "value"),
    [
        ("need", "title_uk", "  Дах   школи ", "Дах школи"),
        ("need", "title_uk", 12.0, "12"),
        ("need", "title_uk", "'=СУМ(A1)", "=СУМ(A1)"),
        ("need", "title_uk", "'так звана'", "'так звана'"),
        ("need", "title_uk", "   ", None),
        ("need", "sector", "освіта і  наука", "education"),
        ("need", "sector", "Education", "education"),
        ("need", "sector", "Освіта", "education"),
        ("need", "sector", "EDUCATION", "education"),
        ("need", "priority", 4.0, 4),
        ("need", "priority", "4", 4),
        ("need", "priority", "5 – критичний", 5),
        ("need", "people_total", "1 250", 1250),
        ("need", "people_total", 312.0, 312),
        ("need", "people_total", float("nan"), None),
        ("need", "cost_amount", "18,5 млн грн", "18500000.00"),
        ("need", "cost_amount", 18500000.5, "18500000.50"),
        ("need", "survey_date", "5.11.26", "2026-11-05"),
        ("need", "survey_date", date(2026, 11, 5), "2026-11-05"),
        ("need", "survey_date", datetime(2026, 11, 5, 0, 0), "2026-11-05"),
        ("project", "marker_gender", "так", True),
        ("project", "marker_gender", "Ні", False),
        ("project", "marker_gender", 1.0, True),
        ("project", "marker_gender", None, None),
    ],
)
def test_a_cell_is_understood(catalogue: Catalogue, kind: str, field: str, cell: Any, value: Any) -> None:
    rtype = catalogue.type(kind)
    found = cells.read(rtype.field(field), cell, catalogue, "uk")
    assert found == value and type(found) is type(value)


@pytest.mark.parametrize(
    ("kind", "field", "cell", "code"),
    [
        ("need", "sector", "астрологія", "code"),
        ("need", "people_total", "багато", "number"),
        ("need", "cost_amount", "за кошторисом", "number"),
        ("need", "survey_date", "восени", "date"),
        ("project", "marker_gender", "можливо", "yes_or_no"),
        ("need", "title_uk", "я" * (cells.LONGEST + 1), "too_long"),
    ],
)
def test_what_is_not_understood_says_what_to_write(
    catalogue: Catalogue, kind: str, field: str, cell: str, code: str
) -> None:
    with pytest.raises(cells.Unread) as caught:
        cells.read(catalogue.type(kind).field(field), cell, catalogue, "uk")
    assert caught.value.code == code
    for lang in ("uk", "en"):
        told = caught.value.describe(lang)
        assert cell[:20] in told and "{" not in told and len(told) < 300
