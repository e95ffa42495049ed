"""逐段对照: what both sides changed is put together, and written anew where neither will do."""

from pathlib import Path

import pytest
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from jbgs_desktop.forms.application import Application
from jbgs_desktop.ui.shell.main_window import MainWindow
from jbgs_desktop.ui.shell.workspace import Workspace
from jbgs_desktop.ui.widgets.prose import PrintableText
from tests.ui.boxes import LONG, buttons, opened, press
from tests.ui.drafts.test_history import go_to_line, lines
from tests.ui.word.word_imports import (
    GOALS,
    dialog_called,
    given_out,
    importing,
    shown_text,
    wait_for_words,
    written_back,
)


@pytest.fixture
def workspace(qtbot: QtBot, window: MainWindow, empty: Application) -> Workspace:
    start = empty.set("directions", (2,)).set(GOALS, "甲。\n\n乙。\n丙。")
    window.begin(start)
    return opened(qtbot, window)


def test_what_both_changed_is_put_together_paragraph_by_paragraph(
    qtbot: QtBot, workspace: Workspace, tmp_path: Path
) -> None:
    back = written_back(given_out(workspace, GOALS), tmp_path / "张三.docx", 甲="甲三", 乙="乙三")
    workspace.session.set(GOALS, "甲。\n\n乙这里。\n丙这里。")
    dialog = importing(qtbot, workspace, back)
    assert lines(dialog, "不同的栏目")[0][1] == "两边都改过"
    assert not buttons(dialog)["取用选中的 0 栏"].isEnabled()
    press(dialog, "逐段对照…")
    parts = dialog_called(workspace, "逐段对照")
    shown = lines(parts, "不同的段落")
    assert [line[1] for line in shown] == ["只有文件里改过", "两边都改过", "只有这里改过"]
    go_to_line(parts, "不同的段落", 1)
    press(parts, "两份都保留")
    press(parts, "就这样合在一起")

    assert lines(dialog, "不同的栏目")[0][2].startswith("逐段决定的")
    qtbot.waitUntil(lambda: "乙三" in shown_text(dialog), timeout=LONG)
    assert buttons(dialog)["逐段决定的（右边是合在一起的内容）"].isChecked()
    press(dialog, "取用选中的 1 栏")
    wait_for_words(qtbot, workspace, "取用 1 个栏目")
    qtbot.waitUntil(lambda: "导入Word前" in [p.name for p in workspace.draft.points], timeout=LONG)
    assert workspace.session.value.get(GOALS) == "甲三。\n乙这里。\n乙三。\n丙这里。"


def test_what_both_changed_can_be_written_anew_before_it_is_taken(
    qtbot: QtBot, workspace: Workspace, tmp_path: Path
) -> None:
    back = written_back(given_out(workspace, GOALS), tmp_path / "张三.docx", 乙="乙三")
    workspace.session.set(GOALS, "甲。\n\n乙这里。\n丙。")
    dialog = importing(qtbot, workspace, back)
    press(dialog, "逐段对照…")
    parts = dialog_called(workspace, "逐段对照")
    assert lines(parts, "不同的段落")[0][1] == "两边都改过"
    press(parts, "两份都保留")
    press(parts, "自己改这一处(&E)…")
    editor = dialog_called(workspace, "改这一处")
    (field,) = editor.findChildren(PrintableText)
    assert field.content == "乙这里。\n乙三。"
    field.selectAll()
    QTest.keyClicks(field, "abc")
    press(editor, "取消")  # nothing of it stands
    assert lines(parts, "不同的段落")[0][2] == "两份都保留"
    press(parts, "自己改这一处(&E)…")
    (field,) = dialog_called(workspace, "改这一处").findChildren(PrintableText)
    field.selectAll()
    field.put_words("乙，这里和三。")
    press(dialog_called(workspace, "改这一处"), "就用这样写的(&U)")
    assert lines(parts, "不同的段落")[0][2] == "自己改的（右边是改好的）"
    qtbot.waitUntil(lambda: "这里和三" in shown_text(parts), timeout=LONG)
    press(parts, "就这样合在一起")
    press(dialog, "取用选中的 1 栏")
    wait_for_words(qtbot, workspace, "取用 1 个栏目")
    assert workspace.session.value.get(GOALS) == "甲。\n\n乙，这里和三。\n丙。"
