"""通知数据 from a file through the window, and drafts that go over to it when their owner wants."""

import shutil
from contextlib import closing
from pathlib import Path

import pytest
from PySide6.QtWidgets import QTreeWidget
from pytestqt.qtbot import QtBot

from jbgs_desktop.drafts.keys.user_keys import UserKeys
from jbgs_desktop.drafts.store import open_draft
from jbgs_desktop.forms.application import Application
from jbgs_desktop.forms.calls.call import find_call, load_call
from jbgs_desktop.forms.calls.call_file import install_call, read_call_file, write_call_file
from jbgs_desktop.forms.calls.difference import CallChange
from jbgs_desktop.ui.drafts.call_changes_list import CallChangesList
from jbgs_desktop.ui.shell.main_window import MainWindow
from jbgs_desktop.ui.shell.workspace import Workspace
from tests.forms.applications import DATA, complete_application, national_call
from tests.forms.calls.test_call_file import NEWER, ORIGIN, call_file, edited, pack_of
from tests.ui.boxes import LONG, buttons, next_dialog, no_dialog, opened, pick, press, says


def choose(monkeypatch: pytest.MonkeyPatch, file: Path) -> None:
    pick(monkeypatch, file)


def changed_file(tmp_path: Path) -> Path:
    """A newer version with another text for direction 2 of the first track."""
    folder = pack_of(tmp_path)
    name = f"tracks/{national_call().tracks[0].id}.json"
    edited(folder, name, lambda tree: tree["directions"][1].update(target="新的目标。"))
    edited(folder, "form.json", lambda tree: tree["fields"]["unit.name"].update(label="新名称"))
    file = tmp_path / "newer.jbgscall"
    write_call_file(folder, ORIGIN, file)
    return file


def reopened(qtbot: QtBot, window: MainWindow, old: Workspace) -> Workspace:
    qtbot.waitUntil(lambda: window.workspace not in (None, old), timeout=LONG)
    assert window.workspace is not None
    return window.workspace


def test_a_new_call_is_shown_before_it_is_put_in_and_can_be_begun_then(
    qtbot: QtBot, window: MainWindow, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / "second.jbgscall"
    write_call_file(DATA / "calls" / "second-call", ORIGIN, file)
    choose(monkeypatch, file)
    press(window, "导入通知数据(&I)…")
    call = load_call(DATA / "calls" / "second-call")
    dialog = says(qtbot, window, call.title, call.document_no, call.version, ORIGIN.source)
    assert find_call(call.id) is None
    press(dialog, "导入(&I)")
    done = says(qtbot, window, "已导入")
    press(done, "知道了")
    assert find_call(call.id) == call
    window.begin(Application(call=call.id, region="harbour", track="deep-sea"))
    assert opened(qtbot, window).session.call == call


def test_a_call_file_that_is_opened_like_a_draft_is_shown_for_putting_in(
    qtbot: QtBot, window: MainWindow, tmp_path: Path
) -> None:
    file = tmp_path / "second.JBGSCALL"
    write_call_file(DATA / "calls" / "second-call", ORIGIN, file)
    window.open_file(file)
    press(says(qtbot, window, ORIGIN.source, file.name), "导入(&I)")
    press(says(qtbot, window, "已导入"), "知道了")
    assert find_call(load_call(DATA / "calls" / "second-call").id) is not None


def test_what_is_not_wanted_or_damaged_is_not_put_in(
    qtbot: QtBot,
    window: MainWindow,
    tmp_path: Path,
    data_folder: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    file = call_file(tmp_path)
    choose(monkeypatch, file)
    press(window, "导入通知数据(&I)…")
    press(next_dialog(qtbot, window), "取消")
    no_dialog(qtbot, window)
    file.write_bytes(file.read_bytes()[:-500])
    press(window, "导入通知数据(&I)…")
    press(says(qtbot, window, "无法导入", "没有改动"), "知道了")
    assert not list(data_folder.glob(f"calls/*/{NEWER}"))


def test_another_content_of_the_version_that_is_here_is_told_at_once(
    qtbot: QtBot, window: MainWindow, tmp_path: Path
) -> None:
    install_call(read_call_file(call_file(tmp_path / "first")))
    window.open_file(changed_file(tmp_path / "second"))
    press(says(qtbot, window, NEWER, "内容却与这个文件不同", "不能导入"), "取消")
    no_dialog(qtbot, window)


def test_a_draft_stays_with_its_version_until_it_is_moved_over(
    qtbot: QtBot, window: MainWindow, keys: UserKeys, tmp_path: Path
) -> None:
    window.begin(complete_application())
    workspace = opened(qtbot, window)
    file, value = workspace.draft.file, workspace.session.value
    window.close_workspace()
    install_call(read_call_file(changed_file(tmp_path)))
    window.open_file(file)
    workspace = reopened(qtbot, window, workspace)
    assert workspace.session.call == national_call()
    press(workspace.standing, "查看变化…")
    dialog = says(qtbot, window, NEWER, "方向2", "处错误")
    (listed,) = dialog.findChildren(QTreeWidget)
    groups = [listed.topLevelItem(row) for row in range(listed.topLevelItemCount())]
    assert [item.text(0) for item in groups if item] == ["赛道与方向（1）", "表格文字（1）"]
    press(dialog, "暂不换用")
    assert workspace.session.call == national_call()
    workspace.session.set("unit.contact.name", "改动")
    next(action for action in window.actions() if "换用新版" in action.text()).trigger()
    press(next_dialog(qtbot, window), "换用新版(&M)")
    workspace = reopened(qtbot, window, workspace)
    assert workspace.session.call.version == NEWER
    assert workspace.session.value == value.set("unit.contact.name", "改动")
    assert workspace.standing.text == ""
    window.close_workspace()
    window.wait_for_files()
    with closing(open_draft(file, keys.holders, read_only=True)) as draft:
        assert draft.call_version == NEWER


def test_a_finalised_draft_is_not_moved_over(
    qtbot: QtBot, window: MainWindow, tmp_path: Path
) -> None:
    window.begin(complete_application())
    workspace = opened(qtbot, window)
    install_call(read_call_file(changed_file(tmp_path)))
    workspace.session.locked = True
    next(action for action in window.actions() if "换用新版" in action.text()).trigger()
    dialog = says(qtbot, window, "退回修改")
    assert not buttons(dialog)["换用新版(&M)"].isEnabled()
    press(dialog, "暂不换用")


def test_a_version_outlives_the_program_that_brought_it(
    qtbot: QtBot,
    window: MainWindow,
    tmp_path: Path,
    data_folder: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    window.begin(complete_application())
    workspace = opened(qtbot, window)
    file, old = workspace.draft.file, national_call()
    kept = data_folder / "calls" / old.id / old.version / "call.json"
    qtbot.waitUntil(kept.exists, timeout=LONG)
    window.close_workspace()
    window.wait_for_files()
    folder = pack_of(tmp_path)  # a newer program brings only this one
    shutil.rmtree(folder / "samples")
    monkeypatch.setattr("jbgs_desktop.forms.calls.call.call_folders", lambda: {old.id: folder})
    window.open_file(file)
    assert reopened(qtbot, window, workspace).session.call == old


def test_a_draft_of_a_version_that_is_not_here_says_so(qtbot: QtBot, window: MainWindow) -> None:
    window.begin(complete_application())
    workspace = opened(qtbot, window)
    workspace.draft.keep_call_version("2099.1")
    window.close_workspace()
    window.open_file(workspace.draft.file)
    workspace = reopened(qtbot, window, workspace)
    assert "2099.1" in workspace.standing.text and "没有这一版" in workspace.standing.text


def test_of_long_texts_is_shown_where_they_differ(qtbot: QtBot) -> None:
    same = "第一句不变。" * 20
    listed = CallChangesList(
        [
            CallChange("表格文字", "长", f"{same}旧句。", f"{same}新句。"),
            CallChange("表格文字", "短", "甲", "乙"),
            CallChange("表格文字", "添", "", same),
        ]
    )
    qtbot.addWidget(listed)
    group = listed.topLevelItem(0)
    assert group is not None
    long, short, added = (group.child(row) for row in range(3))
    assert [long.text(1), long.text(2)] == ["…句不变。旧句。", "…句不变。新句。"]
    assert [long.toolTip(1), long.toolTip(2)] == [f"{same}旧句。", f"{same}新句。"]
    assert [short.text(1), short.text(2)] == ["甲", "乙"]
    assert added.text(1) == "没有"
    assert added.text(2) == same[:60] + "…"
