"""A section with tables, figures and headings in the window: the keyboard and the mouse."""

import io

import pytest
from PIL import Image
from PySide6.QtCore import QMimeData, QPoint, Qt
from PySide6.QtGui import QColor, QGuiApplication, QImage, QKeySequence
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QMenu, QPlainTextEdit, QSpinBox, QToolButton, QWidget
from pytestqt.qtbot import QtBot

from jbgs_desktop.forms.application import Application, Taskbook
from jbgs_desktop.forms.calls.call import Call
from jbgs_desktop.forms.section import (
    FigureItem,
    SectionFigure,
    SectionTable,
    SectionValue,
    SpanningCell,
    SubHeading,
    TableItem,
)
from jbgs_desktop.ui.widgets.page import Page
from jbgs_desktop.ui.widgets.section.section_editor import SectionEditor
from jbgs_desktop.ui.widgets.section.table_block import TableBlock
from jbgs_desktop.ui.widgets.session import Session
from tests.ui.fields import commit, compose, focused, named, text_of, words_on
from tests.ui.form.open_page import FigureFolder, open_page
from tests.ui.keystrokes import wait_until

Key, Mods = Qt.Key, Qt.KeyboardModifier
PATH = "taskbooks.2.goals"
TABLE = SectionTable(
    caption="主要技术指标",
    rows=(("指标", "单位", "目标"), ("效率", "%", "≥95"), ("重量", "g", "<210")),
)
SECTION: SectionValue = (
    "前文",
    TableItem(table=TABLE),
    "中间\n两段",
    SubHeading(heading="（1）"),
    "后文",
)


class Editing:
    """The page of a task book with its section 预期目标 in hand."""

    def __init__(
        self, page: Page, session: Session, figures: FigureFolder, editor: SectionEditor
    ) -> None:
        self.page, self.session, self.figures, self.editor = page, session, figures, editor

    @property
    def section(self) -> SectionValue:
        value: SectionValue = self.session.value.get(PATH)
        assert value == self.editor.value()
        return value

    @property
    def table(self) -> SectionTable:
        (item,) = [item for item in self.section if isinstance(item, TableItem)]
        return item.table

    def go(self, path: str = "") -> QWidget:
        assert self.page.reveal(f"{PATH}{path}")
        QApplication.processEvents()
        return focused()

    def tool(self, name: str) -> None:
        button = named(self.page, name)
        assert isinstance(button, QToolButton)
        QTest.mouseClick(button, Qt.MouseButton.LeftButton)

    def choose(self, title: str) -> None:
        """Choose a line of the menu that is open."""
        menu = QApplication.activePopupWidget()
        assert isinstance(menu, QMenu)
        (action,) = [each for each in menu.actions() if each.text() == title]
        menu.close()
        self.page.window().activateWindow()
        wait_until(self.page.window().isActiveWindow)
        action.trigger()


@pytest.fixture
def section() -> SectionValue:
    """With what the test begins."""
    return SECTION


@pytest.fixture
def editing(qtbot: QtBot, empty: Application, call: Call, section: SectionValue) -> Editing:
    begun = empty.set("directions", (2,)).set("taskbooks", {"2": Taskbook(goals=section)})
    figures = FigureFolder()
    page, session = open_page(qtbot, begun, call, "taskbook.2", figures)
    page.reveal(PATH)
    (editor,) = [each for each in page.findChildren(SectionEditor) if each.isVisible()]
    return Editing(page, session, figures, editor)


def press(*keys: str) -> None:
    """Press each of ``keys``, written as a shortcut, where the focus is."""
    for each in keys:
        combination = QKeySequence(each)[0]
        QTest.keyClick(focused(), combination.key(), combination.keyboardModifiers())
    QApplication.processEvents()


# Offscreen a menu cannot come to the front.
opens_menu = pytest.mark.qt_log_ignore("This plugin does not support")


def begun_with(section: SectionValue) -> pytest.MarkDecorator:
    """The test begins with this section."""
    return pytest.mark.parametrize("section", [section], ids=[""])


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
    before, item, after = editing.section
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
    assert editing.section == ("第一", SubHeading(heading="标题"), "第三")
    press("Home", "Backspace")
    assert editing.section == "第一\n标题\n第三"


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


# -- the grid


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


# -- figures


def picture(width: int = 600, height: int = 300) -> bytes:
    buffer = io.BytesIO()
    Image.new("RGB", (width, height), "red").save(buffer, "PNG")
    return buffer.getvalue()


def wait_for_figures(qtbot: QtBot, editing: Editing, number: int) -> list[SectionFigure]:
    def found() -> list[SectionFigure]:
        section = editing.session.value.get(PATH)
        return [item.figure for item in section if isinstance(item, FigureItem)]

    qtbot.waitUntil(lambda: len(found()) == number, timeout=20_000)
    return found()


@begun_with("前后")
def test_a_screenshot_is_pasted_as_a_figure(qtbot: QtBot, editing: Editing) -> None:
    editing.go()
    press("Right")
    image = QImage(40, 20, QImage.Format.Format_ARGB32)
    image.fill(QColor("red"))
    QGuiApplication.clipboard().setImage(image)
    press("Ctrl+V")
    (figure,) = wait_for_figures(qtbot, editing, 1)
    assert editing.section[0] == "前"
    with Image.open(io.BytesIO(editing.figures.files[figure.file])) as kept:
        assert (kept.size, kept.mode) == ((40, 20), "RGB")
    QApplication.clipboard().clear()


@begun_with("前后")
def test_a_picture_beside_a_text_is_left(editing: Editing) -> None:
    editing.go()
    data = QMimeData()
    data.setImageData(QImage(4, 2, QImage.Format.Format_RGB32))
    data.setText("字")
    QGuiApplication.clipboard().setMimeData(data)
    press("Ctrl+V")
    assert editing.section == "字前后"
    QApplication.clipboard().clear()


FIGURE = FigureItem(figure=SectionFigure(caption="架构", file="figures/a.png"))


@begun_with(("前", FIGURE))
def test_a_figure_is_shown_turned_and_made_narrower(qtbot: QtBot, editing: Editing) -> None:
    qtbot.waitUntil(lambda: "没有figures/a.png" not in words_on(editing.page))
    editing.figures.files["figures/b.png"] = picture()
    figure = SectionFigure(caption="架构", file="figures/b.png")
    editing.session.set(PATH, ("前", FigureItem(figure=figure)))
    qtbot.waitUntil(lambda: "600 × 300 · 98 dpi，印出来会模糊" in words_on(editing.page))
    spin = editing.page.findChildren(QSpinBox)[0]
    spin.setFocus()
    press("Down", "Down")
    assert editing.section[1].figure.width == pytest.approx(0.9)  # type: ignore[union-attr]
    QTest.keyClick(named(editing.page, "图 转动"), Key.Key_Space)
    qtbot.waitUntil(lambda: "300 × 600" in words_on(editing.page), timeout=20_000)
    assert len(editing.figures.files) == 2
    QTest.keyClick(named(editing.page, "图 移除"), Key.Key_Space)
    assert editing.section == "前"


@begun_with("前")
def test_what_is_no_picture_is_refused_with_a_sentence(
    qtbot: QtBot, editing: Editing, tmp_path: object
) -> None:
    editing.go()
    data = QMimeData()
    data.setData("image/png", b"nothing")
    data.setImageData(QImage(4, 2, QImage.Format.Format_RGB32))
    QGuiApplication.clipboard().setMimeData(data)
    press("Ctrl+V")
    qtbot.waitUntil(lambda: "没有插入“粘贴的图片”：" in words_on(editing.page), timeout=20_000)
    assert editing.section == "前"
    QApplication.clipboard().clear()


def test_what_is_read_only_is_read_and_copied_only(editing: Editing) -> None:
    editing.editor.set_read_only()
    QTest.keyClicks(editing.go(".1.rows.1.0"), "a")
    press("Ctrl+Return", "Ctrl+M", "Esc", "Delete")
    press("Alt+Shift+Up")
    QTest.keyClicks(editing.go(".0"), "b")
    assert editing.section == SECTION
