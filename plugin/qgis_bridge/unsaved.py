"""Keeps what is typed into open forms and not saved yet, beside the window: writing to a disk may take its time."""

from __future__ import annotations

import threading
from collections.abc import Sequence
from pathlib import Path

from qgis.core import QgsApplication
from qgis.PyQt.QtCore import QObject, pyqtSignal

from ..errors import StoreError
from ..store.drafts import Draft, Drafts

SECONDS_AT_CLOSING = 3.0


def drafts_folder() -> Path:
    """Where drafts of all workspaces lie: in the user's profile, which is there when a stick is not."""
    return Path(QgsApplication.qgisSettingsDirPath()) / "vidbudova" / "unsaved"


class UnsavedForms(QObject):
    """The drafts of one workspace, written by a thread of its own, the newest only."""

    found = pyqtSignal(object)
    """List of `Draft`: the answer to `take_over`; blank where nothing was left behind."""
    failed = pyqtSignal(object)
    """A `StoreError`: drafts cannot be kept. Told once until they can be again."""

    def __init__(self, workspace_uuid: str, workspace: Path, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._drafts = Drafts(drafts_folder(), workspace_uuid, workspace)
        self._handed: list[Draft] = []
        self._next: list[Draft] | None = None
        self._busy = self._ended = self._failing = self._asked = False
        self._turn = threading.Condition()
        self._thread: threading.Thread | None = None

    def take_over(self) -> None:
        """Looks for what was left behind by sessions that are no more; `found` tells.

        It is this session's to keep from then on: whoever gets it shows it before the next `keep`.
        """
        with self._turn:
            self._asked = True
            self._wake()

    def keep(self, drafts: Sequence[Draft]) -> None:
        """Hands over what stands in the forms now; returns at once. Nothing is written where nothing changed."""
        if list(drafts) == self._handed:
            return
        self._handed = list(drafts)
        with self._turn:
            self._next = self._handed
            self._wake()

    def flush(self, seconds: float = SECONDS_AT_CLOSING) -> bool:
        """Waits until what was handed over is on the disk; False where that takes longer."""
        with self._turn:
            return self._turn.wait_for(lambda: not (self._asked or self._busy) and self._next is None, seconds)

    def close(self) -> None:
        """Writes what was handed over and ends the thread; what is kept waits for the next session."""
        self.flush()
        with self._turn:
            self._ended = True
            self._turn.notify_all()
        if self._thread is not None:
            self._thread.join(SECONDS_AT_CLOSING)
        self._drafts.close()

    def _wake(self) -> None:
        if self._thread is None:
            self._thread = threading.Thread(target=self._work, name="vidbudova-drafts", daemon=True)  # QGIS may end
            self._thread.start()
        self._turn.notify_all()

    def _work(self) -> None:
        while True:
            with self._turn:
                self._turn.wait_for(lambda: self._asked or self._next is not None or self._ended)
                asked, self._asked = self._asked, False
                drafts, self._next = self._next, None
                if not asked and drafts is None:
                    return
                self._busy = True
            try:
                if asked:
                    self._take_over()
                if drafts is not None:
                    self._drafts.keep(drafts)
                self._failing = False
            except StoreError as error:  # the forms still have it; a full disk must not stop the typing
                self._tell(error)
            finally:
                with self._turn:
                    self._busy = False
                    self._turn.notify_all()

    def _take_over(self) -> None:
        drafts: list[Draft] = []
        try:
            drafts = self._drafts.take_over()
        finally:
            self.found.emit(drafts)

    def _tell(self, error: StoreError) -> None:
        self._handed = []  # tried again at the next look, changed or not
        if not self._failing:
            self._failing = True
            self.failed.emit(error)
