"""Builds build/vidbudova.zip: the plugin as QGIS installs it. The same sources give the same bytes.

`plugin/` becomes `vidbudova/` with `resources/` inside it, the licence beside, and the pure-Python dependencies under
`vidbudova/_vendor/`.
"""

from __future__ import annotations

import ast
import sys
import zipfile
from pathlib import Path

if __package__ is None or __package__ == "":
    sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from tools.vendoring import PROVIDED, VENDORED, PackageFault, imports, rewrite, vendored_files

ROOT = Path(__file__).resolve().parents[1]
NAME = "vidbudova"
#: Everything in the zip carries this moment (the earliest that the format knows), so that equal content is equal bytes.
MOMENT = (1980, 1, 1, 0, 0, 0)
#: What QGIS may or may not bring; the plugin must run without it.
MAY_BE_ABSENT = {"cryptography"}
_LEFT_OUT = {".ts", ".pyc", ".md"}
_NEEDED = (
    "metadata.txt", "__init__.py", "LICENSE", "resources/territory/katottg.sqlite",
    "resources/help/uk/index.html", "resources/help/en/index.html",
)  # fmt: skip


def plugin_files(root: Path = ROOT) -> tuple[dict[str, bytes], set[str]]:
    """The plugin's own files by their path in the package, and the vendored modules that they import."""
    files: dict[str, bytes] = {}
    roots: set[str] = set()
    for path in _below(root / "plugin"):
        shown = path.relative_to(root / "plugin")
        if path.suffix != ".py":
            files[shown.as_posix()] = path.read_bytes()
            continue
        source = path.read_text(encoding="utf-8")
        _refuse_absolute(source, path)
        for name in imports(source, ("plugin", *shown.parts[:-1]), str(path)):
            top = name.partition(".")[0]
            if top in VENDORED:
                roots.add(name)
            elif top not in sys.stdlib_module_names and top not in PROVIDED | {"plugin", *MAY_BE_ABSENT}:
                raise PackageFault(f"{shown} imports {name}: neither vendored nor brought by QGIS")
        files[shown.as_posix()] = rewrite(source, len(shown.parts) - 1, "_vendor", str(path)).encode()
    for path in _below(root / "resources"):
        files[f"resources/{path.relative_to(root / 'resources').as_posix()}"] = path.read_bytes()
    files["LICENSE"] = (root / "LICENSE").read_bytes()
    return files, roots


def _below(folder: Path) -> list[Path]:
    return [
        path
        for path in sorted(folder.rglob("*"))
        if path.is_file()
        and path.suffix not in _LEFT_OUT
        and not any(part.startswith(".") or part == "__pycache__" for part in path.relative_to(folder).parts)
    ]


def _refuse_absolute(source: str, path: Path) -> None:
    for node in ast.walk(ast.parse(source, str(path))):
        names = [alias.name for alias in node.names] if isinstance(node, ast.Import) else []
        if isinstance(node, ast.ImportFrom) and node.level == 0:
            names = [node.module or ""]
        for name in names:
            if name.partition(".")[0] in {"plugin", NAME}:
                raise PackageFault(f"{path.name}:{getattr(node, 'lineno', 0)}: import {name} relatively")


def build(target: Path, root: Path = ROOT) -> Path:
    """Writes the zip to `target`, whole or not at all. Raises PackageFault."""
    files, roots = plugin_files(root)
    files.update({f"_vendor/{name}": content for name, content in vendored_files(roots).items()})
    for name in _NEEDED:
        if name not in files:
            raise PackageFault(f"{name} is missing")
    for name, content in files.items():
        if name.endswith(".py"):
            compile(content, name, "exec", dont_inherit=True)
    target.parent.mkdir(parents=True, exist_ok=True)
    part = target.with_suffix(".part")
    with zipfile.ZipFile(part, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as archive:
        for name in sorted(files):
            entry = zipfile.ZipInfo(f"{NAME}/{name}", MOMENT)
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.create_system = 3
            entry.external_attr = 0o100644 << 16
            archive.writestr(entry, files[name])
    part.replace(target)
    return target


def main() -> int:
    """Builds the package; says what is wrong on one line."""
    try:
        build(ROOT / "build" / f"{NAME}.zip")
    except PackageFault as fault:
        print(f"package: {fault}", file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
