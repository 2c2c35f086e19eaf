"""The base task: nothing escapes it, everything is told on the main thread, nothing runs on unseen."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from qgis.core import QgsApplication
from qgis.PyQt.QtCore import QRunnable, QThread, QThreadPool

from plugin.errors import StoreError, VidbudovaError
from plugin.qgis_bridge.tasks import BaseTask, TaskRunner


@pytest.fixture()
def tasks(qgis_app: QgsApplication) -> Iterator[TaskRunner]:
    runner = TaskRunner()
    yield runner
    runner.close()


class Told:
    """What came back, and on which thread."""

    def __init__(self) -> None:
        self.ended: list[tuple[Any, Exception | None]] = []
        self.events: list[object] = []
        self.on_main: list[bool] = []

    def done(self, result: Any, error: Exception | None) -> None:
        self.ended.append((result, error))
        self.note()

    def told(self, event: object) -> None:
        self.events.append(event)
        self.note()

    def note(self) -> None:
        self.on_main.append(QThread.currentThread() == QgsApplication.instance().thread())


def test_work_runs_beside_the_window_and_its_result_comes_back_on_it(
    tasks: TaskRunner, wait_until: Callable[..., None]
) -> None:
    told = Told()
    threads: list[bool] = []

    def work(task: BaseTask[int]) -> int:
        threads.append(QThread.currentThread() == QgsApplication.instance().thread())
        task.tell("half")
        return 42

    tasks.start("праця", work, told.done, told.told)
    wait_until(lambda: bool(told.ended))
    assert (told.ended, told.events) == ([(42, None)], ["half"])
    assert threads == [False]
    assert told.on_main == [True, True]


@pytest.mark.parametrize("fault", [StoreError("store.busy"), ZeroDivisionError("x"), KeyError("y")])
def test_no_exception_escapes(tasks: TaskRunner, wait_until: Callable[..., None], fault: Exception) -> None:
    told = Told()

    def work(_task: BaseTask[None]) -> None:
        raise fault

    tasks.start("праця", work, told.done)
    wait_until(lambda: bool(told.ended))
    assert told.ended == [(None, fault)]


def test_a_task_is_kept_until_it_ends_and_no_longer(tasks: TaskRunner, wait_until: Callable[..., None]) -> None:
    told = Told()
    tasks.start("праця", lambda _task: None, told.done)  # nobody else holds it
    assert tasks.running == 1
    wait_until(lambda: bool(told.ended))
    wait_until(lambda: tasks.running == 0)


def test_cancel_reaches_work_that_waits_and_what_it_blocks_on(
    tasks: TaskRunner, wait_until: Callable[..., None]
) -> None:
    told = Told()
    started, stopped = threading.Event(), threading.Event()

    def work(task: BaseTask[bool]) -> bool:
        task.stop_with(stopped.set)
        started.set()
        return stopped.wait(20) and task.cancelling.is_set()

    task = tasks.start("праця", work, told.done)
    wait_until(started.is_set)
    task.cancel()
    wait_until(lambda: bool(told.ended))
    assert told.ended == [(True, None)]


def test_what_is_cancelled_before_its_turn_says_so(tasks: TaskRunner, wait_until: Callable[..., None]) -> None:
    class Map(QRunnable):
        def run(self) -> None:
            drawing.set()
            drawn.wait(20)

    told, ran, drawing, drawn = Told(), threading.Event(), threading.Event(), threading.Event()
    pool = QThreadPool.globalInstance()
    threads = pool.maxThreadCount()
    pool.setMaxThreadCount(1)
    try:
        pool.start(Map())
        assert drawing.wait(20)
        tasks.start("x", lambda _task: ran.set(), told.done).cancel()
    finally:
        drawn.set()
        pool.setMaxThreadCount(threads)
    wait_until(lambda: tasks.running == 0)
    ((result, error),) = told.ended
    assert result is None and isinstance(error, VidbudovaError) and error.code == "task.cancelled"
    assert "нічого не змінено" in error.describe("uk")
    assert not ran.is_set()


def test_cancelled_before_it_began_to_block_it_does_not_block(
    tasks: TaskRunner, wait_until: Callable[..., None]
) -> None:
    told = Told()
    go, stopped = threading.Event(), threading.Event()

    def work(task: BaseTask[None]) -> None:
        go.wait(20)
        task.stop_with(stopped.set)

    task = tasks.start("праця", work, told.done)
    task.cancelling.set()
    go.set()
    wait_until(lambda: bool(told.ended))
    assert stopped.is_set()


def test_closing_waits_for_the_work_and_tells_nobody(tasks: TaskRunner, wait_until: Callable[..., None]) -> None:
    told = Told()
    started, over = threading.Event(), threading.Event()

    def work(task: BaseTask[None]) -> None:
        started.set()
        task.cancelling.wait(20)
        over.set()

    tasks.start("праця", work, told.done)
    wait_until(started.is_set)
    tasks.close()
    assert over.is_set()
    assert tasks.running == 0
    QgsApplication.processEvents()
    assert told.ended == []


def test_long_waits_leave_all_threads_to_qgis_and_to_further_work(
    tasks: TaskRunner, wait_until: Callable[..., None]
) -> None:
    """QGIS draws maps by the same threads; a slow line may keep several pieces of our work waiting for hours."""
    pool = QThreadPool.globalInstance()
    go, waiting = threading.Event(), []

    def wait(_: BaseTask[None]) -> None:
        waiting.append(1)
        go.wait(20)

    count = pool.maxThreadCount() + 1
    for _ in range(count):
        tasks.start("чекає", wait, Told().done)
    try:
        wait_until(lambda: len(waiting) == count)
        wait_until(lambda: pool.activeThreadCount() == 0)
        told = Told()
        tasks.start("праця", lambda _: 7, told.done)
        wait_until(lambda: bool(told.ended))
    finally:
        go.set()
    wait_until(lambda: tasks.running == 0)
    wait_until(lambda: pool.activeThreadCount() == 0)
