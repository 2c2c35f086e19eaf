"""F1 opens the page of where the keyboard is, in every window of ours, without a network."""

from __future__ import annotations

import ast
import re
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from qgis.PyQt.QtCore import Qt, QUrl
from qgis.PyQt.QtGui import QImage
from qgis.PyQt.QtTest import QTest
from qgis.PyQt.QtWidgets import QAction, QDialog, QLineEdit, QListWidget, QMessageBox, QPushButton, QTextBrowser

from plugin import paths
from plugin.forms.help_button import HelpButton
from plugin.panels.help_pages import CONTENTS, PAGES
from plugin.panels.help_window import HelpWindow
from plugin.qgis_bridge.actions import Actions
from plugin.records.catalogue import Catalogue
from plugin.store.workspace import Workspace
from plugin.workbench import Workbench
from tools import build_help

from .desk import Desk

LANGUAGES = ("uk", "en")
CODE = Path(__file__).resolve().parents[2] / "plugin"


@pytest.fixture(scope="module", autouse=True)
def pages() -> None:
    """The pages as the guides and definitions make them now."""
    assert build_help.main() == 0


def anchors(lang: str, page: str) -> set[str]:
    return set(re.findall(r'<a name="([\w-]+)"', (paths.help_dir(lang) / f"{page}.html").read_text(encoding="utf-8")))


@pytest.fixture()
def bench(desk: Desk, workspace: Workspace, wait_until: Callable[..., None]) -> Iterator[Workbench]:
    workspace.insert("need", {"title_uk": "Школа"})
    with Actions(desk) as actions:
        made = Workbench(desk, actions, "uk")
        made.session.open(workspace.folder)
        wait_until(lambda: made.session.workspace is not None and made.tasks.running == 0)
        desk.window.activateWindow()
        yield made
        made.close()
        desk.clear()


@pytest.fixture()
def help_window(qtbot) -> HelpWindow:
    made = HelpWindow(paths.help_dir("uk"))
    qtbot.addWidget(made)
    made.show()
    return made


def focus(widget, wait_until: Callable[..., None]) -> None:
    widget.window().activateWindow()
    widget.setFocus()
    wait_until(widget.hasFocus)


# --- the pages --------------------------------------------------------------------------------------------------------
@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_page_that_a_window_names_is_there_with_its_place(lang: str) -> None:
    for page in PAGES.values():
        name, _, anchor = page.partition("#")
        assert not anchor or anchor in anchors(lang, name), page


@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_field_of_every_record_is_explained(lang: str, catalogue: Catalogue) -> None:
    for rtype in catalogue.types.values():
        known = anchors(lang, f"record-{rtype.name}")
        shown = {field.name for section in rtype.sections for field in rtype.in_section(section.name)}
        assert shown <= known, rtype.name
        assert not rtype.has_geometry or "geom" in known or not shown


@pytest.mark.parametrize(
    ("lang", "place", "million"),
    [("uk", "Місце на карті", "50\xa0000\xa0000"), ("en", "Place on the map", "50,000,000")],
)
def test_fields_are_explained_as_their_forms_have_them(lang: str, place: str, million: str) -> None:
    page = (paths.help_dir(lang) / "record-need.html").read_text(encoding="utf-8")
    told = dict(re.findall(r'<h3><a name="(\w+)" id="\w+"></a>(?:.*?)</h3>\n<p>(.*?)</p>', page))
    assert f'id="geom"></a>{place}</h3>' in page and list(told).index("geom") < list(told).index("katottg")
    assert "051126" in told["survey_date"] or "5 Nov 2026" in told["survey_date"]
    assert "19" not in told["katottg"], "a unit is picked, nobody counts the letters of its code"
    assert million in told["people_total"]


def test_every_window_has_its_page() -> None:
    """A new dialog is written into the table, or it names its page by a property."""
    missing = []
    for path in sorted(CODE.rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            bases = [base.id for base in getattr(node, "bases", ()) if isinstance(base, ast.Name)]
            if isinstance(node, ast.ClassDef) and {"QDialog", "QWizard", "QDockWidget"} & set(bases):
                source = ast.unparse(node)
                named = re.search(r"self\.setObjectName\('(\w+)'\)", source)
                if "helpPage" not in source and (named is None or named[1] not in {*PAGES, "helpWindow"}):
                    missing.append(f"{path.name}: {node.name}")
    assert missing == []


@pytest.mark.parametrize("lang", LANGUAGES)
def test_links_and_pictures_lead_to_what_is_there(lang: str) -> None:
    folder = paths.help_dir(lang)
    for page in folder.glob("*.html"):
        text = page.read_text(encoding="utf-8")
        for target in re.findall(r'(?:href|src)="([^"]+)"', text):
            if not target.startswith("https://"):
                name, _, anchor = target.partition("#")
                path = (folder / name) if name else page
                assert path.resolve().is_file(), f"{page.name}: {target}"
                assert not anchor or anchor in anchors(lang, path.stem), f"{page.name}: {target}"


def test_both_languages_have_the_same_pages_and_places() -> None:
    pages = {lang: {page.stem for page in paths.help_dir(lang).glob("*.html")} for lang in LANGUAGES}
    assert pages["uk"] == pages["en"]
    assert all(anchors("uk", page) == anchors("en", page) for page in pages["uk"])


def test_the_help_stays_small() -> None:
    whole = sum(path.stat().st_size for path in paths.help_dir("uk").parent.rglob("*") if path.is_file())
    assert whole < 2_500_000


def test_the_help_opens_from_any_folder(qtbot, tmp_path: Path) -> None:
    folder = tmp_path / "плагіни об'єкта #1 100%?" / "help"
    shutil.copytree(paths.help_dir("uk").parent, folder)
    window = HelpWindow(folder / "uk")
    qtbot.addWidget(window)
    window.show_page("offline#conflicts")
    assert "Конфлікт" in window.browser.toPlainText() and window.page == "offline#conflicts"
    assert window.browser.loadResource(2, window.browser.source().resolved(QUrl("../pictures/uk/conflicts.png")))


# --- the window -------------------------------------------------------------------------------------------------------
def test_the_help_lists_all_its_pages_and_shows_the_one_that_is_asked_for(help_window: HelpWindow) -> None:
    help_window.show_page("offline#conflicts")
    assert help_window.page == "offline#conflicts"
    assert "Конфлікт" in help_window.findChild(QTextBrowser, "helpText").toPlainText()
    contents = help_window.findChild(QListWidget, "helpContents")
    rows = [contents.item(row) for row in range(contents.count())]
    assert sum(bool(row.flags()) for row in rows) == len(list(paths.help_dir("uk").glob("*.html"))) - 1
    assert contents.currentItem().text() == "Без мережі та коли щось сталося"
    help_window.show_page("no-such-page")
    assert help_window.page == CONTENTS


def test_a_place_in_a_long_page_is_scrolled_to(help_window: HelpWindow, qtbot) -> None:
    help_window.show_page("record-need")
    bar = help_window.findChild(QTextBrowser, "helpText").verticalScrollBar()
    assert bar.value() == 0 and bar.maximum() > 500
    help_window.show_page("record-need#cost_amount")
    qtbot.waitUntil(lambda: bar.value() > 300)


def test_a_search_keeps_the_pages_that_hold_all_the_words(help_window: HelpWindow, qtbot) -> None:
    help_window.findChild(QLineEdit, "helpSearch").setText("ФЛЕШЦІ месенджер")
    contents = help_window.findChild(QListWidget, "helpContents")
    seen = [contents.item(row).text() for row in range(contents.count()) if not contents.item(row).isHidden()]
    assert seen == ["Без мережі та коли щось сталося"]
    qtbot.keyClick(contents, Qt.Key.Key_Return)
    assert help_window.page == "offline"
    help_window.findChild(QLineEdit, "helpSearch").clear()
    assert not any(contents.item(row).isHidden() for row in range(contents.count()))


@pytest.mark.parametrize("typed", ["флешка", "флешкою", "резервними копіями"])
def test_a_search_does_not_mind_the_endings_of_words(help_window: HelpWindow, qtbot, typed: str) -> None:
    help_window.findChild(QLineEdit, "helpSearch").setText(typed)
    contents = help_window.findChild(QListWidget, "helpContents")
    seen = [contents.item(row) for row in range(contents.count()) if not contents.item(row).isHidden()]
    assert seen and all(bool(item.flags()) for item in seen)
    qtbot.keyClick(contents, Qt.Key.Key_Return)
    assert help_window.browser.textCursor().hasSelection(), "the page is shown where the word is"


def test_a_search_that_finds_nothing_says_so(help_window: HelpWindow) -> None:
    contents = help_window.findChild(QListWidget, "helpContents")
    search, before = help_window.findChild(QLineEdit, "helpSearch"), contents.count()
    for typed in ("qwertyz", "qwertyzz"):
        search.setText(typed)
        (row,) = [row for row in range(contents.count()) if not contents.item(row).isHidden()]
        assert "Nothing found" in contents.item(row).text() and not contents.item(row).flags()
    search.clear()
    assert contents.count() == before


def test_back_leads_to_the_page_before(help_window: HelpWindow, qtbot) -> None:
    help_window.show_page("form")
    help_window.show_page("list#problems")
    qtbot.mouseClick(help_window.findChild(QPushButton, "helpBackButton"), Qt.MouseButton.LeftButton)
    assert help_window.page == "form"


@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_page_is_as_wide_as_its_pictures(help_window: HelpWindow, qtbot, lang: str) -> None:
    browser = help_window.findChild(QTextBrowser, "helpText")
    help_window.show_page("list")
    qtbot.waitUntil(lambda: browser.verticalScrollBar().isVisible())
    room = browser.viewport().width() - 2 * browser.document().documentMargin()
    pictures = sorted((paths.help_dir(lang).parent / "pictures" / lang).glob("*.png"))
    assert pictures and all(QImage(str(picture)).width() <= room for picture in pictures)
    assert browser.horizontalScrollBar().maximum() == 0


def test_it_fits_the_smallest_screen(help_window: HelpWindow) -> None:
    assert help_window.width() <= 1000 and help_window.height() <= 580


# --- F1 ---------------------------------------------------------------------------------------------------------------
def test_f1_on_a_field_explains_that_field(bench: Workbench, wait_until: Callable[..., None]) -> None:
    window = bench.records.new("need", {})
    field = window.form.findChild(QLineEdit, "field_title_uk")
    focus(field, wait_until)
    QTest.keyClick(field, Qt.Key.Key_F1)
    assert bench.help.shown.page == "record-need#title_uk"
    assert bench.help.shown.isVisible() and window.isVisible()


def test_the_question_mark_does_what_f1_does(bench: Workbench, wait_until: Callable[..., None]) -> None:
    window = bench.records.new("need", {})
    field = window.form.findChild(QLineEdit, "field_title_en")
    focus(field, wait_until)
    QTest.mouseClick(window.form.findChild(HelpButton), Qt.MouseButton.LeftButton)
    assert bench.help.shown.page == "record-need#title_en"
    assert field.window().focusWidget() is field


def test_f1_in_the_dock_is_ours_and_outside_it_is_qgis_s(
    bench: Workbench, desk: Desk, wait_until: Callable[..., None]
) -> None:
    theirs: list[bool] = []
    action = QAction("Help Contents", desk.window)
    action.setShortcut("F1")
    action.triggered.connect(theirs.append)
    desk.window.addAction(action)
    search = bench.dock.records.search
    focus(search, wait_until)
    QTest.keyClick(search, Qt.Key.Key_F1)
    assert bench.help.shown.page == "list" and theirs == []
    bench.help.shown.close()
    focus(desk.canvas, wait_until)
    QTest.keyClick(desk.canvas, Qt.Key.Key_F1)
    assert theirs and not bench.help.shown.isVisible()


def test_over_a_window_that_locks_the_others_out_the_help_can_still_be_used(
    bench: Workbench, wait_until: Callable[..., None]
) -> None:
    bench.help.show()
    bench.workspaces.new()
    wizard = bench.workspaces.dialog
    focus(wizard.place_page.folder, wait_until)
    QTest.keyClick(wizard.place_page.folder, Qt.Key.Key_F1)
    assert bench.help.shown.page == "start" and bench.help.shown.parentWidget() is wizard
    wizard.reject()
    assert bench.help.show("form").parentWidget() is bench.iface.mainWindow()


def test_a_question_asked_by_a_window_of_ours_has_that_window_s_page(
    bench: Workbench, wait_until: Callable[..., None]
) -> None:
    box = QMessageBox(QMessageBox.Icon.Question, "?", "?", QMessageBox.StandardButton.Ok, bench.dock)
    box.open()
    focus(box.button(QMessageBox.StandardButton.Ok), wait_until)
    QTest.keyClick(box, Qt.Key.Key_F1)
    assert bench.help.shown.page == "list"
    box.close()


def test_windows_of_others_keep_their_f1(bench: Workbench, desk: Desk, wait_until: Callable[..., None]) -> None:
    dialog = QDialog(desk.window)
    line = QLineEdit(dialog)
    dialog.show()
    focus(line, wait_until)
    QTest.keyClick(line, Qt.Key.Key_F1)
    assert bench.help.shown is None
    dialog.close()


def test_after_unloading_nothing_watches_any_more(desk: Desk, wait_until: Callable[..., None]) -> None:
    with Actions(desk) as actions:
        bench = Workbench(desk, actions, "uk")
        opened = bench.help.show("start")
        bench.close()
        assert bench.help.shown is None and not opened.isVisible()
