"""Two portals live the same days. On one everybody sends directly; on the other batches go through whoever is at hand,
and directly where that comes to nothing. Whoever relayed, and whatever they may do: both portals answer authors alike
and end with the same records, and no relayer is shown what they may not see."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from sqlalchemy import select

from plugin.contract import batch as batches
from plugin.contract import verdict
from plugin.contract.batch import Item
from plugin.contract.device import AUTHOR_HEADER
from plugin.contract.service import Account, decode_account
from plugin.contract.verdict import Verdict
from portal import schema, view
from portal.database import open_database
from portal.service import Portal, Settings
from portal.view import Standing
from tests.portal.field import FieldDevice, enrolled
from tests.portal.office import (
    HROMADA,
    KHARKIV_OBLAST,
    OBLAST_ADMINISTRATION,
    OTHER_SETTLEMENT,
    TSYRKUNY,
    Office,
    Offices,
    complete_need,
    need,
    new_id,
    project,
)

CAST = [
    ("contributor", HROMADA, (KHARKIV_OBLAST,)),
    ("contributor", HROMADA, (TSYRKUNY,)),
    ("contributor", OBLAST_ADMINISTRATION, (KHARKIV_OBLAST,)),
    ("focal_point", OBLAST_ADMINISTRATION, (KHARKIV_OBLAST,)),
    ("admin", OBLAST_ADMINISTRATION, ("UA",)),
    ("partner", HROMADA, (KHARKIV_OBLAST,)),
]


class Twin:
    """One of the two portals and its cast."""

    def __init__(self, url: str) -> None:
        self.database = open_database(url)
        self.offices = Offices(Portal.open(self.database, Settings(per_minute=1e9, burst=1_000_000)))
        self.cast: list[Office] = []
        self.accounts: list[Account] = []
        self.devices: list[FieldDevice] = []
        for role, edrpou, territory in CAST:
            office = self.offices.open(role, edrpou=edrpou, territory=territory, name=f"{role} {len(self.cast)}")
            self.cast.append(office)
            self.accounts.append(decode_account(office.get("/me").content))
            self.devices.append(enrolled(office))

    def close(self) -> None:
        self.offices.client.close()
        self.database.close()

    def everything(self, uuids: list[str]) -> dict[str, Any]:
        """The records as they are."""
        record = schema.record.c
        columns = (record.uuid, record.revision, record.content, record.hash, record.organisation, record.author)
        with self.database.reading() as connection:
            rows = connection.execute(select(*columns).where(record.uuid.in_(uuids)).order_by(record.uuid))
            return {row.uuid: tuple(row[1:]) for row in rows}


@pytest.fixture(scope="module")
def twins(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Twin, Twin]]:
    folder = tmp_path_factory.mktemp("twins")
    made = Twin(f"sqlite:///{folder / 'direct.sqlite'}"), Twin(f"sqlite:///{folder / 'relayed.sqlite'}")
    yield made
    for twin in made:
        twin.close()


@dataclass
class Days:
    """What happens to a few records in one example; both portals know them under the same uuids."""

    direct: Twin
    relayed: Twin
    uuids: list[str] = field(default_factory=lambda: [new_id() for _ in range(3)])
    revisions: dict[str, int] = field(default_factory=dict)
    before: dict[tuple[int, str], str] = field(default_factory=dict)

    def item(self, data: st.DataObject, author: int) -> Item:
        which = data.draw(st.integers(0, 2))
        uuid, type_name = self.uuids[which], "project" if which == 2 else "need"
        known = self.revisions.get(uuid)
        kind = data.draw(
            st.sampled_from(
                ["create", "change", "change", "change", "delete"] if known else ["create"] * 4 + ["change"]
            )
        )
        place = data.draw(st.sampled_from([TSYRKUNY, TSYRKUNY, OTHER_SETTLEMENT]))
        if kind == "create":
            if type_name == "project":
                return Item(type_name, uuid, "create", project(katottg=place))
            whole = data.draw(st.booleans())
            return Item(type_name, uuid, "create", (complete_need if whole else need)(katottg=place))
        after = self.before.get((author, uuid)) if data.draw(st.booleans()) else None
        base = None if after else data.draw(st.sampled_from([known or 1, 1]))
        if kind == "delete":
            return Item(type_name, uuid, "delete", {}, base=base, after=after)
        values = [{"title_uk": data.draw(st.sampled_from("абв"))}, {"katottg": place}]
        if type_name == "need":
            values += [complete_need(), {"workflow": data.draw(st.sampled_from(["draft", "submitted", "approved"]))}]
        return Item(type_name, uuid, "change", data.draw(st.sampled_from(values)), base=base, after=after)

    def post(self, twin: Twin, author: int, batch_id: str, items: list[Item], relayer: int | None, signed: bool) -> Any:
        office = twin.cast[author]
        body = batches.encode(office.freeze(*items, batch_id=batch_id))
        if relayer is None:
            return office.post(body)
        return twin.cast[relayer].post(
            body, **(twin.devices[author].sign(body) if signed else {AUTHOR_HEADER: twin.accounts[author].account})
        )


def gist(found: Verdict) -> tuple[Any, ...]:
    """What of a verdict does not depend on who reads it."""
    conflict = found.conflict and (found.conflict.kind, found.conflict.fields, found.conflict.revision)
    rules = tuple(problem.rule for problem in found.problems)
    return (found.verdict, found.revision, found.hash, found.record, conflict, rules)


def check_shown(relayer: Account, organisations: set[str], answer: verdict.BatchAnswer) -> None:
    for one in answer.verdicts:
        shown = one.record or (one.conflict and one.conflict.theirs)
        if shown:
            assert any(view.sees(relayer, Standing.of(organisation, shown)) for organisation in organisations)


# A request takes longer than it takes to think of one: what fails is shown as it was found, not made smaller for hours.
@settings(
    max_examples=20,
    deadline=None,
    phases=[Phase.explicit, Phase.reuse, Phase.generate],
    suppress_health_check=list(HealthCheck),
)
@given(data=st.data())
def test_whoever_relays_authors_get_the_answers_of_a_direct_sync(twins: tuple[Twin, Twin], data: st.DataObject) -> None:
    days = Days(*twins)
    people = st.integers(0, len(CAST) - 1)
    for _ in range(data.draw(st.integers(2, 7), label="batches")):
        author, batch_id = data.draw(people, label="author"), new_id()
        items = [days.item(data, author)]
        more = days.item(data, author)
        if more.uuid != items[0].uuid:
            items.append(more)
        expected = verdict.decode(days.post(days.direct, author, batch_id, items, None, False).content)
        kept = None
        for relayer in data.draw(st.lists(people, max_size=3), label="relayers"):
            response = days.post(days.relayed, author, batch_id, items, relayer, data.draw(st.booleans()))
            if response.status_code == 403:
                assert response.json()["type"].endswith(":relay-forbidden")
                continue
            answer = verdict.decode(response.content)
            if relayer != author:
                check_shown(days.relayed.accounts[relayer], {HROMADA, OBLAST_ADMINISTRATION}, answer)
            asked = days.relayed.cast[author].get(f"/batches/{batch_id}")
            if asked.status_code == 404:
                assert {one.verdict for one in answer.verdicts} == {"held"}
                continue
            assert asked.content == response.content
            assert kept in (None, response.content)
            kept = response.content
        direct = days.post(days.relayed, author, batch_id, items, None, False).content
        assert kept in (None, direct)
        assert [gist(one) for one in verdict.decode(direct).verdicts] == [gist(one) for one in expected.verdicts]
        for one in expected.verdicts:
            days.before[author, one.uuid] = batch_id
            if one.verdict in verdict.STORED and one.revision is not None:
                days.revisions[one.uuid] = one.revision
    assert days.direct.everything(days.uuids) == days.relayed.everything(days.uuids)
