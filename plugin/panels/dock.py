"""The dock: one place for what people do every day, at home at 320 pixels of width."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from typing import Any

from qgis.PyQt.QtCore import QEvent, Qt, QTimer, pyqtSignal
from qgis.PyQt.QtGui import QKeyEvent, QKeySequence
from qgis.PyQt.QtWidgets import QAction, QDockWidget, QStackedWidget, QTabWidget, QVBoxLayout, QWidget

from ..errors import StoreError
from ..forms.ask import ask
from ..forms.hints import readable
from ..forms.theme import style_sheet
from ..records.dates import today
from ..records.territory import COUNTRY, Codifier
from ..store import conflicts, findings, listing, transfers
from ..store.titles import titles_of
from ..store.workspace import Workspace
from ..sync.events import SyncReport
from .basemap_dialog import BasemapHint
from .exchange_panel import ExchangePanel
from .files_bar import FilesBar
from .header import STATES, Header
from .narrow_tabs import NarrowTabBar
from .problems_panel import ProblemsPanel
from .quarter_panel import QuarterPanel
from .records_panel import RecordsPanel
from .rounds import ReportingRound, open_round
from .welcome import SampleBar, WelcomePanel

_SHOWN_TITLE = 120


class VidbudovaDock(QDockWidget):
    """Shows one workspace and asks for everything else by signals; it writes nothing itself.

    `delete_requested` comes after the person has confirmed. Records are named by (type, uuid) throughout.
    """

    new_requested = pyqtSignal(str)  # type
    open_requested = pyqtSignal(str, str)  # type, uuid
    open_at_requested = pyqtSignal(str, str, str)  # type, uuid, field to put the keyboard into
    send_requested = pyqtSignal()
    cancel_requested = pyqtSignal()
    check_requested = pyqtSignal()
    selection_changed = pyqtSignal(object)  # list of (type, uuid)
    delete_requested = pyqtSignal(object)  # list of (type, uuid), confirmed
    create_workspace_requested = pyqtSignal()
    open_workspace_requested = pyqtSignal()
    settings_requested = pyqtSignal()
    help_requested = pyqtSignal()
    export_bundle_requested = pyqtSignal()
    import_bundle_requested = pyqtSignal()
    restore_requested = pyqtSignal()
    basemap_requested = pyqtSignal()
    audit_requested = pyqtSignal()
    diagnostics_requested = pyqtSignal()
    undo_requested = pyqtSignal(object)  # number of the step that was shown
    conflicts_requested = pyqtSignal(object)  # (type, uuid) of the one to begin with, or None
    download_requested = pyqtSignal()  # all files
    metered_changed = pyqtSignal(bool)  # files wait for a better connection
    originals_changed = pyqtSignal(bool)  # originals of photos follow their reduced copies

    WIDTH = 320

    def __init__(self, lang: str, codifier: Codifier | None = None, parent: QWidget | None = None) -> None:
        """:param lang: language of names and messages, "uk" or "en"."""
        super().__init__(parent)
        self._lang, self._codifier = lang, codifier
        self._workspace: Workspace | None = None
        self.setObjectName("vidbudovaDock")
        self.setStyleSheet(style_sheet(self.palette()))  # before anything is in it: Qt keeps the rules it has looked up
        self.setWindowTitle(self.tr("Vidbudova"))
        self.setAllowedAreas(Qt.DockWidgetArea.LeftDockWidgetArea | Qt.DockWidgetArea.RightDockWidgetArea)
        self.header = Header(lang, self)
        self.sample = SampleBar(self)
        self.files = FilesBar(self)
        self.basemap = BasemapHint(self)
        self.records = RecordsPanel(lang, codifier, self)
        self.problems = ProblemsPanel(lang, self)
        self.quarter = QuarterPanel(lang, self)
        self.exchange = ExchangePanel(lang, self)
        self.tabs = QTabWidget(self)
        self.tabs.setObjectName("dockTabs")
        self.tabs.setTabBar(NarrowTabBar(self.WIDTH, self.tabs))
        self.tabs.setDocumentMode(True)
        self.tabs.tabBar().setUsesScrollButtons(False)
        self.tabs.tabBar().setElideMode(Qt.TextElideMode.ElideNone)
        self.tabs.addTab(self.records, self.tr("Records"))
        self.tabs.addTab(self.problems, self.tr("Problems"))
        self.tabs.addTab(self.quarter, self.tr("Quarter"))
        self.tabs.addTab(self.exchange, self.tr("Exchange"))
        content = QWidget(self)
        layout = QVBoxLayout(content)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(2)
        layout.addWidget(self.header)
        layout.addWidget(self.sample)
        layout.addWidget(self.files)
        layout.addWidget(self.basemap)
        layout.addWidget(self.tabs, 1)
        self.welcome = WelcomePanel(self)
        self.stack = QStackedWidget(self)
        self.stack.addWidget(self.welcome)
        self.stack.addWidget(content)
        self.setWidget(self.stack)
        readable(self)
        self._counting = QTimer(self)
        self._counting.setSingleShot(True)
        self._counting.setInterval(0)
        self._counting.timeout.connect(self._show_header)
        self._undo_offer: Callable[[], Any] = lambda: None
        self._metered: Callable[[], bool] = lambda: False
        self._fill_menu()
        self._connect()
        self.set_sync_state("idle")

    def set_undo(self, offer: Callable[[], Any]) -> None:
        """:param offer: says what would be undone now: `step`, `text` and `reason`, or None."""
        self._undo_offer = offer

    def set_metered(self, metered: Callable[[], bool]) -> None:
        """:param metered: says whether files wait for a better connection now."""
        self._metered = metered

    @property
    def workspace(self) -> Workspace | None:
        """The workspace that is shown."""
        return self._workspace

    def set_workspace(self, workspace: Workspace | None) -> None:
        """Shows a workspace, opened on the main thread and kept open by the caller; None shows how to get one."""
        self._workspace = workspace
        self.stack.setCurrentIndex(0 if workspace is None else 1)
        self.sample.setVisible(workspace is not None and workspace.settings.sample)
        self.records.set_workspace(workspace)
        self.exchange.forget_report()
        self.quarter.stop()
        self._counting.stop()
        self.header.show_enabled(
            workspace is not None and not workspace.read_only,
            workspace.read_only_reason.describe(self._lang) if workspace is not None and workspace.read_only else "",
        )
        self._show_tab()
        self._counting.start()  # of a workspace that is not in memory yet takes a moment: the list stands first

    def refresh(self) -> None:
        """Shows what the workspace holds now; call it when the listing was brought up to date, and after a sync."""
        self._show_tab()
        self._show_header()

    def select(self, records: list[tuple[str, str]]) -> None:
        """Selects records in the list, because they were selected on the map; `selection_changed` stays silent."""
        self.records.select(list(records))

    def set_sync_state(self, state: str, text: str = "", fraction: float | None = None) -> None:
        """What the exchange with the portal is doing.

        :param state: "idle", "running" (with `text` on what and how much, `fraction` from 0 to 1 where known),
            "offline" (waits for a connection and goes on by itself) or "parked" (nothing is sent until a person acts).
        """
        if state not in STATES:
            raise ValueError(state)
        self.header.show_sync(state, text, fraction)

    def show_report(self, report: SyncReport) -> None:
        """Shows what a sync did: one sentence, counts, the records that need a look."""
        self.exchange.show_report(report)
        if report.problem is not None or report.conflicts or report.refused:
            self.tabs.setCurrentWidget(self.exchange)
        self.refresh()

    # --- inside -------------------------------------------------------------------------------------------------------

    def event(self, event: QEvent) -> bool:
        """The keys for undoing and finding are QGIS's own, too: while the dock has the keyboard they are ours."""
        if event.type() == QEvent.Type.ShortcutOverride and self._command(event) is not None:
            event.accept()
            return True
        return bool(super().event(event))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        command = self._command(event)
        if command is None:
            super().keyPressEvent(event)
        else:
            command()

    def _command(self, event: QKeyEvent) -> Callable[[], None] | None:
        """What a key does anywhere in the dock, unless a field that has the keyboard does it for itself."""
        if self._workspace is None:
            return None
        if event.matches(QKeySequence.StandardKey.Undo):
            return self._undo
        return self._find if event.matches(QKeySequence.StandardKey.Find) else None

    def _find(self) -> None:
        self.tabs.setCurrentWidget(self.records)
        self.records.go_to_search()

    def _show_header(self) -> None:
        self._counting.stop()
        workspace = self._workspace
        if workspace is None:
            return
        try:
            self._show_counts(workspace)
        except StoreError as error:
            self._show_trouble(error)

    def _show_counts(self, workspace: Workspace) -> None:
        counts: Counter[str] = Counter()
        for states in listing.state_counts(workspace).values():
            counts.update(states)
        reporting = open_round(workspace, today())
        deadline = self._deadline(reporting)
        if workspace.read_only:
            deadline = " · ".join(part for part in (self.tr("for reading only"), deadline) if part)
        self.header.show_workspace(self._workspace_name(workspace), reporting.label(self._lang), deadline)
        self.header.show_counts({} if workspace.settings.sample else counts)
        found = findings.count_findings(workspace)
        problems = found.get("error", 0) + found.get("warning", 0)
        label = self.tr("Problems")
        self.tabs.setTabText(self.tabs.indexOf(self.problems), f"{label} {problems}" if problems else label)

    def _show_tab(self, _index: int = 0) -> None:
        """Only the tab that is seen is read; the others when they are turned to."""
        workspace = self._workspace
        if workspace is None:
            return
        tab = self.tabs.currentWidget()
        try:
            if tab is self.records:
                self.records.show_indexing(not workspace.read_only and listing.is_stale(workspace))
                self.records.reload()
            elif tab is self.problems:
                self.problems.load(workspace)
            elif tab is self.quarter:
                self.quarter.load(workspace, open_round(workspace, today()))
            else:
                self.exchange.load(workspace)
        except StoreError as error:
            self._show_trouble(error)

    def _connect(self) -> None:
        self.welcome.new_requested.connect(self.create_workspace_requested)
        self.welcome.open_requested.connect(self.open_workspace_requested)
        self.welcome.settings_requested.connect(self.settings_requested)
        self.welcome.help_requested.connect(self.help_requested)
        self.sample.new_requested.connect(self.create_workspace_requested)
        self.tabs.currentChanged.connect(self._show_tab)
        self.header.new_requested.connect(self.new_requested)
        self.header.send_requested.connect(self.send_requested)
        self.header.cancel_requested.connect(self.cancel_requested)
        self.header.trouble_pressed.connect(self._show_trouble_rows)
        self.records.new_requested.connect(self.new_requested)
        self.records.open_requested.connect(self.open_requested)
        self.records.conflict_requested.connect(self.conflicts_requested)
        self.records.selection_changed.connect(self.selection_changed)
        self.records.delete_pressed.connect(self._confirm_delete)
        self.records.trouble.connect(self._show_trouble)
        self.problems.open_at_requested.connect(self.open_at_requested)
        self.problems.check_requested.connect(self.check_requested)
        self.exchange.open_requested.connect(self.open_requested)
        self.exchange.conflict_requested.connect(self.conflicts_requested)

    def _show_exchange(self) -> None:
        self.tabs.setCurrentWidget(self.exchange)

    def _show_trouble_rows(self) -> None:
        """Conflicts are settled in a window of their own; what was refused stands in the tab."""
        self._show_exchange()
        if self._workspace is not None and conflicts.any_conflict(self._workspace):
            self.conflicts_requested.emit(None)

    def _fill_menu(self) -> None:
        menu = self.header.menu
        self.undo_action = QAction(self.tr("Undo"), self)
        self.undo_action.setObjectName("undoAction")
        self.undo_action.setShortcut(QKeySequence(QKeySequence.StandardKey.Undo))
        self.undo_action.setShortcutContext(Qt.ShortcutContext.WidgetShortcut)
        self.undo_action.triggered.connect(self._undo)
        self.undo_reason = QAction("", self)
        self.undo_reason.setObjectName("undoReason")
        self.undo_reason.setEnabled(False)
        self.conflicts_action = QAction(self.tr("Settle Conflicts…"), self)
        self.conflicts_action.setObjectName("settleConflictsAction")
        self.conflicts_action.triggered.connect(self._settle_conflicts)
        menu.addActions([self.undo_action, self.undo_reason, self.conflicts_action])
        menu.aboutToShow.connect(self._show_menu)
        menu.aboutToHide.connect(self._enable_undo)
        menu.addSeparator()
        menu.addAction(self.tr("Check All Records"), self.check_requested.emit)
        menu.addSeparator()
        menu.addAction(self.tr("Download All Files"), self.download_requested.emit)
        self.metered_action = QAction(self.tr("Metered Connection: Files Wait"), self)
        self.metered_action.setObjectName("meteredAction")
        self.metered_action.setCheckable(True)
        self.metered_action.triggered.connect(self.metered_changed)
        self.originals_action = QAction(self.tr("Send Originals of Photos Too"), self)
        self.originals_action.setObjectName("originalsAction")
        self.originals_action.setCheckable(True)
        self.originals_action.triggered.connect(self.originals_changed)
        menu.addActions([self.metered_action, self.originals_action])
        menu.addSeparator()
        self.export_action = QAction(self.tr("Export Bundle…"), self)
        self.export_action.setObjectName("exportBundleAction")
        self.export_action.triggered.connect(self.export_bundle_requested)
        self.import_action = QAction(self.tr("Import Bundle…"), self)
        self.import_action.setObjectName("importBundleAction")
        self.import_action.triggered.connect(self.import_bundle_requested)
        menu.addActions([self.export_action, self.import_action])
        menu.addSeparator()
        menu.addAction(self.tr("New Workspace…"), self.create_workspace_requested.emit)
        menu.addAction(self.tr("Open Workspace…"), self.open_workspace_requested.emit)
        menu.addSeparator()
        self.basemap_action = QAction(self.tr("Prepare Offline Basemap…"), self)
        self.basemap_action.setObjectName("offlineBasemapAction")
        self.basemap_action.triggered.connect(self.basemap_requested)
        menu.addAction(self.basemap_action)
        menu.addSeparator()
        menu.addAction(self.tr("Restore from Backup…"), self.restore_requested.emit)
        menu.addAction(self.tr("Look for Unnoticed Edits"), self.audit_requested.emit)
        menu.addAction(self.tr("Save Diagnostics…"), self.diagnostics_requested.emit)
        menu.addSeparator()
        menu.addAction(self.tr("Settings…"), self.settings_requested.emit)
        menu.addAction(self.tr("Help"), self.help_requested.emit)

    def _show_menu(self) -> None:
        """What can be undone is looked up when the menu opens."""
        offer = self._undo_offer() if self._workspace is not None else None
        reason = offer.reason if offer is not None else self.tr("Nothing to undo")
        text = offer.text if offer is not None else ""
        self.undo_action.setText(self.tr("Undo: {what}").format(what=text) if text else self.tr("Undo"))
        self.undo_action.setEnabled(offer is not None and not reason)
        self.undo_reason.setText(reason)
        self.undo_reason.setVisible(bool(reason))
        workspace = self._workspace
        for action in (self.export_action, self.import_action, self.basemap_action):
            action.setEnabled(workspace is not None and not workspace.read_only)
        self.metered_action.setChecked(self._metered())
        self.originals_action.setEnabled(workspace is not None and not workspace.read_only)
        self.originals_action.setChecked(workspace is not None and transfers.originals_wanted(workspace))
        self.conflicts_action.setEnabled(workspace is not None and conflicts.any_conflict(workspace))

    def _undo(self) -> None:
        """By the menu the step that it named; by the keyboard the last one, and the reason is told where it cannot."""
        offer = self._undo_offer() if self._workspace is not None else None
        self.undo_requested.emit(offer.step or None if offer is not None else None)

    def _enable_undo(self) -> None:
        self.undo_action.setEnabled(True)  # the keyboard asks anew each time

    def _settle_conflicts(self) -> None:
        self.conflicts_requested.emit(None)

    def _workspace_name(self, workspace: Workspace) -> str:
        codes = workspace.settings.territory
        if COUNTRY in codes:
            return self.tr("Ukraine")
        names = []
        for code in codes[:2]:
            path = self._codifier.path(code, self._lang) if self._codifier is not None else []
            names.append(path[0] if path else code)
        if len(codes) > 2:
            names.append("…")
        return ", ".join(names) or workspace.folder.name

    def _deadline(self, reporting: ReportingRound) -> str:
        if reporting.closes is None:
            return ""
        days = (reporting.closes - today()).days
        if reporting.state == "closed" or days < 0:
            return self.tr("closed")
        return self.tr("closes today") if days == 0 else self.tr("%n day(s) to the close", "", days)

    def _show_trouble(self, error: StoreError) -> None:
        self.set_sync_state("parked", error.describe(self._lang))

    def _confirm_delete(self, records: list[tuple[str, str]]) -> None:
        if not records or self._workspace is None or self._workspace.read_only:
            return
        answer = ask(
            self,
            self.tr("Delete?"),
            f"{self._deleting(self._workspace, records)} {self.tr('It can be undone until it was sent.')}",
            [("delete", self.tr("Delete")), ("stay", self.tr("Cancel"))],
            "stay",
        )
        if answer == "delete":
            self.delete_requested.emit(records)

    def _deleting(self, workspace: Workspace, records: list[tuple[str, str]]) -> str:
        """The question, with the title where it is about one record."""
        try:
            title = titles_of(workspace, records, self._lang)[0] if len(records) == 1 else ""
        except StoreError:
            title = ""
        if title:
            shown = title if len(title) <= _SHOWN_TITLE else f"{title[:_SHOWN_TITLE].rstrip()}…"
            return str(self.tr("Delete “{title}”, with everything that hangs off it?").format(title=shown))
        return str(self.tr("Delete %n record(s), with everything that hangs off them?", "", len(records)))
