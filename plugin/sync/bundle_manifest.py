"""What a bundle says of itself: whose it is, for which portal, and what is in it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final, Literal, cast

from ..contract import wire
from ..contract.limits import CONTRACT_VERSION
from ..errors import ContractError, ExchangeError

FORMAT: Final = 1
MANIFEST: Final = "manifest.json"
MAX_ENTRIES: Final = 10_000
MAX_MANIFEST: Final = 4 * 1_048_576

Kind = Literal["batch", "file"]


@dataclass(frozen=True)
class Part:
    """One thing in a bundle. ``entries`` are the zip entries that hold it, in order; ``bytes`` and ``sha256`` are those
    of the whole. ``batch`` is a batch's id, ``signature`` the author's device's over its bytes (base64)."""

    kind: Kind
    entries: tuple[str, ...]
    bytes: int
    sha256: str
    batch: str = ""
    signature: str | None = None


@dataclass(frozen=True)
class Manifest:
    """What a bundle says of itself: claims, all of them, until a portal has checked the signatures.

    ``author`` is an account's id, ``public`` the key (base64) that the device says it signs with. ``answered`` are
    batches that items follow and that the portal had answered when the bundle was made.
    """

    bundle: str
    portal: str
    organisation: str | None
    author: str
    author_name: str
    device: str | None
    public: str | None
    made_at: str
    answered: tuple[str, ...]
    parts: tuple[Part, ...]

    @property
    def batches(self) -> tuple[Part, ...]:
        """The frozen batches in the order in which they have to arrive."""
        return tuple(part for part in self.parts if part.kind == "batch")

    @property
    def files(self) -> tuple[Part, ...]:
        """The files of attachments."""
        return tuple(part for part in self.parts if part.kind == "file")


def encode_manifest(manifest: Manifest) -> bytes:
    """The manifest as compact UTF-8 JSON."""
    parts = []
    for part in manifest.parts:
        entry: dict[str, Any] = {
            "kind": part.kind,
            "entries": list(part.entries),
            "bytes": part.bytes,
            "sha256": part.sha256,
        }
        if part.kind == "batch":
            entry |= {"batch": part.batch, "signature": part.signature}
        parts.append(entry)
    return wire.dump(
        {
            "format": FORMAT,
            "bundle": manifest.bundle,
            "contract": CONTRACT_VERSION,
            "portal": manifest.portal,
            "organisation": manifest.organisation,
            "author": {"account": manifest.author, "name": manifest.author_name},
            "device": manifest.device,
            "public": manifest.public,
            "made_at": manifest.made_at,
            "answered": list(manifest.answered),
            "parts": parts,
        }
    )


def decode_manifest(body: bytes) -> Manifest:
    """The manifest in ``body``. Raises ExchangeError ``bundle.other_format``, ``bundle.other_contract``,
    ``bundle.damaged``."""
    try:
        document = wire.as_object(wire.parse(body, max_bytes=MAX_MANIFEST, unique_keys=True))
        if wire.whole(document, "format", "") != FORMAT:
            raise ExchangeError("bundle.other_format")
        theirs = wire.whole(document, "contract", "")
        if theirs != CONTRACT_VERSION:
            raise ExchangeError("bundle.other_contract", theirs=theirs, ours=CONTRACT_VERSION)
        author = wire.as_object(wire.member(document, "author", ""), "/author")
        answered = wire.as_list(wire.member(document, "answered", ""), "/answered", most=100_000)
        entries = wire.as_list(wire.member(document, "parts", ""), "/parts", most=MAX_ENTRIES)
        device = None if document.get("device") is None else wire.matching(document, "device", "", wire.UUID)
        return Manifest(
            bundle=wire.matching(document, "bundle", "", wire.UUID),
            portal=wire.text(document, "portal", "", most=200),
            organisation=wire.optional_text(document, "organisation", "", most=20),
            author=wire.text(author, "account", "/author", most=200),
            author_name=wire.text(author, "name", "/author", most=300),
            device=device,
            public=wire.optional_text(document, "public", "", most=100),
            made_at=wire.instant(document, "made_at", ""),
            answered=tuple(str(one) for one in answered),
            parts=wire.each(entries, "/parts", _read_part),
        )
    except ContractError as error:
        raise ExchangeError("bundle.damaged", part=f"{MANIFEST} {error.params.get('pointer', '')}".strip()) from error


def _read_part(entry: Any, pointer: str) -> Part:
    source = wire.as_object(entry, pointer)
    kind = cast(Kind, wire.one_of(source, "kind", pointer, ("batch", "file")))
    entries = wire.as_list(wire.member(source, "entries", pointer), f"{pointer}/entries", most=MAX_ENTRIES)
    if not entries or not all(isinstance(name, str) for name in entries):
        wire.fault("bad_value", f"{pointer}/entries")
    return Part(
        kind=kind,
        entries=tuple(entries),
        bytes=wire.whole(source, "bytes", pointer, least=0),
        sha256=wire.matching(source, "sha256", pointer, wire.SHA256),
        batch=wire.matching(source, "batch", pointer, wire.UUID) if kind == "batch" else "",
        signature=wire.optional_text(source, "signature", pointer, most=200) if kind == "batch" else None,
    )
