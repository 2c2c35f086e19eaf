"""Values between records and columns: what we write comes back the same, what others write comes back in wire form."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from plugin.errors import StoreError
from plugin.records.catalogue import Catalogue, default_catalogue
from plugin.records.definition import Field, RecordType
from plugin.records.values import faults, fold_text
from plugin.store.columns import Columns
from plugin.store.workspace import Workspace

from .conftest import POINT, foreign

NEED = default_catalogue().type("need")
PROJECT = default_catalogue().type("project")


def text(field: Field) -> st.SearchStrategy[str]:
    letters = st.characters(exclude_categories=["Cs"])
    return st.text(letters, max_size=40).map(lambda raw: fold_text(raw, multiline=field.multiline)).filter(bool)


def wire_values(field: Field) -> st.SearchStrategy[Any]:
    if field.is_money:
        return st.decimals(-9_999_999_999_999, 9_999_999_999_999, places=2).map(lambda amount: f"{abs(amount):.2f}")
    return {
        "string": text(field),
        "integer": st.integers(-(2**53), 2**53),
        "number": st.floats(allow_nan=False, allow_infinity=False).map(lambda number: number + 0.0),
        "boolean": st.booleans(),
        "date": st.dates().map(lambda day: day.isoformat()),
        "datetime": st.datetimes().map(wire_time),
    }[field.type]


def wire_time(at: datetime) -> str:
    milliseconds = at.microsecond // 1000
    return at.replace(microsecond=0).isoformat() + (f".{milliseconds:03}" if milliseconds else "") + "Z"


def records_of(rtype: RecordType, names: list[str]) -> st.SearchStrategy[dict[str, Any]]:
    return st.fixed_dictionaries({}, optional={name: wire_values(rtype.field(name)) for name in names})


@given(records_of(PROJECT, [field.name for field in PROJECT.fields if not field.format]))
def test_a_record_is_read_as_it_was_stored(record: dict[str, Any]) -> None:
    columns = Columns(PROJECT)
    assert columns.decode(columns.encode(record)) == record


def test_a_record_survives_sqlite_itself(ws: Workspace) -> None:
    record = {
        "title_uk": "П’ятихатки: дах «Ліцею № 2»", "quantity": 0.1 + 0.2, "cost_amount": "9999999999999.99",
        "people_total": 2**53 - 1, "regional": False, "survey_date": "2026-02-28",
        "captured_at": "2026-02-28T23:59:59.120Z",
        "geom": {"type": "LineString", "coordinates": [[36.1, 50.1, 0.1], [36.100000000000001, 50.2, 0.0]]},
    }  # fmt: skip
    uuid = ws.insert("need", record)
    assert ws.get("need", uuid) == {**record, "uuid": uuid}


@pytest.mark.parametrize(
    ("column", "stored", "wire"),
    [
        ("cost_amount", 1234.5, "1234.50"),
        ("cost_amount", 1234, "1234.00"),
        ("cost_amount", 0.1 + 0.2, "0.30"),
        ("cost_amount", -0.0, "0.00"),
        ("cost_amount", "1 234,5", "1234.50"),
        ("captured_at", "2026-09-01T10:00:00.000+03:00", "2026-09-01T07:00:00Z"),
        ("captured_at", "2026-09-01T10:00:00Z", "2026-09-01T10:00:00Z"),
        ("captured_at", "2026-09-01 10:00:00", "2026-09-01T10:00:00Z"),
        ("captured_at", "2026-09-01T10:00:00.250Z", "2026-09-01T10:00:00.250Z"),
        ("captured_at", "2026/09/01 10:00:00+02", "2026-09-01T08:00:00Z"),
        ("survey_date", "01.09.2026", "2026-09-01"),
        ("people_total", "12", 12),
        ("people_total", 12.0, 12),
        ("quantity", 5, 5.0),
        ("regional", 1, True),
        ("regional", "true", True),
        ("title_uk", "  Кам'янка\u00a0 2 ", "Кам’янка 2"),
        ("title_uk", "Чугуїв", "Чугуїв"),
        ("title_uk", 12, "12"),
        ("title_uk", "", None),
        ("title_uk", "   ", None),
        ("title_uk", "и\u0306од", "йод"),
    ],
)
def test_what_other_programs_write_is_read_in_wire_form(ws: Workspace, column: str, stored: Any, wire: Any) -> None:
    connection = foreign(ws)
    connection.execute(f"INSERT INTO need ({column}) VALUES (?)", (stored,))
    connection.close()
    record = next(ws.records("need"))
    assert record.get(column) == wire
    assert type(record.get(column)) is type(wire)
    assert not faults(NEED, record, ws.catalogue)


@pytest.mark.parametrize(
    ("column", "stored"),
    [
        ("people_total", "багато"),
        ("people_total", 2.5),
        ("people_total", b"\xff\x00"),
        ("quantity", "дві"),
        ("quantity", float("inf")),
        ("cost_amount", "безцінно"),
        ("cost_amount", 1e300),
        ("cost_amount", float("-inf")),
        ("regional", 7),
        ("survey_date", "вчора"),
        ("survey_date", 20260901),
        ("captured_at", "2026-13-01T00:00:00Z"),
        ("captured_at", 1788220800),
        ("geom", b"nonsense"),
        ("geom", "POINT (36 50)"),
    ],
)
def test_odd_content_is_read_and_named_by_the_check_of_the_shape(ws: Workspace, column: str, stored: Any) -> None:
    connection = foreign(ws)
    connection.execute(f"INSERT INTO need ({column}) VALUES (?)", (stored,))
    connection.close()
    record = next(ws.records("need"))
    found = faults(NEED, record, ws.catalogue)
    assert [fault.field for fault in found] == [column]


def test_text_that_is_no_utf_8_does_not_hide_the_other_records(ws: Workspace) -> None:
    ws.insert("need", {"title_uk": "Перша"})
    connection = foreign(ws)
    connection.execute("INSERT INTO need (title_uk) VALUES (CAST(x'D0FFD0' AS TEXT))")
    connection.close()
    titles = [record["title_uk"] for record in ws.records("need")]
    assert titles[0] == "Перша" and "\ufffd" in titles[1]
    assert next(ws.records("need"))["title_uk"] == "Перша"


@pytest.mark.parametrize(
    ("values", "code"),
    [
        ({"titel_uk": "Школа"}, "store.unknown_field"),
        ({"title_uk": ["Школа"]}, "store.bad_value"),
        ({"title_uk": "\ud83d"}, "store.bad_value"),
        ({"geom": {"type": "Blob"}}, "store.bad_geometry"),
    ],
)
def test_what_no_column_can_hold_is_refused_and_nothing_is_stored(
    ws: Workspace, values: dict[str, Any], code: str
) -> None:
    with pytest.raises(StoreError) as caught:
        ws.insert("need", values)
    assert caught.value.code == code
    assert caught.value.describe("uk")
    assert ws.count("need") == 0


@pytest.mark.parametrize("value", [10**30, "вісім", 1.5, float("inf")])
def test_a_draft_with_a_value_of_the_wrong_kind_is_kept_for_the_person_to_mend(ws: Workspace, value: Any) -> None:
    uuid = ws.insert("need", {"people_total": value, "geom": POINT})
    record = ws.get("need", uuid)
    assert record is not None and "people_total" in record
    assert [fault.field for fault in faults(NEED, record, ws.catalogue)] == ["people_total"]


def test_every_field_of_every_type_has_a_column_of_the_right_type(ws: Workspace, catalogue: Catalogue) -> None:
    wanted = {"string": "TEXT", "integer": "INTEGER", "number": "REAL", "boolean": "BOOLEAN", "date": "DATE",
              "datetime": "DATETIME"}  # fmt: skip
    for rtype in catalogue.types.values():
        declared = dict(ws.connection.rows("SELECT name, type FROM pragma_table_info(?)", (rtype.name,)))
        assert {field.name: wanted[field.type] for field in rtype.fields}.items() <= declared.items()
