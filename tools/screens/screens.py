"""`make screenshots`: every screen in both languages, light and dark, at 100 % and 200 %, into build/screenshots.

A portal on loopback and a workspace in the middle of a working week are made once; each run of the real QGIS window, on
a virtual screen, gets a copy. ``index.html`` shows all pictures side by side with what the inspection found. The exit
status is 1 where a scene failed.
"""

from __future__ import annotations

import argparse
import itertools
import json
import os
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import Any

if __package__ is None or __package__ == "":
    sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from tools import package
from tools.screens import index_page
from tools.screens.world import World
from tools.tour import desktop
from tools.tour.demo import DemoFault, say, shown
from tools.vendoring import PackageFault

ROOT = Path(__file__).resolve().parents[2]
FOLDER = ROOT / "build" / "screenshots"
LANGUAGES, THEMES, SCALES = ("uk", "en"), ("light", "dark"), (100, 200)
QGIS_THEMES = {"light": "default", "dark": "Night Mapping"}
RUN_SECONDS = 1800.0


@dataclass(frozen=True)
class Variant:
    """How QGIS is started for one set of pictures."""

    lang: str
    theme: str
    scale: int

    @property
    def name(self) -> str:
        """Its folder."""
        return f"{self.lang}-{self.theme}-{self.scale}"

    @property
    def screen(self) -> str:
        """The same room on the screen at any scale: that of the laptops that people have."""
        return f"{1366 * self.scale // 100}x{768 * self.scale // 100}x24"


def take(world: World, variant: Variant, only: str, built: Path) -> dict[str, Any]:
    """Plays the scenes in one variant; what came of it."""
    pictures = FOLDER / variant.name
    pictures.mkdir(parents=True, exist_ok=True)
    for old in pictures.glob("failed-*.png") if only else pictures.iterdir():
        old.unlink()
    (pictures / "shots.json").unlink(missing_ok=True)
    with tempfile.TemporaryDirectory(prefix="vidbudova-screens-") as temporary:
        folder = Path(temporary)
        home = folder / "olena"
        settings = {
            "vidbudova": {"portal\\url": world.url, "portal\\organisation": "02012345"},
            "UI": {"UITheme": QGIS_THEMES[variant.theme]},
        }
        profile = desktop.make_profile(folder / "profile", built, settings)
        plan = {
            "repository": str(ROOT),
            "pictures": str(pictures),
            "lang": variant.lang,
            "only": only,
            "portal": world.url,
            "token": world.token,
            "password": "of a profile that is thrown away",
            **world.copied(home / "Documents" / "Відбудова"),
        }
        script = folder / "plan.json"
        script.write_text(json.dumps(plan), encoding="utf-8")
        (folder / "temporary").mkdir()
        environment = {
            "VIDBUDOVA_SCREENS": str(script),
            "QT_SCALE_FACTOR": str(variant.scale // 100),
            "HOME": str(home),
            "TMPDIR": str(folder / "temporary"),  # QGIS marks layers as passing that lie where this leads
            "TZ": "Europe/Kyiv",
        }
        command = desktop.command(
            profile, Path(__file__).with_name("show.py"), virtual=True, lang=variant.lang, screen=variant.screen
        )
        status = desktop.run(command, environment, pictures / "qgis.log", RUN_SECONDS)
    try:
        found: dict[str, Any] = json.loads((pictures / "shots.json").read_text(encoding="utf-8"))
    except (OSError, ValueError):
        found = {"shots": [], "failed": {}}
    if status != 0:
        found["failed"]["QGIS"] = f"it did not come to its end ({status}); see {shown(pictures / 'qgis.log')}"
    return found


def wanted(chosen: argparse.Namespace) -> list[Variant]:
    """The variants that were asked for."""
    return [
        Variant(*one)
        for one in itertools.product(
            chosen.lang or LANGUAGES, chosen.theme or THEMES, [int(scale) for scale in chosen.scale or SCALES]
        )
    ]


def main() -> int:
    """See the module's docstring."""
    parser = argparse.ArgumentParser(description="Pictures of every screen.")
    parser.add_argument("--only", default="", help="a pattern that names of scenes have to fit")
    parser.add_argument("--lang", action="append", choices=LANGUAGES)
    parser.add_argument("--theme", action="append", choices=THEMES)
    parser.add_argument("--scale", action="append", choices=[str(scale) for scale in SCALES])
    parser.add_argument("--list", action="store_true", help="also print what the inspection found")
    chosen = parser.parse_args()
    variants = wanted(chosen)
    FOLDER.mkdir(parents=True, exist_ok=True)
    failed = 0
    with tempfile.TemporaryDirectory(prefix="vidbudova-screens-") as temporary:
        os.environ["XDG_RUNTIME_DIR"] = temporary
        try:
            built = package.build(Path(temporary) / "vidbudova.zip")
            world = World(Path(temporary) / "world")
            with world:
                for variant in variants:
                    found = take(world, variant, chosen.only, built)
                    (FOLDER / f"{variant.name}.json").write_text(json.dumps(found, ensure_ascii=False), "utf-8")
                    failed += tell(variant, found, chosen.list)
        except (DemoFault, PackageFault) as fault:
            say(f"✗ {fault}")
            return 1
    index_page.write(FOLDER)
    say(f"{shown(FOLDER / 'index.html')}")
    return 1 if failed else 0


def tell(variant: Variant, found: dict[str, Any], with_faults: bool) -> int:
    """Says what came of a variant; how many of its scenes failed."""
    faults = [(shot["name"], fault) for shot in found["shots"] for fault in shot["faults"]]
    say(f"{variant.name}: {len(found['shots'])} pictures, {len(faults)} remarks, {len(found['failed'])} scenes failed")
    for name, told in found["failed"].items():
        say(f"  ✗ {name}: {told.strip().splitlines()[-1]}")
    for told in found.get("uncaught", ()):
        say(f"  ! {told.strip().splitlines()[0]} {told.strip().splitlines()[-1]}")
    if with_faults:
        for name, fault in faults:
            say(f"  {name}: {fault}")
    return len(found["failed"])


if __name__ == "__main__":
    sys.exit(main())
