"""What a stranger's file may be: anything. Whatever is not a bundle as the program writes it is an error, and nothing
happens."""

from __future__ import annotations

import base64
import dataclasses
import hashlib
import io
import json
import os
import stat
import struct
import unicodedata
import zipfile

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from plugin.contract import batch as batches
from plugin.contract.batch import Batch, Item
from plugin.errors import ExchangeError, StoreError
from plugin.store import files, relay
from plugin.store.workspace import Workspace
from plugin.sync import bookkeeping, bundle, bundle_file, ed25519, sealing
from plugin.sync.bundle_file import Manifest

PORTAL = "portal-1"
PLACE = "UA63120270010096107"
BATCH = "0190a1b2-0000-7000-8000-00000000000{}"
NEED = "0190a1b2-0000-7000-8000-0000000000{:02}"
PHOTO = b"\xff\xd8\xff\xe0" + b"photo" * 1000
PHRASE = "п'ять слів без пробілів"


@pytest.fixture
def office(ws):
    """A workspace that has been in contact with the portal."""
    account = {
        "account": "a1", "name": "Управління", "organisation": "02012345", "role": "contributor",
        "territory": ["UA63000000000041885"], "expires_at": None,
    }  # fmt: skip
    ws.set_meta(bookkeeping.PORTAL, PORTAL)
    ws.set_meta(bookkeeping.ACCOUNT, json.dumps(account))
    return ws


def need(number=1, **values):
    return Item("need", NEED.format(number), "create", {"title_uk": f"Школа {number}", "katottg": PLACE, **values})


def body_of(*items, number=1, portal=PORTAL):
    return batches.encode(
        Batch(BATCH.format(number), portal, "2026.4", "2026-11-20T10:00:00+02:00", items or (need(),))
    )


def write(path, bodies=None, *, photo=None, passphrase=None, private=None, **changes):
    """A bundle as the program writes it; ``changes`` go into its manifest."""
    bodies = bodies or [body_of()]
    with bundle_file.writing(path, passphrase) as writer:
        for body in bodies:
            batch = json.loads(body)["batch"]
            signature = None if private is None else base64.b64encode(ed25519.sign(private, body)).decode()
            writer.batch(batch, body, signature)
        if photo is not None:
            writer.file(hashlib.sha256(photo).hexdigest(), io.BytesIO(photo))
        manifest = Manifest(
            bundle="0190a1b2-0000-7000-8000-0000000000ff", portal=PORTAL, organisation="02012345", author="a2",
            author_name="Олена", device=None, public=None, made_at="2026-11-20T10:00:00+02:00", answered=(),
            parts=tuple(writer.parts),
        )  # fmt: skip
        if private is not None:
            public = base64.b64encode(ed25519.public_key(private)).decode()
            manifest = dataclasses.replace(manifest, device=BATCH.format(9), public=public)
        writer.finish(dataclasses.replace(manifest, **changes))
    return path


def with_photo(**changes):
    sha256 = hashlib.sha256(PHOTO).hexdigest()
    item = Item("attachment", NEED.format(50), "create", {
        "parent_type": "need", "parent_uuid": NEED.format(1), "kind": "photo", "file_name": "дах.jpg",
        "sha256": sha256, "bytes": len(PHOTO), "media_type": "image/jpeg", "katottg": PLACE, **changes,
    })  # fmt: skip
    return body_of(need(), item)


def raw(path, entries):
    """A zip of the given entries (name, content), whatever they are."""
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in entries:
            archive.writestr(name, content)
    return path


def entries_of(path):
    with zipfile.ZipFile(path) as archive:
        return [(info.filename, archive.read(info)) for info in archive.infolist()]


def altered(path, change):
    """The bundle with its manifest changed by ``change(document)``, all hashes of parts as they were."""
    entries = dict(entries_of(path))
    document = json.loads(entries["manifest.json"])
    change(document)
    entries["manifest.json"] = json.dumps(document).encode()
    return raw(path, entries.items())


def refused(office, path, passphrase=None) -> str:
    """The code of the error that opening ends with; nothing in the workspace has changed."""
    before = list(office.connection.iterdump())
    with pytest.raises(ExchangeError) as caught:
        bundle.import_bundle(office, path, passphrase)
    assert list(office.connection.iterdump()) == before
    assert list(files.stored(office.folder)) == [] and list(files.parts(office.folder)) == []
    for lang in ("uk", "en"):
        assert caught.value.describe(lang)
    return caught.value.code


# --- what is in order ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("passphrase", [None, PHRASE])
def test_what_is_written_is_read_again_to_the_byte(office, tmp_path, passphrase):
    bodies = [with_photo(), body_of(need(2), number=2)]
    path = write(tmp_path / "a.vidbudova", bodies, photo=PHOTO, passphrase=passphrase)
    with bundle_file.opened(path, passphrase) as reader:
        assert [reader.batch(part) for part in reader.manifest.batches] == bodies
        assert [b"".join(reader.pieces(part)) for part in reader.manifest.files] == [PHOTO]
    done = bundle.import_bundle(office, path, passphrase)
    assert (done.preview.records, done.shown, done.files, done.preview.sealed) == (3, 3, 1, passphrase is not None)
    assert [relay.body_of(office, BATCH.format(n)) for n in (1, 2)] == bodies
    with files.open_verified(office.folder, hashlib.sha256(PHOTO).hexdigest()) as stream:
        assert stream.read() == PHOTO


def test_a_large_file_is_sealed_in_pieces(office, tmp_path, monkeypatch):
    monkeypatch.setattr(bundle_file, "PIECE", 1000)
    path = write(tmp_path / "a.vidbudova", [with_photo()], photo=PHOTO, passphrase=PHRASE)
    with bundle_file.opened(path, PHRASE) as reader:
        (part,) = reader.manifest.files
        assert len(part.entries) == 6 and b"".join(reader.pieces(part)) == PHOTO


def test_a_bundle_names_nobody_outside_its_seal(tmp_path):
    path = write(tmp_path / "a.vidbudova", [with_photo()], photo=PHOTO, passphrase=PHRASE)
    content = path.read_bytes()
    for secret in ("Олена", "Школа", "02012345", hashlib.sha256(PHOTO).hexdigest(), BATCH.format(1)):
        assert secret.encode() not in content
    assert {name for name, _ in entries_of(path)} == {"sealed.json", "parts/0000", "parts/0001", "parts/0002"}


def test_what_inflates_too_far_is_written_as_it_is(office, tmp_path):
    body = body_of(*(need(n, description="а" * 9000) for n in range(1, 40)))
    path = write(tmp_path / "a.vidbudova", [body])
    assert bundle.import_bundle(office, path).preview.records == 39


def test_a_bundle_appears_whole_or_not_at_all(tmp_path, monkeypatch):
    path = tmp_path / "a.vidbudova"
    write(path)
    before = path.read_bytes()
    monkeypatch.setattr(os, "replace", lambda *_: (_ for _ in ()).throw(OSError(28, "No space left on device")))
    with pytest.raises(ExchangeError) as caught:
        write(path, [body_of(need(3))])
    assert caught.value.code == "bundle.not_written"
    assert path.read_bytes() == before and os.listdir(tmp_path) == ["a.vidbudova"]


# --- what is not -----------------------------------------------------------------------------------------------------


def test_something_else_is_no_bundle(office, tmp_path):
    path = tmp_path / "a.vidbudova"
    for content in (b"", b"hello", b"%PDF-1.7" + b"x" * 500, b"PK\x03\x04"):
        path.write_bytes(content)
        assert refused(office, path) in ("bundle.not_a_bundle", "bundle.cut_short")
    assert refused(office, raw(path, [("readme.txt", b"hello")])) == "bundle.bad_name"
    assert refused(office, tmp_path / "nothing.vidbudova") == "bundle.unreadable"


def test_cut_short_anywhere_is_noticed(office, tmp_path):
    path = write(tmp_path / "a.vidbudova", [with_photo()], photo=PHOTO)
    whole = path.read_bytes()
    for length in {*range(5, len(whole), 397), len(whole) - 1}:
        path.write_bytes(whole[:length])
        assert refused(office, path) == "bundle.cut_short"
    path.write_bytes(whole + b"more")
    assert refused(office, path) == "bundle.cut_short"
    path.write_bytes(b"PK\x03\x04" + whole)
    assert refused(office, path) in ("bundle.cut_short", "bundle.damaged")


@settings(max_examples=60, deadline=None)
@given(data=st.data())
def test_no_altered_byte_gets_through(tmp_path_factory, data):
    folder = tmp_path_factory.mktemp("altered")
    path = write(folder / "a.vidbudova", [with_photo()], photo=PHOTO, private=bytes(range(32)))
    with bundle_file.opened(path) as reader:
        told = reader.manifest
    whole = bytearray(path.read_bytes())
    place = data.draw(st.integers(0, len(whole) - 1))
    whole[place] ^= data.draw(st.integers(1, 255))
    path.write_bytes(whole)
    try:
        with bundle_file.opened(path) as reader:
            bodies = [reader.batch(part) for part in reader.manifest.batches]
            photos = [b"".join(reader.pieces(part)) for part in reader.manifest.files]
            assert (bodies, photos, reader.manifest) == ([with_photo()], [PHOTO], told)  # a date of the zip, at most
    except ExchangeError as error:
        assert error.code.startswith("bundle.")


@pytest.mark.parametrize(
    "name",
    ["../../evil.json", "/etc/passwd", "batches/../x.json", "batches\\0002.json", "C:/x.json", "batches/0002.json/",
     "files/" + "g" * 64, "files/" + "A" * 64, "manifest.json\x00.txt", "batches/2.json", "sealed.json.txt", "ﬁles/x"],
)  # fmt: skip
def test_a_name_that_does_not_belong_there_is_turned_away(office, tmp_path, name):
    path = write(tmp_path / "a.vidbudova")
    raw(path, [*entries_of(path), (zipfile.ZipInfo("x"), b"")][:-1])
    with zipfile.ZipFile(path, "a") as archive:
        info = zipfile.ZipInfo("x")
        info.filename = name
        archive.writestr(info, b"{}")
    assert refused(office, path) in ("bundle.bad_name", "bundle.damaged", "bundle.cut_short")
    assert not (tmp_path / "evil.json").exists()


def test_a_link_is_turned_away(office, tmp_path):
    path = write(tmp_path / "a.vidbudova")
    entries = entries_of(path)
    with zipfile.ZipFile(path, "w") as archive:
        for name, content in entries:
            info = zipfile.ZipInfo(name)
            info.external_attr = (stat.S_IFLNK | 0o777 if name.startswith("batches") else stat.S_IFREG | 0o600) << 16
            archive.writestr(info, b"/etc/passwd" if name.startswith("batches") else content)
    assert refused(office, path) == "bundle.link"


@pytest.mark.filterwarnings("ignore:Duplicate name")
def test_one_name_twice_is_turned_away(office, tmp_path):
    path = write(tmp_path / "a.vidbudova")
    assert (
        refused(office, raw(path, [*entries_of(path), ("batches/0001.json", body_of(need(7)))])) == "bundle.duplicate"
    )


def test_one_batch_twice_is_turned_away(office, tmp_path):
    path = write(tmp_path / "a.vidbudova", [body_of(), body_of()])
    assert refused(office, path) == "bundle.duplicate"


def test_a_bomb_of_zeros_is_not_inflated(office, tmp_path):
    path = write(tmp_path / "a.vidbudova")
    entries = [entry for entry in entries_of(path) if not entry[0].startswith("batches")]
    raw(path, [*entries, ("batches/0001.json", bytes(50_000_000))])
    assert path.stat().st_size < 100_000
    assert refused(office, path) == "bundle.bomb"


def test_a_size_that_lies_is_noticed(office, tmp_path):
    path = write(tmp_path / "a.vidbudova")
    raw(path, [(n, bytes(3_000_000) if n.startswith("batches") else c) for n, c in entries_of(path)])
    content = bytearray(path.read_bytes())
    at = content.rfind(b"PK\x01\x02", 0, content.rfind(b"PK\x01\x02"))  # the directory's entry of the first part
    at = content.find(b"PK\x01\x02")
    content[at + 24 : at + 28] = struct.pack("<L", 100)  # "inflates to 100 bytes"
    path.write_bytes(content)
    assert refused(office, path) in ("bundle.damaged", "bundle.bomb")


def test_entries_that_share_their_bytes_are_turned_away(office, tmp_path):
    path = write(tmp_path / "a.vidbudova", [body_of(), body_of(need(2), number=2)])
    content = bytearray(path.read_bytes())
    first = content.find(b"PK\x01\x02")
    second = content.find(b"PK\x01\x02", first + 4)
    content[second + 42 : second + 46] = content[first + 42 : first + 46]
    path.write_bytes(content)
    assert refused(office, path) == "bundle.damaged"


def test_too_many_entries_are_not_even_listed(office, tmp_path):
    path = raw(tmp_path / "a.vidbudova", [(f"batches/{n:05}", b"") for n in range(bundle_file.MAX_ENTRIES + 1)])
    assert refused(office, path) == "bundle.too_many"


def test_a_wrong_hash_a_part_missing_a_part_too_many(office, tmp_path):
    path = write(tmp_path / "a.vidbudova")
    entries = dict(entries_of(path))
    raw(path, [(n, body_of(need(9)) if n.startswith("batches") else c) for n, c in entries.items()])
    assert refused(office, path) == "bundle.damaged"
    raw(path, [(n, c) for n, c in entries.items() if n == "manifest.json"])
    assert refused(office, path) == "bundle.part_missing"
    raw(path, [*entries.items(), ("batches/0002.json", body_of(number=2))])
    assert refused(office, path) == "bundle.bad_name"
    raw(path, [(n, c) for n, c in entries.items() if n != "manifest.json"])
    assert refused(office, path) == "bundle.not_a_bundle"


def test_another_contract_another_format_another_portal(office, tmp_path):
    path = tmp_path / "a.vidbudova"
    assert refused(office, altered(write(path), lambda d: d.update(contract=2))) == "bundle.other_contract"
    assert refused(office, altered(write(path), lambda d: d.update(format=2))) == "bundle.other_format"
    assert refused(office, altered(write(path), lambda d: d.update(portal="elsewhere"))) == "bundle.other_portal"
    assert refused(office, write(path, [body_of(portal="elsewhere")])) == "bundle.other_portal"
    newer = body_of().replace(b'"contract":1', b'"contract":7')
    assert refused(office, write(path, [newer])) == "bundle.other_contract"


def test_a_batch_that_is_not_the_one_its_part_names_is_turned_away(office, tmp_path):
    path = write(tmp_path / "a.vidbudova")
    altered(path, lambda d: d["parts"][0].update(batch=BATCH.format(8)))
    assert refused(office, path) == "bundle.damaged"


def test_a_file_that_no_record_speaks_of_is_turned_away(office, tmp_path):
    assert refused(office, write(tmp_path / "a.vidbudova", photo=PHOTO)) == "bundle.bad_name"


def test_a_file_with_another_hash_is_turned_away(office, tmp_path):
    path = write(tmp_path / "a.vidbudova", [with_photo()], photo=PHOTO)
    raw(path, [(n, b"x" + c[1:] if n.startswith("files") else c) for n, c in entries_of(path)])
    assert refused(office, path) == "bundle.damaged"


def test_an_edit_that_follows_a_batch_which_is_nowhere_is_turned_away(office, tmp_path):
    follows = Item("need", NEED.format(1), "change", {"priority": 3}, after=BATCH.format(5))
    path = write(tmp_path / "a.vidbudova", [body_of(follows)])
    assert refused(office, path) == "bundle.part_missing"
    assert bundle.examine(office, write(path, [body_of(follows)], answered=(BATCH.format(5),))).new == 1


def test_a_forged_signature_is_turned_away(office, tmp_path):
    private, other = bytes(range(32)), bytes(range(1, 33))
    path = write(tmp_path / "a.vidbudova", private=private)
    assert bundle.examine(office, path).signed
    public = base64.b64encode(ed25519.public_key(other)).decode()
    assert refused(office, altered(path, lambda d: d.update(public=public))) == "bundle.forged"
    write(path, private=private)
    assert refused(office, altered(path, lambda d: d["parts"][0].update(signature=None))) == "bundle.forged"
    write(path, private=private)
    assert refused(office, altered(path, lambda d: d.update(device=None))) == "bundle.forged"


def test_the_number_of_a_batch_that_is_here_with_other_content_is_a_forgery(office, tmp_path):
    bundle.import_bundle(office, write(tmp_path / "a.vidbudova"))
    before = relay.body_of(office, BATCH.format(1))
    with pytest.raises(ExchangeError) as caught:
        bundle.import_bundle(office, write(tmp_path / "b.vidbudova", [body_of(need(1, priority=5))]))
    assert caught.value.code == "bundle.differs" and relay.body_of(office, BATCH.format(1)) == before


def test_values_that_no_field_holds_are_carried_and_not_shown(office, tmp_path):
    odd = Item("need", NEED.format(2), "create", {"title_uk": ["x"], "nonsense": 1, "katottg": PLACE})
    strange = Item("castle", NEED.format(3), "create", {"katottg": PLACE})
    done = bundle.import_bundle(office, write(tmp_path / "a.vidbudova", [body_of(need(), odd, strange)]))
    assert (done.preview.records, done.shown) == (3, 1)
    assert office.get("need", NEED.format(2)) is None


def test_a_disk_that_fills_up_leaves_nothing_of_an_import(office, tmp_path, monkeypatch):
    path = write(tmp_path / "a.vidbudova", [with_photo()], photo=PHOTO)

    def full(*_args):
        raise StoreError("store.disk_full", path="x", reason="y")

    monkeypatch.setattr(relay, "mark_shown", full)  # what cannot be shown is passed on all the same
    assert bundle.import_bundle(office, path).shown == 0 and office.count("need") == 0
    assert relay.count_unfinished(office) == 2
    monkeypatch.undo()
    assert bundle.import_bundle(office, path).shown == 2  # shown when it is opened again

    monkeypatch.setattr(relay, "put_bundle", full)
    with pytest.raises(StoreError):
        bundle.import_bundle(office, write(tmp_path / "b.vidbudova", [body_of(need(5), number=5)]))
    assert len(relay.list_bundles(office)) == 1 and office.get("need", NEED.format(5)) is None


# --- sealed ----------------------------------------------------------------------------------------------------------


def test_a_wrong_passphrase_a_missing_one_and_a_short_one(office, tmp_path):
    path = write(tmp_path / "a.vidbudova", passphrase=PHRASE)
    assert refused(office, path, "інша фраза зовсім") == "bundle.wrong_passphrase"
    assert refused(office, path) == "bundle.needs_passphrase"
    with pytest.raises(ExchangeError) as caught:
        sealing.check_passphrase("коротка")
    assert caught.value.code == "bundle.passphrase_short"


def test_one_way_of_writing_a_letter_is_as_good_as_the_other(office, tmp_path):
    path = write(tmp_path / "a.vidbudova", passphrase="йод і їжа")
    decomposed = unicodedata.normalize("NFD", "йод і їжа")
    assert decomposed != "йод і їжа" and bundle.examine(office, path, decomposed).new == 1


def test_sealed_parts_cannot_be_exchanged_dropped_or_altered(office, tmp_path):
    path = write(tmp_path / "a.vidbudova", [body_of(), body_of(need(2), number=2)], passphrase=PHRASE)
    entries = dict(entries_of(path))
    swapped = {**entries, "parts/0001": entries["parts/0002"], "parts/0002": entries["parts/0001"]}
    assert refused(office, raw(path, swapped.items()), PHRASE) == "bundle.damaged"
    dropped = {name: content for name, content in entries.items() if name != "parts/0002"}
    assert refused(office, raw(path, dropped.items()), PHRASE) == "bundle.part_missing"
    flipped = {**entries, "parts/0001": entries["parts/0001"][:-1] + bytes([entries["parts/0001"][-1] ^ 1])}
    assert refused(office, raw(path, flipped.items()), PHRASE) == "bundle.damaged"
    other = dict(entries_of(write(tmp_path / "b.vidbudova", [body_of(need(5))], passphrase=PHRASE)))
    mixed = {**entries, "parts/0001": other["parts/0001"]}
    assert refused(office, raw(path, mixed.items()), PHRASE) == "bundle.damaged"


def test_a_header_may_not_ask_for_more_than_a_laptop_has(office, tmp_path):
    path = write(tmp_path / "a.vidbudova", passphrase=PHRASE)
    for change in ({"n": 2**24}, {"r": 1000}, {"p": 99}, {"n": 3}, {"salt": ""}, {"salt": "!!"}):
        entries = dict(entries_of(path))
        entries["sealed.json"] = json.dumps({**json.loads(entries["sealed.json"]), **change}).encode()
        assert refused(office, raw(tmp_path / "b.vidbudova", entries.items()), PHRASE) == "bundle.damaged"
    entries["sealed.json"] = json.dumps({**json.loads(entries_of(path)[0][1]), "cipher": "ROT13"}).encode()
    assert refused(office, raw(tmp_path / "b.vidbudova", entries.items()), PHRASE) == "bundle.other_format"


def test_without_the_library_sealing_is_explained_and_everything_else_works(office, tmp_path, monkeypatch):
    sealed = write(tmp_path / "a.vidbudova", passphrase=PHRASE)
    monkeypatch.setattr(sealing, "available", lambda: False)
    assert refused(office, sealed, PHRASE) == "bundle.no_cryptography"
    with pytest.raises(ExchangeError) as caught:
        bundle.export_bundle(office, tmp_path / "b.vidbudova", passphrase=PHRASE)
    assert caught.value.code == "bundle.no_cryptography"
    assert bundle.import_bundle(office, write(tmp_path / "c.vidbudova")).shown == 1


def test_a_workspace_that_can_only_be_read_takes_nothing_in(office, tmp_path, empty_workspace):
    path = write(tmp_path / "a.vidbudova")
    with Workspace.open(office.folder, office.catalogue, read_only=True) as closed, pytest.raises(StoreError):
        bundle.import_bundle(closed, path)
