"""A new workspace in three pages: where, which oblast, which portal. Only the second one needs an answer."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from qgis.PyQt.QtCore import pyqtSignal
from qgis.PyQt.QtGui import QShowEvent
from qgis.PyQt.QtWidgets import QFileDialog, QWidget, QWizard

from ..forms.focus import go_behind
from ..forms.hints import readable
from ..forms.theme import style_sheet
from .wizard_pages import PlacePage, PortalPage, TerritoryPage

if TYPE_CHECKING:
    from ..records.territory import Codifier
    from ..store.location import Prospect

_UNFIT = re.compile(r'[<>:"/\\|?*\x00-\x1f]+')


@dataclass(frozen=True)
class NewWorkspace:
    """What the person chose. `territory` are KATOTTG codes; a blank `token` is none."""

    folder: Path
    territory: tuple[str, ...]
    portal_url: str | None = None
    organisation: str | None = None
    author: str = ""
    token: str = field(default="", repr=False)


class NewWorkspaceWizard(QWizard):
    """Emits `create_requested` and stays open until the workspace is there: `accept()`, or `show_error()` if not.

    `look_requested` asks what stands at a place, which may take a while; `show_prospect` has the answer.
    """

    create_requested = pyqtSignal(object)  # NewWorkspace
    look_requested = pyqtSignal(object, str)  # Path, name of the folder in it
    test_requested = pyqtSignal(str, str)  # address, token
    open_requested = pyqtSignal(object)  # Path of a workspace that is there already

    def __init__(
        self,
        codifier: Codifier,
        lang: str,
        place: Path,
        portal_url: str = "",
        organisation: str = "",
        author: str = "",
        parent: QWidget | None = None,
        choose_folder: Callable[[QWidget, str, str], str] = QFileDialog.getExistingDirectory,
    ) -> None:
        super().__init__(parent)
        self.setObjectName("newWorkspaceWizard")
        self.setStyleSheet(style_sheet(self.palette()))  # before anything is in it: Qt keeps the rules it has looked up
        self.setWizardStyle(QWizard.WizardStyle.ModernStyle)
        self.setOption(QWizard.WizardOption.NoBackButtonOnStartPage)
        self.setOption(QWizard.WizardOption.HaveHelpButton)
        self.setOption(QWizard.WizardOption.HelpButtonOnRight, False)
        readable(self)
        self._lang = lang
        self._prospect: Prospect | None = None
        self.place_page = PlacePage(place, choose_folder)
        self.territory_page = TerritoryPage(codifier, lang)
        self.portal_page = PortalPage(portal_url, organisation, author, lang)
        for page in (self.place_page, self.territory_page, self.portal_page):
            self.addPage(page)
        button = QWizard.WizardButton
        for which, name, text in (
            (button.BackButton, "wizardBackButton", self.tr("Back")),
            (button.NextButton, "wizardNextButton", self.tr("Next")),
            (button.FinishButton, "createWorkspaceButton", self.tr("Create Workspace")),
            (button.CancelButton, "wizardCancelButton", self.tr("Cancel")),
            (button.HelpButton, "wizardHelpButton", self.tr("Help")),
        ):
            self.setButtonText(which, text)
            made = self.button(which)
            made.setObjectName(name)
            made.style().unpolish(made)  # made before the sheet was set: its rules are looked up anew
            made.style().polish(made)
        self.create_button = self.button(button.FinishButton)
        self.currentIdChanged.connect(self._show_step)
        self.place_page.place_changed.connect(self._look)
        self.territory_page.chosen_changed.connect(self._look)
        self.portal_page.test_requested.connect(self.test_requested)
        self.portal_page.open_instead.connect(self.open_requested)

    def showEvent(self, event: QShowEvent) -> None:
        """Room for half the oblasts, on the smallest screens too; the first look at the suggested place."""
        super().showEvent(event)
        if self._prospect is None:
            letters = self.fontMetrics()
            self.resize(min(900, letters.averageCharWidth() * 88), min(560, letters.height() * 32))
            self._look()

    def _show_step(self, number: int) -> None:
        pages = len(self.pageIds())
        self.setWindowTitle(self.tr("New workspace, page {n} of {all}").format(n=number + 1, all=pages))
        kinds = QWizard.WizardButton
        order = (kinds.HelpButton, kinds.BackButton, kinds.NextButton, kinds.FinishButton, kinds.CancelButton)
        if self.currentPage() is not None:
            go_behind(self.currentPage(), [self.button(kind) for kind in order])  # as they stand, from the left

    def show_prospect(self, found: Prospect) -> None:
        """What stands at the place that was asked about; an answer that came too late is passed over."""
        place = self.place_page.place
        if place is None or found.wanted != place / self._folder_name():
            return
        self._prospect = found
        self.place_page.show_prospect(found, self._lang)
        if self.territory_page.codes():
            self.portal_page.show_prospect(found)

    def show_test_result(self, ok: bool, text: str, detail: str = "") -> None:
        """The answer to `test_requested`, in words."""
        self.portal_page.test.show_result(ok, text, detail)

    def show_error(self, text: str) -> None:
        """Says why the workspace could not be made; the wizard stays as it was filled in."""
        self.portal_page.problem.show_text(text)
        self._wait(False)

    def accept(self) -> None:
        """*Create Workspace*: goes out; who made the workspace closes the wizard."""
        place, codes = self.place_page.place, self.territory_page.codes()
        if place is None or not codes or not self.portal_page.checked():
            return
        folder = place / self._folder_name()
        if self._prospect is not None and self._prospect.wanted == folder:
            folder = self._prospect.folder
        page = self.portal_page
        self._wait(True)
        self.create_requested.emit(
            NewWorkspace(
                folder,
                codes,
                page.address.text().strip() or None,
                page.organisation.code or None,
                page.author.text().strip(),
                page.token.text().strip(),
            )
        )

    def _wait(self, making: bool) -> None:
        for which in (QWizard.WizardButton.FinishButton, QWizard.WizardButton.BackButton):
            self.button(which).setEnabled(not making)
        self.portal_page.setEnabled(not making)
        if making:
            self.portal_page.folder.show_text(self.tr("Making the workspace…"))
        elif self._prospect is not None:
            self.portal_page.show_prospect(self._prospect)

    def _look(self) -> None:
        place = self.place_page.place
        if place is not None:
            self.look_requested.emit(place, self._folder_name())

    def _folder_name(self) -> str:
        return _UNFIT.sub(" ", self.territory_page.name()).strip(" .") or "Vidbudova"
