"""Pure-Python dependencies inside the plugin's own package, so that they meet nobody else's versions in QGIS.

From the modules that the plugin imports, the imports are followed through the environment, and each module that is
reached is copied to `_vendor/` with its absolute imports of vendored packages made relative. Modules that nothing
reaches (a dependency's command line, its tests) stay behind.
"""

from __future__ import annotations

import ast
import importlib.metadata
import importlib.util
import re
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

#: import name → distribution. Whatever the plugin or these import beyond this must come with Python or with QGIS.
VENDORED = {
    "sqlite_utils": "sqlite-utils",
    "rfc8785": "rfc8785",
    "ecdsa": "ecdsa",
    "click": "click",
    "pluggy": "pluggy",
    "dateutil": "python-dateutil",
    "six": "six",
    "sqlite_fts4": "sqlite-fts4",
}
PROVIDED = {"qgis", "osgeo", "requests", "urllib3", "shapely", "processing"}
#: What a vendored package tries and does without.
OPTIONAL = {
    "colorama",
    "StringIO",
    "IPython",
    "numpy",
    "pandas",
    "pysqlite3",
    "sqlite_dump",
    "typing_extensions",
    "sqlean",
    "gmpy",
    "gmpy2",
}
FLOOR = (3, 10)
_LICENCE = re.compile(r"^(LICEN[CS]E|COPYING|NOTICE|AUTHORS)", re.IGNORECASE)


class PackageFault(Exception):
    """Something that must not go into the package."""


@dataclass(frozen=True)
class Module:
    """A module by its dotted name, its file, and the package that relative imports in it start from."""

    name: str
    file: Path
    package: tuple[str, ...]

    @property
    def target(self) -> PurePosixPath:
        """Its path below `_vendor/`."""
        parts = self.name.split(".")
        if self.file.name == "__init__.py":
            return PurePosixPath(*parts, "__init__.py")
        return PurePosixPath(*parts[:-1], f"{parts[-1]}.py")


def find_module(name: str) -> Module | None:
    """The module `name` of a vendored package; None where `name` is an attribute.

    Looks at files only, since importing may have effects or fail on this platform. Raises PackageFault for a compiled
    module, which would run on one platform only, and for a package that is not installed.
    """
    top, *rest = name.split(".")
    spec = importlib.util.find_spec(top)
    if spec is None or spec.origin is None:
        raise PackageFault(f"{top} is not installed")
    if not rest and Path(spec.origin).name != "__init__.py":
        return Module(name, Path(spec.origin), ())
    folder = Path(spec.origin).parent.joinpath(*rest)
    if (folder / "__init__.py").is_file():
        return Module(name, folder / "__init__.py", (top, *rest))
    file = folder.with_name(f"{folder.name}.py")
    if rest and file.is_file():
        return Module(name, file, (top, *rest[:-1]))
    for compiled in folder.parent.glob(f"{folder.name}.*"):
        if rest and compiled.suffix in {".so", ".pyd"}:
            raise PackageFault(f"{name} is not pure Python: {compiled.name}")
    return None


def reachable(roots: set[str]) -> dict[str, Module]:
    """All modules of vendored packages that importing `roots` may load, by name."""
    found: dict[str, Module] = {}
    waiting = sorted(roots)
    while waiting:
        name = waiting.pop()
        if name in found:
            continue
        module = find_module(name)
        if module is None:
            continue
        found[name] = module
        if "." in name:
            waiting.append(name.rpartition(".")[0])
        for imported in imports(module.file.read_text(encoding="utf-8"), module.package, str(module.file)):
            top = imported.partition(".")[0]
            if top in VENDORED:
                waiting.append(imported)
            elif top not in sys.stdlib_module_names and top not in PROVIDED | OPTIONAL:
                raise PackageFault(f"{name} imports {imported}: neither vendored nor brought by QGIS")
    return found


def imports(source: str, package: tuple[str, ...], file: str) -> Iterator[str]:
    """Dotted names that `source` imports when it runs; `from a import b` yields both a and a.b (b may be a module)."""
    tree = ast.parse(source, file)
    for node in _running(tree):
        if isinstance(node, ast.Import):
            for alias in node.names:
                yield alias.name
        elif isinstance(node, ast.ImportFrom):
            base = ".".join((*package[: len(package) - node.level + 1], node.module or "") if node.level else ())
            base = base.rstrip(".") if node.level else (node.module or "")
            yield base
            for alias in node.names:
                yield f"{base}.{alias.name}"


def _running(tree: ast.AST) -> Iterator[ast.AST]:
    """All nodes but those under `if TYPE_CHECKING:`."""
    for node in ast.iter_child_nodes(tree):
        if isinstance(node, ast.If) and "TYPE_CHECKING" in ast.unparse(node.test):
            for branch in node.orelse:
                yield branch
                yield from _running(branch)
            continue
        yield node
        yield from _running(node)


def rewrite(source: str, depth: int, prefix: str, file: str) -> str:
    """`source` with absolute imports of vendored packages made relative.

    `depth` is the number of packages between the module and the one that holds the vendored packages; `prefix` leads
    from there to them (`_vendor` for the plugin's own modules, empty among the vendored).
    """
    lines = source.splitlines(keepends=True)
    dots = "." * (depth + 1)
    nodes = [node for node in ast.walk(ast.parse(source, file)) if isinstance(node, ast.Import | ast.ImportFrom)]
    for node in sorted(nodes, key=lambda node: node.lineno, reverse=True):
        if isinstance(node, ast.ImportFrom):
            top = (node.module or "").partition(".")[0]
            if node.level == 0 and top in VENDORED:
                joined = f"{prefix}.{node.module}" if prefix else node.module
                _replace(lines, node, rf"\bfrom\s+{re.escape(node.module or '')}\b", f"from {dots}{joined}")
        elif any(alias.name.partition(".")[0] in VENDORED for alias in node.names):
            _replace_import(lines, node, f"{dots}{prefix}", file)
    return "".join(lines)


def _replace_import(lines: list[str], node: ast.Import, home: str, file: str) -> None:
    statements = []
    for alias in node.names:
        top, _, rest = alias.name.partition(".")
        if top not in VENDORED:
            statements.append(f"import {alias.name}" + (f" as {alias.asname}" if alias.asname else ""))
        elif not rest:
            statements.append(f"from {home} import {top}" + (f" as {alias.asname}" if alias.asname else ""))
        elif alias.asname:
            parent, _, name = alias.name.rpartition(".")
            separator = "" if home.endswith(".") else "."
            statements.append(f"from {home}{separator}{parent} import {name} as {alias.asname}")
        else:
            raise PackageFault(f"{file}:{node.lineno}: write `import {alias.name} as …`, so that it can be vendored")
    _replace(lines, node, r"\bimport\s+.*", "; ".join(statements))


def _replace(lines: list[str], node: ast.stmt, pattern: str, replacement: str) -> None:
    line = lines[node.lineno - 1]
    head, tail = line[: node.col_offset], line[node.col_offset :]
    new, count = re.subn(pattern, lambda _: replacement, tail.rstrip("\r\n"), count=1)
    if count != 1:
        raise PackageFault(f"cannot rewrite the import: {line.strip()}")
    lines[node.lineno - 1] = head + new + "\n"


def licences(distribution: str) -> dict[str, bytes]:
    """A distribution's licence files by name. Raises PackageFault where there is none, or its Python floor is ours."""
    dist = importlib.metadata.distribution(distribution)
    asks = str(dist.metadata["Requires-Python"] or "")
    floor = re.search(r">=?\s*(\d+)\.(\d+)", asks)
    if floor and (int(floor[1]), int(floor[2])) > FLOOR:
        raise PackageFault(f"{distribution} {dist.version} wants Python {asks}, the plugin runs from {FLOOR}")
    found = {
        Path(str(file)).name: Path(str(dist.locate_file(file))).read_bytes()
        for file in dist.files or []
        if ".dist-info" in str(file) and _LICENCE.match(Path(str(file)).name)
    }
    if not found:
        raise PackageFault(f"{distribution} comes without a licence text")
    return found


def vendored_files(roots: set[str]) -> dict[str, bytes]:
    """Everything below `_vendor/`, by POSIX path: modules with rewritten imports, licences, a list of what it is."""
    modules = reachable(roots)
    files = {"__init__.py": b'"""Dependencies, as published but for their imports. Made by tools/package.py."""\n'}
    for module in modules.values():
        source = module.file.read_text(encoding="utf-8")
        files[str(module.target)] = rewrite(source, len(module.package), "", str(module.file)).encode()
    listing = []
    for top in sorted({name.partition(".")[0] for name in modules}):
        distribution = VENDORED[top]
        texts = licences(distribution)
        meta = importlib.metadata.metadata(distribution)
        listing.append(f"{distribution} {meta['Version']}")
        for name, content in texts.items():
            files[f"licenses/{distribution}/{name}"] = content
    files["README.txt"] = ("Vendored, imports rewritten:\n" + "\n".join(listing) + "\n").encode()
    return files
