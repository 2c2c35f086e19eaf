"""Whose a bundle is and who may pass it on: devices sign, the portal decides, and nothing is used up by trying."""

from __future__ import annotations

import itertools
import json

from plugin.sync.devices import DeviceKey, DeviceNotes
from tests.unit.sync.fakes import problem

from .carrying import export, look_at, take_in
from .offices import IN_LVIV, KHARKIV, LVIV
from .test_bundles import bundles, on_portal, three

__all__ = ["three"]

_numbers = itertools.count(55_000_000)


def test_a_device_is_enrolled_once_and_its_signature_proves_the_author(three, tmp_path):
    anna, office, colleague = three
    notes = DeviceNotes([])
    asked = []

    def count(request, forward):
        asked.append(f"{request.method} {request.url.rpartition('/api/v1')[2]}")
        return forward()

    anna.sync(meddle=count, devices=notes)
    anna.sync(meddle=count, devices=notes)
    assert asked.count("POST /devices") == 1 and len(notes.made) == 1
    uuid = anna.school()
    done = export(anna, tmp_path / "1.vidbudova", device=notes.made[0])
    assert done.signed and look_at(office, tmp_path / "1.vidbudova").signed
    take_in(office, tmp_path / "1.vidbudova")
    office.synced()
    colleague.sync()
    assert uuid in colleague.records()
    claimed = anna.school(title_uk="Без підпису")
    anna_name = look_at(office, tmp_path / "1.vidbudova").author_name
    export(anna, tmp_path / "2.vidbudova")
    take_in(office, tmp_path / "2.vidbudova")
    office.synced()
    page = colleague.client().changes(None, 100)
    authors = {change.uuid: change.author for change in page.items}
    assert authors[uuid] == anna_name
    assert authors[claimed] != anna_name and anna_name in authors[claimed]


def test_a_portal_without_devices_does_not_keep_anybody_from_syncing(three):
    anna = three[0]
    notes = DeviceNotes([])

    def refuse(request, forward):
        if request.url.endswith("/devices"):
            return problem("not-found", 404)
        return forward()

    anna.school()
    report = anna.sync(meddle=refuse, devices=notes)
    assert report.problem is None and report.accepted == 1 and not notes.made


def test_a_forged_author_is_refused_by_the_portal_and_nothing_of_it_stays_here(three, tmp_path):
    anna, office, colleague = three
    notes, others = DeviceNotes([]), DeviceNotes([])
    anna.sync(devices=notes)
    colleague.sync(devices=others)
    uuid = anna.school()
    key = others.made[0]
    forged = DeviceKey(notes.made[0].portal, notes.made[0].account, key.device, key.private)
    export(anna, tmp_path / "1.vidbudova", device=forged)  # anna's bundle, signed by the colleague's device
    take_in(office, tmp_path / "1.vidbudova")
    report = office.sync()
    assert report.problem is None and [row.outcome for row in report.rows] == ["not_relayed"]
    assert office.get(uuid) is None and uuid not in on_portal(colleague)
    assert bundles(office)[0].states == {"void": 1}


def test_records_that_this_office_may_not_pass_on_are_named_and_left_to_their_author(country, tmp_path):
    edrpou = f"{next(_numbers):08d}"
    anna = country.office(edrpou, territory=(KHARKIV, LVIV))
    office = country.office(edrpou)
    for one in (anna, office):
        one.synced()
    inside = anna.school()
    export(anna, tmp_path / "1.vidbudova")
    outside = anna.school(katottg=IN_LVIV, title_uk="У Львові")
    anna.edit(inside, priority=2)
    export(anna, tmp_path / "2.vidbudova")
    found = look_at(office, tmp_path / "2.vidbudova")
    assert (found.new, found.left_out) == (1, 1)
    assert [(one.uuid, one.rule, one.title) for one in found.barred] == [(outside, "territory.outside", "У Львові")]
    assert take_in(office, tmp_path / "2.vidbudova").shown == 1
    assert office.synced().relayed == 1
    report = anna.synced()
    assert (report.accepted, report.refused) == (3, 0)


def test_the_portal_has_the_last_word_on_who_passes_on_what_and_nothing_is_used_up(country, tmp_path):
    edrpou = f"{next(_numbers):08d}"
    anna = country.office(edrpou, territory=(KHARKIV, LVIV))
    office = country.office(edrpou)
    for one in (anna, office):
        one.synced()
    uuid = anna.school(katottg=IN_LVIV)
    export(anna, tmp_path / "1.vidbudova")
    with office.workspace() as workspace:  # it believes to be entitled to more than it is
        account = json.loads(workspace.get_meta("account"))
        workspace.set_meta("account", json.dumps({**account, "territory": ["UA"]}))
    assert take_in(office, tmp_path / "1.vidbudova").shown == 1
    report = office.sync()
    assert report.problem is None and [row.outcome for row in report.rows] == ["not_relayed"]
    assert office.get(uuid) is None and bundles(office)[0].states == {"void": 1}
    assert anna.synced().accepted == 1


def test_somebody_of_another_organisation_cannot_pass_it_on(country, tmp_path):
    anna, stranger = country.office(), country.office()
    for one in (anna, stranger):
        one.synced()
    uuid = anna.school()
    export(anna, tmp_path / "1.vidbudova")
    found = look_at(stranger, tmp_path / "1.vidbudova")
    assert found.new == 0 and [one.rule for one in found.barred] == ["role.not_yours"]
    assert take_in(stranger, tmp_path / "1.vidbudova").number is None and stranger.get(uuid) is None
