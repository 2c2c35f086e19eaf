"""Other programs write what they like into the fields: each record arrives or is refused by the field's name, none is
lost sight of, and none keeps the others from going."""

from __future__ import annotations

from plugin.records.definition import GEOMETRY
from plugin.store.changes import dirty

from .offices import SCHOOL

NOT_A_POINT = b"GP\x00\x01\xe6\x10\x00\x00\x01\x01\x00\x00\x00"
ODD = {
    "people_total": [2**60, -(2**60), 10**15, 2**53, 1e300, "багато", b"\x00\x01", "1e5", -1],
    "quantity": [1e308, float("inf"), 2**62, "12,5", b"x", 5e-324, -0.0],
    "cost_amount": [1e15, 0.1 + 0.2, 1e300, float("inf"), "1 000,50", -5.0, 2**62],
    "title_uk": ["а\x00б", "х" * 100_000, b"\xff\xfe", 5, 1.5, "\u202e", "\ufeff", "  ", "\U0001f600", "'\"\\\n"],
    "survey_date": ["2026-13-45", "вчора", 20260101, "2026-01-01T00:00:00Z", "0000-00-00", "9999-12-31"],
    "captured_at": ["2026-13-45", "0001-01-01T00:00:00Z", 5, "9999-12-31T23:59:59.999Z", "2026-01-01T00:00:00+99:99"],
    "priority": [99, "5", 2.0, 2**63 - 1],
    "katottg": ["UA", "x", 5, "UA63120270010096107 "],
    "workflow": ["Draft", 5, "nonsense"],
    "sector": ["EDU", 1],
    "uuid": ["x", 5, None, "0B1D8C7E-6D0F-4B7E-9A50-0D9A3C1F2E11"],
    "geom": [b"", b"GP", b"\xff" * 100, "тут", 5, NOT_A_POINT + b"\xff" * 16, NOT_A_POINT + b"\x00" * 6 + b"\xf0\x7f"],
}


def test_every_record_arrives_or_is_refused_by_the_name_of_its_field(country):
    office = country.office()
    written = {}
    with office.workspace() as workspace:
        rtype = workspace.rtype("need")
        for name, values in ODD.items():
            for value in values:
                uuid = workspace.insert("need", SCHOOL)
                with workspace.transaction():
                    workspace.connection.execute(f'UPDATE need SET "{name}" = ? WHERE uuid = ?', (value, uuid))
                written[uuid] = (name, value)
    good = office.school()
    report = office.sync()
    assert report.problem is None
    outcomes = {row.uuid: row for row in report.rows}
    assert outcomes.keys() == {*written, good}
    assert outcomes[good].outcome == "accepted"
    refused = {uuid: row for uuid, row in outcomes.items() if row.outcome == "refused"}
    assert len(refused) == report.refused > 20
    for uuid, row in refused.items():
        name, value = written[uuid]
        label = "місце на карті" if name == GEOMETRY else rtype.field(name).label("uk")
        assert row.text.startswith(f"{label}: "), (name, value, row.text)
    assert {row.outcome for row in outcomes.values()} == {"accepted", "refused"}

    again = office.sync()
    assert (again.problem, again.sent, again.received, again.waiting) == (None, 0, 0, 0)
    with office.workspace() as workspace:
        assert {change.uuid for change in dirty(workspace)} == refused.keys()
    mine, colleague = office.records(), country.office(token=office.token)
    colleague.synced()
    assert colleague.records() == {uuid: record for uuid, record in mine.items() if uuid not in refused}

    with office.workspace() as workspace:
        for uuid in refused:
            workspace.update("need", uuid, {written[uuid][0]: None})
    assert office.synced().accepted == len(refused)
