"""What the dock shows while no workspace is open: the ways in, each with a line on what it is."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from qgis.PyQt.QtCore import Qt, pyqtSignal
from qgis.PyQt.QtGui import QIcon, QResizeEvent
from qgis.PyQt.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QScrollArea,
    QSizePolicy,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from ..paths import icons_dir

RECENT_SHOWN = 3


class WelcomePanel(QScrollArea):
    """Three ways in, the workspaces opened last, settings and help. Asks by signals."""

    new_requested = pyqtSignal()
    open_requested = pyqtSignal()
    sample_requested = pyqtSignal()
    recent_requested = pyqtSignal(str)  # folder
    settings_requested = pyqtSignal()
    help_requested = pyqtSignal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("welcome")
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        page = QWidget(self)
        page.setObjectName("welcomePage")
        self._layout = QVBoxLayout(page)
        self._layout.setContentsMargins(16, 14, 16, 14)
        self._layout.setSpacing(4)
        self.intro = QLabel(
            self.tr("Record what has to be rebuilt and what is being done, also without a network. Begin here:"), page
        )
        self.intro.setObjectName("welcomeIntro")
        self.intro.setWordWrap(True)
        self._layout.addWidget(self.intro)
        self._layout.addSpacing(8)
        self.new_button = self._way(
            "createWorkspaceButtonDock",
            self.tr("New Workspace…"),
            self.tr("A folder for your records. Three short questions, one of them needs an answer."),
            "workspace-new",
        )
        self.new_button.clicked.connect(self.new_requested)
        self.open_button = self._way(
            "openWorkspaceButtonDock",
            self.tr("Open Workspace…"),
            self.tr("A folder that is there already, on this computer."),
            "workspace-open",
        )
        self.open_button.clicked.connect(self.open_requested)
        self.sample_button = self._way(
            "sampleButtonDock",
            self.tr("Try It on Sample Data"),
            self.tr("Invented records of Kharkiv oblast. Change what you like: nothing of it is ever sent."),
            "vidbudova",
        )
        self.sample_button.clicked.connect(self.sample_requested)
        self.recent_title = QLabel(self.tr("Recent workspaces"), page)
        self.recent_title.setObjectName("recentTitle")
        self.recent_title.setVisible(False)
        self._layout.addWidget(self.recent_title)
        self._recent = QVBoxLayout()
        self._recent.setSpacing(0)
        self._layout.addLayout(self._recent)
        self._layout.addStretch(1)
        foot = QHBoxLayout()
        for name, label, signal in (
            ("settingsButtonDock", self.tr("Settings…"), self.settings_requested),
            ("helpButtonDock", self.tr("Help (F1)"), self.help_requested),
        ):
            button = QPushButton(label, page)
            button.setObjectName(name)
            button.setAccessibleName(label)
            button.clicked.connect(signal)
            foot.addWidget(button)
        self._layout.addLayout(foot)
        self.setWidget(page)

    def show_recent(self, folders: Sequence[Path]) -> None:
        """The workspaces opened last, newest first."""
        last: QWidget = self.sample_button
        while self._recent.count():
            entry = self._recent.takeAt(0).widget()
            entry.setParent(None)
            entry.deleteLater()
        for folder in folders[:RECENT_SHOWN]:
            button = QToolButton(self.widget())
            button.setObjectName("recentWorkspaceButton")
            button.setToolTip(str(folder))
            button.setAccessibleName(folder.name)
            button.setAccessibleDescription(str(folder))
            button.setProperty("folder", str(folder))
            button.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
            button.setAutoRaise(True)
            button.setIcon(QIcon(str(icons_dir() / "workspace-open.svg")))
            button.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
            button.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
            button.clicked.connect(self._on_recent)
            self._recent.addWidget(button)
            QWidget.setTabOrder(last, button)
            last = button
        self.recent_title.setVisible(bool(folders))
        self._fit()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Long names give way."""
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        margins = self._layout.contentsMargins()
        for at in range(self._recent.count()):
            button = self._recent.itemAt(at).widget()
            room = self.viewport().width() - margins.left() - margins.right() - button.iconSize().width() - 16
            name = button.accessibleName().replace("&", "&&")
            button.setText(self.fontMetrics().elidedText(name, Qt.TextElideMode.ElideMiddle, max(room, 60)))

    def _way(self, name: str, label: str, told: str, icon: str) -> QPushButton:
        button = QPushButton(QIcon(str(icons_dir() / f"{icon}.svg")), label, self.widget() or self)
        button.setObjectName(name)
        button.setAccessibleName(label)
        button.setAccessibleDescription(told)
        button.setMinimumHeight(2 * self.fontMetrics().height())
        note = QLabel(told, self)
        note.setProperty("help", True)
        note.setWordWrap(True)
        self._layout.addWidget(button)
        self._layout.addWidget(note)
        self._layout.addSpacing(10)
        return button

    def _on_recent(self, _checked: bool = False) -> None:
        button = self.sender()
        if isinstance(button, QToolButton):
            self.recent_requested.emit(str(button.property("folder")))


class SampleBar(QFrame):
    """Stands over the records of the sample for as long as it is open: what is recorded here is never sent."""

    new_requested = pyqtSignal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("sampleBar")
        self.setFrameShape(QFrame.Shape.StyledPanel)
        text = self.tr("Sample: invented records. Nothing recorded here is ever sent.")
        self.setAccessibleName(text)
        self.label = QLabel(text, self)
        self.label.setObjectName("sampleLabel")
        self.label.setWordWrap(True)
        self.button = QPushButton(self.tr("New Workspace…"), self)
        self.button.setObjectName("sampleNewButton")
        self.button.setAccessibleName(self.button.text())
        self.button.clicked.connect(self.new_requested)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(8, 4, 8, 4)
        layout.addWidget(self.label)
        layout.addWidget(self.button, 0, Qt.AlignmentFlag.AlignLeft)
        self.setVisible(False)
