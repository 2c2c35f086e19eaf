"""One field on a page: its label above, the editor, what is wrong, and the help under it."""

from __future__ import annotations

from collections.abc import Sequence

from qgis.PyQt.QtCore import QCoreApplication, Qt, pyqtSignal
from qgis.PyQt.QtWidgets import QHBoxLayout, QLabel, QToolButton, QVBoxLayout, QWidget

from .checks import FormFault
from .focus import go_behind
from .glyphs import glyph_pixmap
from .theme import color


def spoken(faults: Sequence[FormFault]) -> str:
    """What a screen reader tells of a field with faults; how grave each one is, in a word."""
    words = {
        "error": QCoreApplication.translate("FaultLines", "Error: {text}"),
        "warning": QCoreApplication.translate("FaultLines", "Warning: {text}"),
        "hint": QCoreApplication.translate("FaultLines", "Hint: {text}"),
    }
    return " ".join(words[fault.severity].format(text=fault.text) for fault in faults)


class FaultLines(QWidget):
    """What is wrong with a field: an icon and a sentence each, and a button where it can be mended in one click."""

    fix_requested = pyqtSignal(object)  # the FormFault

    SHOWN = 3

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName(f"fault_{name}")
        self._layout = QVBoxLayout(self)
        self._layout.setContentsMargins(0, 0, 0, 0)
        self._layout.setSpacing(2)
        self._faults: tuple[FormFault, ...] = ()
        self.follows: QWidget | None = None
        """What the tab key comes from to the buttons here."""
        self.setVisible(False)

    @property
    def text(self) -> str:
        """All sentences, one a line."""
        return "\n".join(fault.text for fault in self._faults)

    def show_faults(self, faults: Sequence[FormFault]) -> None:
        """Replaces what is shown; the first few of many."""
        shown = tuple(faults[: self.SHOWN])
        if shown == self._faults:
            return
        self._faults = shown
        while self._layout.count():
            old = self._layout.takeAt(0).widget()
            old.setParent(None)
            old.deleteLater()
        for fault in shown:
            self._layout.addWidget(self._line(fault))
        if self.follows is not None:
            go_behind(self.follows, self.findChildren(QToolButton, "fixButton"))
        self.setVisible(bool(shown))
        self.setAccessibleName(self.text)

    def _line(self, fault: FormFault) -> QWidget:
        line = QWidget(self)
        row = QHBoxLayout(line)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(5)
        icon = QLabel(line)
        icon.setPixmap(glyph_pixmap(fault.severity, 13, self.palette(), self.devicePixelRatioF()))
        text = QLabel(fault.text, line)
        text.setTextFormat(Qt.TextFormat.PlainText)
        text.setWordWrap(True)
        text.setStyleSheet(f"color: {color(fault.severity, self.palette()).name()};")
        row.addWidget(icon, 0, Qt.AlignmentFlag.AlignTop)
        row.addWidget(text, 1)
        if fault.fix:
            button = QToolButton(line)
            button.setObjectName("fixButton")
            button.setText(fault.fix_label)
            button.setAccessibleName(f"{fault.fix_label}: {fault.text}")
            button.setProperty("fault_index", self._faults.index(fault))
            button.clicked.connect(self._fix)
            row.addWidget(button, 0, Qt.AlignmentFlag.AlignTop)
        return line

    def _fix(self) -> None:
        self.fix_requested.emit(self._faults[self.sender().property("fault_index")])


class FieldRow(QWidget):
    """Label, editor, faults, help; what the editor is does not matter here."""

    fix_requested = pyqtSignal(object)

    def __init__(
        self, name: str, label: str, help_text: str, required: bool, editor: QWidget, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.editor = editor
        self.label = QLabel(f"{label} *" if required else label, self)
        self.label.setTextFormat(Qt.TextFormat.PlainText)
        self.label.setWordWrap(True)
        self.label.setBuddy(editor.focusProxy() or editor)
        self.label.setVisible(bool(label))
        if required:
            self.label.setToolTip(self.tr("Needed before the record can be submitted"))
        self.faults = FaultLines(name, self)
        self.faults.follows = editor
        self.faults.fix_requested.connect(self.fix_requested)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(3)
        layout.addWidget(self.label)
        layout.addWidget(editor)
        layout.addWidget(self.faults)
        if help_text:
            helping = QLabel(help_text, self)
            helping.setTextFormat(Qt.TextFormat.PlainText)
            helping.setProperty("help", True)
            helping.setWordWrap(True)
            layout.addWidget(helping)
        layout.addStretch(1)

    def keep_half(self, between: int) -> None:
        """Where nothing stands beside it: the editor has half the width, what is said of it has all.

        :param between: pixels between the halves.
        """
        layout = self.layout()
        place = layout.indexOf(self.editor)
        layout.removeWidget(self.editor)
        beside = QHBoxLayout()
        beside.addWidget(self.editor, 1)
        beside.addSpacing(between)
        beside.addStretch(1)
        layout.insertLayout(place, beside)

    def show_faults(self, faults: Sequence[FormFault]) -> None:
        self.faults.show_faults(faults)
