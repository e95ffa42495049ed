"""Questions and answers in boxes that leave the window alive behind them.

No box runs an event loop of its own: what comes next is given as a function.
"""

from collections.abc import Callable, Sequence
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QMessageBox, QWidget

from jbgs_desktop import PROGRAM_NAME

BoxAnswer = tuple[str, Callable[[], object]]
Icon = QMessageBox.Icon
_TITLE = PROGRAM_NAME


def choose(
    parent: QWidget,
    question: str,
    *choices: BoxAnswer,
    cancel: str = "取消",
    cancelled: Callable[[], object] | None = None,
    preferred: str = "",
    title: str = _TITLE,
    icon: Icon = Icon.Question,
) -> None:
    """Put ``question`` with a button for each choice; the chosen one's function runs.

    Enter takes the choice ``preferred``; without one, it takes none.
    """
    box = _box(parent, icon, title, question)
    actions: list[Callable[[], object]] = [cancelled or (lambda: None)]
    away = box.addButton(cancel, QMessageBox.ButtonRole.RejectRole)
    box.setDefaultButton(away)
    box.setEscapeButton(away)
    for words, action in choices:
        button = box.addButton(words, QMessageBox.ButtonRole.AcceptRole)
        # Known again by its name: PySide may give another object for the same button later.
        button.setObjectName(str(len(actions)))
        actions.append(action)
        if words == preferred:
            box.setDefaultButton(button)

    def act() -> None:
        clicked = box.clickedButton()
        actions[int(clicked.objectName() or 0) if clicked else 0]()

    box.finished.connect(lambda _: act())
    box.open()


def inform(
    parent: QWidget | None,
    sentence: str,
    then: Callable[[], object] = lambda: None,
    *,
    title: str = _TITLE,
    icon: Icon = Icon.Information,
) -> None:
    """Show ``sentence`` until the user has taken note of it; ``then`` runs afterwards."""
    box = _box(parent, icon, title, sentence)
    box.addButton("知道了", QMessageBox.ButtonRole.AcceptRole)
    box.finished.connect(lambda _: then())
    box.open()


def before_replacing(
    parent: QWidget, existing: Sequence[Path], replace: Callable[[], object]
) -> None:
    """Run ``replace``; where it writes over ``existing`` files, only when the user agrees."""
    names = "、".join(file.name for file in existing)
    question = f"文件夹里已经有 {names}，替换以后原来的内容就没有了。要替换吗？"
    if existing:
        choose(parent, question, ("替换", replace))
    else:
        replace()


def _box(parent: QWidget | None, icon: Icon, title: str, text: str) -> QMessageBox:
    box = QMessageBox(parent)
    # Not WA_DeleteOnClose: without a parent, this function is what keeps the box until then.
    box.finished.connect(lambda _: box.deleteLater())
    box.setWindowTitle(title)
    box.setIcon(icon)
    box.setTextFormat(Qt.TextFormat.PlainText)
    box.setText(text)
    return box
