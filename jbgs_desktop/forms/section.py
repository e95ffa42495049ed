"""A section of a task book: plain text, or a flat list of text, sub-headings, tables and figures.

The JSON is interface.md's "Sections that hold more than paragraphs". There is one way to write
each content, so that the same content has the same 核验码: a list that holds nothing but text is
the text, and two texts never follow each other. A place of a table that a cell spans holds no cell
of its own; what a short row leaves out is empty.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Annotated, Any, Self

from pydantic import (
    AfterValidator,
    BaseModel,
    ConfigDict,
    Discriminator,
    Field,
    Strict,
    Tag,
    model_validator,
)

MOST_ITEMS = 500  # of one section; a whole real task book has some 200 tables and figures
MOST_COLUMNS = 63  # Word's own limit
MOST_ROWS = 1000
NARROWEST, WIDEST = 0.1, 1  # of the text's width: how wide a figure is printed


class SectionPart(BaseModel):
    """An unknown key is refused, since dropping it would lose content."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class SubHeading(SectionPart):
    """A heading inside a section; its number is typed: 1. or （1）."""

    heading: str


class SpanningCell(SectionPart):
    """A cell over ``columns`` × ``rows`` places of the grid."""

    text: str = ""
    columns: Annotated[int, Strict(), Field(ge=1, le=MOST_COLUMNS)] = 1
    rows: Annotated[int, Strict(), Field(ge=1, le=MOST_ROWS)] = 1


def _plain_if_it_is(cell: "str | SpanningCell") -> "str | SpanningCell":
    is_plain = isinstance(cell, SpanningCell) and cell.columns == cell.rows == 1
    return cell.text if isinstance(cell, SpanningCell) and is_plain else cell


SectionCell = Annotated[str | SpanningCell, AfterValidator(_plain_if_it_is)]


@dataclass(frozen=True, slots=True)
class PlacedCell:
    """A cell, its place in the grid (from 0), and ``at``, its number in the JSON of its row."""

    row: int
    column: int
    at: int
    text: str
    columns: int = 1
    rows: int = 1


def _whole_if_it_is(number: float) -> int | float:
    return int(number) if number == int(number) else number


_Number = Annotated[int | float, AfterValidator(_whole_if_it_is)]


class SectionTable(SectionPart):
    """A table of text. ``widths`` are in proportion to each other; none means all alike.

    ``header_rows`` stand again on each page that the table goes on to.
    """

    caption: str = ""
    widths: Annotated[
        tuple[Annotated[_Number, Field(ge=0.01, le=1000)], ...], Field(max_length=MOST_COLUMNS)
    ] = ()
    header_rows: Annotated[int, Strict(), Field(ge=0, le=MOST_ROWS)] = 1
    rows: Annotated[tuple[tuple[SectionCell, ...], ...], Field(max_length=MOST_ROWS)] = ()

    @model_validator(mode="after")
    def _fits_its_grid(self) -> Self:
        columns = 0
        for cell in self.cells():
            columns = max(columns, cell.column + cell.columns)
            if cell.row + cell.rows > len(self.rows):
                raise ValueError(f"第 {cell.row + 1} 行有一格跨到了表格下面")
        if columns > (len(self.widths) or MOST_COLUMNS):
            most = len(self.widths) or MOST_COLUMNS
            raise ValueError(f"表格有 {columns} 列，最多 {most} 列")
        return self

    def cells(self) -> Iterator[PlacedCell]:
        """Every cell with its place, row by row."""
        reaching: dict[int, int] = {}  # column -> the first row that no cell from above reaches
        for row, cells in enumerate(self.rows):
            column = 0
            for at, cell in enumerate(cells):
                while reaching.get(column, 0) > row:
                    column += 1
                placed = _placed(row, column, at, cell)
                wide = range(column, column + placed.columns)
                if any(reaching.get(each, 0) > row for each in wide):
                    raise ValueError(f"第 {row + 1} 行有一格与上面跨行的格重叠")
                reaching.update(dict.fromkeys(wide, row + placed.rows))
                yield placed
                column += placed.columns

    @property
    def column_count(self) -> int:
        """The number of columns of the grid."""
        return len(self.widths) or max((c.column + c.columns for c in self.cells()), default=0)


def _placed(row: int, column: int, at: int, cell: SectionCell) -> PlacedCell:
    if isinstance(cell, str):
        return PlacedCell(row, column, at, cell)
    return PlacedCell(row, column, at, cell.text, cell.columns, cell.rows)


class SectionFigure(SectionPart):
    """A picture; ``file`` is relative to the application, ``width`` a share of the text's width."""

    caption: str = ""
    file: str
    width: Annotated[_Number, Field(ge=NARROWEST, le=WIDEST)] = WIDEST


class TableItem(SectionPart):
    table: SectionTable


class FigureItem(SectionPart):
    figure: SectionFigure


def content_of(item: Any) -> Any:
    """What the path of a section's item leads to: its table or figure, or the item itself."""
    match item:
        case TableItem(table=table):
            return table
        case FigureItem(figure=figure):
            return figure
    return item


def with_content(item: object, content: object) -> object:
    """``item`` with another table or figure in it."""
    match item:
        case TableItem():
            return TableItem.model_validate({"table": content})
        case FigureItem():
            return FigureItem.model_validate({"figure": content})
    return content


def _sort(item: Any) -> str | None:
    if isinstance(item, str):
        return "text"
    keys = item if isinstance(item, dict) else getattr(type(item), "model_fields", ())
    return next((key for key in ("heading", "table", "figure") if key in keys), None)


SectionItem = Annotated[
    Annotated[str, Tag("text")]
    | Annotated[SubHeading, Tag("heading")]
    | Annotated[TableItem, Tag("table")]
    | Annotated[FigureItem, Tag("figure")],
    Discriminator(_sort),
]
Items = tuple[SectionItem, ...]
SectionValue = str | Items


def one_way(items: Sequence[Any]) -> SectionValue:
    """The section of ``items`` as it is written: neighbouring texts are one, text alone is text."""
    joined: list[Any] = []
    for item in items:
        if item == "":
            continue
        if isinstance(item, str) and joined and isinstance(joined[-1], str):
            joined[-1] += f"\n{item}"
        else:
            joined.append(item)
    if all(isinstance(item, str) for item in joined):
        return "\n".join(joined)
    return tuple(joined)


def _in_one_way(value: SectionValue) -> SectionValue:
    return value if isinstance(value, str) else one_way(value)


Section = Annotated[
    Annotated[str, Tag("text")]
    | Annotated[Annotated[Items, Field(max_length=MOST_ITEMS)], Tag("list")],
    Discriminator(lambda value: "text" if isinstance(value, str) else "list"),
    AfterValidator(_in_one_way),
]


def items_of(section: SectionValue) -> Items:
    """``section`` as a list; an empty text is an empty list."""
    if isinstance(section, str):
        return (section,) if section else ()
    return section


def row_texts(row: Sequence[SectionCell]) -> Iterator[str]:
    """The texts of the cells in a row of a table."""
    return (cell if isinstance(cell, str) else cell.text for cell in row)


def section_texts(section: SectionValue) -> Iterator[str]:
    """Every text of ``section`` in reading order: paragraphs, headings, captions, cells."""
    for item in items_of(section):
        match item:
            case str():
                yield item
            case SubHeading():
                yield item.heading
            case TableItem(table=table):
                yield table.caption
                for row in table.rows:
                    yield from row_texts(row)
            case FigureItem(figure=figure):
                yield figure.caption


def section_text(section: SectionValue) -> str:
    """All texts of ``section``, each on lines of its own, as they are counted and searched."""
    return section if isinstance(section, str) else "\n".join(section_texts(section))


def is_empty(section: SectionValue) -> bool:
    """Whether nothing of ``section`` would be seen on paper: no figure, and no text but blanks."""
    has_figure = any(True for _ in figures_of(section))
    return not has_figure and not any(text.strip() for text in section_texts(section))


def figures_of(section: SectionValue) -> Iterator[tuple[int, SectionFigure]]:
    """The figures of ``section``, each with the number of its item."""
    for at, item in enumerate(items_of(section)):
        if isinstance(item, FigureItem):
            yield at, item.figure
