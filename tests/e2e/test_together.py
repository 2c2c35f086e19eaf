"""Two workspaces and a portal: what one office does, the other has a moment later, and nobody loses anything."""

from __future__ import annotations

import json

from plugin.store import base, conflicts, outbox, refusals
from plugin.sync import bookkeeping, events
from plugin.sync.transport import Response

from .offices import IN_LVIV, KHARKIV, LVIV, PLACE, SCHOOL

LINE = {"type": "LineString", "coordinates": [[36.123456789012345, 49.98765432109876], [36.3, 50.00000000000001]]}
AREA = {"type": "Polygon", "coordinates": [[[36.1, 49.9], [36.2, 49.9], [36.2, 50.1], [36.1, 49.9]]]}


def test_a_record_made_in_one_office_is_in_the_other_after_each_has_synced(country):
    anna, borys = country.pair()
    uuid = anna.school(geom={"type": "Point", "coordinates": [36.2304, 49.9935]}, description="Дах")
    report = anna.synced()
    assert (report.sent, report.accepted, report.received) == (1, 1, 0)
    report = borys.synced()
    assert (report.received, report.rows[0].outcome, report.rows[0].title) == (1, "received", "Школа №12")
    assert borys.get(uuid) == anna.get(uuid)
    assert borys.synced().received == 0


def test_every_kind_of_record_travels_with_its_parent(country):
    anna, borys = country.pair()
    need = anna.school(geom=LINE)
    project = anna.add("project", title_uk="Ремонт", katottg=PLACE, workflow="draft", budget_amount=1234567.89,
                       budget_currency="UAH", status="preparation")  # fmt: skip
    anna.add("project_location", project_uuid=project, title_uk="Ділянка", katottg=PLACE, workflow="draft", geom=AREA)
    anna.add("need_project", need_uuid=need, project_uuid=project, share_percent=50, katottg=PLACE, workflow="draft")
    anna.add("funding", project_uuid=project, amount_committed=0.1, currency="UAH", katottg=PLACE, workflow="draft")
    anna.add("progress_report", project_uuid=project, period="2026-Q4", katottg=PLACE, workflow="draft")
    anna.add("attachment", parent_type="project", parent_uuid=project, kind="photo", file_name="дах.jpg",
             sha256="0" * 64, bytes=10, media_type="image/jpeg", katottg=PLACE, workflow="draft")  # fmt: skip
    report = anna.synced()
    assert (report.sent, report.accepted) == (7, 7)
    borys.synced()
    for name in ("need", "project", "project_location", "need_project", "funding", "progress_report", "attachment"):
        assert borys.records(name) == anna.records(name) != {}
    assert borys.get(project, "project")["budget_amount"] == "1234567.89"


def test_only_what_changed_is_sent(country):
    anna, _ = country.pair()
    uuid = anna.school(description="Дах", priority=3)
    anna.synced()
    anna.edit(uuid, priority=4, description=None)
    anna.synced()
    with anna.workspace() as workspace:
        item = outbox.get_batch(workspace, outbox.history(workspace)[0].batch).items[0]
        assert (item.op, item.base, json.loads(item.set_json)) == ("change", 1, {"priority": 4, "description": None})
        assert base.get_base(workspace, "need", uuid).revision == 2


def test_two_people_who_changed_different_fields_both_win(country):
    anna, borys = country.pair()
    uuid = anna.school(priority=1)
    anna.synced()
    borys.synced()
    anna.edit(uuid, priority=2)
    borys.edit(uuid, description="Потрібен дах")
    anna.synced()
    report = borys.synced()
    assert (report.merged, report.conflicts) == (1, 0)
    anna.synced()
    expected = {**SCHOOL, "uuid": uuid, "priority": 2, "description": "Потрібен дах"}
    assert anna.get(uuid) == borys.get(uuid) == expected


def test_two_people_who_changed_one_field_are_asked_and_nothing_is_overwritten(country):
    anna, borys = country.pair()
    uuid = anna.school()
    anna.synced()
    borys.synced()
    anna.edit(uuid, title_uk="Ліцей №12")
    borys.edit(uuid, title_uk="Гімназія №12", priority=3)
    anna.synced()
    report = borys.sync()
    assert (report.conflicts, report.open_conflicts, report.waiting, report.complete) == (1, 1, 0, False)
    assert "Працівник" in report.rows[0].text
    assert (anna.title(uuid), borys.title(uuid)) == ("Ліцей №12", "Гімназія №12")
    with borys.workspace() as workspace:
        (conflict,) = conflicts.list_conflicts(workspace)
        assert (conflict.kind, conflict.fields, conflict.revision) == ("field", ("title_uk",), 2)
        assert conflict.theirs["title_uk"] == "Ліцей №12"
        assert base.get_base(workspace, "need", uuid).revision == 1
    again = borys.sync()
    assert (again.sent, again.open_conflicts) == (0, 1)


def test_a_conflict_that_is_met_on_receiving_lays_theirs_beside_mine(country):
    anna, borys = country.pair()
    uuid = anna.school()
    anna.synced()
    borys.synced()
    anna.edit(uuid, title_uk="Ліцей №12")
    anna.synced()
    borys.edit(uuid, title_uk="Гімназія №12")
    report = borys.sync(push=False)
    assert (report.conflicts, report.received, borys.title(uuid)) == (1, 0, "Гімназія №12")


def test_a_conflict_is_over_once_the_portal_says_what_i_say(country):
    anna, borys = country.pair()
    uuid = anna.school()
    anna.synced()
    borys.synced()
    anna.edit(uuid, title_uk="Ліцей №12")
    borys.edit(uuid, title_uk="Гімназія №12")
    anna.synced()
    assert borys.sync().open_conflicts == 1
    anna.edit(uuid, title_uk="Гімназія №12")
    anna.synced()
    report = borys.synced()
    assert report.open_conflicts == 0


def test_fields_of_one_group_conflict_together(country):
    anna, borys = country.pair()
    project = anna.add("project", title_uk="Ремонт", katottg=PLACE, budget_amount=100, budget_currency="UAH")
    anna.synced()
    borys.synced()
    anna.edit(project, "project", budget_amount=200)
    borys.edit(project, "project", budget_currency="EUR")
    anna.synced()
    assert borys.sync().conflicts == 1
    assert borys.get(project, "project")["budget_amount"] == "100.00"


def test_what_one_deletes_goes_from_the_other(country):
    anna, borys = country.pair()
    uuid = anna.school()
    anna.synced()
    borys.synced()
    anna.remove(uuid)
    assert anna.synced().accepted == 1
    report = borys.synced()
    assert (report.received, report.removed, borys.get(uuid)) == (1, 1, None)


def test_deleting_what_another_has_changed_is_a_conflict(country):
    anna, borys = country.pair()
    uuid = anna.school()
    anna.synced()
    borys.synced()
    anna.edit(uuid, priority=5)
    anna.synced()
    borys.remove(uuid)
    report = borys.sync()
    assert report.conflicts == 1
    with borys.workspace() as workspace:
        (conflict,) = conflicts.list_conflicts(workspace)
        assert (conflict.kind, conflict.theirs["priority"]) == ("deleted", 5)


def test_changing_what_another_has_deleted_is_a_conflict_and_the_row_stays(country):
    anna, borys = country.pair()
    uuid = anna.school()
    anna.synced()
    borys.synced()
    anna.remove(uuid)
    anna.synced()
    borys.edit(uuid, priority=5)
    report = borys.sync()
    assert (report.conflicts, borys.get(uuid)["priority"]) == (1, 5)


def test_deleting_a_project_deletes_what_hangs_off_it_children_first(country):
    anna, borys = country.pair()
    project = anna.add("project", title_uk="Ремонт", katottg=PLACE)
    child = anna.add("funding", project_uuid=project, katottg=PLACE)
    anna.synced()
    borys.synced()
    with anna.workspace() as workspace:
        workspace.delete("project", project)
    anna.synced()
    borys.synced()
    assert borys.get(project, "project") is None
    assert borys.get(child, "funding") is None


def test_a_record_made_and_deleted_before_it_was_sent_is_never_sent(country):
    anna, _ = country.pair()
    anna.remove(anna.school())
    report = anna.synced()
    assert (report.sent, report.waiting) == (0, 0)


def test_an_edit_taken_back_before_it_was_sent_is_never_sent(country):
    anna, _ = country.pair()
    uuid = anna.school(priority=1)
    anna.synced()
    anna.edit(uuid, priority=2)
    anna.edit(uuid, priority=1)
    assert anna.synced().sent == 0


def test_edits_made_while_a_batch_is_under_way_stay_and_wait(country):
    anna, borys = country.pair()
    uuid = anna.school(priority=1)

    def edit_meanwhile(request, forward):
        if request.method == "POST":
            anna.edit(uuid, priority=2)
        return forward()

    report = anna.sync(meddle=edit_meanwhile)
    assert (report.accepted, report.waiting) == (1, 1)
    assert anna.get(uuid)["priority"] == 2
    with anna.workspace() as workspace:
        assert base.get_base(workspace, "need", uuid).record["priority"] == 1
    assert anna.synced().sent == 1
    borys.synced()
    assert borys.get(uuid)["priority"] == 2


def test_an_edit_made_meanwhile_to_a_field_that_others_changed_becomes_a_conflict_not_an_overwrite(country):
    anna, borys = country.pair()
    uuid = anna.school(priority=1, description="Дах")
    anna.synced()
    borys.synced()
    borys.edit(uuid, description="Дах і вікна")
    borys.synced()
    anna.edit(uuid, priority=2)

    def edit_meanwhile(request, forward):
        if request.method == "POST":
            anna.edit(uuid, description="Лише вікна")
        return forward()

    report = anna.sync(meddle=edit_meanwhile)
    assert (report.merged, report.conflicts) == (1, 1)
    assert anna.get(uuid)["description"] == "Лише вікна"
    anna.sync()
    borys.synced()
    assert borys.get(uuid)["description"] == "Дах і вікна"


def test_a_record_deleted_while_it_was_under_way_is_deleted_next_time(country):
    anna, borys = country.pair()
    uuid = anna.school()

    def delete_meanwhile(request, forward):
        if request.method == "POST":
            anna.remove(uuid)
        return forward()

    anna.sync(meddle=delete_meanwhile, pull=False)
    assert anna.get(uuid) is None
    report = anna.synced()
    assert (report.sent, report.accepted, anna.get(uuid)) == (1, 1, None)
    borys.synced()
    assert borys.get(uuid) is None


def test_what_has_the_wrong_form_is_refused_here_and_told_and_goes_once_it_is_put_right(country):
    anna, _ = country.pair()
    wrong = anna.school(sector="мінна безпека")
    right = anna.school(title_uk="Лікарня")
    report = anna.sync()
    assert (report.accepted, report.refused, report.waiting, report.open_refusals) == (1, 1, 0, 1)
    assert (report.rows[0].uuid, report.rows[0].outcome) == (wrong, "refused")
    assert "Галузь" in report.rows[0].text or "Сектор" in report.rows[0].text
    assert anna.sync().sent == 0
    anna.edit(wrong, sector="explosive_hazards")
    assert anna.synced().accepted == 1
    assert anna.get(right) is not None


def test_what_the_portal_refuses_is_kept_with_its_reasons_and_sent_again_after_an_edit(country):
    anna, _ = country.pair()
    uuid = anna.school(katottg=IN_LVIV)
    report = anna.sync()
    assert (report.sent, report.refused) == (1, 1)
    with anna.workspace() as workspace:
        (refusal,) = refusals.list_refusals(workspace)
        assert refusal.uuid == uuid
        assert refusal.problems[0]["message"]
    assert anna.sync().sent == 0
    anna.edit(uuid, katottg=PLACE)
    assert anna.synced().accepted == 1


def test_a_child_is_held_until_its_parent_is_accepted_and_then_goes_by_itself(country):
    anna, _ = country.pair()
    project = anna.add("project", title_uk="Ремонт", katottg=IN_LVIV)
    child = anna.add("funding", project_uuid=project, katottg=PLACE)
    report = anna.sync()
    assert (report.refused, report.held, report.waiting) == (1, 1, 1)
    anna.edit(project, "project", katottg=PLACE)
    report = anna.synced()
    assert report.accepted == 2
    assert anna.get(child, "funding")["project_uuid"] == project


def test_the_same_content_made_twice_is_adopted_not_a_conflict(country):
    anna, borys = country.pair()
    uuid = "0b1d8c7e-6d0f-4b7e-9a50-0d9a3c1f2e11"
    anna.school(uuid=uuid)
    borys.school(uuid=uuid)
    anna.synced()
    report = borys.synced()
    assert (report.unchanged, report.conflicts) == (1, 0)


def test_records_with_uncommitted_edits_are_left_alone_told_and_taken_next_time(country):
    anna, borys = country.pair()
    uuid = anna.school(priority=1)
    anna.synced()
    borys.synced()
    anna.edit(uuid, priority=2)
    anna.synced()
    mine = borys.school(title_uk="Моя")
    report = borys.sync(skip=lambda: {("need", uuid), ("need", mine)})
    assert (report.sent, report.received, report.skipped) == (0, 0, 2)
    assert borys.told(events.Skipped)[0].records == tuple(sorted([("need", uuid), ("need", mine)]))
    assert borys.get(uuid)["priority"] == 1
    report = borys.synced()
    assert (report.sent, report.received, borys.get(uuid)["priority"]) == (1, 1, 2)


def test_a_record_that_leaves_my_view_goes_if_it_is_clean_and_is_a_conflict_if_it_waits(country):
    anna = country.office("00000001")
    vira = country.office("00000001", territory=(KHARKIV, LVIV))
    clean, edited = anna.school(), anna.school()
    anna.synced()
    vira.synced()
    vira.edit(clean, katottg=IN_LVIV)
    vira.edit(edited, katottg=IN_LVIV)
    vira.synced()
    anna.edit(edited, priority=2)
    report = anna.sync(push=False)
    assert (report.received, report.removed, report.conflicts) == (1, 1, 1)
    assert (anna.get(clean), anna.get(edited)["priority"]) == (None, 2)


def test_five_hundred_and_more_records_go_in_several_batches(country):
    anna, borys = country.pair()
    anna.schools(1203)
    report = anna.synced()
    assert report.accepted == 1203
    assert [event.items for event in anna.told(events.Sending)] == [500, 500, 203]
    assert borys.synced().received == 1203
    assert borys.records() == anna.records()


def test_what_is_remembered_of_the_portal(country):
    anna, _ = country.pair()
    anna.school()
    anna.synced()
    with anna.workspace() as workspace:
        for key in (bookkeeping.PORTAL, bookkeeping.EPOCH, bookkeeping.CURSOR, bookkeeping.SEEN_AT, bookkeeping.KEYS,
                    bookkeeping.LAST_SYNC, bookkeeping.ROUNDS):  # fmt: skip
            assert workspace.get_meta(key)
        (receipt,) = outbox.receipts(workspace, "need", next(iter(anna.records())))
        assert receipt.signature
        assert receipt.kid


def project_with(office) -> tuple[str, str]:
    project = office.add("project", title_uk="Ремонт", katottg=PLACE, workflow="draft")
    return project, place_of(office, project)


def place_of(office, project) -> str:
    values = {"title_uk": "Дах", "katottg": PLACE, "workflow": "draft"}
    return office.add("project_location", project_uuid=project, **values)


def test_a_record_that_lost_its_parent_says_so_and_goes_once_it_has_another(country):
    anna, borys = country.pair()
    project, _ = project_with(anna)
    anna.synced()
    borys.synced()
    with borys.workspace() as workspace:
        workspace.delete("project", project)
    borys.synced()
    orphan = place_of(anna, project)
    report = anna.sync()
    assert (report.problem, report.refused, report.removed) == (None, 1, 2)
    (row,) = [row for row in report.rows if row.outcome == "refused"]
    assert row.uuid == orphan and "вилучено" in row.text
    assert anna.get(orphan, "project_location") and not anna.get(project, "project")
    assert anna.sync().sent == 0
    another, _ = project_with(anna)
    anna.edit(orphan, "project_location", project_uuid=another)
    assert anna.synced().accepted == 3
    borys.synced()
    assert borys.records("project_location") == anna.records("project_location")


def test_an_edited_record_whose_parent_was_deleted_is_a_conflict_and_stays(country):
    anna, borys = country.pair()
    project, place = project_with(anna)
    anna.synced()
    borys.synced()
    anna.edit(place, "project_location", title_uk="Дах і стіни")
    with borys.workspace() as workspace:
        workspace.delete("project", project)
    borys.synced()
    report = anna.sync()
    assert (report.problem, report.conflicts, report.open_conflicts) == (None, 1, 1)
    assert anna.get(place, "project_location")["title_uk"] == "Дах і стіни"
    assert anna.get(project, "project") is None


def test_children_that_arrive_before_their_parent_or_without_it_are_there_all_the_same(country):
    anna, borys = country.pair()
    project, place = project_with(anna)
    anna.synced()

    def without_the_project(request, forward):
        answer = forward()
        if "/changes" not in request.url:
            return answer
        document = json.loads(answer.body)
        document["items"] = [item for item in document["items"] if item["type"] != "project"]
        return Response(200, answer.headers, json.dumps(document).encode())

    assert borys.sync(meddle=without_the_project).problem is None
    assert borys.get(place, "project_location") == anna.get(place, "project_location")
    assert borys.get(project, "project") is None
