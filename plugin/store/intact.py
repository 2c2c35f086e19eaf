"""Whether a file goes on to its end: what a broken-off copy from a phone lacks, told without decoding anything."""

from __future__ import annotations

import os
import zipfile
from typing import BinaryIO

_PIECE = 1 << 20
_MOST_STEPS = 100_000
_TAIL = 2048


def cut_short(stream: BinaryIO, media_type: str) -> bool:
    """Whether the file of that media type ends too early. False where it cannot be told (TIFF, HEIC, text)."""
    length = stream.seek(0, os.SEEK_END)
    stream.seek(0)
    if media_type == "image/jpeg":
        return not _jpeg_ends(stream)
    if media_type == "image/png":
        return not _png_ends(stream, length)
    if media_type == "image/webp":
        head = stream.read(8)
        return int.from_bytes(head[4:8], "little") + 8 > length
    if media_type == "application/pdf":
        stream.seek(max(0, length - _TAIL))
        return b"%%EOF" not in stream.read(_TAIL)
    if stream.read(4) == b"PK\x03\x04":
        stream.seek(0)
        return not zipfile.is_zipfile(stream)
    return False


def _jpeg_ends(stream: BinaryIO) -> bool:
    """Whether an end-of-image marker follows the first scan (ISO/IEC 10918-1, B.1.1): within a scan, 0xFF is followed
    by 0x00. Some phones append more (a film, a depth map)."""
    at = 2
    for _ in range(_MOST_STEPS):
        stream.seek(at)
        head = stream.read(4)
        if len(head) < 4 or head[0] != 0xFF:
            return False
        if head[1] == 0xDA:
            break
        if head[1] == 0xFF or head[1] == 0x01 or 0xD0 <= head[1] <= 0xD7:
            at += 1 if head[1] == 0xFF else 2
            continue
        at += 2 + int.from_bytes(head[2:4], "big")
    else:
        return False
    kept = b""
    while piece := stream.read(_PIECE):
        if b"\xff\xd9" in kept + piece:
            return True
        kept = piece[-1:]
    return False


def _png_ends(stream: BinaryIO, length: int) -> bool:
    at = 8
    for _ in range(_MOST_STEPS):
        stream.seek(at)
        head = stream.read(8)
        if len(head) < 8:
            return False
        at += 12 + int.from_bytes(head[:4], "big")
        if head[4:] == b"IEND":
            return at <= length
    return False
