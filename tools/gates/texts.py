"""Both languages from the first string: message catalogues, codelists, definitions and window translations."""

from __future__ import annotations

import ast
import csv
import json
import re
import xml.etree.ElementTree as ElementTree  # nosec B405: our own files
from collections.abc import Iterator
from pathlib import Path
from string import Formatter
from typing import Any

from .fault import Fault
from .tree import tracked

_PLURALS = {"uk": {"one", "few", "many", "other"}, "en": {"one", "other"}}
_RUSSIAN = re.compile(r"[ыэёъ]", re.IGNORECASE)
#: Texts whose languages say the same with different parameters (a quarter in Roman and in Arabic numerals).
_OWN_PLACEHOLDERS = {"records.period"}
_CODE = re.compile(r"[a-z_]+(\.[a-z0-9_]+)+")


def check(root: Path) -> Iterator[Fault]:
    """Texts that lack a language, a plural form or a placeholder, and error codes without a text."""
    keys: dict[str, Path] = {}
    for path in tracked(root, "resources/messages/*.json"):
        shown = path.relative_to(root)
        for key, entry in json.loads(path.read_text(encoding="utf-8")).items():
            if key in keys:
                yield Fault(shown, 0, f"{key} also stands in {keys[key]}")
            keys[key] = shown
            for message in entry_faults(entry, same_placeholders=key not in _OWN_PLACEHOLDERS):
                yield Fault(shown, 0, f"{key}: {message}")
    for path in tracked(root, "plugin/*.py"):
        yield from _error_codes(path, path.relative_to(root), keys)
    for path in tracked(root, "resources/codelists/*.csv"):
        yield from _codelist(path, path.relative_to(root))
    for path in tracked(root, "resources/records/*.json"):
        yield from _definition(json.loads(path.read_text(encoding="utf-8")), "", path.relative_to(root))
    for path in tracked(root, "resources/i18n/*.ts"):
        yield from _translations(path, path.relative_to(root))


def entry_faults(entry: Any, same_placeholders: bool = True) -> Iterator[str]:
    """What is wrong with one entry of a message catalogue."""
    if not isinstance(entry, dict) or set(entry) != set(_PLURALS):
        yield "needs exactly uk and en"
        return
    for lang, text in entry.items():
        if isinstance(text, dict):
            if set(text) != _PLURALS[lang]:
                yield f"{lang} needs the plural forms {sorted(_PLURALS[lang])}"
        elif not isinstance(text, str) or not text.strip():
            yield f"{lang} is empty"
    if isinstance(entry["uk"], dict) != isinstance(entry["en"], dict):
        yield "is a plural in one language only"
    uk, en = _placeholders(entry["uk"]), _placeholders(entry["en"])
    if same_placeholders and uk != en:
        yield f"placeholders differ: uk {sorted(uk)}, en {sorted(en)}"
    for text in _forms(entry["uk"]):
        if _RUSSIAN.search(text):
            yield f"a letter that Ukrainian does not have: {text}"


def _forms(text: Any) -> list[str]:
    return [str(form) for form in (text.values() if isinstance(text, dict) else [text])]


def _placeholders(text: Any) -> set[str]:
    return {name for form in _forms(text) for _, name, _, _ in Formatter().parse(form) if name}


def _error_codes(path: Path, shown: Path, keys: dict[str, Path]) -> Iterator[Fault]:
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if not isinstance(node, ast.Call) or not node.args:
            continue
        name = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
        code = node.args[0].value if isinstance(node.args[0], ast.Constant) else None
        if name.endswith("Error") and isinstance(code, str) and _CODE.fullmatch(code) and f"error.{code}" not in keys:
            yield Fault(shown, node.lineno, f"no text for error.{code}")


def _codelist(path: Path, shown: Path) -> Iterator[Fault]:
    lines = path.read_text(encoding="utf-8").splitlines()
    if not lines or not lines[0].startswith("#"):
        yield Fault(shown, 1, "the first line must name the source: # …")
        return
    for row in csv.DictReader(line for line in lines if not line.startswith("#")):
        for lang in _PLURALS:
            if not (row.get(lang) or "").strip():
                yield Fault(shown, 0, f"{row.get('code')}: {lang} is empty")


def _definition(node: Any, where: str, shown: Path) -> Iterator[Fault]:
    if isinstance(node, dict):
        for name in ("labels", "helps", "plural_labels"):
            texts = node.get(name)
            if texts is not None and not (isinstance(texts, dict) and all(texts.get(lang) for lang in _PLURALS)):
                yield Fault(shown, 0, f"{where or node.get('name')}: {name} needs uk and en")
        for key, value in node.items():
            yield from _definition(value, f"{where}/{node.get('name', key)}", shown)
    elif isinstance(node, list):
        for value in node:
            yield from _definition(value, where, shown)


def _translations(path: Path, shown: Path) -> Iterator[Fault]:
    if "uk" not in path.stem:
        return  # English is the source; its .ts holds plural forms only
    for message in ElementTree.parse(path).getroot().iter("message"):  # nosec B314: our own files
        source = message.findtext("source") or ""
        translation = message.find("translation")
        if translation is None or translation.get("type") in {"vanished", "obsolete"}:
            continue
        forms = [form.text or "" for form in translation.iter("numerusform")] or [translation.text or ""]
        if translation.get("type") == "unfinished" or not all(form.strip() for form in forms):
            yield Fault(shown, 0, f"not translated: {source!r}")
            continue
        for mark in re.findall(r"%\d|%n|\{\w*\}", source):
            if mark != "%n" and any(mark not in form for form in forms):
                yield Fault(shown, 0, f"{mark} is missing in the translation of {source!r}")
        if _RUSSIAN.search(" ".join(forms)):
            yield Fault(shown, 0, f"a letter that Ukrainian does not have: {source!r}")
