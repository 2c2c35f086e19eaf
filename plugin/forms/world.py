"""The world as rules see it from an open form: the workspace, the codifier, today."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from ..quality.model import Record
from ..records.catalogue import Catalogue
from ..records.territory import Codifier
from ..store import base
from .access import WorkspaceAccess


class FormContext:
    """A `quality.model.Context` over a workspace."""

    boundaries: None = None

    def __init__(self, access: WorkspaceAccess) -> None:
        self._access = access

    @property
    def catalogue(self) -> Catalogue:
        return self._access.workspace.catalogue

    @property
    def codifier(self) -> Codifier | None:
        return self._access.codifier

    @property
    def territory(self) -> tuple[str, ...]:
        return tuple(self._access.workspace.settings.territory)

    @property
    def today(self) -> date:
        return self._access.today()

    def related(self, type_name: str, field: str, uuid: str) -> Iterable[Record]:
        return self._access.workspace.records(type_name, {field: uuid})

    def previous(self, type_name: str, uuid: str) -> Record | None:
        row = base.get_base(self._access.workspace, type_name, uuid)
        return None if row is None else row.record

    def get(self, type_name: str, uuid: str) -> Record | None:
        return self._access.workspace.get(type_name, uuid)
