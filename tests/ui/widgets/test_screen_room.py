"""A dialog that needs more than the screen has, and one that does not."""

import pytest
from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QScreen
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit, QPushButton, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from jbgs_desktop.ui.widgets.screen_room import FittedDialog
from jbgs_desktop.ui.widgets.style_helpers import dialog_foot, label, named

SCREEN = QSize(911, 512)


@pytest.fixture(autouse=True)
def small_screen(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(QScreen, "availableSize", lambda _: SCREEN)


class Form(FittedDialog):
    """``lines`` to fill in over what is said and two buttons."""

    def __init__(self, lines: int, size: tuple[int, int] | None = None) -> None:
        super().__init__(None, "填写", size)
        self.fields = [QLineEdit() for _ in range(lines)]
        self.message = named(label("请填第一行。", "plain"), "message")
        self.away, self.go = QPushButton("取消"), QPushButton("就这样")
        layout = QVBoxLayout(self)
        for field in self.fields:
            layout.addWidget(field)
        layout.addWidget(self.message)
        layout.addLayout(dialog_foot(self.away, self.go))
        self.fields[0].setFocus()


def shown(qtbot: QtBot, form: Form) -> Form:
    form.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose, False)
    qtbot.addWidget(form)
    form.open()
    form.activateWindow()
    qtbot.waitUntil(form.isActiveWindow)
    QApplication.processEvents()
    QApplication.processEvents()
    return form


def is_in_sight(widget: QWidget) -> bool:
    return widget.isVisible() and widget.visibleRegion().boundingRect() == widget.rect()


def test_what_fits_is_as_large_as_it_wishes(qtbot: QtBot) -> None:
    form = shown(qtbot, Form(3, (500, 300)))
    assert form.size() == QSize(500, 300)
    assert all(map(is_in_sight, form.fields))


def test_what_wishes_for_more_than_the_screen_shrinks(qtbot: QtBot) -> None:
    form = shown(qtbot, Form(3, (1200, 900)))
    assert form.width() <= SCREEN.width()
    assert form.height() < SCREEN.height()  # there is a frame too
    assert all(map(is_in_sight, form.fields))


def test_of_what_cannot_shrink_all_scrolls_but_what_is_said_and_the_buttons(qtbot: QtBot) -> None:
    form = shown(qtbot, Form(40))
    qtbot.waitUntil(lambda: is_in_sight(form.fields[0]))
    assert form.height() < SCREEN.height()
    assert not is_in_sight(form.fields[-1])
    for widget in (form.message, form.away, form.go):
        assert is_in_sight(widget)
        assert widget.mapTo(form, widget.rect().bottomRight()).y() < form.height()


def test_the_keyboard_goes_through_it_in_the_same_order(qtbot: QtBot) -> None:
    form = shown(qtbot, Form(40))
    for widget in (*form.fields, form.away, form.go, form.fields[0]):
        assert QApplication.focusWidget() is widget
        assert is_in_sight(widget)
        QTest.keyClick(widget, Qt.Key.Key_Tab)


def test_what_grows_while_it_is_open_stays_on_the_screen(qtbot: QtBot) -> None:
    form = shown(qtbot, Form(10))
    form.message.setText("请先填第一行，再填别的。\n" * 30)
    qtbot.waitUntil(lambda: form.fields[0].visibleRegion().isEmpty() or form.scrolls)
    QApplication.processEvents()
    assert form.height() < SCREEN.height()
    assert is_in_sight(form.go)
