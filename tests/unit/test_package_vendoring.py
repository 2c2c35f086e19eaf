"""How dependencies get into the package: what is followed, how imports are rewritten, what is refused."""

from __future__ import annotations

from pathlib import Path

import pytest

from tools import package, vendoring
from tools.vendoring import PackageFault, imports, reachable, rewrite


@pytest.mark.parametrize(
    ("source", "depth", "rewritten"),
    [
        ("import rfc8785", 0, "from ._vendor import rfc8785"),
        ("import rfc8785", 1, "from .._vendor import rfc8785"),
        ("import rfc8785 as jcs", 1, "from .._vendor import rfc8785 as jcs"),
        ("from sqlite_utils.db import Table", 2, "from ..._vendor.sqlite_utils.db import Table"),
        ("from sqlite_utils import (\n    Database,\n)", 1, "from .._vendor.sqlite_utils import (\n    Database,\n)"),
        ("import sqlite_utils.db as db", 1, "from .._vendor.sqlite_utils import db as db"),
        ("import os, rfc8785", 1, "import os; from .._vendor import rfc8785"),
        ("def f():\n    import rfc8785", 1, "def f():\n    from .._vendor import rfc8785"),
        ("import rfc8785  # canonical JSON", 0, "from ._vendor import rfc8785"),
    ],
)
def test_the_plugins_imports_of_vendored_packages_become_relative(source: str, depth: int, rewritten: str) -> None:
    assert rewrite(source, depth, "_vendor", "x.py").rstrip("\n") == rewritten


@pytest.mark.parametrize(
    "source", ["import json\n", "from . import rfc8785\n", 's = "import rfc8785"\n', "import osgeo\n"]
)
def test_other_lines_stay_as_they_are(source: str) -> None:
    assert rewrite(source, 1, "_vendor", "x.py") == source


def test_vendored_packages_find_each_other() -> None:
    assert rewrite("import click\n", 1, "", "sqlite_utils/utils.py") == "from .. import click\n"
    assert rewrite("from dateutil import tz\n", 2, "", "dateutil/parser/x.py") == "from ...dateutil import tz\n"


def test_an_import_that_cannot_be_made_relative_is_refused() -> None:
    with pytest.raises(PackageFault, match="import sqlite_utils.db as"):
        rewrite("import sqlite_utils.db\n", 1, "_vendor", "x.py")


def test_imports_for_type_checking_are_not_followed() -> None:
    source = "from typing import TYPE_CHECKING\nif TYPE_CHECKING:\n    import pandas\nelse:\n    import json\n"
    assert set(imports(source, (), "x.py")) == {"typing", "typing.TYPE_CHECKING", "json"}


def test_relative_imports_are_resolved() -> None:
    assert "sqlite_utils.utils" in set(imports("from .utils import hash_record", ("sqlite_utils",), "x.py"))
    assert "plugin.errors.StoreError" in set(imports("from ..errors import StoreError", ("plugin", "store"), "x.py"))


def test_a_dependencys_command_line_stays_behind() -> None:
    found = reachable({"sqlite_utils"})
    assert {"sqlite_utils.db", "sqlite_utils.migrations", "pluggy", "click", "six"} <= found.keys()
    assert not found.keys() & {"sqlite_utils.cli", "sqlite_utils.__main__", "tabulate"}


def test_an_unlisted_dependency_stops_the_build(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delitem(vendoring.VENDORED, "pluggy")
    with pytest.raises(PackageFault, match="sqlite_utils.* imports pluggy"):
        reachable({"sqlite_utils"})


def test_a_compiled_module_stops_the_build(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    (tmp_path / "fast").mkdir()
    (tmp_path / "fast" / "__init__.py").write_text("from . import core\n")
    (tmp_path / "fast" / "core.cpython-311-x86_64-linux-gnu.so").write_bytes(b"")
    monkeypatch.syspath_prepend(tmp_path)
    monkeypatch.setitem(vendoring.VENDORED, "fast", "fast")
    with pytest.raises(PackageFault, match="not pure Python"):
        reachable({"fast"})


def test_a_package_that_left_our_python_behind_stops_the_build(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(vendoring, "FLOOR", (3, 1))
    with pytest.raises(PackageFault, match="wants Python"):
        vendoring.licences("sqlite-utils")


@pytest.fixture
def small_tree(tmp_path: Path) -> Path:
    for name in ("plugin/store", "resources/territory"):
        (tmp_path / name).mkdir(parents=True)
    (tmp_path / "LICENSE").write_text("GPL")
    (tmp_path / "plugin" / "__init__.py").write_text("")
    (tmp_path / "plugin" / "metadata.txt").write_text("[general]")
    (tmp_path / "resources" / "territory" / "katottg.sqlite").write_bytes(b"x")
    return tmp_path


@pytest.mark.parametrize("line", ["import plugin.errors", "from plugin.errors import StoreError", "import vidbudova"])
def test_an_absolute_import_of_the_plugin_stops_the_build(small_tree: Path, line: str) -> None:
    (small_tree / "plugin" / "store" / "x.py").write_text(line)
    with pytest.raises(PackageFault, match=r"x\.py:1: import .* relatively"):
        package.build(small_tree / "out.zip", small_tree)


def test_an_import_that_qgis_does_not_bring_stops_the_build(small_tree: Path) -> None:
    (small_tree / "plugin" / "store" / "x.py").write_text("import pandas")
    with pytest.raises(PackageFault, match="store/x.py imports pandas"):
        package.build(small_tree / "out.zip", small_tree)


def test_a_package_without_its_codifier_is_not_built(small_tree: Path) -> None:
    (small_tree / "resources" / "territory" / "katottg.sqlite").unlink()
    with pytest.raises(PackageFault, match=r"katottg\.sqlite is missing"):
        package.build(small_tree / "out.zip", small_tree)
    assert not (small_tree / "out.zip").exists()
