"""How far the packing is, in a bar and a sentence, with a way to stop it."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QProgressBar, QPushButton, QVBoxLayout, QWidget

from jbgs_desktop.bundle.handover import shown_size
from jbgs_desktop.bundle.progress import Phase, Progress
from jbgs_desktop.ui.bundle.packing_job import PackingStage
from jbgs_desktop.ui.widgets.session import Session
from jbgs_desktop.ui.widgets.style_helpers import label

_STEPS = 1000
_WORDS = {
    Phase.WRITING: "正在写入",
    Phase.READING: "正在读回核对",
    Phase.RENAMING: "正在收尾",
}
_SOON = 2  # seconds, below which the rest is not counted


class PackingProgress(QWidget):
    """``stopped`` asks for the packing to be called off."""

    stopped = Signal()

    def __init__(self, session: Session) -> None:
        super().__init__()
        self._session = session
        self._bar = QProgressBar()
        self._bar.setTextVisible(False)
        self._bar.setAccessibleName("打包进度")
        self._words = label("", "plain")
        self._cancel = QPushButton("取消打包(&X)")
        self._cancel.clicked.connect(self.stopped)
        line = QHBoxLayout()
        line.addWidget(self._words, 1)
        line.addWidget(self._cancel)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self._bar)
        column.addLayout(line)

    def show_progress(self, reached: PackingStage | Progress) -> None:
        """Show how far the packing is."""
        done, total = reached.done, reached.total
        if isinstance(reached, PackingStage):
            self._bar.setRange(0, total)
            self._bar.setValue(done)
            count = f"，{done}/{total}" if total else ""
            self._words.setText(f"{reached.words}{count}…")
            return
        self._bar.setRange(0, _STEPS)
        self._bar.setValue(_STEPS * done // total if total else 0)
        speed = f"，每秒 {shown_size(round(reached.speed))}" if reached.speed else ""
        self._words.setText(f"{_WORDS[reached.phase]}{speed}{_left(reached)}。{self._stay}")

    @property
    def _stay(self) -> str:
        return f"请不要拔出{self._session.carrier}。"


def _left(reached: Progress) -> str:
    if reached.left is None or reached.phase is Phase.RENAMING:
        return ""
    if reached.left < _SOON:
        return "，马上就好"
    minutes, seconds = divmod(round(reached.left), 60)
    return f"，还要约 {minutes} 分 {seconds} 秒" if minutes else f"，还要约 {seconds} 秒"
