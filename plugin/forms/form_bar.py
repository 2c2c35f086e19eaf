"""The bottom of the form: what state the record is in, and what can be done with it."""

from __future__ import annotations

from qgis.PyQt.QtCore import pyqtSignal
from qgis.PyQt.QtWidgets import QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from .help_button import HelpButton

GATED = ("submitted", "approved", "published")  # states that a record with errors may not be in


class FormBar(QWidget):
    """Buttons in the order of the tab key."""

    duplicate_pressed = pyqtSignal()
    workflow_pressed = pyqtSignal()
    next_pressed = pyqtSignal()
    save_pressed = pyqtSignal()
    close_pressed = pyqtSignal()

    def __init__(self, parent: QWidget | None = None, *, inside: bool = False) -> None:
        """:param inside: of a form inside another one: narrower, and the way back stands above it."""
        super().__init__(parent)
        self._inside = inside
        self.status = QLabel(self)
        self.status.setObjectName("formStatus")
        self.status.setWordWrap(True)
        row = QHBoxLayout()
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(6)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(4)
        if inside:
            layout.addWidget(self.status)
            row.addStretch(1)
        else:
            row.addWidget(HelpButton(self))
            row.addWidget(self.status, 1)
        layout.addLayout(row)
        self.duplicate = self._button("duplicateButton", self.tr("Duplicate"))
        self.workflow = self._button("workflowButton", self.tr("Ready to Submit"))
        self.next = self._button("saveNextButton", self.tr("Save and Next"))
        self.save = self._button("saveButton", self.tr("Save"))
        self.close_button = self._button("closeButton", self.tr("Close"))
        self.next.setToolTip(self.tr("Ctrl+Enter; what tends to repeat is kept for the next record"))
        self.save.setToolTip(self.tr("Ctrl+S"))
        self.buttons: tuple[QPushButton, ...] = (self.duplicate, self.workflow, self.next, self.save, self.close_button)
        for button, signal in zip(
            self.buttons,
            (self.duplicate_pressed, self.workflow_pressed, self.next_pressed, self.save_pressed, self.close_pressed),
            strict=True,
        ):
            button.clicked.connect(signal)
            row.addWidget(button)
        if inside:
            self.close_button.setVisible(False)
            self.buttons = self.buttons[:-1]

    def show_state(self, workflow: str, word: str, errors: int, read_only: bool) -> None:
        """:param word: the workflow state in words; `errors` hold up submission."""
        parts = [word[:1].upper() + word[1:]]
        if read_only:
            parts.append(self.tr("the workspace can only be read"))
        elif workflow not in GATED:
            parts.append(
                self.tr("%n field(s) left before submitting", "", errors)
                if errors
                else self.tr("ready to be submitted")
            )
        self.status.setText(" · ".join(parts))
        self.workflow.setText(self.tr("Back to Draft") if workflow == "submitted" else self.tr("Ready to Submit"))
        self.workflow.setAccessibleName(self.workflow.text())
        self.workflow.setEnabled(not read_only and workflow in ("draft", "returned", "submitted"))
        for button in (self.save, self.next, self.duplicate):
            button.setEnabled(not read_only)

    def _button(self, name: str, text: str) -> QPushButton:
        button = QPushButton(text, self)
        button.setObjectName(f"inside_{name}" if self._inside else name)
        button.setAccessibleName(text)
        button.setAutoDefault(False)
        return button
