"""`make timing`: the scripts "first record" and "a further record", replayed with real clicks and keys in QGIS's own
window.

Prints what each takes: interactions, seconds with typing at 40 words a minute, the worst answer to a key, the longest
time that the event loop stood still. Pictures, the log of interactions and the stacks of stalls are in build/timing.
The exit status is 1 where a script does not come to its end or takes more interactions or seconds than it may; stalls
are told, for they depend on what else the computer does.
"""

from __future__ import annotations

import argparse
import json
import shutil
import sys
import tempfile
from pathlib import Path
from typing import Any

if __package__ is None or __package__ == "":
    sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from tools import package
from tools.tour import desktop
from tools.tour.demo import say, shown
from tools.vendoring import PackageFault

ROOT = Path(__file__).resolve().parents[2]
FOLDER = ROOT / "build" / "timing"
RUN_SECONDS = 240.0
SCRIPTS = {"first": ("the first record", 300.0, None), "further": ("a further record", 40.0, 12)}
"""By name: what it is called, seconds and interactions that it may take (shared/design/UX.md)."""


def replay(lang: str, into: Path) -> dict[str, Any] | None:
    """Plays both scripts in a fresh QGIS; what came of it, None where QGIS did not come to its end.

    :param into: a folder for pictures, logs and stacks of stalls.
    """
    with tempfile.TemporaryDirectory(prefix="vidbudova-timing-") as temporary:
        folder = Path(temporary)
        runtime = folder / "runtime"
        runtime.mkdir(mode=0o700)
        (folder / "tmp").mkdir()
        profile = desktop.make_profile(folder / "profile", package.build(folder / "vidbudova.zip"), {})
        plan = folder / "plan.json"
        plan.write_text(json.dumps({"repository": str(ROOT), "folder": str(into)}), encoding="utf-8")
        environment = {
            "VIDBUDOVA_TIMING": str(plan),
            "HOME": str(folder),
            "TMPDIR": str(folder / "tmp"),
            "XDG_RUNTIME_DIR": str(runtime),
        }
        command = desktop.command(profile, Path(__file__).with_name("play.py"), virtual=True, lang=lang)
        desktop.run(command, environment, into / "qgis.log", RUN_SECONDS)
    try:
        found: dict[str, Any] = json.loads((into / "result.json").read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return None
    return found


def tell(name: str, told: dict[str, Any]) -> list[str]:
    """Prints what a script took; where it took more than it may."""
    title, seconds, interactions = SCRIPTS[name]
    say(
        f"{title}: {told['interactions']} interactions, {told['seconds']:.1f} s "
        f"(typing {told['typing']:.1f}, hands {told['hands']:.1f}, thinking {told['thinking']:.1f}, "
        f"waiting for the program {told['waited']:.1f})"
    )
    keys = [1000 * seconds for seconds, _ in told["keystroke"]]
    worked = [1000 * seconds for _, seconds in told["keystroke"]]
    if keys:
        slowest = f"{keys[-1]:.1f} ms (working {max(worked):.1f} ms)"
        say(f"  a letter is answered within {keys[len(keys) // 2]:.1f} ms, the slowest in {slowest}")
    for stall in told["stalls"][:3]:
        say(f"  stall {1000 * stall['seconds']:.0f} ms (working {1000 * stall['worked']:.0f} ms): {stall['during']}")
    faults = []
    if told["seconds"] > seconds:
        faults.append(f"{title} takes {told['seconds']:.1f} s, more than {seconds:.0f}")
    if interactions is not None and told["interactions"] > interactions:
        faults.append(f"{title} takes {told['interactions']} interactions, more than {interactions}")
    return faults


def main() -> int:
    """See the module's docstring."""
    parser = argparse.ArgumentParser(description="Interactions and seconds of entering data.")
    parser.add_argument("--lang", default="uk", choices=("uk", "en"))
    parser.add_argument("--log", action="store_true", help="also print each interaction")
    chosen = parser.parse_args()
    try:
        if FOLDER.exists():
            shutil.rmtree(FOLDER)
        FOLDER.mkdir(parents=True)
        found = replay(chosen.lang, FOLDER)
    except PackageFault as fault:
        say(f"✗ {fault}")
        return 1
    if found is None:
        say(f"✗ QGIS did not come to its end; see {shown(FOLDER / 'qgis.log')}")
        return 1
    faults = [one for name in SCRIPTS if name in found["facts"] for one in tell(name, found["facts"][name])]
    if chosen.log:
        for name in SCRIPTS:
            for line in found["facts"].get(name, {}).get("log", ()):
                say(f"    {name}: {line}")
    if not found["ok"]:
        faults.append(found["fault"])
    for text in faults:
        say(f"✗ {text}")
    say(shown(FOLDER))
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
