"""The body of the form: the list of sections, and the page of the open one, built when it is first shown."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from functools import partial
from typing import Any

from qgis.PyQt.QtCore import Qt, pyqtSignal
from qgis.PyQt.QtGui import QDragEnterEvent, QDropEvent
from qgis.PyQt.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from ..records.definition import GEOMETRY, RecordType
from ..store.attaching import takes_attachments
from .access import WorkspaceAccess
from .banner import Banner
from .checks import FormFault
from .children_page import ChildrenPage, child_preset, parent_key
from .file_list import holds_files, welcome
from .files_page import FilesPage
from .hints import make_readable
from .history_page import HistoryPage
from .section_list import SectionList, SectionState
from .section_page import SectionPage
from .section_tabs import SectionTabs
from .sections import SectionPlan, plan_sections


class FormPages(QWidget):
    """Shows values and faults; edits go out as they are made. It keeps nothing but the pages."""

    edited = pyqtSignal(str, object)  # field, value
    left = pyqtSignal(str)
    place_requested = pyqtSignal(str)
    flash_requested = pyqtSignal(object)
    fix_requested = pyqtSignal(object)
    page_opened = pyqtSignal(object)  # a page that was just built, still empty
    add_child = pyqtSignal(str)
    open_child = pyqtSignal(str, str)
    remove_child = pyqtSignal(str, str, str)
    history_requested = pyqtSignal()
    back_requested = pyqtSignal(object)  # an earlier version of the record
    save_needed = pyqtSignal()
    place_taken = pyqtSignal(object)
    covered = pyqtSignal(bool)  # whether a child's form stands in the open page, with buttons of its own

    def __init__(
        self,
        access: WorkspaceAccess,
        rtype: RecordType,
        locked: set[str],
        lang: str,
        parent: QWidget | None = None,
        *,
        inside: bool = False,
    ) -> None:
        """:param locked: fields that stay as they are, such as the parent of a child opened from its form.
        :param inside: of a form inside another one: the sections are tabs.
        """
        super().__init__(parent)
        self._access, self._rtype, self._locked, self._lang = access, rtype, locked, lang
        self._plans: tuple[SectionPlan, ...] = plan_sections(rtype, lang)
        self._inside = inside
        self._children = _children(access, rtype)
        self._texts: dict[str, str] = {}  # of pages that are not built yet
        self.sections: SectionList | SectionTabs = SectionTabs(self) if inside else SectionList(self)
        self.stack = QStackedWidget(self)
        layout = QVBoxLayout(self) if inside else QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self.sections)
        layout.addWidget(self.stack, 1)
        for label in [plan.label for plan in self._plans] + [
            _page_label(access, rtype, child, lang) for child in self._children
        ]:
            self.sections.add(label)
        self.sections.add(self.tr("History"))
        self._pages: list[SectionPage | ChildrenPage | FilesPage | HistoryPage | None] = [None] * self.sections.count()
        self.sections.currentRowChanged.connect(self._show)
        self.sections.rowClicked.connect(self.go)  # a click on a section leads into its first field, too
        self.setAcceptDrops(any(child.parent_fields is not None for child in self._children))

    # --- going about --------------------------------------------------------------------------------------------------

    def focus_field(self, name: str) -> bool:
        """Opens the section of a field and puts the keyboard into it; False where no section has it."""
        for index, plan in enumerate(self._plans):
            if name in plan.names:
                self.sections.setCurrentRow(index)
                page = self._pages[index]
                return isinstance(page, SectionPage) and page.focus_field(name)
        return False

    def focus_first(self) -> None:
        """Goes to the first field that a person fills."""
        self.go(0)

    def next_section(self) -> None:
        self.go(min(self.sections.currentRow() + 1, self.sections.count() - 1))

    def previous_section(self) -> None:
        self.go(max(self.sections.currentRow() - 1, 0))

    def go(self, index: int) -> None:
        """Opens a section and puts the keyboard into its first field."""
        self.sections.setCurrentRow(index)
        page = self._pages[index]
        if isinstance(page, SectionPage):
            plan = self._plans[index]
            fields = [field.name for field in plan.fields if not field.derived]
            for name in [*fields, *plan.names]:
                if name not in self._locked and page.focus_field(name):
                    return
        elif isinstance(page, ChildrenPage) and page.opened is not None:
            page.opened.setFocus(Qt.FocusReason.ShortcutFocusReason)
        elif page is not None:
            page.list.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def chain_behind(self, page: QWidget, buttons: Iterable[QWidget]) -> None:
        """Lets Tab go on from the last field of a page to the buttons below."""
        focusable = [
            widget
            for widget in page.findChildren(QWidget)
            if widget.focusPolicy() & Qt.FocusPolicy.TabFocus
            and widget.focusProxy() is None
            and widget.window() is page.window()
        ]
        previous: QWidget = focusable[-1] if focusable else page
        for button in buttons:
            QWidget.setTabOrder(previous, button)
            previous = button

    # --- showing ------------------------------------------------------------------------------------------------------

    def show_values(self, values: Mapping[str, Any]) -> None:
        """Fills the pages that are built."""
        for page in self._section_pages():
            page.show_values(values)

    def show_currencies(self, values: Mapping[str, Any]) -> None:
        """Shows the stated currencies beside the amounts."""
        for page in self._section_pages():
            page.show_currencies(values)

    def show_geometry(self, geometry: dict[str, Any] | None) -> None:
        """Shows another place."""
        for page in self._section_pages():
            if page.geometry_editor is not None:
                page.geometry_editor.set_value(geometry)
                page.follow_place(fill=True)

    def offer_place(self, geometry: dict[str, Any]) -> None:
        """The place of a photo: shown on the map where that can be done, to be taken there; else taken at once."""
        if self._access.places is None or not self.focus_field(GEOMETRY):
            self.place_taken.emit(geometry)
            return
        for page in self._section_pages():
            if page.geometry_editor is not None:
                page.geometry_editor.offer_photo(*geometry["coordinates"][:2])

    def read_coordinates(self) -> bool:
        """Takes coordinates that are typed and not left yet; False where they cannot be read."""
        editors = [page.geometry_editor for page in self._section_pages() if page.geometry_editor is not None]
        return all(editor.read_text() for editor in editors) and not self._texts

    def tell_unsettled(self, banner: Banner, *, rest_saved: bool) -> None:
        """Says that the coordinates that are typed or shown are not the record's place yet, and leads to them."""
        if rest_saved:
            banner.say("warning", self.tr("Saved, except for the place. Take it, mend it or clear it."))
        else:
            banner.say("error", self.tr("Not saved: the place is not settled. Take it, mend it or clear it."))
        self.focus_field(GEOMETRY)

    @property
    def has_unread_text(self) -> bool:
        """Whether something is typed that is in no field yet: coordinates that could not be read, a file's caption that
        could not be written."""
        files = [page for page in self._pages if isinstance(page, FilesPage)]
        return bool(self.unread_texts) or any(page.has_unwritten for page in files)

    @property
    def unread_texts(self) -> dict[str, str]:
        """What is typed and is no value yet, by field name."""
        editors = [page.geometry_editor for page in self._section_pages() if page.geometry_editor is not None]
        read = [editor.unread_text for editor in editors if editor.has_unread_text]
        return {GEOMETRY: read[0]} if read else dict(self._texts)

    def put_back_texts(self, texts: Mapping[str, str]) -> None:
        """Shows texts that are no values yet, on pages that are built now or later."""
        self._texts = dict(texts)
        for page in self._section_pages():
            self._put_back_text(page)

    def _put_back_text(self, page: SectionPage) -> None:
        if page.geometry_editor is not None:
            text = self._texts.pop(GEOMETRY, "")
            if text:
                page.geometry_editor.line.setText(text)

    def show_faults(self, faults: Mapping[str, Sequence[FormFault]]) -> None:
        """Shows what is wrong, keyed by field."""
        for page in self._section_pages():
            page.show_faults(faults)

    def show_completeness(self, values: Mapping[str, Any], faults: Mapping[str, Sequence[FormFault]]) -> None:
        """Shows beside each section how complete it is and the gravest thing wrong in it."""
        for index, plan in enumerate(self._plans):
            filled, asked = plan.filled(values)
            severities = {fault.severity for name in plan.names for fault in faults.get(name, ())}
            worst = next((name for name in ("error", "warning") if name in severities), None)
            told = self.tr("{filled} of {asked} filled").format(filled=filled, asked=asked)
            if worst:
                told += ", " + (self.tr("has errors") if worst == "error" else self.tr("has warnings"))
            self.sections.show_state(index, SectionState(f"{filled}/{asked}", told, worst))

    def show_children(self, parent_uuid: str | None) -> None:
        """Counts the children, and lists them where their page is built; None: the parent is not saved yet."""
        for number, child in enumerate(self._children):
            index = len(self._plans) + number
            page = self._pages[index]
            if isinstance(page, (ChildrenPage, FilesPage)):
                count = page.show_children(parent_uuid)
            elif parent_uuid is None:
                count = 0
            else:
                count = _count(self._access, child, self._rtype.name, parent_uuid)
            self._show_count(index, count)

    def children_page(self, type_name: str) -> ChildrenPage | None:
        """The page of the children of a type, where it was opened."""
        pages = (page for page in self._pages if isinstance(page, ChildrenPage))
        return next((page for page in pages if page.child.name == type_name), None)

    def open_children(self, type_name: str) -> ChildrenPage | None:
        """Opens the page of the children of a type; None where there is no such page."""
        for number, child in enumerate(self._children):
            if child.name == type_name:
                self.sections.setCurrentRow(len(self._plans) + number)
        return self.children_page(type_name)

    def close_children(self) -> None:
        """Closes the forms of children that are open inside: the form goes on with another record."""
        for frame in self.findChildren(QWidget, "childFrame"):
            frame.close()

    @property
    def history(self) -> HistoryPage | None:
        """The page of the record's history, once it was opened."""
        page = self._pages[-1]
        return page if isinstance(page, HistoryPage) else None

    def child_preset(self, type_name: str, parent: dict[str, Any]) -> dict[str, Any]:
        """What a new child of a record starts with."""
        return child_preset(self._access.workspace.catalogue.type(type_name), self._rtype.name, parent)

    # --- Qt -----------------------------------------------------------------------------------------------------------

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Files may be dropped anywhere in the form."""
        welcome(event)

    def dropEvent(self, event: QDropEvent) -> None:
        for number, child in enumerate(self._children):
            if child.parent_fields is not None and holds_files(event.mimeData()):
                event.acceptProposedAction()
                self.sections.setCurrentRow(len(self._plans) + number)
                page = self._pages[len(self._plans) + number]
                if isinstance(page, FilesPage):
                    page.take(event.mimeData())

    # --- inside -------------------------------------------------------------------------------------------------------

    def _section_pages(self) -> list[SectionPage]:
        return [page for page in self._pages if isinstance(page, SectionPage)]

    def _show(self, index: int) -> None:
        if index < 0:
            return
        page = self._pages[index]
        if page is None:
            page = self._make_page(index)
            self._pages[index] = page
            self.stack.addWidget(page)
            self.page_opened.emit(page)
            make_readable(page)
            if isinstance(page, SectionPage):
                self._put_back_text(page)
        self.stack.setCurrentWidget(page)
        self._tell_covered()

    def _tell_covered(self) -> None:
        page = self.stack.currentWidget()
        self.covered.emit(isinstance(page, ChildrenPage) and page.opened is not None)

    def _make_page(self, index: int) -> SectionPage | ChildrenPage | FilesPage | HistoryPage:
        if index == len(self._pages) - 1:
            return self._history_page()
        if index < len(self._plans):
            return self._section_page(index)
        if self._children[index - len(self._plans)].parent_fields is not None:
            return self._files_page(index)
        return self._children_page(index)

    def _files_page(self, index: int) -> FilesPage:
        child, tools = self._children[index - len(self._plans)], self._access.files
        assert tools is not None  # without it there is no such page
        page = FilesPage(child, self._rtype, self._access, tools, self._lang, self.stack)
        page.save_needed.connect(self.save_needed)
        page.place_taken.connect(self.offer_place)
        page.changed.connect(partial(self._show_count, index))
        return page

    def _show_count(self, index: int, count: int) -> None:
        self.sections.show_state(index, SectionState(str(count), self.tr("%n record(s)", "", count)))

    def _history_page(self) -> HistoryPage:
        workspace = self._access.workspace
        page = HistoryPage(
            self._rtype, workspace.catalogue, bool(workspace.settings.portal_url), self._lang, self.stack
        )
        page.ask_requested.connect(self.history_requested)
        page.back_requested.connect(self.back_requested)
        return page

    def _section_page(self, index: int) -> SectionPage:
        plan = self._plans[index]
        page = SectionPage(self._rtype, plan.fields, plan.with_geometry, self._access, self._lang, self.stack)
        for name in self._locked & set(page.editors):
            page.editors[name].setEnabled(False)
            page.hide_field(name, self._inside)
        page.edited.connect(self.edited)
        page.left.connect(self.left)
        page.place_requested.connect(self.place_requested)
        page.flash_requested.connect(self.flash_requested)
        page.fix_requested.connect(self.fix_requested)
        return page

    def _children_page(self, index: int) -> ChildrenPage:
        child = self._children[index - len(self._plans)]
        page = ChildrenPage(child, self._rtype.name, self._access, self._lang, self.stack)
        page.add_requested.connect(self.add_child)
        page.open_requested.connect(self.open_child)
        page.remove_requested.connect(self.remove_child)
        page.opened_changed.connect(self._tell_covered)
        return page


def _children(access: WorkspaceAccess, rtype: RecordType) -> list[RecordType]:
    """The types whose records are edited in place in the form of `rtype`."""
    catalogue = access.workspace.catalogue
    types = [catalogue.type(name) for name in catalogue.child_types.get(rtype.name, ())]
    found = [child for child in types if any(key.type == rtype.name for key in child.foreign_keys)]
    if access.files is not None and takes_attachments(access.workspace, rtype.name):
        found.append(catalogue.type("attachment"))
    return found


def _page_label(access: WorkspaceAccess, rtype: RecordType, child: RecordType, lang: str) -> str:
    """A link's page is called after what it links to."""
    others = [key.type for key in child.foreign_keys if key.type != rtype.name]
    return (access.workspace.catalogue.type(others[0]) if others else child).plural_label(lang)


def _count(access: WorkspaceAccess, child: RecordType, parent_type: str, parent_uuid: str) -> int:
    if child.parent_fields is not None:
        where = dict(zip(child.parent_fields, (parent_type, parent_uuid), strict=True))
    else:
        where = {parent_key(child, parent_type): parent_uuid}
    children = access.workspace.records(child.name, where)
    return sum(1 for _ in children)


def everything(rtype: RecordType) -> set[str]:
    """Every name that can have a fault: the fields and the place."""
    return {GEOMETRY, *rtype.field_names}
