"""The same batch from its author and from two who opened the bundle, all at once and from processes of their own."""

from __future__ import annotations

import json
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import requests

from plugin.contract import verdict
from plugin.contract.limits import MAX_DEVICES
from tests.portal.field import FieldDevice
from tests.portal.office import Item, create, edit, need, new_id
from tests.portal.wire_client import Wire
from tests.portal_fixtures import PortalProcess

POST_FROM_ANOTHER_PROCESS = """
import json, sys, requests
api, token, path, headers = sys.argv[1:]
session = requests.Session()
session.trust_env = False
body = open(path, "rb").read()
print("ready", flush=True)
sys.stdin.readline()
headers = {**json.loads(headers), "Authorization": f"Bearer {token}", "Content-Type": "application/json"}
answer = session.post(f"{api}/batches", data=body, headers=headers, timeout=60)
sys.stdout.write(f"{answer.status_code} {answer.headers.get('Vidbudova-Signature')} {answer.content.hex()}")
"""
ORGANISATION = iter(range(70_000_001, 80_000_000))


def team(portal: PortalProcess, size: int) -> list[Wire]:
    """Accounts of one organisation that nobody else in the tests belongs to."""
    edrpou = f"{next(ORGANISATION):08d}"
    return [Wire(portal.api, portal.add_account(edrpou=edrpou)) for _ in range(size)]


def account(wire: Wire) -> str:
    return str(wire.session.get(f"{wire.api}/me", timeout=30).json()["account"])


def enrolled(wire: Wire) -> FieldDevice:
    device = FieldDevice()
    headers = {"Content-Type": "application/json"}
    made = wire.session.post(f"{wire.api}/devices", data=device.enrolment(), headers=headers, timeout=30)
    assert made.status_code == 201
    return device


def post(wire: Wire, body: bytes, headers: dict[str, str]) -> requests.Response:
    sent = {"Content-Type": "application/json", **headers}
    return wire.session.post(f"{wire.api}/batches", data=body, headers=sent, timeout=120)


def test_two_relays_and_a_direct_sync_at_once_are_one_effect(served: PortalProcess, tmp_path: Path) -> None:
    worker, clerk, deputy = team(served, 3)
    portal_id = worker.portal_id
    uuid = new_id()
    worker.send(create("need", need(), uuid), portal_id=portal_id)
    items = [edit("need", uuid, 1, priority=4), *(create("need", need()) for _ in range(150))]
    body = worker.freeze(*items, portal_id=portal_id)
    signed, claimed = enrolled(worker).sign(body), {"Vidbudova-Author": account(worker)}
    path = tmp_path / "batch.json"
    path.write_bytes(body)
    senders = [
        subprocess.Popen(
            [sys.executable, "-c", POST_FROM_ANOTHER_PROCESS, served.api, wire.token, str(path), json.dumps(headers)],
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
        )
        for wire, headers in ((worker, {}), (clerk, signed), (deputy, claimed), (worker, signed), (clerk, claimed))
    ]  # fmt: skip
    for sender in senders:
        assert sender.stdout is not None and sender.stdout.readline() == "ready\n"
    for sender in senders:
        assert sender.stdin is not None
        sender.stdin.write("\n")
        sender.stdin.flush()
    answers = {sender.communicate(timeout=120)[0] for sender in senders}
    assert len(answers) == 1
    assert answers.pop().startswith("200 ")
    page = worker.page(None)
    assert {change.uuid: change.revision for change in page.items} == {
        **{item.uuid: 1 for item in items}, uuid: 2
    }  # fmt: skip
    batch_id = json.loads(body)["batch"]
    assert len({wire.get_batch(batch_id).content for wire in (worker, clerk, deputy)}) == 1


def test_either_the_authors_voiding_or_the_relay_wins_never_both(served: PortalProcess) -> None:
    worker, clerk = team(served, 2)
    portal_id, claimed = worker.portal_id, {"Vidbudova-Author": account(worker)}
    outcomes = []
    with ThreadPoolExecutor(2) as pool:
        for _ in range(10):
            batch_id = new_id()
            body = worker.freeze(create("need", need()), portal_id=portal_id, batch_id=batch_id)
            relayed, voided = pool.submit(post, clerk, body, claimed), pool.submit(worker.void, batch_id)
            relay, void = relayed.result(), voided.result()
            assert void.status_code == 200
            if "state" in void.json():
                assert relay.status_code == 409, "voided, and yet taken"
            else:
                assert (relay.status_code, relay.content) == (200, void.content)
                outcomes.append(batch_id)
    assert len(worker.page(None).items) == len(outcomes)


def test_a_chain_brought_by_two_relayers_at_once_comes_out_in_its_order(served: PortalProcess) -> None:
    """Each brings its half again and again until nothing is held: every link takes effect once, in its order."""
    worker, clerk, deputy = team(served, 3)
    portal_id, claimed = worker.portal_id, {"Vidbudova-Author": account(worker)}
    links = 6
    uuid, ids = new_id(), [new_id() for _ in range(links)]
    items = [create("need", need(title_uk="Ланка 0"), uuid)]
    items += [Item("need", uuid, "change", {"title_uk": f"Ланка {n}"}, after=ids[n - 1]) for n in range(1, links)]
    bodies = [worker.freeze(item, portal_id=portal_id, batch_id=own) for item, own in zip(items, ids, strict=True)]

    def bring(wire: Wire, mine: list[bytes]) -> None:
        for _ in range(100):
            answers = [post(wire, body, claimed) for body in mine]
            assert {answer.status_code for answer in answers} == {200}
            mine = [
                body
                for body, answer in zip(mine, answers, strict=True)
                if verdict.decode(answer.content).verdicts[0].verdict == "held"
            ]
            if not mine:
                return
        raise AssertionError("held for ever")

    with ThreadPoolExecutor(2) as pool:
        halves = [pool.submit(bring, clerk, bodies[::2][::-1]), pool.submit(bring, deputy, bodies[1::2][::-1])]
        for half in halves:
            half.result()
    (change,) = worker.page(None).items
    assert change.record is not None
    assert (change.revision, change.record["title_uk"]) == (links, f"Ланка {links - 1}")


def test_enrolling_many_devices_at_once_stops_at_the_limit(served: PortalProcess) -> None:
    (worker,) = team(served, 1)
    more = [Wire(served.api, worker.token) for _ in range(4)]

    def enrol(wire: Wire) -> list[int]:
        headers = {"Content-Type": "application/json"}
        return [
            wire.session.post(
                f"{wire.api}/devices", data=FieldDevice().enrolment(), headers=headers, timeout=60
            ).status_code
            for _ in range(8)
        ]

    with ThreadPoolExecutor(len(more)) as pool:
        statuses = [status for found in pool.map(enrol, more) for status in found]
    assert sorted(set(statuses)) == [201, 409] and statuses.count(201) == MAX_DEVICES
    assert len(worker.session.get(f"{worker.api}/devices", timeout=30).json()["devices"]) == MAX_DEVICES
