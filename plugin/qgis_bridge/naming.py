"""Records named in a message: a few titles, and that there are more."""

from __future__ import annotations

from collections.abc import Sequence

from ..store.titles import record_title
from ..store.workspace import Workspace

NAMED = 3


def title_list(workspace: Workspace, records: Sequence[tuple[str, str]], lang: str) -> str:
    """The titles of the first few records (pairs of type and uuid), "…" after them where there are more."""
    titles = []
    for type_name, uuid in records[:NAMED]:
        title = record_title(workspace, workspace.rtype(type_name), workspace.get(type_name, uuid) or {}, lang)
        titles.append(title or uuid)
    return ", ".join(titles) + (" …" if len(records) > NAMED else "")
