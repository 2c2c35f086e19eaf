"""The records that a batch speaks of, as the portal has them: loaded at once, locked, and changed in memory.

Everything a batch of 500 items needs comes in a handful of queries. The rows of its records and of their parents stay
locked until the transaction ends, so what the judge has looked at stays so. They are locked in the order of their
uuids, so that two batches do not wait for each other in a circle.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, select, tuple_

from plugin.contract import verdict as verdicts
from plugin.contract import wire
from plugin.contract.batch import Item
from plugin.errors import ContractError
from plugin.records.catalogue import Catalogue

from .. import schema
from ..view import Standing

_record = schema.record.c
_CHUNK = 1000


@dataclass(frozen=True)
class State:
    """One record as it is, or as this batch leaves it.

    `content` is None for a tombstone, whose `standing` is the last one that the record had. `account` and `author` are
    its author's id and name, `via` the relayer's name where the authorship is only claimed.
    """

    type: str
    uuid: str
    revision: int
    content: dict[str, Any] | None
    hash: str
    standing: Standing
    account: str
    author: str
    at: str
    moved: bool
    is_new: bool = False
    via: str | None = None

    @property
    def deleted(self) -> bool:
        """Whether it is a tombstone."""
        return self.content is None


@dataclass(frozen=True)
class Effect:
    """What an item does to a record: its new state, and the parents that it hangs off from now on."""

    state: State
    parents: frozenset[str]


class World:
    """What the portal has of the records in one batch of the account `author`. Lives as long as the transaction."""

    def __init__(self, connection: Connection, catalogue: Catalogue, items: Iterable[Item], author: str) -> None:
        self._connection = connection
        self._catalogue = catalogue
        self._author = author
        self._states: dict[str, State] = {}
        self._children: defaultdict[str, set[str]] = defaultdict(set)
        self._links: defaultdict[str, set[str]] = defaultdict(set)
        self._produced: dict[str, dict[str, int | None] | None] = {}
        self._bases: dict[tuple[str, int], dict[str, Any] | None] = {}
        self._views: dict[tuple[str, str], dict[str, Any] | None] = {}
        self.views: dict[str, dict[str, Any] | None] = {}
        """What the author sees of records after this batch, where that is less than the portal has: others' changes
        were merged in. None where nobody knows."""
        self.effects: list[Effect] = []
        self._load(list(items))

    def _load(self, items: list[Item]) -> None:
        wanted = {item.uuid for item in items}
        for item in items:
            rtype = self._catalogue.types.get(item.type)
            if rtype is not None and item.set:
                wanted.update(uuid for _, uuid in rtype.parents(item.set))
                if rtype.parent_fields is not None:
                    uuid = item.set.get(rtype.parent_fields[1])
                    if isinstance(uuid, str):
                        wanted.add(uuid)
        # What is no uuid names no record; PostgreSQL would not even take a text with a NUL in it.
        for part in _parts(sorted(uuid for uuid in wanted if wire.UUID.fullmatch(uuid))):
            self._load_records(part)
        self._load_links(items)
        self._load_produced({item.after for item in items if item.after is not None})
        self._load_bases(items)

    def _load_records(self, uuids: list[str]) -> None:
        statement = (
            select(
                _record.type, _record.uuid, _record.revision, _record.content, _record.hash, _record.organisation,
                _record.katottg, _record.workflow, _record.access, _record.account, _record.author, _record.at,
                _record.moved, _record.via,
            )
            .where(_record.uuid.in_(uuids))
            .order_by(_record.uuid)
            .with_for_update()
        )  # fmt: skip
        for row in self._connection.execute(statement):
            self._states[row.uuid] = State(
                type=row.type,
                uuid=row.uuid,
                revision=row.revision,
                content=None if row.content is None else json.loads(row.content),
                hash=row.hash,
                standing=Standing(row.organisation, row.katottg, row.workflow, row.access),
                account=row.account,
                author=row.author,
                at=row.at,
                moved=row.moved,
                via=row.via,
            )

    def _load_links(self, items: list[Item]) -> None:
        """Children of what is deleted, after its lock is held: nobody can add one from here on."""
        link = schema.parent.c
        deleted = sorted({item.uuid for item in items if item.op == "delete"} & self._states.keys())
        for part in _parts(deleted):
            for row in self._connection.execute(select(link.uuid, link.parent).where(link.parent.in_(part))):
                self._children[row.parent].add(row.uuid)
        known = sorted({item.uuid for item in items if item.op != "create"} & self._states.keys())
        for part in _parts(known):
            for row in self._connection.execute(select(link.uuid, link.parent).where(link.uuid.in_(part))):
                self._links[row.uuid].add(row.parent)

    def _load_produced(self, batches: set[str]) -> None:
        self._produced = dict.fromkeys(batches)
        table = schema.batch.c
        for part in _parts(sorted(batches)):
            # Somebody else's batch under that id is none that the author could follow.
            mine = select(table.no, table.id, table.answer).where(table.id.in_(part), table.account == self._author)
            ids: dict[int, str] = {}
            for row in self._connection.execute(mine):
                ids[row.no] = row.id
                self._produced[row.id] = {} if row.answer is None else _revisions(row.answer)
            view = schema.sent_view
            for row in self._connection.execute(select(view).where(view.c.batch_no.in_(ids))):
                self._views[ids[row.batch_no], row.uuid] = None if row.content is None else json.loads(row.content)

    def _load_bases(self, items: list[Item]) -> None:
        past = schema.revision.c
        wanted = set()
        for item in items:
            state, base = self._states.get(item.uuid), self.base_of(item)
            if state is not None and base is not None and base < state.revision:
                wanted.add((item.uuid, base))
        self._bases = dict.fromkeys(wanted)
        for part in _parts(sorted(wanted)):
            statement = select(past.uuid, past.revision, past.content).where(tuple_(past.uuid, past.revision).in_(part))
            for row in self._connection.execute(statement):
                self._bases[row.uuid, row.revision] = {} if row.content is None else json.loads(row.content)

    def find(self, uuid: str) -> State | None:
        """The record, or its tombstone, as it is now, this batch's earlier items included."""
        return self._states.get(uuid)

    def has_arrived(self, item: Item) -> bool:
        """Whether the batch that the item follows is here."""
        return item.after is None or self._produced.get(item.after) is not None

    def base_of(self, item: Item) -> int | None:
        """The revision that the item starts from; None where the batch that it follows produced none."""
        if item.after is None:
            return item.base
        return (self._produced.get(item.after) or {}).get(item.uuid)

    def content_at(self, state: State, revision: int | None) -> dict[str, Any] | None:
        """The record's content at a revision, empty for a tombstone; None where the portal does not have it."""
        if revision is None:
            return None
        if revision == state.revision:
            return {} if state.content is None else state.content
        return self._bases.get((state.uuid, revision))

    def origin_of(self, item: Item, state: State) -> dict[str, Any] | None:
        """What the author of a change or deletion had in front of them; None where the portal does not know.

        Who follows a batch that was merged has not seen what others had changed: the revision is more than that.
        """
        if item.after is not None and (item.after, item.uuid) in self._views:
            return self._views[item.after, item.uuid]
        return self.content_at(state, self.base_of(item))

    def turned_down(self, uuids: Iterable[str]) -> set[str]:
        """Those of the records that the author wanted to create once, and that did not come about."""
        table = schema.turned_down.c
        found: set[str] = set()
        for part in _parts(sorted(uuids)):
            statement = select(table.uuid).where(table.account == self._author, table.uuid.in_(part))
            found.update(row.uuid for row in self._connection.execute(statement))
        return found

    def children(self, uuid: str) -> frozenset[str]:
        """The living records that hang off a record that this batch deletes."""
        return frozenset(self._children[uuid])

    def put(self, state: State) -> None:
        """The record's next state, content and parents."""
        parents: frozenset[str] = frozenset()
        if state.content is not None:
            rtype = self._catalogue.types[state.type]
            parents = frozenset(uuid for _, uuid in rtype.parents(state.content))
        for parent in self._links[state.uuid] - parents:
            self._children[parent].discard(state.uuid)
        for parent in parents:
            self._children[parent].add(state.uuid)
        self._states[state.uuid] = state
        self.effects.append(Effect(state, parents))

    def old_links(self, uuid: str) -> frozenset[str]:
        """The parents that the record hung off before this batch."""
        return frozenset(self._links[uuid])


def _parts(values: list[Any]) -> Iterable[list[Any]]:
    for start in range(0, len(values), _CHUNK):
        yield values[start : start + _CHUNK]


def _revisions(answer: bytes) -> dict[str, int | None]:
    """What each record's revision was after the batch that was answered so."""
    try:
        decided = verdicts.decode(answer).verdicts
    except ContractError:  # an answer of an earlier version that this one reads differently
        return {}
    return {one.uuid: one.revision for one in decided if one.verdict in verdicts.STORED}
