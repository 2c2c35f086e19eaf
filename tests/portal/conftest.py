"""The portal's tests run twice: on SQLite and on a throwaway PostgreSQL cluster."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from portal.database import open_database
from portal.service import Portal, Settings
from tests.portal.office import Offices
from tests.portal_fixtures import PortalProcess, PostgresCluster, portal_process, postgres_cluster

__all__ = ["portal_process", "postgres_cluster"]


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.postgres)])
def database_url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """An empty database."""
    if request.param == "sqlite":
        yield f"sqlite:///{tmp_path / 'portal.sqlite'}"
        return
    cluster: PostgresCluster = request.getfixturevalue("postgres_cluster")
    url = cluster.new_database()
    yield url
    cluster.give_back(url)


@pytest.fixture
def portal(database_url: str) -> Iterator[Portal]:
    """A portal in this process."""
    database = open_database(database_url)
    yield Portal.open(database, Settings(per_minute=1e9, burst=1_000_000))
    database.close()


@pytest.fixture
def offices(portal: Portal) -> Iterator[Offices]:
    """Opens accounts on the portal and speaks the contract for them."""
    with Offices(portal) as opened:
        yield opened


@pytest.fixture
def served(database_url: str, tmp_path: Path) -> Iterator[PortalProcess]:
    """A portal in a process of its own, on either database."""
    with PortalProcess(database_url, log_file=tmp_path / "portal.log") as process:
        yield process
