"""Bad weather: generators, hotspots, hotel Wi-Fi, clocks that are years off. The exchange goes on by itself."""

from __future__ import annotations

import json
import subprocess
import sys
import threading
from dataclasses import replace
from datetime import datetime, timedelta, timezone
from email.utils import format_datetime

import pytest

from plugin.errors import TransportError
from plugin.store import clock
from plugin.sync import engine, events, waiting, weather
from plugin.sync.transport import Response
from tests.unit.sync.fakes import HTML, problem, reply

from .between import between
from .shell import ROOT
from .trouble import arrived, broken, in_words, lost, never_arrives, once

# --- the network wants somebody to sign in ----------------------------------------------------------------------------

LOGIN = {
    "a page": reply(HTML, 200, "text/html"),
    "a redirect": reply(b"", 302, location="https://wifi.hotel.example/login"),
    "511": reply(HTML, 511, "text/html"),
    "another's certificate": TransportError("transport.tls_other_host", retryable=False, host="portal"),
}


def shown(answer):
    def fault(forward):
        if isinstance(answer, Exception):
            raise answer
        return answer

    return fault


@pytest.mark.parametrize("name", LOGIN)
@pytest.mark.parametrize("where", ["/api/v1/", "/batches", "/changes"])
def test_a_login_page_anywhere_is_waited_out_and_doubles_nothing(country, name, where):
    office = country.office()
    office.synced()
    uuid = office.school()
    method = "POST" if where == "/batches" else "GET"
    report = office.synced(meddle=once(shown(LOGIN[name]), method, where))
    assert report.accepted == 1
    (waited,) = office.told(events.Waiting)
    assert waited.problem.code == "portal.sign_in"
    in_words(waited.problem)
    assert arrived(office, uuid) == 1


def test_a_login_page_that_stays_ends_the_run_and_is_weather(country):
    office = country.office()
    office.synced()
    office.school()
    report = office.sync(meddle=lambda request, forward: LOGIN["a page"])
    assert (report.problem.code, report.waiting) == ("portal.sign_in", 1)
    assert weather.is_weather(report.problem)
    assert office.synced().accepted == 1


def test_a_login_page_at_an_address_where_the_portal_never_was_is_a_wrong_address(country):
    office = country.office()
    office.school()
    report = office.sync(meddle=lambda request, forward: LOGIN["a page"])
    assert report.problem.code == "portal.web_page"
    assert not weather.is_weather(report.problem)


# --- waiting for the connection ---------------------------------------------------------------------------------------


class Weather:
    """A line that works again after so many questions, and a clock that stands still unless somebody waits."""

    def __init__(self, office, bad) -> None:
        self.office = office
        self.bad = bad
        self.time = 0.0
        self.asked = []
        self.stop = threading.Event()

    def connect(self, **timeouts):
        return self.office.client(self.meddle)

    def meddle(self, request, forward):
        self.asked.append(request)
        if self.bad > 0:
            self.bad -= 1
            raise broken("transport.no_connection")
        return forward()

    def wait(self, seconds):
        self.time += seconds

    def sync(self, seconds, draw=lambda: 0.5) -> list:
        with self.office.workspace() as workspace:

            def run(client, policy):
                return engine.sync(workspace, client, clock=self.office.clock, policy=policy, cancel=self.stop)

            return list(
                waiting.sync_until(
                    run, self.connect, seconds=seconds, cancel=self.stop, wait=self.wait,
                    elapsed=lambda: self.time, draw=draw,
                )
            )  # fmt: skip


def test_the_exchange_goes_on_by_itself_once_the_portal_answers(country):
    office = country.office()
    uuid = office.school()
    line = Weather(office, bad=30)
    told = line.sync(seconds=3600)
    assert told[-1].report.complete
    assert told[-1].report.sent == 1
    assert arrived(office, uuid) == 1
    assert 60 < line.time < 3600
    questions = line.asked[: 30 + 1]
    assert all(request.url.endswith("/api/v1/") and "Authorization" not in request.headers for request in questions)


def test_intervals_grow_with_full_jitter_and_what_the_portal_asks_for_is_waited_out():
    most = [weather.interval(tries, None, lambda: 1.0) for tries in range(12)]
    assert most[:5] == [5, 10, 20, 40, 80] and set(most[5:]) == {120}
    assert {weather.interval(tries, None, lambda: 0.0) for tries in range(12)} == {1}
    asked = TransportError("transport.timeout", retry_after=40.0)
    assert weather.interval(0, asked, lambda: 0.5) == 42.5


def test_waiting_ends_with_its_time_and_with_a_cancel(country):
    office = country.office()
    office.school()
    line = Weather(office, bad=10**6)
    report = line.sync(seconds=100)[-1].report
    assert (report.problem.code, report.waiting, report.cancelled) == ("transport.no_connection", 1, False)
    assert line.time <= 100
    line = Weather(office, bad=10**6)
    line.wait = lambda seconds: line.stop.set()
    report = line.sync(seconds=100)[-1].report
    assert (report.problem, report.cancelled) == (None, True)
    assert office.synced().accepted == 1


def test_what_was_done_before_the_line_broke_is_in_the_one_report(country):
    anna, borys = country.pair()
    borys.school()
    borys.synced()
    uuid = anna.school()
    line = Weather(anna, bad=0)
    whole = line.meddle

    def meddle(request, forward):
        if "/changes" in request.url and not line.time:
            raise broken("transport.no_connection")
        return whole(request, forward)

    line.meddle = meddle
    report = line.sync(seconds=3600)[-1].report
    assert (report.problem, report.sent, report.accepted, report.received) == (None, 1, 1, 1)
    assert {row.outcome for row in report.rows} == {"accepted", "received"}
    assert arrived(anna, uuid) == 1


def test_a_fault_that_does_not_pass_is_not_waited_out(country):
    office = country.office(token="x" * 40)
    office.school()
    line = Weather(office, bad=0)
    assert line.sync(seconds=3600)[-1].report.problem.code == "portal.unauthorised"
    assert line.time == 0


# --- clocks -----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("years", [-60, -1, 1, 11])
def test_a_laptop_whose_clock_is_years_off_exchanges_as_any_other(country, monkeypatch, years):
    anna, borys = country.pair()
    now = datetime.now(timezone.utc) + timedelta(days=365 * years)
    anna.clock.moment = now
    monkeypatch.setattr(clock, "now", lambda: now.strftime("%Y-%m-%dT%H:%M:%SZ"))
    for module in ("outbox", "pulls", "refusals", "conflicts", "lock"):
        monkeypatch.setattr(f"plugin.store.{module}.now", clock.now)
    uuid = anna.school()
    refused = anna.school(priority=77)
    there = datetime.now(timezone.utc)
    date, later = (format_datetime(there + timedelta(seconds=more), usegmt=True) for more in (0, 9))
    busy = problem("unavailable", 503, retry_after=later, date=date)
    report = anna.sync(meddle=once(lambda forward: busy))
    assert (report.problem, report.accepted, report.refused) == (None, 1, 1)
    assert any(9 <= seconds < 12 for seconds in anna.clock.waits)
    borys.synced()
    assert borys.get(uuid) == anna.get(uuid)
    anna.edit(uuid, priority=4)
    anna.edit(refused, priority=3)
    borys.edit(uuid, description="моє")
    borys.synced()
    anna.synced(meddle=once(lost))
    borys.synced()
    assert borys.records() == anna.records()
    assert (anna.get(uuid)["priority"], anna.get(uuid)["description"]) == (4, "моє")


def test_a_batch_tells_the_senders_clock_and_the_last_time_the_portal_told(country):
    office = country.office()
    office.synced()
    office.clock.moment = datetime(1999, 1, 1, tzinfo=timezone.utc)
    office.school()
    client = office.client(lambda request, forward: forward())
    office.synced(client=client)
    (body,) = [json.loads(request.body) for request in client._transport.asked if request.method == "POST"]
    assert body["made_at"].startswith("1999")
    assert abs(datetime.now(timezone.utc) - datetime.fromisoformat(body["seen_at"])) < timedelta(minutes=5)


def test_a_token_that_is_over_by_this_sides_clock_only_is_used(country):
    office = country.office()
    uuid = office.school()

    def expiring(request, forward):
        answer = forward()
        if request.url.endswith("/me"):
            document = {**json.loads(answer.body), "expires_at": "2001-01-01T00:00:00Z"}
            return Response(200, answer.headers, json.dumps(document).encode())
        return answer

    assert office.synced(meddle=expiring).accepted == 1
    assert arrived(office, uuid) == 1


# --- pages that come slowly, or lead nowhere --------------------------------------------------------------------------


def test_pages_that_time_out_are_asked_for_in_smaller_parts_and_then_larger_again(country):
    anna, borys = country.pair()
    anna.schools(1300)
    anna.synced()

    def meddle(request, forward):
        if "/changes" in request.url:
            limit = int(request.url.rpartition("limit=")[2])
            limits.append(limit)
            if limit > 600 and len(limits) < 5:
                raise broken("transport.timeout")
        return forward()

    limits: list[int] = []
    borys.synced(meddle=meddle)
    assert borys.records() == anna.records()
    assert limits[:3] == [2000, 1000, 500] and limits[-1] > 500


@pytest.mark.parametrize("cursors", [["a"], ["a", "b"], ["a", "b", "c", "d"], None], ids=str)
def test_a_portal_that_gives_out_the_same_changes_for_ever_is_not_followed_for_ever(country, cursors):
    anna, borys = country.pair()
    anna.school()
    anna.synced()
    served = []

    def meddle(request, forward):
        if "/changes" not in request.url:
            return forward()
        answer = forward() if not served else Response(200, served[0].headers, served[0].body)
        served.append(answer)
        document = json.loads(served[0].body)
        name = f"c{len(served)}" if cursors is None else cursors[len(served) % len(cursors)]
        return Response(200, answer.headers, json.dumps({**document, "more": True, "cursor": name}).encode())

    report = borys.sync(meddle=meddle)
    assert report.problem.code == "portal.breaks_contract"
    assert len(served) < 10
    in_words(report.problem)
    borys.synced(meddle=once(never_arrives, "GET", "/changes"))
    assert borys.records() == anna.records()


# --- two processes ----------------------------------------------------------------------------------------------------


def test_of_two_processes_on_one_workspace_one_works_and_the_other_says_so_and_leaves(country, shell):
    office = country.office()
    uuid = office.school()
    busy, go_on = threading.Event(), threading.Event()

    def slow(method, path, answered):
        if method == "POST":
            busy.set()
            go_on.wait(60)
        return answered

    with between(office.portal_url, slow) as url:
        with office.workspace() as workspace:
            workspace.update_settings(replace(workspace.settings, portal_url=url))
        command = [sys.executable, "-m", "plugin.cli", "sync", str(office.folder), "--portal", url, "--json"]
        environment = shell.environment(office.token, PYTHONPATH=str(ROOT))
        pipes = {"stdout": subprocess.PIPE, "stderr": subprocess.PIPE, "cwd": ROOT, "env": environment, "text": True}
        first = subprocess.Popen(command, **pipes)
        assert busy.wait(60)
        second = subprocess.run(command, **pipes, timeout=60)
        assert first.poll() is None
        go_on.set()
        out, _ = first.communicate(timeout=60)
    said = json.loads(second.stdout)
    assert (second.returncode, said["error"]["code"], said["sent"]) == (2, "store.locked_by_other_engine", 0)
    assert str(first.pid) in said["error"]["message"]
    assert second.stderr.strip()
    assert (first.returncode, json.loads(out)["sent"]) == (0, 1)
    assert arrived(office, uuid) == 1
