"""Bundles from the window: what goes into one and under which passphrase, and what is in one before it is taken in."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from qgis.PyQt.QtCore import Qt, pyqtSignal
from qgis.PyQt.QtGui import QStandardItem, QStandardItemModel
from qgis.PyQt.QtWidgets import (
    QCheckBox,
    QDialog,
    QDialogButtonBox,
    QFileDialog,
    QLabel,
    QLineEdit,
    QProgressBar,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from ..forms.help_button import beside_help
from ..forms.hints import readable
from ..forms.theme import style_sheet
from ..records import messages
from ..records.catalogue import Catalogue
from ..records.dates import format_moment
from ..sync import sealing
from .fitting import fit_height
from .message_rows import NOTE_ROLE, SIGN_ROLE, MessageList
from .note_label import NoteLabel
from .settings_dialog import FieldGrid
from .words import named

if TYPE_CHECKING:
    from ..sync.bundle import Outlook, Preview

SUFFIX = ".vidbudova"
ChooseFile = Callable[[QWidget, str, str, str], "tuple[str, str]"]


@dataclass(frozen=True)
class ExportWish:
    """What the person chose. `passphrase` is None for a bundle that anybody may open."""

    path: Path
    with_files: bool
    passphrase: str | None


class ExportBundleDialog(QDialog):
    """Emits `export_requested` and stays open until the file is there: `accept()`, or `show_error()` if not."""

    export_requested = pyqtSignal(object)  # ExportWish

    def __init__(
        self,
        outlook: Outlook,
        signs: bool,
        seals: bool,
        suggested: Path,
        parent: QWidget | None = None,
        choose_file: ChooseFile = QFileDialog.getSaveFileName,
    ) -> None:
        """:param signs: whether this device has a key to sign with; `seals` whether this computer can seal."""
        super().__init__(parent)
        self._choose_file = choose_file
        self.setObjectName("exportBundleDialog")
        self.setWindowTitle(self.tr("Export bundle"))
        self.setStyleSheet(style_sheet(self.palette()))
        readable(self)
        self.setMinimumWidth(480)
        self.resize(600, 10)
        intro = QLabel(self._intro(outlook, signs), self)
        intro.setObjectName("bundleIntro")
        intro.setWordWrap(True)
        self.path = QLineEdit(self)
        self.path.setObjectName("bundlePathField")
        self._show_path(str(suggested))
        browse = QPushButton(self.tr("Browse…"), self)
        browse.setObjectName("bundleBrowseButton")
        browse.setAutoDefault(False)
        browse.clicked.connect(self._browse)
        self.files = QCheckBox(self.tr("With the files of photos and documents (%n)", "", outlook.files), self)
        self.files.setObjectName("bundleFilesCheck")
        self.files.setChecked(outlook.files > 0)
        self.files.setEnabled(outlook.files > 0)
        self.seal = QCheckBox(self.tr("Seal with a passphrase"), self)
        self.seal.setObjectName("bundleSealCheck")
        self.seal.setEnabled(seals)
        self.passphrase, self.again = self._secret("bundlePassphrase"), self._secret("bundlePassphraseAgain")
        grid = FieldGrid()
        grid.add(self.tr("File"), self.path, "", browse)
        row = grid.rowCount()
        grid.addWidget(self.files, row, 0, 1, 2)
        grid.setRowMinimumHeight(row + 1, 4)
        grid.addWidget(self.seal, row + 2, 0, 1, 2)
        note = QLabel(self._about_sealing(seals), self)
        note.setProperty("help", True)
        note.setWordWrap(True)
        grid.addWidget(note, row + 3, 0, 1, 2)
        grid.setRowMinimumHeight(row + 4, 8)
        self._secret_widgets: list[QWidget] = [self.passphrase, self.again]
        for label, field in ((self.tr("Passphrase"), self.passphrase), (self.tr("Once more"), self.again)):
            at = grid.rowCount()
            grid.add(label, field)
            self._secret_widgets.append(grid.itemAtPosition(at, 0).widget())
        self.seal.toggled.connect(self._show_secrets)
        self.problem = NoteLabel("exportBundleProblem", True, self)
        self.progress = _progress_bar(self)
        self.buttons = QDialogButtonBox(self)
        self.export_button = self.buttons.addButton(self.tr("Export"), QDialogButtonBox.ButtonRole.AcceptRole)
        self.export_button.setObjectName("exportBundleButton")
        self.cancel_button = self.buttons.addButton(self.tr("Cancel"), QDialogButtonBox.ButtonRole.RejectRole)
        self.cancel_button.setObjectName("cancelButton")
        self.buttons.accepted.connect(self._export)
        self.buttons.rejected.connect(self.reject)
        layout = QVBoxLayout(self)
        layout.addWidget(intro)
        layout.addLayout(grid)
        layout.addWidget(self.problem)
        layout.addWidget(self.progress)
        layout.addStretch(1)
        layout.addLayout(beside_help(self.buttons))
        self._show_secrets(False)

    def show_error(self, text: str) -> None:
        """Why nothing was written; the dialog stays."""
        self._busy(False)
        self.problem.show_text(text)
        fit_height(self)

    def _intro(self, outlook: Outlook, signs: bool) -> str:
        lines = [self.tr("%n edit(s) wait. Another workspace passes them on to the portal.", "", outlook.waiting)]
        if outlook.again:
            lines.append(
                self.tr("%n edit(s) of earlier bundles have no answer yet and go along again.", "", outlook.again)
            )
        if signs:
            lines.append(self.tr("This computer's key signs the bundle: it proves that you made the edits."))
        else:
            lines.append(
                self.tr(
                    "Not signed: the portal will mark the author as claimed. The first exchange with the portal makes"
                    " a key."
                )
            )
        return "\n".join(lines)

    def _about_sealing(self, available: bool) -> str:
        if available:
            return self.tr("Only who knows the passphrase can open the file. Tell it by another way than the file.")
        return self.tr(
            "Not to be had on this computer: the Python package “cryptography” is missing. It is installed along with"
            " QGIS (OSGeo4W: python3-cryptography) or by pip install cryptography."
        )

    def _secret(self, name: str) -> QLineEdit:
        field = QLineEdit(self)
        field.setObjectName(name)
        field.setEchoMode(QLineEdit.EchoMode.Password)
        return field

    def _show_secrets(self, on: bool) -> None:
        for widget in self._secret_widgets:
            widget.setVisible(on)
        fit_height(self)

    def _browse(self) -> None:
        chosen, _ = self._choose_file(
            self, self.tr("Export bundle"), self.path.text(), self.tr("Bundles of Vidbudova (*.vidbudova)")
        )
        if chosen:
            self._show_path(chosen if chosen.lower().endswith(SUFFIX) else chosen + SUFFIX)

    def _show_path(self, path: str) -> None:
        """From its beginning; the tool tip has all of it."""
        self.path.setText(path)
        self.path.setToolTip(path)
        self.path.setCursorPosition(0)

    def _export(self) -> None:
        text = self.path.text().strip()
        if not text:
            self.show_error(self.tr("Choose the file first."))
            return
        passphrase = None
        if self.seal.isChecked():
            passphrase = self.passphrase.text()
            if len(passphrase) < sealing.LEAST_SIGNS:
                told = self.tr("The passphrase is too short: at least %n character(s).", "", sealing.LEAST_SIGNS)
                self.show_error(told)
                return
            if passphrase != self.again.text():
                self.show_error(self.tr("The two passphrases differ."))
                return
        self._busy(True)
        path = text if text.lower().endswith(SUFFIX) else text + SUFFIX
        self.export_requested.emit(ExportWish(Path(path), self.files.isChecked(), passphrase))

    def _busy(self, on: bool) -> None:
        self.problem.setVisible(False)
        self.progress.setVisible(on)
        self.export_button.setEnabled(not on)


class ImportBundleDialog(QDialog):
    """Shows what is in a bundle. Emits `look_requested` with a passphrase, `import_requested` when it is wanted; stays
    open until it is taken in: `accept()`, or `show_error()` if not."""

    look_requested = pyqtSignal(str)
    import_requested = pyqtSignal()

    def __init__(self, path: Path, catalogue: Catalogue, lang: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._catalogue, self._lang = catalogue, lang
        self.setObjectName("importBundleDialog")
        self.setWindowTitle(self.tr("Import bundle"))
        self.setStyleSheet(style_sheet(self.palette()))
        readable(self)
        self.setMinimumWidth(480)
        self.resize(520, 10)
        heading = QLabel(path.name, self)
        heading.setObjectName("bundleName")
        heading.setTextFormat(Qt.TextFormat.PlainText)
        heading.setToolTip(str(path))
        font = heading.font()
        font.setBold(True)
        heading.setFont(font)
        self.passphrase = QLineEdit(self)
        self.passphrase.setObjectName("openPassphrase")
        self.passphrase.setEchoMode(QLineEdit.EchoMode.Password)
        self.open_button = QPushButton(self.tr("Open"), self)
        self.open_button.setObjectName("openSealedButton")
        self.open_button.clicked.connect(self._look)
        self.passphrase.returnPressed.connect(self._look)
        self.about = QLabel(self)
        self.about.setObjectName("bundleAbout")
        self.about.setTextFormat(Qt.TextFormat.PlainText)
        self.about.setWordWrap(True)
        self.about.setVisible(False)
        self.model = QStandardItemModel(self)
        self.list = MessageList("bundleContent", self.tr("What is in the bundle"), self)
        self.list.setModel(self.model)
        self.list.setVisible(False)
        self.problem = NoteLabel("importBundleProblem", True, self)
        self._lock = QWidget(self)
        grid = FieldGrid()
        grid.setContentsMargins(0, 4, 0, 0)
        grid.add(self.tr("Passphrase"), self.passphrase, "", self.open_button)
        self._lock.setLayout(grid)
        self._lock.setVisible(False)
        self.progress = _progress_bar(self)
        self.buttons = QDialogButtonBox(self)
        self.import_button = self.buttons.addButton(self.tr("Import"), QDialogButtonBox.ButtonRole.AcceptRole)
        self.import_button.setObjectName("importBundleButton")
        self.import_button.setEnabled(False)
        cancel = self.buttons.addButton(self.tr("Cancel"), QDialogButtonBox.ButtonRole.RejectRole)
        cancel.setObjectName("cancelButton")
        self.buttons.accepted.connect(self._import)
        self.buttons.rejected.connect(self.reject)
        layout = QVBoxLayout(self)
        for widget in (heading, self.about, self._lock, self.problem, self.progress):
            layout.addWidget(widget)
        layout.addWidget(self.list, 1)
        layout.addStretch(0)
        layout.addLayout(beside_help(self.buttons))

    def show_looking(self) -> None:
        """The file is being read through."""
        self.problem.setVisible(False)
        self.progress.setVisible(True)
        self.import_button.setEnabled(False)
        self.open_button.setEnabled(False)

    def ask_passphrase(self, problem: str = "") -> None:
        """The bundle is sealed: asks for the passphrase, and says what was wrong with the last one."""
        self.show_error(problem)
        self._tell(self.tr("The bundle is sealed with a passphrase. Ask its author for it."))
        self._lock.setVisible(True)
        self.open_button.setEnabled(True)
        self.open_button.setDefault(True)
        self.passphrase.setFocus()
        self.passphrase.selectAll()
        fit_height(self)

    def show_preview(self, preview: Preview) -> None:
        """What taking it in would do."""
        self.show_error("")
        self._lock.setVisible(False)
        self._tell("\n".join(self._about(preview)))
        self.model.clear()
        for one in preview.barred:
            rtype = self._catalogue.types.get(one.type)
            title = named(rtype.label(self._lang), one.title) if rtype else one.title
            why = messages.text(f"bundle.barred.{one.rule}", self._lang)
            self._row("refused", title, self.tr("You may not pass it on: {reason}").format(reason=why))
        for (type_name, op), count in sorted(preview.counts.items()):
            self._row("waiting", self._counted(type_name, op, count))
        if preview.files:
            size = messages.format_size(preview.file_bytes, self._lang)
            self._row("waiting", self.tr("%n file(s), {size}", "", preview.files).format(size=size))
        self.list.setVisible(self.model.rowCount() > 0)
        fit_height(self, 440 if self.model.rowCount() else 0)
        self.import_button.setEnabled(preview.new > 0)
        if preview.new > 0:
            self.import_button.setDefault(True)
            self.import_button.setFocus()  # Enter does what is framed, and that was Cancel so far

    def show_error(self, text: str) -> None:
        """Why nothing was taken in; the dialog stays."""
        self.progress.setVisible(False)
        self.problem.show_text(text)
        fit_height(self)

    def _tell(self, text: str) -> None:
        self.about.setText(text)
        self.about.setVisible(True)

    def _about(self, preview: Preview) -> Sequence[str]:
        author = preview.author_name + (f" ({preview.organisation})" if preview.organisation else "")
        made = format_moment(preview.made_at, self._lang)
        lines = [self.tr("By {author}, {moment}.").format(author=author, moment=made)]
        if preview.signed:
            lines.append(self.tr("Signed with a device's key; the portal checks whose it is."))
        else:
            lines.append(
                self.tr("Not signed: that {author} made it is only claimed.").format(author=preview.author_name)
            )
        if preview.own:
            lines.append(self.tr("It was made in this very workspace."))
        if preview.known:
            lines.append(self.tr("%n part(s) are here already.", "", preview.known))
        if preview.left_out:
            lines.append(
                self.tr("%n part(s) are left to the author: you may not pass all of it on.", "", preview.left_out)
            )
        if preview.new:
            lines.append(self.tr("It is new here; the next exchange passes it on to the portal for its author."))
        else:
            lines.append(self.tr("Nothing in it is new here."))
        return lines

    def _counted(self, type_name: str, op: str, count: int) -> str:
        rtype = self._catalogue.types.get(type_name)
        kind = rtype.plural_label(self._lang) if rtype else type_name
        text = {
            "create": self.tr("{kind}: %n new", "", count),
            "change": self.tr("{kind}: %n changed", "", count),
            "delete": self.tr("{kind}: %n deleted", "", count),
        }.get(op, "{kind}")
        return text.format(kind=kind)

    def _row(self, sign: str, text: str, note: str = "") -> None:
        item = QStandardItem(text)
        item.setEditable(False)
        item.setData(sign, SIGN_ROLE)
        item.setData(note, NOTE_ROLE)
        item.setToolTip("\n".join(part for part in (text, note) if part))
        item.setAccessibleText(", ".join(part for part in (text, note) if part))
        self.model.appendRow(item)

    def _look(self) -> None:
        if self.passphrase.text():
            self.look_requested.emit(self.passphrase.text())

    def _import(self) -> None:
        if self.open_button.isVisible():
            self._look()
            return
        self.show_looking()
        self.import_requested.emit()


def _progress_bar(parent: QWidget) -> QProgressBar:
    bar = QProgressBar(parent)
    bar.setRange(0, 0)
    bar.setTextVisible(False)
    bar.setFixedHeight(6)
    bar.setVisible(False)
    return bar
