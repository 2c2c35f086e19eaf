"""Reading a bundle through before anything of it is taken in: every part is sound, and what of it is news here."""

from __future__ import annotations

import base64
import binascii
import contextlib
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from ..contract import batch as batches
from ..contract.batch import Batch, Item
from ..contract.device import decode_signature
from ..contract.service import Account
from ..errors import ContractError, ExchangeError
from ..store import base as bases
from ..store import outbox, relay, shown
from ..store.titles import record_title
from ..store.workspace import Workspace
from . import bookkeeping, bundle_file, ed25519, entitled
from .bundle_file import BundleReader
from .bundle_manifest import Manifest, Part

MOST_BARRED = 200
"""Records that are named as ones this account may not pass on."""


@dataclass(frozen=True)
class Barred:
    """A record whose batch this account may not pass on, and by which rule."""

    type: str
    uuid: str
    title: str
    rule: str


@dataclass
class Found:
    """A bundle that was read through: its batches that are new here, and what stands in the way of others."""

    manifest: Manifest
    new: list[tuple[Part, Batch, bytes]] = field(default_factory=list)
    known: int = 0
    own: int = 0
    left_out: int = 0
    barred: list[Barred] = field(default_factory=list)


@contextlib.contextmanager
def read_through(ws: Workspace, path: Path, passphrase: str | None, lang: str) -> Iterator[tuple[BundleReader, Found]]:
    """The bundle at ``path``, all of it checked, and what of it is new. Raises ExchangeError ``bundle.…``."""
    portal, account = ws.get_meta(bookkeeping.PORTAL), entitled.account_of(ws)
    if portal is None or account is None:
        raise ExchangeError("bundle.no_contact_here")
    with bundle_file.opened(path, passphrase) as reader:
        manifest = reader.manifest
        if manifest.portal != portal:
            raise ExchangeError("bundle.other_portal", theirs=manifest.portal, ours=portal)
        found = Found(manifest)
        earlier: set[str] = set(manifest.answered)
        stopped: set[str] = set()
        born: dict[str, Mapping[str, Any]] = {}
        hashes: set[str] = set()
        for part in manifest.batches:
            body = reader.batch(part)
            batch = _checked(manifest, part, body, earlier)
            earlier.add(part.batch)
            hashes.update(str(item.set.get("sha256")) for item in batch.items if item.type == "attachment")
            _sort(ws, account, found, (part, batch, body), stopped, born, lang)
        for part in manifest.files:
            if part.sha256 not in hashes:
                raise ExchangeError("bundle.bad_name", name=f"files/{part.sha256}")
            for _ in reader.pieces(part):
                pass
        yield reader, found


def _checked(manifest: Manifest, part: Part, body: bytes, earlier: Collection[str]) -> Batch:
    """The batch in ``body``, which is one of this bundle's, for its portal, signed by whom it says, in its place."""
    try:
        batch = batches.decode(body)
    except ContractError as error:
        if error.code == "contract.version":
            raise ExchangeError(
                "bundle.other_contract", theirs=error.params.get("theirs"), ours=error.params.get("ours")
            ) from error
        raise ExchangeError("bundle.damaged", part=part.entries[0]) from error
    if batch.batch != part.batch:
        raise ExchangeError("bundle.damaged", part=part.entries[0])
    if batch.portal != manifest.portal:
        raise ExchangeError("bundle.other_portal", theirs=batch.portal, ours=manifest.portal)
    if part.signature is not None or manifest.device is not None:
        _check_signature(manifest, part, body)
    missing = next((item.after for item in batch.items if item.after is not None and item.after not in earlier), None)
    if missing is not None:
        raise ExchangeError("bundle.part_missing", name=missing)
    return batch


def _check_signature(manifest: Manifest, part: Part, body: bytes) -> None:
    """Whether the device that the bundle names signed the batch; whose device it is, the portal tells."""
    try:
        public = base64.b64decode(manifest.public or "", validate=True)
    except binascii.Error:
        public = b""
    signature = decode_signature(part.signature or "")
    if manifest.device is None or signature is None or not ed25519.verify(public, signature, body):
        raise ExchangeError("bundle.forged", part=part.entries[0])


def _sort(
    ws: Workspace,
    account: Account,
    found: Found,
    one: tuple[Part, Batch, bytes],
    stopped: set[str],
    born: dict[str, Mapping[str, Any]],
    lang: str,
) -> None:
    """Where a batch belongs: new, known, one's own, or left to its author."""
    part, batch, body = one
    state = relay.state_of(ws, part.batch)
    here = relay.body_of(ws, part.batch)
    mine = outbox.get_batch(ws, part.batch)
    if mine is not None:
        here = mine.body
    if here is not None and here != body and state != "void":
        raise ExchangeError("bundle.differs", part=part.entries[0])
    if mine is not None:
        found.own += 1
        return
    if state is not None and state != "void":
        found.known += 1
        return
    barred = []
    for item in batch.items:
        known = born.get(item.uuid) or _known(ws, item)
        rule = entitled.hindrance(account, found.manifest.organisation, item, known)
        if rule is not None:
            barred.append(_barred(ws, item, known, rule, lang))
    follows = {item.after for item in batch.items if item.after is not None}
    if barred or follows.intersection(stopped):
        stopped.add(part.batch)
        found.left_out += 1
        found.barred += barred[: max(0, MOST_BARRED - len(found.barred))]
        return
    for item in batch.items:
        if item.op != "delete":
            born[item.uuid] = shown.with_set(born.get(item.uuid) or _known(ws, item) or {}, item.set)
    found.new.append(one)


def _known(ws: Workspace, item: Item) -> Mapping[str, Any] | None:
    """The record of an item as it is known here; None where it is not."""
    if item.type not in ws.catalogue.types:
        return None
    base = bases.get_base(ws, item.type, item.uuid)
    return ws.get(item.type, item.uuid) if base is None else base.record


def _barred(ws: Workspace, item: Item, known: Mapping[str, Any] | None, rule: str, lang: str) -> Barred:
    rtype = ws.catalogue.types.get(item.type)
    values = {**(known or {}), **item.set}
    title = "" if rtype is None else record_title(ws, rtype, values, lang) or rtype.label(lang)
    return Barred(item.type, item.uuid, title or item.uuid, rule)
