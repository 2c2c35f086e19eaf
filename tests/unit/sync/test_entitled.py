"""Whether this account may pass on what somebody else edited, as far as that can be told before the portal is asked."""

from __future__ import annotations

import pytest

from plugin.contract.batch import Item
from plugin.contract.service import Account
from plugin.errors import StoreError
from plugin.sync import bookkeeping, entitled

KHARKIV, PLACE, IN_LVIV = "UA63000000000041885", "UA63120270010096107", "UA46060250010015970"
UUID = "0190a1b2-0000-7000-8000-000000000001"
OURS, THEIRS = "02012345", "04396990"


def account(role="contributor", territory=(KHARKIV,)):
    return Account("a", "Управління", OURS, role, territory)


def create(**values):
    return Item("need", UUID, "create", {"katottg": PLACE, **values})


def change(**values):
    return Item("need", UUID, "change", values, base=1)


@pytest.mark.parametrize(
    ("who", "organisation", "item", "known", "rule"),
    [
        (account(), OURS, create(), None, None),
        (account(), OURS, change(priority=2), {"katottg": PLACE}, None),
        (account(), OURS, change(priority=2), None, None),  # not known here yet: the portal tells
        (account(), OURS, Item("need", UUID, "delete", {}, base=1), {"katottg": PLACE}, None),
        (account(), OURS, create(katottg=None), None, None),
        (account("partner"), OURS, create(), None, "role.read_only"),
        (account(), THEIRS, create(), None, "role.not_yours"),
        (account(), OURS, create(katottg=IN_LVIV), None, "territory.outside"),
        (account(), OURS, change(katottg=IN_LVIV), {"katottg": PLACE}, "territory.outside"),
        (account(), OURS, change(katottg=PLACE), {"katottg": IN_LVIV}, "territory.outside"),
        (account(territory=("UA",)), OURS, create(katottg=IN_LVIV), None, None),
        (account("focal_point"), THEIRS, create(workflow="submitted"), None, None),
        (account("focal_point"), THEIRS, create(), None, "relay.not_seen"),
        (account("focal_point"), THEIRS, create(katottg=None, workflow="submitted"), None, "territory.missing"),
        (
            account(),
            OURS,
            change(workflow="approved"),
            {"katottg": PLACE, "workflow": "submitted"},
            "workflow.transition",
        ),
        (account(), OURS, create(workflow="approved"), None, "workflow.first"),
    ],
)
def test_both_have_to_be_entitled(who, organisation, item, known, rule):
    assert entitled.hindrance(who, organisation, item, known) == rule


def test_the_account_is_the_one_that_was_in_contact_last(ws):
    assert entitled.account_of(ws) is None
    text = (
        '{"account": "a", "name": "Управління", "organisation": "02012345", "role": "contributor", "territory": ["UA"]}'
    )
    ws.set_meta(bookkeeping.ACCOUNT, text)
    assert entitled.account_of(ws) == Account("a", "Управління", OURS, "contributor", ("UA",))


@pytest.mark.parametrize("text", ["", "[]", "{", '{"account": "a"}', '{"account": "a", "role": "king"}'])
def test_a_spoiled_account_is_told(ws, text):
    ws.set_meta(bookkeeping.ACCOUNT, text)
    with pytest.raises(StoreError) as caught:
        entitled.account_of(ws)
    assert caught.value.code == "store.bad_settings"
