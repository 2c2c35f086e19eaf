"""The benchmarks' own arithmetic: what counts as kept, what the table says."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from bench import run
from bench.needs import needs
from bench.result import Result
from plugin.quality.engine import check
from plugin.quality.model import PlainContext
from plugin.records.catalogue import default_catalogue
from plugin.records.values import faults


@pytest.mark.parametrize(
    ("result", "ok"),
    [
        (Result("a", 2.0, "s", 1.0, "peer", limit=2.0), True),
        (Result("a", 2.1, "s", 1.0, "peer", limit=2.0), False),
        (Result("a", 59.0, "ms", limit=60.0), True),
        (Result("a", 61.0, "ms", limit=60.0), False),
        (Result("a", 800.0, "needs", limit=800.0, at_least=True), True),
        (Result("a", 799.0, "needs", limit=800.0, at_least=True), False),
        (Result("a", 1.0, "s", 1.0, "peer"), None),
    ],
)
def test_a_limit_is_on_the_ratio_or_without_a_peer_on_the_figure(result: Result, ok: bool | None) -> None:
    assert result.ok is ok


def test_a_result_survives_its_way_to_the_table() -> None:
    result = Result("pull: first", 21.5, "s", 13.0, "ogr2ogr", 2.0)
    assert Result.from_json(result.to_json()) == result
    assert run.row(result) == ("pull: first", "21.5 s", "13 s ogr2ogr", "1.65 ×", "≤ 2 ×", "ok")
    assert run.row(Result("push", 700.0, "needs", limit=800.0, at_least=True))[-2:] == ("≥ 800 needs", "MISSED")


def test_every_measure_has_its_module_and_every_module_is_run(repository: Path) -> None:
    modules = {path.stem.removeprefix("measure_") for path in (repository / "bench").glob("measure_*.py")}
    assert modules == set(run.MEASURES)


def test_an_unknown_measure_is_said(capsys: pytest.CaptureFixture[str]) -> None:
    assert run.main(["nonsense"]) == 2
    assert "nonsense" in capsys.readouterr().err


def test_the_needs_that_are_measured_with_are_the_same_each_time_and_in_order() -> None:
    catalogue = default_catalogue()
    rtype = catalogue.type("need")
    some = list(needs(200))
    assert some == list(needs(200))
    context = PlainContext(catalogue, date(2026, 12, 28))
    for record in some:
        assert not faults(rtype, record, catalogue)
        assert not [found for found in check(rtype, record, context) if found.severity == "error"]
