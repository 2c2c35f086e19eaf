"""Running the portal: one uvicorn process on a socket of its own."""

from __future__ import annotations

import ipaddress
import os
import socket
from dataclasses import dataclass
from pathlib import Path

import uvicorn
from starlette.types import ASGIApp

from plugin.errors import UsageError


@dataclass(frozen=True)
class Address:
    """Where to listen. Beyond this machine only with TLS: by a certificate and its key, or by a proxy in front."""

    host: str = "127.0.0.1"
    port: int = 0
    certificate: Path | None = None
    certificate_key: Path | None = None
    behind_proxy: bool = False

    @property
    def scheme(self) -> str:
        """``http`` or ``https``."""
        return "https" if self.certificate else "http"


class _Server(uvicorn.Server):
    """Says when it answers."""

    def __init__(self, config: uvicorn.Config, url: str, ready_file: Path | None) -> None:
        super().__init__(config)
        self._url = url
        self._ready_file = ready_file

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets)
        if self.should_exit:
            return
        if self._ready_file is not None:
            beside = self._ready_file.with_name(self._ready_file.name + ".new")
            beside.write_text(self._url + "\n", encoding="utf-8")
            os.replace(beside, self._ready_file)
        print(f"listening on {self._url}", flush=True)  # noqa: T201  the command's output


def run(app: ASGIApp, address: Address, ready_file: Path | None = None) -> None:
    """Serves until told to stop (SIGINT, SIGTERM), letting requests in progress end.

    `ready_file` gets the portal's URL once it answers. Raises UsageError ``server.plain_http`` or ``server.port``.
    """
    if not (_is_loopback(address.host) or address.certificate or address.behind_proxy):
        raise UsageError("server.plain_http", host=address.host)
    config = uvicorn.Config(
        app,
        host=address.host,
        port=address.port,
        log_config=None,
        access_log=False,
        server_header=False,
        proxy_headers=address.behind_proxy,
        ssl_certfile=address.certificate,
        ssl_keyfile=address.certificate_key,
        h11_max_incomplete_event_size=16_384,
        timeout_keep_alive=30,
        timeout_graceful_shutdown=10,
        lifespan="off",
    )
    listener = _listen(address)
    port = listener.getsockname()[1]
    host = f"[{address.host}]" if ":" in address.host else address.host
    _Server(config, f"{address.scheme}://{host}:{port}", ready_file).run(sockets=[listener])


def _listen(address: Address) -> socket.socket:
    family = socket.AF_INET6 if ":" in address.host else socket.AF_INET
    # asyncio turns Nagle off only where the protocol is stated: without it every answer waits 40 ms for an ACK.
    listener = socket.socket(family, socket.SOCK_STREAM, socket.IPPROTO_TCP)
    try:
        if os.name != "nt":
            listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listener.bind((address.host, address.port))
    except (OSError, OverflowError) as error:
        listener.close()
        raise UsageError("server.port", host=address.host, port=address.port, reason=str(error)) from error
    return listener


def _is_loopback(host: str) -> bool:
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False
