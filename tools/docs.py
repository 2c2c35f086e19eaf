"""Writes build/docs: the data dictionary, the rules and the portal's calls, made from the sources they describe."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from plugin.quality.registry import rules  # noqa: E402
from plugin.records import messages  # noqa: E402
from plugin.records.catalogue import Catalogue, default_catalogue  # noqa: E402
from plugin.records.codelists import Codelist  # noqa: E402
from plugin.records.definition import Field, RecordType  # noqa: E402

WORDS = {
    "uk": {
        "dictionary": "Словник даних",
        "rules": "Правила перевірки",
        "field": "Поле",
        "label": "Назва",
        "type": "Тип",
        "standard": "Стандарт",
        "codelists": "Довідники",
        "code": "Код",
        "source": "Джерело",
        "geometry": "Геометрія",
        "together": "Зливаються разом",
        "list": "довідник",
        "rule": "Правило",
        "severity": "Рівень",
        "about": "Про що",
    },
    "en": {
        "dictionary": "Data dictionary",
        "rules": "Checks",
        "field": "Field",
        "label": "Label",
        "type": "Type",
        "standard": "Standard",
        "codelists": "Codelists",
        "code": "Code",
        "source": "Source",
        "geometry": "Geometry",
        "together": "Merge together",
        "list": "codelist",
        "rule": "Rule",
        "severity": "Severity",
        "about": "About",
    },
}


def dictionary(catalogue: Catalogue, lang: str) -> str:
    """Record types, fields and codelists as one Markdown page."""
    words = WORDS[lang]
    lines = [f"# {words['dictionary']}", ""]
    for rtype in catalogue.types.values():
        lines += _type(rtype, lang)
    lines += [f"## {words['codelists']}", ""]
    for codelist in catalogue.codelists.values():
        lines += _codelist(codelist, lang)
    return "\n".join(lines)


def _type(rtype: RecordType, lang: str) -> Iterator[str]:
    words = WORDS[lang]
    yield f"## {rtype.label(lang)} (`{rtype.name}`)"
    yield ""
    yield rtype.help(lang)
    yield ""
    yield f"{words['geometry']}: `{rtype.geometry}`"
    yield ""
    yield from _table(
        (words["field"], words["label"], words["type"], words["standard"]),
        ((f"`{field.name}`", _label(field, lang), _kind(field, lang), field.maps_to or "") for field in rtype.fields),
    )
    if rtype.groups:
        yield f"{words['together']}: " + "; ".join(" + ".join(f"`{name}`" for name in group) for group in rtype.groups)
        yield ""


def _label(field: Field, lang: str) -> str:
    helped = field.help(lang)
    return f"{field.label(lang)}. {helped}" if helped else field.label(lang)


def _kind(field: Field, lang: str) -> str:
    if field.codelist:
        return f"{WORDS[lang]['list']} [{field.codelist}](#{field.codelist})"
    return f"{field.type}, {field.unit}" if field.unit else field.type


def _codelist(codelist: Codelist, lang: str) -> Iterator[str]:
    words = WORDS[lang]
    yield f"### {codelist.name}"
    yield ""
    yield f"{words['source']}: {codelist.source}"
    yield ""
    yield from _table((words["code"], words["label"]), ((f"`{c.code}`", c.label(lang)) for c in codelist.codes))


def checks(lang: str) -> str:
    """The rules by id, with what their message says, as one Markdown page."""
    words = WORDS[lang]
    lines = [f"# {words['rules']}", ""]
    rows = (
        (f"`{rule.id}`", rule.severity, messages.text(f"rule.{rule.id}", lang))
        for rule in sorted(rules(), key=lambda rule: rule.id)
    )
    lines += _table((words["rule"], words["severity"], words["about"]), rows)
    return "\n".join(lines)


def _table(heads: tuple[str, ...], rows: Iterable[tuple[str, ...]]) -> Iterator[str]:
    yield "| " + " | ".join(heads) + " |"
    yield "|" + "---|" * len(heads)
    for row in rows:
        yield "| " + " | ".join(cell.replace("|", "\\|").replace("\n", " ") for cell in row) + " |"
    yield ""


def main() -> None:
    """Writes every page, both languages."""
    target = ROOT / "build" / "docs"
    target.mkdir(parents=True, exist_ok=True)
    catalogue = default_catalogue()
    for lang in messages.LANGUAGES:
        (target / f"data-dictionary.{lang}.md").write_text(dictionary(catalogue, lang), encoding="utf-8")
        (target / f"checks.{lang}.md").write_text(checks(lang), encoding="utf-8")
    for page in sorted(target.iterdir()):
        print(page.relative_to(ROOT))


if __name__ == "__main__":
    main()
