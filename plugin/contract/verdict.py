"""What became of a batch: one verdict for each item, in one signed document.

A base never advances without that revision's content: a verdict carries the record itself whenever the portal's
content is more than base + set.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal, cast

from ..errors import ContractError
from . import wire
from .batch import Batch, Item
from .jcs import content_hash
from .limits import MAX_ANSWER_BYTES

Outcome = Literal["accepted", "merged", "unchanged", "held", "conflict", "refused"]
OUTCOMES: tuple[Outcome, ...] = ("accepted", "merged", "unchanged", "held", "conflict", "refused")
STORED: frozenset[str] = frozenset({"accepted", "merged", "unchanged"})
"""The outcomes after which the portal's content is the sender's, or more."""

ConflictKind = Literal["field", "exists", "deleted", "parent", "rules"]
CONFLICT_KINDS: tuple[ConflictKind, ...] = ("field", "exists", "deleted", "parent", "rules")


@dataclass(frozen=True)
class Problem:
    """Why an item was refused: where (JSON pointer into the item), by which rule, and in the caller's language what
    to do."""

    pointer: str
    rule: str
    message: str


@dataclass(frozen=True)
class ConflictInfo:
    """The portal's side of a conflict; nothing was changed.

    ``field`` both changed ``fields`` · ``exists`` created by both, ``fields`` differ · ``deleted`` one deleted what
    the other changed: ``theirs`` is None where the portal's is the deletion · ``parent`` children that the sender has
    not seen hang off what it deletes · ``rules`` each side is valid, together they are not. ``revision``, ``author``,
    ``at`` tell of theirs.
    """

    kind: ConflictKind
    fields: tuple[str, ...] = ()
    theirs: dict[str, Any] | None = None
    revision: int | None = None
    author: str | None = None
    at: str | None = None


@dataclass(frozen=True)
class Verdict:
    """One item's outcome.

    ``revision`` and ``hash`` are the portal's, after the item; a deletion's verdict has the tombstone's revision,
    hash "" and no record. ``held`` and ``refused`` have neither.
    """

    type: str
    uuid: str
    verdict: Outcome
    revision: int | None = None
    hash: str | None = None
    record: dict[str, Any] | None = None
    conflict: ConflictInfo | None = None
    problems: tuple[Problem, ...] = ()

    @property
    def key(self) -> tuple[str, str]:
        """The record's identity: (type, uuid)."""
        return (self.type, self.uuid)


@dataclass(frozen=True)
class BatchAnswer:
    """The verdict document: what ``POST /batches`` and ``GET /batches/{id}`` answer, byte for byte the same for
    ever."""

    batch: str
    portal: str
    epoch: str
    received_at: str
    verdicts: tuple[Verdict, ...]


def _verdict_document(verdict: Verdict) -> dict[str, Any]:
    document: dict[str, Any] = {"type": verdict.type, "uuid": verdict.uuid, "verdict": verdict.verdict}
    if verdict.revision is not None:
        document["revision"] = verdict.revision
    if verdict.hash is not None:
        document["hash"] = verdict.hash
    if verdict.record is not None:
        document["record"] = verdict.record
    if verdict.conflict is not None:
        info = verdict.conflict
        document["conflict"] = {
            "kind": info.kind,
            "fields": list(info.fields),
            "theirs": info.theirs,
            "revision": info.revision,
            "author": info.author,
            "at": info.at,
        }
    if verdict.problems:
        document["problems"] = [
            {"pointer": problem.pointer, "rule": problem.rule, "message": problem.message}
            for problem in verdict.problems
        ]
    return document


def encode(answer: BatchAnswer) -> bytes:
    """The document as compact UTF-8 JSON: the bytes that are signed."""
    return wire.dump(
        {
            "batch": answer.batch,
            "portal": answer.portal,
            "epoch": answer.epoch,
            "received_at": answer.received_at,
            "verdicts": [_verdict_document(verdict) for verdict in answer.verdicts],
        }
    )


def decode(body: bytes, *, max_bytes: int = MAX_ANSWER_BYTES) -> BatchAnswer:
    """The verdict document in ``body``; members this version does not know are skipped.

    Each verdict is checked to be whole: an outcome that stored something carries revision and hash, ``merged`` and
    conflicts over fields carry content, a record that comes along has the uuid and the hash stated. Raises
    :class:`ContractError` with a ``pointer``.
    """
    document = wire.as_object(wire.parse(body, max_bytes=max_bytes))
    entries = wire.as_list(wire.member(document, "verdicts", ""), "/verdicts")
    return BatchAnswer(
        batch=wire.matching(document, "batch", "", wire.UUID),
        portal=wire.text(document, "portal", "", most=200),
        epoch=wire.text(document, "epoch", "", most=200),
        received_at=wire.instant(document, "received_at", ""),
        verdicts=wire.each(entries, "/verdicts", _read_verdict),
    )


def _read_verdict(entry: Any, pointer: str) -> Verdict:
    source = wire.as_object(entry, pointer)
    outcome = cast(Outcome, wire.one_of(source, "verdict", pointer, OUTCOMES))
    uuid = wire.matching(source, "uuid", pointer, wire.UUID)
    record = wire.optional_object(source, "record", pointer)
    revision = wire.optional_whole(source, "revision", pointer, least=1)
    digest = wire.optional_text(source, "hash", pointer, most=64)
    if digest and wire.SHA256.fullmatch(digest) is None:
        wire.fault("bad_value", f"{pointer}/hash")
    conflict = None
    if outcome in STORED:
        if revision is None:
            wire.fault("missing", f"{pointer}/revision")
        if digest is None:
            wire.fault("missing", f"{pointer}/hash")
        if outcome == "merged" and record is None:
            wire.fault("missing", f"{pointer}/record")
        if record is not None:
            _check_record(record, uuid, digest, f"{pointer}/record")
    elif outcome == "conflict":
        conflict = _read_conflict(
            wire.as_object(wire.member(source, "conflict", pointer), f"{pointer}/conflict"), uuid, pointer
        )
    return Verdict(
        type=wire.matching(source, "type", pointer, wire.NAME),
        uuid=uuid,
        verdict=outcome,
        revision=revision,
        hash=digest,
        record=record,
        conflict=conflict,
        problems=_read_problems(source, pointer) if outcome == "refused" else (),
    )


def _check_record(record: Mapping[str, Any], uuid: str, digest: str, pointer: str) -> None:
    if record.get("uuid") != uuid:
        wire.fault("bad_value", f"{pointer}/uuid")
    if content_hash(record) != digest:
        wire.fault("hash_mismatch", pointer)


def _read_conflict(source: dict[str, Any], uuid: str, item_pointer: str) -> ConflictInfo:
    pointer = f"{item_pointer}/conflict"
    kind = cast(ConflictKind, wire.one_of(source, "kind", pointer, CONFLICT_KINDS))
    theirs = wire.optional_object(source, "theirs", pointer)
    fields = wire.texts(source, "fields", pointer)
    revision = wire.optional_whole(source, "revision", pointer, least=1)
    if theirs is not None and theirs.get("uuid") != uuid:
        wire.fault("bad_value", f"{pointer}/theirs/uuid")
    if kind in ("field", "exists"):
        if theirs is None:
            wire.fault("missing", f"{pointer}/theirs")
        if not fields:
            wire.fault("missing", f"{pointer}/fields")
    if revision is None and kind != "parent":
        # Resolving makes theirs the base, and a base has a revision.
        wire.fault("missing", f"{pointer}/revision")
    return ConflictInfo(
        kind=kind,
        fields=fields,
        theirs=theirs,
        revision=revision,
        author=wire.optional_text(source, "author", pointer),
        at=wire.optional_instant(source, "at", pointer),
    )


def _read_problems(source: dict[str, Any], pointer: str) -> tuple[Problem, ...]:
    place = f"{pointer}/problems"
    entries = wire.as_list(wire.member(source, "problems", pointer), place, most=1000)
    if not entries:
        wire.fault("missing", place)

    def read(entry: Any, at: str) -> Problem:
        problem = wire.as_object(entry, at)
        return Problem(
            pointer=wire.optional_text(problem, "pointer", at) or "",
            rule=wire.text(problem, "rule", at, most=100),
            message=wire.text(problem, "message", at, most=4000),
        )

    return wire.each(entries, place, read)


def match(batch: Batch, answer: BatchAnswer) -> tuple[tuple[Item, Verdict], ...]:
    """Each item of the batch with its verdict, in the batch's order.

    Raises ``ContractError("contract.answer_mismatch", reason=…)`` where the answer is another batch's or portal's, or
    a verdict is missing, foreign, double or contradicts its item's operation: an ambiguous end, after which nothing
    is applied.
    """
    if answer.batch != batch.batch:
        raise ContractError("contract.answer_mismatch", reason="batch", found=answer.batch)
    if answer.portal != batch.portal:
        raise ContractError("contract.answer_mismatch", reason="portal", found=answer.portal)
    by_key: dict[tuple[str, str], Verdict] = {}
    for verdict in answer.verdicts:
        if verdict.key in by_key:
            raise ContractError("contract.answer_mismatch", reason="double", found=f"{verdict.type} {verdict.uuid}")
        by_key[verdict.key] = verdict
    pairs = []
    for item in batch.items:
        found = by_key.pop(item.key, None)
        if found is None:
            raise ContractError("contract.answer_mismatch", reason="missing", found=f"{item.type} {item.uuid}")
        if found.verdict in STORED and (found.hash == "") != (item.op == "delete"):
            raise ContractError("contract.answer_mismatch", reason="operation", found=f"{item.type} {item.uuid}")
        pairs.append((item, found))
    for type_name, uuid in by_key:
        raise ContractError("contract.answer_mismatch", reason="foreign", found=f"{type_name} {uuid}")
    return tuple(pairs)
