"""`make demo`: a portal on loopback, a workspace with sample data, QGIS with the plugin and that workspace open.

With a display QGIS is left to the user; the portal ends when QGIS is closed. Without one (or with ``--tour``) a tour is
played in the real window on a virtual screen: pictures, a transcript and the portal's verdicts in build/demo; the exit
status tells whether all of it happened.
"""

from __future__ import annotations

import argparse
import json
import os
import secrets
import shutil
import subprocess  # nosec B404: our own programs
import sys
import tempfile
import time
from contextlib import ExitStack
from datetime import datetime, timedelta, timezone
from pathlib import Path
from typing import Any

if __package__ is None or __package__ == "":
    sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from plugin.contract import jcs
from plugin.records import periods
from plugin.records.catalogue import default_catalogue
from plugin.store.workspace import Workspace
from tools import package
from tools.tour import desktop, sample
from tools.vendoring import PackageFault

ROOT = Path(__file__).resolve().parents[2]
FOLDER = ROOT / "build" / "demo"
ORGANISATION = "02012345"
WORKSPACE, COLLEAGUE = "Харківська область", "Робоче місце колеги"
TITLE = "Навчальний портал відбудови"
TOUR_SECONDS = 300.0
START_SECONDS = 60.0


class DemoFault(Exception):
    """The demo did not come to its end; the text says why."""


class Demo:
    """What has to be there before QGIS opens. A context manager: everything that it starts ends with it."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.workspace = folder / WORKSPACE
        self.colleague = folder / COLLEAGUE
        self.database = f"sqlite:///{folder / 'portal.sqlite'}"
        self.url = ""
        self.token = ""
        self.colleagues_token = ""
        self.records = 0
        self._stack = ExitStack()

    def __enter__(self) -> Demo:
        try:
            self._prepare()
        except BaseException:
            self._stack.close()
            raise
        return self

    def __exit__(self, *_: object) -> None:
        self._stack.close()

    def _prepare(self) -> None:
        if self.folder.exists():
            shutil.rmtree(self.folder)
        self.folder.mkdir(parents=True)
        runtime = Path(self._stack.enter_context(tempfile.TemporaryDirectory(prefix="vidbudova-")))
        os.environ["XDG_RUNTIME_DIR"] = (
            str(runtime) if not desktop.has_display() else os.environ.get("XDG_RUNTIME_DIR", str(runtime))
        )
        say("портал…")
        self._start_portal()
        self._open_round()
        self.token = self._account("Олена Петренко")
        self.colleagues_token = self._account("Іван Бондаренко")
        say("робочі простори…")
        for folder in (self.workspace, self.colleague):
            areas = [word for code in sample.territory() for word in ("--territory", code)]
            self._cli("new", str(folder), *areas, "--portal", self.url, "--organisation", ORGANISATION)
        with Workspace.open(self.workspace, default_catalogue()) as workspace:
            self.records = sample.load(workspace)
        for folder, token in ((self.workspace, self.token), (self.colleague, self.colleagues_token)):
            self._cli("sync", str(folder), token=token)

    def _start_portal(self) -> None:
        ready = self.folder / "portal.url"
        log = self._stack.enter_context((self.folder / "portal.log").open("wb"))
        serve = [sys.executable, "-m", "portal", "serve", "--database", self.database, "--port", "0"]
        process = subprocess.Popen(  # nosec B603
            [*serve, "--title", TITLE, "--ready-file", str(ready)],
            cwd=ROOT, stdin=subprocess.DEVNULL, stdout=log, stderr=log, start_new_session=True,
        )  # fmt: skip
        self._stack.callback(desktop.end_family, process)
        until = time.monotonic() + START_SECONDS
        while not (ready.is_file() and ready.read_text().strip()):
            if process.poll() is not None or time.monotonic() > until:
                raise DemoFault(f"the portal did not start; see {shown(self.folder / 'portal.log')}")
            time.sleep(0.05)
        self.url = ready.read_text().strip()

    def _open_round(self) -> None:
        """This quarter is being reported until two weeks after its end."""
        quarter = periods.of(datetime.now(timezone.utc).date())
        run(
            [sys.executable, "-m", "portal", "round", "set", "--database", self.database, "--period", str(quarter),
             "--state", "open", "--opens-at", f"{quarter.start}T00:00:00Z",
             "--closes-at", f"{quarter.end + timedelta(days=14)}T22:00:00Z"]
        )  # fmt: skip

    def _account(self, name: str) -> str:
        areas = [word for code in sample.territory() for word in ("--territory", code)]
        told = run(
            [sys.executable, "-m", "portal", "account", "add", "--database", self.database, "--name", name,
             "--role", "contributor", "--edrpou", ORGANISATION, *areas]
        )  # fmt: skip
        return told.split()[-1]

    def _cli(self, *arguments: str, token: str = "") -> str:
        return run([sys.executable, "-m", "plugin.cli", *arguments], {"VIDBUDOVA_TOKEN": token} if token else {})

    def make_profile(self) -> desktop.Profile:
        """A fresh QGIS profile with the packaged plugin."""
        built = package.build(self.folder / "vidbudova.zip")
        known = {"portal\\url": self.url, "portal\\organisation": ORGANISATION}
        return desktop.make_profile(self.folder / "profile", built, {"vidbudova": known})

    def write_plan(self) -> Path:
        """What the script inside QGIS is to use; it holds the token, so only its owner may read it."""
        plan = self.folder / "plan.json"
        plan.touch(0o600)
        self._stack.callback(plan.unlink, missing_ok=True)
        values = {
            "repository": str(ROOT),
            "pictures": str(self.folder),
            "workspace": str(self.workspace),
            "colleague": str(self.colleague),
            "portal": self.url,
            "token": self.token,
            "password": secrets.token_urlsafe(18),  # of this profile's authentication database; nobody types it
        }
        plan.write_text(json.dumps(values), encoding="utf-8")
        return plan


def run(command: list[str], environment: dict[str, str] | None = None) -> str:
    """A program of ours to its end; its output. Raises DemoFault where it fails."""
    done = subprocess.run(  # nosec B603
        command, cwd=ROOT, env={**os.environ, **(environment or {})}, stdin=subprocess.DEVNULL,
        capture_output=True, text=True, timeout=300, check=False,
    )  # fmt: skip
    if done.returncode not in (0, 1):
        raise DemoFault(f"{' '.join(command[2:5])} ended with {done.returncode}:\n{done.stdout}{done.stderr}")
    return done.stdout


def say(text: str) -> None:
    """A line for whoever watches, at once."""
    print(text, flush=True)


def shown(path: Path) -> str:
    """A path as people read it."""
    return str(path.relative_to(ROOT)) if path.is_relative_to(ROOT) else str(path)


def hand_over(demo: Demo) -> int:
    """Opens QGIS on the display with the workspace, and waits until it is closed."""
    profile = demo.make_profile()
    say(f"QGIS: {demo.records} записів, портал {demo.url}. Портал зупиниться, коли ви закриєте QGIS.")
    script = Path(__file__).with_name("hand_over.py")
    environment = {"VIDBUDOVA_TOUR": str(demo.write_plan())}
    status = desktop.run(desktop.command(profile, script, virtual=False), environment, demo.folder / "qgis.log", None)
    return 0 if status == 0 else 1


def play(demo: Demo) -> int:
    """Plays the tour on a virtual screen and judges what came of it."""
    profile = demo.make_profile()
    say("QGIS на віртуальному екрані…")
    environment = {"VIDBUDOVA_TOUR": str(demo.write_plan())}
    command = desktop.command(profile, Path(__file__).with_name("tour.py"), virtual=True)
    log = demo.folder / "qgis.log"
    status = desktop.run(command, environment, log, TOUR_SECONDS, Follow(demo.folder / "transcript.txt").look)
    result = read_result(demo.folder / "result.json")
    if result is None:
        say(f"✗ QGIS не завершив показу ({'час вийшов' if status is None else f'код {status}'}); {shown(log)}")
        return 1
    if not result["ok"]:
        say(f"✗ {result['fault']}\n{shown(log)}")
        return 1
    return judge(demo, result)


def judge(demo: Demo, result: dict[str, Any]) -> int:
    """Whether both workspaces hold the same to the last bit, the portal's signature is kept, pictures are there."""
    faults = []
    catalogue = default_catalogue()
    with Workspace.open(demo.workspace, catalogue) as mine, Workspace.open(demo.colleague, catalogue) as theirs:
        for name in catalogue.types:
            sent = {record["uuid"]: jcs.content_hash(record) for record in mine.records(name)}
            received = {record["uuid"]: jcs.content_hash(record) for record in theirs.records(name)}
            if sent != received:
                faults.append(
                    f"{name}: {len(sent)} тут, {len(received)} у колеги, різні: {len(sent.items() ^ received.items())}"
                )
    facts = result["facts"]
    if facts["need"]["geom"] != facts["colleague_need"]["geom"]:
        faults.append("місце потреби в колеги інше")
    if not facts.get("signature"):
        faults.append("вердикти порталу не підписані")
    missing = [name for name in result["pictures"] if not (demo.folder / name).stat().st_size]
    if missing or len(result["pictures"]) < 10:
        faults.append(f"бракує знімків: {missing or len(result['pictures'])}")
    for fault in faults:
        say(f"✗ {fault}")
    if not faults:
        say(f"✓ Обидва робочі простори однакові до останнього біта. Знімки: {shown(demo.folder)}/*.png")
    return 1 if faults else 0


def read_result(path: Path) -> dict[str, Any] | None:
    """What the tour left; None where it left nothing."""
    try:
        found: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return None
    return found


class Follow:
    """Prints the lines of a growing file as they come."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._read = 0

    def look(self) -> None:
        """Prints what has come since the last look."""
        if not self._path.is_file():
            return
        lines = self._path.read_text(encoding="utf-8").splitlines()
        for line in lines[self._read :]:
            say(line)
        self._read = len(lines)


def main() -> int:
    """See the module's docstring."""
    parser = argparse.ArgumentParser(description="Portal, workspace and QGIS together.")
    parser.add_argument("--tour", action="store_true", help="play the tour on a virtual screen, display or not")
    chosen = parser.parse_args()
    try:
        with Demo(FOLDER) as demo:
            return play(demo) if chosen.tour or not desktop.has_display() else hand_over(demo)
    except (DemoFault, PackageFault) as fault:
        say(f"✗ {fault}")
        return 1
    except KeyboardInterrupt:
        return 130


if __name__ == "__main__":
    sys.exit(main())
