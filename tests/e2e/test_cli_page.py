"""The examples in docs/cli.md are what the command line does."""

from __future__ import annotations

import re
import shlex

import pytest

from plugin.cli.arguments import build_parser

from .offices import Office
from .shell import ROOT, Shell

PAGE = ROOT / "docs" / "cli.md"
COMPLETE = {
    "title_uk": "Дах ліцею",
    "status": "open",
    "precision": "settlement",
    "priority": 2,
    "info_source": "hromada",
    "access": "open",
}
WILD = {
    "{time}": r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ",
    "{uuid}": r"[0-9a-f-]{36}",
    "{count}": r"\d+",
    "{stamp}": r"\d{8}-\d{6}",
    "{size}": r"\d+(\.\d)?\u00a0[kM]B",
}


def examples() -> list[tuple[str, list[str]]]:
    """Name and lines of each example, in the order of the page."""
    found = re.findall(r"<!-- example: ([\w-]+) -->\n```console\n(.*?)```", PAGE.read_text(encoding="utf-8"), re.DOTALL)
    return [(name, text.splitlines()) for name, text in found]


def test_every_example_on_the_page_does_what_it_says(country, tmp_path, monkeypatch):
    shell = Shell(tmp_path, monkeypatch)
    monkeypatch.chdir(tmp_path)
    (tmp_path / "token.txt").write_text(country.account("00032112"))
    done = []
    for name, lines in examples():
        command = lines.pop(0).replace("{portal}", country.portal.url)
        assert command.startswith("$ python -m plugin.cli ")
        outcome = shell(*shlex.split(command)[4:])
        status = 0
        if lines[-2:-1] == ["$ echo $?"]:
            status = int(lines[-1])
            del lines[-2:]
        assert outcome.returncode == status, outcome
        expected = re.escape("\n".join(lines).replace("{portal}", country.portal.url))
        for mark, pattern in WILD.items():
            expected = expected.replace(re.escape(mark), pattern)
        # the second backup of one second has a number
        expected = expected.replace(r"hand\.gpkg", r"hand(-\d+)?\.gpkg")
        assert re.fullmatch(expected, outcome.stdout.rstrip("\n")), f"{name}:\n{outcome.stdout}"
        if name == "new":
            Office(tmp_path / "kharkiv", "", "").school(**COMPLETE)
        done.append(name)
    assert done == [
        "new",
        "new-sample",
        "status",
        "sync",
        "sync-json",
        "files",
        "check",
        "log",
        "audit",
        "backup",
        "diagnose",
    ]


@pytest.mark.parametrize("lang", ["uk", "en"])
def test_every_option_is_on_the_page(lang):
    page = PAGE.read_text(encoding="utf-8")
    parser = build_parser(lang)
    commands = next(action for action in parser._actions if action.dest == "command").choices
    for name, command in commands.items():
        assert f"## {name}\n" in page
        for action in command._actions:
            for option in action.option_strings:
                if option not in ("-h", "--help"):
                    assert option in page, f"{name} {option}"
