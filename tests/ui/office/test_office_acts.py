"""What an officer does is undone, deleted, chosen, logged: through the window."""

import shutil
from datetime import date
from pathlib import Path

import pytest
from openpyxl import load_workbook
from PySide6.QtCore import QMimeData, QPointF, Qt, QUrl
from PySide6.QtGui import QDropEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QApplication,
    QComboBox,
    QLineEdit,
    QPlainTextEdit,
    QPushButton,
    QSpinBox,
    QTreeWidget,
)
from pytestqt.qtbot import QtBot

from jbgs_desktop.bundle.drives import Drive
from jbgs_desktop.office.register.entry import EntryState
from jbgs_desktop.office.register.entry_changes import return_entry
from jbgs_desktop.office.register.register import Register
from jbgs_desktop.ui.office.office_view import OfficeView
from tests.bundle.small_bundles import write_bundle
from tests.office.registers import TRACK, application, receive
from tests.ui.boxes import LONG, next_dialog, no_dialog, open_dialogs, pick, press, says
from tests.ui.fields import commit, words_on
from tests.ui.office.test_office import UNITS, filled, go_to, named, order, table


def chosen_menu(view: OfficeView, title: str) -> None:
    """Choose ``title`` in what can be done with the chosen bundle."""
    (button,) = (b for b in view.details.findChildren(QPushButton) if b.text() == "处理(&M)")
    (action,) = (action for action in button.menu().actions() if action.text() == title)
    action.trigger()
    QApplication.processEvents()


def returned(qtbot: QtBot, view: OfficeView, file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The chosen bundle returned, its slip saved as ``file``."""
    pick(monkeypatch, file)
    press(view, "退回(&T)…")
    dialog = next_dialog(qtbot, view)
    named(dialog, QPlainTextEdit, "需要更正的内容").setPlainText("缺公章")
    press(dialog, "另存退回单为 PDF(&S)…")
    qtbot.waitUntil(file.exists, timeout=LONG)
    no_dialog(qtbot, view)


def test_a_cancelled_save_dialog_returns_nobody(
    qtbot: QtBot, register: Register, view: OfficeView, monkeypatch: pytest.MonkeyPatch
) -> None:
    filled(register, view, (1,))
    pick(monkeypatch)
    press(view, "退回(&T)…")
    dialog = next_dialog(qtbot, view)
    named(dialog, QPlainTextEdit, "需要更正的内容").setPlainText("缺公章")
    press(dialog, "另存退回单为 PDF(&S)…")
    qtbot.waitUntil(lambda: dialog.isEnabled() and len(open_dialogs(view)) == 1, timeout=LONG)
    assert register.entries[0].returned == ()
    assert dialog.isVisible()
    dialog.reject()


def test_a_slip_is_printed_again_and_the_return_taken_back(
    qtbot: QtBot,
    register: Register,
    view: OfficeView,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    filled(register, view, (1,))
    returned(qtbot, view, tmp_path / "slip.pdf", monkeypatch)
    again = tmp_path / "again.pdf"
    pick(monkeypatch, again)
    chosen_menu(view, "再出退回单(&P)…")
    dialog = next_dialog(qtbot, view)
    assert named(dialog, QPlainTextEdit, "需要更正的内容").isReadOnly()
    press(dialog, "另存退回单为 PDF(&S)…")
    qtbot.waitUntil(again.exists, timeout=LONG)
    no_dialog(qtbot, view)
    assert again.read_bytes() == (tmp_path / "slip.pdf").read_bytes()
    assert [len(entry.returned) for entry in register.entries] == [1]
    chosen_menu(view, "取消退回(&C)")
    assert [len(entry.returned) for entry in register.entries] == [0]
    assert len(register.recommendable()) == 1


def test_a_note_that_is_being_typed_stays_while_scans_are_read(
    register: Register, view: OfficeView
) -> None:
    filled(register, view, (1, 2))
    first, second = register.entries
    view.received.choose(first.number)
    remarks = named(view, QLineEdit, "备注")
    remarks.setFocus()
    commit(remarks, "电话")
    view.context.changed.emit()  # as the reading of scans in the background does
    commit(remarks, "问过")
    assert remarks.text() == "电话问过"
    view.received.choose(second.number)
    assert remarks.text() == ""
    assert [entry.remarks for entry in register.entries] == ["电话问过", ""]


def test_every_act_is_undone_from_the_window(
    qtbot: QtBot, register: Register, view: OfficeView
) -> None:
    filled(register, view, (1, 2))
    before = register.entries
    remarks = named(view, QLineEdit, "备注")
    commit(remarks, "电话问过")
    QTest.keyClick(remarks, Qt.Key.Key_Return)
    assert "电话问过" in [entry.remarks for entry in register.entries]
    press(view, "撤销(&Z)")
    assert "已撤销：备注：电话问过" in view.bar.text
    assert register.entries == before
    assert remarks.text() == ""
    press(view, "重做")
    assert "已重做" in view.bar.text
    assert remarks.text() == "电话问过"
    for _ in range(4):
        QTest.keyClick(view, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert "没有可以撤销的操作" in view.bar.text
    assert register.recommendable() == []
    assert table(view) == []


def test_a_bundle_is_deleted_with_a_reason_and_put_back(
    qtbot: QtBot, register: Register, view: OfficeView
) -> None:
    filled(register, view, (1, 2))
    view.received.choose(register.entries[0].number)
    chosen_menu(view, "删除(&D)…")
    dialog = says(qtbot, view, f"删除“{UNITS[1]}”", "可以随时恢复")
    press(dialog, "删除(&D)")
    assert "请写明删除的原因" in words_on(dialog)
    named(dialog, QLineEdit, "删除的原因").setText("演示用的")
    press(dialog, "删除(&D)")
    no_dialog(qtbot, view)
    assert [row[0] for row in table(view)] == [UNITS[2]]
    states = named(view, QComboBox, "结论")
    states.setCurrentIndex(states.findData(EntryState.REMOVED.value))
    assert [row[0] for row in table(view)] == [UNITS[1]]
    assert "删除：演示用的" in words_on(view)
    chosen_menu(view, "恢复(&R)")
    assert len(register.recommendable()) == 2


def test_of_two_that_nothing_tells_apart_the_officer_chooses(
    register: Register, view: OfficeView
) -> None:
    entries = [
        receive(register, application(1).set("product_overview", text), text)
        for text in ("一版", "二版")
    ]
    view.context.entries_added()
    go_to(view, TRACK.name)
    assert "分不出先后" in words_on(view)
    assert len(order(view)) == 1
    go_to(view, "收件登记")
    for entry in entries:
        view.received.choose(entry.number)
        if "分不出先后" in words_on(view.details):
            chosen_menu(view, "以这份为准(&Y)")
    go_to(view, TRACK.name)
    assert "分不出先后" not in words_on(view)


def test_the_bar_says_what_a_new_version_replaced_and_lists_what_was_left(
    qtbot: QtBot, register: Register, view: OfficeView, tmp_path: Path
) -> None:
    receive(register, application(1), made=date(2023, 11, 1))
    pile = tmp_path / "pile"
    new = application(1).set("product_overview", "另一版")
    write_bundle(pile / "新", new, info={"made": date(2023, 11, 2)})
    (pile / "照片").mkdir()
    (pile / "名单.txt").write_bytes(b"x")
    view.take([pile])
    qtbot.waitUntil(lambda: "收件完成" in view.bar.text, timeout=LONG)
    assert f"“{UNITS[1]}”取代了" in view.bar.text
    assert "都带过来了" in view.bar.text
    assert "不能接收“照片”" in view.bar.text
    assert len(register.entries) == 2
    press(view, "看清单")
    dialog = next_dialog(qtbot, view)
    text = named(dialog, QPlainTextEdit, "没有接收的内容").toPlainText()
    assert "照片：里面没有报送包" in text
    assert "名单.txt：是单独的文件" in text
    dialog.reject()


def test_a_stick_may_be_pulled_after_the_intake(
    qtbot: QtBot, view: OfficeView, sticks: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    drive = Drive("U盘", sticks, 1, 2, "FAT32", removable=True, read_only=False)
    monkeypatch.setattr("jbgs_desktop.ui.office.intake_outcome.list_drives", lambda: [drive])
    view.take([sticks])
    qtbot.waitUntil(lambda: "收件完成" in view.bar.text, timeout=LONG)
    assert "盘可以拔出了" in view.bar.text


def test_the_log_is_read_and_exported(
    qtbot: QtBot, register: Register, view: OfficeView, chosen: Path
) -> None:
    go_to(view, "登记与上报")
    officer = named(view, QLineEdit, "经办人")
    officer.setText("王经办")
    QTest.keyClick(officer, Qt.Key.Key_Return)
    filled(register, view, (1,))
    (entry,) = register.entries
    register.keep([return_entry(entry, ["缺公章"], "", entry.when)])
    press(view, "撤销(&Z)")
    press(view, "操作记录(&J)…")
    dialog = next_dialog(qtbot, view)
    log = named(dialog, QTreeWidget, "操作记录")
    rows = [log.topLevelItem(at) for at in range(log.topLevelItemCount())]
    texts = [[row.text(column) for column in (1, 2, 3)] for row in rows if row]
    assert texts[:3] == [
        ["王经办", "撤销：退回：缺公章", UNITS[1]],
        ["王经办", "退回：缺公章", UNITS[1]],
        ["王经办", "收件", UNITS[1]],
    ]
    assert texts[3][1] == "经办人改为“王经办”"
    press(dialog, "导出操作记录(&E)…")
    qtbot.waitUntil(lambda: "操作记录.xlsx" in view.bar.text, timeout=LONG)
    sheet = load_workbook(chosen / "操作记录.xlsx").worksheets[0]
    assert sheet.cell(5, 4).value == "退回：缺公章"
    dialog.reject()


def test_what_is_dropped_is_taken_in(
    qtbot: QtBot, register: Register, view: OfficeView, tmp_path: Path
) -> None:
    source = write_bundle(tmp_path / "包", application(1))
    file = Path(shutil.make_archive(str(tmp_path / "压缩"), "zip", source))
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(file))])
    at, left = QPointF(5, 5), Qt.MouseButton.LeftButton
    none = Qt.KeyboardModifier.NoModifier
    view.dropEvent(QDropEvent(at, Qt.DropAction.CopyAction, data, left, none))
    qtbot.waitUntil(lambda: "收件完成" in view.bar.text, timeout=LONG)
    assert [entry.unit for entry in register.entries] == [UNITS[1]]


def test_the_counts_of_a_track_add_up(register: Register, view: OfficeView) -> None:
    for name in ("a", "b"):
        receive(register, application(1), name)
    receive(register, application(2))
    view.context.entries_added()
    go_to(view, "登记与上报")
    rows = named(view, QTreeWidget, "各赛道的收件情况")
    for at in range(rows.topLevelItemCount()):
        texts = [rows.topLevelItem(at).text(n) for n in range(1, rows.columnCount())]  # type: ignore
        received, *parts = map(int, texts)
        assert received == sum(parts)


def test_the_paper_check_is_recorded(register: Register, view: OfficeView) -> None:
    filled(register, view, (1, 2))
    view.received.choose(register.entries[0].number)
    code = register.entries[0].code
    named(view, QLineEdit, "纸质件页脚的核验码").setText(code)
    named(view, QSpinBox, "收到的纸质件份数").setValue(2)
    paper = register.entries[0].paper
    assert paper is not None
    assert (paper.code, paper.copies) == (code, 2)
    assert "核对过核验码" in words_on(view.details)
    states = named(view, QComboBox, "纸质件")
    states.setCurrentIndex(states.findText("码一致，未看章"))
    assert [row[0] for row in table(view)] == [UNITS[1]]
    press(view, "撤销(&Z)")
    press(view, "撤销(&Z)")
    assert register.entries[0].paper is None


def test_a_unit_is_registered_by_hand(qtbot: QtBot, register: Register, view: OfficeView) -> None:
    press(view, "手工登记(&H)…")
    dialog = next_dialog(qtbot, view)
    press(dialog, "登记(&D)")
    assert "请填写单位名称" in words_on(dialog)
    named(dialog, QLineEdit, "单位名称").setText("手写有限公司")
    named(dialog, QLineEdit, "方向").setText("2、8")
    tracks = named(dialog, QComboBox, "赛道")
    tracks.setCurrentIndex(tracks.findText(TRACK.name))
    press(dialog, "登记(&D)")
    no_dialog(qtbot, view)
    assert table(view)[0][0] == "手写有限公司"
    go_to(view, TRACK.name)
    assert [row[:2] for row in order(view)] == [("1", "手写有限公司"), ("2", "手写有限公司")]
