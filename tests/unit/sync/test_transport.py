"""The transport against servers on loopback that break off, stall, lie about lengths, redirect and inflate without
end."""

from __future__ import annotations

import gzip
import socket

import pytest

from plugin.errors import UsageError
from plugin.sync.access import PortalAccess, api_address, origin
from plugin.sync.transport import RequestsTransport

from .servers import answer, certificate, fetch, read_request, saying, serve, tls_context, trouble


def test_an_answer_comes_back_with_status_headers_and_body():
    with serve(saying(answer(b"hello", "404 Not Found", ["X-Thing: 1"]))) as url:
        got = fetch(url)
    assert (got.status, got.headers["x-thing"], got.body) == (404, "1", b"hello")


def test_a_large_body_goes_out_gzipped_and_a_small_one_as_it_is():
    seen = []

    def behave(connection):
        seen.append(read_request(connection))
        connection.sendall(answer(b""))

    with serve(behave) as url:
        fetch(url, method="POST", body=b"x" * 5000)
        fetch(url, method="POST", body=b"small")
    head, _, body = seen[0].partition(b"\r\n\r\n")
    assert b"content-encoding: gzip" in head.lower()
    assert gzip.decompress(body) == b"x" * 5000
    assert seen[1].endswith(b"\r\n\r\nsmall")
    assert b"content-encoding" not in seen[1].lower()


def test_a_gzipped_answer_is_inflated():
    packed = gzip.compress(b"y" * 50_000)
    with serve(saying(answer(packed, headers=["Content-Encoding: gzip"]))) as url:
        assert fetch(url).body == b"y" * 50_000


def test_an_answer_announced_as_enormous_is_not_read():
    with serve(saying(answer(b"", length=10**12))) as url:
        error = trouble(url)
    assert (error.code, error.retryable) == ("transport.too_large", False)


def test_an_answer_that_never_ends_is_cut_at_the_cap():
    def behave(connection):
        read_request(connection)
        connection.sendall(b"HTTP/1.1 200 OK\r\n\r\n")
        while True:
            connection.sendall(b"z" * 65536)

    with serve(behave) as url:
        assert trouble(url).code == "transport.too_large"


def test_a_gzip_bomb_is_cut_at_the_cap():
    bomb = gzip.compress(b"\0" * 50_000_000)
    assert len(bomb) < 100_000
    with serve(saying(answer(bomb, headers=["Content-Encoding: gzip"]))) as url:
        assert trouble(url).code == "transport.too_large"


@pytest.mark.parametrize(
    "data",
    [
        answer(b"only half", length=100),
        answer(gzip.compress(b"q" * 1000)[:-9], headers=["Content-Encoding: gzip"]),
        b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhel",
        b"HTTP/1.",
        b"",
    ],
    ids=["short of its length", "gzip cut", "chunk cut", "status line cut", "nothing"],
)
def test_a_cut_answer_never_passes_for_a_whole_one_and_may_be_tried_again(data):
    with serve(saying(data)) as url:
        error = trouble(url)
    assert (error.code, error.retryable) == ("transport.broken_off", True)


def test_an_encoding_that_was_not_asked_for_is_refused():
    with serve(saying(answer(b"??", headers=["Content-Encoding: br"]))) as url:
        assert trouble(url).code == "transport.bad_encoding"


def test_garbage_that_claims_to_be_gzip_is_refused():
    with serve(saying(answer(b"not gzip at all", headers=["Content-Encoding: gzip"]))) as url:
        assert trouble(url).code == "transport.bad_encoding"


def test_a_redirect_is_handed_back_and_never_followed():
    visits = []

    def behave(connection):
        visits.append(read_request(connection))
        connection.sendall(answer(b"", "302 Found", ["Location: /elsewhere"]))

    with serve(behave) as url:
        got = fetch(url, headers={"Authorization": "Bearer secret"})
    assert got.status == 302
    assert len(visits) == 1


def test_a_redirect_comes_back_with_its_body_and_an_enormous_one_is_not_read():
    with serve(saying(answer(b"Sign in", "302 Found", ["Location: /login"]))) as url:
        assert fetch(url).body == b"Sign in"
    with serve(saying(answer(b"", "302 Found", ["Location: /login"], length=10**12))) as url:
        assert trouble(url).code == "transport.too_large"


def test_cookies_are_not_kept():
    seen = []

    def behave(connection):
        while True:
            request = read_request(connection)
            if not request:
                return
            seen.append(request.lower())
            connection.sendall(answer(b"", headers=["Set-Cookie: trace=1; Path=/"]))

    with serve(behave) as url:
        transport = RequestsTransport({})
        fetch(url, transport)
        fetch(url, transport)
        transport.close()
    assert len(seen) == 2
    assert all(b"cookie" not in request for request in seen)


def test_nobody_listening_is_told_and_may_be_tried_again():
    with socket.create_server(("127.0.0.1", 0)) as listener:
        port = listener.getsockname()[1]
    error = trouble(f"http://127.0.0.1:{port}")
    assert (error.code, error.retryable) == ("transport.no_connection", True)


def test_a_host_that_no_one_knows_is_named():
    error = trouble("https://nobody.invalid")
    assert (error.code, error.params["host"], error.retryable) == ("transport.unknown_host", "nobody.invalid", True)


def test_a_portal_whose_certificate_is_in_the_bundle_is_trusted(tmp_path):
    pem, secret = certificate(tmp_path)
    with serve(saying(answer(b"safe")), tls_context(pem, secret)) as url:
        assert fetch(url, RequestsTransport({}, str(pem))).body == b"safe"


@pytest.mark.parametrize("fault", ["unknown authority", "expired", "other host"])
def test_a_certificate_that_cannot_be_trusted_ends_it_before_anything_is_sent(tmp_path, fault):
    pem, secret = certificate(
        tmp_path, host="portal.example" if fault == "other host" else "127.0.0.1", days=-1 if fault == "expired" else 1
    )
    seen = []

    def behave(connection):
        seen.append(read_request(connection))

    bundle = None if fault == "unknown authority" else str(pem)
    with serve(behave, tls_context(pem, secret)) as url:
        error = trouble(url, transport=RequestsTransport({}, bundle))
    code = "transport.tls_other_host" if fault == "other host" else "transport.tls"
    assert (error.code, error.retryable) == (code, False)
    assert fault == "other host" or error.params["detail"]
    assert not any(seen)


def test_https_to_a_server_that_speaks_plain_http_is_trouble_with_tls():
    def behave(connection):
        connection.recv(1000)
        connection.sendall(answer(b"", "400 Bad Request"))

    with serve(behave) as url:
        assert trouble(url.replace("http:", "https:")).code == "transport.tls"


def test_a_missing_certificate_bundle_is_named():
    error = trouble("https://portal.invalid", transport=RequestsTransport({}, "/no/such/bundle.pem"))
    assert (error.code, error.params["path"]) == ("transport.ca_bundle", "/no/such/bundle.pem")


def test_a_proxy_that_is_not_there_is_called_a_proxy():
    with socket.create_server(("127.0.0.1", 0)) as listener:
        port = listener.getsockname()[1]
    error = trouble("https://portal.invalid", transport=RequestsTransport({"https": f"http://127.0.0.1:{port}"}))
    assert (error.code, error.retryable) == ("transport.proxy", True)


def test_a_proxy_that_wants_a_password_is_told_apart_and_not_tried_again():
    with serve(saying(answer(b"", "407 Proxy Authentication Required"))) as url:
        error = trouble("https://portal.invalid", transport=RequestsTransport({"https": url}))
    assert (error.code, error.retryable) == ("transport.proxy_login", False)


def test_a_proxy_gets_the_user_name_and_password_it_was_given():
    seen = []

    def behave(connection):
        seen.append(read_request(connection))
        connection.sendall(answer(b"", "407 Proxy Authentication Required"))

    with serve(behave) as url:
        trouble("https://portal.invalid", transport=RequestsTransport({"https": url.replace("//", "//user:p%40ss@")}))
    assert b"CONNECT portal.invalid:443" in seen[0]
    assert b"Basic dXNlcjpwQHNz" in seen[0]


def test_this_machine_is_never_asked_through_a_proxy(monkeypatch):
    monkeypatch.setenv("HTTP_PROXY", "http://127.0.0.1:1")
    monkeypatch.setenv("http_proxy", "http://127.0.0.1:1")
    with serve(saying(answer(b"direct"))) as url:
        assert fetch(url, RequestsTransport()).body == b"direct"
        assert fetch(url, RequestsTransport({"http": "http://127.0.0.1:1"})).body == b"direct"


@pytest.mark.parametrize("url", ["http://portal.example", "http://10.0.0.1", "http://127.0.0.1.example.org"])
def test_plain_http_over_a_network_is_refused(url):
    with pytest.raises(UsageError) as caught:
        fetch(url)
    assert caught.value.code == "portal.insecure_address"


@pytest.mark.parametrize(
    "url",
    ["", "portal", "ftp://portal.example", "https://", "https://user@portal.example", "https://portal.example?x=1",
     "https://portal.example#x", "https://portal.example:notaport", "https://exa mple.org", "https://[::1"],
)  # fmt: skip
def test_what_is_no_address_of_a_portal_is_refused(url):
    with pytest.raises(UsageError) as caught:
        PortalAccess(url)
    assert caught.value.code == "portal.bad_address"


@pytest.mark.parametrize(
    ("url", "base"),
    [
        ("https://Portal.Example", "https://portal.example:443"),
        ("https://portal.example:443/api/v1/", "https://portal.example:443"),
        ("http://127.0.0.1:8080/x", "http://127.0.0.1:8080"),
        ("http://[::1]:8080", "http://[::1]:8080"),
    ],
)
def test_an_origin_has_one_spelling(url, base):
    assert origin(url) == base


def test_an_address_may_name_the_api_or_not():
    assert api_address("https://a.example") == "https://a.example/api/v1"
    assert api_address("https://a.example/api/v1/") == "https://a.example/api/v1"
    assert api_address("https://a.example/portal/") == "https://a.example/portal/api/v1"


@pytest.mark.parametrize("token", ["two words", "line\nbreak", "ключ", "tab\t"])
def test_a_token_that_no_portal_issues_is_refused_before_it_is_sent(token):
    with pytest.raises(UsageError) as caught:
        PortalAccess("https://a.example", token)
    assert caught.value.code == "portal.bad_token"


def test_a_token_is_not_shown_with_the_access_that_holds_it():
    assert "secret" not in repr(PortalAccess("https://a.example", "secret", {"https": "http://u:secret@p"}))
