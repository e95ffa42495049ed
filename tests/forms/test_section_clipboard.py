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
    read_lines_with_tabs,
    section_html,
    section_plain,
)

cell_texts = st.text(st.sampled_from('汉a1"\t\n<>&;²'), max_size=6)
grids = st.integers(1, 4).flatmap(
    lambda columns: st.lists(
        st.lists(cell_texts, min_size=columns, max_size=columns), min_size=1, max_size=4
    )
)


@given(grids)
def test_cells_come_back_from_lines_with_tabs(texts: CellTexts) -> None:
    if texts[-1] != [""]:  # a last empty line is the end of the line before it
        assert read_lines_with_tabs(lines_with_tabs(texts)) == texts


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
