"""Pictures, read, scaled and written by Qt: no binary library can be shipped. Runs in any thread; touches no widget.

What a file claims of its size is looked at before anything is decoded, so that a small file that unfolds into gigabytes
costs nothing.
"""

from __future__ import annotations

from pathlib import Path

from qgis.PyQt.QtCore import QBuffer, QIODevice, QSize, Qt
from qgis.PyQt.QtGui import QImage, QImageReader, QImageWriter, QTransform

from ..errors import StoreError

MOST_PIXELS = 250_000_000
"""More than any camera's. A JPEG is decoded at a fraction of its size."""
MOST_WHOLE_PIXELS = 80_000_000
"""Of other pictures, which take four bytes a pixel while they are read."""
MOST_SIDE = 60_000
_QUALITY = 85
_LEAST_QUALITY = 60
_MOST_BYTES = 8 << 20
_ALLOCATION_MB = 1024
_WITHOUT_LOSS = (".png", ".webp")


def reduce(path: Path, side: int) -> bytes:
    """The reduced copy of a picture: a JPEG whose longest side has at most `side` pixels, upright as EXIF says, without
    EXIF itself.

    Raises StoreError ``picture.unreadable`` (no picture, cut short, or of a kind that Qt cannot read here) and
    ``picture.too_large`` (more pixels than any camera makes).
    """
    image = read(path, side)
    if image.hasAlphaChannel():
        flat = QImage(image.size(), QImage.Format.Format_RGB32)
        flat.fill(Qt.GlobalColor.white)
        _paint(flat, image)
        image = flat
    else:
        image = image.convertToFormat(QImage.Format.Format_RGB32)
    for key in image.textKeys():
        image.setText(key, "")
    data = _jpeg(image, _QUALITY, path)
    return data if len(data) <= _MOST_BYTES else _jpeg(image, _LEAST_QUALITY, path)


def read(path: Path, side: int) -> QImage:
    """A picture, upright, its longest side at most `side` pixels. Raises as :func:`reduce`."""
    reader = QImageReader(str(path))
    reader.setDecideFormatFromContent(True)
    reader.setAutoTransform(True)
    _limit_allocation()
    size = reader.size()
    if not size.isValid() or size.isEmpty():
        raise _unreadable(path, reader.errorString())
    most = MOST_PIXELS if bytes(reader.format()) == b"jpeg" else MOST_WHOLE_PIXELS
    if max(size.width(), size.height()) > MOST_SIDE or size.width() * size.height() > most:
        raise StoreError("picture.too_large", path=path.name, width=size.width(), height=size.height())
    if max(size.width(), size.height()) > side:
        # A JPEG is decoded at a fraction of its size then, which takes a fraction of the time and memory.
        reader.setScaledSize(size.scaled(QSize(side, side), Qt.AspectRatioMode.KeepAspectRatio).expandedTo(QSize(1, 1)))
    image = reader.read()
    if image.isNull():
        raise _unreadable(path, reader.errorString())
    if max(image.width(), image.height()) > side:
        image = image.scaled(side, side, Qt.AspectRatioMode.KeepAspectRatio, Qt.TransformationMode.SmoothTransformation)
    return image


def can_read(path: Path) -> bool:
    """Whether Qt has a reader here for what is in the file; which ones there are differs by machine (HEIC, WebP)."""
    reader = QImageReader(str(path))
    reader.setDecideFormatFromContent(True)
    return bool(reader.canRead())


def turn(path: Path, target: Path, quarters: int) -> None:
    """Writes the picture to `target`, in the format of that name, turned clockwise by so many quarters; without loss.

    Raises as :func:`reduce`, and ``store.picture_cannot_turn`` where Qt cannot write that format here.
    """
    writer = QImageWriter(str(target))
    writer.setQuality(100)  # of WebP: without loss
    if target.suffix.lower() not in _WITHOUT_LOSS or not writer.canWrite():
        raise StoreError("store.picture_cannot_turn", path=path.name)
    if not writer.write(read(path, MOST_SIDE).transformed(QTransform().rotate(90 * quarters))):
        raise StoreError("store.picture_cannot_turn", path=path.name)


def _limit_allocation() -> None:
    """Qt 6 has a limit of its own (128 MB by default), Qt 5 none: the size is looked at before."""
    limit = getattr(QImageReader, "setAllocationLimit", None)
    if limit is not None:
        limit(_ALLOCATION_MB)


def _paint(target: QImage, image: QImage) -> None:
    from qgis.PyQt.QtGui import QPainter

    painter = QPainter(target)
    painter.drawImage(0, 0, image)
    painter.end()


def _jpeg(image: QImage, quality: int, path: Path) -> bytes:
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    writer = QImageWriter(buffer, b"jpeg")
    writer.setQuality(quality)
    writer.setOptimizedWrite(True)
    if not writer.write(image):
        raise _unreadable(path, writer.errorString())
    return bytes(buffer.data())


def _unreadable(path: Path, reason: str) -> StoreError:
    return StoreError("picture.unreadable", path=path.name, reason=reason)
