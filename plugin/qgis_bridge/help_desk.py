"""F1 in any window of ours opens the page that explains where the keyboard is.

QGIS has F1 for itself in its main window. So whichever part of a window gets the keyboard, the window or panel of ours
around it is watched for that one key, and takes it before QGIS's shortcut does.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from qgis.PyQt import sip
from qgis.PyQt.QtCore import QEvent, QObject, Qt
from qgis.PyQt.QtWidgets import QApplication, QDockWidget, QWidget, QWizard

WATCHED = "vidbudovaHelp"
PACKAGE = __name__.split(".")[0]
CONTENTS = "index"


class HelpDesk(QObject):
    """Opens the help.

    :param window: the main window, which the help stays beside.
    :param make: makes a `panels.help_window.HelpWindow` over a parent. Given by the composition root.
    :param pages: page by object name of a window or part of one.
    """

    def __init__(
        self,
        window: QWidget,
        make: Callable[[QWidget], Any],
        pages: Mapping[str, str],
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._window = window
        self._make = make
        self._pages = pages
        self.shown: Any = None
        """The help, once it was opened."""
        QApplication.instance().focusChanged.connect(self._on_focus)

    def show(self, page: str = CONTENTS) -> Any:
        """Shows a page, and returns the help. Over a modal window, which would lock it out, it opens anew."""
        owner = QApplication.activeModalWidget() or self._window
        if self.shown is not None and (sip.isdeleted(self.shown) or self.shown.parentWidget() is not owner):
            self._drop()
        if self.shown is None:
            self.shown = self._make(owner)
        self.shown.show_page(page)
        self.shown.show()
        self.shown.raise_()
        self.shown.activateWindow()
        return self.shown

    def show_for_focus(self) -> None:
        """Shows the page of where the keyboard is, if that is in a window of ours."""
        focused = QApplication.focusWidget()
        self.show(self.page_of(focused) if self._ours_around(focused) is not None else CONTENTS)

    def page_of(self, widget: QWidget | None) -> str:
        """The page for a part of a window: the nearest one up that knows its own; the contents where none does."""
        anchor = ""
        while widget is not None:
            anchor = anchor or str(widget.property("helpAnchor") or "")
            page = str(widget.property("helpPage") or self._pages.get(widget.objectName(), ""))
            if page:
                return f"{page}#{anchor}" if anchor and "#" not in page else page
            widget = widget.parentWidget()
        return CONTENTS

    def close(self) -> None:
        """Closes the help and watches no more."""
        QApplication.instance().focusChanged.disconnect(self._on_focus)
        self._drop()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Takes F1, which comes here when no widget below wanted it."""
        kind = event.type()
        if kind == QEvent.Type.ShortcutOverride and event.key() == Qt.Key.Key_F1 and not event.modifiers():
            event.accept()
            return True
        if kind == QEvent.Type.KeyPress and event.key() == Qt.Key.Key_F1 and not event.modifiers():
            focused = QApplication.focusWidget()
            self.show(self.page_of(focused if focused is not None else watched))
            return True
        return False

    def _on_focus(self, _old: QWidget | None, new: QWidget | None) -> None:
        around = self._ours_around(new)
        if around is not None and around.property(WATCHED) is None:
            around.setProperty(WATCHED, True)
            around.installEventFilter(self)
            if isinstance(around, QWizard):
                around.helpRequested.connect(self._on_help_button)

    def _on_help_button(self) -> None:
        wizard = self.sender()
        if isinstance(wizard, QWizard):
            self.show(self.page_of(wizard.currentPage()))

    def _ours_around(self, widget: QWidget | None) -> QWidget | None:
        """The window or panel that the keyboard is in, if it or what opened it is of this plugin."""
        while widget is not None and not (widget.isWindow() or isinstance(widget, QDockWidget)):
            widget = widget.parentWidget()
        opener = widget
        while opener is not None:
            if type(opener).__module__.split(".")[0] == PACKAGE or opener.property("helpPage"):
                return widget
            opener = opener.parentWidget()
        return None

    def _drop(self) -> None:
        shown, self.shown = self.shown, None
        if shown is not None and not sip.isdeleted(shown):
            shown.close()
            shown.deleteLater()
