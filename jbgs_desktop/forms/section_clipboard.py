"""Cells and whole sections as other programs exchange them: lines with tabs, and HTML.

What is read is read with the standard library's tokenizer and nothing is loaded that it names.
Office programs wrap what they copy in markup of all kinds, so HTML is read for its tables only.
"""

import re
from collections.abc import Mapping, Sequence
from html import escape
from html.parser import HTMLParser

from jbgs_desktop.forms.section import (
    MOST_COLUMNS,
    MOST_ROWS,
    FigureItem,
    SectionItem,
    SectionTable,
    SectionValue,
    SubHeading,
    TableItem,
    items_of,
)
from jbgs_desktop.forms.table_edit import Area, grid_texts
from jbgs_desktop.forms.text.clean import clean
from jbgs_desktop.forms.text.scripts import Script, set_script

LARGEST_HTML = 5_000_000  # characters; a real sheet of 1,000 × 63 cells from Excel is smaller
CellTexts = list[list[str]]

_QUOTED = re.compile(r'"((?:[^"]|"")*)"(?=[\t\n]|$)')
_PLAIN = re.compile(r"[^\t\n]*")
_NEEDS_QUOTES = re.compile(r'[\t\n"]')
_BLANKS = re.compile(r"[ \t\n\r\f]+")
_UNSEEN = {"style", "script", "head", "title", "template", "noscript", "xml", "object"}
_LINES = {"p", "div", "li", "h1", "h2", "h3", "h4", "h5", "h6"}
_SCRIPTS = {"sup": Script.SUPER, "sub": Script.SUB}


def read_lines_with_tabs(text: str) -> CellTexts:
    """The cells in ``text`` as spreadsheets copy them; a cell with line ends stands in quotes."""
    text = clean(text).text.removesuffix("\n")
    rows: CellTexts = [[]]
    at = 0
    while True:
        quoted = _QUOTED.match(text, at) if text.startswith('"', at) else None
        plain = _PLAIN.match(text, at)
        assert plain is not None
        found = quoted or plain
        rows[-1].append(quoted[1].replace('""', '"') if quoted else plain[0])
        at = found.end()
        if at >= len(text):
            return rows
        if text[at] == "\n":
            rows.append([])
        at += 1


def lines_with_tabs(rows: Sequence[Sequence[str]]) -> str:
    """``rows`` of cells as spreadsheets read them."""
    return "\n".join("\t".join(map(_quoted, row)) for row in rows)


def _quoted(text: str) -> str:
    return '"' + text.replace('"', '""') + '"' if _NEEDS_QUOTES.search(text) else text


def table_html(table: SectionTable, area: Area | None = None) -> str:
    """``table``, or what lies in ``area`` of it, as HTML."""
    area = area or Area(0, 0, len(table.rows), table.column_count)
    lines: list[list[str]] = [[] for _ in range(area.rows)]
    for cell in table.cells():
        if not area.touches(cell):
            continue
        row, column = max(cell.row, area.row), max(cell.column, area.column)
        rows = min(cell.row + cell.rows, area.row + area.rows) - row
        columns = min(cell.column + cell.columns, area.column + area.columns) - column
        spans = (f' rowspan="{rows}"' if rows > 1 else "") + (
            f' colspan="{columns}"' if columns > 1 else ""
        )
        tag = "th" if cell.row < table.header_rows else "td"
        lines[row - area.row].append(f"<{tag}{spans}>{_html_lines(cell.text)}</{tag}>")
    rows_html = "".join(f"<tr>{''.join(line)}</tr>" for line in lines)
    return f'<table border="1">{rows_html}</table>'


def section_html(section: SectionValue, numbers: Mapping[int, str]) -> str:
    """``section`` as HTML; ``numbers`` are 表N and 图N by the number of the item."""
    return "".join(
        _item_html(item, numbers.get(at, "")) for at, item in enumerate(items_of(section))
    )


def section_plain(section: SectionValue, numbers: Mapping[int, str]) -> str:
    """``section`` as lines; its tables as cells with tabs between them."""
    return "\n".join(
        _item_plain(item, numbers.get(at, "")) for at, item in enumerate(items_of(section))
    )


def _item_html(item: SectionItem, number: str) -> str:
    match item:
        case str():
            return "".join(f"<p>{escape(line)}</p>" for line in item.split("\n"))
        case SubHeading(heading=heading):
            return f"<p><b>{escape(heading)}</b></p>"
        case TableItem(table=table):
            caption = escape(_words(number, table.caption))
            return f'<p align="center">{caption}</p>{table_html(table)}'
        case FigureItem(figure=figure):
            return f'<p align="center">〔{escape(_words(number, figure.caption))}〕</p>'


def _item_plain(item: SectionItem, number: str) -> str:
    match item:
        case str():
            return item
        case SubHeading(heading=heading):
            return heading
        case TableItem(table=table):
            return f"{_words(number, table.caption)}\n{lines_with_tabs(grid_texts(table))}"
        case FigureItem(figure=figure):
            return f"〔{_words(number, figure.caption)}〕"


def _words(number: str, caption: str) -> str:
    return " ".join(filter(None, (number, caption)))


def _html_lines(text: str) -> str:
    return "<br>".join(map(escape, text.split("\n")))


def read_html_table(html: str) -> CellTexts | None:
    """The cells of the one table that ``html`` is, None where there is anything beside it.

    A place that a cell spans is empty. Raised and lowered characters become those of Unicode.
    """
    if len(html) > LARGEST_HTML:
        return None
    reader = _TableReader()
    reader.feed(html)
    reader.close()
    return reader.cells() if reader.is_one_table else None


class _TableReader(HTMLParser):
    """Reads the outermost table; the text of a table inside a cell is text of the cell."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self._depth = 0  # of tables
        self._unseen = 0
        self._tables = 0
        self._has_more = False
        self._scripts: list[Script] = []
        self._cell: list[str] | None = None
        self._row = -1
        self._column = 0
        self._texts: dict[tuple[int, int], str] = {}
        self._place: tuple[int, int] = (0, 0)

    @property
    def is_one_table(self) -> bool:
        return self._tables == 1 and not self._has_more and bool(self._texts)

    def cells(self) -> CellTexts:
        self._end_cell()
        rows = max(row for row, _ in self._texts) + 1
        columns = max(column for _, column in self._texts) + 1
        return [[self._texts.get((row, at), "") for at in range(columns)] for row in range(rows)]

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in _UNSEEN:
            self._unseen += 1
        elif tag == "table":
            self._depth += 1
            self._tables += self._depth == 1
        elif tag in _SCRIPTS:
            self._scripts.append(_SCRIPTS[tag])
        elif tag == "br" and self._cell is not None:
            self._cell.append("\n")
        elif self._depth == 1 and tag == "tr":
            self._end_cell()
            self._row += 1
            self._column = 0
        elif self._depth == 1 and tag in ("td", "th"):
            self._begin_cell(dict(attrs))

    def handle_endtag(self, tag: str) -> None:
        if tag in _UNSEEN:
            self._unseen = max(0, self._unseen - 1)
        elif tag == "table":
            if self._depth == 1:
                self._end_cell()
            self._depth = max(0, self._depth - 1)
        elif tag in _SCRIPTS:
            del self._scripts[-1:]
        elif tag in ("td", "th") and self._depth == 1:
            self._end_cell()
        elif tag in _LINES and self._cell is not None:
            self._cell.append("\n")

    def handle_data(self, data: str) -> None:
        if self._unseen:
            return
        if self._cell is not None:
            text = _BLANKS.sub(" ", data)
            self._cell.append(set_script(text, self._scripts[-1])[0] if self._scripts else text)
        elif data.strip() and not self._depth:
            self._has_more = True

    def _begin_cell(self, attributes: Mapping[str, str | None]) -> None:
        self._end_cell()
        self._row = max(self._row, 0)
        while (self._row, self._column) in self._texts:
            self._column += 1
        rows = _span(attributes.get("rowspan"), MOST_ROWS - self._row)
        columns = _span(attributes.get("colspan"), MOST_COLUMNS - self._column)
        if rows < 1 or columns < 1 or rows * columns > MOST_ROWS:
            rows = columns = 1
        self._place = (self._row, self._column)
        for row in range(rows):
            for column in range(columns):
                self._texts.setdefault((self._row + row, self._column + column), "")
        self._column += columns
        self._cell = []

    def _end_cell(self) -> None:
        if self._cell is not None:
            lines = "".join(self._cell).split("\n")
            self._texts[self._place] = clean("\n".join(map(str.strip, lines)).strip()).text
        self._cell = None


def _span(value: str | None, most: int) -> int:
    is_number = value is not None and value.isascii() and value.isdigit() and len(value) < 5
    return min(int(value or 1), most) if is_number else min(1, most)
