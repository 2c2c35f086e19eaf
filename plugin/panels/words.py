"""The words for states, one each everywhere. The workflow's words are in its codelist; these are the local ones."""

from __future__ import annotations

from qgis.PyQt.QtCore import QCoreApplication

from ..records.territory import Codifier, stem, unit_label

SYNC_STATES = ("waiting", "sending", "synced", "conflict", "refused")
SEVERITIES = ("error", "warning", "hint")


def sync_state(code: str | None) -> str:
    """The word for a sync state."""
    translate = QCoreApplication.translate
    return {
        "waiting": translate("Words", "waiting"),
        "sending": translate("Words", "sending"),
        "synced": translate("Words", "on the portal"),
        "conflict": translate("Words", "conflict"),
        "refused": translate("Words", "refused"),
    }.get(code or "", code or "")


def severity(code: str) -> str:
    """The word for how grave a finding is."""
    translate = QCoreApplication.translate
    return {
        "error": translate("Words", "error"),
        "warning": translate("Words", "warning"),
        "hint": translate("Words", "hint"),
    }.get(code, code)


def named(kind: str, title: str) -> str:
    """A record in a sentence: its kind and, where it has one, its title in the language's quotation marks."""
    if not title:
        return kind
    return str(QCoreApplication.translate("Words", "{kind} “{title}”").format(kind=kind, title=title))


def capitalised(text: str) -> str:
    """A word at the start of a label."""
    return text[:1].upper() + text[1:]


def hromada(codifier: Codifier | None, code: str, lang: str) -> str:
    """The hromada that a unit lies in, or the larger unit that it is; a city with special status stands for its own.

    Where the register does not know the unit, the part of its code that tells the hromada.
    """
    above = codifier.units_above(code) if codifier is not None else []
    for unit in above:
        if unit.category in "HKPO":
            return unit_label(unit, lang)
    return stem(code)[:9]
