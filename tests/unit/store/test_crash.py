"""A process killed between two statements leaves neither of them, and the workspace as usable as before."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from plugin.records.catalogue import Catalogue
from plugin.store import audit, base, journal, listing, outbox
from plugin.store.changes import dirty
from plugin.store.listing import ListQuery
from plugin.store.workspace import Workspace

from .conftest import POINT, feature_count, make_clean, rtree_is_right, states

REPOSITORY = Path(__file__).resolve().parents[3]
UUID = "11111111-2222-4333-8444-555555555555"
NEW = "99999999-2222-4333-8444-555555555555"

_PRELUDE = f"""
import os, signal, sys
from plugin.records.catalogue import default_catalogue
from plugin.store import base, changes, conflicts, listing, outbox
from plugin.store.bulk import CleanRecord, bulk_insert
from plugin.store.outbox import OutboxItem
from plugin.store.workspace import Workspace
UUID, NEW = {UUID!r}, {NEW!r}
ws = Workspace.open(sys.argv[1], default_catalogue())
def die():
    os.kill(os.getpid(), signal.SIGKILL)
"""

DEATHS = {
    "between two edits of one transaction": """
with ws.transaction():
    ws.insert("need", {"uuid": NEW, "title_uk": "Нова"})
    ws.update("need", UUID, {"title_uk": "Ліцей"})
    die()
""",
    "between row and base of a pull": """
with ws.applying():
    base.write_row(ws, "need", UUID, {"uuid": UUID, "title_uk": "Ліцей"})
    die()
""",
    "between base and verdict": """
with ws.applying():
    base.set_base(ws, "need", UUID, 7, "0" * 64, {"uuid": UUID, "title_uk": "Ліцей"})
    die()
""",
    "in the middle of a bulk of pages, triggers away": """
def pages():
    for number in range(3000):
        if number == 2500:
            die()
        yield CleanRecord(f"{number:08}" + UUID[8:], 1, "0" * 64, {"title_uk": "Ліцей"})
with ws.applying():
    bulk_insert(ws, "need", pages())
""",
    "between freezing and sending": """
with ws.transaction():
    item = OutboxItem(0, "need", UUID, "change", 1, 1, "{}")
    outbox.put(ws, "batch", b"{}", [item])
    outbox.mark_sending(ws, "batch")
    die()
""",
    "while the list is brought up to date": """
ws.connection.set_progress_handler(lambda: die() if ws.connection.in_transaction else 0, 3000)
listing.refresh(ws)
die()
""",
}


@pytest.mark.parametrize("death", DEATHS)
def test_whatever_dies_wherever_all_of_its_transaction_is_undone(
    ws: Workspace, folder: Path, catalogue: Catalogue, death: str
) -> None:
    make_clean(ws, "need", {"uuid": UUID, "title_uk": "Школа", "geom": POINT})
    waiting = ws.insert("project", {"title_uk": "Ліцей"})
    ws.close()
    done = subprocess.run([sys.executable, "-c", _PRELUDE + DEATHS[death], str(folder)], cwd=REPOSITORY)
    assert done.returncode == -9
    with Workspace.open(folder, catalogue) as after:
        assert not after.notices and audit.triggers_present(after)
        assert after.connection.value("PRAGMA integrity_check") == "ok"
        assert after.connection.value("SELECT count(*) FROM vidbudova_silence") == 0
        assert after.get("need", UUID) == {"uuid": UUID, "title_uk": "Школа", "geom": POINT}
        found = base.get_base(after, "need", UUID)
        assert found is not None and found.revision == 1
        assert states(after) == {waiting: "created"}
        assert feature_count(after, "need") == 1 and rtree_is_right(after)
        assert outbox.next_unfinished(after) is None
        listing.refresh(after)
        assert listing.count(after, ListQuery()) == 2
        after.update("need", UUID, {"title_uk": "Далі"})
        assert len(dirty(after)) == 2


def test_what_was_committed_survives_the_death_right_after(ws: Workspace, folder: Path, catalogue: Catalogue) -> None:
    make_clean(ws, "need", {"uuid": UUID, "title_uk": "Школа"})
    ws.close()
    script = _PRELUDE + "ws.insert('need', {'uuid': NEW, 'title_uk': 'Нова'})\ndie()"
    assert subprocess.run([sys.executable, "-c", script, str(folder)], cwd=REPOSITORY).returncode == -9
    with Workspace.open(folder, catalogue) as after:
        assert states(after) == {NEW: "created"} and journal.last_seq(after) == 1
