"""Tables and figures of task books in the docx: what Word and WPS make of them."""

import io
import zipfile
from collections.abc import Iterator
from typing import Any

import docx
import pytest
from docx.document import Document
from docx.oxml.ns import qn

from jbgs_desktop.documents.application_document import application_document
from jbgs_desktop.documents.blocks import Properties
from jbgs_desktop.documents.docx.writer import write_docx
from jbgs_desktop.forms.application import Application
from tests.documents.printed_forms import filled, the_call, written
from tests.documents.rich_sections import FORMS, docx_of, rich, table

TYPE_AREA = (156 * 36_000, 225 * 36_000)  # EMU


def opened(application: Application) -> Document:
    return docx.Document(io.BytesIO(docx_of(application)))


def tables(document: Document) -> list[Any]:
    """The elements of the tables that the applicant made."""
    found = (each for each in document.tables if each.style and each.style.name == "正文表格")
    return [each._tbl for each in found]


def with_goals(*items: object) -> Application:
    application = rich("usual")
    no = application.directions[0]
    return application.set(f"taskbooks.{no}.goals", items).set(f"taskbooks.{no}.plan", "无")


def text_of(element: Any) -> str:
    return "".join(each.text or "" for each in element.iter(qn("w:t")))


def keeps_next(paragraph: Any) -> bool:
    return paragraph.find(f"{qn('w:pPr')}/{qn('w:keepNext')}") is not None


def test_a_table_has_its_caption_above_spans_and_a_header_on_each_page() -> None:
    (made, _) = tables(opened(rich("usual")))
    caption = made.getprevious()
    assert text_of(caption) == "表1　主要技术指标（25℃，10−3级）"
    assert keeps_next(caption)
    header, first, second, *_ = made.tr_lst
    assert header.trPr.find(qn("w:tblHeader")) is not None
    assert all(keeps_next(p) for p in header.iter(qn("w:p")))
    assert all(row.trPr.find(qn("w:cantSplit")) is not None for row in made.tr_lst)
    assert [cell.vMerge for cell in first.tc_lst][-1] == "restart"
    assert [cell.vMerge for cell in second.tc_lst][-1] == "continue"


@pytest.mark.parametrize("form", FORMS)
def test_tables_and_pictures_fit_the_type_area(form: str) -> None:
    document = opened(rich(form))
    for each in tables(document):
        columns = [int(column.get(qn("w:w"))) for column in each.tblGrid.gridCol_lst]
        assert sum(columns) <= 8844
        assert min(columns) > 0
        for row in each.tr_lst:
            assert sum(cell.grid_span for cell in row.tc_lst) == len(columns)
    extents = [shape.extent for shape in document.element.body.iter(qn("wp:inline"))]
    assert all(each.cx <= TYPE_AREA[0] and each.cy <= TYPE_AREA[1] for each in extents)


def test_a_row_that_no_page_holds_may_be_split() -> None:
    made, *_ = tables(opened(with_goals(table("长", [["甲"], ["字" * 5000], ["乙"]]))))
    whole = [row.trPr.find(qn("w:cantSplit")) is not None for row in made.tr_lst]
    assert whole == [True, False, True]


def test_no_row_stands_alone_on_a_page() -> None:
    rows = [["表头"], *([f"第{n}行"] for n in range(30))]
    made, *_ = tables(opened(with_goals(table("长", rows))))
    kept = [all(map(keeps_next, row.iter(qn("w:p")))) for row in made.tr_lst]
    assert [at for at, keeps in enumerate(kept) if keeps] == [0, 1, 29]


def test_many_columns_have_smaller_words() -> None:
    few, many = tables(
        opened(with_goals(table("", [["甲", "乙"]]), table("", [[f"第{n}列" for n in range(20)]])))
    )
    sizes = [{int(size.get(qn("w:val"))) for size in each.iter(qn("w:sz"))} for each in (few, many)]
    assert sizes[0] == set()  # of the style: 12 points
    assert max(sizes[1]) < 21


def pictures_of(document: Document) -> Iterator[tuple[str, Any]]:
    for shape in document.element.body.iter(qn("wp:docPr")):
        paragraph = next(shape.iterancestors(qn("w:p")))
        yield shape.get("descr"), paragraph


def test_a_figure_is_on_the_page_of_its_caption_which_is_its_alternative_text() -> None:
    document = opened(rich("longest"))
    found = list(pictures_of(document))
    assert len(found) == 22
    for words, paragraph in found:
        assert keeps_next(paragraph)
        following = paragraph.getnext()
        assert following is not None
        assert text_of(following) == words
        assert words.startswith("图")
    assert len({shape.get("id") for shape in document.element.body.iter(qn("wp:docPr"))}) == 22


def test_the_same_picture_is_in_the_package_once() -> None:
    with zipfile.ZipFile(io.BytesIO(docx_of(rich("longest")))) as package:
        media = [name for name in package.namelist() if name.startswith("word/media/")]
    kinds = [name.rpartition(".")[2] for name in media]
    assert sorted(kinds) == ["jpeg", "png", "png", "png"]  # of 22 figures


def fields(document: Document) -> list[tuple[str, str]]:
    """The instruction and the shown number of each caption's field."""
    found = []
    for instruction in document.element.body.iter(qn("w:instrText")):
        paragraph = next(instruction.iterancestors(qn("w:p")))
        number = text_of(paragraph).partition("　")[0][1:]
        found.append((" ".join((instruction.text or "").split()), number))
    return found


def test_numbers_are_fields_that_begin_anew_in_each_task_book() -> None:
    application = rich("usual")
    first, second = application.directions[:2]
    goals = application.get(f"taskbooks.{first}.goals")
    document = opened(application.set(f"taskbooks.{second}.goals", goals))
    begun, on = r"SEQ 表 \* ARABIC \r 1", r"SEQ 表 \* ARABIC"
    assert [each for each in fields(document) if "表" in each[0]] == [
        (begun, "1"),
        (on, "2"),
        (begun, "1"),
    ]
    assert [number for _, number in fields(document) if _.startswith("SEQ 图")] == [
        *("1", "2", "3", "4"),
        *("1", "2"),
    ]


def test_a_missing_picture_leaves_an_empty_frame_with_its_caption() -> None:
    application = rich("usual")
    data = write_docx(application_document(application, the_call()), Properties("", ""), draft=True)
    document = docx.Document(io.BytesIO(data))
    assert list(pictures_of(document)) == []
    frames = list(document.element.body.iter(qn("w:pBdr")))
    assert len(frames) == 4
    caption = next(frames[0].iterancestors(qn("w:p"))).getnext()
    assert caption is not None
    assert text_of(caption) == "图1　系统组成"


def test_raised_and_lowered_characters_are_so() -> None:
    document = opened(rich("usual"))
    raised = {
        (run.text, run.font.superscript, run.font.subscript)
        for table in document.tables
        for row in table.rows
        for cell in row.cells
        for paragraph in cell.paragraphs
        for run in paragraph.runs
        if run.font.superscript or run.font.subscript
    }
    assert raised == {("3", True, False), ("−6", True, False), ("2", False, True)}


def test_a_sub_heading_is_a_heading_of_word() -> None:
    document = opened(rich("usual"))
    (heading, _) = [p for p in document.paragraphs if p.text == "（1）主要技术指标"]
    assert heading.style is not None
    assert heading.style.name == "Heading 4"


def test_same_input_same_bytes_and_nothing_new_without_tables_and_figures() -> None:
    assert docx_of(rich("usual")) == docx_of(rich("usual"))
    names = {style.name for style in docx.Document(io.BytesIO(written(filled()))).styles}
    assert not names & {"正文表格", "表文", "caption", "Caption"}
