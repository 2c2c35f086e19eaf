"""Which files still have to travel, either way, and how far each one is; kept so that any next run goes on.

An upload is one variant of one attachment's file, a download one variant of one file. The portal's own word on how far
an upload is counts for more than what stands here: `sent` is a hint for people.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Literal

from ..errors import VidbudovaError
from ..records import media, messages
from . import conflicts, files
from .clock import now
from .connection import chunks, marks
from .files import ORIGINAL, REDUCED, Variant
from .schema import base_table
from .workspace import Workspace

UploadState = Literal["waiting", "uploading", "uploaded", "failed"]
DownloadState = Literal["wanted", "failed", "done"]

ORIGINALS = "files_originals"
"""Meta key: "no" where the originals of pictures stay here once their reduced copies are on the portal."""
SIDE = "files_side"
"""Meta key: for which longest side, in pixels, reduced copies are made."""
METERED = "files_metered"
"""Meta key: "yes" where files wait, because the connection is paid for by the byte."""
LIMIT = "files_limit"
"""Meta key: how many bytes a file may have on the portal, as it last said."""

_UPLOAD = (
    "u.attachment, u.variant, u.sha256, u.content, u.bytes, u.state, u.reason, u.portal, u.epoch, u.upload,"
    " u.expires_at, u.sent, u.priority, u.changed_at"
)
_MOST_DISPUTED = 500
_ORDER = "u.priority DESC, u.variant = 'original' AND a.media_type LIKE 'image/%', u.rowid"


@dataclass(frozen=True)
class Reason:
    """Why a file has not travelled: an error's code and parameters, to be put into words where it is shown."""

    code: str
    params: Mapping[str, Any]

    def describe(self, lang: str) -> str:
        """In words."""
        return messages.text(f"error.{self.code}", lang, **self.params)

    @staticmethod
    def of(error: VidbudovaError) -> Reason:
        """From an error; only what can be put into JSON is kept."""
        plain = {name: value for name, value in error.params.items() if isinstance(value, (str, int, float, bool))}
        return Reason(error.code, plain)


@dataclass(frozen=True)
class Upload:
    """One variant of an attachment's file on its way to the portal.

    `sha256` names the original, `content` is the hash of the bytes that travel, `bytes` how many. `upload` is the
    portal's id of it, good for `portal` and `epoch` only.
    """

    attachment: str
    variant: Variant
    sha256: str
    content: str
    bytes: int
    state: UploadState
    reason: Reason | None = None
    portal: str | None = None
    epoch: str | None = None
    upload: str | None = None
    expires_at: str | None = None
    sent: int = 0
    priority: int = 0
    changed_at: str = ""


@dataclass(frozen=True)
class Download:
    """One variant of a file that is wanted from the portal. `etag` and `content` are the portal's words on it."""

    sha256: str
    variant: Variant
    state: DownloadState
    reason: Reason | None = None
    etag: str | None = None
    content: str | None = None
    priority: int = 0


@dataclass(frozen=True)
class FileCounts:
    """How many files wait to be sent, could not be sent, wait to be fetched; and the bytes of those to be sent."""

    waiting: int = 0
    failed: int = 0
    wanted: int = 0
    bytes: int = 0


# --- settings ---------------------------------------------------------------------------------------------------------


def originals_wanted(ws: Workspace) -> bool:
    """Whether originals of pictures are sent as well, after the reduced copies."""
    return ws.get_meta(ORIGINALS) != "no"


def metered(ws: Workspace) -> bool:
    """Whether files of this workspace wait for a better connection."""
    return ws.get_meta(METERED) == "yes"


def set_originals(ws: Workspace, wanted: bool) -> None:
    """Set :func:`originals_wanted`."""
    ws.set_meta(ORIGINALS, "yes" if wanted else "no")


def set_metered(ws: Workspace, on: bool) -> None:
    """Set :func:`metered`."""
    ws.set_meta(METERED, "yes" if on else "no")


def portal_limit(ws: Workspace) -> int | None:
    """How many bytes a file may have on the portal, where that is known."""
    text = ws.get_meta(LIMIT)
    return int(text) if text and text.isdecimal() else None


# --- uploads ----------------------------------------------------------------------------------------------------------


def want_upload(ws: Workspace, attachment: str, variant: Variant, sha256: str, content: str, length: int) -> None:
    """Note that a variant has to be sent; one that is noted with the same bytes already stays as it is."""
    with ws.writing():
        ws.connection.execute(
            "INSERT INTO vidbudova_upload (attachment, variant, sha256, content, bytes, state, changed_at)"
            " VALUES (?, ?, ?, ?, ?, 'waiting', ?) ON CONFLICT (attachment, variant) DO UPDATE SET"
            " sha256 = excluded.sha256, content = excluded.content, bytes = excluded.bytes, state = 'waiting',"
            " reason = NULL, upload = NULL, sent = 0, changed_at = excluded.changed_at"
            " WHERE content <> excluded.content OR sha256 <> excluded.sha256",
            (attachment, variant, sha256, content, length, now()),
        )


def uploads(ws: Workspace, attachment: str | None = None) -> list[Upload]:
    """All uploads of attachments that exist, or those of one, in the order in which they are sent."""
    where = "" if attachment is None else " WHERE u.attachment = ?"
    return _uploads(ws, where, () if attachment is None else (attachment,))


def uploads_of(ws: Workspace, parent_type: str, parent_uuid: str) -> list[Upload]:
    """All uploads of the attachments of one record, in the order in which they are sent."""
    return _uploads(ws, " WHERE a.parent_type = ? AND a.parent_uuid = ?", (parent_type, parent_uuid))


def sendable(ws: Workspace, portal: str, epoch: str, attachment: str | None = None) -> list[Upload]:
    """What can be sent now: its attachment's record is on the portal with this very file, the variant is wanted, and
    it neither has arrived (in this portal's epoch) nor was refused. Reduced copies and documents first. `attachment`
    picks one of them."""
    disputed = _disputed(ws)
    return _uploads(
        ws,
        f" LEFT JOIN {base_table('attachment')} b ON b.uuid = u.attachment AND b.sha256 = u.sha256"
        " WHERE u.state <> 'failed' AND a.sha256 = u.sha256"
        f" AND (b.uuid IS NOT NULL OR u.attachment || u.sha256 IN ({marks(disputed)}))"
        f" AND (u.state <> 'uploaded' OR u.portal IS NOT ? OR u.epoch IS NOT ?) AND {_wanted(ws)}"
        " AND (? IS NULL OR u.attachment = ?)",
        (*(uuid + sha256 for uuid, sha256 in disputed), portal, epoch, attachment, attachment),
    )


def _disputed(ws: Workspace) -> list[tuple[str, str]]:
    """Attachments that are on the portal, and in conflict here, with their files' hashes there: what is in dispute is
    what is written of them. After the portal was put back such a record has no base. The oldest ones, if very many."""
    found = conflicts.of_type(ws, "attachment", _MOST_DISPUTED)
    return [(one.uuid, str((one.theirs or {}).get("sha256") or "")) for one in found if one.theirs]


def waiting(ws: Workspace) -> list[Upload]:
    """What waits to be sent sooner or later, whether or not its record is on the portal; refused ones too."""
    unreduced = (
        "NOT EXISTS (SELECT 1 FROM vidbudova_upload r WHERE r.attachment = u.attachment AND r.variant = 'reduced'"
        " AND r.sha256 = u.sha256)"
    )
    return _uploads(ws, f" WHERE u.state <> 'uploaded' AND a.sha256 = u.sha256 AND ({_wanted(ws)} OR {unreduced})", ())


def started(ws: Workspace, one: Upload, portal: str, epoch: str, upload: str | None, expires_at: str | None) -> None:
    """The portal has opened an upload under the id `upload`; on disk before its first byte is sent."""
    _set(
        ws, one, "state = 'uploading', reason = NULL, portal = ?, epoch = ?, upload = ?, expires_at = ?, sent = 0",
        (portal, epoch, upload, expires_at),
    )  # fmt: skip


def reached(ws: Workspace, one: Upload, sent: int) -> None:
    """So many bytes are on the portal."""
    _set(ws, one, "sent = ?", (sent,))


def arrived(ws: Workspace, one: Upload, portal: str, epoch: str) -> None:
    """All of it is on the portal, and the portal has checked it."""
    _set(
        ws, one, "state = 'uploaded', reason = NULL, portal = ?, epoch = ?, upload = NULL, sent = bytes, priority = 0",
        (portal, epoch),
    )  # fmt: skip


def forgot(ws: Workspace, one: Upload) -> None:
    """The portal no longer has what was begun: it begins anew."""
    _set(ws, one, "state = 'waiting', upload = NULL, expires_at = NULL, sent = 0", ())


def failed(ws: Workspace, one: Upload, error: VidbudovaError, *, for_now: bool = False) -> None:
    """It was refused: kept, with the reason, until :func:`try_again`; `for_now`, until the next run."""
    state = "waiting" if for_now else "failed"
    _set(ws, one, "state = ?, reason = ?, upload = NULL", (state, _dump(Reason.of(error))))


def try_again(ws: Workspace, attachment: str | None = None) -> int:
    """Let what was refused be sent once more, of one attachment or of all; how many that are."""
    with ws.writing():
        cursor = ws.connection.execute(
            "UPDATE vidbudova_upload SET state = 'waiting', reason = NULL, upload = NULL, changed_at = ?"
            " WHERE state = 'failed' AND bytes > 0 AND (? IS NULL OR attachment = ?)",
            (now(), attachment, attachment),
        )
        again = ws.connection.execute(
            "UPDATE vidbudova_download SET state = 'wanted', reason = NULL, changed_at = ? WHERE state = 'failed'"
            " AND (? IS NULL OR sha256 IN (SELECT sha256 FROM attachment WHERE uuid = ?))",
            (now(), attachment, attachment),
        )
    return int(cursor.rowcount) + int(again.rowcount)


def cannot_reduce(ws: Workspace, attachment: str, sha256: str, error: VidbudovaError) -> None:
    """Note that no reduced copy can be made here, and why: the original is sent in its stead."""
    with ws.writing():
        ws.connection.execute(
            "INSERT INTO vidbudova_upload (attachment, variant, sha256, content, bytes, state, reason, changed_at)"
            " VALUES (?, ?, ?, ?, 0, 'failed', ?, ?) ON CONFLICT (attachment, variant) DO UPDATE SET"
            " sha256 = excluded.sha256, content = excluded.content, bytes = 0, state = 'failed',"
            " reason = excluded.reason, upload = NULL, sent = 0, changed_at = excluded.changed_at"
            " WHERE sha256 <> excluded.sha256",
            (attachment, REDUCED, sha256, sha256, _dump(Reason.of(error)), now()),
        )


def without_reduced(ws: Workspace) -> list[tuple[str, str]]:
    """Uuid and file of the attachments whose picture is here and to be sent, and has no reduced copy yet."""
    pictures = sorted(media.PICTURES)
    rows = ws.connection.rows(
        "SELECT u.attachment, u.sha256 FROM vidbudova_upload u JOIN attachment a ON a.uuid = u.attachment"
        f" WHERE u.variant = ? AND a.media_type IN ({marks(pictures)}) AND NOT EXISTS"
        " (SELECT 1 FROM vidbudova_upload r WHERE r.attachment = u.attachment AND r.variant = ?"
        " AND r.sha256 = u.sha256) ORDER BY u.rowid",
        (ORIGINAL, *pictures, REDUCED),
    )
    return [(uuid, sha256) for uuid, sha256 in rows if files.is_hash(sha256)]


def needs_smaller(ws: Workspace, side: int) -> bool:
    """Whether reduced copies that were made here are not, or not known to be, for the side that the portal wants."""
    return ws.get_meta(SIDE) != str(side)


def forget_reduced(ws: Workspace, side: int) -> None:
    """Reduced copies that the portal has not taken yet are made anew, for another longest side."""
    with ws.writing():
        if ws.get_meta(SIDE) is not None:
            ws.connection.execute(
                "DELETE FROM vidbudova_upload WHERE variant = ? AND state <> 'uploaded' AND bytes > 0", (REDUCED,)
            )
        ws.set_meta(SIDE, str(side))


# --- downloads --------------------------------------------------------------------------------------------------------


def want_downloads(ws: Workspace, sha256: str | None = None, *, variant: Variant = ORIGINAL, priority: int = 0) -> int:
    """Note a file for fetching, or every attachment's file that is not here; how many are new. What failed before is
    tried again."""
    if sha256 is not None:
        hashes = [sha256] if files.is_hash(sha256) else []
    else:
        rows = ws.connection.rows(
            f"SELECT DISTINCT b.sha256 FROM {base_table('attachment')} b WHERE sha256 IS NOT NULL"
        )
        named = [row[0] for row in rows] + [sha256 for _, sha256 in _disputed(ws)]
        hashes = [one for one in dict.fromkeys(named) if files.is_hash(one)]
    missing = [one for one in hashes if not files.has(ws.folder, one, variant)]
    new = 0
    with ws.writing():
        for one in missing:
            cursor = ws.connection.execute(
                "INSERT INTO vidbudova_download (sha256, variant, state, priority, changed_at) VALUES (?, ?, 'wanted',"
                " ?, ?) ON CONFLICT (sha256, variant) DO UPDATE SET state = 'wanted', reason = NULL,"
                " priority = max(priority, excluded.priority), changed_at = excluded.changed_at"
                " WHERE state <> 'wanted' OR priority < excluded.priority",
                (one, variant, priority, now()),
            )
            new += cursor.rowcount
    return new


def wanted(ws: Workspace, *, urgent: bool = False) -> list[Download]:
    """What is to be fetched, in order; only what somebody waits for, where `urgent`. What is here already is not."""
    where = "WHERE state = 'wanted'" + (" AND priority > 0" if urgent else "")
    return [one for one in _downloads(ws, where) if not files.has(ws.folder, one.sha256, one.variant)]


def downloads(ws: Workspace) -> list[Download]:
    """All downloads that were ever wanted, those wanted first at the top."""
    return _downloads(ws, "")


def met(ws: Workspace, one: Download, etag: str | None, content: str | None) -> None:
    """What the portal says of the file that is being fetched."""
    _set_download(ws, one, "etag = ?, content = ?", (etag, content))


def fetched(ws: Workspace, one: Download, content: str) -> None:
    """The file is here, whole and checked; `content` is the hash of its bytes."""
    _set_download(ws, one, "state = 'done', reason = NULL, priority = 0, content = ?", (content,))


def not_fetched(ws: Workspace, one: Download, error: VidbudovaError) -> None:
    """It could not be fetched: kept, with the reason, until :func:`try_again`."""
    _set_download(ws, one, "state = 'failed', reason = ?", (_dump(Reason.of(error)),))


def content_of(ws: Workspace, sha256: str, variant: Variant) -> str | None:
    """The hash of a stored variant's own bytes, where it is known."""
    if variant == ORIGINAL:
        return sha256
    value: str | None = ws.connection.value(
        "SELECT content FROM vidbudova_upload WHERE sha256 = ? AND variant = ? UNION ALL"
        " SELECT content FROM vidbudova_download WHERE sha256 = ? AND variant = ? AND state = 'done' LIMIT 1",
        (sha256, variant, sha256, variant),
    )
    return value


# --- both -------------------------------------------------------------------------------------------------------------


def counts(ws: Workspace) -> FileCounts:
    """How many files wait."""
    open_ones = waiting(ws)
    still = [one for one in open_ones if one.state != "failed"]
    return FileCounts(
        waiting=len(still),
        failed=len(open_ones) - len(still),
        wanted=len(wanted(ws)),
        bytes=sum(max(one.bytes - one.sent, 0) for one in still),
    )


def forget(ws: Workspace, hashes: list[str]) -> None:
    """Drop all notes on files; joins the open transaction."""
    with ws.writing():
        for some in chunks(hashes):
            for table in ("vidbudova_upload", "vidbudova_download", "vidbudova_spare_file"):
                ws.connection.execute(f"DELETE FROM {table} WHERE sha256 IN ({marks(some)})", some)


def _wanted(ws: Workspace) -> str:
    """Which variants travel, as a condition. Originals of pictures may stay here, unless no reduced copy can be made of
    them (its row then has no bytes); those that the portal finds too large do, once a reduced copy is there."""
    if originals_wanted(ws):
        limit = portal_limit(ws)
        too_large = "0" if limit is None else f"u.bytes > {limit:d}"
        return (
            "CASE u.variant WHEN 'reduced' THEN u.bytes > 0 ELSE NOT ("
            f"{too_large} AND a.media_type LIKE 'image/%' AND EXISTS"
            " (SELECT 1 FROM vidbudova_upload r WHERE r.attachment = u.attachment AND r.variant = 'reduced'"
            " AND r.sha256 = u.sha256 AND r.bytes > 0)) END"
        )
    return (
        "CASE u.variant WHEN 'reduced' THEN u.bytes > 0 ELSE a.media_type NOT LIKE 'image/%' OR EXISTS"
        " (SELECT 1 FROM vidbudova_upload r WHERE r.attachment = u.attachment AND r.variant = 'reduced'"
        " AND r.bytes = 0) END"
    )


def _uploads(ws: Workspace, rest: str, values: tuple[Any, ...]) -> list[Upload]:
    rows = ws.connection.rows(
        f"SELECT {_UPLOAD} FROM vidbudova_upload u JOIN attachment a ON a.uuid = u.attachment{rest} ORDER BY {_ORDER}",
        values,
    )
    return list(_read(rows))


def _read(rows: list[tuple[Any, ...]]) -> Iterator[Upload]:
    for row in rows:
        if files.is_hash(row[2]) and files.is_hash(row[3]):
            yield Upload(*(*row[:6], _load(row[6]), *row[7:]))


def _downloads(ws: Workspace, where: str) -> list[Download]:
    rows = ws.connection.rows(
        f"SELECT sha256, variant, state, reason, etag, content, priority FROM vidbudova_download {where}"
        " ORDER BY priority DESC, rowid"
    )
    return [Download(*(*row[:3], _load(row[3]), *row[4:])) for row in rows if files.is_hash(row[0])]


def _set(ws: Workspace, one: Upload, assignments: str, values: tuple[Any, ...]) -> None:
    with ws.writing():
        ws.connection.execute(
            f"UPDATE vidbudova_upload SET {assignments}, changed_at = ?"
            " WHERE attachment = ? AND variant = ? AND content = ?",
            (*values, now(), one.attachment, one.variant, one.content),
        )


def _set_download(ws: Workspace, one: Download, assignments: str, values: tuple[Any, ...]) -> None:
    with ws.writing():
        ws.connection.execute(
            f"UPDATE vidbudova_download SET {assignments}, changed_at = ? WHERE sha256 = ? AND variant = ?",
            (*values, now(), one.sha256, one.variant),
        )


def _dump(reason: Reason) -> str:
    return json.dumps({"code": reason.code, "params": dict(reason.params)}, ensure_ascii=False)


def _load(text: str | None) -> Reason | None:
    try:
        found = json.loads(text) if text else None
        return None if found is None else Reason(str(found["code"]), dict(found["params"]))
    except (ValueError, KeyError, TypeError):
        return None
