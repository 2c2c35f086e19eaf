"""What all field editors share: the wire value in and out, and when a person altered or left the field."""

from __future__ import annotations

from typing import Any

from qgis.PyQt.QtCore import QCoreApplication, QEvent, QObject, Qt, pyqtSignal
from qgis.PyQt.QtWidgets import QAbstractScrollArea, QComboBox, QLineEdit, QWidget

from ...records.definition import Field
from ..fault_frame import FaultFrame
from ..hints import make_readable


class FieldEditor(QWidget):
    """Edits one field.

    `value()` gives the wire value, None for blank. Text that is no value of the field's type comes back as it was
    typed, so that the checks can name it and the form can keep it.
    """

    changed = pyqtSignal()  # a person altered the value; never emitted by set_value()
    left = pyqtSignal()  # the keyboard went elsewhere: time to check

    def __init__(self, field: Field, lang: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.field = field
        self.lang = lang
        self._said = ""
        self._fault_frame: FaultFrame | None = None
        self.setObjectName(f"editor_{field.name}")
        self.setProperty("helpAnchor", field.name)

    def value(self) -> Any:
        raise NotImplementedError

    def set_value(self, value: Any) -> None:
        raise NotImplementedError

    def set_faulty(self, faulty: bool, said: str = "") -> None:
        """Marks the input so that the style sheet can frame it; the text of the fault stands under the field, and
        `said` is what a screen reader tells of it before the help."""
        target = self.focusProxy() or self
        told = str(target.accessibleDescription())
        target.setAccessibleDescription(
            " ".join(part for part in (said, told.removeprefix(self._said).strip()) if part)
        )
        self._said = said
        if bool(target.property("faulty")) == faulty:
            return
        target.setProperty("faulty", faulty)
        target.style().unpolish(target)
        target.style().polish(target)
        make_readable(self)
        self._frame_fault(target, faulty)

    def _frame_fault(self, target: QWidget, faulty: bool) -> None:
        """Lists of choices and buttons, which would lose their look to the style sheet, are framed by a widget."""
        if isinstance(target, (QLineEdit, QAbstractScrollArea)):
            return
        if self._fault_frame is None:
            self._fault_frame = FaultFrame(target if isinstance(target, QComboBox) else self)
        self._fault_frame.setVisible(faulty)

    def _adopt(self, widget: QWidget) -> None:
        """Makes a widget the field's input: its name for tests and screen readers, its focus, its guard."""
        widget.setObjectName(f"field_{self.field.name}")
        widget.setAccessibleName(self.field.label(self.lang))
        needed = QCoreApplication.translate("FieldRow", "Needed before the record can be submitted")
        told = [self.field.help(self.lang) or "", f"{needed}." if self.field.required else ""]
        widget.setAccessibleDescription(" ".join(part for part in told if part))
        widget.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setFocusProxy(widget)
        self._watch(widget)

    def _watch(self, widget: QWidget) -> None:
        widget.installEventFilter(self)
        if isinstance(widget, QAbstractScrollArea):
            widget.viewport().installEventFilter(self)  # what is dragged over a text comes there

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.FocusOut and event.reason() not in (
            Qt.FocusReason.PopupFocusReason,
            Qt.FocusReason.MenuBarFocusReason,
        ):
            self._focus_left()
        elif event.type() == QEvent.Type.DragEnter and any(url.isLocalFile() for url in event.mimeData().urls()):
            event.ignore()  # files are the form's affair, which attaches them; a field would take their paths as text
            return True
        elif event.type() == QEvent.Type.Wheel and isinstance(watched, QComboBox):
            event.ignore()  # a page that is scrolled must not change values under the pointer
            return True
        return super().eventFilter(watched, event)

    def _focus_left(self) -> None:
        self.left.emit()
