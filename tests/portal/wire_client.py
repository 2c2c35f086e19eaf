"""A portal over real HTTP, as bytes: for tests in which several processes and connections meet."""

from __future__ import annotations

import itertools
import json
from dataclasses import dataclass
from typing import Any

import requests

from plugin.contract import batch as batches
from plugin.contract import change, verdict
from plugin.contract.batch import Batch, Item
from plugin.contract.change import ChangePage
from plugin.contract.verdict import BatchAnswer
from plugin.quality.engine import RULES_VERSION
from tests.portal.office import new_id
from tests.portal_fixtures import PortalProcess

_organisations = itertools.count(1)


@dataclass
class Wire:
    """One connection of one account."""

    api: str
    token: str

    def __post_init__(self) -> None:
        self.session = requests.Session()
        self.session.trust_env = False
        self.session.headers["Authorization"] = f"Bearer {self.token}"

    @property
    def portal_id(self) -> str:
        return str(json.loads(self.session.get(f"{self.api}/", timeout=30).content)["portal"])

    def freeze(self, *items: Item, portal_id: str, batch_id: str | None = None) -> bytes:
        return batches.encode(Batch(batch_id or new_id(), portal_id, RULES_VERSION, "2026-12-28T16:02:11+02:00", items))

    def post(self, body: bytes) -> requests.Response:
        headers = {"Content-Type": "application/json"}
        return self.session.post(f"{self.api}/batches", data=body, headers=headers, timeout=120)

    def send(self, *items: Item, portal_id: str) -> BatchAnswer:
        response = self.post(self.freeze(*items, portal_id=portal_id))
        assert response.status_code == 200, response.text
        return verdict.decode(response.content)

    def get_batch(self, batch_id: str) -> requests.Response:
        return self.session.get(f"{self.api}/batches/{batch_id}", timeout=30)

    def void(self, batch_id: str) -> requests.Response:
        return self.session.delete(f"{self.api}/batches/{batch_id}", timeout=30)

    def page(self, after: str | None, limit: int = 500) -> ChangePage:
        query: dict[str, Any] = {"limit": limit} if after is None else {"limit": limit, "after": after}
        response = self.session.get(f"{self.api}/changes", params=query, timeout=60)
        assert response.status_code == 200, response.text
        return change.decode(response.content)


def connect(portal: PortalProcess, connections: int = 1) -> list[Wire]:
    """Connections of one account of an organisation that nobody else in the tests belongs to."""
    token = portal.add_account(edrpou=f"{next(_organisations):08d}")
    return [Wire(portal.api, token) for _ in range(connections)]


def signature_of(response: requests.Response) -> tuple[str, str]:
    """Signature and key id of a signed answer."""
    return response.headers["Vidbudova-Signature"], response.headers["Vidbudova-Key"]
