"""The sample workspace: whole, filled once, and never on its way to a portal."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from plugin.errors import StoreError
from plugin.records.catalogue import Catalogue
from plugin.store import sample, steps
from plugin.store.settings import WorkspaceSettings
from plugin.store.workspace import Workspace
from plugin.sync import bundle
from plugin.sync.access import PortalAccess
from plugin.sync.engine import sync
from plugin.sync.events import Finished
from plugin.sync.file_events import FilesFinished
from plugin.sync.file_lane import transfer
from plugin.sync.portal import PortalClient

from .conftest import KHARKIV, SETTINGS, code_of


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    from plugin.records.catalogue import default_catalogue

    folder = tmp_path_factory.mktemp("sample") / "Зразок даних"
    sample.prepare(folder, default_catalogue())
    return folder


@pytest.fixture()
def client(monkeypatch: pytest.MonkeyPatch) -> PortalClient:
    client = PortalClient(PortalAccess("http://127.0.0.1:9", "a-token"))
    for name in ("service", "me"):
        monkeypatch.setattr(client, name, _never_asked)
    return client


def _never_asked(*_: object, **__: object) -> None:
    raise AssertionError("the sample asked the portal")


def test_it_holds_every_record_of_the_sample_and_says_that_it_is_one(made: Path, catalogue: Catalogue) -> None:
    with Workspace.open(made, catalogue) as ws:
        assert ws.settings.sample and ws.settings.portal_url is None
        assert {name: ws.count(name) for name in sample.read().records} == {
            name: len(records) for name, records in sample.read().records.items()
        }
        step = steps.last(ws)
        assert step is not None and step.kind == "import"


def test_opened_again_it_keeps_what_was_done_in_it(made: Path, catalogue: Catalogue) -> None:
    with Workspace.open(made, catalogue) as ws:
        uuid = ws.insert("need", {"title_uk": "Спроба", "katottg": KHARKIV})
        count = ws.count("need")
    sample.prepare(made, catalogue)
    with Workspace.open(made, catalogue) as ws:
        assert ws.count("need") == count and ws.get("need", uuid) is not None


def test_a_sample_that_a_crash_left_empty_is_filled_the_next_time(folder: Path, catalogue: Catalogue) -> None:
    wanted = WorkspaceSettings(territory=(KHARKIV,), sample=True)
    Workspace.create(folder, wanted, catalogue).close()
    sample.prepare(folder, catalogue)
    with Workspace.open(folder, catalogue) as ws:
        assert ws.count("need") == len(sample.read().records["need"])


def test_it_never_takes_the_place_of_a_workspace_with_records_of_ones_own(folder: Path, catalogue: Catalogue) -> None:
    Workspace.create(folder, SETTINGS, catalogue).close()
    assert code_of(lambda: sample.prepare(folder, catalogue)) == "store.exists"
    with Workspace.open(folder, catalogue) as ws:
        assert ws.count("need") == 0 and not ws.settings.sample


@pytest.mark.parametrize("change", [{"portal_url": "https://portal.example"}, {"sample": False}])
def test_it_can_be_given_no_portal_and_stays_a_sample(
    made: Path, catalogue: Catalogue, change: dict[str, object]
) -> None:
    with Workspace.open(made, catalogue) as ws:
        assert code_of(lambda: ws.update_settings(replace(ws.settings, **change))) == "store.sample"
        assert ws.settings.sample and ws.settings.portal_url is None


def test_neither_records_nor_files_nor_bundles_leave_it(
    made: Path, catalogue: Catalogue, client: PortalClient, tmp_path: Path
) -> None:
    """Whoever hands the engine a portal: the window, the command line or a script."""
    with Workspace.open(made, catalogue) as ws:
        finished = list(sync(ws, client))[-1]
        assert isinstance(finished, Finished) and finished.report.sent == 0
        assert isinstance(finished.report.problem, StoreError) and finished.report.problem.code == "store.sample"
        ws.set_meta("portal_id", "a-portal")
        target = tmp_path / "week.vidbudova"
        assert code_of(lambda: bundle.export_bundle(ws, target)) == "store.sample"
        assert code_of(lambda: bundle.examine(ws, target)) == "store.sample"
        assert code_of(lambda: bundle.import_bundle(ws, target)) == "store.sample"
        assert not target.exists()
    ended = list(transfer(made, catalogue, client))[-1]
    assert isinstance(ended, FilesFinished) and ended.report.problem is not None
    assert ended.report.problem.code == "store.sample"


def test_an_ordinary_workspace_is_none_and_an_older_one_neither() -> None:
    assert not SETTINGS.sample
    text = SETTINGS.to_json().replace('"sample": false, ', "")
    assert '"sample"' not in text and not WorkspaceSettings.from_json(text).sample
