"""Something done with many records: what would become of them is shown before anything is written."""

from __future__ import annotations

from typing import Any

from qgis.PyQt.QtCore import QCoreApplication, QModelIndex, Qt, pyqtSignal
from qgis.PyQt.QtGui import QStandardItem, QStandardItemModel
from qgis.PyQt.QtWidgets import QDialog, QHBoxLayout, QLabel, QProgressBar, QPushButton, QVBoxLayout, QWidget

from ..forms.help_button import HelpButton
from ..forms.hints import readable
from ..forms.theme import style_sheet
from ..records import wording
from ..records.catalogue import Catalogue
from ..records.messages import format_number
from ..store.many import Held, HeldRecord, Outcome
from .message_rows import NOTE_ROLE, SIGN_ROLE, MessageList
from .words import named

translate = QCoreApplication.translate  # by name: a dialog that is made of this one has its own texts
RECORD_ROLE = Qt.ItemDataRole.UserRole


class ManyDialog(QDialog):
    """Submitting or deleting; it writes nothing itself. Closing it stops what is going on."""

    look_requested = pyqtSignal()
    go_requested = pyqtSignal()
    open_requested = pyqtSignal(str, str, str)  # type, uuid, field ("" for none)

    def __init__(self, kind: str, count: int, catalogue: Catalogue, lang: str, parent: QWidget | None = None) -> None:
        """:param kind: submit, delete or set_field; `count` is how many records were selected."""
        super().__init__(parent)
        self._kind, self._count, self._catalogue, self._lang = kind, count, catalogue, lang
        self.setObjectName(f"manyDialog_{kind}")
        self.setProperty("helpPage", "list")
        self.setWindowTitle(self._title())
        self.setStyleSheet(style_sheet(self.palette()))
        readable(self)
        self.setMinimumWidth(480)
        self.intro = QLabel(self._intro(), self)
        self.intro.setObjectName("manyIntro")
        self.intro.setWordWrap(True)
        self.summary = QLabel(self)
        self.summary.setObjectName("manySummary")
        self.summary.setWordWrap(True)
        self.progress = QProgressBar(self)
        self.progress.setObjectName("manyProgress")
        self.progress.setTextVisible(False)
        self.progress.setFixedHeight(6)
        self.progress.setAccessibleName(translate("ManyDialog", "Progress"))
        self.model = QStandardItemModel(self)
        self.list = MessageList("manyList", translate("ManyDialog", "Records that stay as they are"), self)
        self.list.setModel(self.model)
        self.list.opened.connect(self._open)
        self.list.setVisible(False)
        self.go_button = QPushButton(self._go_text(0), self)
        self.go_button.setObjectName("manyGoButton")
        self.go_button.setEnabled(False)
        self.cancel_button = QPushButton(translate("ManyDialog", "Cancel"), self)
        self.cancel_button.setObjectName("manyCancelButton")
        self.cancel_button.setAutoDefault(False)
        bottom = QHBoxLayout()
        bottom.addWidget(HelpButton(self))
        bottom.addStretch(1)
        bottom.addWidget(self.go_button)
        bottom.addWidget(self.cancel_button)
        self.body = QVBoxLayout(self)
        self.body.addWidget(self.intro)
        self.body.addWidget(self.progress)
        self.body.addWidget(self.summary)
        self.body.addWidget(self.list, 1)
        self.body.addStretch(0)
        self.body.addLayout(bottom)
        self.go_button.clicked.connect(self._go)
        self.cancel_button.clicked.connect(self.reject)
        self.show_progress(0, 0)
        self.resize(560, self._low())

    def begin(self) -> None:
        """Asks for the first look."""
        self.look_requested.emit()

    def show_progress(self, done: int, total: int) -> None:
        """The records are being gone through; `total` 0 where it is not known yet."""
        self.progress.setVisible(True)
        self.progress.setRange(0, total)
        self.progress.setValue(done)
        self.go_button.setEnabled(False)
        self.summary.setText(
            translate("ManyDialog", "{done} of {total} records looked through").format(
                done=self._number(done), total=self._number(total)
            )
            if total
            else translate("ManyDialog", "Looking through the records…")
        )

    def show_outlook(self, outcome: Outcome) -> None:
        """What would become of the records."""
        self.progress.setVisible(False)
        ready, left = len(outcome.done), sum(outcome.reasons.values())
        lines = [self._ready_text(ready, outcome.along)] if ready else []
        if left:
            lines.append(translate("ManyDialog", "%n record(s) stay as they are", "", left))
        self.summary.setText("\n".join(lines) or translate("ManyDialog", "There is nothing to do."))
        self.model.clear()
        for one in outcome.held:
            self.model.appendRow(self._row(one))
        if left > len(outcome.held):
            more = QStandardItem(translate("ManyDialog", "and %n more", "", left - len(outcome.held)))
            more.setEditable(False)
            self.model.appendRow(more)
        self.list.setVisible(bool(left))
        self.resize(max(self.width(), 560), 420 if left else self._low())
        self.go_button.setText(self._go_text(ready))
        self.go_button.setEnabled(ready > 0)
        (self.go_button if ready else self.cancel_button).setDefault(True)

    def _low(self) -> int:
        """How high it is without a list."""
        self.body.activate()
        height = self.body.heightForWidth(max(self.width(), 560))
        return int(max(height, self.body.minimumSize().height()))

    def say(self, text: str) -> None:
        """It could not be looked at."""
        self.progress.setVisible(False)
        self.summary.setText(text)
        self.go_button.setEnabled(False)

    # --- in words -----------------------------------------------------------------------------------------------------

    def _title(self) -> str:
        titles = {
            "submit": translate("ManyDialog", "Submit Records"),
            "delete": translate("ManyDialog", "Delete Records"),
        }
        return titles.get(self._kind, translate("ManyDialog", "Set Field"))

    def _intro(self) -> str:
        if self._kind == "submit":
            return translate(
                "ManyDialog",
                "%n record(s) are selected. Those without errors are marked as submitted; they go out with the next "
                "sending.",
                "",
                self._count,
            )
        if self._kind == "delete":
            return translate(
                "ManyDialog",
                "%n record(s) are selected. They are deleted with everything that hangs off them, such as funding, "
                "reports and photos. It can be undone until it was sent.",
                "",
                self._count,
            )
        return translate(
            "ManyDialog", "%n record(s) are selected. They get the same value in one field.", "", self._count
        )

    def _ready_text(self, ready: int, along: int) -> str:
        if self._kind == "submit":
            return translate("ManyDialog", "%n record(s) have no errors and can be submitted", "", ready)
        if self._kind == "delete":
            text = translate("ManyDialog", "%n record(s) will be deleted", "", ready)
            return f"{text}, {translate('ManyDialog', 'with %n that hang off them', '', along)}" if along else text
        return translate("ManyDialog", "%n record(s) will change", "", ready)

    def _go_text(self, ready: int) -> str:
        if self._kind == "submit":
            return (
                translate("ManyDialog", "Submit %n Record(s)", "", ready)
                if ready
                else translate("ManyDialog", "Submit")
            )
        if self._kind == "delete":
            return (
                translate("ManyDialog", "Delete %n Record(s)", "", ready)
                if ready
                else translate("ManyDialog", "Delete")
            )
        return translate("ManyDialog", "Change %n Record(s)", "", ready) if ready else translate("ManyDialog", "Change")

    def _row(self, one: HeldRecord) -> QStandardItem:
        rtype = self._catalogue.types.get(one.key[0])
        title = named(rtype.label(self._lang) if rtype else one.key[0], wording.shortened(one.title))
        note = self._why(one.held)
        item = QStandardItem(title)
        item.setEditable(False)
        item.setData("error" if one.held.why in ("errors", "bad_value") else "hint", SIGN_ROLE)
        item.setData(note, NOTE_ROLE)
        item.setData((*one.key, one.held.field), RECORD_ROLE)
        item.setToolTip(f"{title}\n{note}")
        item.setAccessibleText(f"{title}, {note}")
        return item

    def _why(self, held: Held) -> str:
        if held.why == "errors":
            more = int(held.params.get("n", 1)) - 1
            text = str(held.params.get("text", ""))
            return f"{text} {translate('ManyDialog', '(and %n more)', '', more)}" if more else text
        if held.why == "bad_value":
            return str(held.params.get("reason", ""))
        if held.why == "past":
            codelist = self._catalogue.codelists.get("workflow")
            state = str(held.params.get("state", ""))
            return translate("ManyDialog", "Its workflow state is “{state}” already").format(
                state=codelist.label(state, self._lang) if codelist else state
            )
        return {
            "same": translate("ManyDialog", "It has this value already"),
            "no_field": translate("ManyDialog", "It has no such field"),
            "editing": translate(
                "ManyDialog", "It has edits in its layer that are not saved; save or discard them there first"
            ),
            "open_form": translate("ManyDialog", "It is open in a form, with changes that are not saved"),
            "gone": translate("ManyDialog", "It is not there any more"),
        }.get(held.why, held.why)

    def _number(self, number: int) -> str:
        return format_number(number, self._lang)

    # --- inside -------------------------------------------------------------------------------------------------------

    def _go(self) -> None:
        self.show_progress(0, 0)
        self.go_requested.emit()

    def _open(self, index: QModelIndex) -> None:
        record: Any = index.data(RECORD_ROLE)
        if record is not None:
            self.open_requested.emit(*record)
