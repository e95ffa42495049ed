"""What happens around a composition that is under way: it is not disturbed, and not written."""

from collections.abc import Callable

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from jbgs_desktop.drafts.store import open_draft
from jbgs_desktop.forms.application import Application
from jbgs_desktop.ui.shell.main_window import MainWindow
from jbgs_desktop.ui.shell.workspace import Workspace
from tests.ui.fields import commit, compose, text_of
from tests.ui.keystrokes import focus, shortcut, type_in

Key, Ctrl = Qt.Key, Qt.KeyboardModifier.ControlModifier
FIELDS = ("unit.address", "product_overview")  # a line and a long text


@pytest.fixture
def workspace(qtbot: QtBot, window: MainWindow, empty: Application) -> Workspace:
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    window.begin(empty)
    qtbot.waitUntil(lambda: window.workspace is not None)
    assert window.workspace is not None
    return window.workspace


@pytest.fixture(params=FIELDS)
def path(request: pytest.FixtureRequest, workspace: Workspace) -> str:
    """A field with 中国 in it, in which nihao is being composed."""
    name = str(request.param)
    workspace.go_to_field(name)
    type_in("中国")
    compose(focus(), "ni hao")
    return name


@pytest.mark.parametrize("key", [Key.Key_Z, Key.Key_Y])
def test_undo_waits_for_the_composition(
    window: MainWindow, workspace: Workspace, path: str, key: Qt.Key
) -> None:
    shortcut(window, key, Ctrl)
    assert workspace.session.value.get(path) == "中国"
    commit(focus(), "你好")
    assert workspace.session.value.get(path) == text_of(focus()) == "中国你好"
    shortcut(window, Key.Key_Z, Ctrl)
    assert workspace.session.value.get(path) == text_of(focus())


def test_saving_and_checking_leave_the_composition(workspace: Workspace, path: str) -> None:
    assert workspace.saver.save_now()
    workspace.session.check_now()
    workspace.session.pause()
    field = focus()
    composed = field.inputMethodQuery(Qt.InputMethodQuery.ImCursorPosition)
    commit(field, "你好")
    assert composed == len("中国")
    assert workspace.session.value.get(path) == "中国你好"


LEAVING: dict[str, Callable[[MainWindow, Workspace], object]] = {
    "F5": lambda window, _: shortcut(window, Key.Key_F5),
    "find": lambda window, _: shortcut(window, Key.Key_F, Ctrl),
    "page": lambda _, workspace: workspace.go_to_page("directions"),
    "tab": lambda window, _: QTest.keyClick(focus(), Key.Key_Tab),
}


@pytest.mark.parametrize("way", LEAVING)
def test_a_field_that_is_left_keeps_no_half_pinyin(
    window: MainWindow, workspace: Workspace, path: str, way: str
) -> None:
    LEAVING[way](window, workspace)
    QApplication.processEvents()
    assert workspace.session.value.get(path) == "中国"
    workspace.session.set(path, "中国人")
    workspace.go_to_field(path)
    assert text_of(focus()) == "中国人"
    QTest.keyClick(focus(), Key.Key_End)
    type_in("你好")
    assert workspace.session.value.get(path) == text_of(focus()) == "中国人你好"


def test_a_draft_closed_meanwhile_holds_what_was_committed(
    window: MainWindow, workspace: Workspace, path: str
) -> None:
    draft = workspace.draft
    shortcut(window, Key.Key_W, Ctrl)
    window.wait_for_files()
    assert window.workspace is None
    again = open_draft(draft.file, window.gate.holders)
    try:
        assert again.load().application.get(path) == "中国"
    finally:
        again.close()
