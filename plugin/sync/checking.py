"""The rules over a whole workspace: the same engine as in the form and on the portal."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date, datetime, timedelta, timezone
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from .. import paths
from ..quality.engine import check_all
from ..quality.model import Finding, Record, Severity
from ..records.catalogue import Catalogue
from ..records.territory import Codifier, default_codifier
from ..store import base
from ..store.workspace import Workspace


def today_in_kyiv() -> date:
    """The date in Kyiv; where the machine has no time zone data, the one two hours east of Greenwich."""
    try:
        zone: ZoneInfo | timezone = ZoneInfo("Europe/Kyiv")
    except ZoneInfoNotFoundError:
        zone = timezone(timedelta(hours=2))
    return datetime.now(zone).date()


class WorkspaceContext:
    """A :class:`~plugin.quality.model.Context` over a workspace."""

    def __init__(self, ws: Workspace, *, today: date | None = None, codifier: Codifier | None = None) -> None:
        self._ws = ws
        self._today = today or today_in_kyiv()
        if codifier is None and paths.codifier_path().is_file():
            codifier = default_codifier()
        self._codifier = codifier

    @property
    def catalogue(self) -> Catalogue:
        """The record types and codelists in force."""
        return self._ws.catalogue

    @property
    def codifier(self) -> Codifier | None:
        """The KATOTTG edition at hand; None where it has not been built."""
        return self._codifier

    @property
    def territory(self) -> tuple[str, ...]:
        """The areas that the workspace is for."""
        return self._ws.settings.territory

    @property
    def today(self) -> date:
        """The date in Kyiv."""
        return self._today

    @property
    def boundaries(self) -> None:
        """No boundaries are loaded."""
        return None

    def related(self, type_name: str, field: str, uuid: str) -> Iterable[Record]:
        """The records of a type whose ``field`` holds ``uuid``."""
        return self._ws.records(type_name, {field: uuid})

    def previous(self, type_name: str, uuid: str) -> Record | None:
        """The record as the portal last acknowledged it."""
        found = base.get_base(self._ws, type_name, uuid)
        return None if found is None else found.record

    def get(self, type_name: str, uuid: str) -> Record | None:
        """Another record."""
        return self._ws.get(type_name, uuid)


def check_workspace(
    ws: Workspace, severities: frozenset[Severity] | None = None, context: WorkspaceContext | None = None
) -> Iterator[Finding]:
    """The findings of every record as they come, those about neighbours last. None is every severity."""
    records = ((name, record) for name in ws.catalogue.types for record in ws.records(name))
    return check_all(records, context or WorkspaceContext(ws), severities)
