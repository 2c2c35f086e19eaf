"""The sections of a form that stands inside another one: tabs across its top, each with how complete it is."""

from __future__ import annotations

from qgis.PyQt.QtCore import Qt, pyqtSignal
from qgis.PyQt.QtGui import QIcon, QResizeEvent
from qgis.PyQt.QtWidgets import QTabBar, QWidget

from .glyphs import glyph_pixmap
from .section_list import SectionState


class SectionTabs(QTabBar):
    """Offers what `SectionList` does. Keyboard: arrows here, Ctrl+PgUp and Ctrl+PgDn anywhere in the form."""

    currentRowChanged = pyqtSignal(int)
    rowClicked = pyqtSignal(int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("sectionTabs")
        self.setAccessibleName(self.tr("Sections of the form"))
        self.setUsesScrollButtons(True)
        self.setElideMode(Qt.TextElideMode.ElideNone)
        self.setExpanding(False)
        self.setDrawBase(True)
        self._labels: list[str] = []
        self._progress: list[str] = []
        self.currentChanged.connect(self.currentRowChanged)
        self.tabBarClicked.connect(self._tell_click, Qt.ConnectionType.QueuedConnection)  # once the tab is there

    def _tell_click(self, index: int) -> None:
        if index >= 0:
            self.rowClicked.emit(index)

    def add(self, label: str) -> None:
        self._labels.append(label)
        self._progress.append("")
        self.addTab(label)

    def currentRow(self) -> int:
        return int(self.currentIndex())

    def setCurrentRow(self, row: int) -> None:
        """Also tells where the row was current already: the first one is from the beginning on."""
        if row == self.currentIndex():
            self.currentRowChanged.emit(row)
        else:
            self.setCurrentIndex(row)

    def show_state(self, index: int, state: SectionState) -> None:
        self._progress[index] = state.progress
        ratio = self.devicePixelRatioF()
        icon = QIcon(glyph_pixmap(state.severity, 13, self.palette(), ratio)) if state.severity else QIcon()
        self.setTabIcon(index, icon)
        self.setTabToolTip(index, f"{self._labels[index]}, {state.accessible}")
        self._fit()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        """That every section is in sight comes before how complete it is, which its tool tip tells, too."""
        told = [f"{label} {progress}".rstrip() for label, progress in zip(self._labels, self._progress, strict=True)]
        advance = self.fontMetrics().horizontalAdvance
        wide = sum(
            self.tabSizeHint(index).width() + advance(text) - advance(self.tabText(index))
            for index, text in enumerate(told)
        )
        for index, text in enumerate(told if wide <= self.width() else self._labels):
            if self.tabText(index) != text:
                self.setTabText(index, text)
