"""The form of one record, made from its definition: sections on the left, the open one's fields on the right."""

from __future__ import annotations

from collections.abc import Sequence
from textwrap import shorten
from typing import Any

from qgis.PyQt.QtCore import QTimer, pyqtSignal
from qgis.PyQt.QtWidgets import QVBoxLayout, QWidget

from ..errors import StoreError
from ..records.definition import GEOMETRY, RecordType
from ..store import step_words, steps
from ..store.context import WorkspaceContext
from ..store.drafts import Draft
from ..store.history import Known
from ..store.titles import record_title
from . import form_keys
from .access import WorkspaceAccess
from .ask import ask
from .banner import Banner
from .checks import Checked, FormFault, check_record, keep_findings
from .clashes import clash_lines
from .editing import Clash, NotSaved, RecordEditing, parent_fields
from .form_bar import FormBar
from .form_history import FormHistory
from .form_pages import FormPages, everything
from .hints import readable
from .history_page import HistoryPage
from .section_page import SectionPage
from .theme import style_sheet

TITLE_LETTERS = 120  # of a title in a message; people paste whole pages into a title


class RecordForm(QWidget):
    """Edits one record. *Save* always works for a draft; what cannot be stored is named and the form stays open.

    The state is in `editing`; the widgets only show it. Faults are shown in fields that were left, and in all of them
    once the record was saved or opened.
    """

    saved = pyqtSignal(str, str)  # type, uuid: written to the workspace
    deleted = pyqtSignal(str, str)  # type, uuid: a child that was removed
    closed = pyqtSignal()  # the person is done with the form
    place_requested = pyqtSignal(str)  # "point", "line" or "area"; answered by set_geometry()
    flash_requested = pyqtSignal(object)  # GeoJSON geometry to show on the map
    child_requested = pyqtSignal(str, object, object)  # type, uuid or None for a new one, preset values
    title_changed = pyqtSignal(str)
    history_requested = pyqtSignal(str, str)  # type, uuid: from the portal; answered by show_history()

    def __init__(
        self,
        access: WorkspaceAccess,
        rtype: RecordType,
        uuid: str | None,
        lang: str,
        parent: QWidget | None = None,
        preset: dict[str, Any] | None = None,
        *,
        inside: bool = False,
    ) -> None:
        """:param preset: values that a new record starts with, such as its parent or a place.
        :param inside: a child's form inside its parent's.

        :raises LookupError: there is no such record.
        """
        super().__init__(parent)
        self.setObjectName("recordForm")
        self.setProperty("helpPage", f"record-{rtype.name}")
        self.setStyleSheet(style_sheet(self.palette()))
        readable(self)
        self.access, self.rtype, self.lang = access, rtype, lang
        self.editing = RecordEditing(access, rtype, uuid, preset)
        self._checked = Checked()
        self._clashes: tuple[Clash, ...] = ()
        self._visited: set[str] = set() if self.editing.is_new else everything(rtype)
        self.banner = Banner(self)
        locked = set(parent_fields(rtype)) & set(preset or {})
        self._seen_from = next((key.type for key in rtype.foreign_keys if key.field in locked), None)
        self.pages = FormPages(access, rtype, locked, lang, self, inside=inside)
        self.history = FormHistory(access, rtype, self.editing, self.pages, self.banner, lang, self)
        self.bar = FormBar(self, inside=inside)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(8, 8, 8, 8)
        layout.addWidget(self.banner)
        layout.addWidget(self.pages, 1)
        layout.addWidget(self.bar)
        self._check_timer = QTimer(self)
        self._check_timer.setSingleShot(True)
        self._check_timer.setInterval(0)
        self._check_timer.timeout.connect(self.check)
        self._connect()
        if not inside:
            form_keys.listen(self)
        self.pages.focus_first()
        self._show_children()
        self.check()

    # --- what is asked of the form ------------------------------------------------------------------------------------

    @property
    def uuid(self) -> str:
        """The record's identity; that of a new record exists before it is saved."""
        return self.editing.uuid

    @property
    def title(self) -> str:
        """The record's title as it stands in the form; a link's is that of its other end."""
        return record_title(self.access.workspace, self.rtype, self.editing.record(), self.lang, self._seen_from)

    def set_geometry(self, geometry: dict[str, Any]) -> None:
        """Answers `place_requested`: a GeoJSON geometry (lon, lat, WGS 84)."""
        self.editing.set(GEOMETRY, geometry)
        self.pages.show_geometry(geometry)
        self._left(GEOMETRY)

    def drafts(self) -> list[Draft]:
        """What would be lost if the program ended now."""
        draft = self.editing.draft(self.pages.unread_texts)
        return [draft] if draft is not None else []

    def put_back(self, draft: Draft) -> None:
        """What was typed and not saved when an earlier form was closed by a crash: it stands here again, unsaved."""
        there = self.editing.put_back(draft)
        self._visited = everything(self.rtype)
        self._show_values()
        self.pages.put_back_texts(draft.texts)
        self.check()
        if there:
            self.banner.say("hint", self.tr("This is what was typed last time and not saved yet."))
        else:
            self.banner.say(
                "warning",
                self.tr("This record was deleted meanwhile. Saving makes a new one of what you typed last time."),
            )

    def focus_first(self) -> None:
        """Goes to the first field that a person fills."""
        self.pages.focus_first()

    def focus_field(self, name: str) -> bool:
        """Opens the section of a field and puts the keyboard into it."""
        return self.pages.focus_field(name)

    def save(self) -> str | None:
        """Writes what changed. Returns the uuid, or None where not all of it was written; the banner then says why."""
        self.banner.clear()
        settled, rest = self.pages.read_coordinates(), self.editing.unsaved
        try:
            uuid = self.editing.save() if settled or rest else None
            if uuid is not None:
                self._after_saving()
        except NotSaved as refusal:
            if refusal.rest_saved:
                self._after_saving()
            self._explain(refusal)
            return None
        except StoreError as error:
            self.banner.say("error", error.describe(self.lang))
            return None
        if not settled:
            self.pages.tell_unsettled(self.banner, rest_saved=rest)
        return uuid if settled else None

    def _after_saving(self) -> None:
        self._visited = everything(self.rtype)
        self.check()
        try:
            keep_findings(self.access.workspace, self.rtype, self.uuid, self._checked)
        except StoreError as error:  # the record is written; the next check of all records finds the same
            self.banner.say("error", error.describe(self.lang))
        self._show_values()
        self.saved.emit(self.rtype.name, self.uuid)

    def may_close(self) -> bool:
        """Asks about what is not saved; False where the person wants to stay (or it could not be saved)."""
        if not self.editing.unsaved and not self.pages.has_unread_text:
            return True
        answer = ask(
            self,
            self.tr("Save the changes?"),
            self.tr("This record has changes that are not saved."),
            [("save", self.tr("Save")), ("discard", self.tr("Discard")), ("stay", self.tr("Cancel"))],
            "stay",
        )
        if answer == "save":
            return self.save() is not None and not self.pages.has_unread_text
        return answer == "discard"

    def children_changed(self) -> None:
        """A child was added, edited or removed: the lists are read again."""
        self._show_children()
        self.check()

    def check(self) -> None:
        """Runs the checks over what stands in the form and shows what they say of fields that were left."""
        self._check_timer.stop()
        try:
            context = WorkspaceContext(self.access.workspace, self.access.codifier, self.access.today())
            self._checked = check_record(self.rtype, self.editing.record(), context, self.lang)
        except StoreError as error:  # a rule could not look at neighbours; what it said before stands
            self.banner.say("error", error.describe(self.lang))
        shown = self._shown_faults()
        self.pages.show_faults(shown)
        self.pages.show_completeness(self.editing.values, shown)
        workflow = self.editing.get("workflow") or "draft"
        workspace = self.access.workspace
        codelist = workspace.catalogue.codelists.get("workflow")
        word = codelist.label(workflow, self.lang) if codelist else workflow
        errors = len(self._checked.stopping("travel", "submission"))
        self.bar.show_state(workflow, word, errors, workspace.read_only)

    # --- editing ------------------------------------------------------------------------------------------------------

    def _connect(self) -> None:
        self.pages.edited.connect(self._edited)
        self.pages.left.connect(self._left)
        self.pages.place_requested.connect(self.place_requested)
        self.pages.flash_requested.connect(self.flash_requested)
        self.pages.fix_requested.connect(self._fix)
        self.pages.page_opened.connect(self._fill_page)
        self.pages.add_child.connect(self._add_child)
        self.pages.open_child.connect(self._open_child)
        self.pages.remove_child.connect(self._remove_child)
        self.history.asked.connect(self.history_requested)
        self.history.chosen.connect(self._go_back)
        self.pages.save_needed.connect(self.save)
        self.pages.place_taken.connect(self.set_geometry)
        self.pages.covered.connect(self.bar.setHidden)
        self.bar.duplicate_pressed.connect(self._duplicate)
        self.bar.workflow_pressed.connect(self._change_workflow)
        self.bar.next_pressed.connect(self.save_and_next)
        self.bar.save_pressed.connect(self.save_and_close)
        self.bar.close_pressed.connect(self.closed)

    def _save_inside(self) -> bool:
        """Saves what is typed in children's forms inside this one; where that does not go, it is shown."""
        for form in self.findChildren(RecordForm):
            if form.drafts() and form.save() is None:
                self.pages.open_children(form.rtype.name)
                return False
        return True

    def _fill_page(self, page: QWidget) -> None:
        if isinstance(page, SectionPage):
            page.show_values(self.editing.values)
            page.follow_place(fill=self.editing.is_new)
            page.show_faults(self._shown_faults())
        elif isinstance(page, HistoryPage):
            self.history.show()
        else:
            self._show_children()
        self.pages.chain_behind(page, self.bar.buttons)

    def _edited(self, name: str, value: Any) -> None:
        self.editing.set(name, value)
        if any(field.currency == name for field in self.rtype.fields):
            self.pages.show_currencies(self.editing.values)
        if name == self.rtype.title_field:
            self.title_changed.emit(self.title)

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

    def _shown_faults(self) -> dict[str, list[FormFault]]:
        return {name: faults for name, faults in self._checked.by_field().items() if name in self._visited}

    def _show_values(self) -> None:
        self.pages.show_values(self.editing.values)
        self.title_changed.emit(self.title)
        self.history.show()
        self.children_changed()

    def _show_children(self) -> None:
        try:
            self.pages.show_children(None if self.editing.is_new else self.uuid)
        except StoreError as error:
            self.banner.say("error", error.describe(self.lang))

    # --- what the buttons do ------------------------------------------------------------------------------------------

    def save_and_close(self) -> None:
        """Saves and is done, unless something keeps the record from being sent: that is shown."""
        if not self._save_inside() or self.save() is None:
            return
        held = self._checked.stopping("travel")
        if held:
            sentence = self.tr("Saved. It can be sent once these are mended: {fields}")
            self.banner.say("warning", sentence.format(fields=self._names_of(held)))
            self.focus_field(held[0].fields[0])
            return
        self.closed.emit()

    def save_and_next(self) -> None:
        """Saves and goes on with a new record of the same kind."""
        if not self._save_inside() or self.save() is None:
            return
        self.pages.close_children()
        title = shorten(self.title, TITLE_LETTERS, placeholder="…")
        self.editing.next_record()
        self._visited = set()
        self._show_values()
        self.banner.say("synced", self.tr("“{title}” is saved. Here is the next one.").format(title=title))
        self.pages.focus_first()

    def _duplicate(self) -> None:
        if not self._save_inside() or (self.editing.unsaved and self.save() is None):
            return
        self.pages.close_children()
        self.editing.become_new()
        self._show_values()
        self.banner.say("hint", self.tr("This is a copy. It becomes a record of its own when you save it."))
        self.pages.focus_first()

    def _change_workflow(self) -> None:
        """Ready to submit, which the checks have to grant, or back to a draft."""
        if not self.pages.read_coordinates() and self.save() is None:  # which says so
            return
        before = self.editing.get("workflow")
        after = "draft" if before == "submitted" else "submitted"
        self._visited = everything(self.rtype)
        self.editing.set("workflow", after)
        self.check()
        held = self._checked.stopping("travel", "submission") if after == "submitted" else []
        if held:
            self.editing.set("workflow", before)
            self.check()
            sentence = self.tr("Not ready to be submitted yet. Look at: {fields}")
            self.banner.say("error", sentence.format(fields=self._names_of(held)))
            self.focus_field(held[0].fields[0])
        elif self.save() is None:
            self.editing.set("workflow", before)
            self.check()
        elif after == "submitted":
            self.closed.emit()

    def _explain(self, refusal: NotSaved) -> None:
        if refusal.unstorable:
            self._visited.update(refusal.unstorable)
            self.check()
            labels = ", ".join(self.rtype.field(name).label(self.lang) for name in refusal.unstorable)
            sentence = (
                self.tr("Saved, except for what no table can hold. It stays here until you mend it: {fields}")
                if refusal.rest_saved
                else self.tr("Not saved. Mend these first: {fields}")
            )
            self.banner.say("warning" if refusal.rest_saved else "error", sentence.format(fields=labels))
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
        self._go_on(take_theirs=False)

    def _take_theirs(self) -> None:
        self._go_on(take_theirs=True)

    def _go_on(self, *, take_theirs: bool) -> None:
        try:
            self.editing.start_from(self._clashes, take_theirs=take_theirs)
        except LookupError:
            self._explain(NotSaved(gone=True))
            return
        self._show_values()
        self.banner.say("hint", self.tr("Look it over and save again."))

    def show_history(self, portal: Sequence[Known], trouble: str = "") -> None:
        """Answers `history_requested`: what the portal knows, newest first, or why it could not be asked."""
        self.history.show_answer(portal, trouble)

    def _go_back(self, values: dict[str, Any], number: int) -> None:
        """Makes the record what it was in a version, as one more edit."""
        for name, value in values.items():
            self.editing.set(name, value)
        self._show_values()
        if self.save() is not None:
            sentence = self.tr("The record is again what it was in version {number}; the change waits to be sent.")
            self.banner.say("synced", sentence.format(number=number))

    # --- children -----------------------------------------------------------------------------------------------------

    def _add_child(self, type_name: str) -> None:
        if (self.editing.is_new or self.editing.unsaved) and self.save() is None:
            return
        self.child_requested.emit(type_name, None, self.pages.child_preset(type_name, self.editing.record()))

    def _open_child(self, type_name: str, uuid: str) -> None:
        self.child_requested.emit(type_name, uuid, self.pages.child_preset(type_name, self.editing.record()))

    def _remove_child(self, type_name: str, uuid: str, title: str) -> None:
        label = self.access.workspace.catalogue.type(type_name).label(self.lang)
        answer = ask(
            self,
            self.tr("Remove it?"),
            self.tr("{kind} “{title}” is deleted. It can be undone until it was sent.").format(kind=label, title=title),
            [("remove", self.tr("Remove")), ("stay", self.tr("Cancel"))],
            "stay",
        )
        if answer != "remove":
            return
        try:
            workspace = self.access.workspace
            with steps.recording(workspace, "delete", n=1, **step_words.describe(workspace, (type_name, uuid))):
                workspace.delete(type_name, uuid)
        except StoreError as error:
            self.banner.say("error", error.describe(self.lang))
            return
        self.deleted.emit(type_name, uuid)
        self.children_changed()

    # --- words --------------------------------------------------------------------------------------------------------

    def _names_of(self, faults: list[FormFault]) -> str:
        names = dict.fromkeys(fault.fields[0] for fault in faults if fault.fields)
        return ", ".join(self._label(name) for name in names)

    def _label(self, name: str) -> str:
        if name == GEOMETRY:
            return str(self.tr("Place on the map"))
        return self.rtype.field(name).label(self.lang) if self.rtype.has_field(name) else name
