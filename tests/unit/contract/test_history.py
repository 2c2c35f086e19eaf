"""A page of a record's history: read back as given, hashes and order checked, sizes bounded."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import Any

import pytest

from plugin.contract import history
from plugin.contract.history import HistoryItem, HistoryPage
from plugin.contract.jcs import content_hash
from plugin.contract.limits import MAX_HISTORY
from plugin.errors import ContractError

U1, U2 = "00000000-0000-4000-8000-000000000001", "00000000-0000-4000-8000-000000000002"
AT = "2026-12-28T16:02:11Z"


def item(revision: int, op: Any = "change", title: str = "Школа") -> HistoryItem:
    record = None if op == "delete" else {"uuid": U1, "title_uk": title}
    digest = "" if record is None else content_hash(record)
    return HistoryItem(revision, op, "Олена Шевчук", AT, digest, record)


PAGE = HistoryPage((item(9), item(8, "delete"), replace(item(3, "create"), author=None)), True)


def pointer_of(document: Any, uuid: str | None = None) -> tuple[str, str]:
    with pytest.raises(ContractError) as caught:
        history.decode(json.dumps(document).encode(), uuid=uuid)
    return caught.value.code, str(caught.value.params["pointer"])


def test_a_page_reads_back_as_it_was_given() -> None:
    assert history.decode(history.encode(PAGE), uuid=U1) == PAGE
    assert history.decode(history.encode(HistoryPage((), False))) == HistoryPage((), False)


def test_another_records_past_is_not_taken_for_this_ones() -> None:
    assert pointer_of(json.loads(history.encode(PAGE)), U2) == ("contract.bad_value", "/items/0/record/uuid")


def test_content_that_is_not_that_of_its_hash_is_refused() -> None:
    document = json.loads(history.encode(PAGE))
    document["items"][2]["record"]["title_uk"] = "Інша"
    assert pointer_of(document) == ("contract.hash_mismatch", "/items/2/record")


@pytest.mark.parametrize("revisions", [(2, 2), (2, 3)])
def test_revisions_have_to_fall(revisions: tuple[int, int]) -> None:
    page = HistoryPage(tuple(item(revision) for revision in revisions), False)
    assert pointer_of(json.loads(history.encode(page))) == ("contract.bad_value", "/items/1/revision")


@pytest.mark.parametrize(
    ("member", "value", "code"),
    [
        ("op", "leave", "bad_value"),
        ("revision", 0, "bad_value"),
        ("revision", "1", "wrong_type"),
        ("record", None, "wrong_type"),
        ("hash", "", "bad_value"),
        ("at", None, "missing"),
        ("author", "а" * 1001, "bad_value"),
    ],
)
def test_a_revision_that_makes_no_sense_is_none(member: str, value: Any, code: str) -> None:
    document = json.loads(history.encode(PAGE))
    document["items"][0][member] = value
    assert pointer_of(document) == (f"contract.{code}", f"/items/0/{member}")


def test_what_is_read_is_bounded() -> None:
    page = HistoryPage(tuple(item(revision) for revision in range(MAX_HISTORY + 1, 0, -1)), False)
    assert pointer_of(json.loads(history.encode(page)))[0] == "contract.too_many"
    with pytest.raises(ContractError) as caught:
        history.decode(history.encode(PAGE), max_bytes=100)
    assert caught.value.code == "contract.too_large"
