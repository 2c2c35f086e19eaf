"""The organisation's EDRPOU code in dialogs: what is wrong with it stands under it as soon as the field is left."""

from __future__ import annotations

from qgis.PyQt.QtWidgets import QLineEdit, QWidget

from ..quality import edrpou
from ..records import messages
from .note_label import NoteLabel

PERSONAL = 10
"""Digits of a person's tax number, which is not kept."""


class OrganisationField(QLineEdit):
    """`fault()` keeps a dialog from closing; a check digit that does not fit is only remarked upon."""

    def __init__(self, name: str, code: str, lang: str, parent: QWidget | None = None) -> None:
        super().__init__(code, parent)
        self.setObjectName(name)
        self._lang = lang
        self.note = NoteLabel(f"{name}Note", True, self.parentWidget())
        self.editingFinished.connect(self.check)
        self.textEdited.connect(self._forget)

    @property
    def code(self) -> str:
        """As typed, without spaces around."""
        return str(self.text()).strip()

    def fault(self) -> str:
        """Why the code cannot be kept, in words; blank where it can."""
        code = self.code
        if code.isdigit() and len(code) == PERSONAL:
            return messages.text("rule.edrpou.personal", self._lang)
        if code and not edrpou.is_form(code):
            return messages.text("rule.edrpou.form", self._lang, code=code)
        return ""

    def check(self) -> bool:
        """Says what is wrong; whether the code can be kept."""
        fault, code = self.fault(), self.code
        doubt = bool(code) and not fault and not edrpou.is_valid(code)
        text = messages.text("rule.edrpou.check_digit", self._lang, code=code) if doubt else fault
        self.note.show_text(text)
        self.setAccessibleDescription(text)
        return not fault

    def _forget(self, _text: str) -> None:
        self.note.setVisible(False)
