"""Turning a photo that lies on its side: a new file, of which not a pixel is encoded anew where the format can say how
it is to be held.

JPEG and TIFF say so in one entry (Orientation, tag 0x0112: TIFF 6.0, CIPA DC-008). A copy with another entry is a file
of its own, with a hash of its own, so whoever gets it sees it upright and the step can be undone like any other: the
file as it came stays on the disk as long as that. Other pictures are drawn anew by whoever can (`draw`).
"""

from __future__ import annotations

import shutil
import struct
import tempfile
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import BinaryIO

from ..errors import StoreError, VidbudovaError
from ..records import media
from ..records.catalogue import Catalogue
from . import files, step_words, steps, transfers
from .attaching import Attached
from .workspace import Workspace

Draw = Callable[[Path, Path, int], None]
"""Writes the picture at the first path, turned clockwise by so many quarters, to the second. Raises StoreError."""

_CLOCKWISE = {1: 6, 6: 3, 3: 8, 8: 1, 2: 7, 7: 4, 4: 5, 5: 2}
"""What an orientation becomes by a quarter clockwise."""
_ORIENTATION, _SHORT = 0x0112, 3
_MOST_SEGMENTS = 256
_MOST_SEGMENT = 0xFFFF - 2
_EXIF = b"Exif\0\0"


def turn(ws: Workspace, uuid: str, quarters: int, draw: Draw) -> None:
    """Turn the picture of an attachment clockwise, as one step that can be undone; it is sent anew.

    Raises ``store.no_such_record``, ``store.file_missing`` (only the portal has it), ``store.file_damaged``,
    ``store.picture_cannot_turn``, ``store.disk_full``, ``store.read_only``, ``store.busy``.
    """
    if ws.read_only:
        raise ws.read_only_reason
    record = ws.get("attachment", uuid)
    if record is None:
        raise StoreError("store.no_such_record", uuid=uuid)
    if quarters % 4 == 0:
        return
    name, before = str(record.get("file_name") or ""), str(record.get("sha256") or "")
    kind = media.media_type(str(record.get("media_type") or ""))
    if kind is None or kind.kind != "photo":
        raise StoreError("store.picture_cannot_turn", path=name)
    with tempfile.TemporaryDirectory(prefix="vidbudova-") as folder:
        target = Path(folder, "turned" + kind.suffixes[0])
        with files.open_verified(ws.folder, before) as source, target.open("w+b") as written:
            by_entry = turn_by_entry(source, written, quarters)
        if not by_entry:
            try:
                draw(files.path_of(ws.folder, before), target, quarters)
            except StoreError as error:
                error.params["path"] = name  # not the hash that it is kept under
                raise
        stored = files.import_path(ws.folder, target, files.MAX_PICTURE_BYTES)
    with steps.recording(ws, "edit", n=1, **step_words.describe(ws, ("attachment", uuid))):
        current = ws.get("attachment", uuid)
        if current is None or current.get("sha256") != before:
            raise StoreError("store.no_such_record", uuid=uuid)  # another file, or none, meanwhile
        ws.update("attachment", uuid, {"sha256": stored.sha256, "bytes": stored.bytes})
        transfers.want_upload(ws, uuid, files.ORIGINAL, stored.sha256, stored.sha256, stored.bytes)
        ws.connection.execute("DELETE FROM vidbudova_spare_file WHERE sha256 = ?", (stored.sha256,))


def turn_all(folder: Path, catalogue: Catalogue, uuids: Sequence[str], quarters: int, draw: Draw) -> Attached:
    """As :func:`turn` for several, on a connection of its own: for workers. One that cannot be turned holds up none."""
    done: list[str] = []
    errors: list[VidbudovaError] = []
    with Workspace.open(folder, catalogue) as ws:
        for uuid in uuids:
            try:
                turn(ws, uuid, quarters, draw)
                done.append(uuid)
            except VidbudovaError as error:
                errors.append(error)
    return Attached(tuple(done), tuple(errors))


def turn_by_entry(source: BinaryIO, target: BinaryIO, quarters: int) -> bool:
    """Copy a JPEG or TIFF with the entry that says how it is held changed; False, with nothing written, for what cannot
    say so."""
    source.seek(0)
    head = source.read(4)
    source.seek(0)
    if head.startswith(b"\xff\xd8"):
        return _turn_jpeg(source, target, quarters)
    if head in (b"II*\0", b"MM\0*"):
        made = _with_orientation(bytearray(source.read()), quarters)
        if made is not None:
            target.write(made)
        return made is not None
    return False


def _turn_jpeg(source: BinaryIO, target: BinaryIO, quarters: int) -> bool:
    begin, end, tiff = _exif_segment(source)
    made = _with_orientation(bytearray(tiff or _empty()), quarters)
    if made is None or len(made) + len(_EXIF) > _MOST_SEGMENT:
        return False
    source.seek(0)
    target.write(source.read(begin))
    target.write(b"\xff\xe1" + struct.pack(">H", len(made) + len(_EXIF) + 2) + _EXIF + made)
    source.seek(end)
    shutil.copyfileobj(source, target)
    return True


def _exif_segment(source: BinaryIO) -> tuple[int, int, bytes]:
    """Where the segment with EXIF begins and ends in a JPEG, and its TIFF structure; where there is none, the place for
    one: behind the JFIF segment, which has to be the first (JFIF 1.02)."""
    at, place = 2, 2
    for _ in range(_MOST_SEGMENTS):
        source.seek(at)
        head = source.read(10)
        if len(head) < 10 or head[0] != 0xFF or head[1] in (0xDA, 0xD9):
            break
        length = max(int.from_bytes(head[2:4], "big"), 2)
        if head[1] == 0xE1 and head[4:10] == _EXIF:
            return at, at + 2 + length, source.read(length - 8)
        if head[1] == 0xE0 and at == 2:
            place = at + 2 + length
        at += 2 + length
    return place, place, b""


def _empty() -> bytes:
    """A TIFF structure that says nothing."""
    return b"II*\0" + struct.pack("<IHI", 8, 0, 0)


def _with_orientation(tiff: bytearray, quarters: int) -> bytearray | None:
    """The structure with its orientation turned; None where it leads nowhere."""
    order = {b"II*\0": "<", b"MM\0*": ">"}.get(bytes(tiff[:4]))
    try:
        if order is None:
            return None
        (first,) = struct.unpack_from(order + "I", tiff, 4)
        (count,) = struct.unpack_from(order + "H", tiff, first)
        entries = [struct.unpack_from(order + "HHI", tiff, first + 2 + 12 * index) for index in range(count)]
        (following,) = struct.unpack_from(order + "I", tiff, first + 2 + 12 * count)
        for index, (tag, kind, number) in enumerate(entries):
            at = first + 2 + 12 * index + 8
            if tag == _ORIENTATION:
                if kind != _SHORT or number != 1:
                    return None
                struct.pack_into(order + "H", tiff, at, _turned(struct.unpack_from(order + "H", tiff, at)[0], quarters))
                return tiff
    except struct.error:
        return None
    # A directory cannot grow where it lies: it is written anew at the end, one entry longer.
    raw = [bytes(tiff[first + 2 + 12 * index :][:12]) for index in range(count)]
    raw.append(struct.pack(order + "HHIHH", _ORIENTATION, _SHORT, 1, _turned(1, quarters), 0))
    raw.sort(key=lambda entry: struct.unpack_from(order + "H", entry)[0])
    tiff += b"\0" * (len(tiff) % 2)
    struct.pack_into(order + "I", tiff, 4, len(tiff))
    return tiff + struct.pack(order + "H", count + 1) + b"".join(raw) + struct.pack(order + "I", following)


def _turned(orientation: int, quarters: int) -> int:
    found = orientation if orientation in _CLOCKWISE else 1
    for _ in range(quarters % 4):
        found = _CLOCKWISE[found]
    return found
