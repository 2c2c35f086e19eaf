"""Needs in Kharkiv oblast: as long, as varied and as complete as people's are, the same ones at every run."""

from __future__ import annotations

import json
import random
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any
from uuid import UUID

from plugin.records.territory import Codifier

OBLAST = "UA63000000000041885"
TABLE = "need"
_SECTORS = ("housing", "education", "health", "energy", "transport", "water_sanitation", "agriculture")
_KINDS = ("1110", "1122", "1263", "1264", "2112", "2141", "2222")
_DAMAGE = ("I", "II", "III", "destroyed", "none")
_STREETS = ("Центральна", "Шевченка", "Миру", "Садова", "Незалежності", "Лесі Українки", "Героїв Харкова")
_THINGS = ("Ліцей", "Амбулаторія", "Житловий будинок", "Водогін", "Міст через річку", "Дитячий садок", "Трансформатор")
_TEXT = (
    "Покрівлю пошкоджено уламками, вікна вибито на двох поверхах, система опалення не працює; "
    "перекриття потребують обстеження фахівцями."
)


def needs(count: int, seed: int = 1) -> Iterator[dict[str, Any]]:
    """`count` needs as wire values, each with its uuid; points in WGS 84 (longitude, latitude)."""
    draw = random.Random(seed)
    with_codes = _hromada_codes()
    for number in range(count):
        thing = draw.choice(_THINGS)
        street = draw.choice(_STREETS)
        people = draw.randrange(20, 5000)
        priority = draw.randrange(1, 4)
        yield {
            "uuid": str(UUID(int=draw.getrandbits(128), version=4)),
            "title_uk": f"{thing} № {number}, вул. {street}",
            "sector": draw.choice(_SECTORS),
            "object_name": f"{thing} № {number}",
            "object_kind": draw.choice(_KINDS),
            "description": _TEXT[: draw.randrange(40, len(_TEXT))].strip(),
            "status": "open",
            "katottg": draw.choice(with_codes),
            "precision": "exact",
            "address": f"вул. {street}, {draw.randrange(1, 200)}",
            "damage_category": draw.choice(_DAMAGE),
            "survey_date": f"2026-{draw.randrange(1, 10):02}-{draw.randrange(1, 29):02}",
            "people_total": people,
            "people_women": people // 2,
            "people_men": people - people // 2,
            "people_children": people // 5,
            "quantity": float(draw.randrange(50, 9000)),
            "quantity_unit": "m2",
            "cost_amount": f"{draw.randrange(100_000, 90_000_000)}.{draw.randrange(100):02}",
            "cost_currency": "UAH",
            "cost_basis": "norm",
            "priority": priority,
            "workflow": "draft",
            "info_source": "Акт обстеження",
            "captured_by": "Олена Коваль",
            "captured_at": f"2026-09-{draw.randrange(1, 29):02}T10:{draw.randrange(60):02}:00Z",
            "access": "open",
            "geom": {"type": "Point", "coordinates": [draw.uniform(35.0, 38.0), draw.uniform(48.6, 50.4)]},
        }


def _hromada_codes() -> list[str]:
    with Codifier() as codifier:
        raions = codifier.children(OBLAST)
        return [unit.code for raion in raions for unit in codifier.children(raion.code)]


def write_geojson(path: Path, records: Iterator[dict[str, Any]], ids: Mapping[str, int] | None = None) -> None:
    """The same needs as people would exchange them: a GeoJSON feature collection, one feature a line; with feature ids
    by uuid, if there are any."""
    with path.open("w", encoding="utf-8") as file:
        file.write('{"type": "FeatureCollection", "features": [\n')
        separator = ""
        for record in records:
            properties = {name: value for name, value in record.items() if name != "geom"}
            feature = {"type": "Feature", "properties": properties, "geometry": record["geom"]}
            if ids is not None:
                feature["id"] = ids[record["uuid"]]
            file.write(separator + json.dumps(feature, ensure_ascii=False))
            separator = ",\n"
        file.write("\n]}\n")
