"""Questions and answers in boxes that leave the window alive behind them.

No box runs an event loop of its own: what comes next is given as a function.
"""

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractButton, QMessageBox, QWidget

BoxAnswer = tuple[str, Callable[[], object]]


def choose(
    parent: QWidget,
    question: str,
    *choices: BoxAnswer,
    cancel: str = "取消",
    cancelled: Callable[[], object] | None = None,
) -> None:
    """Put ``question`` with a button for each choice; the chosen one's function runs."""
    box = _box(parent, QMessageBox.Icon.Question, question)
    then: dict[QAbstractButton, Callable[[], object]] = {}
    for title, action in choices:
        then[box.addButton(title, QMessageBox.ButtonRole.AcceptRole)] = action
    away = box.addButton(cancel, QMessageBox.ButtonRole.RejectRole)
    then[away] = cancelled or (lambda: None)
    box.setDefaultButton(away)
    box.setEscapeButton(away)
    box.finished.connect(lambda _: then[box.clickedButton() or away]())
    box.open()


def inform(parent: QWidget, sentence: str, then: Callable[[], object] | None = None) -> None:
    """Show ``sentence`` until the user has taken note of it; ``then`` runs afterwards."""
    box = _box(parent, QMessageBox.Icon.Information, sentence)
    box.addButton("知道了", QMessageBox.ButtonRole.AcceptRole)
    if then is not None:
        box.finished.connect(lambda _: then())
    box.open()


def _box(parent: QWidget, icon: QMessageBox.Icon, text: str) -> QMessageBox:
    box = QMessageBox(parent)
    box.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    box.setWindowTitle("揭榜挂帅申报材料")
    box.setIcon(icon)
    box.setTextFormat(Qt.TextFormat.PlainText)
    box.setText(text)
    return box
