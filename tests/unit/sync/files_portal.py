"""A portal's files at the transport seam: uploads, downloads, and a line that breaks where it is told to."""

from __future__ import annotations

import base64
import hashlib
import re
from collections.abc import Callable
from dataclasses import dataclass, field
from urllib.parse import parse_qs, urlsplit

from plugin.contract.service import Limits, ServiceInfo, encode_service
from plugin.errors import TransportError
from plugin.records.catalogue import default_catalogue
from plugin.store import attaching, base
from plugin.store.workspace import Workspace
from plugin.sync import bookkeeping
from plugin.sync.access import PortalAccess
from plugin.sync.file_lane import transfer
from plugin.sync.portal import PortalClient
from plugin.sync.retry import RetryPolicy
from plugin.sync.transport import Request, Response

from .fakes import FakeClock, problem, reply

PORTAL, EPOCH = "the-portal", "epoch-1"
LOST = TransportError("transport.broken_off", host="portal.example", detail="")


@dataclass
class Begun:
    """An upload that is open."""

    length: int
    told: dict[str, str]
    body: bytearray = field(default_factory=bytearray)


@dataclass
class FilesPortal:
    """`records` are the attachments that it knows, by uuid. `trouble` is asked before each request: it may raise,
    answer in the portal's stead, or return a number: so many bytes of the body arrive before the line breaks; -1: all
    of it arrives and the answer is lost."""

    records: set[str] = field(default_factory=set)
    uploads: dict[str, Begun] = field(default_factory=dict)
    files: dict[tuple[str, str], bytes] = field(default_factory=dict)
    readable: set[str] = field(default_factory=set)
    trouble: Callable[[Request], Response | int | None] = lambda request: None
    asked: list[Request] = field(default_factory=list)
    epoch: str = EPOCH
    quota: int = 1 << 40
    file_bytes: int = 50 << 20
    picture_side: int = 2048
    arrived: int = 0
    spoil: bool = False
    etag: Callable[[bytes], str] = lambda content: f'"{hashlib.sha256(content).hexdigest()}"'
    numbers: int = 0

    def send(self, request: Request, *, connect_timeout: float, read_timeout: float, max_bytes: int) -> Response:
        self.asked.append(request)
        body = request.body or b""
        met = self.trouble(request)
        if isinstance(met, Response):
            return met
        if isinstance(met, int) and met >= 0:
            if request.method == "PATCH":
                self._patch(request, body[:met])
            raise LOST
        answer = self._answer(request)
        assert len(answer.body) <= max_bytes
        if met == -1:
            raise LOST
        return answer

    def cancel(self) -> None:
        pass

    def calls(self, method: str, part: str = "") -> int:
        return sum(request.method == method and part in request.url for request in self.asked)

    def _answer(self, request: Request) -> Response:
        path = urlsplit(request.url).path.removeprefix("/api/v1")
        if path == "/":
            limits = Limits(file_bytes=self.file_bytes, picture_side=self.picture_side)
            info = ServiceInfo(1, PORTAL, self.epoch, "Портал", "2026.4", "2026-12-28T16:00:00+02:00", limits)
            return Response(200, {"content-type": "application/json"}, encode_service(info))
        assert request.headers["Authorization"] == "Bearer secret"
        if path.startswith("/files/"):
            return self._file(request, path)
        assert request.headers["Tus-Resumable"] == "1.0.0" and request.as_is
        if request.method == "POST":
            return self._create(request)
        begun = self.uploads.get(path.rpartition("/")[2])
        if begun is None:
            return problem("not-found", 404) if request.method != "HEAD" else self._tus(404)
        if request.method == "HEAD":
            return self._tus(200, upload_offset=len(begun.body), upload_length=begun.length)
        if request.method == "DELETE":
            del self.uploads[path.rpartition("/")[2]]
            return self._tus(204)
        return self._patch(request, request.body)

    def _create(self, request: Request) -> Response:
        pairs = (pair.split(" ") for pair in request.headers["Upload-Metadata"].split(","))
        told = {name: base64.b64decode(value).decode() for name, value in pairs}
        length = int(request.headers["Upload-Length"])
        if told["attachment"] not in self.records:
            return problem("attachment-unknown", 409)
        if length > self.file_bytes:
            return problem("too-large", 413, "Завеликий.")
        self.numbers += 1
        upload = f"upload-{self.numbers}"
        where = {"location": f"/api/v1/uploads/{upload}"}
        if (told["sha256"], told["variant"]) in self.files and told["sha256"] in self.readable:
            return self._tus(201, upload_offset=length, **where)
        if sum(map(len, self.files.values())) + length > self.quota:
            return problem("quota", 413, "Немає місця.")
        self.uploads[upload] = Begun(length, told)
        return self._tus(201, upload_offset=0, upload_expires="Mon, 28 Dec 2026 16:00:00 GMT", **where)

    def _patch(self, request: Request, body: bytes) -> Response:
        upload = urlsplit(request.url).path.rpartition("/")[2]
        begun = self.uploads.get(upload)
        if begun is None:
            return problem("not-found", 404)
        if int(request.headers["Upload-Offset"]) != len(begun.body):
            return problem("upload-offset", 409)
        self.arrived += len(body)
        begun.body += body
        assert len(begun.body) <= begun.length
        if len(begun.body) == begun.length:
            del self.uploads[upload]
            content = bytes(begun.body) + (b"!" if self.spoil else b"")
            if hashlib.sha256(content).hexdigest() != begun.told["content"]:
                return problem("file-hash", 422)
            self.files[begun.told["sha256"], begun.told["variant"]] = content
            self.readable.add(begun.told["sha256"])
        return self._tus(204, upload_offset=len(begun.body))

    def _file(self, request: Request, path: str) -> Response:
        variant = parse_qs(urlsplit(request.url).query)["variant"][0]
        content = self.files.get((path.removeprefix("/files/"), variant))
        if content is None:
            return problem("not-found", 404)
        first, last = map(int, re.fullmatch(r"bytes=(\d+)-(\d+)", request.headers["Range"]).groups())
        if first >= len(content):
            return problem("malformed", 416)
        piece = content[first : last + 1]
        span = f"bytes {first}-{first + len(piece) - 1}/{len(content)}"
        told = {"content_disposition": "attachment", "content_range": span, "etag": self.etag(content)}
        return reply(piece, 206, "image/jpeg", **told)

    @staticmethod
    def _tus(status: int, **headers: object) -> Response:
        return reply(b"", status, "text/plain", tus_resumable="1.0.0", **headers)


def run(ws: Workspace, portal: FilesPortal, **options):
    """One run of the lane; its events."""
    client = PortalClient(PortalAccess("https://portal.example", "secret"), portal)
    options = {"clock": FakeClock(), "policy": RetryPolicy(contact=1e9, budget=1e9)} | options
    return list(transfer(ws.folder, default_catalogue(), client, **options))


def on_portal(ws: Workspace, portal: FilesPortal, uuid: str, revision: int = 1) -> None:
    """The record of an attachment has been sent and accepted."""
    record = ws.get("attachment", uuid)
    with ws.applying():
        base.set_base(ws, "attachment", uuid, revision, "0" * 64, record)
    portal.records.add(uuid)
    ws.set_meta(bookkeeping.PORTAL, PORTAL)
    ws.set_meta(bookkeeping.EPOCH, EPOCH)


def attached(ws: Workspace, portal: FilesPortal | None, path, content: bytes) -> str:
    """A file attached to a new need, its record on the portal where there is one."""
    need = ws.insert("need", {"title_uk": "Школа", "katottg": "UA63000000000041885"})
    path.write_bytes(content)
    uuid = attaching.attach(ws, "need", need, path)
    if portal is not None:
        on_portal(ws, portal, uuid)
    return uuid
