"""What the tests of imported tables share: a workspace, and rows as other programs have them."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import pytest

from plugin.exchange import headings
from plugin.exchange.table_import import Row, TableImport, Taken, Wish
from plugin.records.catalogue import Catalogue, default_catalogue
from plugin.store.settings import WorkspaceSettings
from plugin.store.workspace import Workspace

KHARKIV = "UA63000000000041885"

Take = Callable[..., Taken]


@pytest.fixture(scope="session")
def catalogue() -> Catalogue:
    """The shipped definitions."""
    return default_catalogue()


@pytest.fixture()
def workspace(tmp_path: Path, catalogue: Catalogue) -> Iterator[Workspace]:
    """A new workspace for Kharkiv oblast."""
    with Workspace.create(tmp_path / "Робочий простір", WorkspaceSettings(territory=(KHARKIV,)), catalogue) as made:
        yield made


@pytest.fixture()
def take(workspace: Workspace) -> Take:
    """Takes rows in; ``look=True`` only looks."""

    def take(
        rows: Sequence[Mapping[str, Any]],
        kind: str = "need",
        look: bool = False,
        clears: bool = False,
        lang: str = "uk",
        places: Sequence[Mapping[str, Any] | None] = (),
        cancelled: Callable[[], bool] = lambda: False,
    ) -> Taken:
        rtype = workspace.rtype(kind)
        names = list(dict.fromkeys(name for row in rows for name in row))
        wish = Wish(lang, lambda _text: None, "Олена", clears)
        work = TableImport(workspace, rtype, headings.match(rtype, names), wish)
        made = [Row(number, row, places[number - 2] if places else None) for number, row in enumerate(rows, start=2)]
        return (work.look if look else work.take)(made, cancelled, lambda *_: None)

    return take
