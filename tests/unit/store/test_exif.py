"""Where and when a photo says it was taken, and what becomes of photos that lie."""

from __future__ import annotations

import io
import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from plugin.store.exif import PhotoFacts, read_facts
from plugin.store.intact import cut_short
from tests.unit.store import pictures


def facts(content: bytes) -> PhotoFacts:
    return read_facts(io.BytesIO(content))


@pytest.mark.parametrize("order", ["<", ">"])
@pytest.mark.parametrize("wrap", [pictures.jpeg, pictures.png, pictures.webp, lambda tiff: tiff])
def test_place_time_and_orientation_are_read_in_every_format_and_byte_order(wrap, order: str) -> None:
    found = facts(wrap(pictures.exif(order=order, orientation=6)))
    assert found.longitude == pytest.approx(36.2304, abs=1e-6)
    assert found.latitude == pytest.approx(49.9935, abs=1e-6)
    assert found.orientation == 6
    assert found.taken_at == "2026-03-05T12:30:00Z"  # half past two in Kyiv, in winter


def test_an_item_in_heic_is_found_by_its_beginning() -> None:
    container = b"\0\0\0\x18ftypheic" + b"\0" * (1 << 20) + b"\0\0\0\x06Exif\0\0" + pictures.exif()
    assert facts(container).longitude == pytest.approx(36.2304, abs=1e-6)


@pytest.mark.parametrize(
    ("taken", "offset", "shown"),
    [
        ("2026:07:05 14:30:00", "", "2026-07-05T11:30:00Z"),
        ("2026:07:05 14:30:00", "+02:00", "2026-07-05T12:30:00Z"),
        ("2026:07:05 14:30:00", "-05:30", "2026-07-05T20:00:00Z"),
        ("2026-07-05 14:30:00", "nonsense", "2026-07-05T11:30:00Z"),
        ("0000:00:00 00:00:00", "", None),
        ("1970:01:01 00:00:00", "", None),
        ("2026:02:30 10:00:00", "", None),
    ],
)
def test_a_time_is_brought_to_utc(taken: str, offset: str, shown: str | None) -> None:
    assert facts(pictures.jpeg(pictures.exif(taken=taken, offset=offset))).taken_at == shown


@pytest.mark.parametrize("place", [(0.0, 0.0), (200.0, 10.0), (30.0, 95.0)])
def test_a_place_that_cannot_be_is_none(place: tuple[float, float]) -> None:
    found = facts(pictures.jpeg(pictures.exif(place=place)))
    assert (found.longitude, found.latitude) == (None, None)


def test_the_southern_and_western_halves_are_negative() -> None:
    found = facts(pictures.jpeg(pictures.exif(place=(-58.5, -34.25))))
    assert (found.longitude, found.latitude) == pytest.approx((-58.5, -34.25))


def test_a_photo_without_exif_says_nothing() -> None:
    assert facts(pictures.jpeg()) == PhotoFacts()


@settings(max_examples=150, deadline=None)
@given(st.data())
def test_whatever_is_damaged_nothing_is_raised_and_values_stay_possible(data: st.DataObject) -> None:
    content = bytearray(pictures.jpeg(pictures.exif()))
    for _ in range(data.draw(st.integers(0, 12))):
        content[data.draw(st.integers(2, 400))] = data.draw(st.integers(0, 255))
    found = facts(bytes(content[: data.draw(st.integers(0, len(content)))]))
    assert found.longitude is None or -180 <= found.longitude <= 180
    assert found.latitude is None or -90 <= found.latitude <= 90
    assert 1 <= found.orientation <= 8


def test_a_crafted_directory_costs_no_time() -> None:
    """65,535 entries that each claim four gigabytes of text."""
    entry = b"\x00\x90\x02\x00\xff\xff\xff\xff\x08\x00\x00\x00"
    content = b"II*\0\x08\0\0\0\xff\xff" + entry * 65_535
    begun = time.perf_counter()
    assert facts(content) == PhotoFacts()
    assert time.perf_counter() - begun < 1


@pytest.mark.parametrize(
    ("media_type", "content"),
    [("image/jpeg", pictures.jpeg(pictures.exif())), ("image/png", pictures.png(size=30))],
)
def test_a_picture_is_whole_or_cut_short_wherever_it_was_cut(media_type: str, content: bytes) -> None:
    assert not cut_short(io.BytesIO(content), media_type)
    assert not cut_short(io.BytesIO(content + b"a film behind the picture"), media_type)
    for length in range(12, len(content) - 1, 7):
        assert cut_short(io.BytesIO(content[:length]), media_type)


def test_a_thumbnail_in_exif_does_not_pass_for_the_pictures_end() -> None:
    whole = pictures.jpeg(pictures.exif() + pictures.jpeg())
    assert cut_short(io.BytesIO(whole[:-2]), "image/jpeg")
