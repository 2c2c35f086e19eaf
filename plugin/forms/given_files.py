"""What people give to be attached by dropping, pasting or choosing: files, folders of them, pictures without a file."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TypeAlias

from qgis.PyQt.QtCore import QMimeData
from qgis.PyQt.QtGui import QImage

from ..errors import StoreError
from ..records import media
from ..records.catalogue import Catalogue
from ..store import attaching, files
from ..store.attaching import Attached

Given: TypeAlias = Path | QImage

MOST_OF_A_FOLDER = 500
"""Files of one folder that are taken; a whole disk that was dropped is a mistake."""


def taken_from(given: QMimeData | None) -> tuple[list[Given], bool]:
    """What was dropped or pasted, and whether there is something that lies on another computer. The disk is not
    touched."""
    if given is None:
        return [], False
    urls = given.urls()
    found: list[Given] = [Path(url.toLocalFile()) for url in urls if url.isLocalFile()]
    if not found and given.hasImage():
        image = QImage(given.imageData())
        found = [] if image.isNull() else [image]
    return found, any(not url.isLocalFile() for url in urls)


def attach_given(
    folder: Path,
    catalogue: Catalogue,
    parent: tuple[str, str],
    given: Sequence[Given],
    *,
    author: str | None,
    lang: str,
    check: Callable[[Path], bool],
    name: str,
    told: Callable[[tuple[int, int]], None],
) -> Attached:
    """Attaches them, from any thread; `name` is for pictures that have none. `told` hears how many of how many are
    done."""
    with tempfile.TemporaryDirectory(prefix="vidbudova-") as beside:
        paths, errors = spread(given, Path(beside), name)
        done = attaching.attach_all(
            folder, catalogue, parent, paths, author=author, lang=lang, check=check,
            told=lambda number: told((number, len(paths))),
        )  # fmt: skip
        kept = tuple(path for path in done.again if Path(beside) not in path.parents)
    return Attached(done.uuids, (*errors, *done.errors), done.unreduced, kept)


def spread(given: Sequence[Given], beside: Path, name: str) -> tuple[list[Path], list[StoreError]]:
    """The single files: of a folder those that can be attached, in the order of their names; pictures are written into
    the folder `beside`."""
    paths: list[Path] = []
    errors: list[StoreError] = []
    for number, one in enumerate(given, 1):
        if isinstance(one, QImage):
            path = beside / (f"{name}.png" if number == 1 else f"{name} {number}.png")
            if one.save(str(path), "PNG"):
                paths.append(path)
            else:
                errors.append(StoreError("store.disk_full", path=str(beside)))
            continue
        try:
            if one.is_dir():
                inside = sorted(path for path in one.iterdir() if media.by_file_name(path.name) and path.is_file())
                paths += inside[:MOST_OF_A_FOLDER]
                if not inside:
                    errors.append(StoreError("store.folder_without_files", path=one.name))
                left = len(inside) - MOST_OF_A_FOLDER
                if left > 0:
                    errors.append(StoreError("store.folder_of_many", path=one.name, most=MOST_OF_A_FOLDER, left=left))
            else:
                paths.append(one)
        except OSError as error:
            errors.append(files.unreadable(error, one.name))
    return paths, errors
