"""Window texts: complete in Ukrainian and English, in the language that QGIS is in."""

from __future__ import annotations

from pathlib import Path

import pytest
from qgis.core import QgsApplication, QgsSettings
from qgis.PyQt.QtCore import QCoreApplication

from plugin.qgis_bridge import i18n
from tools import i18n as texts


def test_nothing_is_missing_unfinished_or_left_over() -> None:
    assert list(texts.faults()) == []


def test_ukrainian_has_no_letter_of_another_language() -> None:
    for message in texts.read(texts.ts_file("uk")).values():
        assert not set("".join(message.translations).lower()) & set("ыэёъ"), message.source


def test_accelerators_of_a_menu_differ_in_each_language() -> None:
    for lang in texts.LANGUAGES:
        entries = [one for key, one in texts.read(texts.ts_file(lang)).items() if key[0] == "Actions"]
        keys = [text[text.index("&") + 1].lower() for one in entries for text in one.translations if "&" in text]
        assert len(keys) == len(set(keys)), (lang, sorted(keys))


# --- the extraction ---------------------------------------------------------------------------------------------------
def extract(tmp_path: Path, source: str) -> texts.Texts:
    path = tmp_path / "window.py"
    path.write_text(source, encoding="utf-8")
    found = texts.Texts()
    found.read(path)
    return found


def test_texts_are_read_wherever_the_grammar_allows_them(tmp_path: Path) -> None:
    source = (
        "class Window:\n"
        "    def show(self):\n"
        "        self.tr('one')\n"
        "        translate = QCoreApplication.translate\n"
        "        return translate('Window', 'two '\n            'parts',\n        )\n"
        "    def count(self):\n"
        "        return self.tr('%n three', '', 3,)\n"
    )
    found = extract(tmp_path, source).found
    assert set(found) == {("Window", "one"), ("Window", "two parts"), ("Window", "%n three")}


@pytest.mark.parametrize(
    "source",
    [
        "class W:\n    def show(self, n): self.tr(f'{n} records')\n",
        "class W:\n    def show(self, text): self.tr(text)\n",
        "class W:\n    def show(self, n): self.tr('%n records')\n",
        "class W:\n    def show(self, n): self.tr('records', '', n)\n",
        "def show(context): translate(context, 'text')\n",
    ],
)
def test_what_no_translator_would_see_is_a_fault(tmp_path: Path, source: str) -> None:
    assert extract(tmp_path, source).faults


def test_a_class_that_inherits_texts_is_a_fault(tmp_path: Path) -> None:
    found = extract(tmp_path, "class A:\n    def show(self): self.tr('x')\nclass B(A): ...\n")
    assert len(list(found.inherited())) == 1


def test_a_translation_is_kept_while_its_text_stands_in_the_sources(tmp_path: Path) -> None:
    (tmp_path / "resources" / "i18n").mkdir(parents=True)
    old = texts.Message("Window", "one", False, ("один",), True)
    gone = texts.Message("Window", "gone", False, ("нема",), True)
    texts.ts_file("uk", tmp_path).write_text(texts.render("uk", [old, gone]), encoding="utf-8")
    now = {
        ("Window", "one"): texts.Message("Window", "one", False, (), False),
        ("Window", "%n new"): texts.Message("Window", "%n new", True, (), False),
    }
    assert texts.update("uk", now, tmp_path)
    kept = texts.read(texts.ts_file("uk", tmp_path))
    assert kept[("Window", "one")].translations == ("один",)
    assert not kept[("Window", "%n new")].finished
    assert ("Window", "gone") not in kept
    assert not texts.update("uk", now, tmp_path), "a second run changes nothing"


# --- in QGIS ----------------------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("locale", "language"), [("uk", "uk"), ("uk_UA", "uk"), ("en_US", "en"), ("de", "en"), ("ru_RU", "en"), ("C", "en")]
)
def test_the_language_is_qgiss_own_or_english(monkeypatch: pytest.MonkeyPatch, locale: str, language: str) -> None:
    monkeypatch.setattr(i18n, "qgis_locale", lambda: locale)
    assert i18n.language() == language


def test_the_locale_that_is_set_in_the_options_counts(qgis_app: QgsApplication) -> None:
    settings = QgsSettings()
    settings.setValue("locale/overrideFlag", True)
    settings.setValue("locale/userLocale", "uk_UA")
    try:
        assert i18n.language() == "uk"
    finally:
        settings.remove("locale")


def test_plurals_are_ukrainian(qgis_app: QgsApplication, monkeypatch: pytest.MonkeyPatch) -> None:
    texts.compile_files()
    with i18n.Translation("uk"):
        said = [QCoreApplication.translate("Records", "%n record(s) deleted", "", n) for n in (1, 2, 5, 11, 21, 22)]
    assert said == [
        "1 запис вилучено", "2 записи вилучено", "5 записів вилучено",
        "11 записів вилучено", "21 запис вилучено", "22 записи вилучено",
    ]  # fmt: skip
    assert QCoreApplication.translate("Records", "Undo") == "Undo"


def test_without_compiled_texts_the_windows_are_in_english(
    qgis_app: QgsApplication, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(i18n, "i18n_dir", lambda: tmp_path)
    with i18n.Translation("uk"):
        assert QCoreApplication.translate("Records", "Undo") == "Undo"
