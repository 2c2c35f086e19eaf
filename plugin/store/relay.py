"""Batches of others that were brought here in bundles, to be relayed byte for byte under their own ids.

Their items count as in flight. What the portal answered is kept with each, and listed under its bundle: a refused item
of somebody else is not a conflict of one's own. All of these join the open transaction.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

from ..errors import StoreError
from .clock import now
from .outbox import Receipt
from .workspace import Workspace

RelayState = Literal["pending", "sending", "answered", "void"]
"""``pending`` not sent · ``sending`` may have reached the portal · ``answered`` · ``void`` will not take effect."""

_UNFINISHED = "state IN ('pending', 'sending')"


@dataclass(frozen=True)
class RelayItem:
    """One item of somebody else's batch. `set_json` is its set as JSON text; `shown` says that the row shows it;
    `told` is what the portal said beside the verdict (conflict or problems), as JSON text."""

    position: int
    type: str
    uuid: str
    op: str
    base: int | None
    after: str | None
    set_json: str
    shown: bool = False
    verdict: str | None = None
    told: str | None = None
    batch: str = ""

    @property
    def key(self) -> tuple[str, str]:
        """Type and uuid."""
        return (self.type, self.uuid)

    @property
    def set(self) -> dict[str, Any]:
        """The fields that it sets."""
        found: dict[str, Any] = json.loads(self.set_json)
        return found


@dataclass(frozen=True)
class NewRelay:
    """A batch as a bundle brings it: `body` are the frozen bytes, `device_signature` is base64."""

    batch: str
    body: bytes
    device: str | None
    device_signature: str | None
    items: tuple[RelayItem, ...]


@dataclass(frozen=True)
class Relay:
    """A batch to be relayed. `author` is the account that made it, `bundle` the number of the bundle it came in."""

    seq: int
    bundle: int
    batch: str
    state: RelayState
    body: bytes
    author: str
    organisation: str | None
    device: str | None
    device_signature: str | None
    reason: str | None


@dataclass(frozen=True)
class NewBundle:
    """What is known of a bundle. `author` is an account's id, `organisation` an EDRPOU; `files` are the SHA-256 of
    those that came along and were not here before."""

    bundle: str
    name: str
    author: str
    author_name: str
    organisation: str | None
    made_at: str
    files: tuple[str, ...] = ()


@dataclass(frozen=True)
class BundleSummary:
    """One line of the log. `states` counts its batches by state, `verdicts` its items by verdict (``waiting`` where
    there is none yet, ``void`` where there never will be one)."""

    seq: int
    bundle: str
    name: str
    author: str
    author_name: str
    organisation: str | None
    made_at: str
    imported_at: str
    items: int
    signed: bool
    states: Mapping[str, int]
    verdicts: Mapping[str, int]
    reasons: tuple[str, ...] = ()


def put_bundle(ws: Workspace, bundle: NewBundle, relays: Sequence[NewRelay]) -> int:
    """Take a bundle's batches in; the bundle's number. A batch that came to nothing before is taken up again.

    Raises ``store.batch_exists`` for one that is here and not over.
    """
    with ws.writing():
        again = ws.connection.value("SELECT seq FROM vidbudova_relay_bundle WHERE bundle = ?", (bundle.bundle,))
        if again is None:
            cursor = ws.connection.execute(
                "INSERT INTO vidbudova_relay_bundle"
                " (bundle, name, author, author_name, organisation, made_at, imported_at, files)"
                " VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
                (
                    bundle.bundle,
                    bundle.name,
                    bundle.author,
                    bundle.author_name,
                    bundle.organisation,
                    bundle.made_at,
                    now(),
                    json.dumps(bundle.files),
                ),
            )
            number = int(cursor.lastrowid or 0)
        else:
            number = int(again)
        for one in relays:
            _put_relay(ws, number, one)
    return number


def _put_relay(ws: Workspace, number: int, one: NewRelay) -> None:
    state = state_of(ws, one.batch)
    if state == "void":
        old = ws.connection.value("SELECT seq FROM vidbudova_relay WHERE batch = ?", (one.batch,))
        _forget_relays(ws, [old])
    elif state is not None:
        raise StoreError("store.batch_exists", batch=one.batch)
    cursor = ws.connection.execute(
        "INSERT INTO vidbudova_relay (bundle, batch, state, body, device, device_signature)"
        " VALUES (?, ?, 'pending', ?, ?, ?)",
        (number, one.batch, one.body, one.device, one.device_signature),
    )
    seq = cursor.lastrowid
    ws.connection.executemany(
        "INSERT INTO vidbudova_relay_item (relay, position, type, uuid, op, base, after, set_json)"
        " VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
        [(seq, i.position, i.type, i.uuid, i.op, i.base, i.after, i.set_json) for i in one.items],
    )
    _touch(ws, seq)


def state_of(ws: Workspace, batch_id: str) -> RelayState | None:
    """The state of a batch that came in a bundle; None where none of that id did."""
    found: RelayState | None = ws.connection.value("SELECT state FROM vidbudova_relay WHERE batch = ?", (batch_id,))
    return found


def body_of(ws: Workspace, batch_id: str) -> bytes | None:
    """The bytes of a batch that came in a bundle."""
    found: bytes | None = ws.connection.value("SELECT body FROM vidbudova_relay WHERE batch = ?", (batch_id,))
    return found


def answer_of(ws: Workspace, batch_id: str) -> bytes | None:
    """The portal's answer to a relayed batch; None where there is none yet."""
    found: bytes | None = ws.connection.value("SELECT answer FROM vidbudova_relay WHERE batch = ?", (batch_id,))
    return found


def receipts(ws: Workspace, type_name: str, uuid: str) -> list[Receipt]:
    """Every signed answer to a relayed batch about a record, the newest first."""
    rows = ws.connection.rows(
        "SELECT r.batch, i.verdict, CAST(r.answer AS BLOB), r.signature, r.kid, r.ended_at FROM vidbudova_relay_item i"
        " JOIN vidbudova_relay r ON r.seq = i.relay WHERE i.type = ? AND i.uuid = ? AND r.state = 'answered'"
        " AND i.verdict IS NOT NULL AND r.answer IS NOT NULL ORDER BY r.seq DESC",
        (type_name, uuid),
    )
    return [Receipt(*row) for row in rows]


def unfinished(ws: Workspace) -> list[Relay]:
    """The batches that are still to be relayed, in the order in which they came."""
    rows = ws.connection.rows(
        "SELECT r.seq, r.bundle, r.batch, r.state, r.body, b.author, b.organisation, r.device, r.device_signature,"
        " r.reason FROM vidbudova_relay r JOIN vidbudova_relay_bundle b ON b.seq = r.bundle"
        f" WHERE r.{_UNFINISHED} ORDER BY r.seq"
    )
    return [Relay(*row) for row in rows]


def count_unfinished(ws: Workspace) -> int:
    """How many items are still to be relayed."""
    return int(
        ws.connection.value(
            "SELECT count(*) FROM vidbudova_relay r JOIN vidbudova_relay_item i ON i.relay = r.seq"
            f" WHERE r.{_UNFINISHED}"
        )
    )


def items_of(ws: Workspace, batch_id: str) -> list[RelayItem]:
    """The items of a relayed batch, in its order."""
    return _items(ws, "r.batch = ? ORDER BY i.position", (batch_id,))


def items_of_bundle(ws: Workspace, bundle: int, limit: int) -> list[RelayItem]:
    """The first items that came in a bundle, those that did not go through before the others."""
    done = "i.verdict IN ('accepted', 'merged', 'unchanged')"
    return _items(ws, f"r.bundle = ? ORDER BY ({done}) IS 1, r.seq, i.position LIMIT ?", (bundle, limit))


def batches_of(ws: Workspace, bundle: int) -> list[str]:
    """The ids of the batches that came in a bundle, in their order."""
    rows = ws.connection.rows("SELECT batch FROM vidbudova_relay WHERE bundle = ? ORDER BY seq", (bundle,))
    return [row[0] for row in rows]


def chain(ws: Workspace, type_name: str, uuid: str) -> list[RelayItem]:
    """The items of a record that are still to be relayed, in the order of their batches."""
    return _items(ws, f"i.type = ? AND i.uuid = ? AND r.{_UNFINISHED} ORDER BY r.seq", (type_name, uuid))


def _items(ws: Workspace, condition: str, values: tuple[Any, ...]) -> list[RelayItem]:
    rows = ws.connection.rows(
        "SELECT i.position, i.type, i.uuid, i.op, i.base, i.after, i.set_json, i.shown, i.verdict, i.told, r.batch"
        f" FROM vidbudova_relay_item i JOIN vidbudova_relay r ON r.seq = i.relay WHERE {condition}",
        values,
    )
    return [
        RelayItem(position, type_name, uuid, op, base, after, set_json, bool(shown), verdict, told, batch)
        for position, type_name, uuid, op, base, after, set_json, shown, verdict, told, batch in rows
    ]


def mark_shown(ws: Workspace, batch_id: str, position: int) -> None:
    """The row of an item's record shows it from now on."""
    ws.connection.execute(
        "UPDATE vidbudova_relay_item SET shown = 1 WHERE position = ?"
        " AND relay = (SELECT seq FROM vidbudova_relay WHERE batch = ?)",
        (position, batch_id),
    )


def unmark_shown(ws: Workspace, type_name: str, uuid: str) -> None:
    """The row of a record shows nothing that is still to be relayed."""
    ws.connection.execute(
        "UPDATE vidbudova_relay_item SET shown = 0 WHERE type = ? AND uuid = ? AND shown = 1", (type_name, uuid)
    )


def shown_keys(ws: Workspace, type_name: str | None = None) -> set[tuple[str, str]]:
    """Type and uuid of every record whose row shows something that is still to be relayed."""
    rows = ws.connection.rows(
        "SELECT i.type, i.uuid FROM vidbudova_relay r JOIN vidbudova_relay_item i ON i.relay = r.seq"
        f" WHERE r.{_UNFINISHED} AND i.shown = 1 AND i.type = coalesce(?, i.type)",
        (type_name,),
    )
    return {(row[0], row[1]) for row in rows}


def mark_sending(ws: Workspace, batch_id: str) -> None:
    """The next thing is its first byte: from now on it may have arrived."""
    with ws.writing():
        _set(ws, batch_id, "state = 'sending', sent_at = coalesce(sent_at, ?), reason = NULL", (now(),))


def hold(ws: Workspace, batch_id: str, reason: str) -> None:
    """The portal has kept nothing of a batch, and takes it another time: why, as JSON."""
    with ws.writing():
        _set(ws, batch_id, "state = 'pending', sent_at = NULL, reason = ?", (reason,))


def answer(
    ws: Workspace,
    batch_id: str,
    answer: bytes,
    signature: str | None,
    kid: str | None,
    verdicts: Mapping[tuple[str, str], tuple[str, str | None]],
) -> None:
    """Keep the portal's answer; `verdicts` gives verdict and what was told by type and uuid. No longer in flight."""
    with ws.writing():
        seq = _set(
            ws,
            batch_id,
            "state = 'answered', ended_at = ?, answer = ?, signature = ?, kid = ?, reason = NULL",
            (now(), answer, signature, kid),
        )
        ws.connection.executemany(
            "UPDATE vidbudova_relay_item SET verdict = ?, told = ? WHERE relay = ? AND type = ? AND uuid = ?",
            [(verdict, told, seq, *key) for key, (verdict, told) in verdicts.items()],
        )


def mark_void(ws: Workspace, batch_id: str, reason: str) -> None:
    """The portal will not take this batch from here, or never: why, as an error's code and words in JSON."""
    with ws.writing():
        _set(ws, batch_id, "state = 'void', ended_at = ?, reason = ?", (now(), reason))


def _set(ws: Workspace, batch_id: str, assignments: str, values: tuple[Any, ...]) -> int:
    row = ws.connection.execute("SELECT seq, state FROM vidbudova_relay WHERE batch = ?", (batch_id,)).fetchone()
    if row is None:
        raise StoreError("store.no_such_batch", batch=batch_id)
    if row[1] not in ("pending", "sending"):
        raise StoreError("store.batch_ended", batch=batch_id, state=row[1])
    seq = int(row[0])
    ws.connection.execute(f"UPDATE vidbudova_relay SET {assignments} WHERE seq = ?", (*values, seq))
    _touch(ws, seq)
    return seq


def _touch(ws: Workspace, seq: int | None) -> None:
    ws.connection.execute(
        "INSERT INTO vidbudova_touched (type, uuid) SELECT type, uuid FROM vidbudova_relay_item WHERE relay = ?", (seq,)
    )


def list_bundles(ws: Workspace, limit: int = 100) -> list[BundleSummary]:
    """The bundles that were opened here, the newest first."""
    rows = ws.connection.rows(
        "SELECT seq, bundle, name, author, author_name, organisation, made_at, imported_at FROM vidbudova_relay_bundle"
        " ORDER BY seq DESC LIMIT ?",
        (limit,),
    )
    return [_summary(ws, row) for row in rows]


def get_bundle(ws: Workspace, number: int) -> BundleSummary | None:
    """A bundle by its number."""
    rows = ws.connection.rows(
        "SELECT seq, bundle, name, author, author_name, organisation, made_at, imported_at FROM vidbudova_relay_bundle"
        " WHERE seq = ?",
        (number,),
    )
    return _summary(ws, rows[0]) if rows else None


def _summary(ws: Workspace, row: Sequence[Any]) -> BundleSummary:
    batches = ws.connection.rows(
        "SELECT state, count(*), sum(device_signature IS NULL), min(reason) FROM vidbudova_relay WHERE bundle = ?"
        " GROUP BY state",
        (row[0],),
    )
    items = ws.connection.rows(
        "SELECT coalesce(i.verdict, CASE r.state WHEN 'void' THEN 'void' ELSE 'waiting' END), count(*)"
        " FROM vidbudova_relay r JOIN vidbudova_relay_item i ON i.relay = r.seq WHERE r.bundle = ? GROUP BY 1",
        (row[0],),
    )
    seq, bundle, name, author, author_name, organisation, made_at, imported_at = row
    return BundleSummary(
        seq=seq,
        bundle=bundle,
        name=name,
        author=author,
        author_name=author_name,
        organisation=organisation,
        made_at=made_at,
        imported_at=imported_at,
        items=sum(count for _, count in items),
        signed=bool(batches) and not any(unsigned for _, _, unsigned, _ in batches),
        states={state: count for state, count, _, _ in batches},
        verdicts=dict(items),
        reasons=tuple(reason for _, _, _, reason in batches if reason),
    )


def can_undo(ws: Workspace, number: int) -> bool:
    """Whether nothing of a bundle was sent yet."""
    return not ws.connection.value(
        "SELECT 1 FROM vidbudova_relay WHERE bundle = ? AND (state NOT IN ('pending', 'void') OR sent_at IS NOT NULL)",
        (number,),
    )


def forget_bundle(ws: Workspace, number: int) -> None:
    """Remove a bundle and its batches; what they show must be put back before."""
    with ws.writing():
        _forget_relays(
            ws, [row[0] for row in ws.connection.rows("SELECT seq FROM vidbudova_relay WHERE bundle = ?", (number,))]
        )
        ws.connection.execute("DELETE FROM vidbudova_relay_bundle WHERE seq = ?", (number,))


def _forget_relays(ws: Workspace, numbers: Iterable[int]) -> None:
    for seq in numbers:
        _touch(ws, seq)
        ws.connection.execute("DELETE FROM vidbudova_relay_item WHERE relay = ?", (seq,))
        ws.connection.execute("DELETE FROM vidbudova_relay WHERE seq = ?", (seq,))
