"""Two offices that do anything in any order over a line that breaks anywhere: no edit is ever lost silently.

Every value that is written is unique and remembers which value it replaced. In the end each one must be accounted
for: it is the portal's, or it was replaced by somebody who had seen it, or the record is in conflict where it still
stands.
"""

from __future__ import annotations

import itertools
from contextlib import ExitStack

from hypothesis import given, settings
from hypothesis import strategies as st

from plugin.errors import TransportError
from plugin.records.catalogue import default_catalogue
from plugin.store import conflicts
from plugin.store.workspace import Workspace
from plugin.sync import engine, events
from tests.unit.sync.fakes import FakeClock

from .offices import PLACE, Country

FIELDS = ("title_uk", "description", "object_name")
_organisations = itertools.count(40_000_000)


class Ledger:
    """Which value was written over which, and what those who deleted a record had seen of it."""

    def __init__(self) -> None:
        self._count = itertools.count(1)
        self.seen_before: dict[str, str | None] = {}
        self.place: dict[str, tuple[str, str]] = {}
        self.deleted: dict[str, list[dict]] = {}

    def write(self, uuid, field, seen) -> str:
        value = f"в{next(self._count)}"
        self.seen_before[value] = seen
        self.place[value] = (uuid, field)
        return value

    def history(self, value) -> set[str]:
        """A value and all that it replaced."""
        found = set()
        while value is not None and value not in found:
            found.add(value)
            value = self.seen_before.get(value)
        return found


class Desk:
    """An office that keeps its workspace open."""

    def __init__(self, office, stack, ledger) -> None:
        self.office = office
        self.ledger = ledger
        self.workspace = stack.enter_context(Workspace.open(office.folder, default_catalogue()))

    def rows(self, workspace=None):
        return sorted((workspace or self.workspace).records("need"), key=lambda record: record["uuid"])

    def create(self):
        uuid = self.workspace.insert("need", {"katottg": PLACE, "sector": "education"})
        for field in FIELDS:
            self.workspace.update("need", uuid, {field: self.ledger.write(uuid, field, None)})

    def edit(self, which, field, workspace=None):
        rows = self.rows(workspace)
        if rows:
            row = rows[which % len(rows)]
            value = self.ledger.write(row["uuid"], field, row.get(field))
            (workspace or self.workspace).update("need", row["uuid"], {field: value})

    def delete(self, which, workspace=None):
        rows = self.rows(workspace)
        if rows:
            row = rows[which % len(rows)]
            self.ledger.deleted.setdefault(row["uuid"], []).append(row)
            (workspace or self.workspace).delete("need", row["uuid"])

    def meanwhile(self, fault, which):
        """An edit by another program while a request is on its way."""
        with Workspace.open(self.office.folder, default_catalogue()) as workspace:
            if fault == "edit meanwhile":
                self.edit(which, FIELDS[0], workspace)
            else:
                self.delete(which, workspace)

    def sync(self, fault="none", at=0):
        calls = itertools.count()

        def meddle(request, forward):
            if fault == "none" or next(calls) != at + 2:
                return forward()
            if fault in ("edit meanwhile", "delete meanwhile"):
                self.meanwhile(fault, at)
                return forward()
            if fault == "answer lost":
                forward()
            raise TransportError("transport.broken_off", retryable=at % 2 == 0, host="", detail="")

        client = self.office.client(meddle)
        *_, last = engine.sync(self.workspace, client, clock=FakeClock())
        assert isinstance(last, events.Finished)
        return last.report


faults = st.sampled_from(["none", "none", "answer lost", "request lost", "edit meanwhile", "delete meanwhile"])
desks = st.integers(0, 1)
steps = st.one_of(
    st.tuples(st.just("create"), desks),
    st.tuples(st.just("edit"), desks, st.integers(0, 3), st.sampled_from(FIELDS)),
    st.tuples(st.just("edit"), desks, st.integers(0, 3), st.sampled_from(FIELDS)),
    st.tuples(st.just("delete"), desks, st.integers(0, 3)),
    st.tuples(st.just("sync"), desks, faults, st.integers(0, 4)),
    st.tuples(st.just("sync"), desks, faults, st.integers(0, 4)),
)


@settings(max_examples=25)
@given(script=st.lists(steps, min_size=4, max_size=16))
def test_no_edit_is_lost_silently_and_nothing_is_doubled(portal, template, tmp_path_factory, script):
    country = Country(portal, template, tmp_path_factory.mktemp("offices"))
    edrpou = str(next(_organisations))
    ledger = Ledger()
    with ExitStack() as stack:
        both = [Desk(country.office(edrpou), stack, ledger) for _ in range(2)]
        both[0].create()
        for action, who, *details in script:
            getattr(both[who], action)(*details)
        for _ in range(3):
            for desk in both:
                report = desk.sync()
                assert report.problem is None, report.problem
                assert report.refused == report.held == report.skipped == 0
        check(ledger, both)


def check(ledger, both) -> None:
    page = both[0].office.client().changes(None, 2000)
    portal = {change.uuid: change.record for change in page.items if change.op == "change"}
    disputed = [{one.uuid for one in conflicts.list_conflicts(desk.workspace)} for desk in both]
    rows = [{row["uuid"]: row for row in desk.rows()} for desk in both]
    for uuid in {*portal, *rows[0], *rows[1]}:
        for mine, in_conflict in zip(rows, disputed, strict=True):
            if uuid not in in_conflict:
                assert mine.get(uuid) == portal.get(uuid), "who is not in conflict has what the portal has"
    for value, (uuid, field) in ledger.place.items():
        standing = [portal[uuid]] if uuid in portal else []
        standing += [mine[uuid] for mine, ours in zip(rows, disputed, strict=True) if uuid in ours and uuid in mine]
        if uuid not in portal or any(uuid in ours for ours in disputed):
            standing += ledger.deleted.get(uuid, [])
        assert any(value in ledger.history(record.get(field)) for record in standing), f"{value} was lost"
