"""A file to send to whoever helps: what the program and the workspace are like, in counts, codes and times.

No names, titles, places, texts, numbers or identifiers of records, no account, no token, no path. Whatever comes from
outside (a portal's rule ids, key ids) is left out unless it has a code's form. Batch ids are in it: a portal's
administrator finds what was sent by them.
"""

from __future__ import annotations

import contextlib
import io
import json
import platform
import re
import shutil
import sys
import zipfile
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from .. import paths
from ..errors import StoreError, VidbudovaError
from ..quality import RULES_VERSION
from ..records.catalogue import Catalogue
from ..store import audit, backup, migrations, outbox, pulls
from ..store import base as bases
from ..store.clock import now
from ..store.connection import SQLITE_VERSION, from_os
from ..store.layout import files_dir, gpkg_path
from ..store.whole_file import write_whole
from ..store.workspace import Workspace
from . import bookkeeping, ed25519, receipts
from .events import SyncReport

RUNS = "runs"
"""What is remembered of the last runs: JSON of a list, the newest last."""
_MOST_RUNS = 40
_MOST_LOGGED = 300
_CODE = re.compile(r"[a-z0-9_.\-]{1,60}")


def note_run(ws: Workspace, seconds: float, report: SyncReport) -> None:
    """Remembers how a run ended: code, counts, duration. Says nothing where it cannot."""
    if ws.read_only:
        return
    run = {
        "at": now(),
        "seconds": round(seconds, 1),
        "sent": report.sent,
        "received": report.received,
        "conflicts": report.conflicts,
        "refused": report.refused,
        "waiting": report.waiting,
        "bytes_sent": report.bytes_sent,
        "problem": None if report.problem is None else report.problem.code,
        "cancelled": report.cancelled,
    }
    with contextlib.suppress(StoreError):
        ws.set_meta(RUNS, json.dumps([*_runs(ws), run][-_MOST_RUNS:]))


def write(folder: Path, catalogue: Catalogue, target: Path) -> dict[str, Any]:
    """Writes the file for the workspace in a folder, whole or not at all; what is in it.

    A workspace that cannot be opened is told by the error's code. Raises ``store.unreachable`` and its like where the
    file cannot be written.
    """
    parts = collect(folder, catalogue)
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, part in parts.items():
            archive.writestr(f"{name}.json", json.dumps(part, indent=1, sort_keys=True))
    try:
        write_whole(target, content.getvalue())
    except OSError as error:
        raise from_os(error, target) from error
    return parts


def collect(folder: Path, catalogue: Catalogue) -> dict[str, Any]:
    """What the file holds, by part."""
    parts: dict[str, Any] = {"program": _program(), "disk": _disk(folder)}
    try:
        workspace = Workspace.open(folder, catalogue)
    except StoreError as error:
        parts["workspace"] = {"opening": error.code}
        return parts
    with workspace:
        parts["workspace"] = _asked(lambda: _workspace(workspace))
        parts["records"] = _asked(lambda: _records(workspace))
        parts["exchange"] = _asked(lambda: _exchange(workspace))
        parts["runs"] = _asked(lambda: _runs(workspace))
    return parts


def _asked(ask: Callable[[], Any]) -> Any:
    """What an inquiry finds; where it fails, the code of that."""
    try:
        return ask()
    except VidbudovaError as error:
        return {"failed": error.code}


def _program() -> dict[str, Any]:
    return {
        "made_at": now(),
        "plugin": _version(),
        "rules": RULES_VERSION,
        "python": platform.python_version(),
        "system": platform.system(),
        "release": platform.release(),
        "machine": platform.machine(),
        "sqlite": SQLITE_VERSION,
        "signatures": ed25519.backend().name,
        "modules": {name: _module_version(name) for name in ("qgis.utils", "osgeo", "shapely", "requests")},
        "filesystem_encoding": sys.getfilesystemencoding(),
    }


def _version() -> str:
    with contextlib.suppress(OSError):
        text = paths.metadata_path().read_text(encoding="utf-8")
        found = re.search(r"^version=(.+)$", text, re.MULTILINE)
        if found:
            return found[1].strip()
    return "?"


def _module_version(name: str) -> str | None:
    """The version of a module that is loaded already; None where it is not."""
    module = sys.modules.get(name)
    found = getattr(module, "__version__", None) or getattr(getattr(module, "Qgis", None), "QGIS_VERSION", None)
    return None if module is None else str(found or "loaded")


def _disk(folder: Path) -> dict[str, Any]:
    path = gpkg_path(folder)
    kept = backup.list_backups(folder)
    found: dict[str, Any] = {
        "workspace_bytes": _size(path),
        "wal_bytes": _size(path.with_name(path.name + "-wal")),
        "backups": [{"reason": one.reason, "at": one.made_at.isoformat(), "bytes": one.bytes} for one in kept],
        "files": sum(1 for one in files_dir(folder).rglob("*") if one.is_file()) if files_dir(folder).is_dir() else 0,
        "path_length": len(str(folder.absolute())),
        "path_is_ascii": str(folder.absolute()).isascii(),
    }
    with contextlib.suppress(OSError):
        found["free_bytes"] = shutil.disk_usage(folder).free
    return found


def _size(path: Path) -> int | None:
    try:
        return path.stat().st_size
    except OSError:
        return None


def _workspace(ws: Workspace) -> dict[str, Any]:
    address = urlsplit(ws.settings.portal_url or "")
    return {
        "opening": "ok",
        "read_only": ws.read_only,
        "notices": [notice.code for notice in ws.notices],
        "migrations": list(migrations.applied(ws.connection)),
        "unknown_migrations": len(migrations.unknown(ws.connection)),
        "journal_mode": ws.connection.value("PRAGMA journal_mode"),
        "schema_version": ws.connection.value("PRAGMA schema_version"),
        "pages": ws.connection.value("PRAGMA page_count"),
        "quick_check": "ok" if ws.connection.value("PRAGMA quick_check") == "ok" else "damaged",
        "triggers": audit.triggers_present(ws),
        "portal": {
            "set": bool(ws.settings.portal_url),
            "scheme": _code(address.scheme),
            "port": address.port,
            "this_computer": address.hostname in ("localhost", "127.0.0.1", "::1"),
        },
        "territories": len(ws.settings.territory),
        "organisation_set": ws.settings.organisation is not None,
    }


def _records(ws: Workspace) -> dict[str, Any]:
    untracked = audit.untracked(ws, full=True)
    return {
        "rows": {name: ws.count(name) for name in ws.catalogue.types},
        "bases": {name: bases.count(ws, name) for name in ws.catalogue.types},
        "journal": _counted(
            ws, "SELECT type || ' ' || op, count(*) FROM vidbudova_journal WHERE type <> '' GROUP BY 1"
        ),
        "conflicts": _counted(ws, "SELECT type || ' ' || kind, count(*) FROM vidbudova_conflict GROUP BY 1"),
        "refusals": _rules(ws),
        "findings": _counted(ws, "SELECT rule || ' ' || severity, count(*) FROM vidbudova_finding GROUP BY 1"),
        "untracked": _tally(f"{one.type} {one.kind}" for one in untracked),
    }


def _exchange(ws: Workspace) -> dict[str, Any]:
    sent = outbox.history(ws, _MOST_LOGGED)
    states = receipts.of_batches(ws, [one.batch for one in sent])
    return {
        "last_sync": ws.get_meta(bookkeeping.LAST_SYNC),
        "rules": _code(ws.get_meta(bookkeeping.RULES)),
        "cursor_set": ws.get_meta(bookkeeping.CURSOR) is not None,
        "full_pull": bookkeeping.full_pull_reason(ws),
        "keys": len(bookkeeping.pinned_keys(ws)),
        "batches": [
            {
                "batch": one.batch,
                "state": one.state,
                "items": one.items,
                "bytes": one.bytes,
                "verdicts": {_code(name): count for name, count in one.verdicts.items()},
                "made_at": one.made_at,
                "sent_at": one.sent_at,
                "ended_at": one.ended_at,
                "receipt": states.get(one.batch),
                "reason": _reason(one.reason),
            }
            for one in sent
        ],
        "pages": [
            {"at": one.received_at, "items": one.items, "applied": one.applied, "more": one.more}
            for one in pulls.list_pulls(ws, _MOST_LOGGED)
        ],
    }


def _runs(ws: Workspace) -> list[Any]:
    try:
        found = json.loads(ws.get_meta(RUNS) or "[]")
    except ValueError:
        return []
    return found if isinstance(found, list) else []


def _rules(ws: Workspace) -> dict[str, int]:
    rules: list[str] = []
    for (text,) in ws.connection.rows("SELECT problems FROM vidbudova_refusal"):
        with contextlib.suppress(ValueError, TypeError, AttributeError):
            rules += [_code(problem.get("rule")) for problem in json.loads(text)]
    return _tally(rules)


def _counted(ws: Workspace, sql: str) -> dict[str, int]:
    """Counts by a name that is made of codes."""
    return {" ".join(_code(part) for part in str(name).split(" ")): int(n) for name, n in ws.connection.rows(sql)}


def _tally(names: Iterable[str]) -> dict[str, int]:
    counts: dict[str, int] = {}
    for name in names:
        counts[name] = counts.get(name, 0) + 1
    return counts


def _reason(text: str | None) -> str | None:
    """The code of why a batch came to nothing."""
    if text is None:
        return None
    with contextlib.suppress(ValueError, AttributeError):
        text = str(json.loads(text).get("code"))
    return _code(text)


def _code(text: object) -> str:
    """A code as it is; anything else is not told."""
    return text if isinstance(text, str) and _CODE.fullmatch(text) else "?"
