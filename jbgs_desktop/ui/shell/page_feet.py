"""The line below a page with the ways to its neighbours."""

from collections.abc import Iterator

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QPushButton, QWidget

from jbgs_desktop.ui.widgets.outline import PageEntry
from jbgs_desktop.ui.widgets.style_helpers import show_if


class PageFeet(QFrame):
    """``stepped`` carries -1 or 1."""

    stepped = Signal(int)

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("page-feet")
        self.back, self.next = QPushButton(), QPushButton()
        row = QHBoxLayout(self)
        row.setContentsMargins(28, 8, 28, 12)
        row.addStretch(1)
        for button, by in ((self.back, -1), (self.next, 1)):
            button.clicked.connect(lambda _=False, by=by: self.stepped.emit(by))
            row.addWidget(button)

    def show_neighbours(self, before: PageEntry | None, after: PageEntry | None) -> None:
        """Name the pages before and after; there may be none."""
        for button, entry, text in ((self.back, before, "‹ {}"), (self.next, after, "{} ›")):
            show_if(button, entry is not None)
            button.setText(text.format(entry.title if entry else ""))

    def come_after(self, page: QWidget) -> None:
        """After the last field of ``page`` the Tab key comes to the way to the next page."""
        fields = [field for field in _reached_by_tab(page) if page.isAncestorOf(field)]
        if fields:
            QWidget.setTabOrder(fields[-1], self.next)
            QWidget.setTabOrder(self.next, self.back)


def _reached_by_tab(start: QWidget) -> Iterator[QWidget]:
    """What the Tab key reaches, once around from ``start``."""
    follower = start.nextInFocusChain()
    while follower is not None and follower is not start:
        if follower.focusPolicy() & Qt.FocusPolicy.TabFocus:
            yield follower
        follower = follower.nextInFocusChain()
