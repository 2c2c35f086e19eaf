"""Runs the measures, each in a process of its own, prints one table and leaves the figures in build/bench.

python -m bench.run [NAME …]     exit status 1 where a limit is missed or a measure fails
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
from pathlib import Path

from .result import Result

ROOT = Path(__file__).resolve().parents[1]
TARGET = ROOT / "build" / "bench"
MEASURES = (
    "changes", "commit", "pull", "apply", "weather", "push", "wire", "files", "start", "dock", "form", "territory",
)  # fmt: skip
HEADS = ("measure", "ours", "peer", "ratio", "limit", "ok")


def run(name: str) -> tuple[list[Result], str]:
    """The results of one measure, and what went wrong."""
    with tempfile.TemporaryDirectory(prefix="vidbudova-bench-") as scratch:
        runtime = Path(scratch, "runtime")
        runtime.mkdir(mode=0o700)
        environment = {**os.environ, "XDG_RUNTIME_DIR": str(runtime), "TMPDIR": scratch, "QT_LOGGING_RULES": "*=false"}
        environment.setdefault("QT_QPA_PLATFORM", "offscreen")
        done = subprocess.run(
            [sys.executable, "-m", f"bench.measure_{name}"],
            cwd=ROOT,
            env=environment,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
        )
    results = [Result.from_json(line) for line in done.stdout.splitlines() if line.startswith('{"measure"')]
    return results, "" if done.returncode == 0 and results else f"exit {done.returncode}\n{done.stderr[-3000:]}"


def row(result: Result) -> tuple[str, ...]:
    """One line of the table."""
    peer = "" if result.peer is None else f"{_number(result.peer)} {result.unit} {result.peer_name}".strip()
    limit = "" if result.limit is None else f"{'≥' if result.at_least else '≤'} {_number(result.limit)}"
    if limit:
        limit += f" {result.unit}" if result.ratio is None else " ×"
    return (
        result.measure,
        f"{_number(result.ours)} {result.unit}",
        peer,
        "" if result.ratio is None else f"{_number(result.ratio)} ×",
        limit,
        {True: "ok", False: "MISSED", None: ""}[result.ok],
    )


def _number(value: float) -> str:
    if value >= 100:
        return f"{value:,.0f}"
    return f"{value:.3g}"


def table(rows: list[tuple[str, ...]]) -> str:
    """Columns as wide as what stands in them."""
    lines = [HEADS, *rows]
    widths = [max(len(line[column]) for line in lines) for column in range(len(HEADS))]
    return "\n".join(
        "  ".join(cell.ljust(width) for cell, width in zip(line, widths, strict=True)).rstrip() for line in lines
    )


def main(names: list[str]) -> int:
    """Runs the named measures, or all."""
    unknown = [name for name in names if name not in MEASURES]
    if unknown:
        print(f"no such measure: {', '.join(unknown)}; there are: {', '.join(MEASURES)}", file=sys.stderr)
        return 2
    TARGET.mkdir(parents=True, exist_ok=True)
    rows: list[tuple[str, ...]] = []
    missed = failed = False
    for name in names or MEASURES:
        print(f"… {name}", file=sys.stderr, flush=True)
        results, trouble = run(name)
        if trouble:
            failed = True
            print(f"{name} failed: {trouble}", file=sys.stderr)
        lines = [json.loads(result.to_json()) for result in results]
        (TARGET / f"{name}.json").write_text(json.dumps(lines, ensure_ascii=False, indent=1), encoding="utf-8")
        rows += [row(result) for result in results]
        missed = missed or any(result.ok is False for result in results)
    print(table(rows))
    (TARGET / "table.txt").write_text(table(rows) + "\n", encoding="utf-8")
    return 1 if missed or failed else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
