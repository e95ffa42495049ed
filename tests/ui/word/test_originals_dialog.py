"""Word原件: listed with their sizes, opened, taken out, removed; along with a copy on request."""

import io
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from docx.oxml import parse_xml
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QCheckBox, QDialog, QLineEdit, QMessageBox, QTreeWidget, QWidget
from pytestqt.qtbot import QtBot

from jbgs_desktop.drafts.draft_library import create_draft
from jbgs_desktop.drafts.keys.key_holders import Passphrase
from jbgs_desktop.drafts.keys.user_keys import UserKeys
from jbgs_desktop.drafts.store import open_draft
from jbgs_desktop.drafts.word_originals import keep_original, originals
from jbgs_desktop.forms.application import Application
from jbgs_desktop.ui.shell.main_window import MainWindow
from jbgs_desktop.ui.word.originals_dialog import OriginalsDialog
from tests.drafts.cheap_drafts import application
from tests.ui.boxes import LONG, buttons, next_dialog, open_dialogs, opened, pick, press
from tests.ui.fields import words_on
from tests.ui.shell.test_draft_transfer import menu
from tests.ui.shell.test_word_action import FORMULA
from tests.ui.word.word_imports import (
    PLAN,
    dialog_called,
    given_out,
    importing,
    losses_of,
    titles_of_dialogs,
    wait_for_words,
)

WORD = b"PK word" * 300_000


@pytest.fixture
def file(keys: UserKeys) -> Path:
    """A draft with two originals."""
    with closing(create_draft(application("甲"), keys.holders())) as draft:
        keep_original(draft, "第一稿.docx", io.BytesIO(WORD))
        keep_original(draft, "第二稿.docx", io.BytesIO(b"second"))
        return draft.file


@pytest.fixture
def dialog(qtbot: QtBot, window: MainWindow, file: Path) -> QDialog:
    """The dialog over the open draft."""
    window.open_file(file)
    opened(qtbot, window)
    menu(window, "Word原件…")
    return next_dialog(qtbot, window)


@pytest.fixture
def desktop(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[str]]:
    """What was given to the desktop to be opened; it has a program for each file."""
    given: list[str] = []

    def take(url: object) -> bool:
        assert hasattr(url, "toLocalFile")
        given.append(url.toLocalFile())
        return True

    monkeypatch.setattr(QDesktopServices, "openUrl", take)
    yield given


def lines(dialog: QDialog) -> list[tuple[str, str]]:
    tree = dialog.findChild(QTreeWidget)
    assert isinstance(tree, QTreeWidget)
    items = [tree.topLevelItem(row) for row in range(tree.topLevelItemCount())]
    return [(item.text(0), item.text(1)) for item in items if item]


def box_in(qtbot: QtBot, dialog: QDialog) -> QMessageBox:
    qtbot.waitUntil(lambda: len(open_dialogs(dialog)) > 0, timeout=LONG)
    (box,) = open_dialogs(dialog)
    assert isinstance(box, QMessageBox)
    return box


def test_they_are_listed_with_their_sizes(dialog: QDialog) -> None:
    assert lines(dialog) == [("第一稿.docx", "2.0 MB"), ("第二稿.docx", "0.0 KB")]
    assert "共 2 份，2.0 MB" in words_on(dialog)
    assert "不进报送包" in words_on(dialog)


def test_one_is_opened_as_it_came(qtbot: QtBot, dialog: QDialog, desktop: list[str]) -> None:
    press(dialog, "打开(&O)")
    qtbot.waitUntil(lambda: bool(desktop), timeout=LONG)
    copy = Path(desktop[0])
    assert (copy.name, copy.read_bytes()) == ("第一稿.docx", WORD)


def test_one_is_saved_as_it_came(
    qtbot: QtBot, dialog: QDialog, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    pick(monkeypatch, tmp_path / "拿出来")
    press(dialog, "另存为(&S)…")
    box = box_in(qtbot, dialog)
    assert "没有加密" in box.text()
    assert (tmp_path / "拿出来.docx").read_bytes() == WORD


def test_a_place_that_refuses_is_told(
    qtbot: QtBot, dialog: QDialog, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    (tmp_path / "file").write_bytes(b"")
    pick(monkeypatch, tmp_path / "file" / "a.docx")
    press(dialog, "另存为(&S)…")
    assert "无法写入" in box_in(qtbot, dialog).text()


def test_one_is_removed_after_asking(
    qtbot: QtBot, window: MainWindow, dialog: QDialog, file: Path, keys: UserKeys
) -> None:
    press(dialog, "删去(&D)…")
    box = box_in(qtbot, dialog)
    assert "“第一稿.docx”" in box.text()
    press(box, "取消")
    assert len(lines(dialog)) == 2
    press(dialog, "删去(&D)…")
    press(box_in(qtbot, dialog), "删去")
    qtbot.waitUntil(lambda: lines(dialog) == [("第二稿.docx", "0.0 KB")], timeout=LONG)
    press(dialog, "删去(&D)…")
    press(box_in(qtbot, dialog), "删去")
    qtbot.waitUntil(lambda: lines(dialog) == [], timeout=LONG)
    assert "还没有Word原件" in words_on(dialog)
    assert not any(buttons(dialog)[name].isEnabled() for name in ("打开(&O)", "删去(&D)…"))
    dialog.reject()
    window.close_workspace()
    window.wait_for_files()
    with closing(open_draft(file, keys.holders)) as draft:
        assert originals(draft) == []


def test_a_draft_to_look_at_keeps_what_it_has(qtbot: QtBot, file: Path, keys: UserKeys) -> None:
    with closing(open_draft(file, keys.holders, read_only=True)) as draft:
        parent = QWidget()
        qtbot.addWidget(parent)
        dialog = OriginalsDialog(parent, draft, lambda _: ())
        dialog.show()
        assert not buttons(dialog)["删去(&D)…"].isEnabled()
        assert buttons(dialog)["另存为(&S)…"].isEnabled()
        assert "只读方式打开的，不能删去" in words_on(dialog)


def test_what_is_no_word_file_by_its_name_is_not_given_to_the_desktop(
    qtbot: QtBot, window: MainWindow, keys: UserKeys, desktop: list[str]
) -> None:
    with closing(create_draft(application("甲"), keys.holders())) as draft:
        keep_original(draft, "申报书.docx.exe", io.BytesIO(b"MZ"))
    window.open_file(draft.file)
    opened(qtbot, window)
    menu(window, "Word原件…")
    dialog = next_dialog(qtbot, window)
    press(dialog, "打开(&O)")
    assert "看名称不是Word文件" in box_in(qtbot, dialog).text()
    assert desktop == []


@pytest.mark.parametrize("wanted", [False, True])
def test_they_go_along_with_a_copy_only_when_ticked(
    qtbot: QtBot,
    window: MainWindow,
    file: Path,
    monkeypatch: pytest.MonkeyPatch,
    tmp_path: Path,
    wanted: bool,
) -> None:
    pick(monkeypatch, tmp_path / "copy.jbgs")
    window.open_file(file)
    workspace = opened(qtbot, window)
    menu(window, "另存为加密副本…")
    dialog = next_dialog(qtbot, window)
    (box,) = dialog.findChildren(QCheckBox)
    assert (box.text(), box.isChecked()) == ("也带上 2 份Word原件（共 2.0 MB）", False)
    assert "以前交出" not in words_on(dialog)
    box.setChecked(wanted)
    for field in dialog.findChildren(QLineEdit):
        field.setText("给同事的一个口令")
    press(dialog, "选择位置…")
    qtbot.waitUntil(lambda: "已另存为加密副本" in workspace.bar.text, timeout=LONG)
    with closing(
        open_draft(tmp_path / "copy.jbgs", lambda: [Passphrase("给同事的一个口令")])
    ) as copy:
        assert len(originals(copy)) == (2 if wanted else 0)


def test_versions_that_go_along_are_told_and_without_originals_nothing_is_asked(
    qtbot: QtBot,
    window: MainWindow,
    keys: UserKeys,
    monkeypatch: pytest.MonkeyPatch,
    tmp_path: Path,
) -> None:
    with closing(create_draft(application("甲"), keys.holders())) as draft:
        pass
    window.open_file(draft.file)
    workspace = opened(qtbot, window)
    pick(monkeypatch, tmp_path / "copy.jbgs")
    for number, words in enumerate(("", "最近 1 份", "最近 2 份")):
        workspace.session.set("unit.staff", str(number + 1))
        menu(window, "另存为加密副本…")
        dialog = next_dialog(qtbot, window)
        assert not any(box.isVisibleTo(dialog) for box in dialog.findChildren(QCheckBox))
        assert words in words_on(dialog)
        assert ("以前交出" in words_on(dialog)) == bool(words)
        workspace.bar.hide()
        for field in dialog.findChildren(QLineEdit):
            field.setText("a long passphrase")
        press(dialog, "选择位置…")
        qtbot.waitUntil(lambda: "已另存为加密副本" in workspace.bar.text, timeout=LONG)


def test_what_did_not_come_is_seen_again_after_it_was_taken(
    qtbot: QtBot, window: MainWindow, empty: Application, tmp_path: Path
) -> None:
    window.begin(empty.set("directions", (2,)))
    workspace = opened(qtbot, window)
    document = given_out(workspace, PLAN)
    document.add_paragraph("见式。")._p.append(parse_xml(FORMULA))
    document.save(str(tmp_path / "王五.docx"))
    before = importing(qtbot, workspace, tmp_path / "王五.docx")
    listed = losses_of(before)
    press(before, "取用选中的 1 栏")
    wait_for_words(qtbot, workspace, "带不进来的 1 处，可以从菜单打开“Word原件…”再看")
    menu(window, "Word原件…")
    dialog = next_dialog(qtbot, window)
    press(dialog, "带不进来的(&L)…")
    qtbot.waitUntil(lambda: "没有带进来的" in titles_of_dialogs(dialog), timeout=LONG)
    again = dialog_called(dialog, "没有带进来的")
    assert losses_of(again) == listed
    assert "“王五.docx”里没有带进来的" in words_on(again)
    press(again, "关闭")
    assert buttons(dialog)["带不进来的(&L)…"].isEnabled()


def test_what_cannot_be_read_again_is_told(qtbot: QtBot, dialog: QDialog) -> None:
    press(dialog, "带不进来的(&L)…")
    assert "“第一稿.docx”现在读不出来" in box_in(qtbot, dialog).text()
