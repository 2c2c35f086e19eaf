"""Bundles from the window: exported beside it, previewed, imported, passed on with the next sync, undone."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from qgis.core import QgsApplication
from qgis.PyQt.QtWidgets import QApplication, QLabel

from plugin.qgis_bridge import credentials, device_keys
from plugin.records.catalogue import Catalogue
from plugin.store import relay, steps
from plugin.store.workspace import Workspace
from plugin.sync import bundle, engine, sealing
from plugin.sync.access import PortalAccess
from plugin.sync.devices import DeviceKey
from plugin.sync.portal import PortalClient
from tests.portal_fixtures import PortalProcess

from .desk import Desk
from .test_exchange import NEED, Window

PHRASE = "кілька слів поспіль"


@pytest.fixture(scope="module")
def portal(tmp_path_factory: pytest.TempPathFactory) -> Iterator[PortalProcess]:
    folder = tmp_path_factory.mktemp("portal")
    with PortalProcess(folder / "portal.sqlite", log_file=folder / "portal.log") as running:
        yield running


@pytest.fixture(scope="module")
def unlocked(qgis_app: QgsApplication) -> None:
    manager = QgsApplication.authManager()
    assert manager.setMasterPassword("головний пароль", True)


@pytest.fixture(scope="module")
def tokens(portal: PortalProcess) -> dict[str, str]:
    """Of the office and of a field worker."""
    return {name: portal.add_account(name=name) for name in ("Управління освіти", "Олена Польова")}


@pytest.fixture()
def window(
    desk: Desk,
    workspace: Workspace,
    portal: PortalProcess,
    tokens: dict[str, str],
    unlocked: None,
    wait_until: Callable[..., None],
) -> Iterator[Window]:
    workspace.update_settings(replace(workspace.settings, portal_url=portal.url, organisation="02012345"))
    credentials.store_token(portal.url, tokens["Управління освіти"])
    made = Window(desk, workspace, wait_until)
    made.send()
    yield made
    made.close()
    credentials.forget_token(portal.url)


@pytest.fixture()
def olena(
    tmp_path: Path, empty_workspace: Path, catalogue: Catalogue, portal: PortalProcess, tokens: dict[str, str]
) -> Iterator[Workspace]:
    """A field worker's workspace, which has been in contact once."""
    shutil.copytree(empty_workspace, tmp_path / "olena")
    with Workspace.open(tmp_path / "olena", catalogue) as workspace:
        access = PortalAccess(portal.url, tokens["Олена Польова"], {}, None, "uk")
        *_, last = engine.sync(workspace, PortalClient(access))
        assert last.report.problem is None
        yield workspace


def dialog(window: Window, name: str):
    """The dialog of that name once it stands."""
    window.wait_until(lambda: any(w.objectName() == name and w.isVisible() for w in QApplication.topLevelWidgets()))
    return next(w for w in QApplication.topLevelWidgets() if w.objectName() == name and w.isVisible())


def test_what_waits_is_exported_signed_and_sealed(window: Window, olena: Workspace, tmp_path: Path) -> None:
    uuid = window.workspace.insert("need", NEED)
    window.bench.dock.export_bundle_requested.emit()
    shown = dialog(window, "exportBundleDialog")
    assert shown.path.cursorPosition() == 0 and shown.path.toolTip() == shown.path.text(), "read from its beginning"
    target = tmp_path / "з вікна.vidbudova"
    shown.path.setText(str(target.with_suffix("")))
    shown.seal.setChecked(True)
    shown.passphrase.setText("коротка")
    shown.export_button.click()
    assert shown.problem.isVisible() and not target.exists()
    shown.passphrase.setText(PHRASE)
    shown.again.setText("інша фраза зовсім")
    shown.export_button.click()
    assert shown.problem.isVisible() and not target.exists()
    shown.again.setText(PHRASE)
    shown.export_button.click()
    window.wait_until(lambda: target.exists() and window.bench.bundles.dialog is None)
    found = bundle.examine(olena, target, PHRASE)
    assert (found.records, found.signed, found.sealed, found.author_name) == (1, True, True, "Управління освіти")
    assert window.state(uuid) == "sending"


def test_the_device_key_lies_in_the_authentication_database_and_nowhere_else(window: Window) -> None:
    keys = device_keys.read_keys()
    assert len(keys) >= 1
    key = keys[-1]
    assert key.portal == window.workspace.get_meta("portal_id")
    dump = "\n".join(window.workspace.connection.iterdump())
    assert key.private.hex() not in dump.lower() and key.device not in dump
    device_keys.keep_keys([*keys, DeviceKey("p", "a", key.device, bytes(32))])
    assert len(device_keys.read_keys()) == len(keys) + 1
    device_keys.keep_keys(keys)


def test_a_bundle_is_previewed_imported_passed_on_and_listed(window: Window, olena: Workspace, tmp_path: Path) -> None:
    uuid = olena.insert("need", {**NEED, "title_uk": "Амбулаторія"})
    path = tmp_path / "олена.vidbudova"
    bundle.export_bundle(olena, path)
    window.bench.bundles.open_file(path)
    shown = dialog(window, "importBundleDialog")
    window.wait_until(shown.import_button.isEnabled)
    assert "Олена Польова" in shown.about.text() and shown.model.rowCount() == 1
    assert window.workspace.get("need", uuid) is None  # a look changes nothing
    assert shown.focusWidget() is shown.import_button and shown.import_button.isDefault(), "Enter takes it in"
    shown.import_button.click()
    window.wait_until(lambda: window.bench.bundles.dialog is None)
    assert window.workspace.get("need", uuid)["title_uk"] == "Амбулаторія" and window.state(uuid) == "sending"
    report = window.send()
    assert (report.relayed, report.problem) == (1, None) and window.state(uuid) == "synced"
    dock = window.bench.dock
    dock.tabs.setCurrentWidget(dock.exchange)
    dock.refresh()
    texts = [dock.exchange.model.item(row).text() for row in range(dock.exchange.model.rowCount())]
    assert any("Олена Польова" in text for text in texts)


def test_a_sealed_bundle_asks_for_its_passphrase_until_it_fits(
    window: Window, olena: Workspace, tmp_path: Path
) -> None:
    olena.insert("need", {**NEED, "title_uk": "Пошта"})
    path = tmp_path / "закрито.vidbudova"
    bundle.export_bundle(olena, path, passphrase=PHRASE)
    window.bench.bundles.open_file(path)
    shown = dialog(window, "importBundleDialog")
    window.wait_until(lambda: shown.passphrase.isVisible() and shown.open_button.isEnabled())
    assert shown.about.geometry().bottom() < shown.passphrase.mapTo(shown, shown.passphrase.rect().topLeft()).y()
    assert any(label.isVisible() and label.buddy() is shown.passphrase for label in shown.findChildren(QLabel))
    shown.passphrase.setText("зовсім не та фраза")
    shown.open_button.click()
    window.wait_until(lambda: shown.problem.isVisible() and shown.open_button.isEnabled())
    assert not shown.import_button.isEnabled()
    shown.passphrase.setText(PHRASE)
    shown.open_button.click()
    window.wait_until(shown.import_button.isEnabled)
    shown.reject()
    assert relay.list_bundles(window.workspace) == []


def test_an_import_is_undone_from_the_dock(window: Window, olena: Workspace, tmp_path: Path) -> None:
    uuid = olena.insert("need", {**NEED, "title_uk": "Клуб"})
    path = tmp_path / "клуб.vidbudova"
    bundle.export_bundle(olena, path)
    window.bench.bundles.open_file(path)
    shown = dialog(window, "importBundleDialog")
    window.wait_until(shown.import_button.isEnabled)
    shown.import_button.click()
    window.wait_until(lambda: window.workspace.get("need", uuid) is not None and window.bench.bundles.dialog is None)
    step = steps.last(window.workspace)
    assert step is not None and step.kind == "import"
    window.bench.dock.undo_requested.emit(step.id)
    window.wait_until(lambda: window.workspace.get("need", uuid) is None)
    assert relay.list_bundles(window.workspace) == []


def test_a_damaged_file_is_told_in_the_dialog_and_nothing_happens(window: Window, tmp_path: Path) -> None:
    path = tmp_path / "пошкоджено.vidbudova"
    path.write_bytes(b"PK\x03\x04" + bytes(500))
    window.bench.bundles.open_file(path)
    shown = dialog(window, "importBundleDialog")
    window.wait_until(shown.problem.isVisible)
    assert shown.problem.text() and not shown.import_button.isEnabled()
    shown.reject()


def test_without_the_library_the_passphrase_is_explained_and_disabled(
    window: Window, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sealing, "available", lambda: False)
    window.workspace.insert("need", NEED)
    window.bench.dock.export_bundle_requested.emit()
    shown = dialog(window, "exportBundleDialog")
    assert not shown.seal.isEnabled() and shown.export_button.isEnabled()
    assert any("cryptography" in label.text() for label in shown.findChildren(QLabel))
    shown.reject()
