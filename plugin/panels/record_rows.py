"""Which record stands in which row: one long list, or one under each hromada, folded or not. No widgets here."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from ..store import listing
from ..store.listing import Group, ListQuery, Order
from ..store.listing_query import FEW
from ..store.search import collation
from ..store.workspace import Workspace

FOLDED_FROM = 200
"""Records in all, from which on groups are folded at first: then their names and counts are the overview."""


@dataclass
class Section:
    """Records one after another, under a heading (`label`) or, in a list without groups, without one.

    `start` is the row of the heading, or of the first record where there is none.
    """

    key: str
    label: str
    order: Order
    folded: bool = False
    start: int = 0

    @property
    def headed(self) -> bool:
        """Whether it has a heading."""
        return bool(self.label)

    @property
    def count(self) -> int:
        """How many records it has."""
        return self.order.count

    @property
    def height(self) -> int:
        """How many rows it takes."""
        return self.headed + (0 if self.folded else self.count)


class Rows:
    """The rows of a query's answer.

    :param label: the heading of a group; without it the list has none.
    :param folds: what the person folded (True) or opened (False) before, by group.
    :raises StoreError: the workspace could not be read.
    """

    def __init__(
        self,
        ws: Workspace,
        query: ListQuery,
        label: Callable[[Group], str] | None = None,
        folds: dict[str, bool] | None = None,
    ) -> None:
        self._folds = {} if folds is None else folds
        self.sections: list[Section] = []
        self.count = 0
        """Records, those of folded groups included."""
        if label is None:
            self.count = listing.count(ws, query)
            self.sections.append(Section("", "", Order(ws, query, self.count)))
        else:
            groups = listing.groups(ws, query)
            self.count = sum(group.count for group in groups)
            named = sorted(((group.code is None, collation(label(group)), group.key), group) for group in groups)
            for _, group in named:
                folded = self._folds.get(group.key, self.count > FOLDED_FROM and len(groups) > 1)
                order = Order(ws, listing.of_group(query, group.key), group.count)
                self.sections.append(Section(group.key, label(group), order, folded))
        self._lay()

    def _lay(self) -> None:
        start = 0
        for section in self.sections:
            section.start = start
            start += section.height
        self._starts = [section.start for section in self.sections]
        self.total = start
        """Rows, headings included."""

    def at(self, row: int) -> tuple[Section, int]:
        """The section of a row, and which of its records stands there; -1 for the heading."""
        section = self.sections[bisect_right(self._starts, row) - 1]
        return section, row - section.start - section.headed

    def fold(self, section: Section, folded: bool) -> None:
        """Hides or shows the records of a group; the choice is remembered."""
        section.folded = self._folds[section.key] = folded
        self._lay()

    def ids_between(self, first: int, last: int) -> list[int]:
        """The ids of the records in these rows, both included; reads as far as that needs."""
        found: list[int] = []
        for section in self.sections:
            begin = max(first - section.start - section.headed, 0)
            end = min(last - section.start - section.headed, -1 if section.folded else section.count - 1)
            if end >= begin:
                section.order.read_to(end)
                found += section.order.ids[begin : end + 1]
        return found

    def records_between(self, first: int, last: int) -> int:
        """How many records stand in these rows; nothing is read for it."""
        return sum(
            max(0, min(last, section.start + section.height - 1) - max(first, section.start + section.headed) + 1)
            for section in self.sections
        )

    def rows_of(self, ids: Iterable[int]) -> Iterator[tuple[int, int]]:
        """(row, id) of those of some ids that are in sight or further down, in order; reads everything not folded."""
        wanted = set(ids)
        for section in self.sections:
            if section.folded or not wanted:
                continue
            section.order.read_to(section.count)
            start = section.start + section.headed
            for at, identity in enumerate(section.order.ids):
                if identity in wanted:
                    yield start + at, identity

    def section_of(self, key: str) -> Section | None:
        """The section of a group."""
        return next((section for section in self.sections if section.key == key), None)


def at_once(section: Section) -> bool:
    """Whether all ids of a section are read in one go: it takes no longer than a piece of a longer one."""
    return section.count <= FEW
