"""The office's whole job through the window: receiving, paper, returning, ranking, filing."""

from contextlib import closing
from pathlib import Path
from typing import TypeVar

import bagit  # type: ignore[import-untyped]
import docx
import pytest
from openpyxl import load_workbook
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QApplication,
    QCheckBox,
    QComboBox,
    QLineEdit,
    QListWidget,
    QPlainTextEdit,
    QTreeView,
    QTreeWidget,
    QTreeWidgetItem,
    QWidget,
)
from pytestqt.qtbot import QtBot

from jbgs_desktop.bundle.verify import verify
from jbgs_desktop.documents.page_code import format_code
from jbgs_desktop.documents.pdf.images import PdfPages
from jbgs_desktop.office.register.entry import EntryState
from jbgs_desktop.office.register.register import Register
from jbgs_desktop.ui.office.expected_dialog import ExpectedDialog
from jbgs_desktop.ui.office.office_view import OfficeView
from jbgs_desktop.ui.shell.main_window import MainWindow
from tests.bundle.small_bundles import write_bundle
from tests.drafts.cheap_drafts import CHEAP, SECRET
from tests.office.registers import TRACK, application, receive
from tests.ui.boxes import LONG, next_dialog, no_dialog, pick, press, says
from tests.ui.fields import words_on

W = TypeVar("W", bound=QWidget)
ALT = Qt.KeyboardModifier.AltModifier
UNITS = [application(number).unit.name for number in range(10)]


def named(view: QWidget, kind: type[W], name: str) -> W:
    """The widget in sight that a screen reader calls ``name``."""
    (found,) = (w for w in view.findChildren(kind) if w.accessibleName() == name and w.isVisible())
    return found


def go_to(view: OfficeView, title: str) -> None:
    rail = named(view, QListWidget, "页面")
    (page,) = (at for at in range(rail.count()) if title in rail.item(at).text())
    rail.setCurrentRow(page)
    QApplication.processEvents()


def table(view: OfficeView) -> list[list[str]]:
    model = named(view, QTreeView, "收到的报送包").model()
    return [
        [str(model.index(row, column).data()) for column in range(model.columnCount())]
        for row in range(model.rowCount())
    ]


def ranking(view: OfficeView) -> QTreeWidget:
    return named(view, QTreeWidget, "推荐的先后次序")


def row(view: OfficeView, at: int) -> QTreeWidgetItem:
    item = ranking(view).topLevelItem(at)
    assert item is not None
    return item


def order(view: OfficeView) -> list[tuple[str, str, str]]:
    """Number, unit and task of each row."""
    items = [row(view, at) for at in range(ranking(view).topLevelItemCount())]
    return [(item.text(0), item.text(1), item.text(2)) for item in items]


def filled(register: Register, view: OfficeView, numbers: tuple[int, ...] = (1, 2, 3)) -> None:
    """Bundles of these units in the register, and the view told."""
    for number in numbers:
        receive(register, application(number))
    view.context.entries_added()


def reopened(register: Register) -> Register:
    register.close()
    return Register.open([SECRET], register.received.parent, cost=CHEAP)


def test_bundles_are_received_and_bad_ones_named(
    qtbot: QtBot, view: OfficeView, sticks: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    pick(monkeypatch, sticks)
    press(view, "收文件夹(&F)…")
    qtbot.waitUntil(lambda: "收件完成" in view.bar.text, timeout=LONG)
    assert "查看了 5 份，接收 4 份" in view.bar.text
    assert "不能接收“bad”" in view.bar.text
    assert "setup.exe" in view.bar.text
    assert "1 份以前收到过同一版本" in view.bar.text
    states = sorted(row[4] for row in table(view))
    assert sum(EntryState.REFUSED.word in state for state in states) == 1
    assert sum(EntryState.DOUBLED.word in state for state in states) == 1
    assert {row[0] for row in table(view)} == {*UNITS[1:4], UNITS[9]}
    go_to(view, TRACK.name)
    assert len(order(view)) == 6


def test_an_empty_office_says_what_to_do(view: OfficeView) -> None:
    assert "还没有收件" in words_on(view)
    go_to(view, TRACK.name)
    assert "还没有可以推荐的申报" in words_on(view)


def test_the_table_is_filtered_and_sorted(register: Register, view: OfficeView) -> None:
    filled(register, view)
    code = format_code(register.entries[1].code)
    words = named(view, QLineEdit, "筛选收件")
    words.setText(code)
    assert [row[0] for row in table(view)] == [UNITS[2]]
    words.setText("第3 139")
    assert [row[0] for row in table(view)] in ([UNITS[3]], [])
    words.clear()
    named(view, QComboBox, "赛道").setCurrentIndex(1)
    assert table(view) == []
    named(view, QComboBox, "赛道").setCurrentIndex(0)
    named(view, QTreeView, "收到的报送包").sortByColumn(0, Qt.SortOrder.AscendingOrder)
    assert [row[0] for row in table(view)] == UNITS[1:4]


def test_a_typed_code_is_answered_at_once(register: Register, view: OfficeView) -> None:
    filled(register, view)
    first, second, _ = register.entries
    view.received.choose(first.number)
    line = named(view, QLineEdit, "纸质件页脚的核验码")
    QTest.keyClicks(line, format_code(first.code).lower())
    assert "是同一版本" in words_on(view)
    line.clear()
    QTest.keyClicks(line, second.code)
    assert f"是“{second.unit}”的" in words_on(view)


def test_seals_are_ticked_and_what_is_missing_goes_onto_the_slip(
    qtbot: QtBot, register: Register, view: OfficeView
) -> None:
    filled(register, view, (1,))
    (entry,) = register.entries
    boxes = {box.text(): box for box in view.details.paper.findChildren(QCheckBox)}
    box = boxes["封面：揭榜单位公章"]
    box.setFocus()
    QTest.keyClick(box, Qt.Key.Key_Space)
    assert register.entry(entry.number).ticks == ("cover/unit",)
    assert box.hasFocus()
    press(view, "退回(&T)…")
    dialog = next_dialog(qtbot, view)
    reasons = named(dialog, QPlainTextEdit, "需要更正的内容").toPlainText()
    assert "纸质件缺少：揭榜任务承诺书：公司（企业盖章）。" in reasons
    assert "封面：揭榜单位公章" not in reasons
    dialog.reject()


def test_a_slip_is_saved_and_the_return_registered(
    qtbot: QtBot,
    register: Register,
    view: OfficeView,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    filled(register, view, (1,))
    file = tmp_path / "slip.pdf"
    pick(monkeypatch, file)
    press(view, "退回(&T)…")
    dialog = next_dialog(qtbot, view)
    reasons = named(dialog, QPlainTextEdit, "需要更正的内容")
    assert "三证合一码" in reasons.toPlainText()
    reasons.setPlainText("")
    press(dialog, "另存退回单为 PDF(&S)…")
    says(qtbot, view, "请写明至少一条")
    reasons.setPlainText("单位名称：与公章不一致\n\n=1+1")
    named(dialog, QLineEdit, "在什么时间之前重新报送").setText("11月3日18时")
    press(dialog, "另存退回单为 PDF(&S)…")
    qtbot.waitUntil(file.exists, timeout=LONG)
    no_dialog(qtbot, view)
    with closing(PdfPages(file)) as pages:
        assert pages.find("与公章不一致")
        assert pages.find("11月3日18时")
    (entry,) = register.entries
    due = entry.returned[0].due
    assert due is not None and (due.month, due.day) == (11, 3)
    assert entry.returned[0].reasons == ("单位名称：与公章不一致", "=1+1")
    assert EntryState.RETURNED.word in table(view)[0][4]
    with closing(reopened(register)) as again:
        assert again.entries == (entry,)


def test_rows_are_moved_by_the_keyboard_and_stay(register: Register, view: OfficeView) -> None:
    filled(register, view)
    go_to(view, TRACK.name)
    rows = ranking(view)
    rows.setFocus()
    rows.setCurrentItem(row(view, 2))
    QTest.keyClick(rows, Qt.Key.Key_Up, ALT)
    QTest.keyClick(rows, Qt.Key.Key_Up, ALT)
    assert [unit for _, unit, _ in order(view)] == [UNITS[3], UNITS[1], UNITS[2]]
    assert rows.currentItem().text(1) == UNITS[3]
    QTest.keyClick(rows, Qt.Key.Key_Up, ALT)
    QTest.keyClick(rows, Qt.Key.Key_Down, ALT)
    assert [unit for _, unit, _ in order(view)] == [UNITS[1], UNITS[3], UNITS[2]]
    with closing(reopened(register)) as again:
        ranks = {e.unit: e.proposals[0].rank for e in again.entries}
    assert ranks == {UNITS[1]: 1, UNITS[3]: 2, UNITS[2]: 3}


def test_reasons_are_typed_counted_and_kept(register: Register, view: OfficeView) -> None:
    filled(register, view)
    go_to(view, TRACK.name)
    rows = ranking(view)
    rows.setCurrentItem(row(view, 1))
    reason = named(view, QPlainTextEdit, "推荐理由")
    reason.setPlainText("技术路线清楚，已供货3家。")
    assert "字数 13" in words_on(view)
    rows.setCurrentItem(row(view, 0))
    assert reason.toPlainText() == ""
    assert row(view, 1).text(4) == "技术路线清楚，已供货3家。"
    row(view, 0).setCheckState(0, Qt.CheckState.Unchecked)
    assert [number for number, _, _ in order(view)] == ["—", "1", "2"]
    with closing(reopened(register)) as again:
        first, second, _ = again.entries
    assert first.proposals[0].left_out
    assert second.proposals[0].reason == "技术路线清楚，已供货3家。"


def test_the_table_is_exported_in_three_formats(
    qtbot: QtBot, register: Register, view: OfficeView, chosen: Path
) -> None:
    filled(register, view)
    go_to(view, "登记与上报")
    name = named(view, QLineEdit, "推荐单位名称")
    name.setText("示例区工业和信息化局")
    QTest.keyClick(name, Qt.Key.Key_Return)
    go_to(view, TRACK.name)
    ranking(view).setCurrentItem(row(view, 2))
    QTest.keyClick(ranking(view), Qt.Key.Key_Up, ALT)
    press(view, "导出推荐表(&E)…")
    qtbot.waitUntil(lambda: "已导出" in view.bar.text, timeout=LONG)
    stem = f"2023年未来产业创新任务揭榜单位推荐表-{TRACK.name}"
    document = docx.Document(str(chosen / f"{stem}.docx"))
    units = [row.cells[1].text for row in document.tables[0].rows[1:]]
    assert units == [UNITS[1], UNITS[3], UNITS[2]]
    sheet = load_workbook(chosen / f"{stem}.xlsx").worksheets[0]
    assert [sheet.cell(row, 2).value for row in (4, 5, 6)] == units
    with closing(PdfPages(chosen / f"{stem}.pdf")) as pages:
        assert pages.find("示例区工业和信息化局")
        assert pages.find(UNITS[3])


def test_the_register_is_exported(
    qtbot: QtBot, register: Register, view: OfficeView, chosen: Path
) -> None:
    filled(register, view)
    go_to(view, "登记与上报")
    press(view, "导出登记表(&X)…")
    qtbot.waitUntil(lambda: "登记表.xlsx" in view.bar.text, timeout=LONG)
    sheet = load_workbook(chosen / "登记表.xlsx").worksheets[0]
    assert [sheet.cell(row, 2).value for row in (3, 4, 5)] == UNITS[1:4]
    box = view.filing.findChild(QCheckBox)
    assert isinstance(box, QCheckBox)
    assert not box.isChecked()
    box.click()
    press(view, "导出案例推荐汇总表…")
    qtbot.waitUntil(lambda: "案例推荐汇总表.xlsx" in view.bar.text, timeout=LONG)


def test_who_has_not_handed_in_is_seen_and_exported(
    qtbot: QtBot, register: Register, view: OfficeView, chosen: Path
) -> None:
    filled(register, view)
    go_to(view, "登记与上报")
    press(view, "应报单位(&U)…")
    (dialog,) = [each for each in view.findChildren(ExpectedDialog) if each.isVisible()]
    names = named(dialog, QPlainTextEdit, "应报单位名单")
    QGuiApplication.clipboard().setText(f"序号\t单位名称\n1\t{UNITS[1]}\n2\t没有来的公司\n")
    QTest.keyClick(names, Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier)
    assert "应报 2 家，已收到 1 家；还没有收到 1 家：没有来的公司" in words_on(dialog)
    press(dialog, "保存(&S)")
    assert "还没有收到 1 家：没有来的公司" in words_on(view.filing)
    press(view, "导出登记表(&X)…")
    qtbot.waitUntil(lambda: "登记表.xlsx" in view.bar.text, timeout=LONG)
    sheet = load_workbook(chosen / "登记表.xlsx")["应报单位"]
    assert [sheet.cell(row, 3).value for row in (3, 4)] == ["已收到", "还没有收到"]
    press(view, "撤销(&Z)")
    assert register.settings.expected == ()
    assert "没有来的公司" not in words_on(view.filing)


def test_the_package_is_a_bag_of_bundles(
    qtbot: QtBot, register: Register, view: OfficeView, chosen: Path
) -> None:
    filled(register, view)
    go_to(view, TRACK.name)
    row(view, 1).setCheckState(0, Qt.CheckState.Unchecked)
    go_to(view, "登记与上报")
    press(view, "生成上报包(&G)…")
    press(says(qtbot, view, "2 份还有错误没有更正", "还没有推荐理由"), "仍要生成")
    qtbot.waitUntil(lambda: "已生成上报包" in view.bar.text, timeout=LONG)
    (folder,) = chosen.iterdir()
    bagit.Bag(str(folder)).validate()
    assert verify(folder).findings == ()
    assert sorted(p.name for p in (folder / "data" / "报送包").iterdir()) == [UNITS[1], UNITS[3]]
    assert len(list((folder / "data" / "推荐表").iterdir())) == 3
    states = [register.state(entry) for entry in register.entries]
    assert [state is EntryState.FORWARDED for state in states] == [True, False, True]


def test_the_office_is_opened_from_the_start_page_and_left(
    qtbot: QtBot, window: MainWindow
) -> None:
    press(window, "推荐单位：收件与推荐(&W)…")
    qtbot.waitUntil(lambda: window.office.view is not None, timeout=LONG)
    view = window.office.view
    assert view is not None
    assert view.isVisible()
    QTest.keyClick(view, Qt.Key.Key_W, Qt.KeyboardModifier.ControlModifier)
    assert window.office.view is None
    press(window, "推荐单位：收件与推荐(&W)…")  # the register was let go
    qtbot.waitUntil(lambda: window.office.view is not None, timeout=LONG)


def test_a_damaged_register_is_put_back_from_its_copy(
    qtbot: QtBot, window: MainWindow, data_folder: Path
) -> None:
    press(window, "推荐单位：收件与推荐(&W)…")
    qtbot.waitUntil(lambda: window.office.view is not None, timeout=LONG)
    window.office.close()
    (data_folder / "office" / "register.jbgs").write_bytes(b"damaged")
    press(window, "推荐单位：收件与推荐(&W)…")
    question = says(qtbot, window, "登记表", "已经损坏", "备份，可以放回")
    assert window.office.view is None
    press(question, "放回备份")
    qtbot.waitUntil(lambda: window.office.view is not None, timeout=LONG)
    assert len(list((data_folder / "office").glob("register-损坏-*"))) == 1


def test_copies_without_an_entry_are_named_when_the_office_opens(
    qtbot: QtBot, window: MainWindow, data_folder: Path
) -> None:
    write_bundle(data_folder / "office" / "received" / "没有登记的", application(1))
    press(window, "推荐单位：收件与推荐(&W)…")
    qtbot.waitUntil(lambda: window.office.view is not None, timeout=LONG)
    view = window.office.view
    assert view is not None
    assert "“没有登记的”" in words_on(view.bar)


@pytest.mark.parametrize("title", ["收件登记", TRACK.name, "登记与上报"])
def test_every_page_fits_and_can_be_reached_by_tab(
    register: Register, view: OfficeView, title: str
) -> None:
    filled(register, view)
    go_to(view, title)
    assert view.minimumSizeHint().width() <= 1024
    assert view.minimumSizeHint().height() <= 600
    named(view, QListWidget, "页面").setFocus()
    seen = []
    for _ in range(40):
        widget = QApplication.focusWidget()
        assert widget is not None
        if widget in seen:
            break
        seen.append(widget)
        QTest.keyClick(widget, Qt.Key.Key_Tab)
    names = [w.accessibleName() or getattr(w, "text", lambda: "")() for w in seen]
    assert len(seen) >= 8
    assert all(names), names
