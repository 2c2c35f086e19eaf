"""Dates typed in the usual forms or picked from a calendar; blank stays blank."""

from __future__ import annotations

from datetime import date
from typing import Any

from qgis.PyQt.QtCore import QDate, QEvent, QLocale, QObject, QPoint, QSize, Qt, pyqtSignal
from qgis.PyQt.QtGui import QKeyEvent, QPalette, QTextCharFormat
from qgis.PyQt.QtWidgets import (
    QCalendarWidget,
    QFrame,
    QHBoxLayout,
    QLineEdit,
    QPushButton,
    QTableView,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from ...records.dates import format_date, format_moment, parse_date, today
from ...records.definition import Field
from ..hints import quiet
from ..theme import color
from .editor import FieldEditor


class CalendarPopup(QFrame):
    """A calendar under (or, where there is no room, above) its parent."""

    picked = pyqtSignal(object)  # date

    def __init__(self, name: str, lang: str, parent: QWidget) -> None:
        super().__init__(parent, Qt.WindowType.Popup)
        self.setObjectName("calendarPopup")
        self.calendar = QCalendarWidget(self)
        self.calendar.setObjectName(f"calendar_popup_{name}")
        self.calendar.setAccessibleName(self.tr("Calendar"))
        self.calendar.setLocale(QLocale("uk_UA" if lang == "uk" else "en_GB"))
        self.today_button = QPushButton(self.tr("Today"), self)
        self.today_button.setObjectName(f"calendar_today_{name}")
        self.today_button.setAutoDefault(False)
        self.today_button.clicked.connect(self._take_today)
        self.calendar.setStyleSheet(
            "QToolButton::menu-indicator { image: none; }"
        )  # it lies on the month's last letter
        self.calendar.setFirstDayOfWeek(Qt.DayOfWeek.Monday)
        self.calendar.setVerticalHeaderFormat(QCalendarWidget.VerticalHeaderFormat.NoVerticalHeader)
        self.calendar.setDateRange(QDate(1900, 1, 1), QDate(2199, 12, 31))
        self.calendar.clicked.connect(self._take)
        self.calendar.activated.connect(self._take)
        self.setFrameShape(QFrame.Shape.StyledPanel)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(4, 4, 4, 4)
        layout.setSpacing(4)
        layout.addWidget(self.calendar)
        layout.addWidget(self.today_button)

    def show_at(self, day: date) -> None:
        """Opens with a day selected."""
        self.calendar.setSelectedDate(QDate(day.year, day.month, day.day))
        self._make_readable()
        self.adjustSize()
        parent, size = self.parentWidget(), self.sizeHint()
        below = parent.mapToGlobal(QPoint(0, parent.height()))
        screen = parent.screen().availableGeometry()
        x = max(screen.left(), min(below.x(), screen.right() - size.width()))
        fits = below.y() + size.height() <= screen.bottom()
        self.move(x, below.y() if fits else parent.mapToGlobal(QPoint(0, 0)).y() - size.height())
        self.show()
        self.calendar.setFocus(Qt.FocusReason.PopupFocusReason)

    def _make_readable(self) -> None:
        """Qt writes weekends in plain red and other months' days all but unseen, and counts no frame of a style sheet
        in its size, so that the last week would be cut off."""
        days = self.calendar.findChild(QTableView)
        days.ensurePolished()
        palette = days.palette()
        palette.setColor(QPalette.ColorGroup.Disabled, QPalette.ColorRole.Text, quiet(palette))
        days.setPalette(palette)
        weekend = QTextCharFormat()
        weekend.setForeground(color("error", palette))
        for day in (Qt.DayOfWeek.Saturday, Qt.DayOfWeek.Sunday):
            self.calendar.setWeekdayTextFormat(day, weekend)
        spare = self.fontMetrics().height()
        self.calendar.setMinimumSize(self.calendar.sizeHint() + QSize(2 * spare, spare))

    def _take_today(self) -> None:
        day = today()
        self._take(QDate(day.year, day.month, day.day))

    def _take(self, picked: QDate) -> None:
        if self.isVisible():
            self.hide()
            self.picked.emit(date(picked.year(), picked.month(), picked.day()))


class DateEditor(FieldEditor):
    """A date: ``5.11.26`` is understood, Alt+Down opens the calendar, the cross clears."""

    def __init__(self, field: Field, lang: str, parent: QWidget | None = None) -> None:
        super().__init__(field, lang, parent)
        self.line = QLineEdit(self)
        self.line.setClearButtonEnabled(True)
        self.line.setPlaceholderText(self.tr("year-month-day"))  # in Ukrainian the other way round
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
        self._popup: CalendarPopup | None = None
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
            self._popup = CalendarPopup(self.field.name, self.lang, self)
            self._popup.picked.connect(self._picked)
        self._popup.show_at(parse_date(self.line.text()) or today())

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

    def _picked(self, picked: date) -> None:
        self.set_value(picked.isoformat())
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
        self.line.setPlaceholderText(self.tr("filled in on saving"))
        palette = self.line.palette()  # no field to type into: the ground of the window
        palette.setColor(QPalette.ColorRole.Base, palette.color(QPalette.ColorRole.Window))
        self.line.setPalette(palette)
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
