"""The history in a record's form: who changed what, in words, and the way back."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import pytest
from qgis.PyQt.QtCore import Qt

from plugin.forms import form_history
from plugin.forms.access import WorkspaceAccess
from plugin.forms.form import RecordForm
from plugin.forms.sticky import MemorySticky
from plugin.records.values import new_uuid
from plugin.store import base, history, steps
from plugin.store.changes import dirty

POINT = {"type": "Point", "coordinates": [36.2304, 49.9935]}
STATES = [
    {"title_uk": "Школа №12", "sector": "education", "priority": 3, "geom": POINT},
    {"title_uk": "Ліцей №12", "sector": "education", "priority": 3, "geom": POINT},
    {"title_uk": "Ліцей №12", "sector": "health", "cost_amount": "1250000.00", "geom": POINT},
]


def received(workspace, uuid, states=STATES):
    """A record as others made it on the portal, one state after the other."""
    for revision, state in enumerate(states, 1):
        now = {"uuid": uuid, "workflow": "draft", **state}
        with workspace.applying():
            before = base.get_base(workspace, "need", uuid)
            base.write_row(workspace, "need", uuid, now)
            base.set_base(workspace, "need", uuid, revision, "0" * 64, now)
            entry = history.entry(
                "need", uuid, before, revision, now, author="Олена Коваль", at=f"2026-11-0{revision}T10:15:00+02:00"
            )
            history.put(workspace, [entry])


@pytest.fixture()
def uuid(workspace):
    identity = new_uuid()
    received(workspace, identity)
    return identity


@pytest.fixture()
def form(workspace, catalogue, uuid, qtbot):
    access = WorkspaceAccess(workspace, sticky=MemorySticky())
    shown = RecordForm(access, catalogue.type("need"), uuid, "uk")
    qtbot.addWidget(shown)
    shown.resize(900, 560)
    shown.show()
    shown.pages.go(shown.pages.sections.count() - 1)
    return shown


def lines(form):
    page = form.pages.history
    return [page.list.item(row).text() for row in range(page.list.count())]


def test_each_version_says_who_when_and_what_in_words(form):
    newest, middle, first = lines(form)
    assert "Олена Коваль" in newest and "3" in newest and "2026" in newest
    assert "Охорона здоров" in newest and "health" not in newest, "codes are shown by their labels"
    assert "“Школа №12” → “Ліцей №12”" in middle
    assert "→" not in first


def test_going_back_is_an_edit_that_waits_and_can_be_undone(form, workspace, uuid, qtbot, monkeypatch):
    asked: list[str] = []

    def answer(_parent: Any, _title: str, text: str, *_: Any) -> str:
        asked.append(text)
        return "back"

    monkeypatch.setattr(form_history, "ask", answer)
    form.pages.history.list.setCurrentRow(2)
    qtbot.mouseClick(form.pages.history.back_button, Qt.MouseButton.LeftButton)
    assert "“Ліцей №12” → “Школа №12”" in asked[0]
    record = workspace.get("need", uuid)
    assert (record["title_uk"], record["sector"], record.get("cost_amount")) == ("Школа №12", "education", None)
    (change,) = dirty(workspace)
    assert change.state == "changed"
    assert len(lines(form)) == 4, "the edit that waits stands on top"
    steps.undo_last(workspace)
    assert workspace.get("need", uuid)["title_uk"] == "Ліцей №12"


def test_nothing_happens_before_somebody_says_so(form, workspace, uuid, qtbot, monkeypatch):
    monkeypatch.setattr(form_history, "ask", lambda *_: "stay")
    form.pages.history.list.setCurrentRow(2)
    qtbot.mouseClick(form.pages.history.back_button, Qt.MouseButton.LeftButton)
    assert dirty(workspace) == [] and not form.editing.unsaved


def test_what_is_typed_and_not_saved_is_not_run_over(form, workspace, qtbot, monkeypatch):
    monkeypatch.setattr(form_history, "ask", lambda *_: pytest.fail("asked"))
    form.editing.set("title_uk", "Щойно набране")
    form.pages.history.list.setCurrentRow(2)
    qtbot.mouseClick(form.pages.history.back_button, Qt.MouseButton.LeftButton)
    assert form.editing.get("title_uk") == "Щойно набране" and dirty(workspace) == []


@dataclass(frozen=True)
class Told:
    revision: int
    op: str
    author: str | None
    at: str
    record: dict[str, Any] | None


def test_the_portal_fills_what_is_not_known_here(form, workspace, uuid, qtbot):
    with workspace.transaction():
        workspace.connection.execute("DELETE FROM vidbudova_history")
    form.children_changed()
    page = form.pages.history
    assert page.ask_button.isVisibleTo(page) == bool(workspace.settings.portal_url)
    asked = []
    form.history_requested.connect(lambda *key: asked.append(key))
    page._ask()
    assert asked == [("need", uuid)] and not page.ask_button.isEnabled()
    told = [
        Told(n, "change" if n > 1 else "create", "Ірина Шевчук", "2026-11-01T10:00:00+02:00", {"uuid": uuid, **state})
        for n, state in reversed(list(enumerate(STATES, 1)))
    ]
    form.show_history(told)
    assert page.ask_button.isEnabled()
    assert [("Ірина Шевчук" in line) for line in lines(form)] == [True, True, True]
    form.show_history((), "Немає зв’язку")
    assert page.note.text() == "Немає зв’язку" and len(lines(form)) == 3, "what was told stays"


def test_the_next_record_does_not_wait_for_the_answer_about_the_one_before(form, workspace):
    page = form.pages.history
    page._ask()
    usual = page.note.text()
    assert not page.ask_button.isEnabled()
    form.editing.next_record()
    form._show_values()
    assert page.ask_button.isEnabled() and page.note.text() != usual
    assert lines(form) == []


def test_a_version_whose_content_is_not_known_cannot_be_gone_back_to(form, workspace, qtbot):
    with workspace.transaction():
        workspace.connection.execute("DELETE FROM vidbudova_history WHERE revision = 2")
    workspace.update("need", next(workspace.records("need"))["uuid"], {"title_uk": "Щойно змінене"})
    form.history.show()
    form.pages.history.list.setCurrentRow(1)
    assert form.pages.history.back_button.isEnabled()
    form.pages.history.list.setCurrentRow(form.pages.history.list.count() - 1)
    assert not form.pages.history.back_button.isEnabled()


def test_the_version_that_the_record_is_like_says_so_and_is_nothing_to_go_back_to(form, workspace, uuid):
    page = form.pages.history
    assert ["as it is now" in line for line in lines(form)] == [True, False, False]
    assert page.list.currentRow() == 0 and not page.back_button.isEnabled()
    page.list.setCurrentRow(1)
    assert page.back_button.isEnabled()
    workspace.update("need", uuid, {"title_uk": "Щойно змінене"})
    form.history.show()
    assert not any("as it is now" in line for line in lines(form)), "the edit that waits is what it is now"
    page.list.setCurrentRow(1)
    assert page.back_button.isEnabled()


def test_the_history_of_a_record_that_was_never_saved_says_when_it_begins(workspace, catalogue, qtbot):
    shown = RecordForm(WorkspaceAccess(workspace, sticky=MemorySticky()), catalogue.type("need"), None, "en")
    qtbot.addWidget(shown)
    shown.pages.go(shown.pages.sections.count() - 1)
    page = shown.pages.history
    assert page.list.count() == 0
    assert "first saving" in page.list.empty_text


def test_of_a_long_text_beginning_and_end_are_shown(form, workspace, uuid):
    workspace.update("need", uuid, {"title_uk": "Капітальний ремонт " + "дуже " * 60 + "ліцею «Сузір’я»"})
    form.history.show()
    (line,) = [line for line in lines(form)[0].splitlines() if "Капітальний" in line]
    assert line.endswith("ліцею «Сузір’я»”") and len(line) < 220
