"""A batch: the edits of one sender, frozen, in one request (``POST /batches``).

The batch's id is its idempotency key. ``decode`` is what a portal reads strangers' bytes with: strict, every fault
named by a JSON pointer.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, Literal, cast

from ..errors import ContractError
from . import wire
from .limits import CONTRACT_VERSION, MAX_BATCH_BYTES, MAX_ITEMS

Op = Literal["create", "change", "delete"]
OPS: tuple[Op, ...] = ("create", "change", "delete")

_BATCH_MEMBERS = frozenset({"batch", "contract", "portal", "rules", "made_at", "seen_at", "items"})
_ITEM_MEMBERS = frozenset({"type", "uuid", "op", "base", "after", "set"})


@dataclass(frozen=True)
class Item:
    """One record's edit. ``set`` holds only what changed, None where a field was cleared; never ``uuid``.

    ``base`` is the revision the edit started from; ``after`` stands in its place in bundles and names the batch that
    will have produced that revision. A ``create`` has neither, a ``delete`` sets nothing.
    """

    type: str
    uuid: str
    op: Op
    set: dict[str, Any]
    base: int | None = None
    after: str | None = None

    @property
    def key(self) -> tuple[str, str]:
        """The record's identity: (type, uuid)."""
        return (self.type, self.uuid)


@dataclass(frozen=True)
class Batch:
    """``made_at`` is the sender's clock (a claim); ``seen_at`` the last server time that the sender had seen, if
    any."""

    batch: str
    portal: str
    rules: str
    made_at: str
    items: tuple[Item, ...]
    seen_at: str | None = None
    contract: int = CONTRACT_VERSION


def _item_document(item: Item) -> dict[str, Any]:
    document: dict[str, Any] = {"type": item.type, "uuid": item.uuid, "op": item.op}
    if item.base is not None:
        document["base"] = item.base
    if item.after is not None:
        document["after"] = item.after
    if item.op != "delete":
        document["set"] = {name: item.set[name] for name in sorted(item.set)}
    return document


def encode_item(item: Item) -> bytes:
    """The bytes of one item as they stand in a batch: what a freezer adds up to stay under the limit."""
    return wire.dump(_item_document(item))


def encode(batch: Batch) -> bytes:
    """The batch as compact UTF-8 JSON; the same batch always gives the same bytes."""
    head = wire.dump(
        {
            "batch": batch.batch,
            "contract": batch.contract,
            "portal": batch.portal,
            "rules": batch.rules,
            "made_at": batch.made_at,
            "seen_at": batch.seen_at,
        }
    )
    return head[:-1] + b',"items":[' + b",".join([encode_item(item) for item in batch.items]) + b"]}"


def split_by_size(
    items: Iterable[Item], *, max_items: int = MAX_ITEMS, max_bytes: int = MAX_BATCH_BYTES
) -> list[list[Item]]:
    """Items in their order, cut into runs that each fit a batch, its envelope included.

    A single item that is too large on its own is a run of its own: the caller refuses it, visibly.
    """
    room = max_bytes - 1024
    runs: list[list[Item]] = []
    size = 0
    for item in items:
        length = len(encode_item(item)) + 1
        if not runs or len(runs[-1]) >= max_items or size + length > room:
            runs.append([])
            size = 0
        runs[-1].append(item)
        size += length
    return runs


def decode(body: bytes, *, max_bytes: int = MAX_BATCH_BYTES, max_items: int = MAX_ITEMS) -> Batch:
    """The batch in ``body``.

    What one record's values should be is not looked at here: an unknown field or a wrong type is that item's refusal,
    not the batch's. Raises :class:`ContractError`: ``contract.too_large``, ``contract.not_json``,
    ``contract.version`` (another contract), ``contract.too_many``, and with a ``pointer`` ``contract.missing``,
    ``wrong_type``, ``bad_value``, ``unknown_member``, ``duplicate_item``.
    """
    document = wire.as_object(wire.parse(body, max_bytes=max_bytes, unique_keys=True))
    version = wire.whole(document, "contract", "")
    if version != CONTRACT_VERSION:
        raise ContractError("contract.version", theirs=version, ours=CONTRACT_VERSION)
    wire.as_object(document, known=_BATCH_MEMBERS)
    entries = wire.as_list(wire.member(document, "items", ""), "/items", most=max_items)
    if not entries:
        wire.fault("bad_value", "/items")
    items = wire.each(entries, "/items", _read_item)
    seen: set[tuple[str, str]] = set()
    for index, item in enumerate(items):
        if item.key in seen:
            wire.fault("duplicate_item", f"/items/{index}", type=item.type, uuid=item.uuid)
        seen.add(item.key)
    return Batch(
        batch=wire.matching(document, "batch", "", wire.UUID),
        portal=wire.text(document, "portal", "", most=200),
        rules=wire.text(document, "rules", "", most=50),
        made_at=wire.instant(document, "made_at", ""),
        seen_at=wire.optional_instant(document, "seen_at", ""),
        items=items,
        contract=version,
    )


def _read_item(entry: Any, pointer: str) -> Item:
    source = wire.as_object(entry, pointer, known=_ITEM_MEMBERS)
    op = cast(Op, wire.one_of(source, "op", pointer, OPS))
    base = wire.optional_whole(source, "base", pointer, least=1)
    after = wire.matching(source, "after", pointer, wire.UUID) if source.get("after") is not None else None
    if op == "create":
        if base is not None or after is not None:
            wire.fault("unknown_member", f"{pointer}/{'base' if base is not None else 'after'}")
    elif (base is None) == (after is None):
        wire.fault("missing" if base is None else "bad_value", f"{pointer}/base")
    values: dict[str, Any] = {}
    if op == "delete":
        if "set" in source:
            wire.fault("unknown_member", f"{pointer}/set")
    else:
        values = wire.as_object(wire.member(source, "set", pointer), f"{pointer}/set")
        if "uuid" in values:
            wire.fault("unknown_member", f"{pointer}/set/uuid")
        if op == "change" and not values:
            wire.fault("bad_value", f"{pointer}/set")
    return Item(
        type=wire.matching(source, "type", pointer, wire.NAME),
        uuid=wire.matching(source, "uuid", pointer, wire.UUID),
        op=op,
        set=values,
        base=base,
        after=after,
    )
