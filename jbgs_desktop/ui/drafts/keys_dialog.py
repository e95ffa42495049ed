"""The frame of every dialog about keys: steps that take a while, and what went wrong."""

from collections.abc import Callable
from typing import Any

from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import (
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from jbgs_desktop.drafts.keys.key_holders import Passphrase
from jbgs_desktop.forms.finding import Severity
from jbgs_desktop.ui.widgets.background_task import run_in_background
from jbgs_desktop.ui.widgets.screen_room import FittedDialog, room_for
from jbgs_desktop.ui.widgets.signs import colour_of
from jbgs_desktop.ui.widgets.style_helpers import label, named, set_state, show_if

SHORTEST_PASSPHRASE = 8  # characters
WIDTH = 560  # px


class KeysDialog(FittedDialog):
    """``column`` takes the content; below it stand what is said and the buttons."""

    def __init__(self, parent: QWidget, title: str) -> None:
        super().__init__(parent, title)
        self.setMinimumWidth(WIDTH)
        self._busy = False
        self._left_at: QWidget | None = None
        self.column = QVBoxLayout()
        self.column.setSpacing(10)
        self._content = QWidget()
        self._content.setLayout(self.column)
        self.column.setContentsMargins(0, 0, 0, 0)
        self._message = named(label("", "message"), "message")
        self._message.hide()
        self.buttons = QHBoxLayout()
        layout = QVBoxLayout(self)
        layout.setContentsMargins(24, 20, 24, 18)
        layout.setSpacing(14)
        layout.addWidget(self._content)
        layout.addWidget(self._message)
        layout.addLayout(self.buttons)

    def add_text(self, text: str, role: str = "value") -> QLabel:
        made = label(text, role)
        self.column.addWidget(made)
        return made

    def add_button(
        self, title: str, act: Callable[[], object], *, primary: bool = False
    ) -> QPushButton:
        button = QPushButton(title)
        button.setProperty("primary", primary)
        button.setAutoDefault(True)  # else Enter on 取消 would press the main button
        button.setDefault(primary)
        button.clicked.connect(lambda: act())
        self.buttons.addWidget(button)
        return button

    def show_message(self, sentence: str, severity: Severity | None = Severity.ERROR) -> None:
        """Show ``sentence`` above the buttons; empty takes it away."""
        set_state(self._message, colour_of(severity))
        self._message.setText(sentence)
        show_if(self._message, bool(sentence))
        self.fit()

    def fit(self) -> None:
        """Be as high as what is shown needs; a dialog does not see to wrapped lines by itself."""
        layout = self.layout()
        if layout is not None and not self.scrolls:
            layout.activate()
            height = layout.totalHeightForWidth(self.width())
            self.setMinimumHeight(min(height, room_for(self).height()))
            self.resize(self.width(), height)
        self.fit_screen()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self.fit()

    def work(self, sentence: str, job: Callable[[], Any], done: Callable[[Any], object]) -> None:
        """Do ``job`` off the window's thread; the dialog waits and says so, or says why not."""

        def finish(result: Any) -> None:
            self._set_busy(False)
            self.show_message("")
            done(result)

        def fail(reason: str) -> None:
            self._set_busy(False)
            self.show_message(reason)

        self._set_busy(True)
        self.show_message(sentence, Severity.NOTICE)
        run_in_background(self, job, finish, fail)

    def leave_for(self, other: Callable[[], object]) -> None:
        """Close without an answer and do ``other`` instead."""
        self.reject()
        other()

    def reject(self) -> None:
        if not self._busy:  # what is under way would be lost without a word
            super().reject()

    def _set_busy(self, busy: bool) -> None:
        self._busy = busy
        if busy:
            self._left_at = self.focusWidget()  # what is disabled loses the focus
        for widget in (self._content, *self._buttons()):
            widget.setEnabled(not busy)
        if not busy and self._left_at is not None:
            self._left_at.setFocus()
            if isinstance(self._left_at, QLineEdit):
                self._left_at.selectAll()  # ready to be typed over

    def _buttons(self) -> list[QWidget]:
        items = (self.buttons.itemAt(at) for at in range(self.buttons.count()))
        return [item.widget() for item in items if item and item.widget()]


def add_field(box: QVBoxLayout, title: str, *, secret: bool = False) -> QLineEdit:
    """A line to type in under its label; ``secret`` shows dots."""
    field = QLineEdit()
    name = label(title, "label", wrap=False)
    name.setBuddy(field)
    field.setAccessibleName(title)
    if secret:
        field.setEchoMode(QLineEdit.EchoMode.Password)
    box.addWidget(name)
    box.addWidget(field)
    return field


class NewPassphrase(QWidget):
    """A passphrase typed twice."""

    def __init__(self) -> None:
        super().__init__()
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(4)
        self._first = add_field(box, "口令", secret=True)
        self._second = add_field(box, "再输一次口令", secret=True)
        box.addWidget(
            label(
                f"至少 {SHORTEST_PASSPHRASE} 个字符，区分大小写。程序不保存口令，请自己记牢。",
                "hint",
            )
        )
        self.setFocusProxy(self._first)

    @property
    def passphrase(self) -> Passphrase:
        return Passphrase(self._first.text())

    @property
    def problem(self) -> str:
        """What is wrong with what was typed, or nothing."""
        text = self.passphrase.data.decode("utf-8", "surrogatepass")
        if len(text) < SHORTEST_PASSPHRASE:
            return f"口令太短，现在是 {len(text)} 个字符，请至少用 {SHORTEST_PASSPHRASE} 个。"
        if Passphrase(self._second.text()).data != self.passphrase.data:
            return "两次输入的口令不一样，请重新输入第二次。"
        return ""


class NewPassphraseDialog(KeysDialog):
    """Asks for the passphrase of something that is given away; ``done`` gets it."""

    def __init__(
        self, parent: QWidget, title: str, words: str, done: Callable[[Passphrase], object]
    ) -> None:
        super().__init__(parent, title)
        self.column.addWidget(named(label(title, "plain"), "dialog-title"))
        self.add_text(words)
        self._new, self._done = NewPassphrase(), done
        self.column.addWidget(self._new)
        self.buttons.addStretch(1)
        self.add_button("取消", self.reject)
        self.add_button("选择位置…", self._on_go, primary=True)
        self._new.setFocus()

    def _on_go(self) -> None:
        if problem := self._new.problem:
            self.show_message(problem)
            return
        self.accept()
        self._done(self._new.passphrase)
