"""What is typed into open forms and not saved yet, kept in the user's profile: a crash or a closed project loses none.

One file a workspace, written whole or not at all, a moment after something was typed, and gone when nothing is unsaved.
"""

from __future__ import annotations

import json
import os
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from qgis.core import Qgis, QgsApplication

from .notices import log


@dataclass(frozen=True)
class UnsavedForm:
    """One form: the record it is open on (a new one has no row yet), what it started from, what stands in it."""

    type: str
    uuid: str
    is_new: bool
    started: dict[str, Any]
    values: dict[str, Any]


class UnsavedForms:
    """The file of one workspace.

    :param workspace_uuid: names the workspace, wherever its folder is moved.
    :param folder: where it is now; a copy that stands beside the original does not get the original's text.
    """

    def __init__(self, workspace_uuid: str, folder: Path) -> None:
        self._folder = folder
        self._path = Path(QgsApplication.qgisSettingsDirPath()) / "vidbudova" / "unsaved" / f"{workspace_uuid}.json"
        self._written: str | None = None

    def keep(self, forms: Sequence[UnsavedForm]) -> None:
        """Keeps these, in place of what was kept before; writes only where something changed."""
        content = {"folder": str(self._folder), "forms": [asdict(form) for form in forms]}
        text = json.dumps(content, ensure_ascii=False, sort_keys=True) if forms else ""
        if text == self._written:
            return
        try:
            if text:
                self._path.parent.mkdir(parents=True, exist_ok=True)
                part = self._path.with_suffix(".part")
                part.write_text(text, encoding="utf-8")
                os.replace(part, self._path)
            else:
                self._path.unlink(missing_ok=True)
        except OSError as error:  # the form still has it; a full disk must not stop the typing
            log(f"unsaved text could not be kept: {error}", Qgis.MessageLevel.Warning)
            return
        self._written = text

    def kept(self) -> list[UnsavedForm]:
        """What was kept the last time; what cannot be read any more is passed over."""
        try:
            found = json.loads(self._path.read_text(encoding="utf-8"))
            folder = Path(found["folder"])
            if folder != self._folder and folder.exists():
                return []
            return [UnsavedForm(**entry) for entry in found["forms"]]
        except FileNotFoundError:
            return []
        except (OSError, ValueError, TypeError, KeyError) as error:
            log(f"kept text could not be read: {error}", Qgis.MessageLevel.Warning)
            return []
