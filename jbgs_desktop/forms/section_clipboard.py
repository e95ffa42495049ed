"""Cells and whole sections as other programs exchange them: lines with tabs, and HTML.

HTML is read in :mod:`~jbgs_desktop.forms.html_table`.
"""

import re
from collections.abc import Mapping, Sequence
from html import escape

from jbgs_desktop.forms.section import (
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

CellTexts = list[list[str]]

_QUOTED = re.compile(r'"((?:[^"]|"")*)"(?=[\t\n]|$)')
_PLAIN = re.compile(r"[^\t\n]*")
_NEEDS_QUOTES = re.compile(r'[\t\n"]')


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
        rows[-1].append(_unquoted(found))
        at = found.end()
        if at >= len(text):
            return rows
        if text[at] == "\n":
            rows.append([])
        at += 1


def _unquoted(found: re.Match[str]) -> str:
    """The text of a cell; quotes around one that needs none were written by somebody."""
    inner = found[1] if found.re is _QUOTED else ""
    return inner.replace('""', '"') if _NEEDS_QUOTES.search(inner) else found[0]


def lines_with_tabs(rows: Sequence[Sequence[str]]) -> str:
    """``rows`` of cells as spreadsheets read them."""
    return "\n".join("\t".join(map(_quoted, row)) for row in rows)


def _quoted(text: str) -> str:
    return '"' + text.replace('"', '""') + '"' if _NEEDS_QUOTES.search(text) else text


def table_html(table: SectionTable, area: Area | None = None, *, caption: bool = False) -> str:
    """``table``, or what lies in ``area`` of it, as HTML, on demand with its caption."""
    area = area or Area(0, 0, len(table.rows), table.column_count)
    head = f"<caption>{escape(table.caption)}</caption>" if caption and table.caption else ""
    shares = (table.widths or (1,) * table.column_count)[area.column :][: area.columns]
    head += "".join(
        f'<col width="{share}*" style="width:{100 * share / sum(shares):.2f}%">' for share in shares
    )
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
    return f'<table border="1">{head}{rows_html}</table>'


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
