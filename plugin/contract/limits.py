"""The numbers both sides of the contract agree on before anything is sent."""

from __future__ import annotations

CONTRACT_VERSION = 1
"""The major version of the portal contract that this code speaks; another one is answered with 426."""

MAX_ITEMS = 500
"""Items in one batch."""

MAX_BATCH_BYTES = 1_048_576
"""Bytes of one batch before compression; also the cap while inflating a compressed one."""

DEFAULT_PAGE = 500
"""Changes in one page when the caller does not say how many."""

MAX_PAGE = 2_000
"""Changes in one page at most; a larger ``limit`` is answered with this many."""

DEFAULT_HISTORY = 20
"""Revisions in one page of a record's history when the caller does not say how many."""

MAX_HISTORY = 100
"""Revisions in one page of a record's history at most; a larger ``limit`` is answered with this many."""

MAX_DEVICES = 20
"""Devices in force that one account may have."""

MAX_DEVICES_KEPT = 200
"""Devices that one account may ever have enrolled, the retired ones among them."""

MAX_ANSWER_BYTES = 64 * 1_048_576
"""Bytes of one answer that a client reads before it gives up: a full page of records with long geometries."""

DEFAULT_PICTURE_SIDE = 2_048
"""Pixels on the longest side of a picture's reduced copy, where the portal does not say."""

MAX_SAFE_INTEGER = 2**53 - 1
"""The largest integer that every JSON reader keeps exactly (RFC 7493, RFC 8785)."""
