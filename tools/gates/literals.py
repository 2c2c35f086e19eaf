"""Texts that go straight into a window, past every translator: literals where a widget takes what people read."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

from .fault import Fault
from .tree import tracked

ROOMS = ("plugin/app.py", "plugin/windows.py", "plugin/forms/*.py", "plugin/panels/*.py", "plugin/qgis_bridge/*.py")
_TAKERS = """
setText setToolTip setStatusTip setWhatsThis setWindowTitle setTitle setSubTitle setPlaceholderText setLabelText
setAccessibleName setAccessibleDescription setInformativeText setDetailedText setTabText setButtonText setSuffix
setPrefix setSpecialValueText setHeaderLabels setHorizontalHeaderLabels addAction addItem insertItem addMenu addTab
addButton drawText showText pushMessage pushInfo pushWarning pushCritical pushSuccess createMessage QLabel
QPushButton QToolButton QCheckBox QRadioButton QGroupBox QAction QMenu QMessageBox
"""
TAKERS = frozenset(_TAKERS.split())
#: The program's own name, addresses and marks of rich text are the same in every language.
_SAME_EVERYWHERE = re.compile(r"\bVidbudova\b|https?:\S*|<[^>]*>|&\w+;|\bCtrl\b|\bF\d\b")
_WORD = re.compile(r"[^\W\d_]{2,}")


def check(root: Path) -> Iterator[Fault]:
    """Words in quotes that a widget is given without `tr()`."""
    for path in tracked(root, *ROOMS):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and _name(node) in TAKERS:
                texts = [text for argument in node.args for text in _literals(argument)]
                told = [text for text in texts if _WORD.search(_SAME_EVERYWHERE.sub("", text))]
                if told:
                    message = f"{_name(node)}({told[0]!r}) is in one language: give it to tr()"
                    yield Fault(path.relative_to(root), node.lineno, message)


def _name(call: ast.Call) -> str:
    return call.func.attr if isinstance(call.func, ast.Attribute) else getattr(call.func, "id", "")


def _literals(node: ast.expr) -> Iterator[str]:
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        yield node.value
    elif isinstance(node, ast.JoinedStr):
        for part in node.values:
            if isinstance(part, ast.Constant):
                yield str(part.value)
    elif isinstance(node, ast.BinOp):
        yield from _literals(node.left)
        yield from _literals(node.right)
    elif isinstance(node, ast.IfExp):
        yield from _literals(node.body)
        yield from _literals(node.orelse)
    elif isinstance(node, (ast.List, ast.Tuple)):
        for one in node.elts:
            yield from _literals(one)
