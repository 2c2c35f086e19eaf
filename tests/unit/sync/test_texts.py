"""Every code that the engine and the command line can raise has words in both languages."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from plugin.records import messages

ROOMS = [Path(__file__).parents[3] / "plugin" / room for room in ("sync", "cli")]
SOURCES = [path for room in ROOMS for path in sorted(room.glob("*.py"))]
RAISED = re.compile(r"\b(?:TransportError|PortalError|UsageError|StoreError)\(\s*\"([a-z_.]+)\"")
NAMED = re.compile(r"\"((?:transport|portal)\.[a-z_]+)\"")


def codes() -> set[str]:
    found = set()
    for path in SOURCES:
        source = path.read_text(encoding="utf-8")
        found |= set(RAISED.findall(source)) | set(NAMED.findall(source))
    return found


def test_there_are_codes_to_look_for():
    assert len(codes()) > 50


@pytest.mark.parametrize("code", sorted(codes()))
def test_a_code_has_words_in_both_languages(code):
    assert messages.has(f"error.{code}"), code
    entry = messages.catalogue()[f"error.{code}"]
    assert set(entry) == {"uk", "en"}
    uk, en = (set(re.findall(r"\{(\w+)\}", str(entry[lang]))) for lang in ("uk", "en"))
    assert uk == en


@pytest.mark.parametrize("name", ["sync.json", "cli.json"])
def test_texts_are_complete_and_their_placeholders_agree(name):
    path = Path(__file__).parents[3] / "resources" / "messages" / name
    for key, entry in json.loads(path.read_text(encoding="utf-8")).items():
        forms = {}
        for lang in ("uk", "en"):
            texts = entry[lang] if isinstance(entry[lang], dict) else {"other": entry[lang]}
            wanted = {"one", "few", "many", "other"} if lang == "uk" else {"one", "other"}
            assert set(texts) in ({"other"}, wanted), key
            assert all(text.strip() for text in texts.values()), key
            forms[lang] = {frozenset(re.findall(r"\{(\w+)\}", text)) for text in texts.values()}
        assert forms["uk"] == forms["en"], key
        assert not re.search(r"[а-яіїєґ]'[а-яіїєґ]", json.dumps(entry, ensure_ascii=False)), f"{key}: apostrophe"


def test_every_text_of_ours_is_used():
    source = "".join(path.read_text(encoding="utf-8") for path in SOURCES)
    unused = []
    for name in ("sync.json", "cli.json"):
        path = Path(__file__).parents[3] / "resources" / "messages" / name
        for key in json.loads(path.read_text(encoding="utf-8")):
            short = key.removeprefix("error.").removeprefix("cli.")
            stem = short.rpartition(".")[0]
            if short not in source and f"{stem}." not in source:
                unused.append(key)
    assert unused == []
