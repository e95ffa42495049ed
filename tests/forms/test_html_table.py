"""Tables that other programs put on the clipboard as HTML, and our own that come back from it."""

import random

import pytest
from hypothesis import given

from jbgs_desktop.forms.html_table import read_html
from jbgs_desktop.forms.section import SectionTable, SpanningCell
from jbgs_desktop.forms.section_clipboard import CellTexts, table_html
from jbgs_desktop.forms.table_edit import (
    Area,
    grid_texts,
    merge_cells,
    with_header_rows,
    with_texts,
)
from tests.forms.test_section_clipboard import grids


def table_of(texts: CellTexts) -> SectionTable:
    return with_texts(SectionTable(), 0, 0, texts)


def cells_of(html: str) -> CellTexts:
    table = read_html(html).one_table
    assert table is not None
    return grid_texts(table)


@given(grids)
def test_cells_come_back_from_html(texts: CellTexts) -> None:
    bare = [["\n".join(" ".join(line.split()) for line in t.split("\n")) for t in r] for r in texts]
    bare = [[text.strip("\n") for text in row] for row in bare]
    assert cells_of(table_html(table_of(bare))) == bare


EXCEL = """<html xmlns:x="urn:schemas-microsoft-com:office:excel"><head><meta charset=utf-8>
<style><!--table {mso-displayed-decimal-separator:"."} .x {color:red}--></style></head><body
link=blue><table border=0><!--StartFragment--><col width=72><tr height=19><td>指标</td>
<td colspan=2 class=x>目标  值</td></tr><tr><td rowspan=2>体积</td><td>≤170cm<sup>3</sup></td>
<td>第一行<br style='mso-data-placement:same-cell;'>第二行</td></tr>
<tr><td>CO<sub>2</sub> &lt;1&nbsp;%</td><td><p>甲</p><p>乙</p></td></tr>
<!--EndFragment--></table></body></html>"""


def test_a_range_of_a_spreadsheet_is_one_table() -> None:
    assert cells_of(EXCEL) == [
        ["指标", "目标 值", ""],
        ["体积", "≤170cm³", "第一行\n第二行"],
        ["", "CO₂ <1\xa0%", "甲\n乙"],
    ]


@pytest.mark.parametrize(
    "html",
    [
        "<p>一段</p>",
        "<p>前</p><table><tr><td>格</td></tr></table>",
        "<table><tr><td>格</td></tr></table><table><tr><td>格</td></tr></table>",
        "<table></table>",
        "",
        "<" * 10_000,
    ],
)
def test_text_with_or_without_tables_is_no_table(html: str) -> None:
    assert read_html(html).one_table is None


@pytest.mark.parametrize(
    "html",
    [
        "<table><tr><td colspan=99999 rowspan=4000>a</td></tr></table>",
        "<table><td>a",
        "<table><tr><td><table><tr><td>a</td></tr></table></td></tr></table>",
        "<table><tr><td colspan=0 rowspan=x>a</td></tr></table></table></table>",
        "<table><tr><td><script>x</script>a<sup></sup></sup></td></tr></table>",
    ],
)
def test_broken_markup_still_gives_its_text(html: str) -> None:
    assert cells_of(html)[0][0] == "a"


def test_what_is_selected_of_a_merged_cell_keeps_its_text() -> None:
    table = merge_cells(
        table_of([["a", "b", "c"], ["d", "e", "f"], ["g", "h", "i"]]), Area(1, 0, 2, 2)
    )
    html = table_html(table, Area(1, 0, 2, 3))
    assert 'rowspan="2" colspan="2"' in html
    assert cells_of(html) == grid_texts(table, Area(1, 0, 2, 3))


def test_a_whole_table_comes_back_as_it_was() -> None:
    numbers = random.Random(13)
    for _ in range(200):
        rows, columns = numbers.randrange(2, 7), numbers.randrange(1, 7)
        table = table_of([[f"{r}<{c}>\n甲" for c in range(columns)] for r in range(rows)])
        shares = tuple(numbers.choice([1, 2.5, 30]) for _ in range(columns))
        table = table.model_copy(update={"caption": "甲 & 乙", "widths": shares})
        for _ in range(numbers.randrange(3)):
            row, column = numbers.randrange(1, rows), numbers.randrange(columns)
            area = Area(
                row,
                column,
                numbers.randrange(1, rows - row + 1),
                numbers.randrange(1, columns - column + 1),
            )
            if all(area.holds(cell) for cell in table.cells() if area.touches(cell)):
                table = merge_cells(table, area)
        header = numbers.randrange(1, rows)
        if not any(cell.row < header < cell.row + cell.rows for cell in table.cells()):
            table = with_header_rows(table, header)
        assert read_html(table_html(table, caption=True)).one_table == table


def test_merged_cells_and_the_head_that_they_reach_into() -> None:
    html = (
        "<table><colgroup><col width=64 span=2><col style='width:96pt'></colgroup>"
        "<tr><td rowspan=2>指标<td colspan=2>目标<tr><td>2024<td>2025<tr><td>效率<td>1<td>2</table>"
    )
    table = read_html(html).one_table
    assert table is not None
    assert table.rows[:2] == (
        (SpanningCell(text="指标", rows=2), SpanningCell(text="目标", columns=2)),
        ("2024", "2025"),
    )
    assert (table.header_rows, table.widths) == (2, (64, 64, 96))


def test_a_table_too_wide_is_refused_with_a_sentence() -> None:
    content = read_html(f"<table><tr>{'<td>a' * 100}<tr><td>b</table>")
    with pytest.raises(ValueError, match="最多 63 列，这样会有 100 列"):
        assert content.one_table


def test_hidden_words_and_tables_in_cells_are_told() -> None:
    inner = "<table><tr><td>丙</td></tr></table>"
    content = read_html(
        f"<p>甲<span style='display:none'>藏</span></p><table><tr><td>乙{inner}</td></tr></table>"
        "<p><span style='mso-hide:all'>匿</span><img src='a.png'></p>"
    )
    assert content.doubts == (
        "1 个套在单元格里的表格按文字带入，请核对。复制的内容里有 2 处隐藏的文字，请核对要不要。"
    )
    assert content.lost.startswith("1 幅图片没有带入") and content.lost.endswith(content.doubts)
    assert read_html("<p style='display: block'>甲</p>").doubts == ""
