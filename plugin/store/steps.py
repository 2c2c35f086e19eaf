"""The last steps that can be taken back: a saved form, a deletion, an import, a conflict resolution, edits of QGIS.

Kept in the workspace, so that closing it or a crash changes nothing of what can be undone. A step is undone only while
nothing of it was frozen into a batch: after that it is on its way, and going back is a new edit. What other programs
write is noticed by the journal and becomes a step of its own.

What is too much for one short transaction is written in parts, each a transaction and a row of its own, that are one
step: they are told and undone together.
"""

from __future__ import annotations

import json
import zlib
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from importlib import import_module
from typing import Any

from ..errors import StoreError
from ..records import messages
from . import images, journal, undo
from .clock import now
from .images import Image
from .step_words import described
from .undo import EDITS, Key, Range
from .workspace import Workspace

MOST = 30
"""Steps that are kept, one in parts being one; older ones can no longer be undone."""
MOST_BYTES = 16_000_000
"""A step whose images take more than that is not kept: it could not be undone within a reasonable time."""

_FEATURES = "features"
"""Among the `params`: type and feature id of each image, which are asked for more often than the images."""
_SEEN = "steps_seen"
_SEEN_RECEIVED = "steps_seen_received"
_LOOKED_AT = 20
_QUICKLY = 5000
_AT_ONCE = 30_000
"""Bytes of a (compressed) payload that are read together with the step; a larger one only when it is needed."""
_FIELDS = (
    f"id, kind, params, first, last, entries, pull, CASE WHEN length(payload) <= {_AT_ONCE} THEN payload END,"
    " coalesce(length(payload), 0), made_at"
)

Hindrance = Callable[[Workspace, "Step"], "StoreError | None"]
Undo = Callable[[Workspace, "Step"], "list[Key]"]


@dataclass(frozen=True)
class Step:
    """One step.

    `kind` is edit, delete, import (of a bundle), table (imported), resolve, commit (an edit session of QGIS), outside
    (any other program), or one that was registered; `params` fill its text: `n` records (`more` where there are more),
    and `type` and `title` where it is one. `payload` is what its kind needs beside the journal's range to go back,
    `size` the bytes of it; a large one is None here until :func:`whole` has read it.

    Of a step in parts, `parts` are those, the newest first; it bears the number of the newest, and counts them all.
    """

    id: int
    kind: str
    params: Mapping[str, Any]
    range: Range
    payload: Mapping[str, Any] | None
    size: int
    made_at: str
    parts: tuple[Step, ...] = ()

    def text(self, ws: Workspace, lang: str) -> str:
        """What was done, in a few words that stand behind a colon: "change (need “School No. 12”)"."""
        n = int(self.params.get("n", 0))
        rtype = ws.catalogue.types.get(str(self.params.get("type", "")))
        title = str(self.params.get("title", ""))
        if n == 1 and rtype is not None:
            key = "store.step.record" if title else "store.step.untitled"
            what = messages.text(key, lang, kind=rtype.label(lang).lower(), title=title)
        else:
            key = "store.step.more" if self.params.get("more") else "store.step.records"
            what = messages.text(key, lang, n=n)
        told = f"store.step.{self.kind}"
        return messages.text(told if messages.has(told) else "store.step.outside", lang, what=what)


@dataclass
class Recording:
    """What a transaction tells of itself: `params` of its text, `before` the images of what the journal cannot put
    back, `payload` for a registered kind. Afterwards `number` is the step's; None where nothing was done."""

    params: dict[str, Any] = field(default_factory=dict)
    before: list[Image] = field(default_factory=list)
    payload: dict[str, Any] | None = None
    number: int | None = None


@dataclass(frozen=True)
class Undone:
    """What was undone, and the records that it was about, the first thousand of many."""

    step: Step
    records: tuple[Key, ...]


def _never() -> bool:
    return False


# --- recording -------------------------------------------------------------------------------------------------------


@contextmanager
def recording(ws: Workspace, kind: str, part_of: int | None = None, **params: Any) -> Iterator[Recording]:
    """A transaction that is one step, or with `part_of` another part of the step whose first part has that number. No
    other writer's edits can get between its first and last.

    Of a record of which there is an image in `before`, row, base, conflict and refusal are put back by it; of all
    others the row, by the journal.
    """
    with ws.transaction():
        notice(ws)
        made = Recording(dict(params))
        first = journal.last_seq(ws) + 1
        yield made
        made.number = put(ws, kind, made.params, first, before=made.before, payload=made.payload, part_of=part_of)


def put(
    ws: Workspace,
    kind: str,
    params: Mapping[str, Any],
    first: int,
    before: Iterable[Image] = (),
    payload: Mapping[str, Any] | None = None,
    received: int | None = None,
    part_of: int | None = None,
) -> int | None:
    """Keep what the open transaction did from the journal entry `first` on as a step, and return its number; None where
    it did nothing.

    Of a record that has several images in `before` the first counts. `received` is what
    :func:`plugin.store.undo.received` is known to have said before it; by default what it says now. `part_of` is the
    number of the step's first part.
    """
    last = journal.last_seq(ws)
    entries = undo.edits_in(ws, first, last)
    images_before = list({image.key: image for image in reversed(list(before))}.values())
    if not entries and not images_before and payload is None:
        _see(ws, last)
        return None
    document = dict(payload or {})
    known = {**described(ws, first, last), **params}
    if images_before:
        known[_FEATURES] = [[image.type, image.fid] for image in images_before]
        document["before"] = [image.to_json() for image in images_before]
        document["after"] = [images.take(ws, *image.key).digest() for image in images_before]
    packed = zlib.compress(json.dumps(document, ensure_ascii=False).encode("utf-8"), 1) if document else None
    number = None
    if packed is None or len(packed) <= MOST_BYTES:
        number = ws.connection.execute(
            "INSERT INTO vidbudova_step (kind, params, first, last, entries, pull, payload, made_at, part_of)"
            " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
            (
                kind,
                json.dumps(known, ensure_ascii=False),
                first,
                max(last, first),
                entries,
                undo.received(ws) if received is None else received,
                packed,
                now(),
                part_of,
            ),
        ).lastrowid
        ws.connection.execute(
            "DELETE FROM vidbudova_step WHERE coalesce(part_of, id) IN (SELECT coalesce(part_of, id)"
            " FROM vidbudova_step GROUP BY 1 ORDER BY max(id) DESC LIMIT -1 OFFSET ?)",
            (MOST,),
        )
    _see(ws, last)
    return number


def notice(ws: Workspace, kind: str = "outside", **params: Any) -> bool:
    """Make what was written since the last step one of its own; whether there was anything. Joins the open
    transaction.

    Only what came after the last gap: before it something was sent, and its entries were forgotten.
    """
    seen = int(ws.get_meta(_SEEN) or 0)
    last = journal.last_seq(ws)
    if last <= seen:
        return False
    with ws.writing():
        marks = ", ".join(f"'{op}'" for op in EDITS)
        note = ws.connection.value(
            f"SELECT max(seq) FROM vidbudova_journal WHERE seq > ? AND op NOT IN ({marks})", (seen,)
        )
        first = max(seen, note or 0) + 1
        if undo.edits_in(ws, first, last) != last - first + 1:
            gap = ws.connection.value(
                "SELECT max(seq) FROM vidbudova_journal j WHERE seq > ?"
                " AND NOT EXISTS (SELECT 1 FROM vidbudova_journal p WHERE p.seq = j.seq - 1)",
                (first,),
            )
            first = max(first, gap or 0)
        # Pages may have come between these edits and now: what counts is what was there when steps were last seen.
        return put(ws, kind, params, first, received=int(ws.get_meta(_SEEN_RECEIVED) or 0)) is not None


def _see(ws: Workspace, seq: int) -> None:
    ws.set_meta(_SEEN, str(seq))
    ws.set_meta(_SEEN_RECEIVED, str(undo.received(ws)))


# --- going back ------------------------------------------------------------------------------------------------------


_KINDS: dict[str, tuple[Hindrance, Undo]] = {}
_ROOMS = {"import": ".relay_undo"}
"""Modules of this room that register a kind, read when such a step is met."""


def register(kind: str, hindrance: Hindrance, undo_step: Undo) -> None:
    """Steps of a kind that neither journal nor images put back: `undo_step` does it, inside a transaction, and says of
    which records; `hindrance` says why it cannot be done."""
    _KINDS[kind] = (hindrance, undo_step)


def last(ws: Workspace) -> Step | None:
    """The step that would be undone. What other programs wrote since it was made is noticed first."""
    if not ws.read_only:
        notice(ws)
    rows = ws.connection.rows(f"SELECT {_FIELDS}, part_of FROM vidbudova_step ORDER BY id DESC LIMIT 1")
    if not rows:
        return None
    *row, part_of = rows[0]
    newest = _step(tuple(row))
    return newest if part_of is None else _together(ws, newest, part_of)


def _together(ws: Workspace, newest: Step, first: int) -> Step:
    """The step whose newest part is given, `first` being the number of its first one, which may be gone."""
    rows = ws.connection.rows(
        "SELECT id, kind, params, first, last, entries, pull, NULL, coalesce(length(payload), 0), ''"
        " FROM vidbudova_step WHERE id = ? OR part_of = ? ORDER BY id DESC",
        (first, first),
    )
    parts = tuple(_step(row) for row in rows)
    if len(parts) == 1:
        return newest
    spanned = Range(
        parts[-1].range.first, newest.range.last, sum(one.range.entries for one in parts), newest.range.received
    )
    params: dict[str, Any] = {"n": sum(int(one.params.get("n", 0)) for one in parts)}
    if any(one.params.get("more") for one in parts):
        params["more"] = True
    return replace(newest, params=params, range=spanned, payload=None, size=sum(one.size for one in parts), parts=parts)


def whole(ws: Workspace, step: Step) -> Step:
    """The step with its payload, however large; of one in parts each part has its own."""
    if step.parts or step.payload is not None or not step.size:
        return step
    packed = ws.connection.value("SELECT payload FROM vidbudova_step WHERE id = ?", (step.id,))
    return replace(step, payload=_unpacked(packed))


def hindrance(ws: Workspace, step: Step, quick: bool = False) -> StoreError | None:
    """Why a step cannot be undone; None where it can. `quick` looks at some of many records only: for a menu."""
    if ws.read_only:
        return ws.read_only_reason
    handlers = _handlers(step.kind)
    if handlers is not None:
        return handlers[0](ws, step)
    if quick and step.size > _AT_ONCE:
        return None
    if step.parts:
        return _hindrance_of_parts(ws, step)
    step = whole(ws, step)
    before = _images(step)
    if before:
        return _hindrance_of_images(ws, step, before, _LOOKED_AT if quick else len(before))
    if quick and step.range.entries > _QUICKLY:
        return None
    return undo.hindrance(ws, step.range)


def touches(ws: Workspace, step: Step, features: Iterable[tuple[str, int]]) -> bool:
    """Whether undoing a step would change one of some features, given by type and feature id."""
    wanted = set(features)
    if not wanted:
        return False
    sql = "SELECT 1 FROM vidbudova_journal WHERE seq BETWEEN ? AND ? AND type = ? AND fid = ? LIMIT 1"
    for part in step.parts or (step,):
        if any(ws.connection.value(sql, (part.range.first, part.range.last, *feature)) for feature in wanted):
            return True
        known = part.params.get(_FEATURES)
        if known is None:  # written by an earlier version
            known = [(image.type, image.fid) for image in _images(whole(ws, part))]
        if wanted.intersection((type_name, fid) for type_name, fid in known):
            return True
    return False


def undo_last(ws: Workspace, expected: int | None = None, cancelled: Callable[[], bool] = _never) -> Undone:
    """Undo the last step, in one transaction; with `expected` only if it is still that one.

    One in parts is undone part by part, the newest first, each in a transaction of its own, until `cancelled` says so;
    what remains then, or after an error or a crash, is the last step still.

    Raises ``store.undo_nothing``, ``store.undo_other`` where another step was made since, and what
    :func:`plugin.store.undo.hindrance` names; of a step in parts each is looked at before the first goes back.
    """
    step = last(ws)
    if step is not None and step.parts:
        return _undo_parts(ws, step, expected, cancelled)
    with ws.transaction():
        step = last(ws)
        if step is None:
            raise StoreError("store.undo_nothing")
        if expected is not None and step.id != expected:
            raise StoreError("store.undo_other")
        step = whole(ws, step)
        found = hindrance(ws, step)
        if found is not None:
            raise found
        records = _undo(ws, step)
        ws.connection.execute("DELETE FROM vidbudova_step WHERE id = ?", (step.id,))
        _see(ws, journal.last_seq(ws))
    return Undone(step, tuple(records[: undo.MOST_NAMED]))


def _undo_parts(ws: Workspace, step: Step, expected: int | None, cancelled: Callable[[], bool]) -> Undone:
    if expected is not None and step.id != expected:
        raise StoreError("store.undo_other")
    found = hindrance(ws, step)
    if found is not None:
        raise found
    done: list[Step] = []
    records: dict[Key, None] = {}
    for part in step.parts:
        if cancelled():
            break
        part = whole(ws, part)
        before = _images(part)
        with ws.transaction():
            notice(ws)
            if ws.connection.value("SELECT 1 FROM vidbudova_step WHERE id = ?", (part.id,)) is None:
                raise StoreError("store.undo_other")
            found = _hindrance_of_images(ws, part, before, len(before)) if before else undo.hindrance(ws, part.range)
            if found is not None:
                raise found
            records.update(dict.fromkeys(_undo(ws, part)))
            ws.connection.execute("DELETE FROM vidbudova_step WHERE id = ?", (part.id,))
            _see(ws, journal.last_seq(ws))
        done.append(part)
    n = sum(int(one.params.get("n", 0)) for one in done)
    return Undone(replace(step, params={**step.params, "n": n}), tuple(records)[: undo.MOST_NAMED])


def _undo(ws: Workspace, step: Step) -> list[Key]:
    handlers = _handlers(step.kind)
    if handlers is not None:
        return handlers[1](ws, step)
    before = _images(step)
    if not before:
        return undo.revert(ws, step.range)
    for image in before:
        images.put_back(ws, image)
    undo.note_undone(ws, ((image.type, image.fid, image.uuid) for image in before))
    undo.forget(ws, step.range.first, step.range.last)
    return [image.key for image in before]


def _images(step: Step) -> list[Image]:
    return [Image.from_json(one) for one in (step.payload or {}).get("before", ())]


def _hindrance_of_images(
    ws: Workspace, step: Step, before: list[Image], most: int, later: Mapping[Key, str] | None = None
) -> StoreError | None:
    """`later` has the digests of records that are put back before this step is."""
    if undo.frozen_since(ws, step.range.first, (image.key for image in before)):
        return StoreError("store.undo_sent")
    for image, after in list(zip(before, (step.payload or {}).get("after", ()), strict=True))[:most]:
        present = (later or {}).get(image.key) or images.take(ws, *image.key).digest()
        if present != after:
            received = undo.received(ws) != step.range.received
            return StoreError("store.undo_received" if received else "store.undo_edited")
    return None


def _hindrance_of_parts(ws: Workspace, step: Step) -> StoreError | None:
    """Why a step in parts cannot be undone as a whole. What an earlier part left of a record, a later one may have
    found and changed: that is no hindrance."""
    later: dict[Key, str] = {}
    for part in step.parts:
        part = whole(ws, part)
        before = _images(part)
        found = _hindrance_of_images(ws, part, before, len(before), later) if before else undo.hindrance(ws, part.range)
        if found is not None:
            return found
        later.update((image.key, image.digest()) for image in before)
    return None


def _handlers(kind: str) -> tuple[Hindrance, Undo] | None:
    if kind not in _KINDS and kind in _ROOMS:
        import_module(_ROOMS[kind], __package__)
    return _KINDS.get(kind)


def payload_text(packed: bytes) -> str:
    """What a step keeps beside the journal, as JSON; stored compressed."""
    return zlib.decompress(packed).decode("utf-8")


def _unpacked(packed: bytes) -> dict[str, Any]:
    document: dict[str, Any] = json.loads(payload_text(packed))
    return document


def _step(row: tuple[Any, ...]) -> Step:
    identity, kind, params, first, last_seq, entries, pull, payload, size, made_at = row
    return Step(
        id=identity,
        kind=kind,
        params=json.loads(params),
        range=Range(first, last_seq, entries, pull),
        payload=None if payload is None else _unpacked(payload),
        size=size,
        made_at=made_at,
    )
