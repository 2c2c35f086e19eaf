"""Whatever arrives, a decoder answers with a value or with ContractError: any JSON, and good documents damaged
anywhere."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from plugin.contract import batch, change, device, history, problem, service, verdict
from plugin.contract.jcs import content_hash
from plugin.errors import ContractError

U1, U2 = "00000000-0000-4000-8000-000000000001", "00000000-0000-4000-8000-000000000002"
AT = "2026-12-28T16:02:11Z"
RECORD = {"uuid": U1, "title_uk": "Школа"}

GOOD: dict[str, tuple[Callable[[bytes], Any], Any]] = {
    "batch": (
        batch.decode,
        {
            "batch": U1,
            "contract": 1,
            "portal": "p",
            "rules": "2026.4",
            "made_at": AT,
            "seen_at": AT,
            "items": [
                {"type": "need", "uuid": U1, "op": "create", "set": {"title_uk": "а", "geom": {"type": "Point"}}},
                {"type": "need", "uuid": U2, "op": "delete", "base": 3},
            ],
        },
    ),
    "verdicts": (
        verdict.decode,
        {
            "batch": U1,
            "portal": "p",
            "epoch": "e",
            "received_at": AT,
            "verdicts": [
                {"type": "need", "uuid": U1, "verdict": "accepted", "revision": 1, "hash": ""},
                {
                    "type": "need",
                    "uuid": U1,
                    "verdict": "conflict",
                    "conflict": {"kind": "field", "fields": ["title_uk"], "theirs": RECORD, "revision": 3, "at": AT},
                },
                {
                    "type": "need",
                    "uuid": U2,
                    "verdict": "refused",
                    "problems": [{"pointer": "/set", "rule": "shape.type", "message": "?"}],
                },
            ],
        },
    ),
    "changes": (
        lambda body: change.decode(body, verify=True),
        {
            "cursor": "c",
            "more": False,
            "items": [
                {"type": "need", "uuid": U1, "revision": 1, "op": "leave", "at": AT, "author": "х"},
            ],
        },
    ),
    "service": (
        service.decode_service,
        {
            "contract": 1,
            "portal": "p",
            "epoch": "e",
            "title": "т",
            "limits": {"records": 500, "bytes": 1048576},
            "rules": "2026.4",
            "time": AT,
        },
    ),
    "account": (
        service.decode_account,
        {"account": "a", "name": "н", "organisation": "00032129", "role": "admin", "territory": ["UA"]},
    ),
    "rounds": (service.decode_rounds, {"rounds": [{"period": "2026-Q4", "state": "open", "opens_at": AT}]}),
    "enrolment": (device.decode_enrolment, {"device": U1, "name": "н", "public": "A" * 43 + "="}),
    "devices": (
        device.decode_devices,
        {"devices": [{"device": U1, "name": "н", "public": "A" * 43 + "=", "enrolled_at": AT, "retired_at": AT}]},
    ),
    "history": (
        lambda body: history.decode(body, uuid=U1),
        {
            "items": [
                {"revision": 2, "op": "delete", "author": "х", "at": AT, "hash": "", "record": None},
                {
                    "revision": 1,
                    "op": "create",
                    "author": None,
                    "at": AT,
                    "hash": content_hash(RECORD),
                    "record": RECORD,
                },
            ],
            "more": False,
        },
    ),
    "problem": (
        lambda body: problem.decode(body, 422),
        {"type": "urn:vidbudova:problem:malformed", "title": "т", "status": 422, "detail": "д", "pointer": "/"},
    ),
}
DOCUMENTS = pytest.mark.parametrize("name", GOOD)
ANYTHING = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=20) | st.sampled_from([U1, AT, "need"]),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3),
    max_leaves=8,
)


def places(value: Any, path: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    found = [path]
    if isinstance(value, dict):
        for key, inner in value.items():
            found += places(inner, (*path, key))
    elif isinstance(value, list):
        for index, inner in enumerate(value):
            found += places(inner, (*path, index))
    return found


def replaced(value: Any, path: tuple[Any, ...], new: Any) -> Any:
    if not path:
        return new
    copy = json.loads(json.dumps(value))
    target = copy
    for step in path[:-1]:
        target = target[step]
    if new is ...:
        del target[path[-1]]
    else:
        target[path[-1]] = new
    return copy


def survives(decode: Callable[[bytes], Any], document: Any) -> None:
    try:
        decode(json.dumps(document).encode("utf-8", "surrogatepass"))
    except ContractError as error:
        assert error.describe("uk") and error.describe("en")
        assert not error.retryable


@DOCUMENTS
def test_the_documents_damaged_below_are_good(name: str) -> None:
    decode, document = GOOD[name]
    assert decode(json.dumps(document).encode()) is not None


@DOCUMENTS
@given(document=ANYTHING)
def test_any_json_is_read_or_refused(name: str, document: Any) -> None:
    survives(GOOD[name][0], document)


@DOCUMENTS
@settings(max_examples=100)
@given(data=st.data())
def test_a_good_document_damaged_anywhere_is_read_or_refused(name: str, data: st.DataObject) -> None:
    decode, document = GOOD[name]
    path = data.draw(st.sampled_from(places(document)[1:]))
    survives(decode, replaced(document, path, data.draw(st.just(...) | ANYTHING)))
