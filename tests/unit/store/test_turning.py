"""Photos that are turned: not a pixel is encoded anew, the step can be undone, and what travels follows the file."""

from __future__ import annotations

import io
from pathlib import Path

import pytest

from plugin.errors import StoreError
from plugin.store import attaching, exif, file_sweep, files, steps, transfers, turning, unnoted_files
from plugin.store.workspace import Workspace

from . import pictures
from .conftest import code_of

NEED = {"title_uk": "Школа", "katottg": "UA63120270010096107", "info_source": "акт", "access": "limited"}


@pytest.fixture
def need(ws: Workspace) -> str:
    return ws.insert("need", NEED)


def no_drawing(_source: Path, _target: Path, _quarters: int) -> None:
    raise AssertionError("a JPEG is not drawn anew")


def attach(ws: Workspace, need: str, path: Path, content: bytes) -> str:
    path.write_bytes(content)
    return attaching.attach(ws, "need", need, path)


def turned(content: bytes, quarters: int = 1) -> bytes | None:
    target = io.BytesIO()
    return target.getvalue() if turning.turn_by_entry(io.BytesIO(content), target, quarters) else None


@pytest.mark.parametrize("order", ["<", ">"])
@pytest.mark.parametrize("begin", range(1, 9))
def test_four_quarters_are_none_and_only_the_orientation_changes(begin: int, order: str) -> None:
    content = pictures.jpeg(pictures.exif(orientation=begin, order=order))
    seen = []
    now = content
    for _ in range(4):
        now = turned(now) or b""
        seen.append(exif.read_facts(io.BytesIO(now)).orientation)
    assert now == content and len(set(seen)) == 4 and seen[-1] == begin
    assert turned(content, 3) == turned(turned(turned(content) or b"") or b"")
    once = turned(content) or b""
    assert sum(a != b for a, b in zip(once, content, strict=True)) == 1


def test_a_photo_without_exif_or_orientation_gets_the_entry_and_keeps_the_rest() -> None:
    plain = pictures.jpeg()
    assert exif.read_facts(io.BytesIO(turned(plain) or b"")).orientation == 6
    jfif = plain[:2] + b"\xff\xe0\0\x10JFIF\0\1\1\0\0\1\0\1\0\0" + plain[2:]
    made = turned(jfif) or b""
    assert made.startswith(jfif[:20]) and made.endswith(plain[2:])
    lacking = bytearray(pictures.exif())
    lacking[10:12] = b"\x11\x01"  # another tag in the place of the orientation
    facts = exif.read_facts(io.BytesIO(turned(pictures.jpeg(bytes(lacking))) or b""))
    assert facts.orientation == 6 and facts.longitude is not None and facts.taken_at is not None


def test_a_tiff_is_turned_by_its_entry_and_odd_ones_are_left() -> None:
    made = turned(pictures.exif(orientation=1)) or b""
    assert exif.read_facts(io.BytesIO(made)).orientation == 6
    for odd in (b"II*\0\xff\xff\xff\xff", b"MM\0*\0\0", pictures.png(), b"\xff", b""):
        assert turned(odd) is None


def test_a_turned_photo_is_sent_anew_and_undone_like_any_step(ws: Workspace, need: str, tmp_path: Path) -> None:
    content = pictures.jpeg(pictures.exif())
    uuid = attach(ws, need, tmp_path / "a.jpg", content)
    before = ws.get("attachment", uuid)
    transfers.want_upload(ws, uuid, files.REDUCED, before["sha256"], "0" * 64, 10)
    turning.turn(ws, uuid, 1, no_drawing)
    after = ws.get("attachment", uuid)
    assert after["sha256"] != before["sha256"] and after["longitude"] == before["longitude"]
    assert exif.read_facts(io.BytesIO(files.path_of(ws.folder, after["sha256"]).read_bytes())).orientation == 6
    assert [one.sha256 for one in transfers.waiting(ws)] == [after["sha256"]]
    assert transfers.without_reduced(ws) == [(uuid, after["sha256"])]
    steps.undo_last(ws)
    file_sweep.sweep(ws)
    assert ws.get("attachment", uuid)["sha256"] == before["sha256"] and files.has(ws.folder, before["sha256"])
    assert unnoted_files.note_changed(ws) == 1 and unnoted_files.note_changed(ws) == 0
    assert {one.sha256 for one in transfers.waiting(ws)} == {before["sha256"]}


def test_what_cannot_be_turned_changes_nothing(ws: Workspace, need: str, tmp_path: Path) -> None:
    def no_writer(_source: Path, _target: Path, _quarters: int) -> None:
        raise StoreError("store.picture_cannot_turn", path="a.png")

    picture = attach(ws, need, tmp_path / "a.png", pictures.png())
    document = attach(ws, need, tmp_path / "a.pdf", b"%PDF-1.4\n%%EOF\n")
    before = [dict(one) for one in ws.records("attachment")]
    assert code_of(lambda: turning.turn(ws, picture, 1, no_writer)) == "store.picture_cannot_turn"
    assert code_of(lambda: turning.turn(ws, document, 1, no_writer)) == "store.picture_cannot_turn"
    files.remove(ws.folder, ws.get("attachment", picture)["sha256"])
    assert code_of(lambda: turning.turn(ws, picture, 1, no_writer)) == "store.file_missing"
    done = turning.turn_all(ws.folder, ws.catalogue, [picture, document], 1, no_writer)
    assert not done.uuids and len(done.errors) == 2
    assert [dict(one) for one in ws.records("attachment")] == before


# --- taking in --------------------------------------------------------------------------------------------------------


def test_a_file_whose_stick_was_pulled_out_says_so_and_can_be_tried_again(
    ws: Workspace, need: str, tmp_path: Path
) -> None:
    here, gone, dead = tmp_path / "here.jpg", tmp_path / "stick" / "gone.jpg", tmp_path / "dead.jpg"
    here.write_bytes(pictures.jpeg())
    dead.symlink_to("/proc/self/mem")  # a file that is there and cannot be read: an input/output error
    done = attaching.attach_all(ws.folder, ws.catalogue, ("need", need), [gone, here, dead])
    assert len(done.uuids) == 1 and [path.name for path in done.again] == ["gone.jpg", "dead.jpg"]
    assert done.errors[0].code == "store.file_gone" and "gone.jpg" in done.errors[0].describe("uk")
    assert "флешку" in done.errors[0].describe("uk") and "Errno" not in done.errors[0].describe("uk")
    assert not list(files.parts(ws.folder))


def test_a_picture_over_the_portals_limit_is_taken_where_a_reduced_copy_will_be_made(
    ws: Workspace, need: str, tmp_path: Path
) -> None:
    ws.set_meta(transfers.LIMIT, "100")
    (tmp_path / "a.jpg").write_bytes(pictures.jpeg())
    told: list[int] = []
    done = attaching.attach_all(
        ws.folder, ws.catalogue, ("need", need), [tmp_path / "a.jpg"], check=lambda _path: True, told=told.append
    )
    assert told == [1] and not done.unreduced
    (uuid,) = done.uuids
    assert [one.variant for one in transfers.waiting(ws)] == [files.ORIGINAL]  # until the reduced copy is there
    sha256 = ws.get("attachment", uuid)["sha256"]
    transfers.want_upload(ws, uuid, files.REDUCED, sha256, "0" * 64, 50)
    assert [one.variant for one in transfers.waiting(ws)] == [files.REDUCED]


def test_a_picture_that_cannot_be_shown_here_is_taken_and_named(ws: Workspace, need: str, tmp_path: Path) -> None:
    path = tmp_path / "IMG_1.HEIC"
    path.write_bytes(b"\0\0\0\x18ftypheic" + b"\0" * 200)
    done = attaching.attach_all(ws.folder, ws.catalogue, ("need", need), [path], check=lambda _path: False)
    assert len(done.uuids) == 1 and done.unreduced == ("IMG_1.HEIC",)


def test_a_limit_is_told_in_megabytes() -> None:
    assert "100 МБ" in files.too_large("а.jpg", 100 << 20).describe("uk")
    assert "1.5 MB" in files.too_large("a.jpg", 3 << 19).describe("en")
