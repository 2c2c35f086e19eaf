"""What runs on Qt 5 and breaks on Qt 6, and what no translator would ever see.

The check reads the syntax tree and asks the Qt that is installed which names are enum members, so it knows
`Qt.AlignmentFlag.AlignLeft` (scoped, good on both) from `Qt.AlignLeft` (Qt 5 only).
"""

from __future__ import annotations

import ast
import importlib
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from types import ModuleType

from .fault import Fault
from .tree import tracked

_GONE = {
    "QDesktopWidget": "QScreen",
    "QMatrix": "QTransform",
    "QRegExp": "QRegularExpression",
    "QRegExpValidator": "QRegularExpressionValidator",
    "QStringListModel.setStringLists": "setStringList",
    "QTextCodec": "QStringConverter",
}
_TRANSLATORS = {"tr", "translate", "_tr"}
_QT_MODULES = ("QtCore", "QtGui", "QtWidgets", "QtNetwork", "QtSvg", "QtXml", "QtTest")


def check(root: Path) -> Iterator[Fault]:
    """Faults in the plugin, its tools and its QGIS tests."""
    for path in tracked(root, "plugin/*.py", "tools/*.py", "tests/qgis/*.py", "tests/e2e/*.py", "bench/*.py"):
        yield from check_source(path.read_text(encoding="utf-8"), path.relative_to(root))


def check_source(source: str, path: Path) -> Iterator[Fault]:
    """Faults in one file's source."""
    tree = ast.parse(source, str(path))
    classes = dict(_qt_classes(tree))
    for node in ast.walk(tree):
        if isinstance(node, ast.Import | ast.ImportFrom):
            yield from _imports(node, path)
        elif isinstance(node, ast.Call):
            yield from _calls(node, path)
        elif isinstance(node, ast.Attribute):
            yield from _enums(node, classes, path)


def _imports(node: ast.Import | ast.ImportFrom, path: Path) -> Iterator[Fault]:
    modules = [alias.name for alias in node.names] if isinstance(node, ast.Import) else [node.module or ""]
    names = [alias.name for alias in node.names]
    for module in modules:
        if module.split(".")[0] in {"PyQt5", "PyQt6", "sip", "PySide2", "PySide6"}:
            yield Fault(path, node.lineno, f"import {module} through qgis.PyQt")
        if module.endswith("_rc") or any(name.endswith("_rc") for name in names):
            yield Fault(path, node.lineno, "compiled resources are made for one Qt; read the file instead")
        if module.startswith("qgis.PyQt"):
            for name in names:
                if name in _GONE:
                    yield Fault(path, node.lineno, f"{name} is gone in Qt 6; use {_GONE[name]}")


def _calls(node: ast.Call, path: Path) -> Iterator[Fault]:
    name = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
    if name in {"exec_", "print_"} and isinstance(node.func, ast.Attribute):
        yield Fault(path, node.lineno, f"{name}() is gone in PyQt6; call {name[:-1]}()")
    if name in _TRANSLATORS:
        for argument in node.args[:2]:
            if isinstance(argument, ast.JoinedStr):
                yield Fault(path, node.lineno, f"an f-string in {name}() is never translated; format what it returns")
            elif isinstance(argument, ast.BinOp) and _holds_text(argument):
                yield Fault(path, node.lineno, f"a text put together in {name}() is never translated")
            elif isinstance(argument, ast.Call) and getattr(argument.func, "attr", "") == "format":
                yield Fault(path, node.lineno, f"format what {name}() returns, not what goes in")


def _holds_text(node: ast.BinOp) -> bool:
    return any(isinstance(leaf, ast.Constant) and isinstance(leaf.value, str) for leaf in ast.walk(node))


def _enums(node: ast.Attribute, classes: dict[str, type], path: Path) -> Iterator[Fault]:
    if isinstance(node.value, ast.Name) and node.value.id in classes:
        owner = classes[node.value.id]
        value = getattr(owner, node.attr, None)
        if _is_member(value):
            yield Fault(path, node.lineno, f"scope the enum: {owner.__name__}.{type(value).__name__}.{node.attr}")
    elif _is_instance(node.value) and node.attr[0].isupper() and (owners := _members().get(node.attr)):
        yield Fault(path, node.lineno, f"scope the enum: {owners}, not by an instance")


def _is_member(value: object) -> bool:
    return isinstance(value, int) and type(value) not in (int, bool)


def _is_instance(node: ast.expr) -> bool:
    """Whether an expression is an object by its looks: `self`, `self.list`, `view()`, but not a class or its alias."""
    if isinstance(node, ast.Attribute):
        return node.attr[0].islower()
    return isinstance(node, ast.Call) or (isinstance(node, ast.Name) and node.id == "self")


@cache
def _members() -> dict[str, str]:
    """Every unscoped enum member of Qt's classes, and how to write it."""
    found: dict[str, str] = {}
    for module in map(_qt_module, _QT_MODULES):
        for owner in vars(module).values():
            for name, value in vars(owner).items() if isinstance(owner, type) else ():
                if _is_member(value) and hasattr(owner, type(value).__name__):
                    found.setdefault(name, f"{owner.__name__}.{type(value).__name__}.{name}")
    return found


def _qt_classes(tree: ast.Module) -> Iterator[tuple[str, type]]:
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("qgis.PyQt."):
            module = _qt_module((node.module or "").removeprefix("qgis.PyQt."))
            for alias in node.names:
                found = getattr(module, alias.name, None)
                if isinstance(found, type):
                    yield alias.asname or alias.name, found


def _qt_module(name: str) -> ModuleType | None:
    return importlib.import_module(f"PyQt5.{name}") if name in _QT_MODULES else None
