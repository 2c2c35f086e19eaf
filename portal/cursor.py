"""The cursor of ``/changes``: opaque to its holder, bound to portal, epoch and what its account may see.

Inside: how far the holder has read (number of the commit, position in it) and where the head was when it began to read
from nothing, for of what was gone by then it cannot know.
"""

from __future__ import annotations

import base64
import binascii
import json
from dataclasses import dataclass

END = 2**31 - 1
"""A position behind every item of a commit."""


@dataclass(frozen=True)
class Cursor:
    """`began` is the head when the first page was asked for."""

    portal: str
    epoch: str
    view: str
    seq: int
    position: int
    began: int


def encode(cursor: Cursor) -> str:
    """The cursor as text that fits a query string."""
    fields = [cursor.portal, cursor.epoch, cursor.view, cursor.seq, cursor.position, cursor.began]
    return base64.urlsafe_b64encode(json.dumps(fields, separators=(",", ":")).encode("ascii")).decode("ascii")


def decode(text: str) -> Cursor | None:
    """The cursor in `text`, or None where there is none that this portal could have made."""
    try:
        fields = json.loads(base64.b64decode(text.encode("ascii"), altchars=b"-_", validate=True))
    except (ValueError, RecursionError, binascii.Error):
        return None
    if not isinstance(fields, list) or [type(field) for field in fields] != [str, str, str, int, int, int]:
        return None
    cursor = Cursor(*fields)
    whole = all(0 <= number < 2**63 for number in (cursor.seq, cursor.position, cursor.began))
    return cursor if whole else None
