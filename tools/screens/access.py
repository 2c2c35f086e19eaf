"""Whether a screen can be used without a mouse, without seeing it, and by who sees little: names, roles, the order of
the tab key, contrast.

`focus` moves the keyboard about, so it is for tests; the others look at what stands.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import islice

from qgis.PyQt.QtCore import QPoint, QRect, Qt
from qgis.PyQt.QtGui import QColor, QImage, QPalette
from qgis.PyQt.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QAbstractScrollArea,
    QAbstractSpinBox,
    QApplication,
    QComboBox,
    QDialogButtonBox,
    QHeaderView,
    QLabel,
    QLineEdit,
    QPlainTextEdit,
    QProgressBar,
    QPushButton,
    QScrollArea,
    QTabBar,
    QTextEdit,
    QWidget,
)

from plugin.forms import theme
from tools.screens import accessible

LEAST_CONTRAST = 4.5
_ROWS, _COLUMNS = 20, 10
_LEAST_PIXELS = 8
"""Of which the mark of the keyboard has to consist, at least."""
_MARGIN = 4
_TYPED = (QLineEdit, QAbstractSpinBox)
_COMPOSED = (QLineEdit, QAbstractSpinBox, QComboBox, QTabBar)
"""Whose children are parts of it that Qt answers for."""
_KEY = re.compile(r"\((F\d+|(Ctrl|Alt|Shift)\+[^)]+)\)")
"""In a tool tip: what does the same as the button."""


def named(one: QWidget) -> str:
    """How a widget is called in a report."""
    parent = one.parentWidget()
    inside = f" in {parent.objectName() or type(parent).__name__}" if parent is not None else ""
    return f"{type(one).__name__} {one.objectName() or '?'}{inside}"


def faults(top: QWidget) -> Iterator[str]:
    """What `names`, `tab_order` and `faint` find."""
    yield from names(top)
    yield from tab_order(top)
    yield from faint(top)


def names(top: QWidget) -> Iterator[str]:
    """Widgets that a person works with and that a screen reader cannot name, or that no test can find."""
    for one in _worked_with(top):
        told = accessible.told_of(one)
        if told is None or not told.name.strip():
            yield f"no name: {named(one)}"
        elif told.role in (accessible.NO_ROLE, accessible.CLIENT) and not isinstance(one, QAbstractScrollArea):
            yield f"no role: {named(one)} “{told.name}”"
        if not one.objectName():
            yield f"no object name: {named(one)} “{told.name if told else ''}”"
        if isinstance(one, QAbstractItemView):
            yield from _rows(one)


def tab_order(top: QWidget) -> Iterator[str]:
    """Steps of the tab key that go back up or to the left, and buttons that no key reaches. The way is a ring: one step
    goes back to where reading begins."""
    chain = tab_chain(top)
    back: list[tuple[int, str]] = []
    for before, after in zip(chain, [*chain[1:], *chain[:1]], strict=True):
        first, then = _place(before, top), _place(after, top)
        up = then.bottom() <= first.top() and then.left() < first.right()
        left = then.right() <= first.left() and then.bottom() > first.top() and then.top() < first.bottom()
        if up or left:
            told = f"tab goes {'up' if up else 'left'}: from {named(before)} to {named(after)}"
            back.append((then.top() + then.left(), told))
    yield from (told for _, told in sorted(back)[1:])
    reached = set(chain)
    for one in _worked_with(top):
        if isinstance(one, QAbstractButton) and one.isEnabled() and one not in reached:
            otherwise = _in_group(one, reached) or not one.shortcut().isEmpty() or _KEY.search(one.toolTip())
            if not otherwise:
                yield f"no key reaches: {named(one)}"


def faint(top: QWidget) -> Iterator[str]:
    """Texts that stand out too little from windows or from what is typed into (WCAG 2, level AA)."""
    for one in top.findChildren(QWidget):
        if not one.isVisibleTo(top) or not one.isEnabled() or not isinstance(one, (QLabel, QLineEdit)):
            continue
        roles = QPalette.ColorRole
        palette = one.palette()
        grounds = [palette.color(roles.Base)]
        if isinstance(one, QLabel):
            text, ink = one.text(), palette.color(one.foregroundRole())
            grounds.append(palette.color(roles.Window))
        else:
            text, ink = one.placeholderText(), palette.color(roles.PlaceholderText)
        for ground in grounds:
            found = theme.contrast(_over(ink, ground), ground)
            if text.strip() and found < LEAST_CONTRAST:
                yield f"faint, {found:.1f}: {named(one)} “{text[:30]}”"


def _over(ink: QColor, ground: QColor) -> QColor:
    """What a colour that is partly seen through looks like."""
    share = ink.alphaF()
    parts = zip(ink.getRgbF()[:3], ground.getRgbF()[:3], strict=True)
    return QColor.fromRgbF(*(share * a + (1 - share) * b for a, b in parts))


def tab_chain(top: QWidget) -> list[QWidget]:
    """The widgets that the tab key stops at, in its order, from the window's first."""
    chain: list[QWidget] = []
    one = top.nextInFocusChain()
    for _ in range(5000):
        if one is None or one is top:
            break
        stops = one.focusPolicy() & Qt.FocusPolicy.TabFocus == Qt.FocusPolicy.TabFocus and one.focusProxy() is None
        if stops and _is_used(one, top) and one.isEnabled():
            chain.append(one)
        one = one.nextInFocusChain()
    return chain


def focus(top: QWidget, passed: set[str]) -> Iterator[str]:
    """Widgets that look the same with and without the keyboard. The window has to be active.

    :param passed: object names of those that were looked at before, which are added to it.
    """
    top.window().setAttribute(Qt.WidgetAttribute.WA_KeyboardFocusChange)  # as the tab key does
    for one in tab_chain(top):
        if one.objectName() in passed:
            continue
        passed.add(one.objectName())
        _bring_into_sight(one, top)
        editable = isinstance(one, (QComboBox, QPlainTextEdit, QTextEdit)) and not _read_only(one)
        if isinstance(one, _TYPED) or editable or (isinstance(one, QPushButton) and one.isDefault()):
            one.setFocus(Qt.FocusReason.TabFocusReason)
            if not one.hasFocus():
                yield f"takes no keyboard: {named(one)}"
            continue  # a caret blinks in it; a default button is marked at all times, and Enter means it at all times
        _elsewhere(top, one)
        without = _picture(top, one)
        one.setFocus(Qt.FocusReason.TabFocusReason)
        QApplication.processEvents()
        if not one.hasFocus():
            yield f"takes no keyboard: {named(one)}"
        elif not _differing(without, _picture(top, one)):
            yield f"focus is not seen: {named(one)}"


def _read_only(one: QWidget) -> bool:
    return not one.isEditable() if isinstance(one, QComboBox) else bool(one.isReadOnly())


# --- inside -----------------------------------------------------------------------------------------------------------


def _worked_with(top: QWidget) -> Iterator[QWidget]:
    """The visible widgets that take keys or clicks, or say how far something is; without the parts of Qt's own."""
    for one in [top, *top.findChildren(QWidget)]:
        if not _is_used(one, top):
            continue
        worked = one.focusPolicy() != Qt.FocusPolicy.NoFocus or isinstance(one, (QAbstractButton, QProgressBar))
        if worked and not isinstance(one, (QLabel, QScrollArea)) and one.focusProxy() is None:
            yield one


def _is_used(one: QWidget, top: QWidget) -> bool:
    inside = top.isAncestorOf(one)  # within the same window
    if not one.isVisibleTo(top) or not (inside or (one is top and not one.isWindow())):
        return False
    parent = one.parentWidget()
    if one.objectName().startswith("qt_") or isinstance(one, (QHeaderView, QTabBar, QDialogButtonBox)):
        return False  # Qt's own parts; a header and tabs are named by what they show
    if type(one).__name__ == "QTableCornerButton" or isinstance(parent, _COMPOSED):
        return False
    if isinstance(parent, QAbstractScrollArea) and not isinstance(parent, QScrollArea):
        return one not in (parent.viewport(), parent.cornerWidget()) and not one.objectName().startswith("qt_")
    return True


def _rows(view: QAbstractItemView) -> Iterator[str]:
    """Rows that are seen but say nothing."""
    model = view.model()
    if model is None:
        return
    for row in range(min(model.rowCount(view.rootIndex()), _ROWS)):
        said = ""
        for column in range(_COLUMNS):
            index = model.index(row, column, view.rootIndex())
            if not index.isValid():
                break
            for role in (Qt.ItemDataRole.AccessibleTextRole, Qt.ItemDataRole.DisplayRole):
                said += str(model.data(index, role) or "")
            if view.indexWidget(index) is not None:
                said += "…"
        if not said.strip():
            yield f"row says nothing: {named(view)} row {row}"


def _in_group(one: QAbstractButton, reached: set[QWidget]) -> bool:
    """Of buttons of which one is chosen, the tab key stops at the chosen one."""
    group = one.group()
    return bool(one.autoExclusive() or (group is not None and any(each in reached for each in group.buttons())))


def _place(one: QWidget, top: QWidget) -> QRect:
    """Where it stands, or at which edge of what scrolls it would come into sight."""
    place = QRect(one.mapTo(top, QPoint(0, 0)), one.size())
    parent = one.parentWidget()
    while parent is not None and parent is not top:
        above = parent.parentWidget()
        if isinstance(above, QScrollArea) and above.viewport() is parent:
            seen = QRect(parent.mapTo(top, QPoint(0, 0)), parent.size())
            if place.top() > seen.bottom():
                place.moveTop(seen.bottom())
            elif place.bottom() < seen.top():
                place.moveBottom(seen.top())
            place = QRect(place.topLeft(), QPoint(place.right(), min(place.bottom(), seen.bottom() + 1)))
        parent = above
    return place


def _bring_into_sight(one: QWidget, top: QWidget) -> None:
    """As the tab key does."""
    parent = one.parentWidget()
    while parent is not None and parent is not top:
        if isinstance(parent, QScrollArea):
            parent.ensureWidgetVisible(one)
        parent = parent.parentWidget()
    QApplication.processEvents()


def _elsewhere(top: QWidget, one: QWidget) -> None:
    focused = QApplication.focusWidget()
    if focused is one or focused is None:
        other = next((each for each in tab_chain(top) if each is not one), None)
        if other is not None:
            other.setFocus(Qt.FocusReason.TabFocusReason)
        else:
            one.clearFocus()
    QApplication.processEvents()


def _picture(top: QWidget, one: QWidget) -> QImage:
    area = _place(one, top).adjusted(-_MARGIN, -_MARGIN, _MARGIN, _MARGIN).intersected(top.rect())
    return top.grab(area).toImage()


def _differing(a: QImage, b: QImage) -> bool:
    """Whether at least so many pixels differ that an eye sees it."""
    if a.size() != b.size():
        return True
    if a == b:
        return False
    pixels = ((x, y) for y in range(a.height()) for x in range(a.width()))
    found = (1 for x, y in pixels if a.pixel(x, y) != b.pixel(x, y))
    return sum(islice(found, _LEAST_PIXELS)) == _LEAST_PIXELS
