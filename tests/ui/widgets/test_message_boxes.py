"""Questions and answers: nobody waits for a box, and it stays until it is answered."""

import gc
from functools import partial

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QMessageBox, QWidget
from pytestqt.qtbot import QtBot

from jbgs_desktop.ui.widgets.message_boxes import choose, inform
from tests.ui.boxes import press

Key = Qt.Key


@pytest.fixture
def parent(qtbot: QtBot) -> QWidget:
    widget = QWidget()
    qtbot.addWidget(widget)
    widget.show()
    return widget


def boxes() -> list[QMessageBox]:
    top = [widget for widget in QApplication.topLevelWidgets() if widget.isVisible()]
    return [widget for widget in top if isinstance(widget, QMessageBox)]


def test_a_box_of_no_window_stays_until_it_is_read(qtbot: QtBot) -> None:
    done: list[str] = []
    inform(None, "<b>读不出来</b>。", lambda: done.append("read"))
    gc.collect()
    (box,) = boxes()
    assert (box.text(), done) == ("<b>读不出来</b>。", [])
    assert box.textFormat() is Qt.TextFormat.PlainText
    press(box, "知道了")
    assert done == ["read"]
    qtbot.waitUntil(lambda: boxes() == [])


@pytest.mark.parametrize(
    ("preferred", "key", "answer"),
    [
        ("", Key.Key_Return, "stayed"),
        ("", Key.Key_Escape, "stayed"),
        ("替换", Key.Key_Return, "replaced"),
        ("替换", Key.Key_Escape, "stayed"),
    ],
)
def test_enter_takes_only_what_is_preferred_and_escape_nothing(
    parent: QWidget, preferred: str, key: Qt.Key, answer: str
) -> None:
    answers: list[str] = []
    choose(
        parent,
        "要替换吗？",
        ("替换", partial(answers.append, "replaced")),
        cancelled=partial(answers.append, "stayed"),
        preferred=preferred,
    )
    (box,) = boxes()
    assert answers == []
    QTest.keyClick(box, key)
    assert answers == [answer]
