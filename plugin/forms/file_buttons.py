"""What can be done with the files of a record: buttons below the list, the same in its context menu, with keys."""

from __future__ import annotations

from collections.abc import Sequence

from qgis.PyQt.QtCore import QCoreApplication, Qt
from qgis.PyQt.QtGui import QKeySequence
from qgis.PyQt.QtWidgets import QAction, QPushButton, QWidget

from .file_rows import FileRow
from .flow import FlowLayout
from .glyphs import glyph_icon

_NAMES = {
    "add": "addFilesButton",
    "paste": "pasteFilesButton",
    "open": "openFileButton",
    "left": "turnLeftButton",
    "right": "turnRightButton",
    "place": "takePlaceButton",
    "retry": "retryFileButton",
    "remove": "removeFileButton",
}
"""Name of each action's button, in the order of the tab key; the others stand in the context menu."""
_SIGNS = {"left": "turn_left", "right": "turn_right"}


class FileButtons(QWidget):
    """Actions by name (`actions_by_name`) with a button each; their slots are the page's."""

    def __init__(self, with_place: bool, list_: QWidget, page: QWidget, parent: QWidget) -> None:
        """:param list_: gets the actions as its context menu; their keys work on the whole `page`."""
        super().__init__(parent)
        self.setObjectName("fileButtons")
        self._with_place = with_place
        self.actions_by_name: dict[str, QAction] = {}
        self._buttons: dict[str, QPushButton] = {}
        layout = FlowLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(6)
        list_.setContextMenuPolicy(Qt.ContextMenuPolicy.ActionsContextMenu)
        for name, (text, keys, tip) in _texts().items():
            action = QAction(text, page)
            action.setToolTip(tip or text)
            if keys:
                action.setShortcut(QKeySequence(keys))
                action.setShortcutContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
                action.setToolTip(
                    f"{tip or text} ({action.shortcut().toString(QKeySequence.SequenceFormat.NativeText)})"
                )
            page.addAction(action)
            list_.addAction(action)
            self.actions_by_name[name] = action
        for name, object_name in _NAMES.items():
            action = self.actions_by_name[name]
            button = QPushButton("" if name in _SIGNS else action.text(), self)
            if name in _SIGNS:
                button.setIcon(glyph_icon(_SIGNS[name], self.palette()))
            button.setObjectName(object_name)
            button.setAccessibleName(action.text())
            button.setToolTip(action.toolTip())
            button.setAutoDefault(False)
            button.clicked.connect(action.trigger)
            layout.addWidget(button)
            self._buttons[name] = button

    def show_for(self, rows: Sequence[FileRow], editable: bool, pasteable: bool) -> None:
        """Offers what can be done with the chosen files."""
        one = rows[0] if len(rows) == 1 else None
        turnable = [row for row in rows if row.is_picture and row.original_here]
        self._offer("add", editable)
        self._offer("paste", editable and pasteable)
        self._offer("open", one is not None)
        self._offer("outside", one is not None and one.picture is not None, one is not None and one.picture is not None)
        self._offer("remove", bool(rows) and editable)
        self._offer("caption", one is not None and editable)
        for name in ("left", "right"):
            self._offer(name, bool(turnable) and editable, not rows or any(row.is_picture for row in rows))
        placed = one is not None and one.place is not None
        self._offer("place", placed and editable, self._with_place and placed)
        refused = any(row.state == "refused" for row in rows)
        self._offer("retry", refused and editable, refused)
        translate = QCoreApplication.translate
        word = translate("FileButtons", "Open")
        if one is not None and one.state == "elsewhere":
            word = translate("FileButtons", "Fetch")
        elif one is None or one.is_picture:
            word = translate("FileButtons", "View")
        self.actions_by_name["open"].setText(word)
        self._buttons["open"].setText(word)
        self._buttons["open"].setAccessibleName(word)

    def _offer(self, name: str, enabled: bool, shown: bool = True) -> None:
        action, button = self.actions_by_name[name], self._buttons.get(name)
        action.setEnabled(enabled)
        action.setVisible(shown)
        if button is not None:
            button.setEnabled(enabled)
            button.setVisible(shown)


def _texts() -> dict[str, tuple[str, str, str]]:
    """By name: label, keys, tip."""
    translate = QCoreApplication.translate
    return {
        "add": (translate("FileButtons", "Add Files…"), "Ctrl+O", ""),
        "paste": (translate("FileButtons", "Paste"), "Ctrl+V", ""),
        "open": (translate("FileButtons", "View"), "", ""),
        "caption": (translate("FileButtons", "Caption"), "F2", ""),
        "left": (translate("FileButtons", "Turn Left"), "Ctrl+L", ""),
        "right": (translate("FileButtons", "Turn Right"), "Ctrl+R", ""),
        "place": (
            translate("FileButtons", "Use Its Place"),
            "",
            translate("FileButtons", "The place where the photo was taken becomes the record's place"),
        ),
        "outside": (
            translate("FileButtons", "Open Outside"),
            "",
            translate("FileButtons", "Opens a copy with the program that this computer has for such files"),
        ),
        "retry": (translate("FileButtons", "Send Again"), "", ""),
        "remove": (translate("FileButtons", "Remove"), "", translate("FileButtons", "Can be undone (Del)")),
    }
