"""A portal that was put back to a backup, a cursor that is gone, a territory that changed: everything is pulled
anew."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

from plugin.errors import StoreError, TransportError
from plugin.store import base, conflicts, pulls
from plugin.sync import bookkeeping
from tests.unit.sync.fakes import problem

from .offices import IN_LVIV, KHARKIV, LVIV, PLACE
from .trouble import lost, once


class Backup:
    """The portal's database as it was."""

    def __init__(self, portal, folder) -> None:
        self.portal = portal
        self.copy = folder / "backup.sqlite"
        portal.stop()
        self._copy(self.database, self.copy)
        portal.start()

    @property
    def database(self) -> Path:
        return Path(self.portal.database.removeprefix("sqlite:///"))

    @staticmethod
    def _copy(source, target):
        for suffix in ("", "-wal", "-shm"):
            beside = Path(f"{target}{suffix}")
            beside.unlink(missing_ok=True)
            if Path(f"{source}{suffix}").exists():
                shutil.copy(f"{source}{suffix}", beside)

    def restore(self) -> None:
        self.portal.stop()
        self._copy(self.copy, self.database)
        self.portal.cli("epoch", "renew")
        self.portal.start()


def test_what_a_restored_portal_lacks_is_offered_again(own_country, tmp_path):
    anna, borys = own_country.pair()
    kept, changed, deleted = anna.schools(3)
    anna.synced()
    borys.synced()
    backup = Backup(own_country.portal, tmp_path)
    anna.edit(changed, priority=4)
    anna.remove(deleted)
    lost = anna.school(title_uk="Нова після копії")
    anna.synced()
    borys.synced()
    waiting = anna.school(title_uk="Чекала весь час")
    backup.restore()

    report = anna.sync()
    assert report.problem is None
    assert anna.get(lost)["title_uk"] == "Нова після копії"
    assert anna.get(changed)["priority"] == 4
    assert (report.conflicts, report.waiting) == (0, 0)
    borys.synced()
    anna.synced()
    assert borys.records() == anna.records()
    assert borys.get(changed)["priority"] == 4
    assert set(borys.records()) == {kept, changed, lost, waiting}, "what was deleted is deleted again"


def test_who_has_not_heard_of_a_deletion_that_is_made_again_is_asked(own_country, tmp_path):
    anna, borys = own_country.pair()
    (uuid,) = anna.schools(1)
    anna.synced()
    borys.synced()
    backup = Backup(own_country.portal, tmp_path)
    anna.remove(uuid)
    anna.synced()
    backup.restore()
    anna.synced()
    report = borys.sync()
    assert (report.conflicts, borys.get(uuid) is None) == (1, False), "it cannot tell a deletion from a loss"


def test_what_was_deleted_before_the_restoration_comes_back_where_the_portal_has_gone_on_with_it(own_country, tmp_path):
    anna, borys = own_country.pair()
    (uuid,) = anna.schools(1)
    anna.synced()
    borys.synced()
    backup = Backup(own_country.portal, tmp_path)
    anna.remove(uuid)
    anna.synced()
    backup.restore()
    borys.edit(uuid, title_uk="Назва Бориса")
    borys.synced()
    anna.synced()
    assert anna.title(uuid) == "Назва Бориса"


def test_photos_of_a_record_that_the_portal_lost_are_offered_again_with_it(own_country, tmp_path):
    anna, borys = own_country.pair()
    anna.synced()
    borys.synced()
    backup = Backup(own_country.portal, tmp_path)
    uuid = anna.school()
    photo = anna.add(
        "attachment",
        parent_type="need",
        parent_uuid=uuid,
        kind="photo",
        file_name="дах.jpg",
        media_type="image/jpeg",
        bytes=4,
        sha256="ab" * 32,
        katottg=PLACE,
        workflow="draft",
    )
    anna.synced()
    backup.restore()
    anna.synced()
    borys.synced()
    assert borys.get(uuid)["title_uk"] == "Школа №12"
    assert borys.get(photo, "attachment")["parent_uuid"] == uuid


def test_where_the_portal_went_on_from_the_backup_people_are_asked_about_what_was_sent_from_here(own_country, tmp_path):
    anna, borys = own_country.pair()
    (uuid,) = anna.schools(1)
    anna.synced()
    borys.synced()
    backup = Backup(own_country.portal, tmp_path)
    anna.edit(uuid, title_uk="Моя назва")
    anna.synced()
    backup.restore()
    borys.edit(uuid, title_uk="Назва Бориса")
    borys.synced()
    report = anna.sync()
    assert (report.conflicts, anna.title(uuid)) == (1, "Моя назва")
    assert anna.sync().sent == 0
    with anna.workspace() as workspace:
        assert conflicts.list_conflicts(workspace)[0].theirs["title_uk"] == "Назва Бориса"


def test_what_others_did_on_the_restored_portal_is_not_taken_for_an_old_state(own_country, tmp_path):
    """Its revision is lower than the one that was lost, for the portal counts on from the backup."""
    anna, borys = own_country.pair()
    (uuid,) = anna.schools(1)
    anna.synced()
    borys.synced()
    backup = Backup(own_country.portal, tmp_path)
    for title in ("Перша назва Анни", "Друга назва Анни"):
        anna.edit(uuid, title_uk=title)
        anna.synced()
    backup.restore()
    borys.edit(uuid, title_uk="Назва Бориса", priority=5)
    borys.synced()
    report = anna.sync()
    assert (report.conflicts, anna.title(uuid)) == (1, "Друга назва Анни")
    borys.synced()
    assert borys.title(uuid) == "Назва Бориса"


def test_what_was_deleted_before_is_not_deleted_again_over_work_on_the_restored_portal(own_country, tmp_path):
    anna, borys = own_country.pair()
    (uuid,) = anna.schools(1)
    anna.synced()
    borys.synced()
    backup = Backup(own_country.portal, tmp_path)
    for priority in (4, 5):
        anna.edit(uuid, priority=priority)
        anna.synced()
    anna.remove(uuid)
    anna.synced()
    backup.restore()
    borys.edit(uuid, title_uk="Назва Бориса")
    borys.synced()
    anna.synced()
    borys.synced()
    assert (anna.title(uuid), borys.title(uuid)) == ("Назва Бориса", "Назва Бориса")


def test_who_had_not_yet_received_what_the_backup_has_is_not_asked(own_country, tmp_path):
    anna, borys = own_country.pair()
    (uuid,) = borys.schools(1)
    borys.synced()
    anna.synced()
    borys.edit(uuid, title_uk="Назва Бориса")
    borys.synced()
    backup = Backup(own_country.portal, tmp_path)
    anna.sync(meddle=lambda request, forward: break_off(request, forward))  # in contact, but nothing came in
    backup.restore()
    report = anna.synced()
    assert (report.conflicts, anna.title(uuid)) == (0, "Назва Бориса")


def test_who_sent_a_record_long_ago_is_not_asked_about_what_followed_it(own_country, tmp_path):
    anna, borys = own_country.pair()
    (uuid,) = anna.schools(1)
    anna.synced()
    borys.synced()
    backup = Backup(own_country.portal, tmp_path)
    backup.restore()
    borys.edit(uuid, title_uk="Назва Бориса")
    borys.synced()
    report = anna.synced()
    assert (report.conflicts, anna.title(uuid)) == (0, "Назва Бориса")


def test_a_batch_whose_answer_was_lost_before_the_restoration_still_ends_once(own_country, tmp_path):
    from tests.unit.sync.fakes import reply

    office = own_country.office()
    office.synced()
    backup = Backup(own_country.portal, tmp_path)
    (uuid,) = office.schools(1)
    office.sync(meddle=lambda request, forward: (forward(), reply(b"?"))[1] if request.method == "POST" else
                reply(b"?") if "/batches/" in request.url else forward())  # fmt: skip
    backup.restore()
    office.synced()
    assert [change.uuid for change in office.client().changes(None, 10).items] == [uuid]


def test_verdicts_from_before_the_portal_was_put_back_do_not_pass_for_another_restoration(own_country, tmp_path):
    anna, borys = own_country.pair()
    anna.synced()
    uuid = anna.school()
    anna.sync(meddle=lambda request, forward: lost(forward) if "/batches" in request.url else forward())
    Backup(own_country.portal, tmp_path).restore()
    borys.synced()
    assert anna.synced().accepted == 1
    borys.edit(uuid, title_uk="Назва Бориса")
    borys.synced()
    with anna.workspace() as workspace:
        assert workspace.get_meta(bookkeeping.EPOCH) == anna.client().service().epoch
        assert bookkeeping.full_pull_reason(workspace) is None
    report = anna.synced()
    assert (report.conflicts, report.received, anna.title(uuid)) == (0, 1, "Назва Бориса")


def test_only_sending_to_a_restored_portal_is_refused_until_its_records_have_been_received(own_country, tmp_path):
    office = own_country.office()
    office.schools(1)
    office.synced()
    backup = Backup(own_country.portal, tmp_path)
    backup.restore()
    office.schools(1)
    report = office.sync(pull=False)
    assert isinstance(report.problem, StoreError)
    assert report.problem.code == "sync.needs_full_pull"
    assert report.problem.describe("uk") != report.problem.describe("en")
    assert office.synced().accepted == 1


def test_another_territory_brings_what_is_in_it_and_takes_away_what_is_not_but_nothing_that_waits(country):
    anna = country.office("00000055", territory=(KHARKIV, LVIV))
    here, there, edited = anna.schools(3)
    anna.edit(there, katottg=IN_LVIV)
    anna.edit(edited, katottg=IN_LVIV)
    anna.synced()
    anna.edit(edited, priority=2)
    anna.token = country.account("00000055", territory=(KHARKIV,))
    report = anna.sync(push=False)
    assert report.problem is None
    assert (anna.get(here) is None, anna.get(there)) == (False, None)
    assert (report.removed, report.conflicts) == (1, 1)
    assert anna.get(edited)["priority"] == 2
    anna.token = country.account("00000055", territory=(KHARKIV, LVIV))
    anna.sync(push=False)
    assert anna.get(there)["katottg"] == IN_LVIV


def break_off(request, forward):
    if "after=" in request.url:
        raise TransportError("transport.tls", retryable=False, host="", detail="")
    return forward()


def pages_asked_for(client) -> list[str]:
    return [request.url.partition("after=")[2] for request in client._transport.asked if "/changes" in request.url]


def test_a_full_pull_that_breaks_off_goes_on_where_it_was_and_removes_nothing_before_it_is_through(country):
    anna, borys = country.pair()
    uuids = anna.schools(2100)
    anna.synced()
    borys.synced()
    before = borys.records()
    with borys.workspace() as workspace:
        bookkeeping.want_full_pull(workspace, "cursor")
    assert borys.sync(meddle=break_off).problem.code == "transport.tls"
    assert borys.records() == before
    with borys.workspace() as workspace:
        assert len(pulls.marked(workspace, "need")) == 2000
    anna.edit(uuids[0], priority=4)  # it was seen already, and comes again
    anna.remove(uuids[1])
    anna.synced()
    client = borys.client(lambda request, forward: forward())
    borys.synced(client=client)
    assert len(pages_asked_for(client)) == 1 and pages_asked_for(client)[0]
    assert borys.records() == anna.records()
    with borys.workspace() as workspace:
        assert bookkeeping.full_pull_reason(workspace) is None
        assert pulls.marked(workspace, "need") == set()


def test_a_full_pull_whose_own_cursor_is_gone_begins_anew(country):
    anna, borys = country.pair()
    anna.schools(2100)
    anna.synced()
    borys.synced()
    with borys.workspace() as workspace:
        bookkeeping.want_full_pull(workspace, "cursor")
    assert borys.sync(meddle=break_off).problem
    client = borys.client(once(lambda forward: problem("cursor-gone", 410), "GET", "after="))
    borys.synced(client=client)
    assert [bool(cursor) for cursor in pages_asked_for(client)] == [True, False, True]
    assert borys.records() == anna.records()


def test_a_full_pull_that_had_to_leave_out_an_open_record_is_done_again(country):
    anna, borys = country.pair()
    (uuid,) = anna.schools(1)
    anna.synced()
    borys.synced()
    anna.edit(uuid, priority=4)
    anna.synced()
    with borys.workspace() as workspace:
        bookkeeping.want_full_pull(workspace, "cursor")
    report = borys.sync(skip=lambda: {("need", uuid)})
    assert (report.received, report.skipped) == (0, 1)
    assert borys.synced().received == 1
    assert borys.get(uuid)["priority"] == 4


def test_what_an_older_version_could_not_show_is_fetched_once_this_one_can(country):
    anna, borys = country.pair()
    uuid = anna.school(title_en="School No. 12")
    anna.synced()
    borys.synced()
    with borys.workspace() as workspace:
        known = base.get_base(workspace, "need", uuid)
        older = {name: value for name, value in known.record.items() if name != "title_en"}
        with workspace.applying():
            base.write_row(workspace, "need", uuid, older)
            base.drop_base(workspace, "need", uuid)
            base.set_base(workspace, "need", uuid, known.revision, known.hash, older, {"title_en": "School No. 12"})
            bookkeeping.note_unknown(workspace, {"need.title_en", "spaceship"})
    assert "title_en" not in borys.get(uuid)
    report = borys.synced()
    assert (report.sent, report.received) == (0, 1)
    assert borys.get(uuid) == anna.get(uuid)
    assert borys.synced().received == 0


def test_a_new_signing_key_that_the_old_one_vouches_for_is_followed(own_country):
    office = own_country.office()
    office.schools(1)
    office.synced()
    with office.workspace() as workspace:
        pinned = json.loads(workspace.get_meta(bookkeeping.KEYS))
    own_country.portal.cli("key", "rotate")
    office.schools(1)
    office.synced()
    with office.workspace() as workspace:
        followed = json.loads(workspace.get_meta(bookkeeping.KEYS))
    assert len(followed) == len(pinned) + 1
    assert pinned.items() <= followed.items()


def test_a_portal_with_keys_of_its_own_making_is_not_believed(own_country):
    office = own_country.office()
    office.synced()
    with office.workspace() as workspace:
        kid = next(iter(json.loads(workspace.get_meta(bookkeeping.KEYS))))
        workspace.set_meta(bookkeeping.KEYS, json.dumps({kid: "A" * 43 + "="}))
    office.schools(1)
    report = office.sync()
    assert report.problem.code == "portal.bad_signature"
    assert (report.accepted, len(office.records())) == (0, 1)
