"""What pictures say of themselves, and that nothing a stranger wrote into one makes the portal stumble."""

from __future__ import annotations

import mmap
import re
import tempfile
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from plugin.records import media, messages
from portal.files import content, pictures
from portal.files.pictures import Picture, tiff_has_position
from tests.portal.photos import (
    WEBP_LOSSLESS,
    WEBP_LOSSY,
    chunk,
    docx,
    gps_exif,
    jpeg,
    plain_exif,
    png,
    segment,
    webp,
)

EXIF = b"Exif\0\0"
XMP = b"http://ns.adobe.com/xap/1.0/\0"


def read(media_type: str, data: bytes) -> Picture | None:
    with tempfile.TemporaryFile() as file:
        file.write(data)
        file.flush()
        with mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as mapped:
            return pictures.read(media_type, mapped)


@pytest.mark.parametrize(
    ("media_type", "data", "size"),
    [
        ("image/jpeg", jpeg(), (48, 32)),
        ("image/jpeg", jpeg(weight=200_000), (48, 32)),
        ("image/jpeg", jpeg(segments=segment(0xE1, EXIF + plain_exif())), (48, 32)),
        ("image/jpeg", jpeg(segments=b"\xff\xff\xff" + segment(0xE0, b"JFIF")), (48, 32)),
        ("image/png", png(), (40, 30)),
        ("image/png", png(chunks=chunk(b"eXIf", plain_exif())), (40, 30)),
        ("image/webp", WEBP_LOSSY, (48, 32)),
        ("image/webp", WEBP_LOSSLESS, (48, 32)),
        ("image/webp", webp(b"EXIF", plain_exif()), (48, 32)),
    ],
)
def test_a_whole_picture_tells_its_size_and_no_place(media_type: str, data: bytes, size: tuple[int, int]) -> None:
    assert read(media_type, data) == Picture(*size, is_whole=True, trailing=0, has_position=False)


@pytest.mark.parametrize(
    ("media_type", "data"),
    [
        ("image/jpeg", jpeg(segments=segment(0xE1, EXIF + gps_exif()))),
        ("image/jpeg", jpeg(segments=segment(0xE1, EXIF + b"nonsense"))),
        ("image/jpeg", jpeg(segments=segment(0xE1, EXIF + plain_exif()) + segment(0xE1, EXIF + gps_exif()))),
        ("image/jpeg", jpeg(segments=segment(0xE1, XMP + b"<x exif:GPSLatitude='1'/>"))),
        ("image/jpeg", jpeg(segments=segment(0xE1, XMP + "exif:GPSLatitude".encode("utf-16-le")))),
        ("image/png", png(chunks=chunk(b"eXIf", gps_exif()))),
        ("image/png", png(chunks=chunk(b"tEXt", b"Raw profile type exif\0abc"))),
        ("image/png", png(chunks=chunk(b"iTXt", b"XML:com.adobe.xmp\0\0\0\0\0<x GPSLatitude/>"))),
        ("image/png", png(chunks=chunk(b"iTXt", b"XML:com.adobe.xmp\0\1\0\0\0packed"))),
        ("image/webp", webp(b"EXIF", gps_exif())),
        ("image/webp", webp(b"EXIF", EXIF + gps_exif())),
        ("image/webp", webp(b"XMP ", b"<x exif:GPSLatitude='1'/>")),
    ],
)
def test_wherever_the_place_stands_it_is_found(media_type: str, data: bytes) -> None:
    found = read(media_type, data)
    assert found is not None and found.has_position


@pytest.mark.parametrize(
    ("media_type", "data"),
    [("image/jpeg", jpeg()), ("image/png", png()), ("image/webp", WEBP_LOSSY), ("image/webp", WEBP_LOSSLESS)],
)
def test_what_is_missing_or_too_much_at_the_end_is_noticed(media_type: str, data: bytes) -> None:
    more = read(media_type, data + b"more")
    assert more is not None and more.is_whole and more.trailing == 4
    for left in range(1, len(data)):
        cut = read(media_type, data[:left])
        assert cut is None or not cut.is_whole, left


@pytest.mark.parametrize("media_type", sorted(pictures.READ))
def test_another_format_is_none(media_type: str) -> None:
    for other, data in (("image/jpeg", jpeg()), ("image/png", png()), ("image/webp", WEBP_LOSSY), ("", docx())):
        if other != media_type:
            assert read(media_type, data) is None


def test_a_picture_of_nothing_but_segments_ends(tmp_path: Path) -> None:
    assert read("image/jpeg", b"\xff\xd8" + segment(0xFE, b"") * 200_000) is None
    assert read("image/png", png(chunks=chunk(b"tEXt", b"a\0b") * 200_000)) is None


_SAMPLES = {
    "image/jpeg": jpeg(segments=segment(0xE1, EXIF + gps_exif()) + segment(0xE1, XMP + b"<x/>")),
    "image/png": png(chunks=chunk(b"eXIf", gps_exif()) + chunk(b"iTXt", b"XML:com.adobe.xmp\0\0\0\0\0<x/>")),
    "image/webp": webp(b"EXIF", gps_exif()),
    "image/tiff": gps_exif(),
    "image/heic": b"\0\0\0\x18ftypheic\0\0\0\0mif1heic\0\0\0\x10meta\0\0\0\0\0\0\0\0\0\0\0\x08mdat",
}


@pytest.mark.parametrize("media_type", sorted(_SAMPLES))
@given(changes=st.lists(st.tuples(st.integers(0, 400), st.integers(0, 255)), max_size=8), left=st.integers(1, 900))
@settings(max_examples=150, deadline=None)
def test_no_damage_makes_it_stumble(media_type: str, changes: list[tuple[int, int]], left: int) -> None:
    data = bytearray(_SAMPLES[media_type])
    for place, value in changes:
        data[place % len(data)] = value
    read(media_type, bytes(data[:left]))


@given(st.binary(max_size=200))
def test_metadata_that_cannot_be_read_counts_as_telling_the_place(noise: bytes) -> None:
    assert tiff_has_position(noise) or noise[:4] in (b"II*\0", b"MM\0*")


def test_a_heic_photo_is_taken_as_an_original_only() -> None:
    assert read("image/heic", _SAMPLES["image/heic"]) is not None
    assert read("image/heic", b"\0\0\0\x18ftypheic" + bytes(16)) is None
    assert "image/heic" not in pictures.REDUCED


def test_every_type_that_is_allowed_is_one_that_can_be_checked() -> None:
    for one in media.TYPES:
        name = "a" + one.suffixes[0]
        assert content.claim_flaw("original", one.name, one.kind, name) is None
        if one.kind == "photo":
            assert one.name in pictures.READ


def test_a_list_of_names_that_is_a_bomb_is_not_read(tmp_path: Path) -> None:
    path = tmp_path / "a.docx"
    data = bytearray(docx())
    at = data.rfind(b"PK\x05\x06")
    data[at + 12 : at + 16] = b"\xff\xff\xff\x7f"
    path.write_bytes(data)
    media_type = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
    found = content.flaw(path, media_type, "original", 2048)
    assert found is not None and found.name == "content"


def test_every_reason_to_turn_a_file_down_is_in_the_contract_and_has_its_words() -> None:
    page = (Path(__file__).resolve().parents[2] / "docs" / "contract.md").read_text(encoding="utf-8")
    (text,) = re.findall(r"<!-- table: file-faults -->\n((?:\|.*\n)+)", page)
    described = set(re.findall(r"^\| `([a-z-]+)` \|", text, re.MULTILINE))
    source = Path(content.__file__).read_text(encoding="utf-8")
    assert described == set(re.findall(r'Flaw\("([a-z-]+)"', source))
    for name in described:
        assert messages.text(f"problem.file-type-{name}.detail", "uk", media_type="", file_name="", width=1, height=1,
                             picture_side=1)  # fmt: skip
