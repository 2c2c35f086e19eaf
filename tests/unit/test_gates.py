"""The house's own lint gates: each finds what it is there for, and nothing in good code."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import pytest

from tools.gates import length, literals, paths, texts
from tools.gates.texts import entry_faults

GOOD_PLURAL = {
    "uk": {"one": "{n} запис", "few": "{n} записи", "many": "{n} записів", "other": "{n} запису"},
    "en": {"one": "{n} record", "other": "{n} records"},
}


@pytest.fixture
def tree(tmp_path: Path) -> Path:
    subprocess.run(["git", "init", "-q", str(tmp_path)], check=True)
    return tmp_path


def put(tree: Path, name: str, text: str) -> None:
    (tree / name).parent.mkdir(parents=True, exist_ok=True)
    (tree / name).write_text(text, encoding="utf-8")


@pytest.mark.parametrize("entry", [{"uk": "Файл {file}", "en": "File {file}"}, GOOD_PLURAL])
def test_a_complete_text_passes(entry: dict) -> None:
    assert list(entry_faults(entry)) == []


@pytest.mark.parametrize(
    ("entry", "complaint"),
    [
        ({"uk": "Файл"}, "needs exactly uk and en"),
        ({"uk": "Файл", "en": " "}, "en is empty"),
        ({"uk": "Файл {file}", "en": "File"}, "placeholders differ"),
        ({"uk": GOOD_PLURAL["uk"], "en": "{n} records"}, "plural in one language only"),
        ({"uk": {"one": "{n}", "other": "{n}"}, "en": GOOD_PLURAL["en"]}, "uk needs the plural forms"),
        ({"uk": "Этот файл", "en": "This file"}, "a letter that Ukrainian does not have"),
    ],
)
def test_an_incomplete_text_is_named(entry: dict, complaint: str) -> None:
    assert any(complaint in fault for fault in entry_faults(entry))


def test_an_error_code_without_text_is_found(tree: Path) -> None:
    put(tree, "plugin/store/lock.py", 'raise StoreError("store.busy", file="x")\n')
    assert [str(fault) for fault in texts.check(tree)] == ["plugin/store/lock.py:1: no text for error.store.busy"]
    put(tree, "resources/messages/store.json", '{"error.store.busy": {"uk": "Зайнято", "en": "Busy"}}')
    assert list(texts.check(tree)) == []


def test_codelists_and_definitions_need_both_languages(tree: Path) -> None:
    put(tree, "resources/codelists/kind.csv", "# source\ncode,uk,en\nroad,дорога,\n")
    put(tree, "resources/records/need.json", '{"name": "need", "labels": {"uk": "Потреба"}}')
    assert [fault.message for fault in texts.check(tree)] == ["road: en is empty", "need: labels needs uk and en"]


def test_an_unfinished_translation_of_a_window_is_found(tree: Path) -> None:
    message = "<message><source>Save %1</source>{}</message>"
    put(
        tree,
        "resources/i18n/vidbudova_uk.ts",
        "<TS><context>"
        + message.format('<translation type="unfinished"></translation>')
        + message.format("<translation>Зберегти</translation>")
        + message.format("<translation>Зберегти %1</translation>")
        + "</context></TS>",
    )
    assert [fault.message for fault in texts.check(tree)] == [
        "not translated: 'Save %1'",
        "%1 is missing in the translation of 'Save %1'",
    ]


@pytest.mark.parametrize("place", ["/ho" + "me/taras/tree", "C:\\Us" + "ers\\olena", "pip --index-" + "url=x"])
def test_places_on_somebodys_machine_are_found(tree: Path, place: str) -> None:
    put(tree, "README.md", f"# Title\nsee {place}\n")
    assert [fault.line for fault in paths.check(tree)] == [2]


def test_ordinary_paths_are_left_alone(tree: Path) -> None:
    put(tree, "README.md", "/usr/bin/python3, build/demo, https://example.org/work/x, /home/olena/Documents\n")
    assert list(paths.check(tree)) == []


def test_a_file_that_became_two_things_is_found(tree: Path) -> None:
    put(tree, "plugin/long.py", "x = 1\n" * (length.LIMIT + 1))
    put(tree, "plugin/short.py", "x = 1\n" * length.LIMIT)
    assert [str(fault.file) for fault in length.check(tree)] == ["plugin/long.py"]


def test_files_that_git_ignores_are_not_looked_at(tree: Path) -> None:
    put(tree, ".gitignore", "/build/\n")
    put(tree, "build/long.py", "x = 1\n" * (length.LIMIT + 1))
    assert list(length.check(tree)) == []


def test_the_gates_need_git() -> None:
    assert shutil.which("git")


@pytest.mark.parametrize(
    "line",
    [
        "label.setText('Nothing waits')",
        "QPushButton('Send', self)",
        "bar.pushWarning('Vidbudova', f'{count} records wait')",
        "box.addItem('All' if every else 'Some')",
        "table.setHeaderLabels(['Field', 'Value'])",
        "label.setText(self.tr('Sent') + ' today')",
    ],
)
def test_a_text_in_one_language_is_found(tree: Path, line: str) -> None:
    put(tree, "plugin/panels/dock.py", line + "\n")
    (fault,) = literals.check(tree)
    assert fault.line == 1 and "tr()" in fault.message


@pytest.mark.parametrize(
    "line",
    [
        "label.setText(self.tr('Nothing waits'))",
        "label.setText(f'<b>{title}</b> · {count}')",
        "line.setPlaceholderText('https://')",
        "bar.pushCritical('Vidbudova', text)",
        "self.setObjectName('Send')",
    ],
)
def test_what_every_language_shares_passes(tree: Path, line: str) -> None:
    put(tree, "plugin/panels/dock.py", line + "\n")
    assert list(literals.check(tree)) == []
