"""Power cuts while a bundle is written, opened or passed on: nothing is lost, nothing is doubled, nothing is asked."""

from __future__ import annotations

import itertools
import os
import signal
import subprocess
import sys

import pytest

from plugin.store import base, outbox, relay

from .carrying import export, take_in

ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
_numbers = itertools.count(60_000_000)


@pytest.fixture
def two(country):
    """A field worker and her office, who have been in contact once."""
    edrpou = f"{next(_numbers):08d}"
    people = [country.office(edrpou) for _ in range(2)]
    for one in people:
        one.synced()
    return people


def dies(module, *arguments, **environment):
    """Runs a module in a process of its own, which must die by its own hand."""
    done = subprocess.run(
        [sys.executable, "-m", f"tests.e2e.{module}", *map(str, arguments)],
        cwd=ROOT, env={**os.environ, "PYTHONPATH": ROOT, **environment}, capture_output=True, timeout=120,
    )  # fmt: skip
    assert done.returncode == -signal.SIGKILL, (done.returncode, done.stderr.decode()[-2000:])


def revision(office, uuid):
    with office.workspace() as workspace:
        found = base.get_base(workspace, "need", uuid)
        return None if found is None else found.revision


@pytest.mark.parametrize(
    "point",
    [
        "plugin.store.outbox:put:after",
        "plugin.store.outbox:mark_sending:before",
        "plugin.sync.bundle_file:BundleWriter.finish:after",
        "os:fsync:before",
        "os:replace:before",
        "os:replace:after",
    ],
)
def test_an_export_that_dies_leaves_everything_to_the_next(two, tmp_path, point):
    anna, office = two
    uuid = anna.school()
    path = tmp_path / "1.vidbudova"
    dies("dying_with_a_bundle", "export", anna.folder, path, point)
    with anna.workspace() as workspace:
        assert {one.state for one in outbox.unfinished(workspace)} <= {"sending"}
    assert path.exists() == (point == "os:replace:after")  # whole, or not there
    done = export(anna, path)
    assert (done.records, done.batches) == (1, 1)
    assert take_in(office, path).shown == 1
    assert office.synced().relayed == 1
    assert anna.synced().conflicts == 0 and revision(anna, uuid) == revision(office, uuid) == 1


BEFORE = ("plugin.sync.bundle:_take_files:after", "plugin.store.relay:put_bundle:after")


@pytest.mark.parametrize(
    "point",
    [
        "plugin.sync.bundle:_take_files:after",
        "plugin.store.relay:put_bundle:after",
        "plugin.store.shown:show:after",
        "plugin.store.geopackage:refresh_contents:after",
    ],
)
def test_an_import_that_dies_is_finished_by_opening_the_file_again(two, tmp_path, point):
    anna, office = two
    uuid = anna.school()
    path = tmp_path / "1.vidbudova"
    export(anna, path)
    dies("dying_with_a_bundle", "import", office.folder, path, point)
    with office.workspace() as workspace:
        assert len(relay.list_bundles(workspace)) == (point not in BEFORE)
    assert office.get(uuid) is None
    assert take_in(office, path).shown == 1
    office.synced()
    anna.synced()
    assert revision(anna, uuid) == revision(office, uuid) == 1


@pytest.mark.parametrize(
    "point",
    [
        "plugin.store.relay:mark_sending:after",
        "plugin.sync.portal:PortalClient.post_batch:after",
        "plugin.sync.relaying:apply_relayed:before",
        "plugin.store.relay:answer:after",
        "plugin.sync.relaying:apply_relayed:after",
    ],
)
def test_a_relay_that_dies_goes_on_and_doubles_nothing(two, tmp_path, point):
    anna, office = two
    uuid = anna.school()
    export(anna, tmp_path / "1.vidbudova")
    anna.edit(uuid, priority=5)
    export(anna, tmp_path / "2.vidbudova")
    take_in(office, tmp_path / "2.vidbudova")
    dies("dying", office.folder, office.portal_url, point, VIDBUDOVA_TOKEN=office.token)
    report = office.synced()
    assert report.conflicts == 0 and office.get(uuid)["priority"] == 5
    assert anna.synced().conflicts == 0
    assert revision(anna, uuid) == revision(office, uuid) == 2
