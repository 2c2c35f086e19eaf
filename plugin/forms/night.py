"""What QGIS's theme "Night Mapping" leaves unreadable (WCAG AA) in our windows: its style sheet, corrected.

It writes black on mid-grey in lines, so that a hint in an empty field looks like what was typed there, and light grey
on mid-grey in lists of choices and tool tips, black on dark in rows under the pointer; edges of inputs do not stand
out from the window, and labels stand in from them, having a frame that nobody sees.
"""

from __future__ import annotations

from ..paths import icons_dir

TEXT, FIELD, WINDOW, EDGE, FOCUS, QUIET = "#dddddd", "#222222", "#323232", "#808080", "#d7801a", "#9a9a9a"
SEAM = "#707070"  # around buttons, and of what cannot be pressed
TICK = (icons_dir() / "night" / "tick.svg").as_posix()
DOT = (  # what is chosen is told by a mark, not by green alone
    "qradialgradient(cx:0.5, cy:0.5, radius:0.5, fx:0.5, fy:0.5, "
    "stop:0 #ffffff, stop:0.5 #ffffff, stop:0.6 #0f6e00, stop:1 #0f6e00)"
)

RULES = f"""
QLineEdit, QPlainTextEdit, QTextEdit {{
    background-color: {FIELD}; color: {TEXT}; border: 1px solid {EDGE}; selection-color: #ffffff;
}}
QLineEdit:read-only, QLineEdit:disabled {{ background-color: {WINDOW}; border: 1px solid #535353; }}
QLineEdit:disabled {{ color: {QUIET}; }}
QLineEdit:focus {{ border: 1px solid {FOCUS}; }}
QComboBox, QAbstractSpinBox {{ color: {TEXT}; border: 1px solid {EDGE}; selection-color: #ffffff; }}
QComboBox:focus, QAbstractSpinBox:focus {{ border: 1px solid {FOCUS}; }}
QComboBox:disabled, QAbstractSpinBox:disabled {{ color: {QUIET}; border: 1px solid #535353; }}
QComboBox:editable, QAbstractSpinBox {{ background-color: {FIELD}; }}
QComboBox QLineEdit, QComboBox QLineEdit:focus, QAbstractSpinBox QLineEdit, QAbstractSpinBox QLineEdit:focus {{
    background-color: {FIELD}; border: 0;
}}
QComboBox QAbstractItemView {{ background-color: {FIELD}; color: {TEXT}; }}
QPushButton, QToolButton {{ color: {TEXT}; border-color: {SEAM}; }}
QPushButton:disabled, QToolButton:disabled {{ color: {SEAM}; border-color: #535353; }}
QPushButton:focus, QToolButton:focus {{ border-color: {FOCUS}; }}
QPushButton[flat="true"], QToolButton[autoRaise="true"] {{ border-color: transparent; }}
QToolButton[autoRaise="true"]:focus {{ border-color: {FOCUS}; }}
QLabel {{ border: none; }}
QCheckBox::indicator, QRadioButton::indicator {{ border: 1px solid {EDGE}; }}
QRadioButton::indicator {{ border-radius: 0.45em; }}
QRadioButton::indicator:checked:enabled {{ image: none; background: {DOT}; }}
QCheckBox::indicator:checked:enabled {{ image: url("{TICK}"); background-color: #0f6e00; }}
QAbstractItemView::item:hover:!selected {{ color: {TEXT}; }}
QToolTip {{ color: {TEXT}; background-color: {FIELD}; border: 1px solid {EDGE}; }}
QCalendarWidget QAbstractItemView:enabled {{ color: {TEXT}; }}
QFrame#calendarPopup {{ background-color: {WINDOW}; border: 1px solid {EDGE}; }}
""".replace("\n", " ")
