"""What is typed and not saved: kept on the disk for the session after a crash, and for that one only."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from plugin.store import drafts as drafts_module
from plugin.store.drafts import Draft, Drafts, waiting

from .conftest import REPOSITORY, code_of

WORKSPACE = "6d3c3c5e-5f8f-4d4b-9d0c-0a5f3a1d2b4c"
DRAFT = Draft("need", "0b0f6a0e-93a5-4f0e-8a52-6d3a3a0c7a11", True, {}, {"title_uk": "Дах ліцею 🏫"}, {"geom": "49,9"})


@pytest.fixture()
def profile(tmp_path: Path) -> Path:
    return tmp_path / "профіль" / "unsaved"


@pytest.fixture()
def place(tmp_path: Path) -> Path:
    """The folder of a workspace."""
    made = tmp_path / "Робочий простір"
    made.mkdir()
    return made


def left_behind(profile: Path, place: Path, drafts: list[Draft]) -> None:
    session = Drafts(profile, WORKSPACE, place)
    session.keep(drafts)
    session.close()


def test_the_next_session_takes_over_what_the_last_one_kept(profile: Path, place: Path) -> None:
    left_behind(profile, place, [DRAFT])
    session = Drafts(profile, WORKSPACE, place)
    assert session.take_over() == [DRAFT]
    assert len(list(profile.glob("*.json"))) == 1, "it is this session's now"
    session.keep([])
    session.close()
    assert list(profile.iterdir()) == []


def test_what_a_killed_process_had_kept_is_there_and_not_before(profile: Path, place: Path) -> None:
    script = f"""
import sys, time
from pathlib import Path
from plugin.store.drafts import Draft, Drafts
session = Drafts(Path({str(profile)!r}), {WORKSPACE!r}, Path({str(place)!r}))
session.keep([Draft("need", "u", True, {{}}, {{"title_uk": "Писали й не встигли"}})])
print("kept", flush=True)
time.sleep(60)
"""
    process = subprocess.Popen([sys.executable, "-c", script], cwd=REPOSITORY, stdout=subprocess.PIPE, text=True)
    try:
        assert process.stdout is not None and process.stdout.readline() == "kept\n"
        session = Drafts(profile, WORKSPACE, place)
        assert session.take_over() == [], "it is being typed there just now"
        assert waiting(profile) == {}
        os.kill(process.pid, signal.SIGKILL)
        process.wait()
        assert waiting(profile) == {place: 1}
        assert [draft.values["title_uk"] for draft in session.take_over()] == ["Писали й не встигли"]
        session.close()
    finally:
        process.kill()
        process.wait()


def test_a_draft_is_synchronised_before_keeping_it_returns(
    profile: Path, place: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    synchronised: list[int] = []
    real = os.fsync
    monkeypatch.setattr(os, "fsync", lambda handle: (synchronised.append(handle), real(handle))[1])
    left_behind(profile, place, [DRAFT])
    assert synchronised


def test_several_sessions_that_ended_are_taken_over_together(profile: Path, place: Path) -> None:
    other = Draft("project", "p", False, {"title_uk": "було"}, {"title_uk": "стало"})
    left_behind(profile, place, [DRAFT])
    left_behind(profile, place, [other])
    session = Drafts(profile, WORKSPACE, place)
    assert session.take_over() == [DRAFT, other]
    session.close()
    assert waiting(profile) == {place: 2}


def test_a_copy_beside_the_original_gets_nothing_and_a_moved_workspace_does(
    profile: Path, place: Path, tmp_path: Path
) -> None:
    left_behind(profile, place, [DRAFT])
    copy = Drafts(profile, WORKSPACE, tmp_path / "копія")
    assert copy.take_over() == []
    copy.close()
    moved = place.rename(tmp_path / "деінде")
    session = Drafts(profile, WORKSPACE, moved)
    assert session.take_over() == [DRAFT]
    session.close()


def test_a_file_that_another_version_wrote_or_that_is_damaged_is_left_alone(profile: Path, place: Path) -> None:
    profile.mkdir(parents=True)
    foreign = profile / f"{WORKSPACE}.x.json"
    for text in ("{", "[]", '{"folder": 1, "forms": []}', '{"folder": ".", "forms": [{"type": 1}]}', "[" * 100_000):
        foreign.write_text(text)
        session = Drafts(profile, WORKSPACE, place)
        assert session.take_over() == []
        session.close()
        assert foreign.read_text() == text


def test_a_file_of_the_version_before_is_understood(profile: Path, place: Path) -> None:
    profile.mkdir(parents=True)
    entry = {"type": "need", "uuid": "u", "is_new": True, "started": {}, "values": {"title_uk": "Дах"}}
    (profile / f"{WORKSPACE}.json").write_text(json.dumps({"folder": str(place), "forms": [entry]}))
    session = Drafts(profile, WORKSPACE, place)
    assert [draft.values for draft in session.take_over()] == [{"title_uk": "Дах"}]
    session.close()


def test_half_an_emoji_is_kept_like_anything_else(profile: Path, place: Path) -> None:
    half = Draft("need", "u", True, {}, {}, {"geom": "\ud83c"})
    left_behind(profile, place, [half])
    session = Drafts(profile, WORKSPACE, place)
    assert session.take_over() == [half]
    session.close()


def test_a_folder_that_cannot_be_written_is_told_and_what_was_kept_stands(
    profile: Path, place: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    session = Drafts(profile, WORKSPACE, place)
    session.keep([DRAFT])

    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(drafts_module, "write_whole", full)
    assert code_of(lambda: session.keep([DRAFT, DRAFT])) == "store.disk_full"
    session.close()
    monkeypatch.undo()
    later = Drafts(profile, WORKSPACE, place)
    assert later.take_over() == [DRAFT]
    later.close()
