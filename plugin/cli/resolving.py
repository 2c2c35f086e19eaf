"""``conflicts``, ``resolve`` and ``undo``: what people have to decide, their decision, and the way back."""

from __future__ import annotations

import argparse
from collections import Counter
from typing import Any

from ..errors import UsageError
from ..records import messages, wording
from ..store import conflicts, steps
from ..store.conflicts import Conflict
from ..store.workspace import Workspace
from ..sync.conflict_view import WHOLE, ConflictView, Row, view
from ..sync.resolve import OUTCOMES, Choice, Planned, plan, sides_of, title_of
from ..sync.resolve_many import resolve_all
from .making import open_workspace
from .output import DONE, REMAINS, Printer


def show_conflicts(options: argparse.Namespace, printer: Printer) -> int:
    """Every conflict, field by field. 1 where there is one."""
    with open_workspace(options.folder, printer) as workspace:
        found = []
        for conflict in _chosen(workspace, None, options.type):
            seen = view(workspace, *conflict.key)
            _show(workspace, seen, printer)
            found.append(_document(workspace, seen, printer.lang))
    if not found:
        printer.say("conflicts.none")
    printer.result({"conflicts": found})
    return REMAINS if found else DONE


def _show(ws: Workspace, seen: ConflictView, printer: Printer) -> None:
    conflict, rtype = seen.conflict, ws.rtype(seen.conflict.type)
    title, kind = title_of(ws, seen), messages.text(f"sync.kind.{conflict.kind}", printer.lang)
    printer.line(f"{conflict.type} {conflict.uuid} · {wording.shortened(title) or '–'} · {kind}")
    if conflict.author or conflict.at:
        printer.line("  " + printer.text("conflicts.who", author=conflict.author or "–", at=conflict.at or "–"))
    for row in seen.rows:
        if row.name == WHOLE:
            told = "out_of_view" if seen.out_of_view else seen.situation
            printer.line("  " + printer.text(f"conflicts.{told}"))
            for changed in seen.changed:
                _show_changed(ws, conflict.type, changed, printer)
            continue
        for name in row.differing:
            printer.line(f"  {name} ({wording.field_label(rtype, name, printer.lang)})")
            unknown = printer.text("conflicts.unknown")
            for side, record in (("before", row.before), ("mine", row.mine), ("portal", row.theirs)):
                value = wording.value_text(rtype, name, record, ws.catalogue, printer.lang)
                shown = unknown if record is None else wording.shortened(value)
                printer.line(f"    {printer.text(f'conflicts.{side}')}: {shown}")
    if not seen.rows:
        printer.line("  " + printer.text("conflicts.nothing_differs"))
    for key, children in (("children", seen.children), ("lost", seen.lost)):
        if children:
            printer.line("  " + printer.text(f"conflicts.{key}", n=len(children)))


def _show_changed(ws: Workspace, type_name: str, row: Row, printer: Printer) -> None:
    rtype = ws.rtype(type_name)
    before, after = (
        wording.shortened(wording.value_text(rtype, row.name, record, ws.catalogue, printer.lang))
        for record in (row.before, row.mine)
    )
    printer.line(f"    {row.name} ({wording.field_label(rtype, row.name, printer.lang)}): {before} → {after}")


def _document(ws: Workspace, seen: ConflictView, lang: str) -> dict[str, Any]:
    conflict, rtype = seen.conflict, ws.rtype(seen.conflict.type)

    def row(one: Row) -> dict[str, Any]:
        return {
            "field": one.name,
            "fields": list(one.fields),
            "label": "" if one.name == WHOLE else wording.field_label(rtype, one.name, lang),
            "differing": list(one.differing),
            "before": one.before,
            "mine": one.mine,
            "portal": one.theirs,
        }

    return {
        "type": conflict.type,
        "uuid": conflict.uuid,
        "title": title_of(ws, seen),
        "kind": conflict.kind,
        "situation": seen.situation,
        "revision": seen.revision,
        "author": conflict.author,
        "at": conflict.at,
        "found_at": conflict.found_at,
        "fields": [row(one) for one in seen.rows],
        "changed": [row(one) for one in seen.changed],
        "children": [list(key) for key in seen.children],
        "lost": [list(key) for key in seen.lost],
    }


def resolve(options: argparse.Namespace, printer: Printer) -> int:
    """Settles one conflict or all of them. 1 where one of those is left."""
    if bool(options.uuid) == options.all:
        raise UsageError("cli.which_conflicts")
    rest = options.rest if options.field else options.take
    choice = Choice(dict.fromkeys(options.field, options.take), rest)
    with open_workspace(options.folder, printer) as workspace:
        keys = [conflict.key for conflict in _chosen(workspace, options.uuid, options.type)]
        if options.uuid and not keys:
            raise UsageError("cli.no_such_conflict", uuid=options.uuid)
        if options.uuid:
            _refuse_incomplete(workspace, keys, choice)
        planned = plan(workspace, keys, choice)
        if options.preview:
            done, left = [one for one in planned if one.outcome != "left"], [one for one in planned if one.reason]
        else:
            settled = resolve_all(workspace, planned, choice)
            done, left = list(settled.done), list(settled.left)
    counts = Counter(one.outcome for one in (*done, *left))
    for one in (*done, *left):
        printer.line(_line(one, printer.lang))
    key = "resolve.preview" if options.preview else "resolve.done"
    printer.say(key, n=len(done), left=len(left))
    printer.result(
        {
            "preview": options.preview,
            "settled": [_told(one, printer) for one in done],
            "left": [_told(one, printer) for one in left],
            "counts": {outcome: counts[outcome] for outcome in OUTCOMES if counts[outcome]},
        }
    )
    return REMAINS if left else DONE


def _refuse_incomplete(ws: Workspace, keys: list[tuple[str, str]], choice: Choice) -> None:
    """One record is settled whole or not at all, and a field that is not in question is a mistake."""
    for key in keys:
        sides_of(view(ws, *key), choice)


def _chosen(ws: Workspace, uuid: str | None, type_name: str | None) -> list[Conflict]:
    if type_name is not None:
        ws.rtype(type_name)
    return [
        one
        for one in conflicts.list_conflicts(ws)
        if (uuid is None or one.uuid == uuid.lower()) and (type_name is None or one.type == type_name)
    ]


def _line(one: Planned, lang: str) -> str:
    told = messages.text(f"sync.settled.{one.outcome}", lang)
    if one.reason is not None:
        told = f"{told}. {one.reason.describe(lang)}"
    more = f" (+{one.children})" if one.children else ""
    return f"{one.conflict.type} {one.conflict.uuid} · {wording.shortened(one.title) or '–'} · {told}{more}"


def _told(one: Planned, printer: Printer) -> dict[str, Any]:
    return {
        "type": one.conflict.type,
        "uuid": one.conflict.uuid,
        "title": one.title,
        "outcome": one.outcome,
        "children": one.children,
        "reason": None if one.reason is None else printer.document(one.reason),
    }


def undo(options: argparse.Namespace, printer: Printer) -> int:
    """Takes the last step back."""
    with open_workspace(options.folder, printer) as workspace:
        undone = steps.undo_last(workspace)
        what = undone.step.text(workspace, printer.lang)
    printer.say("undo.done", what=what)
    printer.result(
        {
            "undone": undone.step.kind,
            "what": what,
            "made_at": undone.step.made_at,
            "records": [{"type": type_name, "uuid": uuid} for type_name, uuid in undone.records],
        }
    )
    return DONE
