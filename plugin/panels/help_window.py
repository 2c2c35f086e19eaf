"""The help: pages that lie in the plugin, with their contents beside them and a search over all of them."""

from __future__ import annotations

import re
from html import unescape
from pathlib import Path

from qgis.PyQt.QtCore import Qt, QUrl
from qgis.PyQt.QtGui import QDesktopServices, QKeySequence
from qgis.PyQt.QtWidgets import (
    QDialog,
    QHBoxLayout,
    QLineEdit,
    QListWidget,
    QListWidgetItem,
    QPushButton,
    QShortcut,
    QSplitter,
    QTextBrowser,
    QVBoxLayout,
    QWidget,
)

from ..forms.focus import show_focus
from ..forms.hints import readable
from ..forms.theme import color, ink, style_sheet

WIDTH = 980
"""The pictures fit a page of a window so wide."""
PAGE_ROLE = Qt.ItemDataRole.UserRole
_ENTRY = re.compile(r'<li><a href="(?P<file>[\w-]+\.html)">(?P<title>.*?)</a></li>|<h2>(?P<heading>.*?)</h2>')
_STEM, _ENDING = 4, 4
"""Letters of a word that are looked for at least, and those left away at most."""
_TAGS = re.compile(r"<[^>]+>")
_APOSTROPHES = str.maketrans(dict.fromkeys("’ʼ`´", "'"))


class HelpWindow(QDialog):
    """Shows pages from a folder; stays beside the window it explains. Needs no network and no browser."""

    def __init__(self, folder: Path, parent: QWidget | None = None) -> None:
        """:param folder: the pages of one language, ``index.html`` with the contents among them."""
        super().__init__(parent)
        self.setObjectName("helpWindow")
        self.setWindowTitle(self.tr("Vidbudova help"))
        self.setStyleSheet(style_sheet(self.palette()))
        self.setWindowFlag(Qt.WindowType.WindowMinMaxButtonsHint, True)
        self.setWindowFlag(Qt.WindowType.WindowContextHelpButtonHint, False)
        self.setModal(False)
        self._folder = folder
        self._texts: dict[str, str] = {}
        self._words: list[str] = []  # that are searched for
        self._nothing: QListWidgetItem | None = None  # says that they are nowhere
        self.search = QLineEdit(self)
        self.search.setObjectName("helpSearch")
        self.search.setPlaceholderText(self.tr("Search the help"))
        self.search.setAccessibleName(self.tr("Search the help"))
        self.search.setClearButtonEnabled(True)
        self.search.textChanged.connect(self._filter)
        self.contents = QListWidget(self)
        self.contents.setObjectName("helpContents")
        self.contents.setAccessibleName(self.tr("Contents"))
        self.contents.setWordWrap(True)
        self.contents.itemActivated.connect(self._open)
        self.contents.itemClicked.connect(self._open)
        self.browser = QTextBrowser(self)
        self.browser.setObjectName("helpText")
        show_focus(self.browser)
        readable(self)
        self.browser.setAccessibleName(self.tr("Page"))
        self.browser.setOpenExternalLinks(True)
        link = color("hint", self.palette()).name()
        self.browser.document().setDefaultStyleSheet(f"a {{ color: {link}; }}")
        self.browser.document().setDocumentMargin(12)
        self.browser.sourceChanged.connect(self._show_place)
        side = QWidget(self)
        column = QVBoxLayout(side)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.search)
        column.addWidget(self.contents, 1)
        self.splitter = QSplitter(Qt.Orientation.Horizontal, self)
        self.splitter.addWidget(side)
        self.splitter.addWidget(self.browser)
        self.splitter.setStretchFactor(1, 1)
        self.splitter.setCollapsible(1, False)
        self.back_button = self._button("helpBackButton", self.tr("Back"))
        self.back_button.clicked.connect(self.browser.backward)
        self.back_button.setEnabled(False)
        self.browser.backwardAvailable.connect(self.back_button.setEnabled)
        contents_button = self._button("helpContentsButton", self.tr("Contents"))
        contents_button.clicked.connect(self.show_contents)
        larger = self._button("helpLargerButton", "A+")
        larger.setAccessibleName(self.tr("Larger text"))
        larger.setToolTip(larger.accessibleName())
        larger.clicked.connect(self.browser.zoomIn)
        smaller = self._button("helpSmallerButton", "A−")
        smaller.setAccessibleName(self.tr("Smaller text"))
        smaller.setToolTip(smaller.accessibleName())
        smaller.clicked.connect(self.browser.zoomOut)
        outside = self._button("helpBrowserButton", self.tr("Open in Browser"))
        outside.clicked.connect(self._open_outside)
        close = self._button("helpCloseButton", self.tr("Close"))
        close.clicked.connect(self.close)
        row = QHBoxLayout()
        for button in (self.back_button, contents_button, larger, smaller):
            row.addWidget(button)
        row.addStretch(1)
        row.addWidget(outside)
        row.addWidget(close)
        layout = QVBoxLayout(self)
        layout.addWidget(self.splitter, 1)
        layout.addLayout(row)
        find = QShortcut(QKeySequence(QKeySequence.StandardKey.Find), self)
        find.activated.connect(self.search.setFocus)
        letter = self.fontMetrics().averageCharWidth()
        side = min(230, 32 * letter)
        self.resize(WIDTH, min(560, 36 * self.fontMetrics().height()))
        self.splitter.setSizes([side, WIDTH - side])
        self._fill()

    @property
    def page(self) -> str:
        """The page that is shown, with its anchor where one was asked for."""
        source = self.browser.source()
        name = Path(source.fileName()).stem
        return f"{name}#{source.fragment()}" if source.hasFragment() else name

    def show_page(self, page: str) -> None:
        """Shows a page (``name`` or ``name#anchor``); the contents where there is none of that name."""
        name, _, anchor = page.partition("#")
        path = self._folder / f"{name}.html"
        url = QUrl.fromLocalFile(str(path if path.is_file() else self._folder / "index.html"))
        if anchor and path.is_file():
            url.setFragment(anchor)
        self.browser.setSource(url)

    def show_contents(self) -> None:
        """The list of all pages."""
        self.show_page("index")

    def _fill(self) -> None:
        index = self._folder / "index.html"
        for found in _ENTRY.finditer(index.read_text(encoding="utf-8") if index.is_file() else ""):
            item = QListWidgetItem(unescape(_TAGS.sub("", found["title"] or found["heading"])))
            item.setData(PAGE_ROLE, found["file"])
            if found["file"] is None:
                item.setFlags(Qt.ItemFlag.NoItemFlags)
                heading = self.font()
                heading.setBold(True)
                item.setFont(heading)
                item.setForeground(ink(self.palette()))  # a dark theme's palette has black for text
            self.contents.addItem(item)

    def _filter(self, text: str) -> None:
        """Pages that hold all the words stay; where none does, those that hold their beginnings: endings differ. Every
        page's text is read once."""
        if self._nothing is not None:
            self.contents.takeItem(self.contents.row(self._nothing))
            self._nothing = None
        words, seen = _folded(text).split(), []
        for ending in range(_ENDING + 1):
            self._words = [word[: max(_STEM, len(word) - ending)] for word in words]
            seen = self._holding(self._words)
            if seen:
                break
        for row in range(self.contents.count()):
            self.contents.item(row).setHidden(bool(self._words) and row not in seen)
        if not self._words:
            return
        if not seen:
            self._nothing = QListWidgetItem(self.tr("Nothing found. Try fewer words, or only their beginnings."))
            self._nothing.setFlags(Qt.ItemFlag.NoItemFlags)
            self._nothing.setForeground(ink(self.palette()))
            self.contents.addItem(self._nothing)
        elif self.contents.currentRow() not in seen:
            self.contents.setCurrentRow(seen[0])

    def _holding(self, words: list[str]) -> list[int]:
        """The rows of the pages that hold all of these."""
        files = ((row, self.contents.item(row).data(PAGE_ROLE)) for row in range(self.contents.count()))
        return [row for row, file in files if file and all(word in self._text(file) for word in words)]

    def _text(self, file: str) -> str:
        if file not in self._texts:
            page = (self._folder / file).read_text(encoding="utf-8").partition("<hr>")[0]
            self._texts[file] = _folded(unescape(_TAGS.sub(" ", page)))
        return self._texts[file]

    def _open(self, item: QListWidgetItem) -> None:
        if item.data(PAGE_ROLE) is None:
            return
        self.show_page(Path(item.data(PAGE_ROLE)).stem)
        if self._words:
            self.browser.find(self._words[0])

    def _show_place(self, url: QUrl) -> None:
        for row in range(self.contents.count()):
            if self.contents.item(row).data(PAGE_ROLE) == url.fileName():
                self.contents.setCurrentRow(row)
                return
        self.contents.clearSelection()

    def _open_outside(self) -> None:
        QDesktopServices.openUrl(self.browser.source())

    def _button(self, name: str, text: str) -> QPushButton:
        button = QPushButton(text, self)
        button.setObjectName(name)
        button.setAccessibleName(text)
        button.setAutoDefault(False)
        return button


def _folded(text: str) -> str:
    return text.casefold().translate(_APOSTROPHES)
