"""What must be true of workspaces and their portal, whatever happened: each broken promise has a name."""

from __future__ import annotations

import hashlib
import json
import sqlite3
from collections.abc import Collection, Sequence
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from plugin.contract.jcs import content_hash
from plugin.errors import StoreError
from plugin.store import base as bases
from plugin.store import conflicts, files, outbox, refusals
from plugin.store.changes import dirty
from plugin.store.workspace import Workspace
from portal.database import open_database

from .desk import TYPES, Desk
from .ledger import Ledger, Record, key


class Broken(AssertionError):
    """A promise was broken."""


class Lost(Broken):
    """An edit, or a part of one, is nowhere to be seen."""


class Doubled(Broken):
    """Something took effect more than once."""


class Stuck(Broken):
    """Something does not end, or waits for ever."""


@dataclass(frozen=True)
class Revision:
    """One state of a record in the portal's history; ``content`` is None for a tombstone."""

    number: int
    hash: str
    content: Record | None
    batch: int


class PortalData:
    """What the portal has stored, read from its database beside it."""

    def __init__(self, path: Path) -> None:
        with closing(sqlite3.connect(f"file:{path}?mode=ro", uri=True, timeout=10)) as connection:
            connection.execute("BEGIN")
            self.revisions: dict[str, list[Revision]] = {}
            self.types: dict[str, str] = {}
            query = (
                "SELECT uuid, type, revision, hash, content, deleted, batch_no FROM revision ORDER BY uuid, revision"
            )
            for uuid, type_name, number, digest, content, gone, batch in connection.execute(query):
                state = None if gone else json.loads(content)
                self.revisions.setdefault(uuid, []).append(Revision(number, digest, state, batch))
                self.types[uuid] = type_name
            self.now = dict(connection.execute("SELECT uuid, revision FROM record"))
            self.epoch = connection.execute("SELECT epoch FROM portal").fetchone()[0]
            self.counter = connection.execute("SELECT value FROM change_counter").fetchone()[0]
            self.files = connection.execute(
                "SELECT attachment, sha256, variant, content FROM attachment_file"
            ).fetchall()
            self.uploads = dict(connection.execute("SELECT id, state FROM upload"))
            self.batches = connection.execute("SELECT no, id, state, seq, answer FROM batch ORDER BY no").fetchall()

    def current(self, uuid: str) -> Revision | None:
        """The latest state."""
        states = self.revisions.get(uuid)
        return states[-1] if states else None

    def content(self, uuid: str) -> Record | None:
        """The content it has now."""
        state = self.current(uuid)
        return None if state is None else state.content


@dataclass(frozen=True)
class Shown:
    """What a workspace shows in plain sight: records that are waiting, in conflict or refused."""

    waiting: frozenset[str]
    conflicts: frozenset[str]
    refused: frozenset[str]
    in_flight: frozenset[str]

    @property
    def anywhere(self) -> frozenset[str]:
        """Records with something to tell."""
        return self.waiting | self.conflicts | self.refused | self.in_flight


def shown(workspace: Workspace) -> Shown:
    """What a workspace shows."""
    refused = frozenset(one.uuid for one in refusals.list_refusals(workspace))
    in_conflict = frozenset(one.uuid for one in conflicts.list_conflicts(workspace))
    flying = frozenset(uuid for _, uuid in outbox.all_in_flight(workspace))
    edited = frozenset(change.uuid for change in dirty(workspace) if change.state != "created_deleted")
    return Shown(edited - refused - in_conflict, in_conflict, refused, flying)


# --- at any time ------------------------------------------------------------------------------------------------------


def bases_have_content(workspace: Workspace, portal: PortalData) -> None:
    """No revision was adopted without its content: every base is, to the hash, what the portal has as that revision."""
    for type_name in TYPES:
        uuids = bases.base_uuids(workspace, type_name)
        for uuid, base in bases.get_bases(workspace, type_name, uuids).items():
            states = {state.number: state for state in portal.revisions.get(uuid, [])}
            state = states.get(base.revision)
            if state is None:
                raise Lost(f"{type_name} {uuid}: base {base.revision} was never a revision of the portal's")
            content = {name: value for name, value in {**base.record, **base.extra}.items() if name != "uuid"}
            digest = content_hash({"uuid": uuid, **content}) if any(v is not None for v in content.values()) else ""
            if not digest == base.hash == state.hash:
                raise Lost(f"{type_name} {uuid}: the content of base {base.revision} is not that revision's")


def history_is_straight(portal: PortalData) -> None:
    """Revisions 1 to n, none missing, none twice; the order of changes without a gap; each batch one effect."""
    for uuid, states in portal.revisions.items():
        if [state.number for state in states] != list(range(1, len(states) + 1)):
            raise Doubled(f"{uuid} has the revisions {[state.number for state in states]}")
        if portal.now.get(uuid) != states[-1].number:
            raise Lost(f"{uuid} stands at {portal.now.get(uuid)}, its history ends at {states[-1].number}")
    if set(portal.now) != set(portal.revisions):
        raise Lost("records without a history, or histories without a record")
    numbers = [seq for _, _, _, seq, _ in portal.batches if seq is not None]
    if sorted(numbers) != list(range(1, portal.counter + 1)):
        raise Doubled(f"the order of changes is {sorted(numbers)}, the counter stands at {portal.counter}")
    effects: dict[int, int] = {}
    for states in portal.revisions.values():
        for state in states:
            effects[state.batch] = effects.get(state.batch, 0) + 1
    for number, batch, state, _, answer in portal.batches:
        verdicts = json.loads(answer)["verdicts"] if answer else []
        took = sum(1 for verdict in verdicts if verdict["verdict"] in ("accepted", "merged"))
        if effects.pop(number, 0) != took:
            raise Doubled(f"batch {batch} ({state}) has another effect than its answer says: {took}")
    if effects:
        raise Doubled(f"effects of batches that are not there: {sorted(effects)}")


def outbox_agrees(workspace: Workspace, portal: PortalData, past: Collection[str] = ()) -> None:
    """What the workspace holds of its batches is what became of them: the same answer, byte for byte; what is void
    took no effect. ``past`` are batches of a state that the portal no longer has."""
    there = {batch: (state, answer) for _, batch, state, _, answer in portal.batches}
    for batch, state, answer in workspace.connection.rows("SELECT batch, state, answer FROM vidbudova_batch"):
        if batch in past:
            continue
        found, said = there.get(batch, (None, None))
        if state == "acknowledged" and (found != "answered" or bytes(said) != bytes(answer)):
            raise Lost(f"batch {batch} is acknowledged here, {found} on the portal, or with another answer")
        if state == "void" and found == "answered":
            raise Doubled(f"batch {batch} is void here and took effect on the portal")
    for batch, state, answer in workspace.connection.rows("SELECT batch, state, answer FROM vidbudova_relay"):
        if batch in past:
            continue
        found, said = there.get(batch, (None, None))
        if state == "answered" and (found != "answered" or bytes(said) != bytes(answer)):
            raise Lost(f"relayed batch {batch} is answered here, {found} on the portal, or with another answer")
        if state == "void" and found == "answered":
            raise Doubled(f"relayed batch {batch} is void here and took effect on the portal")


def nothing_is_doubled(ledger: Ledger, portal: PortalData) -> None:
    """Each record of the portal's was made once by somebody, and each value came into its history once."""
    for uuid, states in portal.revisions.items():
        if uuid not in ledger.born:
            raise Doubled(f"nobody made {portal.types[uuid]} {uuid}")
        if portal.types[uuid] != ledger.born[uuid]:
            raise Doubled(f"{uuid} was made as {ledger.born[uuid]} and is {portal.types[uuid]}")
        came: dict[tuple[str, str], int] = {}
        before: dict[str, str | None] = {}
        for state in states:
            if state.content is None:
                continue
            for name in {*before, *state.content}:
                value = key(state.content.get(name))
                if value is not None and value != before.get(name):
                    came[name, value] = came.get((name, value), 0) + 1
                before[name] = value
        for (name, value), times in came.items():
            place = (uuid, name)
            if times > 1 and (place, value) in ledger.seen and (place, value) not in ledger.again:
                raise Doubled(f"{uuid} {name}: {value} came {times} times")


# --- when all is calm again -------------------------------------------------------------------------------------------


def everything_is_accounted_for(ledger: Ledger, desks: Sequence[Desk], portal: PortalData) -> None:
    """Every committed edit is on the portal, or visibly waiting, in conflict or refused."""
    standing: dict[str, list[Record]] = {}
    disputed: dict[str, set[int]] = {}
    for uuid in portal.revisions:
        content = portal.content(uuid)
        if content is not None:
            standing.setdefault(uuid, []).append(content)
    for desk in desks:
        with desk.workspace() as workspace:
            visible = shown(workspace)
            for uuid in visible.anywhere:
                disputed.setdefault(uuid, set()).add(desk.number)
                record = workspace.get(ledger.born[uuid], uuid) if uuid in ledger.born else None
                if record is not None:
                    standing.setdefault(uuid, []).append(record)
    for uuid, records in ledger.deleted.items():
        if portal.content(uuid) is None or uuid in disputed:
            standing.setdefault(uuid, []).extend(records)
    lost = ledger.unaccounted(standing)
    if lost:
        raise Lost("; ".join(f"{value} of {name} in {uuid}" for (uuid, name), value in lost[:5]))
    for number, uuid in ledger.deleted_by:
        if portal.content(uuid) is not None and number not in disputed.get(uuid, ()):
            raise Lost(f"desk {number} deleted {uuid}, and nothing shows that it is there still")


def workspaces_are_equal(ledger: Ledger, desks: Sequence[Desk], portal: PortalData) -> None:
    """Who has nothing in dispute has what the portal has: content, geometry to the last bit, revision."""
    for desk in desks:
        with desk.workspace() as workspace:
            visible = shown(workspace)
            for type_name in TYPES:
                rows = {str(record["uuid"]): record for record in workspace.records(type_name)}
                based = bases.get_bases(workspace, type_name, bases.base_uuids(workspace, type_name))
                there = {uuid for uuid, kind in portal.types.items() if kind == type_name}
                for uuid in {*rows, *based, *there} - visible.anywhere:
                    _is_the_portals(f"desk {desk.number}, {type_name} {uuid}", uuid, rows, based, portal)


def _is_the_portals(
    what: str, uuid: str, rows: dict[str, Any], based: dict[str, bases.BaseRow], portal: PortalData
) -> None:
    state = portal.current(uuid)
    content = None if state is None else state.content
    row, base = rows.get(uuid), based.get(uuid)
    if content is None or state is None:
        if row is not None or base is not None:
            raise Lost(f"{what} stands here, clean, and the portal does not have it")
        return
    if row is None or base is None:
        raise Lost(f"{what} is on the portal and not here")
    if content_hash({"uuid": uuid, **row}) != state.hash:
        raise Lost(f"{what} is another here than on the portal: {row} / {content}")
    if base.revision != state.number:
        raise Lost(f"{what} has base {base.revision}, the portal is at {state.number}")


def nothing_is_stuck(desks: Sequence[Desk]) -> None:
    """After calm runs nothing waits but what is in conflict or refused, and no batch is under way."""
    for desk in desks:
        with desk.workspace() as workspace:
            visible = shown(workspace)
            if visible.in_flight or outbox.next_unfinished(workspace) is not None:
                raise Stuck(f"desk {desk.number}: a batch has no end: {sorted(visible.in_flight)}")
            held = visible.waiting - _hang_on(workspace, visible.conflicts | visible.refused)
            if held:
                raise Stuck(f"desk {desk.number}: these wait for ever: {sorted(held)}")


def _hang_on(workspace: Workspace, disputed: frozenset[str]) -> set[str]:
    """Records that rightly wait: their parent is in dispute, or somebody deleted it from under them."""
    found: set[str] = set()
    for type_name in TYPES:
        rtype = workspace.rtype(type_name)
        for record in workspace.records(type_name):
            for parent_type, parent in rtype.parents(record):
                if parent in disputed or workspace.get(parent_type, parent) is None:
                    found.add(str(record["uuid"]))
    return found


def files_are_whole(desks: Sequence[Desk], portal: PortalData, database: Path, past: Collection[str] = ()) -> None:
    """Each attachment's file is on the portal, and with everybody who wanted it, whole; nothing lies about, but what
    did in the ``past``.

    A file waits with whoever has it and has deleted its record, as long as that deletion is shown as being in dispute:
    what somebody wants gone is not sent. It goes when the portal's side is taken.
    """
    root = files_beside(database)
    lying = {path.name: path for path in root.glob("[0-9a-f][0-9a-f]/*")} if root.is_dir() else {}
    for name, path in lying.items():
        if hashlib.sha256(path.read_bytes()).hexdigest() != name:
            raise Lost(f"the portal's file {name} is not what its name says")
    named = {content for _, _, _, content in portal.files}
    if set(lying) - set(past) - named or named - set(lying):
        raise Lost(f"files without a record {set(lying) - named}, records without a file {named - set(lying)}")
    # A mark that somebody wants an upload's lock is no part of it; it stays where the portal dies, and is empty.
    parts = {path.name for path in (root / "parts").glob("*") if path.suffix != ".wanted" and path.name[0] != "."}
    orphans = {name for name in parts - set(past) if portal.uploads.get(name) not in ("open", "checked")}
    if orphans:
        raise Lost(f"half files of uploads that are over: {orphans}")
    there = {(attachment, sha256) for attachment, sha256, variant, _ in portal.files if variant == "original"}
    wanted = {}
    for uuid, kind in portal.types.items():
        content = portal.content(uuid) if kind == "attachment" else None
        if content is not None:
            wanted[uuid] = str(content["sha256"])
    for uuid in [uuid for uuid, sha256 in wanted.items() if (uuid, sha256) not in there]:
        if not any(_holds_back(desk, uuid, wanted[uuid]) for desk in desks):
            raise Stuck(f"the file of attachment {uuid} is not on the portal")
        del wanted[uuid]
    for desk in desks:
        for name in files.stored(desk.folder):
            _is_whole(desk, name)
        with desk.workspace() as workspace:
            for uuid, sha256 in wanted.items():
                if workspace.get("attachment", uuid) is not None and not files.has(desk.folder, sha256):
                    raise Lost(f"desk {desk.number} has attachment {uuid} and not its file")


def _is_whole(desk: Desk, name: str) -> None:
    try:
        files.open_verified(desk.folder, name).close()
    except StoreError as error:
        raise Lost(f"desk {desk.number}: the file {name} is not what its name says ({error.code})") from error


def _holds_back(desk: Desk, uuid: str, sha256: str) -> bool:
    """Whether the desk has a file and does not send it since the deletion of its record is in dispute there."""
    with desk.workspace() as workspace:
        visible = shown(workspace)
        disputed = uuid in visible.conflicts | visible.refused
        return disputed and workspace.get("attachment", uuid) is None and files.has(desk.folder, sha256)


def files_beside(database: Path) -> Path:
    """The folder in which a portal keeps its files."""
    opened = open_database(f"sqlite:///{database}")
    try:
        found = opened.files_beside()
    finally:
        opened.close()
    assert found is not None
    return found
