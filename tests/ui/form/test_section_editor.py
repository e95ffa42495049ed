"""A section with tables, figures and headings in the window: the keyboard and the mouse."""

from PySide6.QtCore import QPoint, QRect
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QPlainTextEdit, QWidget

from jbgs_desktop.forms.section import (
    SubHeading,
    TableItem,
)
from jbgs_desktop.ui.widgets.section.section_stack import SectionStack
from jbgs_desktop.ui.widgets.section.table_grid import TableGrid
from tests.ui.fields import commit, focused, text_of, words_on
from tests.ui.form.section_editing import (
    SECTION,
    TABLE,
    Editing,
    begun_with,
    opens_menu,
    press,
)
from tests.ui.keystrokes import wait_until

# -- text and what stands in it


@begun_with("一段\n两段")
def test_a_text_is_edited_as_ever(editing: Editing) -> None:
    field = editing.go()
    assert isinstance(field, QPlainTextEdit)
    press("Ctrl+End")
    commit(field, "完")
    assert editing.section == "一段\n两段完"


@opens_menu
@begun_with("前后")
def test_a_table_parts_the_text_at_the_cursor_and_undo_takes_it_away(editing: Editing) -> None:
    editing.go()
    press("Right")
    editing.tool("插入表格")
    editing.choose("空表格，3 行 3 列")
    before, item, after = editing.items
    assert (before, after) == ("前", "后")
    assert isinstance(item, TableItem)
    commit(focused(), "指标")
    assert editing.table.rows[0] == ("指标", "", "")
    assert "1 表" in words_on(editing.page)
    editing.session.undo()
    editing.session.undo()
    assert editing.section == "前后"
    assert text_of(editing.go()) == "前后"
    editing.session.redo()
    assert editing.table.rows[0] == ("", "", "")


def test_typing_in_a_text_changes_only_its_item(editing: Editing) -> None:
    before = editing.section
    field = editing.go(".2")
    press("Ctrl+End")
    commit(field, "。")
    now = editing.section
    assert now[2] == "中间\n两段。"
    assert [a is b for a, b in zip(before, now, strict=True)] == [True, True, False, True, True]


def test_the_arrows_go_through_the_whole_section(editing: Editing) -> None:
    editing.go(".0")
    seen = []
    for _ in range(20):
        seen.append(focused().accessibleName().split("，")[-1] or text_of(focused()))
        if isinstance(focused(), QPlainTextEdit) and text_of(focused()) == "后文":
            break
        press("Down")
    assert text_of(focused()) == "后文"
    for _ in range(20):
        press("Up")
    assert text_of(focused()) == "前文"


def test_tab_reaches_everything_and_comes_out(editing: Editing) -> None:
    editing.go(".0")
    reached = [focused()]
    while editing.editor.isAncestorOf(reached[-1]) and len(reached) < 20:
        press("Esc" if focused().objectName() == "cell" else "Tab")
        reached.append(focused())
    names = [widget.objectName() for widget in reached]
    assert "section-caption" in names
    assert "cell" in names
    assert "section-block" in names
    assert "section-heading" in names
    assert len(reached) == 8


def test_a_block_is_moved_and_deleted_with_the_keyboard(editing: Editing) -> None:
    editing.go(".1.rows.1.0")
    press("Alt+Shift+Down")
    assert [type(item) for item in editing.section][:3] == [str, TableItem, str]
    assert editing.section[0] == "前文\n中间"
    press("Alt+Shift+Up")
    assert editing.section == SECTION
    press("Esc", "Delete")
    assert editing.section == ("前文\n中间\n两段", SubHeading(heading="（1）"), "后文")
    assert text_of(focused()) == "前文\n中间\n两段"
    editing.session.undo()
    assert editing.section == SECTION


@begun_with(("前", TableItem(table=TABLE), "后"))
def test_the_last_table_gone_the_section_is_a_text_again(editing: Editing) -> None:
    editing.go(".1.rows.0.0")
    press("Esc", "Delete")
    assert editing.section == "前\n后"
    commit(focused(), "中")
    assert editing.section == "前中\n后"


@begun_with("第一\n标题\n第三")
def test_a_line_becomes_a_heading_and_a_line_again(editing: Editing) -> None:
    editing.go()
    press("Down")
    editing.tool("插入小标题")
    assert editing.items == ("第一", SubHeading(heading="标题"), "第三")
    press("Home", "Backspace")
    assert editing.section == "第一\n标题\n第三"


@begun_with("标题\n" + "长" * 60)
def test_a_paragraph_gets_a_heading_above_it(editing: Editing) -> None:
    editing.go()
    press("Ctrl+End")
    editing.tool("插入小标题")
    commit(focused(), "（1）")
    assert editing.items == ("标题", SubHeading(heading="（1）"), "长" * 60)


@begun_with("前后")
def test_a_table_that_is_ready_is_begun_at_its_first_empty_cell(editing: Editing) -> None:
    editing.go()
    table = TABLE.model_copy(update={"rows": (*TABLE.rows[:2], ("", "g", ""))})
    editing.editor.insert_table(table)
    commit(focused(), "重量")
    assert editing.table.rows[2] == ("重量", "g", "")


def test_the_whole_section_is_copied_as_text_and_html(editing: Editing) -> None:
    editing.go(".0")
    press("Ctrl+A", "Ctrl+A", "Ctrl+C")
    data = QGuiApplication.clipboard().mimeData()
    assert data.text() == (
        "前文\n表1 主要技术指标\n指标\t单位\t目标\n效率\t%\t≥95\n重量\tg\t<210\n"
        "中间\n两段\n（1）\n后文"
    )
    assert "<table" in data.html()
    commit(focused(), "甲")  # no longer selected: nothing is overwritten
    QApplication.clipboard().clear()


def test_the_whole_section_is_deleted_at_once(editing: Editing) -> None:
    editing.go(".0")
    press("Ctrl+A", "Ctrl+A", "Delete")
    assert editing.section == ""
    editing.session.undo()
    assert editing.section == SECTION


# -- raised and lowered


@begun_with("cm3和CO2")
def test_raised_and_lowered_as_in_word(editing: Editing) -> None:
    field = editing.go()
    press("Right", "Right", "Shift+Right", "Ctrl+Shift+=")
    assert editing.section == "cm³和CO2"
    press("End", "Shift+Left", "Ctrl+=")
    assert editing.section == "cm³和CO₂"
    press("Ctrl+=")
    assert editing.section == "cm³和CO2"
    press("End", "Ctrl+Shift+=")
    QTest.keyClicks(field, "-2")
    assert editing.section == "cm³和CO2⁻2"


@begun_with("电机")
def test_what_cannot_be_raised_is_told(editing: Editing) -> None:
    editing.go()
    press("Ctrl+A", "Ctrl+Shift+=")
    assert editing.section == "电机"
    assert "“电”、“机”没有上标的写法" in words_on(editing.page)


@opens_menu
def test_scripts_and_signs_in_cells_and_captions(editing: Editing) -> None:
    editing.go(".1.rows.1.1")
    press("End", "Ctrl+Shift+=")
    commit(focused(), "3")
    editing.tool("插入符号")
    editing.choose("℃　摄氏度")
    assert editing.table.rows[1][1] == "%³℃"
    editing.go(".1.caption")
    press("End", "Ctrl+=")
    QTest.keyClicks(focused(), "2")
    assert editing.table.caption == "主要技术指标₂"


@begun_with(("一段很长的前文\n" * 60, TableItem(table=TABLE), "后文", TableItem(table=TABLE)))
def test_ctrl_home_and_end_lead_through_the_whole_section(editing: Editing) -> None:
    editing.go(".1.rows.1.0")
    press("Esc", "Ctrl+End")
    assert focused().objectName() == "section-text"
    assert text_of(focused()) == ""
    press("Up", "Esc", "Ctrl+Home")
    assert focused().objectName() == "section-text"
    (area,) = editing.editor.findChildren(SectionStack)
    wait_until(lambda: area.verticalScrollBar().value() < 10)
    press("Ctrl+End")
    assert len(editing.items) == 4
    assert text_of(focused()).startswith("一段")
    press("Ctrl+End")
    assert text_of(focused()) == ""


def _is_in_sight(editing: Editing, widget: QWidget, rect: QRect) -> bool:
    (area,) = editing.editor.findChildren(SectionStack)
    room = area.viewport().rect()
    seen = rect.translated(widget.mapTo(area.viewport(), QPoint())) & room
    return seen.height() >= min(rect.height(), room.height() // 2)


def _cell_is_in_sight(editing: Editing) -> bool:
    grid = focused().parentWidget()
    assert isinstance(grid, TableGrid)
    return _is_in_sight(editing, grid, grid.current_rect)


@begun_with(("前文\n" * 40, TableItem(table=TABLE), "后文\n" * 40))
def test_the_view_follows_a_row_that_tab_adds_and_a_block_that_moves(editing: Editing) -> None:
    editing.go(".1.rows.2.2")
    for _ in range(25):
        press("Tab", "Tab", "Tab")
    assert len(editing.table.rows) > 20
    wait_until(lambda: _cell_is_in_sight(editing))
    for _ in range(30):
        press("Alt+Shift+Up")
    wait_until(lambda: _cell_is_in_sight(editing))
    press("Esc")
    for _ in range(40):
        press("Alt+Shift+Down")
    wait_until(lambda: _is_in_sight(editing, focused(), focused().rect()))
    assert focused().objectName() == "section-block"
