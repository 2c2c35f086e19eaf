"""Settings: the portal and who one is there, the backdrop's consent, and a test of the connection."""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import urlsplit

from qgis.PyQt.QtCore import pyqtSignal
from qgis.PyQt.QtGui import QShowEvent
from qgis.PyQt.QtWidgets import (
    QCheckBox,
    QDialog,
    QDialogButtonBox,
    QGridLayout,
    QLabel,
    QLineEdit,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from ..forms.focus import go_behind
from ..forms.help_button import beside_help
from ..forms.hints import readable
from ..forms.theme import style_sheet
from .connection_test import ConnectionTest
from .fitting import fit_height
from .note_label import NoteLabel
from .organisation_field import OrganisationField

LOOPBACK = ("localhost", "127.0.0.1", "::1")


def tidy_address(text: str) -> str | None:
    """A portal's address as typed, with its scheme; None where it is none. HTTPS, or HTTP to this computer only."""
    address = text.strip()
    address = (address if "://" in address else f"https://{address}").rstrip("/")
    try:
        parts = urlsplit(address)
        host = parts.hostname
        _ = parts.port
    except ValueError:
        return None
    if not host or " " in address or parts.username is not None:
        return None
    if parts.scheme == "https" or (parts.scheme == "http" and host in LOOPBACK):
        return address
    return None


@dataclass(frozen=True)
class Settings:
    """What the dialog shows and gives back. The token is not part of it: it goes out by a signal of its own."""

    portal_url: str = ""
    organisation: str = ""  # EDRPOU
    author: str = ""  # goes into captured_by of new records
    basemap: bool = False  # consent to load map tiles from the network


class FieldGrid(QGridLayout):
    """Labels above inputs, the way all dialogs here are laid out."""

    def __init__(self) -> None:
        super().__init__()
        self.setVerticalSpacing(3)
        self.setColumnStretch(0, 1)

    def add(
        self,
        label: str,
        widget: QWidget,
        help_text: str = "",
        beside: QWidget | None = None,
        fault: QLabel | None = None,
    ) -> QLabel:
        """Adds an input with its label above and its help under, and there what is wrong; `beside` stands right of the
        input."""
        row = self.rowCount()
        heading = QLabel(label)
        heading.setBuddy(widget)
        widget.setAccessibleName(label)
        self.addWidget(heading, row, 0, 1, 2)
        self.addWidget(widget, row + 1, 0, 1, 1 if beside else 2)
        if beside is not None:
            self.addWidget(beside, row + 1, 1)
        note = QLabel(help_text)
        note.setProperty("help", True)
        note.setWordWrap(True)
        note.setVisible(bool(help_text))
        self.addWidget(note, row + 2, 0, 1, 2)
        if fault is not None:
            fault.setBuddy(widget)
            self.addWidget(fault, row + 3, 0, 1, 2)
        self.setRowMinimumHeight(row + 4, 8)
        return note


class SettingsDialog(QDialog):
    """Emits `token_entered` before it closes with OK; `settings()` has the rest."""

    test_requested = pyqtSignal(str, str)  # address, token as typed ("" is the stored one)
    token_entered = pyqtSignal(str, str)  # address, token
    token_removed = pyqtSignal(str)  # address

    def __init__(
        self,
        settings: Settings,
        token_stored: bool,
        language_name: str,
        parent: QWidget | None = None,
        lang: str = "uk",
    ) -> None:
        """:param language_name: the language in use, as people call it; it follows QGIS. `lang` is its code."""
        super().__init__(parent)
        self.setObjectName("settingsDialog")
        self.setWindowTitle(self.tr("Vidbudova settings"))
        self.setStyleSheet(style_sheet(self.palette()))
        readable(self)
        self.resize(520, 10)
        self._token_stored = token_stored
        self.address = QLineEdit(settings.portal_url, self)
        self.address.setObjectName("portalAddressField")
        self.address.setPlaceholderText("https://")
        self.address.textEdited.connect(self._forget_result)
        self.token = QLineEdit(self)
        self.token.setObjectName("tokenField")
        self.token.setEchoMode(QLineEdit.EchoMode.Password)
        self.token.textEdited.connect(self._forget_result)
        self.remove_button = QPushButton(self.tr("Remove Token"), self)
        self.remove_button.setObjectName("removeTokenButton")
        self.remove_button.setAutoDefault(False)
        self.remove_button.clicked.connect(self._remove_token)
        self.organisation = OrganisationField("organisationField", settings.organisation, lang, self)
        self.author = QLineEdit(settings.author, self)
        self.author.setObjectName("authorField")
        self.basemap = QCheckBox(self.tr("Load OpenStreetMap tiles as the backdrop"), self)
        self.basemap.setObjectName("basemapConsent")
        self.basemap.setChecked(settings.basemap)
        self.test = ConnectionTest(self)
        self.test.pressed.connect(self._test)
        grid = FieldGrid()
        self._address_note = NoteLabel("portalAddressProblem", True, self)
        grid.add(self.tr("Portal address"), self.address, fault=self._address_note)
        self._token_note = grid.add(
            self.tr("Access token"),
            self.token,
            self.tr("Kept in QGIS's authentication database, for this portal only."),
            self.remove_button,
        )
        grid.add(self.tr("Organisation (EDRPOU code)"), self.organisation, fault=self.organisation.note)
        grid.add(self.tr("Your name in new records"), self.author)
        consent = QLabel(self.tr("Every tile that is loaded tells its server which place you look at."), self)
        consent.setProperty("help", True)
        consent.setWordWrap(True)
        language = QLabel(self.tr("Language as in QGIS: {language}").format(language=language_name), self)
        language.setObjectName("languageLabel")
        layout = QVBoxLayout(self)
        layout.addLayout(grid)
        layout.addWidget(self.test)
        layout.addSpacing(10)
        layout.addWidget(self.basemap)
        layout.addWidget(consent)
        layout.addSpacing(10)
        layout.addWidget(language)
        layout.addStretch(1)
        buttons = QDialogButtonBox(self)
        buttons.addButton(self.tr("OK"), QDialogButtonBox.ButtonRole.AcceptRole).setObjectName("okButton")
        cancel = buttons.addButton(self.tr("Cancel"), QDialogButtonBox.ButtonRole.RejectRole)
        cancel.setObjectName("cancelButton")
        go_behind(self.author, [self.test.button, self.basemap])
        buttons.accepted.connect(self.accept)
        buttons.rejected.connect(self.reject)
        layout.addLayout(beside_help(buttons))
        self._show_token_state()

    def showEvent(self, event: QShowEvent) -> None:
        """Inputs as high as they want to be, not as they could do with."""
        super().showEvent(event)
        fit_height(self, self.height())

    def settings(self) -> Settings:
        """What stands in the dialog now."""
        return Settings(
            tidy_address(self.address.text()) or "" if self.address.text().strip() else "",
            self.organisation.code,
            self.author.text().strip(),
            self.basemap.isChecked(),
        )

    def show_test_result(self, ok: bool, text: str, detail: str = "") -> None:
        """The answer to `test_requested`, in words; `detail` is technical and can be copied."""
        self.test.show_result(ok, text, detail)

    def accept(self) -> None:
        """Closes when address and organisation are what they should be, or blank; the token goes out first."""
        if not self.organisation.check():
            self.organisation.setFocus()
            return
        if self.address.text().strip() and not self._checked_address():
            return
        if self.token.text().strip():
            if not self._checked_address():
                return
            self.token_entered.emit(self.settings().portal_url, self.token.text().strip())
        super().accept()

    def _checked_address(self) -> bool:
        address = tidy_address(self.address.text())
        if address is None:
            self._address_note.show_text(
                self.tr("Write the address as the portal's people gave it; it begins with https://.")
            )
            self.address.setFocus()
            return False
        self.address.setText(address)
        self._address_note.show_text("")
        return True

    def _test(self) -> None:
        self._forget_result()
        if not self._checked_address():
            return
        if not self.token.text().strip() and not self._token_stored:
            self.show_test_result(False, self.tr("Enter the access token that the portal's people gave you."))
            self.token.setFocus()
            return
        self.test.show_running()
        self.test_requested.emit(self.settings().portal_url, self.token.text().strip())

    def _forget_result(self, _text: str = "") -> None:
        self.test.forget()

    def _remove_token(self) -> None:
        self.token_removed.emit(self.settings().portal_url)
        self._token_stored = False
        self.token.clear()
        self._show_token_state()

    def _show_token_state(self) -> None:
        self.remove_button.setEnabled(self._token_stored)
        self.token.setPlaceholderText(
            self.tr("stored; type a new one to replace it") if self._token_stored else self.tr("none yet")
        )
