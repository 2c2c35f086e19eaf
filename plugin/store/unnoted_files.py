"""Files that lie here and that nobody has noted for sending: they came with a bundle, or a step that gave an attachment
another file was undone."""

from __future__ import annotations

from . import files
from .files import ORIGINAL
from .schema import base_table
from .transfers import want_upload
from .workspace import Workspace


def note_changed(ws: Workspace) -> int:
    """Note anew for sending what an attachment has again, because a step that gave it another file was undone. How
    many were found."""
    rows = ws.connection.rows(
        "SELECT a.uuid, a.sha256 FROM vidbudova_upload u JOIN attachment a ON a.uuid = u.attachment"
        " WHERE u.variant = ? AND a.sha256 IS NOT u.sha256",
        (ORIGINAL,),
    )
    here = [(uuid, sha256) for uuid, sha256 in rows if files.is_hash(sha256) and files.has(ws.folder, sha256)]
    for uuid, sha256 in here:
        want_upload(ws, uuid, ORIGINAL, sha256, sha256, files.size_of(ws.folder, sha256) or 0)
    return len(here)


def note_local(ws: Workspace) -> int:
    """Note for sending what lies here and nobody has noted: files that came with a bundle, and as :func:`note_changed`.
    Those that were fetched from the portal are known as such. How many were found."""
    rows = ws.connection.rows(
        f"SELECT a.uuid, a.sha256 FROM attachment a JOIN {base_table('attachment')} b"
        " ON b.uuid = a.uuid AND b.sha256 = a.sha256"
        " WHERE NOT EXISTS (SELECT 1 FROM vidbudova_upload u WHERE u.attachment = a.uuid)"
        " AND NOT EXISTS (SELECT 1 FROM vidbudova_download d WHERE d.sha256 = a.sha256 AND d.state = 'done')"
    )
    here = [(uuid, sha256) for uuid, sha256 in rows if files.is_hash(sha256) and files.has(ws.folder, sha256)]
    for uuid, sha256 in here:
        want_upload(ws, uuid, ORIGINAL, sha256, sha256, files.size_of(ws.folder, sha256) or 0)
    return len(here) + note_changed(ws)
