"""The portal's tests run twice: on SQLite and on a throwaway PostgreSQL cluster."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from portal import schema
from portal.database import open_database
from portal.files.limits import FileLimits
from portal.service import Portal, Settings
from tests.portal.office import Offices
from tests.portal_fixtures import PortalProcess, PostgresCluster, portal_process, postgres_cluster

__all__ = ["portal_process", "postgres_cluster"]


EACH = ["sqlite", pytest.param("postgresql", marks=pytest.mark.postgres)]


@contextmanager
def _database(request: pytest.FixtureRequest, folder: Path) -> Iterator[str]:
    if request.param == "sqlite":
        yield f"sqlite:///{folder / 'portal.sqlite'}"
        return
    cluster: PostgresCluster = request.getfixturevalue("postgres_cluster")
    url = cluster.new_database()
    yield url
    cluster.give_back(url)


@pytest.fixture(params=EACH)
def database_url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """An empty database."""
    with _database(request, tmp_path) as url:
        yield url


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


@pytest.fixture(scope="module", params=EACH)
def served(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[PortalProcess]:
    """A portal in a process of its own, shared by the tests of one module: each takes an organisation of its own, and
    with drafts sees nothing of the others."""
    folder = tmp_path_factory.mktemp("served")
    with _database(request, folder) as url, PortalProcess(url, log_file=folder / "portal.log") as process:
        yield process


@pytest.fixture(scope="module", params=EACH)
def lasting(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Offices]:
    """A portal in this process for all tests of a module: see `emptied`."""
    with _database(request, tmp_path_factory.mktemp("lasting")) as url:
        database = open_database(url)
        with Offices(Portal.open(database, Settings(per_minute=1e9, burst=1_000_000))) as opened:
            yield opened
        database.close()


@pytest.fixture
def emptied(lasting: Offices) -> Offices:
    """The module's portal with nothing in it but its identity and keys: emptying takes a hundredth of opening one."""
    kept = {schema.portal.name, schema.counter.name, schema.signing_key.name}
    with lasting.portal.database.writing() as connection:
        for table in schema.metadata.tables.values():
            if table.name not in kept:
                connection.execute(table.delete())
    return lasting


@pytest.fixture(scope="module")
def shared(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Offices]:
    """Offices of a portal that takes files, for many small cases in which the database has no part: on SQLite."""
    folder = tmp_path_factory.mktemp("shared")
    database = open_database(f"sqlite:///{folder / 'portal.sqlite'}")
    limits = FileLimits(file_bytes=300_000, quota=None, picture_side=1000)
    settings = Settings(per_minute=1e9, burst=1_000_000, files=folder / "files", file_limits=limits)
    with Offices(Portal.open(database, settings)) as opened:
        yield opened
    database.close()
