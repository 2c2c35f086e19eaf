"""What the pictures show: a workspace in the middle of a working week, with all in it that a screen can be about.

Made once, by the same means that people use (store, command line, a portal on loopback), and copied for each run.
"""

from __future__ import annotations

import contextlib
import json
import shutil
import sqlite3
from pathlib import Path
from typing import Any

from plugin.records.catalogue import default_catalogue
from plugin.store import attaching, capture
from plugin.store.connection import register_functions
from plugin.store.workspace import Workspace
from tools.screens import photographs
from tools.screens.world_words import PASSPHRASE
from tools.tour.demo import Demo

AUTHOR = "Олена Петренко, головна спеціалістка сектору геопросторових даних"
LONG_TITLE = (
    "Капітальний ремонт із підсиленням несних конструкцій, утепленням фасаду, заміною покрівлі та облаштуванням "
    "протирадіаційного укриття опорного закладу «Балаклійський ліцей імені О. А. Тризни», м. Балаклія"
)
IN_KHARKIV, IN_LVIV = "UA63120270010096107", "UA46060250010015970"

NEW_NEED = {
    "title_uk": "Дитячий садок «Сонечко», смт Печеніги: вікна та котельня",
    "sector": "education",
    "katottg": "UA63140090010022976",
    "precision": "settlement",
    "status": "open",
    "workflow": "draft",
    "access": "open",
    "captured_at": "2026-11-21T08:20:00Z",
    "captured_by": AUTHOR,
    "info_source": "Акт обстеження № 31 від 20.11.2026",
}


class World(Demo):
    """The demo's portal and workspaces, and then a week of work in them."""

    def __init__(self, folder: Path) -> None:
        super().__init__(folder)
        self.empty = folder / "Новий робочий простір"
        self.bundle = folder / "Печеніги тиждень 47.vidbudova"
        self.sealed = folder / "Печеніги закритий.vidbudova"
        self.photos: list[Path] = []

    def _prepare(self) -> None:
        super()._prepare()
        self._cli("new", str(self.empty), "--territory", "UA63000000000041885", "--portal", self.url)
        needs = self._needs(self.workspace)
        self._attach(needs[0])
        self._cli("sync", str(self.workspace), token=self.token)
        self._cli("sync", str(self.colleague), token=self.colleagues_token)
        self._disagree(needs)
        self._cli("sync", str(self.colleague), token=self.colleagues_token)
        with Workspace.open(self.workspace, default_catalogue()) as workspace, workspace.transaction():
            workspace.insert("need", {**NEW_NEED, "katottg": IN_LVIV, "title_uk": "Поліклініка за межами області"})
        self._cli("sync", str(self.workspace), token=self.token)
        self._write_bundles()
        self._leave_waiting(needs)
        self._cli("check", str(self.workspace))
        self._edit_unnoticed(needs[12])

    def _needs(self, folder: Path) -> list[dict[str, Any]]:
        with Workspace.open(folder, default_catalogue()) as workspace:
            return sorted(workspace.records("need"), key=lambda record: str(record["title_uk"]))

    def _attach(self, need: dict[str, Any]) -> None:
        """Photos and a document of one need."""
        folder = self.folder / "Фото з обстеження"
        folder.mkdir()
        self.photos = [
            photographs.building(folder / "IMG_20261012_104512.jpg", "#c9b79c", 3, 9, 1),
            photographs.building(folder / "Північний фасад.jpg", "#b9c0b4", 2, 7, 2),
            photographs.building(folder / "Горище після злив, вигляд від пожежного виходу.jpg", "#bfa58a", 4, 8, 1),
        ]
        act = folder / "Акт обстеження № 27 від 12.10.2026.txt"
        act.write_text("Акт обстеження № 27\nПокрівля зруйнована на 40 %.\n", encoding="utf-8")
        with Workspace.open(self.workspace, default_catalogue()) as workspace:
            for path in [*self.photos, act]:
                attaching.attach(workspace, "need", need["uuid"], path, author=AUTHOR, caption=path.stem)

    def _disagree(self, needs: list[dict[str, Any]]) -> None:
        """Both sides change the same fields; one side deletes what the other changes."""
        mine: list[tuple[str, dict[str, Any]]] = [
            (needs[0]["uuid"], {"title_uk": LONG_TITLE, "cost_amount": "98450000.00", "people_total": 640}),
            (
                needs[1]["uuid"],
                {"priority": 5, "priority_reason": "Опалювальний сезон уже почався, а котельня не працює."},
            ),
            (needs[2]["uuid"], {"status": "partially_met", "description": "Уточнено після повторного обстеження."}),
            (needs[3]["uuid"], {"address": "вул. Центральна, 14-А"}),
        ]
        theirs: list[tuple[str, dict[str, Any]]] = [
            (
                needs[0]["uuid"],
                {"title_uk": "Ремонт Балаклійського ліцею", "cost_amount": "91200000.50", "people_total": 612},
            ),
            (needs[1]["uuid"], {"priority": 3, "priority_reason": "Тимчасову котельню встановлено."}),
            (needs[2]["uuid"], {"status": "met", "description": "Роботи виконано благодійним фондом у жовтні."}),
        ]
        for folder, edits in ((self.workspace, mine), (self.colleague, theirs)):
            with Workspace.open(folder, default_catalogue()) as workspace, workspace.transaction():
                for uuid, values in edits:
                    moved = self._moved(needs, uuid, 0.004 if folder == self.workspace else -0.006)
                    workspace.update("need", uuid, {**values, **moved})
        with Workspace.open(self.colleague, default_catalogue()) as workspace, workspace.transaction():
            workspace.delete("need", needs[3]["uuid"])

    def _moved(self, needs: list[dict[str, Any]], uuid: str, by: float) -> dict[str, Any]:
        geometry = next(need["geom"] for need in needs if need["uuid"] == uuid)
        if uuid != needs[0]["uuid"] or geometry is None or geometry["type"] != "Point":
            return {}
        longitude, latitude = geometry["coordinates"]
        return {"geom": {"type": "Point", "coordinates": [longitude + by, latitude + by / 2]}}

    def _write_bundles(self) -> None:
        """What a colleague without a network sends by stick."""
        with Workspace.open(self.colleague, default_catalogue()) as workspace, workspace.transaction():
            for number in range(1, 8):
                title = f"Багатоквартирний будинок № {number}, смт Печеніги: вікна, двері під’їздів, покрівля"
                workspace.insert("need", {**NEW_NEED, "title_uk": title, "sector": "housing"})
        self._cli("bundle", "export", str(self.colleague), str(self.bundle))
        secret = self.folder / "passphrase"
        secret.write_text(PASSPHRASE, encoding="utf-8")
        self._cli("bundle", "export", str(self.colleague), str(self.sealed), "--passphrase-file", str(secret))

    def _leave_waiting(self, needs: list[dict[str, Any]]) -> None:
        with Workspace.open(self.workspace, default_catalogue()) as workspace, workspace.transaction():
            workspace.insert("need", {**NEW_NEED, "cost_amount": "1250000.00", "cost_currency": "UAH"})
            workspace.insert("need", {**NEW_NEED, "title_uk": "Капiтальний ремонт амбулаторії", "sector": "health"})
            workspace.update("need", needs[5]["uuid"], {"priority": 5, "priority_reason": None})
            workspace.update("need", needs[6]["uuid"], {"people_women": 900000, "survey_date": "2024-05-01"})
            workspace.delete("need", needs[7]["uuid"])

    def _edit_unnoticed(self, need: dict[str, Any]) -> None:
        """As a program does that drops the triggers and puts them back."""
        triggers = capture.trigger_sql(default_catalogue().type("need"))
        path = self.workspace / "workspace.gpkg"
        with contextlib.closing(sqlite3.connect(path, isolation_level=None)) as connection:
            register_functions(connection)
            for name in triggers:
                connection.execute(f"DROP TRIGGER {name}")
            connection.execute("UPDATE need SET priority = 1, address = 'вул. Миру, 5' WHERE uuid = ?", (need["uuid"],))
            for sql in triggers.values():
                connection.execute(sql)

    def copied(self, into: Path) -> dict[str, str]:
        """Copies for one run, which may change them; paths by what they are called in the plan of the run."""
        into.mkdir(parents=True)
        found = {"workspace": self.workspace, "empty": self.empty, "bundle": self.bundle, "sealed": self.sealed}
        paths = {}
        for name, path in found.items():
            target = into / path.name
            shutil.copytree(path, target) if path.is_dir() else shutil.copyfile(path, target)
            paths[name] = str(target)
        none = into / "Зіпсований.vidbudova"
        none.write_bytes(b"PK\x03\x04 this is no bundle")
        squares = into / "Межі громад.geojson"
        squares.write_text(json.dumps(_squares("ADM3_PCODE")), encoding="utf-8")
        no_codes = into / "Межі без кодів.geojson"
        no_codes.write_text(json.dumps(_squares("назва")), encoding="utf-8")
        photos = into / "Фото"
        shutil.copytree(self.photos[0].parent, photos)
        return {
            **paths,
            "noBundle": str(none),
            "photos": str(photos),
            "boundaries": str(squares),
            "noCodes": str(no_codes),
        }


def _squares(field: str) -> dict[str, Any]:
    """Hromadas of the sample as squares around where they lie, as COD-AB names them; no true boundaries."""
    places = {
        "UA6312029": (36.35, 50.09),
        "UA6314009": (36.94, 49.87),
        "UA6314017": (36.69, 49.83),
        "UA6304001": (36.85, 49.46),
    }
    features = []
    for code, (lon, lat) in places.items():
        ring = [[lon + dx * 0.14, lat + dy * 0.09] for dx, dy in ((-1, -1), (1, -1), (1, 1), (-1, 1), (-1, -1))]
        value = code if field.endswith("PCODE") else "громада"
        features.append(
            {"type": "Feature", "properties": {field: value}, "geometry": {"type": "Polygon", "coordinates": [ring]}}
        )
    return {"type": "FeatureCollection", "features": features}
