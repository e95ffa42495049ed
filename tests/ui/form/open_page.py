"""Opening a page of an application in a window of its own."""

from pathlib import Path

from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QPushButton, QScrollArea, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from jbgs_desktop.errors import JbgsError
from jbgs_desktop.forms.application import Application
from jbgs_desktop.forms.calls.call import Call
from jbgs_desktop.ui.form.pages import make_page
from jbgs_desktop.ui.widgets.outline import outline
from jbgs_desktop.ui.widgets.page import Page
from jbgs_desktop.ui.widgets.session import Session
from tests.ui.fields import focused, show

_BEFORE, _AFTER = "前", "后"
_MOST = 300


class FigureFolder:
    """Pictures of figures in memory."""

    def __init__(self) -> None:
        self.files: dict[str, bytes] = {}

    def attach(self, name: str, data: bytes) -> str:
        file = f"figures/{len(self.files)}-{name}"
        self.files[file] = data
        return file

    def read(self, file: str) -> bytes:
        if file not in self.files:
            raise JbgsError(f"没有{file}")
        return self.files[file]


def open_page(
    qtbot: QtBot,
    application: Application,
    call: Call,
    key: str,
    figures: FigureFolder | None = None,
) -> tuple[Page, Session]:
    """The page with this key in the rail, and the session under it. The focus is before it."""
    session = Session(application, call, lambda _: None)
    entry = next(entry for entry in outline(application, call) if entry.key == key)
    page = make_page(entry, session, attach=str, locate=Path, figures=figures or FigureFolder())
    show_between(qtbot, page)
    return page, session


def show_between(qtbot: QtBot, page: Page) -> None:
    """Show ``page`` with a button before and one after it, the focus on the first."""
    window = QWidget()
    box = QVBoxLayout(window)
    before = QPushButton(_BEFORE)
    for part in (before, page, QPushButton(_AFTER)):
        box.addWidget(part)
    show(qtbot, window, before)


def walk(page: Page) -> list[QWidget]:
    """Every widget of the page to which Tab comes, from the first to the last."""
    before = next(
        button for button in page.window().findChildren(QPushButton) if button.text() == _BEFORE
    )
    before.setFocus()
    reached: list[QWidget] = []
    for _ in range(_MOST):
        QTest.keyClick(focused(), Qt.Key.Key_Tab)
        here = focused()
        if not page.isAncestorOf(here):
            QTest.qWait(50)  # what the fields said when they were left has its place
            return reached
        reached.append(here)
    raise AssertionError("Tab does not come out of the page")


def is_read_after(one: QWidget, other: QWidget, inside: QWidget) -> bool:
    """Whether ``other`` stands below ``one``, or to its right, or one of them is in the other."""
    if one.isAncestorOf(other) or other.isAncestorOf(one):
        return True
    for area in inside.findChildren(QScrollArea):  # what scrolls is read as it stands unscrolled
        holds = [area.isAncestorOf(widget) for widget in (one, other)]
        if holds == [True, True]:
            return is_read_after(one, other, area.widget())
        one, other = (
            area if is_in else each for each, is_in in zip((one, other), holds, strict=True)
        )
    first, second = (widget.mapTo(inside, QPoint(0, 0)) for widget in (one, other))
    return second.y() >= first.y() + one.height() or second.x() >= first.x() + one.width()
