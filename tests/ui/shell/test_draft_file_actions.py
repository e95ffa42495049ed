"""The open draft's file: its passphrase is set and taken away, and damage in it is told."""

from contextlib import closing
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLineEdit
from pytestqt.qtbot import QtBot

from jbgs_desktop.drafts.draft_library import create_draft
from jbgs_desktop.drafts.keys.key_holders import Passphrase
from jbgs_desktop.drafts.keys.user_keys import UserKeys
from jbgs_desktop.drafts.store import open_draft
from jbgs_desktop.errors import DraftKeyError
from jbgs_desktop.ui.shell.main_window import MainWindow
from jbgs_desktop.ui.shell.workspace import Workspace
from tests.drafts.cheap_drafts import application, attach_and_save
from tests.ui.boxes import LONG, buttons, next_dialog, no_dialog, opened, press, says
from tests.ui.fields import words_on
from tests.ui.shell.test_draft_transfer import menu

WORDS = "给别的电脑的口令"


@pytest.fixture
def workspace(qtbot: QtBot, window: MainWindow, keys: UserKeys) -> Workspace:
    """An open draft with a large and a small evidence."""
    with closing(create_draft(application("甲"), keys.holders())) as draft:
        attach_and_save(draft, "大.pdf", b"%PDF-1.4" + bytes(3_000_000))
        attach_and_save(draft, "小.pdf", b"%PDF-1.4")
    window.open_file(draft.file)
    return opened(qtbot, window)


def file_of(workspace: Workspace) -> Path:
    return workspace.draft.file


def set_passphrase(qtbot: QtBot, window: MainWindow, first: str, second: str) -> None:
    dialog = next_dialog(qtbot, window)
    for field, text in zip(dialog.findChildren(QLineEdit), (first, second), strict=True):
        field.setText(text)
    press(dialog, "设定口令")


def test_enter_on_cancel_sets_no_passphrase(
    qtbot: QtBot, window: MainWindow, workspace: Workspace
) -> None:
    menu(window, "草稿的口令…")
    dialog = next_dialog(qtbot, window)
    for field in dialog.findChildren(QLineEdit):
        field.setText(WORDS)
    cancel = buttons(dialog)["取消"]
    cancel.setFocus()
    QTest.keyClick(cancel, Qt.Key.Key_Return)
    no_dialog(qtbot, window)
    assert not opens(file_of(workspace), Passphrase(WORDS))


def opens(file: Path, key: Passphrase) -> bool:
    try:
        open_draft(file, lambda: [key], read_only=True).close()
    except DraftKeyError:
        return False
    return True


def test_a_passphrase_is_set_and_taken_away(
    qtbot: QtBot, window: MainWindow, workspace: Workspace, keys: UserKeys
) -> None:
    file = file_of(workspace)
    menu(window, "草稿的口令…")
    set_passphrase(qtbot, window, WORDS, WORDS + "错")
    assert "不一样" in words_on(next_dialog(qtbot, window))
    set_passphrase(qtbot, window, WORDS, WORDS)
    qtbot.waitUntil(lambda: "口令已经设定" in workspace.bar.text, timeout=LONG)
    workspace.session.set("unit.name", "改过以后")
    assert workspace.saver.save_now()
    assert opens(file, Passphrase(WORDS))
    menu(window, "草稿的口令…")
    press(says(qtbot, window, "原来的口令", "以前的备份和副本不变"), "去掉口令")
    qtbot.waitUntil(lambda: "口令已经去掉" in workspace.bar.text, timeout=LONG)
    no_dialog(qtbot, window)
    assert not opens(file, Passphrase(WORDS))
    with closing(open_draft(file, keys.holders, read_only=True)) as draft:
        assert draft.load().application.unit.name == "改过以后"


def test_a_whole_file_is_said_to_be_whole(
    qtbot: QtBot, window: MainWindow, workspace: Workspace
) -> None:
    menu(window, "检验草稿文件")
    qtbot.waitUntil(lambda: "草稿文件完好" in workspace.bar.text, timeout=LONG)


def test_damage_is_named_with_the_way_out(
    qtbot: QtBot, window: MainWindow, workspace: Workspace
) -> None:
    with file_of(workspace).open("r+b") as file:
        file.seek(1_500_000)
        file.write(bytes(1000))
    menu(window, "检验草稿文件")
    qtbot.waitUntil(lambda: "处损坏" in workspace.bar.text, timeout=LONG)
    assert "大.pdf" in workspace.bar.text and "小.pdf" not in workspace.bar.text
    assert "另存为加密副本" in workspace.bar.text
