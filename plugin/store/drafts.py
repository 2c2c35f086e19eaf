"""What is typed into open forms and not saved yet, kept on the disk: neither a crash nor a power cut loses it.

Each session writes one file of its own, whole and synchronised, and holds a lock of the operating system beside it as
long as it lives. So a later session can tell what a crashed one left behind, which it takes over, from what another
running QGIS is typing just now, which it leaves alone.
"""

from __future__ import annotations

import contextlib
import json
import threading
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any
from uuid import uuid4

from ..errors import StoreError
from .connection import from_os
from .lock import EngineLock
from .whole_file import write_whole

_TURN = threading.Lock()  # whoever looks locks what was left behind; in one process one after the other

LIMIT_BYTES = 64_000_000
"""Nothing that people type is larger; a file that is was not written here."""


@dataclass(frozen=True)
class Draft:
    """One open form: the record it is open on (a new one has no row yet), what it started from, what stands in it.

    `texts` holds what is typed and is no value yet, such as half a pair of coordinates, by field name.
    """

    type: str
    uuid: str
    is_new: bool
    started: Mapping[str, Any]
    values: Mapping[str, Any]
    texts: Mapping[str, str] = field(default_factory=dict)


class Drafts:
    """The drafts of one workspace in this session.

    :param folder: where drafts of all workspaces lie, in the user's profile; made when the first one is kept.
    :param workspace_uuid: names the workspace, wherever its folder is moved.
    :param workspace: its folder now; a copy that stands beside the original does not get the original's text.
    """

    def __init__(self, folder: Path, workspace_uuid: str, workspace: Path) -> None:
        self._folder, self._uuid, self._workspace = folder, workspace_uuid, workspace
        self._path = folder / f"{workspace_uuid}.{uuid4().hex}.json"
        self._lock = EngineLock(folder, _lock_of(self._path))

    def keep(self, drafts: Sequence[Draft]) -> None:
        """Keeps these, in place of what this session kept before. They are on the disk when it returns.

        :raises StoreError: they could not be written (disk full, no permission); what was kept before stands.
        """
        try:
            if not drafts:
                self._path.unlink(missing_ok=True)
                return
            self._folder.mkdir(parents=True, exist_ok=True)
            if not self._lock.held:
                self._lock.acquire()
            content = {"folder": str(self._workspace), "forms": [asdict(draft) for draft in drafts]}
            write_whole(self._path, json.dumps(content, sort_keys=True).encode("ascii"))
        except OSError as error:
            raise from_os(error, self._path) from error

    def take_over(self) -> list[Draft]:
        """What sessions left behind that are no more. From now on it is this session's to keep.

        :raises StoreError: it could not be written down as this session's; it stays where it was.
        """
        found: list[Draft] = []
        left: list[Path] = []
        with _TURN, contextlib.ExitStack() as locks:
            for path, content in _orphans(self._folder, self._uuid, locks):
                if path != self._path and self._mine(content):
                    found += content.drafts
                    left.append(path)
            if found:
                self.keep(found)
            for path in left:
                _remove(path)
        for path in left:
            _remove(_lock_of(path))
        return found

    def close(self) -> None:
        """Ends the session; what is kept waits for the next one."""
        held = self._lock.held
        self._lock.release()
        if held and not self._path.exists():
            _remove(_lock_of(self._path))

    def _mine(self, content: _Content) -> bool:
        return content.workspace == self._workspace or not content.workspace.exists()


def waiting(folder: Path) -> dict[Path, int]:
    """Folders of workspaces that drafts of ended sessions wait for, and how many forms each; the latest one last.

    Workspaces whose folder is not there (any more) are left out: nothing can be opened.
    """
    found: dict[Path, int] = {}
    with _TURN, contextlib.ExitStack() as locks:
        for _, content in _orphans(folder, "", locks):
            if content.workspace.is_dir():
                found[content.workspace] = found.pop(content.workspace, 0) + len(content.drafts)
    return found


@dataclass(frozen=True)
class _Content:
    workspace: Path
    drafts: tuple[Draft, ...]


def _orphans(folder: Path, workspace_uuid: str, locks: contextlib.ExitStack) -> Iterator[tuple[Path, _Content]]:
    """Files whose session is gone, the oldest first, each locked for as long as `locks` is open."""
    try:
        paths = sorted(folder.glob(f"{workspace_uuid}*.json"), key=lambda path: path.stat().st_mtime)
    except OSError:
        return
    for path in paths:
        try:
            locks.enter_context(EngineLock(folder, _lock_of(path)))
        except StoreError:  # another QGIS has it, or the lock cannot be made: it stays
            continue
        content = _read(path)
        if content is not None:
            yield path, content


def _read(path: Path) -> _Content | None:
    """A file's content; None where it is none that this version understands. Such a file is left as it is."""
    try:
        if path.stat().st_size > LIMIT_BYTES:
            return None
        found = json.loads(path.read_bytes())
        return _Content(Path(found["folder"]), tuple(_draft(entry) for entry in found["forms"]))
    except (OSError, ValueError, TypeError, KeyError, RecursionError):
        return None


def _draft(entry: Any) -> Draft:
    draft = Draft(**entry)
    texts = (draft.type, draft.uuid)
    if not all(isinstance(text, str) for text in texts) or not isinstance(draft.is_new, bool):
        raise TypeError(entry)
    if not all(isinstance(part, dict) for part in (draft.started, draft.values, draft.texts)):
        raise TypeError(entry)
    return draft


def _lock_of(path: Path) -> Path:
    return path.with_suffix(".lock")


def _remove(path: Path) -> None:
    with contextlib.suppress(OSError):  # Windows keeps what somebody looks at; the next one removes it
        path.unlink(missing_ok=True)
