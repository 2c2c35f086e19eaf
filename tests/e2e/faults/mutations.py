"""Faults put into the programs themselves, by name: what the harness has to find, or it would be worth nothing.

Each gets ``patch(owner, name, value)``: pytest's ``monkeypatch.setattr`` in a test's own process, ``setattr`` in a
child.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

Patch = Callable[[Any, str, Any], None]
MUTATIONS: dict[str, Callable[[Patch], None]] = {}


def _mutation(function: Callable[[Patch], None]) -> Callable[[Patch], None]:
    MUTATIONS[function.__name__] = function
    return function


def apply(name: str | None, patch: Patch = setattr) -> None:
    """Breaks this process in the way of that name; None breaks nothing."""
    if name is not None:
        MUTATIONS[name](patch)


# --- offices ----------------------------------------------------------------------------------------------------------


@_mutation
def does_not_ask(patch: Patch) -> None:
    """After anything ambiguous the batch is given up and its records are frozen anew, as if nothing had arrived."""
    from plugin.errors import PortalError
    from plugin.sync.portal import PortalClient

    def get_batch(*_: Any) -> None:
        raise PortalError("portal.batch_void")

    patch(PortalClient, "get_batch", get_batch)


@_mutation
def adopts_without_content(patch: Patch) -> None:
    """The revision of a merge is taken over, the content that came with it is not."""
    from plugin.sync import apply as applying

    settle = applying.settle

    def numbers_only(*args: Any, origin: Any, theirs: Any, **more: Any) -> Any:
        return settle(*args, origin=origin, theirs=replace(theirs, record=origin), **more)

    patch(applying, "settle", numbers_only)


@_mutation
def forgets_an_edit(patch: Patch) -> None:
    """What was edited while its batch was under way is taken for what was sent."""
    from plugin.sync.apply import _Application

    patch(_Application, "_edited_since", lambda *_: False)


@_mutation
def skips_a_change(patch: Patch) -> None:
    """The cursor moves over a change that was not applied."""
    from plugin.sync import receive

    apply_page = receive.apply_page

    def all_but_one(ws: Any, page: Any, **more: Any) -> Any:
        return apply_page(ws, replace(page, items=page.items[:-1]), **more)

    patch(receive, "apply_page", all_but_one)


@_mutation
def never_resumes(patch: Patch) -> None:
    """A batch of an earlier run stays as it is."""
    from plugin.sync.push import Push

    def resume(_: Any) -> Any:
        yield from ()

    patch(Push, "resume", resume)


@_mutation
def waits_for_ever(patch: Patch) -> None:
    """No read time-out is set, and no total one."""
    from plugin.sync.transport import RequestsTransport

    send = RequestsTransport.send

    def patient(self: Any, request: Any, **limits: Any) -> Any:
        return send(self, request, **{**limits, "read_timeout": 3600.0})

    patch(RequestsTransport, "send", patient)


@_mutation
def takes_theirs(patch: Patch) -> None:
    """A conflict met in pulling is settled for the portal, without a word."""
    from plugin.sync import pull

    settle = pull.settle

    def for_them(*args: Any, origin: Any, mine: Any, **more: Any) -> Any:
        return settle(*args, origin=origin, mine=origin, **more)

    patch(pull, "settle", for_them)


@_mutation
def takes_sent_for_arrived(patch: Patch) -> None:
    """A file counts as being on the portal as soon as it is opened for sending."""
    from plugin.store import transfers
    from plugin.sync.uploading import _Sending

    def all_of_it(self: Any) -> Any:
        run = self._run
        yield from run.write(lambda: transfers.arrived(run.ws, self._one, run.portal, run.epoch))
        return False

    patch(_Sending, "all", all_of_it)


@_mutation
def keeps_half_a_file(patch: Patch) -> None:
    """A file that was fetched takes its place without being looked at, and its end is missing."""
    from plugin.store import files

    def adopt(folder: Any, sha256: str, variant: Any, _content: Any) -> str:
        part = files.part_of(folder, sha256, variant)
        with part.open("r+b") as stream:
            stream.truncate(stream.seek(0, 2) - 1)
        files._place(folder, part, files.path_of(folder, sha256, variant), None)
        return sha256

    patch(files, "adopt_part", adopt)


@_mutation
def takes_new_work_for_an_old_state(patch: Patch) -> None:
    """After the portal was put back, what others have done there since counts as a state from before."""
    from plugin.sync.restored import Restoration

    patch(Restoration, "is_old", lambda *_: True)


# --- portals ----------------------------------------------------------------------------------------------------------


@_mutation
def last_writer_wins(patch: Patch) -> None:
    """Who changes a field that others changed meanwhile overwrites it."""
    from portal.intake.judge import Judge

    merge = Judge._merge

    def from_now(self: Any, item: Any, rtype: Any, state: Any, origin: Any, mine: Any) -> Any:
        return merge(self, item, rtype, state, state.content, {**state.content, **item.set})

    patch(Judge, "_merge", from_now)


@_mutation
def repeats_take_effect(patch: Patch) -> None:
    """A batch that comes once more is taken once more."""
    import json

    from sqlalchemy import text

    from portal.intake import receive

    replay = receive._replay

    def again(connection: Any, row: Any, *more: Any) -> Any:
        for verdict in json.loads(row.answer)["verdicts"]:
            if verdict["verdict"] == "accepted":
                names = ", ".join(
                    column.name for column in receive.schema.revision.columns if column.name != "revision"
                )
                connection.execute(
                    text(
                        f"INSERT INTO revision (revision, {names}) SELECT max(revision) + 1, {names} FROM revision"
                        " WHERE uuid = :uuid"
                    ),
                    {"uuid": verdict["uuid"]},
                )
                connection.execute(
                    text("UPDATE record SET revision = revision + 1 WHERE uuid = :uuid"), {"uuid": verdict["uuid"]}
                )
        return replay(connection, row, *more)

    patch(receive, "_replay", again)


@_mutation
def makes_twins(patch: Patch) -> None:
    """A record that is made is made twice, under two identities."""
    from portal.intake.judge import Judge
    from portal.intake.world import World

    put = World.put

    def twice(self: Any, state: Any) -> None:
        put(self, state)
        if state.is_new:
            twin = "ffffffff" + state.uuid[8:]
            put(self, replace(state, uuid=twin, content={**state.content, "uuid": twin}))

    assert Judge
    patch(World, "put", twice)


@_mutation
def void_means_nothing(patch: Patch) -> None:
    """A batch is said to be void, and nothing is written down of that: a late copy takes effect."""
    from portal.intake.receive import Intake

    patch(Intake, "void", lambda *_: None)


@_mutation
def leaves_a_gap(patch: Patch) -> None:
    """The order of changes skips numbers."""
    from portal.intake import receive
    from portal.sequence import take

    def two(connection: Any) -> int:
        take(connection)
        return take(connection)

    patch(receive.sequence, "take", two)


@_mutation
def takes_half_files(patch: Patch) -> None:
    """An upload is over with whatever has arrived first."""
    from portal.files.disk import Folder
    from portal.files.uploads import DONE, Uploads

    def at_once(self: Any, upload: Any) -> Any:
        if upload.state != DONE and self.folder.size(upload.id):
            upload = self._finish(upload)
        return upload, upload.wish.length if upload.state == DONE else 0

    patch(Uploads, "arrived", at_once)
    patch(Uploads, "_flaw", lambda *_: None)
    patch(Folder, "has", lambda self, sha256, _size: self.path(sha256).exists())


@_mutation
def does_not_link_files(patch: Patch) -> None:
    """A whole file lies in the folder, and no record says whose it is."""
    from portal.files.uploads import Uploads

    patch(Uploads, "_insert_link", lambda *_: None)


@_mutation
def keeps_its_epoch(patch: Patch) -> None:
    """A portal that was put back passes for the one it was."""
    from portal import meta

    def same(database: Any) -> Any:
        with database.reading() as connection:
            return meta.read(connection)

    patch(meta, "renew_epoch", same)
