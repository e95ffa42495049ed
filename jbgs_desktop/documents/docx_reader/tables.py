"""A table by its real cells: spans in both directions, rows that begin late or end early."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from itertools import pairwise

from jbgs_desktop.documents.docx_reader.losses import Losses
from jbgs_desktop.documents.docx_reader.model import (
    FormatMark,
    LossKind,
    ReadCell,
    ReadFigure,
    ReadTable,
)
from jbgs_desktop.documents.docx_reader.names import (
    Element,
    descend,
    is_on,
    name,
    short_name,
    value,
    whole,
)
from jbgs_desktop.documents.docx_reader.package import STEPS, TOO_DEEP, RefusedOfficeError
from jbgs_desktop.documents.docx_reader.places import ReadingPlace
from jbgs_desktop.documents.docx_reader.styles import Styles

_DEEPEST = 20  # tables in tables
_MOST_PLACES = 200_000  # of a grid
_TOO_WIDE = f"文件里有不正常的表格（格子太多），没有打开。{STEPS}。"


@dataclass(slots=True)
class CellContent:
    """What stands in a cell."""

    lines: list[str] = field(default_factory=list)
    figures: list[ReadFigure] = field(default_factory=list)
    bookmarks: list[str] = field(default_factory=list)
    formats: list[FormatMark] = field(default_factory=list)
    style: str = ""


ReadCellParagraph = Callable[[Element, CellContent], None]


class TableReader:
    """Reads the tables of one part; ``paragraph`` adds a paragraph to the content of a cell."""

    def __init__(
        self, styles: Styles, losses: Losses, place: ReadingPlace, paragraph: ReadCellParagraph
    ) -> None:
        self._styles, self._losses, self._place = styles, losses, place
        self._paragraph = paragraph
        self._depth = 0

    def table(self, element: Element) -> tuple[ReadTable, list[ReadFigure]]:
        """The table, and the pictures that stood in its cells."""
        self._place.table()
        figures: list[ReadFigure] = []
        cells: list[ReadCell] = []
        above: dict[int, int] = {}  # by first column: the cell in ``cells`` that may go on
        rows = list(element.iterchildren(name("w:tr")))
        for number, row in enumerate(rows):
            above = self._row(row, number, cells, above, figures)
        self._place.end_table()
        columns = max((cell.column + cell.columns for cell in cells), default=0)
        if columns * len(rows) > _MOST_PLACES:
            raise RefusedOfficeError(_TOO_WIDE)
        made = ReadTable(
            tuple(cells),
            len(rows),
            columns,
            _widths(element, columns),
            _header_rows(rows),
            self._styles.name(value(descend(element, "w:tblPr", "w:tblStyle"))),
        )
        return _without_empty_columns(made), figures

    def _row(
        self,
        row: Element,
        number: int,
        cells: list[ReadCell],
        above: dict[int, int],
        figures: list[ReadFigure],
    ) -> dict[int, int]:
        going_on: dict[int, int] = {}
        column = min(whole(value(descend(row, "w:trPr", "w:gridBefore"))), 200)
        if column > 0:
            cells.append(ReadCell(number, 0, "", column))
        column = max(0, column)
        for cell in row.iterchildren(name("w:tc")):
            columns = min(max(1, whole(value(descend(cell, "w:tcPr", "w:gridSpan")), 1)), 200)
            merge = descend(cell, "w:tcPr", "w:vMerge")
            self._place.cell(number, column)
            content = self._content(cell)
            goes_on = merge is not None and value(merge, default="continue") == "continue"
            at = above.get(column)
            if goes_on and at is not None and cells[at].columns == columns:
                cells[at] = self._longer(cells[at], content)
                going_on[column] = at
            elif _is_merged_left(cell) and cells and cells[-1].row == number:
                cells[-1] = replace(cells[-1], columns=cells[-1].columns + columns)
            else:
                if merge is not None:
                    going_on[column] = len(cells)
                cells.append(_cell(number, column, columns, content))
            figures += content.figures
            column += columns
        return going_on

    def _longer(self, cell: ReadCell, content: CellContent) -> ReadCell:
        """``cell`` over one more row; what is written in the covered place is not shown by Word."""
        if text := "\n".join(content.lines).strip():
            self._losses.add(LossKind.HIDDEN_TEXT, text)
        return replace(cell, rows=cell.rows + 1, bookmarks=(*cell.bookmarks, *content.bookmarks))

    def _content(self, cell: Element) -> CellContent:
        content = CellContent()
        for each in cell:
            match short_name(each):
                case "w:p":
                    self._paragraph(each, content)
                case "w:tbl":
                    text = "\n".join(self._nested(each, content))
                    self._losses.add(LossKind.NESTED_TABLE, text)
                case "w:altChunk":
                    self._losses.add(LossKind.EMBEDDED_DOCUMENT)
        for _ in content.figures:
            self._losses.add(LossKind.CELL_PICTURE)
        return content

    def _nested(self, table: Element, outer: CellContent) -> Iterator[str]:
        """The text of a table in a cell, its cells parted by tabs; its pictures go to ``outer``."""
        self._depth += 1
        if self._depth > _DEEPEST:
            raise RefusedOfficeError(TOO_DEEP)
        for row in table.iterchildren(name("w:tr")):
            texts = []
            for cell in row.iterchildren(name("w:tc")):
                content = self._content(cell)
                outer.figures += content.figures
                texts.append(" ".join(content.lines))
            yield "\t".join(texts)
        self._depth -= 1


def _cell(row: int, column: int, columns: int, content: CellContent) -> ReadCell:
    text = "\n".join(content.lines).strip("\n")
    marks, formats = tuple(content.bookmarks), tuple(content.formats)
    return ReadCell(row, column, text, columns, 1, content.style, marks, formats)


def _is_merged_left(cell: Element) -> bool:
    """Whether it belongs to the cell before it, in the manner of old files."""
    merge = descend(cell, "w:tcPr", "w:hMerge")
    return merge is not None and value(merge, default="continue") == "continue"


def _header_rows(rows: list[Element]) -> int:
    count = 0
    for row in rows:
        if not is_on(descend(row, "w:trPr", "w:tblHeader")):
            break
        count += 1
    return count


def _widths(table: Element, columns: int) -> tuple[float, ...]:
    grid = descend(table, "w:tblGrid")
    stated = (
        [] if grid is None else [whole(value(e, "w:w")) for e in grid.findall(name("w:gridCol"))]
    )
    widths = tuple(float(max(0, width)) for width in stated[:columns])
    return widths if len(widths) == columns and all(widths) else ()


def _without_empty_columns(table: ReadTable) -> ReadTable:
    """``table`` without columns of the grid in which no cell begins: ragged edges leave them."""
    starts = sorted({cell.column for cell in table.cells})
    if len(starts) == table.columns:
        return table
    at = {start: number for number, start in enumerate(starts)}
    edges = [*starts, table.columns]

    def moved(cell: ReadCell) -> ReadCell:
        end = cell.column + cell.columns
        inside = [start for start in starts if cell.column <= start < end]
        return replace(cell, column=at[cell.column], columns=max(1, len(inside)))

    widths = tuple(sum(table.widths[left:right]) for left, right in pairwise(edges))
    return replace(
        table,
        cells=tuple(map(moved, table.cells)),
        columns=len(starts),
        widths=widths if table.widths else (),
    )
