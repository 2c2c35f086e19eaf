"""Runs the lane of files in a process of its own that kills itself, as a power cut would.

``python -m tests.e2e.carrying_files FOLDER URL COUNT`` with the token in VIDBUDOVA_TOKEN: dies as the COUNTth piece of
a file has gone out.
"""

from __future__ import annotations

import os
import signal
import sys
from pathlib import Path

from plugin.records.catalogue import default_catalogue
from plugin.sync.access import PortalAccess
from plugin.sync.file_events import FilesFinished
from plugin.sync.file_lane import transfer
from plugin.sync.portal import PortalClient
from plugin.sync.tus import TusClient


def main() -> int:
    folder, url, count = sys.argv[1], sys.argv[2], int(sys.argv[3])
    patch, calls = TusClient.patch, []

    def dying(*given):
        reached = patch(*given)
        calls.append(1)
        if len(calls) == count:
            os.kill(os.getpid(), signal.SIGKILL)
        return reached

    TusClient.patch = dying
    client = PortalClient(PortalAccess(url, os.environ["VIDBUDOVA_TOKEN"], {}, None, "uk"))
    *_, last = transfer(Path(folder), default_catalogue(), client)
    return 0 if isinstance(last, FilesFinished) and last.report.waiting == 0 else 1


if __name__ == "__main__":
    sys.exit(main())
