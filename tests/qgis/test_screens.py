"""What looks through the pictures finds what is wrong in them, and says nothing of what is not."""

from __future__ import annotations

import json
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from qgis.PyQt.QtCore import QTimer
from qgis.PyQt.QtWidgets import QComboBox, QDialog, QLabel, QLineEdit, QPushButton, QVBoxLayout, QWidget

from tools.screens import index_page, inspection
from tools.screens.scenes import SCENES
from tools.timing.person import Person
from tools.timing.stalls import Watchdog
from tools.tour.hands import NotThere

LONG = "Капітальний ремонт із підсиленням несних конструкцій"


@pytest.fixture()
def window(qgis_app) -> Iterator[QWidget]:
    made = QWidget()
    made.resize(400, 300)
    made.show()
    yield made
    made.close()
    made.deleteLater()


def label(window: QWidget, text: str, width: int = 300, top: int = 0) -> QLabel:
    made = QLabel(text, window)
    made.setObjectName("label")
    made.setGeometry(0, top, width, 30)
    made.show()
    return made


def faults(window: QWidget, lang: str = "uk") -> list[str]:
    return [fault.split(":")[0] for fault in inspection.faults(window, lang)]


def test_nothing_is_said_of_a_good_window(window: QWidget) -> None:
    layout = QVBoxLayout(window)
    for widget in (QLabel("Назва"), QPushButton("Зберегти"), QComboBox(), QLineEdit()):
        layout.addWidget(widget)
    window.adjustSize()
    assert faults(window) == []


def test_a_text_without_room_is_found(window: QWidget) -> None:
    label(window, LONG, width=60)
    assert faults(window) == ["cut off"]


def test_a_text_that_gives_way_on_purpose_is_not(window: QWidget) -> None:
    made = label(window, LONG, width=60)
    made.setSizePolicy(made.sizePolicy().Policy.Ignored, made.sizePolicy().Policy.Fixed)
    made.setToolTip(LONG)
    assert faults(window) == []


def test_texts_over_each_other_are_found(window: QWidget) -> None:
    label(window, "Назва")
    label(window, "Сектор", top=10)
    assert faults(window) == ["overlap"]


def test_english_in_a_ukrainian_window_is_found(window: QWidget) -> None:
    label(window, "Nothing waits")
    label(window, "QGIS", top=60)
    assert faults(window) == ["not translated"]
    assert faults(window, "en") == []


@pytest.mark.parametrize("text", ["56 record(s)", "%n записів", "Збережено у {path}"])
def test_a_text_that_was_not_filled_in_is_found(window: QWidget, text: str) -> None:
    label(window, text)
    assert "not filled in" in faults(window)


def test_a_dialog_larger_than_qgis_wants_it_is_found(qgis_app) -> None:
    dialog = QDialog()
    dialog.setObjectName("large")
    dialog.resize(1001, 400)
    assert faults(dialog) == ["size"]


def test_every_scene_has_a_name_of_its_own() -> None:
    names = [scene.name for scene in SCENES]
    assert len(names) == len(set(names)) > 30


def test_the_index_shows_each_screen_once_beside_its_variants(tmp_path: Path) -> None:
    for variant in ("uk-light-100", "en-dark-200"):
        (tmp_path / variant).mkdir()
        (tmp_path / variant / "settings.png").write_bytes(b"png")
        shot = {"name": "settings", "scene": "settings", "about": "Settings", "faults": ["cut off: <label>"]}
        told = {"shots": [shot], "failed": {"dock": "it fell"} if variant.startswith("uk") else {}}
        (tmp_path / f"{variant}.json").write_text(json.dumps(told))
    page = index_page.write(tmp_path).read_text()
    assert page.count("<b>settings</b>") == 1 and page.count("<img") == 2
    assert "cut off: &lt;label&gt;" in page and "it fell" in page


# --- timing -----------------------------------------------------------------------------------------------------------
def test_a_person_types_only_where_the_keyboard_is(window: QWidget) -> None:
    fields = [QLineEdit(window), QLineEdit(window)]
    layout = QVBoxLayout(window)
    for field in fields:
        layout.addWidget(field)
        field.show()
    done: list[str] = []
    person = Person(done.append)
    fields[0].setFocus()
    person.type(fields[0], "дах")
    person.click(fields[1])
    assert fields[0].text() == "дах"
    assert (person.tally.interactions, person.tally.letters, person.tally.clicks, person.tally.moves) == (2, 3, 1, 1)
    assert person.tally.typing == pytest.approx(0.9)
    with pytest.raises(NotThere):
        person.type(fields[0], "дах")


def test_the_watchdog_notes_what_was_done_while_the_window_stood_still(qgis_app, tmp_path: Path, qtbot) -> None:
    dog = Watchdog(tmp_path / "stacks.txt")
    dog.during = "saving"

    def work() -> None:
        deadline = dog._beaten + 0.15
        while time.perf_counter() < deadline:
            pass

    dog.start()
    QTimer.singleShot(0, work)
    qtbot.waitUntil(lambda: any(stall.seconds > 0.1 for stall in dog.stalls), timeout=5000)
    dog.stop()
    worst = dog.worst(1)[0]
    assert worst.during == "saving" and worst.seconds > 0.1
    assert "during: saving" in (tmp_path / "stacks.txt").read_text()
