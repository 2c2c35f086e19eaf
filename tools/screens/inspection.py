"""Looks at the widgets behind a picture for what an eye tires of finding: texts cut off, overlaps, English left over.

Only what can be told from sizes is told here; whether a screen is good is for people to see.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from qgis.PyQt.QtCore import QRect, QSize, Qt
from qgis.PyQt.QtWidgets import (
    QAbstractButton,
    QAbstractScrollArea,
    QCheckBox,
    QComboBox,
    QDialog,
    QLabel,
    QLineEdit,
    QPushButton,
    QRadioButton,
    QScrollArea,
    QSizePolicy,
    QSplitterHandle,
    QStyle,
    QStyleOptionComboBox,
    QTabBar,
    QToolButton,
    QWidget,
)

MOST = QSize(1000, 580)  # of a dialog, by QGIS's guidelines
SLACK = 1
_LATIN = re.compile(r"[A-Za-z]{4,}")
#: A plural that has no translation, a placeholder that was given nothing.
_UNFILLED = re.compile(r"\w\(s\)|%n|%\d|\{\w*\}")
_CYRILLIC = re.compile(r"[Ѐ-ӿ]")
#: Words that stay Latin in Ukrainian: names, formats, codes.
_NAMES = re.compile(
    r"QGIS|QField|OpenStreetMap|GeoPackage|MBTiles|Ctrl\+\w+|EPSG|WGS|KATOTTG|DREAM|OC4IDS|Prozorro|GDAL|GeoJSON|KML"
    r"|https?:\S+|\S+\.\w{2,10}\b|UA\d{17}|[0-9a-f]{8}-[0-9a-f-]+|English|UAH|USD|EUR|HEIC|JPEG|PNG|Shapefile|COD-AB"
)


def faults(widget: QWidget, lang: str) -> Iterator[str]:
    """What is wrong in what can be seen of a window or panel, a line each."""
    if isinstance(widget, QDialog) and widget.isWindow() and _larger(widget.size()):
        yield f"size: {widget.objectName()} is {widget.width()} x {widget.height()}"
    for one in [widget, *widget.findChildren(QWidget)]:
        if one.isVisibleTo(widget) and one.width() > 0 and _is_ours(one, widget):
            yield from _cut_off(one)
            if not one.objectName().startswith("qt_"):  # Qt's own, with Qt's own translation
                yield from _untranslated(one, lang)
            yield from _beyond(one, widget)
    yield from _overlaps(widget)


def _larger(size: QSize) -> bool:
    return size.width() > MOST.width() or size.height() > MOST.height()


def _is_ours(one: QWidget, top: QWidget) -> bool:
    return one is top or (not one.isWindow() and one.window() is top.window())


def _named(one: QWidget) -> str:
    parent = one.parentWidget()
    name = one.objectName() or type(one).__name__
    return name if one.objectName() or parent is None else f"{name} in {parent.objectName() or type(parent).__name__}"


def _text(one: QWidget) -> str:
    if isinstance(one, (QLabel, QAbstractButton)):
        return str(one.text())
    if isinstance(one, QComboBox):
        return str(one.currentText())
    if isinstance(one, QLineEdit):
        return str(one.placeholderText()) if not one.text() else ""
    return ""


def _cut_off(one: QWidget) -> Iterator[str]:
    if isinstance(one, QTabBar):
        for index in range(one.count()):
            need = one.fontMetrics().size(0, one.tabText(index)).width()
            if one.tabRect(index).width() + SLACK < need:
                yield f"cut off: tab “{one.tabText(index)}” of {_named(one)}"
        return
    text = _text(one)
    if not text.strip():
        return
    if isinstance(one, QLabel):
        if _label_cut(one):
            yield f"cut off: {_named(one)} “{_short(text)}” has {one.width()} x {one.height()}"
    elif isinstance(one, (QPushButton, QCheckBox, QRadioButton)):
        if one.sizeHint().width() > one.width() + SLACK or one.minimumSizeHint().height() > one.height() + 4:
            yield f"cut off: {_named(one)} “{_short(text)}” has {one.width()} of {one.sizeHint().width()}"
    elif isinstance(one, QToolButton):
        shows = one.toolButtonStyle() != Qt.ToolButtonStyle.ToolButtonIconOnly or one.icon().isNull()
        if shows and one.fontMetrics().horizontalAdvance(text) > one.width() + SLACK:
            yield f"cut off: {_named(one)} “{_short(text)}” has {one.width()}"
    elif isinstance(one, QComboBox):
        option = QStyleOptionComboBox()
        one.initStyleOption(option)
        room = one.style().subControlRect(
            QStyle.ComplexControl.CC_ComboBox, option, QStyle.SubControl.SC_ComboBoxEditField, one
        )
        if one.fontMetrics().horizontalAdvance(text) > room.width() + SLACK and not one.toolTip():
            yield f"cut off: {_named(one)} “{_short(text)}” has {room.width()}"
    elif isinstance(one, QLineEdit) and one.fontMetrics().horizontalAdvance(text) > one.width() - 8:
        yield f"cut off: placeholder of {_named(one)} “{_short(text)}” has {one.width()}"


def _label_cut(one: QLabel) -> bool:
    if one.sizePolicy().horizontalPolicy() == QSizePolicy.Policy.Ignored and one.toolTip():
        return False  # gives way on purpose; the whole text is in the tool tip
    if one.textFormat() == Qt.TextFormat.RichText or "<" in one.text():
        return one.hasHeightForWidth() and one.heightForWidth(one.width()) > one.height() + SLACK
    if one.wordWrap():
        longest = max((one.fontMetrics().horizontalAdvance(word) for word in one.text().split()), default=0)
        return one.heightForWidth(one.width()) > one.height() + SLACK or longest > one.contentsRect().width() + SLACK
    need = one.fontMetrics().size(0, one.text())
    return need.width() > one.contentsRect().width() + SLACK or need.height() > one.height() + SLACK


def _untranslated(one: QWidget, lang: str) -> Iterator[str]:
    texts = [_text(one), one.toolTip(), one.accessibleName()]
    if isinstance(one, QTabBar):
        texts += [one.tabText(index) for index in range(one.count())]
    if one.isWindow():
        texts.append(one.windowTitle())
    for text in texts:
        if _UNFILLED.search(text):
            yield f"not filled in: {_named(one)} “{_short(text)}”"
    if lang != "uk":
        return
    for text in texts:
        left = _NAMES.sub("", re.sub(r"<[^>]*>", "", text))
        if _LATIN.search(left) and not _CYRILLIC.search(left):
            yield f"not translated: {_named(one)} “{_short(text)}”"


def _beyond(one: QWidget, top: QWidget) -> Iterator[str]:
    parent = one.parentWidget()
    if one is top or parent is None or one.isWindow() or isinstance(one, QSplitterHandle):
        return
    if isinstance(parent.parentWidget(), QAbstractScrollArea) and not isinstance(parent.parentWidget(), QScrollArea):
        return
    if isinstance(parent.parentWidget(), QScrollArea) and parent.parentWidget().viewport() is parent:
        area = parent.parentWidget()
        never = area.horizontalScrollBarPolicy() == Qt.ScrollBarPolicy.ScrollBarAlwaysOff
        if one.width() > parent.width() + SLACK:
            kind = "cut off" if never else "scrolls sideways"
            yield f"{kind}: {_named(one)} is {one.width()} wide in {parent.width()} of {_named(area)}"
        return
    if not parent.rect().adjusted(-2, -2, 2, 2).contains(one.geometry()) and _text(one).strip():
        yield f"beyond its parent: {_named(one)} “{_short(_text(one))}”"


def _overlaps(top: QWidget) -> Iterator[str]:
    """Widgets with text that lie over each other under one parent."""
    for parent in [top, *top.findChildren(QWidget)]:
        leaves = [
            one
            for one in parent.children()
            if isinstance(one, QWidget) and one.isVisibleTo(top) and not one.isWindow() and _text(one).strip()
        ]
        for number, one in enumerate(leaves):
            for other in leaves[number + 1 :]:
                common: QRect = one.geometry().intersected(other.geometry())
                if common.width() > 2 and common.height() > 2:
                    yield f"overlap: {_named(one)} and {_named(other)}"


def _short(text: str) -> str:
    text = " ".join(text.split())
    return text if len(text) <= 70 else text[:69] + "…"
