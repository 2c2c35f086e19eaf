"""Sample data for Kharkiv oblast, put into a workspace with a portal, for the demonstration."""

from __future__ import annotations

from plugin.store import sample
from plugin.store.workspace import Workspace


def load(workspace: Workspace) -> int:
    """Adds the sample's records as one step; how many. Raises StoreError for a record that does not fit."""
    return sample.load(workspace, sample.read())


def territory() -> tuple[str, ...]:
    """The KATOTTG codes that the sample is for."""
    return sample.read().territory
