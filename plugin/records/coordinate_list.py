"""Lists of corners as people copy them from a plan, a table or another program: one place a line, for a line or area.

Numbered or not, in degrees or metres, under a heading such as ``№ X Y`` or the name of their coordinate system; in one
line with semicolons between; tuples as KML has them; WKT, which also says what they draw.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal

from .coordinate_metres import Metres, NamedSystem, take_system
from .coordinate_text import Degrees, Unread, read_coordinates

Drawn = Literal["line", "area"]
MOST_CORNERS = 500
_MOST_LETTERS = 60_000
_EXCERPT = 40

_BREAKS = re.compile(r"[\n\r\u2028\u2029]+")
_NUMBERED = re.compile(
    r"^(?:(?:№|n|т(?:очка|\.)?|кут|вершина|point|p)\s*)?(\d{1,4})(?:\s*[):]\s*|\s*\.\s+|[\s;,|]+)(?=\S+[\s,;|]+\S)",
    re.IGNORECASE,
)
_TWO_DECIMALS = re.compile(r"^\D*\d+[.,]\d+\D+\d+[.,]\d+\D*$")
_TUPLE = re.compile(r"^-?\d+\.\d+,-?\d+\.\d+(?:,-?\d+(?:\.\d+)?)?$")
_WKT = re.compile(
    r"^(?:SRID=4326;)?\s*(?P<what>LINESTRING|POLYGON)\s*Z?M?\s*\(\(?(?P<at>[^()]+)\)?\)$", re.IGNORECASE | re.DOTALL
)
_WKT_AT = re.compile(r"^\s*(-?\d+(?:\.\d+)?)\s+(-?\d+(?:\.\d+)?)(?:\s+-?\d+(?:\.\d+)?)*\s*$")


@dataclass(frozen=True)
class Corners:
    """Places in the order in which they follow each other, two or more: ``degrees`` or ``metres``, never both.

    ``drawn``: what the text says they make; None where it leaves that open. A corner that closes the ring is there
    twice, as the text has it.
    """

    degrees: tuple[Degrees, ...] = ()
    metres: tuple[Metres, ...] = ()
    drawn: Drawn | None = None

    def __len__(self) -> int:
        return len(self.degrees) or len(self.metres)


def read_places(text: str) -> Degrees | Metres | Corners | Unread:
    """What ``text`` says: one place, a list of them, or why it is neither.

    :class:`~.coordinate_text.Unread` has three codes more here: ``corner`` line ``n``, which reads ``text``, is no
    coordinates · ``mixed`` the corners are not all in one coordinate system · ``too_many`` there are ``n``.
    """
    value = text.strip()[:_MOST_LETTERS]
    parts = value.split(";")
    if _BREAKS.search(value) or (len(parts) > 1 and all(_TWO_DECIMALS.match(part) for part in parts)):
        corners = _read_corners(value)
        if corners is not None:
            return corners
    found = read_coordinates(value)
    if isinstance(found, Unread) and found.code in ("unreadable", "incomplete"):
        return _read_corners(value) or found
    return found


def _read_corners(value: str) -> Corners | Unread | None:
    """None where the text is no list of places."""
    drawn = _WKT.match(value)
    if drawn is not None:
        return _from_wkt(drawn["what"], drawn["at"])
    system, lines = _heading(_lines(value))
    if len(lines) < 2:
        return None
    if len(lines) > MOST_CORNERS:
        known = not isinstance(read_coordinates(lines[0]), Unread)
        return Unread("too_many", {"n": len(lines), "most": MOST_CORNERS}) if known else None
    read = _unnumbered(lines)
    bad = [index for index, one in enumerate(read) if isinstance(one, Unread)]
    if len(read) - len(bad) < max(2, len(bad)):
        return None
    if bad:
        return Unread("corner", {"n": bad[0] + 1, "text": _excerpt(lines[bad[0]])})
    return _alike([one for one in read if not isinstance(one, Unread)], system)


def _lines(value: str) -> list[str]:
    if _BREAKS.search(value):
        return [line.strip(" ;,") for line in _BREAKS.split(value) if line.strip(" ;,\t")]
    words = value.split()
    if len(words) > 1 and all(_TUPLE.match(word) for word in words):
        return [",".join(word.split(",")[:2]) for word in words]
    parts = [part.strip() for part in value.split(";") if part.strip()]
    if len(parts) >= 4 and len(parts) % 2 == 0 and all(_is_number(part) for part in parts):
        return [f"{first}; {second}" for first, second in zip(parts[::2], parts[1::2], strict=True)]
    return parts


def _is_number(part: str) -> bool:
    found = read_coordinates(part)
    return isinstance(found, Unread) and found.code == "incomplete"


def _heading(lines: list[str]) -> tuple[NamedSystem | None, list[str]]:
    """The coordinate system that stands over the corners, and the lines without what stands over and under them."""
    system: NamedSystem | None = None
    while lines:
        named, rest = take_system(lines[0])
        if any(letter.isdigit() for letter in rest if named is not None) or (
            named is None and any(letter.isdigit() for letter in lines[0])
        ):
            break
        system, lines = named or system, lines[1:]
    while lines and not any(letter.isdigit() for letter in lines[-1]):
        lines = lines[:-1]
    return system, lines


def _unnumbered(lines: list[str]) -> list[Degrees | Metres | Unread]:
    """The lines read, without the numbers that count them where they do: 1, 2, 3 and perhaps 1 again at the end."""
    numbers = [_NUMBERED.match(line) for line in lines]
    counted = [int(match[1]) for match in numbers if match is not None]
    start = counted[0] if counted else 0
    rising = list(range(start, start + len(lines)))
    closed = [*rising[:-1], start] if len(lines) > 3 else rising
    if len(counted) == len(lines) and counted in (rising, closed):
        bare = [read_coordinates(_NUMBERED.sub("", line)) for line in lines]
        if not isinstance(bare[0], Unread):
            return bare
    return [_read_line(line) for line in lines]


def _read_line(line: str) -> Degrees | Metres | Unread:
    found = read_coordinates(line)
    if isinstance(found, Unread) and _NUMBERED.match(line):
        return read_coordinates(_NUMBERED.sub("", line))
    return found


def _alike(read: list[Degrees | Metres], over: NamedSystem | None) -> Corners | Unread:
    systems = {one.system for one in read if one.system is not None} | ({over} if over is not None else set())
    if len(systems) > 1 or len({type(one) for one in read}) > 1:
        return Unread("mixed")
    system = next(iter(systems), None)
    degrees = tuple(
        Degrees(one.latitude, one.longitude, one.notation, one.stated, system)
        for one in read
        if isinstance(one, Degrees)
    )
    metres = tuple(Metres(one.first, one.second, one.order, system) for one in read if isinstance(one, Metres))
    orders = {one.order for one in metres}
    return Unread("mixed") if len(orders) > 1 else Corners(degrees, metres)


def _from_wkt(what: str, at: str) -> Corners | Unread | None:
    positions = [_WKT_AT.match(part) for part in at.split(",")]
    if len(positions) > MOST_CORNERS:
        return Unread("too_many", {"n": len(positions), "most": MOST_CORNERS})
    if len(positions) < 2 or any(match is None for match in positions):
        return None
    numbers = [(float(match[1]), float(match[2])) for match in positions if match is not None]
    drawn: Drawn = "area" if what.lower() == "polygon" else "line"
    if any(abs(number) > 180 for pair in numbers for number in pair):
        return Corners(metres=tuple(Metres(x, y, "easting_first") for x, y in numbers), drawn=drawn)
    return Corners(tuple(Degrees(y, x, stated=True) for x, y in numbers), drawn=drawn)


def _excerpt(line: str) -> str:
    return line if len(line) <= _EXCERPT else line[: _EXCERPT - 1] + "…"
