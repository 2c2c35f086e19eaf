"""Asking the portal what became of a record, beside the window."""

from __future__ import annotations

from functools import partial
from typing import Any

from qgis.PyQt import sip
from qgis.PyQt.QtCore import QCoreApplication, QObject

from ..errors import UsageError, VidbudovaError
from ..store.workspace import Workspace
from ..sync.access import PortalAccess, origin
from . import credentials, network
from .notices import log
from .tasks import BaseTask, TaskRunner


class RecordHistory(QObject):
    """Answers the forms' `history_requested`."""

    def __init__(self, tasks: TaskRunner, lang: str, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._tasks = tasks
        self._lang = lang

    def ask(self, workspace: Workspace | None, window: Any) -> None:
        """Asks for the record of a window; the answer, or why there is none, is shown in its form."""
        try:
            url = workspace.settings.portal_url if workspace is not None else None
            if not url:
                raise UsageError("portal.no_portal")
            token = credentials.read_token(url)
            if token is None:
                raise UsageError("portal.no_token", portal=origin(url))
            access = network.portal_access(url, token, self._lang)
        except VidbudovaError as error:
            window.form.show_history((), error.describe(self._lang))
            return
        self._tasks.start(
            QCoreApplication.translate("History", "History of a record"),
            partial(_run, access, *window.record),
            partial(self._show, window, window.record),
        )

    def _show(self, window: Any, record: tuple[str, str], items: Any, error: Exception | None) -> None:
        if sip.isdeleted(window) or window.record != record:
            return
        if error is None:
            window.form.show_history(items)
            return
        log(repr(error))
        text = QCoreApplication.translate("History", "The portal's answer could not be read; the log has the details.")
        window.form.show_history((), error.describe(self._lang) if isinstance(error, VidbudovaError) else text)


def _run(access: PortalAccess, type_name: str, uuid: str, task: BaseTask[Any]) -> Any:
    from ..sync import past  # brings the network libraries in
    from ..sync.portal import PortalClient

    client = PortalClient(access)
    task.stop_with(client.cancel)
    return past.ask(client, type_name, uuid)
