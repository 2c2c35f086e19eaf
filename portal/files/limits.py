"""How much room files have."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class FileLimits:
    """What files may weigh: one (`file_bytes`), all of an organisation (`quota`, None without limit), in bytes; the
    longest side of a reduced copy in pixels; how many days an upload may rest before it expires."""

    file_bytes: int = 50 * 1_048_576
    quota: int | None = 20 * 1_073_741_824
    picture_side: int = 2048
    upload_days: float = 7.0
