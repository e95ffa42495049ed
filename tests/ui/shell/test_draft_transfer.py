"""Copies, plain files, places and deleting: each says beforehand what it does, and does it."""

import errno
import json
import os
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest
from PySide6.QtWidgets import QLineEdit, QTreeWidget
from pytestqt.qtbot import QtBot

from jbgs_desktop.drafts.draft_library import create_draft
from jbgs_desktop.drafts.keys.key_holders import Passphrase
from jbgs_desktop.drafts.keys.user_keys import UserKeys
from jbgs_desktop.drafts.plain import PlainDraft
from jbgs_desktop.drafts.store import SealedDraft, open_draft
from jbgs_desktop.files import access_error
from jbgs_desktop.forms.application import Application
from jbgs_desktop.ui.shell import draft_transfer
from jbgs_desktop.ui.shell.main_window import MainWindow
from jbgs_desktop.ui.shell.workspace import Workspace
from tests.drafts.cheap_drafts import application, attach_and_save, new_draft
from tests.ui.boxes import LONG, next_dialog, no_dialog, opened, pick, press, says
from tests.ui.fields import words_on

SECRET_WORDS = "给同事的口令"


@pytest.fixture
def workspace(qtbot: QtBot, window: MainWindow, keys: UserKeys) -> Workspace:
    """An open draft with an evidence."""
    with closing(create_draft(application("甲"), keys.holders())) as draft:
        attach_and_save(draft, "证.pdf", b"%PDF-1.4 proof")
    window.open_file(draft.file)
    return opened(qtbot, window)


Choose = Callable[[Path], None]


@pytest.fixture
def choose(monkeypatch: pytest.MonkeyPatch) -> Choose:
    """Has the user choose this place in every dialog about files from now on."""

    def chosen(target: Path) -> None:
        pick(monkeypatch, target)

    return chosen


def menu(window: MainWindow, title: str) -> None:
    (action,) = [action for action in window.actions() if action.text() == title]
    action.trigger()


def type_twice(qtbot: QtBot, window: MainWindow, first: str, second: str) -> None:
    dialog = next_dialog(qtbot, window)
    for field, text in zip(dialog.findChildren(QLineEdit), (first, second), strict=True):
        field.setText(text)
    press(dialog, "选择位置…")


def test_a_copy_is_made_for_a_passphrase_typed_twice(
    qtbot: QtBot, window: MainWindow, workspace: Workspace, choose: Choose, tmp_path: Path
) -> None:
    choose(tmp_path / "交给同事")  # without its ending
    workspace.session.set("unit.staff", "7")
    menu(window, "另存为加密副本…")
    type_twice(qtbot, window, SECRET_WORDS + "1", SECRET_WORDS)
    assert "口令太短" in words_on(next_dialog(qtbot, window)) or "不一样" in words_on(
        next_dialog(qtbot, window)
    )
    type_twice(qtbot, window, "short", "short")
    assert "口令太短" in words_on(next_dialog(qtbot, window))
    type_twice(qtbot, window, SECRET_WORDS * 2, SECRET_WORDS * 2)
    qtbot.waitUntil(lambda: "已另存为加密副本" in workspace.bar.text, timeout=LONG)
    assert "同一块磁盘" in workspace.bar.text
    target = tmp_path / "交给同事.jbgs"
    with closing(open_draft(target, lambda: [Passphrase(SECRET_WORDS * 2)])) as copy:
        assert copy.load().application == workspace.session.value
        assert copy.evidence_size("evidence/证.pdf") == len(b"%PDF-1.4 proof")
    assert "示例单位甲".encode() not in target.read_bytes()


def test_when_the_draft_cannot_be_saved_the_copy_still_holds_everything(
    qtbot: QtBot, window: MainWindow, workspace: Workspace, choose: Choose, tmp_path: Path
) -> None:
    choose(tmp_path / "out.jbgs")
    mine = workspace.draft
    save = SealedDraft.save

    def fail(draft: SealedDraft, value: Application) -> None:
        if draft is mine:
            raise access_error("写入", draft.file, OSError(errno.ENOSPC, os.strerror(errno.ENOSPC)))
        save(draft, value)

    with pytest.MonkeyPatch.context() as disk:
        disk.setattr(SealedDraft, "save", fail)
        workspace.session.set("unit.name", "没有存进去的名称")
        qtbot.waitUntil(lambda: "磁盘空间不足" in workspace.bar.text, timeout=LONG)
        press(workspace.bar, "换一个位置保存")
        type_twice(qtbot, window, "a long passphrase", "a long passphrase")
        qtbot.waitUntil(lambda: (tmp_path / "out.jbgs").exists(), timeout=LONG)
        window.wait_for_files()
    with closing(
        open_draft(tmp_path / "out.jbgs", lambda: [Passphrase("a long passphrase")])
    ) as copy:
        assert copy.load().application.unit.name == "没有存进去的名称"
    assert workspace.saver.save_now()


def test_a_copy_that_cannot_be_written_is_told(
    qtbot: QtBot, window: MainWindow, workspace: Workspace, choose: Choose, tmp_path: Path
) -> None:
    (tmp_path / "file").write_bytes(b"")
    choose(tmp_path / "file" / "out.jbgs")
    menu(window, "另存为加密副本…")
    type_twice(qtbot, window, "a long passphrase", "a long passphrase")
    qtbot.waitUntil(lambda: "无法" in workspace.bar.text, timeout=LONG)


def test_a_copy_on_another_disk_counts_as_one_elsewhere(
    qtbot: QtBot, window: MainWindow, workspace: Workspace, choose: Choose, tmp_path: Path
) -> None:
    choose(tmp_path / "out.jbgs")
    with pytest.MonkeyPatch.context() as disk:
        disk.setattr(draft_transfer, "is_on_another_disk", lambda _: True)
        menu(window, "另存为加密副本…")
        type_twice(qtbot, window, "a long passphrase", "a long passphrase")
        qtbot.waitUntil(lambda: "已另存为加密副本" in workspace.bar.text, timeout=LONG)
    assert "同一块磁盘" not in workspace.bar.text


def test_plain_files_are_written_only_after_a_warning(
    qtbot: QtBot, window: MainWindow, workspace: Workspace, choose: Choose, tmp_path: Path
) -> None:
    target = tmp_path / "out" / "申报.json"
    choose(target)
    menu(window, "导出为 JSON…")
    press(says(qtbot, window, "不加密"), "取消")
    no_dialog(qtbot, window)
    assert not target.exists()
    workspace.session.set("unit.name", "乙")
    menu(window, "导出为 JSON…")
    press(says(qtbot, window, "不加密"), "导出不加密的文件")
    qtbot.waitUntil(lambda: "已导出到" in workspace.bar.text, timeout=LONG)
    assert "没有加密" in workspace.bar.text
    assert json.loads(target.read_bytes())["unit"]["name"] == "乙"
    assert (target.parent / "evidence" / "证.pdf").read_bytes() == b"%PDF-1.4 proof"


def lines(window: MainWindow) -> list[str]:
    trees = [tree for tree in window.findChildren(QTreeWidget) if tree.isVisible()]
    items = [tree.topLevelItem(row) for tree in trees for row in range(tree.topLevelItemCount())]
    return [item.text(0) for item in items if item]


def wait_for_lines(qtbot: QtBot, window: MainWindow, *names: str) -> None:
    qtbot.waitUntil(lambda: sorted(lines(window)) == sorted(names), timeout=LONG)


def test_drafts_in_a_folder_are_found_and_can_be_forgotten(
    qtbot: QtBot, window: MainWindow, keys: UserKeys, choose: Choose, tmp_path: Path
) -> None:
    for number in range(2):
        folder = tmp_path / "优盘" / str(number)
        folder.mkdir(parents=True)
        new_draft(folder / "a.jbgs", application(number), *keys.holders()).close()
    choose(tmp_path / "优盘")
    press(window, "查找草稿(&F)…")
    press(says(qtbot, window, "找到 2 份草稿"), "知道了")
    wait_for_lines(qtbot, window, "示例单位0", "示例单位1")
    first = lines(window)[0]
    press(window, "删除(&D)…")
    press(says(qtbot, window, first, "留在原处不动"), "去掉")
    wait_for_lines(qtbot, window, lines(window)[1])
    assert all((tmp_path / "优盘" / str(number) / "a.jbgs").exists() for number in range(2))
    (tmp_path / "空").mkdir()
    choose(tmp_path / "空")
    press(window, "查找草稿(&F)…")
    press(says(qtbot, window, "没有找到草稿"), "知道了")


def test_a_deleted_draft_is_set_aside_and_opens_from_there(
    qtbot: QtBot, window: MainWindow, keys: UserKeys, data_folder: Path
) -> None:
    create_draft(application("删"), keys.holders()).close()
    window.gate.moved.emit()
    wait_for_lines(qtbot, window, "示例单位删")
    press(window, "删除(&D)…")
    press(says(qtbot, window, "示例单位删", "recycled", "自动备份也保留"), "取消")
    no_dialog(qtbot, window)
    assert lines(window) == ["示例单位删"]
    press(window, "删除(&D)…")
    press(says(qtbot, window, "示例单位删"), "删除")
    press(says(qtbot, window, "已移到"), "知道了")
    wait_for_lines(qtbot, window)
    (kept,) = (data_folder / "recycled").iterdir()
    window.open_file(kept)
    assert opened(qtbot, window).session.value == application("删")


def test_a_draft_that_is_open_elsewhere_is_not_deleted(
    qtbot: QtBot, window: MainWindow, keys: UserKeys
) -> None:
    with closing(create_draft(application("开"), keys.holders())) as other:
        window.gate.moved.emit()
        wait_for_lines(qtbot, window, "示例单位开")
        press(window, "删除(&D)…")
        press(says(qtbot, window, "示例单位开"), "删除")
        qtbot.waitUntil(lambda: "已由" in words_on(next_dialog(qtbot, window)), timeout=LONG)
        assert other.file.exists()


def test_a_plain_draft_of_before_is_listed_imported_and_deleted_for_good(
    qtbot: QtBot, window: MainWindow, empty: Application, data_folder: Path
) -> None:
    plain = PlainDraft(data_folder / "drafts" / "20231001-090000" / "申报.json")
    plain.save(empty.set("unit.name", "旧草稿"))
    window.gate.moved.emit()
    wait_for_lines(qtbot, window, "旧草稿")
    press(window, "删除(&D)…")
    press(says(qtbot, window, "彻底删除", "不能找回"), "取消")
    no_dialog(qtbot, window)
    window.open_file(plain.file)
    press(says(qtbot, window, "没有加密"), "导入为加密草稿")
    opened(qtbot, window)
    window.close_workspace()
    window.wait_for_files()
    wait_for_lines(qtbot, window, "旧草稿", "旧草稿")
    (tree,) = (tree for tree in window.findChildren(QTreeWidget) if tree.isVisible())
    items = [tree.topLevelItem(row) for row in range(2)]
    (old,) = [item for item in items if item and "未加密" in item.text(tree.columnCount() - 1)]
    tree.setCurrentItem(old)
    press(window, "删除(&D)…")
    press(says(qtbot, window, "彻底删除"), "彻底删除")
    wait_for_lines(qtbot, window, "旧草稿")
    assert not plain.file.parent.exists()


def test_where_a_copy_lies_is_asked_of_the_system(tmp_path: Path, data_folder: Path) -> None:
    data_folder.mkdir()
    assert not draft_transfer.is_on_another_disk(tmp_path)
    assert not draft_transfer.is_on_another_disk(tmp_path / "none")
