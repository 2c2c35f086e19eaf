"""The rules over a whole workspace: the same engine as in the form and on the portal."""

from __future__ import annotations

from collections.abc import Iterator

from .. import paths
from ..quality.engine import check_all
from ..quality.model import Finding, Severity
from ..records.territory import default_codifier
from ..store.context import WorkspaceContext
from ..store.workspace import Workspace


def check_workspace(ws: Workspace, severities: frozenset[Severity] | None = None) -> Iterator[Finding]:
    """The findings of every record as they come, those about neighbours last. None is every severity."""
    codifier = default_codifier() if paths.codifier_path().is_file() else None
    records = ((name, record) for name in ws.catalogue.types for record in ws.records(name))
    return check_all(records, WorkspaceContext(ws, codifier), severities)
