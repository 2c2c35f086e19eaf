"""How values are spelled on their way between rooms: limits, patterns, and text in its one form."""

from __future__ import annotations

import re
import unicodedata
from decimal import Decimal

#: The largest amount of money: fifteen digits are what a double, and so a REAL column, holds exactly.
MONEY_MAXIMUM = Decimal("9999999999999.99")

#: The largest whole number that every JSON reader holds exactly (RFC 8259).
INTEGER_MAXIMUM = 2**53 - 1

MONEY = re.compile(r"-?(0|[1-9]\d*)\.\d\d", re.ASCII)
UUID = re.compile("[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}")

_APOSTROPHE = re.compile("(?<=[^\\W\\d_])['`\u00b4\u02bc\u2018\u2032\u02b9\uff07](?=[^\\W\\d_])")
# U+202D and U+202E turn round what is written behind them, the sentences about the record included.
_INVISIBLE = re.compile(
    "[\u0000-\u0008\u000e-\u001f\u007f-\u0084\u0086-\u009f\u00ad\u200b\u202d\u202e\u2060\ufeff\ud800-\udfff]"
)
_SUSPECT = re.compile(_INVISIBLE.pattern + "|['`\u00b4\u02bc\u2018\u2032\u02b9\uff07]|[^\\S ]|  |^ | \\Z")
_LINE_ENDS = re.compile("\r\n|[\r\u000b\u000c\u0085\u2028\u2029]")


def is_folded(value: str) -> bool:
    """Whether text is surely in its stored form; nearly all is, and this takes a tenth of the time of folding it."""
    return not _SUSPECT.search(value) and (value.isascii() or unicodedata.is_normalized("NFC", value))


def fold_text(value: str, *, multiline: bool = False) -> str:
    """Text in its stored form: invisible characters out, NFC, spaces folded, trimmed, apostrophes within words U+2019.

    Line ends become one newline each where `multiline`, else a space.
    """
    if is_folded(value):
        return value
    value = _LINE_ENDS.sub("\n", _INVISIBLE.sub("", value))
    value = unicodedata.normalize("NFC", value)
    lines = [" ".join(line.split()) for line in value.split("\n")]
    value = "\n".join(lines).strip() if multiline else " ".join(line for line in lines if line)
    return _APOSTROPHE.sub("\u2019", value)
