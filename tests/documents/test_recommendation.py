"""推荐表: seven columns and three 注 in all three formats, and cells that stay what they are."""

import io
from contextlib import closing
from dataclasses import fields

import docx
import pytest
from docx.enum.section import WD_ORIENT
from openpyxl import load_workbook
from openpyxl.worksheet.worksheet import Worksheet

from jbgs_desktop.documents.pdf.images import PdfPages
from jbgs_desktop.documents.recommendation import (
    RecommendationRow,
    recommendation_documents,
    suggested_rows,
    summary_workbook,
)
from jbgs_desktop.errors import DocumentError
from jbgs_desktop.forms.calls.call import Call, Track
from jbgs_desktop.forms.calls.recommendation_columns import COLUMNS as KNOWN
from jbgs_desktop.forms.calls.recommendation_columns import NUMBER
from tests.documents.printed_forms import UNIT, filled, the_call

COLUMNS = ["序号", "单位名称", "任务类别", "揭榜产品", "推荐理由", "联系人", "手机"]
FORMULAS = [
    "=cmd|' /C calc'!A0",
    "+86 13800000000",
    "-5",
    "@SUM(A1)",
    "＝1+1",
    "\t=1+1",
    "037112345678",
    "914403001922038216",
]


def track(id_: str = "humanoid-robot") -> Track:
    found = the_call().track(id_)
    assert found is not None
    return found


def rows(number: int = 2) -> list[RecommendationRow]:
    return [
        RecommendationRow(
            unit=f"郑州示例{at}机器人有限公司",
            task="电机驱动器",
            product=f"高功率密度驱动器{at}型",
            reason="技术路线清楚，已小批量供货。\n2022年销售收入8652.5万元。",
            contact="李堃",
            mobile="13987654321",
        )
        for at in range(1, number + 1)
    ]


def made(of: list[RecommendationRow], call: Call | None = None, **more: str) -> dict[str, bytes]:
    return recommendation_documents(call or the_call(), track(), of, **more)


def sheet_of(data: bytes) -> Worksheet:
    return load_workbook(io.BytesIO(data)).worksheets[0]


@pytest.mark.parametrize(
    ("id_", "directions"),
    [
        ("metaverse", 11),
        ("humanoid-robot", 19),
        ("brain-computer-interface", 10),
        ("general-ai", 12),
    ],
)
def test_every_format_has_the_form_of_its_track(id_: str, directions: int) -> None:
    documents = recommendation_documents(the_call(), track(id_), rows(), recommender="示例区工信局")
    document = docx.Document(io.BytesIO(documents["docx"]))
    sheet = sheet_of(documents["xlsx"])
    (table,) = document.tables
    cells = [[cell.text for cell in row.cells] for row in table.rows]
    on_sheet = [[cell for cell in row] for row in sheet.iter_rows(values_only=True)]
    assert cells[0] == list(on_sheet[2]) == COLUMNS
    assert [row[0] for row in cells[1:]] == ["1", "2"]
    assert [list(row)[1:] for row in on_sheet[3:5]] == [row[1:] for row in cells[1:]]
    title = f"2023年未来产业创新任务揭榜单位推荐表-{track(id_).name}"
    lines = [paragraph.text for paragraph in document.paragraphs if paragraph.text]
    assert lines[:2] == [title, "推荐单位（盖章）：示例区工信局"]
    assert (on_sheet[0][0], on_sheet[1][0]) == tuple(lines[:2])
    assert lines[2:] == [row[0] for row in on_sheet[5:]]
    assert len(lines[2:]) == 3
    assert f"{directions}个重点任务类别" in lines[-1]
    with closing(PdfPages(documents["pdf"])) as pages:
        for text in (*COLUMNS, title, "高功率密度驱动器2型", f"{directions}个重点任务类别"):
            assert pages.find(text), text


def test_the_page_lies_across() -> None:
    documents = made(rows())
    section = docx.Document(io.BytesIO(documents["docx"])).sections[0]
    assert section.orientation == WD_ORIENT.LANDSCAPE
    with closing(PdfPages(documents["pdf"])) as pages:
        width, height = pages.size(0)
    assert (round(width), round(height)) == (297, 210)


def test_same_input_same_bytes() -> None:
    assert made(rows()) == made(rows())


@pytest.mark.parametrize("text", FORMULAS)
def test_no_cell_becomes_a_formula(text: str) -> None:
    row = RecommendationRow(
        unit=text, task=text, product=text, reason=text, contact=text, mobile=text
    )
    sheet = sheet_of(made([row])["xlsx"])
    for cell in sheet[4][1:]:
        assert (cell.value, cell.data_type, cell.number_format) == (text.strip(), "s", "@")
        assert cell.quotePrefix


def test_forty_thousand_characters_are_refused_and_not_cut() -> None:
    long = [*rows(1), RecommendationRow(unit="甲", task="乙", reason="长" * 40_000)]
    with pytest.raises(DocumentError, match="第 2 行的“推荐理由”有 40000 个字符"):
        made(long)


def test_a_long_table_has_its_header_on_every_page() -> None:
    with closing(PdfPages(made(rows(60))["pdf"])) as pages:
        assert pages.count > 1
        assert {found.page for found in pages.find("任务类别")} >= set(range(pages.count))


def test_rows_are_suggested_from_an_application_without_a_reason() -> None:
    application = filled(directions=(9, 2)).set(
        "taskbooks.2.introduction", "揭榜产品：高功率密度驱动器。其后为简介。"
    )
    first, second = suggested_rows(application, the_call())
    assert first == RecommendationRow(
        UNIT, "电机驱动器", "高功率密度驱动器", "", "李堃", "13987654321"
    )
    assert (second.task, second.product) == ("高算力主控制器", "")


def test_the_summary_has_the_track_and_says_that_nobody_published_its_columns() -> None:
    tracks = [(track(), rows(1)), (track("metaverse"), rows(2))]
    sheet = sheet_of(summary_workbook(the_call(), tracks))
    table = [list(row) for row in sheet.iter_rows(values_only=True)]
    assert "列名未公布" in str(table[1][0])
    assert table[3] == [*COLUMNS, "赛道"]
    assert [(row[0], row[-1]) for row in table[4:]] == [
        (1, "人形机器人"),
        (2, "元宇宙"),
        (3, "元宇宙"),
    ]


def test_the_call_says_which_column_stands_where() -> None:
    form = the_call().form
    columns = dict(reversed(form.recommendation.columns.items()))
    text = form.recommendation.model_copy(update={"columns": columns})
    call = the_call().model_copy(update={"form": form.model_copy(update={"recommendation": text})})
    documents = recommendation_documents(call, track(), rows(1))
    (table,) = docx.Document(io.BytesIO(documents["docx"])).tables
    assert [cell.text for cell in table.rows[0].cells] == COLUMNS[::-1]
    plain = recommendation_documents(the_call(), track(), rows(1))
    (as_usual,) = docx.Document(io.BytesIO(plain["docx"])).tables
    cells = [[cell.text for cell in each.rows[1].cells] for each in (table, as_usual)]
    assert cells[0] == cells[1][::-1]
    on_sheet = list(sheet_of(documents["xlsx"]).iter_rows(values_only=True))
    assert list(on_sheet[2]) == COLUMNS[::-1]
    assert on_sheet[3][-1] == 1


def test_every_column_is_a_text_of_the_row() -> None:
    assert {field.name for field in fields(RecommendationRow)} == {*KNOWN} - {NUMBER}
