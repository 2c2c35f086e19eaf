"""What lies under a row of a list that writes its text itself."""

from __future__ import annotations

from qgis.PyQt.QtGui import QColor, QPainter, QPalette
from qgis.PyQt.QtWidgets import QApplication, QStyle, QStyleOptionViewItem


def draw_ground(painter: QPainter, option: QStyleOptionViewItem) -> tuple[bool, QColor]:
    """Draws the row without its text, as the style does it; whether it is chosen, and the colour to write in."""
    style = option.widget.style() if option.widget else QApplication.style()
    style.drawControl(QStyle.ControlElement.CE_ItemViewItem, option, painter, option.widget)
    selected = bool(option.state & QStyle.StateFlag.State_Selected)
    active = bool(option.state & QStyle.StateFlag.State_Active)
    group = QPalette.ColorGroup.Active if active else QPalette.ColorGroup.Inactive
    role = QPalette.ColorRole.HighlightedText if selected else QPalette.ColorRole.Text
    return selected, option.palette.color(group, role)
