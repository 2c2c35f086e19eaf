"""What of files is turned down, before the first byte or after the last one, and what people attach and is taken."""

from __future__ import annotations

import pytest

from tests.portal.filing import JPEG, OFFSET_TYPE, PDF, TUS, filing, folder_of, metadata, problem_of, sha256, with_photo
from tests.portal.office import Offices, new_id
from tests.portal.photos import docx, gps_exif, jpeg, pdf, png, segment


def test_what_tus_of_the_portal_can_do_is_told_without_a_token(shared: Offices) -> None:
    told = shared.client.options("/api/v1/uploads")
    assert told.status_code == 204
    assert told.headers["tus-version"] == "1.0.0"
    assert told.headers["tus-extension"] == "creation,expiration,termination"
    assert told.headers["tus-max-size"] == str(shared.portal.settings.file_limits.file_bytes)


@pytest.mark.parametrize("version", [None, "0.2.2", "1.0"])
def test_another_version_of_tus_is_turned_away_with_ours(shared: Offices, version: str | None) -> None:
    office, data = shared.open(), jpeg()
    upload = filing(office).opened(with_photo(office, data), data)
    headers = {**office.headers, **({} if version is None else {"Tus-Resumable": version})}
    for method, path in (("POST", ""), ("PATCH", f"/{upload}"), ("DELETE", f"/{upload}")):
        response = office.client.request(method, f"/api/v1/uploads{path}", headers=headers)
        assert problem_of(response) == (412, "tus-version")
        assert response.headers["tus-version"] == "1.0.0"
    assert office.client.head(f"/api/v1/uploads/{upload}", headers=headers).status_code == 412


@pytest.mark.parametrize("surplus", [1, 10_000])
def test_more_bytes_than_announced_are_not_taken(shared: Offices, surplus: int) -> None:
    office, data = shared.open(), jpeg()
    lane = filing(office)
    upload = lane.opened(with_photo(office, data), data)
    assert problem_of(lane.patch(upload, 0, data + b"x" * surplus)) == (422, "malformed")
    assert lane.offset(upload) == 0

    def pieces() -> object:
        yield data
        yield b"x" * surplus

    headers = {**office.headers, **TUS, "Content-Type": OFFSET_TYPE, "Upload-Offset": "0"}
    response = office.client.patch(f"/api/v1/uploads/{upload}", headers=headers, content=pieces())
    assert response.status_code in (204, 400)
    assert lane.offset(upload) == len(data)
    assert lane.get(sha256(data)).content == data


@pytest.mark.parametrize("kind", ["", "application/octet-stream", "image/jpeg", OFFSET_TYPE + ";x=1"])
def test_a_body_of_another_type_is_not_taken(shared: Offices, kind: str) -> None:
    office, data = shared.open(), jpeg()
    lane = filing(office)
    upload = lane.opened(with_photo(office, data), data)
    response = lane.patch(upload, 0, data, **{"Content-Type": kind})
    assert problem_of(response) == (415, "unsupported-media-type")
    assert lane.offset(upload) == 0


@pytest.mark.parametrize(
    ("header", "value"),
    [
        ("Upload-Length", ""),
        ("Upload-Length", "0"),
        ("Upload-Length", "-1"),
        ("Upload-Length", "1e3"),
        ("Upload-Length", "9" * 30),
        ("Upload-Metadata", ""),
        ("Upload-Metadata", "sha256"),
        ("Upload-Metadata", "sha256 §"),
        ("Upload-Metadata", "sha256 ####"),
        ("Upload-Metadata", "x " + "QUFB" * 2000),
    ],
)
def test_headers_that_make_no_sense_are_named(shared: Offices, header: str, value: str) -> None:
    office, data = shared.open(), jpeg()
    uuid = with_photo(office, data)
    told = metadata(sha256=sha256(data), content=sha256(data), attachment=uuid, variant="original", media_type=JPEG)
    headers = {**office.headers, **TUS, "Upload-Length": str(len(data)), "Upload-Metadata": told, header: value}
    sent = [(name.encode(), text.encode()) for name, text in headers.items()]
    response = office.client.post("/api/v1/uploads", headers=sent)
    assert problem_of(response) == (422, "malformed")
    assert response.json()["parameter"] == header


@pytest.mark.parametrize(
    "told",
    [
        {"sha256": "A" * 64},
        {"sha256": "../../../etc/passwd"},
        {"content": "0" * 64},  # an original has the content that names it
        {"content": "x"},
        {"attachment": "x" * 36},
        {"attachment": "\0" * 36},
        {"variant": "thumbnail"},
        {"media_type": "image/jpeg\r\nX: y"},
        {"media_type": "JPEG"},
    ],
)
def test_metadata_that_names_no_file_is_turned_down(shared: Offices, told: dict[str, str]) -> None:
    office, data = shared.open(), jpeg()
    uuid = with_photo(office, data)
    assert problem_of(filing(office).begin(uuid, data, **told)) == (422, "malformed")
    assert sha256(data) not in folder_of(shared.portal)[0]


def test_metadata_named_twice_is_turned_down_and_unknown_ones_are_passed_over(shared: Offices) -> None:
    office, data = shared.open(), jpeg()
    uuid = with_photo(office, data)
    told = metadata(sha256=sha256(data), content=sha256(data), attachment=uuid, variant="original", media_type=JPEG)
    headers = {**office.headers, **TUS, "Upload-Length": str(len(data))}
    twice = office.client.post("/api/v1/uploads", headers={**headers, "Upload-Metadata": f"{told},variant eA=="})
    assert problem_of(twice) == (422, "malformed")
    more = office.client.post("/api/v1/uploads", headers={**headers, "Upload-Metadata": f"{told},filename eA=="})
    assert more.status_code == 201


def test_a_file_beyond_the_limit_is_turned_down_before_its_first_byte(shared: Offices) -> None:
    office, data = shared.open(), jpeg()
    uuid = with_photo(office, data)
    response = filing(office).begin(uuid, data, length=shared.portal.settings.file_limits.file_bytes + 1)
    assert problem_of(response) == (413, "too-large")
    assert response.json()["limit"] == shared.portal.settings.file_limits.file_bytes
    assert filing(office).begin(uuid, data, length=shared.portal.settings.file_limits.file_bytes).status_code == 201


def test_a_file_comes_after_its_record(shared: Offices) -> None:
    office, data = shared.open(), jpeg()
    uuid = new_id()
    response = filing(office).begin(uuid, data)
    assert problem_of(response) == (409, "attachment-unknown")
    assert response.json()["attachment"] == uuid


@pytest.mark.parametrize(("method", "path"), [("POST", ""), ("PATCH", "/x"), ("DELETE", "/x"), ("HEAD", "/x")])
def test_without_a_token_nothing_goes(shared: Offices, method: str, path: str) -> None:
    path = path.replace("x", new_id())
    assert shared.client.request(method, f"/api/v1/uploads{path}", headers=TUS).status_code == 401


@pytest.mark.parametrize(
    ("data", "told", "record", "fault"),
    [
        (pdf(), {"media_type": JPEG}, {}, "content"),
        (jpeg(), {"media_type": "image/png"}, {"file_name": "a.png"}, "content"),
        (b"\xff\xd8\xff" + b"no picture" * 100, {}, {}, "broken"),
        (b"GIF89a" + bytes(100), {}, {}, "content"),
        (b"MZ" + bytes(1000), {"media_type": PDF}, {"kind": "document", "file_name": "a.pdf"}, "content"),
        (docx(macros=True), {"media_type": "docx"}, {"kind": "document", "file_name": "a.docx"}, "macros"),
        (docx(part="xl/a.xml"), {"media_type": "docx"}, {"kind": "document", "file_name": "a.docx"}, "content"),
        (b"PK\3\4" + bytes(99), {"media_type": "docx"}, {"kind": "document", "file_name": "a.docx"}, "content"),
        (b"a;b\n" * 200 + b"\0", {"media_type": "text/csv"}, {"kind": "document", "file_name": "a.csv"}, "content"),
    ],
)
def test_content_that_is_not_of_its_type_is_discarded(
    shared: Offices, data: bytes, told: dict[str, str], record: dict[str, str], fault: str
) -> None:
    office = shared.open()
    if told.get("media_type") == "docx":
        told = {"media_type": "application/vnd.openxmlformats-officedocument.wordprocessingml.document"}
    uuid, lane = with_photo(office, data, **record), filing(office)
    response = lane.send(uuid, data, **told)
    assert problem_of(response) == (422, "file-type")
    assert response.json()["fault"] == fault
    assert sha256(data) not in folder_of(shared.portal)[0]
    assert lane.get(sha256(data)).status_code == 404


@pytest.mark.parametrize(
    ("told", "record", "fault"),
    [
        ({"media_type": "application/x-msdownload"}, {"kind": "document", "file_name": "a.exe"}, "not-allowed"),
        ({"media_type": "text/html"}, {"kind": "document", "file_name": "a.html"}, "not-allowed"),
        ({"media_type": "image/svg+xml"}, {"file_name": "a.svg"}, "not-allowed"),
        ({"media_type": PDF}, {"file_name": "a.pdf"}, "no-picture"),
        ({"media_type": JPEG}, {"file_name": "a.pdf"}, "file-name"),
        ({"media_type": JPEG}, {"file_name": "photo.jpg.exe"}, "file-name"),
        ({"media_type": JPEG}, {"file_name": "photo"}, "file-name"),
        ({"media_type": PDF, "variant": "reduced"}, {}, "reduced"),
        ({"media_type": "image/heic", "variant": "reduced"}, {}, "reduced"),
    ],
)
def test_what_cannot_be_right_is_turned_down_before_its_first_byte(
    shared: Offices, told: dict[str, str], record: dict[str, str], fault: str
) -> None:
    office, data = shared.open(), jpeg()
    response = filing(office).begin(with_photo(office, data, **record), data, **told)
    assert problem_of(response) == (422, "file-type")
    assert response.json()["fault"] == fault


@pytest.mark.parametrize(
    ("copy", "fault"),
    [
        (jpeg(width=1001, height=10), "too-wide"),
        (jpeg(width=10, height=5000), "too-wide"),
        (jpeg(segments=segment(0xE1, b"Exif\0\0" + gps_exif())), "position"),
        (jpeg(segments=segment(0xE1, b"http://ns.adobe.com/xap/1.0/\0<x exif:GPSLatitude='50,1N'/>")), "position"),
        (jpeg(after=b"a film"), "trailing"),
        (jpeg()[:-2], "broken"),
    ],
)
def test_a_reduced_copy_is_small_whole_and_tells_no_place(shared: Offices, copy: bytes, fault: str) -> None:
    office, data = shared.open(), jpeg(weight=50_000, segments=segment(0xE1, b"Exif\0\0" + gps_exif()))
    uuid, lane = with_photo(office, data), filing(office)
    response = lane.send(uuid, copy, sha256=sha256(data), variant="reduced")
    assert problem_of(response) == (422, "file-type")
    assert response.json()["fault"] == fault
    lane.deliver(uuid, jpeg(width=1000, height=1000), sha256=sha256(data), variant="reduced")
    lane.deliver(uuid, data)  # an original may have its position


@pytest.mark.parametrize(
    ("data", "name", "media_type", "kind"),
    [
        (jpeg(), "Фото.JPEG", JPEG, "photo"),
        (jpeg()[:-2], "обірване.jpg", JPEG, "photo"),
        (png(), "план.png", "image/png", "photo"),
        (png(), "план.png", "image/png", "document"),
        (pdf(), "акт.pdf", PDF, "document"),
        ("Назва;Сума\nДах;1,5\n".encode(), "кошторис.csv", "text/csv", "document"),
        ("Назва;Сума\nДах;1,5\n".encode("cp1251"), "кошторис.csv", "text/csv", "document"),
        (docx(), "лист.docx", "application/vnd.openxmlformats-officedocument.wordprocessingml.document", "document"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), "лист.doc", "application/msword", "document"),
    ],
)
def test_what_people_attach_is_taken(shared: Offices, data: bytes, name: str, media_type: str, kind: str) -> None:
    office = shared.open()
    uuid = with_photo(office, data, file_name=name, media_type=media_type, kind=kind)
    lane = filing(office)
    lane.deliver(uuid, data, media_type=media_type)
    found = lane.get(sha256(data))
    assert found.content == data
    assert found.headers["content-type"].split(";")[0] == media_type
