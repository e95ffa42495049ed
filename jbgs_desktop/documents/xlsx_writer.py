"""Application -> xlsx: its rows of the 推荐表 for the recommender, and every field on one sheet.

Every cell but the running number is text, whatever it looks like: ``=1+1`` is no formula and a
code of 18 digits no number.
"""

import io
import math
import re
from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from itertools import groupby
from typing import cast

from openpyxl import Workbook
from openpyxl.cell.cell import Cell
from openpyxl.styles import Alignment, Border, Font, Side
from openpyxl.worksheet.header_footer import HeaderFooterItem
from openpyxl.worksheet.properties import PageSetupProperties
from openpyxl.worksheet.worksheet import Worksheet
from openpyxl.xml.functions import tostring

from jbgs_desktop.documents import packing
from jbgs_desktop.documents.form_table import named_participants
from jbgs_desktop.documents.paper import Paper, lines_of, one_line
from jbgs_desktop.errors import DocumentError
from jbgs_desktop.forms.application import Application, Kind
from jbgs_desktop.forms.call import Call
from jbgs_desktop.forms.fields import field_patterns

_LONGEST_CELL = 32_767  # UTF-16 units, the limit of the format; openpyxl cuts there in silence
_ESCAPE = re.compile(r"_(?=x[0-9A-Fa-f]{4}_)")  # what a spreadsheet would read as a character
_PRODUCT_COLUMN = 3
_PRODUCT_NAME = r"([^，。；：\n]{1,40})(?=[，。；\n]|$)"
_FIXED_DATE = datetime(1980, 1, 1)  # no clock goes into a document
_DRAFT = "草稿"
_FACE, _SIZE = "宋体", 11
_LINE = 1.4  # height of a line, in sizes of its type
_HIGHEST_ROW = 409  # points, the limit of the format
_CELL_MARGIN = 2  # of a column's width, in digits
_LETTERS = "ABCDEFG"
_WIDTHS_OF_RECOMMENDATION = (6, 26, 30, 26, 30, 10, 15)
_WIDTHS_OF_FIELDS = (36, 90, 34)
_HEADINGS_OF_FIELDS = ("栏目", "内容", "字段路径")


def write_xlsx(application: Application, call: Call, *, draft: bool) -> bytes:
    """The workbook of ``application``; a draft says 草稿 on every printed page.

    Same input, same bytes. Raises DocumentError while no track is chosen, and for a text that is
    longer than a cell can hold, because it would be cut.
    """
    paper = Paper.of(application, call)
    workbook = Workbook()
    workbook.remove(workbook.worksheets[0])
    _recommendation(workbook.create_sheet("推荐表"), paper)
    _all_fields(workbook.create_sheet("全部字段"), paper)
    for sheet in workbook.worksheets:
        _set_page(sheet, draft=draft)
    properties = workbook.properties
    properties.title = paper.call.form.recommendation.title.format(track=paper.track.name)
    properties.creator = paper.value("unit.name")
    buffer = io.BytesIO()
    workbook.save(buffer)
    # Saving has put the time of day into the properties.
    properties.created = properties.modified = _FIXED_DATE
    parts = packing.unpack(buffer.getvalue())
    return packing.pack({**parts, "docProps/core.xml": tostring(properties.to_tree())})


def _recommendation(sheet: Worksheet, paper: Paper) -> None:
    """推荐表, with 推荐理由 left to the recommender who writes it."""
    text = paper.call.form.recommendation
    _set_widths(sheet, _WIDTHS_OF_RECOMMENDATION)
    _across(sheet, text.title.format(track=paper.track.name), Font(_FACE, 16, bold=True), "center")
    _across(sheet, text.recommender + paper.value("cover.recommender"), Font(_FACE, 12), "left")
    _append(sheet, text.columns, bold=True)
    sheet.print_title_rows = f"{sheet.max_row}:{sheet.max_row}"
    for number, direction in enumerate(paper.directions, start=1):
        product = _product(paper, f"taskbooks.{direction.no}.introduction")
        _append(
            sheet,
            (
                number,
                paper.value("unit.name"),
                direction.title,
                product,
                "",
                paper.value("unit.contact.name"),
                paper.value("unit.contact.mobile"),
            ),
        )
    for note in text.notes:
        counted = note.format(directions=len(paper.track.directions))
        _across(sheet, counted, Font(_FACE, 10), "left")


def _product(paper: Paper, path: str) -> str:
    """揭榜产品, for which the forms of the applicant have no field, as the introduction names it.

    Read after the words 揭榜产品： or 揭榜产品为; empty where they are not used, so that the
    recommender sees that it is missing.
    """
    label = paper.call.form.recommendation.columns[_PRODUCT_COLUMN]
    named = re.search(f"{re.escape(label)}[：:为]{_PRODUCT_NAME}", paper.application.get(path))
    return one_line(named.group(1)) if named else ""


def _all_fields(sheet: Worksheet, paper: Paper) -> None:
    _set_widths(sheet, _WIDTHS_OF_FIELDS)
    _append(sheet, _HEADINGS_OF_FIELDS, bold=True)
    sheet.freeze_panes = "A2"
    sheet.print_title_rows = "1:1"
    for path in _paths(paper):
        content = _content(paper, path)
        _demand_fits(paper, path, content)
        _append(sheet, (_name(paper, path), content, path))


def _paths(paper: Paper) -> Iterator[str]:
    """Every field of the application in the paper's order, lists item by item."""
    for head, patterns in groupby(field_patterns(), key=lambda each: each.partition(".*.")[0]):
        if head == "taskbooks":
            yield from _taskbook_paths(paper)
            continue
        of_items = [pattern for pattern in patterns if ".*." in pattern]
        items = _items(paper, head) if of_items else ()
        if not items:
            yield head
        for item in items:
            yield from (pattern.replace("*", str(item), 1) for pattern in of_items)


def _items(paper: Paper, path: str) -> Sequence[int]:
    """The places in a list of what is printed of it."""
    is_participants = path == "unit.participants"
    return named_participants(paper) if is_participants else range(len(paper.application.get(path)))


def _taskbook_paths(paper: Paper) -> Iterator[str]:
    """The order of the sections is the call's own."""
    for direction in paper.directions:
        for section in paper.call.form.taskbook.sections:
            yield f"taskbooks.{direction.no}.{section}"


def _name(paper: Paper, path: str) -> str:
    field = paper.field(path)
    return f"{field.name}（{field.unit}）" if field.unit else field.name


def _content(paper: Paper, path: str) -> str:
    match paper.field(path).kind:
        case Kind.PROSE:
            return "\n".join(lines_of(paper.application.get(path)))
        case Kind.LIST if path == "directions":
            text = paper.call.form.table.direction
            return "\n".join(paper.named(text, direction) for direction in paper.directions)
        case Kind.LIST:
            return "" if paper.blank else paper.call.empty_marker
    return paper.value(path)


def _demand_fits(paper: Paper, path: str, content: str) -> None:
    length = max(len(content.encode("utf-16-le")) // 2, len(_escaped(content)))
    if length > _LONGEST_CELL:
        raise DocumentError(
            f"无法生成 xlsx：“{paper.field(path).name}”有 {length} 个字符，"
            f"表格的一个单元格最多容纳 {_LONGEST_CELL} 个。请缩短这一栏，或者只导出 docx。"
        )


def _escaped(text: str) -> str:
    return _ESCAPE.sub("_x005F_", text)


def _append(sheet: Worksheet, values: Sequence[str | int], *, bold: bool = False) -> None:
    row = _next_row(sheet)
    thin = Side("thin")
    for column, value in enumerate(values, start=1):
        cell = _put(sheet, row, column, value)
        cell.font = Font(_FACE, _SIZE, bold=bold)
        cell.border = Border(thin, thin, thin, thin)
        centered = bold or isinstance(value, int)
        cell.alignment = Alignment("center" if centered else "left", "center", wrap_text=True)
    lines = max(_lines_in_cell(sheet, column, value) for column, value in enumerate(values))
    sheet.row_dimensions[row].height = min((lines + 0.5) * _SIZE * _LINE, _HIGHEST_ROW)


def _next_row(sheet: Worksheet) -> int:
    return sheet.max_row + 1 if sheet.cell(1, 1).value is not None else 1


def _lines_in_cell(sheet: Worksheet, column: int, value: str | int) -> int:
    """How many lines the text takes; a row keeps the height that it is given."""
    width = sheet.column_dimensions[_LETTERS[column]].width - _CELL_MARGIN
    return sum(
        max(1, math.ceil(sum(1 if char.isascii() else 2 for char in line) / width))
        for line in str(value).split("\n")
    )


def _across(sheet: Worksheet, text: str, font: Font, align: str) -> None:
    """``text`` in a row of its own over all columns of the 推荐表."""
    row = _next_row(sheet)
    sheet.row_dimensions[row].height = font.size * _LINE
    sheet.merge_cells(None, row, 1, row, len(_WIDTHS_OF_RECOMMENDATION))
    cell = _put(sheet, row, 1, text)
    cell.font = font
    cell.alignment = Alignment(align, "center")


def _put(sheet: Worksheet, row: int, column: int, value: str | int) -> Cell:
    cell = cast(Cell, sheet.cell(row, column))
    if isinstance(value, int):
        cell.value = value
        return cell
    if value:
        cell.value = _escaped(value)
        cell.data_type = "s"  # else a text that begins with = is a formula
    cell.number_format = "@"
    cell.quotePrefix = True  # keeps it text when the cell is edited
    return cell


def _set_widths(sheet: Worksheet, widths: Iterable[int]) -> None:
    for column, width in enumerate(widths):
        sheet.column_dimensions[_LETTERS[column]].width = width


def _set_page(sheet: Worksheet, *, draft: bool) -> None:
    """A4 across, as wide as the page, with page numbers."""
    sheet.page_setup.orientation = "landscape"
    sheet.page_setup.paperSize = sheet.PAPERSIZE_A4
    sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    sheet.page_setup.fitToHeight = 0
    cast(HeaderFooterItem, sheet.oddFooter).center.text = "第 &P 页　共 &N 页"
    if draft:
        cast(HeaderFooterItem, sheet.oddHeader).right.text = _DRAFT
