"""Roles and territory, per item: who sees what, who may write it, and that nobody learns of what they may not read."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import asdict

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import Connection, create_engine, select

from plugin.contract.service import Account
from plugin.contract.workflow import ROLES, STATES
from plugin.records.katottg import covers
from portal import schema, view
from portal.view import Standing
from tests.portal.office import (
    HROMADA,
    KHARKIV_OBLAST,
    OBLAST_ADMINISTRATION,
    POLTAVA_OBLAST,
    POLTAVA_PLACE,
    TSYRKUNY,
    Office,
    Offices,
    complete_need,
    create,
    delete,
    edit,
    funding,
    need,
    new_id,
    project,
)


def rules_of(verdict: object) -> list[str]:
    return [problem.rule for problem in verdict.problems]  # type: ignore[attr-defined]


def test_a_draft_is_seen_by_its_own_organisation_only(offices: Offices) -> None:
    author = offices.open(edrpou=HROMADA)
    uuid = author.store("need", need())
    assert offices.open(edrpou=HROMADA).sees(uuid)
    for role in ("contributor", "focal_point", "partner", "admin"):
        assert offices.open(role, edrpou=OBLAST_ADMINISTRATION).sees(uuid) is None


def test_what_is_submitted_is_seen_by_all_who_work_in_the_territory_and_nobody_else(offices: Offices) -> None:
    uuid = offices.open(edrpou=HROMADA).store("need", complete_need())
    for role in ("contributor", "focal_point", "partner", "admin"):
        assert offices.open(role).sees(uuid)
        assert offices.open(role, territory=[POLTAVA_OBLAST]).sees(uuid) is None
        assert offices.open(role, territory=[POLTAVA_OBLAST, TSYRKUNY]).sees(uuid)
        assert offices.open(role, territory=["UA"]).sees(uuid)


def test_a_partner_does_not_see_what_is_restricted(offices: Offices) -> None:
    author = offices.open(edrpou=HROMADA)
    places = {access: author.store("need", complete_need(access=access)) for access in ("limited", "restricted")}
    partner = offices.open("partner")
    assert partner.sees(places["limited"])
    assert partner.sees(places["restricted"]) is None
    assert offices.open("focal_point").sees(places["restricted"])


def test_a_partner_writes_nothing(offices: Offices) -> None:
    uuid = offices.open().store("need", complete_need())
    partner = offices.open("partner")
    for item in (create("need", need()), edit("need", uuid, 1, title_uk="Ні"), delete("need", uuid, 1)):
        assert rules_of(partner.send_one(item)) == ["role.read_only"]


def test_a_contributor_writes_only_what_is_their_organisations(offices: Offices) -> None:
    uuid = offices.open(edrpou=HROMADA).store("need", complete_need())
    stranger = offices.open("contributor", edrpou=OBLAST_ADMINISTRATION)
    found = stranger.send(edit("need", uuid, 1, title_uk="Чуже"))
    assert rules_of(found[0]) == ["role.not_yours"]
    assert rules_of(stranger.send_one(delete("need", uuid, 1))) == ["role.not_yours"]
    colleague = offices.open("contributor", edrpou=HROMADA)
    assert colleague.send_one(edit("need", uuid, 1, title_uk="Своє")).verdict == "accepted"


def test_a_focal_point_reviews_what_others_submitted_and_it_stays_theirs(offices: Offices) -> None:
    author, focal_point = offices.open(edrpou=HROMADA), offices.open("focal_point")
    uuid = author.store("need", complete_need())
    returned = focal_point.send_one(edit("need", uuid, 1, workflow="returned", workflow_note="Уточніть площу"))
    assert returned.verdict == "accepted"
    assert author.send_one(edit("need", uuid, 2, workflow="submitted", quantity=900.0)).verdict == "accepted"
    assert focal_point.send_one(edit("need", uuid, 3, workflow="approved")).verdict == "accepted"


@pytest.mark.parametrize(
    ("role", "old", "new", "allowed"),
    [
        ("contributor", "submitted", "approved", False),
        ("contributor", "submitted", "draft", True),
        ("focal_point", "submitted", "published", False),
        ("focal_point", "submitted", "approved", True),
        ("admin", "approved", "published", True),
        ("focal_point", "approved", "published", False),
    ],
)
def test_workflow_moves_as_the_role_allows(offices: Offices, role: str, old: str, new: str, allowed: bool) -> None:
    uuid = offices.open().store("need", complete_need())
    if old == "approved":
        offices.open("focal_point").send_one(edit("need", uuid, 1, workflow="approved"))
    found = offices.open(role).send_one(edit("need", uuid, 1 if old == "submitted" else 2, workflow=new))
    if allowed:
        assert found.verdict == "accepted"
    else:
        assert [(one.pointer, one.rule) for one in found.problems] == [("/set/workflow", "workflow.transition")]


def test_a_new_record_cannot_start_approved(offices: Offices) -> None:
    found = offices.open("admin").send_one(create("need", complete_need(workflow="approved")))
    assert rules_of(found) == ["workflow.first"]


def test_records_outside_the_territory_are_refused_and_cannot_be_moved_there(offices: Offices) -> None:
    office = offices.open()
    outside = office.send_one(create("need", need(katottg=POLTAVA_PLACE)))
    assert [(one.pointer, one.rule) for one in outside.problems] == [("/set/katottg", "territory.outside")]
    uuid = office.store("need", need())
    assert rules_of(office.send_one(edit("need", uuid, 1, katottg=POLTAVA_PLACE))) == ["territory.outside"]


def test_a_draft_may_still_lack_its_territory_or_have_half_a_code(offices: Offices) -> None:
    author, stranger = offices.open(edrpou=HROMADA), offices.open("focal_point")
    for code in (None, "UA63"):
        uuid = author.store("need", need(katottg=code))
        assert author.sees(uuid)
        assert stranger.sees(uuid) is None


def test_nobody_learns_of_what_they_may_not_read(offices: Offices) -> None:
    hidden = offices.open(edrpou=HROMADA).store("need", need())
    stranger = offices.open("focal_point")
    absent = new_id()

    def told(office: Office, uuid: str) -> list[object]:
        found = office.send(edit("need", uuid, 1, title_uk="Хто там"))
        return [str(one).replace(uuid, "") for one in (*found, office.send_one(delete("need", uuid, 1)))]

    assert told(stranger, hidden) == told(stranger, absent)
    taken = stranger.send_one(create("need", need(), hidden))
    assert [problem.rule for problem in taken.problems] == ["identity.taken"]
    assert stranger.send_one(create("funding", funding(hidden))).verdict == "held"


def test_a_child_of_what_one_may_not_read_is_held_as_if_the_parent_were_not_there(offices: Offices) -> None:
    hidden = offices.open(edrpou=HROMADA).store("project", project())
    assert offices.open().send_one(create("funding", funding(hidden))).verdict == "held"


def test_a_revoked_account_and_an_expired_one_are_told_apart_from_an_unknown_one(offices: Offices) -> None:
    from portal import accounts

    expired = offices.open(expires_at="2020-01-01T00:00:00.000Z")
    revoked = offices.open(name="Звільнений")
    accounts.revoke(offices.portal.database, "Звільнений")
    unknown = Office(offices.client, "x" * 43, offices.portal_id)
    reasons = {}
    for name, office in {"expired": expired, "revoked": revoked, "unknown": unknown}.items():
        response = office.get("/me")
        assert response.status_code == 401
        assert response.headers["www-authenticate"].startswith("Bearer")
        reasons[name] = response.json()["reason"]
    assert reasons == {"expired": "expired", "revoked": "revoked", "unknown": "unknown"}


_codes = st.sampled_from([None, KHARKIV_OBLAST, TSYRKUNY, POLTAVA_OBLAST, POLTAVA_PLACE, "UA80000000000093317"])
_organisations = st.sampled_from([HROMADA, OBLAST_ADMINISTRATION])
_standings = st.builds(
    Standing,
    organisation=_organisations,
    katottg=_codes,
    workflow=st.sampled_from([None, *STATES]),
    access=st.sampled_from([None, "open", "limited", "restricted"]),
)
_accounts = st.builds(
    Account,
    account=st.just("a"),
    name=st.just("n"),
    organisation=_organisations,
    role=st.sampled_from(ROLES),
    territory=st.lists(
        st.sampled_from(["UA", KHARKIV_OBLAST, TSYRKUNY, POLTAVA_OBLAST]), min_size=1, max_size=2, unique=True
    ).map(tuple),
)


@pytest.fixture(scope="module")
def table() -> Iterator[Connection]:
    """The table of records, empty, in memory."""
    with create_engine("sqlite://").connect() as connection:
        schema.record.create(connection)
        connection.commit()
        yield connection


@given(account=_accounts, standing=_standings)
def test_a_territory_covers_what_the_codifier_says_lies_in_it(account: Account, standing: Standing) -> None:
    expected = any(covers(area, standing.katottg) for area in account.territory)
    assert view.covered(account, standing.katottg) == expected


@given(account=_accounts, standing=_standings)
@settings(max_examples=300)
def test_sql_and_python_agree_on_who_sees_what(table: Connection, account: Account, standing: Standing) -> None:
    row = {
        "uuid": "u", "revision": 1, "type": "need", "hash": "", "deleted": False, "account": "a", "author": "n",
        "at": "", "batch_no": 1, "position": 0, "moved": False, **asdict(standing),
    }  # fmt: skip
    table.execute(schema.record.insert().values(row))
    found = table.execute(select(schema.record.c.uuid).where(view.sees_clause(account, schema.record))).all()
    table.rollback()
    assert bool(found) == view.sees(account, standing)
