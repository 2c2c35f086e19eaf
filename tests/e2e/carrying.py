"""Bundles carried between offices of a country: export in one workspace, import in another."""

from __future__ import annotations

from contextlib import closing

from plugin.records.catalogue import default_catalogue
from plugin.store.workspace import Workspace
from plugin.sync import bundle


def export(office, path, **options):
    """What waits in an office, as a bundle at ``path``."""
    with closing(Workspace.open(office.folder, default_catalogue())) as workspace:
        return bundle.export_bundle(workspace, path, **options)


def take_in(office, path, passphrase=None, **options):
    """A bundle, opened in an office."""
    with closing(Workspace.open(office.folder, default_catalogue())) as workspace:
        return bundle.import_bundle(workspace, path, passphrase, **options)


def look_at(office, path, passphrase=None):
    """What opening a bundle would do."""
    with closing(Workspace.open(office.folder, default_catalogue())) as workspace:
        return bundle.examine(workspace, path, passphrase)
