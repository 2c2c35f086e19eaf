"""Makes the windows that other rooms open, which know neither panels nor forms; modules are read at the first use."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from qgis.PyQt.QtWidgets import QWidget

from . import paths
from .forms.access import WorkspaceAccess
from .forms.window import RecordWindow
from .panels.basemap_dialog import BasemapDialog
from .panels.boundaries_dialog import BoundariesDialog
from .panels.bundle_dialogs import ExportBundleDialog, ImportBundleDialog
from .panels.conflicts_panel import ConflictsWindow, sides_in_words
from .panels.help_window import HelpWindow
from .panels.many_dialog import ManyDialog
from .panels.restore_dialog import RestoreDialog, RestorePreview, RestoreRow
from .panels.set_field_dialog import SetFieldDialog
from .panels.settings_dialog import Settings, SettingsDialog
from .panels.settle_all_dialog import SettleAllDialog
from .panels.untracked_dialog import UntrackedDialog
from .panels.workspace_wizard import NewWorkspaceWizard
from .qgis_bridge import offline_basemap, settings
from .records.territory import Codifier
from .store.workspace import Workspace


class Windows:
    """One method a window, over `parent`, in the language `lang`. `form_files` is what forms ask about files,
    `form_places` about places."""

    def __init__(self, parent: QWidget, lang: str, codifier: Codifier | None) -> None:
        self._parent = parent
        self._lang = lang
        self._codifier = codifier
        self.form_files: Any = None
        self.form_places: Any = None

    def make_new_workspace(self, place: Path, portal_url: str, organisation: str, author: str) -> Any:
        """The wizard for a new workspace; None without a codifier."""
        if self._codifier is None:
            return None
        known = (portal_url, organisation, author)
        return NewWorkspaceWizard(self._codifier, self._lang, place, *known, parent=self._parent)

    def make_export_bundle(self, forecast: Any, suggested: Path) -> Any:
        """The dialog for exporting a bundle."""
        window = self._parent
        return ExportBundleDialog(forecast.outlook, forecast.signs, forecast.seals, suggested, window)

    def make_import_bundle(self, path: Path, catalogue: Any) -> Any:
        """The preview of a bundle."""
        return ImportBundleDialog(path, catalogue, self._lang, self._parent)

    def make_conflicts(self) -> Any:
        """The window of conflicts."""
        return ConflictsWindow(self._lang, self._codifier, self._parent)

    def make_settle_all(
        self, workspace: Workspace, keys: Sequence[tuple[str, str]], sides: Mapping[str, Any], parent: Any
    ) -> Any:
        """The preview of settling many conflicts alike."""
        chosen = sides_in_words(workspace, sides, parent.type_name, self._lang)
        return SettleAllDialog(len(keys), sides, chosen, workspace.catalogue, self._lang, parent)

    def make_help(self, parent: QWidget) -> Any:
        """The help, over a window."""
        return HelpWindow(paths.help_dir(self._lang), parent)

    def make_window(self, workspace: Workspace, type_name: str, uuid: str | None, preset: dict[str, Any] | None) -> Any:
        """A record's window. Raises LookupError where there is no such record."""
        author = settings.value("author") or None
        access = WorkspaceAccess(workspace, self._codifier, author, files=self.form_files, places=self.form_places)
        rtype = workspace.catalogue.type(type_name)
        return RecordWindow(access, rtype, uuid, self._lang, self._parent, preset)

    def make_boundaries(self, layers: Sequence[tuple[str, str]], start: str) -> Any:
        """The dialog that loads boundaries."""
        return BoundariesDialog(layers, self._lang, start, self._parent)

    def make_many(self, workspace: Workspace, kind: str, types: Sequence[str], count: int) -> Any:
        """The preview of something that is done with many records."""
        if kind != "set_field":
            return ManyDialog(kind, count, workspace.catalogue, self._lang, self._parent)
        access = WorkspaceAccess(workspace, self._codifier)
        rtypes = [workspace.catalogue.type(name) for name in types]
        return SetFieldDialog(rtypes, count, access, self._lang, self._parent)

    def make_basemap(self, basemaps: Sequence[Any], areas: Sequence[tuple[str, Any]]) -> Any:
        """What an offline basemap is made of."""
        return BasemapDialog(basemaps, areas, offline_basemap.measure, self._lang, self._parent)

    def make_restore(self, backups: Any) -> Any:
        """The list of backups."""
        return RestoreDialog(backups, self._lang, self._parent)

    def make_untracked(self, rows: Any, total: int) -> Any:
        """The list of edits that nobody noticed."""
        return UntrackedDialog(rows, total, self._parent)

    def make_settings(
        self, address: str, organisation: str, author: str, tiles: bool, token_stored: bool, language: str
    ) -> Any:
        """The settings."""
        shown = Settings(address, organisation, author, tiles)
        return SettingsDialog(shown, token_stored, language, self._parent, self._lang)


def make_preview(name: str, counts: Any, rows: Any) -> Any:
    """What comes back with a backup, as the list of backups shows it."""
    return RestorePreview(name, counts, tuple(RestoreRow(*row) for row in rows))
