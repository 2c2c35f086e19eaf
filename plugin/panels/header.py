"""The top of the dock: which workspace and round, how long still, what waits, the three things people do."""

from __future__ import annotations

from collections.abc import Mapping

from qgis.PyQt.QtCore import QSize, Qt, pyqtSignal
from qgis.PyQt.QtGui import QPainter, QPaintEvent
from qgis.PyQt.QtWidgets import (
    QHBoxLayout,
    QLabel,
    QMenu,
    QProgressBar,
    QPushButton,
    QSizePolicy,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from ..forms.flags import as_int
from ..forms.glyphs import glyph_icon, glyph_pixmap
from ..forms.theme import color, muted
from ..records import messages

STATES = ("idle", "running", "offline", "parked")
_SYNC_SIGNS = {"running": "sending", "offline": "offline", "parked": "error"}


class ElidedLabel(QLabel):
    """One line that gives way where there is no room; the whole text is in its tool tip."""

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName(name)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)

    def show_text(self, text: str) -> None:
        self.setText(text)
        self.setToolTip(text)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        shown = self.fontMetrics().elidedText(self.text(), Qt.TextElideMode.ElideRight, self.width())
        align = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
        self.style().drawItemText(
            painter, self.rect(), as_int(align), self.palette(), self.isEnabled(), shown, self.foregroundRole()
        )


class StateChip(QWidget):
    """A sign and a word; the meaning is in the word, the colour only repeats it."""

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName(name)
        self._sign = QLabel(self)
        self._word = QLabel(self)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(4)
        layout.addWidget(self._sign)
        layout.addWidget(self._word)
        self.setVisible(False)

    def show_state(self, sign: str, meaning: str, text: str) -> None:
        """:param sign: name of a glyph; `meaning` of a colour. Blank text hides the chip."""
        self._sign.setPixmap(glyph_pixmap(sign, 13, self.palette(), self.devicePixelRatioF()))
        self._word.setText(text)
        self._word.setStyleSheet(f"color: {color(meaning, self.palette()).name()};")
        self.setAccessibleName(text)
        self.setVisible(bool(text))


class Header(QWidget):
    """Buttons ask by signals; what is shown comes in by `show_*`."""

    new_requested = pyqtSignal(str)
    send_requested = pyqtSignal()
    cancel_requested = pyqtSignal()
    trouble_pressed = pyqtSignal()  # conflicts or refusals are to be looked at

    def __init__(self, lang: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._lang = lang
        self.workspace_label = ElidedLabel("workspaceLabel", self)
        self.menu_button = QToolButton(self)
        self.menu_button.setObjectName("dockMenuButton")
        self.menu_button.setText("⋯")
        self.menu_button.setAccessibleName(self.tr("More"))
        self.menu_button.setToolTip(self.tr("More"))
        self.menu_button.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self.menu_button.setAutoRaise(True)
        self.menu = QMenu(self)
        self.menu_button.setMenu(self.menu)
        self.deadline_label = ElidedLabel("deadlineLabel", self)
        self.waiting_chip = StateChip("waitingChip", self)
        self.trouble_button = QToolButton(self)
        self.trouble_button.setObjectName("troubleButton")
        self.trouble_button.setAutoRaise(True)
        self.trouble_button.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        self.trouble_button.setIconSize(QSize(13, 13))
        self.trouble_button.clicked.connect(self.trouble_pressed)
        self.trouble_button.setVisible(False)
        self.need_button = self._button("newNeedButton", self.tr("+ Need"), self.tr("New need"))
        self.project_button = self._button("newProjectButton", self.tr("+ Project"), self.tr("New project"))
        self.send_button = self._button("sendButton", self.tr("Send"), self.tr("Send and receive"))
        self.cancel_button = self._button("cancelButton", self.tr("Cancel"), self.tr("Stop sending"))
        self.need_button.clicked.connect(self._new_need)
        self.project_button.clicked.connect(self._new_project)
        self.send_button.clicked.connect(self.send_requested)
        self.cancel_button.clicked.connect(self._cancel)
        self.cancel_button.setVisible(False)
        self.progress = QProgressBar(self)
        self.progress.setObjectName("syncProgress")
        self.progress.setAccessibleName(self.tr("Progress"))
        self.progress.setTextVisible(False)
        self.progress.setFixedHeight(6)
        self.progress.setVisible(False)
        self.sync_label = QLabel(self)
        self.sync_label.setObjectName("syncLabel")
        self.sync_label.setWordWrap(True)
        self.sync_label.setVisible(False)
        self.sync_sign = QLabel(self)
        self.sync_sign.setObjectName("syncSign")
        self.sync_sign.setVisible(False)
        top = QHBoxLayout()
        top.addWidget(self.workspace_label, 1)
        top.addWidget(self.menu_button, 0, Qt.AlignmentFlag.AlignTop)
        second = QHBoxLayout()
        second.addWidget(self.deadline_label, 1)
        second.addWidget(self.waiting_chip)
        buttons = QHBoxLayout()
        buttons.setSpacing(4)
        buttons.addWidget(self.need_button)
        buttons.addWidget(self.project_button)
        buttons.addStretch(1)
        buttons.addWidget(self.send_button)
        buttons.addWidget(self.cancel_button)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(6, 4, 6, 2)
        layout.setSpacing(4)
        layout.addLayout(top)
        layout.addLayout(second)
        layout.addWidget(self.trouble_button)
        layout.addLayout(buttons)
        layout.addWidget(self.progress)
        sync = QHBoxLayout()
        sync.setSpacing(4)
        sync.addWidget(self.sync_sign, 0, Qt.AlignmentFlag.AlignTop)
        sync.addWidget(self.sync_label, 1)
        layout.addLayout(sync)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Maximum)

    def show_workspace(self, name: str, round_text: str, deadline: str) -> None:
        """Which workspace and which round; blank deadline where no round is known."""
        self.workspace_label.show_text(" · ".join(part for part in (name, round_text) if part))
        self.deadline_label.show_text(deadline)
        self._show_second_line()

    def show_counts(self, counts: Mapping[str, int]) -> None:
        """:param counts: records by sync state."""
        waiting = counts.get("waiting", 0) + counts.get("sending", 0)
        if waiting:
            self.waiting_chip.show_state(
                "waiting", "waiting", messages.grouped(self.tr("%n waiting", "", waiting), waiting, self._lang)
            )
        elif sum(counts.values()):
            self.waiting_chip.show_state("synced", "good", self.tr("all on the portal"))
        else:
            self.waiting_chip.show_state("synced", "good", "")
        self._show_second_line()
        conflicts, refused = counts.get("conflict", 0), counts.get("refused", 0)
        parts = [self.tr("%n conflict(s)", "", conflicts)] if conflicts else []
        parts += [self.tr("%n refused", "", refused)] if refused else []
        text = ", ".join(parts)
        self.trouble_button.setText(text)
        self.trouble_button.setAccessibleName(text)
        self.trouble_button.setIcon(glyph_icon("conflict" if conflicts else "refused", self.palette()))
        self.trouble_button.setStyleSheet(f"color: {color('error', self.palette()).name()};")
        self.trouble_button.setVisible(bool(parts))

    def show_sync(self, state: str, text: str, fraction: float | None) -> None:
        """:param state: one of `STATES`. `fraction` of the work done, None where it is not known."""
        running = state == "running"
        going, coming = (self.send_button, self.cancel_button) if running else (self.cancel_button, self.send_button)
        focused = going.hasFocus()
        going.setVisible(False)  # first: for a moment both would make the dock wider, and it would stay so
        coming.setVisible(True)
        self.cancel_button.setEnabled(running)
        if focused:
            coming.setFocus(Qt.FocusReason.OtherFocusReason)
        self.progress.setVisible(running)
        self.progress.setRange(0, 0 if fraction is None else 1000)
        if fraction is not None:
            self.progress.setValue(round(1000 * min(max(fraction, 0.0), 1.0)))
        shown = text
        if not text and state == "offline":
            shown = self.tr("waiting for the connection, will go on by itself")
        elif not text and state == "parked":
            shown = self.tr("sending is on hold; see Settings")
        self.sync_label.setText(shown)
        self.sync_label.setVisible(bool(shown))
        meaning = {"offline": "warning", "parked": "error"}.get(state)
        ink = color(meaning, self.palette()) if meaning else muted(self.palette())
        self.sync_label.setStyleSheet(f"color: {ink.name()};")
        sign = _SYNC_SIGNS.get(state) if shown else None
        if sign:
            self.sync_sign.setPixmap(glyph_pixmap(sign, 13, self.palette(), self.devicePixelRatioF(), ink))
        self.sync_sign.setVisible(sign is not None)

    def show_enabled(self, writable: bool, reason: str = "") -> None:
        """What can be done at all; where nothing can be written, the reason is in the tool tips."""
        for button in (self.need_button, self.project_button, self.send_button):
            button.setEnabled(writable)
            button.setToolTip(reason or button.accessibleName())

    def _button(self, name: str, text: str, spoken: str) -> QPushButton:
        button = QPushButton(text, self)
        button.setObjectName(name)
        button.setAccessibleName(spoken)
        button.setToolTip(spoken)
        return button

    def _show_second_line(self) -> None:
        """Takes no room where neither a deadline nor a state is known."""
        self.deadline_label.setVisible(bool(self.deadline_label.text()) or not self.waiting_chip.isHidden())

    def _new_need(self) -> None:
        self.new_requested.emit("need")

    def _new_project(self) -> None:
        self.new_requested.emit("project")

    def _cancel(self) -> None:
        self.cancel_button.setEnabled(False)
        self.cancel_requested.emit()
