"""What the rules are told of a workspace."""

from __future__ import annotations

import zoneinfo
from datetime import date, datetime, timezone

from plugin.store import clock
from plugin.store.context import WorkspaceContext


class _Late(datetime):
    """Half past ten in the evening of 31 December in Greenwich: the new year has come in Kyiv."""

    @classmethod
    def now(cls, tz=None):
        return datetime(2026, 12, 31, 22, 30, tzinfo=timezone.utc).astimezone(tz)


def test_rules_about_dates_go_by_the_day_in_kyiv_whatever_the_zone_of_the_computer(ws, monkeypatch):
    monkeypatch.setattr(clock, "datetime", _Late)
    assert WorkspaceContext(ws).today == date(2027, 1, 1)


def test_without_time_zone_data_the_day_is_the_one_two_hours_east_of_greenwich(ws, monkeypatch):
    def missing(key):
        raise zoneinfo.ZoneInfoNotFoundError(key)

    monkeypatch.setattr(zoneinfo, "ZoneInfo", missing)
    monkeypatch.setattr(clock, "datetime", _Late)
    assert WorkspaceContext(ws).today == date(2027, 1, 1)


def test_a_check_may_be_about_another_day(ws):
    assert WorkspaceContext(ws, today=date(2026, 2, 3)).today == date(2026, 2, 3)
