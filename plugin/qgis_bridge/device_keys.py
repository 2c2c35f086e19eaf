"""This device's keys in QGIS's encrypted authentication database. Main thread only, as all that is read from there."""

from __future__ import annotations

from typing import TYPE_CHECKING

from qgis.core import QgsApplication, QgsAuthMethodConfig

from ..errors import UsageError
from . import credentials

if TYPE_CHECKING:
    from ..sync.devices import DeviceKey

NAME = "Vidbudova: this device's keys"
_URI = "vidbudova:devices"


def read_keys() -> list[DeviceKey]:
    """The keys of this device; none where none were made. May ask for the master password, where keys are kept.

    Raises UsageError ``credentials.…``.
    """
    from ..sync import devices

    identifier = _find()
    if identifier is None:
        return []
    credentials.unlock()
    found, config = QgsApplication.authManager().loadAuthenticationConfig(identifier, QgsAuthMethodConfig(), True)
    if not found:
        raise UsageError("credentials.unreadable", portal=NAME)
    try:
        return devices.read_keys(str(config.config("password")).encode("utf-8"))
    except ValueError as error:
        raise UsageError("credentials.unreadable", portal=NAME) from error


def keep_keys(keys: list[DeviceKey]) -> None:
    """Keep these keys in place of those that are kept. Raises UsageError ``credentials.…``."""
    from ..sync import devices

    credentials.unlock()
    manager = QgsApplication.authManager()
    config = QgsAuthMethodConfig(credentials.METHOD)
    config.setName(NAME)
    config.setUri(_URI)
    config.setConfig("username", credentials.USERNAME)
    config.setConfig("password", devices.dump_keys(keys))
    identifier = _find()
    if identifier is not None:
        config.setId(identifier)
        stored = manager.updateAuthenticationConfig(config)
    else:
        answer = manager.storeAuthenticationConfig(config)
        stored = answer[0] if isinstance(answer, tuple) else answer
    if not stored:
        raise UsageError("credentials.not_stored", portal=NAME)


def _find() -> str | None:
    manager = QgsApplication.authManager()
    if manager.isDisabled():
        return None
    for identifier, config in manager.availableAuthMethodConfigs().items():
        if config.name() == NAME and config.uri() == _URI:
            return str(identifier)
    return None
