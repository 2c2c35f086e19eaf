"""No request is waited for without end: silence, drops, names and connections that do not come about, cancelling."""

from __future__ import annotations

import random
import socket
import threading
import time

import pytest

from plugin.errors import TransportError
from plugin.sync.transport import Request, RequestsTransport

from .servers import answer, certificate, fetch, read_request, saying, serve, tls_context, trouble


def test_a_portal_that_never_answers_times_out():
    ready = threading.Event()

    def behave(connection):
        read_request(connection)
        ready.wait(10)

    with serve(behave) as url:
        error = trouble(url, read_timeout=0.2)
        ready.set()
    assert (error.code, error.retryable) == ("transport.timeout", True)


@pytest.mark.parametrize("part", ["head", "body"])
def test_an_answer_that_comes_drop_by_drop_is_not_waited_for_without_end(part):
    release = threading.Event()

    def behave(connection):
        read_request(connection)
        connection.sendall(b"HTTP/1.1 200 OK\r\n" + (b"\r\n" if part == "body" else b"X: "))
        while not release.wait(0.02):
            connection.sendall(b"z")

    with serve(behave) as url:
        transport = RequestsTransport({}, whole_seconds=0.4)
        started = time.monotonic()
        error = trouble(url, transport=transport, read_timeout=30)
        took = time.monotonic() - started
        release.set()
    assert (error.code, error.retryable) == ("transport.timeout", True)
    assert 0.4 <= took < 2
    with serve(saying(answer(b"after it"))) as url:
        assert fetch(url, transport).body == b"after it"


def test_a_large_answer_may_take_as_long_as_it_keeps_coming():
    def behave(connection):
        read_request(connection)
        connection.sendall(b"HTTP/1.1 200 OK\r\n\r\n")
        for _ in range(6):
            connection.sendall(b"z" * 65536)
            threading.Event().wait(0.1)

    with serve(behave) as url:
        got = fetch(url, RequestsTransport({}, whole_seconds=0.3), max_bytes=1_000_000)
    assert len(got.body) == 6 * 65536


def test_cancelling_does_not_wait_for_a_connection_that_does_not_come_about():
    full = socket.create_server(("127.0.0.1", 0), backlog=1)
    waiting = []
    for _ in range(8):  # nobody accepts: soon the system answers no further call
        one = socket.socket()
        one.setblocking(False)
        one.connect_ex(full.getsockname())
        waiting.append(one)
    transport, outcome = RequestsTransport({}), []

    def ask():
        try:
            fetch(f"http://127.0.0.1:{full.getsockname()[1]}", transport)
        except TransportError as error:
            outcome.append(error.code)

    asking = threading.Thread(target=ask)
    asking.start()
    asking.join(0.2)
    assert asking.is_alive()
    started = time.monotonic()
    transport.cancel()
    asking.join(5)
    took = time.monotonic() - started
    for one in (full, *waiting):
        one.close()
    assert outcome == ["transport.cancelled"]
    assert took < 0.5


def test_cancelling_does_not_wait_for_a_name_that_is_being_looked_up(monkeypatch):
    looking, release = threading.Event(), threading.Event()

    def look(*_, **__):
        looking.set()
        release.wait(10)
        raise socket.gaierror("no such name")

    monkeypatch.setattr(socket, "getaddrinfo", look)
    transport, outcome = RequestsTransport({}), []

    def ask():
        try:
            fetch("https://portal.example", transport)
        except TransportError as error:
            outcome.append(error.code)

    asking = threading.Thread(target=ask)
    asking.start()
    assert looking.wait(5)
    transport.cancel()
    asking.join(1)
    release.set()
    assert outcome == ["transport.cancelled"]


def test_an_upload_may_take_longer_than_connecting():
    def behave(connection):
        threading.Event().wait(0.6)  # a slow line: nothing is taken for a while
        read_request(connection)
        connection.sendall(answer(b"whole"))

    body = random.Random(1).randbytes(20_000_000)
    with serve(behave) as url:
        request = Request("POST", url, {}, body)
        got = RequestsTransport({}).send(request, connect_timeout=0.2, read_timeout=30, max_bytes=1000)
    assert got.body == b"whole"


def test_cancelling_ends_a_stalled_request_at_once_and_every_later_one():
    arrived, release = threading.Event(), threading.Event()

    def behave(connection):
        read_request(connection)
        arrived.set()
        release.wait(20)

    transport = RequestsTransport({})
    outcome = []

    def ask():
        try:
            fetch(url, transport, read_timeout=60)
        except TransportError as error:
            outcome.append(error)

    with serve(behave) as url:
        thread = threading.Thread(target=ask)
        thread.start()
        assert arrived.wait(5)
        started = time.monotonic()
        transport.cancel()
        thread.join(5)
        took = time.monotonic() - started
        release.set()
        with pytest.raises(TransportError):
            fetch(url, transport)
    assert not thread.is_alive()
    assert took < 1
    assert (outcome[0].code, outcome[0].retryable) == ("transport.cancelled", False)


def test_cancelling_ends_a_stalled_request_over_tls(tmp_path):
    pem, secret = certificate(tmp_path)
    arrived, release = threading.Event(), threading.Event()

    def behave(connection):
        read_request(connection)
        connection.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nhalf")
        arrived.set()
        release.wait(20)

    transport = RequestsTransport({}, str(pem))
    outcome = []

    def ask():
        try:
            fetch(url, transport, read_timeout=60)
        except TransportError as error:
            outcome.append(error.code)

    with serve(behave, tls_context(pem, secret)) as url:
        thread = threading.Thread(target=ask)
        thread.start()
        assert arrived.wait(5)
        transport.cancel()
        thread.join(5)
        release.set()
    assert outcome == ["transport.cancelled"]
