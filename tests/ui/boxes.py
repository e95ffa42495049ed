"""Answering the window's questions as a user does, by what stands on them."""

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QApplication, QDialog, QFileDialog, QWidget
from pytestqt.qtbot import QtBot

from jbgs_desktop.ui.shell.main_window import MainWindow
from jbgs_desktop.ui.shell.workspace import Workspace
from tests.ui.fields import words_on

LONG = 15000  # ms; a busy machine is not a fault of the code


def open_dialogs(window: QWidget) -> list[QDialog]:
    return [dialog for dialog in window.findChildren(QDialog) if dialog.isVisible()]


def next_dialog(qtbot: QtBot, window: QWidget) -> QDialog:
    """The dialog that is open, or the one that comes."""
    qtbot.waitUntil(lambda: len(open_dialogs(window)) > 0, timeout=LONG)
    (dialog,) = open_dialogs(window)
    return dialog


def says(qtbot: QtBot, window: QWidget, *parts: str) -> QDialog:
    """The dialog that comes; all of ``parts`` stand on it."""
    dialog = next_dialog(qtbot, window)
    text = words_on(dialog)
    for part in parts:
        assert part in text, text
    return dialog


def buttons(widget: QWidget) -> dict[str, QAbstractButton]:
    """The buttons in sight by what stands on them."""
    found = widget.findChildren(QAbstractButton)
    return {button.text(): button for button in found if button.isVisibleTo(widget)}


def press(widget: QWidget, title: str) -> None:
    """Press the button ``title`` with the keyboard."""
    button = buttons(widget)[title]
    assert button.isEnabled(), title
    button.setFocus()
    QTest.keyClick(button, Qt.Key.Key_Space)
    QApplication.processEvents()


def pick(monkeypatch: pytest.MonkeyPatch, *paths: Path) -> None:
    """Have the user choose ``paths`` in every dialog about files from now on.

    The dialog itself is the system's; without ``paths`` it is cancelled.
    """
    done = "accepted" if paths else "rejected"
    monkeypatch.setattr(QFileDialog, "selectedFiles", lambda _: [str(path) for path in paths])
    monkeypatch.setattr(QFileDialog, "open", lambda dialog: getattr(dialog, done).emit())


def opened(qtbot: QtBot, window: MainWindow) -> Workspace:
    """The application that is being opened."""
    qtbot.waitUntil(lambda: window.workspace is not None, timeout=LONG)
    assert window.workspace is not None
    return window.workspace


def no_dialog(qtbot: QtBot, window: QWidget) -> None:
    qtbot.waitUntil(lambda: not open_dialogs(window), timeout=LONG)
