"""The workbook: text stays text, nothing is cut, nothing is missing."""

import io
import zipfile

import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import load_workbook
from openpyxl.worksheet.worksheet import Worksheet

from jbgs_desktop.documents.xlsx.sheets import cell_texts, escaped
from jbgs_desktop.documents.xlsx.writer import write_xlsx
from jbgs_desktop.errors import DocumentError
from jbgs_desktop.forms.application import Application, Participant
from tests.documents.printed_forms import UNIT, blank, filled, prose, the_call


def sheets(application: Application, *, draft: bool = False) -> tuple[Worksheet, Worksheet]:
    data = write_xlsx(application, the_call(), draft=draft)
    workbook = load_workbook(io.BytesIO(data))
    assert workbook.sheetnames == ["推荐表", "全部字段"]
    return workbook["推荐表"], workbook["全部字段"]


def rows(sheet: Worksheet) -> list[list[object]]:
    return [[cell for cell in row if cell is not None] for row in sheet.iter_rows(values_only=True)]


def contents(application: Application) -> dict[str, str]:
    """The content of the sheet of all fields by field path."""
    _, sheet = sheets(application)
    table = list(sheet.iter_rows(values_only=True))
    assert table[0] == ("栏目", "内容", "字段路径")
    return {str(path): str(content or "") for _, content, path in table[1:]}


def test_recommendation_has_the_seven_columns_and_a_row_for_each_direction() -> None:
    sheet, _ = sheets(filled(directions=(9, 2)))
    table = rows(sheet)
    assert table[0] == ["2023年未来产业创新任务揭榜单位推荐表-人形机器人"]
    assert table[1] == ["推荐单位（盖章）：示例区工业和信息化局"]
    assert table[2] == ["序号", "单位名称", "任务类别", "揭榜产品", "推荐理由", "联系人", "手机"]
    assert table[3] == [1, UNIT, "电机驱动器", "李堃", "13987654321"]
    assert table[4] == [2, UNIT, "高算力主控制器", "李堃", "13987654321"]
    assert table[7] == ["3、任务类别是指技术产品创新揭榜任务和预期目标中涉及的19个重点任务类别。"]
    assert len(table) == 8


@pytest.mark.parametrize(
    ("introduction", "product"),
    [
        ("任务名称：电机驱动器。\n揭榜产品：高功率密度驱动器。其后为简介。", "高功率密度驱动器"),
        ("本任务的揭榜产品为“示例”驱动器，用于关节。", "“示例”驱动器"),
        ("研究电机驱动器。", None),
        ("揭榜产品：" + "长" * 60, None),
        ("揭榜产品：", None),
    ],
)
def test_product_is_what_the_introduction_names(introduction: str, product: str | None) -> None:
    application = filled(directions=(2,)).set("taskbooks.2.introduction", introduction)
    sheet, _ = sheets(application)
    assert sheet["D4"].value == product
    assert sheet["E4"].value is None  # the recommender's own word


@pytest.mark.parametrize(
    "text",
    [
        "=1+1",
        "+86 13800000000",
        "-5",
        "@SUM(A1)",
        "＝1+1",
        "037112345678",
        "914403001922038216",
        "1e5",
        "2023-10-30",
        "TRUE",
        "#REF!",
        "'quoted",
        "\U0001f600 𠮷",
    ],
)
def test_text_stays_text(text: str) -> None:
    _, sheet = sheets(filled().set("unit.address", text))
    (cell,) = [row[1] for row in sheet.iter_rows() if row[2].value == "unit.address"]
    assert (cell.value, cell.data_type, cell.number_format) == (text, "s", "@")
    assert cell.quotePrefix


def test_what_looks_like_an_escaped_character_stays_text() -> None:
    data = write_xlsx(filled().set("unit.address", "_x0041_"), the_call(), draft=False)
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        # The format's own way to write the seven characters; _x0041_ alone would mean A.
        assert b"<t>_x005F_x0041_</t>" in package.read("xl/worksheets/sheet2.xml")


def test_every_field_is_there_in_the_papers_order() -> None:
    application = filled()
    found = contents(application)
    with_text = [path for path, text in application.texts() if text]
    on_sheet = [path for path in found if path in with_text]
    assert set(with_text) - set(found) == {"call", "region", "track"}
    assert on_sheet == [path for path in with_text if path in found]
    assert found["directions"] == "方向2：电机驱动器\n方向9：高算力主控制器"
    assert found["unit.listed"] == "否"
    assert found["unit.nature"] == "民营企业"
    assert found["cover.date"] == "2023年10月30日"
    assert found["unit.staff"] == "1248"
    assert found["evidence.0.category"] == "1. 主营业务收入证明"
    assert found["taskbooks.9.goals"] == prose(900)


def test_a_list_without_entries_is_marked() -> None:
    named = blank("metaverse").set("unit.name", "示例公司")
    assert contents(named)["unit.participants"] == "无"
    assert contents(blank("metaverse"))["unit.participants"] == ""


def test_a_participant_called_none_is_none() -> None:
    none = Participant(name="无")
    assert contents(filled().set("unit.participants", (none,)))["unit.participants"] == "无"
    found = contents(filled().set("unit.participants", (none, Participant(name="示例研究院"))))
    assert "unit.participants.0.name" not in found
    assert found["unit.participants.1.name"] == "示例研究院"


@pytest.mark.parametrize("char", ["长", "\U0001f600"])
def test_a_text_that_no_cell_holds_goes_on_in_the_next_row(char: str) -> None:
    longest = char * (32_767 // (len(char.encode("utf-16-le")) // 2))
    assert contents(filled().set("product_overview", longest))["product_overview"] == longest
    longer = f"{longest}{char}末"
    _, sheet = sheets(filled().set("product_overview", longer))
    rows = [row for row in sheet.iter_rows(values_only=True) if row[2] == "product_overview"]
    assert [row[0] for row in rows] == ["揭榜产品概述", "揭榜产品概述（续）"]
    assert "".join(str(row[1]) for row in rows) == longer
    assert all(len(str(row[1]).encode("utf-16-le")) // 2 <= 32_767 for row in rows)


@given(
    st.lists(st.sampled_from(["字", "\U0001f600", "_x0041_", "a"]), max_size=9).map("".join),
    st.integers(0, 9),
)
def test_a_long_text_comes_in_pieces_that_cells_hold(text: str, times: int) -> None:
    long = text * (10_000 * (times // 3) + times)
    pieces = cell_texts(long)
    assert "".join(pieces) == long
    for piece in pieces:
        assert len(escaped(piece)) <= 32_767
        assert len(piece.encode("utf-16-le")) // 2 <= 32_767


def test_without_a_track_there_is_no_workbook() -> None:
    with pytest.raises(DocumentError, match="请先选择赛道"):
        write_xlsx(Application(), the_call(), draft=False)


def test_same_input_same_bytes() -> None:
    first, second = (write_xlsx(filled(), the_call(), draft=True) for _ in range(2))
    assert first == second


@pytest.mark.parametrize("draft", [True, False])
def test_a_draft_says_so_on_every_page(draft: bool) -> None:
    for sheet in sheets(filled(), draft=draft):
        header = sheet.oddHeader
        assert header is not None
        assert (header.right.text == "草稿") is draft
