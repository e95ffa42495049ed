"""The buttons at a dialog's end, by keyboard."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QDialog, QLineEdit, QPushButton, QVBoxLayout
from pytestqt.qtbot import QtBot

from jbgs_desktop.ui.widgets.style_helpers import dialog_foot
from tests.ui.fields import show


@pytest.mark.parametrize(
    ("by_enter", "on_the_line", "on_the_other"),
    [(True, ["导入"], ["取消"]), (False, [], [])],
)
def test_enter_presses_what_the_focus_is_on(
    qtbot: QtBot, by_enter: bool, on_the_line: list[str], on_the_other: list[str]
) -> None:
    dialog, line = QDialog(), QLineEdit()
    other, main = QPushButton("取消"), QPushButton("导入")
    layout = QVBoxLayout(dialog)
    layout.addWidget(line)
    layout.addLayout(dialog_foot(other, main, by_enter=by_enter))
    pressed: list[str] = []
    other.clicked.connect(lambda: pressed.append("取消"))
    main.clicked.connect(lambda: pressed.append("导入"))
    for widget, expected in ((line, on_the_line), (other, on_the_other)):
        pressed.clear()
        show(qtbot, dialog, widget)
        QTest.keyClick(widget, Qt.Key.Key_Return)
        assert pressed == expected
