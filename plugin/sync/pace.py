"""How many bytes of a file go into one request: as many as a cut would not hurt."""

from __future__ import annotations

SMALLEST = 128 << 10
LARGEST = 4 << 20
_STEP = 16 << 10
_SECONDS = 4.0
"""How long one request may take on the line as it is."""
_SHARE = 32
"""A piece is at most this part of what lately went through between two cuts: then cuts cost less than a fiftieth, even
where a portal keeps nothing of a piece that broke off."""
_HOPED = 16 << 20
"""Bytes between two cuts, before any is known."""


class Pace:
    """Grows while the line holds, shrinks with each cut. One instance a run and direction."""

    def __init__(self) -> None:
        self._distance = float(_HOPED)
        self._since = 0
        self._rate: float | None = None

    def size(self) -> int:
        """Bytes of the next piece."""
        most = max(self._distance, float(self._since)) / _SHARE
        if self._rate is not None:
            most = min(most, self._rate * _SECONDS)
        return int(min(max(most, SMALLEST), LARGEST)) // _STEP * _STEP

    def carried(self, count: int, seconds: float) -> None:
        """A piece went through in that time."""
        self._since += count
        rate = count / max(seconds, 0.001)
        self._rate = rate if self._rate is None else (self._rate + rate) / 2

    def cut(self) -> None:
        """The line broke."""
        self._distance = (self._distance + self._since) / 2
        self._since = 0
