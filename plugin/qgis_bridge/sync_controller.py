"""Sending and receiving from the window: one at a time, with progress, cancel, a resume when the network is back."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from qgis.gui import QgsMessageBarItem
from qgis.PyQt.QtCore import QCoreApplication, QObject, QTimer, pyqtSignal

from ..errors import PortalError, StoreError, UsageError, VidbudovaError
from ..records import messages
from ..store import sample
from ..store.workspace import Workspace
from ..sync import bookkeeping, weather
from ..sync.access import origin
from ..sync.devices import DeviceNotes
from ..sync.events import (
    Answered,
    Problem,
    Received,
    Relaying,
    Repaired,
    Resuming,
    Sending,
    Started,
    SyncReport,
    Waiting,
)
from . import credentials, device_keys, exchange_task, network
from .edit_watch import EditWatch
from .naming import title_list
from .notices import Notices, log
from .tasks import BaseTask, TaskRunner


class SyncController(QObject):
    """Runs the engine for the open workspace.

    :param edits: knows the features with uncommitted edits.
    :param unsaved: records that stand unsaved in open forms; called from the worker thread.
    :param before: called on the main thread just before a run, to note what is unsaved.
    """

    state_changed = pyqtSignal(str, str, object)
    """For the dock: ``idle``, ``running``, ``offline`` or ``parked``; what to say; a fraction from 0 to 1 or None."""
    finished = pyqtSignal(object)
    """The `SyncReport` of a run."""
    rows_changed = pyqtSignal()
    """The run changed rows of the workspace."""

    def __init__(
        self,
        tasks: TaskRunner,
        edits: EditWatch,
        unsaved: Callable[[], frozenset[tuple[str, str]]],
        before: Callable[[], None],
        notices: Notices,
        lang: str,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._tasks = tasks
        self._edits = edits
        self._unsaved = unsaved
        self._before = before
        self._notices = notices
        self._lang = lang
        self._workspace: Workspace | None = None
        self._task: BaseTask[exchange_task.Outcome] | None = None
        self._tries = 0
        self._sent = 0
        self._to_send = 0
        self._resume = QTimer(self)
        self._resume.setSingleShot(True)
        self._resume.timeout.connect(self._ask)
        self._devices: DeviceNotes | None = None
        self._asking: BaseTask[VidbudovaError | None] | None = None
        self._told: QgsMessageBarItem | None = None

    @property
    def running(self) -> bool:
        """Whether a run is under way."""
        return self._task is not None

    def set_workspace(self, workspace: Workspace | None) -> None:
        """The workspace to exchange for; a run for another one is cancelled."""
        self._stop_waiting()
        self._take_back()
        self._tries = 0
        if self._task is not None:
            self._task.abandon()
            self._task = None
            self._edits.after_sync()
        self._workspace = workspace
        self.state_changed.emit("idle", "", None)

    def start(self) -> None:
        """Begins a run; nothing happens where one is under way. Asks for the master password where it is not set."""
        workspace = self._workspace
        if workspace is None or self._task is not None:
            return
        self._stop_waiting()
        try:
            exchange = self._prepare(workspace)
        except VidbudovaError as error:
            self._park(error)
            return
        self._take_back()
        self._devices = exchange.devices
        self._before()
        self._edits.before_sync()
        self._sent = self._to_send = 0
        self.state_changed.emit("running", QCoreApplication.translate("Sync", "connecting to the portal…"), None)
        self._task = self._tasks.start(
            QCoreApplication.translate("Sync", "Exchange with the portal"),
            partial(exchange_task.run, exchange),
            self._on_done,
            self._on_event,
        )

    def cancel(self) -> None:
        """Stops after what is being written; nothing is lost. Also ends waiting for the network."""
        self._stop_waiting()
        if self._task is not None:
            self.state_changed.emit("running", QCoreApplication.translate("Sync", "stopping…"), None)
            self._task.cancel()
        else:
            self.state_changed.emit("idle", "", None)

    def _prepare(self, workspace: Workspace) -> exchange_task.Exchange:
        sample.keep_home(workspace)
        url = workspace.settings.portal_url
        if not url:
            raise UsageError("portal.no_portal")
        token = credentials.read_token(url)
        if token is None:
            raise UsageError("portal.no_token", portal=origin(url))
        return exchange_task.Exchange(
            folder=workspace.folder,
            catalogue=workspace.catalogue,
            access=network.portal_access(url, token, self._lang),
            uncommitted=self._edits.uncommitted,
            unsaved=self._unsaved,
            devices=_device_notes(),
        )

    # --- what the engine tells ----------------------------------------------------------------------------------------
    def _on_event(self, event: object) -> None:
        if self._task is None or self._task.cancelling.is_set():
            return
        said = self._words(event)
        if said is not None:
            text, fraction = said
            if fraction is not None:
                self._task.setProgress(100 * fraction)
            self.state_changed.emit("running", text, fraction)

    def _words(self, event: object) -> tuple[str, float | None] | None:
        translate = QCoreApplication.translate
        if isinstance(event, Started):
            self._to_send = event.waiting
            return translate("Sync", "connected to {portal}").format(portal=event.portal), None
        if isinstance(event, Sending):
            self._to_send = max(self._to_send, self._sent + event.items + event.left)
            text = translate("Sync", "sending %n record(s), {size}; {left} left", "", event.items)
            left = messages.format_number(event.left, self._lang)
            return text.format(size=messages.format_size(event.bytes, self._lang), left=left), self._fraction()
        if isinstance(event, Resuming):
            return translate("Sync", "asking what became of %n record(s) sent before", "", event.items), None
        if isinstance(event, Answered):
            counted = (event.accepted, event.merged, event.unchanged, event.held, event.conflicts, event.refused)
            self._sent += sum(counted)
            text = translate("Sync", "%n record(s) answered", "", self._sent)
            return messages.grouped(text, self._sent, self._lang), self._fraction()
        if isinstance(event, Relaying):
            return translate("Sync", "passing on %n edit(s) of others", "", event.items), None
        if isinstance(event, Received):
            text = translate("Sync", "%n change(s) received", "", event.total)
            return messages.grouped(text, event.total, self._lang), None
        if isinstance(event, Waiting):
            text = translate("Sync", "no answer, trying again in %n second(s)", "", max(1, round(event.seconds)))
            log(str(event.problem))
            return text, None
        if isinstance(event, Repaired):
            log(f"capture triggers put back for {', '.join(event.types)}; {event.found} missed edits found")
            if event.found:
                text = translate(
                    "Sync", "%n unnoticed edit(s) of another program were found: {titles}", "", event.found
                )
                more = " …" if event.found > len(event.titles) else ""
                self._notices.info(text.format(titles=", ".join(event.titles) + more))
        if isinstance(event, Problem) and not event.final:
            self._notices.info(event.problem.describe(self._lang), str(event.problem))
        return None

    def _fraction(self) -> float | None:
        return min(1.0, self._sent / self._to_send) if self._to_send else None

    # --- the end ------------------------------------------------------------------------------------------------------
    def _on_done(self, outcome: exchange_task.Outcome | None, error: Exception | None) -> None:
        self._task = None
        self._edits.after_sync()
        self._keep_device_keys()
        if outcome is None:
            self._failed(error)
            return
        if outcome.rows_changed:
            self.rows_changed.emit()
        report = outcome.report
        self._settle(report, self._skipped(outcome.skipped))
        self.finished.emit(report)

    def _keep_device_keys(self) -> None:
        """A key that the run made and enrolled; without it bundles would go unsigned until the next is made."""
        notes, self._devices = self._devices, None
        if notes is None or not notes.made:
            return
        try:
            device_keys.keep_keys(notes.keys)
        except UsageError as error:
            log(str(error))

    def _settle(self, report: SyncReport, skipped: str) -> None:
        problem = report.problem
        if problem is None or report.cancelled or report.sent or report.received:
            self._tries = 0
        if problem is None or report.cancelled:
            self.state_changed.emit("idle", "", None)
            self._tell(report, skipped)
            return
        if skipped:
            self._notices.info(skipped)
        if weather.is_weather(problem):
            self._wait_for_network(problem)
        else:
            self._park(problem)

    def _tell(self, report: SyncReport, skipped: str) -> None:
        """A sentence or two at the end; the list of records is in the dock."""
        translate = QCoreApplication.translate
        counts = {"sent": report.sent, "received": report.received, "waiting": report.waiting}
        if report.cancelled:
            text = translate("Sync", "Stopped. Sent {sent}, received {received}, still waiting {waiting}")
        elif report.complete:
            text = translate("Sync", "Sent {sent}, received {received}. Everything is on the portal.")
        else:
            text = translate("Sync", "Sent {sent}, received {received}, still waiting {waiting}")
        text = text.format(**counts)
        if report.complete:
            self._notices.success(text)
        else:
            self._notices.info(f"{text}. {skipped}" if skipped else text)

    # --- waiting for the network --------------------------------------------------------------------------------------
    def _wait_for_network(self, problem: VidbudovaError) -> None:
        """A lost connection is a state, not an error: now and then the portal is asked whether it is back."""
        self._resume.start(int(1000 * weather.interval(self._tries, problem)))
        self._tries += 1
        log(str(problem))
        self.state_changed.emit("offline", self._why_offline(problem), None)

    def _why_offline(self, problem: VidbudovaError) -> str:
        """What a person can do about it, or know of it; blank where it is just the connection."""
        if problem.code == "portal.sign_in":
            return QCoreApplication.translate("Sync", "sign in to the network in a browser, sending then goes on")
        if isinstance(problem, PortalError):
            return QCoreApplication.translate("Sync", "the portal is busy, sending will go on by itself")
        return ""

    def _ask(self) -> None:
        """Asks beside the window whether the portal answers; the exchange goes on as soon as it does."""
        workspace = self._workspace
        if workspace is None or self._task is not None or not workspace.settings.portal_url:
            return
        url = workspace.settings.portal_url
        try:
            access = network.portal_access(url, None, self._lang)
            question = exchange_task.Question(access, bookkeeping.seen_before(workspace, url))
        except VidbudovaError as error:
            self._park(error)
            return
        self._asking = self._tasks.start(
            QCoreApplication.translate("Sync", "Looking whether the portal answers"),
            partial(exchange_task.ask, question),
            self._on_asked,
        )

    def _on_asked(self, problem: VidbudovaError | None, error: Exception | None) -> None:
        self._asking = None
        if error is not None:
            self._failed(error)
        elif problem is not None:
            self._wait_for_network(problem)
        else:
            self.start()

    def _stop_waiting(self) -> None:
        self._resume.stop()
        if self._asking is not None:
            self._asking.abandon()
            self._asking = None

    # --- trouble ------------------------------------------------------------------------------------------------------

    def _park(self, problem: VidbudovaError) -> None:
        """Nothing goes on before the user has done something; what to do is said."""
        self._tries = 0
        text = problem.describe(self._lang)
        self.state_changed.emit("parked", text, None)
        self._take_back()
        self._told = self._notices.warning(text, str(problem))

    def _failed(self, error: Exception | None) -> None:
        """The workspace itself could not be opened or read; or a fault of ours."""
        if isinstance(error, StoreError):
            self._park(error)
            return
        text = QCoreApplication.translate(
            "Sync", "The exchange stopped on a fault of the program. Nothing was lost; the log has the details."
        )
        self.state_changed.emit("parked", text, None)
        self._take_back()
        self._told = self._notices.error(text, repr(error))

    def _take_back(self) -> None:
        """What was wrong last time is not said twice, nor over another workspace."""
        self._notices.withdraw(self._told)
        self._told = None

    def _skipped(self, skipped: tuple[tuple[str, str], ...]) -> str:
        """What was left alone for open edits, named; blank where nothing was."""
        workspace = self._workspace
        if not skipped or workspace is None:
            return ""
        text = QCoreApplication.translate(
            "Sync", "%n record(s) with unsaved edits were left for the next time: {titles}", "", len(skipped)
        )
        return text.format(titles=title_list(workspace, skipped, self._lang))


def _device_notes() -> DeviceNotes | None:
    """The keys of this device for one run; None where they cannot be read: then bundles go unsigned."""
    try:
        return DeviceNotes(device_keys.read_keys())
    except UsageError as error:
        log(str(error))
        return None
