"""Edits that went by unseen hold the pull back: what is received could overwrite them."""

from __future__ import annotations

from collections.abc import Generator, Iterable

from ..errors import StoreError
from ..records import messages
from ..store import audit
from ..store.base import get_base
from ..store.comparison import Untracked
from ..store.titles import record_title
from ..store.workspace import Workspace
from .events import Event, UntrackedFound, UntrackedRow
from .run import Run

MOST_ROWS = 500
"""Records that are told by name."""
NAMED = 3
"""Records that the sentence names."""


def hold_back(run: Run) -> Generator[Event, None, None]:
    """Looks for edits made past the journal before anything is received.

    Raises ``sync.untracked_edits`` where there are any, after telling which.
    """
    found = yield from run.patience.retrying(lambda: audit.untracked(run.ws))
    if found:
        rows = told(run.ws, found, run.language)
        yield UntrackedFound(rows, len(found))
        raise StoreError("sync.untracked_edits", n=len(found), names=named(rows, len(found)))


def told(ws: Workspace, found: Iterable[Untracked], lang: str) -> tuple[UntrackedRow, ...]:
    """The first of what was found, in words for a person."""
    rows: list[UntrackedRow] = []
    for one in found:
        if len(rows) >= MOST_ROWS:
            break
        rtype = ws.rtype(one.type)
        uuid = one.found if one.kind == "identity" and one.found else one.uuid
        record = ws.get(one.type, uuid)
        if record is None:
            base = get_base(ws, one.type, one.uuid)
            record = {} if base is None else base.record
        title = record_title(ws, rtype, record, lang) or rtype.label(lang)
        labels = (rtype.field(name).label(lang) for name in one.fields if rtype.has_field(name) and name != "uuid")
        text = messages.text(f"sync.untracked.{one.kind}", lang, fields=", ".join(labels) or "–")
        rows.append(UntrackedRow(one.type, one.uuid, title, one.kind, text))
    return tuple(rows)


def named(rows: tuple[UntrackedRow, ...], total: int) -> str:
    """A few titles, and a mark where there are more."""
    titles = [f"«{row.title}»" for row in rows[:NAMED]]
    return ", ".join(titles) + (" …" if total > len(titles) else "")
