"""The user guides name windows, buttons and messages as the program does, and both say the same.

In the guides **bold** is a text of the program, *italic* one of QGIS's own. Of a message it may be the first sentences;
an ellipsis stands for what the program fills in.
"""

from __future__ import annotations

import csv
import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pytest

LANGUAGES = ("uk", "en")
Texts = dict[str, set[str]]
"""What the program says: text → where it comes from."""


def shown(text: str) -> str:
    """A text as a person sees it: without the marks of keyboard shortcuts, filled in with an ellipsis."""
    text = re.sub(r"\{[a-z_]+\}|%n", "…", text.replace("&", ""))
    return re.sub(r"\s+", " ", text).strip()


def window_texts(repository: Path, language: str) -> Iterator[tuple[str, str]]:
    path = repository / "resources" / "i18n" / f"vidbudova_{language}.ts"
    for message in ElementTree.parse(path).getroot().iter("message"):
        source = message.findtext("source") or ""
        translation = message.find("translation")
        if translation is not None:
            forms = [form.text or "" for form in translation.iter("numerusform")] or [translation.text or ""]
            for form in forms:
                yield form, f"window:{source}"
        if language == "en":
            yield source, f"window:{source}"


def messages(repository: Path, language: str) -> Iterator[tuple[str, str]]:
    for path in sorted((repository / "resources" / "messages").glob("*.json")):
        for key, texts in json.loads(path.read_text(encoding="utf-8")).items():
            forms = texts[language]
            for form in forms.values() if isinstance(forms, dict) else (forms,):
                yield form, f"message:{key}"


def labels(repository: Path, language: str) -> Iterator[tuple[str, str]]:
    """Of record types, sections, fields and codes: they stand in windows too."""

    def found(part: Any, where: str) -> Iterator[tuple[str, str]]:
        if isinstance(part, dict):
            for name in ("labels", "plural_labels"):
                if name in part:
                    yield part[name][language], f"{where}/{part.get('name', '')}/{name}"
            for value in part.values():
                yield from found(value, where)
        elif isinstance(part, list):
            for value in part:
                yield from found(value, where)

    for path in sorted((repository / "resources" / "records").glob("*.json")):
        yield from found(json.loads(path.read_text(encoding="utf-8")), path.stem)
    for path in sorted((repository / "resources" / "codelists").glob("*.csv")):
        with path.open(encoding="utf-8", newline="") as lines:
            for row in csv.DictReader(line for line in lines if not line.startswith("#")):
                yield row[language], f"{path.stem}:{row['code']}"


def program_texts(repository: Path, language: str) -> Texts:
    found: Texts = {}
    for source in (window_texts, messages, labels):
        for text, key in source(repository, language):
            if shown(text):
                found.setdefault(shown(text), set()).add(key)
    return found


def keys_of(name: str, texts: Texts) -> set[str]:
    """Where a name comes from; empty where the program says no such thing."""
    other_case = name[:1].swapcase() + name[1:]  # words of states begin a label in capitals
    found = texts.get(name, set()) | texts.get(other_case, set())
    if not found and name.endswith((".", "?", "!", ":")):
        for text, keys in texts.items():
            if text.startswith(name):
                found = found | keys
    return found


def guide(repository: Path, language: str) -> str:
    return (repository / "docs" / f"guide.{language}.md").read_text(encoding="utf-8")


def names_in(text: str) -> list[str]:
    return [shown(name) for name in re.findall(r"\*\*(.+?)\*\*", text, flags=re.DOTALL)]


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_name_in_the_guide_is_one_that_the_program_shows(repository: Path, language: str) -> None:
    texts = program_texts(repository, language)
    names = names_in(guide(repository, language))
    assert len(names) > 80
    assert [name for name in names if not keys_of(name, texts)] == []


@pytest.mark.parametrize(("language", "other"), [("uk", "en"), ("en", "uk")])
def test_what_one_guide_names_the_other_names_too(repository: Path, language: str, other: str) -> None:
    texts, theirs = program_texts(repository, language), program_texts(repository, other)
    known = [keys_of(name, theirs) for name in names_in(guide(repository, other))]
    mine = set(names_in(guide(repository, language)))
    assert sorted(name for name in mine if not any(keys & keys_of(name, texts) for keys in known)) == []


def test_both_guides_have_the_same_sections_and_tables(repository: Path) -> None:
    def outline(text: str) -> list[str]:
        return [line.split(" ")[0] for line in text.splitlines() if line.startswith(("#", "|"))]

    assert outline(guide(repository, "uk")) == outline(guide(repository, "en"))


@pytest.mark.parametrize("name", ["Send Now", "The portal is asleep.", "Надіслати все", "Send."])
def test_a_name_that_the_program_does_not_show_is_found_out(repository: Path, name: str) -> None:
    for language in LANGUAGES:
        assert not keys_of(name, program_texts(repository, language))


@pytest.mark.parametrize("page", ["README.md", "docs/index.md"])
def test_both_guides_are_linked(repository: Path, page: str) -> None:
    text = (repository / page).read_text(encoding="utf-8")
    assert all(f"guide.{language}.md" in text for language in LANGUAGES)
