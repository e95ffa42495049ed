"""改这一处: what is to stand in one place, written by the user out of what both sides have."""

from collections.abc import Callable

from PySide6.QtWidgets import QPushButton, QVBoxLayout, QWidget

from jbgs_desktop.ui.widgets.prose import PrintableText
from jbgs_desktop.ui.widgets.screen_room import FittedDialog
from jbgs_desktop.ui.widgets.style_helpers import dialog_foot, label, named, show_if

_LATER = "取用以前都可以再改，也可以重新选用哪一边的。"
_HOW = f"改成要用的样子，每一行是一段。{_LATER}"
_OF_CELL = f"改成这一格要用的样子。{_LATER}"


class StretchEditor(FittedDialog):
    """Begins with ``text``, which stands at ``place``; ``take`` gets what it was made to."""

    def __init__(
        self,
        parent: QWidget,
        place: str,
        text: str,
        take: Callable[[str], object],
        *,
        is_cell: bool,
    ) -> None:
        super().__init__(parent, "改这一处", (720, 400))
        self._take = take
        self._editor = PrintableText()
        self._editor.setAccessibleName(f"{place}改成")
        self._editor.setUndoRedoEnabled(True)
        self._editor.show_content(text)
        self._message = named(label("", "plain"), "message")
        self._editor.notified.connect(self._show_message)
        show_if(self._message, False)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(24, 18, 24, 16)
        layout.addWidget(named(label(place, "plain"), "dialog-title"))
        layout.addWidget(label(_OF_CELL if is_cell else _HOW, "plain"))
        layout.addWidget(self._editor, 1)
        layout.addWidget(self._message)
        cancel, accept = QPushButton("取消"), QPushButton("就用这样写的(&U)")
        cancel.clicked.connect(self.reject)
        accept.clicked.connect(self.accept)
        layout.addLayout(dialog_foot(cancel, accept, by_enter=False))
        self._editor.setFocus()

    def _show_message(self, sentence: str) -> None:
        self._message.setText(sentence)
        show_if(self._message, bool(sentence))

    def accept(self) -> None:
        self._take(self._editor.content)
        super().accept()
