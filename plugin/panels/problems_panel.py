"""The tab *Problems*: what the checks found, the gravest first; each row leads to the field it is about."""

from __future__ import annotations

from contextlib import suppress
from typing import Any

from qgis.PyQt.QtCore import QAbstractListModel, QModelIndex, QObject, Qt, pyqtSignal
from qgis.PyQt.QtWidgets import (
    QComboBox,
    QHBoxLayout,
    QPushButton,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from ..errors import StoreError
from ..quality.model import message
from ..records.messages import format_moment
from ..store import findings, listing
from ..store.findings import StoredFinding
from ..store.listing import ListQuery
from ..store.titles import record_title
from ..store.workspace import Workspace
from . import words
from .empty_state import EmptyState
from .message_rows import NOTE_ROLE, SIGN_ROLE, MessageList

FINDING_ROLE = Qt.ItemDataRole.UserRole


class FindingModel(QAbstractListModel):
    """Findings in pages: more are fetched as one scrolls down."""

    PAGE = 200
    MOST_AGAIN = 2000  # that are read at once where so many were shown

    def __init__(self, lang: str, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._lang = lang
        self._workspace: Workspace | None = None
        self._severity: str | None = None
        self._found: list[StoredFinding] = []
        self._total = 0
        self._titles: dict[tuple[str, str], str] = {}

    @property
    def severity(self) -> str | None:
        """Which findings are shown."""
        return self._severity

    def load(self, workspace: Workspace | None, severity: str | None) -> dict[str, int]:
        """Shows the findings of a severity (None: all); returns how many there are of each.

        :raises StoreError: the workspace could not be read.
        """
        again = workspace is self._workspace and severity == self._severity
        limit = min(max(self.PAGE, len(self._found)), self.MOST_AGAIN) if again else self.PAGE
        self.beginResetModel()
        try:
            self._workspace, self._severity = workspace, severity
            self._found, self._titles, self._total = [], {}, 0
            counts = findings.count_findings(workspace) if workspace is not None else {}
            self._total = counts.get(severity, 0) if severity else sum(counts.values())
            if workspace is not None and self._total:
                self._found = findings.list_findings(workspace, severity, limit=limit)
        finally:
            self.endResetModel()
        return counts

    def rowCount(self, parent: QModelIndex | None = None) -> int:
        return 0 if parent is not None and parent.isValid() else len(self._found)

    def canFetchMore(self, parent: QModelIndex) -> bool:
        return not parent.isValid() and len(self._found) < self._total

    def fetchMore(self, parent: QModelIndex) -> None:
        if self._workspace is None:
            return
        start = len(self._found)
        try:
            more = findings.list_findings(self._workspace, self._severity, offset=start, limit=self.PAGE)
        except StoreError:
            more = []
        if not more:
            self._total = start
            return
        self.beginInsertRows(parent, start, start + len(more) - 1)
        self._found += more
        self.endInsertRows()

    def data(self, index: QModelIndex, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid():
            return None
        finding = self._found[index.row()]
        if role == FINDING_ROLE:
            return finding
        if role == Qt.ItemDataRole.DisplayRole:
            return message(finding.rule, finding.params, self._lang)
        if role == SIGN_ROLE:
            return finding.severity
        if role == NOTE_ROLE:
            return self._record(finding)
        if role in (Qt.ItemDataRole.ToolTipRole, Qt.ItemDataRole.AccessibleTextRole):
            text = message(finding.rule, finding.params, self._lang)
            return f"{words.capitalised(words.severity(finding.severity))}. {text}\n{self._record(finding)}"
        return None

    def _record(self, finding: StoredFinding) -> str:
        """Kind and title of the record, read when its row is first seen."""
        if finding.key not in self._titles and self._workspace is not None:
            rtype = self._workspace.catalogue.types.get(finding.type)
            title = ""
            if rtype is not None:
                with suppress(StoreError):
                    record = self._workspace.get(finding.type, finding.uuid) or {}
                    title = record_title(self._workspace, rtype, record, self._lang)
            kind = rtype.label(self._lang) if rtype else finding.type
            self._titles[finding.key] = words.named(kind, title)
        return self._titles.get(finding.key, "")


class ProblemsPanel(QWidget):
    """Reads what the last check left in the workspace; a new one is asked for by `check_requested`."""

    open_at_requested = pyqtSignal(str, str, str)  # type, uuid, field ("" where the finding names none)
    check_requested = pyqtSignal()

    def __init__(self, lang: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._lang = lang
        self.setObjectName("problemsPanel")
        self._workspace: Workspace | None = None
        self.severity = QComboBox(self)
        self.severity.setObjectName("severityFilter")
        self.severity.setAccessibleName(self.tr("Which problems"))
        for code, label in (
            (None, self.tr("All problems")),
            ("error", self.tr("Errors")),
            ("warning", self.tr("Warnings")),
            ("hint", self.tr("Hints")),
        ):
            self.severity.addItem(label, code)
        self.severity.activated.connect(self._reload)
        self.check_button = QPushButton(self.tr("Check All"), self)
        self.check_button.setObjectName("checkButton")
        self.check_button.setToolTip(self.tr("Check all records of the workspace"))
        self.check_button.clicked.connect(self.check_requested)
        self.model = FindingModel(lang, self)
        self.list = MessageList("problemList", self.tr("Problems"), self)
        self.list.setModel(self.model)
        self.list.opened.connect(self._open)
        self.empty = EmptyState("problemsEmpty", parent=self)
        self.stack = QStackedWidget(self)
        self.stack.addWidget(self.list)
        self.stack.addWidget(self.empty)
        top = QHBoxLayout()
        top.addWidget(self.severity, 1)
        top.addWidget(self.check_button)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(2, 4, 2, 2)
        layout.setSpacing(3)
        layout.addLayout(top)
        layout.addWidget(self.stack, 1)

    def load(self, workspace: Workspace | None) -> None:
        """Shows the findings of a workspace.

        :raises StoreError: the workspace could not be read.
        """
        severity = self.severity.currentData()
        known, self._workspace = self._workspace, workspace
        counts: dict[str, int] = {}

        def load() -> None:
            counts.update(self.model.load(workspace, severity))

        if workspace is known and severity == self.model.severity:
            self.list.load_again(load)
        else:
            load()
            self.list.scrollToTop()
        shown = self.model.rowCount()
        self.stack.setCurrentWidget(self.list if shown else self.empty)
        if not shown:
            self.empty.say(self._nothing(workspace, bool(severity and sum(counts.values()))))

    def _nothing(self, workspace: Workspace | None, others: bool) -> str:
        """That there is nothing to show means something only where somebody has looked."""
        if others:
            return str(self.tr("There is nothing of this kind."))
        if workspace is not None and not listing.count(workspace, ListQuery()):
            return str(self.tr("There are no records to check yet. The first one is added on the tab Records."))
        checked_at = workspace.get_meta(findings.CHECKED_AT) if workspace is not None else None
        if checked_at is None:
            return str(self.tr("Not all records have been checked yet. Check All looks through every one."))
        text = self.tr("All records were checked on {moment}: no problems are known.")
        return str(text.format(moment=format_moment(checked_at, self._lang)))

    def _reload(self, _index: int = 0) -> None:
        self.load(self._workspace)

    def _open(self, index: QModelIndex) -> None:
        finding: StoredFinding = index.data(FINDING_ROLE)
        self.open_at_requested.emit(finding.type, finding.uuid, finding.fields[0] if finding.fields else "")
