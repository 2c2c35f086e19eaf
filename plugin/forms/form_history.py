"""The record's history in its form: what is known here, what the portal adds, and the question before going back."""

from __future__ import annotations

from collections.abc import Sequence

from qgis.PyQt.QtCore import QObject, pyqtSignal
from qgis.PyQt.QtWidgets import QWidget

from ..errors import StoreError
from ..records.definition import RecordType
from ..store import history
from .access import WorkspaceAccess
from .ask import ask
from .banner import Banner
from .editing import RecordEditing
from .form_pages import FormPages
from .history_page import change_lines


class FormHistory(QObject):
    """Fills the history page once it is opened."""

    asked = pyqtSignal(str, str)  # type, uuid: from the portal
    chosen = pyqtSignal(object, int)  # values to set, the version's number: confirmed

    def __init__(
        self,
        access: WorkspaceAccess,
        rtype: RecordType,
        editing: RecordEditing,
        pages: FormPages,
        banner: Banner,
        lang: str,
        parent: QWidget,
    ) -> None:
        super().__init__(parent)
        self._access, self._rtype, self._editing = access, rtype, editing
        self._pages, self._banner, self._lang = pages, banner, lang
        self._portal: tuple[str, tuple[history.Known, ...]] = ("", ())
        self._shown = editing.uuid
        pages.history_requested.connect(self._ask)
        pages.back_requested.connect(self._go_back)

    def show_answer(self, portal: Sequence[history.Known], trouble: str) -> None:
        """What the portal knows, newest first, or why it could not be asked."""
        if not trouble:
            self._portal = (self._editing.uuid, tuple(portal))
        self.show()
        page = self._pages.history
        if page is not None:
            page.say(trouble or self.tr("The portal's history of this record is included."))

    def show(self) -> None:
        """Reads the versions again; nothing where the page was never opened."""
        page, workspace, uuid = self._pages.history, self._access.workspace, self._editing.uuid
        if page is None:
            return
        if uuid != self._shown:  # what is asked of the portal, or was answered, is about the record before
            self._shown = uuid
            page.say("")
        told = self._portal[1] if self._portal[0] == uuid else ()
        try:
            found = () if self._editing.is_new else history.versions(workspace, self._rtype, uuid, told)
        except StoreError as error:
            self._banner.say("error", error.describe(self._lang))
            return
        page.show_versions(found, not workspace.read_only, self._now(found))

    def _now(self, found: Sequence[history.Version]) -> int | None:
        """The revision that the record is like: the newest one, where nothing waits to be sent."""
        newest = found[0] if found else None
        if newest is None or newest.revision is None or newest.record is None:
            return None
        differing = history.going_back(self._access.workspace, self._rtype, self._editing.uuid, newest)
        return None if differing else newest.revision

    def _ask(self) -> None:
        self.asked.emit(self._rtype.name, self._editing.uuid)

    def _go_back(self, version: history.Version) -> None:
        """Shows what going back changes, and asks."""
        if self._editing.unsaved or self._pages.has_unread_text:
            self._banner.say("warning", self.tr("Save or discard what you have typed first."))
            return
        workspace, uuid = self._access.workspace, self._editing.uuid
        try:
            values = history.going_back(workspace, self._rtype, uuid, version)
            now = workspace.get(self._rtype.name, uuid) or {}
        except StoreError as error:
            self._banner.say("error", error.describe(self._lang))
            return
        changes = {name: (now.get(name), value) for name, value in values.items()}
        lines = change_lines(changes, self._rtype, workspace.catalogue, self._lang)
        if not lines:
            self._banner.say("hint", self.tr("The record is already what it was in this version."))
            return
        answer = ask(
            self._pages,
            self.tr("Go back to version {number}?").format(number=version.revision),
            "\n".join([self.tr("This is saved as a new change, which waits to be sent:"), "", *lines]),
            [("back", self.tr("Go Back")), ("stay", self.tr("Cancel"))],
            "stay",
        )
        if answer == "back":
            self.chosen.emit(values, version.revision or 0)
