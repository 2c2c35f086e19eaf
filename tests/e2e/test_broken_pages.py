"""Pages of changes that break the contract, or come from a newer portal."""

from __future__ import annotations

import pytest

from plugin.store import base, outbox
from plugin.sync import bookkeeping

from .trouble import (
    in_words,
    once,
    rewritten,
)


@pytest.mark.parametrize(
    "change",
    [
        lambda page: page["items"][0]["record"].update(geom={"type": "Point", "coordinates": ["east", "north"]}),
        lambda page: page["items"][0]["record"].update(title_uk={"uk": "?"}),
        lambda page: page["items"][0]["record"].update(uuid="no"),
        lambda page: page["items"][0].update(revision=0),
        lambda page: page["items"].append(page["items"][0]),
        lambda page: page.pop("cursor"),
    ],
    ids=["geometry", "value", "identity", "revision", "double", "cursor"],
)
def test_a_page_that_breaks_the_contract_changes_nothing_and_may_come_again(country, change):
    anna, borys = country.pair()
    uuids = anna.schools(60)
    anna.synced()
    report = borys.sync(meddle=once(rewritten(change), "GET", "/changes"))
    assert report.problem.code == "portal.breaks_contract"
    in_words(report.problem)
    assert borys.records() == {}
    assert borys.synced().received == 60
    assert set(borys.records()) == set(uuids)


def test_what_a_newer_portal_sends_more_is_kept_and_never_sent(country):
    anna, borys = country.pair()
    uuid = anna.school()
    anna.synced()

    def newer(page):
        item = page["items"][0]
        item["record"]["colour"] = {"roof": "red"}
        other = {**item["record"], "uuid": "0b1d8c7e-6d0f-4b7e-9a50-0d9a3c1f2e11"}
        page["items"].append({**item, "type": "spaceship", "uuid": other["uuid"], "record": other})

    borys.synced(meddle=once(rewritten(newer), "GET", "/changes"))
    with borys.workspace() as workspace:
        assert base.get_base(workspace, "need", uuid).extra == {"colour": {"roof": "red"}}
        assert bookkeeping.unknown_parts(workspace) == {"spaceship", "need.colour"}
    borys.edit(uuid, priority=2)
    borys.sync(pull=False)
    with borys.workspace() as workspace:
        batch = outbox.get_batch(workspace, outbox.history(workspace)[0].batch)
        assert b"colour" not in batch.body
