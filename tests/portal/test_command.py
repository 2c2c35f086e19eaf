"""The portal's command line, as an operator uses it."""

from __future__ import annotations

import json
import os
import re
import socket
import stat
from pathlib import Path
from typing import Any

import pytest
import requests

from portal.command import main
from tests.portal.office import HROMADA, KHARKIV_OBLAST, POLTAVA_OBLAST, Offices, create, need
from tests.portal.wire_client import Wire
from tests.portal_fixtures import PortalProcess

TOKEN = re.compile(r"[A-Za-z0-9_-]{43}")


class Operator:
    """Somebody at the portal's command line, and what a client with a token then sees."""

    def __init__(self, offices: Offices, url: str, capsys: pytest.CaptureFixture[str]) -> None:
        self._offices = offices
        self._url = url
        self._capsys = capsys

    def run(self, *arguments: str) -> str:
        assert main([*arguments, "--database", self._url]) == 0
        return self._capsys.readouterr().out

    def get(self, path: str, token: str) -> tuple[int, dict[str, Any]]:
        answer = self._offices.client.get(f"/api/v1{path}", headers={"Authorization": f"Bearer {token}"})
        return answer.status_code, answer.json()


@pytest.fixture
def operator(offices: Offices, database_url: str, capsys: pytest.CaptureFixture[str]) -> Operator:
    return Operator(offices, database_url, capsys)


def test_an_account_lives_from_add_to_revoke(operator: Operator) -> None:
    said = operator.run(
        "account", "add", "--name", "Олена Шевчук", "--role", "focal_point", "--edrpou", HROMADA,
        "--territory", KHARKIV_OBLAST, "--territory", POLTAVA_OBLAST,
    )  # fmt: skip
    token = said.split()[-1]
    assert TOKEN.fullmatch(token), "the token is the last word of the output"
    status, account = operator.get("/me", token)
    assert (status, account["name"], account["role"]) == (200, "Олена Шевчук", "focal_point")
    assert account["territory"] == [KHARKIV_OBLAST, POLTAVA_OBLAST]

    renewed = operator.run("account", "renew", "--name", "Олена Шевчук", "--expires-in-days", "30").split()[-1]
    assert operator.get("/me", token)[0] == 401
    status, same = operator.get("/me", renewed)
    assert (status, same["account"]) == (200, account["account"])
    assert same["expires_at"]

    listed = operator.run("account", "list")
    assert "Олена Шевчук" in listed and token not in listed and renewed not in listed
    operator.run("account", "revoke", "--name", "Олена Шевчук")
    status, problem = operator.get("/me", renewed)
    assert (status, problem["reason"]) == (401, "revoked")
    assert "revoked" in operator.run("account", "list")


def test_keys_epochs_and_rounds_are_kept_from_the_command_line(operator: Operator) -> None:
    words = ["--name", "Хтось", "--role", "partner", "--edrpou", HROMADA, "--territory", "UA"]
    token = operator.run("account", "add", *words).split()[-1]
    (_, before), (_, keys) = operator.get("/", token), operator.get("/keys", token)
    operator.run("key", "rotate")
    operator.run("epoch", "renew")
    period = ["--opens-at", "2026-10-01T00:00:00+03:00", "--closes-at", "2027-01-10T18:00:00+02:00"]
    operator.run("round", "set", "--period", "2026-Q4", "--state", "open", *period)
    _, after = operator.get("/", token)
    assert (after["portal"], after["epoch"] != before["epoch"]) == (before["portal"], True)
    _, rotated = operator.get("/keys", token)
    assert (len(keys["keys"]), len(rotated["keys"])) == (1, 2)
    _, told = operator.get("/rounds", token)
    assert [one["period"] for one in told["rounds"]] == ["2026-Q4"]


@pytest.mark.parametrize(
    ("option", "value"),
    [("--period", "2026-Q5"), ("--opens-at", "2026-10-01"), ("--closes-at", "2026-10-01T00:00:00")],
)
def test_a_round_that_makes_no_sense_is_not_kept(
    database_url: str, capsys: pytest.CaptureFixture[str], option: str, value: str
) -> None:
    given = {
        "--period": "2026-Q4", "--state": "open", "--opens-at": "2026-10-01T00:00:00+03:00",
        "--closes-at": "2027-01-10T18:00:00+02:00", option: value,
    }  # fmt: skip
    assert main(["round", "set", "--database", database_url, *(word for pair in given.items() for word in pair)]) == 2
    assert value in capsys.readouterr().err


def test_the_command_works_as_a_process_beside_a_running_portal(portal_process: PortalProcess) -> None:
    words = ["--name", "Ірина Коваль", "--role", "contributor", "--edrpou", HROMADA, "--territory", KHARKIV_OBLAST]
    token = portal_process.cli("account", "add", *words).stdout.split()[-1]
    headers = {"Authorization": f"Bearer {token}"}
    answer = requests.get(f"{portal_process.api}/me", headers=headers, timeout=30, proxies={"http": ""})
    assert (answer.status_code, answer.json()["name"]) == (200, "Ірина Коваль")
    again = portal_process.cli("account", "add", *words, check=False)
    assert (again.returncode, again.stdout) == (2, "")
    assert "Ірина Коваль" in again.stderr


@pytest.mark.parametrize(
    ("option", "value", "told"),
    [
        ("--edrpou", "123", "123"),
        ("--territory", "Харків", "Харків"),
        ("--territory", "UA63", "UA63"),
        ("--name", "  ", "200"),
        ("--name", "а\u200bб", "200"),
        ("--expires-in-days", "0", "36500"),
    ],
)
def test_an_account_that_makes_no_sense_is_not_added(
    database_url: str, capsys: pytest.CaptureFixture[str], option: str, value: str, told: str
) -> None:
    given = {"--name": "Хтось", "--role": "contributor", "--edrpou": HROMADA, "--territory": "UA", option: value}
    words = [word for pair in given.items() for word in pair]
    assert main(["account", "add", "--database", database_url, "--lang", "uk", *words]) == 2
    said = capsys.readouterr()
    assert said.out == "" and told in said.err
    assert main(["account", "list", "--database", database_url]) == 0
    assert capsys.readouterr().out == ""


def test_two_accounts_in_force_cannot_have_one_name(database_url: str, capsys: pytest.CaptureFixture[str]) -> None:
    words = ["--name", "Хтось", "--role", "partner", "--edrpou", HROMADA, "--territory", "UA"]
    add = ["account", "add", "--database", database_url, *words]
    assert (main(add), main(add)) == (0, 2)
    assert main(["account", "revoke", "--database", database_url, "--name", "Хтось"]) == 0
    assert main(add) == 0
    assert main(["account", "revoke", "--database", database_url, "--name", "Ніхто"]) == 2
    assert "Ніхто" in capsys.readouterr().err


@pytest.mark.parametrize(
    "url", ["nonsense", "mysql://localhost/x", "sqlite://", "sqlite:////no/such/folder/portal.sqlite"]
)
def test_a_database_that_cannot_be_used_is_told_in_one_sentence(capsys: pytest.CaptureFixture[str], url: str) -> None:
    assert main(["account", "list", "--database", url]) == 2
    said = capsys.readouterr().err
    assert said.strip() and "Traceback" not in said and "{" not in said


def test_a_file_that_is_no_database_is_left_as_it_is(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "notes.txt"
    path.write_text("не база даних " * 100, encoding="utf-8")
    before = path.read_bytes()
    assert main(["account", "list", "--database", f"sqlite:///{path}"]) == 2
    assert path.read_bytes() == before
    assert "notes.txt" in capsys.readouterr().err


def test_a_password_in_a_database_url_is_not_repeated(capsys: pytest.CaptureFixture[str]) -> None:
    with socket.socket() as nobody:
        nobody.bind(("127.0.0.1", 0))
        url = f"postgresql://portal:s3cret@127.0.0.1:{nobody.getsockname()[1]}/portal"
        assert main(["account", "list", "--database", url]) == 2
    said = capsys.readouterr()
    assert "s3cret" not in said.err + said.out
    assert "127.0.0.1" in said.err


def test_a_database_of_a_newer_portal_is_left_alone(database_url: str, capsys: pytest.CaptureFixture[str]) -> None:
    from sqlalchemy import update

    from portal import meta, schema
    from portal.database import open_database

    database = open_database(database_url)
    meta.ensure(database)
    with database.writing() as connection:
        connection.execute(update(schema.portal).values(version=schema.VERSION + 1))
    database.close()
    assert main(["account", "list", "--database", database_url]) == 2
    assert str(schema.VERSION + 1) in capsys.readouterr().err


def test_serving_beyond_this_machine_without_encryption_is_refused(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    database = f"sqlite:///{tmp_path / 'portal.sqlite'}"
    assert main(["serve", "--database", database, "--host", "0.0.0.0", "--port", "0"]) == 2
    assert "--behind-proxy" in capsys.readouterr().err


def test_a_port_that_is_taken_is_told(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    database = f"sqlite:///{tmp_path / 'portal.sqlite'}"
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        assert main(["serve", "--database", database, "--port", str(port)]) == 2
    assert str(port) in capsys.readouterr().err


def test_serve_says_where_it_listens_and_writes_it_down(tmp_path: Path) -> None:
    ready = tmp_path / "ready"
    database = tmp_path / "Портал області" / "portal's.sqlite"
    database.parent.mkdir()
    with PortalProcess(database, options=["--ready-file", str(ready), "--title", "Портал області"]) as portal:
        assert portal.output[0] == f"listening on {portal.url}"
        assert ready.read_text(encoding="utf-8").strip() == portal.url
        answer = requests.get(f"{portal.api}/", timeout=30, proxies={"http": ""})
        assert json.loads(answer.content)["title"] == "Портал області"
    if os.name == "posix":
        assert stat.S_IMODE(database.stat().st_mode) == 0o600, "the file holds private keys"


def test_neither_tokens_nor_cursors_reach_the_log(portal_process: PortalProcess) -> None:
    token = portal_process.add_account()
    wire = Wire(portal_process.api, token)
    wire.send(create("need", need()), portal_id=wire.portal_id)
    cursor = wire.page(None).cursor
    wire.page(cursor)
    requests.get(f"{portal_process.api}/me?token={token}", timeout=30, proxies={"http": ""})
    portal_process.stop()
    log = portal_process.log
    assert "GET /api/v1/changes 200" in log and "GET /api/v1/me 401" in log
    assert token not in log and cursor not in log and need()["title_uk"] not in log


def test_files_are_set_by_option_or_environment(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    options = ["--files", str(tmp_path / "Файли"), "--quota", "0", "--picture-side", "1600"]
    monkeypatch.setenv("VIDBUDOVA_PORTAL_FILE_BYTES", "2000000")
    monkeypatch.setenv("VIDBUDOVA_PORTAL_PICTURE_SIDE", "800")
    with PortalProcess(tmp_path / "portal.sqlite", options=options) as portal:
        answer = requests.get(f"{portal.api}/", timeout=30, proxies={"http": ""})
    limits = json.loads(answer.content)["limits"]
    assert (limits["file_bytes"], limits["quota"], limits["picture_side"]) == (2_000_000, None, 1600)
    if os.name == "posix":
        assert stat.S_IMODE((tmp_path / "Файли").stat().st_mode) == 0o700


@pytest.mark.parametrize("option", ["--quota", "--file-bytes", "--picture-side", "--upload-days"])
@pytest.mark.parametrize("value", ["-1", "1.5", "багато", "63x", "²"])
def test_a_setting_of_files_that_makes_no_sense_is_told(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], option: str, value: str
) -> None:
    database = f"sqlite:///{tmp_path / 'portal.sqlite'}"
    assert main(["serve", "--database", database, "--port", "0", f"{option}={value}"]) == 2
    said = capsys.readouterr().err
    assert option in said and value in said and "Traceback" not in said


def test_a_folder_of_files_that_cannot_be_is_told(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "taken").write_text("a file")
    words = ["--database", f"sqlite:///{tmp_path / 'portal.sqlite'}", "--port", "0", "--files", str(tmp_path / "taken")]
    assert main(["serve", *words]) == 2
    assert "taken" in capsys.readouterr().err


def test_files_are_looked_after(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    from portal.database import open_database
    from portal.service import Portal, Settings
    from tests.portal.filing import Filing, InProcess, sha256, with_photo
    from tests.portal.office import Offices
    from tests.portal.photos import jpeg

    url = f"sqlite:///{tmp_path / 'portal.sqlite'}"
    database = open_database(url)
    sound, spoilt, lost, old = (jpeg() for _ in range(4))
    portal = Portal.open(database, Settings(per_minute=1e9, burst=1_000_000))
    assert portal.uploads is not None
    folder = portal.uploads.folder
    with Offices(portal) as offices:
        office = offices.open()
        for data in (sound, spoilt, lost):
            Filing(InProcess(office)).deliver(with_photo(office, data), data)
    folder.path(sha256(spoilt)).write_bytes(b"spoilt")
    folder.path(sha256(lost)).unlink()
    left = folder.path(sha256(old))
    left.parent.mkdir(exist_ok=True)
    left.write_bytes(old)
    check = ["files", "check", "--database", url]
    assert main(check) == 0
    assert "unlinked\t" not in capsys.readouterr().out, "it may just have come"
    os.utime(left, (0, 0))
    for more in ([], ["--remove-unlinked"]):
        assert main([*check, *more]) == 0
        said = capsys.readouterr().out
        assert f"missing\t{sha256(lost)}\t" in said
        assert f"damaged\t{sha256(spoilt)}\n" in said
        assert f"unlinked\t{sha256(old)}\n" in said
        assert said.strip().endswith("1 missing, 1 damaged, 1 unlinked")
    assert not left.exists() and folder.path(sha256(sound)).exists()
    database.close()
    assert main(["files", "check", "--database", "postgresql://nobody@127.0.0.1:1/x", "--files", "/x"]) == 2
