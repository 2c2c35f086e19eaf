"""Every edit that was ever committed, and whether it can be accounted for in the end.

Each value that is written is new, and remembers which value it took the place of in front of whoever wrote it. An edit
is accounted for where its value, or one that was written over it by somebody who had seen it, stands on the portal, or
stands in a workspace that shows the record as waiting, in conflict or refused, or was given up by a person's decision.
"""

from __future__ import annotations

import itertools
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

Record = Mapping[str, Any]
Place = tuple[str, str]
"""A record's uuid and a field's name."""


def key(value: Any) -> str | None:
    """A value, comparable to the last bit; None for a field that is empty."""
    return None if value is None else json.dumps(value, sort_keys=True, ensure_ascii=False)


@dataclass
class Ledger:
    """What people did, over all workspaces."""

    seen: dict[tuple[Place, str], set[str | None]] = field(default_factory=dict)
    """For each value at its place: what it was written over."""
    writers: dict[tuple[Place, str], int | None] = field(default_factory=dict)
    """At which desk each value was written."""
    born: dict[str, str] = field(default_factory=dict)
    """Type of each record that was ever made, by uuid."""
    deleted: dict[str, list[Record]] = field(default_factory=dict)
    """What those who deleted a record saw of it."""
    deleted_by: dict[tuple[int, str], list[Record]] = field(default_factory=dict)
    """Desk and uuid of deletions that nobody has taken back, with what was seen of the record."""
    given_up: set[tuple[Place, str]] = field(default_factory=set)
    """Values that a person decided against."""
    again: set[tuple[Place, str]] = field(default_factory=set)
    """Values that were rightly written a second time: by an undo, by a decision."""
    _count: itertools.count[int] = field(default_factory=lambda: itertools.count(1))

    def skip(self, other: Ledger) -> None:
        """None of the values that the other ledger has given out so far are given out here."""
        self._count = itertools.count(len(other.seen) + 1)

    def text(self) -> str:
        """A value that nobody has written yet."""
        return f"в{next(self._count)}"

    def point(self) -> dict[str, Any]:
        """A place where nobody has been, in Kharkiv, with every digit of its doubles in use."""
        number = next(self._count)
        return {"type": "Point", "coordinates": [36.2 + number / 30011.0, 49.9 + number / 40009.0]}

    def wrote(self, uuid: str, values: Record, over: Record | None, by: int | None = None) -> None:
        """Values were committed over those of ``over`` at a desk; None where the record was made with them."""
        for name, value in values.items():
            written = key(value)
            if written is not None:
                before = key((over or {}).get(name))
                self.seen.setdefault(((uuid, name), written), set()).add(before)
                self.writers[(uuid, name), written] = by

    def made(self, type_name: str, uuid: str, values: Record, by: int | None = None) -> None:
        """A record was made."""
        self.born[uuid] = type_name
        self.wrote(uuid, values, None, by)

    def removed(self, desk: int, uuid: str, record: Record) -> None:
        """A record was deleted by somebody who saw this of it."""
        self.deleted.setdefault(uuid, []).append(dict(record))
        self.deleted_by.setdefault((desk, uuid), []).append(dict(record))

    def took_back(self, desk: int, uuid: str) -> None:
        """Whoever deleted a record has it again, by an undo."""
        self.deleted_by.pop((desk, uuid), None)

    def lives_on(self, uuid: str, values: Record, desk: int | None = None) -> None:
        """A person decided that a record which was deleted, at any desk or at this one, lives with these values.

        Whoever deleted it had seen what went with it. That was over with the deletion and does not come back with the
        record: whoever keeps it may never have had those values.
        """
        for number, one in list(self.deleted_by):
            if one == uuid and desk in (None, number):
                for seen in self.deleted_by.pop((number, one)):
                    self.decided_against(uuid, {name: v for name, v in seen.items() if values.get(name) != v})

    def decided_against(self, uuid: str, values: Record) -> None:
        """A person saw these values and chose others."""
        for name, value in values.items():
            written = key(value)
            if written is not None:
                self.given_up.add(((uuid, name), written))

    def undid(self, desk: int, uuid: str, values: Record) -> None:
        """An undo has taken these values away. Only what was written at the same desk may go that way."""
        for name, value in values.items():
            written = key(value)
            if written is not None and self.writers.get(((uuid, name), written)) == desk:
                self.given_up.add(((uuid, name), written))

    def wanted_again(self, uuid: str, values: Record) -> None:
        """An undo has brought these values back: they count as before."""
        self.put_back(uuid, values)
        for name, value in values.items():
            written = key(value)
            if written is not None:
                self.given_up.discard(((uuid, name), written))

    def put_back(self, uuid: str, values: Record) -> None:
        """Older values were written once more, knowingly."""
        for name, value in values.items():
            written = key(value)
            if written is not None:
                self.again.add(((uuid, name), written))

    def history(self, place: Place, value: str | None) -> set[str]:
        """A value and all that it took the place of."""
        found: set[str] = set()
        heap = [value]
        while heap:
            one = heap.pop()
            if one is not None and one not in found:
                found.add(one)
                heap += self.seen.get((place, one), ())
        return found

    def unaccounted(self, standing: Mapping[str, Iterable[Record]]) -> list[tuple[Place, str]]:
        """Values that stand nowhere, were not written over knowingly and not given up.

        ``standing`` has, for each record, every content of it that stands somewhere in plain sight.
        """
        reached: dict[Place, set[str]] = {}
        for place, given in self.given_up:
            reached.setdefault(place, set()).update(self.history(place, given))
        lost = []
        for place, value in self.seen:
            uuid, name = place
            known = reached.setdefault(place, set())
            if value not in known:
                for record in standing.get(uuid, ()):
                    known |= self.history(place, key(record.get(name)))
            if value not in known:
                lost.append((place, value))
        return lost
