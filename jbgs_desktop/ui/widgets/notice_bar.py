"""A bar over the page that stays until its matter is settled."""

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import Qt, QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QFrame, QHBoxLayout, QPushButton

from jbgs_desktop.forms.finding import Severity
from jbgs_desktop.ui.widgets.signs import DONE, colour_of
from jbgs_desktop.ui.widgets.style_helpers import label, set_state, show_if


class NoticeBar(QFrame):
    """One sentence with at most one way out and a button to close it."""

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("bar")
        self._text = label("", "bar")
        self._text.setAlignment(Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft)
        self._way_out = QPushButton()
        self._way_out.clicked.connect(self._take_way_out)
        self._action: Callable[[], object] = lambda: None
        self._close = QPushButton("知道了")
        self._close.clicked.connect(self.hide)
        row = QHBoxLayout(self)
        row.setContentsMargins(16, 6, 16, 6)
        row.addWidget(self._text, 1)
        row.addWidget(self._way_out)
        row.addWidget(self._close)
        self.hide()

    @property
    def text(self) -> str:
        return self._text.text() if self.isVisible() else ""

    def notify(
        self,
        severity: Severity | None,
        text: str,
        title: str = "",
        action: Callable[[], object] | None = None,
        *,
        stays: bool = False,
    ) -> None:
        """Show ``text`` as an error, a warning or DONE; the button ``title`` runs ``action``.

        ``stays`` takes the button away with which the bar is closed.
        """
        for part in (self, self._text):
            set_state(part, colour_of(severity))
        self._text.setText(text)
        self._action = action or (lambda: None)
        self._way_out.setVisible(action is not None)
        self._way_out.setText(title)
        show_if(self._close, not stays)
        self.show()

    def notify_written(self, text: str, folder: Path) -> None:
        """Show ``text`` of what was written into ``folder``, with the way to open it."""
        self.notify(DONE, text, "打开文件夹", lambda: self._open(folder))

    def _open(self, folder: Path) -> None:
        if not QDesktopServices.openUrl(QUrl.fromLocalFile(str(folder))):
            sentence = f"这台电脑没有能打开文件夹的程序，文件在“{folder}”。"
            self.notify(Severity.WARNING, sentence)

    def settle(self, severity: Severity | None) -> None:
        """Hide the bar if it tells of ``severity``."""
        if self.property("state") == colour_of(severity):
            self.hide()

    def _take_way_out(self) -> None:
        self._action()
