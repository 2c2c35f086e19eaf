"""Whole numbers, numbers and money, with the unit inside the field."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import Any

from qgis.PyQt.QtCore import QCoreApplication, QEvent, Qt, pyqtSignal
from qgis.PyQt.QtWidgets import QLabel, QLineEdit, QVBoxLayout, QWidget

from ...records.definition import Field
from ...records.messages import currency_word, format_number
from ...records.numbers import TypedAmount, parse_amount, parse_number, retype, stated_currency
from ..amount_words import amount_in_words
from .editor import FieldEditor

MOST_DIGITS = 18  # before the decimal sign; longer ones stay as they were typed, for the checks to name
_WIRE_MONEY = re.compile(r"-?\d+\.\d\d\Z", re.ASCII)


def unit_text(ucum: str | None) -> str:
    """How a unit is written beside a number; an annotation of UCUM such as ``{person}`` becomes a word."""
    if ucum == "{person}":
        return QCoreApplication.translate("NumberEditor", "people")
    return (ucum or "").strip("{}")


class UnitLineEdit(QLineEdit):
    """A line that shows a unit at its right end without making it part of the text."""

    def __init__(self, unit: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.unit_label = QLabel(self)
        self.unit_label.setProperty("help", True)
        self.unit_label.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.set_unit(unit)

    def set_unit(self, unit: str) -> None:
        self.unit_label.setText(unit)
        self.unit_label.adjustSize()
        self.setTextMargins(0, 0, self.unit_label.width() + 4 if unit else 0, 0)
        self._place()

    def resizeEvent(self, event: QEvent) -> None:
        super().resizeEvent(event)
        self._place()

    def _place(self) -> None:
        size = self.unit_label.sizeHint()
        self.unit_label.setGeometry(
            self.width() - size.width() - 8, (self.height() - size.height()) // 2, size.width(), size.height()
        )


class NumberEditor(FieldEditor):
    """A number that may be blank; blank is not zero."""

    def __init__(self, field: Field, lang: str, parent: QWidget | None = None) -> None:
        super().__init__(field, lang, parent)
        self.line = UnitLineEdit(unit_text(field.unit), self)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self.line)
        self._adopt(self.line)
        self.line.setInputMethodHints(Qt.InputMethodHint.ImhFormattedNumbersOnly)
        self.line.textEdited.connect(self._edited)

    def value(self) -> Any:
        text = self.line.text().strip()
        if not text:
            return None
        number = self._read(text)
        if number is None or number.adjusted() >= MOST_DIGITS:
            return text
        return self._wire(number, text)

    def set_value(self, value: Any) -> None:
        self.line.setText("" if value is None else self._shown(value))
        self.line.setCursorPosition(0)

    def _read(self, text: str) -> Decimal | None:
        return parse_number(text, self.lang)

    def _wire(self, number: Decimal, text: str) -> Any:
        if self.field.type == "integer":
            return int(number) if number == number.to_integral_value() else text
        return float(number)

    def _shown(self, value: Any) -> str:
        if isinstance(value, (int, float)) and not isinstance(value, bool):
            return format_number(value, self.lang)
        return str(value)

    def _edited(self, _text: str) -> None:
        self.changed.emit()

    def _is_number(self, value: Any) -> bool:
        return isinstance(value, (int, float))

    def _focus_left(self) -> None:
        value = self.value()
        if self._is_number(value):
            self.set_value(value)  # in the form the language writes it
        super()._focus_left()


class MoneyEditor(NumberEditor):
    """An amount of money; thousands are set apart while it is typed. The wire value has two decimals, as text.

    The sum in words is the tool tip, for the hand, and the description, for a screen reader. A currency that is typed
    along goes to the currency's own field; an amount in another currency than that field's is no value of this one.
    """

    currency_stated = pyqtSignal(str)  # ISO 4217: a person wrote it beside the amount, and it is not the record's

    def __init__(self, field: Field, lang: str, parent: QWidget | None = None) -> None:
        super().__init__(field, lang, parent)
        self._code = ""
        self._typed = TypedAmount("", 0)
        self.line.textChanged.connect(self._say_in_words)

    def set_currency(self, code: str | None) -> None:
        """Shows the currency (ISO 4217) that the record states beside the amount."""
        self._code = code or ""
        self.line.set_unit(currency_word(self._code, self.lang))
        self._say_in_words()

    def _say_in_words(self) -> None:
        value = self.value()
        words = amount_in_words(Decimal(value), self._code, self.lang) if self._is_number(value) else ""
        words = words[:1].upper() + words[1:]
        self.line.setToolTip(words)
        parts = (words, self.field.help(self.lang) or "")
        self.line.setAccessibleDescription(". ".join(part for part in parts if part))

    def set_value(self, value: Any) -> None:
        super().set_value(value)
        self._typed = TypedAmount(self.line.text(), 0)

    def _read(self, text: str) -> Decimal | None:
        return None if self._is_other_currency(text) else parse_amount(text, self.lang)

    def _is_other_currency(self, text: str) -> bool:
        return (stated_currency(text) or self._code) != self._code

    def _wire(self, number: Decimal, text: str) -> Any:
        kopiykas = f"{number:f}".partition(".")[2].rstrip("0")
        return text if len(kopiykas) > 2 else f"{number:.2f}"

    def _is_number(self, value: Any) -> bool:
        return isinstance(value, str) and _WIRE_MONEY.match(value) is not None

    def _shown(self, value: Any) -> str:
        return format_number(Decimal(value), self.lang, 2) if self._is_number(value) else str(value)

    def _edited(self, text: str) -> None:
        self._typed = retype(self._typed, text, self.line.cursorPosition(), self.lang)
        if self._typed.text != text:
            self.line.setText(self._typed.text)
            self.line.setCursorPosition(self._typed.caret)
        if self._is_other_currency(text) and parse_amount(text, self.lang) is not None:
            self.currency_stated.emit(stated_currency(text))
        self.changed.emit()
