"""The files of one record as they are listed: what each one is called, and in words how it stands."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from qgis.PyQt.QtCore import QCoreApplication

from ..records import media, messages
from ..store import files, transfers
from ..store.workspace import Workspace

_MOST_TITLE, _MOST_NAME = 90, 60


@dataclass(frozen=True)
class FileRow:
    """One file as it is listed. `state` is waiting, sending, following (its reduced copy is on the portal, the original
    goes after it), synced, refused, here or elsewhere."""

    record: Mapping[str, Any]
    state: str
    text: str
    picture: Path | None
    """What its small picture is made from; None where it is none, or not here."""
    whole: Path | None = None
    """What it is seen whole from: the original, or the reduced copy where only that is here."""
    original_here: bool = True

    @property
    def uuid(self) -> str:
        """Of the attachment."""
        return str(self.record["uuid"])

    @property
    def name(self) -> str:
        """What people call it."""
        return str(self.record.get("file_name") or "")

    @property
    def is_picture(self) -> bool:
        """Whether it says it is one."""
        return self.record.get("media_type") in media.PICTURES

    @property
    def place(self) -> list[float] | None:
        """Longitude and latitude where it was taken."""
        found = [self.record.get("longitude"), self.record.get("latitude")]
        return None if None in found else [float(one) for one in found if one is not None]


def file_rows(
    ws: Workspace, parent_type: str, parent_uuid: str, lang: str, under_way: Mapping[str, float] | None = None
) -> list[FileRow]:
    """The attachments of a record, in the order in which they were added.

    :param under_way: how far files are that travel just now, from 0 to 1, by the SHA-256 of the original.
    """
    found = list(ws.records("attachment", {"parent_type": parent_type, "parent_uuid": parent_uuid}))
    if not found:
        return []
    uploads: dict[str, list[transfers.Upload]] = {}
    for one in transfers.uploads_of(ws, parent_type, parent_uuid):
        uploads.setdefault(one.attachment, []).append(one)
    rules = _Rules(transfers.originals_wanted(ws), transfers.portal_limit(ws), under_way or {}, lang)
    return [_row(ws, record, uploads.get(str(record["uuid"]), []), rules) for record in found]


def size_text(length: object, lang: str) -> str:
    """How big a file is; blank where that is not known."""
    return messages.format_size(int(length), lang) if isinstance(length, (int, float)) else ""


def name_beside(caption: str, name: str) -> str:
    """What a file's name tells beside its caption: only its kind, where the caption is the name."""
    path = Path(name)
    return path.suffix.lstrip(".").upper() if caption == path.stem else name


def shortened(text: str, most: int) -> str:
    """At most so many letters, the middle left out: a name's ending tells as much as its beginning."""
    text = " ".join(text.split())
    return text if len(text) <= most else f"{text[: most - most // 3 - 1].rstrip()}…{text[-(most // 3) :].lstrip()}"


@dataclass(frozen=True)
class _Rules:
    """What is the same for all files: whether originals are sent, the portal's limit in bytes, what travels."""

    originals: bool
    limit: int | None
    under_way: Mapping[str, float]
    lang: str


def _row(ws: Workspace, record: Mapping[str, Any], noted: Sequence[transfers.Upload], rules: _Rules) -> FileRow:
    lang = rules.lang
    sha256 = str(record.get("sha256") or "")
    here = files.is_hash(sha256) and files.has(ws.folder, sha256)
    reduced = files.is_hash(sha256) and files.has(ws.folder, sha256, files.REDUCED)
    picture = record.get("media_type") in media.PICTURES
    uploads = [one for one in noted if one.sha256 == sha256]
    stays = picture and any(one.variant == files.REDUCED and one.bytes for one in uploads)
    over = rules.limit is not None and int(record.get("bytes") or 0) > rules.limit
    stays = stays and (not rules.originals or over)
    share = rules.under_way.get(sha256)
    state, detail = _state([one for one in uploads if one.bytes], here or reduced, stays, share, lang)
    told = [size_text(record.get("bytes"), lang)]
    if record.get("taken_at"):
        day = messages.format_date(str(record["taken_at"]), lang)
        told.append(QCoreApplication.translate("Files", "taken {day}").format(day=day))
    if ws.settings.sample:
        state = "here"  # nothing of the sample is ever sent
    else:
        told.append(_word(state) + detail)
    name, caption = str(record.get("file_name") or ""), str(record.get("caption") or "")
    first = shortened(caption or name, _MOST_TITLE)
    if caption:
        told.insert(0, shortened(name_beside(caption, name), _MOST_NAME))
    shown = whole = None
    if picture and (here or reduced):
        shown = files.path_of(ws.folder, sha256, files.REDUCED if reduced else files.ORIGINAL)
        whole = files.path_of(ws.folder, sha256, files.ORIGINAL if here else files.REDUCED)
    return FileRow(record, state, first + "\n" + " · ".join(filter(None, told)), shown, whole, here)


def _state(
    uploads: Sequence[transfers.Upload], here: bool, stays: bool, share: float | None, lang: str
) -> tuple[str, str]:
    """:param stays: the original of a picture whose reduced copy travels is not to be sent.
    :param share: how much of it has travelled, where it is on its way at this moment."""
    translate = QCoreApplication.translate
    refused = next((one for one in uploads if one.state == "failed"), None)
    if refused is not None and not (stays and refused.variant == files.ORIGINAL):
        return "refused", f"\n{refused.reason.describe(lang)}" if refused.reason else ""
    under_way = next((one for one in uploads if one.state == "uploading"), None)
    if under_way is not None:
        known = under_way.sent / max(under_way.bytes, 1)
        return "sending", f" {int(100 * (known if share is None else share))}\u00a0%"
    arrived = {one.variant for one in uploads if one.state == "uploaded"}
    if files.ORIGINAL in arrived:
        return "synced", ""
    if files.REDUCED in arrived:
        if stays:
            return "synced", translate("Files", " (reduced; the original stays here)")
        return "following", ""
    if uploads:
        reason = next((one.reason for one in uploads if one.reason), None)
        return "waiting", f"\n{reason.describe(lang)}" if reason else ""
    return ("here" if here else "elsewhere"), ""


def _word(state: str) -> str:
    translate = QCoreApplication.translate
    return {
        "waiting": translate("Files", "waiting"),
        "sending": translate("Files", "sending"),
        "following": translate("Files", "on the portal, the original follows"),
        "synced": translate("Files", "on the portal"),
        "refused": translate("Files", "not taken"),
        "here": translate("Files", "here, from the portal"),
        "elsewhere": translate("Files", "on the portal, not here"),
    }[state]
