"""The keys of a form. A child's form may stand inside its parent's: the one that has the keyboard answers."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

from qgis.PyQt.QtCore import Qt
from qgis.PyQt.QtGui import QKeySequence
from qgis.PyQt.QtWidgets import QApplication, QShortcut

if TYPE_CHECKING:
    from .form import RecordForm

Answer = Callable[["RecordForm"], None]


def _next_section(form: RecordForm) -> None:
    form.pages.next_section()


def _previous_section(form: RecordForm) -> None:
    form.pages.previous_section()


def _save_and_close(form: RecordForm) -> None:
    form.save_and_close()


def _save_and_next(form: RecordForm) -> None:
    form.save_and_next()


KEYS: tuple[tuple[str, Answer], ...] = (
    ("Ctrl+PgDown", _next_section),
    ("Ctrl+PgUp", _previous_section),
    ("Ctrl+S", _save_and_close),
    ("Ctrl+Return", _save_and_next),
    ("Ctrl+Enter", _save_and_next),
)


def listen(outermost: RecordForm) -> None:
    """Lets the outermost form of a window listen; two listeners to one key would both stay silent."""
    for keys, answer in KEYS:
        shortcut = QShortcut(QKeySequence(keys), outermost)
        shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        shortcut.activated.connect(partial(_answer, outermost, answer))


def _answer(outermost: RecordForm, answer: Answer) -> None:
    widget = QApplication.focusWidget()
    while widget is not None and not isinstance(widget, type(outermost)):
        widget = widget.parentWidget()
    answer(widget or outermost)
