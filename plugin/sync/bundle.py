"""Bundles: what waits goes into one file, on a stick or by messenger, and another workspace takes it on its way.

Exporting freezes all that waits and writes every batch that is not answered; so a bundle that got lost is exported
again. Importing reads all of it first and changes nothing unless all of it is sound; then files, then one transaction.
"""

from __future__ import annotations

import base64
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from ..contract import batch as batches
from ..contract import wire
from ..contract.batch import Batch
from ..errors import ContractError, ExchangeError, StoreError
from ..records.values import new_uuid
from ..store import audit, changes, conflicts, files, identity, journal, outbox, refusals, relay, sample, shown, steps
from ..store.lock import EngineLock
from ..store.relay import NewBundle, NewRelay, RelayItem
from ..store.workspace import Workspace
from . import bookkeeping, bundle_file, entitled, sealing
from .bundle_file import BundleReader
from .bundle_manifest import Manifest, Part
from .bundle_reading import Barred, Found, read_through
from .chaining import freeze_all
from .devices import DeviceKey
from .freeze import Key, Refused, Sender, Sizes
from .retry import SystemClock


@dataclass(frozen=True)
class Outlook:
    """What an export would hold: edits that wait, edits of earlier batches without an answer, files of attachments."""

    waiting: int
    again: int
    files: int


@dataclass(frozen=True)
class Exported:
    """What went into a bundle. ``new`` counts records frozen now, ``again`` those of earlier, unanswered batches;
    ``missing`` are files that are not here, ``left`` records that stay behind (in conflict, refused, being edited or
    on their way for somebody else)."""

    path: Path
    batches: int
    new: int
    again: int
    files: int
    missing: tuple[str, ...]
    left: int
    refused: tuple[Refused, ...]
    signed: bool
    bytes: int

    @property
    def records(self) -> int:
        """Edits in the bundle."""
        return self.new + self.again


@dataclass(frozen=True)
class Preview:
    """What an import would do. ``counts`` are records by type and op in batches that are new here; ``known`` batches
    are here already, ``own`` ones were made in this very workspace; ``left_out`` batches are left to their author for
    the ``barred`` records in them."""

    bundle: str
    name: str
    author_name: str
    organisation: str | None
    made_at: str
    signed: bool
    sealed: bool
    batches: int
    new: int
    known: int
    own: int
    left_out: int
    counts: Mapping[tuple[str, str], int]
    files: int
    file_bytes: int
    barred: tuple[Barred, ...]

    @property
    def records(self) -> int:
        """Edits that would be taken in."""
        return sum(self.counts.values())


@dataclass(frozen=True)
class Imported:
    """What an import did. ``number`` is the bundle's here, None where nothing was new; ``shown`` counts rows that show
    it now."""

    number: int | None
    preview: Preview
    shown: int = 0
    files: int = 0


# --- export ----------------------------------------------------------------------------------------------------------


def can_export(ws: Workspace) -> bool:
    """Whether the workspace knows its portal and account: without them nobody could tell whose a bundle is."""
    return ws.get_meta(bookkeeping.PORTAL) is not None and ws.get_meta(bookkeeping.ACCOUNT) is not None


def outlook(ws: Workspace, leave_out: Collection[Key] = frozenset()) -> Outlook:
    """What an export would hold. Raises ``bundle.no_contact``."""
    if not can_export(ws):
        raise ExchangeError("bundle.no_contact")
    stays = _blocked(ws) | set(leave_out)
    stored = [one for one in outbox.unfinished(ws) if _is_sound(one)]
    flying = outbox.own_in_flight(ws)
    hashes = set(_hashes_of(stored))
    waiting = 0
    for change in changes.dirty(ws, skip=stays | flying):
        waiting += change.state != "created_deleted"
        if change.type == "attachment" and change.mine is not None:
            hashes.add(str(change.mine.get("sha256")))
    waiting += sum(
        journal.edited_after(ws, *key, outbox.chain(ws, *key)[-1].journal_seq) for key in flying if key not in stays
    )
    here = sum(files.is_hash(one) and files.has(ws.folder, one) for one in hashes)
    return Outlook(waiting, sum(len(one.items) for one in stored), here)


def export_bundle(
    ws: Workspace,
    path: Path,
    *,
    device: DeviceKey | None = None,
    passphrase: str | None = None,
    with_files: bool = True,
    leave_out: Collection[Key] = frozenset(),
    lang: str = "uk",
    moment: datetime | None = None,
) -> Exported | None:
    """Writes the bundle at ``path``, in place of what is there; None where nothing waits.

    ``leave_out`` are records with uncommitted edits. What is frozen here may have arrived from now on: the next sync
    asks after it first. Raises ExchangeError ``bundle.…``, StoreError; where the file cannot be written, what was
    frozen waits for the next bundle or sync.
    """
    if passphrase is not None:
        sealing.check_passphrase(passphrase)
        if not sealing.available():
            raise ExchangeError("bundle.no_cryptography")
    sample.keep_home(ws)
    portal, account = ws.get_meta(bookkeeping.PORTAL), entitled.account_of(ws)
    if portal is None or account is None:
        raise ExchangeError("bundle.no_contact")
    if ws.read_only:
        raise ws.read_only_reason
    with EngineLock(ws.folder):
        now = moment or SystemClock().now()
        stays = _blocked(ws) | set(leave_out)
        if not audit.triggers_present(ws):
            audit.repair(ws)
        identity.restore_identities(ws)
        sender = Sender(portal, ws.get_meta(bookkeeping.SEEN_AT), lang)
        frozen = freeze_all(ws, sender, now, Sizes(), stays)
        stored = [one for one in outbox.unfinished(ws) if _is_sound(one)]
        for one in stored:
            if one.state == "pending":
                outbox.mark_sending(ws, one.batch)
    if not stored:
        return None
    if device is not None and (device.portal, device.account) != (portal, account.account):
        device = None
    hashes = _hashes_of(stored) if with_files else {}
    fresh = {one.id for one in frozen.sent}
    missing: list[str] = []
    with bundle_file.writing(path, passphrase) as writer:
        for one in stored:
            writer.batch(one.batch, one.body, None if device is None else device.sign(one.body))
        for sha256 in hashes:
            if not _add_file(ws, writer, sha256):
                missing.append(sha256)
        writer.finish(
            Manifest(
                bundle=new_uuid(),
                portal=portal,
                organisation=account.organisation,
                author=account.account,
                author_name=account.name,
                device=None if device is None else device.device,
                public=None if device is None else base64.b64encode(device.public).decode("ascii"),
                made_at=now.isoformat(timespec="seconds"),
                answered=_answered(stored),
                parts=tuple(writer.parts),
            )
        )
    return Exported(
        path=path,
        batches=len(stored),
        new=sum(len(one.items) for one in stored if one.batch in fresh),
        again=sum(len(one.items) for one in stored if one.batch not in fresh),
        files=len(hashes) - len(missing),
        missing=tuple(missing),
        left=len(stays.intersection(change.key for change in changes.dirty(ws))),
        refused=frozen.refused,
        signed=device is not None,
        bytes=path.stat().st_size,
    )


def _blocked(ws: Workspace) -> set[Key]:
    """Records that are not sent: in conflict, refused and not edited since, or to be relayed for somebody else."""
    found = {conflict.key for conflict in conflicts.list_conflicts(ws)}
    found |= {refusal.key for refusal in refusals.list_refusals(ws)}
    return found | (outbox.all_in_flight(ws) - outbox.own_in_flight(ws))


def _is_sound(one: outbox.OutboxBatch) -> bool:
    """Whether the disk has kept a batch as it was frozen; the next sync gives a damaged one up."""
    try:
        return batches.decode(one.body).batch == one.batch
    except ContractError:
        return False


def _hashes_of(stored: list[outbox.OutboxBatch]) -> dict[str, None]:
    """The files that attachments in the batches speak of."""
    found: dict[str, None] = {}
    for one in stored:
        for item in batches.decode(one.body).items:
            sha256 = item.set.get("sha256") if item.type == "attachment" else None
            if isinstance(sha256, str) and files.is_hash(sha256):
                found[sha256] = None
    return found


def _add_file(ws: Workspace, writer: bundle_file.BundleWriter, sha256: str) -> bool:
    try:
        source = files.open_verified(ws.folder, sha256)
    except StoreError as error:
        if error.code in ("store.file_missing", "store.file_damaged"):
            return False
        raise
    with source:
        writer.file(sha256, source)
    return True


def _answered(stored: list[outbox.OutboxBatch]) -> tuple[str, ...]:
    """Batches that items follow and that are not in the bundle, because the portal has answered them."""
    here = {one.batch for one in stored}
    follows = {item.after for one in stored for item in one.items if item.after is not None}
    return tuple(sorted(follows - here))


# --- import ----------------------------------------------------------------------------------------------------------


def examine(ws: Workspace, path: Path, passphrase: str | None = None, lang: str = "uk") -> Preview:
    """What importing the bundle at ``path`` would do; all of it is read and checked, nothing is changed.

    Raises ExchangeError ``bundle.…`` where it is damaged, forged, sealed otherwise, or for another portal, StoreError
    ``store.sample`` for the sample workspace.
    """
    sample.keep_home(ws)
    with read_through(ws, path, passphrase, lang) as (reader, found):
        return _preview(path, reader, found)


def import_bundle(
    ws: Workspace,
    path: Path,
    passphrase: str | None = None,
    *,
    leave: Collection[Key] = frozenset(),
    lang: str = "uk",
) -> Imported:
    """Takes the bundle at ``path`` in, to be relayed with the next sync; what is here already stays as it is.

    Rows of records in ``leave`` are not touched. Raises as :func:`examine` does, and StoreError; then nothing has
    happened, except that files may lie among the attached ones, which are swept in time.
    """
    if ws.read_only:
        raise ws.read_only_reason
    sample.keep_home(ws)
    with EngineLock(ws.folder), read_through(ws, path, passphrase, lang) as (reader, found):
        preview = _preview(path, reader, found)
        brought = _take_files(ws, reader, found) if found.new or found.known else ()
        number = _put(ws, path, found, brought, preview.records) if found.new else None
        count = _show(ws, [part.batch for part in found.manifest.batches], leave)
    return Imported(number, preview, count, len(brought))


def _put(ws: Workspace, path: Path, found: Found, brought: tuple[str, ...], records: int) -> int:
    """The bundle and its batches, taken in as one step that can be undone; the bundle's number."""
    manifest = found.manifest
    bundle = NewBundle(
        bundle=manifest.bundle,
        name=path.name,
        author=manifest.author,
        author_name=manifest.author_name,
        organisation=manifest.organisation,
        made_at=manifest.made_at,
        files=brought,
    )
    relays = [_relay_of(manifest, part, batch, body) for part, batch, body in found.new]
    with steps.recording(ws, "import", n=records) as step, ws.silenced():
        changes.reconcile_clean(ws, only=_keys(ws, found))
        number = relay.put_bundle(ws, bundle, relays)
        step.payload = {"bundle": number}
    return number


def _show(ws: Workspace, batches_here: Iterable[str], leave: Collection[Key]) -> int:
    """Shows what can be shown, a batch at a time: nobody who commits meanwhile waits for long.

    Where the workspace is busy or its disk full the rest is not shown. It is passed on all the same.
    """
    count = 0
    for batch in batches_here:
        if relay.state_of(ws, batch) not in ("pending", "sending"):
            continue
        try:
            with ws.applying():
                count += shown.show(ws, [batch], leave)
        except StoreError:
            break
    return count


def _preview(path: Path, reader: BundleReader, found: Found) -> Preview:
    manifest = found.manifest
    counts: Counter[tuple[str, str]] = Counter(
        (item.type, item.op) for _, batch, _ in found.new for item in batch.items
    )
    return Preview(
        bundle=manifest.bundle,
        name=path.name,
        author_name=manifest.author_name,
        organisation=manifest.organisation,
        made_at=manifest.made_at,
        signed=manifest.device is not None,
        sealed=reader.sealed,
        batches=len(manifest.batches),
        new=len(found.new),
        known=found.known,
        own=found.own,
        left_out=found.left_out,
        counts=dict(counts),
        files=len(manifest.files),
        file_bytes=sum(part.bytes for part in manifest.files),
        barred=tuple(found.barred),
    )


def _keys(ws: Workspace, found: Found) -> list[Key]:
    return [item.key for _, batch, _ in found.new for item in batch.items if item.type in ws.catalogue.types]


def _relay_of(manifest: Manifest, part: Part, batch: Batch, body: bytes) -> NewRelay:
    items = tuple(
        RelayItem(
            position=position,
            type=item.type,
            uuid=item.uuid,
            op=item.op,
            base=item.base,
            after=item.after,
            set_json=wire.dump(item.set).decode("utf-8"),
        )
        for position, item in enumerate(batch.items)
    )
    return NewRelay(part.batch, body, manifest.device if part.signature else None, part.signature, items)


class _PartSource:
    """A file of a bundle, to be read from."""

    def __init__(self, pieces: Iterator[bytes]) -> None:
        self._pieces = pieces
        self._left = b""

    def read(self, size: int, /) -> bytes:
        """At most ``size`` bytes; none at the end."""
        if not self._left:
            self._left = next(self._pieces, b"")
        found, self._left = self._left[:size], self._left[size:]
        return found


def _take_files(ws: Workspace, reader: BundleReader, found: Found) -> tuple[str, ...]:
    """Puts the files of the bundle among the attached ones; the hashes of those that were not there."""
    taken = []
    for part in found.manifest.files:
        if files.has(ws.folder, part.sha256):
            continue
        files.import_stream(ws.folder, _PartSource(reader.pieces(part)), part.sha256, max(part.bytes, 1))
        taken.append(part.sha256)
    return tuple(taken)
