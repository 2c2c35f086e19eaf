"""One HTTP request out, one answer in. The only module that knows ``requests``.

The seam is narrow on purpose: a fake transport in a test is ten lines. What comes back is whatever the other side sent,
within ``max_bytes`` and a total time; what it means is the portal client's affair.
"""

from __future__ import annotations

import gzip
import http.client
import socket
import ssl
import threading
import zlib
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from http.cookiejar import DefaultCookiePolicy
from typing import Any, Protocol
from urllib.parse import urlsplit

import requests
import requests.adapters
import requests.utils
from urllib3.connection import HTTPConnection, HTTPSConnection
from urllib3.connectionpool import HTTPConnectionPool, HTTPSConnectionPool
from urllib3.exceptions import HTTPError

from ..errors import TransportError
from .access import is_loopback, safe_parts
from .under_way import WHOLE_SECONDS, Attempt, Sockets

_CHUNK = 65536
_WORTH_COMPRESSING = 1024
_SEND_SECONDS = 600.0
_COMPRESSION = 6


@dataclass(frozen=True)
class Request:
    """What is asked. ``body`` is not compressed yet: that is the transport's affair, unless ``as_is`` says that its
    very bytes count."""

    method: str
    url: str
    headers: Mapping[str, str] = field(default_factory=dict, repr=False)
    body: bytes | None = field(default=None, repr=False)
    as_is: bool = False


@dataclass(frozen=True)
class Response:
    """What was answered: header names in lower case, the body inflated."""

    status: int
    headers: Mapping[str, str]
    body: bytes = field(repr=False)


class Transport(Protocol):
    """Carries one request at a time."""

    def send(self, request: Request, *, connect_timeout: float, read_timeout: float, max_bytes: int) -> Response:
        """The answer, whatever its status. Time-outs are in seconds, ``max_bytes`` caps the body, inflated and not.
        ``read_timeout`` is how long the other side may be silent; the whole takes a bounded time as well.

        Raises :class:`TransportError`; ``retryable`` says whether another try may succeed.
        """
        ...

    def cancel(self) -> None:
        """Ends a request that is under way, from any thread; this and every later ``send`` raises
        ``transport.cancelled``."""
        ...


class _Lines:
    """A stream that remembers the last line that was read of it."""

    def __init__(self, stream: Any) -> None:
        self._stream = stream
        self.last = b""

    def readline(self, size: int = -1) -> bytes:
        self.last = self._stream.readline(size)
        return self.last

    def __getattr__(self, name: str) -> Any:
        return getattr(self._stream, name)


class _WholeHeaders(http.client.HTTPResponse):
    """An answer whose headers end with an empty line (RFC 9112, 2.1).

    http.client takes a connection that ends within them for their end: the last one, cut short, would pass for whole.
    """

    def begin(self) -> None:
        """Raises IncompleteRead where the connection ended before that."""
        stream: Any = self.fp
        lines: Any = _Lines(stream)
        self.fp = lines
        try:
            super().begin()
        finally:
            if self.fp is lines:
                self.fp = stream
        if lines.last not in (b"\r\n", b"\n"):
            self.close()
            raise http.client.IncompleteRead(lines.last)


def _pool_classes(sockets: Sockets) -> dict[str, type[HTTPConnectionPool]]:
    """urllib3's pools with connections that tell ``sockets`` what they open and close."""

    class Watched:
        _handle: socket.socket | None = None
        sock: Any

        def _new_conn(self) -> Any:
            connected = super()._new_conn()  # type: ignore[misc]
            self._handle = sockets.add(connected)
            return connected

        def send(self, data: Any) -> Any:
            if self.sock is not None:
                # urllib3 gives a whole upload no more than the connect time-out, which a slow line needs for a part
                # of it.
                self.sock.settimeout(_SEND_SECONDS)
            return super().send(data)  # type: ignore[misc]

        def close(self) -> None:
            super().close()  # type: ignore[misc]
            if self._handle is not None:
                sockets.drop(self._handle)
                self._handle = None

    class Plain(Watched, HTTPConnection):
        response_class = _WholeHeaders

    class Secure(Watched, HTTPSConnection):
        response_class = _WholeHeaders

    class PlainPool(HTTPConnectionPool):
        ConnectionCls = Plain

    class SecurePool(HTTPSConnectionPool):
        ConnectionCls = Secure

    return {"http": PlainPool, "https": SecurePool}


class _Adapter(requests.adapters.HTTPAdapter):
    """requests' adapter over pools whose sockets can be shut down."""

    def __init__(self, sockets: Sockets) -> None:
        self._pool_classes = _pool_classes(sockets)
        super().__init__(pool_connections=2, pool_maxsize=2, max_retries=0)

    def init_poolmanager(self, *args: Any, **kwargs: Any) -> None:
        super().init_poolmanager(*args, **kwargs)  # type: ignore[no-untyped-call]
        self.poolmanager.pool_classes_by_scheme = self._pool_classes

    def proxy_manager_for(self, proxy: Any, **kwargs: Any) -> Any:
        manager = super().proxy_manager_for(proxy, **kwargs)  # type: ignore[no-untyped-call]
        if not str(proxy).lower().startswith("socks"):
            manager.pool_classes_by_scheme = self._pool_classes
        return manager


class _Session(requests.Session):
    """Sees no redirect in an answer: to look where one leads, requests would read its body first, however large."""

    def get_redirect_target(self, resp: requests.Response) -> str | None:
        """Nowhere."""
        return None


class RequestsTransport:
    """The real network.

    No redirect is followed and no cookie kept, nothing is taken from ``.netrc``; requests go by HTTPS, or by HTTP to
    this machine, then never through a proxy. ``proxies`` and ``ca_bundle`` are as in
    :class:`~plugin.sync.access.PortalAccess`.
    """

    def __init__(
        self,
        proxies: Mapping[str, str] | None = None,
        ca_bundle: str | None = None,
        *,
        whole_seconds: float = WHOLE_SECONDS,
    ) -> None:
        self._proxies = None if proxies is None else dict(proxies)
        self._verify: bool | str = ca_bundle or True
        self._whole_seconds = whole_seconds
        self._lock = threading.Lock()
        self._attempts: set[Attempt[Response]] = set()
        self._cancelled = False
        self._open()

    def _open(self) -> None:
        """A session with sockets of its own."""
        self._sockets = Sockets()
        self._session = _Session()
        self._session.trust_env = False
        self._session.cookies.set_policy(DefaultCookiePolicy(allowed_domains=[]))
        adapter = _Adapter(self._sockets)
        self._session.mount("https://", adapter)
        self._session.mount("http://", adapter)

    def send(self, request: Request, *, connect_timeout: float, read_timeout: float, max_bytes: int) -> Response:
        """As :meth:`Transport.send`. A body of a kilobyte or more goes out gzipped, unless it goes as it is."""
        safe_parts(request.url)
        headers = {"User-Agent": "Vidbudova", "Accept-Encoding": "gzip", **request.headers}
        body = request.body
        if body is not None and len(body) >= _WORTH_COMPRESSING and not request.as_is:
            body = gzip.compress(body, _COMPRESSION, mtime=0)
            headers["Content-Encoding"] = "gzip"
        session, proxies = self._session, self._proxies_for(request.url)

        def exchange(attempt: Attempt[Response]) -> Response:
            with session.request(
                request.method,
                request.url,
                headers=headers,
                data=body,
                stream=True,
                allow_redirects=False,
                timeout=(connect_timeout, read_timeout),
                proxies=proxies,
                verify=self._verify,
            ) as answer:
                content = _read(answer, max_bytes, attempt)
                found = {name.lower(): value for name, value in answer.headers.items()}
                return Response(answer.status_code, found, content)

        try:
            return self._bounded(exchange, 0 if body is None else len(body))
        except (requests.exceptions.RequestException, HTTPError, OSError, ValueError) as error:
            # requests lets some of urllib3's and the socket's own errors through; a ValueError is a bad header or URL.
            raise self._unreadable_bundle() or _mapped(error, request.url) from error

    def _bounded(self, exchange: Callable[[Attempt[Response]], Response], sent: int) -> Response:
        attempt: Attempt[Response] = Attempt()
        with self._lock:
            self._attempts.add(attempt)
            if self._cancelled:
                attempt.cancel()
        try:
            return attempt.run(exchange, sent, self._whole_seconds)
        except TransportError as error:
            if error.code == "transport.timeout":
                # What is left of it reaches nobody any more; the next request starts afresh.
                self._sockets.shut()
                self._open()
            raise
        finally:
            with self._lock:
                self._attempts.discard(attempt)

    def cancel(self) -> None:
        """As :meth:`Transport.cancel`. What is being looked up or connected goes on for a while, to no effect."""
        with self._lock:
            self._cancelled = True
            for attempt in self._attempts:
                attempt.cancel()
        self._sockets.shut()

    def close(self) -> None:
        """Closes what is kept open between requests."""
        self._session.close()

    def _unreadable_bundle(self) -> TransportError | None:
        """The error that a file of trusted certificates causes: OpenSSL's own does not name it."""
        if self._verify is True:
            return None
        try:
            ssl.create_default_context(cafile=str(self._verify))
        except (OSError, ValueError) as error:  # ssl.SSLError is an OSError
            reason = getattr(error, "reason", None) or getattr(error, "strerror", None) or str(error)
            return TransportError("transport.ca_bundle", retryable=False, path=self._verify, detail=str(reason)[:300])
        return None

    def _proxies_for(self, url: str) -> dict[str, str]:
        if is_loopback(urlsplit(url).hostname or ""):
            return {}
        if self._proxies is None:
            return dict(requests.utils.get_environ_proxies(url, no_proxy=None))
        return self._proxies


def _read(answer: requests.Response, max_bytes: int, attempt: Attempt[Response]) -> bytes:
    """The body, inflated, while it keeps to the cap and to the length that was announced."""
    encoding = answer.headers.get("Content-Encoding", "identity").strip().lower()
    if encoding not in ("identity", "", "gzip", "x-gzip"):
        raise TransportError("transport.bad_encoding", retryable=False, encoding=encoding[:40])
    inflate = zlib.decompressobj(wbits=31) if encoding.endswith("gzip") else None
    announced = answer.headers.get("Content-Length", "")
    if announced.isdecimal() and int(announced) > max_bytes:
        raise TransportError("transport.too_large", retryable=False, limit=max_bytes)
    parts: list[bytes] = []
    received = kept = 0
    while chunk := answer.raw.read(_CHUNK, decode_content=False):
        received += len(chunk)
        attempt.received = received
        if inflate is not None:
            try:
                chunk = inflate.decompress(chunk, max_bytes - kept + 1)
            except zlib.error:
                raise TransportError("transport.bad_encoding", retryable=True, encoding="gzip") from None
        kept += len(chunk)
        if kept > max_bytes or received > max_bytes:
            raise TransportError("transport.too_large", retryable=False, limit=max_bytes)
        parts.append(chunk)
    # requests does not notice a connection that ends early; a cut body must never pass for a whole one.
    short = announced.isdecimal() and received < int(announced)
    if (short or (inflate is not None and received and not inflate.eof)) and answer.request.method != "HEAD":
        raise TransportError("transport.broken_off", retryable=True)
    return b"".join(parts)


_NAME_MISMATCH = {62, 64}
"""OpenSSL's X509_V_ERR_HOSTNAME_MISMATCH and X509_V_ERR_IP_ADDRESS_MISMATCH."""


def _causes(error: BaseException) -> Iterator[BaseException]:
    """An exception with everything it wraps, in whichever way it wraps it."""
    seen: set[int] = set()
    heap: list[object] = [error]
    while heap:
        one = heap.pop()
        if isinstance(one, BaseException) and id(one) not in seen:
            seen.add(id(one))
            yield one
            heap += [one.__cause__, one.__context__, getattr(one, "reason", None), *one.args]


def _mapped(error: BaseException, url: str) -> TransportError:
    """What happened, in the terms of someone who has to do something about it."""
    if isinstance(error, TransportError):
        return error
    host = urlsplit(url).hostname or ""
    causes = list(_causes(error))
    detail = str(causes[-1])[:300] or type(causes[-1]).__name__

    def met(*kinds: type[BaseException]) -> bool:
        return any(isinstance(cause, kinds) for cause in causes)

    wrong_request = (
        requests.exceptions.InvalidURL,
        requests.exceptions.InvalidSchema,
        requests.exceptions.MissingSchema,
        requests.exceptions.InvalidHeader,
    )
    if met(requests.exceptions.ProxyError):
        refused = "407" in str(error)
        return TransportError(
            "transport.proxy_login" if refused else "transport.proxy", retryable=not refused, detail=detail
        )
    if _is_other_host(causes):
        return TransportError("transport.tls_other_host", retryable=False, host=host)
    if met(requests.exceptions.SSLError, ssl.SSLError):
        return TransportError("transport.tls", retryable=False, host=host, detail=_tls_reason(causes))
    if met(socket.gaierror, UnicodeError):
        return TransportError("transport.unknown_host", retryable=True, host=host)
    if met(requests.exceptions.Timeout, TimeoutError):
        return TransportError("transport.timeout", retryable=True, host=host)
    if isinstance(error, wrong_request):
        return TransportError("transport.bad_request", retryable=False, detail=detail)
    if met(ConnectionRefusedError) or any("Failed to establish" in str(cause) for cause in causes):
        return TransportError("transport.no_connection", retryable=True, host=host, detail=detail)
    return TransportError("transport.broken_off", retryable=True, host=host, detail=detail)


def _is_other_host(causes: list[BaseException]) -> bool:
    """Whether a trusted certificate was shown, but another host's: a wrong address, or a network that wants a login."""
    codes = {getattr(cause, "verify_code", 0) for cause in causes}
    return bool(codes & _NAME_MISMATCH) or any(type(cause).__name__ == "CertificateError" for cause in causes)


def _tls_reason(causes: list[BaseException]) -> str:
    """Why the other side's certificate was not trusted, as OpenSSL says it."""
    for cause in causes:
        if isinstance(cause, ssl.SSLCertVerificationError):
            return str(cause.verify_message)[:300]
    innermost = [str(cause)[:300] for cause in reversed(causes) if str(cause)]
    return next((str(cause)[:300] for cause in causes if isinstance(cause, ssl.SSLError)), innermost[0])
