"""Settings and *Test Connection…*: what the dialog asks for, done beside the window, tokens kept where they belong."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import partial
from typing import Any

from qgis.PyQt import sip
from qgis.PyQt.QtCore import QCoreApplication, QObject, pyqtSignal

from ..errors import UsageError, VidbudovaError
from ..records.katottg import COUNTRY
from ..records.territory import Codifier
from ..store.workspace import Workspace
from ..sync.access import PortalAccess
from . import credentials, network, settings
from .notices import Notices
from .tasks import BaseTask, TaskRunner

LANGUAGE_NAMES = {"uk": "українська", "en": "English"}
MakeDialog = Callable[[str, str, str, bool, bool, str], Any]


class PortalSettings(QObject):
    """Opens the settings dialog and does what it asks for.

    :param make: makes a `panels.settings_dialog.SettingsDialog` from (address, organisation, author, tiles allowed,
        token stored, language's name). Given by the composition root, for this room does not know the panels.
    :param codifier: names the territory of an account; without it, its code is told.
    """

    changed = pyqtSignal()
    """The settings were changed and stored."""

    def __init__(
        self,
        make: MakeDialog,
        tasks: TaskRunner,
        notices: Notices,
        lang: str,
        codifier: Codifier | None = None,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._make = make
        self._codifier = codifier
        self._tasks = tasks
        self._notices = notices
        self._lang = lang
        self._dialog: Any = None

    def show(self, workspace: Workspace | None) -> Any:
        """Opens the dialog, for the open workspace or for those to come, and returns it without waiting for its end."""
        self.close()
        address, organisation = settings.value("portal/url"), settings.value("portal/organisation")
        if workspace is not None:
            address = workspace.settings.portal_url or address
            organisation = workspace.settings.organisation or organisation
        dialog = self._make(
            address,
            organisation,
            settings.value("author"),
            settings.tiles_allowed(),
            _stored(address),
            LANGUAGE_NAMES[self._lang],
        )
        self._dialog = dialog
        self.attach(dialog)
        dialog.token_entered.connect(self._keep_token)
        dialog.token_removed.connect(self._forget_token)
        dialog.accepted.connect(partial(self._accept, dialog, workspace))
        dialog.finished.connect(self._on_finished)
        dialog.open()
        return dialog

    def close(self) -> None:
        """Closes the dialog without storing what it holds."""
        dialog, self._dialog = self._dialog, None
        if dialog is not None and not sip.isdeleted(dialog):
            dialog.reject()
            dialog.deleteLater()

    def _on_finished(self, _result: int) -> None:
        dialog, self._dialog = self._dialog, None
        if dialog is not None:
            dialog.deleteLater()

    def _accept(self, dialog: Any, workspace: Workspace | None) -> None:
        chosen = dialog.settings()
        settings.set_value("portal/url", chosen.portal_url)
        settings.set_value("portal/organisation", chosen.organisation)
        settings.set_value("author", chosen.author)
        settings.allow_tiles(chosen.basemap)
        if workspace is not None and not workspace.read_only and not workspace.settings.sample:
            wanted = replace(
                workspace.settings,
                portal_url=chosen.portal_url or None,
                organisation=chosen.organisation or None,
            )
            if wanted != workspace.settings:
                try:
                    workspace.update_settings(wanted)
                except VidbudovaError as error:
                    self._notices.error(error.describe(self._lang), str(error))
        self.changed.emit()

    def remember(self, answers: Any) -> None:
        """Keeps what a person answered in the wizard for a new workspace: it is offered for the next one, too."""
        for key, text in (
            ("portal/url", answers.portal_url),
            ("portal/organisation", answers.organisation),
            ("author", answers.author),
        ):
            if text:
                settings.set_value(key, text)
        if answers.portal_url and answers.token:
            self._keep_token(answers.portal_url, answers.token)
        self.changed.emit()

    def _keep_token(self, address: str, token: str) -> None:
        try:
            credentials.store_token(address, token)
        except VidbudovaError as error:
            self._notices.error(error.describe(self._lang), str(error))

    def _forget_token(self, address: str) -> None:
        try:
            credentials.forget_token(address)
        except VidbudovaError as error:
            self._notices.error(error.describe(self._lang), str(error))

    # --- Test Connection… ---------------------------------------------------------------------------------------------
    def attach(self, dialog: Any) -> None:
        """Answers a dialog's `test_requested` by its `show_test_result`."""
        dialog.test_requested.connect(partial(self.test, dialog))

    def test(self, dialog: Any, address: str, token: str) -> None:
        """Asks a portal who it is and who we are there. A blank token means the stored one."""
        try:
            given = token or credentials.read_token(address)
            if not given:
                raise UsageError("portal.no_token", portal=address)
            access = network.portal_access(address, given, self._lang)
        except VidbudovaError as error:
            _answer(dialog, False, error.describe(self._lang), str(error))
            return
        title = QCoreApplication.translate("PortalSettings", "Test of the connection to the portal")
        self._tasks.start(title, partial(_ask, access), partial(self._on_tested, dialog))

    def _on_tested(self, dialog: Any, answer: Any, error: Exception | None) -> None:
        if isinstance(error, VidbudovaError):
            _answer(dialog, False, error.describe(self._lang), str(error))
        elif error is not None:
            text = QCoreApplication.translate("PortalSettings", "The test stopped on a fault of the program.")
            _answer(dialog, False, text, repr(error))
        else:
            service, account = answer
            text = QCoreApplication.translate("PortalSettings", "Connected to “{portal}” as {name} ({role}).").format(
                portal=service.title, name=account.name, role=_role(account.role)
            )
            detail = QCoreApplication.translate(
                "PortalSettings", "Territory: {territory}\nContract {contract}, rules {rules}\nPortal {id}"
            ).format(
                territory=", ".join(self._territory(code) for code in account.territory),
                contract=service.contract,
                rules=service.rules,
                id=service.portal,
            )
            _answer(dialog, True, text, detail)

    def _territory(self, code: str) -> str:
        """A unit's name; its code where there is none."""
        if code == COUNTRY:
            return QCoreApplication.translate("PortalSettings", "all of Ukraine")
        return (self._codifier.label(code, self._lang) if self._codifier is not None else "") or code


def _answer(dialog: Any, ok: bool, text: str, detail: str) -> None:
    if not sip.isdeleted(dialog) and dialog.isVisible():
        dialog.show_test_result(ok, text, detail)


def _ask(access: PortalAccess, task: BaseTask[Any]) -> Any:
    from ..sync.portal import PortalClient

    client = PortalClient(access)
    task.stop_with(client.cancel)
    return client.service(), client.me()


def _stored(address: str) -> bool:
    try:
        return bool(address) and credentials.has_token(address)
    except VidbudovaError:
        return False


def _role(role: str) -> str:
    return {
        "contributor": QCoreApplication.translate("PortalSettings", "contributor"),
        "focal_point": QCoreApplication.translate("PortalSettings", "focal point"),
        "partner": QCoreApplication.translate("PortalSettings", "partner"),
        "admin": QCoreApplication.translate("PortalSettings", "administrator"),
    }.get(role, role)
