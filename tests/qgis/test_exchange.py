"""Sending and receiving from the window, to a real portal on loopback: nothing freezes, nothing is lost."""

from __future__ import annotations

import socket
import threading
from collections.abc import Iterator
from dataclasses import replace

import pytest
from qgis.core import QgsApplication, QgsProject
from qgis.PyQt.QtCore import QTimer

from plugin.qgis_bridge import credentials, i18n, layers
from plugin.qgis_bridge.actions import Actions
from plugin.store import outbox, states
from plugin.store.workspace import Workspace
from plugin.sync.events import SyncReport
from plugin.workbench import Workbench
from tests.e2e.between import Answered, between
from tests.portal_fixtures import PortalProcess

from .desk import Desk

POINT = {"type": "Point", "coordinates": [36.25, 50.0]}
NEED = {
    "title_uk": "Школа № 12", "sector": "education", "status": "open", "katottg": "UA63120270010096107",
    "precision": "exact", "workflow": "draft", "info_source": "акт", "access": "open", "geom": POINT,
}  # fmt: skip


class Window:
    """The whole window over one workspace."""

    def __init__(self, desk: Desk, workspace: Workspace, wait_until) -> None:
        self.desk = desk
        self.wait_until = wait_until
        self.workspace = workspace
        self.actions = Actions(desk)
        self.actions.__enter__()
        self.bench = Workbench(desk, self.actions, i18n.language())
        self.reports: list[SyncReport] = []
        self.states: list[tuple[str, str]] = []
        self.bench.sync.finished.connect(self.reports.append)
        self.bench.sync.state_changed.connect(lambda state, text, _: self.states.append((state, text)))
        self.bench.session.open(workspace.folder)
        wait_until(lambda: self.bench.session.workspace is not None)

    def send(self) -> SyncReport:
        told = len(self.reports)
        self.bench.dock.header.send_button.click()
        self.wait_until(lambda: len(self.reports) > told or not self.bench.sync.running, 60)
        assert len(self.reports) > told, self.states
        return self.reports[-1]

    def state(self, uuid: str) -> str:
        return states.sync_state(self.workspace, "need", uuid)

    def close(self) -> None:
        self.bench.close()
        self.actions.__exit__()
        self.desk.clear()


@pytest.fixture(scope="module")
def portal(tmp_path_factory: pytest.TempPathFactory) -> Iterator[PortalProcess]:
    folder = tmp_path_factory.mktemp("portal")
    with PortalProcess(folder / "portal.sqlite", log_file=folder / "portal.log") as running:
        yield running


@pytest.fixture(scope="module")
def unlocked(qgis_app: QgsApplication) -> None:
    """The authentication database, its master password given."""
    manager = QgsApplication.authManager()
    assert not manager.isDisabled(), manager.disabledMessage()
    assert manager.setMasterPassword("головний пароль", True)


@pytest.fixture(scope="module")
def token(portal: PortalProcess) -> str:
    return portal.add_account()


@pytest.fixture()
def window(
    desk: Desk, workspace: Workspace, portal: PortalProcess, token: str, unlocked: None, wait_until
) -> Iterator[Window]:
    workspace.update_settings(replace(workspace.settings, portal_url=portal.url, organisation="02012345"))
    credentials.store_token(portal.url, token)
    made = Window(desk, workspace, wait_until)
    yield made
    made.close()
    credentials.forget_token(portal.url)


def test_what_waits_is_sent_and_the_window_says_so(window: Window) -> None:
    uuid = window.workspace.insert("need", NEED)
    report = window.send()
    assert (report.accepted, report.waiting, report.problem) == (1, 0, None)
    assert window.state(uuid) == "synced"
    assert window.states[-1][0] == "idle"
    assert any(state == "running" for state, _ in window.states)


def test_the_event_loop_turns_while_it_is_being_sent(window: Window) -> None:
    for number in range(40):
        window.workspace.insert("need", {**NEED, "title_uk": f"Школа № {number}"})
    turns: list[int] = []
    ticker = QTimer()
    ticker.timeout.connect(lambda: turns.append(1))
    ticker.start(5)
    window.send()
    assert len(turns) > 5


def test_what_a_colleague_sent_appears_in_the_layers(window: Window) -> None:
    window.send()
    uuid = window.workspace.insert("need", {**NEED, "title_uk": "Міст"})
    window.send()
    with window.workspace.applying():  # as if it had never been here
        for table in ('"need"', "vidbudova_base_need"):
            window.workspace.connection.execute(f"DELETE FROM {table} WHERE uuid = ?", (uuid,))
    window.workspace.set_meta("cursor", None)
    points = layers.layer_for(QgsProject.instance(), window.workspace.gpkg_path, "need", "point")
    assert points is not None
    points.dataProvider().reloadData()
    before = points.featureCount()
    report = window.send()
    assert report.received >= 1
    assert points.featureCount() == before + 1


def test_records_with_uncommitted_edits_are_left_alone_and_named(window: Window) -> None:
    edited = window.workspace.insert("need", {**NEED, "title_uk": "Редагується"})
    other = window.workspace.insert("need", {**NEED, "title_uk": "Інша"})
    points = layers.layer_for(QgsProject.instance(), window.workspace.gpkg_path, "need", "point")
    assert points is not None
    points.dataProvider().reloadData()
    points.startEditing()
    fid = window.workspace.fid("need", edited)
    points.changeAttributeValue(fid, points.fields().indexOf("title_uk"), "Редагується далі")
    report = window.send()
    assert window.state(other) == "synced"
    assert window.state(edited) == "waiting"
    assert report.skipped == 1
    assert any("Редагується" in text for text in window.desk.notices())
    assert points.commitChanges(), points.commitErrors()
    window.send()
    assert window.state(edited) == "synced"


def test_a_record_typed_into_an_open_form_is_left_alone(window: Window) -> None:
    uuid = window.workspace.insert("need", NEED)
    form = window.bench.records.open("need", uuid).form
    form.editing.set("title_uk", "Ще не збережено")
    window.send()
    assert window.state(uuid) == "waiting"
    form.save()
    window.send()
    assert window.state(uuid) == "synced"


def test_a_lost_connection_is_a_state_that_ends_by_itself(window: Window, portal: PortalProcess) -> None:
    uuid = window.workspace.insert("need", NEED)
    portal.stop()
    report = window.send()
    assert report.problem is not None and report.problem.retryable
    assert window.states[-1][0] == "offline"
    assert window.state(uuid) in ("waiting", "sending")
    resume = window.bench.sync._resume
    assert resume.isActive()
    told, asked = len(window.reports), len(window.states)
    resume.setInterval(0)  # the portal is asked, and does not answer yet
    window.wait_until(lambda: len(window.states) > asked and resume.isActive(), 60)
    assert len(window.reports) == told
    assert {state for state, _ in window.states[asked:]} == {"offline"}
    portal.start()
    resume.setInterval(0)
    window.wait_until(lambda: len(window.reports) > told, 60)
    assert window.state(uuid) == "synced"
    assert window.states[-1][0] == "idle"
    assert not resume.isActive()


def test_a_networks_login_page_is_waited_out_and_the_window_says_what_to_do(
    window: Window, portal: PortalProcess, token: str
) -> None:
    signed_in = True

    def network(_method: str, _path: str, answered: Answered) -> Answered:
        return answered if signed_in else Answered(200, b"<html>Sign in</html>", {"content-type": "text/html"})

    with between(portal.url, network) as address:
        workspace = window.bench.session.workspace
        assert workspace is not None
        workspace.update_settings(replace(workspace.settings, portal_url=address))
        credentials.store_token(address, token)
        window.send()
        signed_in = False
        uuid = workspace.insert("need", NEED)
        report = window.send()
        assert report.problem is not None and report.problem.code == "portal.sign_in"
        state, text = window.states[-1]
        assert state == "offline" and ("браузер" in text or "browser" in text)
        signed_in, told = True, len(window.reports)
        window.bench.sync._resume.setInterval(0)
        window.wait_until(lambda: len(window.reports) > told, 60)
        assert window.state(uuid) == "synced"
        credentials.forget_token(address)


def test_waiting_for_the_connection_ends_when_somebody_cancels(window: Window, portal: PortalProcess) -> None:
    window.workspace.insert("need", NEED)
    portal.stop()
    window.send()
    window.bench.sync._resume.setInterval(0)
    window.wait_until(lambda: window.bench.sync._asking is not None)
    window.bench.sync.cancel()
    assert (window.bench.sync._asking, window.bench.sync._resume.isActive()) == (None, False)
    assert window.states[-1][0] == "idle"
    portal.start()


def test_a_revoked_token_parks_the_queue_and_says_what_to_do(window: Window, portal: PortalProcess) -> None:
    credentials.store_token(portal.url, "a" * 40)
    uuid = window.workspace.insert("need", NEED)
    report = window.send()
    assert report.problem is not None
    state, text = window.states[-1]
    assert state == "parked" and text == report.problem.describe(i18n.language())
    assert window.state(uuid) == "waiting"
    assert not window.bench.sync._resume.isActive()


def test_without_a_token_nothing_is_asked_of_the_portal(window: Window, portal: PortalProcess) -> None:
    credentials.forget_token(portal.url)
    asked = portal.log
    window.bench.dock.header.send_button.click()
    assert window.states[-1][0] == "parked"
    assert not window.bench.sync.running
    assert portal.log == asked


def test_a_token_goes_to_its_own_portal_only(window: Window, portal: PortalProcess) -> None:
    """A workspace that someone mailed may name another address: it gets no token."""
    requests: list[bytes] = []
    with socket.create_server(("127.0.0.1", 0)) as server:

        def listen() -> None:
            server.settimeout(0.2)
            while not over.is_set():
                try:
                    connection, _ = server.accept()
                except TimeoutError:
                    continue
                with connection:
                    requests.append(connection.recv(65536))

        over = threading.Event()
        listener = threading.Thread(target=listen)
        listener.start()
        address = f"http://127.0.0.1:{server.getsockname()[1]}"
        workspace = window.bench.session.workspace
        assert workspace is not None
        workspace.update_settings(replace(workspace.settings, portal_url=address))
        window.bench.dock.header.send_button.click()
        assert window.states[-1][0] == "parked"
        over.set()
        listener.join()
    assert requests == []


def test_cancel_ends_a_stalled_portal_at_once_and_loses_nothing(window: Window, unlocked: None) -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:  # answers nothing
        address = f"http://127.0.0.1:{server.getsockname()[1]}"
        workspace = window.bench.session.workspace
        assert workspace is not None
        uuid = workspace.insert("need", NEED)
        workspace.update_settings(replace(workspace.settings, portal_url=address))
        credentials.store_token(address, "b" * 40)
        window.bench.dock.header.send_button.click()
        window.wait_until(lambda: window.bench.sync.running)
        server.settimeout(20)
        connection, _ = server.accept()
        with connection:
            window.bench.dock.header.cancel_button.click()
            window.wait_until(lambda: bool(window.reports), 10)
        assert window.reports[-1].cancelled
        assert window.states[-1][0] == "idle"
        assert window.state(uuid) == "waiting"
        credentials.forget_token(address)


def test_the_connection_is_tested_beside_the_window(window: Window, portal: PortalProcess) -> None:
    dialog = window.bench.settings.show(window.bench.session.workspace)
    dialog.test.button.click()
    assert not dialog.test.button.isEnabled()
    window.wait_until(dialog.test.button.isEnabled)
    assert window.bench.settings is not None
    assert portal.url in dialog.address.text()
    assert dialog.test.result.text() and "error" not in dialog.test.result.text().lower()
    assert dialog.test.detail.text().startswith("Territory: Kharkivska oblast\n"), "by name, not by code"
    dialog.token.setText("c" * 40)
    dialog.test.button.click()
    window.wait_until(dialog.test.button.isEnabled)
    assert "portal.unauthorised" in dialog.test.detail.text()


def test_settings_keep_the_token_for_the_portals_origin(window: Window, portal: PortalProcess, token: str) -> None:
    credentials.forget_token(portal.url)
    dialog = window.bench.settings.show(window.bench.session.workspace)
    dialog.token.setText(token)
    dialog.author.setText("О. Петренко")
    dialog.accept()
    assert credentials.has_token(portal.url)
    uuid = window.workspace.insert("need", NEED)
    window.send()
    assert window.state(uuid) == "synced"
    assert window.bench.records.new("need").form.editing.get("captured_by") == "О. Петренко"


def test_another_engine_at_work_is_said_and_not_waited_for(window: Window) -> None:
    from plugin.store.lock import EngineLock

    with EngineLock(window.workspace.folder):
        report = window.send()
    assert report.problem is not None and report.problem.code == "store.locked_by_other_engine"
    assert window.states[-1] == ("parked", report.problem.describe(i18n.language()))
    assert not window.bench.sync._resume.isActive()
    assert outbox.next_unfinished(window.workspace) is None
