"""Frozen batches: on disk before their first byte is sent, kept for ever with the portal's signed answer.

All of these join the open transaction.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

from ..errors import StoreError
from .clock import now
from .connection import chunks, marks
from .workspace import Workspace

BatchState = Literal["pending", "sending", "acknowledged", "refused", "void"]
"""``pending`` frozen, not sent · ``sending`` may have reached the portal · then one of three ends."""

_OWN = (
    "SELECT i.type, i.uuid FROM vidbudova_batch b JOIN vidbudova_batch_item i ON i.batch = b.seq"
    " WHERE b.state IN ('pending', 'sending')"
)
IN_FLIGHT = (
    f"{_OWN} UNION ALL SELECT i.type, i.uuid FROM vidbudova_relay r JOIN vidbudova_relay_item i ON i.relay = r.seq"
    " WHERE r.state IN ('pending', 'sending')"
)
"""A query for type and uuid of every record in a batch whose outcome is not known: one's own, and others' to relay."""

_ITEM = "i.position, i.type, i.uuid, i.op, i.base, i.journal_seq, i.set_json, i.verdict"
_FIELDS = "b.seq, b.batch, b.state, b.made_at, b.sent_at, b.ended_at, b.signature, b.kid, b.reason"


@dataclass(frozen=True)
class OutboxItem:
    """One item of a frozen batch.

    `base` is the revision it starts from, or `after` the batch whose outcome it starts from; `journal_seq` the last
    journal entry when it was frozen, `set_json` the frozen set as JSON text, `verdict` what became of it once the
    answer is in. `batch` is filled in on reading.
    """

    position: int
    type: str
    uuid: str
    op: str
    base: int | None
    journal_seq: int
    set_json: str
    verdict: str | None = None
    batch: str | None = None
    after: str | None = None


@dataclass(frozen=True)
class OutboxBatch:
    """A frozen batch. `body` are the bytes that travel; times are UTC. `seq` orders batches."""

    seq: int
    batch: str
    state: BatchState
    body: bytes
    made_at: str
    sent_at: str | None
    items: tuple[OutboxItem, ...]


@dataclass(frozen=True)
class BatchSummary:
    """One line of the log: counts instead of contents. `verdicts` counts items by verdict."""

    seq: int
    batch: str
    state: BatchState
    items: int
    bytes: int
    made_at: str
    sent_at: str | None
    ended_at: str | None
    signature: str | None
    kid: str | None
    reason: str | None
    verdicts: Mapping[str, int]


@dataclass(frozen=True)
class Receipt:
    """The portal's signed word on one record: `answer` are the signed bytes, `verdict` what they say of it."""

    batch: str
    verdict: str
    answer: bytes
    signature: str | None
    kid: str | None
    ended_at: str


def put(ws: Workspace, batch_id: str, body: bytes, items: Sequence[OutboxItem]) -> None:
    """Freeze a batch. Raises ``store.batch_exists``, and ``store.in_flight`` for a record that is in another one
    still, unless its item says that it comes after that one.
    """
    with ws.writing():
        if ws.connection.value("SELECT 1 FROM vidbudova_batch WHERE batch = ?", (batch_id,)):
            raise StoreError("store.batch_exists", batch=batch_id)
        for item in items:
            flying = in_flight(ws, item.type, item.uuid)
            if flying is not None and flying.batch != item.after:
                raise StoreError("store.in_flight", type=item.type, uuid=item.uuid)
        cursor = ws.connection.execute(
            "INSERT INTO vidbudova_batch (batch, state, body, made_at) VALUES (?, 'pending', ?, ?)",
            (batch_id, body, now()),
        )
        seq = cursor.lastrowid
        ws.connection.executemany(
            "INSERT INTO vidbudova_batch_item (batch, position, type, uuid, op, base, journal_seq, set_json, after)"
            " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
            [
                (seq, one.position, one.type, one.uuid, one.op, one.base, one.journal_seq, one.set_json, one.after)
                for one in items
            ],
        )
        for item in items:
            ws.touch(item.type, item.uuid)


def mark_sending(ws: Workspace, batch_id: str) -> None:
    """The next thing is its first byte: from now on it may have arrived. Raises ``store.no_such_batch``."""
    with ws.writing():
        _set_state(ws, batch_id, ("pending", "sending"), "state = 'sending', sent_at = coalesce(sent_at, ?)", (now(),))


def acknowledge(
    ws: Workspace,
    batch_id: str,
    answer: bytes,
    signature: str | None,
    kid: str | None,
    verdict_by_item: Mapping[tuple[str, str], str],
) -> None:
    """Keep the portal's answer; `verdict_by_item` gives the verdict by type and uuid. Its items are no longer in
    flight.
    """
    with ws.writing():
        seq = _set_state(
            ws,
            batch_id,
            ("pending", "sending"),
            "state = 'acknowledged', ended_at = ?, answer = ?, signature = ?, kid = ?",
            (now(), answer, signature, kid),
        )
        ws.connection.executemany(
            "UPDATE vidbudova_batch_item SET verdict = ? WHERE batch = ? AND type = ? AND uuid = ?",
            [(verdict, seq, type_name, uuid) for (type_name, uuid), verdict in verdict_by_item.items()],
        )


def mark_void(ws: Workspace, batch_id: str, reason: str | None = None) -> None:
    """The portal promised that this batch will never take effect, or it was never sent: its records wait again."""
    with ws.writing():
        _set_state(ws, batch_id, ("pending", "sending"), "state = 'void', ended_at = ?, reason = ?", (now(), reason))


def refuse(ws: Workspace, batch_id: str, reason_json: str) -> None:
    """The portal refused the batch as a whole and nothing took effect: its records wait again."""
    with ws.writing():
        _set_state(
            ws, batch_id, ("pending", "sending"), "state = 'refused', ended_at = ?, reason = ?", (now(), reason_json)
        )


def next_unfinished(ws: Workspace) -> OutboxBatch | None:
    """The oldest batch whose outcome is not known."""
    return _batch(ws, "state IN ('pending', 'sending') ORDER BY seq LIMIT 1")


def get_batch(ws: Workspace, batch_id: str) -> OutboxBatch | None:
    """A batch by its id."""
    return _batch(ws, "batch = ?", batch_id)


def unfinished(ws: Workspace) -> list[OutboxBatch]:
    """Every batch whose outcome is not known, the oldest first: what a bundle holds."""
    numbers = ws.connection.rows("SELECT batch FROM vidbudova_batch WHERE state IN ('pending', 'sending') ORDER BY seq")
    return [found for (batch,) in numbers if (found := get_batch(ws, batch)) is not None]


def answer_of(ws: Workspace, batch_id: str) -> bytes | None:
    """The portal's answer to a batch; None where there is none, or none yet."""
    found: bytes | None = ws.connection.value(
        "SELECT answer FROM vidbudova_batch WHERE batch = ? AND state = 'acknowledged'", (batch_id,)
    )
    return found


def in_flight(ws: Workspace, type_name: str, uuid: str) -> OutboxItem | None:
    """The item of a record in one's own batch whose outcome is not known, the latest; None where there is none."""
    found = chain(ws, type_name, uuid)
    return found[-1] if found else None


def chain(ws: Workspace, type_name: str, uuid: str) -> list[OutboxItem]:
    """The items of a record in one's own batches whose outcome is not known, the oldest first.

    There is more than one only after a bundle was exported: each but the first comes after the one before.
    """
    rows = ws.connection.rows(
        f"SELECT {_ITEM}, b.batch, i.after FROM vidbudova_batch_item i JOIN vidbudova_batch b ON b.seq = i.batch"
        " WHERE i.type = ? AND i.uuid = ? AND b.state IN ('pending', 'sending') ORDER BY b.seq",
        (type_name, uuid),
    )
    return [OutboxItem(*row) for row in rows]


def own_in_flight(ws: Workspace) -> set[tuple[str, str]]:
    """Type and uuid of every record in one's own batches whose outcome is not known."""
    return {(row[0], row[1]) for row in ws.connection.rows(_OWN)}


def all_in_flight(ws: Workspace) -> set[tuple[str, str]]:
    """Type and uuid of every record in a batch whose outcome is not known, be it one's own or one to be relayed."""
    return {(row[0], row[1]) for row in ws.connection.rows(IN_FLIGHT)}


def history(ws: Workspace, limit: int = 100) -> list[BatchSummary]:
    """The newest batches first."""
    rows = ws.connection.rows(
        f"SELECT {_FIELDS}, length(b.body) FROM vidbudova_batch b ORDER BY b.seq DESC LIMIT ?", (limit,)
    )
    return [_summary(ws, row) for row in rows]


def answers(ws: Workspace, batches: Sequence[str]) -> list[tuple[str, bytes, str | None, str | None]]:
    """Batch, answer, signature and the key's id of those of `batches` that have an answer."""
    found: list[tuple[str, bytes, str | None, str | None]] = []
    for some in chunks(batches, 50):
        found += ws.connection.rows(
            "SELECT batch, CAST(answer AS BLOB), signature, kid FROM vidbudova_batch"
            f" WHERE answer IS NOT NULL AND batch IN ({marks(some)})",
            some,
        )
    return found


def deleted_from(ws: Workspace, type_name: str, uuids: Sequence[str]) -> dict[str, int]:
    """Of some records those whose last item that the portal took was a deletion from here: by uuid, the revision that
    was deleted.
    """
    last: dict[str, tuple[str, int | None]] = {}
    for some in chunks(uuids):
        rows = ws.connection.rows(
            "SELECT i.uuid, i.op, i.base FROM vidbudova_batch_item i JOIN vidbudova_batch b ON b.seq = i.batch"
            " WHERE b.state = 'acknowledged' AND i.verdict IN ('accepted', 'merged', 'unchanged')"
            f" AND i.type = ? AND i.uuid IN ({marks(some)}) ORDER BY b.seq",
            (type_name, *some),
        )
        last.update({uuid: (op, base) for uuid, op, base in rows})
    return {uuid: base for uuid, (op, base) in last.items() if op == "delete" and base is not None}


def receipts(ws: Workspace, type_name: str, uuid: str) -> list[Receipt]:
    """Every signed answer about a record, the newest first."""
    rows = ws.connection.rows(
        "SELECT b.batch, i.verdict, CAST(b.answer AS BLOB), b.signature, b.kid, b.ended_at FROM vidbudova_batch_item i"
        " JOIN vidbudova_batch b ON b.seq = i.batch WHERE i.type = ? AND i.uuid = ? AND b.state = 'acknowledged'"
        " AND i.verdict IS NOT NULL ORDER BY b.seq DESC",
        (type_name, uuid),
    )
    return [Receipt(*row) for row in rows]


def _summary(ws: Workspace, row: Sequence[Any]) -> BatchSummary:
    seq, batch, state, made_at, sent_at, ended_at, signature, kid, reason, size = row
    counts = ws.connection.rows(
        "SELECT verdict, count(*) FROM vidbudova_batch_item WHERE batch = ? GROUP BY verdict", (seq,)
    )
    return BatchSummary(
        seq=seq,
        batch=batch,
        state=state,
        items=sum(count for _, count in counts),
        bytes=size,
        made_at=made_at,
        sent_at=sent_at,
        ended_at=ended_at,
        signature=signature,
        kid=kid,
        reason=reason,
        verdicts={verdict: count for verdict, count in counts if verdict is not None},
    )


def _batch(ws: Workspace, condition: str, *values: str) -> OutboxBatch | None:
    rows = ws.connection.rows(
        f"SELECT seq, batch, state, body, made_at, sent_at FROM vidbudova_batch WHERE {condition}", values
    )
    if not rows:
        return None
    seq, batch, state, body, made_at, sent_at = rows[0]
    items = ws.connection.rows(
        f"SELECT {_ITEM}, ?, i.after FROM vidbudova_batch_item i WHERE i.batch = ? ORDER BY i.position",
        (batch, seq),
    )
    return OutboxBatch(seq, batch, state, body, made_at, sent_at, tuple(OutboxItem(*row) for row in items))


def _set_state(
    ws: Workspace, batch_id: str, from_states: Iterable[BatchState], assignments: str, values: tuple[Any, ...]
) -> int:
    """Take a batch from one of some states into another, its records touched; its number."""
    row = ws.connection.execute("SELECT seq, state FROM vidbudova_batch WHERE batch = ?", (batch_id,)).fetchone()
    if row is None:
        raise StoreError("store.no_such_batch", batch=batch_id)
    if row[1] not in tuple(from_states):
        raise StoreError("store.batch_ended", batch=batch_id, state=row[1])
    seq = int(row[0])
    ws.connection.execute(f"UPDATE vidbudova_batch SET {assignments} WHERE seq = ?", (*values, seq))
    ws.connection.execute(
        "INSERT INTO vidbudova_touched (type, uuid) SELECT type, uuid FROM vidbudova_batch_item WHERE batch = ?", (seq,)
    )
    return seq
