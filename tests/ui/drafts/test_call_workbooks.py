"""另存为工作簿, 由工作簿制作 in 关于, as the issuing office goes there."""

import io
from pathlib import Path

import pytest
from openpyxl import load_workbook
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QComboBox, QDialog, QTabWidget, QTreeWidget
from pytestqt.qtbot import QtBot

from jbgs_desktop.documents.call_workbook.made_call import make_call
from jbgs_desktop.drafts.keys.user_keys import UserKeys
from jbgs_desktop.forms.calls.call import find_call, installed_calls
from jbgs_desktop.forms.calls.call_file import install_call, read_call_file, write_call_file
from jbgs_desktop.ui.drafts.call_contents_list import CallContentsList
from jbgs_desktop.ui.shell.main_window import MainWindow
from tests.documents.call_workbook.edited_workbooks import (
    SECOND,
    cell,
    edited,
    item,
    original,
    put,
)
from tests.documents.call_workbook.notices import running_lines, word_file
from tests.documents.xlsx_reader.made_workbooks import saved
from tests.forms.applications import national_call
from tests.forms.calls.test_call_file import ORIGIN
from tests.ui.boxes import LONG, buttons, open_dialogs, pick, press
from tests.ui.conftest import close_quietly
from tests.ui.fields import words_on


def about(qtbot: QtBot, window: MainWindow) -> QDialog:
    """关于 with its list of calls."""
    press(window, "关于(&A)…")
    (dialog,) = open_dialogs(window)
    listed = next(each for each in dialog.findChildren(QTreeWidget) if each.columnCount() == 3)
    qtbot.waitUntil(lambda: listed.topLevelItemCount() > 0, timeout=LONG)
    (tabs,) = dialog.findChildren(QTabWidget)
    tabs.setCurrentIndex(1)
    return dialog


def above(qtbot: QtBot, window: MainWindow, *parts: str) -> QDialog:
    """The dialog that says ``parts``, whichever others are open below it."""

    def found() -> list[QDialog]:
        return [
            each for each in open_dialogs(window) if all(part in words_on(each) for part in parts)
        ]

    qtbot.waitUntil(lambda: len(found()) > 0, timeout=LONG)
    return found()[-1]


def test_a_call_is_saved_as_a_workbook(
    qtbot: QtBot, window: MainWindow, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    out = tmp_path / "通知.xlsx"
    dialog = about(qtbot, window)
    pick(monkeypatch, out)
    press(dialog, "另存为工作簿(&W)…")
    press(above(qtbot, window, "工作簿已保存到", "由工作簿制作"), "知道了")
    assert make_call(out.read_bytes(), "x").data == make_call(original(), "x").data


def test_faults_are_listed_by_cell_and_read_again_when_they_are_mended(
    qtbot: QtBot, window: MainWindow, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    book = tmp_path / "通知.xlsx"
    book.write_bytes(edited(put("方向", 4, "类别", None), put("期限", 2, "截止时间", "月底")))
    dialog = about(qtbot, window)
    pick(monkeypatch, book)
    press(dialog, "由工作簿制作(&M)…")
    told = above(qtbot, window, "有 2 处要改，没有制作")
    (listed,) = told.findChildren(QTreeWidget)
    lines = [listed.topLevelItem(at) for at in range(listed.topLevelItemCount())]
    cells = [[line.text(at) for at in range(3)] for line in lines if line]
    assert sorted(cells) == [["方向", "第4行", "C列"], ["期限", "第2行", "C列"]]
    press(told, "复制全部(&C)")
    copied = QGuiApplication.clipboard().text().splitlines()
    assert len(copied) == 2 and "方向 第4行 C列：“类别”要填写，这里是空的。" in copied
    book.write_bytes(edited(put("方向", 4, "类别", "核心基础")))
    press(told, "重新读取(&R)")
    above(qtbot, window, "通知数据文件已保存到")  # to where ``pick`` says: beside it, by its ending
    assert (tmp_path / "通知.xlsx.jbgscall").is_file()


def test_what_was_made_is_shown_as_its_readers_see_it_and_can_be_put_in(
    qtbot: QtBot, window: MainWindow, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened = load_workbook(io.BytesIO(original(SECOND)))
    item(opened, "代号").value = "harbour-2099"
    cell(opened, "属地口径", 2, "发文日期").value = "2099-01-02"
    item(opened, "标题").value = "2099年的新通知"
    book = tmp_path / "新.xlsx"
    book.write_bytes(saved(opened))
    dialog = about(qtbot, window)
    pick(monkeypatch, book)
    press(dialog, "由工作簿制作(&M)…")
    press(above(qtbot, window, "通知数据文件已保存到", "核对校验值"), "知道了")
    shown = above(qtbot, window, "没有自带的示例")
    (contents,) = shown.findChildren(CallContentsList)
    heads = [contents.topLevelItem(at) for at in range(contents.topLevelItemCount())]
    assert [head.text(0) for head in heads if head] == [
        "截止时间（2）", "赛道与方向（1）", "字数限制（6）"
    ]  # fmt: skip
    deadline = heads[0].child(0) if heads[0] else None
    assert deadline is not None
    assert (deadline.text(0), deadline.text(1)) == ("海港市 · 线上登记（申请方）", "2029-03-01")
    press(shown, "导入(&I)")
    press(above(qtbot, window, "已导入"), "知道了")
    assert find_call("harbour-2099") is not None
    dialog.reject()
    (chosen,) = [box for box in window.findChildren(QComboBox) if box.accessibleName() == "通知"]
    assert chosen.currentText() == "2099年的新通知"
    assert not buttons(window)["这份通知没有示例"].isEnabled()
    chosen.setCurrentIndex(chosen.findText(national_call().title))
    assert buttons(window)["打开一份示例(&S)"].isEnabled()


def test_the_tasks_of_a_notice_in_word_begin_a_workbook(
    qtbot: QtBot, window: MainWindow, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    notice = tmp_path / "新通知.docx"
    notice.write_bytes(word_file(running_lines()))
    dialog = about(qtbot, window)
    pick(monkeypatch, notice)
    press(dialog, "由通知的Word文件起草(&N)…")
    press(above(qtbot, window, "读到 22 个任务", "4 个有存疑", "工作簿已保存到"), "知道了")
    (out,) = tmp_path.glob("*.xlsx")
    opened = load_workbook(io.BytesIO(out.read_bytes()))
    assert cell(opened, "方向", 2, "标题").value == "高可靠掘进机"


def test_what_is_no_workbook_is_told(
    qtbot: QtBot, window: MainWindow, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "a.ods").write_bytes(b"%PDF-1.4")
    dialog = about(qtbot, window)
    pick(monkeypatch, tmp_path / "a.ods")
    press(dialog, "由工作簿制作(&M)…")
    press(above(qtbot, window, "没有读取“a.ods”", "PDF"), "知道了")


def test_of_two_calls_the_one_issued_last_is_offered_at_the_start(
    qtbot: QtBot, tmp_path: Path, keys: UserKeys
) -> None:
    file = tmp_path / "second.jbgscall"
    write_call_file(SECOND, ORIGIN, file)
    install_call(read_call_file(file))
    window = MainWindow()
    window.complete(installed_calls(), keys)
    qtbot.addWidget(window, before_close_func=close_quietly)
    (chosen,) = [box for box in window.findChildren(QComboBox) if box.accessibleName() == "通知"]
    assert chosen.currentText() == read_call_file(file).call.title
