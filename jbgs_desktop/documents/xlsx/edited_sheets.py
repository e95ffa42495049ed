"""Sheets that somebody edits and gives back -> xlsx: a head that stays in sight, cells to be left
alone in grey, choices to pick from."""

from collections.abc import Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from itertools import pairwise

from openpyxl import Workbook
from openpyxl.styles import Alignment, Border, Font, PatternFill, Protection, Side
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.worksheet import Worksheet

from jbgs_desktop.documents.xlsx.sheets import require_fits
from jbgs_desktop.documents.xlsx.workbook import (
    FACE,
    HIGHEST_ROW,
    LINE,
    SIZE,
    lines_in_cell,
    packed,
    put_cell,
    set_page,
)

_MORE_ROWS = 12  # below the last, formatted like it, for what is added
_LAST_ROW = 2000  # to which choices are offered
_HEAD, _FIXED, _MARK = (
    PatternFill("solid", fgColor=each) for each in ("DCE6F1", "E7E6E6", "FFE699")
)
_THIN = Side("thin", color="A6A6A6")
_EDGES = Border(_THIN, _THIN, _THIN, _THIN)
_WRAPPED = Alignment("left", "top", wrap_text=True)


@dataclass(frozen=True, slots=True)
class EditedColumn:
    """``width`` in digits. ``choices`` are words, or the cells of the workbook that hold them."""

    title: str
    width: int
    is_fixed: bool = False
    choices: tuple[str, ...] | str = ()


@dataclass(frozen=True, slots=True)
class EditedSheet:
    """A table under a head. Cells of the columns ``merged`` are one where they repeat.

    One that ``grows`` has room for more rows; of another only what is not fixed can be changed.
    Cells ``marked``, by row and column from 0, stand out.
    """

    name: str
    columns: tuple[EditedColumn, ...]
    rows: Sequence[Sequence[str | int]]
    merged: tuple[int, ...] = ()
    grows: bool = True
    marked: AbstractSet[tuple[int, int]] = frozenset()


def write_edited(sheets: Sequence[EditedSheet], title: str, author: str) -> bytes:
    """The workbook of ``sheets``. Same input, same bytes.

    Raises DocumentError for a text that no cell can hold.
    """
    workbook = Workbook()
    workbook.remove(workbook.worksheets[0])
    for sheet in sheets:
        made = workbook.create_sheet(sheet.name)
        _fill_edited(made, sheet)
        set_page(made, draft=False)
    return packed(workbook, title, author)


def _fill_edited(made: Worksheet, sheet: EditedSheet) -> None:
    for at, column in enumerate(sheet.columns, start=1):
        made.column_dimensions[get_column_letter(at)].width = column.width
        head = put_cell(made, 1, at, column.title)
        head.font, head.fill, head.border = Font(FACE, SIZE, bold=True), _HEAD, _EDGES
        head.alignment = Alignment("center", "center", wrap_text=True)
    made.print_title_rows = "1:1"
    made.freeze_panes = "A2"
    for number, row in enumerate(sheet.rows):
        _write_row(made, sheet, number, row)
    if sheet.grows:
        for number in range(len(sheet.rows), len(sheet.rows) + _MORE_ROWS):
            _write_row(made, sheet, number, [""] * len(sheet.columns))
    else:
        made.protection.enable()
        made.protection.formatCells = made.protection.formatColumns = False
        made.protection.formatRows = False
    _merge(made, sheet)
    _offer_choices(made, sheet)


def _write_row(made: Worksheet, sheet: EditedSheet, number: int, row: Sequence[str | int]) -> None:
    at = number + 2
    for place, (column, value) in enumerate(zip(sheet.columns, row, strict=True)):
        if isinstance(value, str):
            require_fits(f"“{sheet.name}”第{at}行的{column.title}", value)
        cell = put_cell(made, at, place + 1, value)
        cell.font, cell.border, cell.alignment = Font(FACE, SIZE), _EDGES, _WRAPPED
        cell.protection = Protection(locked=column.is_fixed)
        if column.is_fixed:
            cell.fill = _FIXED
        if (number, place) in sheet.marked:
            cell.fill = _MARK
    if number < len(sheet.rows):
        lines = max(lines_in_cell(made, place, value) for place, value in enumerate(row, 1))
        made.row_dimensions[at].height = min((lines + 0.5) * SIZE * LINE, HIGHEST_ROW)


def _merge(made: Worksheet, sheet: EditedSheet) -> None:
    """Merge cells that repeat, as far as the columns before them do."""
    for place, column in enumerate(sheet.merged):
        keys = [tuple(row[at] for at in sheet.merged[: place + 1]) for row in sheet.rows]
        starts = [at for at, key in enumerate(keys) if at == 0 or key != keys[at - 1]]
        for first, after in pairwise([*starts, len(keys)]):
            if after - first > 1 and sheet.rows[first][column] != "":
                made.merge_cells(None, first + 2, column + 1, after + 1, column + 1)


def _offer_choices(made: Worksheet, sheet: EditedSheet) -> None:
    for at, column in enumerate(sheet.columns, start=1):
        if not column.choices:
            continue
        words = column.choices
        source = f"={words}" if isinstance(words, str) else f'"{",".join(words)}"'
        offered = DataValidation("list", formula1=source, allow_blank=True)
        # What is typed is judged, in words, when the workbook is read.
        offered.showErrorMessage = False
        letter = get_column_letter(at)
        offered.add(f"{letter}2:{letter}{_LAST_ROW}")
        made.add_data_validation(offered)
