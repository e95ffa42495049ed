"""Where the cells of a table stand in its grid, and how their texts are laid out and drawn."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from functools import cache
from itertools import accumulate
from math import ceil

from PySide6.QtCore import QPointF, QRect, QRectF
from PySide6.QtGui import QFont, QFontMetrics, QImage, QPainter, QTextLayout, QTextOption

from jbgs_desktop.forms.section import PlacedCell, SectionTable
from jbgs_desktop.forms.table_edit import Area

PADDING_X, PADDING_Y = 8, 4  # px inside a cell
_NARROWEST = 24  # px
_MOST_KEPT = 5000  # layouts and widths of texts
_DEEP = 1_000_000  # px, more than any cell is high
_LINE_END = "\u2028"  # breaks a line inside one layout


class DrawnTexts:
    """The texts of cells at the width that they have, in one font."""

    def __init__(self, font: QFont) -> None:
        self.font = font
        self._ground = QImage(1, 1, QImage.Format.Format_RGB32)  # what a painter measures on
        self._measure: QPainter | None = None
        self._metrics = QFontMetrics(font)
        self._layouts: dict[tuple[str, int], QTextLayout] = {}
        self._heights: dict[tuple[str, int], int] = {}
        self._advances: dict[str, int] = {}

    @contextmanager
    def measuring(self) -> Iterator[None]:
        """While many heights are asked for: what measures them is made once."""
        self._measure = QPainter(self._ground)
        self._measure.setFont(self.font)
        try:
            yield
        finally:
            self._measure.end()
            self._measure = None

    def height(self, text: str, width: int) -> int:
        """The height of ``text`` in px, when it is drawn at ``width``."""
        if self._is_one_line(text, width):
            return self._metrics.height()
        if (known := self._heights.get((text, width))) is not None:
            return known
        if self._measure is None:
            return ceil(self._layout(text, width).boundingRect().height())
        # The same as a layout gives, in a third of the time.
        room = QRectF(0, 0, width, _DEEP)
        return ceil(self._measure.boundingRect(room, text, _wrapping()).height())

    def remember(self, text: str, width: int, height: int) -> None:
        """Take over what the field to type in has measured already."""
        self._heights = {(text, width): height}

    def draw(self, painter: QPainter, rect: QRect, text: str) -> None:
        """Draw ``text`` from the upper left corner of ``rect`` on."""
        if self._is_one_line(text, rect.width()):
            painter.drawText(QPointF(rect.x(), rect.y() + self._metrics.ascent()), text)
        else:
            self._layout(text, rect.width()).draw(painter, QPointF(rect.topLeft()))

    def _is_one_line(self, text: str, width: int) -> bool:
        if len(text) > width or "\n" in text:
            return False
        if (advance := self._advances.get(text)) is None:
            if len(self._advances) >= _MOST_KEPT:
                self._advances.clear()
            advance = self._advances[text] = self._metrics.horizontalAdvance(text)
        return advance <= width

    def _layout(self, text: str, width: int) -> QTextLayout:
        key = (text, width)
        if key not in self._layouts:
            if len(self._layouts) >= _MOST_KEPT:
                self._layouts.clear()
            self._layouts[key] = _laid_out(text.replace("\n", _LINE_END), self.font, width)
        return self._layouts[key]


@cache
def _wrapping() -> QTextOption:
    option = QTextOption()
    option.setWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
    return option


def _laid_out(text: str, font: QFont, width: int) -> QTextLayout:
    layout = QTextLayout(text, font)
    layout.setTextOption(_wrapping())
    layout.beginLayout()
    y = 0.0
    while (line := layout.createLine()).isValid():
        line.setLineWidth(width)
        line.setPosition(QPointF(0, y))
        y += line.height()
    layout.endLayout()
    return layout


class TableLayout:
    """The grid of ``table`` at a width: its cells, and the edges of columns and rows in px."""

    def __init__(self, table: SectionTable, width: int, texts: DrawnTexts) -> None:
        self.table = table
        self._texts = texts
        self._covering: dict[tuple[int, int], PlacedCell] = {}
        self._in_row: list[list[PlacedCell]] = [[] for _ in table.rows]
        for cell in table.cells():
            self._add(cell)
        # Counted once: a table without widths would look at all of its cells for it.
        columns = len(table.widths) or 1 + max((at for _, at in self._covering), default=-1)
        self._shares = table.widths or (1,) * columns
        for row in range(len(table.rows)):
            for column in range(columns):
                if (row, column) not in self._covering:  # a short row leaves it out
                    self._add(PlacedCell(row, column, -1, ""))
        self._has_spans = bool(self._spanning())
        self.set_width(width)

    def set_width(self, width: int) -> None:
        """Have the grid ``width`` px wide; the rows are measured when they are asked for."""
        self._rows: list[int] | None = None
        scale = max(width, self.least_width) / sum(self._shares)
        self.columns = [0, *(round(edge * scale) for edge in accumulate(self._shares))]

    def set_texts(self, texts: DrawnTexts) -> None:
        """Have the texts drawn by ``texts``, in another font."""
        self._texts, self._rows = texts, None

    @property
    def least_width(self) -> int:
        """The width under which no column can be told from its neighbour, in px."""
        return _NARROWEST * len(self._shares)

    @property
    def rows(self) -> list[int]:
        """The edges of the rows, in px from the top."""
        if self._rows is None:
            with self._texts.measuring():
                self._rows = self._row_edges()
        return self._rows

    def _row_edges(self) -> list[int]:
        heights = [self._height(cells) for cells in self._in_row]
        for cell in self._spanning():
            rows = slice(cell.row, cell.row + cell.rows)
            missing = self._needed(cell) - sum(heights[rows])
            heights[cell.row + cell.rows - 1] += max(0, missing)
        return [0, *accumulate(heights)]

    def with_text(self, table: SectionTable, cell: PlacedCell, text: str) -> "TableLayout":
        """The layout of ``table``, in which only ``cell`` has another text."""
        if self._has_spans or cell.at < 0:
            return TableLayout(table, self.width, self._texts)
        cells = self._in_row[cell.row]
        changed = replace(cell, text=text)
        cells[cells.index(cell)] = changed
        for place in _places(changed):
            self._covering[place] = changed
        self.table = table
        by = self._height(cells) - (self.rows[cell.row + 1] - self.rows[cell.row])
        if by:
            self._rows = [
                edge + by if row > cell.row else edge for row, edge in enumerate(self.rows)
            ]
        return self

    @property
    def width(self) -> int:
        return self.columns[-1]

    @property
    def height(self) -> int:
        return self.rows[-1]

    @property
    def all_of_it(self) -> Area:
        """The whole grid."""
        return Area(0, 0, len(self._in_row), len(self.columns) - 1)

    def cell(self, row: int, column: int) -> PlacedCell:
        """The cell that covers the place, or the nearest one there is."""
        area = self.all_of_it
        return self._covering[
            min(max(0, row), area.rows - 1), min(max(0, column), area.columns - 1)
        ]

    def cell_at(self, x: int, y: int) -> PlacedCell:
        """The cell at a point."""
        return self.cell(_before(self.rows, y), _before(self.columns, x))

    def edge_at(self, x: int, reach: int) -> int | None:
        """The column whose right edge is at most ``reach`` px from ``x``."""
        found = (at for at, edge in enumerate(self.columns[1:]) if abs(edge - x) <= reach)
        return next(found, None)

    def rect(self, cell: PlacedCell) -> QRect:
        """The rectangle of ``cell``."""
        return self.area_rect(Area(cell.row, cell.column, cell.rows, cell.columns))

    def area_rect(self, area: Area) -> QRect:
        """The rectangle of ``area``."""
        x, y = self.columns[area.column], self.rows[area.row]
        right, bottom = self.columns[area.column + area.columns], self.rows[area.row + area.rows]
        return QRect(x, y, right - x, bottom - y)

    def cells_in(self, rect: QRect) -> Iterator[PlacedCell]:
        """The cells that are seen in ``rect``."""
        first, last = _before(self.rows, rect.top()), _before(self.rows, rect.bottom())
        seen = set()
        for row in range(first, last + 1):
            for column in range(len(self.columns) - 1):
                cell = self._covering[row, column]
                if (cell.row, cell.column) not in seen:
                    seen.add((cell.row, cell.column))
                    yield cell

    def whole(self, area: Area) -> Area:
        """``area`` grown by the cells that reach over its edge."""
        while True:
            cells = [
                self._covering[row, column]
                for row in range(area.row, area.row + area.rows)
                for column in range(area.column, area.column + area.columns)
            ]
            top, left = min(c.row for c in cells), min(c.column for c in cells)
            bottom = max(c.row + c.rows for c in cells)
            right = max(c.column + c.columns for c in cells)
            grown = Area(top, left, bottom - top, right - left)
            if grown == area:
                return area
            area = grown

    def _add(self, cell: PlacedCell) -> None:
        self._in_row[cell.row].append(cell)
        self._covering.update(dict.fromkeys(_places(cell), cell))

    def _spanning(self) -> list[PlacedCell]:
        cells = (cell for row in self._in_row for cell in row if cell.rows > 1)
        return sorted(cells, key=lambda cell: cell.row + cell.rows)

    def _height(self, cells: list[PlacedCell]) -> int:
        empty = self._texts.height("", 1) + 2 * PADDING_Y
        return max((self._needed(cell) for cell in cells if cell.rows == 1), default=empty)

    def _needed(self, cell: PlacedCell) -> int:
        width = self.columns[cell.column + cell.columns] - self.columns[cell.column]
        inner = max(1, width - 2 * PADDING_X)
        return self._texts.height(cell.text, inner) + 2 * PADDING_Y + 1


def _places(cell: PlacedCell) -> list[tuple[int, int]]:
    return [
        (row, column)
        for row in range(cell.row, cell.row + cell.rows)
        for column in range(cell.column, cell.column + cell.columns)
    ]


def _before(edges: list[int], at: int) -> int:
    """Between which two of ``edges`` the place is."""
    found = sum(edge <= at for edge in edges[1:-1])
    return min(found, len(edges) - 2)
