"""The window around a record form: opens children's forms, makes room for the map while a place is drawn."""

from __future__ import annotations

from typing import Any

from qgis.PyQt.QtCore import Qt, pyqtSignal
from qgis.PyQt.QtGui import QCloseEvent
from qgis.PyQt.QtWidgets import QDialog, QLineEdit, QVBoxLayout, QWidget

from ..records.definition import RecordType
from .access import WorkspaceAccess
from .form import RecordForm


class RecordWindow(QDialog):
    """One record in a window of its own, not modal: the map stays usable beside it.

    While a place is drawn the window (and the one it was opened from) hides; `set_geometry()` or `end_placing()` brings
    it back. Forms of children open in windows of their own, announced by `window_opened` so that whoever answers
    `place_requested` of this window can do so for them.
    """

    saved = pyqtSignal(str, str)
    deleted = pyqtSignal(str, str)
    place_requested = pyqtSignal(str)
    flash_requested = pyqtSignal(object)
    window_opened = pyqtSignal(object)  # RecordWindow
    history_requested = pyqtSignal(object)  # this window; answered by form.show_history()
    closed = pyqtSignal(object)  # this window; it is deleted afterwards

    WIDTH, HEIGHT = 900, 560

    def __init__(
        self,
        access: WorkspaceAccess,
        rtype: RecordType,
        uuid: str | None,
        lang: str,
        parent: QWidget | None = None,
        preset: dict[str, Any] | None = None,
    ) -> None:
        """:raises LookupError: there is no such record."""
        super().__init__(parent)
        self.setObjectName("recordWindow")
        self.setModal(False)
        self.setWindowFlag(Qt.WindowType.WindowMinMaxButtonsHint, True)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.form = RecordForm(access, rtype, uuid, lang, self, preset)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self.form)
        self.setMinimumSize(700, 400)
        self.resize(self._fitting_size())
        self.form.saved.connect(self.saved)
        self.form.deleted.connect(self.deleted)
        self.form.closed.connect(self.close)
        self.form.place_requested.connect(self._place)
        self.form.flash_requested.connect(self.flash_requested)
        self.form.child_requested.connect(self._open_child)
        self.form.title_changed.connect(self._show_title)
        self.form.history_requested.connect(self._ask_history)
        self._show_title(rtype.title(self.form.editing.values))

    @property
    def record(self) -> tuple[str, str]:
        """Type and uuid of the record that is open."""
        return self.form.rtype.name, self.form.uuid

    def set_geometry(self, geometry: dict[str, Any]) -> None:
        """The place that was drawn: a GeoJSON geometry (lon, lat, WGS 84)."""
        self.form.set_geometry(geometry)
        self.end_placing()

    def end_placing(self) -> None:
        """Comes back from the map, with or without a new place."""
        for window in reversed(self._chain()):
            window.show()
        self.raise_()
        self.activateWindow()

    def setVisible(self, visible: bool) -> None:
        """A dialog selects the text of its first field; one key more would then replace a title."""
        super().setVisible(visible)
        field = self.focusWidget()
        if visible and isinstance(field, QLineEdit):
            field.deselect()

    def closeEvent(self, event: QCloseEvent) -> None:
        children_closed = all(window.close() for window in self.findChildren(RecordWindow))
        if not children_closed or not self.form.may_close():
            event.ignore()
            return
        event.accept()
        self.closed.emit(self)

    def reject(self) -> None:
        """Esc closes like the cross does: what is not saved is asked about."""
        self.close()

    def _place(self, kind: str) -> None:
        for window in self._chain():
            window.hide()
        self.place_requested.emit(kind)

    def _chain(self) -> list[RecordWindow]:
        """This window and the ones it was opened from, this one first."""
        windows = [self]
        parent = self.parent()
        while isinstance(parent, RecordWindow):
            windows.append(parent)
            parent = parent.parent()
        return windows

    def _open_child(self, type_name: str, uuid: str | None, preset: dict[str, Any]) -> None:
        access = self.form.access
        child = access.workspace.catalogue.type(type_name)
        try:
            window = RecordWindow(access, child, uuid, self.form.lang, self, preset or None)
        except LookupError:
            self.form.children_changed()
            return
        window.saved.connect(self._child_saved)
        window.deleted.connect(self.deleted)
        self.window_opened.emit(window)
        window.window_opened.connect(self.window_opened)
        window.show()

    def _child_saved(self, type_name: str, uuid: str) -> None:
        self.form.children_changed()
        self.saved.emit(type_name, uuid)

    def _ask_history(self, _type_name: str, _uuid: str) -> None:
        self.history_requested.emit(self)

    def _show_title(self, title: str) -> None:
        kind = self.form.rtype.label(self.form.lang)
        self.setWindowTitle(f"{kind} – {title}" if title else kind)

    def _fitting_size(self) -> Any:
        size = self.size()
        screen = self.screen().availableGeometry() if self.screen() else None
        size.setWidth(min(self.WIDTH, screen.width() - 40) if screen else self.WIDTH)
        size.setHeight(min(self.HEIGHT, screen.height() - 80) if screen else self.HEIGHT)
        return size
