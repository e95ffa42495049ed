"""The neutral tables that every workbook is made of, and how long a cell may be."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from jbgs_desktop.errors import DocumentError

_LONGEST_CELL = 32_767  # UTF-16 units, the limit of xlsx, where openpyxl cuts in silence
_ESCAPE = re.compile(r"_(?=x[0-9A-Fa-f]{4}_)")  # what a spreadsheet would read as a character


@dataclass(frozen=True, slots=True)
class SheetLine:
    """A line across all columns; ``size`` in points."""

    text: str
    size: int = 12
    bold: bool = False
    centered: bool = False


@dataclass(frozen=True, slots=True)
class Sheet:
    """A table with lines above and below it; ``widths`` of its columns in digits.

    ``columns`` are the names at its head. Without them the first ``heads`` of its rows are the
    head. ``merged`` are cells over several places: row and column from 0, rows, columns. A text
    that is longer than a cell can hold goes on in a row below. One that ``is_filtered`` keeps its
    head in sight, with a filter on each column.
    """

    name: str
    widths: tuple[int, ...]
    columns: tuple[str, ...]
    rows: Sequence[Sequence[str | int]]
    above: tuple[SheetLine, ...] = ()
    below: tuple[SheetLine, ...] = ()
    heads: int = 0
    is_filtered: bool = False
    merged: tuple[tuple[int, int, int, int], ...] = ()


def cell_texts(text: str) -> list[str]:
    """``text`` in pieces that one cell each can hold; together they are the text."""
    texts: list[str] = []
    while True:
        end = _LONGEST_CELL
        while (excess := _size(text[:end]) - _LONGEST_CELL) > 0:
            end = min(end, len(text)) - excess // 2 - 1
        texts.append(text[:end])
        text = text[end:]
        if not text:
            return texts


def _size(text: str) -> int:
    """What counts against the limit of a cell: UTF-16 units, and the characters as written."""
    return max(len(text.encode("utf-16-le")) // 2, len(escaped(text)))


def require_fits(name: str, text: str, way_out: str = "请缩短它。") -> None:
    """Raises DocumentError when ``text``, called ``name``, is longer than a cell can hold."""
    length = _size(text)
    if length > _LONGEST_CELL:
        raise DocumentError(
            f"无法生成表格：{name}有 {length} 个字符，"
            f"一个单元格最多容纳 {_LONGEST_CELL} 个。{way_out}"
        )


def escaped(text: str) -> str:
    """``text`` as xlsx writes it."""
    return _ESCAPE.sub("_x005F_", text)
