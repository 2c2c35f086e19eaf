"""What can be done with the records that are selected: one set of actions for the menu, the button and the keys."""

from __future__ import annotations

from qgis.PyQt.QtCore import QObject, QPoint, pyqtSignal
from qgis.PyQt.QtWidgets import QAction, QMenu, QToolButton, QWidget


class RecordActions(QObject):
    """The menu of the record list; it opens under the button *Actions* and where the list asks for it."""

    chosen = pyqtSignal(str)
    """settle, open, submit, set_field, export, delete, all"""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.menu = QMenu(parent)
        self.menu.setObjectName("recordMenu")
        self.actions: dict[str, QAction] = {}
        for entry in (
            ("settle", self.tr("Settle Conflict…"), "Enter"),
            ("open", self.tr("Open Form"), "Enter"),
            None,
            ("submit", self.tr("Submit…"), ""),
            ("set_field", self.tr("Set Field…"), ""),
            ("export", self.tr("Export…"), ""),
            None,
            ("all", self.tr("Select All"), "Ctrl+A"),
            None,
            ("delete", self.tr("Delete…"), "Delete"),
        ):
            if entry is None:
                self.menu.addSeparator()
            else:
                self._add(*entry)
        self.button = QToolButton(parent)
        self.button.setObjectName("recordActionsButton")
        self.button.setText(self.tr("Actions"))
        self.button.setAccessibleName(self.tr("What to do with the selected records"))
        self.button.setToolTip(self.button.accessibleName())
        self.button.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self.button.setMenu(self.menu)

    def show(self, at: QPoint) -> None:
        """Opens the menu at a point of the screen."""
        self.menu.popup(at)

    def enable(self, selected: int, writable: bool, conflict: bool = False) -> None:
        """What can be done with so many records.

        :param conflict: the only one of them is in conflict: the key that opens a form leads to the conflict then.
        """
        for name, action in self.actions.items():
            action.setEnabled(name == "all" or (selected > 0 and (writable or name in ("open", "export"))))
        self.actions["settle"].setVisible(conflict)
        self.actions["open"].setEnabled(selected == 1)
        self.actions["open"].setText(_with_key(self.tr("Open Form"), "" if conflict else "Enter"))
        self.button.setEnabled(selected > 0)

    def _add(self, name: str, text: str, key: str) -> None:
        action = QAction(_with_key(text, key), self)
        action.setObjectName(f"record_{name}")
        action.setData(name)
        action.triggered.connect(self._on_triggered)
        self.actions[name] = action
        self.menu.addAction(action)

    def _on_triggered(self, _checked: bool = False) -> None:
        action = self.sender()
        if isinstance(action, QAction):
            self.chosen.emit(str(action.data()))


def _with_key(text: str, key: str) -> str:
    """A menu's text with the key beside it that does the same, if any."""
    return f"{text}\t{key}" if key else text
