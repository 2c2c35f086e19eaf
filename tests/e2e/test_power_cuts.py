"""A process that is killed in the middle, and run again: nothing is lost, nothing is doubled, nothing is half done."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from plugin.store import base, outbox
from plugin.sync import events

ROOT = Path(__file__).resolve().parents[2]


def run_and_die(office, point, count=1) -> None:
    command = [sys.executable, "-m", "tests.e2e.dying", str(office.folder), office.portal_url, point, str(count)]
    environment = {**os.environ, "VIDBUDOVA_TOKEN": office.token, "PYTHONPATH": str(ROOT)}
    done = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, timeout=120)
    assert done.returncode == -signal.SIGKILL, f"{point} was never reached:\n{done.stdout}{done.stderr}"


SENDING = [
    "plugin.store.outbox:put:before",
    "plugin.store.outbox:put:after",
    "plugin.store.outbox:mark_sending:before",
    "plugin.store.outbox:mark_sending:after",
    "plugin.sync.portal:PortalClient.post_batch:after",
    "plugin.store.base:set_base:after",
    "plugin.store.outbox:acknowledge:before",
    "plugin.store.outbox:acknowledge:after",
    "plugin.sync.push:apply_answer:after",
    "plugin.sync.portal:PortalClient.changes:before",
]


@pytest.mark.parametrize("point", SENDING)
def test_a_power_cut_while_sending(country, point):
    anna, borys = country.pair()
    old = anna.school(title_uk="Стара")
    anna.synced()
    borys.synced()
    anna.edit(old, priority=5)
    new = [anna.school(title_uk=f"Нова {number}") for number in range(3)]
    run_and_die(anna, point)
    anna.edit(new[0], description="Після відключення світла")
    report = anna.synced()
    assert report.conflicts == 0
    borys.synced()
    assert borys.records() == anna.records()
    assert len(borys.records()) == 4
    with borys.workspace() as workspace:
        revisions = {uuid: base.get_base(workspace, "need", uuid).revision for uuid in borys.records()}
    assert revisions[old] == 2
    assert [revisions[uuid] for uuid in new[1:]] == [1, 1]
    assert revisions[new[0]] in (1, 2)


RECEIVING = [
    ("plugin.sync.portal:PortalClient.changes:after", 1),
    ("plugin.sync.apply:settle:after", 1),
    ("plugin.store.bulk:bulk_take:after", 1),
    ("plugin.store.pulls:put_pull:after", 1),
    ("plugin.sync.receive:apply_page:after", 1),
]


@pytest.mark.parametrize(("point", "count"), RECEIVING)
def test_a_power_cut_while_receiving(country, point, count):
    anna, borys = country.pair()
    uuids = [anna.school(title_uk=f"Школа №{number}") for number in range(4)]
    anna.synced()
    borys.synced()
    for uuid in uuids:
        anna.edit(uuid, priority=4)
    anna.synced()
    borys.edit(uuids[0], description="Моє")
    run_and_die(borys, point, count)
    borys.synced()
    anna.synced()
    assert borys.records() == anna.records()
    assert borys.get(uuids[0])["description"] == "Моє"
    assert {record["priority"] for record in borys.records().values()} == {4}


def test_a_power_cut_in_the_first_pull_of_many_records(country):
    anna, borys = country.pair()
    anna.schools(2500)
    anna.synced()
    run_and_die(borys, "plugin.sync.receive:apply_page:after")
    assert 0 < len(borys.records()) < 2500
    borys.synced()
    assert borys.records() == anna.records()


def test_a_portal_that_dies_with_a_batch_in_its_hands_is_asked_when_it_is_back(own_country):
    office, portal = own_country.office(), own_country.portal
    uuid = office.school()

    def meddle(request, forward):
        if request.method == "POST":
            forward()
            portal.kill()
        return forward()

    report = office.sync(meddle=meddle)
    assert report.problem.code in ("transport.no_connection", "transport.broken_off")
    portal.start()
    office.synced()
    assert len(office.told(events.Resuming)) == 1
    with office.workspace() as workspace:
        assert base.get_base(workspace, "need", uuid).revision == 1


# --- the same bytes, again and at once -------------------------------------------------------------------------------


POST = """
import os, sys
from plugin.sync.access import PortalAccess
from plugin.sync.portal import PortalClient
body = open(sys.argv[2], "rb").read()
client = PortalClient(PortalAccess(sys.argv[1], os.environ["VIDBUDOVA_TOKEN"], {}))
client.service()
print("ready", flush=True)
sys.stdin.readline()
answer = client.post_batch(sys.argv[3], body)
sys.stdout.buffer.write(answer.body + b"\\n" + (answer.signature or "").encode())
"""


def test_the_same_batch_posted_by_two_processes_at_once_takes_effect_once(country, tmp_path):
    anna, borys = country.pair()
    uuids = anna.schools(200)
    anna.sync(meddle=lambda request, forward: _stay_here(request, forward))
    with anna.workspace() as workspace:
        frozen = outbox.next_unfinished(workspace)
    body = tmp_path / "batch.json"
    body.write_bytes(frozen.body)
    command = [sys.executable, "-c", POST, anna.portal_url, str(body), frozen.batch]
    environment = {**os.environ, "VIDBUDOVA_TOKEN": anna.token, "PYTHONPATH": str(ROOT)}
    pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "cwd": ROOT, "env": environment}
    processes = [subprocess.Popen(command, **pipes) for _ in range(2)]
    for process in processes:
        assert process.stdout.readline().strip() == b"ready"
    for process in processes:
        process.stdin.write(b"now\n")
        process.stdin.flush()
    answers = [process.communicate(timeout=60)[0] for process in processes]
    assert answers[0] == answers[1] != b""

    before = anna.client().changes(None, 2000)
    again = anna.client().post_batch(frozen.batch, frozen.body)
    assert again.body == answers[0].rpartition(b"\n")[0]
    assert anna.client().changes(None, 2000).items == before.items
    assert {change.uuid: change.revision for change in before.items} == dict.fromkeys(uuids, 1)

    assert anna.synced().accepted == 200
    assert borys.synced().received == 200
    assert borys.records() == anna.records()


def _stay_here(request, forward):
    from plugin.errors import TransportError

    if request.method == "POST":
        raise TransportError("transport.no_connection", retryable=False, host="portal", detail="")
    return forward()
