"""Photos and documents in the window: the lane to the portal as a task of its own, and what forms need of files."""

from __future__ import annotations

import shutil
import tempfile
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

from qgis.PyQt.QtCore import QCoreApplication, QObject, QTimer, QUrl, pyqtSignal
from qgis.PyQt.QtGui import QDesktopServices, QImage

from ..errors import StoreError, VidbudovaError
from ..records import media
from ..store import files, transfers, unnoted_files
from ..store.workspace import Workspace
from ..sync import weather
from ..sync.file_events import FileDone, FileFailed, FileProgress, FilesReport
from . import credentials, file_task, network, pictures, settings
from .notices import Notices, log
from .tasks import BaseTask, TaskRunner

_METERED = "files/metered"
_TOLD_EVERY = 0.2
_AGAIN_MS = 60_000
_LETTERS = 18


class FileDesk(QObject):
    """Carries the files of the open workspace after each exchange of records, and whenever somebody asks. One run at a
    time; records never wait for it."""

    state_changed = pyqtSignal(str, str, object)
    """For the dock: ``idle``, ``running``, ``held`` or ``parked``; what to say; a fraction from 0 to 1 or None."""
    changed = pyqtSignal()
    """A file, or the state of one, is another now."""
    written = pyqtSignal(set)
    """Names of the record types of which something was written here."""

    def __init__(self, tasks: TaskRunner, notices: Notices, lang: str, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._tasks, self._notices, self._lang = tasks, notices, lang
        self._workspace: Workspace | None = None
        self._task: BaseTask[FilesReport] | None = None
        self._asked = False
        self._asked_for_all = self._fetching_all = False
        self._told = 0.0
        self.under_way: dict[str, float] = {}
        """Which file travels just now, and how far it is, from 0 to 1."""
        self._all = 0
        self._opened: list[Path] = []
        self._again = QTimer(self)
        self._again.setSingleShot(True)
        self._again.timeout.connect(self.start)

    @property
    def running(self) -> bool:
        """Whether files are under way."""
        return self._task is not None

    @property
    def metered(self) -> bool:
        """Whether this machine's connection is metered, or the workspace says so: files wait then."""
        ws = self._workspace
        return settings.value(_METERED) == "yes" or (ws is not None and transfers.metered(ws))

    def set_metered(self, on: bool) -> None:
        """Lets files of this machine wait, or go on: then those of a workspace that held them, too."""
        ws = self._workspace
        settings.set_value(_METERED, "yes" if on else "no")
        try:
            if not on and ws is not None and not ws.read_only and transfers.metered(ws):
                transfers.set_metered(ws, False)
        except StoreError as error:
            self._park(error)
            return
        if on:
            self.cancel()
            self._settle()
        else:
            self.start()

    def set_workspace(self, workspace: Workspace | None) -> None:
        """The workspace whose files are carried; a run for another one is cancelled and loses nothing."""
        self._again.stop()
        self._asked = False
        if self._task is not None:
            self._task.abandon()
            self._task = None
        self._workspace = workspace
        self._settle()

    def start(self) -> None:
        """Begins a run where something waits and could go; says nothing where there is nothing to do."""
        ws = self._workspace
        if ws is None or ws.read_only or not ws.settings.portal_url:
            return
        if self._task is not None:
            self._asked = True
            return
        try:
            unnoted_files.note_changed(ws)
            counts = transfers.counts(ws)
            if not counts.waiting and not counts.wanted and not self._asked_for_all:
                self._settle()
                return
            token = credentials.read_token(ws.settings.portal_url)
            if token is None:
                return  # the exchange of records says so
            access = network.portal_access(ws.settings.portal_url, token, self._lang)
        except VidbudovaError as error:
            self._park(error)
            return
        if self.metered:
            self._settle()
            return
        self._fetching_all, self._asked_for_all, self._asked = self._asked_for_all, False, False
        self._all = 0
        self._again.stop()
        carrying = file_task.Carrying(ws.folder, ws.catalogue, access, self._fetching_all)
        self._task = self._tasks.start(
            QCoreApplication.translate("Files", "Photos and documents"),
            partial(file_task.run, carrying),
            self._on_done,
            self._on_event,
        )

    def cancel(self) -> None:
        """Stops; what has arrived has arrived."""
        self._asked = False
        self._again.stop()
        if self._task is not None:
            self._task.cancel()

    def after_exchange(self, report: Any) -> None:
        """Records were exchanged: their files follow."""
        if report.problem is None and not report.cancelled:
            self.start()

    def fetch_all(self) -> None:
        """All files that are not here are wanted."""
        if self._workspace is not None and not self._workspace.read_only:
            self._asked_for_all = True
            self.start()

    def set_originals(self, wanted: bool) -> None:
        """Sends originals of photos, or keeps them here; a setting of the workspace."""
        ws = self._workspace
        if ws is None or ws.read_only:
            return
        try:
            transfers.set_originals(ws, wanted)
        except StoreError as error:
            self._park(error)
            return
        self.start()

    # --- what forms ask -----------------------------------------------------------------------------------------------

    def tools_start(
        self,
        title: str,
        work: Callable[..., Any],
        done: Callable[[Any, Exception | None], None],
        told: Callable[[Any], None] | None = None,
    ) -> Any:
        """Runs something of a form's beside the window. With `told`, `work` is given what to tell it by."""
        if told is None:
            return self._tasks.start(title, lambda _task: work(), done)
        return self._tasks.start(title, lambda task: work(told=task.tell), done, told)

    def attached(self) -> None:
        """Files were attached, or are to be sent again."""
        self.written.emit({"attachment"})
        self.changed.emit()
        self._settle()

    def complain(self, text: str) -> None:
        """Tells what went wrong where the form that began it is closed by now."""
        self._notices.warning(text)

    def fetch(self, sha256: str) -> None:
        """A file is wanted now. Raises StoreError."""
        if self._workspace is not None:
            transfers.want_downloads(self._workspace, sha256, priority=1)
            self.start()

    def show(self, record: dict[str, Any]) -> None:
        """Opens a copy of a file with the machine's own program, named as its type is: what somebody else called it
        could be a program."""
        ws = self._workspace
        kind = media.media_type(str(record.get("media_type")))
        if ws is None or kind is None:
            return
        sha256 = str(record["sha256"])
        variant = files.ORIGINAL if files.has(ws.folder, sha256) else files.REDUCED
        content = transfers.content_of(ws, sha256, variant)
        folder = Path(tempfile.mkdtemp(prefix="vidbudova-"))
        self._opened.append(folder)
        stem = "".join(sign for sign in str(record.get("file_name")) if sign.isalnum() or sign in " -_")[:60].strip()
        suffix = kind.suffixes[0] if variant == files.ORIGINAL else ".jpg"
        path = Path(folder, (stem or sha256[:12]) + suffix)
        title = QCoreApplication.translate("Files", "Opening a file")
        work = partial(_copy, ws.folder, sha256, variant, content, path)
        self._tasks.start(title, lambda _task: work(), partial(self._on_copied, path))

    def _on_copied(self, path: Path, _done: None, error: Exception | None) -> None:
        if isinstance(error, VidbudovaError):
            self._notices.error(error.describe(self._lang), str(error))
        elif error is None:
            QDesktopServices.openUrl(QUrl.fromLocalFile(str(path)))

    def close(self) -> None:
        """Ends what is under way, and removes copies that were opened."""
        self.set_workspace(None)
        for folder in self._opened:
            shutil.rmtree(folder, ignore_errors=True)  # Windows does not let go of what a viewer still shows
        self._opened.clear()

    # --- what the lane tells ------------------------------------------------------------------------------------------

    def _on_event(self, event: object) -> None:
        if self._task is None or self._task.cancelling.is_set():
            return
        if isinstance(event, FileProgress):
            now = time.monotonic()
            self._all = max(self._all, event.left_bytes)
            fraction = 1 - event.left_bytes / self._all if event.direction == "up" and self._all else None
            if fraction is not None:
                self._task.setProgress(100 * fraction)
            if now - self._told < _TOLD_EVERY and event.done < event.total:
                return
            self._told = now
            self.under_way = {event.sha256: event.done / max(event.total, 1)}
            self.changed.emit()
            self.state_changed.emit("running", self._progress(event), fraction)
        elif isinstance(event, FileFailed):
            log(str(event.problem))
            self.changed.emit()
        elif isinstance(event, FileDone):
            self.under_way = {}
            self.changed.emit()

    def _progress(self, event: FileProgress) -> str:
        translate = QCoreApplication.translate
        done = round(100 * event.done / event.total) if event.total else 100
        text = (
            translate("Files", "Sending {name}: {done} %, %n more file(s)", "", event.left)
            if event.direction == "up"
            else translate("Files", "Fetching {name}: {done} %, %n more file(s)", "", event.left)
        ).format(name=_short(event.name), done=done)
        if event.rate and event.left_bytes > 0 and event.direction == "up":
            minutes = max(1, round(event.left_bytes / event.rate / 60))
            text += ", " + translate("Files", "about %n minute(s)", "", minutes)
        return text

    def _on_done(self, report: FilesReport | None, error: Exception | None) -> None:
        self._task = None
        self.under_way = {}
        self.changed.emit()
        if report is None:
            if isinstance(error, VidbudovaError):
                self._park(error)
            else:
                text = QCoreApplication.translate("Files", "Sending files stopped on a fault of the program.")
                self._notices.error(text, repr(error))
                self._settle()
            return
        if report.problem is not None and not weather.is_weather(report.problem):
            self._park(report.problem)
            return
        if self._fetching_all and not report.received and not report.wanted and not report.failed:
            self._notices.info(QCoreApplication.translate("Files", "All files are here already."))
        self._settle()
        if report.problem is not None:
            self._again.start(_AGAIN_MS)  # the line is down: they go on by themselves
        elif self._asked:
            self.start()

    def _settle(self) -> None:
        """What stands when nothing is under way."""
        ws = self._workspace
        if self._task is not None:
            return
        try:
            counts = transfers.counts(ws) if ws is not None else transfers.FileCounts()
            held = self.metered
        except StoreError as error:
            self._park(error)
            return
        translate = QCoreApplication.translate
        nothing = not counts.waiting and not counts.failed and not counts.wanted
        if nothing or (ws is not None and ws.settings.sample):  # nothing of the sample is ever sent
            self.state_changed.emit("idle", "", None)
        elif held:
            text = translate("Files", "%n file(s) wait: metered connection", "", counts.waiting + counts.wanted)
            self.state_changed.emit("held", text, None)
        else:
            parts = []
            if counts.waiting:
                parts.append(translate("Files", "%n file(s) wait to be sent", "", counts.waiting))
            if counts.wanted:
                parts.append(translate("Files", "%n file(s) wait to be fetched", "", counts.wanted))
            if counts.failed:
                parts.append(translate("Files", "%n file(s) not taken: see the record's form", "", counts.failed))
            self.state_changed.emit("parked" if counts.failed else "waiting", " · ".join(parts), None)

    def _park(self, problem: VidbudovaError) -> None:
        log(str(problem))
        self.state_changed.emit("parked", problem.describe(self._lang), None)


def _copy(folder: Path, sha256: str, variant: files.Variant, content: str | None, path: Path) -> None:
    with files.open_verified(folder, sha256, variant, content) as source, path.open("wb") as target:
        shutil.copyfileobj(source, target)


def _short(name: str) -> str:
    """A file's name that leaves room for the rest of the line."""
    return name if len(name) <= _LETTERS else f"{name[:7]}…{name[-9:]}"


class FormFiles(QObject):
    """What a form gets of the desk."""

    def __init__(self, desk: FileDesk) -> None:
        super().__init__(desk)
        self._desk = desk
        self.changed = desk.changed
        self.start = desk.tools_start
        self.attached = desk.attached
        self.fetch = desk.fetch
        self.show = desk.show
        self.complain = desk.complain

    def under_way(self) -> dict[str, float]:
        """How far the file is that travels just now, by its hash."""
        return self._desk.under_way

    def picture(self, path: Path, side: int) -> QImage:
        """As `pictures.read`."""
        return pictures.read(path, side)

    def check(self, path: Path) -> bool:
        """Whether a picture can be shown and reduced here. Raises StoreError for a JPEG or PNG that cannot be read;
        whether Qt reads other kinds differs by machine."""
        kind = media.by_file_name(path.name)
        if kind is not None and kind.name in ("image/jpeg", "image/png"):
            pictures.read(path, 64)
            return True
        return pictures.can_read(path)

    def turn(self, path: Path, target: Path, quarters: int) -> None:
        """As `pictures.turn`."""
        pictures.turn(path, target, quarters)
