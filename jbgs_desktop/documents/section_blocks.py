"""A section of a task book as blocks: its paragraphs, sub-headings, tables and figures."""

from collections.abc import Iterator, Mapping, Sequence

from jbgs_desktop.documents.blocks import (
    Align,
    Block,
    Caption,
    CaptionedFigure,
    Cell,
    Indent,
    Paragraph,
    Role,
    Table,
    TableRow,
)
from jbgs_desktop.documents.printed_form import PrintedForm, lines_of, one_line
from jbgs_desktop.documents.table_measures import width_of
from jbgs_desktop.forms.section import (
    FigureItem,
    PlacedCell,
    SectionTable,
    SubHeading,
    TableItem,
    items_of,
)

_SHORT = 8  # full-width characters: a column of numbers, units and names stands in the middle
_LEAST_SHARE = 0.4  # of an even share: a narrower column has no room for a character
_WHOLE = 10_000  # what the widths of a table's columns add up to


def section_blocks(paper: PrintedForm, path: str, numbers: Mapping[str, str]) -> Iterator[Block]:
    """What the applicant wrote in the section at ``path``; ``numbers`` are the section_numbers."""
    _, _, section = path.rpartition(".")
    for at, item in enumerate(items_of(paper.application.get(path))):
        match item:
            case str():
                yield from paper.paragraphs(item, path)
            case SubHeading():
                if heading := one_line(item.heading):
                    content = paper.pieces(heading, path)
                    indent = Indent.FIRST_LINE
                    yield Paragraph(content, Role.SUBHEADING, indent=indent, keep=True)
            case TableItem(table=table):
                caption = _caption(paper, numbers[f"{section}.{at}"], table.caption, path)
                yield _table(paper, table, caption, path)
            case FigureItem(figure=figure):
                caption = _caption(paper, numbers[f"{section}.{at}"], figure.caption, path)
                yield CaptionedFigure(figure.file, float(figure.width), caption, path)


def _caption(paper: PrintedForm, number: str, title: str, path: str) -> Caption:
    words = one_line(title)
    return Caption(number[0], int(number[1:]), paper.pieces(words, path) if words else ())


def _table(paper: PrintedForm, table: SectionTable, caption: Caption, path: str) -> Table:
    count = max(1, table.column_count)
    centred = [_is_short(table, column) for column in range(count)]
    repeated = _repeated_rows(table)
    rows: list[TableRow] = []
    grid = _whole_grid(table, count)
    for number, cells in enumerate(grid):
        is_head = number < table.header_rows
        made = tuple(
            Cell(_lines(paper, cell, path, is_head, centred), cell.columns, cell.rows)
            for cell in cells
        )
        rows.append(TableRow(made, header=number < repeated))
    return Table(printed_widths(table, count), tuple(rows), caption)


def _lines(
    paper: PrintedForm, cell: PlacedCell, path: str, is_head: bool, centred: Sequence[bool]
) -> tuple[Paragraph, ...]:
    inside = centred[cell.column : cell.column + cell.columns]
    is_centred = is_head or all(inside)
    role = Role.GROUP if is_head else Role.LABEL
    align = Align.CENTER if is_centred else Align.START
    return tuple(Paragraph(paper.pieces(line, path), role, align) for line in lines_of(cell.text))


def _whole_grid(table: SectionTable, count: int) -> list[list[PlacedCell]]:
    """The cells by their rows, with an empty one at each place that no cell covers."""
    rows: list[list[PlacedCell]] = [[] for _ in table.rows]
    covered: list[set[int]] = [set() for _ in table.rows]
    for cell in table.cells():
        rows[cell.row].append(cell)
        for row in range(cell.row, cell.row + cell.rows):
            covered[row].update(range(cell.column, cell.column + cell.columns))
    for row, cells in enumerate(rows):
        missing = set(range(count)) - covered[row]
        cells += [PlacedCell(row, column, -1, "") for column in missing]
        cells.sort(key=lambda cell: cell.column)
    return rows


def _is_short(table: SectionTable, column: int) -> bool:
    """Whether every cell of the column below the header has but a few characters."""
    texts = (
        cell.text
        for cell in table.cells()
        if cell.row >= table.header_rows and cell.column <= column < cell.column + cell.columns
    )
    return all("\n" not in text.strip() and width_of(text) <= _SHORT for text in texts)


def _repeated_rows(table: SectionTable) -> int:
    """The rows that stand again on each page: the header, as far as its cells reach.

    None when that is all there is.
    """
    rows = table.header_rows
    for cell in table.cells():
        if cell.row < rows:
            rows = max(rows, cell.row + cell.rows)
    return rows if rows < len(table.rows) else 0


def printed_widths(table: SectionTable, count: int) -> tuple[int, ...]:
    """The widths in proportion to each other, no column too narrow for a character."""
    stated = [float(width) for width in table.widths] or [1.0] * count
    least = _LEAST_SHARE / count
    shares = [max(least, width / sum(stated)) for width in stated]
    return tuple(max(1, round(_WHOLE * share / sum(shares))) for share in shares)
