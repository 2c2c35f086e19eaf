"""A unit of the territory register: type a few letters of its name, pick it with its whole path."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from qgis.PyQt.QtWidgets import QLabel, QLineEdit, QVBoxLayout, QWidget

from ...records.definition import Field
from ...records.territory import COUNTRY, is_code
from .editor import FieldEditor
from .lookup import Lookup, Offer

if TYPE_CHECKING:
    from ...records.territory import Codifier, Unit


def territory_lookup(line: QLineEdit, codifier: Codifier, lang: str, within: tuple[str, ...] = ()) -> Lookup:
    """A search over the register under a line; the keys are KATOTTG codes.

    :param within: areas whose units come first; empty means the whole country.
    """

    def find(text: str, limit: int) -> list[Offer]:
        units: dict[str, Unit] = {}
        for area in within:
            if area != COUNTRY:
                units.update((unit.code, unit) for unit in codifier.search(text, limit, within=area))
        if len(units) < limit:
            for unit in codifier.search(text, limit):
                units.setdefault(unit.code, unit)
        return [Offer(code, territory_text(codifier, code, lang), code) for code in list(units)[:limit]]

    return Lookup(line, find)


def territory_text(codifier: Codifier, code: str, lang: str) -> str:
    """A unit with its whole path: "с. Циркуни · Циркунівська · Харківський · Харківська"."""
    return " · ".join(codifier.path(code, lang))


class TerritoryEditor(FieldEditor):
    """A KATOTTG code shown by its name, with the path up to the oblast under it.

    Names repeat, so a name alone is never taken for a unit: what was typed and not picked comes back as text.
    """

    def __init__(
        self,
        field: Field,
        codifier: Codifier | None,
        lang: str,
        within: tuple[str, ...] = (),
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(field, lang, parent)
        self._codifier = codifier
        self._code: str | None = None
        self.line = QLineEdit(self)
        self.line.setClearButtonEnabled(True)
        self.path_label = QLabel(self)
        self.path_label.setObjectName(f"path_{field.name}")
        self.path_label.setWordWrap(True)
        self.path_label.setVisible(False)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(2)
        layout.addWidget(self.line)
        layout.addWidget(self.path_label)
        self._adopt(self.line)
        self.lookup: Lookup | None = None
        if codifier is None:
            self.line.setPlaceholderText(self.tr("KATOTTG code, for example UA63000000000041885"))
        else:
            self.line.setPlaceholderText(self.tr("first letters of the settlement or hromada"))
            self.lookup = territory_lookup(self.line, codifier, lang, within)
            self.lookup.chosen.connect(self._chosen)
        self.line.textChanged.connect(self._text_changed)
        self._setting = False

    def value(self) -> Any:
        text = self.line.text().strip()
        if self._code is not None:
            return self._code
        return text or None

    def set_value(self, value: Any) -> None:
        self._setting = True
        try:
            self._code = None
            text = "" if value is None else str(value)
            if is_code(text):
                self._code = text
                if self._codifier is not None and self._codifier.get(text) is not None:
                    text = self._codifier.label(text, self.lang)
            self.line.setText(text)
            self.line.setCursorPosition(0)
        finally:
            self._setting = False
        self._show_path()

    def _chosen(self, code: str) -> None:
        self.set_value(code)
        self.changed.emit()
        self.left.emit()

    def _text_changed(self, text: str) -> None:
        if self._setting:
            return
        typed = text.strip().upper()
        self._code = typed if is_code(typed) else None
        self._show_path()
        self.changed.emit()

    def _show_path(self) -> None:
        path = self._codifier.path(self._code, self.lang) if self._codifier is not None and self._code else []
        self.path_label.setText(" · ".join([*path[1:], self._code]) if path and self._code else "")
        self.path_label.setVisible(bool(path))

    def _focus_left(self) -> None:
        if self._code is not None:
            self.set_value(self._code)
        super()._focus_left()
