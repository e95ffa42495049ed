"""A section of a task book has the room there is, and is where it was when one comes back."""

from collections.abc import Callable

import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QComboBox, QPlainTextEdit, QTextBrowser, QWidget
from pytestqt.qtbot import QtBot

from jbgs_desktop.forms.application import Application, Taskbook
from jbgs_desktop.ui.form.taskbook_page import TaskbookPage
from jbgs_desktop.ui.shell.help_panel import HelpPanel
from jbgs_desktop.ui.shell.main_window import MainWindow
from jbgs_desktop.ui.shell.rail import Rail
from jbgs_desktop.ui.shell.workspace import Workspace
from jbgs_desktop.ui.widgets.section.section_text import SectionText
from tests.ui.boxes import LONG, buttons, press
from tests.ui.fields import focused, named, words_on
from tests.ui.keystrokes import shortcut

Begin = Callable[[], Workspace]


@pytest.fixture
def begin(qtbot: QtBot, window: MainWindow, empty: Application) -> Begin:
    """Opens an application with a task book, at its first section."""
    book = Taskbook(introduction="介绍。\n" * 40, plan="计划。\n" * 40)
    begun = empty.set("directions", (2,)).set("taskbooks", {"2": book})

    def make() -> Workspace:
        window.begin(begun)
        qtbot.waitUntil(lambda: window.workspace is not None, timeout=LONG)
        assert window.workspace is not None
        window.workspace.go_to_page("taskbook.2")
        return window.workspace

    return make


def text_in_sight(workspace: Workspace) -> SectionText:
    (text,) = [each for each in workspace.findChildren(SectionText) if each.isVisible()]
    return text


@pytest.mark.parametrize(("width", "height", "least"), [(1366, 748, 420), (1024, 748, 370)])
def test_the_text_has_the_height_there_is(
    qtbot: QtBot, window: MainWindow, begin: Begin, width: int, height: int, least: int
) -> None:
    window.resize(width, height)
    workspace = begin()
    text = text_in_sight(workspace)
    qtbot.waitUntil(lambda: text.height() >= least, timeout=LONG)
    below = window.height() - text.mapTo(window, QPoint(0, text.height())).y()
    assert below < 140, "what is below it takes no more than it needs"


def test_the_note_on_all_of_it_stands_in_the_help_panel(begin: Begin) -> None:
    workspace = begin()
    note = workspace.session.call.form.taskbook.note
    assert note not in words_on(workspace)
    browsers = workspace.findChildren(QTextBrowser)
    assert any(note in browser.toPlainText() for browser in browsers)


def test_the_last_section_leads_to_the_next_page(window: MainWindow, begin: Begin) -> None:
    workspace = begin()
    press(workspace, "‹ 上一页")
    assert workspace.current_page == "taskbooks"
    workspace.go_to_page("taskbook.2")
    workspace.go_to_field("taskbooks.2.other")
    press(workspace, "下一页 ›")
    assert workspace.current_page == "evidence"


def test_what_was_open_is_open_when_one_comes_back(window: MainWindow, begin: Begin) -> None:
    workspace = begin()
    workspace.go_to_field("taskbooks.2.plan")
    text = focused()
    assert isinstance(text, QPlainTextEdit)
    cursor = text.textCursor()
    cursor.setPosition(60)
    text.setTextCursor(cursor)
    place = text.verticalScrollBar().value()
    workspace.show_findings()
    workspace.go_to_page("unit")
    unit = workspace.session.field("unit.address").name
    named(workspace, unit).setFocus()
    workspace.go_to_page("taskbook.2")
    assert focused() is text
    assert (text.textCursor().position(), text.verticalScrollBar().value()) == (60, place)
    workspace.go_to_page("unit")
    assert focused().accessibleName() == unit


def wheel(over: QWidget, by: int) -> None:
    """Turn the wheel with Ctrl over ``over``.

    Qt hands on what nobody wants only where it comes from a mouse; so that is done here.
    """
    target: QWidget | None = over
    while target is not None:
        middle = target.rect().center()
        none, ctrl = Qt.MouseButton.NoButton, Qt.KeyboardModifier.ControlModifier
        phase, turn = Qt.ScrollPhase.NoScrollPhase, QPoint(0, 120 * by)
        spot = QPointF(target.mapToGlobal(middle))
        event = QWheelEvent(QPointF(middle), spot, QPoint(), turn, none, ctrl, phase, False)
        is_taken = QApplication.sendEvent(target, event) and event.isAccepted()
        target = None if is_taken else target.parentWidget()


def letters(text: QPlainTextEdit) -> int:
    return text.fontMetrics().horizontalAdvance("中")


def test_the_wheel_with_ctrl_makes_the_text_larger_and_it_stays_so(
    qtbot: QtBot, window: MainWindow, begin: Begin
) -> None:
    workspace = begin()
    usual = letters(text_in_sight(workspace))

    def wait_for(factor: float, workspace: Workspace) -> None:
        """Styles come to what is in sight with the next event."""
        wanted = round(usual * factor)
        qtbot.waitUntil(lambda: letters(text_in_sight(workspace)) == wanted, timeout=LONG)

    for _ in range(3):
        wheel(text_in_sight(workspace).viewport(), 1)
    wait_for(1.3, workspace)
    assert "字号 130%" in buttons(workspace)
    window.close_workspace()
    again = begin()
    wait_for(1.3, again)
    wheel(text_in_sight(again).viewport(), -1)
    wait_for(1.2, again)
    press(again, "字号 120%")
    wait_for(1, again)
    assert not [title for title in buttons(again) if title.startswith("字号")]


def test_the_wide_view_has_the_lines_of_the_paper_and_nothing_else(
    qtbot: QtBot, window: MainWindow, begin: Begin
) -> None:
    window.resize(1366, 748)
    workspace = begin()
    text = text_in_sight(workspace)
    workspace.session.set("taskbooks.2.introduction", "字" * 300)
    usual = letters(text)
    shortcut(window, Qt.Key.Key_F11)
    assert not window.findChildren(Rail)[0].isVisible()
    assert not window.findChildren(HelpPanel)[0].isVisible()
    qtbot.waitUntil(lambda: letters(text) == round(usual * 1.5), timeout=LONG)  # as on paper
    layout = text.document().firstBlock().layout
    qtbot.waitUntil(lambda: layout().lineAt(0).textLength() == 28, timeout=LONG)
    left = text.mapTo(window, QPoint()).x()
    assert abs(window.width() - 2 * left - text.width()) < 60, "in the middle of the window"
    workspace.go_to_page("unit")
    assert window.findChildren(Rail)[0].isVisible()
    workspace.go_to_page("taskbook.2")
    shortcut(window, Qt.Key.Key_F11)
    assert not window.findChildren(Rail)[0].isVisible()
    press(workspace, "恢复")
    assert window.findChildren(Rail)[0].isVisible()
    qtbot.waitUntil(lambda: letters(text) == usual, timeout=LONG)


def test_the_list_of_sections_folds_into_one_line_and_stays_so(
    window: MainWindow, begin: Begin
) -> None:
    window.resize(1366, 748)
    workspace = begin()
    assert named(workspace, "任务书各节").isVisible()
    before = text_in_sight(workspace).width()
    shortcut(window, Qt.Key.Key_F9, Qt.KeyboardModifier.ShiftModifier)
    choice = named(workspace, "任务书的节")
    assert isinstance(choice, QComboBox)
    QTest.qWait(10)
    assert text_in_sight(workspace).width() > before + 100
    choice.setFocus()
    QTest.keyClick(choice, Qt.Key.Key_Down)
    assert workspace.findChildren(TaskbookPage)[0].current_path == "taskbooks.2.scope"
    window.close_workspace()
    again = begin()
    assert named(again, "任务书的节").isVisible()
    shortcut(window, Qt.Key.Key_F9, Qt.KeyboardModifier.ShiftModifier)
    assert named(again, "任务书各节").isVisible()
