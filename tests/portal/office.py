"""What the portal's tests speak with: an office has an account, freezes batches and reads what comes back."""

from __future__ import annotations

import itertools
import json
from collections.abc import Sequence
from typing import Any
from uuid import uuid4

from starlette.testclient import TestClient

from plugin.contract import batch as batches
from plugin.contract import change, verdict
from plugin.contract.batch import Batch, Item
from plugin.contract.change import Change, ChangePage
from plugin.contract.verdict import BatchAnswer, Verdict
from plugin.quality.engine import RULES_VERSION
from portal import accounts
from portal.app import make_app
from portal.service import Portal

KHARKIV_OBLAST = "UA63000000000041885"
CHUHUIV_RAION = "UA63140000000074817"
TSYRKUNY = "UA63120270010096107"  # a settlement in Kharkiv raion
OTHER_SETTLEMENT = "UA63140130010034221"  # in Chuhuiv raion
POLTAVA_OBLAST = "UA53000000000028050"
POLTAVA_PLACE = "UA53080370010073240"
OBLAST_ADMINISTRATION = "22630473"
HROMADA = "04396990"

_names = itertools.count(1)


def new_id() -> str:
    return str(uuid4())


def need(**values: Any) -> dict[str, Any]:
    """A draft need, as little as makes sense."""
    return {"title_uk": "Дах ліцею № 2", "sector": "education", "katottg": TSYRKUNY, "workflow": "draft", **values}


def complete_need(**values: Any) -> dict[str, Any]:
    """A need that every rule lets pass."""
    return {
        **need(),
        "priority": 3,
        "status": "open",
        "damage_category": "II",
        "survey_date": "2026-05-01",
        "quantity": 850.0,
        "quantity_unit": "m2",
        "cost_amount": "1250000.50",
        "cost_currency": "UAH",
        "cost_basis": "quote",
        "precision": "exact",
        "info_source": "Акт обстеження № 14",
        "access": "open",
        "geom": {"type": "Point", "coordinates": [36.3754217, 50.1021083]},
        "workflow": "submitted",
        **values,
    }


def project(**values: Any) -> dict[str, Any]:
    return {"title_uk": "Реконструкція ліцею № 2", "katottg": TSYRKUNY, "workflow": "draft", **values}


def funding(project_uuid: str, **values: Any) -> dict[str, Any]:
    return {"project_uuid": project_uuid, "funder_name": "Місцевий бюджет", "katottg": TSYRKUNY, **values}


def create(type_name: str, values: dict[str, Any], uuid: str | None = None) -> Item:
    return Item(type_name, uuid or new_id(), "create", values)


def edit(type_name: str, uuid: str, base: int, **values: Any) -> Item:
    return Item(type_name, uuid, "change", values, base=base)


def delete(type_name: str, uuid: str, base: int) -> Item:
    return Item(type_name, uuid, "delete", {}, base=base)


class Office:
    """One account. `client` speaks HTTP to the portal in this process."""

    def __init__(self, client: TestClient, token: str, portal_id: str) -> None:
        self.client = client
        self.token = token
        self.portal_id = portal_id
        self.cursor: str | None = None
        self.headers = {"Authorization": f"Bearer {token}", "Accept-Language": "en"}

    @property
    def account(self) -> str:
        """The account's id, as ``GET /me`` tells it."""
        return str(self.get("/me").json()["account"])

    @property
    def name(self) -> str:
        return str(self.get("/me").json()["name"])

    def freeze(self, *items: Item, batch_id: str | None = None, **members: Any) -> Batch:
        """A batch of the items, as the plugin freezes one."""
        given = {"portal": self.portal_id, "rules": RULES_VERSION, "made_at": "2026-12-28T16:02:11+02:00", **members}
        return Batch(batch=batch_id or new_id(), items=tuple(items), **given)

    def post(self, body: bytes, **headers: str) -> Any:
        """``POST /batches`` as it is; the response."""
        sent = {**self.headers, "Content-Type": "application/json", **headers}
        return self.client.post("/api/v1/batches", content=body, headers=sent)

    def get(self, path: str, **headers: str) -> Any:
        return self.client.get(f"/api/v1{path}", headers={**self.headers, **headers})

    def void(self, batch_id: str, **headers: str) -> Any:
        return self.client.delete(f"/api/v1/batches/{batch_id}", headers={**self.headers, **headers})

    def answer(self, *items: Item, **members: Any) -> BatchAnswer:
        """Sends the items in one batch; the answer, checked as a client checks it."""
        batch = self.freeze(*items, **members)
        response = self.post(batches.encode(batch))
        assert response.status_code == 200, response.text
        answer = verdict.decode(response.content)
        verdict.match(batch, answer)
        return answer

    def send(self, *items: Item) -> tuple[Verdict, ...]:
        """Sends the items in one batch; a verdict for each."""
        return self.answer(*items).verdicts

    def send_one(self, item: Item) -> Verdict:
        (only,) = self.send(item)
        return only

    def store(self, type_name: str, values: dict[str, Any], uuid: str | None = None) -> str:
        """Creates a record that has to be accepted; its uuid."""
        item = create(type_name, values, uuid)
        found = self.send_one(item)
        assert found.verdict == "accepted", found
        return item.uuid

    def page(self, after: str | None = None, limit: int = 500) -> ChangePage:
        """One page of ``GET /changes``, hashes verified."""
        query = {"limit": str(limit)} if after is None else {"limit": str(limit), "after": after}
        response = self.client.get("/api/v1/changes", params=query, headers=self.headers)
        assert response.status_code == 200, response.text
        return change.decode(response.content, verify=True)

    def pull(self, limit: int = 500) -> list[Change]:
        """Everything new since the last pull, as a client reads it."""
        found: list[Change] = []
        while True:
            page = self.page(self.cursor, limit)
            self.cursor = page.cursor
            found += page.items
            if not page.more:
                return found

    def sees(self, uuid: str) -> Change | None:
        """The record as a first pull shows it."""
        page = self.page(limit=2000)
        assert not page.more
        return next((item for item in page.items if item.uuid == uuid), None)


class Offices:
    """The offices of one portal in this process."""

    def __init__(self, portal: Portal) -> None:
        self.portal = portal
        # A fault of the portal is to come back as the answer that a client would get.
        self.client = TestClient(make_app(portal), raise_server_exceptions=False)
        self.portal_id = json.loads(self.client.get("/api/v1/").content)["portal"]

    def open(
        self,
        role: str = "contributor",
        *,
        edrpou: str = OBLAST_ADMINISTRATION,
        territory: Sequence[str] = (KHARKIV_OBLAST,),
        name: str | None = None,
        expires_at: str | None = None,
    ) -> Office:
        """A new account's office."""
        who = name or f"Працівник {next(_names)}"
        _, token = accounts.add(
            self.portal.database, name=who, role=role, edrpou=edrpou, territory=territory, expires_at=expires_at
        )
        return Office(self.client, token, self.portal_id)

    def __enter__(self) -> Offices:
        return self

    def __exit__(self, *_: object) -> None:
        self.client.close()
