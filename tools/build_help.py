"""Writes resources/help: the offline help, from the user guides and the record definitions, in both languages.

Each ``##`` section of ``docs/guide.<language>.md`` becomes a page, named by the anchor in its heading; each record type
gets a page that explains its fields one by one. Plain HTML without scripts, for Qt's text browser and for any other.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from html import escape
from pathlib import Path

from markdown_it import MarkdownIt

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from plugin.records import messages  # noqa: E402
from plugin.records.catalogue import Catalogue, default_catalogue  # noqa: E402
from plugin.records.definition import Field, RecordType  # noqa: E402

HELP = ROOT / "resources" / "help"
LANGUAGES = ("uk", "en")
MOST_VALUES = 45
"""Of longer lists the page says how many they have: nobody reads them through."""
_HEADING = re.compile(r'^## (?P<title>.+?) <a id="(?P<name>[a-z]+)"></a>$', re.MULTILINE)
_ANCHOR = re.compile(r'<a id="([\w-]+)"></a>')
_LINK = re.compile(r'<a href="([^"]*)">(.*?)</a>', re.DOTALL)

WORDS = {
    "uk": {
        "title": "Довідка з «Відбудови»",
        "contents": "Зміст",
        "fields": "Поля записів",
        "fields_intro": "Що означає кожне поле форми і які значення воно приймає.",
        "required": "Потрібне, щоб подати запис.",
        "limited": "Не публікується: лишається на закритому боці порталу.",
        "sticky": "Переходить у наступну форму за «Зберегти й далі».",
        "money": "Сума з копійками, у валюті, вказаній поруч.",
        "unit": "Одиниця: {unit}.",
        "values": "Значення: {values}.",
        "many": "Значення вибирають зі списку ({count}): введіть перші літери.",
        "range": "Від {low} до {high}.",
        "least": "Не менше {low}.",
        "most": "Не більше {high}.",
        "length": "До {count} знаків.",
        "date": "Дату пишуть, як звично (5.11.2026, 051126, «вчора»), або вибирають у календарі.",
        "place": "Точка, лінія або ділянка.",
        "earlier": "Раніше: {page}",
        "later": "Далі: {page}",
    },
    "en": {
        "title": "Vidbudova help",
        "contents": "Contents",
        "fields": "Fields of the records",
        "fields_intro": "What each field of the forms means, and which values it takes.",
        "required": "Needed to submit the record.",
        "limited": "Not published: it stays on the portal's private side.",
        "sticky": "Goes over to the next form with “Save and Next”.",
        "money": "An amount with two decimals, in the currency given beside it.",
        "unit": "Unit: {unit}.",
        "values": "Values: {values}.",
        "many": "Values are picked from a list of {count}: type the first letters.",
        "range": "From {low} to {high}.",
        "least": "At least {low}.",
        "most": "At most {high}.",
        "length": "Up to {count} characters.",
        "date": "Dates are read as you write them (2026-11-05, 5 Nov 2026, “yesterday”) or picked from the calendar.",
        "place": "A point, line or area.",
        "earlier": "Before: {page}",
        "later": "Next: {page}",
    },
}

UNITS = {
    "%": {"uk": "відсоток", "en": "per cent"},
    "deg": {"uk": "градус", "en": "degree"},
    "By": {"uk": "байт", "en": "byte"},
}
"""Codes of UCUM; what is counted by the head needs no unit."""


class HelpFault(Exception):
    """A guide from which no help can be made."""


@dataclass(frozen=True)
class Page:
    """One page: `name` is the file's, without ``.html``; `body` is HTML."""

    name: str
    title: str
    body: str


def pages(lang: str, catalogue: Catalogue, root: Path = ROOT) -> list[Page]:
    """All pages of a language in reading order, the table of contents first. Raises HelpFault."""
    chapters = list(guide_pages((root / "docs" / f"guide.{lang}.md").read_text(encoding="utf-8"), lang))
    records = [record_page(rtype, catalogue, lang) for rtype in catalogue.types.values()]
    words = WORDS[lang]
    body = [f"<h1>{escape(words['title'])}</h1>", "<ul>"]
    body += [f'<li><a href="{page.name}.html">{escape(page.title)}</a></li>' for page in chapters]
    body += ["</ul>", f'<h2><a name="fields" id="fields"></a>{escape(words["fields"])}</h2>']
    body += [f"<p>{escape(words['fields_intro'])}</p>", "<ul>"]
    body += [f'<li><a href="{page.name}.html">{escape(page.title)}</a></li>' for page in records]
    body += ["</ul>"]
    return [Page("index", words["title"], "\n".join(body) + "\n"), *chapters, *records]


def guide_pages(text: str, lang: str) -> Iterator[Page]:
    """The sections of a guide. Raises HelpFault where a section has no anchor."""
    without = [line for line in re.findall(r"^## .*$", text, re.MULTILINE) if not _HEADING.match(line)]
    if without:
        raise HelpFault(f"guide.{lang}.md: no anchor in {without[0]!r}")
    headings = list(_HEADING.finditer(text))
    ends = [heading.start() for heading in headings[1:]] + [len(text)]
    parts = {h["name"]: (h["title"], text[h.end() : end]) for h, end in zip(headings, ends, strict=True)}
    where = {name: name for name in parts}
    for name, (_, part) in parts.items():
        where.update((anchor, name) for anchor in _ANCHOR.findall(part))
    markdown = MarkdownIt("commonmark", {"html": True}).enable("table")
    for name, (title, part) in parts.items():
        body = f"<h1>{escape(title)}</h1>\n{markdown.render(part)}"
        yield Page(name, title, _for_text_browser(body, name, where))


def _for_text_browser(body: str, page: str, where: dict[str, str]) -> str:
    """Anchors with the old attribute too, tables with lines, links to pages of the help or to the web."""

    def link(found: re.Match[str]) -> str:
        target, shown = found[1], found[2]
        if target.startswith("#"):
            home = where.get(target[1:])
            if home is None:
                raise HelpFault(f"{page}: no anchor {target}")
            return f'<a href="{target if home == page else f"{home}.html{target}"}">{shown}</a>'
        if target.startswith("data-dictionary.md"):
            return f'<a href="index.html#fields">{shown}</a>'
        return found[0] if target.startswith("https://") else shown  # other documents do not travel with the plugin

    body = _LINK.sub(link, body)
    body = _ANCHOR.sub(r'<a name="\1" id="\1"></a>', body)
    body = body.replace("../resources/help/pictures/", "../pictures/")
    return body.replace("<table>", '<table border="1" cellspacing="0" cellpadding="4">')


def record_page(rtype: RecordType, catalogue: Catalogue, lang: str) -> Page:
    """What a record type is, and its fields as the form has them."""
    words = WORDS[lang]
    body = [f"<h1>{escape(rtype.label(lang))}</h1>", f"<p>{escape(rtype.help(lang))}</p>"]
    for section in rtype.sections:
        body.append(f"<h2>{_anchor(f'section-{section.name}')}{escape(section.label(lang))}</h2>")
        if rtype.has_geometry and section.name == "where":
            label = messages.text("records.value.place", lang)
            body += [f"<h3>{_anchor('geom')}{escape(label)}</h3>", f"<p>{escape(words['place'])}</p>"]
        for field in rtype.in_section(section.name):
            body += field_lines(field, catalogue, lang)
    return Page(f"record-{rtype.name}", rtype.label(lang), "\n".join(body) + "\n")


def field_lines(field: Field, catalogue: Catalogue, lang: str) -> Iterator[str]:
    """One field: its label, its help, what it takes."""
    words = WORDS[lang]
    told = [field.help(lang)] if field.help(lang) else []
    if field.is_money:
        told.append(words["money"])
    if field.unit in UNITS:
        told.append(words["unit"].format(unit=UNITS[field.unit][lang]))
    if field.minimum is not None or field.maximum is not None:
        bounds = {"low": _number(field.minimum, lang), "high": _number(field.maximum, lang)}
        key = "most" if field.minimum is None else "least" if field.maximum is None else "range"
        told.append(words[key].format(**bounds))
    codelist = catalogue.codelist_of(field)
    if codelist is not None:
        values = [code.label(lang) for code in codelist.codes]
        told.append(
            words["values"].format(values="; ".join(values))
            if len(values) <= MOST_VALUES
            else words["many"].format(count=len(values))
        )
    elif field.type == "date":
        told.append(words["date"])
    elif field.max_length is not None and field.type == "string" and field.name != "katottg":  # picked, not typed
        told.append(words["length"].format(count=field.max_length))
    told += [words[key] for key in ("required", "sticky") if getattr(field, key)]
    if field.access:
        told.append(words["limited"])
    yield f"<h3>{_anchor(field.name)}{escape(field.label(lang))}</h3>"
    yield f"<p>{escape(' '.join(told))}</p>" if told else ""


def _anchor(name: str) -> str:
    return f'<a name="{name}" id="{name}"></a>'


def _number(value: float | None, lang: str) -> str:
    return "" if value is None else messages.format_number(value, lang)


def document(page: Page, before: Page | None, after: Page | None, lang: str) -> str:
    """A page as a whole document, with the way to its neighbours."""
    words = WORDS[lang]
    ways = [f'<a href="index.html">{escape(words["contents"])}</a>'] if page.name != "index" else []
    if before is not None and before.name != "index":
        ways.append(f'<a href="{before.name}.html">{escape(words["earlier"].format(page=before.title))}</a>')
    if after is not None:
        ways.append(f'<a href="{after.name}.html">{escape(words["later"].format(page=after.title))}</a>')
    return (
        f'<!DOCTYPE html>\n<html lang="{lang}">\n<head>\n<meta charset="utf-8">\n'
        f'<title>{escape(page.title)}</title>\n<link rel="stylesheet" href="../help.css">\n</head>\n<body>\n'
        f"{page.body}<hr>\n<p>{' · '.join(ways)}</p>\n</body>\n</html>\n"
    )


def files(root: Path = ROOT) -> dict[str, str]:
    """All files of the help that are made, by their path below resources/help."""
    catalogue = default_catalogue()
    made: dict[str, str] = {}
    for lang in LANGUAGES:
        found = pages(lang, catalogue, root)
        for at, page in enumerate(found):
            before = found[at - 1] if at else None
            after = found[at + 1] if at + 1 < len(found) else None
            made[f"{lang}/{page.name}.html"] = document(page, before, after, lang)
    return made


def main() -> int:
    """Writes the pages that changed; what is no page any more goes."""
    try:
        made = files()
    except HelpFault as fault:
        print(f"help: {fault}", file=sys.stderr)
        return 1
    there = {path.relative_to(HELP).as_posix(): path for lang in LANGUAGES for path in (HELP / lang).glob("*.html")}
    for name, text in made.items():
        path = HELP / name
        if name not in there or path.read_text(encoding="utf-8") != text:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8")
    for name in set(there) - set(made):
        there[name].unlink()
    return 0


if __name__ == "__main__":
    sys.exit(main())
