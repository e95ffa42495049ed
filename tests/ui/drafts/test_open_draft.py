"""Opening drafts of every kind: sealed, plain, held, damaged, somebody else's, no draft at all."""

import errno
import json
import os
import shutil
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QDialog, QLineEdit, QPlainTextEdit, QRadioButton, QTreeWidget
from pytestqt.qtbot import QtBot

from jbgs_desktop.drafts import backup
from jbgs_desktop.drafts.draft_library import create_draft
from jbgs_desktop.drafts.format.database import FORMAT_VERSION
from jbgs_desktop.drafts.keys.key_holders import Passphrase, UserSecret
from jbgs_desktop.drafts.keys.recovery_code import code_of
from jbgs_desktop.drafts.keys.user_keys import UserKeys
from jbgs_desktop.drafts.plain import PlainDraft
from jbgs_desktop.drafts.store import open_draft
from jbgs_desktop.forms.application import Application
from jbgs_desktop.forms.calls.call import Call
from jbgs_desktop.ui.shell.main_window import MainWindow
from tests.drafts.cheap_drafts import application, attach_and_save, new_draft
from tests.ui.boxes import LONG, buttons, no_dialog, opened, press, says
from tests.ui.fields import focused, words_on
from tests.ui.keystrokes import shortcut


def shown(window: MainWindow) -> list[list[str]]:
    """The cells of the list on the start page, line by line."""
    (tree,) = (tree for tree in window.findChildren(QTreeWidget) if tree.isVisible())
    lines = (tree.topLevelItem(row) for row in range(tree.topLevelItemCount()))
    return [[line.text(at) for at in range(tree.columnCount())] for line in lines if line]


def test_a_new_application_is_a_sealed_draft_and_says_so(
    qtbot: QtBot, window: MainWindow, empty: Application, data_folder: Path
) -> None:
    window.begin(empty)
    workspace = opened(qtbot, window)
    assert "已加密" in words_on(workspace)
    workspace.session.set("unit.name", "绝密单位甲")
    qtbot.waitUntil(lambda: "已保存" in words_on(workspace), timeout=LONG)
    window.close_workspace()
    window.wait_for_files()
    (file,) = (data_folder / "drafts").iterdir()
    assert file.suffix == ".jbgs"
    for path in data_folder.rglob("*"):
        if path.is_file():
            assert "绝密单位甲".encode() not in path.read_bytes(), path
    window.open_file(file)
    assert opened(qtbot, window).session.value.unit.name == "绝密单位甲"


def test_the_list_shows_it_afterwards_and_opens_it(
    qtbot: QtBot, window: MainWindow, keys: UserKeys
) -> None:
    create_draft(application("列表"), keys.holders()).close()
    window.gate.moved.emit()
    qtbot.waitUntil(lambda: "示例单位列表" in str(shown_or_none(window)), timeout=LONG)
    (tree,) = (tree for tree in window.findChildren(QTreeWidget) if tree.isVisible())
    tree.setFocus()
    QTest.keyClick(tree, Qt.Key.Key_Return)
    assert opened(qtbot, window).session.value.unit.name == "示例单位列表"


def test_the_keys_go_first_to_what_most_people_come_for(
    qtbot: QtBot, window: MainWindow, keys: UserKeys
) -> None:
    qtbot.waitUntil(lambda: focused().accessibleName() == "通知", timeout=LONG)
    window.begin(application("首位"))
    opened(qtbot, window)
    shortcut(window, Qt.Key.Key_W, Qt.KeyboardModifier.ControlModifier)
    qtbot.waitUntil(lambda: isinstance(window.focusWidget(), QTreeWidget), timeout=LONG)
    QTest.keyClick(window.focusWidget(), Qt.Key.Key_Return)
    assert opened(qtbot, window).session.value.unit.name == "示例单位首位"


def shown_or_none(window: MainWindow) -> list[list[str]]:
    return shown(window) if any(t.isVisible() for t in window.findChildren(QTreeWidget)) else []


def test_a_sample_is_sealed_with_its_evidence(
    qtbot: QtBot, window: MainWindow, call: Call, data_folder: Path
) -> None:
    press(window, "打开一份示例(&S)")
    workspace = opened(qtbot, window)
    files = [evidence.file for evidence in workspace.session.value.evidence if evidence.file]
    assert files
    assert all(workspace.draft.evidence_size(file) for file in files)
    assert {path.suffix for path in (data_folder / "drafts").iterdir()} <= {".jbgs", ".lock"}


def test_a_plain_file_is_taken_in_only_after_asking_and_stays(
    qtbot: QtBot, window: MainWindow, empty: Application, tmp_path: Path
) -> None:
    plain = PlainDraft(tmp_path / "旧" / "申报.json")
    plain.save(empty.set("unit.name", "旧单位"))
    before = plain.file.read_bytes()
    window.open_file(plain.file)
    press(says(qtbot, window, "没有加密", "留在原处", "自行删除"), "取消")
    no_dialog(qtbot, window)
    assert window.workspace is None
    window.open_file(plain.file)
    press(says(qtbot, window, "没有加密"), "导入为加密草稿")
    workspace = opened(qtbot, window)
    assert workspace.draft.place.endswith(".jbgs")
    workspace.session.set("unit.name", "新名")
    window.close_workspace()
    window.wait_for_files()
    assert plain.file.read_bytes() == before


@pytest.mark.parametrize("content", [b"", b"{", b"[]", b"\xff\xfe", b"[" * 9000, b'{"call": 7}'])
def test_a_json_that_is_no_application_is_told(
    qtbot: QtBot, window: MainWindow, tmp_path: Path, content: bytes
) -> None:
    file = tmp_path / "x.json"
    file.write_bytes(content)
    window.open_file(file)
    press(says(qtbot, window, "x.json"), "知道了")
    no_dialog(qtbot, window)
    assert window.workspace is None


@pytest.mark.parametrize("content", [b"", b"not a database", b"SQLite format 3\0" + b"x" * 9000])
def test_a_file_that_is_no_draft_opens_nothing(
    qtbot: QtBot, window: MainWindow, tmp_path: Path, content: bytes
) -> None:
    file = tmp_path / "x.jbgs"
    file.write_bytes(content)
    window.open_file(file)
    press(says(qtbot, window, "x.jbgs", "损坏的原文件不动"), "修复")
    qtbot.waitUntil(lambda: "知道了" in buttons(says(qtbot, window, "x.jbgs")), timeout=LONG)
    assert file.read_bytes() == content
    assert window.workspace is None


@pytest.mark.parametrize("name", ["没有.jbgs", "没有.json"])
def test_a_draft_that_is_gone_is_told(
    qtbot: QtBot, window: MainWindow, tmp_path: Path, name: str
) -> None:
    window.open_file(tmp_path / name)
    press(says(qtbot, window, name, "不存在"), "知道了")
    no_dialog(qtbot, window)


def test_a_folder_is_told(qtbot: QtBot, window: MainWindow, tmp_path: Path) -> None:
    window.open_file(tmp_path)
    press(says(qtbot, window, str(tmp_path), "这是一个文件夹，请指定文件"), "知道了")
    no_dialog(qtbot, window)


def test_a_held_draft_is_opened_to_read_and_cannot_be_changed(
    qtbot: QtBot, window: MainWindow, keys: UserKeys, tmp_path: Path
) -> None:
    file = tmp_path / "a.jbgs"
    with closing(new_draft(file, application(1), *keys.holders())) as other:
        window.open_file(file)
        dialog = says(qtbot, window, "打开")
        assert set(buttons(dialog)) == {"只读打开", "打开副本", "取消"}
        press(dialog, "只读打开")
        workspace = opened(qtbot, window)
        assert "以只读方式打开" in workspace.standing.text
        assert "知道了" not in buttons(workspace.standing)
        for key in ("unit", "overview", "taskbook.2"):
            workspace.go_to_page(key)
            lines = workspace.findChildren(QLineEdit)
            texts = workspace.findChildren(QPlainTextEdit)
            closed = [line.isReadOnly() for line in lines if line.isVisible()]
            closed += [text.isReadOnly() for text in texts if text.isVisible()]
            assert closed
            assert all(closed)
        other.save(application(2))  # the other one is not disturbed
        press(workspace.standing, "打开副本")
        qtbot.waitUntil(
            lambda: window.workspace is not None and not window.workspace.draft.is_read_only,
            timeout=LONG,
        )
        copy = opened(qtbot, window)
        assert copy.session.value == application(2)
        assert "本机的一份副本" in copy.standing.text


def test_a_draft_where_nothing_can_be_written_is_opened_to_read_or_as_a_copy(
    qtbot: QtBot,
    window: MainWindow,
    keys: UserKeys,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    file = tmp_path / "a.jbgs"
    new_draft(file, application(1), *keys.holders()).close()
    real = os.open

    def refuse(path: str, *rest: int) -> int:
        if Path(path).parent == tmp_path:
            raise OSError(errno.EROFS, os.strerror(errno.EROFS))
        return real(path, *rest)

    monkeypatch.setattr(os, "open", refuse)
    window.open_file(file)
    press(says(qtbot, window, "a.jbgs", "只读", "打开副本"), "只读打开")
    workspace = opened(qtbot, window)
    assert workspace.draft.is_read_only
    press(workspace.standing, "打开副本")
    qtbot.waitUntil(
        lambda: window.workspace is not None and not window.workspace.draft.is_read_only,
        timeout=LONG,
    )
    assert opened(qtbot, window).session.value == application(1)


def test_another_computers_word_can_be_taken_over(
    qtbot: QtBot, window: MainWindow, keys: UserKeys, tmp_path: Path
) -> None:
    file = tmp_path / "a.jbgs"
    new_draft(file, application(1), *keys.holders()).close()
    facts = {"host": "财务处", "user": "李四", "pid": 1, "since": "2023-10-30 09:00"}
    file.with_name("a.jbgs.lock").write_text(json.dumps(facts), encoding="utf-8")
    window.open_file(file)
    dialog = says(qtbot, window, "财务处", "李四", "2023-10-30 09:00", "可以接管")
    press(dialog, "取消")
    no_dialog(qtbot, window)
    assert window.workspace is None
    window.open_file(file)
    press(says(qtbot, window, "李四"), "接管")
    workspace = opened(qtbot, window)
    workspace.session.set("unit.name", "接管以后")
    assert workspace.saver.save_now()


def test_an_older_file_put_back_is_told(
    qtbot: QtBot, window: MainWindow, keys: UserKeys, tmp_path: Path
) -> None:
    file, old = tmp_path / "a.jbgs", tmp_path / "old"
    with closing(new_draft(file, application(1), *keys.holders())) as draft:
        draft.save(application(2))
        shutil.copy(file, old)
        draft.save(application(3))
    shutil.copy(old, file)
    window.open_file(file)
    assert "是一份旧文件" in opened(qtbot, window).standing.text


def test_a_draft_of_a_newer_program_is_left_alone(
    qtbot: QtBot, window: MainWindow, keys: UserKeys, tmp_path: Path
) -> None:
    file = tmp_path / "a.jbgs"
    new_draft(file, application(1), *keys.holders()).close()
    with closing(sqlite3.connect(file)) as connection:
        connection.execute(f"PRAGMA user_version = {FORMAT_VERSION + 1}")
    before = file.read_bytes()
    window.open_file(file)
    assert "修复" not in buttons(says(qtbot, window, "请安装更新的程序再打开它"))
    assert window.workspace is None
    assert file.read_bytes() == before


def test_of_a_damaged_draft_is_opened_what_can_be_read(
    qtbot: QtBot, window: MainWindow, keys: UserKeys, tmp_path: Path
) -> None:
    file = tmp_path / "a.jbgs"
    with closing(new_draft(file, application(1), *keys.holders())) as draft:
        attach_and_save(draft, "证.pdf", b"x" * 100_000)
        draft.save(draft.load().application.set("unit.staff", "9"))
    damaged = bytearray(file.read_bytes())
    damaged[20:24] = b"\xff\xff\xff\xff"  # in the header, which holds nothing of the draft
    file.write_bytes(damaged)
    window.open_file(file)
    press(says(qtbot, window, "损坏的原文件不动"), "修复")
    workspace = opened(qtbot, window)
    assert "从损坏的" in workspace.standing.text
    assert workspace.session.value.unit.staff == "9"
    assert file.read_bytes() == bytes(damaged)
    assert Path(workspace.draft.place) != file


def _choose_way(dialog: QDialog, way: str) -> None:
    (button,) = [b for b in dialog.findChildren(QRadioButton) if b.text() == way]
    button.setChecked(True)


def _answer(dialog: QDialog, text: str) -> None:
    (field,) = [f for f in dialog.findChildren(QLineEdit) if f.isVisibleTo(dialog)]
    field.setText(text)
    press(dialog, "打开")


def test_a_colleagues_copy_asks_its_passphrase_and_is_taken_in(
    qtbot: QtBot, window: MainWindow, keys: UserKeys, tmp_path: Path, data_folder: Path
) -> None:
    file = tmp_path / "sent.jbgs"
    new_draft(file, application("同事"), Passphrase("给同事的口令")).close()
    before = file.read_bytes()
    window.open_file(file)
    dialog = says(qtbot, window, "它用口令加密")
    _answer(dialog, "错的口令")
    qtbot.waitUntil(lambda: "口令不对" in words_on(dialog), timeout=LONG)
    _answer(dialog, "给同事的口令")
    workspace = opened(qtbot, window)
    assert Path(workspace.draft.place).parent == data_folder / "drafts"
    assert workspace.session.value == application("同事")
    window.close_workspace()
    window.wait_for_files()
    assert file.read_bytes() == before
    with closing(open_draft(Path(workspace.draft.place), keys.holders)) as mine:
        assert mine.load().application == application("同事")


def test_a_colleagues_copy_can_be_worked_on_where_it_is(
    qtbot: QtBot, window: MainWindow, tmp_path: Path
) -> None:
    file = tmp_path / "sent.jbgs"
    new_draft(file, application("同事"), Passphrase("给同事的口令")).close()
    window.open_file(file)
    dialog = says(qtbot, window, "它用口令加密")
    press(dialog, "收进本机的草稿，以后打开不用再输入；原来的文件不变")
    _answer(dialog, "给同事的口令")
    assert Path(opened(qtbot, window).draft.place) == file


def test_the_draft_of_another_recovery_code_opens_with_that_code(
    qtbot: QtBot, window: MainWindow, tmp_path: Path
) -> None:
    file, other = tmp_path / "a.jbgs", UserSecret(b"o" * 16)
    new_draft(file, application("另一台"), other).close()
    window.open_file(file)
    dialog = says(qtbot, window, "另一个恢复码")
    _choose_way(dialog, "恢复码")
    _answer(dialog, "A" * 35)
    qtbot.waitUntil(lambda: "有误" in words_on(dialog), timeout=LONG)
    _answer(dialog, code_of(other))
    assert opened(qtbot, window).session.value == application("另一台")


def test_hostile_key_parameters_are_refused_at_once(
    qtbot: QtBot, window: MainWindow, tmp_path: Path
) -> None:
    file = tmp_path / "a.jbgs"
    new_draft(file, application(), Passphrase("口令口令口令")).close()
    data = file.read_bytes()
    file.write_bytes(data.replace(b'"passes": 1', b'"passes": 9'))
    window.open_file(file)
    dialog = says(qtbot, window, "口令")
    _answer(dialog, "口令口令口令")
    qtbot.waitUntil(lambda: buttons(dialog)["打开"].isEnabled(), timeout=LONG)
    assert "没有改动" in words_on(dialog)
    assert window.workspace is None


def test_a_draft_of_an_unknown_call_is_told_and_let_go(
    qtbot: QtBot, window: MainWindow, keys: UserKeys, tmp_path: Path
) -> None:
    file = tmp_path / "a.jbgs"
    new_draft(file, Application(call="another-call"), *keys.holders()).close()
    window.open_file(file)
    press(says(qtbot, window, "another-call", "没有这份通知的数据"), "知道了")
    window.wait_for_files()
    new = open_draft(file, keys.holders)  # nobody holds it
    new.close()


def test_drafts_opened_elsewhere_are_listed_afterwards(
    qtbot: QtBot, window: MainWindow, keys: UserKeys, tmp_path: Path
) -> None:
    file = tmp_path / "优盘" / "a.jbgs"
    file.parent.mkdir()
    new_draft(file, application("优盘"), *keys.holders()).close()
    window.open_file(file)
    opened(qtbot, window)
    window.close_workspace()
    window.wait_for_files()
    qtbot.waitUntil(lambda: "示例单位优盘" in str(shown_or_none(window)), timeout=LONG)
    (line,) = shown(window)
    assert line[-1] == str(file.parent)
    assert backup.all_backups()


def test_an_order_of_opening_that_was_hasty_ends_with_one_open_draft(
    qtbot: QtBot, window: MainWindow, keys: UserKeys, tmp_path: Path
) -> None:
    files = [tmp_path / f"{number}.jbgs" for number in range(2)]
    for number, file in enumerate(files):
        new_draft(file, application(number), *keys.holders()).close()
    for file in files:
        window.open_file(file)
    qtbot.waitUntil(
        lambda: window.workspace is not None and window.workspace.session.value == application(1),
        timeout=LONG,
    )
    window.wait_for_files()
    open_draft(files[0], keys.holders).close()
