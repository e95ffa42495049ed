"""Edits of a section's table, each a new table: rows, columns, merging, widths, pasted cells.

Rows and columns are those of the grid, from 0. No edit loses a text that it was not told to
delete: merged cells keep all their texts, a cell that loses its last line or column gives its text
to what is left of it. An edit that cannot be made raises ValueError
with a sentence for the user.
"""

from collections.abc import Iterable, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace

from jbgs_desktop.forms.section import (
    MOST_COLUMNS,
    MOST_ROWS,
    PlacedCell,
    SectionCell,
    SectionTable,
    SpanningCell,
)


@dataclass(frozen=True, slots=True)
class Area:
    """A rectangle of the grid: ``rows`` × ``columns`` places from ``row``, ``column`` on."""

    row: int
    column: int
    rows: int = 1
    columns: int = 1

    def holds(self, cell: PlacedCell) -> bool:
        """Whether all of ``cell`` lies inside."""
        return (
            self.row <= cell.row
            and cell.row + cell.rows <= self.row + self.rows
            and self.column <= cell.column
            and cell.column + cell.columns <= self.column + self.columns
        )

    def touches(self, cell: PlacedCell) -> bool:
        """Whether any place of ``cell`` lies inside."""
        return (
            cell.row < self.row + self.rows
            and self.row < cell.row + cell.rows
            and cell.column < self.column + self.columns
            and self.column < cell.column + cell.columns
        )


def new_table(rows: int, columns: int, header: Sequence[str] = ()) -> SectionTable:
    """An empty table; ``header`` is its first row where there is one."""
    body = tuple(tuple("" for _ in range(columns)) for _ in range(rows - bool(header)))
    first = (tuple(header),) if header else ()
    return SectionTable(widths=(1,) * columns, header_rows=1, rows=(*first, *body))


def cell_at(table: SectionTable, row: int, column: int) -> PlacedCell:
    """The cell that covers the place; an empty one of its own where a short row leaves it out."""
    place = Area(row, column)
    found = next((cell for cell in table.cells() if place.touches(cell)), None)
    return found or PlacedCell(row, column, -1, "")


def with_text(table: SectionTable, row: int, column: int, text: str) -> SectionTable:
    """``table`` with ``text`` in the cell that covers the place."""
    return with_cell_text(table, cell_at(table, row, column), text)


def with_cell_text(table: SectionTable, cell: PlacedCell, text: str) -> SectionTable:
    """``table`` with ``text`` in its ``cell``, which is not looked for: this is for each key."""
    if cell.text == text:
        return table
    changed = replace(cell, text=text)
    if cell.at < 0:
        return _built(table, [*_all(table), changed], len(table.rows), table.column_count)
    cells = list(table.rows[cell.row])
    cells[cell.at] = _written(changed)
    rows = (*table.rows[: cell.row], tuple(cells), *table.rows[cell.row + 1 :])
    return table.model_copy(update={"rows": rows})


def with_texts(
    table: SectionTable, row: int, column: int, texts: Sequence[Sequence[str]]
) -> SectionTable:
    """``table`` with a block of texts from the place on; it grows by what does not fit.

    A text goes into the cell that covers its place; texts that fall into one spanning cell are
    put below each other there. Raises ValueError when the table would grow too large.
    """
    rows = max(len(table.rows), row + len(texts))
    columns = max(table.column_count, column + max(map(len, texts), default=0))
    _require_size(rows, columns)
    cells = {(cell.row, cell.column): cell for cell in _all(table)}
    covering = {place: key for key, cell in cells.items() for place in _places(cell)}
    fresh: set[tuple[int, int]] = set()
    for down, line in enumerate(texts):
        for across, text in enumerate(line):
            place = (row + down, column + across)
            key = covering.get(place, place)
            old = cells.get(key, PlacedCell(*key, -1, ""))
            joined = f"{old.text}\n{text}" if key in fresh and text else text
            cells[key] = replace(old, text=joined if text or key not in fresh else old.text)
            fresh.add(key)
    return _built(table, cells.values(), rows, columns)


def with_table(table: SectionTable, row: int, column: int, pasted: SectionTable) -> SectionTable:
    """``table`` with the cells of ``pasted`` from the place on, merged where they are merged there.

    What cannot be merged, since a cell of ``table`` reaches over the edge, stays single cells.
    Raises ValueError when the table would grow too large.
    """
    made = with_texts(table, row, column, grid_texts(pasted))
    for cell in pasted.cells():
        if cell.rows > 1 or cell.columns > 1:
            area = Area(row + cell.row, column + cell.column, cell.rows, cell.columns)
            with suppress(ValueError):
                made = merge_cells(made, area)
    return made


def placed_table(cells: Iterable[PlacedCell], rows: int, columns: int) -> SectionTable:
    """A table of these cells. Raises ValueError when it is too large."""
    _require_size(rows, columns)
    return _built(SectionTable(), cells, rows, columns)


def insert_rows(table: SectionTable, at: int, number: int = 1) -> SectionTable:
    """Empty rows before row ``at``; a cell that spans over that place grows."""
    _require_size(len(table.rows) + number, table.column_count)

    def moved(cell: PlacedCell) -> PlacedCell:
        if cell.row >= at:
            return replace(cell, row=cell.row + number)
        reaches = cell.row + cell.rows > at
        return replace(cell, rows=cell.rows + number) if reaches else cell

    header = table.header_rows + (number if at < table.header_rows else 0)
    cells = map(moved, _all(table))
    made = _built(table, cells, len(table.rows) + number, table.column_count)
    return made.model_copy(update={"header_rows": header})


def delete_rows(table: SectionTable, at: int, number: int = 1) -> SectionTable:
    """``table`` without these rows; a cell that spans into them shrinks and keeps its text."""

    def left(cell: PlacedCell) -> PlacedCell | None:
        first, length = _without(cell.row, cell.rows, at, number)
        return replace(cell, row=first, rows=length) if length else None

    header = _without(0, table.header_rows, at, number)[1]
    cells = filter(None, map(left, _all(table)))
    made = _built(table, cells, len(table.rows) - number, table.column_count)
    return made.model_copy(update={"header_rows": header})


def insert_columns(table: SectionTable, at: int, number: int = 1) -> SectionTable:
    """Empty columns before column ``at``, as wide as their neighbour."""
    _require_size(len(table.rows), table.column_count + number)

    def moved(cell: PlacedCell) -> PlacedCell:
        if cell.column >= at:
            return replace(cell, column=cell.column + number)
        reaches = cell.column + cell.columns > at
        return replace(cell, columns=cell.columns + number) if reaches else cell

    widths = _widths(table)
    beside = widths[at - 1] if at else (widths[0] if widths else 1)
    cells = map(moved, _all(table))
    made = _built(table, cells, len(table.rows), table.column_count + number)
    return made.model_copy(update={"widths": (*widths[:at], *(beside,) * number, *widths[at:])})


def delete_columns(table: SectionTable, at: int, number: int = 1) -> SectionTable:
    """``table`` without these columns; a cell that spans into them shrinks and keeps its text."""

    def left(cell: PlacedCell) -> PlacedCell | None:
        first, length = _without(cell.column, cell.columns, at, number)
        return replace(cell, column=first, columns=length) if length else None

    widths = _widths(table)
    cells = filter(None, map(left, _all(table)))
    made = _built(table, cells, len(table.rows), table.column_count - number)
    return made.model_copy(update={"widths": (*widths[:at], *widths[at + number :])})


def merge_cells(table: SectionTable, area: Area) -> SectionTable:
    """The cells of ``area`` as one, with their texts below each other.

    Raises ValueError when a cell reaches over its edge.
    """
    touched = [cell for cell in _all(table) if area.touches(cell)]
    if not all(map(area.holds, touched)):
        raise ValueError("选中的区域边上有已经合并的格，请把它整个选进来，或者先拆分它")
    if area.row < table.header_rows < area.row + area.rows:
        raise ValueError("表头行和下面的行不能合并在一格里")
    text = "\n".join(cell.text for cell in touched if cell.text)
    whole = PlacedCell(area.row, area.column, -1, text, area.columns, area.rows)
    rest = [cell for cell in _all(table) if not area.touches(cell)]
    return _built(table, [*rest, whole], len(table.rows), table.column_count)


def split(table: SectionTable, row: int, column: int) -> SectionTable:
    """The merged cell at the place as single cells; its text stays in the first."""
    cell = cell_at(table, row, column)
    rest = [each for each in _all(table) if each != cell]
    single = replace(cell, columns=1, rows=1)
    return _built(table, [*rest, single], len(table.rows), table.column_count)


def with_header_rows(table: SectionTable, number: int) -> SectionTable:
    """``table`` with its first ``number`` rows as the header.

    Raises ValueError when a merged cell would lie half in it.
    """
    if any(cell.row < number < cell.row + cell.rows for cell in table.cells()):
        raise ValueError("表头行和下面的行之间有合并的格，请先拆分它")
    return table.model_copy(update={"header_rows": min(number, len(table.rows))})


def with_widths(table: SectionTable, widths: Sequence[float]) -> SectionTable:
    """``table`` with columns of these widths, in proportion to each other."""
    return SectionTable.model_validate({**dict(table), "widths": tuple(widths)})


def grid_texts(table: SectionTable, area: Area | None = None) -> list[list[str]]:
    """The texts of the grid, row by row; what a cell spans reads as empty."""
    area = area or Area(0, 0, len(table.rows), table.column_count)
    texts = [[""] * area.columns for _ in range(area.rows)]
    for cell in table.cells():
        if area.touches(PlacedCell(cell.row, cell.column, -1, "")):
            texts[cell.row - area.row][cell.column - area.column] = cell.text
    return texts


def _all(table: SectionTable) -> list[PlacedCell]:
    return list(table.cells())


def _places(cell: PlacedCell) -> Iterable[tuple[int, int]]:
    return (
        (row, column)
        for row in range(cell.row, cell.row + cell.rows)
        for column in range(cell.column, cell.column + cell.columns)
    )


def _without(first: int, length: int, at: int, number: int) -> tuple[int, int]:
    """Where a stretch begins, and how long it is, when ``number`` places from ``at`` are gone."""
    gone_before = max(0, min(first, at + number) - at) if first > at else 0
    gone_inside = max(0, min(first + length, at + number) - max(first, at))
    return first - gone_before, length - gone_inside


def _widths(table: SectionTable) -> tuple[int | float, ...]:
    return table.widths or (1,) * table.column_count


def _require_size(rows: int, columns: int) -> None:
    if columns > MOST_COLUMNS:
        raise ValueError(f"表格最多 {MOST_COLUMNS} 列，这样会有 {columns} 列")
    if rows > MOST_ROWS:
        raise ValueError(f"表格最多 {MOST_ROWS} 行，这样会有 {rows} 行")


def _written(cell: PlacedCell) -> SectionCell:
    if (cell.columns, cell.rows) == (1, 1):
        return cell.text
    return SpanningCell(text=cell.text, columns=cell.columns, rows=cell.rows)


def _built(
    table: SectionTable, cells: Iterable[PlacedCell], rows: int, columns: int
) -> SectionTable:
    """``table`` with these cells; places that no cell covers get empty ones."""
    grid: list[dict[int, PlacedCell]] = [{} for _ in range(rows)]
    covered: list[set[int]] = [set() for _ in range(rows)]
    for cell in cells:
        grid[cell.row][cell.column] = cell
        for row, column in _places(cell):
            covered[row].add(column)
    made = tuple(
        tuple(
            _written(line[column]) if column in line else ""
            for column in range(columns)
            if column in line or column not in covered[row]
        )
        for row, line in enumerate(grid)
    )
    widths = _widths(table)
    widths = (*widths, *(widths[-1] if widths else 1,) * (columns - len(widths)))[:columns]
    return SectionTable(
        caption=table.caption,
        widths=widths,
        header_rows=min(table.header_rows, rows),
        rows=made,
    )
