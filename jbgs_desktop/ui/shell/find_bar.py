"""Ctrl+F: find a text in the whole application."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QLineEdit, QPushButton

from jbgs_desktop.ui.widgets.session import Session


class FindBar(QFrame):
    """Finds in every field that stands on a page; ``found`` carries the path and the text.

    ``left`` comes when the user closes it, to go on writing where the text was found.
    """

    found = Signal(str, str)
    left = Signal()

    def __init__(self, session: Session) -> None:
        super().__init__()
        self.setObjectName("find")
        self._session = session
        self._at = -1
        self._entry = QLineEdit(placeholderText="在整份申报中查找")
        self._entry.setAccessibleName("查找")
        self._entry.setMinimumWidth(200)
        self._entry.setMaximumWidth(360)
        self._result = QLabel()
        row = QHBoxLayout(self)
        row.setContentsMargins(16, 6, 16, 6)
        row.addWidget(self._entry, 1)
        for title, by in (("上一处", -1), ("下一处", 1)):
            button = QPushButton(title)
            button.clicked.connect(lambda _=False, by=by: self.step(by))
            row.addWidget(button)
        row.addWidget(self._result)
        row.addStretch(1)
        close = QPushButton("关闭")
        close.clicked.connect(self._leave)
        row.addWidget(close)
        self._entry.textChanged.connect(self._start_again)
        self.hide()

    def open(self) -> None:
        """Show the bar, ready for typing."""
        self.show()
        self._entry.selectAll()
        self._entry.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def step(self, by: int) -> None:
        """Go to the next field (``by`` = 1) or the one before (-1) that holds the text.

        The focus stays here: the next Enter must find again, not replace what was found.
        """
        paths = self._paths()
        if not paths:
            return
        self._at = (self._at + by) % len(paths)
        self._result.setText(f"第 {self._at + 1} 个栏目，共 {len(paths)} 个")
        self.found.emit(paths[self._at], self._entry.text())
        self._entry.setFocus(Qt.FocusReason.OtherFocusReason)

    def find_next(self) -> None:
        """F3: the next field, also from outside the bar; the bar opens while nothing is sought."""
        if self._entry.text():
            self.step(1)
        else:
            self.open()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self._leave()
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            back = event.modifiers() & Qt.KeyboardModifier.ShiftModifier
            self.step(-1 if back else 1)
        else:
            super().keyPressEvent(event)

    def _leave(self) -> None:
        self.hide()
        self.left.emit()

    def _start_again(self) -> None:
        self._at = -1
        number = len(self._paths())
        self._result.setText(
            "" if not self._entry.text() else f"{number} 个栏目中有" if number else "没有找到"
        )

    def _paths(self) -> list[str]:
        wanted = self._entry.text().casefold()
        if not wanted:
            return []
        return [
            path
            for path, text in self._session.value.texts()
            if wanted in text.casefold() and path not in ("call", "region", "track")
        ]
