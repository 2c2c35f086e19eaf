"""The window of conflicts: which ones there are, what each side has, and a decision that can be undone."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from qgis.PyQt.QtCore import QCoreApplication, Qt, pyqtSignal
from qgis.PyQt.QtGui import QCloseEvent, QHideEvent, QPalette
from qgis.PyQt.QtWidgets import (
    QDialog,
    QFrame,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QScrollArea,
    QSplitter,
    QVBoxLayout,
    QWidget,
)

from ..errors import StoreError
from ..forms.focus import go_behind
from ..forms.help_button import HelpButton
from ..forms.theme import color, style_sheet
from ..records import wording
from ..records.definition import GEOMETRY
from ..records.territory import Codifier
from ..store.titles import record_title
from ..store.workspace import Workspace
from ..sync.conflict_view import ConflictView, Side, findings, view
from .conflict_choices import ConflictChoices, Swatch
from .conflict_list import ConflictList, Key
from .words import named


class ConflictsWindow(QDialog):
    """Shows conflicts and asks for everything else by signals; it writes nothing itself."""

    apply_requested = pyqtSignal(object, str, object)  # (type, uuid), token of what was seen, side by row
    settle_all_requested = pyqtSignal(object, object)  # [(type, uuid)], side by row so far
    undo_requested = pyqtSignal(object)  # number of the step
    open_requested = pyqtSignal(str, str)
    places_shown = pyqtSignal(object, object, bool)  # mine and the portal's geometry (GeoJSON or None), zoom to them
    closed = pyqtSignal()

    SIZE = (960, 560)

    def __init__(self, lang: str, codifier: Codifier | None = None, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._lang = lang
        self._workspace: Workspace | None = None
        self._seen: ConflictView | None = None
        self._step: int | None = None
        self.setObjectName("conflictsWindow")
        self.setStyleSheet(style_sheet(self.palette()))  # before anything is in it: Qt keeps the rules it has looked up
        self.setWindowTitle(self.tr("Conflicts"))
        self.setModal(False)
        self.resize(*self.SIZE)
        self.list = ConflictList(lang, self)
        self.title = self._line("conflictTitle", bold=True)
        self.about = self._line("conflictAbout")
        self.choices = ConflictChoices(lang, codifier, self)
        area = QScrollArea(self)
        area.setObjectName("conflictRows")
        area.setWidgetResizable(True)
        area.setFrameShape(QFrame.Shape.StyledPanel)
        area.setWidget(self.choices)
        area.viewport().setBackgroundRole(QPalette.ColorRole.Base)  # a table, not another grey box
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.legend = self._legend()
        self.faults = self._line("conflictFindings")
        self.faults.setStyleSheet(f"color: {color('error', self.palette()).name()};")
        self.mine_button = self._button("allMineButton", self.tr("All &Mine"), self._all_mine)
        self.portal_button = self._button("allPortalButton", self.tr("All the &Portal's"), self._all_portal)
        self.open_button = self._button("openRecordButton", self.tr("&Open Record…"), self._open)
        self.all_button = self._button("settleAllButton", self.tr("Settle A&ll Like This…"), self._settle_all)
        self.apply_button = self._button("applyButton", self.tr("&Apply"), self._apply)
        self.apply_button.setDefault(True)
        self.close_button = self._button("closeButton", self.tr("&Close"), self.close)
        self.status = self._line("conflictStatus")
        self.undo_button = self._button("undoButton", self.tr("&Undo"), self._undo)
        self.undo_button.setVisible(False)
        self._lay_out(area)
        self.list.current_changed.connect(self._show_conflict)
        self.list.list.opened.connect(self._go_on)
        self.choices.changed.connect(self._choice_changed)

    @property
    def type_name(self) -> str | None:
        """The record type of the conflict that is looked at."""
        return self._seen.conflict.type if self._seen is not None else None

    def load(self, workspace: Workspace, key: Key | None = None) -> None:
        """Shows the conflicts of a workspace, `key` first; what was chosen and not applied for another one is gone.

        :raises StoreError: the workspace could not be read.
        """
        fresh = workspace is not self._workspace
        self._workspace = workspace
        if fresh:
            self.say("")
        self.list.load(workspace, key or self.list.current())
        if key is not None:
            self.list.select(key)

    def refresh(self) -> None:
        """Shows what the workspace holds now. Choices stay where nothing of their conflict has changed."""
        workspace, seen = self._workspace, self._seen
        if workspace is None:
            return
        sides = self.choices.sides()
        try:
            same = self.list.is_current(workspace)
            if same and (seen is None or view(workspace, *seen.key).token == seen.token):
                return
            self.list.load(workspace, self.list.current())
        except StoreError as error:
            self.say(error.describe(self._lang))
            return
        if seen is not None and self._seen is not None and seen.token == self._seen.token:
            for name, side in sides.items():
                self.choices.choose(name, side)
        elif seen is not None and self._seen is not None and sides and seen.key == self._seen.key:
            self.say(self.tr("This record, or the portal's version of it, has changed. Look at the values again."))

    def say(self, text: str, step: int | None = None) -> None:
        """What was done, with the step that undoes it; or why nothing was done."""
        self._step = step
        self.status.setText(text)
        self.status.setVisible(bool(text))
        self.undo_button.setVisible(step is not None)

    # --- one conflict -------------------------------------------------------------------------------------------------

    def _show_conflict(self, key: Key | None) -> None:
        workspace = self._workspace
        self._seen = None
        if workspace is not None and key is not None:
            try:
                self._seen = view(workspace, *key)
            except StoreError as error:
                self.say(error.describe(self._lang))
        seen = self._seen
        if workspace is None or seen is None:
            self.title.setText(self.tr("There are no conflicts.") if key is None else "")
            self.about.setText("")
        else:
            rtype = workspace.rtype(seen.conflict.type)
            title = record_title(workspace, rtype, seen.mine or seen.theirs or {}, self._lang)
            self.title.setText(named(rtype.label(self._lang), wording.shortened(title)))
            self.about.setText(self._about(seen))
        if workspace is not None:
            self.choices.show_conflict(workspace, seen)
            go_behind(self.list, self.choices.buttons)
        places = self._places()
        self.legend.setVisible(places != (None, None))
        self.places_shown.emit(*places, True)
        self._choice_changed()

    def _about(self, seen: ConflictView) -> str:
        """What the conflict is, and what helps, in a sentence or two."""
        if seen.situation == "both_deleted":
            return str(self.tr("The record was deleted on both sides."))
        if seen.situation == "fields" and not seen.rows:
            return str(self.tr("Both sides have become the same meanwhile. Apply ends the conflict."))
        if seen.out_of_view:
            return str(self.tr("The record was deleted on the portal or moved out of your view, and changed here."))
        if seen.situation == "portal_deleted":
            return str(self.tr("The record was deleted on the portal and changed here."))
        if seen.conflict.kind == "parent":
            return str(
                self.tr(
                    "You deleted the record, but others added to it what you had not seen. "
                    "Receive first, so that it is listed here; then delete all of it, or keep it."
                )
            )
        if seen.situation == "deleted_here":
            return str(self.tr("The record was deleted here and changed on the portal."))
        if seen.conflict.kind == "exists":
            return str(self.tr("This record was made on both sides, with different values."))
        if seen.conflict.kind == "rules":
            return str(
                self.tr(
                    "Your changes and the portal's are right each, but not together. "
                    "Choose, or open the record, correct it, and choose then."
                )
            )
        return str(self.tr("You and somebody else changed the same fields. What only one of you changed is merged."))

    def _places(self) -> tuple[dict[str, Any] | None, dict[str, Any] | None]:
        """Both geometries where they differ, or where the record as a whole is in question."""
        seen = self._seen
        if seen is None:
            return None, None
        mine, theirs = ((side or {}).get(GEOMETRY) for side in (seen.mine, seen.theirs))
        if any(GEOMETRY in row.differing for row in seen.rows) or seen.situation != "fields":
            return mine, theirs
        return None, None

    def _choice_changed(self) -> None:
        seen = self._seen
        self.apply_button.setEnabled(seen is not None and self.choices.complete() and self._writable())
        for button in (self.mine_button, self.portal_button):
            button.setEnabled(seen is not None and bool(seen.rows))
        self.open_button.setEnabled(seen is not None and seen.mine is not None)
        self.all_button.setEnabled(self.list.model.rowCount() > 0 and self._writable())
        self._show_findings()

    def _show_findings(self) -> None:
        """What would keep the portal from taking the record as chosen, once everything is."""
        seen, workspace = self._seen, self._workspace
        found: list[str] = []
        if seen is not None and workspace is not None and self.choices.complete():
            found = findings(workspace, seen, self.choices.sides(), self._lang)
        self.faults.setText("\n".join(found[:3]))
        self.faults.setVisible(bool(found))

    def _writable(self) -> bool:
        return self._workspace is not None and not self._workspace.read_only

    # --- buttons ------------------------------------------------------------------------------------------------------

    def _all_mine(self) -> None:
        self._take_all("mine")

    def _all_portal(self) -> None:
        self._take_all("portal")

    def _take_all(self, side: Side) -> None:
        self.choices.choose_all(side)
        self.apply_button.setFocus(Qt.FocusReason.OtherFocusReason)

    def _zoom(self) -> None:
        self.places_shown.emit(*self._places(), True)

    def _open(self) -> None:
        if self._seen is not None:
            self.open_requested.emit(*self._seen.key)

    def _apply(self) -> None:
        if self._seen is not None and self.choices.complete():
            self.apply_requested.emit(self._seen.key, self._seen.token, self.choices.sides())

    def _settle_all(self) -> None:
        self.settle_all_requested.emit(self.list.model.keys(), self.choices.sides())

    def _undo(self) -> None:
        step, self._step = self._step, None
        self.undo_button.setVisible(False)
        self.undo_requested.emit(step)

    def _go_on(self, _index: object = None) -> None:
        """Enter in the list goes on to the first choice."""
        (self.choices.first_button() or self.apply_button).setFocus(Qt.FocusReason.TabFocusReason)

    def closeEvent(self, event: QCloseEvent) -> None:
        super().closeEvent(event)
        self.closed.emit()

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        self.closed.emit()

    # --- widgets ------------------------------------------------------------------------------------------------------

    def _lay_out(self, area: QScrollArea) -> None:
        right = QWidget(self)
        column = QVBoxLayout(right)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        sides = QHBoxLayout()
        for button in (self.mine_button, self.portal_button, self.open_button):
            sides.addWidget(button)
        sides.addStretch(1)
        for widget in (self.title, self.about):
            column.addWidget(widget)
        column.addWidget(area, 1)
        column.addWidget(self.legend)
        column.addWidget(self.faults)
        column.addLayout(sides)
        split = QSplitter(Qt.Orientation.Horizontal, self)
        split.setChildrenCollapsible(False)
        split.addWidget(self.list)
        split.addWidget(right)
        split.setSizes([240, 720])
        split.setStretchFactor(1, 1)
        told = QHBoxLayout()
        told.addWidget(self.status, 1)
        told.addWidget(self.undo_button)
        bottom = QHBoxLayout()
        bottom.addWidget(HelpButton(self))
        bottom.addWidget(self.all_button)
        bottom.addStretch(1)
        bottom.addWidget(self.apply_button)
        bottom.addWidget(self.close_button)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(9, 9, 9, 9)
        layout.addWidget(split, 1)
        layout.addLayout(told)
        layout.addLayout(bottom)

    def _legend(self) -> QWidget:
        legend = QWidget(self)
        legend.setObjectName("conflictLegend")
        row = QHBoxLayout(legend)
        row.setContentsMargins(0, 0, 0, 0)
        sides: tuple[tuple[Side, str], ...] = (
            ("mine", self.tr("mine on the map")),
            ("portal", self.tr("the portal's on the map")),
        )
        for side, text in sides:
            row.addWidget(Swatch(side, self.choices.drawn(side), legend))
            row.addWidget(QLabel(text, legend))
            row.addSpacing(12)
        row.addStretch(1)
        row.addWidget(self._button("showPlacesButton", self.tr("Show on Map"), self._zoom))
        legend.setVisible(False)
        return legend

    def _line(self, name: str, bold: bool = False) -> QLabel:
        label = QLabel(self)
        label.setObjectName(name)
        label.setTextFormat(Qt.TextFormat.PlainText)
        label.setWordWrap(True)
        label.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        if bold:
            font = label.font()
            font.setBold(True)
            label.setFont(font)
        return label

    def _button(self, name: str, text: str, pressed: Any) -> QPushButton:
        button = QPushButton(text, self)
        button.setObjectName(name)
        button.setAccessibleName(text.replace("&", ""))
        button.setAutoDefault(False)
        button.clicked.connect(pressed)
        return button


def sides_in_words(workspace: Workspace, sides: Mapping[str, Side], type_name: str | None, lang: str) -> str:
    """ "Title: mine, Amount: the portal's", for a choice that is to be repeated."""
    translate = QCoreApplication.translate
    rtype = workspace.catalogue.types.get(type_name or "")
    shown = {"mine": translate("ConflictsWindow", "mine"), "portal": translate("ConflictsWindow", "the portal's")}
    parts = []
    for name, side in sides.items():
        whole = translate("ConflictChoices", "The record")
        label = whole if name == "record" or rtype is None else wording.field_label(rtype, name, lang)
        parts.append(f"{label}: {shown[side]}")
    return ", ".join(parts)
