"""Photos to a real portal and back, in the whole window: after the records, and beside them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import pytest
from qgis.core import QgsApplication
from qgis.PyQt.QtGui import QImage

from plugin.qgis_bridge import credentials, pictures
from plugin.store import attaching, files, transfers, turning
from plugin.store.workspace import Workspace
from tests.portal_fixtures import PortalProcess
from tests.unit.store.pictures import exif, photo

from .desk import Desk
from .test_exchange import NEED, Window


@pytest.fixture(scope="module")
def portal(tmp_path_factory: pytest.TempPathFactory) -> Iterator[PortalProcess]:
    folder = tmp_path_factory.mktemp("portal")
    with PortalProcess(folder / "portal.sqlite", log_file=folder / "portal.log") as running:
        yield running


@pytest.fixture()
def window(
    qgis_app: QgsApplication, desk: Desk, workspace: Workspace, portal: PortalProcess, wait_until
) -> Iterator[Window]:
    assert QgsApplication.authManager().setMasterPassword("головний пароль", True)
    workspace.update_settings(replace(workspace.settings, portal_url=portal.url, organisation="02012345"))
    credentials.store_token(portal.url, portal.add_account())
    made = Window(desk, workspace, wait_until)
    yield made
    made.bench.files.set_metered(False)
    made.close()
    credentials.forget_token(portal.url)


def test_a_photo_goes_after_its_record_reduced_first_and_comes_back(window: Window, tmp_path, wait_until) -> None:
    ws, bench = window.workspace, window.bench
    told: list[tuple[str, str]] = []
    bench.files.state_changed.connect(lambda state, text, _: told.append((state, text)))
    need = ws.insert("need", NEED)
    path = tmp_path / "дах.jpg"
    path.write_bytes(photo(4000, 3000, exif()))
    uuid = attaching.attach(ws, "need", need, path)
    bench.files.attached()
    assert told[-1][0] == "waiting"
    assert window.send().accepted == 2
    wait_until(lambda: not bench.files.running and told[-1][0] == "idle", 30)
    states = {one.variant: one.state for one in transfers.uploads(ws, uuid)}
    assert states == {"reduced": "uploaded", "original": "uploaded"}
    assert any(state == "running" and "дах.jpg" in text for state, text in told)
    sha256 = ws.get("attachment", uuid)["sha256"]
    image = QImage(str(files.path_of(ws.folder, sha256, files.REDUCED)))
    assert (image.width(), image.height()) == (2048, 1536)
    files.remove(ws.folder, sha256)
    bench.dock.download_requested.emit()
    wait_until(lambda: files.has(ws.folder, sha256), 30)
    with files.open_verified(ws.folder, sha256) as stream:
        assert stream.read() == path.read_bytes()


def test_on_a_metered_connection_records_go_and_files_wait_until_it_is_over(
    window: Window, tmp_path, wait_until
) -> None:
    ws, bench = window.workspace, window.bench
    need = ws.insert("need", NEED)
    (tmp_path / "a.jpg").write_bytes(photo(facts=exif(), padding=b"metered"))
    uuid = attaching.attach(ws, "need", need, tmp_path / "a.jpg")
    bench.dock.metered_action.trigger()
    assert window.send().accepted == 2
    assert not bench.files.running and not bench.dock.files.isHidden()
    assert [one.state for one in transfers.uploads(ws, uuid)] == ["waiting"]
    bench.dock.metered_action.trigger()
    wait_until(lambda: all(one.state == "uploaded" for one in transfers.uploads(ws, uuid)), 30)


def test_a_workspace_that_holds_its_files_is_let_go_by_the_same_switch(window: Window, tmp_path, wait_until) -> None:
    ws, bench = window.workspace, window.bench
    transfers.set_metered(ws, True)
    bench.files.set_workspace(ws)
    bench.dock.header.menu.aboutToShow.emit()
    assert bench.dock.metered_action.isChecked()
    bench.dock.metered_action.trigger()
    assert not transfers.metered(ws) and not bench.files.metered


def test_a_photo_that_is_turned_after_it_was_sent_goes_again_and_is_upright_for_everybody(
    window: Window, tmp_path, wait_until
) -> None:
    ws, bench = window.workspace, window.bench
    need = ws.insert("need", NEED)
    (tmp_path / "b.jpg").write_bytes(photo(400, 300, exif(), padding=b"turned"))
    uuid = attaching.attach(ws, "need", need, tmp_path / "b.jpg")
    window.send()
    wait_until(lambda: [one.state for one in transfers.uploads(ws, uuid)] == ["uploaded"] * 2, 30)
    before = ws.get("attachment", uuid)["sha256"]
    turning.turn(ws, uuid, 1, pictures.turn)
    after = ws.get("attachment", uuid)["sha256"]
    assert window.send().accepted == 1
    wait_until(lambda: [one.state for one in transfers.uploads(ws, uuid)] == ["uploaded"] * 2, 30)
    assert {one.sha256 for one in transfers.uploads(ws, uuid)} == {after} != {before}
    files.remove(ws.folder, after)
    bench.files.fetch(after)
    wait_until(lambda: files.has(ws.folder, after), 30)
    assert pictures.read(files.path_of(ws.folder, after), 500).height() == 400
