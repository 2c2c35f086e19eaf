"""Long work on the main thread lets the window answer between its steps."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from qgis.core import QgsApplication
from qgis.PyQt.QtCore import QTimer

from plugin.qgis_bridge.in_steps import ALONE, InSteps


@pytest.fixture()
def told(qgis_app: QgsApplication) -> list[str]:
    return []


def steps(told: list[str], many: int) -> Iterator[None]:
    try:
        for number in range(many):
            told.append(str(number))
            yield
    finally:
        told.append("ended")


def test_all_steps_are_done_and_others_get_their_turn(told: list[str], wait_until, monkeypatch) -> None:
    monkeypatch.setattr("plugin.qgis_bridge.in_steps.TURN_MS", 0.0001)
    runner = InSteps()
    beats: list[int] = []
    beat = QTimer()
    beat.timeout.connect(lambda: beats.append(len(told)))
    beat.start(0)
    runner.run(steps(told, 20), lambda: told.append("done"))
    wait_until(lambda: "done" in told)
    beat.stop()
    assert told == [*map(str, range(20)), "ended", "done"]
    assert len(set(beats)) > 5


def test_work_that_is_stopped_ends_where_it_is(told: list[str], wait_until) -> None:
    runner = InSteps()
    runner.run(steps(told, 3), lambda: told.append("done"))
    runner.stop()
    QTimer.singleShot(20, lambda: told.append("later"))
    wait_until(lambda: "later" in told)
    assert "done" not in told


def test_a_step_may_stop_the_work(told: list[str], wait_until) -> None:
    runner = InSteps()

    def work() -> Iterator[None]:
        told.append("first")
        runner.stop()
        yield
        told.append("never")

    runner.run(work(), lambda: told.append("done"))
    QTimer.singleShot(50, lambda: told.append("later"))
    wait_until(lambda: "later" in told)
    assert told == ["first", "later"]


def test_a_long_step_has_a_turn_to_itself(told: list[str], wait_until) -> None:
    def work() -> Iterator[object]:
        yield
        told.append("before")
        yield ALONE
        told.append("long")
        yield ALONE
        told.append("after")

    runner = InSteps()
    beat = QTimer()
    beat.timeout.connect(lambda: told.append("·") if told and told[-1] != "·" else None)
    beat.start(0)
    runner.run(work(), lambda: told.append("done"))
    wait_until(lambda: "done" in told)
    beat.stop()
    assert told[: told.index("after")] == ["before", "·", "long", "·"]
