"""What QGIS's plugin repository asks of `metadata.txt`, and what QGIS's plugin manager shows."""

from __future__ import annotations

import configparser
import re
from pathlib import Path

import pytest
from qgis.PyQt.QtGui import QImage

REQUIRED = ("name", "description", "about", "version", "qgisMinimumVersion", "author", "email", "repository", "tracker")
ALSO = (
    "homepage", "icon", "tags", "category", "changelog", "license", "experimental", "deprecated",
    "hasProcessingProvider", "qgisMaximumVersion",
)  # fmt: skip


@pytest.fixture(scope="module")
def metadata(repository: Path) -> configparser.SectionProxy:
    """As the plugin manager reads it."""
    parser = configparser.ConfigParser()
    parser.optionxform = str  # type: ignore[assignment,method-assign]
    parser.read_string((repository / "plugin" / "metadata.txt").read_text(encoding="utf-8"))
    return parser["general"]


@pytest.mark.parametrize("key", [*REQUIRED, *ALSO])
def test_the_key_is_there_and_says_something(metadata: configparser.SectionProxy, key: str) -> None:
    assert metadata.get(key, "").strip()


def test_versions_are_those_that_the_plugin_runs_on(metadata: configparser.SectionProxy) -> None:
    assert metadata["qgisMinimumVersion"] == "3.22"
    assert metadata["qgisMaximumVersion"] == "4.99"
    assert re.fullmatch(r"\d+\.\d+\.\d+", metadata["version"])


def test_the_changelog_begins_with_this_version(metadata: configparser.SectionProxy) -> None:
    assert metadata["changelog"].strip().startswith(metadata["version"])


@pytest.mark.parametrize("key", ["homepage", "tracker", "repository"])
def test_addresses_are_addresses(metadata: configparser.SectionProxy, key: str) -> None:
    assert re.fullmatch(r"https://[a-z0-9.-]+(/[\w.~/-]*)?", metadata[key])


def test_the_author_can_be_written_to(metadata: configparser.SectionProxy) -> None:
    assert re.fullmatch(r"[^@\s]+@[^@\s]+\.[a-z]+", metadata["email"])


def test_booleans_are_what_qgis_reads_as_such(metadata: configparser.SectionProxy) -> None:
    assert metadata["hasProcessingProvider"] == "yes"
    for key in ("experimental", "deprecated", "server"):
        assert metadata[key] in ("True", "False")


@pytest.mark.parametrize("key", ["description", "about"])
def test_both_languages_are_there(metadata: configparser.SectionProxy, key: str) -> None:
    text = metadata[key]
    latin, cyrillic = len(re.findall("[A-Za-z]", text)), len(re.findall("[А-Яа-яІіЇїЄєҐґ]", text))
    assert min(latin, cyrillic) > 0.3 * max(latin, cyrillic)
    assert not re.search("[ыэёъЫЭЁЪ]", text)
    assert not re.search(r"<\w+", text), "the repository shows HTML as text"


def test_tags_are_single_lower_case_words_separated_by_commas(metadata: configparser.SectionProxy) -> None:
    tags = metadata["tags"].split(",")
    assert len(tags) == len(set(tags)) and all(tag == tag.strip().lower() and tag for tag in tags)


def test_the_licence_goes_with_the_package(metadata: configparser.SectionProxy, repository: Path) -> None:
    assert metadata["license"] == "GPL-2.0-or-later"
    assert "GNU GENERAL PUBLIC LICENSE" in (repository / "LICENSE").read_text(encoding="utf-8")


def test_the_icon_is_a_picture_that_a_browser_shows(
    metadata: configparser.SectionProxy, repository: Path, qgis_app: object
) -> None:
    path = repository / metadata["icon"]  # in the package, resources/ lies beside metadata.txt
    assert path.suffix == ".png"
    picture = QImage(str(path))
    assert not picture.isNull()
    assert picture.width() == picture.height() >= 64
