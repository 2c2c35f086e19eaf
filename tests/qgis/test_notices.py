"""Messages over the map: read whole, however narrow the window."""

from __future__ import annotations

import pytest
from qgis.gui import QgsMessageBarItem
from qgis.PyQt.QtWidgets import QTextBrowser

from plugin.qgis_bridge.notices import Notices, title

LONG = "У робочому просторі «Харківська область» чекають 2 форми з незбереженим текстом, відкрийте його, щоб дописати."


def shown_whole(item: QgsMessageBarItem) -> bool:
    """Whether every line of the message can be read without scrolling."""
    text = item.findChild(QTextBrowser)
    return bool(text.document().size().height() <= text.viewport().height() + 1)


@pytest.mark.parametrize("way", ["info", "warning", "error", "offer", "detail"])
def test_a_message_is_read_whole_and_grows_when_the_window_becomes_narrow(qtbot, desk, way):
    notices = Notices(desk.bar)
    if way == "offer":
        notices.offer(LONG, "Відкрити робочий простір", lambda: None)
    elif way == "detail":
        notices.error(LONG, "How it came about")
    else:
        getattr(notices, way)(LONG)
    item = desk.bar.currentItem()
    text = item.findChild(QTextBrowser)
    qtbot.waitUntil(lambda: text.isVisible() and shown_whole(item))
    wide = text.height()
    desk.window.resize(760, 500)
    qtbot.waitUntil(lambda: text.height() > wide and shown_whole(item))
    qtbot.waitUntil(lambda: desk.bar.height() >= text.height())


@pytest.mark.parametrize("way", ["info", "warning", "offer", "detail"])
def test_a_title_with_signs_of_html_is_read_as_it_was_typed(desk, way):
    notices = Notices(desk.bar)
    text = "«Школа <№5> & <a href='https://example.org'>ліцей</a>» вилучено.\nЇї можна повернути."
    if way == "offer":
        notices.offer(text, "Скасувати", lambda: None)
    elif way == "detail":
        notices.error(text, "How it came about")
    else:
        getattr(notices, way)(text)
    shown = desk.bar.currentItem().findChild(QTextBrowser)
    assert shown.toPlainText() == f"{title()}: {text}"


def test_a_message_of_one_line_takes_one_line(qtbot, desk):
    Notices(desk.bar).info("Збережено.")
    text = desk.bar.currentItem().findChild(QTextBrowser)
    qtbot.waitUntil(text.isVisible)
    assert text.height() < 3 * text.fontMetrics().lineSpacing()


def test_what_happened_goes_away_by_itself_and_what_needs_a_look_stays(desk):
    notices = Notices(desk.bar)
    notices.info("Збережено.")
    assert desk.bar.currentItem().duration() > 0
    notices.warning("Бракує шарів.")
    assert desk.bar.currentItem().duration() == 0
    notices.offer("Вилучено 1 запис.", "Скасувати", lambda: None)
    assert desk.bar.currentItem().duration() > 0
    notices.offer("Папки немає.", "Продовжити там", lambda: None, stays=True)
    assert desk.bar.currentItem().duration() == 0
