"""What changed on the portal: pages of ``GET /changes``, in commit order, the latest state of each record."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Literal, cast

from . import wire
from .jcs import content_hash
from .limits import MAX_ANSWER_BYTES, MAX_PAGE

ChangeOp = Literal["change", "delete", "leave"]
CHANGE_OPS: tuple[ChangeOp, ...] = ("change", "delete", "leave")


@dataclass(frozen=True)
class Change:
    """One record's latest state.

    ``change`` carries ``record`` (with ``uuid``) and its content ``hash``; ``delete`` is a tombstone, ``leave`` says
    that the record left the caller's view; both have no record and hash "". ``author`` is a name to show, None where
    it is not told.
    """

    type: str
    uuid: str
    revision: int
    op: ChangeOp
    record: dict[str, Any] | None
    hash: str
    author: str | None
    at: str

    @property
    def key(self) -> tuple[str, str]:
        """The record's identity: (type, uuid)."""
        return (self.type, self.uuid)


@dataclass(frozen=True)
class ChangePage:
    """``cursor`` is opaque and goes with the content: applied with it in one transaction. ``more``: ask again at
    once."""

    cursor: str
    more: bool
    items: tuple[Change, ...]


def _change_document(change: Change) -> dict[str, Any]:
    document: dict[str, Any] = {
        "type": change.type,
        "uuid": change.uuid,
        "revision": change.revision,
        "op": change.op,
    }
    if change.record is not None:
        document["record"] = change.record
        document["hash"] = change.hash
    document["author"] = change.author
    document["at"] = change.at
    return document


def encode(page: ChangePage) -> bytes:
    """The page as compact UTF-8 JSON."""
    return wire.dump(
        {"cursor": page.cursor, "more": page.more, "items": [_change_document(change) for change in page.items]}
    )


def decode(body: bytes, *, max_bytes: int = MAX_ANSWER_BYTES, verify: bool = False) -> ChangePage:
    """The page in ``body``; members this version does not know are skipped, unknown fields of a record stay in it.

    With ``verify`` each record is hashed and compared with the hash stated (about 10 µs a record). Raises
    :class:`ContractError` with a ``pointer``.
    """
    document = wire.as_object(wire.parse(body, max_bytes=max_bytes))
    entries = wire.as_list(wire.member(document, "items", ""), "/items", most=MAX_PAGE)
    page = ChangePage(
        cursor=wire.text(document, "cursor", "", most=2000),
        more=wire.flag(document, "more", ""),
        items=wire.each(entries, "/items", _read_change),
    )
    if verify:
        for index, change in enumerate(page.items):
            if change.record is not None and content_hash(change.record) != change.hash:
                wire.fault("hash_mismatch", f"/items/{index}/record")
    return page


def _read_change(entry: Any, pointer: str) -> Change:
    source = wire.as_object(entry, pointer)
    op = cast(ChangeOp, wire.one_of(source, "op", pointer, CHANGE_OPS))
    uuid = wire.matching(source, "uuid", pointer, wire.UUID)
    record: dict[str, Any] | None = None
    digest = ""
    if op == "change":
        record = wire.as_object(wire.member(source, "record", pointer), f"{pointer}/record")
        if record.get("uuid") != uuid:
            wire.fault("bad_value", f"{pointer}/record/uuid")
        digest = wire.matching(source, "hash", pointer, wire.SHA256)
    return Change(
        type=wire.matching(source, "type", pointer, wire.NAME),
        uuid=uuid,
        revision=wire.whole(source, "revision", pointer, least=1),
        op=op,
        record=record,
        hash=digest,
        author=wire.optional_text(source, "author", pointer),
        at=wire.instant(source, "at", pointer),
    )
