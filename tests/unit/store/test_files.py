"""Files in the workspace: whole or not there, what their name says or an error, never outside their folder."""

from __future__ import annotations

import hashlib
import io
import os
import signal
import subprocess
import sys
import time
import zipfile
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from plugin.errors import StoreError
from plugin.store import attaching, file_sweep, files, images, steps, transfers, unnoted_files
from plugin.store.schema import old_table
from plugin.store.workspace import Workspace

from . import pictures
from .conftest import REPOSITORY, code_of, make_clean

NEED = {"title_uk": "Школа", "katottg": "UA63120270010096107", "info_source": "акт", "access": "limited"}


@pytest.fixture
def need(ws: Workspace) -> str:
    return ws.insert("need", NEED)


@pytest.fixture
def photo(tmp_path: Path) -> Path:
    path = tmp_path / "знімок Школи.JPG"
    path.write_bytes(pictures.jpeg(pictures.exif()))
    return path


def leftovers(ws: Workspace) -> list[str]:
    return [path.name for path in ws.files_dir.rglob("*") if path.is_file()]


# --- on disk ----------------------------------------------------------------------------------------------------------


@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(content=st.binary(max_size=5000))
def test_what_was_taken_in_comes_back_under_its_hash(ws: Workspace, content: bytes) -> None:
    stored = files.import_stream(ws.folder, io.BytesIO(content))
    assert stored == files.StoredFile(hashlib.sha256(content).hexdigest(), len(content))
    assert files.path_of(ws.folder, stored.sha256).parent.name == stored.sha256[:2]
    with files.open_verified(ws.folder, stored.sha256) as stream:
        assert stream.read() == content
    assert not list(files.parts(ws.folder))


def test_a_file_that_is_not_the_expected_one_or_too_long_leaves_nothing(ws: Workspace) -> None:
    assert code_of(lambda: files.import_stream(ws.folder, io.BytesIO(b"abc"), "0" * 64)) == "store.file_damaged"
    assert code_of(lambda: files.import_stream(ws.folder, io.BytesIO(b"abc"), None, 2)) == "store.file_too_large"
    assert leftovers(ws) == []


def test_a_source_that_breaks_leaves_nothing(ws: Workspace) -> None:
    class Broken:
        def __init__(self) -> None:
            self.left = 3

        def read(self, size: int, /) -> bytes:
            self.left -= 1
            if self.left < 0:
                raise KeyboardInterrupt
            return b"x" * 1000

    with pytest.raises(KeyboardInterrupt):
        files.import_stream(ws.folder, Broken())
    assert leftovers(ws) == []


@pytest.mark.parametrize(
    "name", ["../" * 20 + "etc/passwd", "", "A" * 64, "0" * 63, "0" * 64 + "\n", "ab/../" + "0" * 58]
)
def test_no_path_is_made_of_anything_but_a_hash(ws: Workspace, name: str) -> None:
    assert code_of(lambda: files.path_of(ws.folder, name)) == "store.file_bad_hash"


def test_a_changed_file_is_noticed_when_it_is_read_and_mended_when_it_comes_again(ws: Workspace) -> None:
    sha256 = files.import_stream(ws.folder, io.BytesIO(b"whole")).sha256
    files.path_of(ws.folder, sha256).write_bytes(b"whale")
    assert code_of(lambda: files.open_verified(ws.folder, sha256)) == "store.file_damaged"
    files.import_stream(ws.folder, io.BytesIO(b"whole"))
    files.open_verified(ws.folder, sha256).close()
    assert code_of(lambda: files.open_verified(ws.folder, "0" * 64)) == "store.file_missing"


def test_nothing_is_written_through_a_link(ws: Workspace, tmp_path: Path) -> None:
    outside = tmp_path / "outside"
    outside.mkdir()
    if ws.files_dir.exists():
        ws.files_dir.rmdir()
    ws.files_dir.symlink_to(outside, target_is_directory=True)
    assert code_of(lambda: files.import_stream(ws.folder, io.BytesIO(b"x"))) == "store.file_link"
    ws.files_dir.unlink()
    ws.files_dir.mkdir()
    (ws.files_dir / hashlib.sha256(b"x").hexdigest()[:2]).symlink_to(outside, target_is_directory=True)
    assert code_of(lambda: files.import_stream(ws.folder, io.BytesIO(b"x"))) == "store.file_link"
    assert list(outside.iterdir()) == []


def test_a_reduced_copy_is_checked_by_its_own_hash(ws: Workspace) -> None:
    sha256 = files.import_stream(ws.folder, io.BytesIO(b"large")).sha256
    content = files.put_reduced(ws.folder, sha256, b"small")
    with files.open_verified(ws.folder, sha256, files.REDUCED, content) as stream:
        assert stream.read() == b"small"
    assert code_of(lambda: files.open_verified(ws.folder, sha256, files.REDUCED, "0" * 64)) == "store.file_damaged"


def test_a_large_file_is_never_in_memory_as_a_whole(ws: Workspace, tmp_path: Path) -> None:
    script = f"""
import resource, sys
from pathlib import Path
from plugin.store import files
class Zeros:
    left = 150 << 20
    def read(self, size):
        size = min(size, self.left); self.left -= size
        return bytes(size)
import plugin.store.attaching
before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
stored = files.import_stream(Path({str(ws.folder)!r}), Zeros())
files.open_verified(Path({str(ws.folder)!r}), stored.sha256).close()
print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before)
"""
    done = subprocess.run([sys.executable, "-c", script], cwd=REPOSITORY, capture_output=True, text=True, timeout=120)
    assert int(done.stdout) < 30_000, done.stderr


# --- attaching --------------------------------------------------------------------------------------------------------


def test_a_photo_is_attached_with_what_it_says_of_itself_and_what_its_record_says(
    ws: Workspace, need: str, photo: Path
) -> None:
    uuid = attaching.attach(ws, "need", need, photo, author="Олена", caption="Дах")
    record = ws.get("attachment", uuid)
    assert record is not None and photo.exists()
    assert record["sha256"] == hashlib.sha256(photo.read_bytes()).hexdigest()
    assert (record["kind"], record["media_type"], record["file_name"]) == ("photo", "image/jpeg", "знімок Школи.JPG")
    assert (record["bytes"], record["taken_at"]) == (photo.stat().st_size, "2026-03-05T12:30:00Z")
    assert (record["longitude"], record["latitude"]) == pytest.approx((36.2304, 49.9935), abs=1e-6)
    assert {name: record[name] for name in ("katottg", "info_source", "access")} == {
        name: NEED[name] for name in ("katottg", "info_source", "access")
    }
    assert (record["captured_by"], record["caption"], record["workflow"]) == ("Олена", "Дах", "draft")
    assert ws.children("need", need) == [("attachment", uuid)]
    assert [one.state for one in transfers.uploads(ws)] == ["waiting"]


def test_the_same_file_hangs_off_a_record_once_and_lies_here_once(ws: Workspace, need: str, photo: Path) -> None:
    first = attaching.attach(ws, "need", need, photo)
    assert attaching.attach(ws, "need", need, photo) == first
    other = ws.insert("need", NEED)
    assert attaching.attach(ws, "need", other, photo) != first
    assert len(leftovers(ws)) == 1 and ws.count("attachment") == 2


def bad_files() -> dict[str, tuple[bytes, str]]:
    jpeg = pictures.jpeg(pictures.exif())
    archive = io.BytesIO()
    with zipfile.ZipFile(archive, "w") as one:
        one.writestr("[Content_Types].xml", "x" * 500)
    return {
        "empty.jpg": (b"", "store.file_empty"),
        "program.exe": (b"MZ\x90", "store.file_unknown_type"),
        "noname": (jpeg, "store.file_unknown_type"),
        "text.jpg": (b"not a picture at all", "store.file_other_content"),
        "scan.jpg": (b"%PDF-1.4 %%EOF", "store.file_other_content"),
        "really.png": (jpeg, "store.file_other_content"),
        "program.pdf": (b"MZ\x90" * 100, "store.file_other_content"),
        "broken.jpg": (jpeg[:-20], "store.file_cut_short"),
        "broken.png": (pictures.png(size=50)[:-20], "store.file_cut_short"),
        "broken.docx": (archive.getvalue()[:-30], "store.file_cut_short"),
        "binary.txt": (b"\0\1\2", "store.file_other_content"),
    }


@pytest.mark.parametrize("name", bad_files())
def test_a_file_that_is_not_what_it_should_be_leaves_nothing(
    ws: Workspace, need: str, tmp_path: Path, name: str
) -> None:
    content, code = bad_files()[name]
    (tmp_path / name).write_bytes(content)
    assert code_of(lambda: attaching.attach(ws, "need", need, tmp_path / name)) == code
    assert leftovers(ws) == [] and ws.count("attachment") == 0


def test_a_photo_of_500_mb_is_refused_before_it_is_read(ws: Workspace, need: str, tmp_path: Path) -> None:
    path = tmp_path / "huge.jpg"
    with path.open("wb") as stream:
        stream.write(b"\xff\xd8\xff")
        stream.truncate(500 << 20)
    begun = time.perf_counter()
    assert code_of(lambda: attaching.attach(ws, "need", need, path)) == "store.file_too_large"
    assert time.perf_counter() - begun < 0.5 and leftovers(ws) == []


def test_the_portals_own_limit_holds_once_it_is_known(ws: Workspace, need: str, photo: Path) -> None:
    ws.set_meta(transfers.LIMIT, "100")
    assert code_of(lambda: attaching.attach(ws, "need", need, photo)) == "store.file_too_large"


def test_files_need_a_record_that_is_there_and_may_have_them(ws: Workspace, need: str, photo: Path) -> None:
    assert code_of(lambda: attaching.attach(ws, "need", "0" * 36, photo)) == "store.no_parent"
    assert code_of(lambda: attaching.attach(ws, "attachment", need, photo)) == "store.no_attachments_here"
    assert code_of(lambda: attaching.attach(ws, "need", need, photo.parent)) == "store.file_unknown_type"
    assert code_of(lambda: attaching.attach(ws, "need", need, photo.with_name("no.jpg"))) == "store.file_gone"
    assert leftovers(ws) == []


def test_a_record_that_is_deleted_while_its_file_is_copied_leaves_no_file_behind_in_the_list(
    ws: Workspace, need: str, photo: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    copy = files.import_path

    def slowly(*given: Any) -> files.StoredFile:
        ws.delete("need", need)
        return copy(*given)

    monkeypatch.setattr(files, "import_path", slowly)
    assert code_of(lambda: attaching.attach(ws, "need", need, photo)) == "store.no_parent"
    assert ws.count("attachment") == 0


@pytest.mark.parametrize("moment", ["import_path", "insert"])
def test_a_process_that_dies_while_attaching_leaves_a_spare_file_at_most(
    ws: Workspace, need: str, photo: Path, moment: str
) -> None:
    script = f"""
import os, signal
from pathlib import Path
from plugin.records.catalogue import default_catalogue
from plugin.store import attaching, files
from plugin.store.schema import old_table
from plugin.store.workspace import Workspace
ws = Workspace.open({str(ws.folder)!r}, default_catalogue())
owner = files if {moment!r} == "import_path" else Workspace
real = getattr(owner, {moment!r})
def then_die(*given, **named):
    real(*given, **named)
    os.kill(os.getpid(), signal.SIGKILL)
setattr(owner, {moment!r}, then_die)
attaching.attach(ws, "need", {need!r}, Path({str(photo)!r}))
"""
    done = subprocess.run([sys.executable, "-c", script], cwd=REPOSITORY, capture_output=True, timeout=60)
    assert done.returncode == -signal.SIGKILL, done.stderr
    assert ws.count("attachment") == 0 and len(leftovers(ws)) == 1
    uuid = attaching.attach(ws, "need", need, photo)
    assert ws.get("attachment", uuid) is not None and len(leftovers(ws)) == 1


# --- clean-up ---------------------------------------------------------------------------------------------------------


def age(ws: Workspace, days: float) -> None:
    """Everything happened so long ago."""
    with ws.transaction():
        ws.connection.execute("UPDATE vidbudova_spare_file SET since = '2020-01-01T00:00:00Z'")
    for path in ws.files_dir.rglob("*"):
        if path.is_file():
            os.utime(path, (time.time() - days * 86400,) * 2)


def test_a_file_that_nobody_needs_goes_after_a_while_and_not_before(ws: Workspace) -> None:
    sha256 = files.import_stream(ws.folder, io.BytesIO(b"spare")).sha256
    assert file_sweep.sweep(ws).files == 0
    assert file_sweep.sweep(ws).files == 0
    age(ws, 8)
    assert file_sweep.sweep(ws) == file_sweep.Swept(1, 0, 5)
    assert not files.has(ws.folder, sha256)


def test_a_removed_photo_stays_while_its_removal_can_be_undone_or_was_not_acknowledged(
    ws: Workspace, need: str, photo: Path
) -> None:
    uuid = attaching.attach(ws, "need", need, photo)
    record = ws.get("attachment", uuid)
    with steps.recording(ws, "delete"):
        ws.delete("attachment", uuid)
    for _ in range(2):
        file_sweep.sweep(ws)
        age(ws, 8)
    assert files.has(ws.folder, record["sha256"])
    steps.undo_last(ws)
    assert ws.get("attachment", uuid) == record
    steps.undo_last(ws)
    assert ws.get("attachment", uuid) is None


def test_a_photo_that_only_a_step_still_knows_stays_while_the_step_can_be_undone(
    ws: Workspace, need: str, photo: Path
) -> None:
    uuid = attaching.attach(ws, "need", need, photo)
    record = ws.get("attachment", uuid)
    with steps.recording(ws, "resolve") as made, ws.silenced():
        made.before.append(images.take(ws, "attachment", uuid))
        ws.delete("attachment", uuid)
    ws.connection.execute("DELETE FROM vidbudova_journal WHERE type = 'attachment'")
    ws.connection.execute(f"DELETE FROM {old_table('attachment')}")
    for _ in range(2):
        file_sweep.sweep(ws)
        age(ws, 8)
    assert files.has(ws.folder, record["sha256"])
    assert steps.undo_last(ws).step.kind == "resolve"
    assert ws.get("attachment", uuid) == record


def test_a_file_that_is_attached_again_is_not_swept_by_an_old_mark(ws: Workspace, need: str, photo: Path) -> None:
    files.import_path(ws.folder, photo)
    file_sweep.sweep(ws)
    age(ws, 8)
    attaching.attach(ws, "need", need, photo)
    file_sweep.sweep(ws)
    assert len(leftovers(ws)) == 1


def test_half_written_files_go_after_a_day_but_not_a_download_that_is_wanted(ws: Workspace) -> None:
    (ws.files_dir / "ab").mkdir(parents=True)
    (ws.files_dir / "left.part").write_bytes(b"half")
    wanted, given_up = "ab" + "0" * 62, "ab" + "1" * 62
    transfers.want_downloads(ws, wanted)
    for sha256 in (wanted, given_up):
        files.open_part(ws.folder, sha256, files.ORIGINAL).close()
    assert file_sweep.sweep(ws).parts == 0
    age(ws, 2)
    assert file_sweep.sweep(ws).parts == 2
    assert leftovers(ws) == [files.part_of(ws.folder, wanted, files.ORIGINAL).name]


def test_a_file_of_an_imported_bundle_is_noted_for_sending(ws: Workspace, need: str, photo: Path) -> None:
    stored = files.import_path(ws.folder, photo)
    record = {
        **NEED, "uuid": "11111111-1111-4111-8111-111111111111", "parent_type": "need", "parent_uuid": need,
        "sha256": stored.sha256, "bytes": stored.bytes, "file_name": "a.jpg", "media_type": "image/jpeg",
    }  # fmt: skip
    record.pop("title_uk")
    make_clean(ws, "attachment", record)
    assert unnoted_files.note_local(ws) == 1 and unnoted_files.note_local(ws) == 0
    assert transfers.counts(ws).waiting == 1


def test_reading_only_sweeps_nothing(ws: Workspace) -> None:
    ws.read_only = True
    assert file_sweep.sweep(ws) == file_sweep.Swept()
    assert isinstance(ws.read_only_reason, StoreError)
