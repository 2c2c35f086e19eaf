"""Servers on loopback that behave badly on purpose, byte by byte."""

from __future__ import annotations

import contextlib
import datetime
import ipaddress
import socket
import ssl
import threading
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from plugin.errors import TransportError
from plugin.sync.transport import Request, RequestsTransport


def answer(body: bytes, status="200 OK", headers=(), length=None) -> bytes:
    """An HTTP answer, its Content-Length as told."""
    lines = [f"HTTP/1.1 {status}", f"Content-Length: {len(body) if length is None else length}", *headers]
    return "\r\n".join(lines).encode() + b"\r\n\r\n" + body


def read_request(connection) -> bytes:
    """One request, its body included."""
    data = b""
    while b"\r\n\r\n" not in data:
        part = connection.recv(65536)
        if not part:
            return data
        data += part
    head, _, body = data.partition(b"\r\n\r\n")
    length = next(
        (int(line.split(b":")[1]) for line in head.split(b"\r\n") if line.lower().startswith(b"content-length:")), 0
    )
    while len(body) < length:
        body += connection.recv(65536)
    return head + b"\r\n\r\n" + body


@contextlib.contextmanager
def serve(behave, tls: ssl.SSLContext | None = None):
    """Runs ``behave(connection)`` for every connection; yields the address and the list of what was raised."""
    listener = socket.create_server(("127.0.0.1", 0))
    threads = []

    def one(connection):
        with contextlib.suppress(OSError):
            if tls is not None:
                connection = tls.wrap_socket(connection, server_side=True)
            behave(connection)
        connection.close()

    def accept():
        while True:
            try:
                connection, _ = listener.accept()
            except OSError:
                return
            thread = threading.Thread(target=one, args=(connection,), daemon=True)
            threads.append(thread)
            thread.start()

    acceptor = threading.Thread(target=accept, daemon=True)
    acceptor.start()
    scheme = "https" if tls else "http"
    try:
        yield f"{scheme}://127.0.0.1:{listener.getsockname()[1]}"
    finally:
        with contextlib.suppress(OSError):
            listener.shutdown(socket.SHUT_RDWR)
        listener.close()
        acceptor.join(5)
        for thread in threads:
            thread.join(5)


def saying(data: bytes):
    """A behaviour: reads a request, says ``data``, hangs up."""

    def behave(connection):
        read_request(connection)
        connection.sendall(data)

    return behave


def certificate(folder: Path, host="127.0.0.1", days=1) -> tuple[Path, Path]:
    """A self-signed certificate and its key; a negative number of days makes one that has expired."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "test")])
    now = datetime.datetime.now(datetime.timezone.utc)
    try:
        known_as: x509.GeneralName = x509.IPAddress(ipaddress.ip_address(host))
    except ValueError:
        known_as = x509.DNSName(host)
    built = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - datetime.timedelta(days=30))
        .not_valid_after(now + datetime.timedelta(days=days))
        .add_extension(x509.SubjectAlternativeName([known_as]), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
        .sign(key, hashes.SHA256())
    )
    pem, secret = folder / "cert.pem", folder / "key.pem"
    pem.write_bytes(built.public_bytes(serialization.Encoding.PEM))
    secret.write_bytes(
        key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    )
    return pem, secret


def tls_context(pem: Path, secret: Path) -> ssl.SSLContext:
    """The server's side of TLS with a certificate of :func:`certificate`."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(pem, secret)
    return context


def fetch(url, transport=None, method="GET", body=None, headers=None, max_bytes=100_000, read_timeout=5.0):
    """One exchange of the real transport."""
    transport = transport or RequestsTransport({})
    return transport.send(
        Request(method, url, headers or {}, body), connect_timeout=5, read_timeout=read_timeout, max_bytes=max_bytes
    )


def trouble(url, **options):
    """What :func:`fetch` raises."""
    with pytest.raises(TransportError) as caught:
        fetch(url, **options)
    return caught.value
