"""Every screen can be used without a mouse and without seeing it: names, roles, the tab key's way, a visible focus."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

import plugin.forms.form as form_module
from plugin.store.workspace import Workspace
from tools.screens import access, accessible

from .desk import Desk
from .every_screen import every_screen
from .test_workbench import Window


@pytest.fixture()
def window(desk: Desk, workspace: Workspace, wait_until: Callable[..., None]) -> Iterator[Window]:
    made = Window(desk, workspace, wait_until)
    yield made
    made.close()


@pytest.mark.skipif(not accessible.available(), reason="QAccessible can be asked on Linux, x86-64, with Qt 5")
def test_every_screen_is_named_and_gone_through_by_keyboard(
    window: Window, tmp_path: Path, wait_until, monkeypatch
) -> None:
    monkeypatch.setattr(form_module, "ask", lambda *_: "discard")
    found: dict[str, None] = {}
    passed: set[str] = set()
    screens = 0
    for name, widget in every_screen(window, tmp_path, wait_until):
        screens += 1
        assert widget.isVisible(), name
        for fault in [*access.faults(widget), *access.focus(widget, passed)]:
            found.setdefault(f"{name}: {fault}")
    assert screens > 40
    assert not found, "\n".join(found)
