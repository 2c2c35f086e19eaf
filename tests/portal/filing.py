"""What the tests of files speak with: attachment records, and tus as a client that loses nothing would speak it."""

from __future__ import annotations

import base64
import hashlib
from dataclasses import dataclass
from typing import Any, Protocol

from plugin.contract import problem
from plugin.contract.batch import Item
from portal.service import Portal
from tests.portal.office import TSYRKUNY, Office, create, new_id

JPEG, PDF = "image/jpeg", "application/pdf"
TUS = {"Tus-Resumable": "1.0.0"}
OFFSET_TYPE = "application/offset+octet-stream"


def sha256(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


def attachment(parent: str, data: bytes, *, uuid: str | None = None, **values: Any) -> Item:
    """The record of a file that hangs off a need."""
    filled = {
        "parent_type": "need",
        "parent_uuid": parent,
        "kind": "photo",
        "file_name": "Дах ліцею.jpg",
        "media_type": JPEG,
        "bytes": len(data),
        "sha256": sha256(data),
        "katottg": TSYRKUNY,
        "workflow": "draft",
        "info_source": "Виїзд на місце",
        "access": "open",
        **values,
    }
    return create("attachment", {name: value for name, value in filled.items() if value is not None}, uuid)


def metadata(**values: str) -> str:
    """``Upload-Metadata``."""
    return ",".join(f"{name} {base64.b64encode(text.encode()).decode()}" for name, text in values.items())


class Speaker(Protocol):
    """Whoever can ask the portal for something below ``/api/v1``."""

    def ask(self, method: str, path: str, headers: dict[str, str], body: bytes = b"") -> Any:
        """The response."""
        ...


@dataclass
class InProcess:
    """An office that speaks to the portal in this process."""

    office: Office

    def ask(self, method: str, path: str, headers: dict[str, str], body: bytes = b"") -> Any:
        sent = {**self.office.headers, **headers}
        return self.office.client.request(method, f"/api/v1{path}", headers=sent, content=body)


@dataclass
class Filing:
    """Uploads and downloads of one account."""

    speaker: Speaker

    def begin(self, uuid: str, data: bytes, *, length: int | None = None, **told: str) -> Any:
        """``POST /uploads`` for the original of a record's file, unless told otherwise."""
        values = {"sha256": sha256(data), "attachment": uuid, "variant": "original", "media_type": JPEG, **told}
        values.setdefault("content", sha256(data))
        headers = {**TUS, "Upload-Length": str(len(data) if length is None else length)}
        return self.speaker.ask("POST", "/uploads", {**headers, "Upload-Metadata": metadata(**values)})

    def opened(self, uuid: str, data: bytes, **told: str) -> str:
        """The id of an upload of which nothing has been sent."""
        response = self.begin(uuid, data, **told)
        assert (response.status_code, response.headers["upload-offset"]) == (201, "0"), response.text
        return str(response.headers["location"]).rpartition("/")[2]

    def head(self, upload: str) -> Any:
        return self.speaker.ask("HEAD", f"/uploads/{upload}", TUS)

    def offset(self, upload: str) -> int:
        """How much the portal says it has."""
        response = self.head(upload)
        assert response.status_code == 200, response.status_code
        return int(response.headers["upload-offset"])

    def patch(self, upload: str, offset: int, body: bytes, **headers: str) -> Any:
        sent = {**TUS, "Content-Type": OFFSET_TYPE, "Upload-Offset": str(offset), **headers}
        return self.speaker.ask("PATCH", f"/uploads/{upload}", sent, body)

    def send(self, uuid: str, data: bytes, **told: str) -> Any:
        """Begins an upload and sends all of it; the response to the last byte."""
        return self.patch(self.opened(uuid, data, **told), 0, data)

    def deliver(self, uuid: str, data: bytes, **told: str) -> None:
        """As :meth:`send`, and it has to go well."""
        response = self.send(uuid, data, **told)
        assert (response.status_code, response.headers["upload-offset"]) == (204, str(len(data))), response.text

    def get(self, digest: str, variant: str | None = None, **headers: str) -> Any:
        query = "" if variant is None else f"?variant={variant}"
        return self.speaker.ask("GET", f"/files/{digest}{query}", headers)


def with_photo(office: Office, data: bytes, **values: Any) -> str:
    """A need of the office's with an attachment record of that content; the attachment's uuid."""
    from tests.portal.office import complete_need, need

    made = complete_need() if values.get("workflow") == "submitted" else need()
    parent, uuid = new_id(), new_id()
    verdicts = office.send(create("need", made, parent), attachment(parent, data, uuid=uuid, **values))
    assert [one.verdict for one in verdicts] == ["accepted", "accepted"], verdicts
    return uuid


def filing(office: Office) -> Filing:
    """The lane of an account in this process."""
    return Filing(InProcess(office))


def problem_of(response: object) -> tuple[int, str]:
    """Status and name of the problem that an answer of tus tells."""
    document = problem.decode(response.content, response.status_code)  # type: ignore[attr-defined]
    assert document.title and document.detail and "{" not in document.detail
    assert response.headers["tus-resumable"] == "1.0.0"  # type: ignore[attr-defined]
    return document.status, document.name


def folder_of(portal: Portal) -> tuple[set[str], set[str]]:
    """Names of the whole files and of the parts."""
    assert portal.uploads is not None
    folder = portal.uploads.folder
    parts = {path.name for path in folder.parts.iterdir()} if folder.parts.exists() else set()
    return {path.name for path in folder.whole()}, parts
