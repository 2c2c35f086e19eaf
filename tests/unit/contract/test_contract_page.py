"""docs/contract.md is what the code does: every example is read by the decoders, every table is the code's own."""

from __future__ import annotations

import base64
import hashlib
import json
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from plugin.contract import batch, change, device, history, limits, merge, problem, service, verdict, workflow
from plugin.contract.jcs import canonical_bytes, content_hash
from plugin.errors import ContractError
from plugin.quality import RULES_VERSION
from plugin.records import media, values
from plugin.records.catalogue import Catalogue
from plugin.sync.keys import decode_keys

PAGE = (Path(__file__).resolve().parents[3] / "docs" / "contract.md").read_text(encoding="utf-8")
EXAMPLES = re.findall(r"<!-- example: (\w+) -->\n```json\n(.*?)\n```", PAGE, re.DOTALL)


def examples(kind: str) -> list[str]:
    found = [text for name, text in EXAMPLES if name == kind]
    assert found, kind
    return found


def table(name: str) -> list[list[str]]:
    (text,) = re.findall(rf"<!-- table: {name} -->\n((?:\|.*\n)+)", PAGE)
    rows = [[cell.strip().strip("`") for cell in line.strip("|").split("|")] for line in text.strip().splitlines()]
    return [rows[0], *rows[2:]]


ROUND_TRIPS: dict[str, Callable[[bytes], bytes]] = {
    "batch": lambda body: batch.encode(batch.decode(body)),
    "verdicts": lambda body: verdict.encode(verdict.decode(body)),
    "changes": lambda body: change.encode(change.decode(body, verify=True)),
    "service": lambda body: service.encode_service(service.decode_service(body)),
    "account": lambda body: service.encode_account(service.decode_account(body)),
    "rounds": lambda body: service.encode_rounds(service.decode_rounds(body)),
    "enrolment": lambda body: device.encode_enrolment(device.decode_enrolment(body)),
    "devices": lambda body: device.encode_devices(device.decode_devices(body)),
    "history": lambda body: history.encode(history.decode(body)),
    "problem": lambda body: problem.encode(problem.decode(body, json.loads(body)["status"])),
}


def test_every_kind_of_document_has_an_example() -> None:
    assert {name for name, _ in EXAMPLES} == {*ROUND_TRIPS, "hash", "keys"}


@pytest.mark.parametrize(("kind", "text"), [(kind, text) for kind, text in EXAMPLES if kind in ROUND_TRIPS])
def test_an_example_reads_and_writes_back_as_it_stands(kind: str, text: str) -> None:
    assert json.loads(ROUND_TRIPS[kind](text.encode())) == json.loads(text)


def test_the_example_of_a_hash_is_right() -> None:
    record = json.loads(examples("hash")[0])
    canonical = re.search(r"```text\n(.*?)\n```", PAGE, re.DOTALL)
    assert canonical is not None
    assert canonical_bytes(record).decode() == canonical[1]
    assert f"`{content_hash(record)}`" in PAGE


def test_the_example_of_keys_is_read_and_its_kid_is_derived_as_described() -> None:
    text = examples("keys")[0]
    (key,) = decode_keys(text.encode())
    entry = json.loads(text)["keys"][0]
    assert key.public == base64.b64decode(entry["public_key"])
    assert hashlib.sha256(key.public).hexdigest()[:16] == entry["kid"]


def test_the_first_answer_fits_the_first_batch() -> None:
    sent, answered = examples("batch")[0].encode(), examples("verdicts")[0].encode()
    pairs = verdict.match(batch.decode(sent), verdict.decode(answered))
    assert [found.verdict for _, found in pairs] == ["accepted", "conflict", "accepted"]
    item, accepted = pairs[0]
    assert content_hash(merge.apply_set({"uuid": item.uuid}, item.set)) == accepted.hash


def test_the_examples_show_every_outcome_and_every_operation() -> None:
    shown = {found.verdict for text in examples("verdicts") for found in verdict.decode(text.encode()).verdicts}
    assert shown == set(verdict.OUTCOMES)
    assert {item.op for text in examples("batch") for item in batch.decode(text.encode()).items} == set(batch.OPS)
    (page,) = examples("changes")
    assert {item.op for item in change.decode(page.encode()).items} == set(change.CHANGE_OPS)


def test_the_records_shown_are_what_the_definitions_allow(catalogue: Catalogue) -> None:
    for text in examples("batch"):
        for item in batch.decode(text.encode()).items:
            rtype = catalogue.type(item.type)
            assert values.faults(rtype, {"uuid": item.uuid, **item.set}, catalogue) == []


def test_numbers_and_versions_are_those_of_the_code() -> None:
    assert f"at most {limits.MAX_ITEMS} items and 1 MiB" in PAGE and limits.MAX_BATCH_BYTES == 2**20
    assert f"at most {limits.MAX_PAGE} changes" in PAGE
    assert f"at most {limits.MAX_DEVICES} devices" in PAGE
    assert f"at most {limits.MAX_HISTORY} in a page ({limits.DEFAULT_HISTORY} where" in PAGE
    for header in (device.DEVICE_HEADER, device.SIGNATURE_HEADER, device.AUTHOR_HEADER):
        assert f"`{header}`" in PAGE
    assert f'"rules": "{RULES_VERSION}"' in PAGE
    assert f"Vidbudova-Contract: {limits.CONTRACT_VERSION}" in PAGE


def test_the_merge_table_is_the_code_s() -> None:
    head, *rows = table("merge")
    assert [row[0] for row in rows] == list(merge.MINE_STATES) and head[1:] == list(merge.THEIRS_STATES)
    for row in rows:
        for theirs, action in zip(head[1:], row[1:], strict=True):
            try:
                found = merge.plan(row[0], theirs)  # type: ignore[arg-type]
            except ContractError:
                found = "impossible"  # type: ignore[assignment]
            assert found == action, (row[0], theirs)


def test_the_table_of_workflow_is_the_code_s() -> None:
    head, *rows = table("workflow")
    assert head[1:] == list(workflow.STATES)
    for row in rows:
        old = None if row[0] == "(new)" else row[0]
        for new, who in zip(head[1:], row[1:], strict=True):
            if old != new:
                roles = set() if who == "–" else {role.strip() for role in who.split(",")}
                assert {role for role in workflow.ROLES if workflow.allowed(role, old, new)} == roles, (old, new)


def test_the_tables_of_names_are_the_code_s() -> None:
    assert [row[0] for row in table("outcomes")[1:]] == list(verdict.OUTCOMES)
    assert [row[0] for row in table("conflicts")[1:]] == list(verdict.CONFLICT_KINDS)
    shown: dict[str, Any] = {row[0]: int(row[1]) for row in table("problems")[1:]}
    assert shown == problem.STATUS


def test_the_tables_of_files_are_the_codes_own() -> None:
    _, *rows = table("media-types")
    found = [(name, tuple(re.findall(r"[.a-z]+", suffixes)), kind) for name, suffixes, kind in rows]
    assert found == [(one.name, one.suffixes, one.kind) for one in media.TYPES]
