"""Photos that another program attached: an attachment's record that names a file of the folder by a relative path.

QField and QGIS's own forms write such a record when somebody takes or picks a photo (``DCIM/need_20261122.jpg``). The
file is taken in here as if the plugin's form had done it: copied under its hash, its facts written into the record. The
path comes from a table that anybody may write, so only a file within the workspace's folder is ever read, and only for
a record that was made or changed here.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from ..errors import StoreError, VidbudovaError
from ..records.catalogue import Catalogue
from . import files, steps, transfers
from .attaching import INHERITED, Candidate, examine
from .clock import now
from .columns import Record
from .layout import backups_dir, files_dir, lists_dir
from .workspace import Workspace

_LOOSE = (
    "SELECT DISTINCT a.uuid, a.file_name FROM attachment a JOIN vidbudova_journal j ON j.type = 'attachment'"
    " AND j.fid = a.fid WHERE a.sha256 IS NULL AND a.uuid IS NOT NULL AND trim(coalesce(a.file_name, '')) <> ''"
    " ORDER BY a.fid"
)


@dataclass(frozen=True)
class Adopted:
    """What came of the loose files: uuids of the attachments that have theirs now, and why others have not."""

    uuids: tuple[str, ...]
    errors: tuple[VidbudovaError, ...]


def any_loose(ws: Workspace) -> bool:
    """Whether there may be something to take in; cheap."""
    return bool(ws.connection.value(f"SELECT EXISTS ({_LOOSE.removesuffix(' ORDER BY a.fid')})"))


def adopt_all(
    folder: Path, catalogue: Catalogue, lang: str = "uk", check: Callable[[Path], bool] | None = None
) -> Adopted:
    """Takes in every loose file, on a connection of its own: for workers. What cannot be taken stays as it is.

    `check` may look closer at a picture and raise StoreError; it returns whether a reduced copy can be made of it: the
    portal's limit is for that one then.
    """
    uuids: list[str] = []
    errors: list[VidbudovaError] = []
    with Workspace.open(folder, catalogue) as ws:
        if ws.read_only:
            return Adopted((), ())
        for uuid, name in ws.connection.rows(_LOOSE):
            try:
                path = _within(ws.folder, str(name))
                photo = check is not None and examine(path, None, lang).media_type.kind == "photo"
                reducible = photo and check is not None and check(path)
                candidate = examine(path, None if reducible else transfers.portal_limit(ws), lang)
                if _adopt(ws, str(uuid), str(name), candidate):
                    uuids.append(str(uuid))
            except VidbudovaError as error:
                errors.append(error)
    return Adopted(tuple(uuids), tuple(errors))


def _within(folder: Path, name: str) -> Path:
    """The file of a relative path, which has to lie in the folder and not among what the workspace itself keeps there.

    Raises ``store.file_outside``, ``store.file_unreadable``.
    """
    relative = PurePosixPath(name.replace("\\", "/"))
    try:
        root = folder.resolve(strict=True)
        path = (root / relative).resolve()
        own = [kept(root) for kept in (files_dir, backups_dir, lists_dir)]
        inside = path.is_relative_to(root) and path.parent != root and not any(path.is_relative_to(one) for one in own)
        if relative.is_absolute() or not inside:
            raise StoreError("store.file_outside", path=name)
    except (OSError, ValueError) as error:  # a link that leads in a circle, a sign that no path may hold
        raise StoreError("store.file_unreadable", path=name, reason=str(error)) from error
    return path


def _adopt(ws: Workspace, uuid: str, name: str, candidate: Candidate) -> bool:
    picture = candidate.media_type.kind == "photo"
    stored = files.import_path(ws.folder, candidate.path, files.MAX_PICTURE_BYTES if picture else files.MAX_FILE_BYTES)
    with steps.recording(ws, "attach"):
        record = ws.get("attachment", uuid)
        if record is None or record.get("sha256") or record.get("file_name") != name:
            return False  # changed meanwhile
        values = {
            "kind": candidate.media_type.kind,
            "file_name": candidate.file_name,
            "media_type": candidate.media_type.name,
            "bytes": stored.bytes,
            "sha256": stored.sha256,
        }
        facts = {
            "taken_at": candidate.facts.taken_at,
            "longitude": candidate.facts.longitude,
            "latitude": candidate.facts.latitude,
            "captured_at": now(),
            **_inherited(ws, record),
        }
        missing = {key: value for key, value in facts.items() if value is not None and record.get(key) is None}
        ws.update("attachment", uuid, values | missing)
        transfers.want_upload(ws, uuid, files.ORIGINAL, stored.sha256, stored.sha256, stored.bytes)
        ws.connection.execute("DELETE FROM vidbudova_spare_file WHERE sha256 = ?", (stored.sha256,))
    return True


def _inherited(ws: Workspace, record: Record) -> Record:
    parent_type, parent_uuid = str(record.get("parent_type") or ""), str(record.get("parent_uuid") or "")
    parent = ws.get(parent_type, parent_uuid) if parent_type in ws.catalogue.types and parent_uuid else None
    return {} if parent is None else {name: parent.get(name) for name in INHERITED}
