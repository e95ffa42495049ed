"""What other programs offer arrives in a section as such, or as words, and never in silence."""

from typing import Any

import pytest
from PySide6.QtCore import QMimeData, QPoint
from PySide6.QtGui import QContextMenuEvent, QGuiApplication
from PySide6.QtWidgets import QApplication, QPushButton
from pytestqt.qtbot import QtBot

from jbgs_desktop.forms.section import FigureItem, SectionTable, TableItem
from jbgs_desktop.ui.widgets.section.section_arrivals import LARGEST_PASTED_DOCX
from tests.documents.docx_import.test_pasted_docx import copied
from tests.documents.docx_import.test_pasted_text import WRITER_HTML, WRITER_TEXT
from tests.documents.docx_reader.test_odt_figures import frame, odt
from tests.documents.docx_reader.word_files import picture
from tests.ui.fields import focused, words_on
from tests.ui.form.section_editing import Editing, begun_with, opens_menu, press
from tests.ui.form.test_docx_paste import WPS

WORDS_ONLY = "Ctrl+Shift+V"
BEGUN = ("前", TableItem(table=SectionTable(rows=(("甲", "乙"),))), "后")


def offer(text: str, html: str = "", **forms: bytes) -> None:
    data = QMimeData()
    if text:
        data.setText(text)
    if html:
        data.setHtml(html)
    for name, content in forms.items():
        data.setData(name, content)
    QGuiApplication.clipboard().setMimeData(data)


@begun_with("前后")
def test_words_only_come_where_more_is_offered(editing: Editing) -> None:
    editing.go()
    press("Right")
    offer("格一\t格二", "<table><tr><td>格一<td>格二</table>", **{WPS: copied()})
    press(WORDS_ONLY)
    assert editing.section == "前格一\t格二后"
    editing.session.undo()
    assert editing.section == "前后"
    QGuiApplication.clipboard().clear()


@begun_with(BEGUN)
@pytest.mark.parametrize("keys", [WORDS_ONLY, "Ctrl+V"])
def test_a_cell_of_two_lines_comes_into_a_cell_without_quotes(editing: Editing, keys: str) -> None:
    editing.go(".1.rows.0.0")
    press("Ctrl+A")
    offer('"第一行\n说""好"""\n', "<table><tr><td>第一行<br>说&quot;好&quot;</table>")
    press(keys)
    assert editing.table.rows == (('第一行\n说"好"', "乙"),)
    QGuiApplication.clipboard().clear()


@begun_with(BEGUN)
def test_words_only_of_several_cells_stay_in_the_cell(editing: Editing) -> None:
    editing.go(".1.rows.0.0")
    press("Ctrl+A")
    offer("1\t2\n3\t4\n", "<table><tr><td>1<td>2<tr><td>3<td>4</table>")
    press(WORDS_ONLY)
    assert editing.table.rows == (("1\t2\n3\t4", "乙"),)
    QGuiApplication.clipboard().clear()


@opens_menu
@begun_with(BEGUN)
@pytest.mark.parametrize(("place", "came"), [(".0", "1\t2前"), (".1.rows.0.0", "1\t2甲")])
def test_the_menu_offers_words_only(editing: Editing, place: str, came: str) -> None:
    field = editing.go(place)
    offer("1\t2\n", "<table><tr><td>1<td>2</table>")
    at = QPoint(2, 2)
    reason = QContextMenuEvent.Reason.Keyboard
    QApplication.sendEvent(focused(), QContextMenuEvent(reason, at, field.mapToGlobal(at)))
    editing.choose("只粘贴文字")
    QApplication.processEvents()
    assert came in (editing.items[0], editing.table.rows[0][0])
    QGuiApplication.clipboard().clear()


@begun_with(BEGUN)
def test_pictures_that_a_cell_cannot_hold_are_told(editing: Editing) -> None:
    editing.go(".1.rows.0.0")
    offer("字", '<p>字<img src="a.png"></p>')
    press("Ctrl+V")
    assert editing.table.rows[0][0] == "字甲"
    assert "1 幅图片没有带入，请单独复制粘贴" in words_on(editing.page)
    QGuiApplication.clipboard().clear()


@begun_with("前后")
def test_a_text_of_writer_arrives_with_its_table_and_tells_its_picture(editing: Editing) -> None:
    editing.go()
    press("Right")
    offer(WRITER_TEXT, WRITER_HTML, **{"text/rtf": b"{\\rtf1}"})
    press("Ctrl+V")
    before, table, after = editing.items
    assert (before, after) == ("前\n第一段\n第二段", "表后一段\n最后一段\n后")
    assert isinstance(table, TableItem)
    assert "已粘贴：4段、1个表格。1 幅图片没有带入，请单独复制粘贴" in words_on(editing.page)
    editing.session.undo()
    assert editing.section == "前后"
    QGuiApplication.clipboard().clear()


@begun_with("")
def test_a_workbook_beside_a_table_is_left_alone(editing: Editing) -> None:
    """Excel offers one under the name that Word has for a docx."""
    windows = 'application/x-qt-windows-mime;value="{}"'
    forms = {windows.format("Embed Source"): b"xlsx", windows.format("Biff12"): b"xlsb"}
    editing.go()
    offer("指标\t目标\n效率\t1", "<table><tr><td>指标<td>目标<tr><td>效率<td>1</table>", **forms)
    press("Ctrl+V")
    assert editing.table.rows == (("指标", "目标"), ("效率", "1"))
    assert "只粘贴了文字" not in words_on(editing.page)
    QGuiApplication.clipboard().clear()


@begun_with("前后")
@pytest.mark.parametrize("data", [b"no docx", bytes(LARGEST_PASTED_DOCX + 1)], ids=len)
def test_words_and_tables_come_where_a_docx_cannot_be_read(
    qtbot: QtBot, editing: Editing, data: bytes
) -> None:
    editing.go()
    press("Right")
    offer(WRITER_TEXT, WRITER_HTML, **{WPS: data})
    press("Ctrl+V")
    qtbot.waitUntil(lambda: len(editing.items) == 3, timeout=20_000)
    assert isinstance(editing.items[1], TableItem)
    words = words_on(editing.page)
    assert "只粘贴了文字和表格：" in words
    assert "1 幅图片没有带入" in words
    QGuiApplication.clipboard().clear()


@begun_with("前后")
def test_a_table_too_large_arrives_as_words_and_is_told(editing: Editing) -> None:
    editing.go()
    press("Ctrl+End")
    line = "\t".join("a" * 64)
    html = f"<table><tr>{'<td>a' * 64}<tr>{'<td>a' * 64}</table>"
    for offered in ("", html):
        offer(f"{line}\n{line}\n", offered)
        press("Ctrl+V")
        assert editing.section == f"前后{line}\n{line}\n"
        assert "只粘贴了文字：表格最多 63 列" in words_on(editing.page)
        editing.session.undo()
    QGuiApplication.clipboard().clear()


@begun_with("前后")
@pytest.mark.parametrize("can_be_read", [True, False])
def test_the_pictures_of_writer_arrive_or_are_told(
    qtbot: QtBot, editing: Editing, can_be_read: bool
) -> None:
    data = odt(frame("Pictures/a.png"), a=picture()) if can_be_read else b"no odt"
    editing.go()
    press("Right")
    form = 'application/x-openoffice-embed-source-xml;windows_formatname="Star Embed Source (XML)"'
    offer(WRITER_TEXT, WRITER_HTML, **{form: data})
    press("Ctrl+V")
    qtbot.waitUntil(lambda: isinstance(editing.section, tuple), timeout=20_000)
    kinds = [type(item) for item in editing.items]
    assert kinds == [str, TableItem, str, *([FigureItem, str] if can_be_read else [])]
    words = words_on(editing.page)
    assert ("1幅图。" in words) == can_be_read
    assert ("1 幅图片没有带入" in words) != can_be_read
    QGuiApplication.clipboard().clear()


@begun_with("前旧的后")
@pytest.mark.parametrize("data", [b"", copied()], ids=["HTML", "docx"])
def test_what_is_pasted_takes_the_place_of_what_is_selected(
    qtbot: QtBot, editing: Editing, data: bytes
) -> None:
    editing.go()
    press("Right", "Shift+Right", "Shift+Right")
    offer(WRITER_TEXT, WRITER_HTML, **({WPS: data} if data else {}))
    press("Ctrl+V")
    qtbot.waitUntil(lambda: isinstance(editing.section, tuple), timeout=20_000)
    first, last = editing.items[0], editing.items[-1]
    assert isinstance(first, str)
    assert isinstance(last, str)
    assert (first[0], last[-1]) == ("前", "后")
    assert not [each for each in editing.items if "旧" in str(each)]
    editing.session.undo()
    assert editing.section == "前旧的后"
    QGuiApplication.clipboard().clear()


@begun_with("前旧的后")
def test_lines_with_tabs_take_the_place_of_what_is_selected_as_words_too(editing: Editing) -> None:
    editing.go()
    press("Right", "Shift+Right", "Shift+Right")
    offer("a\tb\nc\td")
    press("Ctrl+V")
    assert [type(each) for each in editing.items] == [str, TableItem, str]
    assert (editing.items[0], editing.items[2]) == ("前", "后")
    (way,) = [b for b in editing.page.findChildren(QPushButton) if b.text() == "改为文字"]
    way.click()
    assert editing.section == "前a\tb\nc\td后"
    QGuiApplication.clipboard().clear()


LIKE_WEN = "\u2f42"  # the radical that a PDF brings for 文
CELLS = f"甲\t乙\n论{LIKE_WEN}\t2"
CELLS_HTML = f"<table><tr><td>甲<td>乙<tr><td>论{LIKE_WEN}<td>2</table>"


@pytest.mark.parametrize(("place", "html"), [("", ""), ("", CELLS_HTML), (".1.rows.0.0", "")])
@begun_with(BEGUN)
def test_characters_that_only_look_like_others_are_told_in_cells_too(
    editing: Editing, place: str, html: str
) -> None:
    editing.go(place or ".0")
    offer(CELLS, html)
    press("Ctrl+V")
    tables = [each.table.rows for each in editing.items if isinstance(each, TableItem)]
    assert (("甲", "乙"), ("论文", "2")) in tables
    assert "已把 1 个只是看起来像的字符" in words_on(editing.page)
    QGuiApplication.clipboard().clear()


@begun_with("前后")
@pytest.mark.parametrize("keys", ["Ctrl+V", WORDS_ONLY])
@pytest.mark.parametrize("text", ["10-9和cm3", ""], ids=["both", "html"])
def test_what_is_raised_comes_into_a_section(editing: Editing, keys: str, text: str) -> None:
    editing.go()
    press("Right")
    offer(text, "<p>10<sup>-9</sup>和cm<sup>3</sup></p>", **{"text/rtf": b"{\\rtf1}"})
    press(keys)
    assert editing.section == "前10⁻⁹和cm³后"
    QGuiApplication.clipboard().clear()


RTF: dict[str, Any] = {
    "text/rtf": rb"{\rtf1\ansi 10{\super -9} m{\super 2\'b9\'fa}}",
}


@begun_with("前后")
@pytest.mark.parametrize("keys", ["Ctrl+V", WORDS_ONLY])
def test_what_is_raised_in_rtf_comes_or_is_named(editing: Editing, keys: str) -> None:
    editing.go()
    press("Right")
    offer("10-9 m2国", **RTF)
    press(keys)
    assert editing.section == "前10⁻⁹ m2国后"
    assert "1 处上下标没有带入，只带入了文字，请对照原文改（“10-9 m2国”）" in words_on(editing.page)
    QGuiApplication.clipboard().clear()


@begun_with(BEGUN)
def test_pictures_among_cells_are_told_in_a_table(editing: Editing) -> None:
    editing.go(".1.rows.0.0")
    offer("3\t\n5\t6\n", "<table><tr><td>3<td><img src=x><tr><td>5<td>6</table>")
    press("Ctrl+V")
    assert editing.table.rows == (("3", ""), ("5", "6"))
    assert "1 幅图片没有带入" in words_on(editing.page)
    QGuiApplication.clipboard().clear()


@begun_with("前后")
def test_what_cannot_be_raised_is_told_in_a_section(editing: Editing) -> None:
    editing.go()
    offer("甲国", "<p>甲<sup>国</sup></p>")
    press("Ctrl+V")
    assert "1 处上下标没有带入" in words_on(editing.page)
    QGuiApplication.clipboard().clear()


@begun_with(BEGUN)
@pytest.mark.parametrize("place", [".0", ".1.rows.0.0"])
def test_cells_with_what_is_raised_come_so_and_tell_the_rest(editing: Editing, place: str) -> None:
    html = "<table><tr><td>m<sup>2</sup><td>m<sup>国</sup><tr><td>3<td>4</table>"
    editing.go(place)
    offer("m2\tm国\n3\t4\n", html)
    press("Ctrl+V")
    table = next(
        each.table
        for each in editing.items
        if isinstance(each, TableItem) and each.table.rows[0] == ("m²", "m国")
    )
    assert table.rows[1] == ("3", "4")
    assert "1 处上下标没有带入" in words_on(editing.page)
    QGuiApplication.clipboard().clear()


@begun_with(BEGUN)
def test_what_is_raised_comes_into_a_cell(editing: Editing) -> None:
    editing.go(".1.rows.0.0")
    press("Ctrl+A")
    offer("cm3", "<p>cm<sup>3</sup></p>")
    press("Ctrl+V")
    assert editing.table.rows == (("cm³", "乙"),)
    QGuiApplication.clipboard().clear()


@begun_with("前后")
def test_words_come_raised_where_a_docx_cannot_be_read(qtbot: QtBot, editing: Editing) -> None:
    editing.go()
    press("Right")
    offer("cm3", "<p>cm<sup>3</sup></p>", **{WPS: b"no docx"})
    press("Ctrl+V")
    qtbot.waitUntil(lambda: editing.section == "前cm³后", timeout=20_000)
    QGuiApplication.clipboard().clear()
