"""Photos made byte by byte: any decoder takes them, their size is as wanted, no two are alike."""

from __future__ import annotations

import struct


def photo(width: int = 64, height: int = 48, facts: bytes | None = None, padding: bytes = b"") -> bytes:
    """A whole, grey JPEG that every decoder takes. `padding` goes into comments: it makes files large and different."""

    def segment(marker: int, content: bytes) -> bytes:
        return b"\xff" + bytes([marker]) + struct.pack(">H", len(content) + 2) + content

    parts = [b"\xff\xd8"]
    if facts is not None:
        parts.append(segment(0xE1, b"Exif\0\0" + facts))
    parts += [segment(0xFE, padding[at : at + 65_000]) for at in range(0, len(padding), 65_000)]
    parts.append(segment(0xDB, b"\0" + b"\1" * 64))
    parts.append(segment(0xC0, struct.pack(">BHHB3B", 8, height, width, 1, 1, 0x11, 0)))
    one_code = b"\1" + b"\0" * 15 + b"\0"
    parts += [segment(0xC4, b"\0" + one_code), segment(0xC4, b"\x10" + one_code)]
    blocks = -(-width // 8) * -(-height // 8)
    bits = -(-2 * blocks // 8)
    parts.append(segment(0xDA, b"\1\1\0\0\x3f\0") + b"\0" * (bits - 1) + (b"\x3f" if blocks % 4 == 1 else b"\0"))
    return b"".join(parts) + b"\xff\xd9"
