"""Tables -> xlsx. Every cell but a number is text, whatever it looks like.

``=1+1`` is no formula and a code of 18 digits no number. Same input, same bytes.
"""

import io
import math
import zipfile
from collections.abc import Iterator, Sequence
from datetime import datetime
from itertools import zip_longest
from typing import Any, cast

from openpyxl import Workbook
from openpyxl.cell.cell import Cell
from openpyxl.styles import Alignment, Border, Font, Side
from openpyxl.utils import get_column_letter
from openpyxl.worksheet._writer import WorksheetWriter
from openpyxl.worksheet.header_footer import HeaderFooterItem
from openpyxl.worksheet.properties import PageSetupProperties
from openpyxl.worksheet.worksheet import Worksheet
from openpyxl.writer.excel import ExcelWriter

from jbgs_desktop.documents import office_zip
from jbgs_desktop.documents.xlsx.sheets import Sheet, SheetLine, cell_texts, escaped

_FIXED_DATE = datetime(1980, 1, 1)  # no clock goes into a document
_DRAFT = "草稿"
FACE, SIZE = "宋体", 11
LINE = 1.4  # height of a line, in sizes of its type
HIGHEST_ROW = 409  # points, the limit of the format
_CELL_MARGIN = 2  # of a column's width, in digits


def write_workbook(
    sheets: Sequence[Sheet], title: str, author: str, *, draft: bool = False
) -> bytes:
    """The workbook of ``sheets``; a draft says 草稿 on every printed page."""
    workbook = Workbook()
    workbook.remove(workbook.worksheets[0])
    for sheet in sheets:
        made = workbook.create_sheet(sheet.name)
        _fill(made, sheet)
        set_page(made, draft=draft)
    return packed(workbook, title, author)


def packed(workbook: Workbook, title: str, author: str) -> bytes:
    """The bytes of ``workbook``, the same at all times and places."""
    properties = workbook.properties
    properties.title, properties.creator = title, author
    properties.created = properties.modified = _FIXED_DATE
    buffer = io.BytesIO()
    _MemoryWriter(workbook, zipfile.ZipFile(buffer, "w")).save()
    return office_zip.pack(office_zip.unpack(buffer.getvalue()))


class _MemoryWriter(ExcelWriter):
    """Writes no sheet to the disk: the library's own goes through a file for each, in the clear."""

    _archive: zipfile.ZipFile

    def write_worksheet(self, ws: Any) -> None:
        sheet = io.BytesIO()
        writer: Any = WorksheetWriter(ws, sheet)
        writer.write()
        ws._rels = writer._rels
        self._archive.writestr(ws.path[1:], sheet.getvalue())
        self.manifest.append(ws)


def _fill(made: Worksheet, sheet: Sheet) -> None:
    for column, width in enumerate(sheet.widths, start=1):
        made.column_dimensions[get_column_letter(column)].width = width
    at = 0
    for line in sheet.above:
        at += 1
        _across(made, at, line, len(sheet.widths))
    if sheet.columns:
        at += 1
        _append(made, at, sheet.columns, bold=True)
        made.print_title_rows = f"{at}:{at}"
        if not sheet.above:
            made.freeze_panes = "A2"
    head = at
    at = _fill_rows(made, sheet, at)
    if sheet.is_filtered:
        made.freeze_panes = f"C{head + 1}"
        last = get_column_letter(len(sheet.widths))
        made.auto_filter.ref = f"A{head}:{last}{max(at, head + 1)}"
    for line in sheet.below:
        at += 1
        _across(made, at, line, len(sheet.widths))


def _fill_rows(made: Worksheet, sheet: Sheet, at: int) -> int:
    """Write the rows below the row ``at``; the number of the last one."""
    edges = [at + 1]  # the first row of each, and of what follows
    for number, row in enumerate(sheet.rows):
        for values in _that_fit(row):
            at += 1
            _append(made, at, values, bold=number < sheet.heads)
        edges.append(at + 1)
    if sheet.heads:
        made.print_title_rows = f"{edges[0]}:{edges[sheet.heads] - 1}"
    for first, column, rows, columns in sheet.merged:
        top, end = edges[first], edges[first + rows]
        # Merging keeps the text of the first row only, where others have what goes on in them.
        parts = [(top, end)] if end - top == rows else [(row, row + 1) for row in range(top, end)]
        for start, stop in parts:
            made.merge_cells(None, start, column + 1, stop - 1, column + columns)
    return at


def _that_fit(row: Sequence[str | int]) -> Iterator[Sequence[str | int]]:
    """The row, and below it what its cells cannot hold."""
    texts = [cell_texts(value) if isinstance(value, str) else [value] for value in row]
    return zip_longest(*texts, fillvalue="")


def _append(sheet: Worksheet, at: int, values: Sequence[str | int], *, bold: bool = False) -> None:
    thin = Side("thin")
    for column, value in enumerate(values, start=1):
        cell = put_cell(sheet, at, column, value)
        cell.font = Font(FACE, SIZE, bold=bold)
        cell.border = Border(thin, thin, thin, thin)
        centered = bold or isinstance(value, int)
        cell.alignment = Alignment("center" if centered else "left", "center", wrap_text=True)
    lines = max(lines_in_cell(sheet, column, value) for column, value in enumerate(values, 1))
    sheet.row_dimensions[at].height = min((lines + 0.5) * SIZE * LINE, HIGHEST_ROW)


def lines_in_cell(sheet: Worksheet, column: int, value: str | int) -> int:
    """How many lines the text takes; a row keeps the height that it is given."""
    width = sheet.column_dimensions[get_column_letter(column)].width - _CELL_MARGIN
    return sum(
        max(1, math.ceil(sum(1 if char.isascii() else 2 for char in line) / width))
        for line in str(value).split("\n")
    )


def _across(sheet: Worksheet, at: int, line: SheetLine, columns: int) -> None:
    sheet.row_dimensions[at].height = line.size * LINE
    sheet.merge_cells(None, at, 1, at, columns)
    cell = put_cell(sheet, at, 1, line.text)
    cell.font = Font(FACE, line.size, bold=line.bold)
    cell.alignment = Alignment("center" if line.centered else "left", "center")


def put_cell(sheet: Worksheet, row: int, column: int, value: str | int) -> Cell:
    """Write ``value``; of a text the cell stays text whatever it looks like, and when edited."""
    cell = cast(Cell, sheet.cell(row, column))
    if isinstance(value, int):
        cell.value = value
        return cell
    if value:
        cell.value = escaped(value)
        cell.data_type = "s"  # else a text that begins with = is a formula
    cell.number_format = "@"
    cell.quotePrefix = True  # keeps it text when the cell is edited
    return cell


def set_page(sheet: Worksheet, *, draft: bool) -> None:
    """A4 across, as wide as the page, with page numbers."""
    sheet.page_setup.orientation = "landscape"
    sheet.page_setup.paperSize = sheet.PAPERSIZE_A4
    sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    sheet.page_setup.fitToHeight = 0
    cast(HeaderFooterItem, sheet.oddFooter).center.text = "第 &P 页　共 &N 页"
    if draft:
        cast(HeaderFooterItem, sheet.oddHeader).right.text = _DRAFT
