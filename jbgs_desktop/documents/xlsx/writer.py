"""Application -> xlsx: its rows of the 推荐表 for the recommender, and every field on one sheet."""

from jbgs_desktop.documents.field_list import field_list
from jbgs_desktop.documents.printed_form import PrintedForm
from jbgs_desktop.documents.recommendation import recommendation_sheet, suggested_rows, title_of
from jbgs_desktop.documents.xlsx.sheets import Sheet, require_fits
from jbgs_desktop.documents.xlsx.workbook import write_workbook
from jbgs_desktop.forms.application import Application
from jbgs_desktop.forms.calls.call import Call

_WIDTHS_OF_FIELDS = (36, 90, 34)
_HEADINGS_OF_FIELDS = ("栏目", "内容", "字段路径")


def write_xlsx(application: Application, call: Call, *, draft: bool) -> bytes:
    """The workbook of ``application``; a draft says 草稿 on every printed page.

    Same input, same bytes. Raises DocumentError while no track is chosen, and for a text that is
    longer than a cell can hold, because it would be cut.
    """
    paper = PrintedForm.of(application, call)
    recommended = recommendation_sheet(
        call, paper.track, suggested_rows(application, call), paper.value("cover.recommender")
    )
    sheets = (recommended, _all_fields(paper))
    return write_workbook(
        sheets, title_of(call, paper.track), paper.value("unit.name"), draft=draft
    )


def _all_fields(paper: PrintedForm) -> Sheet:
    rows = []
    for field in field_list(paper):
        name = f"“{paper.field(field.path).name}”"
        require_fits(name, field.content, "请缩短这一栏，或者只导出 docx。")
        rows.append((field.name, field.content, field.path))
    return Sheet("全部字段", _WIDTHS_OF_FIELDS, _HEADINGS_OF_FIELDS, rows)
