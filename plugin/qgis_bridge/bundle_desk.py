"""Bundles from the window: asked for here, read and written beside it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol

from qgis.PyQt.QtCore import QCoreApplication, QObject, QStandardPaths, pyqtSignal
from qgis.PyQt.QtWidgets import QFileDialog, QWidget

from ..errors import VidbudovaError
from ..records.catalogue import Catalogue
from ..store.workspace import Workspace
from . import device_keys
from .notices import Notices, log
from .tasks import BaseTask, TaskRunner

if TYPE_CHECKING:
    from ..sync.bundle import Exported, Imported, Outlook, Preview
    from ..sync.devices import DeviceKey

FeatureKey = tuple[str, int]
RecordKey = tuple[str, str]
SUFFIX = ".vidbudova"


class Wish(Protocol):
    """What a person chose for an export; `passphrase` is None for a bundle that anybody may open."""

    path: Path
    with_files: bool
    passphrase: str | None


@dataclass(frozen=True)
class Forecast:
    """What an export would hold, whether this device signs it and this computer can seal it."""

    outlook: Outlook
    signs: bool
    seals: bool


@dataclass(frozen=True)
class Errand:
    """Which workspace it is about, and what in it has uncommitted edits: features, and records in open forms."""

    folder: Path
    catalogue: Catalogue
    uncommitted: frozenset[FeatureKey]
    unsaved: frozenset[RecordKey]
    lang: str


class BundleDesk(QObject):
    """Exports and imports bundles for the open workspace, one at a time."""

    written = pyqtSignal(set)
    """Names of the record types whose rows may show something new."""

    def __init__(
        self,
        window: QWidget,
        make_export: Callable[[Forecast, Path], Any],
        make_import: Callable[[Path, Catalogue], Any],
        uncommitted: Callable[[], frozenset[FeatureKey]],
        unsaved: Callable[[], frozenset[RecordKey]],
        before: Callable[[], None],
        tasks: TaskRunner,
        notices: Notices,
        lang: str,
        parent: QObject | None = None,
    ) -> None:
        """:param make_export: the dialog for an export; `make_import` for an import.
        :param before: called on the main thread before anything is read, to note what stands unsaved in forms."""
        super().__init__(parent)
        self._window = window
        self._make_export, self._make_import = make_export, make_import
        self._uncommitted, self._unsaved, self._before = uncommitted, unsaved, before
        self._tasks, self._notices, self._lang = tasks, notices, lang
        self._workspace: Workspace | None = None
        self._dialog: Any = None
        self._task: BaseTask[Any] | None = None
        self._keys: list[DeviceKey] = []
        self._passphrase: str | None = None
        self.choose_file: Callable[..., tuple[str, str]] = QFileDialog.getOpenFileName

    @property
    def dialog(self) -> QWidget | None:
        """The dialog that stands, if any."""
        return self._dialog

    def set_workspace(self, workspace: Workspace | None) -> None:
        """The workspace that is open; what is under way for another one is given up."""
        if self._task is not None:
            self._task.abandon()
            self._task = None
        if self._dialog is not None:
            self._dialog.reject()
        self._workspace = workspace

    # --- export -------------------------------------------------------------------------------------------------------
    def export(self) -> None:
        """Shows what would go into a bundle, and where to."""
        errand = self._errand()
        if errand is None:
            return
        try:
            self._keys = device_keys.read_keys()
        except VidbudovaError as error:
            self._keys = []  # the bundle goes unsigned, and says so
            log(str(error))
        title = QCoreApplication.translate("Bundles", "Looking what waits")
        self._task = self._tasks.start(title, partial(_look_ahead, errand, self._keys), self._on_forecast)

    def _on_forecast(self, forecast: Forecast | None, error: Exception | None) -> None:
        self._task = None
        if forecast is None:
            self._fail(error)
            return
        if not forecast.outlook.waiting and not forecast.outlook.again:
            self._notices.info(QCoreApplication.translate("Bundles", "Nothing waits: there is nothing to export."))
            return
        dialog = self._make_export(forecast, self._suggested())
        dialog.export_requested.connect(self._export)
        self._show(dialog)

    def _suggested(self) -> Path:
        name = self._workspace.folder.name if self._workspace is not None else "vidbudova"
        home = QStandardPaths.writableLocation(QStandardPaths.StandardLocation.DocumentsLocation)
        return Path(home) / f"{name} {datetime.now().astimezone():%Y-%m-%d}{SUFFIX}"

    def _export(self, wish: Wish) -> None:
        errand = self._errand()
        if errand is None:
            return
        title = QCoreApplication.translate("Bundles", "Exporting a bundle")
        self._task = self._tasks.start(
            title, partial(_export, errand, wish, self._keys), partial(self._on_exported, errand.folder)
        )

    def _on_exported(self, folder: Path, done: Exported | None, error: Exception | None) -> None:
        self._task = None
        if error is not None:
            self._fail(error)
        elif done is None:
            self._close()
        else:
            self._close()
            parts = [
                QCoreApplication.translate("Bundles", "%n edit(s) exported to “{file}”.", "", done.records).format(
                    file=done.path.name
                )
            ]
            if done.missing:
                parts.append(
                    QCoreApplication.translate("Bundles", "%n file(s) are not on this computer.", "", len(done.missing))
                )
            stays = done.left + len(done.refused)
            if stays:
                parts.append(
                    QCoreApplication.translate("Bundles", "%n record(s) stay behind: see Exchange.", "", stays)
                )
            self._notices.success(" ".join(parts))
        if self._workspace is not None and self._workspace.folder == folder:
            self.written.emit(set())

    # --- import -------------------------------------------------------------------------------------------------------
    def take_in(self) -> None:
        """Asks for a bundle, shows what is in it, and takes it in when that is wanted."""
        errand = self._errand()
        if errand is None:
            return
        chosen, _ = self.choose_file(
            self._window,
            QCoreApplication.translate("Bundles", "Import bundle"),
            QStandardPaths.writableLocation(QStandardPaths.StandardLocation.DocumentsLocation),
            QCoreApplication.translate("Bundles", "Bundles of Vidbudova (*.vidbudova)"),
        )
        if chosen:
            self.open_file(Path(chosen))

    def open_file(self, path: Path) -> None:
        """As `take_in`, for a file that is known."""
        errand = self._errand()
        if errand is None:
            return
        self._passphrase = None
        dialog = self._make_import(path, errand.catalogue)
        dialog.look_requested.connect(partial(self._look, path))
        dialog.import_requested.connect(partial(self._import, path))
        self._show(dialog)
        self._look(path)

    def _look(self, path: Path, passphrase: str | None = None) -> None:
        errand = self._errand()
        if errand is None or self._dialog is None:
            return
        self._passphrase = passphrase
        self._dialog.show_looking()
        title = QCoreApplication.translate("Bundles", "Reading a bundle")
        self._task = self._tasks.start(title, partial(_examine, errand, path, passphrase), self._on_looked)

    def _on_looked(self, preview: Preview | None, error: Exception | None) -> None:
        self._task = None
        dialog = self._dialog
        if dialog is None:
            return
        if preview is not None:
            dialog.show_preview(preview)
        elif isinstance(error, VidbudovaError) and error.code == "bundle.needs_passphrase":
            dialog.ask_passphrase()
        elif isinstance(error, VidbudovaError) and error.code == "bundle.wrong_passphrase":
            dialog.ask_passphrase(error.describe(self._lang))
        else:
            self._fail(error)

    def _import(self, path: Path) -> None:
        errand = self._errand()
        if errand is None:
            return
        title = QCoreApplication.translate("Bundles", "Importing a bundle")
        self._task = self._tasks.start(
            title, partial(_import, errand, path, self._passphrase), partial(self._on_imported, errand.folder)
        )

    def _on_imported(self, folder: Path, done: Imported | None, error: Exception | None) -> None:
        self._task = None
        if done is None:
            self._fail(error)
            return
        self._close()
        translate = QCoreApplication.translate
        text = translate("Bundles", "%n edit(s) of {author} imported. Send passes them on.", "", done.preview.records)
        self._notices.success(text.format(author=done.preview.author_name))
        if self._workspace is not None and self._workspace.folder == folder:
            self.written.emit({name for name, _ in done.preview.counts})

    # --- what they share ----------------------------------------------------------------------------------------------
    def _errand(self) -> Errand | None:
        workspace = self._workspace
        if workspace is None or workspace.read_only or self._task is not None:
            return None
        self._before()
        return Errand(workspace.folder, workspace.catalogue, self._uncommitted(), self._unsaved(), self._lang)

    def _show(self, dialog: Any) -> None:
        self._close()
        self._dialog = dialog
        dialog.finished.connect(self._forget)
        dialog.setModal(True)
        dialog.open()

    def _close(self) -> None:
        if self._dialog is not None:
            self._dialog.accept()

    def _forget(self, _result: int = 0) -> None:
        dialog, self._dialog, self._passphrase = self._dialog, None, None
        if dialog is not None:
            dialog.deleteLater()

    def _fail(self, error: Exception | None) -> None:
        """In the dialog where there is one, for there the person can do something about it."""
        if isinstance(error, VidbudovaError):
            text = error.describe(self._lang)
        else:
            text = QCoreApplication.translate(
                "Bundles", "That stopped on a fault of the program. Nothing was lost; the log has the details."
            )
        if self._dialog is not None:
            self._dialog.show_error(text)
        else:
            self._notices.warning(text, repr(error))


# --- beside the window -----------------------------------------------------------------------------------------------


def _open_edits(errand: Errand, workspace: Workspace) -> set[RecordKey]:
    found = set(errand.unsaved)
    for type_name, fid in errand.uncommitted:
        uuid = workspace.uuid_of(type_name, fid)
        if uuid is not None:
            found.add((type_name, uuid))
    return found


def _key_for(workspace: Workspace, keys: list[DeviceKey]) -> DeviceKey | None:
    from ..sync import bookkeeping, entitled

    portal, account = workspace.get_meta(bookkeeping.PORTAL), entitled.account_of(workspace)
    return next((k for k in keys if account is not None and (k.portal, k.account) == (portal, account.account)), None)


def _look_ahead(errand: Errand, keys: list[DeviceKey], _task: BaseTask[Forecast]) -> Forecast:
    from ..sync import bundle, sealing

    with Workspace.open(errand.folder, errand.catalogue) as workspace:
        found = bundle.outlook(workspace, _open_edits(errand, workspace))
        return Forecast(found, _key_for(workspace, keys) is not None, sealing.available())


def _export(errand: Errand, wish: Wish, keys: list[DeviceKey], _task: BaseTask[Any]) -> Exported | None:
    from ..sync import bundle

    with Workspace.open(errand.folder, errand.catalogue) as workspace:
        return bundle.export_bundle(
            workspace,
            wish.path,
            device=_key_for(workspace, keys),
            passphrase=wish.passphrase,
            with_files=wish.with_files,
            leave_out=_open_edits(errand, workspace),
            lang=errand.lang,
        )


def _examine(errand: Errand, path: Path, passphrase: str | None, _task: BaseTask[Any]) -> Preview:
    from ..sync import bundle

    with Workspace.open(errand.folder, errand.catalogue) as workspace:
        return bundle.examine(workspace, path, passphrase, errand.lang)


def _import(errand: Errand, path: Path, passphrase: str | None, _task: BaseTask[Any]) -> Imported:
    from ..sync import bundle

    with Workspace.open(errand.folder, errand.catalogue) as workspace:
        leave = _open_edits(errand, workspace)
        return bundle.import_bundle(workspace, path, passphrase, leave=leave, lang=errand.lang)
