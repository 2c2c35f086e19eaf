"""Running a program without a superuser's rights, whoever runs the tests and wherever the tree lies.

A superuser writes into read-only folders. Giving up the capabilities (not the identity: another user could not even
reach a tree under somebody's home) makes file modes hold for the owner as they do for everybody.
"""

from __future__ import annotations

import os
import shutil

import pytest


def without_rights() -> tuple[str, ...]:
    """What to put before a command line; empty for an ordinary user. Skips the test where that cannot be had."""
    if not hasattr(os, "getuid") or os.getuid() != 0:
        return ()
    setpriv = shutil.which("setpriv")
    if setpriv is None:
        pytest.skip("setpriv is missing (Debian: util-linux): read-only folders are NOT tested, for root writes")
    return (setpriv, "--bounding-set=-all", "--inh-caps=-all", "--")
