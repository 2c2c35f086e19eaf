"""The calls besides batches and changes, and what every answer has: headers, problems, languages."""

from __future__ import annotations

import gzip
import json
import select
import socket
from collections.abc import Iterator

import pytest
from sqlalchemy.exc import OperationalError

from plugin.contract import batch as batches
from plugin.contract import problem, service
from plugin.contract.limits import MAX_BATCH_BYTES, MAX_ITEMS
from plugin.quality.engine import RULES_VERSION
from plugin.records.catalogue import default_catalogue
from portal import rounds
from portal.bodies import inflate
from portal.problems import Refusal, language
from portal.service import Portal
from portal.throttle import Throttle
from tests.portal.office import (
    HROMADA,
    KHARKIV_OBLAST,
    Item,
    Offices,
    create,
    need,
    new_id,
)
from tests.portal_fixtures import PortalProcess


@pytest.fixture(scope="module")
def one_process(tmp_path_factory: pytest.TempPathFactory) -> Iterator[PortalProcess]:
    """A portal in a process of its own, for tests that leave nothing behind in it."""
    with PortalProcess(tmp_path_factory.mktemp("calls") / "portal.sqlite") as portal:
        yield portal


def problem_of(response: object) -> tuple[int, str]:
    assert response.headers["content-type"] == problem.MEDIA_TYPE  # type: ignore[attr-defined]
    document = problem.decode(response.content, response.status_code)  # type: ignore[attr-defined]
    assert document.title and document.detail
    assert "{" not in document.detail, "a placeholder was left open"
    return document.status, document.name


def test_the_portal_says_what_it_is_without_a_token(offices: Offices) -> None:
    for path in ("/api/v1", "/api/v1/"):
        info = service.decode_service(offices.client.get(path).content)
    assert (info.contract, info.rules, info.title) == (1, RULES_VERSION, "Відбудова")
    assert (info.limits.records, info.limits.bytes) == (MAX_ITEMS, MAX_BATCH_BYTES)


def test_me_says_whose_token_this_is(offices: Offices) -> None:
    office = offices.open("focal_point", edrpou=HROMADA, name="Ірина Коваль", expires_at="2099-01-01T00:00:00.000Z")
    me = service.decode_account(office.get("/me").content)
    assert (me.name, me.organisation, me.role, me.territory) == (
        "Ірина Коваль", HROMADA, "focal_point", (KHARKIV_OBLAST,)
    )  # fmt: skip
    assert me.expires_at == "2099-01-01T00:00:00.000Z"


@pytest.mark.parametrize("authorization", [None, "", "Bearer", "Bearer ", "Basic eDp5", "Bearer " + "x" * 5000])
@pytest.mark.parametrize("path", ["/me", "/catalogue", "/rounds", "/changes", f"/batches/{new_id()}"])
def test_everything_else_needs_a_token(offices: Offices, path: str, authorization: str | None) -> None:
    headers = {} if authorization is None else {"Authorization": authorization}
    response = offices.client.get(f"/api/v1{path}", headers=headers)
    assert problem_of(response) == (401, "unauthorized")
    assert "Bearer" in response.headers["www-authenticate"]


def test_the_catalogue_is_the_plugins_own_and_is_sent_once(offices: Offices) -> None:
    office = offices.open()
    response = office.get("/catalogue")
    document = response.json()
    assert (document["digest"], document["rules"]) == (default_catalogue().digest, RULES_VERSION)
    assert {one["name"] for one in document["types"]} == set(default_catalogue().types)
    again = office.get("/catalogue", **{"If-None-Match": response.headers["etag"]})
    assert (again.status_code, again.content) == (304, b"")
    assert office.get("/catalogue", **{"If-None-Match": '"another"'}).status_code == 200


def test_reporting_rounds_are_told_newest_first(offices: Offices) -> None:
    for period, state in (("2026-Q3", "closed"), ("2026-Q4", "open"), ("2026-Q4", "closing")):
        rounds.put(offices.portal.database, period, state, "2026-10-01T00:00:00+03:00", "2027-01-10T18:00:00+02:00")
    found = service.decode_rounds(offices.open().get("/rounds").content)
    assert [(one.period, one.state) for one in found] == [("2026-Q4", "closing"), ("2026-Q3", "closed")]


@pytest.mark.parametrize("path", ["/submissions", "/submissions/x/y", "/collections/needs"])
def test_what_comes_later_says_so(offices: Offices, path: str) -> None:
    for method in ("GET", "POST", "PATCH", "DELETE"):
        response = offices.client.request(method, f"/api/v1{path}")
        assert problem_of(response) == (501, "not-implemented")
    assert offices.client.head(f"/api/v1{path}").status_code == 501


def test_another_contract_version_is_turned_away_everywhere(offices: Offices) -> None:
    office = offices.open()
    for path in ("/", "/me", "/changes"):
        response = office.get(path, **{"Vidbudova-Contract": "2"})
        assert problem_of(response) == (426, "contract-version")
        assert response.json()["contract"] == 1
        assert office.get(path, **{"Vidbudova-Contract": "1"}).status_code == 200


def test_unknown_addresses_and_methods_are_problems_too(offices: Offices) -> None:
    assert problem_of(offices.client.get("/api/v1/nothing")) == (404, "not-found")
    assert problem_of(offices.client.get("/")) == (404, "not-found")
    assert problem_of(offices.client.get("/api/v1/me/")) == (404, "not-found")
    response = offices.client.put("/api/v1/batches")
    assert problem_of(response) == (405, "method-not-allowed")
    assert problem_of(offices.open().get("/batches/NO-UUID")) == (422, "malformed")


def test_every_answer_forbids_guessing_and_keeping(offices: Offices) -> None:
    office = offices.open()
    office.store("need", need())
    for response in (office.get("/me"), office.get("/changes"), offices.client.get("/nothing")):
        assert response.headers["x-content-type-options"] == "nosniff"
        assert response.headers["cache-control"] == "no-store"
        assert "default-src 'none'" in response.headers["content-security-policy"]


@pytest.mark.parametrize(
    ("accepted", "expected"),
    [
        (None, "uk"), ("", "uk"), ("de", "uk"), ("en", "en"), ("en-GB,en;q=0.9", "en"), ("uk,en;q=0.9", "uk"),
        ("en;q=0.3, uk;q=0.8", "uk"), ("en;q=x", "uk"), ("*", "uk"), ("uk-UA", "uk"),
    ],
)  # fmt: skip
def test_problems_are_told_in_the_language_asked_for(accepted: str | None, expected: str) -> None:
    assert language(accepted) == expected


def test_ukrainian_is_what_is_spoken_unless_asked_otherwise(offices: Offices) -> None:
    told = {code: offices.client.get("/nothing", headers={"Accept-Language": code}) for code in ("uk", "en")}
    assert told["uk"].json()["title"] != told["en"].json()["title"]
    assert told["en"].headers["content-language"] == "en"
    assert offices.client.get("/nothing").headers["content-language"] == "uk"


# --- what a batch's bytes may be --------------------------------------------------------------------------------------


def test_a_gzipped_batch_is_as_good_as_a_plain_one_and_counts_as_the_same(offices: Offices) -> None:
    office = offices.open()
    body = batches.encode(office.freeze(create("need", need())))
    zipped = office.post(gzip.compress(body), **{"Content-Encoding": "gzip"})
    assert zipped.status_code == 200
    assert office.post(body).content == zipped.content


def test_answers_are_gzipped_for_who_can_read_them(offices: Offices) -> None:
    office = offices.open()
    office.send(*(create("need", need()) for _ in range(20)))
    packed = office.get("/changes", **{"Accept-Encoding": "gzip"})
    plain = office.get("/changes", **{"Accept-Encoding": "identity"})
    assert packed.headers["content-encoding"] == "gzip"
    assert "content-encoding" not in plain.headers
    assert packed.json()["items"] == plain.json()["items"]


def test_a_bomb_is_given_up_before_it_fills_the_memory(offices: Offices) -> None:
    office = offices.open()
    bomb = gzip.compress(b" " * (40 * MAX_BATCH_BYTES), 9)
    assert len(bomb) < MAX_BATCH_BYTES
    assert problem_of(office.post(bomb, **{"Content-Encoding": "gzip"})) == (413, "too-large")


@pytest.mark.parametrize(
    "body", [b"", b"\x1f\x8b", gzip.compress(b"{}")[:-3], gzip.compress(b"{}") + b"more", b"no gzip at all"]
)
def test_damaged_gzip_is_named_as_such(body: bytes) -> None:
    with pytest.raises(Refusal) as caught:
        inflate(body, 1000)
    assert (caught.value.name, caught.value.variant) == ("malformed", "gzip")


def test_what_inflates_to_the_limit_passes_and_one_byte_more_does_not() -> None:
    assert len(inflate(gzip.compress(b"x" * 1000), 1000)) == 1000
    with pytest.raises(Refusal):
        inflate(gzip.compress(b"x" * 1001), 1000)


def test_too_many_bytes_and_too_many_items_are_too_large(offices: Offices) -> None:
    office = offices.open()
    assert problem_of(office.post(b" " * (MAX_BATCH_BYTES + 1))) == (413, "too-large")
    items = [create("need", {"title_uk": "a"}) for _ in range(MAX_ITEMS + 1)]
    assert problem_of(office.post(batches.encode(office.freeze(*items)))) == (413, "too-large")
    assert office.pull() == []


def test_a_body_without_a_stated_length_is_cut_off_at_the_limit(one_process: PortalProcess) -> None:
    head = (
        f"POST /api/v1/batches HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer {one_process.add_account()}\r\n"
        "Content-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\n"
    )
    most = 20 * MAX_BATCH_BYTES
    with socket.create_connection(("127.0.0.1", one_process.port), timeout=30) as connection:
        connection.sendall(head.encode())
        sent = 0
        try:
            while sent < most and not select.select([connection], [], [], 0)[0]:
                sent += connection.send(b"10000\r\n" + b" " * 65536 + b"\r\n")
        except OSError:
            pass  # the portal has hung up
        assert sent < most
        assert connection.recv(100).startswith(b"HTTP/1.1 413 ")


@pytest.mark.parametrize(
    ("path", "header", "status"),
    [
        ("/batches", "Accept: */*", 401),
        ("/batches", "Authorization: Bearer " + "x" * 43, 401),
        ("/batches", "Vidbudova-Contract: 2", 426),
        ("/uploads", "Accept: */*", 401),
        ("/submissions", "Accept: */*", 501),
        ("/nowhere", "Accept: */*", 404),
    ],
)
def test_who_is_turned_away_while_still_sending_gets_the_answer(
    one_process: PortalProcess, path: str, header: str, status: int
) -> None:
    head = f"POST /api/v1{path} HTTP/1.1\r\nHost: x\r\n{header}\r\nContent-Length: {MAX_BATCH_BYTES}\r\n\r\n"
    with socket.create_connection(("127.0.0.1", one_process.port), timeout=30) as connection:
        connection.sendall(head.encode())
        assert not select.select([connection], [], [], 0.3)[0], "answered before the body was sent"
        connection.sendall(b" " * MAX_BATCH_BYTES)
        assert connection.recv(100).startswith(f"HTTP/1.1 {status} ".encode())


def test_only_json_is_taken_plain_or_gzipped(offices: Offices) -> None:
    office = offices.open()
    assert problem_of(office.post(b"{}", **{"Content-Type": "text/plain"})) == (415, "unsupported-media-type")
    assert problem_of(office.post(b"{}", **{"Content-Encoding": "br"})) == (415, "unsupported-media-type")


@pytest.mark.parametrize(
    ("body", "pointer"),
    [
        (b"", "/"),
        (b"no json", "/"),
        (b"\xff\xfe", "/"),
        (b"[]", "/"),
        (b"{}", "/contract"),
        (b"[" * 100_000, "/"),
        (b'{"contract":1,"contract":1}', "/"),
        (b'{"contract":1,"items":[],"extra":1}', "/extra"),
        (b'{"contract":1e999}', "/"),
    ],
)
def test_a_malformed_batch_is_told_where(offices: Offices, body: bytes, pointer: str) -> None:
    response = offices.open().post(body)
    assert problem_of(response) == (422, "malformed")
    assert response.json()["pointer"] == pointer


def test_a_batch_of_another_contract_portal_or_rules_is_turned_down_before_anything_is_stored(offices: Offices) -> None:
    office = offices.open()
    item = create("need", need())
    cases = {
        (426, "contract-version"): {"contract": 2},
        (422, "malformed"): {"portal": new_id()},
        (412, "rules-differ"): {"rules": "2020.1"},
    }
    for expected, members in cases.items():
        batch = office.freeze(item, **members)
        assert problem_of(office.post(batches.encode(batch))) == expected
        assert office.get(f"/batches/{batch.batch}").status_code == 404
    assert office.pull() == []
    assert office.post(batches.encode(office.freeze(item, rules="2020.1"))).json()["rules"] == RULES_VERSION


def test_values_that_no_database_could_hold_are_refused_not_stumbled_over(offices: Offices) -> None:
    office = offices.open()
    raw = batches.encode(office.freeze(create("need", need(title_uk="MARK"))))
    for text in ("\\ud800", "\\u0000", "a\\u0000b", "\\udfff\\ud800"):
        response = office.post(raw.replace(b"MARK", text.encode()).replace(b'"batch":"', b'"batch":"', 1))
        assert response.status_code in (200, 422)
        if response.status_code == 200:
            assert response.json()["verdicts"][0]["verdict"] == "refused"
        raw = raw.replace(json.loads(raw)["batch"].encode(), new_id().encode())


def test_a_nul_in_any_text_of_a_record_is_refused_with_its_field(offices: Offices) -> None:
    office = offices.open()
    fields = [(rtype.name, field.name) for rtype in default_catalogue().types.values() for field in rtype.fields]
    texts = [(kind, name, text) for kind, name in fields if name != "uuid" for text in ("\0", "\0" * 36, "a\0b")]
    for start in range(0, len(texts), MAX_ITEMS):
        part = texts[start : start + MAX_ITEMS]
        found = office.send(*(Item(kind, new_id(), "create", {name: text}) for kind, name, text in part))
        for (kind, name, _), verdict in zip(part, found, strict=True):
            assert verdict.verdict == "refused", (kind, name)
            assert {problem.pointer for problem in verdict.problems} == {f"/set/{name}"}


@pytest.mark.parametrize("values", [{"project_uuid": 5}, {"project_uuid": {"a": []}}, {"project_uuid": "x" * 36}, {}])
def test_references_that_are_none_are_refused_or_wait(offices: Offices, values: dict[str, object]) -> None:
    found = offices.open().send_one(Item("funding", new_id(), "create", values))
    assert found.verdict in ("refused", "held", "accepted")
    assert (found.verdict == "accepted") == (values == {})


# --- when it cannot be done now ---------------------------------------------------------------------------------------


def test_a_throttle_lets_a_burst_pass_and_then_as_many_as_flow_in() -> None:
    now = [0.0]
    throttle = Throttle(per_minute=60, burst=3, clock=lambda: now[0])
    assert [throttle.wait("a") for _ in range(4)] == [0, 0, 0, 1]
    assert throttle.wait("b") == 0
    now[0] += 1.0
    assert [throttle.wait("a"), throttle.wait("a")] == [0, 1]


def test_who_asks_too_often_is_told_when_to_come_back(offices: Offices, monkeypatch: pytest.MonkeyPatch) -> None:
    office = offices.open()
    monkeypatch.setattr(offices.portal.throttle, "wait", lambda account: 7)
    response = office.get("/me")
    assert problem_of(response) == (429, "too-many-requests")
    assert response.headers["retry-after"] == "7"


def test_a_database_that_is_busy_or_away_is_worth_another_try(
    offices: Offices, portal: Portal, monkeypatch: pytest.MonkeyPatch
) -> None:
    office = offices.open()

    def away(*_: object, **__: object) -> object:
        raise OperationalError("SELECT", {}, OSError("the server is gone"))

    monkeypatch.setattr("portal.api.changes.page", away)
    response = office.get("/changes")
    assert problem_of(response) == (503, "unavailable")
    assert int(response.headers["retry-after"]) > 0
    assert "server is gone" not in response.text


def test_a_fault_of_the_portal_tells_nothing_of_its_inside(offices: Offices, monkeypatch: pytest.MonkeyPatch) -> None:
    office = offices.open()

    def broken(*_: object) -> object:
        raise ValueError("secret")

    monkeypatch.setattr("portal.api.changes.page", broken)
    response = office.get("/changes")
    assert problem_of(response) == (500, "internal")
    assert "secret" not in response.text
    assert response.headers["x-content-type-options"] == "nosniff"
