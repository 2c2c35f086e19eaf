"""What a portal says of itself, of the caller and of the rounds."""

from __future__ import annotations

import json
from typing import Any

import pytest

from plugin.contract import service
from plugin.contract.service import Account, Limits, Round, ServiceInfo
from plugin.errors import ContractError

AT = "2026-12-28T16:02:11+02:00"
INFO = ServiceInfo(1, "reference", "e1", "Портал відновлення", "2026.4", AT, Limits(500, 1_048_576, 50_000_000, None))
ACCOUNT = Account("a1", "Олена Коваленко", "00032129", "focal_point", ("UA63000000000041885", "UA"), AT)
ROUNDS = (Round("2026-Q4", "closing", AT, "2027-01-20T18:00:00+02:00"), Round("2026-Q3", "closed"))


def test_each_document_reads_back_as_it_was_given() -> None:
    assert service.decode_service(service.encode_service(INFO)) == INFO
    assert service.decode_account(service.encode_account(ACCOUNT)) == ACCOUNT
    assert service.decode_rounds(service.encode_rounds(ROUNDS)) == ROUNDS


def test_an_account_without_organisation_or_end_is_an_account() -> None:
    bare = Account("a2", "Адміністратор", None, "admin", (), None)
    assert service.decode_account(service.encode_account(bare)) == bare


@pytest.mark.parametrize(
    ("name", "value", "code", "pointer"),
    [
        ("contract", "1", "wrong_type", "/contract"),
        ("portal", ..., "missing", "/portal"),
        ("epoch", "", "bad_value", "/epoch"),
        ("title", 5, "wrong_type", "/title"),
        ("time", "2026-12-28", "bad_value", "/time"),
        ("limits", ..., "missing", "/limits"),
        ("limits", {"records": 0, "bytes": 1_048_576}, "bad_value", "/limits/records"),
        ("limits", {"records": 500}, "missing", "/limits/bytes"),
    ],
)
def test_a_portal_that_says_nonsense_of_itself_is_none(name: str, value: Any, code: str, pointer: str) -> None:
    document = json.loads(service.encode_service(INFO))
    document[name] = value
    if value is ...:
        del document[name]
    with pytest.raises(ContractError) as caught:
        service.decode_service(json.dumps(document).encode())
    assert (caught.value.code, caught.value.params["pointer"]) == (f"contract.{code}", pointer)


@pytest.mark.parametrize(
    ("name", "value", "pointer"),
    [
        ("role", "superuser", "/role"),
        ("territory", ["UA63"], "/territory/0"),
        ("territory", ["UA", "UА63000000000041885"], "/territory/1"),
        ("territory", "UA", "/territory"),
        ("expires_at", "soon", "/expires_at"),
        ("organisation", 32129, "/organisation"),
    ],
)
def test_an_account_with_nonsense_is_refused(name: str, value: Any, pointer: str) -> None:
    document = {**json.loads(service.encode_account(ACCOUNT)), name: value}
    with pytest.raises(ContractError) as caught:
        service.decode_account(json.dumps(document).encode())
    assert caught.value.params["pointer"] == pointer


@pytest.mark.parametrize(("name", "value"), [("period", "2026-Q5"), ("state", "ajar"), ("closes_at", "20.01.2027")])
def test_a_round_with_nonsense_is_refused(name: str, value: str) -> None:
    document = json.loads(service.encode_rounds(ROUNDS))
    document["rounds"][0][name] = value
    with pytest.raises(ContractError, match=f"/rounds/0/{name}"):
        service.decode_rounds(json.dumps(document).encode())
