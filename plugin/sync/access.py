"""How a portal is reached: its address, the token that is bound to it, and the network's settings.

Whoever builds a :class:`PortalAccess` vouches that the token was given for this address: the engine sends it there and
nowhere else. It is read from QGIS's settings on the main thread, or from the command line, before the engine starts.
"""

from __future__ import annotations

import ipaddress
from collections.abc import Mapping
from dataclasses import dataclass, field
from urllib.parse import SplitResult, urlsplit

from ..errors import UsageError

API = "/api/v1"


def is_loopback(host: str) -> bool:
    """Whether ``host`` is this machine by its very name: ``localhost``, 127.0.0.0/8, ::1."""
    if host.lower() == "localhost":
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


def split_address(url: str) -> SplitResult:
    """The parts of a portal's address: one that a token may go to, without a query or fragment.

    Raises UsageError ``portal.bad_address``, ``portal.insecure_address``, as :func:`safe_parts`.
    """
    parts = safe_parts(url)
    if parts.query or parts.fragment:
        raise UsageError("portal.bad_address", address=url[:200])
    return parts


def safe_parts(url: str) -> SplitResult:
    """The parts of an address that a token may go to: HTTPS, or HTTP to this machine.

    Raises UsageError ``portal.bad_address`` (no address of the web, or one with a user name) and
    ``portal.insecure_address`` (plain HTTP over a network).
    """
    try:
        parts = urlsplit(url.strip())
        host, _ = parts.hostname, parts.port
    except ValueError:
        raise UsageError("portal.bad_address", address=url[:200]) from None
    named = parts.username is not None or parts.password is not None
    if parts.scheme not in ("http", "https") or not host or named or any(sign.isspace() for sign in parts.netloc):
        raise UsageError("portal.bad_address", address=url[:200])
    if parts.scheme == "http" and not is_loopback(host):
        raise UsageError("portal.insecure_address", address=url[:200])
    return parts


def origin(url: str) -> str:
    """Scheme, host and port of an address, in one spelling: what a token is bound to. Raises as
    :func:`split_address`."""
    parts = split_address(url)
    host = (parts.hostname or "").lower()
    port = parts.port or (443 if parts.scheme == "https" else 80)
    return f"{parts.scheme}://[{host}]:{port}" if ":" in host else f"{parts.scheme}://{host}:{port}"


def api_address(url: str) -> str:
    """Where the portal's calls are, for an address as people give it (with or without ``/api/v1``), without a slash
    at the end. Raises as :func:`split_address`."""
    parts = split_address(url)
    path = parts.path.rstrip("/")
    return f"{parts.scheme}://{parts.netloc}{path if path.endswith(API) else path + API}"


@dataclass(frozen=True)
class PortalAccess:
    """One portal as one account reaches it.

    ``proxies`` maps ``http`` and ``https`` to a proxy's address (with user name and password where it wants them);
    empty is none, None takes those of the environment. ``ca_bundle`` is a PEM file to trust instead of the built-in
    one. ``language`` (``uk`` or ``en``) is what the portal is asked to answer in.
    """

    url: str
    token: str = field(default="", repr=False)
    proxies: Mapping[str, str] | None = field(default=None, repr=False)
    ca_bundle: str | None = None
    language: str = "uk"

    def __post_init__(self) -> None:
        split_address(self.url)
        if not self.token.isascii() or not self.token.isprintable() or " " in self.token:
            raise UsageError("portal.bad_token")

    @property
    def origin(self) -> str:
        """What the token is bound to."""
        return origin(self.url)
