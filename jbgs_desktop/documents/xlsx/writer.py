"""Application -> xlsx: its rows of the 推荐表 for the recommender, every field on one sheet, and a
sheet for each table of the task books."""

from collections.abc import Iterator

from jbgs_desktop.documents.field_list import field_list
from jbgs_desktop.documents.printed_form import PrintedForm, lines_of
from jbgs_desktop.documents.recommendation import recommendation_sheet, suggested_rows, title_of
from jbgs_desktop.documents.section_parts import PrintedTable, section_parts
from jbgs_desktop.documents.xlsx.sheets import Sheet, SheetLine, cell_texts
from jbgs_desktop.documents.xlsx.workbook import write_workbook
from jbgs_desktop.forms.application import Application
from jbgs_desktop.forms.calls.call import Call
from jbgs_desktop.forms.table_edit import grid_texts

_WIDTHS_OF_FIELDS = (36, 90, 34)
_HEADINGS_OF_FIELDS = ("栏目", "内容", "字段路径")
_GOES_ON = "（续）"
_WIDTH_OF_TABLES, _NARROWEST = 120, 6  # of all columns, of one


def write_xlsx(application: Application, call: Call, *, draft: bool) -> bytes:
    """The workbook of ``application``; a draft says 草稿 on every printed page.

    Same input, same bytes. Raises DocumentError while no track is chosen.
    """
    paper = PrintedForm.of(application, call)
    recommended = recommendation_sheet(
        call, paper.track, suggested_rows(application, call), paper.value("cover.recommender")
    )
    sheets = (recommended, _all_fields(paper), *_tables(paper))
    return write_workbook(
        sheets, title_of(call, paper.track), paper.value("unit.name"), draft=draft
    )


def _all_fields(paper: PrintedForm) -> Sheet:
    rows = []
    for field in field_list(paper):
        for number, text in enumerate(cell_texts(field.content)):
            name = f"{field.name}{_GOES_ON}" if number else field.name
            rows.append((name, text, field.path))
    return Sheet("全部字段", _WIDTHS_OF_FIELDS, _HEADINGS_OF_FIELDS, rows)


def _tables(paper: PrintedForm) -> Iterator[Sheet]:
    """A sheet for each table of the task books."""
    for field in field_list(paper):
        if field.path.startswith("taskbooks."):
            for part in section_parts(paper, field.path):
                if isinstance(part, PrintedTable) and part.table.rows:
                    yield _table(part, field.name)


def _table(part: PrintedTable, section: str) -> Sheet:
    table = part.table
    widths = [float(width) for width in table.widths] or [1.0] * table.column_count
    number, _, _ = part.name.partition("\u3000")
    return Sheet(
        f"方向{part.path.split('.')[1]} {number}",
        tuple(max(_NARROWEST, round(_WIDTH_OF_TABLES * each / sum(widths))) for each in widths),
        (),
        [["\n".join(lines_of(text)) for text in row] for row in grid_texts(table)],
        above=(SheetLine(part.name, bold=True), SheetLine(section, 10)),
        heads=min(table.header_rows, len(table.rows)),
        merged=tuple(
            (cell.row, cell.column, cell.rows, cell.columns)
            for cell in table.cells()
            if cell.rows > 1 or cell.columns > 1
        ),
    )
