"""Runs every gate over the tree and prints what they find; exit 1 if anything."""

from __future__ import annotations

import sys
from pathlib import Path

from . import length, literals, paths, qt6, texts

ROOT = Path(__file__).resolve().parents[2]


def main() -> int:
    faults = [fault for gate in (length, literals, paths, qt6, texts) for fault in gate.check(ROOT)]
    for fault in faults:
        print(fault)
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
