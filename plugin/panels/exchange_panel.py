"""The tab *Exchange*: the last sync in one sentence, what needs a look, and the log of what went out and came in."""

from __future__ import annotations

from dataclasses import dataclass

from qgis.PyQt.QtCore import Qt, pyqtSignal
from qgis.PyQt.QtGui import QKeyEvent
from qgis.PyQt.QtWidgets import QLabel, QTreeWidget, QTreeWidgetItem, QVBoxLayout, QWidget

from ..forms.dates import format_moment
from ..forms.glyphs import glyph_icon
from ..records import messages
from ..records.definition import GEOMETRY, RecordType
from ..store import conflicts, outbox, pulls, refusals
from ..store.conflicts import Conflict
from ..store.outbox import BatchSummary
from ..store.pulls import Pull
from ..store.refusals import Refusal
from ..store.workspace import Workspace
from ..sync.events import SyncReport
from .words import capitalised, sync_state

LAST_SYNC_KEY = "last_sync"
_RECORD = Qt.ItemDataRole.UserRole
_MOST_ROWS = 200  # of each kind; the command line's log shows all


@dataclass(frozen=True)
class LogLine:
    """One thing that went out or came in."""

    at: str
    sign: str
    text: str
    detail: str


class ExchangeTree(QTreeWidget):
    """Groups of rows; Enter and double click on a record's row open it."""

    open_requested = pyqtSignal(str, str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("exchangeList")
        self.setAccessibleName(self.tr("Exchange with the portal"))
        self.setHeaderHidden(True)
        self.setColumnCount(1)
        self.setWordWrap(True)
        self.setIndentation(14)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setTextElideMode(Qt.TextElideMode.ElideRight)
        self.itemDoubleClicked.connect(self._open)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        item = self.currentItem()
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and item is not None and item.data(0, _RECORD):
            self._open(item)
        else:
            super().keyPressEvent(event)

    def group(self, name: str, title: str, expanded: bool) -> QTreeWidgetItem:
        """A heading to put rows under."""
        item = QTreeWidgetItem([title])
        font = item.font(0)
        font.setBold(True)
        item.setFont(0, font)
        item.setData(0, Qt.ItemDataRole.UserRole + 1, name)
        self.addTopLevelItem(item)
        item.setExpanded(expanded)
        return item

    def row(
        self, group: QTreeWidgetItem, sign: str, text: str, detail: str, record: tuple[str, str] | None = None
    ) -> QTreeWidgetItem:
        """A row; `record` is where it leads."""
        item = QTreeWidgetItem([text])
        item.setIcon(0, glyph_icon(sign, self.palette()))
        item.setToolTip(0, detail or text)
        item.setData(0, _RECORD, record)
        group.addChild(item)
        return item

    def _open(self, item: QTreeWidgetItem, _column: int = 0) -> None:
        record = item.data(0, _RECORD)
        if record:
            self.open_requested.emit(*record)


class ExchangePanel(QWidget):
    """Shows what the workspace keeps of its exchange with the portal."""

    open_requested = pyqtSignal(str, str)

    def __init__(self, lang: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._lang = lang
        self._report: SyncReport | None = None
        self._workspace: Workspace | None = None
        self.summary = QLabel(self)
        self.summary.setObjectName("exchangeSummary")
        self.summary.setWordWrap(True)
        self.summary.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.tree = ExchangeTree(self)
        self.tree.open_requested.connect(self.open_requested)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(4, 6, 4, 2)
        layout.addWidget(self.summary)
        layout.addWidget(self.tree, 1)

    def load(self, workspace: Workspace) -> None:
        """Shows the exchange of a workspace.

        :raises StoreError: the workspace could not be read.
        """
        if workspace is not self._workspace:
            self._workspace, self._report = workspace, None
        found = conflicts.list_conflicts(workspace)
        refused = refusals.list_refusals(workspace)
        log = self._log(workspace)
        self.summary.setText(self._summary(workspace))
        self.tree.clear()
        self._show_report_rows()
        self._show_conflicts(found)
        self._show_refusals(refused)
        if log:
            group = self.tree.group("log", self.tr("Sent and received"), expanded=True)
            for line in log:
                self.tree.row(group, line.sign, f"{format_moment(line.at, self._lang)}\n{line.text}", line.detail)

    def show_report(self, report: SyncReport) -> None:
        """Keeps the report of a sync; it is shown with the next `load`."""
        self._report = report

    # --- the sentence -------------------------------------------------------------------------------------------------

    def _summary(self, workspace: Workspace) -> str:
        last = workspace.get_meta(LAST_SYNC_KEY)
        parts = []
        if self._report is not None:
            parts.append(self.report_sentence(self._report))
        if last:
            parts.append(self.tr("Last sync {moment}.").format(moment=format_moment(last, self._lang)))
        elif self._report is None:
            parts.append(self.tr("Nothing has been sent or received yet. Send does both."))
        return "\n".join(parts)

    def report_sentence(self, report: SyncReport) -> str:
        """What a sync did, in one sentence."""
        parts = []
        if report.sent:
            parts.append(self.tr("%n record(s) sent", "", report.sent))
        if report.received:
            parts.append(self.tr("%n received", "", report.received))
        if report.merged:
            parts.append(self.tr("%n merged", "", report.merged))
        if report.conflicts:
            parts.append(self.tr("%n conflict(s)", "", report.conflicts))
        if report.refused:
            parts.append(self.tr("%n refused", "", report.refused))
        if report.held:
            parts.append(self.tr("%n held until their parents arrive", "", report.held))
        if report.skipped:
            parts.append(self.tr("%n left alone, being edited", "", report.skipped))
        if report.waiting:
            parts.append(self.tr("%n still waiting", "", report.waiting))
        sentence = capitalised(", ".join(parts)) + "." if parts else self.tr("Nothing new on either side.")
        if report.problem is not None:
            return f"{report.problem.describe(self._lang)} {sentence if parts else ''}".strip()
        return self.tr("Cancelled. {rest}").format(rest=sentence) if report.cancelled else sentence

    # --- the rows -----------------------------------------------------------------------------------------------------

    def _show_report_rows(self) -> None:
        if self._report is None or not self._report.rows:
            return
        group = self.tree.group("report", self.tr("The last sync"), expanded=True)
        signs = {"conflict": "conflict", "refused": "refused", "held": "waiting", "skipped": "waiting"}
        for row in self._report.rows[:_MOST_ROWS]:
            title = row.title or self._kind(row.type)
            self.tree.row(
                group, signs.get(row.outcome, "synced"), f"{title}\n{row.text}", row.text, (row.type, row.uuid)
            )
        omitted = self._report.omitted + max(0, len(self._report.rows) - _MOST_ROWS)
        if omitted:
            self.tree.row(group, "hint", self.tr("and %n more", "", omitted), "")

    def _show_conflicts(self, found: list[Conflict]) -> None:
        if not found:
            return
        group = self.tree.group("conflicts", self.tr("Conflicts ({count})").format(count=len(found)), expanded=True)
        for conflict in found[:_MOST_ROWS]:
            text = self._conflict_text(conflict)
            title = self._title(conflict.type, conflict.uuid, conflict.theirs)
            self.tree.row(group, "conflict", f"{title}\n{text}", text, conflict.key)

    def _show_refusals(self, found: list[Refusal]) -> None:
        if not found:
            return
        group = self.tree.group("refusals", capitalised(sync_state("refused")) + f" ({len(found)})", expanded=True)
        for refusal in found[:_MOST_ROWS]:
            reasons = [str(problem.get("message") or problem.get("rule") or "") for problem in refusal.problems]
            title = self._title(refusal.type, refusal.uuid)
            self.tree.row(group, "refused", "\n".join([title, *reasons[:3]]), "\n".join(reasons), refusal.key)

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
        size = messages.format_number(max(1, round(batch.bytes / 1024)), self._lang)
        text = self.tr("↑ %n record(s), {size} kB: {state}", "", batch.items).format(size=size, state=state)
        detail = [text, batch.batch]
        detail += [f"{verdict}: {count}" for verdict, count in sorted(batch.verdicts.items())]
        return LogLine(batch.ended_at or batch.sent_at or batch.made_at, sign, text, "\n".join(detail))

    def _received(self, pull: Pull) -> LogLine:
        text = self.tr("↓ %n record(s) received, {applied} changed here", "", pull.items).format(applied=pull.applied)
        return LogLine(pull.received_at, "synced", text, text)

    def _title(self, type_name: str, uuid: str, theirs: dict[str, object] | None = None) -> str:
        rtype = self._rtype(type_name)
        record = self._workspace.get(type_name, uuid) if self._workspace is not None and rtype else None
        title = rtype.title(record or theirs or {}) if rtype else ""
        return f"{self._kind(type_name)} “{title}”" if title else self._kind(type_name)

    def _kind(self, type_name: str) -> str:
        rtype = self._rtype(type_name)
        return rtype.label(self._lang) if rtype else type_name

    def _rtype(self, type_name: str) -> RecordType | None:
        return self._workspace.catalogue.types.get(type_name) if self._workspace is not None else None

    def _field(self, rtype: RecordType | None, name: str) -> str:
        if name == GEOMETRY:
            return self.tr("Place on the map")
        return rtype.field(name).label(self._lang) if rtype is not None and rtype.has_field(name) else name
