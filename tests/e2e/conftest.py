"""One real portal per module; organisations keep the tests in it apart."""

from __future__ import annotations

import pytest

from tests.portal_fixtures import PortalProcess

from .offices import Country, Template
from .shell import Shell


@pytest.fixture(scope="session")
def template(tmp_path_factory):
    return Template(tmp_path_factory.mktemp("template") / "workspace")


@pytest.fixture(scope="module")
def portal(tmp_path_factory):
    folder = tmp_path_factory.mktemp("portal")
    with PortalProcess(folder / "portal.sqlite", log_file=folder / "portal.log") as running:
        yield running


@pytest.fixture
def country(portal, template, tmp_path):
    return Country(portal, template, tmp_path)


@pytest.fixture
def own_portal(tmp_path):
    """A portal for one test, which may stop it, kill it or put it back."""
    with PortalProcess(tmp_path / "portal.sqlite", log_file=tmp_path / "portal.log") as running:
        yield running


@pytest.fixture
def own_country(own_portal, template, tmp_path):
    return Country(own_portal, template, tmp_path)


@pytest.fixture
def shell(tmp_path, monkeypatch):
    return Shell(tmp_path, monkeypatch)


@pytest.fixture(scope="module")
def signing_key(portal):
    """The portal's own private key, to make answers that are signed and wrong."""
    from cryptography.hazmat.primitives.serialization import load_der_private_key
    from sqlalchemy import select

    from portal import schema
    from portal.database import open_database

    database = open_database(portal.database)
    with database.reading() as connection:
        stored = connection.execute(select(schema.signing_key.c.private)).scalar_one()
    database.close()
    return load_der_private_key(stored, None)
