"""The portal's tokens, in QGIS's encrypted authentication database, each bound to one portal's origin.

A token is kept as an authentication configuration whose resource URI is the origin it was issued for. Reading asks for
the token *of an origin*, so a workspace that someone mailed and that names another address gets none.
"""

from __future__ import annotations

from qgis.core import QgsApplication, QgsAuthMethodConfig

from ..errors import UsageError
from ..sync.access import origin

NAME_PREFIX = "Vidbudova "
METHOD = "Basic"
USERNAME = "vidbudova"


def has_token(url: str) -> bool:
    """Whether a token is kept for the portal at this address; asks for no master password.

    Raises UsageError, as `sync.access.origin` does, for an address that no token may go to.
    """
    return _find(origin(url)) is not None


def read_token(url: str) -> str | None:
    """The token kept for the portal at this address, or None where there is none.

    May show QGIS's dialog for the master password: main thread only. Raises UsageError ``credentials.disabled`` where
    QGIS runs without its authentication system, ``credentials.locked`` where the master password was not given.
    """
    portal = origin(url)
    identifier = _find(portal)
    if identifier is None:
        return None
    unlock()
    manager = QgsApplication.authManager()
    found, config = manager.loadAuthenticationConfig(identifier, QgsAuthMethodConfig(), True)
    if not found:
        raise UsageError("credentials.unreadable", portal=portal)
    if _bound_to(config) != portal:
        return None
    return str(config.config("password")) or None


def store_token(url: str, token: str) -> None:
    """Keeps a token for the portal at this address, in place of an earlier one.

    May show QGIS's dialog for the master password: main thread only. Raises UsageError as `read_token` does, and
    ``credentials.not_stored`` where the database took it not.
    """
    portal = origin(url)
    unlock()
    manager = QgsApplication.authManager()
    config = QgsAuthMethodConfig(METHOD)
    config.setName(NAME_PREFIX + portal)
    config.setUri(portal)
    config.setConfig("username", USERNAME)
    config.setConfig("password", token)
    identifier = _find(portal)
    if identifier is not None:
        config.setId(identifier)
        stored = manager.updateAuthenticationConfig(config)
    else:
        answer = manager.storeAuthenticationConfig(config)
        stored = answer[0] if isinstance(answer, tuple) else answer
    if not stored:
        raise UsageError("credentials.not_stored", portal=portal)


def forget_token(url: str) -> None:
    """Removes the token kept for the portal at this address, if there is one."""
    identifier = _find(origin(url))
    if identifier is not None:
        QgsApplication.authManager().removeAuthenticationConfig(identifier)


def _find(portal: str) -> str | None:
    manager = QgsApplication.authManager()
    if manager.isDisabled():
        return None
    for identifier, config in manager.availableAuthMethodConfigs().items():
        if config.name().startswith(NAME_PREFIX) and _bound_to(config) == portal:
            return str(identifier)
    return None


def _bound_to(config: QgsAuthMethodConfig) -> str | None:
    try:
        return origin(config.uri())
    except UsageError:
        return None


def unlock() -> None:
    """Open the database. May show QGIS's dialog for the master password. Raises UsageError ``credentials.disabled``,
    ``credentials.locked``."""
    manager = QgsApplication.authManager()
    if manager.isDisabled():
        raise UsageError("credentials.disabled", reason=manager.disabledMessage())
    if not manager.masterPasswordIsSet() and not manager.setMasterPassword(True):
        raise UsageError("credentials.locked")
