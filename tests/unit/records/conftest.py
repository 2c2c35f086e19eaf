"""The shipped catalogue, and a codifier built for the session in a folder with a difficult name."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from plugin.records.catalogue import Catalogue, default_catalogue
from plugin.records.territory import Codifier
from tools import build_codifier


@pytest.fixture(scope="session")
def catalogue() -> Catalogue:
    return default_catalogue()


@pytest.fixture(scope="session")
def codifier_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    file = tmp_path_factory.mktemp("довідник об'єктів #1 100%") / "katottg.sqlite"
    workbook = build_codifier.find_workbook()
    history = build_codifier.read_history(build_codifier.HISTORY)
    rows = build_codifier.read_workbook(workbook)
    edition, inputs = build_codifier.read_edition(workbook), build_codifier.digest(workbook)
    build_codifier.build(file, rows, history, edition, inputs, build_codifier.read_centres(build_codifier.CENTRES))
    return file


@pytest.fixture(scope="session")
def codifier(codifier_file: Path) -> Iterator[Codifier]:
    with Codifier(codifier_file) as opened:
        yield opened
