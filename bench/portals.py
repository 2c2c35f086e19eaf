"""The reference portal on loopback, with an embedded SQLite file, for as long as a measure needs it."""

from __future__ import annotations

import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from plugin.sync.access import PortalAccess

from .needs import OBLAST

_PATIENCE = 30.0


@dataclass(frozen=True)
class RunningPortal:
    """Where it listens, and a contributor's token for Kharkiv oblast."""

    url: str
    token: str

    @property
    def access(self) -> PortalAccess:
        """What a client needs to reach it."""
        return PortalAccess(self.url, self.token, {}, None, "uk")


@contextmanager
def portal(folder: Path) -> Iterator[RunningPortal]:
    """Starts a portal with its database in `folder` on a free port, and stops it."""
    database = f"sqlite:///{folder / 'portal.sqlite'}"
    account = subprocess.run(
        [sys.executable, "-m", "portal", "account", "add", "--database", database, "--name", "Bench"]
        + ["--role", "contributor", "--edrpou", "02012556", "--territory", OBLAST],
        check=True,
        capture_output=True,
        text=True,
    )
    ready, log = folder / "ready", folder / "portal.log"
    with log.open("w") as output:
        server = subprocess.Popen(
            [
                sys.executable,
                "-m",
                "portal",
                "serve",
                "--database",
                database,
                "--port",
                "0",
                "--ready-file",
                str(ready),
                "--per-minute",
                "1e9",
                "--burst",
                "1000000",
            ],
            stdout=output,
            stderr=subprocess.STDOUT,
        )
    try:
        yield RunningPortal(_address(server, ready, log), account.stdout.split()[-1])
    finally:
        server.terminate()
        server.wait(_PATIENCE)


def _address(server: subprocess.Popen[bytes], ready: Path, log: Path) -> str:
    deadline = time.monotonic() + _PATIENCE
    while time.monotonic() < deadline and server.poll() is None:
        if ready.exists() and (address := ready.read_text().strip()):
            return address
        time.sleep(0.02)
    raise RuntimeError(f"the portal did not come up: {log.read_text()[-2000:]}")
