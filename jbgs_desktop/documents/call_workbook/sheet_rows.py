"""The sheets of a workbook found by their names or heads, and their rows read column by column."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Any

from jbgs_desktop.documents.call_workbook.cell_values import CellError, Column, value_in
from jbgs_desktop.documents.call_workbook.faults import CellPlace, Faults
from jbgs_desktop.documents.xlsx_reader.sheet_grid import SheetGrid
from jbgs_desktop.documents.xlsx_reader.sheet_model import ReadSheet, SheetCell
from jbgs_desktop.forms.text.clean import clean, clean_line, folded

_HEAD_WITHIN = 20  # rows from the top in which the head is
_LEAST_SHARE = 0.7  # of the titles by which a sheet of another name is known


@dataclass(slots=True)
class ReadRow:
    """A row with content: ``values`` by the keys of the columns, without those that are empty."""

    sheet: str
    number: int
    letters: Mapping[str, str]
    values: dict[str, Any] = field(default_factory=dict)

    def place(self, key: str) -> CellPlace:
        """The cell of the column ``key``."""
        return CellPlace(self.sheet, self.number, self.letters.get(key, "A"))

    def get(self, key: str, otherwise: Any = None) -> Any:
        return self.values.get(key, otherwise)


@dataclass
class FoundSheet:
    """A sheet whose head is at ``row`` and has a cell for each of ``heads``."""

    sheet: ReadSheet
    row: int
    heads: Mapping[str, SheetCell]

    @cached_property
    def grid(self) -> SheetGrid:
        return SheetGrid(self.sheet.cells)


def match_sheets(
    sheets: Sequence[ReadSheet], plans: Mapping[str, Sequence[Column]], faults: Faults
) -> dict[str, FoundSheet]:
    """The sheet of each plan, by its name in the plans; a fault for each that is not there."""
    named = [replace(sheet, name=_in_a_line(sheet.name)) for sheet in sheets]
    free = [sheet for sheet in named if sheet.cells]
    hidden = {sheet.name for sheet in named if sheet.is_hidden}
    found: dict[str, FoundSheet] = {}
    for name, columns in plans.items():  # those with their own names first
        for sheet in (sheet for sheet in free if sheet.name == name):
            found[name] = _found(sheet, columns)
            free.remove(sheet)
            break
    for name, columns in plans.items():
        if name in found:
            continue
        likely = [each for sheet in free if _is_known(each := _found(sheet, columns), columns)]
        if likely and name not in hidden:
            best = max(likely, key=lambda each: len(each.heads))
            found[name] = best
            free.remove(best.sheet)
            faults.notices.append(f"工作表“{best.sheet.name}”按“{name}”读取。")
        elif name in hidden:
            faults.add(CellPlace(name), "这张工作表隐藏了，没有读取，请取消隐藏")
        else:
            faults.add(CellPlace(name), "工作簿里没有这张工作表，请不要删除它，不用的内容可以留空")
    faults.notices += [f"多出的工作表“{sheet.name}”没有读取。" for sheet in free]
    return found


def _found(sheet: ReadSheet, columns: Sequence[Column]) -> FoundSheet:
    """The row of ``sheet`` that has most of the titles is its head."""
    titles = {folded(column.title): column.key for column in columns}
    heads: dict[int, dict[str, SheetCell]] = {}
    for cell in sorted(sheet.cells, key=lambda cell: cell.column):
        if cell.row < _HEAD_WITHIN and (key := titles.get(folded(cell.text))):
            heads.setdefault(cell.row, {}).setdefault(key, cell)
    row = min(heads, key=lambda row: (-len(heads[row]), row), default=0)
    return FoundSheet(sheet, row, heads.get(row, {}))


def _is_known(found: FoundSheet, columns: Sequence[Column]) -> bool:
    demanded = sum(column.demanded for column in columns)
    return len(found.heads) >= max(2, _LEAST_SHARE * demanded)


def read_rows(found: FoundSheet, columns: Sequence[Column], faults: Faults) -> list[ReadRow]:
    """The rows below the head; a fault for each cell that cannot be read or must not be empty."""
    sheet, heads = found.sheet, found.heads
    missing = [column for column in columns if column.key not in heads and column.demanded]
    for column in missing:
        way_out = "请不要删除列，不用的内容可以留空"
        faults.add(
            CellPlace(sheet.name, found.row + 1, "A"), f"缺少“{column.title}”一列，{way_out}"
        )
    if missing:
        return []
    known = {cell.column for cell in heads.values()}
    for cell in found.grid.in_row(found.row, 0, None):
        if cell.column not in known:
            faults.notices.append(
                f"“{sheet.name}”多出的一列“{_in_a_line(cell.text)}”（{_letters(cell)}列）没有读取。"
            )
    letters = {key: _letters(cell) for key, cell in heads.items()}
    rows = []
    for at, cells in found.grid.rows():
        if at <= found.row or not any(cell.column in known for cell in cells):
            continue
        row = ReadRow(sheet.name, at + 1, letters)
        for column in columns:
            is_read = not column.fixed or column.demanded  # the others only tell a clerk something
            if column.key in heads and is_read:
                _read_cell(found, row, column, faults)
        if row.values or any(row.place(column.key) in faults.by_place for column in columns):
            rows.append(row)
    for row in rows:
        for column in (each for each in columns if each.required):
            if column.key not in row.values:
                faults.add(row.place(column.key), f"“{column.title}”要填写，这里是空的")
    return rows


def _read_cell(found: FoundSheet, row: ReadRow, column: Column, faults: Faults) -> None:
    head = found.heads[column.key]
    cell = found.grid.at(row.number - 1, head.column)
    if cell is None:
        return
    place = row.place(column.key)
    if len({each.column for each in found.heads.values()} & _covered(cell)) > 1:
        faults.add(place, "这一格横着合并了几列，分不清是哪一列的内容，请取消合并")
        return
    try:
        value = value_in(column, cell, later_start=found.sheet.later_start)
    except CellError as error:
        faults.add(place, str(error))
        return
    cleaned = clean(cell.text)
    faults.removed += cleaned.removed
    faults.exchanged += cleaned.exchanged
    if value is not None:
        row.values[column.key] = value


def _in_a_line(text: str) -> str:
    """A name of whoever made the workbook, for a sentence; no blank is in it."""
    return "".join(clean_line(text).text.split())[:30] or "（无名）"


def _covered(cell: SheetCell) -> set[int]:
    return set(range(cell.column, cell.column + min(cell.columns, 1000)))


def _letters(cell: SheetCell) -> str:
    return cell.address.rstrip("0123456789")
