"""A ready table is filled in: no row and no cell of it stays empty."""

from collections.abc import Iterator, Sequence

from jbgs_desktop.forms.checks.book_tables import BookTable
from jbgs_desktop.forms.checks.context import CheckContext, is_blank, listed
from jbgs_desktop.forms.finding import Finding
from jbgs_desktop.forms.ready_tables import KnownTable
from jbgs_desktop.forms.section import PlacedCell


def empty_cells(case: CheckContext, table: BookTable) -> Iterator[Finding]:
    """One finding for each row with something missing, at the first cell that is empty."""
    if (known := table.known) is None:
        return
    for row, covering in known.body.items():
        empty = [
            (known.headers[place], covering[place])
            for place in _asked(known, row)
            if _is_empty(covering[place])
        ]
        if not empty:
            continue
        path, place = table.cell_path(empty[0][1]), table.place(row)
        if all(map(_is_empty, covering)):
            message = f"{place}是空的，请填写，或者删去这一行。"
            yield case.warning(path, "empty-row", message)
        elif not _is_heading(covering):
            names = listed(name for name, _ in empty)
            message = f"{place}的{names}还没有填写，请填写；确实没有的请画“—”。"
            yield case.warning(path, "empty-cells", message)


def is_total(known: KnownTable, row: int) -> bool:
    """Whether the row sums up the amounts of the others."""
    total = known.text.total
    return total is not None and known.text_at(row, "name").replace(" ", "") == total


def _is_empty(cell: PlacedCell | None) -> bool:
    return cell is None or is_blank(cell.text)


def _asked(known: KnownTable, row: int) -> Iterator[int]:
    """The places of a row in which something has to stand."""
    is_sum = is_total(known, row)
    return (place for column, place in known.columns.items() if column.role or not is_sum)


def _is_heading(covering: Sequence[PlacedCell | None]) -> bool:
    """Whether one cell reaches over the whole table, as a heading among its rows."""
    return len({*covering}) == 1 and len(covering) > 1
