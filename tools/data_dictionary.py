"""Writes docs/data-dictionary.md from the record definitions and codelists, in both languages.

``--check`` writes nothing and ends with status 1 when the page is out of date.
"""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from plugin.records.catalogue import Catalogue, default_catalogue  # noqa: E402
from plugin.records.codelists import Codelist  # noqa: E402
from plugin.records.definition import Field, RecordType  # noqa: E402

PAGE = ROOT / "docs" / "data-dictionary.md"

INTRODUCTION = """\
# Data dictionary · Словник даних

Made by `tools/data_dictionary.py` from `resources/records/` and `resources/codelists/`; a test holds it up to date.
Зроблено з описів записів і кодових списків; перевірка стежить, щоб сторінка не відстала.

Each record type is a [Table Schema](https://specs.frictionlessdata.io/table-schema/) with a few properties more.
*Required* fields are asked for before a record is submitted, a draft may lack them. A blank value is not zero.
*Limited* fields never leave the portal's private side. Amounts of money have two decimals, in the currency of the
field named beside them. Times are UTC. Places are longitude and latitude, WGS 84.
"""


def page(catalogue: Catalogue) -> str:
    """The whole page as Markdown."""
    lines = [INTRODUCTION, "## Record types · Види записів", ""]
    kinds = ((f"[`{t.name}`](#{t.name})", t.label("uk"), t.label("en"), t.geometry) for t in catalogue.types.values())
    lines += table(("type", "українською", "English", "geometry"), kinds)
    for rtype in catalogue.types.values():
        lines += type_lines(rtype)
    lines += ["## Codelists · Кодові списки", ""]
    for codelist in catalogue.codelists.values():
        lines += codelist_lines(codelist)
    return "\n".join(lines).rstrip() + "\n"


def type_lines(rtype: RecordType) -> Iterator[str]:
    """One record type: its sections with their fields, its groups and parents."""
    yield from (f'## <a id="{rtype.name}"></a>{rtype.label("uk")} · {rtype.label("en")} (`{rtype.name}`)', "")
    yield from (rtype.help("uk"), "", rtype.help("en"), "")
    if rtype.has_geometry:
        what = {"any": "a point, line or area, `geom`", "point": "a point, `geom`"}[rtype.geometry]
        yield from (f"Geometry · геометрія: {what}.", "")
    if rtype.foreign_keys:
        keys = ", ".join(f"`{key.field}` → [`{key.type}`](#{key.type})" for key in rtype.foreign_keys)
        yield from (f"Hangs off · належить до: {keys}.", "")
    if rtype.parent_fields:
        yield from (
            f"Hangs off · належить до: `{rtype.parent_fields[1]}`, of the type in `{rtype.parent_fields[0]}`.",
            "",
        )
    if rtype.groups:
        groups = "; ".join(" + ".join(f"`{name}`" for name in group) for group in rtype.groups)
        yield from (f"Merge as one · зливаються разом: {groups}.", "")
    heads = ("field", "українською", "English", "type", "", "standards")
    loose = [field for field in rtype.fields if field.section is None]
    if loose:
        yield from table(heads, (field_row(field) for field in loose))
    for section in rtype.sections:
        yield from (f"### {section.label('uk')} · {section.label('en')}", "")
        yield from table(heads, (field_row(field) for field in rtype.in_section(section.name)))


def field_row(field: Field) -> tuple[str, ...]:
    """One line of a section's table."""
    notes = [
        "required" if field.required else "",
        "limited" if field.access else "",
        f"default `{field.default}`" if field.default is not None else "",
    ]
    standards = "<br>".join(f"`{place}`" for place in (field.maps_to or "").split())
    noted = ", ".join(note for note in notes if note)
    return f"`{field.name}`", told(field, "uk"), told(field, "en"), kind(field), noted, standards


def told(field: Field, lang: str) -> str:
    """Label and help."""
    text = field.help(lang)
    return f"**{field.label(lang)}**<br>{text}" if text else f"**{field.label(lang)}**"


def kind(field: Field) -> str:
    """The type, with what limits it."""
    parts = [f"money in `{field.currency}`" if field.currency else field.format or field.type]
    if field.codelist:
        parts.append(f"[`{field.codelist}`](#list-{field.codelist})")
    if field.unit:
        parts.append(f"`{field.unit}`")
    if field.minimum is not None or field.maximum is not None:
        low, high = ("" if bound is None else str(bound) for bound in (field.minimum, field.maximum))
        parts.append(f"{low}…{high}")
    if field.max_length is not None:
        parts.append(f"≤ {field.max_length}")
    if field.pattern is not None:
        parts.append(f"`{field.pattern}`")
    return ", ".join(parts)


def codelist_lines(codelist: Codelist) -> Iterator[str]:
    """One codelist with its source."""
    yield from (f'### <a id="list-{codelist.name}"></a>`{codelist.name}`', "", codelist.source, "")
    rows = [(f"`{c.code}`", c.label("uk"), c.label("en"), c.parent or "", c.maps_to or "") for c in codelist.codes]
    heads = ("code", "українською", "English", f"in `{codelist.parent_list or codelist.name}`", "maps to")
    used = [at for at in range(len(heads)) if at < 3 or any(row[at] for row in rows)]
    yield from table(tuple(heads[at] for at in used), (tuple(row[at] for at in used) for row in rows))


def table(heads: tuple[str, ...], rows: Iterable[tuple[str, ...]]) -> Iterator[str]:
    """A Markdown table and the blank line after it."""
    yield f"| {' | '.join(heads)} |"
    yield "|" + " --- |" * len(heads)
    for row in rows:
        yield f"| {' | '.join(cell.replace('|', chr(92) + '|') for cell in row)} |"
    yield ""


def main(arguments: list[str]) -> int:
    """Write the page, or check that it is as it would be written."""
    content = page(default_catalogue())
    current = PAGE.read_text(encoding="utf-8") if PAGE.is_file() else ""
    if "--check" in arguments:
        if current != content:
            print(f"{PAGE.relative_to(ROOT)} is out of date: run tools/data_dictionary.py")
            return 1
        return 0
    if current != content:
        PAGE.write_text(content, encoding="utf-8", newline="\n")
    return 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
