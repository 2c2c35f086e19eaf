"""What can be said at once of a place that is not taken yet: which unit it is in, and what is odd about it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from qgis.PyQt.QtCore import QCoreApplication

from ..errors import StoreError
from ..quality.sea import in_sea
from ..records.coordinate_systems import oblast_area
from ..records.katottg import is_code
from ..records.messages import format_number
from ..records.positions import GpsFix, Landmark, Shifted
from ..store import boundaries
from .access import WorkspaceAccess
from .place_shapes import Position, longest_side, outermost

translate = QCoreApplication.translate
BOX_MARGIN = 0.05  # of a degree, about 4 km, around the box of an oblast
COARSE_METRES = 30.0
FAR_LANDMARK_METRES = 40_000.0
FAR_APART_METRES = 50_000.0
"""Between two corners that follow each other; more is a wrong digit rather than a road."""
AT_THE_CENTRE = 25.0  # metres


@dataclass(frozen=True)
class Remark:
    """One sentence about a place. A warning wants to be looked at before the place is taken.

    ``stays``: it is about how the text was read, so that no check of the record will say it again.
    """

    severity: Literal["hint", "warning", "error"]
    text: str
    stays: bool = False


def remarks_on(
    access: WorkspaceAccess | None, stated: str | None, longitude: float, latitude: float, lang: str
) -> list[Remark]:
    """What the workspace's boundaries, the codifier and the coast say of a place.

    :param stated: the KATOTTG code that the record has, if any.
    """
    told: list[Remark] = []
    if in_sea(longitude, latitude):
        told.append(Remark("warning", translate("PlaceRemarks", "The place lies in the sea. Check the numbers.")))
    if access is None:
        return told
    try:
        found = boundaries.unit_at(access.workspace, longitude, latitude, access.codifier)
        if stated and is_code(stated) and _is_outside(access, stated, longitude, latitude):
            name = access.codifier.label(stated, lang) if access.codifier is not None else stated
            told.append(
                Remark("warning", translate("PlaceRemarks", "Outside the stated unit: {unit}").format(unit=name))
            )
        elif not stated and _is_abroad(access, longitude, latitude):
            areas = access.workspace.settings.territory
            name = ", ".join(access.codifier.label(code, lang) if access.codifier else code for code in areas)
            text = translate("PlaceRemarks", "Outside the workspace’s territory: {unit}")
            told.append(Remark("warning", text.format(unit=name)))
    except StoreError as error:
        return [*told, Remark("hint", error.describe(lang))]
    where = _where(access, found, lang)
    return [*told, Remark("hint", where)] if where else told


def landmark_of(access: WorkspaceAccess | None, longitude: float, latitude: float, lang: str) -> Landmark | None:
    """By what a person knows where a place is on a map that shows nothing else; None where nothing is near."""
    if access is None or access.codifier is None:
        return None
    near = next(iter(access.codifier.nearest(longitude, latitude, limit=1)), None)
    if near is None or near.metres > FAR_LANDMARK_METRES:
        return None
    place = access.codifier.centre(near.code)
    return None if place is None else Landmark(access.codifier.label(near.code, lang), *place)


def remarks_on_corners(
    access: WorkspaceAccess | None, stated: str | None, corners: Sequence[Position], known: bool, lang: str
) -> list[Remark]:
    """What is odd about how far a line's or an area's corners are from each other, and about the outermost of them.

    :param known: something odd is said of the whole already: the corners are not looked at one by one.
    """
    told: list[Remark] = []
    number, metres = longest_side(corners)
    if metres > FAR_APART_METRES:
        text = translate("PlaceRemarks", "Corners {a} and {b} are {distance} apart. Check the numbers.")
        told.append(Remark("warning", text.format(a=number + 1, b=number + 2, distance=distance_text(metres, lang))))
    for number in () if known else outermost(corners):
        odd = [one for one in remarks_on(access, stated, *corners[number], lang) if one.severity == "warning"]
        if odd:
            text = translate("PlaceRemarks", "Corner {n}: {remark}").format(n=number + 1, remark=odd[0].text)
            return [*told, Remark("warning", text)]
    return told


def _is_abroad(access: WorkspaceAccess, longitude: float, latitude: float) -> bool:
    """Whether the place is in none of the areas that the workspace is for."""
    areas = access.workspace.settings.territory
    if not areas or any(not is_code(code) for code in areas):
        return False  # the whole country
    return all(_is_outside(access, code, longitude, latitude) for code in areas)


def _is_outside(access: WorkspaceAccess, code: str, longitude: float, latitude: float) -> bool:
    inside = boundaries.contains(access.workspace, code, longitude, latitude, access.codifier)
    if inside is not None:
        return not inside
    box = oblast_area(code)  # where nothing better is known: the box around the oblast
    if box is None:
        return False
    west, south, east, north = box
    return not (
        west - BOX_MARGIN <= longitude <= east + BOX_MARGIN and south - BOX_MARGIN <= latitude <= north + BOX_MARGIN
    )


def _where(access: WorkspaceAccess, found: tuple[boundaries.Found, ...], lang: str) -> str:
    if not found or access.codifier is None:
        return ""
    finest = found[0]
    path = " · ".join(access.codifier.path(finest.code, lang))
    if finest.how == "boundary":
        return translate("PlaceRemarks", "In: {unit}").format(unit=path)
    if finest.distance_m < AT_THE_CENTRE:
        return translate("PlaceRemarks", "Known centre of a settlement: {unit}").format(unit=path)
    return translate("PlaceRemarks", "Nearest known settlement, {distance} away: {unit}").format(
        unit=path, distance=distance_text(finest.distance_m, lang)
    )


def shift_remark(shifted: Shifted, lang: str) -> Remark:
    """How far the change of the system moves the place, and how well that is known."""
    if shifted.guessed_datum or shifted.shift_m is None:
        text = translate("PlaceRemarks", "The system does not say its datum: the place may be off by over 100 m.")
        return Remark("warning", text, stays=True)
    shift = format_number(round(shifted.shift_m), lang)
    if not shifted.operation or shifted.shift_m < 0.5:
        return Remark("hint", translate("PlaceRemarks", "The system has the datum of WGS 84: nothing is shifted."))
    if shifted.accuracy_m is None:
        text = translate("PlaceRemarks", "Shifted by {shift} m to WGS 84 ({operation}).")
        return Remark("hint", text.format(shift=shift, operation=shifted.operation))
    text = translate("PlaceRemarks", "Shifted by {shift} m to WGS 84, good to {accuracy} m ({operation}).")
    accuracy = format_number(shifted.accuracy_m, lang)
    return Remark("hint", text.format(shift=shift, accuracy=accuracy, operation=shifted.operation))


def gps_remark(fix: GpsFix, lang: str) -> Remark:
    """How well the receiver knows where it is."""
    parts = []
    if fix.accuracy_m is not None:
        parts.append(
            translate("PlaceRemarks", "accuracy ± {metres} m").format(
                metres=format_number(round(fix.accuracy_m, 1), lang)
            )
        )
    elif fix.hdop is not None:
        parts.append(translate("PlaceRemarks", "HDOP {value}").format(value=format_number(round(fix.hdop, 1), lang)))
    if fix.satellites is not None:
        parts.append(translate("PlaceRemarks", "%n satellite(s)", None, fix.satellites))
    coarse = (fix.accuracy_m or 0) > COARSE_METRES or (fix.accuracy_m is None and (fix.hdop or 0) > 5)
    told = translate("PlaceRemarks", "GPS of QGIS") + (": " + ", ".join(parts) if parts else "")
    if coarse:
        return Remark("warning", told + ". " + translate("PlaceRemarks", "Wait for a better fix."))
    return Remark("hint", told)


def distance_text(metres: float, lang: str) -> str:
    """ "850 m" or "12.3 km"."""
    if metres < 1000:
        return translate("PlaceRemarks", "{n} m").format(n=format_number(round(metres), lang))
    return translate("PlaceRemarks", "{n} km").format(n=format_number(round(metres / 1000, 1), lang))
