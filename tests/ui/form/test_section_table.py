"""The grid of a table in a section: keys, mouse and clipboard."""

import pytest
from PySide6.QtCore import QMimeData, QPoint, Qt
from PySide6.QtGui import QAccessible, QContextMenuEvent, QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QPlainTextEdit, QPushButton

from jbgs_desktop.forms.section import SpanningCell, TableItem, section_text
from jbgs_desktop.forms.text.count import count
from jbgs_desktop.ui.widgets.prose import Counter
from jbgs_desktop.ui.widgets.section.table_block import TableBlock
from tests.ui.fields import commit, compose, focused, text_of, words_on
from tests.ui.form.section_editing import (
    PATH,
    TABLE,
    Editing,
    begun_with,
    opens_menu,
    press,
)

MERGED = TABLE.model_copy(
    update={
        "widths": (3, 2, 2),
        "header_rows": 2,
        "rows": (
            (SpanningCell(text="指标", rows=2), SpanningCell(text="目标", columns=2)),
            ("单位", "数值"),
            ("效率", "%", "≥95"),
        ),
    }
)


def test_tab_goes_on_and_adds_a_row_at_the_end(editing: Editing) -> None:
    editing.go(".1.rows.2.1")
    press("Tab", "Tab")
    assert len(editing.table.rows) == 4
    commit(focused(), "尺寸")
    press("Shift+Tab")
    assert editing.table.rows[3] == ("尺寸", "", "")
    assert text_of(focused()) == "<210"


def test_enter_breaks_the_line_in_a_cell(editing: Editing) -> None:
    editing.go(".1.rows.1.0")
    press("End", "Return")
    commit(focused(), "峰值")
    assert editing.table.rows[1][0] == "效率\n峰值"


@pytest.mark.parametrize(
    ("keys", "rows", "columns"),
    [
        ("Ctrl+Return", 4, 3),
        ("Ctrl+Shift+Return", 4, 3),
        ("Alt+Shift+Left", 3, 4),
        ("Alt+Shift+Right", 3, 4),
        ("Ctrl+-", 2, 3),
        ("Ctrl+Shift+-", 3, 2),
    ],
)
def test_rows_and_columns_come_and_go(editing: Editing, keys: str, rows: int, columns: int) -> None:
    editing.go(".1.rows.1.1")
    press(keys)
    assert (len(editing.table.rows), editing.table.column_count) == (rows, columns)
    editing.session.undo()
    assert editing.table == TABLE


def test_cells_are_merged_split_copied_and_emptied(editing: Editing) -> None:
    editing.go(".1.rows.1.1")
    press("End", "Shift+Right", "Shift+Down")
    press("Ctrl+C")
    assert QGuiApplication.clipboard().text() == "%\t≥95\ng\t<210"
    press("Ctrl+M")
    assert editing.table.rows[1][1] == SpanningCell(text="%\n≥95\ng\n<210", columns=2, rows=2)
    press("Ctrl+Shift+M")
    assert editing.table.rows[2] == ("重量", "", "")
    editing.session.undo()
    editing.session.undo()
    editing.go(".1.rows.1.1")
    press("End", "Shift+Right", "Shift+Down", "Delete")
    assert editing.table.rows[1:] == (("效率", "", ""), ("重量", "", ""))
    QApplication.clipboard().clear()


def test_what_cannot_be_done_is_told(editing: Editing) -> None:
    editing.go(".1.rows.0.0")
    press("Ctrl+M")
    assert "没有合并单元格：请先选中要合并的几格" in words_on(editing.page)
    press("Shift+Down", "Ctrl+M")
    assert "表头行和下面的行不能合并" in words_on(editing.page)
    assert editing.table == TABLE


def test_header_rows_and_widths(editing: Editing) -> None:
    editing.go(".1.rows.1.0")
    press("Ctrl+Shift+T")
    assert editing.table.header_rows == 2
    press("Ctrl+]")
    assert editing.table.widths[0] > editing.table.widths[1]
    grid = editing.page.findChildren(TableBlock)[0].grid
    edge = grid.width() // 2
    columns = grid.table.widths
    assert columns
    before = sum(columns[:1]) / sum(columns)
    at = round(grid.width() * before)
    QTest.mousePress(grid, Qt.MouseButton.LeftButton, pos=QPoint(at, 5))
    QTest.mouseMove(grid, QPoint(edge, 5))
    QTest.mouseRelease(grid, Qt.MouseButton.LeftButton, pos=QPoint(edge, 5))
    widths = editing.table.widths
    assert sum(widths[:1]) / sum(widths) == pytest.approx(0.5, abs=0.02)


def paste_data(text: str = "", html: str = "") -> None:
    data = QMimeData()
    if text:
        data.setText(text)
    if html:
        data.setHtml(html)
    QGuiApplication.clipboard().setMimeData(data)
    press("Ctrl+V")
    QApplication.clipboard().clear()


def test_cells_of_a_spreadsheet_fill_the_grid_and_let_it_grow(editing: Editing) -> None:
    editing.go(".1.rows.2.2")
    paste_data("a\tb\r\nc\td\r\n")
    assert editing.table.rows[2] == ("重量", "g", "a", "b")
    assert editing.table.rows[3] == ("", "", "c", "d")
    editing.session.undo()
    editing.go(".1.rows.1.0")
    paste_data("x", "<table><tr><td>e<sup>2</sup><td>f</table>")
    assert editing.table.rows[1] == ("e²", "f", "≥95")
    paste_data("\t".join("a" * 100))
    assert "没有粘贴：表格最多 63 列，这样会有 100 列。" in words_on(editing.page)


def test_a_text_pasted_into_a_cell_stays_in_it(editing: Editing) -> None:
    editing.go(".1.rows.1.0")
    press("Ctrl+A")
    paste_data("两\n行", "<p>两</p><p>行</p>")
    assert editing.table.rows[1][0] == "两\n行"


@begun_with("")
def test_a_table_pasted_into_a_text_is_a_table(editing: Editing) -> None:
    editing.go()
    paste_data("a\tb", "<table><tr><td>a</td><td>b</td></tr></table>")
    assert editing.table.rows == (("a", "b"),)


def test_merged_cells_of_elsewhere_are_merged_in_the_grid(editing: Editing) -> None:
    editing.go(".1.rows.1.0")
    paste_data("x", "<table><tr><td rowspan=2>e<td>f<tr><td>g</table>")
    assert editing.table.rows[1:] == ((SpanningCell(text="e", rows=2), "f", "≥95"), ("g", "<210"))


@begun_with(("前", TableItem(table=MERGED), "后"))
def test_a_table_copied_with_its_menu_comes_back_whole(editing: Editing) -> None:
    editing.go(".1.rows.1.0")
    press("Escape", "Ctrl+C")
    editing.go(".2")
    press("Ctrl+End", "Ctrl+V")
    QApplication.clipboard().clear()
    assert editing.section == ("前", TableItem(table=MERGED), "后", TableItem(table=MERGED))


@begun_with("前\n后")
def test_lines_with_tabs_become_a_table_or_text_on_demand(editing: Editing) -> None:
    editing.go()
    press("Ctrl+Home", "End")
    paste_data("a\tb\nc\td\n")
    assert [type(item) for item in editing.items] == [str, TableItem, str]
    assert editing.table.rows == (("a", "b"), ("c", "d"))
    buttons = editing.page.findChildren(QPushButton)
    (way,) = [each for each in buttons if each.isVisible() and each.text() == "改为文字"]
    way.click()
    assert editing.section == "前a\tb\nc\td\n\n后"
    assert "粘贴为表格" not in words_on(editing.page)
    editing.session.undo()
    assert len(editing.items) == 3
    editing.session.undo()
    assert editing.section == "前\n后"
    press("Ctrl+Home", "End")
    paste_data("一行\t不是表格")
    assert editing.section == "前一行\t不是表格\n后"


def test_pinyin_in_a_cell_loses_nothing(editing: Editing) -> None:
    field = editing.go(".1.rows.1.0")
    press("End")
    compose(field, "ding zi")
    editing.session.pause()
    other = editing.session.value.taskbook(2).goals
    assert isinstance(other, tuple)
    editing.session.set(PATH, (*other[:4], "别处改了"))
    assert editing.session.value.get(PATH)[1].table.rows[1][0] == "效率"
    commit(field, "定子")
    assert editing.table.rows[1][0] == "效率定子"
    assert editing.section[4] == "别处改了"


def test_a_screen_reader_hears_row_column_and_header(editing: Editing) -> None:
    assert editing.go(".1.rows.2.2").accessibleName() == "表1 主要技术指标，第3行第3列，目标，重量"


def test_undo_leads_to_the_cell_that_changed(editing: Editing) -> None:
    commit(editing.go(".1.rows.1.0"), "甲")
    editing.go(".4")
    path = editing.session.undo()
    assert path == PATH
    editing.page.reveal(path)
    assert focused().accessibleName().startswith("表1 主要技术指标，第2行第1列")


def test_a_cell_is_found_and_a_change_elsewhere_leaves_the_cursor(editing: Editing) -> None:
    assert ("重量" in text_of(editing.go(".1.rows.2.0"))) is True
    other = editing.items
    editing.session.set(PATH, (*other[:4], "改了"))
    assert text_of(focused()) == "重量"


def test_the_counter_counts_a_table_as_its_whole_text(editing: Editing) -> None:
    editing.go(".1.rows.1.1")
    for keys in ("a", "Ctrl+Return", "b", "Ctrl+M", "Ctrl+-"):
        press(keys)
        (counter,) = [each for each in editing.page.findChildren(Counter) if each.isVisible()]
        words = count(section_text(editing.section)).words
        assert f"字数 {words:,}" in [each.text() for each in counter.findChildren(QLabel)]


@opens_menu
def test_the_menu_of_a_cell_cuts_copies_and_pastes(editing: Editing) -> None:
    editing.go(".1.rows.1.0")
    for title, cell in (("复制", "效率"), ("剪切", ""), ("粘贴", "效率")):
        QApplication.sendEvent(focused(), _menu_event())
        editing.choose(title)
        QApplication.processEvents()
        assert editing.table.rows[1][0] == cell
    QApplication.clipboard().clear()


def _menu_event() -> QContextMenuEvent:
    return QContextMenuEvent(QContextMenuEvent.Reason.Keyboard, QPoint(2, 2), QPoint(2, 2))


@begun_with(("前", TableItem(table=MERGED), "后"))
def test_a_screen_reader_hears_row_column_and_headers_of_a_cell(editing: Editing) -> None:
    heard = []
    for at in ("2.0", "2.2"):
        cell = QAccessible.queryAccessibleInterface(editing.go(f".1.rows.{at}"))
        assert cell.role() is QAccessible.Role.EditableText
        heard.append((cell.text(QAccessible.Text.Name), cell.text(QAccessible.Text.Value)))
    assert heard == [
        ("表1 主要技术指标，第3行第1列，指标", "效率"),
        ("表1 主要技术指标，第3行第3列，目标 数值，效率", "≥95"),
    ]
    press("Escape")
    block = QAccessible.queryAccessibleInterface(focused())
    assert block.text(QAccessible.Text.Name).startswith("表1，按回车进去")


@pytest.mark.parametrize("place", [".0", ".1.rows.1.0"])
def test_markup_of_elsewhere_reaches_no_text_document(editing: Editing, place: str) -> None:
    field = editing.go(place)
    assert isinstance(field, QPlainTextEdit)
    html = '<p><img src="file:///etc/hostname"><b>粗</b><a href="//host/x">链接</a></p>'
    paste_data("粗链接", html)
    assert "粗链接" in field.toPlainText()
    paste_data("", html)  # nothing but markup
    kept = field.document().toHtml()
    assert not [part for part in ("<img", "href", "font-weight:7", "hostname") if part in kept]
