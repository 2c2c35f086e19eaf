"""A portal's answers composed from records, for measures of what this side does with them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any
from urllib.parse import urlsplit

from plugin.contract import change, wire
from plugin.contract.jcs import content_hash
from plugin.contract.service import Account, Limits, ServiceInfo, encode_account, encode_rounds, encode_service
from plugin.quality import RULES_VERSION
from plugin.sync.access import API, PortalAccess
from plugin.sync.transport import Request, Response

from .needs import OBLAST, TABLE

ACCESS = PortalAccess("https://portal.bench", "bench", {}, None, "uk")
_AT = "2026-11-20T10:00:00Z"


def page(records: Iterable[Mapping[str, Any]], revision: int = 2) -> bytes:
    """One page of changes: the latest state of each record, made by a colleague."""
    items = tuple(
        change.Change(TABLE, record["uuid"], revision, "change", dict(record), content_hash(record), "Колега", _AT)
        for record in records
    )
    return change.encode(change.ChangePage("after", False, items))


class Composed:
    """A transport that answers as a portal with one page of changes would."""

    def __init__(self, changes: bytes) -> None:
        service = ServiceInfo(1, "bench", "bench", "Bench", RULES_VERSION, _AT, Limits())
        account = Account("bench", "Bench", "02012556", "contributor", (OBLAST,))
        self._answers = {
            f"{API}/": encode_service(service),
            f"{API}/me": encode_account(account),
            f"{API}/rounds": encode_rounds(()),
            f"{API}/keys": wire.dump({"keys": []}),
            f"{API}/changes": changes,
        }

    def send(self, request: Request, *, connect_timeout: float, read_timeout: float, max_bytes: int) -> Response:
        """As :class:`~plugin.sync.transport.Transport`."""
        body = self._answers[urlsplit(request.url).path]
        return Response(200, {"content-type": "application/json"}, body)

    def cancel(self) -> None:
        """Nothing to end."""
