"""Filling in the window as a clerk does: with the keyboard and a Chinese input method."""

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtGui import QInputMethodEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QApplication, QWidget

from jbgs_desktop.ui.shell.main_window import MainWindow


def focus() -> QWidget:
    """The widget with the focus; a clerk without a mouse is lost without one.

    After a dialog the window gets it back, which a window manager does in its own time.
    """
    wait_until(lambda: QApplication.focusWidget() is not None)
    widget = QApplication.focusWidget()
    assert widget is not None
    return widget


def name_of(widget: QWidget) -> str:
    """What a screen reader says of ``widget``."""
    text = widget.text() if isinstance(widget, QAbstractButton) else ""
    return widget.accessibleName() or text


def press(key: Qt.Key, modifiers: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
    QTest.keyClick(focus(), key, modifiers)
    QApplication.processEvents()


def shortcut(window: MainWindow, key: Qt.Key, *modifiers: Qt.KeyboardModifier) -> None:
    """A shortcut of the window, whatever in it has the focus."""
    _wait_for_the_window_manager(window)
    held = Qt.KeyboardModifier.NoModifier
    for modifier in modifiers:
        held |= modifier
    QTest.keyClick(QApplication.focusWidget() or window, key, held)
    QApplication.processEvents()


def _wait_for_the_window_manager(window: MainWindow) -> None:
    """Until it has made ``window`` active again, after a dialog; offscreen there is none."""
    if QApplication.platformName() == "offscreen":
        window.activateWindow()
    wait_until(window.isActiveWindow)


def wait_until(holds: Callable[[], bool]) -> None:
    """Let the window work until ``holds``."""
    for _ in range(2000):
        if holds():
            return
        QTest.qWait(5)
    raise AssertionError("waited in vain")


def type_in(text: str) -> None:
    """Type ``text`` where the focus is: ASCII with keys, the rest committed by an input method."""
    for line_number, line in enumerate(text.split("\n")):
        if line_number:
            press(Qt.Key.Key_Return)
        if line.isascii():
            QTest.keyClicks(focus(), line)
        else:
            commit = QInputMethodEvent()
            commit.setCommitString(line)
            QApplication.sendEvent(focus(), commit)
    QApplication.processEvents()


def walk(visit: Callable[[QWidget, str], None], until: str, most: int = 400) -> None:
    """Press Tab from field to field, calling ``visit``, until the button named ``until``."""
    for _ in range(most):
        widget = focus()
        if name_of(widget).startswith(until):
            return
        visit(widget, name_of(widget))
        press(Qt.Key.Key_Tab)
    raise AssertionError(f"Tab never came to {until}, last at {name_of(focus())}")
