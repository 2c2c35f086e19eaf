"""Texts of the windows: keeps resources/i18n/*.ts in step with the sources and compiles them.

`make i18n` updates the .ts files where a source text was added or removed, and compiles them to .qm beside them.
``python tools/i18n.py --check`` changes nothing and fails on a text that is missing, obsolete or not translated.
Needs lrelease (qttools5-dev-tools).
"""

from __future__ import annotations

import argparse
import ast
import re
import shutil
import subprocess  # nosec B404: fixed programs, our own files
import sys
import xml.etree.ElementTree as ElementTree  # nosec B405: our own files
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
LANGUAGES = ("uk", "en")
PLURAL_FORMS = {"uk": 3, "en": 2}
_PLACEHOLDER = re.compile(r"\{\w*\}|%n|%\d")


class Texts(ast.NodeVisitor):
    """Reads ``self.tr(text, disambiguation, n)`` and ``translate(context, text, disambiguation, n)`` from sources.

    By Python's own grammar: pylupdate5 silently passes over calls whose number is an attribute or that end in a comma.
    """

    def __init__(self) -> None:
        self.found: dict[tuple[str, str], Message] = {}
        self.faults: list[str] = []
        self._path = Path()
        self._classes: list[str] = []
        self._bases: dict[str, list[str]] = {}
        self._by_class: set[str] = set()

    def read(self, path: Path) -> None:
        """Adds the texts of one file."""
        self._path = path
        self.visit(ast.parse(path.read_text(encoding="utf-8"), str(path)))

    def visit_ClassDef(self, node: ast.ClassDef) -> None:
        self._classes.append(node.name)
        self._bases[node.name] = [base.id for base in node.bases if isinstance(base, ast.Name)]
        self.generic_visit(node)
        self._classes.pop()

    def visit_Call(self, node: ast.Call) -> None:
        self.generic_visit(node)
        name = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
        if name == "tr" and isinstance(node.func, ast.Attribute):
            context = self._classes[-1] if self._classes else ""
            self._by_class.add(context)
            self._add(node, context, node.args)
        elif name == "translate" and len(node.args) >= 2:
            named = node.args[0]
            if isinstance(named, ast.Constant) and isinstance(named.value, str):
                self._add(node, named.value, node.args[1:])
            else:
                self._fault(node, "the context is no literal")

    def inherited(self) -> Iterator[str]:
        """Classes that inherit from one with texts: `tr` looks those up under the name of the object's own class."""
        for name, bases in self._bases.items():
            for base in bases:
                if base in self._by_class:
                    yield f"{name} inherits from {base}, whose texts it would not find: use translate() in {base}"

    def _add(self, node: ast.Call, context: str, arguments: list[ast.expr]) -> None:
        text = arguments[0] if arguments else None
        if not context or not isinstance(text, ast.Constant) or not isinstance(text.value, str):
            self._fault(node, "the text is no literal: no translator would ever see it")
            return
        numerus = len(arguments) >= 3 or any(keyword.arg == "n" for keyword in node.keywords)
        if numerus != ("%n" in text.value):
            self._fault(node, f"%n and a number go together: {text.value!r}")
        known = self.found.get((context, text.value))
        if known is not None and known.numerus != numerus:
            self._fault(node, f"once with and once without a number: {text.value!r}")
        message = Message(context, text.value, numerus, (), False)
        self.found[message.key] = message

    def _fault(self, node: ast.Call, text: str) -> None:
        self.faults.append(f"{self._path.name}:{node.lineno}: {text}")


@dataclass(frozen=True)
class Message:
    """One text of a .ts file: `numerus` marks one with plural forms."""

    context: str
    source: str
    numerus: bool
    translations: tuple[str, ...]
    finished: bool

    @property
    def key(self) -> tuple[str, str]:
        """What makes it the same text in two files."""
        return self.context, self.source


def sources(root: Path = ROOT) -> list[Path]:
    """Files that may hold texts of windows."""
    rooms = ("forms", "panels", "qgis_bridge")
    found = [path for room in rooms for path in sorted((root / "plugin" / room).rglob("*.py"))]
    return [*sorted((root / "plugin").glob("*.py")), *found]


def ts_file(lang: str, root: Path = ROOT) -> Path:
    """The translation source of a language."""
    return root / "resources" / "i18n" / f"vidbudova_{lang}.ts"


def read(path: Path) -> dict[tuple[str, str], Message]:
    """The texts of a .ts file, obsolete ones left out."""
    found = {}
    for context in ElementTree.parse(path).getroot().iter("context"):  # nosec B314
        name = context.findtext("name", "")
        for entry in context.iter("message"):
            translation = entry.find("translation")
            state = "" if translation is None else translation.get("type", "")
            if state in ("obsolete", "vanished"):
                continue
            numerus = entry.get("numerus") == "yes"
            texts = _texts(translation, numerus)
            message = Message(name, entry.findtext("source", ""), numerus, texts, state != "unfinished")
            found[message.key] = message
    return found


def _texts(translation: ElementTree.Element | None, numerus: bool) -> tuple[str, ...]:
    if translation is None:
        return ()
    if numerus:
        return tuple(form.text or "" for form in translation.iter("numerusform"))
    return (translation.text or "",)


def extracted(root: Path = ROOT) -> dict[tuple[str, str], Message]:
    """The texts that stand in the sources now. Raises SystemExit where a text cannot be read from the source."""
    texts = Texts()
    for path in sources(root):
        texts.read(path)
    faults = [*texts.faults, *texts.inherited()]
    if faults:
        raise SystemExit("\n".join(faults))
    return texts.found


def _tool(name: str) -> str:
    found = shutil.which(name)
    if found is None:
        raise SystemExit(f"i18n: {name} is not installed; make venv installs it")
    return found


def update(lang: str, now: dict[tuple[str, str], Message], root: Path = ROOT) -> bool:
    """Brings one .ts file in step with the sources; kept translations stay. True where it changed.

    English is the sources' own language: its texts are finished as they are, plurals apart.
    """
    path = ts_file(lang, root)
    known = read(path) if path.is_file() else {}
    merged = [_merged(lang, message, known.get(message.key)) for message in now.values()]
    text = render(lang, merged)
    if path.is_file() and path.read_text(encoding="utf-8") == text:
        return False
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
    return True


def _merged(lang: str, message: Message, known: Message | None) -> Message:
    forms = PLURAL_FORMS[lang] if message.numerus else 1
    if known is not None and known.numerus == message.numerus and len(known.translations) == forms:
        texts, finished = known.translations, known.finished and all(known.translations)
    else:
        texts, finished = ("",) * forms, False
    if lang == "en" and not message.numerus and not finished:
        texts, finished = (message.source,), True
    return Message(message.context, message.source, message.numerus, texts, finished)


def render(lang: str, messages: list[Message]) -> str:
    """A .ts file in a fixed order and without line numbers, so that only texts make differences."""
    root = ElementTree.Element("TS", {"version": "2.1", "language": lang, "sourcelanguage": "en"})
    contexts: dict[str, list[Message]] = {}
    for message in messages:
        contexts.setdefault(message.context, []).append(message)
    for name in sorted(contexts):
        context = ElementTree.SubElement(root, "context")
        ElementTree.SubElement(context, "name").text = name
        for message in sorted(contexts[name], key=lambda one: one.source):
            entry = ElementTree.SubElement(context, "message", {"numerus": "yes"} if message.numerus else {})
            ElementTree.SubElement(entry, "source").text = message.source
            state = {} if message.finished else {"type": "unfinished"}
            translation = ElementTree.SubElement(entry, "translation", state)
            if message.numerus:
                for text in message.translations:
                    ElementTree.SubElement(translation, "numerusform").text = text
            else:
                translation.text = message.translations[0] if message.translations else ""
    ElementTree.indent(root, "    ")
    body = ElementTree.tostring(root, encoding="unicode")
    return f'<?xml version="1.0" encoding="utf-8"?>\n<!DOCTYPE TS>\n{body}\n'


def faults(root: Path = ROOT) -> Iterator[str]:
    """What is missing, obsolete, not translated, or lacks a placeholder."""
    now = extracted(root)
    for lang in LANGUAGES:
        path = ts_file(lang, root)
        if not path.is_file():
            yield f"{path.name}: is not there"
            continue
        known = read(path)
        for context, source in sorted(now.keys() - known.keys()):
            yield f"{path.name}: missing: {context}: {source!r}"
        for context, source in sorted(known.keys() - now.keys()):
            yield f"{path.name}: not in the sources any more: {context}: {source!r}"
        for key in sorted(known.keys() & now.keys()):
            yield from _message_faults(lang, path.name, known[key])


def _message_faults(lang: str, name: str, message: Message) -> Iterator[str]:
    shown = f"{name}: {message.context}: {message.source!r}"
    forms = PLURAL_FORMS[lang] if message.numerus else 1
    if not message.finished or len(message.translations) != forms or not all(message.translations):
        yield f"{shown} is not translated"
        return
    wanted = sorted(set(_PLACEHOLDER.findall(message.source)))
    for text in message.translations:
        found = sorted(set(_PLACEHOLDER.findall(text)))
        if found != wanted and not (message.numerus and found == [one for one in wanted if one != "%n"]):
            yield f"{shown}: placeholders {found} instead of {wanted}"


def compile_files(root: Path = ROOT) -> None:
    """Compiles every .ts file that is newer than its .qm."""
    for lang in LANGUAGES:
        source = ts_file(lang, root)
        target = source.with_suffix(".qm")
        if target.is_file() and target.stat().st_mtime_ns >= source.stat().st_mtime_ns:
            continue
        part = target.with_suffix(".part")
        done = subprocess.run(  # nosec B603
            [_tool("lrelease"), "-silent", str(source), "-qm", str(part)], capture_output=True, text=True, check=False
        )
        if done.returncode:
            raise SystemExit(f"i18n: lrelease failed on {source.name}\n{done.stdout}{done.stderr}")
        part.replace(target)  # a running QGIS has the old one mapped into its memory and would crash on a shorter one


def main() -> int:
    """See the module's docstring."""
    parser = argparse.ArgumentParser(description="Texts of the windows: update, compile, check.")
    parser.add_argument("--check", action="store_true", help="change nothing; fail on what is missing")
    if parser.parse_args().check:
        found = list(faults())
        if found:
            print("\n".join(found))
        return 1 if found else 0
    now = extracted()
    for lang in LANGUAGES:
        if update(lang, now):
            print(f"i18n: {ts_file(lang).relative_to(ROOT)} brought up to date")
    compile_files()
    return 0


if __name__ == "__main__":
    sys.exit(main())
