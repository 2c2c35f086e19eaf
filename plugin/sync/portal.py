"""The portal's calls, one method each: what goes out, what a good answer is, and what a bad one means.

Every answer is validated; whatever is not an answer of the contract becomes an error with a code that says what
happened (``transport.*`` where nothing of the portal's came back, ``portal.*`` where something did). Nothing is
retried here.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timezone
from email.utils import parsedate_to_datetime
from functools import partial
from typing import Any, NoReturn, TypeVar
from urllib.parse import quote, urlencode, urlsplit

from ..contract import change, wire
from ..contract import history as histories
from ..contract import problem as problems
from ..contract.device import Device, Enrolment, decode_device, encode_enrolment
from ..contract.limits import CONTRACT_VERSION, MAX_ANSWER_BYTES, MAX_HISTORY
from ..contract.service import Account, Round, ServiceInfo, decode_account, decode_rounds, decode_service
from ..errors import ContractError, PortalError, TransportError, UsageError
from .access import PortalAccess, api_address, origin
from .keys import PortalKey, decode_keys
from .transport import Request, RequestsTransport, Response, Transport

CONNECT_TIMEOUT = 10.0
READ_TIMEOUT = 60.0
_SMALL = 4 * 1_048_576
_MAX_RETRY_AFTER = 24 * 3600.0

Read = TypeVar("Read")


@dataclass(frozen=True)
class SignedAnswer:
    """A verdict document as it came, byte for byte, with the portal's detached signature and the key's id."""

    body: bytes
    signature: str | None
    kid: str | None


@dataclass(frozen=True)
class CatalogueAnswer:
    """The portal's catalogue of record definitions; ``document`` is None where it has not changed since ``etag``."""

    etag: str | None
    document: dict[str, Any] | None


class PortalClient:
    """One portal as one account reaches it; a client serves one run of the engine, or one test of the connection.

    ``transport`` is the network by default. Every method raises :class:`~plugin.errors.TransportError` or
    :class:`~plugin.errors.PortalError`.
    """

    def __init__(
        self,
        access: PortalAccess,
        transport: Transport | None = None,
        *,
        connect_timeout: float = CONNECT_TIMEOUT,
        read_timeout: float = READ_TIMEOUT,
    ) -> None:
        self.access = access
        self._transport = transport or RequestsTransport(access.proxies, access.ca_bundle)
        self._base = api_address(access.url)
        self._timeouts = (connect_timeout, read_timeout)
        self.seen_before = False
        """Whether the portal has answered at this address, now or in an earlier run. Where it has, a web page in its
        place is a network that wants somebody to sign in (a hotel's, a train's), which passes; else a wrong address."""

    def cancel(self) -> None:
        """Ends the call that is under way, from any thread, and every later one."""
        self._transport.cancel()

    def service(self) -> ServiceInfo:
        """``GET /``: which portal this is. Sent without the token, so that it goes nowhere before that is known.

        Raises ``portal.other_contract`` for a portal that speaks another version.
        """
        answer = self._call("GET", "/", authorised=False, max_bytes=_SMALL)
        try:
            version = wire.as_object(wire.parse(answer.body, max_bytes=_SMALL)).get("contract")
            if isinstance(version, int) and version != CONTRACT_VERSION:
                raise PortalError("portal.other_contract", theirs=version, ours=CONTRACT_VERSION)
            service = decode_service(answer.body)
            self.seen_before = True
            return service
        except ContractError as error:
            if error.code == "contract.not_json":
                raise self._not_json(answer) from error
            raise PortalError("portal.not_a_portal", address=self.access.url, fault=str(error)) from error

    def me(self) -> Account:
        """``GET /me``: whose token this is."""
        return self._read(self._call("GET", "/me", max_bytes=_SMALL), decode_account)

    def keys(self) -> tuple[PortalKey, ...]:
        """``GET /keys``: the portal's signing keys, current and retired."""
        return self._read(self._call("GET", "/keys", authorised=False, max_bytes=_SMALL), decode_keys)

    def rounds(self) -> tuple[Round, ...]:
        """``GET /rounds``: the reporting rounds."""
        return self._read(self._call("GET", "/rounds", max_bytes=_SMALL), decode_rounds)

    def catalogue(self, etag: str | None = None) -> CatalogueAnswer:
        """``GET /catalogue``: the portal's record definitions and codelists, unless they are those of ``etag``."""
        headers = {"If-None-Match": etag} if etag else {}
        answer = self._call("GET", "/catalogue", headers=headers, max_bytes=MAX_ANSWER_BYTES, good=(200, 304))
        if answer.status == 304:
            return CatalogueAnswer(etag, None)
        document = self._read(answer, lambda body: wire.as_object(wire.parse(body, max_bytes=MAX_ANSWER_BYTES)))
        return CatalogueAnswer(answer.headers.get("etag"), document)

    def post_batch(self, batch_id: str, body: bytes, author: Mapping[str, str] | None = None) -> SignedAnswer:
        """``POST /batches``: sends a frozen batch. The bytes answered are the verdict document, not yet decoded.

        ``author`` are the headers that say whose batch it is, where it is relayed for somebody else.
        """
        del batch_id  # it stands in the body; the parameter keeps the calls about batches alike
        headers = {"Content-Type": "application/json", **(author or {})}
        return _signed(self._call("POST", "/batches", body=body, headers=headers, good=(200, 201)))

    def get_batch(self, batch_id: str, author: Mapping[str, str] | None = None) -> SignedAnswer | None:
        """``GET /batches/{id}``: what became of a batch; None where the portal does not know it (yet)."""
        try:
            return _signed(self._call("GET", f"/batches/{quote(batch_id, safe='')}", headers=author))
        except PortalError as error:
            if error.code == "portal.not_found":
                return None
            raise

    def enrol_device(self, enrolment: Enrolment) -> Device:
        """``POST /devices``: has the portal know the key with which this device signs; the same again is the same."""
        headers = {"Content-Type": "application/json"}
        body = encode_enrolment(enrolment)
        answer = self._call("POST", "/devices", body=body, headers=headers, max_bytes=_SMALL, good=(200, 201))
        return self._read(answer, decode_device)

    def void_batch(self, batch_id: str) -> SignedAnswer | None:
        """``DELETE /batches/{id}``: None where the id is void now and can never take effect; else its verdicts."""
        answer = self._call("DELETE", f"/batches/{quote(batch_id, safe='')}")
        document = self._read(answer, lambda body: wire.as_object(wire.parse(body, max_bytes=MAX_ANSWER_BYTES)))
        if document.get("batch") != batch_id:
            raise PortalError("portal.breaks_contract", pointer="/batch", fault="contract.bad_value")
        if document.get("state") == "void":
            return None
        return _signed(answer)

    def changes(self, after: str | None, limit: int) -> change.ChangePage:
        """``GET /changes``: the page after a cursor; without one, from the beginning."""
        query = {"limit": str(limit)} if after is None else {"after": after, "limit": str(limit)}
        return self._read(self._call("GET", "/changes", query=query), change.decode)

    def history(self, type_name: str, uuid: str, before: int | None = None) -> histories.HistoryPage:
        """``GET /records/{type}/{uuid}/history``: the newest revisions of a record, or those before one of them.

        Raises ``portal.not_found`` and its like where the account does not see the record.
        """
        query = {"limit": str(MAX_HISTORY)} | ({} if before is None else {"before": str(before)})
        path = f"/records/{quote(type_name, safe='')}/{quote(uuid, safe='')}/history"
        return self._read(self._call("GET", path, query=query), partial(histories.decode, uuid=uuid))

    def exchange(
        self,
        method: str,
        path: str,
        *,
        headers: Mapping[str, str] | None = None,
        body: bytes | None = None,
        good: tuple[int, ...],
        max_bytes: int = _SMALL,
    ) -> Response:
        """A call about files: the body goes out as it is, and what comes back need not be JSON. A web page instead of
        it (somebody's login page) is told as such."""
        answer = self._call(method, path, headers=headers, body=body, max_bytes=max_bytes, good=good, plain=True)
        if _is_html(answer) and "content-disposition" not in answer.headers:
            raise self._not_json(answer)
        return answer

    # ------------------------------------------------------------------------------------------------------------------

    def _call(
        self,
        method: str,
        path: str,
        *,
        query: Mapping[str, str] | None = None,
        headers: Mapping[str, str] | None = None,
        body: bytes | None = None,
        authorised: bool = True,
        max_bytes: int = MAX_ANSWER_BYTES,
        good: tuple[int, ...] = (200,),
        plain: bool = False,
    ) -> Response:
        url = self._base + path + (f"?{urlencode(query)}" if query else "")
        sent = {
            "Accept": f"application/json, {problems.MEDIA_TYPE}",
            "Accept-Language": self.access.language,
            "Vidbudova-Contract": str(CONTRACT_VERSION),
            **(headers or {}),
        }
        if authorised:
            if not self.access.token:
                raise UsageError("portal.no_token", portal=self.access.origin)
            if origin(self._base) != self.access.origin:
                raise UsageError("portal.other_origin", portal=self.access.origin)
            sent["Authorization"] = f"Bearer {self.access.token}"
        connect, read = self._timeouts
        try:
            answer = self._transport.send(
                Request(method, url, sent, body, as_is=plain),
                connect_timeout=connect,
                read_timeout=read,
                max_bytes=max_bytes,
            )
        except TransportError as error:
            error.params.setdefault("host", urlsplit(self._base).hostname)
            if self.seen_before and error.code == "transport.tls_other_host":
                raise self._sign_in("certificate") from error
            raise
        if answer.status not in good:
            self._refused(answer)
        if answer.status != 304 and not plain and not _is_json(answer):
            raise self._not_json(answer)
        return answer

    def _read(self, answer: Response, decode: Callable[[bytes], Read]) -> Read:
        try:
            return decode(answer.body)
        except ContractError as error:
            raise self._not_json(answer) if error.code == "contract.not_json" else self.broken(error) from error

    def broken(self, error: ContractError) -> PortalError:
        """What a fault that was found in an answer of this portal is to the user."""
        if error.code == "contract.not_json":
            return PortalError("portal.not_json", host=urlsplit(self._base).hostname)
        if error.code == "contract.too_large":
            return PortalError("portal.enormous", host=urlsplit(self._base).hostname)
        return PortalError("portal.breaks_contract", pointer=str(error.params.get("pointer", "")), fault=error.code)

    def _not_json(self, answer: Response) -> PortalError:
        """An answer that is no JSON: a web page (a login page between us and the portal, another site) or a mess."""
        start = answer.body[:200].lstrip().lower()
        page = _is_html(answer) or start.startswith((b"<!doctype", b"<html"))
        if page and self.seen_before:
            return self._sign_in("page", answer.status)
        code = "portal.web_page" if page else "portal.not_json"
        return PortalError(code, status=answer.status, address=self.access.url, host=urlsplit(self._base).hostname)

    def _sign_in(self, sign: str, status: int | None = None) -> PortalError:
        """The network's own login page in the portal's place: once somebody has signed in, the same call succeeds."""
        host = urlsplit(self._base).hostname
        return PortalError("portal.sign_in", status=status, retryable=True, host=host, sign=sign)

    def _is_login(self, answer: Response) -> bool:
        """Whether a network that wants somebody to sign in (RFC 8952) has answered in the portal's place."""
        if answer.status == 511:
            return True
        if not self.seen_before:
            return False
        if answer.status in (302, 303, 307):
            target = urlsplit(answer.headers.get("location", "")).hostname
            return target is not None and target != urlsplit(self._base).hostname
        return answer.status in (401, 403) and _is_html(answer)

    def _refused(self, answer: Response) -> NoReturn:
        """Raises what an answer with another status than expected means."""
        status = answer.status
        if self._is_login(answer):
            raise self._sign_in("page", status)
        wait = _retry_after(answer.headers.get("retry-after"), answer.headers.get("date"))
        try:
            document = problems.decode(answer.body, status) if _is_json(answer) else None
        except ContractError:
            document = None
        said = "" if document is None else document.detail or document.title
        more: dict[str, Any] = {
            "host": urlsplit(self._base).hostname or "",
            "address": self.access.url,
            "detail": f" {said}" if said else "",
        }
        if wait is not None:
            more["retry_after"] = wait
        code, retryable = _meaning(status, document)
        if code == "portal.not_a_portal" and _is_html(answer) and status != 404:
            code = "portal.web_page"
        if 300 <= status < 400:
            more["target"] = answer.headers.get("location", "")[:200]
        shown = None if document is None else {**document.extra, "type": document.type, "detail": document.detail}
        raise PortalError(code, status=status, problem=shown, retryable=retryable, **more)


def _is_html(answer: Response) -> bool:
    return "html" in answer.headers.get("content-type", "").lower()


def _is_json(answer: Response) -> bool:
    kind = answer.headers.get("content-type", "").split(";")[0].strip().lower()
    if kind:
        return kind == "application/json" or kind.endswith("+json")
    return answer.body[:1] in (b"{", b"[")


def _signed(answer: Response) -> SignedAnswer:
    return SignedAnswer(answer.body, answer.headers.get("vidbudova-signature"), answer.headers.get("vidbudova-key"))


_BY_STATUS: dict[int, tuple[str, bool]] = {
    400: ("portal.bad_request", False),
    401: ("portal.unauthorised", False),
    403: ("portal.forbidden", False),
    404: ("portal.not_found", False),
    409: ("portal.batch_differs", False),
    410: ("portal.cursor_gone", False),
    412: ("portal.other_rules", False),
    422: ("portal.malformed", False),
    426: ("portal.other_contract", False),
}
"""What only the portal itself can say: without a problem document it came from somebody else."""

_FROM_ANYONE: dict[int, tuple[str, bool]] = {
    408: ("portal.timeout", True),
    413: ("portal.too_large", False),
    429: ("portal.too_many_requests", True),
    501: ("portal.not_implemented", False),
    502: ("portal.unavailable", True),
    503: ("portal.unavailable", True),
    504: ("portal.timeout", True),
}
"""What a gateway in front of the portal may say as well."""


def _meaning(status: int, document: problems.ProblemDocument | None) -> tuple[str, bool]:
    """Error code and whether another try may succeed."""
    if 300 <= status < 400:
        return "portal.redirected", False
    if status in _FROM_ANYONE:
        return _FROM_ANYONE[status]
    if status >= 500:
        return "portal.fault", True
    if document is None:
        return "portal.not_a_portal", False
    if document.name == "batch-void":
        return "portal.batch_void", False
    return _BY_STATUS.get(status, ("portal.unexpected", False))


def _retry_after(value: str | None, date: str | None) -> float | None:
    """Seconds to wait, from either form of ``Retry-After`` (RFC 9110, 10.2.3); None where there is none to trust.

    A moment is held against the answer's own ``Date``: this machine's clock may be years off.
    """
    if not value:
        return None
    text = value.strip()
    if text.isascii() and text.isdecimal():
        seconds = float(text[:9])
    else:
        moment, answered = _moment(text), _moment(date or "")
        if moment is None or answered is None:
            return None
        seconds = (moment - answered).total_seconds()
    return min(max(seconds, 0.0), _MAX_RETRY_AFTER)


def _moment(text: str) -> datetime | None:
    """An HTTP date; None for anything else."""
    try:
        moment = parsedate_to_datetime(text.strip())
    except (ValueError, TypeError, IndexError, OverflowError):
        return None
    return moment if moment.tzinfo is not None else moment.replace(tzinfo=timezone.utc)
