"""The index of the pictures: one row a screen, one column a variant, with what the inspection found under each."""

from __future__ import annotations

import html
import json
from pathlib import Path
from typing import Any

_STYLE = """
body { font: 14px sans-serif; margin: 1em; color: #222; background: #fff; }
table { border-collapse: collapse; } th, td { border: 1px solid #ccc; padding: 6px; vertical-align: top; }
th { position: sticky; top: 0; background: #eee; } img { width: 420px; display: block; } li { color: #8a1c12; }
ul { margin: 4px 0 0 1em; padding: 0; max-width: 420px; }
"""


def write(folder: Path) -> Path:
    """Writes ``index.html`` from the ``*.json`` files that the runs left in `folder`."""
    runs: dict[str, dict[str, Any]] = {
        path.stem: json.loads(path.read_text(encoding="utf-8")) for path in sorted(folder.glob("*.json"))
    }
    names: dict[str, str] = {}
    for run in runs.values():
        for shot in run["shots"]:
            names.setdefault(shot["name"], shot["about"])
    head = "".join(f"<th>{html.escape(name)}</th>" for name in runs)
    rows = "".join(
        f"<tr><td><b>{html.escape(name)}</b><br>{html.escape(about)}</td>"
        f"{''.join(_cell(folder, variant, run, name) for variant, run in runs.items())}</tr>\n"
        for name, about in names.items()
    )
    failed = "".join(
        f"<li>{html.escape(variant)}: {html.escape(scene)}<pre>{html.escape(told)}</pre></li>"
        for variant, run in runs.items()
        for scene, told in run["failed"].items()
    )
    page = folder / "index.html"
    page.write_text(
        f'<!doctype html><html lang="en"><meta charset="utf-8"><title>Screens</title><style>{_STYLE}</style>'
        f"<h1>Screens</h1><ul>{failed}</ul><table><thead><tr><th>Screen</th>{head}</tr></thead>"
        f"<tbody>{rows}</tbody></table></html>\n",
        encoding="utf-8",
    )
    return page


def _cell(folder: Path, variant: str, run: dict[str, Any], name: str) -> str:
    shot = next((one for one in run["shots"] if one["name"] == name), None)
    path = f"{variant}/{name}.png"
    if shot is None or not (folder / path).is_file():
        return "<td></td>"
    faults = "".join(f"<li>{html.escape(fault)}</li>" for fault in shot["faults"])
    listed = f"<ul>{faults}</ul>" if faults else ""
    return f'<td><a href="{path}"><img loading="lazy" src="{path}" alt=""></a>{listed}</td>'
