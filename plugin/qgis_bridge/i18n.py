"""The language of the windows: QGIS's own, or English where it is one that we do not have."""

from __future__ import annotations

from qgis.core import QgsApplication, QgsSettings
from qgis.PyQt.QtCore import QCoreApplication, QLocale, QTranslator

from ..paths import i18n_dir
from ..records import messages


def language() -> str:
    """The code of the language the windows and messages are in: ``uk`` or ``en``.

    QGIS's language decides (Settings ▸ Options ▸ General, or ``--lang``); a language we do not have falls back to
    English.
    """
    return messages.language(qgis_locale())


def qgis_locale() -> str:
    """The locale that QGIS runs in, such as ``uk`` or ``en_US``: its ``--lang``, its options, or the system's."""
    application = QgsApplication.instance()
    if isinstance(application, QgsApplication):
        overridden = str(getattr(application, "translation", str)() or "")  # --lang
        if overridden:
            return overridden
    settings = QgsSettings()
    if settings.value("locale/overrideFlag", False, type=bool):
        chosen = str(settings.value("locale/userLocale", "", type=str))
        if chosen:
            return chosen
    return str(QLocale.system().name())


def load_translator(lang: str) -> QTranslator | None:
    """The window texts of a language, not installed yet; None where they were not compiled."""
    translator = QTranslator()
    if translator.load(str(i18n_dir() / f"vidbudova_{lang}.qm")):
        return translator
    return None


class Translation:
    """The plugin's texts as long as the plugin is loaded: installs on entry, removes on exit."""

    def __init__(self, lang: str) -> None:
        self._translator = load_translator(lang)

    def __enter__(self) -> Translation:
        if self._translator is not None:
            QCoreApplication.installTranslator(self._translator)
        return self

    def __exit__(self, *_: object) -> None:
        if self._translator is not None:
            QCoreApplication.removeTranslator(self._translator)
            self._translator = None
