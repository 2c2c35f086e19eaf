"""Ways to a place other than drawing it: typed or pasted coordinates, the receiver, a photo, the settlement's centre.

Each leads to a candidate, which is shown on the map and says which unit it is in before it is taken. What was typed
stays in its line until it is taken or cleared.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import partial
from pathlib import Path

from qgis.PyQt import sip
from qgis.PyQt.QtCore import QObject, QTimer, pyqtSignal
from qgis.PyQt.QtWidgets import QApplication, QFileDialog, QLineEdit

from ...errors import StoreError
from ...quality.coordinates import CoordinateProblem, judge_place
from ...records import media
from ...records.katottg import is_code
from ...store import boundaries, exif
from ...store.exif import PhotoFacts
from ..access import WorkspaceAccess
from ..place_candidate import Candidate, Choice, Typed, from_any_system, from_choice, read_typed
from ..place_remarks import Remark, gps_remark, landmark_of, remarks_on, remarks_on_corners
from ..place_shapes import Shape
from .place_preview import PlacePreview

PAUSE_MS = 250
GPS_MS = 1000
_PRECISION = {"settlement": "settlement", "district": "settlement", "hromada": "hromada"}


class PlaceEntry(QObject):
    """Reads the line, keeps the candidate, and tells what was taken."""

    taken = pyqtSignal(object)  # the Candidate
    complaint = pyqtSignal(str)  # what is wrong, "" for nothing

    def __init__(
        self,
        line: QLineEdit,
        preview: PlacePreview,
        access: WorkspaceAccess | None,
        stated: Callable[[], str | None],
        drawn: Callable[[], bool],
        lang: str,
        parent: QObject,
        *,
        several: bool = False,
    ) -> None:
        """:param stated: the KATOTTG code that the record has now.

        :param drawn: whether the record has a line or an area, which a point would replace.
        :param several: whether the record may have a line or an area.
        """
        super().__init__(parent)
        self._several = several
        self._drawn = drawn
        self._line, self._preview, self._access, self._stated, self._lang = line, preview, access, stated, lang
        self._tools = access.places if access is not None else None
        self.candidate: Candidate | None = None
        self._plain: Candidate | None = None  # before anything was said of where it lies
        self._typed = Typed()
        self._system = ""
        self._stated_system = False  # by the person or the text, not only the same as last time
        self._shown = ""  # the text whose place is on the map
        self._refused = ""  # the text whose place the person did not want
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(PAUSE_MS)
        self._pause.timeout.connect(self._look)
        self._listening = QTimer(self)
        self._listening.setInterval(GPS_MS)
        self._listening.timeout.connect(self._listen)
        line.textEdited.connect(self._edited)
        line.returnPressed.connect(self.read_or_ask)
        line.editingFinished.connect(self._line_left)
        preview.taken.connect(self.take)
        preview.discarded.connect(self.discard)
        preview.system_chosen.connect(self._choose)
        preview.other_wanted.connect(self._ask_system)
        preview.shape_chosen.connect(self._reshape)

    # --- typed --------------------------------------------------------------------------------------------------------

    def _edited(self) -> None:
        self._listening.stop()
        self._pause.start()

    def _look(self) -> None:
        """Shows what the line says by now; complains about nothing while it is being typed."""
        self._pause.stop()
        text = self._line.text().strip()
        self._typed = Typed()
        if text:
            self._typed = read_typed(text, self._tools, self._near(), self._lang, several=self._several)
        self._system, self._shown, self._refused = "", text, ""
        self._stated_system = self._typed.stated
        self._preview.show_choices(self._typed.question, self._typed.choices, self._typed.chosen)
        if self._typed.chosen is not None:
            self._work_out(next(choice for choice in self._typed.choices if choice.code == self._typed.chosen))
            return
        self._offer(self._typed.candidate)
        if self._typed.candidate is not None or not text:
            self.complaint.emit("")

    def read_or_ask(self) -> None:
        """Enter: takes the place that is shown and clear, else shows it and goes to what has to be decided."""
        shown = self._is_shown
        if not shown:
            self._look()
        if shown and self.candidate is not None and self._is_clear:
            self.take()
        elif self.candidate is not None:
            self._preview.focus_decision()
        elif self._typed.choices:
            self._preview.systems.setFocus()
        else:
            self.complaint.emit(self._typed.problem)

    def _line_left(self) -> None:
        text, going_to = self._line.text().strip(), QApplication.focusWidget()
        if self._line.hasFocus() or not text or text == self._refused:
            return
        shown = self._is_shown
        if not shown:
            self._look()
        if going_to is not None and self._preview.isAncestorOf(going_to):
            return
        shown = shown and going_to is not None  # the window was hidden or left: nothing is decided by that
        if shown and self.candidate is not None and self._is_clear:
            self.take()
        elif self.candidate is None:
            self.complaint.emit(self._typed.problem)

    def read_now(self) -> bool:
        """The record is being saved: takes what was typed, as it stands; False where a decision is open."""
        text = self._line.text().strip()
        if not text:
            if self.candidate is not None:
                self.complaint.emit(self.tr("Take the place, or discard it."))
            return self.candidate is None
        if not self._is_shown and text != self._refused:
            self._look()
        unstated = bool(self._typed.choices) and not self._stated_system
        shown = self.candidate
        if shown is None or unstated or self._drawn() or shown.open_shape or shown.faulty:
            undecided = self.tr("Take the place, or discard it.")
            self.complaint.emit(self._typed.problem or self._typed.question or undecided)
            return False
        self.take()
        return True

    @property
    def _is_shown(self) -> bool:
        """Whether the place of the text in the line is what is on the map."""
        return bool(self._shown) and self._shown == self._line.text().strip() and not self._pause.isActive()

    @property
    def _is_clear(self) -> bool:
        """Whether the place was typed in degrees, and nothing about it is odd or open."""
        shown = self.candidate
        told = shown.remarks if shown is not None else ()
        open_shape = shown is not None and shown.open_shape
        return not self._typed.choices and not open_shape and all(remark.severity == "hint" for remark in told)

    # --- the coordinate system ----------------------------------------------------------------------------------------

    def _choose(self, choice: Choice) -> None:
        self._stated_system = True
        self._work_out(choice)

    def _work_out(self, choice: Choice) -> None:
        if self._tools is not None:
            self._take_up(from_choice(choice, self._tools, self._lang), choice.code)

    def _ask_system(self) -> None:
        if self._tools is not None:
            self._tools.choose_system(self._preview, self._choose_any)

    def _choose_any(self, code: str) -> None:
        if self._tools is None or not self._typed.metres:
            return
        listed = next((choice for choice in self._typed.choices if choice.code == code), None)
        if listed is not None:
            self._preview.show_choices(self._typed.question, self._typed.choices, code)
            self._choose(listed)
            return
        self._stated_system = True
        self._preview.show_other(code, self._tools.system_name(code))
        self._take_up(from_any_system(code, self._typed, self._tools, self._lang), code)

    def _take_up(self, made: Typed, code: str) -> None:
        self._system = code if made.candidate is not None else ""
        self._offer(made.candidate)
        self.complaint.emit(made.problem)

    # --- other ways ---------------------------------------------------------------------------------------------------

    def use_gps(self) -> None:
        """Offers where the receiver is, and follows it until the place is taken."""
        self._forget_text()
        self._listen()
        self._listening.start()

    def _listen(self) -> None:
        if not self._preview.parentWidget().isVisible():
            return  # the form makes room for the map, or is closing
        fix = self._tools.fix() if self._tools is not None else "not_connected"
        if fix == "not_connected":
            self._listening.stop()
            self.complaint.emit(
                self.tr(
                    "QGIS is not connected to a GPS receiver. Connect it in the panel GPS Information (View, Panels), "
                    "then try again."
                )
            )
            return
        if isinstance(fix, str):
            self.complaint.emit(self.tr("The GPS receiver has no position yet. Waiting for satellites…"))
            return
        self.complaint.emit("")
        known = self.candidate
        if known is None or (known.longitude, known.latitude) != (fix.longitude, fix.latitude):
            self.offer(Candidate(fix.longitude, fix.latitude, "gps", (gps_remark(fix, self._lang),), "exact"))

    def use_photo(self) -> None:
        """Asks for a photo and offers where it was taken."""
        suffixes = " ".join(
            f"*{suffix} *{suffix.upper()}" for one in media.TYPES if one.kind == "photo" for suffix in one.suffixes
        )
        path, _ = QFileDialog.getOpenFileName(
            self._line.window(), self.tr("Photo’s place"), "", f"{self.tr('Photos')} ({suffixes})"
        )
        if path:
            self.read_photo(Path(path))

    def read_photo(self, path: Path) -> None:
        """Offers where a photo was taken, as its EXIF says; read beside the window."""
        if self._tools is not None:
            self._tools.start(self.tr("Reading the photo"), partial(_facts, path), partial(self._photo_read, path.name))

    def _photo_read(self, name: str, facts: PhotoFacts | None, _error: Exception | None) -> None:
        if sip.isdeleted(self):
            return
        if facts is None:
            self.complaint.emit(
                self.tr("The photo “{name}” cannot be read. Is the disk still there?").format(name=name)
            )
        elif facts.longitude is None or facts.latitude is None:
            self.complaint.emit(self.tr("The photo “{name}” does not say where it was taken.").format(name=name))
        else:
            told = self.tr("Where the photo “{name}” was taken").format(name=name)
            self.use_position(facts.longitude, facts.latitude, told)

    def use_position(self, longitude: float, latitude: float, told: str) -> None:
        """Offers the position of a photo, saying `told`."""
        self.offer(Candidate(longitude, latitude, "photo", (Remark("hint", told),), "exact"))

    def use_centre(self) -> None:
        """Offers the centre of the record's settlement, or of its hromada."""
        code = self._stated() or ""
        if self._access is None or not is_code(code):
            self.complaint.emit(self.tr("Choose the territory first: its centre is offered then."))
            return
        try:
            centre = boundaries.centre_of(self._access.workspace, self._access.codifier, code)
        except StoreError as error:
            self.complaint.emit(error.describe(self._lang))
            return
        precision = _PRECISION.get(centre.level) if centre is not None else None
        if centre is None or precision is None:
            self.complaint.emit(
                self.tr(
                    "The centre is not known. Choose a settlement, or load boundaries, or mark the place on the map."
                )
            )
            return
        if precision == "settlement":
            told = self.tr("The settlement’s centre; the precision will say so.")
        else:
            told = self.tr("The hromada’s centre; the precision will say so.")
        self.offer(Candidate(centre.lon, centre.lat, "centre", (Remark("hint", told),), precision))

    def offer(self, candidate: Candidate) -> None:
        """A place that came from elsewhere than the line: shown, and taken when the person says so."""
        if candidate.source != "gps":
            self._forget_text()
        judged = judge_place(candidate.longitude, candidate.latitude)
        if isinstance(judged, CoordinateProblem):
            self._offer(None)
            self.complaint.emit(judged.message(self._lang))
            return
        self._preview.show_choices("", (), None)
        self._offer(candidate)
        self.complaint.emit("")

    # --- the candidate ------------------------------------------------------------------------------------------------

    def _offer(self, candidate: Candidate | None) -> None:
        self._plain = candidate
        if candidate is not None:
            told = remarks_on(self._access, self._stated(), candidate.longitude, candidate.latitude, self._lang)
            if candidate.corners:
                odd = any(remark.severity != "hint" for remark in told)
                of_corners = remarks_on_corners(self._access, self._stated(), candidate.corners, odd, self._lang)
                told = [*of_corners, *told]
            if self._drawn() and not candidate.corners:
                told.insert(0, Remark("warning", self.tr("This point replaces the line or area that is drawn.")))
            elif self._drawn():
                told.insert(0, Remark("warning", self.tr("This replaces the line or area that is drawn.")))
            if candidate.shape == "area" and self._tools and not self._tools.is_outline(candidate.geometry):
                text = self.tr(
                    "The outline crosses itself or encloses nothing. Bring the corners into the order in which they "
                    "follow each other, or take a line."
                )
                told.insert(0, Remark("error", text))
            landmark = landmark_of(self._access, candidate.longitude, candidate.latitude, self._lang)
            candidate = replace(candidate, remarks=(*candidate.remarks, *told), landmark=landmark)
        self.candidate = candidate
        self._preview.show_candidate(candidate)
        self._preview.setVisible(candidate is not None or bool(self._typed.question))
        self.mark()

    def _reshape(self, shape: Shape) -> None:
        if self._plain is not None and self._plain.corners:
            self._offer(self._plain.as_shape(shape))

    def mark(self) -> None:
        """Shows the candidate on the map."""
        if self._tools is not None:
            self._tools.show(self.candidate.geometry if self.candidate is not None else None)

    def unmark(self) -> None:
        """Takes the candidate off the map; it is still offered."""
        if self._tools is not None:
            self._tools.show(None)

    def take(self) -> None:
        """The candidate becomes the record's place."""
        candidate = self.candidate
        if candidate is None or candidate.faulty:
            return
        if self._tools is not None and self._system:
            self._tools.keep_system(self._system)
        self.clear()
        self.taken.emit(candidate)

    def discard(self) -> None:
        """The candidate is not taken; what was typed stays, to be mended."""
        self._pause.stop()
        self._listening.stop()
        self._typed = Typed()
        self._shown, self._refused = "", self._line.text().strip()
        self._preview.show_choices("", (), None)
        self._offer(None)
        self._line.setFocus()

    def clear(self) -> None:
        """Forgets the candidate and the line."""
        self._listening.stop()
        self._forget_text()
        self._preview.show_choices("", (), None)
        self._offer(None)

    def _forget_text(self) -> None:
        self._pause.stop()
        self._typed = Typed()
        self._system = self._shown = self._refused = ""
        self._line.clear()

    def _near(self) -> str | None:
        """The unit in whose oblast the place is likely: the record's, else the workspace's own."""
        territory = self._access.workspace.settings.territory if self._access is not None else ()
        return self._stated() or next(iter(territory), None)


def _facts(path: Path) -> PhotoFacts:
    with path.open("rb") as stream:
        return exif.read_facts(stream)
