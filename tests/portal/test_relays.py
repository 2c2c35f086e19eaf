"""Batches that somebody else brings: whose they are, who is entitled, one effect, and bundles that were forged."""

from __future__ import annotations

import json
from typing import Any

import pytest

from plugin.contract import batch as batches
from plugin.contract import device as devices
from plugin.contract.batch import Batch
from portal import accounts
from tests.portal.field import FieldDevice, claim, enrolled, problem_of, verdicts_of
from tests.portal.office import (
    HROMADA,
    KHARKIV_OBLAST,
    OBLAST_ADMINISTRATION,
    OTHER_SETTLEMENT,
    POLTAVA_OBLAST,
    POLTAVA_PLACE,
    TSYRKUNY,
    Item,
    Office,
    Offices,
    complete_need,
    create,
    delete,
    edit,
    funding,
    need,
    new_id,
    project,
)


class Bundle:
    """A batch as a field worker hands it over: bytes, and what the relayer says of them."""

    def __init__(self, author: Office, *items: Item, device: FieldDevice | None = None, **members: Any) -> None:
        self.batch: Batch = author.freeze(*items, **members)
        self.body = batches.encode(self.batch)
        self.headers = device.sign(self.body) if device else claim(author)

    def through(self, relayer: Office, body: bytes | None = None) -> Any:
        return relayer.post(self.body if body is None else body, **self.headers)


@pytest.fixture
def offices(emptied: Offices) -> Offices:
    return emptied


@pytest.fixture
def worker(offices: Offices) -> Office:
    return offices.open(edrpou=HROMADA, name="Олена Шевчук")


@pytest.fixture
def clerk(offices: Offices) -> Office:
    return offices.open(edrpou=HROMADA, name="Ірина Коваль")


def reasons(response: Any) -> list[str]:
    return [item["rule"] for item in response.json()["items"]]


# --- whose it is ------------------------------------------------------------------------------------------------------


def test_a_signed_batch_is_its_authors_whoever_brings_it(worker: Office, clerk: Office) -> None:
    item = create("need", need())
    (found,) = verdicts_of(Bundle(worker, item, device=enrolled(worker)).through(clerk))
    assert (found.verdict, found.revision) == ("accepted", 1)
    for office in (worker, clerk):
        (change,) = office.pull()
        assert (change.uuid, change.author) == (item.uuid, "Олена Шевчук")


def test_the_record_is_the_authors_organisations_not_the_relayers(offices: Offices) -> None:
    worker = offices.open(edrpou=HROMADA)
    oblast = offices.open("focal_point", edrpou=OBLAST_ADMINISTRATION)
    item = create("need", complete_need())
    assert verdicts_of(Bundle(worker, item, device=enrolled(worker)).through(oblast))[0].verdict == "accepted"
    worker.send_one(edit("need", item.uuid, 1, workflow="draft"))
    assert worker.sees(item.uuid), "a draft is seen by its own organisation only"
    assert oblast.sees(item.uuid) is None


def test_an_unsigned_batch_says_that_its_author_is_only_claimed_and_through_whom(worker: Office, clerk: Office) -> None:
    uuid = new_id()
    verdicts_of(Bundle(worker, create("need", need(), uuid)).through(clerk))
    said = {}
    for lang in ("uk", "en"):
        worker.headers["Accept-Language"] = lang
        said[lang] = worker.sees(uuid).author  # type: ignore[union-attr]
        found = worker.send_one(create("need", need(title_uk="Інше"), uuid))
        assert found.conflict is not None and found.conflict.author == said[lang]
    assert said["uk"] == "Олена Шевчук (авторство заявлено, передано через: Ірина Коваль)"
    assert said["en"] == "Олена Шевчук (claimed author, passed on by: Ірина Коваль)"


def test_a_claimed_deletion_says_so_too(worker: Office, clerk: Office) -> None:
    uuid = worker.store("need", need())
    clerk.pull()
    verdicts_of(Bundle(worker, delete("need", uuid, 1)).through(clerk))
    (told,) = clerk.pull()
    assert told.op == "delete" and told.author is not None and "claimed" in told.author


def test_names_that_json_would_escape_come_through_in_claims(offices: Offices) -> None:
    worker = offices.open(edrpou=HROMADA, name='О\'Коннор "Бригада\\7"')
    clerk = offices.open(edrpou=HROMADA, name='"\\"')
    verdicts_of(Bundle(worker, create("need", need())).through(clerk))
    assert clerk.pull()[0].author == 'О\'Коннор "Бригада\\7" (claimed author, passed on by: "\\")'


def test_the_next_edit_of_a_claimed_record_is_nobodys_claim(worker: Office, clerk: Office) -> None:
    uuid = new_id()
    verdicts_of(Bundle(worker, create("need", need(), uuid)).through(clerk))
    clerk.send_one(edit("need", uuid, 1, title_uk="Перевірено"))
    assert clerk.sees(uuid).author == "Ірина Коваль"  # type: ignore[union-attr]


def test_authors_who_send_with_their_devices_signature_or_name_are_no_relayers(worker: Office) -> None:
    device = enrolled(worker)
    for bundle in (Bundle(worker, create("need", need()), device=device), Bundle(worker, create("need", need()))):
        assert verdicts_of(bundle.through(worker))[0].verdict == "accepted"
    assert {change.author for change in worker.pull()} == {"Олена Шевчук"}


# --- once -------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("signed", [True, False])
def test_author_and_relayers_get_the_same_bytes_for_one_effect(
    offices: Offices, worker: Office, clerk: Office, signed: bool
) -> None:
    deputy = offices.open(edrpou=HROMADA)
    uuid = worker.store("need", need())
    bundle = Bundle(worker, edit("need", uuid, 1, priority=4), device=enrolled(worker) if signed else None)
    first = bundle.through(clerk)
    answers = [bundle.through(clerk), worker.post(bundle.body), bundle.through(deputy), bundle.through(worker)]
    for answer in answers:
        assert (answer.status_code, answer.content) == (200, first.content)
        assert answer.headers["vidbudova-signature"] == first.headers["vidbudova-signature"]
    assert worker.sees(uuid).revision == 2  # type: ignore[union-attr]


def test_a_direct_sync_comes_first_and_the_relayer_gets_its_answer(worker: Office, clerk: Office) -> None:
    bundle = Bundle(worker, create("need", need()))
    first = worker.post(bundle.body)
    assert bundle.through(clerk).content == first.content
    assert {change.author for change in worker.pull()} == {"Олена Шевчук"}, "no claim where the author sent it"


def test_author_and_relayer_may_ask_after_it_and_nobody_else(offices: Offices, worker: Office, clerk: Office) -> None:
    bundle = Bundle(worker, create("need", need()))
    path = f"/batches/{bundle.batch.batch}"
    assert problem_of(clerk.get(path)) == (404, "not-found")
    first = bundle.through(clerk)
    stranger = offices.open(edrpou=HROMADA)
    for headers in ({}, claim(worker)):
        assert clerk.get(path, **headers).content == first.content
        assert worker.get(path, **headers).content == first.content
        assert problem_of(stranger.get(path, **headers)) == (404, "not-found")
    assert problem_of(clerk.get(path, **claim(clerk))) == (404, "not-found")


def test_a_relayer_never_voids_an_authors_id(worker: Office, clerk: Office) -> None:
    bundle = Bundle(worker, create("need", need()))
    refused = clerk.void(bundle.batch.batch, **claim(worker))
    assert problem_of(refused) == (403, "relay-forbidden")
    # Without a name it is the clerk's own id that is void, which is another one.
    assert clerk.void(bundle.batch.batch).json()["state"] == "void"
    first = bundle.through(clerk)
    assert verdicts_of(first)[0].verdict == "accepted"
    assert clerk.void(bundle.batch.batch, **claim(worker)).content == first.content
    assert worker.void(bundle.batch.batch).content == first.content


def test_an_id_that_its_author_voided_stays_void_for_relayers(worker: Office, clerk: Office) -> None:
    bundle = Bundle(worker, create("need", need()), device=enrolled(worker))
    worker.void(bundle.batch.batch)
    assert problem_of(bundle.through(clerk)) == (409, "batch-void")
    assert worker.pull() == []


def test_other_bytes_under_the_same_id_are_turned_down_through_relayers_too(worker: Office, clerk: Office) -> None:
    device = enrolled(worker)
    bundle = Bundle(worker, create("need", need()), device=device)
    bundle.through(clerk)
    other = Bundle(worker, create("need", need()), device=device, batch_id=bundle.batch.batch)
    assert problem_of(other.through(clerk)) == (409, "batch-differs")
    assert len(worker.pull()) == 1


# --- forged bundles ---------------------------------------------------------------------------------------------------


def test_changed_bytes_change_nothing(worker: Office, clerk: Office) -> None:
    bundle = Bundle(worker, create("need", need(title_uk="Дах")), device=enrolled(worker))
    changed = bundle.body.replace("Дах".encode(), "Дім".encode())
    assert changed != bundle.body
    refused = bundle.through(clerk, changed)
    assert problem_of(refused) == (422, "device-signature")
    assert refused.json()["reason"] == "signature"
    assert worker.pull() == []
    assert verdicts_of(bundle.through(clerk))[0].verdict == "accepted", "the true one still arrives"


def test_the_signature_of_another_batch_proves_nothing(worker: Office, clerk: Office) -> None:
    device = enrolled(worker)
    one, other = (Bundle(worker, create("need", need()), device=device) for _ in range(2))
    refused = clerk.post(one.body, **other.headers)
    assert (problem_of(refused), refused.json()["reason"]) == ((422, "device-signature"), "signature")


def test_somebody_elses_device_proves_only_somebody_else(offices: Offices, worker: Office, clerk: Office) -> None:
    stranger = offices.open(edrpou=HROMADA)
    bundle = Bundle(worker, create("need", need()))
    signed = enrolled(stranger).sign(bundle.body)
    refused = clerk.post(bundle.body, **signed, **claim(worker))
    assert (problem_of(refused), refused.json()["reason"]) == ((422, "device-signature"), "author")
    theirs = {**signed, devices.DEVICE_HEADER: enrolled(worker).device}
    refused = clerk.post(bundle.body, **theirs)
    assert (problem_of(refused), refused.json()["reason"]) == ((422, "device-signature"), "signature")
    assert worker.pull() == []


def test_a_device_that_nobody_enrolled_proves_nothing(worker: Office, clerk: Office) -> None:
    device = FieldDevice()
    bundle = Bundle(worker, create("need", need()), device=device)
    for office in (clerk, worker):
        refused = bundle.through(office)
        assert (problem_of(refused), refused.json()["reason"]) == ((422, "device-signature"), "unknown")
    device.enrol(worker)
    assert verdicts_of(bundle.through(clerk))[0].verdict == "accepted"


@pytest.mark.parametrize("broken", ["no signature", "no device", "short", "no base64", "no uuid", "empty"])
def test_half_a_signature_is_none(worker: Office, clerk: Office, broken: str) -> None:
    bundle = Bundle(worker, create("need", need()), device=enrolled(worker))
    headers = dict(bundle.headers)
    if broken == "no signature":
        del headers[devices.SIGNATURE_HEADER]
    elif broken == "no device":
        del headers[devices.DEVICE_HEADER]
    elif broken == "no uuid":
        headers[devices.DEVICE_HEADER] = "laptop"
    else:
        headers[devices.SIGNATURE_HEADER] = {"short": "AAAA", "no base64": "?" * 88, "empty": ""}[broken]
    refused = clerk.post(bundle.body, **headers)
    assert (problem_of(refused), refused.json()["reason"]) == ((422, "device-signature"), "incomplete")


def test_bytes_posted_in_ones_own_name_are_ones_own_and_leave_the_authors_id_alone(
    worker: Office, clerk: Office
) -> None:
    bundle = Bundle(worker, create("need", need()), device=enrolled(worker))
    assert verdicts_of(clerk.post(bundle.body))[0].verdict == "accepted"
    assert verdicts_of(bundle.through(clerk))[0].verdict == "unchanged"
    assert worker.pull()[0].author == "Ірина Коваль"


def test_an_author_whom_the_portal_does_not_know_has_sent_nothing(worker: Office, clerk: Office) -> None:
    bundle = Bundle(worker, create("need", need()))
    for author in (new_id(), "", "nobody", "x" * 5000):
        refused = clerk.post(bundle.body, **{devices.AUTHOR_HEADER: author})
        assert (problem_of(refused), refused.json()["reason"]) == ((403, "author-unknown"), "unknown")
    assert clerk.pull() == []


@pytest.mark.parametrize("signed", [True, False])
def test_a_revoked_author_s_batch_takes_no_effect_any_more(
    offices: Offices, worker: Office, clerk: Office, signed: bool
) -> None:
    device = enrolled(worker) if signed else None
    early, late = (Bundle(worker, create("need", need()), device=device) for _ in range(2))
    first = early.through(clerk)
    accounts.revoke(offices.portal.database, "Олена Шевчук")
    refused = late.through(clerk)
    assert (problem_of(refused), refused.json()["reason"]) == ((403, "author-unknown"), "revoked")
    assert early.through(clerk).content == first.content, "what has taken effect keeps its answer"


def test_an_author_whose_token_expired_waits_for_a_new_one(offices: Offices, clerk: Office) -> None:
    worker = offices.open(edrpou=HROMADA, name="Сезонний працівник")
    bundle = Bundle(worker, create("need", need()))
    accounts.renew(offices.portal.database, "Сезонний працівник", "2020-01-01T00:00:00.000Z")
    refused = bundle.through(clerk)
    assert (problem_of(refused), refused.json()["reason"]) == ((403, "author-unknown"), "expired")
    accounts.renew(offices.portal.database, "Сезонний працівник")
    assert verdicts_of(bundle.through(clerk))[0].verdict == "accepted"


def test_a_retired_key_signs_nothing_new_whatever_date_the_batch_bears(worker: Office, clerk: Office) -> None:
    device = enrolled(worker)
    early = Bundle(worker, create("need", need()), device=device)
    late = Bundle(worker, create("need", need()), device=device, made_at="2020-01-01T00:00:00Z")
    first = early.through(clerk)
    worker.client.delete(f"/api/v1/devices/{device.device}", headers=worker.headers)
    refused = late.through(clerk)
    assert (problem_of(refused), refused.json()["reason"]) == ((422, "device-signature"), "retired")
    assert early.through(clerk).content == first.content, "what has taken effect keeps its answer"
    # The author's own token is proof enough, and a relayer may say so without proof.
    assert verdicts_of(late.through(worker))[0].verdict == "accepted"
    unsigned = Bundle(worker, create("need", need()))
    assert verdicts_of(unsigned.through(clerk))[0].verdict == "accepted"


# --- both are entitled, or nothing happens ----------------------------------------------------------------------------


def test_an_author_without_the_right_is_refused_item_by_item_as_if_there(offices: Offices) -> None:
    worker = offices.open(edrpou=HROMADA, territory=[TSYRKUNY], name="Олена Шевчук")
    oblast = offices.open("admin", edrpou=OBLAST_ADMINISTRATION)
    inside, outside = create("need", complete_need()), create("need", complete_need(katottg=OTHER_SETTLEMENT))
    found = verdicts_of(Bundle(worker, inside, outside).through(oblast))
    assert [one.verdict for one in found] == ["accepted", "refused"]
    assert found[1].problems[0].rule == "territory.outside"
    assert "Олена Шевчук" in found[1].problems[0].message, "the reader is not the one who is spoken to"


def test_an_author_who_only_reads_writes_nothing_through_others(offices: Offices, clerk: Office) -> None:
    partner = offices.open("partner", edrpou=HROMADA)
    (found,) = verdicts_of(Bundle(partner, create("need", need()), device=enrolled(partner)).through(clerk))
    assert [problem.rule for problem in found.problems] == ["role.read_only"]


def test_a_relayer_without_the_right_to_one_item_brings_none_and_leaves_no_trace(offices: Offices) -> None:
    worker = offices.open(edrpou=HROMADA)
    village = offices.open(edrpou=HROMADA, territory=[TSYRKUNY])
    items = [create("need", need()), create("need", need(katottg=OTHER_SETTLEMENT))]
    bundle = Bundle(worker, *items, device=enrolled(worker))
    refused = bundle.through(village)
    assert problem_of(refused) == (403, "relay-forbidden")
    assert refused.json()["items"] == [{"type": "need", "uuid": items[1].uuid, "rule": "territory.outside"}]
    assert worker.pull() == []
    assert [one.verdict for one in verdicts_of(worker.post(bundle.body))] == ["accepted", "accepted"]


def test_who_may_not_write_or_see_or_decide_it_may_not_bring_it(offices: Offices) -> None:
    worker = offices.open(edrpou=HROMADA)
    stranger = offices.open("contributor", edrpou=OBLAST_ADMINISTRATION)
    oblast = offices.open("focal_point", edrpou=OBLAST_ADMINISTRATION)
    reader = offices.open("partner", edrpou=HROMADA)
    draft, whole = create("need", need()), create("need", complete_need())
    assert reasons(Bundle(worker, whole).through(stranger)) == ["role.not_yours"]
    assert reasons(Bundle(worker, draft).through(oblast)) == ["relay.not_seen"]
    assert reasons(Bundle(worker, draft, whole).through(reader)) == ["role.read_only"] * 2
    uuid = worker.store("need", complete_need())
    approval = Bundle(oblast, edit("need", uuid, 1, workflow="approved"), device=enrolled(oblast))
    assert reasons(approval.through(worker)) == ["workflow.transition"]
    assert reasons(Bundle(oblast, delete("need", uuid, 1)).through(stranger)) == ["role.not_yours"]
    assert verdicts_of(approval.through(offices.open("focal_point", edrpou="00032129")))[0].verdict == "accepted"


def test_moving_a_record_out_of_the_relayers_territory_is_not_the_relayers_to_bring(offices: Offices) -> None:
    worker = offices.open(edrpou=HROMADA)
    village = offices.open(edrpou=HROMADA, territory=[TSYRKUNY])
    uuid = worker.store("need", need())
    assert reasons(Bundle(worker, edit("need", uuid, 1, katottg=OTHER_SETTLEMENT)).through(village)) == [
        "territory.outside"
    ]
    assert worker.sees(uuid).revision == 1  # type: ignore[union-attr]


def test_a_relayer_learns_nothing_of_what_it_may_not_see(offices: Offices) -> None:
    """A record out of the relayer's view and one that never was are answered alike, and can be brought later."""
    worker = offices.open(edrpou=HROMADA, territory=[KHARKIV_OBLAST, POLTAVA_OBLAST])
    clerk = offices.open(edrpou=HROMADA)
    hidden = worker.store("need", need(katottg=POLTAVA_PLACE))
    gone = worker.store("need", need(katottg=POLTAVA_PLACE))
    worker.send_one(delete("need", gone, 1))
    for uuid in (hidden, gone, new_id()):
        for item in (edit("need", uuid, 1, priority=2), delete("need", uuid, 1), create("need", need(), uuid)):
            if item.op == "create" and uuid not in (hidden, gone):
                continue
            bundle = Bundle(worker, item)
            assert [one.verdict for one in verdicts_of(bundle.through(clerk))] == ["held"]
            assert clerk.get(f"/batches/{bundle.batch.batch}").status_code == 404
    for parent in (new_id(), worker.store("project", project(katottg=POLTAVA_PLACE))):
        (found,) = verdicts_of(Bundle(worker, create("funding", funding(parent))).through(clerk))
        assert found.verdict == "held"


def test_an_answer_is_told_to_a_new_relayer_only_where_every_record_in_it_may_be_seen(offices: Offices) -> None:
    worker = offices.open(edrpou=HROMADA, territory=[KHARKIV_OBLAST, POLTAVA_OBLAST])
    clerk, elsewhere = offices.open(edrpou=HROMADA), offices.open(edrpou=HROMADA, territory=[POLTAVA_OBLAST])
    bundle = Bundle(worker, create("need", need()))
    first = worker.post(bundle.body)
    refused = bundle.through(elsewhere)
    assert problem_of(refused) == (403, "relay-forbidden")
    assert problem_of(elsewhere.get(f"/batches/{bundle.batch.batch}")) == (404, "not-found")
    assert bundle.through(clerk).content == first.content
    # Who brought it once may ask again, also after the record has left the view.
    worker.send_one(edit("need", bundle.batch.items[0].uuid, 1, katottg=POLTAVA_PLACE))
    assert bundle.through(clerk).content == first.content


def test_a_record_without_territory_of_another_organisation_hides_an_answer(offices: Offices) -> None:
    worker, oblast = offices.open(edrpou=HROMADA), offices.open("focal_point", edrpou=OBLAST_ADMINISTRATION)
    values = need()
    del values["katottg"]
    bundle = Bundle(worker, create("need", values))
    worker.post(bundle.body)
    assert problem_of(bundle.through(oblast)) == (403, "relay-forbidden")


def test_conflicts_of_a_relayed_batch_are_those_of_a_direct_one(worker: Office, clerk: Office) -> None:
    uuid, parent, fresh = worker.store("need", need()), worker.store("project", project()), new_id()
    clerk.send(edit("need", uuid, 1, title_uk="Офіс"), create("funding", funding(parent)))
    items = (edit("need", uuid, 1, title_uk="Поле"), delete("project", parent, 1), create("need", need(), fresh))
    found = verdicts_of(Bundle(worker, *items).through(clerk))
    assert [one.verdict for one in found] == ["conflict", "conflict", "accepted"]
    assert [one.conflict.kind for one in found[:2]] == ["field", "parent"]  # type: ignore[union-attr]


def test_texts_are_in_the_language_of_who_brought_it_first(worker: Office, clerk: Office) -> None:
    clerk.headers["Accept-Language"] = "uk"
    bundle = Bundle(worker, create("nonsense", need()))
    response = bundle.through(clerk)
    assert "виду" in json.loads(response.content)["verdicts"][0]["problems"][0]["message"]
    assert worker.post(bundle.body).content == response.content
