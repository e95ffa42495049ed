"""Cells between programs: tabs and HTML, in both directions, whatever stands in them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jbgs_desktop.forms.section import (
    FigureItem,
    SectionFigure,
    SectionTable,
    SubHeading,
    TableItem,
)
from jbgs_desktop.forms.section_clipboard import (
    CellTexts,
    lines_with_tabs,
    read_html_table,
    read_lines_with_tabs,
    section_html,
    section_plain,
    table_html,
)
from jbgs_desktop.forms.table_edit import Area, grid_texts, merge_cells, with_texts

cell_texts = st.text(st.sampled_from('汉a1"\t\n<>&;²'), max_size=6)
grids = st.integers(1, 4).flatmap(
    lambda columns: st.lists(
        st.lists(cell_texts, min_size=columns, max_size=columns), min_size=1, max_size=4
    )
)


def table_of(texts: CellTexts) -> SectionTable:
    return with_texts(SectionTable(), 0, 0, texts)


@given(grids)
def test_cells_come_back_from_lines_with_tabs(texts: CellTexts) -> None:
    if texts[-1] != [""]:  # a last empty line is the end of the line before it
        assert read_lines_with_tabs(lines_with_tabs(texts)) == texts


@given(grids)
def test_cells_come_back_from_html(texts: CellTexts) -> None:
    bare = [["\n".join(" ".join(line.split()) for line in t.split("\n")) for t in r] for r in texts]
    bare = [[text.strip("\n") for text in row] for row in bare]
    assert read_html_table(table_html(table_of(bare))) == bare


@pytest.mark.parametrize(
    ("text", "texts"),
    [
        ("a\tb\r\nc\td\r\n", [["a", "b"], ["c", "d"]]),
        ('"两\n行"\t"说""好"""\n', [["两\n行", '说"好"']]),
        ('5"管\t"未完\n"x"y', [['5"管', '"未完'], ['"x"y']]),
        ("", [[""]]),
    ],
)
def test_lines_of_spreadsheets(text: str, texts: CellTexts) -> None:
    assert read_lines_with_tabs(text) == texts


EXCEL = """<html xmlns:x="urn:schemas-microsoft-com:office:excel"><head><meta charset=utf-8>
<style><!--table {mso-displayed-decimal-separator:"."} .x {color:red}--></style></head><body
link=blue><table border=0><!--StartFragment--><col width=72><tr height=19><td>指标</td>
<td colspan=2 class=x>目标  值</td></tr><tr><td rowspan=2>体积</td><td>≤170cm<sup>3</sup></td>
<td>第一行<br style='mso-data-placement:same-cell;'>第二行</td></tr>
<tr><td>CO<sub>2</sub> &lt;1&nbsp;%</td><td><p>甲</p><p>乙</p></td></tr>
<!--EndFragment--></table></body></html>"""


def test_a_range_of_a_spreadsheet_is_one_table() -> None:
    assert read_html_table(EXCEL) == [
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
    assert read_html_table(html) is None


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
    cells = read_html_table(html)
    assert cells is not None
    assert cells[0][0] == "a"


def test_what_is_selected_of_a_merged_cell_keeps_its_text() -> None:
    table = merge_cells(
        table_of([["a", "b", "c"], ["d", "e", "f"], ["g", "h", "i"]]), Area(1, 0, 2, 2)
    )
    html = table_html(table, Area(1, 0, 2, 3))
    assert 'rowspan="2" colspan="2"' in html
    assert read_html_table(html) == grid_texts(table, Area(1, 0, 2, 3))


def test_a_whole_section_reads_as_it_stands() -> None:
    section = (
        "前<段>",
        SubHeading(heading="（1）"),
        TableItem(table=SectionTable(caption="指标", rows=(("a", "b"),))),
        FigureItem(figure=SectionFigure(caption="架构", file="figures/a.png")),
    )
    numbers = {2: "表1", 3: "图1"}
    assert section_plain(section, numbers) == "前<段>\n（1）\n表1 指标\na\tb\n〔图1 架构〕"
    html = section_html(section, numbers)
    assert "<p>前&lt;段&gt;</p><p><b>（1）</b></p>" in html
    assert "〔图1 架构〕" in html
    assert "<th>a</th><th>b</th>" in html
