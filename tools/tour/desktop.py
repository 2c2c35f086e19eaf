"""The real QGIS window in a profile of its own, on the display or on a virtual one, always with a time-out."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess  # nosec B404: fixed programs, our own files
import time
import zipfile
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

SCREEN = "1366x768x24"  # the laptops that people have
PLUGIN = "vidbudova"


@dataclass(frozen=True)
class Profile:
    """A QGIS profile with the packaged plugin switched on."""

    root: Path

    @property
    def folder(self) -> Path:
        """The profile's own folder."""
        return self.root / "profiles" / "default"


def make_profile(root: Path, package: Path, settings: Mapping[str, Mapping[str, str]]) -> Profile:
    """A fresh profile under `root` with the plugin from a package, and further settings by section and key.

    A killed start leaves a mark that switches the plugin off at the next one: so a profile is never used twice.
    """
    if root.exists():
        shutil.rmtree(root)
    profile = Profile(root)
    plugins = profile.folder / "python" / "plugins"
    plugins.mkdir(parents=True)
    with zipfile.ZipFile(package) as archive:
        archive.extractall(plugins)
    sections: dict[str, dict[str, str]] = {
        "PythonPlugins": {PLUGIN: "true"},
        "qgis": {"checkVersion": "false"},
        "app": {"askToSaveMemoryLayers": "false"},
    }
    for name, values in settings.items():
        sections.setdefault(name, {}).update(values)
    lines = [
        line
        for name, values in sections.items()
        for line in (f"[{name}]", *(f"{key}={value}" for key, value in values.items()), "")
    ]
    (profile.folder / "QGIS").mkdir()
    (profile.folder / "QGIS" / "QGIS3.ini").write_text("\n".join(lines), encoding="utf-8")
    return profile


def has_display() -> bool:
    """Whether there is a screen to show a window on."""
    return bool(os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"))


def command(profile: Profile, script: Path | None, virtual: bool, lang: str = "uk", screen: str = SCREEN) -> list[str]:
    """How QGIS is started: with a script to run in its window, or without."""
    qgis = ["qgis", "--nologo", "--noversioncheck", "--profiles-path", str(profile.root), "--profile", "default"]
    qgis += ["--lang", lang]
    if script is not None:
        qgis += ["--code", str(script)]
    return ["xvfb-run", "-a", "-s", f"-screen 0 {screen}", *qgis] if virtual else qgis


def run(
    arguments: Sequence[str],
    environment: Mapping[str, str],
    log: Path,
    seconds: float | None,
    look: Callable[[], None] = lambda: None,
) -> int | None:
    """Runs QGIS to its end and returns its exit status, None where it took too long; its whole family is ended then.

    :param look: called a few times a second meanwhile, and once at the end.
    """
    wanted = {name: value for name, value in os.environ.items() if name != "QT_QPA_PLATFORM"}
    until = None if seconds is None else time.monotonic() + seconds
    with log.open("wb") as output:
        process = subprocess.Popen(  # nosec B603
            list(arguments),
            env={**wanted, **environment},
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )
        try:
            while until is None or time.monotonic() < until:
                try:
                    return process.wait(0.3)
                except subprocess.TimeoutExpired:
                    look()
            return None
        finally:
            end_family(process)
            look()


def end_family(process: subprocess.Popen[bytes]) -> None:
    """Ends a process that was started in a session of its own, and whatever it has started."""
    for number in (signal.SIGTERM, signal.SIGKILL):
        try:
            os.killpg(process.pid, number)
        except (ProcessLookupError, PermissionError):
            return
        try:
            process.wait(5)
        except subprocess.TimeoutExpired:
            continue
