"""A cursor never skips a change, however many write at once; and what they write stays one straight line."""

from __future__ import annotations

import threading
from concurrent.futures import ThreadPoolExecutor

from sqlalchemy import select

from portal import schema
from portal.database import open_database
from tests.portal.office import create, delete, edit, funding, need, new_id, project
from tests.portal.wire_client import Wire, connect
from tests.portal_fixtures import PortalProcess

WRITERS = 8
# Half of them send few long batches, half many short ones: the long ones begin early and commit late.
LONG, SHORT = (5, 60), (40, 2)


def test_a_reader_polling_beside_eight_writers_misses_nothing(served: PortalProcess) -> None:
    (first,) = connect(served)
    portal_id = first.portal_id
    done = threading.Event()
    seen: dict[str, int] = {}

    def read() -> int:
        wire, cursor, pages = first, None, 0
        while True:
            last_round = done.is_set()
            page = wire.page(cursor, limit=40)
            cursor, pages = page.cursor, pages + 1
            for item in page.items:
                assert item.revision > seen.get(item.uuid, 0), "told twice, or an older state after a newer one"
                seen[item.uuid] = item.revision
            if last_round and not page.more:
                return pages

    def write(number: int) -> dict[str, int]:
        wire = Wire(served.api, first.token)
        mine: dict[str, int] = {}
        batches, size = LONG if number % 2 else SHORT
        for turn in range(batches):
            items = [create("need", need(title_uk=f"Потреба {number}.{turn}.{i}")) for i in range(size)]
            items += [edit("need", uuid, mine[uuid], description=f"{turn}") for uuid in list(mine)[-3:]]
            for found in wire.send(*items, portal_id=portal_id).verdicts:
                assert found.verdict == "accepted" and found.revision is not None
                mine[found.uuid] = found.revision
        return mine

    with ThreadPoolExecutor(WRITERS + 1) as pool:
        reader = pool.submit(read)
        writers = [pool.submit(write, number) for number in range(WRITERS)]
        try:
            expected = {uuid: revision for writer in writers for uuid, revision in writer.result().items()}
        finally:
            done.set()
        assert reader.result() > 1
    assert len(expected) == WRITERS // 2 * (LONG[0] * LONG[1] + SHORT[0] * SHORT[1])
    skipped = [uuid for uuid, revision in expected.items() if seen.get(uuid, 0) < revision]
    assert (len(skipped), len(seen)) == (0, len(expected))


def test_eight_writers_of_one_record_lose_no_edit_and_its_history_is_a_straight_line(served: PortalProcess) -> None:
    """Everybody sets a field of their own from the first revision: all must be in the end's content."""
    (first,) = connect(served)
    portal_id = first.portal_id
    fields = [
        "description", "title_en", "object_name", "priority_reason", "source", "info_source", "captured_by",
        "workflow_note",
    ]  # fmt: skip
    uuids = [new_id() for _ in range(10)]
    first.send(*(create("need", need(), uuid) for uuid in uuids), portal_id=portal_id)

    def write(field: str) -> list[str]:
        wire = Wire(served.api, first.token)
        found = []
        for order in (uuids, uuids[::-1]):
            items = [edit("need", uuid, 1, **{field: f"{field} {order is uuids}"}) for uuid in order[:5]]
            found += [one.verdict for one in wire.send(*items, portal_id=portal_id).verdicts]
        return found

    with ThreadPoolExecutor(WRITERS) as pool:
        verdicts = [verdict for found in pool.map(write, fields) for verdict in found]
    assert set(verdicts) <= {"accepted", "merged"}
    for item in first.page(None).items:
        assert item.record is not None and item.revision == 1 + WRITERS
        assert all(field in item.record for field in fields)
    database = open_database(served.database)
    with database.reading() as connection:
        table = schema.revision.c
        for uuid in uuids:
            history = connection.execute(select(table.revision).where(table.uuid == uuid).order_by(table.revision))
            assert [row.revision for row in history] == list(range(1, 2 + WRITERS))
    database.close()


def test_two_creations_of_one_uuid_at_once_make_one_record(served: PortalProcess) -> None:
    wires = connect(served, WRITERS)
    portal_id = wires[0].portal_id
    with ThreadPoolExecutor(WRITERS) as pool:
        for _ in range(5):
            uuid = new_id()
            bodies = [wire.freeze(create("need", need(), uuid), portal_id=portal_id) for wire in wires]
            answers = pool.map(lambda pair: pair[0].post(pair[1]).json(), zip(wires, bodies, strict=True))
            verdicts = sorted(answer["verdicts"][0]["verdict"] for answer in answers)
            assert verdicts == ["accepted"] + ["unchanged"] * (WRITERS - 1)


def test_no_child_outlives_a_parent_deleted_at_the_same_moment(served: PortalProcess) -> None:
    wires = connect(served, 2)
    portal_id = wires[0].portal_id
    with ThreadPoolExecutor(2) as pool:
        for _ in range(10):
            parent, child = new_id(), new_id()
            wires[0].send(create("project", project(), parent), portal_id=portal_id)
            bodies = [
                wires[0].freeze(delete("project", parent, 1), portal_id=portal_id),
                wires[1].freeze(create("funding", funding(parent), child), portal_id=portal_id),
            ]
            answers = list(pool.map(lambda pair: pair[0].post(pair[1]).json(), zip(wires, bodies, strict=True)))
            gone, born = (answer["verdicts"][0]["verdict"] for answer in answers)
            assert (gone, born) in {("accepted", "refused"), ("conflict", "accepted")}
