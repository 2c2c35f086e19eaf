"""The sample workspace: invented records to try everything on, which never leave this computer.

It has no portal and can be given none; the engine, the lane of files and bundles refuse it, whoever asks.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from .. import paths
from ..errors import StoreError
from ..records.catalogue import Catalogue
from . import steps
from .layout import gpkg_path
from .settings import WorkspaceSettings
from .workspace import Workspace

FILE = "kharkiv.json"
LOADED = "sample_loaded"


@dataclass(frozen=True)
class Sample:
    """What ships to be tried: `territory` are KATOTTG codes, `records` lists of values by record type."""

    territory: tuple[str, ...]
    records: dict[str, list[dict[str, Any]]]


def read(file: Path | None = None) -> Sample:
    """The sample that ships, or another of that shape."""
    content = json.loads((file or paths.sample_dir() / FILE).read_text(encoding="utf-8"))
    return Sample(tuple(content["territory"]), content["records"])


def load(ws: Workspace, sample: Sample) -> int:
    """Adds the sample's records, parents before children, as one step; how many. Raises StoreError for one that does
    not fit."""
    count = sum(len(records) for records in sample.records.values())
    with steps.recording(ws, "import", n=count):
        for name in ws.catalogue.types:
            for record in sample.records.get(name, ()):
                ws.insert(name, record)
        ws.set_meta(LOADED, "yes")
    return count


def prepare(folder: Path, catalogue: Catalogue, file: Path | None = None) -> int:
    """Sees to it that the sample workspace is in ``folder``: made where it is missing, filled where a crash kept it
    from being filled, else left as it was worked on. Tells how many records were added.

    Raises StoreError: as :meth:`Workspace.create` and ``open``, ``store.exists`` where another workspace is there.
    """
    sample = read(file)
    wanted = WorkspaceSettings(territory=sample.territory, sample=True)
    is_there = gpkg_path(folder).exists()
    with Workspace.open(folder, catalogue) if is_there else Workspace.create(folder, wanted, catalogue) as ws:
        if not ws.settings.sample:
            raise StoreError("store.exists", path=str(folder))
        if ws.get_meta(LOADED) is None and not ws.read_only:
            return load(ws, sample)
    return 0


def keep_home(ws: Workspace) -> None:
    """Raises StoreError ``store.sample`` for the sample workspace: to be called where records begin to leave."""
    if ws.settings.sample:
        raise StoreError("store.sample")
