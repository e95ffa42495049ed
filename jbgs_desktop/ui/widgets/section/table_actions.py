"""What can be done with a table besides writing in it: one list for menus and keys."""

from collections.abc import Callable
from dataclasses import dataclass

from jbgs_desktop.forms import table_edit
from jbgs_desktop.forms.section import SectionTable
from jbgs_desktop.forms.table_edit import Area

Place = tuple[int, int]
_WIDER = 1.15
_NARROWEST = 0.02  # of the table's width


@dataclass(frozen=True, slots=True)
class TableAction:
    """``run`` makes of a table and the selected area the new table, and where the cursor goes on.

    It raises ValueError with a sentence where that cannot be done. A line stands in the menu
    before an action that ``begins_group``.
    """

    title: str
    keys: str
    run: Callable[[SectionTable, Area], tuple[SectionTable, Place]]
    begins_group: bool = False


def _row_above(table: SectionTable, area: Area) -> tuple[SectionTable, Place]:
    return table_edit.insert_rows(table, area.row, area.rows), (area.row, area.column)


def _row_below(table: SectionTable, area: Area) -> tuple[SectionTable, Place]:
    below = area.row + area.rows
    return table_edit.insert_rows(table, below, area.rows), (below, area.column)


def _column_left(table: SectionTable, area: Area) -> tuple[SectionTable, Place]:
    return table_edit.insert_columns(table, area.column, area.columns), (area.row, area.column)


def _column_right(table: SectionTable, area: Area) -> tuple[SectionTable, Place]:
    right = area.column + area.columns
    return table_edit.insert_columns(table, right, area.columns), (area.row, right)


def _without_rows(table: SectionTable, area: Area) -> tuple[SectionTable, Place]:
    if area.rows >= len(table.rows):
        raise ValueError("表格至少要留一行；不要这个表格了，请用“删除表格”")
    return table_edit.delete_rows(table, area.row, area.rows), (area.row, area.column)


def _without_columns(table: SectionTable, area: Area) -> tuple[SectionTable, Place]:
    if area.columns >= table.column_count:
        raise ValueError("表格至少要留一列；不要这个表格了，请用“删除表格”")
    return table_edit.delete_columns(table, area.column, area.columns), (area.row, area.column)


def _merged(table: SectionTable, area: Area) -> tuple[SectionTable, Place]:
    if area.rows == area.columns == 1:
        raise ValueError("请先选中要合并的几格：按住Shift再按方向键，或用鼠标拖过它们")
    return table_edit.merge_cells(table, area), (area.row, area.column)


def _split(table: SectionTable, area: Area) -> tuple[SectionTable, Place]:
    cell = table_edit.cell_at(table, area.row, area.column)
    if cell.rows == cell.columns == 1:
        raise ValueError("这一格没有合并过，不用拆分")
    return table_edit.split(table, area.row, area.column), (area.row, area.column)


def _header(table: SectionTable, area: Area) -> tuple[SectionTable, Place]:
    wanted = area.row + area.rows
    number = area.row if table.header_rows == wanted else wanted
    return table_edit.with_header_rows(table, number), (area.row, area.column)


def _scaled(by: float) -> Callable[[SectionTable, Area], tuple[SectionTable, Place]]:
    def run(table: SectionTable, area: Area) -> tuple[SectionTable, Place]:
        widths = list(table.widths or (1,) * table.column_count)
        least = _NARROWEST * sum(widths)
        for column in range(area.column, area.column + area.columns):
            widths[column] = round(max(least, widths[column] * by), 3)
        return table_edit.with_widths(table, widths), (area.row, area.column)

    return run


def _evenly(table: SectionTable, area: Area) -> tuple[SectionTable, Place]:
    return table_edit.with_widths(table, (1,) * table.column_count), (area.row, area.column)


TABLE_ACTIONS = (
    TableAction("在上方插入行", "Ctrl+Shift+Return", _row_above),
    TableAction("在下方插入行", "Ctrl+Return", _row_below),
    TableAction("在左侧插入列", "Alt+Shift+Left", _column_left),
    TableAction("在右侧插入列", "Alt+Shift+Right", _column_right),
    TableAction("删除行", "Ctrl+-", _without_rows, begins_group=True),
    TableAction("删除列", "Ctrl+Shift+-", _without_columns),
    TableAction("合并单元格", "Ctrl+M", _merged, begins_group=True),
    TableAction("拆分单元格", "Ctrl+Shift+M", _split),
    TableAction("表头到这一行为止", "Ctrl+Shift+T", _header, begins_group=True),
    TableAction("列窄一些", "Ctrl+[", _scaled(1 / _WIDER), begins_group=True),
    TableAction("列宽一些", "Ctrl+]", _scaled(_WIDER)),
    TableAction("各列一样宽", "", _evenly),
)
