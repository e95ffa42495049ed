"""The line below a page with the ways to its neighbours."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QPushButton

from jbgs_desktop.ui.looks import show_if
from jbgs_desktop.ui.outline import Entry


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

    def show_neighbours(self, before: Entry | None, after: Entry | None) -> None:
        """Name the pages before and after; there may be none."""
        for button, entry, text in ((self.back, before, "‹ {}"), (self.next, after, "{} ›")):
            show_if(button, entry is not None)
            button.setText(text.format(entry.title if entry else ""))
