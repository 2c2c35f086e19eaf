"""A person at the keyboard and the mouse: does things with `tools.tour.hands` and counts what it takes.

Seconds are estimated as in the keystroke-level model (Card, Moran and Newell, 1980): 1.1 s to point at something, 0.2 s
for a click, 0.4 s to move a hand between mouse and keyboard, 1.35 s to think before each interaction; a key that is no
text 0.28 s. Text is typed at 40 words of five letters a minute. Waiting for the program is measured, not estimated.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from qgis.gui import QgsMapCanvas
from qgis.PyQt.QtCore import QPoint, QPointF, Qt
from qgis.PyQt.QtGui import QWheelEvent
from qgis.PyQt.QtWidgets import QApplication, QWidget

from tools.tour import hands

POINT, CLICK, HOME, THINK, KEY = 1.1, 0.2, 0.4, 1.35, 0.28
LETTERS_A_SECOND = 40 * 5 / 60


@dataclass
class Tally:
    """What one script took. Seconds by kind; `log` has a line for each interaction, `keystrokes` for each letter the
    seconds until it was answered and those that the window worked for it."""

    interactions: int = 0
    letters: int = 0
    keys: int = 0
    clicks: int = 0
    moves: int = 0
    waited: float = 0.0
    log: list[str] = field(default_factory=list)
    keystrokes: list[tuple[float, float]] = field(default_factory=list)

    @property
    def typing(self) -> float:
        """Seconds of typing text."""
        return self.letters / LETTERS_A_SECOND

    @property
    def hands(self) -> float:
        """Seconds of pointing, clicking, pressing keys that are no text, moving hands."""
        return self.clicks * (POINT + CLICK) + self.keys * KEY + self.moves * HOME

    @property
    def thinking(self) -> float:
        """Seconds of thinking before each interaction."""
        return self.interactions * THINK

    @property
    def seconds(self) -> float:
        """Altogether."""
        return self.typing + self.hands + self.thinking + self.waited


class Person:
    """One interaction a method: a click, a text typed into one field, or one key with its modifiers.

    :param begin: told what is about to be done, for whoever watches stalls.
    """

    def __init__(self, begin: Callable[[str], None]) -> None:
        self.tally = Tally()
        self._begin = begin
        self._at = ""

    def click(self, widget: QWidget, about: str = "") -> None:
        """A click in the middle of a widget."""
        self._note("mouse", f"click {about or widget.objectName()}")
        hands.click(widget)

    def click_at(self, widget: QWidget, at: QPoint, about: str) -> None:
        """A click at a place of a widget."""
        self._note("mouse", f"click {about}")
        hands.click_at(widget, at)

    def click_row(self, view: Any, row: int, about: str) -> None:
        """A click on a row."""
        self._note("mouse", f"click {about}")
        hands.click_row(view, row)

    def click_map(self, canvas: QgsMapCanvas, longitude: float, latitude: float) -> None:
        """A click on the map."""
        self._note("mouse", "click the map")
        hands.click_map(canvas, longitude, latitude)

    def type(self, widget: QWidget, text: str) -> None:
        """Types a text into the widget that has the keyboard, letter by letter, and times the answer to each."""
        _need_keyboard(widget)
        self._note("keyboard", f"type “{text}”")
        self.tally.letters += len(text)
        for letter in text:
            began, worked = time.perf_counter(), time.thread_time()
            hands.type_text(widget, letter)
            self.tally.keystrokes.append((time.perf_counter() - began, time.thread_time() - worked))

    def press(self, widget: QWidget, key: Qt.Key, about: str, modifiers: Qt.KeyboardModifier = hands.NO_KEYS) -> None:
        """One key."""
        self._note("keyboard", f"press {about}")
        self.tally.keys += 1
        hands.press(widget, key, modifiers)

    def pick(self, combo: QWidget, letter: str) -> None:
        """Picks from a short list by the first letter of an entry, with the keyboard in the list."""
        _need_keyboard(combo)
        self._note("keyboard", f"pick “{letter}” in {combo.objectName()}")
        self.tally.keys += 1
        hands.send_letter(combo, letter)

    def turn_wheel(self, widget: QWidget, at: QPoint, notches: int) -> None:
        """Turns the wheel over a place; one interaction, however far."""
        self._note("mouse", "turn the wheel")
        everywhere = widget.mapToGlobal(at)
        for _ in range(notches):
            event = QWheelEvent(
                QPointF(at), QPointF(everywhere), QPoint(), QPoint(0, 120), Qt.MouseButton.NoButton,
                hands.NO_KEYS, Qt.ScrollPhase.NoScrollPhase, False,
            )  # fmt: skip
            QApplication.sendEvent(widget, event)

    def _note(self, device: str, about: str) -> None:
        self._begin(about)
        self.tally.interactions += 1
        self.tally.clicks += device == "mouse"
        self.tally.moves += bool(self._at) and device != self._at
        self.tally.log.append(about)
        self._at = device


def _need_keyboard(widget: QWidget) -> None:
    """Typing goes where the keyboard is. Raises NotThere where that is somewhere else."""
    holder = widget.window().focusWidget()
    inner = holder is not None and (holder is widget or widget.isAncestorOf(holder) or holder.focusProxy() is widget)
    if not inner:
        name = "nothing" if holder is None else holder.objectName() or type(holder).__name__
        raise hands.NotThere(f"the keyboard is in {name}, not in {widget.objectName()}")
