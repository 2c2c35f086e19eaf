"""How much the next batch holds: half after trouble, growing again after success, remembered between runs."""

from __future__ import annotations

from ..errors import StoreError
from ..store.workspace import Workspace
from . import bookkeeping
from .freeze import Sizes


class BatchSizes:
    """The number of items in the next batch, within the contract's and the portal's limits.

    A batch that was too large or kept timing out halves it; every full batch that gets through adds half as many, so
    that a bad line costs little and a good one is used again. Between runs the workspace remembers it.
    """

    def __init__(self, ws: Workspace, limits: Sizes) -> None:
        self._ws = ws
        self._limits = limits
        self._items = min(limits.items, bookkeeping.batch_items(ws) or limits.items)
        self._refused = limits.items + 1
        self._apart: int | None = None

    @property
    def now(self) -> Sizes:
        """What the next batch may hold."""
        return Sizes(self._items if self._apart is None else min(self._items, self._apart), self._limits.bytes)

    def too_large(self, items: int) -> None:
        """The portal does not take so many: no batch of this run holds as many again."""
        self._refused = min(self._refused, items)
        self.too_slow(items)

    def too_slow(self, items: int) -> None:
        """So many keep timing out."""
        self._set(max(1, min(self._items, items // 2)))

    def take_apart(self, items: int) -> None:
        """One of so many items keeps the others from going: the next batch holds half of them, or fewer."""
        self._apart = max(1, items // 2)

    def went(self, items: int) -> None:
        """So many got through."""
        if self._apart is not None:
            self._apart = 2 * self._apart if self._apart < self._items else None
        if items >= self._items:
            most = min(self._limits.items, self._refused - 1)
            self._set(max(self._items, min(most, max(items + 1, items * 3 // 2))))

    def _set(self, items: int) -> None:
        if items != self._items:
            self._items = items
            try:
                bookkeeping.keep_batch_items(self._ws, items if items < self._limits.items else None)
            except StoreError as error:
                if not error.retryable:  # another program is writing: it is remembered next time
                    raise
