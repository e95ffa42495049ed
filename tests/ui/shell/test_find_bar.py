"""Ctrl+F and Ctrl+H: every place of some words, and others in their stead."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QCheckBox, QComboBox, QLineEdit, QPlainTextEdit
from pytestqt.qtbot import QtBot

from jbgs_desktop.forms.application import Application
from jbgs_desktop.ui.shell.find_bar import FindBar
from jbgs_desktop.ui.shell.main_window import MainWindow
from jbgs_desktop.ui.shell.workspace import Workspace
from jbgs_desktop.ui.widgets.section.table_grid import TableGrid
from tests.ui.boxes import buttons
from tests.ui.boxes import press as press_button
from tests.ui.fields import words_on
from tests.ui.keystrokes import focus, name_of, press, shortcut, type_in

Key, Ctrl = Qt.Key, Qt.KeyboardModifier.ControlModifier
_GOALS = (
    "灵巧手一，灵巧手二",
    {"heading": "1. 灵巧手"},
    {"table": {"caption": "灵巧手指标", "rows": [["项目", "值"], ["抓握", "灵巧手"]]}},
)


@pytest.fixture
def workspace(qtbot: QtBot, window: MainWindow, empty: Application) -> Workspace:
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    window.begin(
        empty.set("unit.name", "灵巧手公司")
        .set("unit.code", "91410100MA9K7QW470")
        .set("unit.profile", "2023年做灵巧手，7Q。")
        .set("directions", (1,))
        .set("taskbooks.1.goals", _GOALS)
    )
    qtbot.waitUntil(lambda: window.workspace is not None)
    workspace = window.workspace
    assert workspace is not None
    return workspace


@pytest.fixture
def bar(workspace: Workspace) -> FindBar:
    return workspace.findChildren(FindBar)[0]


def _replace(window: MainWindow, bar: FindBar, words: str, others: str) -> None:
    """Ctrl+H, and both words typed in."""
    shortcut(window, Key.Key_H, Ctrl)
    type_in(words)
    entry = next(e for e in bar.findChildren(QLineEdit) if name_of(e) == "替换为")
    entry.setFocus()
    entry.selectAll()
    type_in(others)


def test_every_place_is_counted_and_gone_to(
    window: MainWindow, workspace: Workspace, bar: FindBar
) -> None:
    shortcut(window, Key.Key_F, Ctrl)
    type_in("灵巧手")
    assert "共 7 处" in words_on(bar)
    for number in range(1, 8):
        press(Key.Key_Return)
        assert f"第 {number} 处，共 7 处" in words_on(bar)
    (grid,) = workspace.findChildren(TableGrid)
    assert grid.input.textCursor().selectedText() == "灵巧手"
    assert grid.input.toPlainText() == "灵巧手"
    press(Key.Key_Escape)
    type_in("夹爪")
    assert workspace.session.value.text("taskbooks.1.goals").endswith("抓握\n夹爪")


def test_the_second_place_in_a_text_is_the_one_that_is_selected(
    window: MainWindow, workspace: Workspace, bar: FindBar
) -> None:
    workspace.session.set("unit.profile", "😀灵巧手，灵巧手。")
    shortcut(window, Key.Key_F, Ctrl)
    type_in("灵巧手")
    for _ in range(3):
        press(Key.Key_Return)
    (text,) = [e for e in workspace.findChildren(QPlainTextEdit) if "😀" in e.toPlainText()]
    assert text.textCursor().selectionStart() == 6  # in UTF-16
    assert text.textCursor().selectedText() == "灵巧手"


def test_a_name_in_a_line_is_selected_for_who_goes_on_writing(
    window: MainWindow, workspace: Workspace, bar: FindBar
) -> None:
    shortcut(window, Key.Key_F, Ctrl)
    type_in("灵巧手")
    press(Key.Key_Return)
    press(Key.Key_Escape)
    type_in("机械臂")
    assert workspace.session.value.unit.name == "机械臂公司"


def test_the_count_follows_what_is_typed_elsewhere(
    qtbot: QtBot, window: MainWindow, workspace: Workspace, bar: FindBar
) -> None:
    shortcut(window, Key.Key_F, Ctrl)
    type_in("灵巧手")
    workspace.session.set("product_overview", "灵巧手")
    qtbot.waitUntil(lambda: "共 8 处" in words_on(bar))


def test_all_is_replaced_told_and_undone_at_once(
    qtbot: QtBot, window: MainWindow, workspace: Workspace, bar: FindBar
) -> None:
    before = workspace.session.value
    _replace(window, bar, "灵巧手", "机械臂")
    press_button(bar, "全部替换")
    value = workspace.session.value
    assert "已替换 7 处，在 3 个栏目。" in words_on(workspace)
    assert "没有找到" in words_on(bar)
    assert value.unit.name == "机械臂公司"
    assert value.text("taskbooks.1.goals").count("机械臂") == 5
    press_button(workspace, "撤销")
    assert workspace.session.value == before
    qtbot.waitUntil(lambda: "共 7 处" in words_on(bar))


def test_control_z_behind_the_button_takes_all_of_it_back(
    window: MainWindow, workspace: Workspace, bar: FindBar
) -> None:
    before = workspace.session.value
    _replace(window, bar, "灵巧手", "机械臂")
    press_button(bar, "全部替换")
    assert workspace.session.value != before
    shortcut(window, Key.Key_Z, Ctrl)
    assert workspace.session.value == before


def test_control_z_behind_enter_takes_back_the_one_that_was_replaced(
    window: MainWindow, workspace: Workspace, bar: FindBar
) -> None:
    before = workspace.session.value
    _replace(window, bar, "灵巧手", "机械臂")
    press(Key.Key_Return)
    press(Key.Key_Return)
    assert workspace.session.value.unit.name == "机械臂公司"
    shortcut(window, Key.Key_Z, Ctrl)
    assert workspace.session.value == before


def test_a_code_is_found_and_told_but_not_replaced(
    window: MainWindow, workspace: Workspace, bar: FindBar
) -> None:
    _replace(window, bar, "7q", "8R")
    press_button(bar, "全部替换")
    assert workspace.session.value.unit.code == "91410100MA9K7QW470"
    assert workspace.session.value.unit.profile == "2023年做灵巧手，8R。"
    name = workspace.session.field("unit.code").name
    words = words_on(workspace)
    assert "已替换 1 处，在 1 个栏目。" in words
    assert f"有 1 处没有替换，在“{name}”里" in words
    press_button(bar, "替换")  # goes to the one that is left
    press_button(bar, "替换")
    assert workspace.session.value.unit.code == "91410100MA9K7QW470"


def test_one_after_the_other_is_replaced_also_where_the_new_words_hold_the_old(
    window: MainWindow, workspace: Workspace, bar: FindBar
) -> None:
    _replace(window, bar, "灵巧手", "双灵巧手")
    press(Key.Key_Return)  # finds the first
    assert workspace.session.value.unit.name == "灵巧手公司"
    for _ in range(3):
        press(Key.Key_Return)
    value = workspace.session.value
    assert (value.unit.name, value.unit.profile) == ("双灵巧手公司", "2023年做双灵巧手，7Q。")
    assert value.text("taskbooks.1.goals").startswith("双灵巧手一，灵巧手二")
    assert "第 4 处，共 7 处" in words_on(bar)


def test_only_the_task_book_or_the_field_of_the_cursor_is_replaced(
    window: MainWindow, workspace: Workspace, bar: FindBar
) -> None:
    workspace.go_to_field("unit.profile")
    _replace(window, bar, "灵巧手", "机械臂")
    (scope,) = bar.findChildren(QComboBox)
    scope.setCurrentText("这个方向")
    assert "请先点一下要查找的方向" in words_on(bar)
    press_button(bar, "全部替换")
    assert workspace.session.value.unit.profile == "2023年做灵巧手，7Q。"
    scope.setCurrentText("本栏")
    press_button(bar, "全部替换")
    assert workspace.session.value.unit.profile == "2023年做机械臂，7Q。"
    assert workspace.session.value.unit.name == "灵巧手公司"
    workspace.go_to_field("taskbooks.1.scope")
    scope.setCurrentText("这个方向")
    press_button(bar, "全部替换")
    assert workspace.session.value.unit.name == "灵巧手公司"
    assert "灵巧手" not in workspace.session.value.text("taskbooks.1.goals")


def test_case_counts_when_asked(window: MainWindow, workspace: Workspace, bar: FindBar) -> None:
    shortcut(window, Key.Key_F, Ctrl)
    type_in("7q")
    assert "共 2 处" in words_on(bar)
    (box,) = bar.findChildren(QCheckBox)
    box.click()
    assert "没有找到" in words_on(bar)


def test_what_is_too_long_afterwards_is_told(
    window: MainWindow, workspace: Workspace, bar: FindBar
) -> None:
    limit = workspace.session.call.limits["unit.profile"].words
    workspace.session.set("unit.profile", "字" * limit)
    _replace(window, bar, "字", "两字")
    press_button(bar, "全部替换")
    assert f"现有 {2 * limit:,} 字，超出 {limit:,} 字。" in words_on(workspace)


def test_nothing_is_replaced_in_what_is_finalised(
    window: MainWindow, workspace: Workspace, bar: FindBar
) -> None:
    before = workspace.session.value
    workspace.session.locked = True
    _replace(window, bar, "灵巧手", "")
    assert "这份草稿已经定稿，不能替换。要替换请先退回修改。" in words_on(bar)
    assert not buttons(bar)["全部替换"].isEnabled()
    press(Key.Key_Return)
    assert workspace.session.value == before


def test_escape_closes_both_lines(window: MainWindow, workspace: Workspace, bar: FindBar) -> None:
    shortcut(window, Key.Key_H, Ctrl)
    assert "全部替换" in buttons(bar)
    press(Key.Key_Escape)
    assert not bar.isVisible()
    shortcut(window, Key.Key_F, Ctrl)
    assert "全部替换" not in buttons(bar)
    assert name_of(focus()) == "查找"
