"""A ready table is filled in: no row and no cell of it stays empty."""

from collections.abc import Iterator

from jbgs_desktop.forms.checks.book_tables import BookTable
from jbgs_desktop.forms.checks.context import CheckContext, is_blank, listed
from jbgs_desktop.forms.finding import Finding
from jbgs_desktop.forms.ready_tables import KnownTable, cell_over
from jbgs_desktop.forms.section import PlacedCell


def empty_cells(case: CheckContext, table: BookTable) -> Iterator[Finding]:
    """One finding for each row with something missing, at the first cell that is empty."""
    if (known := table.known) is None:
        return
    for row, cells in known.body.items():
        empty = [
            (known.headers[place], cell)
            for place, cell in _asked(known, row)
            if cell is None or is_blank(cell.text)
        ]
        if empty and all(is_blank(cell.text) for cell in cells):
            message = f"{table.place(row)}是空的，请填写，或者删去这一行。"
            yield case.warning(table.cell_path(empty[0][1]), "empty-row", message)
        elif empty and not _is_heading(known, cells):
            names = listed(name for name, _ in empty)
            message = f"{table.place(row)}的{names}还没有填写，请填写；确实没有的请画“—”。"
            yield case.warning(table.cell_path(empty[0][1]), "empty-cells", message)


def is_total(known: KnownTable, row: int) -> bool:
    """Whether the row sums up the amounts of the others."""
    total = known.text.total
    return total is not None and known.text_at(row, "name").replace(" ", "") == total


def _asked(known: KnownTable, row: int) -> Iterator[tuple[int, PlacedCell | None]]:
    """The places of a row in which something has to stand, each with its cell."""
    for column, place in known.columns.items():
        if column.role or not is_total(known, row):
            yield place, cell_over(known.body[row], place)


def _is_heading(known: KnownTable, cells: tuple[PlacedCell, ...]) -> bool:
    """Whether one cell reaches over the whole table, as a heading among its rows."""
    return len(cells) == 1 and cells[0].columns > len(known.columns) // 2
