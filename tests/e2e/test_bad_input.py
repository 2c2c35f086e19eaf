"""Whatever answers in the portal's place, or in whatever way the portal answers: a clear error, in the engine and on
the command line, in both languages, and every edit in place and sendable."""

from __future__ import annotations

import contextlib
import gzip
import json
import socket
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace

import pytest

from plugin.errors import StoreError
from plugin.store import conflicts
from plugin.sync.access import PortalAccess
from plugin.sync.portal import PortalClient
from plugin.sync.pull import BROKEN
from portal import accounts
from portal.database import open_database
from tests.unit.sync.fakes import HTML
from tests.unit.sync.servers import answer, certificate, read_request, saying, serve, tls_context

from .between import Answered, between
from .offices import KHARKIV, Country
from .unharmed import Work, fails_by_shell, told

EDRPOU = "00000801"


@dataclass(frozen=True)
class Way:
    """How the office reaches what it takes for its portal; ``names`` is what the message has to name."""

    url: str
    token: str
    names: tuple[str, ...] = ()
    ca_bundle: str | None = None


@pytest.fixture(scope="module")
def country(portal, template, tmp_path_factory):
    return Country(portal, template, tmp_path_factory.mktemp("країна"))


@pytest.fixture(scope="module")
def works() -> list[Work]:
    return []


@pytest.fixture
def work(country, works) -> Work:
    """One office for all tests, as long as they leave it calm."""
    if not works or not works[-1].is_calm:
        works.append(Work(country.office(EDRPOU), country.portal.database))
    works[-1].begin()
    return works[-1]


def fails(work: Work, shell, way: Way, code: str) -> None:
    """The engine and, where there is a shell, the command line end with the error: in words, and as JSON."""
    right = work.office.portal_url
    work.point_to(way.url)
    access = PortalAccess(way.url, way.token, {}, way.ca_bundle, "uk")
    report = work.office.sync(PortalClient(access, connect_timeout=5, read_timeout=5))
    assert report.problem is not None, "the engine noticed nothing"
    assert report.problem.code == code, report.problem
    told(report.problem, *way.names)
    if shell is not None:
        options = ["--portal", way.url, "--wait", "0", *(["--ca-bundle", way.ca_bundle] if way.ca_bundle else [])]
        arguments = ("sync", work.office.folder, *options)
        fails_by_shell(shell, code, *way.names, arguments=arguments, token=way.token)
    work.point_to(right)


# --- who answers is not our portal -----------------------------------------------------------------------------------


@contextlib.contextmanager
def nobody(work, folder) -> Iterator[Way]:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        port = listener.getsockname()[1]
    yield Way(f"http://127.0.0.1:{port}", work.office.token, ("127.0.0.1",))


@contextlib.contextmanager
def no_such_host(work, folder) -> Iterator[Way]:
    yield Way("https://nobody.invalid", work.office.token, ("nobody.invalid",))


def server(data: bytes, *names: str):
    """Something that always says the same; the message names its address, or what else is given."""

    @contextlib.contextmanager
    def way(work, folder) -> Iterator[Way]:
        with serve(saying(data)) as url:
            yield Way(url, work.office.token, names or (url,))

    return way


def page(status: str, *headers: str) -> bytes:
    return answer(HTML, status, ["Content-Type: text/html; charset=utf-8", *headers])


@contextlib.contextmanager
def hangs_up(work, folder) -> Iterator[Way]:
    with serve(lambda connection: read_request(connection) and None) as url:
        yield Way(url, work.office.token, ("127.0.0.1",))


@contextlib.contextmanager
def another_portal(work, folder) -> Iterator[Way]:
    def other(method, path, answered):
        if path != "/api/v1/":
            return answered
        document = {**json.loads(answered.body), "portal": "somebody-else", "title": "Чужий портал"}
        return replace(answered, body=json.dumps(document).encode())

    with between(work.office.portal_url, other) as url:
        yield Way(url, work.office.token, (url, "Чужий портал"))


@contextlib.contextmanager
def newer_portal(work, folder) -> Iterator[Way]:
    def newer(method, path, answered):
        return replace(answered, body=b'{"contract": 2}') if path == "/api/v1/" else answered

    with between(work.office.portal_url, newer) as url:
        yield Way(url, work.office.token)


STRANGERS = {
    "nobody listens": (nobody, "transport.no_connection"),
    "a host that is not there": (no_such_host, "transport.unknown_host"),
    "a web site": (server(page("200 OK")), "portal.web_page"),
    "a web site that has no such page": (server(page("404 Not Found")), "portal.not_a_portal"),
    "a site that wants a password": (server(page("401 Unauthorized", "WWW-Authenticate: Basic")), "portal.web_page"),
    "a network's login page": (server(page("511 Network Authentication Required"), "127.0.0.1"), "portal.sign_in"),
    "a redirect to a login page": (
        server(page("302 Found", "Location: https://login.example/?from=portal"), "https://login.example/"),
        "portal.redirected",
    ),
    "another service": (server(answer(b'{"hello": "world"}')), "portal.not_a_portal"),
    "a list": (server(answer(b"[]", headers=["Content-Type: application/json"])), "portal.not_a_portal"),
    "a service that speaks something else": (server(b"SSH-2.0-OpenSSH_9.2\r\n", "127.0.0.1"), "transport.broken_off"),
    "somebody who hangs up": (hangs_up, "transport.broken_off"),
    "another portal": (another_portal, "portal.other_portal"),
    "a portal of a later contract": (newer_portal, "portal.other_contract"),
}


@pytest.mark.parametrize("name", STRANGERS)
def test_who_is_not_our_portal_gets_nothing(work, shell, tmp_path, name):
    stranger, code = STRANGERS[name]
    with stranger(work, tmp_path) as way:
        fails(work, shell, way, code)
    work.is_in_place()
    work.goes_through()


# --- tokens ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("fate", "uk", "en"), [("expired", "минув", "expired"), ("revoked", "відкликано", "revoked")])
def test_a_token_that_is_over_is_told_by_its_fate_and_another_one_sends_everything(work, shell, country, fate, uk, en):
    database = open_database(country.portal.database)
    over = "2020-01-01T00:00:00Z" if fate == "expired" else None
    person = {"name": f"Працівниця {fate}", "role": "contributor", "edrpou": EDRPOU, "territory": [KHARKIV]}
    account, token = accounts.add(database, **person, expires_at=over)
    if fate == "revoked":
        accounts.revoke(database, account.account)
    database.close()
    fails(work, shell, Way(work.office.portal_url, token, ("127.0.0.1",)), "portal.unauthorised")
    options = ("sync", work.office.folder, "--portal", work.office.portal_url)
    assert uk in shell(*options, "--lang", "uk", token=token).stderr
    assert en in shell(*options, "--lang", "en", token=token).stderr
    work.is_in_place()
    work.goes_through()


def test_a_token_is_shown_by_no_error(work, shell):
    secret = "a-token-that-nobody-may-see"
    done = shell("sync", work.office.folder, "--portal", work.office.portal_url, "--json", token=secret)
    assert done.returncode == 2
    assert secret not in done.stdout + done.stderr
    work.goes_through()


# --- TLS -------------------------------------------------------------------------------------------------------------


@contextlib.contextmanager
def secured(work, folder, host="127.0.0.1", days=1, bundle: Callable | None = None) -> Iterator[Way]:
    """A server with a certificate of its own; it must not learn the token."""
    heard = []
    pem, secret = certificate(folder, host, days)
    with serve(lambda connection: heard.append(connection.recv(1000)), tls_context(pem, secret)) as url:
        ca_bundle = None if bundle is None else str(bundle(pem))
        yield Way(url, work.office.token, (ca_bundle or "127.0.0.1",), ca_bundle)
    assert not any(heard)


@contextlib.contextmanager
def plain_server(work, folder) -> Iterator[Way]:
    def behave(connection):
        connection.recv(1000)
        connection.sendall(answer(b"", "400 Bad Request"))

    with serve(behave) as url:
        yield Way(url.replace("http:", "https:"), work.office.token, ("127.0.0.1",))


def garbage(pem):
    bundle = pem.with_name("Сертифікати.pem")
    bundle.write_bytes(b"-----BEGIN CERTIFICATE-----\nno\n")
    return bundle


TLS = {
    "a certificate of an unknown authority": (secured, "transport.tls"),
    "a certificate of another host": (
        lambda work, folder: named_bundle(secured(work, folder, "portal.example", bundle=lambda pem: pem)),
        "transport.tls_other_host",
    ),
    "a certificate that has expired": (
        lambda work, folder: named_bundle(secured(work, folder, days=-1, bundle=lambda pem: pem)),
        "transport.tls",
    ),
    "a server without TLS": (plain_server, "transport.tls"),
    "a bundle that is not there": (
        lambda work, folder: secured(work, folder, bundle=lambda pem: pem.with_name("немає.pem")),
        "transport.ca_bundle",
    ),
    "a bundle that holds no certificates": (
        lambda work, folder: secured(work, folder, bundle=garbage),
        "transport.ca_bundle",
    ),
}


@contextlib.contextmanager
def named_bundle(inner) -> Iterator[Way]:
    """The bundle is right; the host is what the message names."""
    with inner as way:
        yield replace(way, names=("127.0.0.1",))


@pytest.mark.parametrize("name", TLS)
def test_a_connection_that_cannot_be_trusted_carries_nothing(work, shell, tmp_path, name):
    insecure, code = TLS[name]
    with insecure(work, tmp_path) as way:
        fails(work, shell, way, code)
    work.is_in_place()
    work.goes_through()


# --- our portal, out of its mind -------------------------------------------------------------------------------------


def says(body: bytes, kind="application/json", **more):
    """Another answer in place of the right one."""
    return lambda answered: Answered(200, body, {**answered.headers, "content-type": kind, **more})


def packed(body: bytes, encoding="gzip"):
    return says(body, **{"content-encoding": encoding})


def announces(answered: Answered) -> Answered:
    return replace(answered, length=10**12)


def rewrites(change):
    """The right answer with something wrong in it."""

    def alter(answered):
        document = json.loads(answered.body)
        change(document)
        return replace(answered, body=json.dumps(document).encode())

    return alter


def item(without="", values=None, **members):
    """A change of a record that is new here, with something wrong in it."""
    uuid = "0b1d8c7e-6d0f-4b7e-9a50-0d9a3c1f2e11"
    change = {"type": "need", "uuid": uuid, "revision": 1, "op": "change", "hash": "0" * 64, "author": None,
              "at": "2026-12-28T16:02:11Z", "record": {"uuid": uuid, "title_uk": "Чужа", **(values or {})},
              **members}  # fmt: skip
    change.pop(without, None)
    return rewrites(lambda document: document.update(items=[change]))


def nested(depth: int):
    found: dict = {}
    for _ in range(depth):
        found = {"a": found}
    return found


ANYWHERE = {
    "a web page": (says(HTML, "text/html"), "portal.web_page"),
    "bytes that are no JSON": (says(b"\x00\xff\x00"), "portal.not_json"),
    "a JSON text that breaks off": (says(b'{"contract": 1, "por'), "portal.not_json"),
    "brackets without end": (says(b"[" * 200_000), "portal.not_json"),
    "half of a letter": (says(b'{"contract": 1, "title": "\\ud83d"}'), "portal.not_json"),
    "an enormous answer, announced": (announces, "transport.too_large"),
    "a packed answer that is damaged": (packed(b"??"), "transport.bad_encoding"),
    "an encoding that nobody asked for": (packed(b"??", "br"), "transport.bad_encoding"),
    "an internal error": (lambda answered: Answered(500, b"oops"), "portal.fault"),
}
STAGES = {
    "the portal's description": ("/api/v1/", {
        "an enormous answer, packed": (packed(gzip.compress(b" " * 5_000_000, 1)), "transport.too_large"),
        "a number beyond all bounds": (says(b'{"contract": 1, "x": 1e999}'), "portal.not_a_portal"),
        "no limits": (rewrites(lambda document: document.pop("limits")), "portal.not_a_portal"),
        "a batch may hold nothing": (
            rewrites(lambda document: document["limits"].update(records=0)), "portal.not_a_portal"),
    }),
    "the account": ("/api/v1/me", {
        "something else": (says(b'{"hello": "world"}'), "portal.breaks_contract", "/account"),
        "a number beyond all bounds": (says(b'{"x": 1e999}'), "portal.breaks_contract"),
        "a role that is none": (
            rewrites(lambda document: document.update(role="king")), "portal.breaks_contract", "/role"),
        "a territory that is none": (
            rewrites(lambda document: document.update(territory=["?"])), "portal.breaks_contract", "/territory/0"),
    }),
    "the verdicts": ("/api/v1/batches", {
        "something else": (says(b'{"hello": "world"}'), "portal.breaks_contract", "/verdicts"),
        "a verdict too few": (rewrites(lambda document: document["verdicts"].pop()), "portal.bad_signature"),
        "a verdict that is none": (
            rewrites(lambda document: document["verdicts"][0].update(verdict="perhaps")), "portal.breaks_contract",
            "/verdicts/0/verdict"),
    }),
    "the changes": ("/api/v1/changes", {
        "no cursor": (rewrites(lambda document: document.pop("cursor")), "portal.breaks_contract", "/cursor"),
        "no record": (item(without="record"), "portal.breaks_contract", "/items/0/record"),
        "a record of another's identity": (
            item(values={"uuid": EDRPOU}), "portal.breaks_contract", "/items/0/record/uuid"),
        "a revision that is none": (item(revision=0), "portal.breaks_contract", "/items/0/revision"),
        "a text that is an object": (item(values={"title_uk": {"uk": "?"}}), "portal.breaks_contract", "title_uk"),
        "a place that is nowhere": (
            item(values={"geom": {"type": "Point", "coordinates": ["?"]}}), "portal.breaks_contract", "geom"),
        "a field nested without end": (item(values={"later": nested(900)}), "portal.breaks_contract"),
        "the same cursor for ever": (
            says(b'{"cursor": "?", "more": true, "items": []}'), "portal.breaks_contract", "/cursor"),
    }),
}  # fmt: skip


def named_by(code: str, url: str) -> tuple[str, ...]:
    """What a message of this code has to name whatever happened."""
    if code in ("portal.web_page", "portal.not_a_portal"):
        return (url,)
    return (
        ("127.0.0.1",)
        if code.startswith("transport.") or code in ("portal.not_json", "portal.fault", "portal.sign_in")
        else ()
    )


@pytest.mark.parametrize("stage", STAGES)
def test_answers_that_are_none_end_the_run_and_lose_nothing(work, shell, stage):
    place, own = STAGES[stage]
    first = stage == next(iter(STAGES))
    for name, (alter, code, *names) in {**ANYWHERE, **own}.items():
        if code == "portal.web_page" and not first:
            code = "portal.sign_in"  # the portal has answered just now: this is somebody in between
        by_shell = shell if first or name == next(iter(own)) else None  # what is the same everywhere is shown once

        def altered(method, path, answered, alter=alter):
            asked = path.partition("?")[0]
            here = asked == place or (stage == "the verdicts" and asked.startswith(place))
            return alter(answered) if here else answered

        try:
            with between(work.office.portal_url, altered) as url:
                fails(work, by_shell, Way(url, work.office.token, (*named_by(code, url), *names)), code)
            work.is_in_place(waiting=stage != "the changes")
        except AssertionError as error:
            raise AssertionError(f"{stage}: {name}") from error
    work.goes_through()


@pytest.mark.parametrize(
    "theirs", [{"later": nested(900)}, {"title_uk": {"uk": "?"}}, {"geom": {"type": "Point", "coordinates": ["?"]}}]
)
def test_a_conflict_with_what_could_never_be_shown_is_not_kept(work, theirs):
    with work.office.workspace() as workspace, pytest.raises(StoreError) as caught:
        conflicts.put_conflict(workspace, "need", EDRPOU, "field", ["title_uk"], theirs, 2)
    assert caught.value.code in BROKEN
    work.is_in_place()
    work.goes_through()
