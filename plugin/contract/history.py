"""What became of one record: ``GET /records/{type}/{uuid}/history``, its revisions newest first, page by page."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Literal, cast

from . import wire
from .jcs import content_hash
from .limits import MAX_ANSWER_BYTES, MAX_HISTORY

HistoryOp = Literal["create", "change", "delete"]
HISTORY_OPS: tuple[HistoryOp, ...] = ("create", "change", "delete")


@dataclass(frozen=True)
class HistoryItem:
    """One revision as it was when it was made.

    ``create`` also stands for what was brought back after a deletion. ``record`` (with ``uuid``) and its content
    ``hash`` are those of the revision; a ``delete`` has no record and hash "". ``author`` is a name to show, None where
    it is not told.
    """

    revision: int
    op: HistoryOp
    author: str | None
    at: str
    hash: str
    record: dict[str, Any] | None


@dataclass(frozen=True)
class HistoryPage:
    """Revisions in falling order. ``more``: there are older ones; ask with ``before`` = the last item's revision."""

    items: tuple[HistoryItem, ...]
    more: bool


def _document(item: HistoryItem) -> dict[str, Any]:
    return {
        "revision": item.revision,
        "op": item.op,
        "author": item.author,
        "at": item.at,
        "hash": item.hash,
        "record": item.record,
    }


def encode(page: HistoryPage) -> bytes:
    """The page as compact UTF-8 JSON."""
    return wire.dump({"items": [_document(item) for item in page.items], "more": page.more})


def decode(body: bytes, *, uuid: str | None = None, max_bytes: int = MAX_ANSWER_BYTES) -> HistoryPage:
    """The page in ``body``; with ``uuid`` every record in it has to be that one's.

    Each record is hashed and compared with the hash stated, revisions have to fall. Raises :class:`ContractError` with
    a ``pointer``.
    """
    document = wire.as_object(wire.parse(body, max_bytes=max_bytes))
    entries = wire.as_list(wire.member(document, "items", ""), "/items", most=MAX_HISTORY)
    items = wire.each(entries, "/items", lambda entry, pointer: _read(entry, pointer, uuid))
    for index in range(1, len(items)):
        if items[index].revision >= items[index - 1].revision:
            wire.fault("bad_value", f"/items/{index}/revision")
    return HistoryPage(items=items, more=wire.flag(document, "more", ""))


def _read(entry: Any, pointer: str, uuid: str | None) -> HistoryItem:
    source = wire.as_object(entry, pointer)
    op = cast(HistoryOp, wire.one_of(source, "op", pointer, HISTORY_OPS))
    record: dict[str, Any] | None = None
    digest = ""
    if op != "delete":
        record = wire.as_object(wire.member(source, "record", pointer), f"{pointer}/record")
        if uuid is not None and record.get("uuid") != uuid:
            wire.fault("bad_value", f"{pointer}/record/uuid")
        digest = wire.matching(source, "hash", pointer, wire.SHA256)
        if content_hash(record) != digest:
            wire.fault("hash_mismatch", f"{pointer}/record")
    return HistoryItem(
        revision=wire.whole(source, "revision", pointer, least=1),
        op=op,
        author=wire.optional_text(source, "author", pointer),
        at=wire.instant(source, "at", pointer),
        hash=digest,
        record=record,
    )
