"""Dates typed in the usual forms or picked from a calendar; blank stays blank."""

from __future__ import annotations

from datetime import date
from typing import Any

from qgis.PyQt.QtCore import QDate, QEvent, QObject, QPoint, Qt
from qgis.PyQt.QtGui import QKeyEvent
from qgis.PyQt.QtWidgets import QCalendarWidget, QHBoxLayout, QLineEdit, QToolButton, QVBoxLayout, QWidget

from ...records.definition import Field
from ..dates import format_date, format_moment, parse_date, today
from .editor import FieldEditor


class DateEditor(FieldEditor):
    """A date: ``5.11.26`` is understood, Alt+Down opens the calendar, the cross clears."""

    def __init__(self, field: Field, lang: str, parent: QWidget | None = None) -> None:
        super().__init__(field, lang, parent)
        self.line = QLineEdit(self)
        self.line.setClearButtonEnabled(True)
        self.line.setPlaceholderText(self.tr("day.month.year"))
        self.button = QToolButton(self)
        self.button.setObjectName(f"calendar_{field.name}")
        self.button.setText("▾")
        self.button.setToolTip(self.tr("Calendar (Alt+Down)"))
        self.button.setAccessibleName(self.tr("Calendar"))
        self.button.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.button.clicked.connect(self.open_calendar)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(2)
        layout.addWidget(self.line, 1)
        layout.addWidget(self.button)
        self._adopt(self.line)
        self._popup: QWidget | None = None
        self.calendar: QCalendarWidget | None = None
        self.line.textChanged.connect(self._text_changed)
        self._setting = False

    def value(self) -> Any:
        text = self.line.text().strip()
        if not text:
            return None
        parsed = parse_date(text)
        return text if parsed is None else parsed.isoformat()

    def set_value(self, value: Any) -> None:
        parsed = parse_date(str(value)) if value is not None else None
        self._setting = True
        try:
            self.line.setText("" if value is None else str(value) if parsed is None else format_date(parsed, self.lang))
        finally:
            self._setting = False

    def open_calendar(self) -> None:
        """Shows the calendar at the date in the field, or at today's month."""
        if self._popup is None:
            self._popup = QWidget(self, Qt.WindowType.Popup)
            self.calendar = QCalendarWidget(self._popup)
            self.calendar.setObjectName(f"calendar_popup_{self.field.name}")
            self.calendar.setFirstDayOfWeek(Qt.DayOfWeek.Monday)
            self.calendar.setVerticalHeaderFormat(QCalendarWidget.VerticalHeaderFormat.NoVerticalHeader)
            self.calendar.setDateRange(QDate(1900, 1, 1), QDate(2199, 12, 31))
            self.calendar.clicked.connect(self._picked)
            self.calendar.activated.connect(self._picked)
            layout = QVBoxLayout(self._popup)
            layout.setContentsMargins(0, 0, 0, 0)
            layout.addWidget(self.calendar)
        parsed = parse_date(self.line.text()) or today()
        self.calendar.setSelectedDate(QDate(parsed.year, parsed.month, parsed.day))
        self._popup.adjustSize()
        self._popup.move(self._popup_corner())
        self._popup.show()
        self.calendar.setFocus(Qt.FocusReason.PopupFocusReason)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if (
            event.type() == QEvent.Type.KeyPress
            and isinstance(event, QKeyEvent)
            and event.key() == Qt.Key.Key_Down
            and event.modifiers() & Qt.KeyboardModifier.AltModifier
        ):
            self.open_calendar()
            return True
        return super().eventFilter(watched, event)

    def _popup_corner(self) -> QPoint:
        below = self.mapToGlobal(QPoint(0, self.height()))
        screen = self.screen().availableGeometry()
        size = self._popup.sizeHint()
        x = max(screen.left(), min(below.x(), screen.right() - size.width()))
        fits = below.y() + size.height() <= screen.bottom()
        return QPoint(x, below.y() if fits else self.mapToGlobal(QPoint(0, 0)).y() - size.height())

    def _picked(self, picked: QDate) -> None:
        self._popup.hide()
        self.set_value(date(picked.year(), picked.month(), picked.day()).isoformat())
        self.line.setFocus(Qt.FocusReason.OtherFocusReason)
        self.changed.emit()

    def _text_changed(self, _text: str) -> None:
        if not self._setting:
            self.changed.emit()

    def _focus_left(self) -> None:
        self.set_value(self.value())
        super()._focus_left()


class MomentEditor(FieldEditor):
    """A moment that the program writes itself, such as the time of capture: shown in local time, not edited."""

    def __init__(self, field: Field, lang: str, parent: QWidget | None = None) -> None:
        super().__init__(field, lang, parent)
        self.line = QLineEdit(self)
        self.line.setReadOnly(True)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self.line)
        self._adopt(self.line)
        self._value: Any = None

    def value(self) -> Any:
        return self._value

    def set_value(self, value: Any) -> None:
        self._value = value
        self.line.setText("" if value is None else format_moment(str(value), self.lang))
