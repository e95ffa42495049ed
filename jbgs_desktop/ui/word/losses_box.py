"""What of Word files could not be carried over, as a user reads it: how much, and each of it."""

from collections.abc import Sequence

from PySide6.QtWidgets import QPlainTextEdit, QPushButton, QVBoxLayout, QWidget

from jbgs_desktop.documents.docx_reader.model import CARRIED_OVER, LOSS_WORDS, Loss, LossKind
from jbgs_desktop.ui.widgets.screen_room import FittedDialog
from jbgs_desktop.ui.widgets.style_helpers import dialog_foot, label, named

_SIZE = (720, 440)  # px
_TITLE = "没有带进来的"


class LossesDialog(FittedDialog):
    """The ``losses`` of the file ``name``, looked at again after it was taken from."""

    def __init__(self, parent: QWidget, name: str, losses: Sequence[Loss]) -> None:
        super().__init__(parent, _TITLE, _SIZE)
        words = lost_words(losses)
        away = QPushButton("关闭")
        away.clicked.connect(self.reject)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(24, 20, 24, 18)
        layout.setSpacing(10)
        layout.addWidget(named(label(f"“{name}”里{_TITLE}", "plain"), "dialog-title"))
        layout.addWidget(label(words, "muted"))
        layout.addWidget(losses_box([*map(loss_words, losses)], words), 1)
        layout.addLayout(dialog_foot(away, by_enter=False))


def losses_box(sentences: Sequence[str], name: str) -> QPlainTextEdit:
    """``sentences`` to be read and copied; ``name`` is what a screen reader calls the box."""
    shown = QPlainTextEdit("\n".join(sentences))
    shown.setObjectName("losses")
    shown.setAccessibleName(name)
    shown.setReadOnly(True)
    shown.setTabChangesFocus(True)
    return shown


def lost_words(losses: Sequence[Loss]) -> str:
    """How much did not come; what is only format by itself, so that the rest is seen."""
    count = sum(loss.kind not in CARRIED_OVER for loss in losses)
    looked_at = sum(loss.kind in CARRIED_OVER - {LossKind.FORMAT} for loss in losses)
    words = [f"带不进来的有 {count} 处，请对照原文补上"] if count else []
    if looked_at:
        words.append(f"已带入、要请您核对的有 {looked_at} 处")
    if count + looked_at < len(losses):
        is_rest = bool(words)
        words.append("另有文字的格式" if is_rest else "认出的文字都带得进来，带不进来的只是格式")
    return f"{'；'.join(words)}：" if words else ""


def loss_words(loss: Loss) -> str:
    """Where it was, what it was, and its words."""
    text = f"：{loss.text}" if loss.text else ""
    return f"{loss.where}　{LOSS_WORDS[loss.kind]}{text}"
