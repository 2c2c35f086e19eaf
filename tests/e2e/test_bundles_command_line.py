"""``bundle export`` and ``bundle import`` as somebody runs them, and the examples on the command line's page."""

from __future__ import annotations

import itertools
import re
import shlex

import pytest

from .offices import Office
from .shell import ROOT

_numbers = itertools.count(70_000_000)


@pytest.fixture
def people(country, shell, tmp_path, monkeypatch):
    """A field worker and an office, made and synced from the command line; each with settings of their own."""
    monkeypatch.chdir(tmp_path)
    edrpou = f"{next(_numbers):08d}"
    tokens = {name: country.account(edrpou, name=f"{name} {edrpou}") for name in ("anna", "office")}
    for name in tokens:
        made = shell("new", name, "--territory", "UA63000000000041885", "--portal", country.portal.url)
        assert made.returncode == 0
        assert shell("sync", name, token=tokens[name]).returncode == 0
    return tokens, {name: Office(tmp_path / name, country.portal.url, token) for name, token in tokens.items()}


def test_a_week_on_the_road(people, shell, tmp_path):
    tokens, offices = people
    uuid = offices["anna"].school(title_uk="Амбулаторія")
    done = shell.json("bundle", "export", "anna", "1.vidbudova")
    assert (done["records"], done["again"], done["signed"], done["sealed"], done["left"]) == (1, 0, True, False, 0)
    assert shell.json("status", "anna", status=1)["sending"] == 1
    preview = shell.json("bundle", "import", "office", "1.vidbudova", "--preview")
    assert (preview["records"], preview["imported"]) == (1, False) and offices["office"].get(uuid) is None
    done = shell.json("bundle", "import", "office", "1.vidbudova")
    assert (done["imported"], done["shown"], done["signed"], done["left_out"]) == (True, 1, True, 0)
    found = shell.json("status", "office", status=1)
    assert (found["relays"], found["records"], found["sending"]) == (1, 1, 1)
    assert shell.json("bundle", "import", "office", "1.vidbudova")["imported"] is False
    assert shell.json("sync", "office", token=tokens["office"])["relayed"] == 1
    assert shell.json("status", "office")["relays"] == 0
    (entry,) = [one for one in shell.json("log", "office")["entries"] if one["what"] == "bundle"]
    assert entry["verdicts"] == {"accepted": 1} and entry["signed"] and entry["author"].startswith("anna")
    assert shell.json("sync", "anna", token=tokens["anna"])["accepted"] == 1
    assert shell.json("bundle", "export", "anna", "2.vidbudova")["file"] is None
    assert not (tmp_path / "2.vidbudova").exists()


def test_a_sealed_bundle(people, shell, tmp_path):
    _, offices = people
    offices["anna"].school()
    (tmp_path / "phrase.txt").write_text("кілька слів поспіль\n", encoding="utf-8")
    (tmp_path / "other.txt").write_text("зовсім не та фраза\n", encoding="utf-8")
    (tmp_path / "empty.txt").write_text("\n")
    done = shell.json("bundle", "export", "anna", "1.vidbudova", "--passphrase-file", "phrase.txt")
    assert done["sealed"]
    assert shell.fails("bundle", "import", "office", "1.vidbudova")[0] == "bundle.needs_passphrase"
    assert (
        shell.fails("bundle", "import", "office", "1.vidbudova", "--passphrase-file", "other.txt")[0]
        == "bundle.wrong_passphrase"
    )
    for file, code in (("empty.txt", "cli.passphrase_empty"), ("none.txt", "cli.passphrase_file")):
        assert shell.fails("bundle", "import", "office", "1.vidbudova", "--passphrase-file", file)[0] == code
    assert shell.json("bundle", "import", "office", "1.vidbudova", "--passphrase-file", "phrase.txt")["shown"] == 1


def test_what_cannot_be_done_is_said(people, shell, tmp_path, country):
    _, offices = people
    made = shell("new", "fresh", "--territory", "UA63000000000041885", "--portal", country.portal.url)
    assert made.returncode == 0
    assert shell.fails("bundle", "export", "fresh", "1.vidbudova")[0] == "bundle.no_contact"
    assert shell.fails("bundle", "import", "fresh", "1.vidbudova")[0] == "bundle.no_contact_here"
    assert shell.fails("bundle", "import", "office", "nothing.vidbudova")[0] == "bundle.unreadable"
    offices["anna"].school()
    assert shell.fails("bundle", "export", "anna", "missing/1.vidbudova")[0] == "bundle.not_written"
    assert shell.json("bundle", "export", "anna", "1.vidbudova")["again"] == 1  # frozen then, not lost
    assert shell.fails("bundle", "carry", "anna", "1.vidbudova")[0] == "cli.usage"


def test_what_stays_behind_makes_the_exit_status_one(people, shell):
    _, offices = people
    offices["anna"].school()
    offices["anna"].school(quantity=1.5, workflow="nonsense")
    done = shell.json("bundle", "export", "anna", "1.vidbudova", status=1)
    assert (done["records"], done["left"]) == (1, 1)


def test_an_unreadable_device_key_leaves_the_bundle_unsigned_and_says_so(people, shell, tmp_path):
    _, offices = people
    offices["anna"].school()
    (tmp_path / "broken.json").write_text("{")
    environment = {"VIDBUDOVA_DEVICE_FILE": str(tmp_path / "broken.json")}
    done = shell("bundle", "export", "anna", "1.vidbudova", **environment)
    assert done.returncode == 0 and "broken.json" in done.stderr
    assert shell.json("bundle", "export", "anna", "2.vidbudova")["signed"]  # with the right file again


def test_the_examples_on_the_page_are_what_is_printed(country, shell, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    page = (ROOT / "docs" / "cli.md").read_text(encoding="utf-8")
    examples = re.findall(r"<!-- bundles: [\w-]+ -->\n```console\n(.*?)```", page, re.DOTALL)
    assert len(examples) == 2
    for folder, name in (("kharkiv", "Olena Polova"), ("office", f"Office {next(_numbers)}")):
        shell("new", folder, "--territory", "UA63000000000041885", "--portal", country.portal.url)
        assert shell("sync", folder, token=country.account("00032112", name=name)).returncode == 0
    Office(tmp_path / "kharkiv", "", "").school()
    for example in examples:
        command, *lines = example.splitlines()
        outcome = shell(*shlex.split(command)[4:])
        assert outcome.returncode == 0, outcome
        expected = re.escape("\n".join(lines)).replace(re.escape("{offset}"), r"\d{4}-\d\d-\d\dT[\d:]+[+-]\d\d:\d\d")
        assert re.fullmatch(expected, outcome.stdout.rstrip("\n")), outcome.stdout
