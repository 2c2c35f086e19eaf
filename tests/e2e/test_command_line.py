"""The command line against a real portal: exit statuses, both languages, JSON, errors in a sentence."""

from __future__ import annotations

import os
import subprocess
import sys

from plugin.store import sample

from .offices import IN_LVIV, KHARKIV, Office
from .shell import ROOT


def test_it_runs_as_a_module_and_writes_utf8_into_a_pipe(shell, tmp_path):
    folder = tmp_path / "Ґанок"
    for arguments, status in (("new", folder, "--territory", KHARKIV), 0), (("status", folder), 0), (("dance",), 2):
        done = subprocess.run(
            [sys.executable, "-m", "plugin.cli", *map(str, arguments)],
            cwd=ROOT,
            env=shell.environment(PYTHONIOENCODING="cp1251"),
            capture_output=True,
            timeout=120,
        )
        assert done.returncode == status
        assert b"Traceback" not in done.stderr
        (done.stdout + done.stderr).decode("utf-8")
    assert "Команду записано неправильно" in done.stderr.decode("utf-8")


def test_the_sample_is_made_whole_and_waits_for_nothing(shell, tmp_path):
    folder = tmp_path / "Зразок"
    made = shell.json("new", folder, "--sample")
    told = shell.json("status", folder)
    assert made["sample"] and made["portal"] is None
    assert made["records"] == told["records"] == sum(len(records) for records in sample.read().records.values())
    assert told["sample"] and told["workspace"] == made["workspace"]
    for lang, words in (("uk", "Це зразок"), ("en", "This is the sample")):
        assert words in shell("status", folder, "--lang", lang).stdout
    assert shell.fails("new", folder, "--sample")[0] == "store.exists"


def test_the_sample_has_its_own_territory_and_no_portal(shell, tmp_path):
    for option, value in (("--territory", KHARKIV), ("--portal", "http://127.0.0.1:9"), ("--organisation", "00032112")):
        assert shell.fails("new", tmp_path / "a", "--sample", option, value)[0] == "cli.sample_alone"
    assert shell.fails("new", tmp_path / "a")[0] == "cli.no_territory"
    assert not (tmp_path / "a").exists()


def test_the_whole_thread_from_the_command_line(country, shell, tmp_path):
    shell.token = country.account("00000091")
    folders = [tmp_path / "Харків, «об'єднана»", tmp_path / "b"]
    for folder in folders:
        made = shell.json("new", folder, "--territory", KHARKIV, "--portal", country.portal.url)
        assert made["territory"] == [KHARKIV]
    assert shell.json("status", folders[0])["last_sync"] is None
    office = Office(folders[0], country.portal.url, shell.token)
    uuid = office.school()
    waiting = shell.json("status", folders[0], status=1)
    assert (waiting["waiting"], waiting["types"]["need"]["waiting"]) == (1, 1)

    sent = shell.json("sync", folders[0])
    assert (sent["sent"], sent["accepted"], sent["complete"]) == (1, 1, True)
    assert sent["rows"][0]["uuid"] == uuid
    received = shell.json("sync", folders[1], "--pull-only")
    assert received["received"] == 1
    status = shell.json("status", folders[1])
    assert (status["synced"], status["types"]["need"]["records"]) == (1, 1)
    assert status["last_sync"]

    log = shell.json("log", folders[0])["entries"]
    assert {entry["what"] for entry in log} == {"sent", "received"}
    batch = next(entry for entry in log if entry["what"] == "sent")
    assert (batch["items"], batch["verdicts"], bool(batch["signature"])) == (1, {"accepted": 1}, True)
    assert "надіслано 1 запис" in shell("log", folders[0]).stdout
    assert "sent 1 record" in shell("log", folders[0], "--lang", "en").stdout
    assert "Обмін завершено" in shell("sync", folders[0]).stdout


def test_what_remains_is_exit_status_1_and_named(country, shell, tmp_path):
    shell.token = country.account("00000092")
    folder = tmp_path / "a"
    shell.json("new", folder, "--territory", KHARKIV, "--portal", country.portal.url)
    office = Office(folder, country.portal.url, shell.token)
    office.school(katottg=IN_LVIV)
    report = shell.json("sync", folder, status=1)
    assert (report["refused"], report["rows"][0]["outcome"]) == (1, "refused")
    done = shell("sync", folder)
    assert done.returncode == 1
    status = shell.json("status", folder, status=1)
    assert (status["refused"], status["waiting"]) == (1, 0)
    assert "1 запис відхилено" in shell("status", folder).stdout


def test_only_sending_and_only_receiving(country, shell, tmp_path):
    shell.token = country.account("00000093")
    folder = tmp_path / "a"
    shell.json("new", folder, "--territory", KHARKIV, "--portal", country.portal.url)
    office = Office(folder, country.portal.url, shell.token)
    office.school()
    assert shell.json("sync", folder, "--pull-only", status=1)["sent"] == 0
    assert shell.json("sync", folder, "--push-only")["accepted"] == 1
    assert shell("sync", folder, "--push-only", "--pull-only").returncode == 2


def test_the_token_may_stand_in_a_file(country, shell, tmp_path):
    file = tmp_path / "token.txt"
    file.write_text(country.account("00000094") + "\r\n", encoding="utf-8-sig")
    folder = tmp_path / "a"
    shell.json("new", folder, "--territory", KHARKIV, "--portal", country.portal.url)
    assert shell.json("sync", folder, "--token-file", file)["complete"]
    assert shell.fails("sync", folder, "--token-file", tmp_path / "none")[0] == "cli.token_file"
    file.write_text("\n")
    assert shell.fails("sync", folder, "--token-file", file)[0] == "cli.token_file_empty"


def test_a_token_never_goes_to_a_portal_that_nobody_has_named(country, shell, tmp_path):
    token = country.account("00000095")
    mailed = country.office(token=token).folder
    code, told = shell.fails("sync", mailed, token=token)
    assert code == "cli.portal_not_named"
    assert country.portal.url in told
    assert token not in told
    assert shell.fails("sync", mailed, "--portal", "https://another.example", token=token)[0] == "cli.portal_differs"
    assert shell.json("sync", mailed, "--portal", country.portal.url, token=token)["complete"]
    assert shell.json("sync", mailed, token=token)["complete"]
    kept = (shell.settings / "vidbudova" / "portals.json").read_text()
    assert token not in kept


def test_a_token_bound_to_one_portal_does_not_go_to_another(country, shell, tmp_path):
    token = country.account("00000096")
    folder, other = tmp_path / "a", tmp_path / "b"
    shell.json("new", folder, "--territory", KHARKIV, "--portal", country.portal.url)
    shell.json("new", other, "--territory", KHARKIV, "--portal", "https://another.example")
    shell.json("sync", folder, token=token)
    assert shell.fails("sync", other, token=token)[0] == "cli.token_of_another"


def test_without_a_portal_a_workspace_is_made_all_the_same(shell, tmp_path):
    folder = tmp_path / "a"
    assert shell("new", folder, "--territory", "UA", "--organisation", "00032112").returncode == 0
    assert shell.json("status", folder)["portal"] is None
    assert shell.fails("sync", folder, token="x")[0] == "portal.no_portal"
    assert shell.fails("sync", folder)[0] == "cli.no_token"


def test_an_unreachable_portal_does_not_keep_a_workspace_from_being_made(shell, tmp_path):
    folder = tmp_path / "a"
    shell.json("new", folder, "--territory", KHARKIV, "--portal", "http://127.0.0.1:9")
    code, told = shell.fails("sync", folder, "--wait", "0", token="x")
    assert code == "transport.no_connection"
    assert "127.0.0.1" in told


def test_a_revoked_token_is_told_in_both_languages(country, shell, tmp_path):
    folder = tmp_path / "a"
    shell.json("new", folder, "--territory", KHARKIV, "--portal", country.portal.url)
    code, told = shell.fails("sync", folder, token="never-issued")
    assert (code, "Ask the portal's administrator" in told) == ("portal.unauthorised", True)


def test_errors_of_usage_and_environment(shell, tmp_path):
    folder = tmp_path / "a"
    assert shell.fails("new", folder, "--territory", "Харків")[0] == "cli.bad_territory"
    assert shell.fails("new", folder, "--territory", KHARKIV, "--portal", "portal")[0] == "portal.bad_address"
    assert shell.fails("new", folder, "--territory", KHARKIV, "--portal", "http://a.example")[0] == (
        "portal.insecure_address"
    )
    assert shell.fails("new", folder, "--territory", KHARKIV, "--organisation", "123")[0] == "cli.bad_organisation"
    assert not folder.exists()
    shell.json("new", folder, "--territory", KHARKIV)
    assert shell.fails("new", folder, "--territory", KHARKIV)[0] == "store.exists"
    assert shell.fails("status", tmp_path / "nowhere")[0] == "store.not_a_workspace"
    (tmp_path / "junk").mkdir()
    (tmp_path / "junk" / "workspace.gpkg").write_bytes(b"not a database")
    assert shell.fails("sync", tmp_path / "junk", token="x")[0] == "store.half_written"
    assert shell.fails("check", folder, "--severity", "fatal")[0] == "cli.usage"
    assert shell.fails("dance", folder)[0] == "cli.usage"
    assert shell.fails()[0] == "cli.usage"


def test_checking_shows_findings_of_the_wanted_weight(shell, tmp_path):
    folder = tmp_path / "a"
    shell.json("new", folder, "--territory", KHARKIV)
    assert shell.json("check", folder) == {"findings": [], "counts": {"error": 0, "warning": 0, "hint": 0}}
    office = Office(folder, "", "")
    uuid = office.add("need", title_uk="Капiтальний ремонт", workflow="draft")
    found = shell.json("check", folder, status=1)
    assert {one["uuid"] for one in found["findings"]} == {uuid}
    assert sum(found["counts"].values()) == len(found["findings"]) > 0
    errors = shell.json("check", folder, "--severity", "error", status=1)
    assert {one["severity"] for one in errors["findings"]} == {"error"}
    english = shell("check", folder, "--lang", "en")
    assert english.returncode == 1
    assert english.stdout != shell("check", folder).stdout


def test_a_reader_that_goes_away_ends_nothing_and_a_result_that_cannot_be_written_is_told(shell, tmp_path):
    folder = tmp_path / "a"
    shell.json("new", folder, "--territory", KHARKIV)
    command = [sys.executable, "-m", "plugin.cli", "status", str(folder), "--json"]
    gone, end = os.pipe()
    os.close(gone)
    with open(end, "wb") as nobody_reads, open("/dev/full", "wb") as full:
        for stream, status in (nobody_reads, 0), (full, 2):
            done = subprocess.run(
                command, cwd=ROOT, env=shell.environment(), stdout=stream, stderr=subprocess.PIPE, timeout=120
            )
            said = done.stderr.decode("utf-8")
            assert done.returncode == status, said
            assert "Traceback" not in said
            assert ("Не вдалося записати те, що показує команда" in said) == (stream is full), said


def test_the_language_follows_the_locale_and_is_ukrainian_otherwise(shell, tmp_path):
    folder = tmp_path / "a"
    shell.json("new", folder, "--territory", KHARKIV)
    assert "There are no records yet" in shell("status", folder, LANG="en_GB.UTF-8").stdout
    assert "Записів ще немає" in shell("status", folder, LANG="de_DE.UTF-8").stdout
    assert "Записів ще немає" in shell("status", folder, LANG="en_GB.UTF-8", LC_ALL="C.UTF-8").stdout
    assert "send and receive records" in shell("--help", "--lang", "en").stdout
