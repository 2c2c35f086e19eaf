"""Selected records as files for other programs: in words, as kept, whole or not at all."""

from __future__ import annotations

import csv
import zipfile

import pytest
from qgis.core import NULL, QgsVectorLayer

from plugin.errors import ExchangeError, StoreError
from plugin.paths import codifier_path
from plugin.qgis_bridge import export_task
from plugin.qgis_bridge.export_desk import ExportDesk
from plugin.qgis_bridge.i18n import Translation
from plugin.qgis_bridge.notices import Notices
from plugin.qgis_bridge.tasks import BaseTask, TaskRunner
from plugin.store import listing
from plugin.store.listing import ListQuery
from plugin.store.many import Chosen
from plugin.store.workspace import Workspace

TSYRKUNY = "UA63120290010028715"


@pytest.fixture(autouse=True)
def ukrainian(qapp):
    with Translation("uk"):
        yield


@pytest.fixture()
def chosen(workspace):
    workspace.insert(
        "need",
        {"title_uk": "=HYPERLINK(\"http://x\")", "sector": "health", "katottg": TSYRKUNY, "cost_amount": "1234567.80",
         "cost_currency": "UAH", "people_total": 42, "survey_date": "2026-10-05", "regional": False, "access": "open",
         "captured_at": "2026-11-01T08:00:00Z", "geom": {"type": "Point", "coordinates": [36.3836, 50.0869]}},
    )  # fmt: skip
    workspace.insert(
        "need",
        {"title_uk": "Водогін; «Північ»", "description": "рядок 1\nрядок 2", "access": "restricted",
         "captured_at": "2026-11-02T08:00:00Z",
         "geom": {"type": "LineString", "coordinates": [[36.6, 49.8], [36.7, 49.85]]}},
    )  # fmt: skip
    listing.refresh(workspace)
    return everything(workspace)


def everything(workspace, **query):
    asked = ListQuery(**query)
    return Chosen(listing.count(workspace, asked), (), asked, listing.mark(workspace))


def export(workspace, chosen, target, cancelled=False):
    task = BaseTask("", lambda _: None, lambda *_: None)
    if cancelled:
        task.cancelling.set()
    return export_task.run(workspace.folder, workspace.catalogue, codifier_path(), chosen, target, "uk", task)


def rows(path, layer=None):
    source = QgsVectorLayer(f"{path}|layername={layer}" if layer else str(path), "x", "ogr")
    assert source.isValid()
    names = source.fields().names()
    return source, [dict(zip(names, feature.attributes())) for feature in source.getFeatures()]  # noqa: B905


def test_a_workbook_speaks_the_language_of_people(workspace, chosen, tmp_path):
    target = tmp_path / "потреби.xlsx"
    exported = export(workspace, chosen, target)
    assert exported.files == (target,) and (exported.records, exported.guarded) == (2, 1)
    _, found = rows(target, "Потреби")
    school = next(row for row in found if row["Сектор"] != NULL)
    assert "здоров" in school["Сектор"]  # the word, not the code
    assert "с. Циркуни" in school["Територія"] and "Харківська область" in school["Територія"]
    assert (school["Широта"], school["Довгота"]) == (50.0869, 36.3836)
    assert 1234567.8 in school.values() and 42 in school.values()
    assert school["Назва"] == '\'=HYPERLINK("http://x")'
    with zipfile.ZipFile(target) as packed:
        assert b"<f>" not in packed.read("xl/worksheets/sheet1.xml")
    line = next(row for row in found if row is not school)
    assert line["Широта"] == NULL and line["Місце (WKT)"].startswith("LineString")
    assert [path.name for path in tmp_path.iterdir() if path.is_file()] == ["потреби.xlsx"]


def test_a_csv_opens_in_a_ukrainian_spreadsheet_as_it_is(workspace, chosen, tmp_path):
    export(workspace, chosen, tmp_path / "a.csv")
    raw = (tmp_path / "a.csv").read_bytes()
    assert raw.startswith(b"\xef\xbb\xbf")
    found = list(csv.DictReader(raw.decode("utf-8-sig").splitlines(keepends=True), delimiter=";"))
    assert {row["Назва"] for row in found} == {'\'=HYPERLINK("http://x")', "Водогін; «Північ»"}
    assert "рядок 1\nрядок 2" in {row["Опис"] for row in found}


@pytest.mark.parametrize("ending", ["gpkg", "geojson"])
def test_a_geographic_file_keeps_codes_names_and_places(workspace, chosen, tmp_path, ending):
    target = tmp_path / f"a.{ending}"
    export(workspace, chosen, target)
    source, found = rows(target, "need" if ending == "gpkg" else None)
    assert {row["sector"] for row in found} == {"health", NULL}
    assert {row["title_uk"] for row in found} == {'=HYPERLINK("http://x")', "Водогін; «Північ»"}
    kinds = {feature.geometry().asWkt(4) for feature in source.getFeatures()} if ending == "gpkg" else None
    assert kinds is None or kinds == {"Point (36.3836 50.0869)", "LineString (36.6 49.8, 36.7 49.85)"}


def test_several_kinds_become_sheets_or_files(workspace, chosen, tmp_path):
    workspace.insert("project", {"title_uk": "Проєкт", "captured_at": "2026-11-03T08:00:00Z"})
    listing.refresh(workspace)
    both = everything(workspace)
    assert len(export(workspace, both, tmp_path / "a.xlsx").files) == 1
    assert rows(tmp_path / "a.xlsx", "Проєкти")[1][0]["Назва"] == "Проєкт"
    assert len(rows(tmp_path / "a.xlsx", "Потреби")[1]) == 2
    files = export(workspace, both, tmp_path / "a.csv").files
    assert sorted(file.name for file in files) == ["a-need.csv", "a-project.csv"]


def test_nothing_is_left_behind_by_a_cancel_or_a_failure(workspace, chosen, tmp_path, monkeypatch):
    (tmp_path / "a.xlsx").write_text("the one before")
    assert not export(workspace, chosen, tmp_path / "a.xlsx", cancelled=True).complete
    with pytest.raises(ExchangeError, match=r"export\.cannot_write"):
        export(workspace, chosen, tmp_path / "missing" / "a.gpkg")

    def refuse(*_):
        raise PermissionError("open elsewhere")

    monkeypatch.setattr(export_task.os, "replace", refuse)
    with pytest.raises(ExchangeError) as refused:
        export(workspace, chosen, tmp_path / "a.xlsx")
    assert "відкрито в іншій програмі" in refused.value.describe("uk")
    assert (tmp_path / "a.xlsx").read_text() == "the one before"
    assert [path.name for path in tmp_path.iterdir() if path.is_file()] == ["a.xlsx"]


def test_a_list_that_changed_is_not_exported(workspace, chosen, tmp_path):
    workspace.insert("need", {"title_uk": "Ще одна"})
    with pytest.raises(StoreError, match=r"store\.list_changed"):
        export(workspace, chosen, tmp_path / "a.xlsx")


def test_the_desk_asks_where_to_and_says_what_came_of_it(desk, workspace, chosen, tmp_path, wait_until):
    tasks = TaskRunner()
    answers = [*[str(tmp_path / "Звіт за квартал")] * 2, ""]
    made = ExportDesk(desk.window, tasks, Notices(desk.bar), "uk", ask=lambda start: answers.pop(0))
    made.start(workspace, chosen)
    wait_until(lambda: tasks.running == 0)
    assert (tmp_path / "Звіт за квартал.xlsx").is_file()
    assert "Експортовано 2 записи" in desk.notices()[0] and "не публічне" in desk.notices()[0]
    before = (tmp_path / "Звіт за квартал.xlsx").stat().st_mtime_ns
    made.start(workspace, chosen)  # nobody was asked whether that one may be replaced
    wait_until(lambda: tasks.running == 0)
    assert (tmp_path / "Звіт за квартал (2).xlsx").is_file()
    assert (tmp_path / "Звіт за квартал.xlsx").stat().st_mtime_ns == before
    made.start(workspace, chosen)
    assert tasks.running == 0
    tasks.close()


@pytest.mark.parametrize("name", ["workspace.gpkg", "Workspace.GPKG", "boundaries.gpkg"])
def test_a_workspaces_own_file_is_never_the_target(workspace, chosen, name):
    before = workspace.count("need")
    with pytest.raises(ExchangeError, match=r"export\.workspace_file"):
        export(workspace, chosen, workspace.folder / name)
    with Workspace.open(workspace.folder, workspace.catalogue) as again:
        assert again.count("need") == before
