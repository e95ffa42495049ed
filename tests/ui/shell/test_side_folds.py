"""What stands beside a page folds away by key, and stays so until it is brought back."""

from collections.abc import Callable

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QPushButton
from pytestqt.qtbot import QtBot

from jbgs_desktop.forms.application import Application
from jbgs_desktop.ui.scans.side_panel import ScanSide
from jbgs_desktop.ui.shell.help_panel import HelpPanel
from jbgs_desktop.ui.shell.main_window import MainWindow
from jbgs_desktop.ui.shell.rail import Rail
from jbgs_desktop.ui.shell.workspace import Workspace
from jbgs_desktop.ui.shell.workspace_bars import TopBar
from tests.ui.boxes import LONG, buttons
from tests.ui.keystrokes import shortcut

Key, Ctrl = Qt.Key, Qt.KeyboardModifier.ControlModifier
Begin = Callable[[], Workspace]


@pytest.fixture
def begin(qtbot: QtBot, window: MainWindow, empty: Application) -> Begin:
    """Opens an application in the window, which is as wide as on most screens."""
    window.resize(1366, 720)

    def begun() -> Workspace:
        before = window.workspace
        window.begin(empty.set("unit.name", "甲公司"))
        qtbot.waitUntil(lambda: window.workspace not in (None, before), timeout=LONG)
        assert window.workspace is not None
        return window.workspace

    return begun


def help_of(workspace: Workspace) -> HelpPanel:
    (panel,) = workspace.findChildren(HelpPanel)
    return panel


def rail_of(workspace: Workspace) -> Rail:
    (rail,) = workspace.findChildren(Rail)
    return rail


def handle(workspace: Workspace) -> QPushButton:
    (found,) = [
        each
        for each in workspace.findChildren(QPushButton)
        if each.accessibleName() == "收起或展开填写说明"
    ]
    return found


def test_f9_folds_the_help_panel_and_it_stays_folded(window: MainWindow, begin: Begin) -> None:
    workspace = begin()
    assert help_of(workspace).isVisible()
    assert not handle(workspace).isVisible()
    shortcut(window, Key.Key_F9)
    assert not help_of(workspace).isVisible()
    again = begin()
    assert not help_of(again).isVisible()
    handle(again).click()
    assert help_of(again).isVisible()
    assert help_of(begin()).isVisible()


def test_f1_brings_the_help_panel_back(window: MainWindow, begin: Begin) -> None:
    workspace = begin()
    shortcut(window, Key.Key_F9)
    shortcut(window, Key.Key_F1)
    assert help_of(workspace).isVisible()


def test_ctrl_f9_folds_the_rail_to_its_numbers(window: MainWindow, begin: Begin) -> None:
    rail = rail_of(begin())
    whole = rail.width()
    shortcut(window, Key.Key_F9, Ctrl)
    assert rail.width() < whole / 1.5
    assert "封面" in rail.item(0).toolTip()
    assert rail_of(begin()).width() < whole / 1.5
    shortcut(window, Key.Key_F9, Ctrl)
    assert rail_of(begin()).width() == whole


def test_a_narrow_window_folds_the_help_panel_by_itself(window: MainWindow, begin: Begin) -> None:
    workspace = begin()
    window.resize(911, 472)
    assert not help_of(workspace).isVisible()
    assert handle(workspace).isVisible()
    window.resize(1366, 720)
    assert help_of(workspace).isVisible()


def test_a_page_with_a_side_of_its_own_keeps_it(window: MainWindow, begin: Begin) -> None:
    workspace = begin()
    shortcut(window, Key.Key_F9)
    workspace.go_to_page("scans")
    (beside,) = workspace.findChildren(ScanSide)
    assert beside.isVisible()
    assert not handle(workspace).isVisible()
    shortcut(window, Key.Key_F1)
    assert help_of(workspace).isVisible()


def test_buttons_without_room_are_still_in_the_menu(
    qtbot: QtBot, window: MainWindow, begin: Begin
) -> None:
    workspace = begin()
    (top,) = workspace.findChildren(TopBar)
    assert {"预览", "导出", "打印", "打包报送"} <= set(buttons(top))
    workspace.session.set("unit.name", "机器人" * 10 + "有限公司")
    window.resize(660, 472)
    qtbot.waitUntil(lambda: "打包报送" not in buttons(top), timeout=LONG)
    folded = {"预览", "导出", "打印", "打包报送"} - set(buttons(top))
    assert "更多" in buttons(top)
    offered = {action.text().rstrip("…") for action in window.actions()}
    assert folded <= offered
