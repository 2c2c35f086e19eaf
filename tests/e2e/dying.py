"""Runs the engine in a process of its own that is killed at a chosen point, as a power cut would.

``python -m tests.e2e.dying FOLDER URL POINT [COUNT]`` with the token in VIDBUDOVA_TOKEN. POINT is
``MODULE:NAME:before`` or ``MODULE:NAME:after``: the process kills itself when the function is called (or has
returned) the COUNTth time.
``none`` kills nothing.
"""

from __future__ import annotations

import importlib
import os
import signal
import sys

from plugin.records.catalogue import default_catalogue
from plugin.store.workspace import Workspace
from plugin.sync import engine, events
from plugin.sync.access import PortalAccess
from plugin.sync.portal import PortalClient
from plugin.sync.retry import RetryPolicy


def arm(point: str, count: int) -> None:
    """Puts a killer around a function or method."""
    module_name, name, when = point.split(":")
    owner = importlib.import_module(module_name)
    *path, last = name.split(".")
    for part in path:
        owner = getattr(owner, part)
    inner = getattr(owner, last)
    calls = []

    def killer(*args, **kwargs):
        calls.append(1)
        if when == "before" and len(calls) == count:
            os.kill(os.getpid(), signal.SIGKILL)
        result = inner(*args, **kwargs)
        if when == "after" and len(calls) == count:
            os.kill(os.getpid(), signal.SIGKILL)
        return result

    setattr(owner, last, killer)


def main() -> int:
    folder, url, point = sys.argv[1:4]
    if point != "none":
        arm(point, int(sys.argv[4]) if len(sys.argv) > 4 else 1)
    client = PortalClient(PortalAccess(url, os.environ["VIDBUDOVA_TOKEN"], {}, None, "uk"))
    with Workspace.open(folder, default_catalogue()) as workspace:
        for event in engine.sync(workspace, client, policy=RetryPolicy(budget=2, contact=2)):
            if isinstance(event, events.Finished):
                print(event.report)
                return 0 if event.report.complete else 1
    return 2


if __name__ == "__main__":
    sys.exit(main())
