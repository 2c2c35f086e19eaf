"""A workspace as the rules ask about it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from functools import cached_property
from typing import Any

from ..records.territory import Codifier
from . import base
from .boundaries import Places
from .clock import today_in_kyiv
from .workspace import Workspace


class WorkspaceContext:
    """The :class:`~plugin.quality.model.Context` that forms, the problem list and the command line check in.

    It belongs to the thread of the workspace's connection. The day, the territory and the catalogue are those of the
    moment when it is made, so that one check is about one state of things: make a new one for each.

    :param codifier: the KATOTTG edition at hand; None where it has not been built.
    :param today: the day that rules about dates compare with; None is today in Kyiv.
    """

    def __init__(self, ws: Workspace, codifier: Codifier | None = None, today: date | None = None) -> None:
        self._ws = ws
        self.catalogue = ws.catalogue
        self.codifier = codifier
        self.territory = tuple(ws.settings.territory)
        self.today = today or today_in_kyiv()

    @cached_property
    def boundaries(self) -> Places:
        """The workspace's boundaries, and the codifier's centres where there are none."""
        return Places(self._ws.folder, self.codifier)

    def related(self, type_name: str, field: str, uuid: str) -> Iterable[Mapping[str, Any]]:
        """The records of a type whose ``field`` holds ``uuid``."""
        return self._ws.records(type_name, {field: uuid})

    def previous(self, type_name: str, uuid: str) -> Mapping[str, Any] | None:
        """The record as the portal last acknowledged it."""
        found = base.get_base(self._ws, type_name, uuid)
        return None if found is None else found.record

    def get(self, type_name: str, uuid: str) -> Mapping[str, Any] | None:
        """Another record."""
        return self._ws.get(type_name, uuid)
