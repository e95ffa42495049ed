"""The cells of a sheet by their places, each merged one over all that it covers."""

from collections.abc import Iterator, Sequence

from jbgs_desktop.documents.xlsx_reader.sheet_model import SheetCell

_MOST_COVERED = 200_000  # places that merged cells are spread over


class SheetGrid:
    """Knows ``cells`` by row and column, from 0."""

    def __init__(self, cells: Sequence[SheetCell]) -> None:
        self.cells = sorted(cells, key=lambda cell: (cell.row, cell.column))
        self._rows: dict[int, list[SheetCell]] = {}
        self._places: dict[tuple[int, int], SheetCell] = {}
        last_row = max((cell.row for cell in self.cells), default=0)
        last_column = max((cell.column for cell in self.cells), default=0)
        left = _MOST_COVERED
        for cell in self.cells:
            self._rows.setdefault(cell.row, []).append(cell)
            rows = range(cell.row, min(cell.row + cell.rows - 1, last_row) + 1)
            columns = range(cell.column, min(cell.column + cell.columns - 1, last_column) + 1)
            left -= len(rows) * len(columns)
            if left < 0:
                rows, columns = range(cell.row, cell.row + 1), range(cell.column, cell.column + 1)
            for row in rows:
                for column in columns:
                    self._places[row, column] = cell

    def rows(self) -> Iterator[tuple[int, Sequence[SheetCell]]]:
        """The rows in which cells begin, from the top."""
        yield from sorted(self._rows.items())

    def at(self, row: int, column: int) -> SheetCell | None:
        """The cell that covers a place."""
        return self._places.get((row, column))

    def within(self, row: int, head: SheetCell) -> SheetCell | None:
        """The cell of ``row`` below ``head``; None for one that reaches out to other columns."""
        end = head.column + head.columns
        for column in range(head.column, end):
            cell = self.at(row, column)
            if cell and cell.column >= head.column and cell.column + cell.columns <= end:
                return cell if cell != head else None
        return None

    def in_row(self, row: int, column: int, columns: int | None) -> list[SheetCell]:
        """The cells that begin in ``row``, in so many columns from ``column``; None for all."""
        return [
            cell
            for cell in self._rows.get(row, ())
            if cell.column >= column and (columns is None or cell.column < column + columns)
        ]

    def alone_below(self, label: SheetCell) -> SheetCell | None:
        """The one cell of the next row, where ``label`` is the only one of its own."""
        below = self._rows.get(label.row + label.rows, [])
        is_alone = len(self._rows[label.row]) == 1 and len(below) == 1
        return below[0] if is_alone else None
