"""A batch takes effect once, whoever sends it how often: the same id and the same bytes get the same answer, signed."""

from __future__ import annotations

import base64
import json
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

from plugin.contract import batch as batches
from plugin.contract import verdict
from portal.keys import KeyRing, succession
from tests.portal.office import Office, Offices, create, edit, need, new_id
from tests.portal.wire_client import Wire, connect, signature_of
from tests.portal_fixtures import PortalProcess

POST_FROM_ANOTHER_PROCESS = """
import sys, requests
api, token, path = sys.argv[1:]
session = requests.Session()
session.trust_env = False
body = open(path, "rb").read()
print("ready", flush=True)
sys.stdin.readline()
headers = {"Authorization": f"Bearer {token}", "Content-Type": "application/json"}
answer = session.post(f"{api}/batches", data=body, headers=headers, timeout=60)
sys.stdout.write(f"{answer.status_code} {answer.headers.get('Vidbudova-Signature')} {answer.content.hex()}")
"""


def public_keys(office: Office) -> dict[str, bytes]:
    keys = office.get("/keys").json()["keys"]
    return {key["kid"]: base64.b64decode(key["public_key"]) for key in keys}


def test_the_same_batch_posted_twice_changes_nothing_the_second_time(served: PortalProcess) -> None:
    (wire,) = connect(served)
    item = create("need", need())
    body = wire.freeze(item, portal_id=wire.portal_id)
    first = wire.post(body)
    cursor = wire.page(None).cursor
    second = wire.post(body)
    asked = wire.get_batch(verdict.decode(first.content).batch)
    assert (first.status_code, second.status_code, asked.status_code) == (200, 200, 200)
    assert first.content == second.content == asked.content
    assert signature_of(first) == signature_of(second) == signature_of(asked)
    assert wire.page(cursor).items == ()
    assert [change.revision for change in wire.page(None).items] == [1]


def test_the_same_batch_posted_by_several_processes_at_once_takes_effect_once(
    served: PortalProcess, tmp_path: Path
) -> None:
    (wire,) = connect(served)
    path = tmp_path / "batch.json"
    path.write_bytes(wire.freeze(*(create("need", need()) for _ in range(200)), portal_id=wire.portal_id))
    senders = [
        subprocess.Popen(
            [sys.executable, "-c", POST_FROM_ANOTHER_PROCESS, served.api, wire.token, str(path)],
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
        )
        for _ in range(3)
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
    page = wire.page(None)
    assert len(page.items) == 200 and {change.revision for change in page.items} == {1}


def test_the_same_id_with_another_body_is_turned_down_and_changes_nothing(offices: Offices) -> None:
    office = offices.open()
    batch_id = new_id()
    office.answer(create("need", need()), batch_id=batch_id)
    other = office.freeze(create("need", need()), batch_id=batch_id)
    response = office.post(batches.encode(other))
    assert (response.status_code, response.json()["type"]) == (409, "urn:vidbudova:problem:batch-differs")
    assert len(office.pull()) == 1


def test_a_batch_answers_the_same_after_the_world_has_moved_on(offices: Offices) -> None:
    office = offices.open()
    item = create("need", need())
    batch = office.freeze(item)
    first = office.post(batches.encode(batch))
    office.send_one(edit("need", item.uuid, 1, title_uk="Потім"))
    office.headers["Accept-Language"] = "uk"
    assert office.post(batches.encode(batch)).content == first.content


def test_an_id_belongs_to_its_author_and_nobody_else_learns_of_it_uses_it_up_or_voids_it(offices: Offices) -> None:
    office, other = offices.open(), offices.open()
    item = create("need", need())
    batch = office.freeze(item)
    assert other.void(batch.batch).json()["state"] == "void"
    first = office.post(batches.encode(batch))
    assert verdict.decode(first.content).verdicts[0].verdict == "accepted"
    assert other.get(f"/batches/{batch.batch}").status_code == 409, "its own, which it voided"
    third = offices.open()
    assert third.get(f"/batches/{batch.batch}").status_code == 404
    # The same bytes in somebody else's own name are somebody else's batch, judged by what the portal has by now.
    own = third.post(batches.encode(batch))
    assert verdict.decode(own.content).verdicts[0].verdict == "unchanged"
    assert office.get(f"/batches/{batch.batch}").content == first.content
    assert office.sees(item.uuid).revision == 1  # type: ignore[union-attr]


def test_an_unknown_batch_is_not_found(offices: Offices) -> None:
    response = offices.open().get(f"/batches/{new_id()}")
    assert (response.status_code, response.json()["type"]) == (404, "urn:vidbudova:problem:not-found")


def test_a_voided_id_never_takes_effect(offices: Offices) -> None:
    office = offices.open()
    batch = office.freeze(create("need", need()))
    for _ in range(2):
        response = office.void(batch.batch)
        assert (response.status_code, response.json()) == (200, {"batch": batch.batch, "state": "void"})
    for late in (office.post(batches.encode(batch)), office.get(f"/batches/{batch.batch}")):
        assert (late.status_code, late.json()["type"]) == (409, "urn:vidbudova:problem:batch-void")
    assert office.pull() == []


def test_voiding_a_batch_that_has_taken_effect_gives_its_verdicts(offices: Offices) -> None:
    office = offices.open()
    batch = office.freeze(create("need", need()))
    first = office.post(batches.encode(batch))
    response = office.void(batch.batch)
    assert (response.status_code, response.content) == (200, first.content)
    assert response.headers["vidbudova-signature"] == first.headers["vidbudova-signature"]


def test_either_the_request_or_its_voiding_wins_never_both(served: PortalProcess) -> None:
    wires = connect(served, 2)
    portal_id = wires[0].portal_id
    outcomes = set()
    with ThreadPoolExecutor(2) as pool:
        for _ in range(15):
            batch_id, items = new_id(), [create("need", need()) for _ in range(3)]
            body = wires[0].freeze(*items, portal_id=portal_id, batch_id=batch_id)
            posted, voided = pool.submit(wires[0].post, body), pool.submit(wires[1].void, batch_id)
            post, void = posted.result(), voided.result()
            assert void.status_code == 200
            if "state" in void.json():
                assert post.status_code == 409, "voided, and yet taken"
                outcomes.add("void")
            else:
                assert (post.status_code, post.content) == (200, void.content)
                outcomes.add("taken")
    stored = {change.uuid for change in wires[0].page(None, 2000).items}
    assert len(stored) % 3 == 0
    assert outcomes


def test_a_portal_killed_after_answering_answers_the_same_after_it_is_back(served: PortalProcess) -> None:
    (wire,) = connect(served)
    body = wire.freeze(create("need", need()), portal_id=wire.portal_id)
    first = wire.post(body)
    served.kill()
    served.start()
    wire = Wire(served.api, wire.token)
    again = wire.post(body)
    assert (again.status_code, again.content) == (200, first.content)
    assert len(wire.page(None).items) == 1


def test_two_processes_on_one_database_are_one_portal(served: PortalProcess, tmp_path: Path) -> None:
    (first,) = connect(served)
    with PortalProcess(served.database, log_file=tmp_path / "second.log") as second:
        wires = [first, Wire(second.api, first.token)]
        body = wires[0].freeze(*(create("need", need()) for _ in range(50)), portal_id=wires[0].portal_id)
        with ThreadPoolExecutor(2) as pool:
            one, other = pool.map(lambda wire: wire.post(body), wires)
        assert (one.status_code, one.content) == (other.status_code, other.content)
        assert one.status_code == 200
        assert len(wires[1].page(None).items) == 50


def test_verdicts_are_signed_by_a_key_that_the_portal_tells(offices: Offices) -> None:
    office = offices.open()
    response = office.post(batches.encode(office.freeze(create("need", need()))))
    public = public_keys(office)[response.headers["vidbudova-key"]]
    signature = base64.b64decode(response.headers["vidbudova-signature"])
    Ed25519PublicKey.from_public_bytes(public).verify(signature, response.content)
    with pytest.raises(InvalidSignature):
        Ed25519PublicKey.from_public_bytes(public).verify(signature, response.content + b" ")
    answer = verdict.decode(response.content)
    service = json.loads(office.get("/").content)
    assert (answer.portal, answer.epoch) == (service["portal"], service["epoch"])


def test_a_new_key_is_signed_by_the_one_it_replaces_and_old_answers_keep_theirs(offices: Offices) -> None:
    office = offices.open()
    batch = office.freeze(create("need", need()))
    first = office.post(batches.encode(batch))
    kid = KeyRing().rotate(offices.portal.database)
    told = office.get("/keys").json()
    old, new = told["keys"]
    assert (old["state"], new["state"], new["kid"], new["signed_by"]) == ("retired", "current", kid, old["kid"])
    statement = succession(told["portal"], kid, base64.b64decode(new["public_key"]))
    predecessor = Ed25519PublicKey.from_public_bytes(base64.b64decode(old["public_key"]))
    predecessor.verify(base64.b64decode(new["signature"]), statement)
    assert office.post(batches.encode(batch)).headers["vidbudova-key"] == first.headers["vidbudova-key"] == old["kid"]
    later = office.post(batches.encode(office.freeze(create("need", need()))))
    assert later.headers["vidbudova-key"] == kid


def test_private_keys_may_lie_in_a_folder_of_their_own(offices: Offices, tmp_path: Path) -> None:
    from sqlalchemy import select

    from portal import schema
    from portal.errors import DatabaseProblem

    ring = KeyRing(tmp_path / "keys")
    kid = ring.rotate(offices.portal.database)
    (file,) = (tmp_path / "keys").iterdir()
    assert (file.name, file.stat().st_mode & 0o777) == (f"{kid}.pk8", 0o600)
    with offices.portal.database.reading() as connection:
        table = schema.signing_key
        assert connection.execute(select(table.c.private).where(table.c.kid == kid)).scalar_one() is None
    assert KeyRing(tmp_path / "keys").ensure(offices.portal.database) == kid
    with pytest.raises(DatabaseProblem):
        KeyRing(tmp_path / "elsewhere").ensure(offices.portal.database)
