"""A first record and a further one of its kind, entered in the real window with clicks and keys.

Times of the program's own depend on what else the computer does, so they are told and not judged; what a person needs
is counted.
"""

from __future__ import annotations

import shutil
from typing import Any

import pytest

from tools.timing import timing


@pytest.fixture(scope="module")
def played(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    """What both scripts took."""
    if shutil.which("xvfb-run") is None or shutil.which("qgis") is None:
        pytest.skip("NO REAL WINDOW: xvfb-run or qgis is not installed, so nothing was entered in QGIS itself")
    folder = tmp_path_factory.mktemp("timing")
    found = timing.replay("uk", folder)
    assert found is not None, (folder / "qgis.log").read_text(errors="replace")
    assert found["ok"], found["fault"]
    facts: dict[str, Any] = found["facts"]
    return facts


@pytest.mark.slow
def test_a_first_record_takes_less_than_five_minutes(played: dict[str, Any]) -> None:
    first = played["first"]
    assert first["typing"] + first["hands"] + first["thinking"] < 300


@pytest.mark.slow
def test_a_further_record_takes_less_than_40_seconds_and_at_most_12_interactions(played: dict[str, Any]) -> None:
    further = played["further"]
    assert further["interactions"] <= 12, further["log"]
    assert further["typing"] + further["hands"] + further["thinking"] < 40


@pytest.mark.slow
def test_the_watchdog_tells_the_worst_stall(played: dict[str, Any], capsys: pytest.CaptureFixture[str]) -> None:
    for name in ("first", "further"):
        worst = played[name]["stalls"][0]
        with capsys.disabled():
            print(
                f"\n{name}: the window stood still for {1000 * worst['seconds']:.0f} ms at most,"
                f" working {1000 * worst['worked']:.0f} ms of them: {worst['during']}"
            )
        assert worst["seconds"] > 0
