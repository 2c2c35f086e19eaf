"""A process that has everything imported and forks children which may die: portals, and offices that sync.

``python -m tests.e2e.faults.nursery`` reads one JSON object a line and answers one a line. Starting an interpreter
takes most of a second, forking this one some milliseconds, and SIGKILL ends a child as it ends any process. It has no
threads and holds no database open, so that a child starts from clean ground.
"""

from __future__ import annotations

import gc
import json
import os
import random
import resource
import select
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[3]
_HANGS = 60.0


class Nursery:
    """The harness's end. One conversation at a time."""

    def __init__(self) -> None:
        environment = {**os.environ, "PYTHONPATH": str(ROOT), "VIDBUDOVA_STRICT": "1"}
        self._process = subprocess.Popen(
            [sys.executable, "-m", "tests.e2e.faults.nursery"],
            cwd=ROOT,
            env=environment,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        self._lock = threading.Lock()

    def ask(self, **what: Any) -> dict[str, Any]:
        """Has something done and waits for what comes of it."""
        with self._lock:
            assert self._process.stdin is not None and self._process.stdout is not None
            self._process.stdin.write(json.dumps(what) + "\n")
            self._process.stdin.flush()
            line = self._process.stdout.readline()
        if not line:
            raise RuntimeError("the nursery is gone")
        answer: dict[str, Any] = json.loads(line)
        if "error" in answer:
            raise RuntimeError(answer["error"])
        return answer

    def close(self) -> None:
        """Ends it; its children first."""
        with self._lock:
            assert self._process.stdin is not None
            self._process.stdin.close()
            self._process.wait(30)


# --- the other end ----------------------------------------------------------------------------------------------------


def _fork(work: Callable[[Callable[[dict[str, Any]], None]], None]) -> tuple[int, int]:
    """A child that does ``work(tell)`` and ends; its process id, and where to read what it tells."""
    reading, writing = os.pipe()
    pid = os.fork()
    if pid:
        os.close(writing)
        return pid, reading
    status = 1
    try:
        os.close(reading)
        os.close(0)
        os.dup2(os.open(os.devnull, os.O_WRONLY), 1)  # what anybody prints must not get into the conversation

        def tell(what: dict[str, Any]) -> None:
            os.write(writing, json.dumps(what).encode() + b"\n")

        work(tell)
        status = 0
    except BaseException:  # noqa: BLE001  a child must never go on as a second nursery
        import traceback

        traceback.print_exc()
    finally:
        os._exit(status)


def _listen(reading: int, seconds: float) -> dict[str, Any] | None:
    """What a child tells first; None where it ends, or takes too long, without a word."""
    heard = b""
    until = time.monotonic() + seconds
    while not heard.endswith(b"\n"):
        left = until - time.monotonic()
        if left <= 0 or not select.select([reading], [], [], left)[0]:
            return None
        part = os.read(reading, 65536)
        if not part:
            return None
        heard += part
    told: dict[str, Any] = json.loads(heard)
    return told


def _office(asked: dict[str, Any]) -> dict[str, Any]:
    """Runs a sync, or an edit, in a child; how it ended, and what it told."""
    from . import office

    pid, reading = _fork(lambda tell: office.run(asked, tell))
    told = _listen(reading, _HANGS)
    os.close(reading)
    hung = False
    if told is None:
        # It was killed, or it hangs: a child that has closed its end is gone in a moment.
        until = time.monotonic() + 5
        while os.waitpid(pid, os.WNOHANG)[0] == 0:
            if time.monotonic() > until:
                hung = True
                os.kill(pid, signal.SIGKILL)
                os.waitpid(pid, 0)
                break
            time.sleep(0.001)
        return {"killed": not hung, "hung": hung}
    os.waitpid(pid, 0)
    return {"killed": False, "hung": False, **told}


_kept: dict[int, int] = {}


def _portal(asked: dict[str, Any]) -> dict[str, Any]:
    """Starts a portal in a child; its process id and port."""
    from . import portal

    pid, reading = _fork(lambda tell: portal.run(asked, tell))
    told = _listen(reading, _HANGS)
    if told is None:
        os.kill(pid, signal.SIGKILL)
        os.waitpid(pid, 0)
        os.close(reading)
        return {"error": "the portal did not start"}
    _kept[pid] = reading
    return {"pid": pid, **told}


def _end(asked: dict[str, Any]) -> dict[str, Any]:
    """Kills a child that is still there, and waits for it."""
    pid = int(asked["pid"])
    reading = _kept.pop(pid)
    os.kill(pid, signal.SIGKILL)
    os.waitpid(pid, 0)
    os.close(reading)
    return {}


def _limit(asked: dict[str, Any]) -> dict[str, Any]:
    """How large a file a child may write, from now on; None is any."""
    most = resource.RLIM_INFINITY if asked["bytes"] is None else int(asked["bytes"])
    resource.prlimit(int(asked["pid"]), resource.RLIMIT_FSIZE, (most, resource.RLIM_INFINITY))
    return {}


def _hold(asked: dict[str, Any]) -> dict[str, Any]:
    """A child that holds a write transaction on a workspace until it is ended."""
    from . import office

    pid, reading = _fork(lambda tell: office.hold(asked, tell))
    told = _listen(reading, _HANGS)
    _kept[pid] = reading
    return {"pid": pid, "held": told is not None}


_DOES = {"hold": _hold, "office": _office, "portal": _portal, "end": _end, "limit": _limit}


def main() -> None:
    """Answers until its input ends."""
    from . import office, portal

    office.warm()
    portal.warm()
    random.seed(1)
    gc.collect()
    gc.freeze()  # what is here now is never looked at again by a child's collector: no pages are copied for it
    for line in sys.stdin:
        asked = json.loads(line)
        try:
            answer = _DOES[asked["do"]](asked)
        except (OSError, KeyError, ValueError) as error:
            answer = {"error": repr(error)}
        print(json.dumps(answer), flush=True)
    for pid in list(_kept):
        _end({"pid": pid})


if __name__ == "__main__":
    main()
