"""The window around a record form, and the frame around a child's form inside it; makes room for the map while a place
is drawn."""

from __future__ import annotations

from textwrap import shorten
from typing import Any

from qgis.PyQt.QtCore import Qt, pyqtSignal
from qgis.PyQt.QtGui import QCloseEvent, QResizeEvent
from qgis.PyQt.QtWidgets import QDialog, QHBoxLayout, QLabel, QLineEdit, QSizePolicy, QToolButton, QVBoxLayout, QWidget

from ..records.definition import RecordType
from .access import WorkspaceAccess
from .form import TITLE_LETTERS, RecordForm


class RecordWindow(QDialog):
    """One record in a window of its own, not modal: the map stays usable beside it.

    While a place is drawn the window hides; `set_geometry()` or `end_placing()` brings it back. A child's form stands
    in this one's, in the place of the list of children. It is announced by `window_opened`, so that whoever answers
    `place_requested` of this window can do so for it.
    """

    saved = pyqtSignal(str, str)
    deleted = pyqtSignal(str, str)
    place_requested = pyqtSignal(str)
    flash_requested = pyqtSignal(object)
    window_opened = pyqtSignal(object)  # RecordWindow
    history_requested = pyqtSignal(object)  # this window; answered by form.show_history()
    closed = pyqtSignal(object)  # this window; it is deleted afterwards

    WIDTH, HEIGHT = 900, 580
    INSIDE = False

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
        above = self._above()  # made before the form: the tab key goes in the order of making
        self.form = RecordForm(access, rtype, uuid, lang, self, preset, inside=self.INSIDE)
        self._arrange(above)
        self.form.saved.connect(self.saved)
        self.form.deleted.connect(self.deleted)
        self.form.closed.connect(self.close)
        self.form.place_requested.connect(self._place)
        self.form.flash_requested.connect(self.flash_requested)
        self.form.child_requested.connect(self._open_child)
        self.form.title_changed.connect(self._show_title)
        self.form.history_requested.connect(self._ask_history)
        self._show_title(self.form.title)

    def _above(self) -> QHBoxLayout | None:
        """What stands above the form."""
        return None

    def _arrange(self, _above: QHBoxLayout | None) -> None:
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self.form)
        self.setMinimumSize(560, 320)  # a laptop of 1366×768 at 200 % has no more than 683×384
        self.resize(self._fitting_size())

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
        self.bring_up()

    def bring_up(self) -> None:
        """Shows the window in front of others."""
        self.show()
        self.raise_()
        self.activateWindow()

    def setVisible(self, visible: bool) -> None:
        """A dialog selects the text of its first field; one key more would then replace a title. A long one shows its
        beginning."""
        super().setVisible(visible)
        field = self.focusWidget()
        if visible and isinstance(field, QLineEdit):
            field.home(False)

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
        self.window().hide()
        self.place_requested.emit(kind)

    def _open_child(self, type_name: str, uuid: str | None, preset: dict[str, Any]) -> None:
        page = self.form.pages.open_children(type_name)
        if page is None or (page.opened is not None and not page.opened.close()):
            return
        access = self.form.access
        try:
            child = ChildFrame(
                access, access.workspace.catalogue.type(type_name), uuid, self.form.lang, page, preset or None
            )
        except LookupError:
            self.form.children_changed()
            return
        child.saved.connect(self._child_saved)
        child.deleted.connect(self.deleted)
        child.window_opened.connect(self.window_opened)
        page.open_in_place(child, child.closed)
        self.window_opened.emit(child)
        child.form.focus_first()

    def _child_saved(self, type_name: str, uuid: str) -> None:
        self.form.children_changed()
        page = self.form.pages.children_page(type_name)
        if page is not None:
            page.select(uuid)
        self.saved.emit(type_name, uuid)

    def _ask_history(self, _type_name: str, _uuid: str) -> None:
        self.history_requested.emit(self)

    def _show_title(self, title: str) -> None:
        kind = self.form.rtype.label(self.form.lang)
        title = shorten(title, TITLE_LETTERS, placeholder="…")
        self.setWindowTitle(f"{kind} – {title}" if title else kind)

    def _fitting_size(self) -> Any:
        size = self.size()
        screen = self.screen().availableGeometry() if self.screen() else None
        size.setWidth(min(self.WIDTH, screen.width() - 40) if screen else self.WIDTH)
        size.setHeight(min(self.HEIGHT, screen.height() - 80) if screen else self.HEIGHT)
        return size


class ChildFrame(RecordWindow):
    """The form of a child inside its parent's, with the way back to the list above it. Esc goes back, too."""

    INSIDE = True

    def _above(self) -> QHBoxLayout:
        back = QToolButton(self)
        back.setObjectName("backToListButton")
        back.setText(self.tr("‹ Back to the list"))
        back.setAccessibleName(self.tr("Back to the list"))
        back.setToolTip(self.tr("Esc"))
        back.clicked.connect(self.close)
        self._heading = ElidedLabel(self)
        self._heading.setObjectName("childHeading")
        row = QHBoxLayout()
        row.setSpacing(10)
        row.setContentsMargins(8, 4, 8, 0)  # in line with what the form begins with
        row.addWidget(back)
        row.addWidget(self._heading, 1)
        return row

    def _arrange(self, above: QHBoxLayout | None) -> None:
        self.setObjectName("childFrame")
        self.setWindowFlags(Qt.WindowType.Widget)
        self.setAttribute(Qt.WidgetAttribute.WA_Moved)  # a dialog would centre itself over the window
        layout = QVBoxLayout(self)
        layout.setContentsMargins(4, 4, 0, 0)
        layout.setSpacing(0)
        layout.addLayout(above)
        layout.addWidget(self.form, 1)
        self.setFocusProxy(self.form)

    def bring_up(self) -> None:
        window = self.window()
        window.show()
        window.raise_()
        window.activateWindow()
        if isinstance(window, RecordWindow):
            window.form.pages.open_children(self.form.rtype.name)

    def _show_title(self, title: str) -> None:
        super()._show_title(title)
        self._heading.setText(self.windowTitle())


class ElidedLabel(QLabel):
    """One bold line that ends in an ellipsis where there is no room; whole in the tool tip and for a screen reader."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        font = self.font()
        font.setBold(True)
        self.setFont(font)
        self._whole = ""

    def setText(self, text: str) -> None:
        self._whole = text
        self.setToolTip(text)
        self.setAccessibleName(text)
        self._elide()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._elide()

    def _elide(self) -> None:
        super().setText(self.fontMetrics().elidedText(self._whole, Qt.TextElideMode.ElideRight, self.width()))
