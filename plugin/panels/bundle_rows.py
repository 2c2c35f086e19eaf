"""Rows about bundles that were opened here: whose, how much of each has been passed on, and what did not go through."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any

from qgis.PyQt.QtCore import QCoreApplication

from ..records import messages
from ..records.dates import format_moment
from ..store import relay
from ..store.relay import BundleSummary, RelayItem
from ..store.titles import record_title
from ..store.workspace import Workspace
from ..sync.wording import reason_text
from .words import named

MOST_BUNDLES = 30
MOST_RECORDS = 50  # of one bundle; the command line's log counts all
_DONE = ("accepted", "merged", "unchanged")


@dataclass(frozen=True)
class BundleRow:
    """A row; `record` is where it leads."""

    sign: str
    text: str
    note: str = ""
    detail: str = ""
    record: tuple[str, str] | None = None


def bundle_rows(workspace: Workspace, lang: str) -> list[BundleRow]:
    """The newest bundle first, each followed by the records that did not go through."""
    rows: list[BundleRow] = []
    for one in relay.list_bundles(workspace, MOST_BUNDLES):
        rows.append(_bundle(one, lang))
        if set(one.verdicts) - {*_DONE, "waiting"}:
            found = relay.items_of_bundle(workspace, one.seq, MOST_RECORDS)
            rows += [_record(workspace, item, lang) for item in found if item.verdict and item.verdict not in _DONE]
    return rows


def _bundle(one: BundleSummary, lang: str) -> BundleRow:
    translate = QCoreApplication.translate
    waiting, void = one.verdicts.get("waiting", 0), one.verdicts.get("void", 0)
    done = sum(one.verdicts.get(name, 0) for name in _DONE)
    others = one.items - waiting - void - done
    text = translate("BundleRows", "%n edit(s) of {author}", "", one.items).format(author=one.author_name)
    parts = []
    if waiting:
        parts.append(translate("BundleRows", "%n waiting to be passed on", "", waiting))
    if done:
        parts.append(translate("BundleRows", "%n on the portal", "", done))
    if others:
        parts.append(translate("BundleRows", "%n not accepted: the author has to look", "", others))
    if void:
        parts.append(translate("BundleRows", "%n left to the author", "", void))
    reasons = [reason_text(_read(reason), lang) for reason in one.reasons]
    note = "\n".join([", ".join(parts), *reasons])
    signed = (
        translate("BundleRows", "signed with a device's key") if one.signed else translate("BundleRows", "not signed")
    )
    made = translate("BundleRows", "made {moment}").format(moment=format_moment(one.made_at, lang))
    taken = translate("BundleRows", "imported {moment}").format(moment=format_moment(one.imported_at, lang))
    sign = "waiting" if waiting else "refused" if others or void else "synced"
    return BundleRow(sign, text, note, "\n".join([text, one.name, made, taken, signed, note]))


def _record(workspace: Workspace, item: RelayItem, lang: str) -> BundleRow:
    rtype = workspace.catalogue.types.get(item.type)
    title = ""
    if rtype is not None:
        title = record_title(workspace, rtype, {**(workspace.get(*item.key) or {}), **item.set}, lang)
    text = named(rtype.label(lang) if rtype is not None else item.type, title)
    told = _read(item.told)
    outcome = messages.text(f"sync.outcome.{item.verdict}", lang)
    said = [str(problem.get("message") or problem.get("rule")) for problem in told.get("problems", ())]
    if told.get("conflict") and told.get("author"):
        said.append(str(told["author"]))
    note = ": ".join(part for part in (outcome, " ".join(said)) if part)
    sign = {"conflict": "conflict", "refused": "refused"}.get(item.verdict or "", "waiting")
    here = rtype is not None and workspace.fid(*item.key) is not None
    return BundleRow(sign, text, note, "\n".join([text, note]), item.key if here else None)


def _read(text: str | None) -> dict[str, Any]:
    try:
        found = json.loads(text or "{}")
    except ValueError:
        return {}
    return found if isinstance(found, dict) else {}
