"""The README's commands exist, and what exists is in the README."""

from __future__ import annotations

import re
from pathlib import Path

import pytest


@pytest.fixture(scope="module")
def readme(repository: Path) -> str:
    return (repository / "README.md").read_text(encoding="utf-8")


@pytest.fixture(scope="module")
def targets(repository: Path) -> set[str]:
    makefile = (repository / "Makefile").read_text(encoding="utf-8")
    return set(re.findall(r"^([a-z0-9-]+):.*## ", makefile, flags=re.MULTILINE))


def commands(text: str) -> set[str]:
    return set(
        re.findall(r"\bmake ([a-z0-9-]+)", "\n".join(re.findall(r"^    make .*|`make [^`]*`", text, re.MULTILINE)))
    )


def test_the_two_commands_stand_at_the_top(readme: str) -> None:
    code = re.findall(r"^    (\S+ \S+)", readme, flags=re.MULTILINE)
    assert code[:2] == ["make demo", "make test"]


def test_every_command_is_a_target_and_every_target_a_command(readme: str, targets: set[str]) -> None:
    assert commands(readme) == targets


def test_every_target_is_phony_or_a_file(repository: Path, targets: set[str]) -> None:
    makefile = (repository / "Makefile").read_text(encoding="utf-8")
    phony = set(re.search(r"^\.PHONY: (.*)$", makefile, flags=re.MULTILINE)[1].split())
    assert targets == phony


def test_the_rooms_that_it_names_are_there(readme: str, repository: Path) -> None:
    table = readme.split("## The rooms")[1].split("##")[0]
    for name in re.findall(r"^\| (.*?) \|", table, flags=re.MULTILINE):
        for path in re.findall(r"`([^`]+)`", name):
            assert (repository / path).exists(), path


def test_each_decision_is_listed(repository: Path) -> None:
    folder = repository / "docs" / "decisions"
    listed = set(re.findall(r"\]\(([\w-]+\.md)\)", (folder / "README.md").read_text(encoding="utf-8")))
    assert listed == {path.name for path in folder.glob("*.md")} - {"README.md"}


def test_links_between_documents_lead_somewhere(repository: Path) -> None:
    for page in [repository / "README.md", *(repository / "docs").rglob("*.md")]:
        for link in re.findall(r"\]\(([^)#:]+)\)", page.read_text(encoding="utf-8")):
            assert (page.parent / link).exists(), f"{page.name}: {link}"


def test_the_changelog_begins_with_the_version_that_qgis_is_told(repository: Path) -> None:
    metadata = (repository / "plugin" / "metadata.txt").read_text(encoding="utf-8")
    version = re.search(r"^version=(.+)$", metadata, flags=re.MULTILINE)[1]
    assert (
        re.search(r"^## (.+)$", (repository / "CHANGELOG.md").read_text(encoding="utf-8"), re.MULTILINE)[1] == version
    )
    assert f"    {version}\n" in metadata.split("changelog=")[1]
