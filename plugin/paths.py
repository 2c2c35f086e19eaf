"""Where the resources lie: the one place that knows.

In the repository `resources/` stands beside `plugin/`; in the installed plugin it lies inside the package.
"""

from __future__ import annotations

from pathlib import Path

_PACKAGE = Path(__file__).resolve().parent

RESOURCES: Path = _PACKAGE / "resources" if (_PACKAGE / "resources").is_dir() else _PACKAGE.parent / "resources"


def records_dir() -> Path:
    """Record definitions, one JSON file a type, and `_every.json` with the fields that all types share."""
    return RESOURCES / "records"


def codelists_dir() -> Path:
    """Codelists, one CSV file each."""
    return RESOURCES / "codelists"


def messages_dir() -> Path:
    """Texts of the pure rooms, one JSON file a room, Ukrainian and English."""
    return RESOURCES / "messages"


def codifier_path() -> Path:
    """The KATOTTG codifier, a read-only SQLite file that the build makes; it may be absent in a fresh checkout."""
    return RESOURCES / "territory" / "katottg.sqlite"


def coordinate_systems_path() -> Path:
    """Projected coordinate systems of Ukraine, a CSV file made from PROJ's database."""
    return RESOURCES / "coordinate_systems.csv"


def i18n_dir() -> Path:
    """Compiled Qt translations of the windows."""
    return RESOURCES / "i18n"


def icons_dir() -> Path:
    """SVG icons."""
    return RESOURCES / "icons"


def help_dir(lang: str) -> Path:
    """The pages of the help in a language, made by the build from the guides and the definitions."""
    return RESOURCES / "help" / lang


def sample_dir() -> Path:
    """Sample data for demonstrations and tests."""
    return RESOURCES / "sample"


def metadata_path() -> Path:
    """What QGIS knows of the plugin, its version among it."""
    return _PACKAGE / "metadata.txt"
