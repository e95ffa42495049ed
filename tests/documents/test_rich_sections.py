"""Every word of a table and a caption is read back from each document, whatever it looks like."""

import io

import pytest
from openpyxl import load_workbook
from openpyxl.worksheet.worksheet import Worksheet

from jbgs_desktop.documents.application_document import application_document
from jbgs_desktop.documents.field_list import PrintedField, fields_and_parts
from jbgs_desktop.documents.figure_pictures import document_pictures, figure_png
from jbgs_desktop.documents.printed_form import PrintedForm, lines_of
from jbgs_desktop.documents.taskbook_length import taskbook_pages
from jbgs_desktop.documents.xlsx.writer import write_xlsx
from jbgs_desktop.errors import DocumentError
from jbgs_desktop.forms.application import Application
from jbgs_desktop.forms.calls.call import Call
from tests.documents.printed_forms import the_call
from tests.documents.rich_sections import (
    FORMS,
    HtmlCells,
    bare,
    docx_of,
    docx_paragraphs,
    pdf_words,
    pictures,
    plain,
    rich,
    rich_book,
    words_of,
)
from tests.libreoffice import Office

TRACKS = [track.id for track in the_call().tracks]
CASES = [(form, track) for form in FORMS for track in TRACKS]


def lines(application: Application) -> list[str]:
    return [line for text in words_of(application) for line in lines_of(text)]


@pytest.mark.parametrize(("form", "track"), CASES)
def test_the_pdf_has_every_word(form: str, track: str) -> None:
    application = rich(form, track)
    words = pdf_words(rich_book(application).pdf)
    assert [each for each in lines(application) if plain(each) not in words] == []


@pytest.mark.parametrize(("form", "track"), CASES)
def test_the_docx_has_every_word_and_raises_what_is_raised(form: str, track: str) -> None:
    application = rich(form, track)
    words = "\n".join(map(bare, docx_paragraphs(docx_of(application))))
    assert [each for each in lines(application) if bare(each) not in words] == []


@pytest.mark.parametrize("form", FORMS)
def test_libreoffice_shows_every_word_of_the_docx(
    soffice: Office, tmp_path_factory: pytest.TempPathFactory, form: str
) -> None:
    application = rich(form)
    file = tmp_path_factory.mktemp("docx") / "申报材料.docx"
    file.write_bytes(docx_of(application))
    shown = soffice.convert_to_pdf(file).read_bytes()
    words = pdf_words(shown)
    assert [each for each in lines(application) if plain(each) not in words] == []


@pytest.mark.parametrize(("form", "track"), CASES)
def test_the_workbook_has_every_word(form: str, track: str) -> None:
    application = rich(form, track)
    workbook = load_workbook(io.BytesIO(write_xlsx(application, the_call(), draft=False)))
    fields = workbook["全部字段"].iter_rows(min_row=2, max_col=2, values_only=True)
    words = bare("".join(str(content or "") for _, content in fields))
    assert [each for each in lines(application) if bare(each) not in words] == []
    sheets = [bare("".join(texts_on(sheet))) for sheet in workbook.worksheets[2:]]
    tables = [each for each in copied(application) if HtmlCells(each.html).cells]
    assert len(sheets) == len(tables)
    for words, each in zip(sheets, tables, strict=True):
        assert [cell for cell in HtmlCells(each.html).cells if bare(cell) not in words] == []


def texts_on(sheet: Worksheet) -> list[str]:
    cells = [cell for row in sheet.iter_rows() for cell in row if cell.value is not None]
    assert all(cell.data_type == "s" for cell in cells)
    return [str(cell.value) for cell in cells]


def copied(application: Application) -> list[PrintedField]:
    """What the online panel copies."""
    return list(fields_and_parts(PrintedForm.of(application, the_call())))


@pytest.mark.parametrize(("form", "track"), CASES)
def test_the_online_panel_has_every_word(form: str, track: str) -> None:
    application = rich(form, track)
    fields = copied(application)
    words = bare("".join(each.content for each in fields))
    assert [each for each in lines(application) if bare(each) not in words] == []
    cells = [bare(cell) for each in fields for cell in HtmlCells(each.html).cells]
    printed = [line for cell in words_in_cells(application) for line in [bare(cell)]]
    assert cells == printed


def words_in_cells(application: Application) -> list[str]:
    taskbooks = application.taskbooks
    order = the_call().form.taskbook.sections
    return [
        "\n".join(lines_of(cell.text))
        for no in map(str, sorted(map(int, taskbooks)))
        for section in order
        for item in getattr(taskbooks[no], section)
        if hasattr(item, "table")
        for cell in item.table.cells()
    ]


def test_a_section_in_text_has_tabs_between_cells_and_names_of_figures() -> None:
    application = rich("usual")
    (goals,) = (each for each in copied(application) if each.path == path_of(application))
    text = goals.content.split("\n")
    assert text[1:5] == [
        "（1）主要技术指标",
        "表1　主要技术指标（25℃，10⁻³级）",
        "指标\t单位\t榜单要求\t现状\t2025年目标\t测试方法",
        "最高效率\t%\t≥95\t94.2\t≥96.5\tGB/T 30549，48V，25℃",
    ]
    assert text[-2:] == ["〔图1 系统组成〕", "〔图2 样机〕"]


def test_spans_are_spans_in_the_copied_table() -> None:
    table = next(each for each in copied(rich("usual")) if each.html)
    assert '<td rowspan="2">GB/T 30549，48V，25℃</td>' in table.html
    assert table.html.count("<th>") == 6


def path_of(application: Application) -> str:
    return f"taskbooks.{application.directions[0]}.goals"


def test_tables_are_sheets_of_their_own() -> None:
    application = rich("usual")
    no = application.directions[0]
    workbook = load_workbook(io.BytesIO(write_xlsx(application, the_call(), draft=False)))
    assert workbook.sheetnames == ["推荐表", "全部字段", f"方向{no} 表1", f"方向{no} 表2"]
    sheet = workbook[f"方向{no} 表1"]
    assert sheet["A1"].value == "表1　主要技术指标（25℃，10⁻³级）"
    assert [cell.value for cell in sheet[3]][:2] == ["指标", "单位"]
    assert [str(each) for each in sheet.merged_cells.ranges if each.min_row > 2] == ["F4:F5"]
    assert sheet.print_title_rows == "$3:$3"


def test_tables_and_figures_are_numbered_through_each_task_book() -> None:
    application = rich("usual")
    names = [each.name for each in copied(application) if each.html or each.file]
    no = application.directions[0]
    assert [name.split("　")[0] for name in names] == [
        f"方向{no}·{number}" for number in ("表1", "图1", "图2", "表2", "图3", "图4")
    ]


@pytest.mark.parametrize("form", FORMS)
def test_the_quick_layout_has_as_many_pages_as_the_book(form: str) -> None:
    application = rich(form)
    call: Call = the_call()
    book = rich_book(application)
    sizes = document_pictures(application_document(application, call), pictures).sizes
    for part in book.parts:
        if part.id.startswith("taskbook-"):
            no = int(part.id.rpartition("-")[2])
            assert taskbook_pages(application, call, no, sizes) == part.last - part.first + 1
    assert taskbook_pages(application, call, 99, sizes) == 0


def test_plain_sections_keep_their_superscripts_as_they_were() -> None:
    """An application without tables is printed as by earlier programs, to the byte."""
    application = rich("usual")
    no = application.directions[0]
    for section in ("goals", "plan"):
        application = application.set(f"taskbooks.{no}.{section}", "体积165cm³，误差10⁻⁶。")
    blocks = application_document(application, the_call())
    assert "体积165cm³，误差10⁻⁶。" in repr(blocks)
    assert "vertAlign" not in repr(docx_of(application))


@pytest.mark.parametrize("file", ["figures/wide.png", "figures/photo.jpg"])
def test_a_figure_is_saved_as_png(file: str) -> None:
    assert figure_png(file, pictures).startswith(b"\x89PNG")


def test_a_figure_that_is_no_picture_is_told() -> None:
    with pytest.raises(DocumentError, match="这不是图片"):
        figure_png("figures/a.png", lambda _: io.BytesIO(b"no picture"))
    with pytest.raises(DocumentError, match="请重新添加"):
        figure_png("figures/missing.png", pictures)
