"""One line and several lines of text."""

from __future__ import annotations

from typing import Any

from qgis.PyQt.QtWidgets import QLineEdit, QPlainTextEdit, QVBoxLayout, QWidget

from ...records.definition import Field
from ..focus import show_focus
from .editor import FieldEditor


class TextEditor(FieldEditor):
    """One line of text. Pasted line breaks become spaces; nothing is cut off at the field's length."""

    def __init__(self, field: Field, lang: str, parent: QWidget | None = None) -> None:
        super().__init__(field, lang, parent)
        self.line = QLineEdit(self)
        self.line.setMaxLength(1_000_000)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self.line)
        self._adopt(self.line)
        self.line.textEdited.connect(self._edited)

    def value(self) -> Any:
        return self.line.text() if self.line.text().strip() else None

    def set_value(self, value: Any) -> None:
        self.line.setText("" if value is None else str(value))
        self.line.setCursorPosition(0)

    def _edited(self, _text: str) -> None:
        self.changed.emit()


class LongTextEditor(FieldEditor):
    """Several lines of text, as high as what stands in it; Tab goes on to the next field."""

    FEWEST, MOST = 3, 10  # lines that are seen

    def __init__(self, field: Field, lang: str, parent: QWidget | None = None) -> None:
        super().__init__(field, lang, parent)
        self.text = QPlainTextEdit(self)
        self.text.setTabChangesFocus(True)
        show_focus(self.text)
        self.text.document().documentLayout().documentSizeChanged.connect(self._fit)
        self._fit()
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self.text)
        self._adopt(self.text)
        self._setting = False
        self.text.textChanged.connect(self._edited)

    def value(self) -> Any:
        text = self.text.toPlainText()
        return text if text.strip() else None

    def set_value(self, value: Any) -> None:
        self._setting = True
        try:
            self.text.setPlainText("" if value is None else str(value))
        finally:
            self._setting = False

    def _fit(self) -> None:
        lines = int(self.text.document().size().height())  # a plain text's height is told in lines
        self.text.setFixedHeight(self.text.fontMetrics().lineSpacing() * max(self.FEWEST, min(lines, self.MOST)) + 14)

    def _edited(self) -> None:
        if not self._setting:
            self.changed.emit()
