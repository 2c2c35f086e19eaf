"""What the checks found, kept for the problem list and the counts in the record list. Joins the open transaction.

The store does not know the rules: a finding is kept as it is, by rule id, severity, fields and parameters.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from dataclasses import field as dataclass_field
from typing import Any, Protocol

from .connection import chunks, marks
from .workspace import Workspace

CHECKED_AT = "checked_at"
"""Meta key: when all records were checked last."""
SEVERITIES = ("error", "warning", "hint")


class FindingLike(Protocol):
    """What a finding of the rule engine looks like."""

    @property
    def rule(self) -> str: ...
    @property
    def severity(self) -> Any: ...
    @property
    def fields(self) -> Iterable[str]: ...
    @property
    def params(self) -> Mapping[str, Any]: ...


@dataclass(frozen=True)
class StoredFinding:
    """One finding: `severity` is error, warning or hint."""

    rule: str
    severity: str
    type: str
    uuid: str
    fields: tuple[str, ...]
    params: dict[str, Any] = dataclass_field(default_factory=dict)

    @property
    def key(self) -> tuple[str, str]:
        """Type and uuid."""
        return (self.type, self.uuid)


def replace_findings(ws: Workspace, type_name: str, uuid: str, found: Iterable[FindingLike]) -> None:
    """Make `found` the findings of a record; none at all is a clean one. Writes only where something is different."""
    replace_many(ws, {(type_name, uuid): list(found)})


def replace_many(ws: Workspace, found: Mapping[tuple[str, str], Iterable[FindingLike]]) -> None:
    """:func:`replace_findings` for many records in one transaction."""
    rows = {key: [_row(finding) for finding in findings] for key, findings in found.items()}
    present: dict[tuple[str, str], list[tuple[str, str, str, str]]] = {}
    uuids: dict[str, list[str]] = {}
    for type_name, uuid in rows:
        uuids.setdefault(type_name, []).append(uuid)
    for type_name, identities in uuids.items():
        for some in chunks(identities):
            for uuid, *row in ws.connection.rows(
                "SELECT uuid, rule, severity, fields, params FROM vidbudova_finding"
                f" WHERE type = ? AND uuid IN ({marks(some)}) ORDER BY id",
                (type_name, *some),
            ):
                present.setdefault((type_name, uuid), []).append((row[0], row[1], row[2], row[3]))
    different = {key: new for key, new in rows.items() if present.get(key, []) != new}
    if not different:
        return
    with ws.writing():
        for (type_name, uuid), new in different.items():
            ws.connection.execute("DELETE FROM vidbudova_finding WHERE type = ? AND uuid = ?", (type_name, uuid))
            ws.connection.executemany(
                "INSERT INTO vidbudova_finding (type, uuid, rule, severity, fields, params) VALUES (?, ?, ?, ?, ?, ?)",
                [(type_name, uuid, *row) for row in new],
            )
            ws.touch(type_name, uuid)


def list_findings(
    ws: Workspace,
    severity: str | None = None,
    type_name: str | None = None,
    uuid: str | None = None,
    offset: int = 0,
    limit: int = -1,
) -> list[StoredFinding]:
    """Findings, errors first, then by rule; of one severity, type or record where asked for."""
    conditions, values = _conditions(severity, type_name, uuid)
    rows = ws.connection.rows(
        f"SELECT rule, severity, type, uuid, fields, params FROM vidbudova_finding{conditions}"
        " ORDER BY CASE severity WHEN 'error' THEN 0 WHEN 'warning' THEN 1 ELSE 2 END, rule, id LIMIT ? OFFSET ?",
        (*values, limit, offset),
    )
    return [
        StoredFinding(rule, found, kind, identity, tuple(json.loads(fields)), json.loads(params))
        for rule, found, kind, identity, fields, params in rows
    ]


def count_findings(ws: Workspace) -> dict[str, int]:
    """How many findings there are of each severity; all three are named."""
    counts = dict.fromkeys(SEVERITIES, 0)
    counts.update(ws.connection.rows("SELECT severity, count(*) FROM vidbudova_finding GROUP BY severity"))
    return counts


def drop_orphaned(ws: Workspace) -> int:
    """Remove findings of records that are gone; how many records."""
    gone: list[tuple[str, str]] = []
    for rtype in ws.catalogue.types.values():
        rows = ws.connection.rows(
            "SELECT DISTINCT uuid FROM vidbudova_finding f WHERE type = ?"
            f' AND NOT EXISTS (SELECT 1 FROM "{rtype.name}" n WHERE n.uuid = f.uuid)',
            (rtype.name,),
        )
        gone += [(rtype.name, row[0]) for row in rows]
    replace_many(ws, {key: [] for key in gone})
    return len(gone)


def _row(finding: FindingLike) -> tuple[str, str, str, str]:
    severity = getattr(finding.severity, "value", finding.severity)
    params = json.dumps(dict(finding.params), ensure_ascii=False, sort_keys=True, default=str)
    return finding.rule, str(severity), json.dumps(list(finding.fields)), params


def _conditions(severity: str | None, type_name: str | None, uuid: str | None) -> tuple[str, tuple[str, ...]]:
    asked = {"severity": severity, "type": type_name, "uuid": uuid}
    stated = {name: value for name, value in asked.items() if value is not None}
    where = " AND ".join(f"{name} = ?" for name in stated)
    return (f" WHERE {where}" if where else ""), tuple(stated.values())
