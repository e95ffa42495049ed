"""Tables of the docx writer: the ruled table of the form, and the lines of the cover."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import partial
from itertools import accumulate, pairwise

from docx.oxml.xmlchemy import BaseOxmlElement

from jbgs_desktop.documents.blocks import (
    Cell,
    FieldLine,
    FieldLines,
    Paragraph,
    Table,
    TableRow,
    Text,
)
from jbgs_desktop.documents.docx.text import (
    ParagraphPlace,
    element,
    styled_paragraph,
    text_paragraph,
)

# All in twips.
TEXT_TWIPS = 8844  # A4 less the margins of the base document
_ROW_HEIGHT = 567  # the least
_LINE_WIDTHS = (1760, 5044, 2040)  # label, value, words at the seal


Reaching = dict[int, tuple[Cell, int]]  # by first column: a cell and its rows to come
CellWords = Callable[[Sequence[Paragraph], int], list[BaseOxmlElement]]


def table(block: Table, width: int = TEXT_TWIPS) -> BaseOxmlElement:
    """A ruled table of the text's ``width``."""
    widths = shared_out(block.columns, width)
    made = empty_table("FormTable", widths)
    reaching: Reaching = {}
    for row in block.rows:
        keep = any(cell.rows > 1 for cell in row.cells)
        words = partial(_words, keep=keep)
        made.append(element("w:tr", _row_properties(row), *cells_of(row, widths, reaching, words)))
    return made


def field_lines(block: FieldLines) -> BaseOxmlElement:
    """A table without rules but for the line below each value."""
    made = empty_table("CoverLines", _LINE_WIDTHS)
    for line in block.lines:
        properties = element("w:trPr", element("w:cantSplit"))
        made.append(element("w:tr", properties, *_line_cells(line)))
    return made


def shared_out(columns: Sequence[int], width: int) -> list[int]:
    """The ``width`` in the proportions of ``columns``, to the last twip."""
    total = sum(columns)
    edges = [width * edge // total for edge in accumulate(columns, initial=0)]
    return [right - left for left, right in pairwise(edges)]


def empty_table(
    style: str, widths: Sequence[int], *more_properties: BaseOxmlElement
) -> BaseOxmlElement:
    """A table without rows, in a style of the base document."""
    properties = element(
        "w:tblPr",
        element("w:tblStyle", val=style),
        element("w:tblW", w=sum(widths), type="dxa"),
        element("w:jc", val="center"),
        element("w:tblLayout", type="fixed"),
        *more_properties,
    )
    grid = element("w:tblGrid", *(element("w:gridCol", w=width) for width in widths))
    return element("w:tbl", properties, grid)


def _row_properties(row: TableRow) -> BaseOxmlElement:
    properties = [] if row.breakable else [element("w:cantSplit")]
    properties.append(element("w:trHeight", val=_ROW_HEIGHT, hRule="atLeast"))
    if row.header:
        properties.append(element("w:tblHeader"))
    return element("w:trPr", *properties)


def cells_of(
    row: TableRow,
    widths: Sequence[int],
    reaching: Reaching,
    words: CellWords,
    *,
    at: str = "center",
) -> Iterator[BaseOxmlElement]:
    """The row's cells, with a continuing cell below each that reaches into this row.

    ``reaching`` goes from row to row; ``words`` makes the paragraphs of a cell of some width.
    """
    waiting = iter(row.cells)
    column = 0
    while column < len(widths):
        cell, rows_to_come = reaching.pop(column, (None, 0))
        merge = "continue" if cell else ""
        if cell is None:
            cell = next(waiting)
            rows_to_come = cell.rows - 1
            merge = "restart" if rows_to_come else ""
        elif rows_to_come:
            rows_to_come -= 1
        if rows_to_come:
            reaching[column] = cell, rows_to_come
        width = sum(widths[column : column + cell.columns])
        content = words(() if merge == "continue" else cell.blocks, width)
        yield _cell(cell, width, merge, content, at)
        column += cell.columns


def _cell(
    cell: Cell, width: int, merge: str, content: Iterable[BaseOxmlElement], at: str
) -> BaseOxmlElement:
    properties = [element("w:tcW", w=width, type="dxa")]
    if cell.columns > 1:
        properties.append(element("w:gridSpan", val=cell.columns))
    if merge:
        properties.append(element("w:vMerge", val=merge))
    properties.append(element("w:vAlign", val=at))
    return element("w:tc", element("w:tcPr", *properties), *content)


def _words(blocks: Sequence[Paragraph], _width: int, *, keep: bool) -> list[BaseOxmlElement]:
    content = [text_paragraph(block, ParagraphPlace.CELL, keep=keep) for block in blocks]
    return content or [styled_paragraph("CellText", keep=keep)]


def _line_cells(line: FieldLine) -> Iterator[BaseOxmlElement]:
    label, value, note = _LINE_WIDTHS
    text = [text_paragraph(each, ParagraphPlace.COVER) for each in line.value]
    text = text or [styled_paragraph("CoverLine")]
    yield _line_cell([styled_paragraph("CoverLine", (Text(line.label),))], label, ruled=False)
    if line.spot is None:
        yield _line_cell(text, value + note, columns=2)
    else:
        yield _line_cell(text, value)
        words = styled_paragraph("CoverNote", (Text(line.spot.label),))
        yield _line_cell([words], note, at="bottom")


def _line_cell(
    content: Iterable[BaseOxmlElement],
    width: int,
    *,
    columns: int = 1,
    ruled: bool = True,
    at: str = "top",
) -> BaseOxmlElement:
    properties = [element("w:tcW", w=width, type="dxa")]
    if columns > 1:
        properties.append(element("w:gridSpan", val=columns))
    if ruled:
        rule = element("w:bottom", val="single", sz=6, space=0, color="auto")
        properties.append(element("w:tcBorders", rule))
    properties.append(element("w:vAlign", val=at))
    return element("w:tc", element("w:tcPr", *properties), *content)
