"""从Word导入: what is said of files that are taken anew, taken again, or of somebody else."""

from pathlib import Path

import docx
import pytest
from PySide6.QtWidgets import QDialog
from pytestqt.qtbot import QtBot

from jbgs_desktop.documents.hand_out import write_part
from jbgs_desktop.drafts.draft_library import drafts_folder
from jbgs_desktop.drafts.word_originals import originals
from jbgs_desktop.finalise.finalise import opener
from jbgs_desktop.forms.application import Application
from jbgs_desktop.ui.shell.export_action import export_to
from jbgs_desktop.ui.shell.main_window import MainWindow
from jbgs_desktop.ui.shell.word_action import import_files
from jbgs_desktop.ui.shell.workspace import Workspace
from tests.ui.boxes import buttons, no_dialog, opened, press, says
from tests.ui.drafts.test_history import lines
from tests.ui.fields import words_on
from tests.ui.word.word_imports import (
    GOALS,
    PLAN,
    importing,
    wait_for_words,
    written_back,
)

OTHER_GOALS = "taskbooks.3.goals"


@pytest.fixture
def workspace(qtbot: QtBot, window: MainWindow, empty: Application) -> Workspace:
    start = empty.set("unit.name", "甲公司").set("directions", (2,))
    window.begin(start.set(GOALS, "甲。\n\n乙。\n丙。").set(PLAN, "计划。"))
    return opened(qtbot, window)


def export_of(qtbot: QtBot, workspace: Workspace, folder: Path) -> Path:
    folder.mkdir()
    export_to(workspace, folder, draft=True)
    wait_for_words(qtbot, workspace, "已导出")
    (file,) = folder.glob("*.docx")
    return file


def corrected(qtbot: QtBot, workspace: Workspace, folder: Path) -> Path:
    """What was exported, with a word changed by a manager."""
    file = export_of(qtbot, workspace, folder)
    return written_back(docx.Document(str(file)), folder / "经理.docx", 丙="丙三")


def test_our_own_docx_fills_a_new_application_by_one_press(
    qtbot: QtBot, window: MainWindow, workspace: Workspace, tmp_path: Path
) -> None:
    file = corrected(qtbot, workspace, tmp_path / "出")
    window.close_workspace()
    window.open_file(file)
    dialog = says(qtbot, window, "这里还空着，文件里填了的都可以取用", "认出")
    assert {line[1] for line in lines(dialog, "不同的栏目")} == {"这里空着，可直接取用"}
    press(dialog, "取用选中的 4 栏")
    new = opened(qtbot, window)
    wait_for_words(qtbot, new, "取用 4 个栏目")
    assert new.session.value.get(GOALS) == "甲。\n乙。\n丙三。"
    assert new.session.value.unit.name == "甲公司"


def test_who_cancels_a_beginning_from_word_leaves_no_application_behind(
    qtbot: QtBot, window: MainWindow, workspace: Workspace, tmp_path: Path
) -> None:
    file = corrected(qtbot, workspace, tmp_path / "出")
    window.close_workspace()
    window.wait_for_files()
    before = sorted(drafts_folder().iterdir())
    window.open_file(file)
    press(says(qtbot, window, "从Word导入"), "取消")
    no_dialog(qtbot, window)
    assert window.workspace is None
    assert sorted(drafts_folder().iterdir()) == before


def foreign_part(workspace: Workspace, file: Path) -> Path:
    """A part that another firm gave out for another direction."""
    other = Application(call=workspace.session.call.id, track=workspace.session.value.track)
    other = other.set("unit.name", "示例机器人科技").set("directions", (2, 3))
    other = other.set(OTHER_GOALS, "别家的目标。").set(GOALS, "别家的二。")
    made = write_part(other, workspace.session.call, [GOALS, OTHER_GOALS], opener(workspace.draft))
    file.write_bytes(made.docx)
    return file


def test_the_file_of_another_firm_is_told_first_and_its_digests_are_no_base(
    qtbot: QtBot, workspace: Workspace, tmp_path: Path
) -> None:
    file = foreign_part(workspace, tmp_path / "别家.docx")
    before = workspace.session.value
    import_files(workspace, [file])
    box = says(
        qtbot,
        workspace,
        "“别家.docx”属于另一份申报（示例机器人科技，方向2、3），不是这份申报（甲公司，方向2）导出的。",
    )
    press(box, "取消")
    no_dialog(qtbot, workspace)
    assert workspace.session.value == before
    assert not originals(workspace.draft)
    import_files(workspace, [file])
    press(says(qtbot, workspace, "属于另一份申报"), "接着看")
    dialog = says(qtbot, workspace, "文件是另一份申报的，两边不同的都由您决定")
    assert [line[1] for line in lines(dialog, "不同的栏目")] == ["两边不同", "这里空着，可直接取用"]
    press(dialog, "全部用文件里的")
    press(dialog, "取用选中的 2 栏")
    wait_for_words(qtbot, workspace, "方向3的内容已带入，但还没有选这个方向")
    assert "“别家.docx”存在草稿的“Word原件”里，不要的可以从菜单" in workspace.bar.text
    workspace.undo()
    assert workspace.session.value == before
    assert workspace.bar.text.startswith("从Word文件取用的内容已经退回。“别家.docx”存在草稿的")
    workspace.redo()
    assert "已从Word文件取用 2 个栏目" in workspace.bar.text


def test_directions_that_a_file_replaced_are_told_as_what_is_true_afterwards(
    qtbot: QtBot, workspace: Workspace, tmp_path: Path
) -> None:
    file = export_of(qtbot, workspace, tmp_path / "出")
    value = workspace.session.value
    workspace.session.set_all({"directions": (3,), OTHER_GOALS: "三。", GOALS: "", PLAN: ""})
    assert value.directions == (2,)
    dialog = importing(qtbot, workspace, file)
    press(dialog, "全部用文件里的")
    press(dialog, next(each for each in words_of_go(dialog)))
    wait_for_words(qtbot, workspace, "这里原来的方向3不再选着；方向3的内容没有删")
    assert "已带入" not in workspace.bar.text
    assert workspace.session.value.directions == (2,)
    assert workspace.session.value.get(OTHER_GOALS) == "三。"


def words_of_go(dialog: QDialog) -> list[str]:
    return [words for words in buttons(dialog) if words.startswith("取用选中的")]


def test_what_came_before_is_said_to_have_come_and_nothing_is_asked_of_it_again(
    qtbot: QtBot, workspace: Workspace, tmp_path: Path
) -> None:
    file = corrected(qtbot, workspace, tmp_path / "出")
    press(importing(qtbot, workspace, file), "取用选中的 1 栏")
    wait_for_words(qtbot, workspace, "取用 1 个栏目")
    workspace.session.set(GOALS, workspace.session.value.get(GOALS) + "\n这里又写的。")
    workspace.session.pause()
    dialog = importing(qtbot, workspace, file)
    assert "“经理.docx”上次已经取用过，文件没有变" in words_on(dialog)
    assert [line[1] for line in lines(dialog, "不同的栏目")] == ["文件里改的这里已经有了"]


def test_the_bar_goes_once_what_it_says_is_undone(
    qtbot: QtBot, workspace: Workspace, tmp_path: Path
) -> None:
    file = corrected(qtbot, workspace, tmp_path / "出")
    press(importing(qtbot, workspace, file), "取用选中的 1 栏")
    wait_for_words(qtbot, workspace, "取用 1 个栏目")
    workspace.undo()
    assert workspace.bar.text == ""
    workspace.redo()
    assert workspace.bar.text == ""
