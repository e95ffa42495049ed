"""A section of a task book in parts that are copied one by one: texts, tables, figures."""

import html
from collections.abc import Iterator
from dataclasses import dataclass

from jbgs_desktop.documents.printed_form import PrintedForm, lines_of, one_line
from jbgs_desktop.forms.section import (
    FigureItem,
    PlacedCell,
    SectionTable,
    SubHeading,
    TableItem,
    items_of,
)
from jbgs_desktop.forms.section_numbers import section_numbers
from jbgs_desktop.forms.table_edit import grid_texts


@dataclass(frozen=True, slots=True)
class PrintedTable:
    """A table of the section whose ``path`` ends with the number of its item."""

    path: str
    name: str  # 表1　题
    table: SectionTable

    @property
    def text(self) -> str:
        """Its name, and a line for each row with a tab between cells."""
        rows = ("\t".join(map(one_line, row)) for row in grid_texts(self.table))
        return "\n".join((self.name, *rows))

    @property
    def html(self) -> str:
        """The table as word processors and spreadsheets take it from the clipboard."""
        rows: list[list[str]] = [[] for _ in self.table.rows]
        for cell in self.table.cells():
            rows[cell.row].append(_html_cell(cell, is_head=cell.row < self.table.header_rows))
        body = "".join(f"<tr>{''.join(row)}</tr>" for row in rows)
        return f'<p>{html.escape(self.name)}</p><table border="1">{body}</table>'


@dataclass(frozen=True, slots=True)
class PrintedFigure:
    """A figure of the section whose ``path`` ends with the number of its item."""

    path: str
    name: str  # 图1　题
    file: str

    @property
    def text(self) -> str:
        """What stands in a text in the place of the figure."""
        return f"〔{self.name.replace(_WIDE_BLANK, ' ', 1)}〕"


CopiedPart = str | PrintedTable | PrintedFigure
_WIDE_BLANK = "\u3000"


def section_parts(paper: PrintedForm, path: str) -> Iterator[CopiedPart]:
    """What is printed of the section at ``path``, in reading order."""
    _, no, section = path.split(".")
    book = paper.application.taskbook(int(no))
    numbers = section_numbers(book, paper.call.form.taskbook.sections)
    for at, item in enumerate(items_of(paper.application.get(path))):
        match item:
            case str():
                yield "\n".join(lines_of(item))
            case SubHeading():
                yield one_line(item.heading)
            case TableItem(table=table):
                name = _name(numbers[f"{section}.{at}"], table.caption)
                yield PrintedTable(f"{path}.{at}", name, table)
            case FigureItem(figure=figure):
                name = _name(numbers[f"{section}.{at}"], figure.caption)
                yield PrintedFigure(f"{path}.{at}", name, figure.file)


def section_content(paper: PrintedForm, path: str) -> str:
    """The section as text: tables with tabs between their cells, figures as 〔图1 题〕."""
    parts = (part if isinstance(part, str) else part.text for part in section_parts(paper, path))
    return "\n".join(part for part in parts if part)


def _name(number: str, caption: str) -> str:
    title = one_line(caption)
    return f"{number}{_WIDE_BLANK}{title}" if title else number


def _html_cell(cell: PlacedCell, *, is_head: bool) -> str:
    tag = "th" if is_head else "td"
    spans = "".join(
        f' {name}="{count}"'
        for name, count in (("colspan", cell.columns), ("rowspan", cell.rows))
        if count > 1
    )
    return f"<{tag}{spans}>{'<br>'.join(map(html.escape, lines_of(cell.text)))}</{tag}>"
