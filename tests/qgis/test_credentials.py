"""Tokens: in QGIS's authentication database, for one portal's origin each, never anywhere else."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from qgis.core import QgsApplication, QgsAuthManager, QgsSettings

from plugin.errors import UsageError
from plugin.qgis_bridge import credentials

PORTAL = "https://portal.example.org"
TOKEN = "t0ken-of-the-portal-9f8e7d"


@pytest.fixture()
def manager(qgis_app: QgsApplication) -> Iterator[QgsAuthManager]:
    found = QgsApplication.authManager()
    assert found.setMasterPassword("головний пароль", True)
    yield found
    found.setMasterPassword("головний пароль", True)
    credentials.forget_token(PORTAL)


def test_a_token_is_read_back_for_its_portal(manager: QgsAuthManager) -> None:
    assert credentials.read_token(PORTAL) is None
    credentials.store_token(PORTAL, TOKEN)
    assert credentials.has_token(PORTAL)
    assert credentials.read_token(PORTAL) == TOKEN


@pytest.mark.parametrize(
    "same", ["https://PORTAL.example.org/", "https://portal.example.org:443/api/v1", " https://portal.example.org "]
)
def test_the_same_origin_written_otherwise_is_the_same_portal(manager: QgsAuthManager, same: str) -> None:
    credentials.store_token(PORTAL, TOKEN)
    assert credentials.read_token(same) == TOKEN


@pytest.mark.parametrize(
    "other",
    [
        "https://portal.example.org.evil.example",
        "https://portal.example.org:8443",
        "https://example.org",
        "http://127.0.0.1:8000",
    ],
)
def test_another_origin_gets_nothing(manager: QgsAuthManager, other: str) -> None:
    credentials.store_token(PORTAL, TOKEN)
    assert not credentials.has_token(other)
    assert credentials.read_token(other) is None


@pytest.mark.parametrize("address", ["http://portal.example.org", "ftp://portal.example.org", "portal", ""])
def test_an_address_that_no_token_may_go_to_is_refused(manager: QgsAuthManager, address: str) -> None:
    with pytest.raises(UsageError):
        credentials.store_token(address, TOKEN)
    with pytest.raises(UsageError):
        credentials.read_token(address)


def kept(manager: QgsAuthManager) -> list[str]:
    """The ids of what is kept for the portal."""
    found = manager.availableAuthMethodConfigs()
    return [key for key, config in found.items() if config.uri().startswith(PORTAL)]


def test_a_new_token_takes_the_place_of_the_old_one(manager: QgsAuthManager) -> None:
    credentials.store_token(PORTAL, TOKEN)
    credentials.store_token(PORTAL, "another-token")
    assert credentials.read_token(PORTAL) == "another-token"
    assert len(kept(manager)) == 1


def test_a_forgotten_token_is_gone(manager: QgsAuthManager) -> None:
    credentials.store_token(PORTAL, TOKEN)
    credentials.forget_token(PORTAL)
    assert not credentials.has_token(PORTAL)
    assert credentials.read_token(PORTAL) is None


def test_a_token_whose_binding_was_edited_goes_nowhere_else(manager: QgsAuthManager) -> None:
    credentials.store_token(PORTAL, TOKEN)
    (identifier,) = kept(manager)
    loaded = manager.loadAuthenticationConfig(identifier, credentials.QgsAuthMethodConfig(), True)[1]
    loaded.setUri("https://evil.example")
    manager.updateAuthenticationConfig(loaded)
    try:
        assert credentials.read_token(PORTAL) is None
    finally:
        manager.removeAuthenticationConfig(identifier)


def test_the_token_is_nowhere_in_the_profile_in_clear(manager: QgsAuthManager) -> None:
    credentials.store_token(PORTAL, TOKEN)
    QgsSettings().sync()
    looked_at = 0
    for path in Path(QgsApplication.qgisSettingsDirPath()).rglob("*"):
        if path.is_file():
            looked_at += 1
            assert TOKEN.encode() not in path.read_bytes(), path
    assert looked_at


@pytest.mark.parametrize(
    ("code", "trouble"),
    [
        ("credentials.disabled", {"isDisabled": lambda: True, "disabledMessage": lambda: "QCA"}),
        (
            "credentials.locked",
            {
                "isDisabled": lambda: False,
                "masterPasswordIsSet": lambda: False,
                "setMasterPassword": lambda _verify: False,
            },
        ),
        (
            "credentials.not_stored",
            {
                "isDisabled": lambda: False,
                "masterPasswordIsSet": lambda: True,
                "availableAuthMethodConfigs": dict,
                "storeAuthenticationConfig": lambda _config: (False, None),
            },
        ),
    ],
)
def test_trouble_with_the_database_is_said_in_both_languages(
    monkeypatch: pytest.MonkeyPatch, qgis_app: QgsApplication, code: str, trouble: dict[str, object]
) -> None:
    """The authentication system itself is stood in for: it cannot be broken and mended within one QGIS."""
    manager = type("Manager", (), {name: staticmethod(answer) for name, answer in trouble.items()})()
    monkeypatch.setattr(credentials.QgsApplication, "authManager", staticmethod(lambda: manager))
    with pytest.raises(UsageError) as caught:
        credentials.store_token(PORTAL, TOKEN)
    assert caught.value.code == code
    assert caught.value.describe("uk") != caught.value.describe("en")
    assert TOKEN not in str(caught.value)
