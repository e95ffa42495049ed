"""Earlier versions: what the user sees of them, comparing, taking back, naming."""

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QTextCharFormat
from PySide6.QtWidgets import QComboBox, QDialog, QTextEdit, QTreeWidget, QWidget
from pytestqt.qtbot import QtBot

from jbgs_desktop.drafts.draft_library import create_draft
from jbgs_desktop.drafts.keys.user_keys import UserKeys
from jbgs_desktop.forms.application import Application
from jbgs_desktop.ui.shell.export_action import export_to
from jbgs_desktop.ui.shell.main_window import MainWindow
from jbgs_desktop.ui.shell.workspace import Workspace
from tests.ui.boxes import LONG, next_dialog, no_dialog, opened, press
from tests.ui.fields import fill, named, text_of, words_on
from tests.ui.keystrokes import shortcut

Alt, Shift = Qt.KeyboardModifier.AltModifier, Qt.KeyboardModifier.ShiftModifier
EDITS = (("unit.name", "甲公司"), ("unit.address", "一号路"), ("unit.name", "乙公司"))


@pytest.fixture
def workspace(qtbot: QtBot, window: MainWindow, keys: UserKeys, empty: Application) -> Workspace:
    """An application that was saved four times: empty, and after each of EDITS."""
    draft = create_draft(empty, keys.holders())
    value = empty
    for path, text in EDITS:
        value = value.set(path, text)
        draft.save(value)
    draft.close()
    window.open_file(draft.file)
    workspace = opened(qtbot, window)
    workspace.go_to_page("unit")
    return workspace


def lines(inside: QWidget, name: str) -> list[list[str]]:
    tree = named(inside, name)
    assert isinstance(tree, QTreeWidget)
    found = (tree.topLevelItem(row) for row in range(tree.topLevelItemCount()))
    return [[item.text(at) for at in range(tree.columnCount())] for item in found if item]


def go_to_line(inside: QWidget, name: str, row: int) -> None:
    tree = named(inside, name)
    assert isinstance(tree, QTreeWidget)
    item = tree.topLevelItem(row)
    assert item is not None
    tree.setCurrentItem(item)


def marked(inside: QWidget, name: str = "改动对照") -> list[tuple[str, str]]:
    """The stretches of a text as they are drawn: plain, struck or underlined."""
    text = named(inside, name)
    assert isinstance(text, QTextEdit)
    found = []
    block = text.document().begin()
    while block.isValid():
        for place in block:  # type: ignore[attr-defined]
            fragment = place.fragment()
            found.append((_look(fragment.charFormat()), fragment.text()))
        block = block.next()
    return found


def _look(drawn: QTextCharFormat) -> str:
    return "struck" if drawn.fontStrikeOut() else "underlined" if drawn.fontUnderline() else "plain"


def history(qtbot: QtBot, workspace: Workspace, number: int) -> QDialog:
    """The dialog that is open, once it lists ``number`` versions."""
    dialog = next_dialog(qtbot, workspace)
    qtbot.waitUntil(lambda: len(lines(dialog, "保存过的版本")) == number, timeout=LONG)
    return dialog


def test_versions_are_listed_with_what_changed(qtbot: QtBot, workspace: Workspace) -> None:
    workspace.show_history()
    dialog = history(qtbot, workspace, 4)
    names = [workspace.session.field(path).name for path, _ in reversed(EDITS)]
    assert [line[2] for line in lines(dialog, "保存过的版本")] == [*names, "保留下来的最早版本"]
    qtbot.waitUntil(lambda: "共 4 个" in words_on(dialog))


def test_a_version_is_compared_with_now_and_the_changed_words_are_marked(
    qtbot: QtBot, workspace: Workspace
) -> None:
    workspace.show_history()
    dialog = history(qtbot, workspace, 4)
    assert "所选版本与现在的内容相同" in words_on(dialog)
    go_to_line(dialog, "保存过的版本", 1)
    assert lines(dialog, "有变化的栏目") == [["单位名称", "有修改"]]
    expected = [("struck", "甲"), ("underlined", "乙"), ("plain", "公司")]
    qtbot.waitUntil(lambda: marked(dialog) == expected, timeout=LONG)
    assert "带删除线的字只在所选版本里，带下划线的字只在现在的内容里。" in words_on(dialog)


def test_two_versions_are_compared(qtbot: QtBot, workspace: Workspace) -> None:
    workspace.show_history()
    dialog = history(qtbot, workspace, 4)
    other = named(dialog, "与哪一份比较")
    assert isinstance(other, QComboBox)
    other.setCurrentIndex(1)
    assert other.currentText() == "它的前一个版本"
    go_to_line(dialog, "保存过的版本", 1)
    assert [line[1] for line in lines(dialog, "有变化的栏目")] == ["新填写"]
    qtbot.waitUntil(lambda: marked(dialog) == [("underlined", "一号路")], timeout=LONG)
    other.setCurrentIndex(other.count() - 1)  # the oldest
    go_to_line(dialog, "保存过的版本", 0)
    assert [line[0] for line in lines(dialog, "有变化的栏目")] == [
        workspace.session.field(path).name for path in ("unit.name", "unit.address")
    ]


def test_any_version_can_be_looked_at_whole(qtbot: QtBot, workspace: Workspace) -> None:
    workspace.show_history()
    dialog = history(qtbot, workspace, 4)
    press(dialog, "也列出没有变化的栏目(&A)")
    listed = lines(dialog, "有变化的栏目")
    assert ["单位名称", "没有变化"] in listed
    row = listed.index(["单位名称", "没有变化"])
    go_to_line(dialog, "有变化的栏目", row)
    qtbot.waitUntil(lambda: marked(dialog) == [("plain", "乙公司")], timeout=LONG)


def test_one_field_is_taken_back_and_one_undo_brings_it_again(
    qtbot: QtBot, workspace: Workspace
) -> None:
    workspace.show_history()
    dialog = history(qtbot, workspace, 4)
    go_to_line(dialog, "保存过的版本", 3)
    assert len(lines(dialog, "有变化的栏目")) == 2
    press(dialog, "取回这一栏(&F)")
    assert workspace.session.value.unit.name == ""
    assert workspace.session.value.unit.address == "一号路"
    assert "已取回“单位名称”" in words_on(dialog)
    press(dialog, "关闭(&C)")
    no_dialog(qtbot, workspace)
    assert text_of(named(workspace, "单位名称")) == ""
    workspace.undo()
    assert text_of(named(workspace, "单位名称")) == "乙公司"


def test_all_is_taken_back_in_one_step_and_what_was_there_is_kept(
    qtbot: QtBot, workspace: Workspace
) -> None:
    workspace.session.set("unit.address", "二号路")
    before = workspace.session.value
    workspace.show_history()
    dialog = next_dialog(qtbot, workspace)
    qtbot.waitUntil(lambda: len(lines(dialog, "保存过的版本")) >= 4, timeout=LONG)
    go_to_line(dialog, "保存过的版本", len(lines(dialog, "保存过的版本")) - 1)
    press(dialog, "取回全部栏目(&W)")
    assert workspace.session.value.unit.name == workspace.session.value.unit.address == ""
    draft = workspace.draft
    qtbot.waitUntil(lambda: "取回以前" in [p.name for p in draft.points], timeout=LONG)
    kept = next(point.number for point in draft.points if point.name == "取回以前")
    assert draft.read(kept).application == before
    press(dialog, "关闭(&C)")
    workspace.undo()
    assert workspace.session.value == before


def test_alt_shift_h_shows_the_history_of_the_field_with_the_focus(
    qtbot: QtBot, window: MainWindow, workspace: Workspace
) -> None:
    window.activateWindow()
    qtbot.waitActive(window)
    workspace.go_to_field("unit.name")
    shortcut(window, Qt.Key.Key_H, Alt, Shift)
    dialog = history(qtbot, workspace, 3)  # empty, 甲公司, 乙公司; the address is left out
    assert dialog.windowTitle() == "历史：单位名称"
    go_to_line(dialog, "保存过的版本", 1)
    press(dialog, "取回这一栏(&F)")
    assert workspace.session.value.unit.name == "甲公司"


def test_the_present_state_is_named_and_stays(qtbot: QtBot, workspace: Workspace) -> None:
    workspace.session.set("unit.name", "丙公司")
    workspace.show_history()
    dialog = next_dialog(qtbot, workspace)
    fill(named(dialog, "给现在的内容起名"), "交领导审阅稿")
    press(dialog, "起名保留(&N)")

    def is_listed() -> bool:
        listed = lines(dialog, "保存过的版本")
        return bool(listed) and listed[0][1] == "交领导审阅稿"

    qtbot.waitUntil(is_listed, timeout=LONG)
    draft = workspace.draft
    assert draft.points[-1].name == "交领导审阅稿"
    assert draft.load().application.unit.name == "丙公司"


def test_an_export_keeps_what_was_exported(
    qtbot: QtBot, workspace: Workspace, tmp_path: Path
) -> None:
    workspace.session.set("unit.name", "丙公司")
    export_to(workspace, tmp_path / "out", draft=True)
    qtbot.waitUntil(lambda: "已导出" in workspace.bar.text, timeout=2 * LONG)
    draft = workspace.draft
    qtbot.waitUntil(lambda: draft.points[-1].name == "导出前", timeout=LONG)
    assert draft.load().application.unit.name == "丙公司"
