"""Pages of changes read back as they were served; broken ones are refused with the place of the fault."""

from __future__ import annotations

import json
from typing import Any

import pytest

from plugin.contract.change import Change, ChangePage, decode, encode
from plugin.contract.jcs import content_hash
from plugin.contract.limits import MAX_PAGE
from plugin.errors import ContractError

U1, U2, U3 = (f"00000000-0000-4000-8000-{number:012x}" for number in (1, 2, 3))
AT = "2026-12-28T16:02:11Z"
RECORD = {"uuid": U1, "title_uk": "Школа №12", "later_field": {"kept": [1, 2.5]}}
PAGE = ChangePage(
    "opaque+cursor/==",
    True,
    (
        Change("need", U1, 3, "change", RECORD, content_hash(RECORD), "Олена Коваленко", AT),
        Change("need", U2, 9, "delete", None, "", None, AT),
        Change("project", U3, 1, "leave", None, "", None, AT),
    ),
)


def test_a_page_reads_back_as_it_was_served() -> None:
    assert decode(encode(PAGE), verify=True) == PAGE
    assert encode(decode(encode(PAGE))) == encode(PAGE)


def test_an_empty_page_is_a_page() -> None:
    assert decode(encode(ChangePage("c", False, ()))) == ChangePage("c", False, ())


def test_a_damaged_record_is_noticed_where_it_is_asked_for() -> None:
    body = encode(PAGE).replace("№12".encode(), "№13".encode())
    assert decode(body).items[0].record == {**RECORD, "title_uk": "Школа №13"}
    with pytest.raises(ContractError) as caught:
        decode(body, verify=True)
    assert (caught.value.code, caught.value.params["pointer"]) == ("contract.hash_mismatch", "/items/0/record")


@pytest.mark.parametrize(
    ("where", "name", "value", "code", "pointer"),
    [
        (None, "cursor", ..., "missing", "/cursor"),
        (None, "cursor", "", "bad_value", "/cursor"),
        (None, "more", 1, "wrong_type", "/more"),
        (None, "items", None, "wrong_type", "/items"),
        (0, "op", "upsert", "bad_value", "/items/0/op"),
        (0, "record", ..., "missing", "/items/0/record"),
        (0, "record", [], "wrong_type", "/items/0/record"),
        (0, "record", {"uuid": U2}, "bad_value", "/items/0/record/uuid"),
        (0, "hash", ..., "missing", "/items/0/hash"),
        (0, "revision", "3", "wrong_type", "/items/0/revision"),
        (0, "revision", 0, "bad_value", "/items/0/revision"),
        (0, "type", "../need", "bad_value", "/items/0/type"),
        (0, "at", "now", "bad_value", "/items/0/at"),
        (1, "uuid", "x", "bad_value", "/items/1/uuid"),
    ],
)
def test_a_fault_is_named(where: int | None, name: str, value: Any, code: str, pointer: str) -> None:
    document = json.loads(encode(PAGE))
    target = document if where is None else document["items"][where]
    if value is ...:
        target.pop(name)
    else:
        target[name] = value
    with pytest.raises(ContractError) as caught:
        decode(json.dumps(document).encode())
    assert (caught.value.code, caught.value.params["pointer"]) == (f"contract.{code}", pointer)


def test_members_of_a_newer_portal_are_skipped() -> None:
    document = json.loads(encode(PAGE))
    document["total"] = 3
    document["items"][0]["later"] = True
    assert decode(json.dumps(document).encode()) == PAGE


def test_a_page_of_more_than_the_limit_is_refused() -> None:
    one = {"type": "need", "uuid": U1, "revision": 1, "op": "delete", "at": AT}
    body = json.dumps({"cursor": "c", "more": False, "items": [one] * (MAX_PAGE + 1)})
    with pytest.raises(ContractError, match="too_many"):
        decode(body.encode())
