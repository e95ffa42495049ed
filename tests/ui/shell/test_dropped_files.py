"""Files that are dropped where they do not belong, and folders that are chosen."""

from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from jbgs_desktop.forms.application import Application
from jbgs_desktop.ui.shell.main_window import MainWindow
from jbgs_desktop.ui.shell.workspace import Workspace
from tests.ui.boxes import LONG, opened, pick, press
from tests.ui.fields import words_on
from tests.ui.shell.test_word_action import drop
from tests.ui.word.word_imports import GOALS, given_out, titles_of_dialogs, written_back


@pytest.fixture
def workspace(qtbot: QtBot, window: MainWindow, empty: Application) -> Workspace:
    window.begin(empty.set("directions", (2,)).set(GOALS, "甲。\n\n乙。\n丙。"))
    return opened(qtbot, window)


def test_evidence_dropped_elsewhere_is_shown_the_way(
    qtbot: QtBot, window: MainWindow, workspace: Workspace, tmp_path: Path
) -> None:
    workspace.go_to_page("unit")
    drop(window, tmp_path / "审计报告.pdf", tmp_path / "合影.JPG")
    assert "“审计报告.pdf”等 2 个文件没有放进来。证明文件请拖到" in words_on(workspace)
    assert not titles_of_dialogs(workspace)
    press(workspace, "去证明材料")
    assert workspace.current_page == "evidence"


def test_a_folder_of_word_files_is_chosen(
    qtbot: QtBot, workspace: Workspace, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "发回").mkdir()
    written_back(given_out(workspace, GOALS), tmp_path / "发回" / "张三.docx", 丙="丙三")
    pick(monkeypatch, tmp_path / "发回")
    (action,) = [a for a in workspace.window().actions() if a.text() == "从文件夹导入Word…"]
    action.trigger()
    qtbot.waitUntil(lambda: "从Word导入" in titles_of_dialogs(workspace), timeout=LONG)
