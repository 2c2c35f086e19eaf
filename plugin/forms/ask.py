"""Questions with buttons in our own words: Qt's own texts are not translated on every machine."""

from __future__ import annotations

from collections.abc import Sequence

from qgis.PyQt.QtCore import Qt
from qgis.PyQt.QtWidgets import QMessageBox, QWidget


def ask(parent: QWidget, title: str, text: str, choices: Sequence[tuple[str, str]], escape: str) -> str:
    """Asks and waits for the answer.

    :param choices: (what is returned, label) of each button; the first one is the default.
    :param escape: what Esc and the window's cross mean.
    """
    box = QMessageBox(QMessageBox.Icon.Question, title, text, QMessageBox.StandardButton.NoButton, parent)
    box.setObjectName("question")
    box.setTextFormat(Qt.TextFormat.PlainText)  # titles of records stand in questions, whatever they contain
    buttons = {}
    for answer, label in choices:
        role = QMessageBox.ButtonRole.RejectRole if answer == escape else QMessageBox.ButtonRole.AcceptRole
        button = box.addButton(label, role)
        button.setObjectName(f"answer_{answer}")
        buttons[answer] = button
    box.setDefaultButton(buttons[choices[0][0]])
    box.setEscapeButton(buttons[escape])
    box.exec()
    clicked = box.clickedButton()
    return next((answer for answer, button in buttons.items() if button is clicked), escape)
