"""The form of one record, made from its definition: sections on the left, the open one's fields on the right."""

from __future__ import annotations

from typing import Any

from qgis.PyQt.QtCore import Qt, QTimer, pyqtSignal
from qgis.PyQt.QtGui import QKeySequence
from qgis.PyQt.QtWidgets import (
    QHBoxLayout,
    QLabel,
    QMessageBox,
    QPushButton,
    QShortcut,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from ..errors import StoreError
from ..records.definition import GEOMETRY, RecordType
from ..store import findings
from .access import WorkspaceAccess
from .banner import Banner
from .checks import Checked, FormFault, check_record
from .children_page import ChildrenPage
from .clashes import clash_lines
from .editing import Clash, NotSaved, RecordEditing, parent_fields
from .section_list import SectionList, SectionState
from .section_page import PEOPLE_PREFIX, SectionPage
from .sections import SectionPlan, plan_sections
from .theme import style_sheet
from .world import FormContext

GATED = ("submitted", "approved", "published")


class RecordForm(QWidget):
    """Edits one record. *Save* always works for a draft; what cannot be stored is named and the form stays open.

    Pages are built when they are first shown. The state is in `editing`; the widgets only show it.
    """

    saved = pyqtSignal(str, str)  # type, uuid: written to the workspace
    deleted = pyqtSignal(str, str)  # type, uuid: a child that was removed
    closed = pyqtSignal()  # the person is done with the form
    place_requested = pyqtSignal(str)  # "point", "line" or "area"; answered by set_geometry()
    flash_requested = pyqtSignal(object)  # GeoJSON geometry to show on the map
    child_requested = pyqtSignal(str, object, object)  # type, uuid or None for a new one, preset values
    title_changed = pyqtSignal(str)

    def __init__(
        self,
        access: WorkspaceAccess,
        rtype: RecordType,
        uuid: str | None,
        lang: str,
        parent: QWidget | None = None,
        preset: dict[str, Any] | None = None,
    ) -> None:
        """:param preset: values that a new record starts with, such as its parent or a place.

        :raises LookupError: there is no such record.
        """
        super().__init__(parent)
        self.setObjectName("recordForm")
        self.setStyleSheet(style_sheet(self.palette()))
        self.access, self.rtype, self.lang = access, rtype, lang
        self.editing = RecordEditing(access, rtype, uuid, preset)
        self._context = FormContext(access)
        self._locked = set(parent_fields(rtype)) & set(preset or {})
        self._checked = Checked()
        self._visited: set[str] = set() if self.editing.is_new else self._all_names()
        self._plans: tuple[SectionPlan, ...] = plan_sections(rtype, lang)
        self._pages: list[SectionPage | ChildrenPage | None] = []
        self._children: list[RecordType] = []
        self.banner = Banner(self)
        self.sections = SectionList(self)
        self.stack = QStackedWidget(self)
        self._add_sections()
        middle = QHBoxLayout()
        middle.setContentsMargins(0, 0, 0, 0)
        middle.addWidget(self.sections)
        middle.addWidget(self.stack, 1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(8, 8, 8, 8)
        layout.addWidget(self.banner)
        layout.addLayout(middle, 1)
        layout.addLayout(self._bar())
        self._check_timer = QTimer(self)
        self._check_timer.setSingleShot(True)
        self._check_timer.setInterval(0)
        self._check_timer.timeout.connect(self.check)
        for keys, slot in (
            (QKeySequence(Qt.Modifier.CTRL | Qt.Key.Key_PageDown), self.next_section),
            (QKeySequence(Qt.Modifier.CTRL | Qt.Key.Key_PageUp), self.previous_section),
            (QKeySequence(QKeySequence.StandardKey.Save), self._save_and_close),
            (QKeySequence(Qt.Modifier.CTRL | Qt.Key.Key_Return), self._save_and_next),
        ):
            QShortcut(keys, self, slot, context=Qt.ShortcutContext.WidgetWithChildrenShortcut)
        self.sections.currentRowChanged.connect(self._show_section)
        self.sections.setCurrentRow(0)
        self.check()
        self.focus_first()

    # --- what is asked of the form ------------------------------------------------------------------------------------

    @property
    def uuid(self) -> str:
        """The record's identity; that of a new record exists before it is saved."""
        return self.editing.uuid

    def set_geometry(self, geometry: dict[str, Any]) -> None:
        """Answers `place_requested`: a GeoJSON geometry (lon, lat, WGS 84)."""
        self.editing.set(GEOMETRY, geometry)
        for page in self._pages:
            if isinstance(page, SectionPage) and page.geometry_editor is not None:
                page.geometry_editor.set_value(geometry)
        self._left(GEOMETRY)

    def focus_field(self, name: str) -> bool:
        """Opens the section of a field and puts the keyboard into it."""
        for index, plan in enumerate(self._plans):
            if name in plan.names:
                self.sections.setCurrentRow(index)
                page = self._pages[index]
                return isinstance(page, SectionPage) and page.focus_field(name)
        return False

    def focus_first(self) -> None:
        """Puts the keyboard into the first field that a person fills."""
        self.sections.setCurrentRow(0)
        for name in self._plans[0].names if self._plans else ():
            if name not in self._locked and self.focus_field(name):
                return

    def next_section(self) -> None:
        """Ctrl+PgDn."""
        self._go(min(self.sections.currentRow() + 1, self.sections.count() - 1))

    def previous_section(self) -> None:
        """Ctrl+PgUp."""
        self._go(max(self.sections.currentRow() - 1, 0))

    def save(self) -> str | None:
        """Writes what changed. Returns the uuid, or None where it was not written; the banner then says why."""
        was_new = self.editing.is_new
        self.banner.clear()
        try:
            uuid = self.editing.save()
            self.check()
            findings.replace_findings(self.access.workspace, self.rtype.name, uuid, list(self._checked.findings))
        except NotSaved as refusal:
            self._explain(refusal)
            return None
        except StoreError as error:
            self.banner.say("error", error.describe(self.lang))
            return None
        if was_new:
            self._visited = self._all_names()
        self._show_values()
        self.saved.emit(self.rtype.name, uuid)
        return uuid

    def may_close(self) -> bool:
        """Asks about what is not saved; False where the person wants to stay (or it could not be saved)."""
        if not self.editing.unsaved:
            return True
        buttons = QMessageBox.StandardButton
        answer = self._ask(
            self.tr("Save the changes?"), self.tr("This record has changes that are not saved."),
            buttons.Save | buttons.Discard | buttons.Cancel, buttons.Save,
        )
        if answer == buttons.Save:
            return self.save() is not None
        return bool(answer == buttons.Discard)

    def children_changed(self) -> None:
        """A child was added, edited or removed: its list is read again."""
        for index, page in enumerate(self._pages):
            if isinstance(page, ChildrenPage) and not self.editing.is_new:
                page.show_children(self.uuid)
                self._show_child_state(index, page.list.count())
        self.check()

    def check(self) -> None:
        """Runs the checks over what stands in the form and shows what they say of fields that were left."""
        self._check_timer.stop()
        self._checked = check_record(self.rtype, self.editing.record(), self._context, self.lang)
        shown = {name: faults for name, faults in self._checked.by_field().items() if name in self._visited}
        for page in self._pages:
            if isinstance(page, SectionPage):
                page.show_faults(shown)
        for index, plan in enumerate(self._plans):
            self._show_section_state(index, plan, shown)
        self._show_bar()

    # --- pages --------------------------------------------------------------------------------------------------------

    def _add_sections(self) -> None:
        for plan in self._plans:
            self.sections.add(plan.label)
        catalogue = self.access.workspace.catalogue
        for name in catalogue.child_types.get(self.rtype.name, ()):
            child = catalogue.type(name)
            if any(key.type == self.rtype.name for key in child.foreign_keys):
                self._children.append(child)
                self.sections.add(child.plural_label(self.lang))
        self._pages = [None] * self.sections.count()
        for index in range(len(self._plans), self.sections.count()):
            self._show_child_state(index, None)

    def _show_section(self, index: int) -> None:
        if index < 0:
            return
        page = self._pages[index]
        if page is None:
            is_section = index < len(self._plans)
            page = self._section_page(index) if is_section else self._children_page(index)
            self._pages[index] = page
            self.stack.addWidget(page)
            self._chain_bar_behind(page)
        elif isinstance(page, ChildrenPage) and not self.editing.is_new:
            self._show_child_state(index, page.show_children(self.uuid))
        self.stack.setCurrentWidget(page)

    def _section_page(self, index: int) -> SectionPage:
        plan = self._plans[index]
        page = SectionPage(self.rtype, plan.fields, plan.with_geometry, self.access, self.lang, self.stack)
        for name in self._locked & set(page.editors):
            page.editors[name].setEnabled(False)
        page.show_values(self.editing.values)
        shown = {name: faults for name, faults in self._checked.by_field().items() if name in self._visited}
        page.show_faults(shown)
        page.edited.connect(self._edited)
        page.left.connect(self._left)
        page.place_requested.connect(self.place_requested)
        page.flash_requested.connect(self.flash_requested)
        page.fix_requested.connect(self._fix)
        return page

    def _children_page(self, index: int) -> ChildrenPage:
        child = self._children[index - len(self._plans)]
        page = ChildrenPage(child, self.rtype.name, self.access, self.lang, self.stack)
        page.add_requested.connect(self._add_child)
        page.open_requested.connect(self._open_child)
        page.remove_requested.connect(self._remove_child)
        if not self.editing.is_new:
            self._show_child_state(index, page.show_children(self.uuid))
        return page

    def _chain_bar_behind(self, page: QWidget) -> None:
        """Tab goes on from the last field of the page to the buttons below."""
        focusable = [
            widget for widget in page.findChildren(QWidget)
            if widget.focusPolicy() & Qt.FocusPolicy.TabFocus and widget.focusProxy() is None
        ]
        previous: QWidget = focusable[-1] if focusable else page
        for button in self._buttons:
            QWidget.setTabOrder(previous, button)
            previous = button

    def _go(self, index: int) -> None:
        self.sections.setCurrentRow(index)
        page = self._pages[index]
        if isinstance(page, SectionPage):
            for name in self._plans[index].names:
                if name not in self._locked and page.focus_field(name):
                    return
        elif page is not None:
            page.list.setFocus(Qt.FocusReason.ShortcutFocusReason)

    # --- editing ------------------------------------------------------------------------------------------------------

    def _edited(self, name: str, value: Any) -> None:
        self.editing.set(name, value)
        if name in {field.currency for field in self.rtype.fields}:
            for page in self._pages:
                if isinstance(page, SectionPage):
                    page.show_currencies(self.editing.values)
        if name == self.rtype.title_field:
            self.title_changed.emit(self.rtype.title(self.editing.values))

    def _left(self, name: str) -> None:
        self._visited.add(name)
        self._check_timer.start()

    def _fix(self, fault: FormFault) -> None:
        if fault.fix is None:
            return
        for name, value in fault.fix.values.items():
            self.editing.set(name, value)
        self._show_values()
        self.check()

    def _show_values(self) -> None:
        for page in self._pages:
            if isinstance(page, SectionPage):
                page.show_values(self.editing.values)
        self.title_changed.emit(self.rtype.title(self.editing.values))
        self.children_changed()

    def _all_names(self) -> set[str]:
        return {GEOMETRY, PEOPLE_PREFIX, *self.rtype.field_names}

    # --- saving -------------------------------------------------------------------------------------------------------

    def _save_and_close(self) -> None:
        if self.save() is None:
            return
        held = self._checked.stopping("travel")
        if held:
            self.banner.say("warning", self._names_of(
                self.tr("Saved. It can be sent once these are mended: {fields}"), held
            ))
            self.focus_field(held[0].fields[0])
            return
        self.closed.emit()

    def _save_and_next(self) -> None:
        if self.save() is None:
            return
        title = self.rtype.title(self.editing.values)
        self.editing.next_record()
        self._visited = set()
        self._show_values()
        self.banner.say("synced", self.tr("“{title}” is saved. Here is the next one.").format(title=title))
        self.focus_first()

    def _duplicate(self) -> None:
        if self.editing.unsaved and self.save() is None:
            return
        self.editing.become_new()
        self._show_values()
        self.banner.say("hint", self.tr("This is a copy. It becomes a record of its own when you save it."))
        self.focus_first()

    def _change_workflow(self) -> None:
        """Ready to submit, or back to a draft."""
        before = self.editing.get("workflow")
        self._visited = self._all_names()
        if before == "submitted":
            self.editing.set("workflow", "draft")
        else:
            self.check()
            held = self._checked.stopping("travel", "submission")
            if held:
                self.banner.say("error", self._names_of(
                    self.tr("Not ready to be submitted yet. Look at: {fields}"), held
                ))
                self.focus_field(held[0].fields[0])
                return
            self.editing.set("workflow", "submitted")
            self.check()
            if self._checked.stopping("travel", "submission"):
                self.editing.set("workflow", before)
                self.check()
                return
        if self.save() is None:
            self.editing.set("workflow", before)
            self._show_bar()
        elif self.editing.get("workflow") == "submitted":
            self.closed.emit()

    def _explain(self, refusal: NotSaved) -> None:
        if refusal.unstorable:
            self._visited.update(refusal.unstorable)
            self.check()
            labels = ", ".join(self.rtype.field(name).label(self.lang) for name in refusal.unstorable)
            self.banner.say("error", self.tr("Not saved. Mend these first: {fields}").format(fields=labels))
            self.focus_field(refusal.unstorable[0])
        elif refusal.gone:
            self.banner.say(
                "error",
                self.tr("Not saved: the record was deleted meanwhile. What you typed is still here."),
                [("saveAsNewButton", self.tr("Save as New Record"), self._save_as_new)],
            )
        else:
            self._clashes = refusal.clashes
            lines = clash_lines(refusal.clashes, self.rtype, self.access.workspace.catalogue, self.lang)
            self.banner.say(
                "warning",
                self.tr("Not saved: the record was changed meanwhile.") + "\n" + lines,
                [
                    ("keepMineButton", self.tr("Keep Mine"), self._keep_mine),
                    ("takeTheirsButton", self.tr("Take the New Values"), self._take_theirs),
                ],
            )

    def _save_as_new(self) -> None:
        self.editing.become_new()
        self.save()

    def _keep_mine(self) -> None:
        self._go_on(self._clashes, take_theirs=False)

    def _take_theirs(self) -> None:
        self._go_on(self._clashes, take_theirs=True)

    def _go_on(self, clashes: tuple[Clash, ...], *, take_theirs: bool) -> None:
        try:
            self.editing.start_from(clashes, take_theirs=take_theirs)
        except LookupError:
            self._explain(NotSaved(gone=True))
            return
        self._show_values()
        self.banner.say("hint", self.tr("Look it over and save again."))

    # --- children -----------------------------------------------------------------------------------------------------

    def _add_child(self, type_name: str) -> None:
        if (self.editing.is_new or self.editing.unsaved) and self.save() is None:
            return
        page = next(page for page in self._pages if isinstance(page, ChildrenPage) and page.child.name == type_name)
        self.child_requested.emit(type_name, None, page.preset(self.editing.record()))

    def _open_child(self, type_name: str, uuid: str) -> None:
        self.child_requested.emit(type_name, uuid, {})

    def _remove_child(self, type_name: str, uuid: str, title: str) -> None:
        buttons = QMessageBox.StandardButton
        label = self.access.workspace.catalogue.type(type_name).label(self.lang)
        answer = self._ask(
            self.tr("Remove it?"), self.tr("{kind} “{title}” will be deleted.").format(kind=label, title=title),
            buttons.Yes | buttons.No, buttons.No,
        )
        if answer != buttons.Yes:
            return
        try:
            self.access.workspace.delete(type_name, uuid)
        except StoreError as error:
            self.banner.say("error", error.describe(self.lang))
            return
        self.deleted.emit(type_name, uuid)
        self.children_changed()

    # --- the bar and the states ---------------------------------------------------------------------------------------

    def _bar(self) -> QHBoxLayout:
        self.status = QLabel(self)
        self.status.setObjectName("formStatus")
        self.status.setWordWrap(True)
        self.duplicate_button = self._button("duplicateButton", self.tr("Duplicate"), self._duplicate)
        self.workflow_button = self._button("workflowButton", self.tr("Ready to Submit"), self._change_workflow)
        self.next_button = self._button("saveNextButton", self.tr("Save and Next"), self._save_and_next)
        self.save_button = self._button("saveButton", self.tr("Save"), self._save_and_close)
        self.save_button.setDefault(True)
        self.close_button = self._button("closeButton", self.tr("Close"), self.closed.emit)
        self.next_button.setToolTip(self.tr("Ctrl+Enter; what tends to repeat is kept for the next record"))
        self.save_button.setToolTip(self.tr("Ctrl+S"))
        self._buttons = [
            self.duplicate_button, self.workflow_button, self.next_button, self.save_button, self.close_button
        ]
        row = QHBoxLayout()
        row.addWidget(self.status, 1)
        for button in self._buttons:
            row.addWidget(button)
        return row

    def _button(self, name: str, text: str, slot: Any) -> QPushButton:
        button = QPushButton(text, self)
        button.setObjectName(name)
        button.setAccessibleName(text)
        button.setAutoDefault(False)
        button.clicked.connect(slot)
        return button

    def _show_bar(self) -> None:
        workflow = self.editing.get("workflow") or "draft"
        read_only = self.access.workspace.read_only
        codelist = self.access.workspace.catalogue.codelists.get("workflow")
        word = codelist.label(workflow, self.lang) if codelist else workflow
        errors = len(self._checked.stopping("travel", "submission"))
        parts = [word[:1].upper() + word[1:]]
        if read_only:
            parts.append(self.tr("the workspace can only be read"))
        elif errors and workflow not in GATED:
            parts.append(self.tr("%n thing(s) to mend before submitting", "", errors))
        elif workflow not in GATED:
            parts.append(self.tr("ready to be submitted"))
        self.status.setText(" · ".join(parts))
        self.workflow_button.setText(
            self.tr("Back to Draft") if workflow == "submitted" else self.tr("Ready to Submit")
        )
        self.workflow_button.setEnabled(not read_only and workflow in ("draft", "returned", "submitted"))
        for button in (self.save_button, self.next_button, self.duplicate_button):
            button.setEnabled(not read_only)

    def _show_section_state(self, index: int, plan: SectionPlan, shown: dict[str, list[FormFault]]) -> None:
        filled, asked = plan.filled(self.editing.values)
        severities = {fault.severity for name in plan.names for fault in shown.get(name, ())}
        worst = next((name for name in ("error", "warning") if name in severities), None)
        told = self.tr("{filled} of {asked} filled").format(filled=filled, asked=asked)
        if worst:
            told += ", " + (self.tr("has errors") if worst == "error" else self.tr("has warnings"))
        self.sections.show_state(index, SectionState(f"{filled}/{asked}", told, worst))

    def _show_child_state(self, index: int, count: int | None) -> None:
        if count is None:
            child = self._children[index - len(self._plans)]
            count = self._count_children(child)
        self.sections.show_state(index, SectionState(str(count), self.tr("%n record(s)", "", count)))

    def _count_children(self, child: RecordType) -> int:
        if self.editing.is_new:
            return 0
        key = next(key.field for key in child.foreign_keys if key.type == self.rtype.name)
        return sum(1 for _ in self.access.workspace.records(child.name, {key: self.uuid}))

    def _names_of(self, sentence: str, faults: list[FormFault]) -> str:
        names = dict.fromkeys(fault.fields[0] for fault in faults if fault.fields)
        labels = [
            self.tr("Place on the map") if name == GEOMETRY
            else self.rtype.field(name).label(self.lang) if self.rtype.has_field(name) else name
            for name in names
        ]
        return sentence.format(fields=", ".join(labels))

    def _ask(self, title: str, text: str, buttons: Any, default: Any) -> Any:
        return QMessageBox.question(self, title, text, buttons, default)
