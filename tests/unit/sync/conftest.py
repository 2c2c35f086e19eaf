"""Workspaces without a portal."""

from __future__ import annotations

import shutil

import pytest

from plugin.records.catalogue import default_catalogue
from plugin.store.settings import WorkspaceSettings
from plugin.store.workspace import Workspace


@pytest.fixture(scope="session")
def empty_workspace(tmp_path_factory):
    folder = tmp_path_factory.mktemp("workspaces") / "empty"
    Workspace.create(folder, WorkspaceSettings(territory=("UA",)), default_catalogue()).close()
    return folder


@pytest.fixture
def ws(empty_workspace, tmp_path):
    """An empty workspace."""
    shutil.copytree(empty_workspace, tmp_path / "workspace")
    with Workspace.open(tmp_path / "workspace", default_catalogue()) as workspace:
        yield workspace
