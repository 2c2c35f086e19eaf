"""What people automate: the algorithms in QGIS's toolbox, in models and in ``qgis_process``."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from qgis.core import (
    QgsApplication,
    QgsFeature,
    QgsGeometry,
    QgsPointXY,
    QgsProcessingContext,
    QgsProcessingFeedback,
    QgsProject,
    QgsVectorLayer,
)

from plugin.app import VidbudovaPlugin
from plugin.qgis_bridge import credentials, layers
from plugin.qgis_bridge.automation.algorithm import WORKSPACE
from plugin.qgis_bridge.automation.provider import ALGORITHMS, Registered
from plugin.qgis_bridge.i18n import Translation
from plugin.store.workspace import Workspace
from tools import package
from tools.tour import desktop

PLACE = "UA63120290010028715"
SCHOOL = {"title_uk": "Дах школи", "sector": "education", "katottg": PLACE, "workflow": "draft"}

Run = Callable[..., "dict[str, Any]"]


class Told(QgsProcessingFeedback):
    """What the log of an algorithm says went wrong."""

    def __init__(self) -> None:
        super().__init__(False)
        self.errors: list[str] = []

    def reportError(self, error: str, fatalError: bool = False) -> None:
        self.errors.append(error)


@pytest.fixture()
def run(qgis_app: QgsApplication) -> Iterator[Run]:
    """Runs an algorithm by its id, as the toolbox does."""
    with Translation("uk"), Registered("uk"):

        def run(name: str, folder: Path, **parameters: Any) -> dict[str, Any]:
            algorithm = QgsApplication.processingRegistry().createAlgorithmById(f"vidbudova:{name}")
            context = run.context = QgsProcessingContext()  # type: ignore[attr-defined]
            feedback = Told()
            found, ok = algorithm.run({WORKSPACE: str(folder), **parameters}, context, feedback)
            assert ok, " ".join(feedback.errors)
            return dict(found)

        yield run
    assert QgsApplication.processingRegistry().providerById("vidbudova") is None


def test_checking_tells_what_is_wrong_as_a_table(run: Run, workspace: Workspace) -> None:
    workspace.insert("need", {**SCHOOL, "people_total": 10, "people_women": 20})
    found = run("check", workspace.folder, FINDINGS="memory:")
    assert found["ERROR"] >= 1
    table = run.context.takeResultLayer(found["FINDINGS"])  # type: ignore[attr-defined]
    rows = [dict(zip(table.fields().names(), one.attributes(), strict=True)) for one in table.getFeatures()]
    assert any(row["title"] == "Дах школи" and "Жінок" in row["message"] for row in rows)
    assert workspace.connection.value("SELECT count(*) FROM vidbudova_finding") == len(rows)


def test_records_leave_as_a_workbook(run: Run, workspace: Workspace, tmp_path: Path) -> None:
    workspace.insert("need", SCHOOL)
    workspace.insert("project", {"title_uk": "Ремонт"})
    target = tmp_path / "усе.xlsx"
    assert run("export", workspace.folder, OUTPUT=str(target))["RECORDS"] == 2
    book = QgsVectorLayer(str(target), "x", "ogr")
    sheets = book.dataProvider().subLayers()
    assert [name for name in ("Потреби", "Проєкти") if not any(name in sheet for sheet in sheets)] == []
    assert run("export", workspace.folder, OUTPUT=str(tmp_path / "потреби.geojson"), TYPE=[0])["RECORDS"] == 1


def test_what_cannot_be_done_is_told_in_words(run: Run, workspace: Workspace, tmp_path: Path) -> None:
    with pytest.raises(AssertionError, match="робочого простору"):
        run("check", tmp_path / "ніде", FINDINGS="memory:")
    with pytest.raises(AssertionError, match="порт"):
        run("sync", workspace.folder)
    with pytest.raises(AssertionError, match="xlsx"):
        run("export", workspace.folder, OUTPUT=str(tmp_path / "записи.doc"))


def test_open_edits_are_not_passed_over(run: Run, workspace: Workspace, tmp_path: Path) -> None:
    workspace.insert("need", SCHOOL)
    rtype = workspace.rtype("need")
    layer = layers.make_layer(workspace.gpkg_path, rtype, layers.specs(rtype)[0], "uk")
    QgsProject.instance().addMapLayer(layer)
    try:
        assert layer.startEditing() and layer.addFeature(_place(layer))
        with pytest.raises(AssertionError, match="не збережен"):
            run("exportbundle", workspace.folder, BUNDLE=str(tmp_path / "тиждень.vidbudova"))
    finally:
        layer.rollBack()
        QgsProject.instance().removeMapLayer(layer.id())


def test_the_workspace_that_is_shown_is_offered(run: Run, workspace: Workspace) -> None:
    def offered() -> Any:
        made = QgsApplication.processingRegistry().createAlgorithmById("vidbudova:check")
        return made.parameterDefinition(WORKSPACE).defaultValue()

    assert offered() is None
    rtype = workspace.rtype("need")
    layer = layers.make_layer(workspace.gpkg_path, rtype, layers.specs(rtype)[0], "uk")
    QgsProject.instance().addMapLayer(layer)
    try:
        assert Path(offered()) == workspace.folder
    finally:
        QgsProject.instance().removeMapLayer(layer.id())


def _place(layer: QgsVectorLayer) -> QgsFeature:
    feature = QgsFeature(layer.fields())
    feature.setGeometry(QgsGeometry.fromPointXY(QgsPointXY(36.2, 49.9)))
    return feature


def test_every_algorithm_says_what_it_does_in_both_languages(qgis_app: QgsApplication) -> None:
    told = []
    for lang in ("en", "uk"):
        with Translation(lang):
            made = [algorithm(lang) for algorithm in ALGORITHMS]
            for one in made:
                one.initAlgorithm()
            told.append([(one.displayName(), one.shortHelpString(), *_labels(one)) for one in made])
    for english, ukrainian in zip(*told, strict=True):
        assert len(english) == len(ukrainian) and not set(english) & set(ukrainian)
        assert len(ukrainian[1]) > 40


def _labels(algorithm: Any) -> list[str]:
    """Of everything that one fills in or gets."""
    return [one.description() for one in (*algorithm.parameterDefinitions(), *algorithm.outputDefinitions())]


def test_without_a_token_it_says_where_one_is_entered(
    run: Run, workspace: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    workspace.update_settings(replace(workspace.settings, portal_url="https://portal.example"))
    monkeypatch.setattr(credentials, "read_token", lambda _: None)
    with pytest.raises(AssertionError, match="portal.example"):
        run("sync", workspace.folder)


def test_the_plugin_offers_them_without_a_window(qgis_app: QgsApplication) -> None:
    plugin = VidbudovaPlugin(None)
    plugin.initProcessing()
    try:
        provider = QgsApplication.processingRegistry().providerById("vidbudova")
        assert {one.name() for one in provider.algorithms()} == {one.NAME for one in ALGORITHMS}
    finally:
        plugin.unload()
    assert QgsApplication.processingRegistry().providerById("vidbudova") is None


def test_qgis_process_runs_them(workspace: Workspace, tmp_path: Path) -> None:
    # Debian's wrapper gives it the options of the window, which it does not know.
    program = shutil.which("qgis_process.bin") or shutil.which("qgis_process")
    if program is None:
        pytest.skip("NO qgis_process: it is not installed, so nothing was run by it")
    workspace.insert("need", SCHOOL)
    profile = desktop.make_profile(tmp_path / "profile", package.build(tmp_path / "vidbudova.zip"), {})
    environment = {**os.environ, "QGIS_CUSTOM_CONFIG_PATH": str(profile.root), "QT_QPA_PLATFORM": "offscreen"}
    target = tmp_path / "потреби.csv"
    done = subprocess.run(
        [program, "--json", "run", "vidbudova:export", "--", f"WORKSPACE={workspace.folder}", f"OUTPUT={target}"],
        env=environment,
        capture_output=True,
        timeout=120,
        check=False,
    )
    assert done.returncode == 0, done.stderr.decode(errors="replace")
    assert json.loads(done.stdout)["results"]["RECORDS"] == 1
    assert "Дах школи" in target.read_text(encoding="utf-8-sig")
