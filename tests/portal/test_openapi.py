"""The description that the portal serves, held against what it really answers."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import requests
import schemathesis
import schemathesis.checks as checks
from hypothesis import HealthCheck, given, settings

from plugin.quality.engine import RULES_VERSION
from plugin.records.catalogue import default_catalogue
from tests.portal.field import FieldDevice
from tests.portal.filing import OFFSET_TYPE, TUS, attachment, metadata, sha256
from tests.portal.office import (
    HROMADA,
    complete_need,
    create,
    delete,
    edit,
    funding,
    need,
    new_id,
    project,
)
from tests.portal.photos import jpeg
from tests.portal.wire_client import Wire
from tests.portal_fixtures import PortalProcess

CHECKS = [
    checks.not_a_server_error,
    checks.status_code_conformance,
    checks.content_type_conformance,
    checks.response_headers_conformance,
    checks.response_schema_conformance,
]


@schemathesis.serializer(OFFSET_TYPE)
def as_bytes(_: object, value: Any) -> bytes:
    """What schemathesis makes of a body that is none of the types it knows."""
    return value if isinstance(value, bytes) else str(value).encode("utf-8", "replace")


class Described:
    """A running portal, its description, and a connection with a token."""

    def __init__(self, process: PortalProcess) -> None:
        self.process = process
        self.wire = Wire(process.api, process.add_account(edrpou=HROMADA, territory=["UA"]))
        self.portal_id = self.wire.portal_id
        self.document: dict[str, Any] = self.wire.session.get(f"{process.api}/openapi.json", timeout=30).json()
        self.schema = schemathesis.openapi.from_dict(self.document)
        self.schema.config.update(base_url=process.url)

    def check(self, path: str, method: str, response: requests.Response) -> None:
        """Whether an answer is as described; raises what differs."""
        self.schema[f"/api/v1{path}"][method].validate_response(response)


@pytest.fixture(scope="module")
def described(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Described]:
    folder: Path = tmp_path_factory.mktemp("openapi")
    with PortalProcess(folder / "portal.sqlite", log_file=folder / "portal.log") as process:
        yield Described(process)


CALLS = [
    ("/", "GET"), ("/keys", "GET"), ("/me", "GET"), ("/catalogue", "GET"), ("/rounds", "GET"), ("/batches", "POST"),
    ("/batches/{batch}", "GET"), ("/batches/{batch}", "DELETE"), ("/changes", "GET"),
    ("/devices", "POST"), ("/devices", "GET"), ("/devices/{device}", "DELETE"),
    ("/records/{type}/{uuid}/history", "GET"),
    ("/uploads", "OPTIONS"), ("/uploads", "POST"), ("/uploads/{upload}", "HEAD"), ("/uploads/{upload}", "PATCH"),
    ("/uploads/{upload}", "DELETE"), ("/files/{sha256}", "GET"), ("/files/{sha256}", "HEAD"),
]  # fmt: skip


# Of ids that are made up nothing is known; and devices run out.
EXPECTED = {
    ("/batches/{batch}", "GET"): {404},
    ("/devices", "POST"): {201},
    ("/devices/{device}", "DELETE"): {404},
    ("/records/{type}/{uuid}/history", "GET"): {404},
    ("/uploads", "OPTIONS"): {204},
    ("/uploads", "POST"): {422},
    ("/uploads/{upload}", "HEAD"): {404},
    ("/uploads/{upload}", "PATCH"): {404},
    ("/uploads/{upload}", "DELETE"): {404},
    ("/files/{sha256}", "GET"): {404},
    ("/files/{sha256}", "HEAD"): {404},
}
WITHOUT_PARAMETERS = {"/", "/keys", "/me", "/catalogue", "/rounds"}
PLAIN = [("/devices", "GET"), ("/uploads", "OPTIONS")]
WITH_PARAMETERS = [call for call in CALLS if call[0] not in WITHOUT_PARAMETERS and call not in PLAIN]


def _examples(path: str) -> int:
    # Of uploads and files most requests end at the same doors; the way through is walked below.
    return 8 if path.startswith(("/uploads", "/files")) else 25


@pytest.mark.parametrize(("path", "method"), CALLS)
def test_answers_to_what_is_asked_by_the_book_are_as_described(described: Described, path: str, method: str) -> None:
    operation = described.schema[f"/api/v1{path}"][method]
    statuses = set()

    @given(operation.as_strategy(generation_mode=schemathesis.GenerationMode.POSITIVE))
    @settings(max_examples=_examples(path), deadline=None, suppress_health_check=list(HealthCheck))
    def ask(case: Any) -> None:
        if path == "/batches":
            # Otherwise every batch would be turned down at the door.
            case.body.update(portal=described.portal_id, rules=RULES_VERSION)
        statuses.add(case.call_and_validate(session=described.wire.session, checks=CHECKS).status_code)

    ask()
    assert statuses & EXPECTED.get((path, method), {200})


@pytest.mark.parametrize(("path", "method"), WITH_PARAMETERS)
def test_answers_to_what_is_asked_against_the_book_are_as_described(
    described: Described, path: str, method: str
) -> None:
    operation = described.schema[f"/api/v1{path}"][method]
    statuses = set()

    @given(operation.as_strategy(generation_mode=schemathesis.GenerationMode.NEGATIVE))
    @settings(max_examples=_examples(path), deadline=None, suppress_health_check=list(HealthCheck))
    def ask(case: Any) -> None:
        statuses.add(case.call_and_validate(session=described.wire.session, checks=CHECKS).status_code)

    ask()
    assert statuses & {404, 405, 415, 422}


def test_every_call_of_the_contract_is_described(described: Described) -> None:
    assert described.document["openapi"].startswith("3.1")
    calls = {(path, method) for path, methods in described.document["paths"].items() for method in methods}
    assert calls == {(f"/api/v1{path}", method.lower()) for path, method in CALLS}


def test_every_field_of_every_record_is_described(described: Described) -> None:
    components = described.document["components"]["schemas"]
    for rtype in default_catalogue().types.values():
        name = "".join(part.capitalize() for part in rtype.name.split("_"))
        fields = set(rtype.field_names) | ({"geom"} if rtype.has_geometry else set())
        assert set(components[name]["properties"]) == fields
        assert set(components[f"{name}Set"]["properties"]) == fields - {"uuid"}


def test_every_kind_of_verdict_and_of_change_is_as_described(described: Described) -> None:
    wire, portal_id = described.wire, described.portal_id
    seen = set()

    def send(*items: Any) -> None:
        response = wire.post(wire.freeze(*items, portal_id=portal_id))
        described.check("/batches", "POST", response)
        batch = response.json()["batch"]
        described.check("/batches/{batch}", "GET", wire.get_batch(batch))
        described.check("/batches/{batch}", "DELETE", wire.void(batch))
        for verdict in response.json()["verdicts"]:
            seen.add(verdict["conflict"]["kind"] if verdict["verdict"] == "conflict" else verdict["verdict"])

    uuid, parent = new_id(), new_id()
    cursor = wire.page(None, 2000).cursor
    send(create("need", complete_need(people_total=100, people_women=40), uuid), create("project", project(), parent))
    send(edit("need", uuid, 1, people_total=50))
    send(create("funding", funding(parent)), create("funding", funding(new_id())))
    send(edit("need", uuid, 1, title_en="Roof"), delete("project", parent, 1))
    send(edit("need", uuid, 1, people_women=80))
    send(edit("need", uuid, 1, people_total=70), create("need", need(sector="nowhere")))
    send(create("need", need(), uuid))
    send(edit("need", uuid, 3, title_en="Roof"))
    send(delete("need", uuid, 3))
    send(edit("need", uuid, 3, title_en="Wall"))
    kinds = {"field", "exists", "deleted", "parent", "rules"}
    assert seen == {"accepted", "merged", "unchanged", "held", "refused"} | kinds
    for query in ({"limit": 2000}, {"limit": 2000, "after": cursor}):
        page = wire.session.get(f"{wire.api}/changes", params=query, timeout=30)
        described.check("/changes", "GET", page)
    assert {item["op"] for item in page.json()["items"]} == {"change", "delete"}


def test_a_files_way_in_and_out_is_as_described(described: Described) -> None:
    wire, data = described.wire, jpeg(weight=20_000)
    parent, uuid = new_id(), new_id()
    wire.send(create("need", need(), parent), attachment(parent, data, uuid=uuid), portal_id=described.portal_id)
    session, digest = wire.session, sha256(data)
    told = {"sha256": digest, "content": digest, "attachment": uuid, "variant": "original", "media_type": "image/jpeg"}
    statuses = set()

    def ask(path: str, method: str, place: str, headers: dict[str, str], body: bytes = b"") -> requests.Response:
        response = session.request(method, wire.api + place, headers={**TUS, **headers}, data=body, timeout=30)
        described.check(path, method, response)
        statuses.add((method, response.status_code))
        return response

    creation = {"Upload-Length": str(len(data)), "Upload-Metadata": metadata(**told)}
    upload = ask("/uploads", "POST", "/uploads", creation).headers["location"].removeprefix("/api/v1")
    piece = {"Content-Type": OFFSET_TYPE, "Upload-Offset": "0"}
    ask("/uploads/{upload}", "HEAD", upload, {})
    ask("/uploads/{upload}", "PATCH", upload, piece, data[:100])
    ask("/uploads/{upload}", "PATCH", upload, piece, data[:100])
    ask("/uploads/{upload}", "PATCH", upload, {**piece, "Upload-Offset": "100"}, data[100:])
    ask("/files/{sha256}", "GET", f"/files/{digest}", {})
    ask("/files/{sha256}", "GET", f"/files/{digest}", {"Range": "bytes=5-"})
    ask("/files/{sha256}", "GET", f"/files/{digest}", {"Range": "bytes=99999-"})
    ask("/files/{sha256}", "GET", f"/files/{digest}", {"If-None-Match": f'"{digest}"'})
    ask("/files/{sha256}", "HEAD", f"/files/{digest}", {})
    ask("/uploads/{upload}", "DELETE", upload, {})
    ask("/uploads/{upload}", "HEAD", upload, {})
    ask("/uploads", "OPTIONS", "/uploads", {})
    ask("/uploads", "POST", "/uploads", {**creation, "Upload-Length": "999999999"})
    ask("/uploads", "POST", "/uploads", {**creation, "Tus-Resumable": "0.1"})
    assert statuses == {
        ("POST", 201), ("POST", 412), ("POST", 413), ("HEAD", 200), ("HEAD", 404), ("PATCH", 204), ("PATCH", 409),
        ("GET", 200), ("GET", 206), ("GET", 304), ("GET", 416), ("DELETE", 204), ("OPTIONS", 204),
    }  # fmt: skip


def test_the_small_calls_are_as_described(described: Described) -> None:
    for path in ("/", "/me", "/keys", "/rounds", "/catalogue"):
        response = described.wire.session.get(described.wire.api + path, timeout=30)
        assert response.status_code == 200
        described.check(path, "GET", response)


def test_devices_relays_and_histories_are_as_described(described: Described) -> None:
    wire, portal_id = described.wire, described.portal_id
    author = wire.session.get(f"{wire.api}/me", timeout=30).json()["account"]
    clerk = Wire(wire.api, described.process.add_account(edrpou=HROMADA, territory=["UA"]))
    device, late = FieldDevice(), FieldDevice()
    json_type = {"Content-Type": "application/json"}
    for status in (201, 200):
        enrolled = wire.session.post(f"{wire.api}/devices", data=device.enrolment(), headers=json_type, timeout=30)
        assert enrolled.status_code == status
        described.check("/devices", "POST", enrolled)
    uuid = new_id()
    body = wire.freeze(create("need", need(), uuid), portal_id=portal_id)
    early = wire.freeze(create("funding", funding(new_id())), portal_id=portal_id)
    for sent, headers, status in (
        (body, device.sign(body), 200),
        (early, {"Vidbudova-Author": author}, 200),
        (body, late.sign(body), 422),
        (body, {"Vidbudova-Author": new_id()}, 403),
    ):
        answer = clerk.session.post(f"{wire.api}/batches", data=sent, headers={**json_type, **headers}, timeout=30)
        assert answer.status_code == status, answer.text
        described.check("/batches", "POST", answer)
    void = clerk.session.delete(f"{wire.api}/batches/{new_id()}", headers={"Vidbudova-Author": author}, timeout=30)
    assert void.status_code == 403
    described.check("/batches/{batch}", "DELETE", void)
    past = wire.session.get(f"{wire.api}/records/need/{uuid}/history", timeout=30)
    assert past.status_code == 200
    described.check("/records/{type}/{uuid}/history", "GET", past)
    described.check("/devices", "GET", wire.session.get(f"{wire.api}/devices", timeout=30))
    retired = wire.session.delete(f"{wire.api}/devices/{device.device}", timeout=30)
    assert retired.json()["retired_at"]
    described.check("/devices/{device}", "DELETE", retired)
