"""Files that are there whole, or as they were."""

from __future__ import annotations

import os

import pytest

from plugin.store.whole_file import write_whole


@pytest.mark.parametrize("step", ["fsync", "replace"])
def test_a_file_that_cannot_be_written_stays_as_it_was_and_leaves_nothing_beside_it(tmp_path, monkeypatch, step):
    path = tmp_path / "ключі.json"
    write_whole(path, b"old")

    def full(*_):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, step, full)
    with pytest.raises(OSError, match="No space"):
        write_whole(path, b"new")
    assert path.read_bytes() == b"old"
    assert list(tmp_path.iterdir()) == [path]


@pytest.mark.skipif(os.name == "nt", reason="Windows knows no such rights")
def test_only_its_owner_can_read_it(tmp_path):
    path = tmp_path / "keys.json"
    path.touch(mode=0o644)
    write_whole(path, b"secret")
    assert path.stat().st_mode & 0o777 == 0o600


def test_a_folder_that_cannot_be_synchronised_does_not_undo_what_is_in_its_place(tmp_path, monkeypatch):
    monkeypatch.setattr(
        "plugin.store.whole_file.synchronise_folder", lambda _: (_ for _ in ()).throw(OSError(5, "I/O"))
    )
    write_whole(tmp_path / "keys.json", b"new")
    assert (tmp_path / "keys.json").read_bytes() == b"new"
