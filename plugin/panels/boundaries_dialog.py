"""*Load Boundaries…*: from which layer or file, which of its layers carry codes, and what the workspace has already."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

from qgis.PyQt.QtCore import QCoreApplication, Qt, pyqtSignal
from qgis.PyQt.QtWidgets import (
    QComboBox,
    QDialog,
    QDialogButtonBox,
    QFileDialog,
    QHBoxLayout,
    QHeaderView,
    QLabel,
    QProgressBar,
    QPushButton,
    QTreeWidget,
    QTreeWidgetItem,
    QVBoxLayout,
    QWidget,
)

from ..forms.focus import show_focus
from ..forms.help_button import beside_help
from ..forms.theme import style_sheet
from ..records.dates import format_moment
from ..records.messages import grouped
from ..store.boundary_file import Load
from ..store.boundary_source import Match

_LEVELS = ("oblast", "raion", "hromada", "settlement", "district")
_FILES = "*.gpkg *.geojson *.json *.shp *.zip *.fgb *.kml *.gml *.gdb"
_ROW = Qt.ItemDataRole.UserRole


def count_words(levels: Mapping[str, int], lang: str) -> str:
    """How many units of each level: "27 oblasts, 1,469 hromadas"."""
    there = [(level, levels[level]) for level in _LEVELS if levels.get(level)]
    return ", ".join(grouped(_level_words(level, n), n, lang) for level, n in there)


def _level_words(level: str, n: int) -> str:
    return {
        "oblast": QCoreApplication.translate("BoundariesDialog", "%n oblast(s)", "", n),
        "raion": QCoreApplication.translate("BoundariesDialog", "%n raion(s)", "", n),
        "hromada": QCoreApplication.translate("BoundariesDialog", "%n hromada(s)", "", n),
        "settlement": QCoreApplication.translate("BoundariesDialog", "%n settlement(s)", "", n),
        "district": QCoreApplication.translate("BoundariesDialog", "%n city district(s)", "", n),
    }[level]


class BoundariesDialog(QDialog):
    """Asks; reads and writes nothing itself. Stays open until it is closed, so that several files can be loaded."""

    layer_chosen = pyqtSignal(str)  # id of a layer of the project
    file_chosen = pyqtSignal(str)  # path
    load_requested = pyqtSignal(object)  # list of rows of what was shown with show_found()
    cancel_requested = pyqtSignal()
    clear_requested = pyqtSignal()
    backdrop_requested = pyqtSignal(str)  # path of a file without codes, to be drawn only

    def __init__(
        self,
        layers: Sequence[tuple[str, str]],
        lang: str,
        start: str = "",
        parent: QWidget | None = None,
        choose_file: Callable[..., tuple[str, str]] = QFileDialog.getOpenFileName,
    ) -> None:
        """:param layers: id and name of the project's polygon layers.

        :param start: the folder or file where asking for a file begins.
        """
        super().__init__(parent)
        self.setObjectName("boundariesDialog")
        self.setWindowTitle(self.tr("Load boundaries"))
        self.setStyleSheet(style_sheet(self.palette()))
        self.resize(700, 480)
        self._lang, self._start, self._choose_file = lang, start, choose_file
        self._file = ""
        self._busy = False
        intro = QLabel(
            self.tr(
                "Boundaries tell which hromada a place is in. Any polygons with KATOTTG codes or P-codes will do, such"
                " as COD-AB from data.humdata.org. They are copied into the workspace and work without a network."
            ),
            self,
        )
        intro.setWordWrap(True)
        self.layers = QComboBox(self)
        self.layers.setObjectName("boundaryLayers")
        self.layers.setAccessibleName(self.tr("Polygon layers of the project"))
        self.layers.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.layers.addItem(self.tr("Choose a layer of the project") if layers else self.tr("No polygon layers here"))
        for identity, name in layers:
            self.layers.addItem(name, identity)
        self.layers.setEnabled(bool(layers))
        self.layers.activated.connect(self._layer_picked)
        self.file_button = self._button("boundaryFileButton", self.tr("From File…"), self.browse)
        self.found = QTreeWidget(self)
        self.found.setObjectName("boundaryFound")
        show_focus(self.found)
        self.found.setAccessibleName(self.tr("What was found"))
        self.found.setHeaderLabels([self.tr("Layer"), self.tr("Field with the codes"), self.tr("Units")])
        self.found.setRootIsDecorated(False)
        self.found.setUniformRowHeights(True)
        self.found.setTextElideMode(Qt.TextElideMode.ElideMiddle)
        self.found.header().setStretchLastSection(False)
        self.found.header().setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)
        self.found.header().setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
        self.found.itemChanged.connect(self._show_state)
        self.nothing_yet = QLabel(
            self.tr("Choose a layer of the project or a file. What is found in it is listed here before it is loaded.")
        )
        self.nothing_yet.setObjectName("boundaryNothingYet")
        self.nothing_yet.setProperty("help", True)
        self.nothing_yet.setWordWrap(True)
        self.nothing_yet.setAlignment(Qt.AlignmentFlag.AlignCenter)
        inside = QVBoxLayout(self.found.viewport())
        inside.setContentsMargins(60, 0, 60, 0)
        inside.addWidget(self.nothing_yet)
        self.problem = QLabel(self)
        self.problem.setObjectName("boundaryProblem")
        self.problem.setWordWrap(True)
        self.problem.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.problem.setVisible(False)
        self.progress = QProgressBar(self)
        self.progress.setObjectName("boundaryProgress")
        self.progress.setAccessibleName(self.tr("Progress"))
        self.progress.setTextVisible(False)
        self.progress.setVisible(False)
        self.loaded = QLabel(self)
        self.loaded.setObjectName("boundaryLoaded")
        self.loaded.setWordWrap(True)
        self.clear_button = self._button("clearBoundariesButton", self.tr("Remove All"), self.clear_requested.emit)
        self.buttons = QDialogButtonBox(self)
        self.load_button = self.buttons.addButton(self.tr("Load"), QDialogButtonBox.ButtonRole.AcceptRole)
        self.load_button.setObjectName("loadBoundariesButton")
        self.backdrop_button = self._button(
            "boundaryBackdropButton", self.tr("Only Show on the Map"), self._backdrop_wanted
        )
        self.backdrop_button.setToolTip(
            self.tr("Draws the file under the records; it tells nothing about territories.")
        )
        self.buttons.addButton(self.backdrop_button, QDialogButtonBox.ButtonRole.ActionRole)
        self.close_button = self.buttons.addButton(self.tr("Close"), QDialogButtonBox.ButtonRole.RejectRole)
        self.close_button.setObjectName("closeBoundariesButton")
        self.close_button.setAutoDefault(False)
        self.buttons.accepted.connect(self._load)
        self.buttons.rejected.connect(self.reject)
        top = QHBoxLayout()
        top.addWidget(self.layers, 1)
        top.addWidget(self.file_button)
        there = QHBoxLayout()
        there.addWidget(self.loaded, 1)
        there.addWidget(self.clear_button, 0, Qt.AlignmentFlag.AlignTop)
        layout = QVBoxLayout(self)
        layout.addWidget(intro)
        layout.addLayout(top)
        layout.addWidget(self.found, 1)
        layout.addWidget(self.problem)
        layout.addWidget(self.progress)
        layout.addLayout(there)
        layout.addLayout(beside_help(self.buttons))
        self.show_loaded({}, ())
        self._show_state()

    # --- what is shown ------------------------------------------------------------------------------------------------

    def show_loaded(self, levels: Mapping[str, int], loads: Sequence[Load]) -> None:
        """What the workspace has."""
        if levels:
            text = self.tr("In the workspace: {units}.").format(units=count_words(levels, self._lang))
            if loads:
                last = self.tr("Loaded last: “{source}”, {when}.")
                text += " " + last.format(source=loads[0].source, when=format_moment(loads[0].at, self._lang))
        else:
            text = self.tr(
                "The workspace has no boundaries yet: territories are proposed by the nearest known settlement."
            )
        self.loaded.setText(text)
        self.clear_button.setEnabled(bool(levels) and not self._busy)

    def show_unreadable(self, text: str) -> None:
        """What the workspace has cannot be read, and may be removed."""
        self.loaded.setText(text)
        self.clear_button.setEnabled(not self._busy)

    def show_looking(self, name: str) -> None:
        """The source is being read."""
        self._set_busy(True)
        self.found.clear()
        self.say(self.tr("Looking into “{name}”…").format(name=name))
        self.progress.setRange(0, 0)

    def show_found(self, found: Sequence[tuple[str, Match | None]]) -> None:
        """Layers of the source by name, each with the field that holds its codes, or None."""
        self._set_busy(False)
        self.found.clear()
        notes: list[str] = []
        for row, (name, match) in enumerate(found):
            item = QTreeWidgetItem(self.found, [name])
            item.setData(0, _ROW, row)
            item.setToolTip(0, name)
            if match is None:
                item.setText(1, self.tr("no codes"))
                item.setFlags(Qt.ItemFlag.ItemIsEnabled)  # to be read, with nothing to tick
                continue
            item.setFlags(Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable | Qt.ItemFlag.ItemIsUserCheckable)
            item.setCheckState(0, Qt.CheckState.Checked)
            item.setText(1, match.name)
            item.setText(2, count_words(match.levels, self._lang))
            left = match.rows - match.matched
            if left > 0:
                rows = grouped(self.tr("%n row(s) without a known code", "", left), left, self._lang)
                item.setToolTip(2, rows)
                notes.append(f"{name}: {rows}" + (f" ({', '.join(match.unknown)})" if match.unknown else ""))
        self.say("\n".join(notes))
        self._show_state()

    def show_error(self, text: str, drawable: str = "") -> None:
        """Why it cannot be loaded. `drawable` is a file that could at least be drawn."""
        self._set_busy(False)
        self._file = drawable
        self.say(text, fault=True)
        self._show_state()

    def show_progress(self, done: int, of: int) -> None:
        """How far the loading is, in rows."""
        self.progress.setRange(0, max(of, 1))
        self.progress.setValue(done)

    def show_loading(self) -> None:
        """Loading has begun."""
        self._set_busy(True)
        self.say(self.tr("Loading…"))

    def show_done(self, text: str) -> None:
        """Loading has ended."""
        self._set_busy(False)
        self.found.clear()
        self.say(text)
        self._show_state()

    def say(self, text: str, *, fault: bool = False) -> None:
        """One sentence over the buttons."""
        self.problem.setProperty("fault", fault)
        self.problem.style().unpolish(self.problem)
        self.problem.style().polish(self.problem)
        self.problem.setText(text)
        self.problem.setVisible(bool(text))

    # --- what is asked ------------------------------------------------------------------------------------------------

    def browse(self) -> None:
        """Asks for a file."""
        kinds = self.tr("Map files")
        path, _ = self._choose_file(self, self.tr("File with boundaries"), self._start, f"{kinds} ({_FILES})")
        if path:
            self._start = path
            self._file = ""
            self.layers.setCurrentIndex(0)
            self.file_chosen.emit(path)

    def reject(self) -> None:
        if self._busy:
            self.cancel_requested.emit()
        super().reject()

    def file_name(self) -> str:
        """The name of the file that was chosen last."""
        return Path(self._start).name

    def _layer_picked(self, index: int) -> None:
        identity = self.layers.itemData(index)
        if identity:
            self._file = ""
            self.layer_chosen.emit(identity)

    def _load(self) -> None:
        rows = self._checked()
        if rows:
            self.load_requested.emit(rows)

    def _backdrop_wanted(self) -> None:
        self.backdrop_requested.emit(self._file)

    def _checked(self) -> list[int]:
        items = (self.found.topLevelItem(row) for row in range(self.found.topLevelItemCount()))
        return [item.data(0, _ROW) for item in items if item.checkState(0) == Qt.CheckState.Checked]

    def _show_state(self) -> None:
        self.nothing_yet.setVisible(self.found.topLevelItemCount() == 0 and not self._busy)
        self.load_button.setEnabled(bool(self._checked()) and not self._busy)
        self.backdrop_button.setVisible(bool(self._file) and not self._busy)

    def _set_busy(self, busy: bool) -> None:
        self._busy = busy
        self.progress.setVisible(busy)
        for widget in (self.file_button, self.found):
            widget.setEnabled(not busy)
        self.layers.setEnabled(not busy and self.layers.count() > 1)
        self.close_button.setText(self.tr("Cancel") if busy else self.tr("Close"))
        self._show_state()

    def _button(self, name: str, text: str, slot: Callable[[], object]) -> QPushButton:
        button = QPushButton(text, self)
        button.setObjectName(name)
        button.setAutoDefault(False)
        button.clicked.connect(slot)
        return button
