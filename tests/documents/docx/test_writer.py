"""The docx as Word takes it: structure, faces, fields, and the same bytes for the same input."""

import hashlib
import io
import os
import subprocess
import sys
import zipfile
from pathlib import Path

import docx
import pytest
from docx.document import Document
from docx.oxml.ns import qn
from docx.oxml.xmlchemy import BaseOxmlElement
from docx.shared import Twips
from docx.table import Table
from hypothesis import given, settings
from hypothesis import strategies as st

from jbgs_desktop.documents.docx.writer import Properties, write_docx
from jbgs_desktop.documents.printed_form import lines_of
from tests.documents.printed_forms import (
    RARE,
    UNIT,
    blank,
    body_text,
    filled,
    opened,
    paragraphs,
    written,
)

HOSTILE = [
    "{{name}} {% raw %} %s %(x)d ${HOME}",
    '#set page(fill: red) #include "/etc/passwd"',
    '<w:p><w:r/></w:p> & ]]> <!-- x --> &lt; "q"',
    "=1+1 \\n \\u4e00 _x0041_",
    "表情\U0001f600\U0001f468\U0001f3fd，方框□☑，网址" + "https://example.com/" + "a1b2" * 100,
]


def form_tables(document: Document) -> tuple[Table, Table]:
    _, unit, task = document.tables  # the first holds the lines of the cover
    return unit, task


def runs_with(document: Document, char: str) -> list[BaseOxmlElement]:
    return [
        run
        for run in document.element.body.iter(qn("w:r"))
        if char in "".join(text.text or "" for text in run.iter(qn("w:t")))
    ]


def face(run: BaseOxmlElement) -> str | None:
    (fonts,) = run.iter(qn("w:rFonts"))
    return fonts.get(qn("w:eastAsia"))


def test_a4_with_the_margins_of_the_standard() -> None:
    (section,) = opened(filled()).sections
    assert (section.page_width, section.page_height) == (Twips(11906), Twips(16838))
    margins = section.top_margin, section.bottom_margin, section.left_margin, section.right_margin
    assert margins == (Twips(2098), Twips(1984), Twips(1588), Twips(1474))


def test_cells_are_merged_as_on_the_form() -> None:
    unit, _ = form_tables(opened(filled()))
    texts = [[cell.text for cell in row.cells] for row in unit.rows]
    assert {len(row) for row in texts} == {5}
    assert texts[0] == ["一、单位情况（提供证明材料）"] * 5
    assert texts[2] == ["揭榜负责人", "姓名", "王喆", "职务职称", "总工程师/高级工程师"]
    assert texts[3][:2] == ["揭榜负责人", "邮箱"]
    assert unit.cell(2, 0)._tc is unit.cell(3, 0)._tc
    assert texts[4] == ["申报联系人", "姓名", "李堃", "手机", "13987654321"]
    assert texts[5][3:] == ["传真", "0371-12345678"]
    assert texts[6] == ["法定代表人", "张䶮𠮷", "张䶮𠮷", "注册资本\n（万元）", "5000"]
    assert texts[11][:2] == ["整体业务收入\n（万元）", "指上一个财年（提供证明材料）\n38652.17"]


def test_boxes_are_ticked_where_chosen() -> None:
    unit, task = form_tables(opened(filled(directions=(2, 9))))
    nature, listed = unit.cell(9, 1).text, unit.cell(10, 1).text
    assert nature.startswith("□国有企业  ☑民营企业  □外资企业  □事业单位\n其他（请注明）：")
    assert listed == "☑否\n□是"
    ticked = [line for line in task.cell(1, 1).text.split("\n") if line.startswith("☑")]
    assert ticked == ["☑方向2：电机驱动器", "☑方向9：高算力主控制器"]


def test_other_nature_is_written_after_its_words() -> None:
    application = filled().set("unit.nature", "other").set("unit.nature_other", "社会组织")
    unit, _ = form_tables(opened(application))
    assert unit.cell(9, 1).text.endswith("□事业单位\n其他（请注明）：社会组织")


def test_headings_of_the_table_stand_again_on_its_next_page() -> None:
    for table in form_tables(opened(filled())):
        repeated = [bool(list(row._tr.iter(qn("w:tblHeader")))) for row in table.rows]
        assert repeated == [True] + [False] * (len(table.rows) - 1)


def test_table_is_as_wide_as_the_text() -> None:
    document = opened(filled())
    (section,) = document.sections
    assert section.page_width and section.left_margin and section.right_margin
    width = section.page_width - section.left_margin - section.right_margin
    for table in document.tables:
        assert sum(column.width or 0 for column in table.columns) == width


def test_pages_are_numbered_by_fields() -> None:
    (section,) = opened(filled()).sections
    fields = [
        str(field.get(qn("w:instr"))).strip()
        for field in section.footer.part.element.iter(qn("w:fldSimple"))
    ]
    assert fields == ["PAGE", "NUMPAGES"]
    assert section.different_first_page_header_footer  # the cover bears no number


def test_each_part_begins_a_page_with_a_bookmark() -> None:
    document = opened(filled(directions=(2, 9)))
    starts = list(document.element.body.iter(qn("w:bookmarkStart")))
    names = [start.get(qn("w:name")) for start in starts]
    assert names == [
        "cover",
        "instructions",
        "form",
        "taskbook_2",
        "taskbook_9",
        "evidence",
        "pledge",
    ]
    breaks = list(document.element.body.iter(qn("w:pageBreakBefore")))
    assert [each.getparent().getparent() for each in breaks] == [
        start.getparent() for start in starts[1:]
    ]


@pytest.mark.parametrize(
    ("char", "wanted"),
    [
        ("䶮", "宋体"),
        ("𠮷", "SimSun-ExtB"),
        ("☑", "Segoe UI Symbol"),
        ("喆", None),  # 仿宋, the face of the document, has the characters of GBK
        ("堃", None),
        ("昇", None),
        ("玥", None),
        ("珺", None),
    ],
)
def test_rare_characters_have_a_face_that_shows_them(char: str, wanted: str | None) -> None:
    document = opened(filled())
    runs = runs_with(document, char)
    assert runs
    assert {face(run) for run in runs} == {wanted}
    assert RARE in "".join(paragraphs(document))


def test_the_document_is_chinese_and_says_whose_it_is() -> None:
    document = docx.Document(io.BytesIO(write_docx([], Properties("某材料", UNIT), draft=False)))
    core = document.core_properties
    assert (core.title, core.author, core.language) == ("某材料", UNIT, "zh-CN")
    language = document.styles.element.find(f".//{qn('w:lang')}")
    assert language.get(qn("w:eastAsia")) == "zh-CN"
    assert document.styles["Normal"].element.find(f".//{qn('w:kinsoku')}") is not None


def test_very_long_properties_are_no_obstacle() -> None:
    assert write_docx([], Properties("题" * 300, "名" * 300), draft=False)


@pytest.mark.parametrize("draft", [True, False])
def test_a_draft_says_so_on_every_page(draft: bool) -> None:
    (section,) = opened(filled(), draft=draft).sections
    for header in (section.header, section.first_page_header):
        assert ("草稿" in "".join(each.text for each in header.paragraphs)) is draft
        assert ('string="草稿"' in header.part.element.xml) is draft


def test_hostile_prose_survives_literally() -> None:
    application = filled().set("taskbooks.2.plan", "\n".join(HOSTILE))
    text = paragraphs(opened(application))
    at = text.index(HOSTILE[0])
    assert text[at : at + len(HOSTILE)] == HOSTILE


def test_a_hundred_thousand_characters_are_printed() -> None:
    long = "长文本，" * 25_000
    assert long in paragraphs(opened(filled().set("product_overview", long)))


@settings(max_examples=25)
@given(st.text())
def test_any_text_is_printed_line_by_line(text: str) -> None:
    application = blank("metaverse").set("product_overview", text)
    before = len(paragraphs(opened(blank("metaverse"))))
    printed = paragraphs(opened(application))
    lines = list(lines_of(text))
    assert len(printed) == before + len(lines)
    for line in lines:
        assert line in printed


def test_same_input_same_bytes() -> None:
    assert written(filled(), draft=True) == written(filled(), draft=True)
    assert written(filled()) != written(blank("metaverse"))


@pytest.mark.parametrize(
    "surroundings",
    [
        {"PYTHONHASHSEED": "1", "TZ": "Asia/Shanghai", "LC_ALL": "C"},
        {"PYTHONHASHSEED": "77", "TZ": "America/New_York", "LC_ALL": "C.UTF-8"},
    ],
)
def test_same_bytes_in_another_process(surroundings: dict[str, str]) -> None:
    program = (
        "import hashlib; from tests.documents.printed_forms import filled, the_call, written;"
        "from jbgs_desktop.documents.xlsx.writer import write_xlsx;"
        "xlsx = write_xlsx(filled(), the_call(), draft=False);"
        "print(hashlib.sha256(written(filled()) + xlsx).hexdigest())"
    )
    result = subprocess.run(
        [sys.executable, "-c", program],
        cwd=Path(__file__).parents[3],
        env={**os.environ, **surroundings},
        capture_output=True,
        text=True,
        check=True,
    )
    from jbgs_desktop.documents.xlsx.writer import write_xlsx
    from tests.documents.printed_forms import the_call

    here = written(filled()) + write_xlsx(filled(), the_call(), draft=False)
    assert result.stdout.strip() == hashlib.sha256(here).hexdigest()


def test_no_part_tells_the_time() -> None:
    with zipfile.ZipFile(io.BytesIO(written(filled()))) as package:
        assert {entry.date_time for entry in package.infolist()} == {(1980, 1, 1, 0, 0, 0)}
        assert package.namelist()[0] == "[Content_Types].xml"


def test_blank_copy_has_no_value_of_anybody() -> None:
    assert UNIT not in body_text(opened(blank("humanoid-robot")))
