"""The tab *Quarter*: the round that is open, and what of this workspace is reported in it. Only what is known."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from qgis.PyQt.QtCore import Qt, QTimer
from qgis.PyQt.QtWidgets import QFrame, QGridLayout, QLabel, QScrollArea, QVBoxLayout, QWidget

from ..errors import StoreError
from ..forms.focus import show_focus
from ..forms.theme import muted
from ..records import messages
from ..store import listing
from ..store.listing import ListQuery
from ..store.workspace import Workspace
from .rounds import ReportingRound
from .words import capitalised


class QuarterPanel(QScrollArea):
    """Counts of records by workflow, and of progress reports for the round's quarter."""

    def __init__(self, lang: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._lang = lang
        self.setObjectName("quarterPanel")
        show_focus(self)
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        body = QWidget(self)
        self.heading = QLabel(body)
        self.heading.setObjectName("quarterHeading")
        font = self.heading.font()
        font.setBold(True)
        self.heading.setFont(font)
        self.state_label = QLabel(body)
        self.state_label.setObjectName("quarterState")
        self.state_label.setWordWrap(True)
        self._grid = QGridLayout()
        self._grid.setColumnStretch(0, 1)
        self._grid.setVerticalSpacing(5)
        layout = QVBoxLayout(body)
        layout.addWidget(self.heading)
        layout.addWidget(self.state_label)
        layout.addSpacing(8)
        layout.addLayout(self._grid)
        layout.addStretch(1)
        self.setWidget(body)
        self._steps: Iterator[None] = iter(())
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(0)
        self._timer.timeout.connect(self._go_on)

    def load(self, workspace: Workspace, reporting: ReportingRound) -> None:
        """Shows a workspace's counts for a round."""
        self.heading.setText(reporting.label(self._lang))
        self.state_label.setText(self._state_text(reporting, workspace.settings.sample))
        self.state_label.setStyleSheet(f"color: {muted(self.palette()).name()};")
        while self._grid.count():
            self._grid.takeAt(0).widget().deleteLater()
        self._steps = self._count(workspace, reporting)
        self._go_on()

    @property
    def counting(self) -> bool:
        """Whether rows are still to come."""
        return bool(self._timer.isActive())

    def stop(self) -> None:
        """Counts no further: the workspace is being closed."""
        self._timer.stop()
        self._steps = iter(())

    def _go_on(self) -> None:
        """One more row: each count goes through the whole list, and the window stays free between two of them."""
        try:
            next(self._steps)
        except StopIteration:
            return
        except StoreError as error:
            self.state_label.setText(error.describe(self._lang))
            return
        self._timer.start()

    def _count(self, workspace: Workspace, reporting: ReportingRound) -> Iterator[None]:
        catalogue = workspace.catalogue
        workflow = catalogue.codelists.get("workflow")
        for name in ("need", "project"):
            self._heading_row(catalogue.type(name).plural_label(self._lang))
            total = 0
            for code in workflow.codes if workflow else ():
                count = listing.count(workspace, ListQuery(types=(name,), workflow=(code.code,)))
                total += count
                if count:
                    self._row(capitalised(code.label(self._lang)), messages.format_number(count, self._lang))
                yield
            if not total:
                self._row(self.tr("none yet"), "")
        if reporting.state is not None:
            yield from self._reports(workspace, reporting)

    def _reports(self, workspace: Workspace, reporting: ReportingRound) -> Iterator[None]:
        self._heading_row(workspace.catalogue.type("progress_report").plural_label(self._lang))
        reports: Counter[str] = Counter()
        projects = set()
        for number, report in enumerate(workspace.records("progress_report", {"period": str(reporting.period)})):
            projects.add(report.get("project_uuid"))
            reports["no_change" if report.get("no_change") else "reported"] += 1
            if number % 200 == 199:
                yield
        self._row(self.tr("Reported in this quarter"), messages.format_number(reports["reported"], self._lang))
        self._row(self.tr("Reported as unchanged"), messages.format_number(reports["no_change"], self._lang))
        yield
        total = listing.count(workspace, ListQuery(types=("project",)))
        missing = max(0, total - len(projects))
        self._row(self.tr("Projects without a report"), messages.format_number(missing, self._lang))

    def _state_text(self, reporting: ReportingRound, sample: bool) -> str:
        if reporting.state is None and sample:
            return self.tr("The sample takes part in no reporting round. The quarter shown is today's.")
        if reporting.state is None:
            return self.tr(
                "The portal has not told of a reporting round yet; Send asks for it. The quarter shown is today's."
            )
        until = messages.format_date(reporting.closes, self._lang) if reporting.closes else ""
        if reporting.state == "closed":
            return self.tr("The round is closed.")
        if not until:
            return self.tr("The round is open.")
        return self.tr("The round is open until {date}.").format(date=until)

    def _heading_row(self, text: str) -> None:
        label = QLabel(text)
        label.setContentsMargins(0, 8, 0, 0)
        font = label.font()
        font.setBold(True)
        label.setFont(font)
        self._grid.addWidget(label, self._grid.rowCount(), 0, 1, 2)

    def _row(self, text: str, value: str) -> None:
        row = self._grid.rowCount()
        label, number = QLabel(text), QLabel(value)
        label.setWordWrap(True)
        number.setAccessibleName(f"{text} {value}")
        self._grid.addWidget(label, row, 0)
        self._grid.addWidget(number, row, 1, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignTop)
