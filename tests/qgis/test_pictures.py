"""Pictures as Qt reads and writes them: upright, small, without EXIF; a bomb costs nothing."""

from __future__ import annotations

import io
import resource
import struct
import time
import zlib

import pytest
from qgis.PyQt.QtGui import QColor, QImage, QTransform

from plugin.errors import StoreError
from plugin.qgis_bridge import pictures
from plugin.store import turning
from plugin.store.exif import PhotoFacts, read_facts
from plugin.store.intact import cut_short
from tests.unit.store.pictures import exif, photo


def qt_photo(path, width=400, height=300, facts=None) -> None:
    """A photo with a red left half, as a camera would write it."""
    image = QImage(width, height, QImage.Format.Format_RGB32)
    image.fill(QColor("white"))
    for x in range(width // 2):
        for y in range(height):
            image.setPixelColor(x, y, QColor("red"))
    assert image.save(str(path), "JPEG", 90)
    if facts is not None:
        content = path.read_bytes()
        segment = b"Exif\0\0" + facts
        path.write_bytes(content[:2] + b"\xff\xe1" + struct.pack(">H", len(segment) + 2) + segment + content[2:])


def test_a_reduced_copy_is_small_and_upright_and_says_nothing_of_itself(tmp_path) -> None:
    path = tmp_path / "a.jpg"
    qt_photo(path, facts=exif(orientation=6))  # to be turned a quarter clockwise
    data = pictures.reduce(path, 100)
    image = QImage.fromData(data)
    assert (image.width(), image.height()) == (75, 100)
    assert image.pixelColor(37, 10).green() < 60 < 200 < image.pixelColor(37, 90).green()  # the left is on top now
    assert read_facts(io.BytesIO(data)) == PhotoFacts() and b"Exif" not in data
    assert not cut_short(io.BytesIO(data), "image/jpeg")


def test_a_small_picture_is_not_blown_up(tmp_path) -> None:
    (tmp_path / "a.jpg").write_bytes(photo(64, 48, exif()))
    image = QImage.fromData(pictures.reduce(tmp_path / "a.jpg", 2048))
    assert (image.width(), image.height()) == (64, 48)


def test_what_is_see_through_becomes_white(tmp_path) -> None:
    image = QImage(20, 20, QImage.Format.Format_ARGB32)
    image.fill(QColor(0, 0, 0, 0))
    assert image.save(str(tmp_path / "a.png"))
    assert QImage.fromData(pictures.reduce(tmp_path / "a.png", 100)).pixelColor(5, 5).lightness() > 250


def test_a_name_does_not_decide_how_a_picture_is_read(tmp_path) -> None:
    (tmp_path / "a.png").write_bytes(photo())
    assert pictures.read(tmp_path / "a.png", 10).width() == 10


@pytest.mark.parametrize("content", [b"", b"not a picture", photo()[:100], b"\xff\xd8\xff\xe0" + b"\0" * 100])
def test_what_is_no_picture_is_an_error(tmp_path, content: bytes) -> None:
    (tmp_path / "a.jpg").write_bytes(content)
    with pytest.raises(StoreError) as caught:
        pictures.reduce(tmp_path / "a.jpg", 100)
    assert caught.value.code == "picture.unreadable"
    assert "{" not in caught.value.describe("uk")


def test_a_bomb_is_refused_before_it_unfolds(tmp_path) -> None:
    def chunk(name: bytes, content: bytes) -> bytes:
        return struct.pack(">I", len(content)) + name + content + struct.pack(">I", zlib.crc32(name + content))

    header = struct.pack(">IIBBBBB", 50_000, 50_000, 8, 6, 0, 0, 0)
    body = zlib.compress(b"\0" * 10_000_000)
    path = tmp_path / "bomb.png"
    path.write_bytes(b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", body) + chunk(b"IEND", b""))
    before, begun = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss, time.perf_counter()
    with pytest.raises(StoreError) as caught:
        pictures.reduce(path, 100)
    assert caught.value.code == "picture.too_large"
    assert time.perf_counter() - begun < 1
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < 50_000


def test_a_camera_picture_is_reduced_within_a_second(tmp_path) -> None:
    path = tmp_path / "a.jpg"
    path.write_bytes(photo(6000, 4000, exif()))
    begun = time.perf_counter()
    assert max(QImage.fromData(pictures.reduce(path, 2048)).width(), 0) == 2048
    assert time.perf_counter() - begun < 3


@pytest.mark.parametrize("begin", range(1, 9))
def test_a_turned_photo_is_seen_as_the_picture_would_be_turned(tmp_path, begin: int) -> None:
    path, made = tmp_path / "a.jpg", tmp_path / "b.jpg"
    qt_photo(path, 40, 30, exif(orientation=begin))
    for quarters in (1, 2, 3):
        with path.open("rb") as source, made.open("wb") as target:
            assert turning.turn_by_entry(source, target, quarters)
        expected = pictures.read(path, 100).transformed(QTransform().rotate(90 * quarters))
        found = pictures.read(made, 100)
        assert found.size() == expected.size()
        corners = [(2, 2), (found.width() - 3, 2), (2, found.height() - 3)]
        for x, y in corners:
            assert abs(found.pixelColor(x, y).green() - expected.pixelColor(x, y).green()) < 40


def test_a_png_is_turned_without_loss_and_what_cannot_be_written_is_said(tmp_path) -> None:
    image = QImage(4, 2, QImage.Format.Format_RGB32)
    for x in range(4):
        for y in range(2):
            image.setPixelColor(x, y, QColor(60 * x, 100 * y, 7))
    assert image.save(str(tmp_path / "a.png"))
    pictures.turn(tmp_path / "a.png", tmp_path / "b.png", 1)
    found = QImage(str(tmp_path / "b.png"))
    assert (found.width(), found.height()) == (2, 4)
    assert all(found.pixelColor(1 - y, x) == image.pixelColor(x, y) for x in range(4) for y in range(2))
    with pytest.raises(StoreError) as caught:
        pictures.turn(tmp_path / "a.png", tmp_path / "b.heic", 1)
    assert caught.value.code == "store.picture_cannot_turn" and "HEIC" not in caught.value.describe("uk")


def test_which_pictures_can_be_shown_is_asked_of_this_machine(tmp_path) -> None:
    (tmp_path / "a.heic").write_bytes(b"\0\0\0\x18ftypheic" + b"\0" * 100)
    (tmp_path / "a.jpg").write_bytes(photo())
    assert pictures.can_read(tmp_path / "a.jpg") and not pictures.can_read(tmp_path / "a.heic")
