"""The Qt 6 gate knows Qt's own enums, so it needs Qt; it stands with the tests that have it."""

from __future__ import annotations

from pathlib import Path

import pytest

from tools.gates.qt6 import check_source


def faults(source: str) -> list[str]:
    return [fault.message for fault in check_source(source, Path("x.py"))]


@pytest.mark.parametrize(
    ("source", "complaint"),
    [
        ("from PyQt5.QtCore import Qt", "import PyQt5.QtCore through qgis.PyQt"),
        ("import sip", "import sip through qgis.PyQt"),
        ("from . import resources_rc", "compiled resources"),
        ("from qgis.PyQt.QtCore import QRegExp", "QRegularExpression"),
        ("from qgis.PyQt.QtCore import Qt\nQt.AlignLeft", "scope the enum: Qt.AlignmentFlag.AlignLeft"),
        ("from qgis.PyQt.QtWidgets import QListView as L\nL.ExtendedSelection", "SelectionMode.ExtendedSelection"),
        ("self.list.scrollTo(index, self.list.PositionAtTop)", "QAbstractItemView.ScrollHint.PositionAtTop"),
        ("dialog.exec_()", "call exec()"),
        ("self.tr(f'Sent {n}')", "never translated"),
        ("QCoreApplication.translate('Dock', 'Sent ' + name)", "never translated"),
        ("self.tr('Sent {}'.format(n))", "format what tr() returns"),
    ],
)
def test_what_breaks_on_qt_6_is_found(source: str, complaint: str) -> None:
    found = faults(source)
    assert len(found) == 1
    assert complaint in found[0]


@pytest.mark.parametrize(
    "source",
    [
        "from qgis.PyQt.QtCore import Qt\nQt.AlignmentFlag.AlignLeft",
        "from qgis.PyQt.QtWidgets import QMessageBox\nQMessageBox.question(a, b, c)",
        "from qgis.PyQt.QtCore import QEvent\nQEvent.Type.Close",
        "buttons = box.StandardButton\nbuttons.Yes | buttons.No",
        "dialog.exec()",
        "self.tr('Sent {n}').format(n=n)",
        "self.tr('%n record(s)', '', n)",
    ],
)
def test_what_runs_on_both_is_left_alone(source: str) -> None:
    assert faults(source) == []
