"""Finding fields and using them as a user does: by their names, with keys and the clipboard."""

from functools import partial
from typing import TypeVar

from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication, QInputMethodEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QApplication,
    QLabel,
    QLineEdit,
    QMainWindow,
    QPlainTextEdit,
    QPushButton,
    QVBoxLayout,
    QWidget,
)
from pytestqt.qtbot import QtBot

from jbgs_desktop.ui.widgets.rows import FieldRow
from jbgs_desktop.ui.widgets.session import Session

W = TypeVar("W", bound=QWidget)


def show(qtbot: QtBot, widget: W, focus: QWidget | None = None) -> W:
    """``widget`` in an active window as large as the room of a page; ``focus`` has the focus."""
    window = QMainWindow()
    window.setMinimumSize(854, 656)
    window.setCentralWidget(widget)
    # qtbot holds widgets weakly; the function keeps the window alive to the end of the test.
    qtbot.addWidget(window, before_close_func=partial(_close, window))
    if focus is not None:
        focus.setFocus()
    with qtbot.waitActive(window):
        window.show()
        window.activateWindow()
    return widget


def _close(kept: QWidget, _: QWidget) -> None:
    kept.hide()


def show_rows(qtbot: QtBot, session: Session, *paths: str) -> QWidget:
    """The rows of the fields ``paths`` below each other, and below them the focus on a button."""
    holder = QWidget()
    box = QVBoxLayout(holder)
    for path in paths:
        box.addWidget(FieldRow(session, path))
    elsewhere = QPushButton("别处")
    box.addWidget(elsewhere)
    return show(qtbot, holder, elsewhere)


def named(inside: QWidget, name: str) -> QWidget:
    """The one widget in sight whose accessible name is ``name``."""
    QApplication.processEvents()  # what was added just now is shown
    found = [
        widget
        for widget in inside.findChildren(QWidget)
        if widget.accessibleName() == name and widget.isVisibleTo(inside)
    ]
    assert len(found) == 1, f"{len(found)} widgets in sight are called {name}"
    return found[0]


def focused() -> QWidget:
    """The widget with the focus."""
    widget = QApplication.focusWidget()
    assert widget is not None, "nothing has the focus"
    return widget


def text_of(widget: QWidget) -> str:
    """What stands in a field."""
    if isinstance(widget, QLineEdit):
        return widget.text()
    assert isinstance(widget, QPlainTextEdit)
    return widget.toPlainText()


def fill(field: QWidget, text: str) -> None:
    """Go to ``field``, type ``text`` in place of what is there, and stay."""
    field.setFocus(Qt.FocusReason.OtherFocusReason)
    QTest.keySequence(field, "Ctrl+A")
    for line in text.split("\n"):
        commit(field, line) if not line.isascii() else QTest.keyClicks(field, line)


def paste(field: QWidget, text: str) -> None:
    """Go to ``field`` and paste ``text`` at the cursor."""
    QGuiApplication.clipboard().setText(text)
    field.setFocus(Qt.FocusReason.OtherFocusReason)
    QTest.keySequence(field, "Ctrl+V")


def compose(field: QWidget, preedit: str) -> None:
    """An input method shows ``preedit`` at the cursor and waits."""
    QApplication.sendEvent(field, QInputMethodEvent(preedit, []))


def commit(field: QWidget, text: str) -> None:
    """An input method puts ``text`` in for good."""
    event = QInputMethodEvent()
    event.setCommitString(text)
    QApplication.sendEvent(field, event)


def leave(field: QWidget) -> None:
    """Press Tab in ``field``."""
    QTest.keyClick(field, Qt.Key.Key_Tab)


def words_on(page: QWidget) -> str:
    """Everything that is written on ``page`` and in sight, one label a line."""
    QApplication.processEvents()  # what was added just now is shown
    labels = page.findChildren(QLabel)
    return "\n".join(label.text() for label in labels if label.isVisibleTo(page))
