"""Vidbudova among QGIS's Processing providers: in the toolbox, in models, in ``qgis_process``."""

from __future__ import annotations

from qgis.core import QgsApplication, QgsProcessingProvider
from qgis.PyQt.QtGui import QIcon

from ...paths import icons_dir
from .bundling import ExportBundle, ImportBundle
from .checking import CheckRecords
from .exporting import ExportRecords
from .importing import ImportRecords
from .syncing import SyncWithPortal

ALGORITHMS = (CheckRecords, ImportRecords, SyncWithPortal, ExportRecords, ExportBundle, ImportBundle)


class Provider(QgsProcessingProvider):
    """``vidbudova:check``, ``import``, ``sync``, ``export``, ``exportbundle``, ``importbundle``."""

    def __init__(self, lang: str) -> None:
        super().__init__()
        self._lang = lang

    def id(self) -> str:
        return "vidbudova"

    def name(self) -> str:
        return "Відбудова" if self._lang == "uk" else "Vidbudova"

    def icon(self) -> QIcon:
        return QIcon(str(icons_dir() / "vidbudova.svg"))

    def loadAlgorithms(self) -> None:
        for algorithm in ALGORITHMS:
            self.addAlgorithm(algorithm(self._lang))


class Registered:
    """The provider as long as the plugin is loaded: there on entry, gone on exit."""

    def __init__(self, lang: str) -> None:
        self._provider: Provider | None = Provider(lang)

    def __enter__(self) -> Registered:
        QgsApplication.processingRegistry().addProvider(self._provider)
        return self

    def __exit__(self, *_: object) -> None:
        provider, self._provider = self._provider, None
        if provider is not None:
            QgsApplication.processingRegistry().removeProvider(provider)
