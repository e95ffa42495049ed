"""How small the words of an applicant's table are, so that they fit its columns, and how many
lines they take: estimated, so that every writer comes to the same sizes."""

import math
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import accumulate

from jbgs_desktop.documents.blocks import Cell, Table, Text
from jbgs_desktop.documents.page_geometry import TYPE_HEIGHT, TYPE_WIDTH

INSET_DOWN = 1.0  # mm between a cell's upper and lower rule and its words
_POINT = 25.4 / 72  # mm
_LATIN = 0.56  # of the width of a Han character, about
_LAST_LATIN = 0x24F
_WORD = re.compile(r"[!-~\u00a1-\u024f]+")
_LONGEST_WORD = 15  # characters; a longer word may be broken wherever a line ends
_LEAST_ROOM = 4  # Han characters on a line, unless the cell has fewer
_LOW = 0.3  # of a page's height
_PAIR = 0.3  # of a page's height, for two rows that stay together
_TALLEST_HEADER = 0.3  # of a page's height: a taller one does not stand again on each page
_MOST_LINES = 10  # of a row before its words are set smaller


@dataclass(frozen=True, slots=True)
class WordSize:
    """A size of the words in a table: points, and mm between a cell's rule and its words."""

    size: float
    pitch: float
    inset: float


# 小四, 五号, 小五, 六号; the last two are for tables of dozens of columns.
_SIZES = (
    WordSize(12, 19, 0.9),
    WordSize(10.5, 16.5, 0.9),
    WordSize(9, 14, 0.7),
    WordSize(7.5, 11.5, 0.5),
    WordSize(6, 9.5, 0.4),
    WordSize(5, 8, 0.3),
)


@dataclass(frozen=True, slots=True)
class PlacedWords:
    """A cell in its place: its first row and column, and its ``room``, the mm for its words."""

    row: int
    column: int
    cell: Cell
    room: float


@dataclass(frozen=True, slots=True)
class TableMeasures:
    """The size of the ``words`` in a table, about how many mm each row is high, and the cells.

    The first ``repeated`` rows stand again on each page.
    """

    words: WordSize
    heights: tuple[float, ...]
    cells: tuple[PlacedWords, ...]
    repeated: int

    @property
    def is_low(self) -> bool:
        """Whether the table is so low that it better stays on one page."""
        return sum(self.heights) <= _LOW * TYPE_HEIGHT

    @property
    def kept_pairs(self) -> tuple[int, ...]:
        """The rows that better stand on a page with the next: the first below the header, and the
        last but one, so that no page begins or ends with a row alone.
        """
        rows = len(self.heights)
        first, last = self.repeated, rows - 2
        pairs = [first, last] if first + 2 <= last else [last] if first <= last else []
        if self.is_low or first < 0:
            return ()
        return tuple(row for row in pairs if self.height(row, 2) <= _PAIR * TYPE_HEIGHT)

    @property
    def room(self) -> float:
        """The mm that a page leaves below the rows that stand again on it."""
        return TYPE_HEIGHT - self.height(0, self.repeated)

    def height(self, row: int, rows: int = 1) -> float:
        """About how many mm ``rows`` from ``row`` on are high."""
        return sum(self.heights[row : row + rows])


def measures_of(table: Table) -> TableMeasures:
    """The measures of ``table`` with the largest words that are not crowded in it."""
    for words in _SIZES:
        cells = tuple(_placed(table, words))
        if all(_fits(each, words) for each in cells):
            break
    heights = _heights(len(table.rows), cells, words)
    heads = sum(1 for row in table.rows if row.header)
    is_low = sum(heights[:heads]) <= _TALLEST_HEADER * TYPE_HEIGHT
    return TableMeasures(words, heights, cells, heads if is_low else 0)


def letters_in(room: float, words: WordSize) -> int:
    """How many Latin letters in a row fit into ``room`` mm."""
    return max(1, int(room / (words.size * _POINT * _LATIN)))


def width_of(text: str) -> float:
    """About how wide ``text`` is, in Han characters."""
    return sum(_LATIN if ord(each) <= _LAST_LATIN else 1.0 for each in text)


def _placed(table: Table, words: WordSize) -> Iterator[PlacedWords]:
    edges = [TYPE_WIDTH * at / sum(table.columns) for at in accumulate(table.columns, initial=0)]
    reaching: dict[int, int] = {}  # column -> the first row that no cell from above reaches
    for number, row in enumerate(table.rows):
        column = 0
        for cell in row.cells:
            while reaching.get(column, 0) > number:
                column += 1
            end = column + cell.columns
            reaching.update(dict.fromkeys(range(column, end), number + cell.rows))
            yield PlacedWords(number, column, cell, edges[end] - edges[column] - 2 * words.inset)
            column = end


def _fits(placed: PlacedWords, words: WordSize) -> bool:
    """Whether no word is torn, no line holds but a few characters, and the cell is not long."""
    room = placed.room / (words.size * _POINT)
    for text in _texts(placed.cell):
        unbroken = [word for word in _WORD.findall(text) if len(word) <= _LONGEST_WORD]
        longest = max(map(width_of, unbroken), default=0.0)
        if room < max(longest, min(_LEAST_ROOM, width_of(text))):
            return False
    return words != _SIZES[0] or _lines(placed, words) <= _MOST_LINES


def _lines(placed: PlacedWords, words: WordSize) -> int:
    room = max(1.0, placed.room / (words.size * _POINT))
    lines = (max(1, math.ceil(width_of(text) / room)) for text in _texts(placed.cell))
    return max(1, sum(lines))


def _texts(cell: Cell) -> Iterator[str]:
    for paragraph in cell.blocks:
        yield "".join(each.text for each in paragraph.content if isinstance(each, Text))


def _heights(rows: int, cells: Iterable[PlacedWords], words: WordSize) -> tuple[float, ...]:
    heights = [0.0] * rows
    for placed in sorted(cells, key=lambda each: each.cell.rows):
        height = _lines(placed, words) * words.pitch * _POINT + 2 * INSET_DOWN
        last = placed.row + placed.cell.rows - 1
        heights[last] += max(0.0, height - sum(heights[placed.row : last + 1]))
    return tuple(heights)
