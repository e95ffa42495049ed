"""Of which direction a task book is whose Word file does not tell it: asked, not refused."""

from collections.abc import Callable, Sequence
from dataclasses import replace

from PySide6.QtWidgets import QComboBox, QPushButton, QVBoxLayout, QWidget

from jbgs_desktop.documents.docx_import.recognised import Belongs
from jbgs_desktop.errors import UnknownDirectionError
from jbgs_desktop.forms.calls.call import Direction
from jbgs_desktop.ui.widgets.screen_room import FittedDialog
from jbgs_desktop.ui.widgets.style_helpers import dialog_foot, label, named

_SIZE = (560, 220)  # px
_TITLE = "是哪个方向的"
_WORDS = (
    "认出了各节的内容，但看不出是哪个方向的：文件里没有方向的名称。请选它是哪个方向的；"
    "选好以后先列出认出的内容，确认之前什么都不改。"
)


def ask_for_direction(
    parent: QWidget,
    error: UnknownDirectionError,
    belongs: Belongs,
    read: Callable[[Belongs], object],
) -> None:
    """Have the user say the direction of the files that ``error`` is about, and ``read`` again.

    Those to choose from are the directions that the files may be of, else all of the track.
    """
    call = next(call for call in belongs.calls if call.id == error.call)
    track = call.track(error.track)
    known = track.directions if track else ()
    offered = [each for each in known if each.no in belongs.directions] or known

    def go(no: int) -> None:
        read(replace(belongs, call=call, track=error.track, directions=(no,)))

    _DirectionDialog(parent, offered, go).open()


class _DirectionDialog(FittedDialog):
    def __init__(
        self,
        parent: QWidget,
        directions: Sequence[Direction],
        go: Callable[[int], object],
    ) -> None:
        super().__init__(parent, _TITLE, _SIZE)
        self._go = go
        self._box = QComboBox()
        self._box.setAccessibleName(_TITLE)
        for each in directions:
            self._box.addItem(f"方向{each.no} {each.title}", each.no)
        cancel, onward = QPushButton("取消"), QPushButton("接着看")
        cancel.clicked.connect(self.reject)
        onward.clicked.connect(self.accept)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(24, 20, 24, 18)
        layout.setSpacing(10)
        layout.addWidget(named(label(_TITLE, "plain"), "dialog-title"))
        layout.addWidget(label(_WORDS, "muted"))
        layout.addWidget(self._box)
        layout.addStretch(1)
        layout.addLayout(dialog_foot(cancel, onward))
        self._box.setFocus()

    def accept(self) -> None:
        super().accept()
        self._go(int(self._box.currentData()))
