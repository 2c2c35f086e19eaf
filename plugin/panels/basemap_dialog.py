"""What an offline basemap is drawn from, of which area and how deep; how much that is, and whether it is allowed."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, Protocol

from qgis.PyQt.QtCore import pyqtSignal
from qgis.PyQt.QtWidgets import (
    QCheckBox,
    QComboBox,
    QDialog,
    QFormLayout,
    QFrame,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from ..forms.help_button import HelpButton
from ..forms.hints import readable
from ..forms.theme import style_sheet
from ..records.messages import format_number, format_size


class BasemapLike(Protocol):
    """A layer that could be drawn."""

    layer: str
    name: str
    remote: bool
    host: str
    refused: bool


class BasemapDialog(QDialog):
    """Writes nothing itself.

    :param areas: (label, extent) in the order in which they are offered.
    :param measure: for (extent, deepest zoom wanted) the zoom that is possible, how many tiles and bytes that takes.
    """

    go_requested = pyqtSignal(str, object, int)  # layer id, extent, zoom

    def __init__(
        self,
        basemaps: Sequence[Any],
        areas: Sequence[tuple[str, Any]],
        measure: Callable[[Any, int], tuple[int, int, int]],
        lang: str,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._basemaps: list[BasemapLike] = sorted(basemaps, key=lambda one: one.refused)
        self._areas, self._measure, self._lang = list(areas), measure, lang
        self.setObjectName("basemapDialog")
        self.setWindowTitle(self.tr("Prepare Offline Basemap"))
        self.setStyleSheet(style_sheet(self.palette()))
        readable(self)
        self.resize(520, 320)
        intro = QLabel(
            self.tr(
                "QGIS draws the basemap that you choose into a file of the workspace. Then it is there where there is "
                "no network, also in QField."
            ),
            self,
        )
        intro.setWordWrap(True)
        self.basemap = self._combo("basemapChoice", self.tr("Basemap"))
        for one in self._basemaps:
            self.basemap.addItem(one.name, one.layer)
        self.area = self._combo("basemapArea", self.tr("Area"))
        for label, _ in self._areas:
            self.area.addItem(label)
        self.detail = self._combo("basemapDetail", self.tr("Detail"))
        for zoom, label in (
            (12, self.tr("Settlements and roads")),
            (14, self.tr("Streets")),
            (16, self.tr("Blocks")),
            (18, self.tr("Single houses")),
        ):
            self.detail.addItem(label, zoom)
        self.detail.setCurrentIndex(1)
        self.summary = QLabel(self)
        self.summary.setObjectName("basemapSummary")
        self.summary.setWordWrap(True)
        self.consent = QCheckBox(self)
        self.consent.setObjectName("basemapConsent")
        self.go_button = QPushButton(self.tr("Prepare"), self)
        self.go_button.setObjectName("basemapGoButton")
        self.cancel_button = QPushButton(self.tr("Cancel"), self)
        self.cancel_button.setObjectName("basemapCancelButton")
        self.cancel_button.setAutoDefault(False)
        form = QFormLayout()
        form.setRowWrapPolicy(QFormLayout.RowWrapPolicy.WrapLongRows)
        form.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.AllNonFixedFieldsGrow)
        for combo in (self.basemap, self.area, self.detail):
            form.addRow(combo.accessibleName(), combo)
        bottom = QHBoxLayout()
        bottom.addWidget(HelpButton(self))
        bottom.addStretch(1)
        bottom.addWidget(self.go_button)
        bottom.addWidget(self.cancel_button)
        layout = QVBoxLayout(self)
        layout.addWidget(intro)
        layout.addLayout(form)
        layout.addWidget(self.summary)
        layout.addWidget(self.consent)
        layout.addStretch(1)
        layout.addLayout(bottom)
        self.basemap.currentIndexChanged.connect(self._on_basemap)
        self.area.currentIndexChanged.connect(self._show)
        self.detail.currentIndexChanged.connect(self._show)
        self.consent.toggled.connect(self._show)
        self.go_button.clicked.connect(self._go)
        self.cancel_button.clicked.connect(self.reject)
        self._on_basemap()

    def _chosen(self) -> BasemapLike | None:
        at = self.basemap.currentIndex()
        return self._basemaps[at] if 0 <= at < len(self._basemaps) else None

    def _on_basemap(self, _index: int = 0) -> None:
        self.consent.blockSignals(True)
        self.consent.setChecked(False)
        self.consent.blockSignals(False)
        self._show()

    def _show(self, _value: object = None) -> None:
        chosen = self._chosen()
        asked = chosen is not None and chosen.remote and not chosen.refused
        self.consent.setVisible(asked)
        if asked and chosen is not None:
            self.consent.setText(self.tr("{host} allows its tiles to be downloaded and kept").format(host=chosen.host))
        self.summary.setText(self._text(chosen))
        self.go_button.setEnabled(chosen is not None and not chosen.refused and (self.consent.isChecked() or not asked))

    def _text(self, chosen: BasemapLike | None) -> str:
        if chosen is None:
            return self.tr(
                "There is no basemap in the project. Add one by Layer › Add Layer: an orthophoto or a map of your own, "
                "an MBTiles file, or a map service that allows its tiles to be kept. Then come back."
            )
        if chosen.refused:
            return self.tr(
                "The terms of {host} do not allow a whole region to be downloaded: these servers are run for looking "
                "at maps. Choose another basemap: one of your own, or a service that allows its tiles to be kept."
            ).format(host=chosen.host)
        wanted = self.detail.currentData()
        zoom, tiles, size = self._measure(self._areas[self.area.currentIndex()][1], wanted)
        text = self.tr("%n tile(s), about {size}", "", tiles).replace(str(tiles), format_number(tiles, self._lang), 1)
        text = text.format(size=format_size(size, self._lang))
        if zoom < wanted:
            text += ". " + self.tr(
                "So large an area goes down to less detail (zoom {zoom}); choose a smaller one for more."
            ).format(zoom=zoom)
        return str(text)

    def _go(self) -> None:
        chosen = self._chosen()
        if chosen is not None:
            extent = self._areas[self.area.currentIndex()][1]
            self.go_requested.emit(chosen.layer, extent, self._measure(extent, self.detail.currentData())[0])

    def _combo(self, name: str, label: str) -> QComboBox:
        combo = QComboBox(self)
        combo.setObjectName(name)
        combo.setAccessibleName(label)
        combo.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        combo.setMinimumContentsLength(12)
        return combo


class BasemapHint(QFrame):
    """Tells in the dock that what lies under the records is gone without a network, and what to do about it."""

    prepare_requested = pyqtSignal()
    hide_requested = pyqtSignal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("basemapHint")
        text = self.tr("Without a network there is no basemap.")
        self.setAccessibleName(text)
        self.label = QLabel(text, self)
        self.label.setWordWrap(True)
        self.button = QPushButton(self.tr("Prepare…"), self)
        self.button.setObjectName("basemapHintButton")
        self.button.setAccessibleName(self.tr("Prepare Offline Basemap…"))
        self.button.setToolTip(self.button.accessibleName())
        self.hide_button = QToolButton(self)
        self.hide_button.setObjectName("basemapHintClose")
        self.hide_button.setText("✕")
        self.hide_button.setAutoRaise(True)
        self.hide_button.setAccessibleName(self.tr("Do not show this hint any more"))
        self.hide_button.setToolTip(self.hide_button.accessibleName())
        layout = QHBoxLayout(self)
        layout.setContentsMargins(6, 0, 2, 0)
        layout.addWidget(self.label, 1)
        layout.addWidget(self.button)
        layout.addWidget(self.hide_button)
        self.button.clicked.connect(self.prepare_requested)
        self.hide_button.clicked.connect(self.hide_requested)
        self.setVisible(False)
