"""The tab *Exchange*: the last sync in one sentence, what needs a look, and the log of what went out and came in."""

from __future__ import annotations

from dataclasses import dataclass

from qgis.PyQt.QtCore import QModelIndex, Qt, pyqtSignal
from qgis.PyQt.QtGui import QStandardItem, QStandardItemModel
from qgis.PyQt.QtWidgets import QLabel, QStackedWidget, QVBoxLayout, QWidget

from ..records import messages
from ..records.dates import format_moment
from ..records.definition import GEOMETRY, RecordType
from ..store import conflicts, outbox, pulls, refusals
from ..store.conflicts import Conflict
from ..store.outbox import BatchSummary
from ..store.pulls import Pull
from ..store.refusals import Refusal
from ..store.titles import record_title
from ..store.workspace import Workspace
from ..sync.events import SyncReport
from .bundle_rows import bundle_rows
from .empty_state import EmptyState
from .message_rows import NOTE_ROLE, SIGN_ROLE, MessageList
from .words import capitalised, named

LAST_SYNC_KEY = "last_sync"
RECORD_ROLE = Qt.ItemDataRole.UserRole
_MOST_ROWS = 200  # of each kind; the command line's log shows all


@dataclass(frozen=True)
class LogLine:
    """One thing that went out or came in."""

    at: str
    sign: str
    text: str
    detail: str


class ExchangeModel(QStandardItemModel):
    """Headings, and rows under them that may lead to a record."""

    def heading(self, text: str) -> None:
        """A line over the rows that follow."""
        item = QStandardItem(text)
        item.setFlags(Qt.ItemFlag.ItemIsEnabled)
        self.appendRow(item)

    def row(
        self, sign: str, text: str, note: str = "", detail: str = "", record: tuple[str, str] | None = None
    ) -> None:
        """:param detail: the tool tip; `record` is where the row leads."""
        item = QStandardItem(text)
        item.setEditable(False)
        item.setData(sign, SIGN_ROLE)
        item.setData(note, NOTE_ROLE)
        item.setData(record, RECORD_ROLE)
        item.setToolTip(detail or "\n".join(part for part in (text, note) if part))
        item.setAccessibleText(", ".join(part for part in (text, note) if part))
        self.appendRow(item)


class ExchangePanel(QWidget):
    """Shows what the workspace keeps of its exchange with the portal."""

    open_requested = pyqtSignal(str, str)
    conflict_requested = pyqtSignal(object)  # (type, uuid)

    def __init__(self, lang: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("exchangePanel")
        self._lang = lang
        self._report: SyncReport | None = None
        self._workspace: Workspace | None = None
        self.summary = QLabel(self)
        self.summary.setObjectName("exchangeSummary")
        self.summary.setWordWrap(True)
        self.summary.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.model = ExchangeModel(self)
        self.list = MessageList("exchangeList", self.tr("Exchange with the portal"), self)
        self.list.setModel(self.model)
        self.list.opened.connect(self._open)
        self.empty = EmptyState("exchangeEmpty", parent=self)
        self.stack = QStackedWidget(self)
        self.stack.addWidget(self.list)
        self.stack.addWidget(self.empty)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(4, 6, 4, 2)
        layout.addWidget(self.summary)
        layout.addWidget(self.stack, 1)

    def load(self, workspace: Workspace) -> None:
        """Shows the exchange of a workspace.

        :raises StoreError: the workspace could not be read.
        """
        known, self._workspace = self._workspace, workspace
        if known is workspace:
            self.list.load_again(self._load)
        else:
            self._load()
            self.list.scrollToTop()

    def _load(self) -> None:
        workspace = self._workspace
        if workspace is None:
            return
        found = conflicts.list_conflicts(workspace)
        refused = refusals.list_refusals(workspace)
        log = self._log(workspace)
        brought = bundle_rows(workspace, self._lang)
        summary = self._summary(workspace)
        self.summary.setText(summary)
        self.summary.setVisible(bool(summary))
        self.model.clear()
        self._show_report_rows()
        self._show_conflicts(found)
        self._show_refusals(refused)
        if brought:
            self.model.heading(self.tr("Bundles of others"))
            for one in brought:
                self.model.row(one.sign, one.text, one.note, one.detail, one.record)
        if log:
            self.model.heading(self.tr("Sent and received"))
            for line in log:
                self.model.row(line.sign, line.text, format_moment(line.at, self._lang), line.detail)
        rows = self.model.rowCount()
        self.stack.setCurrentWidget(self.list if rows else self.empty)
        if not rows:
            self.empty.say("" if summary else self._nothing(workspace))

    def forget_report(self) -> None:
        """The report belongs to a workspace that is no longer shown."""
        self._report = None

    def show_report(self, report: SyncReport) -> None:
        """Keeps the report of a sync; it is shown with the next `load`."""
        self._report = report

    def _open(self, index: QModelIndex) -> None:
        record = index.data(RECORD_ROLE)
        if record and self._workspace is not None and conflicts.get_conflict(self._workspace, *record) is not None:
            self.conflict_requested.emit(record)
        elif record:
            self.open_requested.emit(*record)

    # --- the sentence -------------------------------------------------------------------------------------------------

    def _summary(self, workspace: Workspace) -> str:
        last = workspace.get_meta(LAST_SYNC_KEY)
        parts = []
        if self._report is not None:
            parts.append(self.report_sentence(self._report))
        if last:
            parts.append(self.tr("Last sync {moment}.").format(moment=format_moment(last, self._lang)))
        return "\n".join(parts)

    def _nothing(self, workspace: Workspace) -> str:
        if workspace.settings.sample:
            return str(self.tr("Nothing of the sample is ever sent. A workspace of your own sends and receives."))
        return str(self.tr("Nothing has been sent or received yet. Send does both."))

    def report_sentence(self, report: SyncReport) -> str:
        """What a sync did, in one sentence."""
        parts = []
        if report.sent:
            parts.append(messages.grouped(self.tr("%n record(s) sent", "", report.sent), report.sent, self._lang))
        if report.received:
            parts.append(messages.grouped(self.tr("%n received", "", report.received), report.received, self._lang))
        if report.merged:
            parts.append(messages.grouped(self.tr("%n merged", "", report.merged), report.merged, self._lang))
        if report.conflicts:
            parts.append(
                messages.grouped(self.tr("%n conflict(s)", "", report.conflicts), report.conflicts, self._lang)
            )
        if report.refused:
            parts.append(messages.grouped(self.tr("%n refused", "", report.refused), report.refused, self._lang))
        if report.held:
            parts.append(
                messages.grouped(
                    self.tr("%n held until their parents arrive", "", report.held), report.held, self._lang
                )
            )
        if report.relayed:
            parts.append(
                messages.grouped(self.tr("%n of others passed on", "", report.relayed), report.relayed, self._lang)
            )
        if report.relays_waiting:
            parts.append(
                messages.grouped(
                    self.tr("%n of others waiting to be passed on", "", report.relays_waiting),
                    report.relays_waiting,
                    self._lang,
                )
            )
        if report.skipped:
            parts.append(
                messages.grouped(self.tr("%n left alone, being edited", "", report.skipped), report.skipped, self._lang)
            )
        if report.waiting:
            parts.append(messages.grouped(self.tr("%n still waiting", "", report.waiting), report.waiting, self._lang))
        sentence = capitalised(", ".join(parts)) + "." if parts else self.tr("Nothing new on either side.")
        if report.problem is not None:
            return f"{report.problem.describe(self._lang)} {sentence if parts else ''}".strip()
        return self.tr("Cancelled. {rest}").format(rest=sentence) if report.cancelled else sentence

    # --- the rows -----------------------------------------------------------------------------------------------------

    def _show_report_rows(self) -> None:
        if self._report is None or not (self._report.rows or self._report.problem):
            return
        self.model.heading(self.tr("The last sync"))
        if self._report.problem is not None:
            problem = self._report.problem
            self.model.row("error", problem.describe(self._lang), detail=str(problem))
        signs = {"conflict": "conflict", "refused": "refused", "not_relayed": "refused"}
        signs |= {"held": "waiting", "skipped": "waiting"}
        for row in self._report.rows[:_MOST_ROWS]:
            title = row.title or self._kind(row.type)
            self.model.row(signs.get(row.outcome, "synced"), title, row.text, record=(row.type, row.uuid))
        omitted = self._report.omitted + max(0, len(self._report.rows) - _MOST_ROWS)
        if omitted:
            self.model.row("hint", self.tr("and %n more", "", omitted))

    def _show_conflicts(self, found: list[Conflict]) -> None:
        if not found:
            return
        self.model.heading(self.tr("Conflicts ({count})").format(count=len(found)))
        for conflict in found[:_MOST_ROWS]:
            text = self._conflict_text(conflict)
            title = self._title(conflict.type, conflict.uuid, conflict.theirs)
            self.model.row("conflict", title, text, record=conflict.key)

    def _show_refusals(self, found: list[Refusal]) -> None:
        if not found:
            return
        self.model.heading(self.tr("Refused ({count})").format(count=len(found)))
        for refusal in found[:_MOST_ROWS]:
            reasons = [str(problem.get("message") or problem.get("rule") or "") for problem in refusal.problems]
            title = self._title(refusal.type, refusal.uuid)
            self.model.row("refused", title, "\n".join(reasons[:3]), "\n".join(reasons), refusal.key)

    def _conflict_text(self, conflict: Conflict) -> str:
        rtype = self._rtype(conflict.type)
        fields = ", ".join(self._field(rtype, name) for name in conflict.fields)
        text = {
            "field": self.tr("You and somebody else changed: {fields}"),
            "exists": self.tr("The portal has this record with other values: {fields}"),
            "deleted": self.tr("One side deleted the record, the other changed it"),
            "parent": self.tr("Records that you have not seen hang off what you deleted"),
            "rules": self.tr("Your change and the portal's do not fit together: {fields}"),
        }.get(conflict.kind, conflict.kind)
        text = text.format(fields=fields or "–")
        if conflict.author and conflict.at:
            text += f" ({conflict.author}, {format_moment(conflict.at, self._lang)})"
        return text

    def _log(self, workspace: Workspace) -> list[LogLine]:
        lines = [self._sent(batch) for batch in outbox.history(workspace, _MOST_ROWS)]
        lines += [self._received(pull) for pull in pulls.list_pulls(workspace, _MOST_ROWS)]
        return sorted(lines, key=lambda line: line.at, reverse=True)[:_MOST_ROWS]

    def _sent(self, batch: BatchSummary) -> LogLine:
        state = {
            "pending": self.tr("ready to be sent"),
            "sending": self.tr("sent, answer not known yet"),
            "acknowledged": self.tr("answered by the portal"),
            "refused": self.tr("refused as a whole, waits again"),
            "void": self.tr("withdrawn, waits again"),
        }.get(batch.state, batch.state)
        sign = {"acknowledged": "synced", "refused": "refused"}.get(batch.state, "sending")
        size = messages.format_size(batch.bytes, self._lang)
        text = self.tr("↑ %n record(s), {size}: {state}", "", batch.items).format(size=size, state=state)
        detail = [text, batch.batch]
        detail += [f"{verdict}: {count}" for verdict, count in sorted(batch.verdicts.items())]
        return LogLine(batch.ended_at or batch.sent_at or batch.made_at, sign, text, "\n".join(detail))

    def _received(self, pull: Pull) -> LogLine:
        text = self.tr("↓ %n record(s) received, {applied} changed here", "", pull.items).format(
            applied=messages.format_number(pull.applied, self._lang)
        )
        return LogLine(pull.received_at, "synced", text, text)

    def _title(self, type_name: str, uuid: str, theirs: dict[str, object] | None = None) -> str:
        rtype = self._rtype(type_name)
        title = ""
        if self._workspace is not None and rtype is not None:
            record = self._workspace.get(type_name, uuid) or theirs or {}
            title = record_title(self._workspace, rtype, record, self._lang)
        return named(self._kind(type_name), title)

    def _kind(self, type_name: str) -> str:
        rtype = self._rtype(type_name)
        return rtype.label(self._lang) if rtype else type_name

    def _rtype(self, type_name: str) -> RecordType | None:
        return self._workspace.catalogue.types.get(type_name) if self._workspace is not None else None

    def _field(self, rtype: RecordType | None, name: str) -> str:
        if name == GEOMETRY:
            return self.tr("Place on the map")
        return rtype.field(name).label(self._lang) if rtype is not None and rtype.has_field(name) else name
