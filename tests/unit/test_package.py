"""The package as people install it: what is in it, and that it runs where nothing of ours is installed."""

from __future__ import annotations

import configparser
import json
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from tools import package
from tools.vendoring import VENDORED

# What runs QGIS's own Python: the system's interpreter, with its site packages, without our environment.
BARE_PYTHON = [str(Path(sys.base_prefix) / "bin" / f"python{sys.version_info[0]}.{sys.version_info[1]}"), "-I"]


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return package.build(tmp_path_factory.mktemp("package") / "vidbudova.zip")


@pytest.fixture(scope="module")
def installed(built: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("plugins of O'Hara, Відбудова")
    with zipfile.ZipFile(built) as archive:
        archive.extractall(folder)
    return folder


@pytest.fixture(scope="module")
def names(built: Path) -> list[str]:
    with zipfile.ZipFile(built) as archive:
        return archive.namelist()


def run_bare(code: str, *args: str, cwd: Path) -> str:
    done = subprocess.run([*BARE_PYTHON, "-c", code, *args], cwd=cwd, capture_output=True, text=True, timeout=120)
    assert done.returncode == 0, done.stderr
    return done.stdout


def test_the_same_sources_give_the_same_bytes(built: Path, tmp_path: Path) -> None:
    assert package.build(tmp_path / "again.zip").read_bytes() == built.read_bytes()


def test_it_is_one_folder_with_what_qgis_asks_for(names: list[str]) -> None:
    assert {name.split("/")[0] for name in names} == {"vidbudova"}
    assert {"vidbudova/metadata.txt", "vidbudova/__init__.py", "vidbudova/LICENSE"} <= set(names)


def test_resources_lie_inside_it(names: list[str], repository: Path) -> None:
    for path in (repository / "resources").rglob("*"):
        if path.is_file() and path.suffix not in {".ts", ".md"}:
            assert f"vidbudova/{path.relative_to(repository).as_posix()}" in names
    assert "vidbudova/resources/territory/katottg.sqlite" in names
    assert "vidbudova/resources/i18n/vidbudova_uk.qm" in names


def test_nothing_else_is_in_it(names: list[str]) -> None:
    for name in names:
        parts = Path(name).parts
        assert not any(part.startswith(".") or part in {"__pycache__", "tests"} for part in parts), name
        assert Path(name).suffix not in {".pyc", ".so", ".pyd", ".dll", ".ts", ".sh"}, name


def test_each_dependency_brings_its_licence(names: list[str]) -> None:
    for distribution in VENDORED.values():
        assert any(name.startswith(f"vidbudova/_vendor/licenses/{distribution}/") for name in names), distribution


def test_qgis_plugin_repository_would_accept_its_metadata(installed: Path) -> None:
    parser = configparser.ConfigParser(interpolation=None)
    parser.read(installed / "vidbudova" / "metadata.txt", encoding="utf-8")
    general = parser["general"]
    needed = "name qgisMinimumVersion description about version author email repository tracker homepage changelog icon"
    for key in needed.split():
        assert general[key].strip(), key
    assert (installed / "vidbudova" / general["icon"]).is_file()
    assert general["qgisMinimumVersion"] == "3.22"
    assert general["qgisMaximumVersion"] == "4.99"


def test_importing_it_loads_none_of_its_dependencies(installed: Path) -> None:
    code = "import sys; sys.path.insert(0, sys.argv[1]); import vidbudova; print(*sys.modules)"
    loaded = run_bare(code, str(installed), cwd=installed).split()
    assert not [name for name in loaded if name.startswith("vidbudova._vendor") or name in {"requests", "osgeo"}]


def test_a_workspace_is_made_and_opened_where_nothing_of_ours_is_installed(installed: Path, tmp_path: Path) -> None:
    code = """
import json, sys
sys.path.insert(0, sys.argv[1])
from vidbudova.records.catalogue import default_catalogue
from vidbudova.records.values import new_uuid
from vidbudova.store.settings import WorkspaceSettings
from vidbudova.store.workspace import Workspace

folder = sys.argv[2]
settings = WorkspaceSettings(portal_url=None, territory=("UA63000000000041885",), organisation=None)
with Workspace.create(folder, settings, default_catalogue()) as workspace:
    uuid = workspace.insert("need", {"title_uk": "Школа"})
with Workspace.open(folder, default_catalogue()) as workspace:
    title = workspace.get("need", uuid)["title_uk"]
from vidbudova.contract.jcs import content_hash
print(json.dumps({"title": title, "hash": content_hash({"uuid": uuid}), "modules": sorted(sys.modules)}))
"""
    said = json.loads(run_bare(code, str(installed), str(tmp_path / "Мій робочий простір"), cwd=tmp_path))
    assert said["title"] == "Школа"
    assert len(said["hash"]) == 64
    own_names = {name for name in said["modules"] if name.partition(".")[0] in {*VENDORED, "plugin"}}
    assert not own_names, "a dependency under its own name would meet another plugin's version of it"
    assert "vidbudova._vendor.sqlite_utils.db" in said["modules"]


def test_the_command_line_runs_from_the_package(installed: Path, tmp_path: Path) -> None:
    code = (
        "import runpy, sys; sys.path.insert(0, sys.argv.pop(1)); "
        "sys.argv[0] = 'vidbudova'; runpy.run_module('vidbudova.cli', run_name='__main__')"
    )
    folder = str(tmp_path / "простір")
    new = [folder, "--territory", "UA63000000000041885", "--portal", "http://127.0.0.1:9", "--json"]
    assert json.loads(run_bare(code, str(installed), "new", *new, cwd=tmp_path))
    assert json.loads(run_bare(code, str(installed), "status", folder, "--json", cwd=tmp_path))
