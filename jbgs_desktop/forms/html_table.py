"""The tables that a spreadsheet, a word processor or a browser has put on the clipboard as HTML.

Nothing is loaded that it names. Office programs wrap what they copy in markup of all kinds, so only
the tables and what is raised and lowered are looked at.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass

from jbgs_desktop.forms.html_scripts import (
    OpenScripts,
    ScriptRun,
    runs_joined,
    unset_runs,
    unset_sentence,
    with_scripts,
)
from jbgs_desktop.forms.html_styles import class_scripts
from jbgs_desktop.forms.html_tokens import Attributes, read_markup
from jbgs_desktop.forms.section import (
    MOST_COLUMNS,
    MOST_ITEMS,
    MOST_ROWS,
    PlacedCell,
    SectionTable,
)
from jbgs_desktop.forms.table_edit import placed_table
from jbgs_desktop.forms.text.clean import clean, clean_line
from jbgs_desktop.forms.text.scripts import Script

LARGEST_HTML = 5_000_000  # characters; a real sheet of 1,000 × 63 cells from Excel is smaller
MOST_TAGS = 200_000  # the same sheet has 130,000; the window stands still while they are read

_BLANKS = re.compile(r"[ \t\n\r\f]+")
_UNSEEN = {"style", "script", "head", "title", "template", "noscript", "xml", "object"}
_LINES = {"p", "div", "li", "h1", "h2", "h3", "h4", "h5", "h6"}
_APART = _LINES | {"td", "th", "caption", "tr", "table", "ul", "ol", "dt", "dd", "pre"}
_FORMULA_SCRIPTS = {"msup", "msub", "msubsup"}  # of MathML
_WIDTH = re.compile(r"\d{1,6}(?:\.\d{1,6})?")
_STYLED_WIDTH = re.compile(r"width:\s*(\d{1,6}(?:\.\d{1,6})?)")
_HIDDEN = re.compile(r"display:\s*none|mso-hide:\s*all|visibility:\s*hidden", re.IGNORECASE)
_LEAST, _MOST = 0.01, 1000  # what a share of a column may be


@dataclass(frozen=True, slots=True)
class HtmlContent:
    """What HTML, or RTF in its place, holds besides words.

    ``tables`` are those that stand in no other, None for one that is too large, of which
    ``too_large`` tells. ``is_one_table``: there is nothing beside the one table. ``pictures`` are
    the places of pictures in its ``text``, which holds all words in their order, and ``runs`` what
    is raised and lowered there; ``unset_scripts`` counts what is so in formulas, or may be so by a
    style that is not understood. ``nested`` counts tables in cells, whose texts are the cell's, and
    ``hidden`` what is not seen where it was copied. ``is_read``: it was not too large for that.
    """

    tables: tuple[SectionTable | None, ...] = ()
    is_one_table: bool = False
    text: str = ""
    pictures: tuple[int, ...] = ()
    runs: tuple[ScriptRun, ...] = ()
    unset_scripts: int = 0
    nested: int = 0
    hidden: int = 0
    is_read: bool = True
    too_large: str = ""

    @property
    def one_table(self) -> SectionTable | None:
        """The table that it is, None where there is anything beside it.

        Merged cells are merged, the rows of ``th`` at its top are the header. Raises ValueError
        when it is too large.
        """
        if not self.is_one_table:
            return None
        (table,) = self.tables
        if table is None:
            raise ValueError(self.too_large)
        return table

    @property
    def lost(self) -> str:
        """What words and tables alone are without, in a sentence; "" where that is nothing."""
        if not self.is_read:
            return "内容太多，只带入了文字，表格、图片和上下标请分几次复制粘贴。"
        count = len(self.pictures)
        return (f"{count} 幅图片没有带入，请单独复制粘贴。" if count else "") + self.doubts

    @property
    def doubts(self) -> str:
        """What came as words and was otherwise where it was copied, in sentences."""
        sentences = (
            (self.nested, "{} 个套在单元格里的表格按文字带入，请核对。"),
            (self.hidden, "复制的内容里有 {} 处隐藏的文字，请核对要不要。"),
        )
        return "".join(sentence.format(count) for count, sentence in sentences if count)

    @property
    def lost_scripts(self) -> str:
        """Which raised and lowered characters of its tables and words have no such form."""
        unset = unset_runs(self.text, self.runs)
        return unset_sentence(len(unset) + self.unset_scripts, unset)

    def words(self, text: str) -> tuple[str, str]:
        """``text``, the same words, with what is raised and lowered, and a sentence on the rest.

        Where there is no ``text`` these are the words.
        """
        text = text if text.strip() else self._own_words()
        made, unset = with_scripts(text, self.text, self.runs)
        return made, unset_sentence(len(unset) + self.unset_scripts, unset)

    def _own_words(self) -> str:
        lines = (line.strip() for line in self.text.split("\n"))
        return "\n".join(line for line in lines if line)


def read_html(html: str) -> HtmlContent:
    """What ``html`` holds besides words."""
    if len(html) > LARGEST_HTML or html.count("<") > MOST_TAGS:
        return HtmlContent(is_read=False)
    reader = _read(html)
    if len(reader.tables) > MOST_ITEMS:
        return HtmlContent(is_read=False)
    made = [_table_or_fault(each) for each in reader.tables if each.has_cells]
    return HtmlContent(
        tuple(table for table, _ in made),
        reader.is_one_table,
        "".join(reader.words),
        tuple(reader.pictures),
        tuple(reader.runs),
        reader.unset_scripts,
        reader.nested,
        reader.hidden,
        too_large=next((fault for _, fault in made if fault), ""),
    )


def _read(html: str) -> "_Reader":
    reader = _Reader(OpenScripts(class_scripts(html)))
    read_markup(html, reader)
    for each in reader.tables:
        each.end_text()
    return reader


def _table_or_fault(read: "_ReadTable") -> tuple[SectionTable | None, str]:
    try:
        return read.table(), ""
    except ValueError as error:
        return None, str(error)


class _Reader:
    """Finds the outermost tables; the text of a table inside a cell is text of the cell."""

    def __init__(self, scripts: OpenScripts) -> None:
        self.tables: list[_ReadTable] = []
        self.words: list[str] = []
        self.pictures: list[int] = []
        self.nested = self.hidden = 0
        self._length = 0  # of the words
        self._depth = 0  # of tables
        self._unseen = 0
        self._has_more = False
        self.runs: list[ScriptRun] = []
        self._formula_scripts = 0
        self._scripts = scripts

    @property
    def is_one_table(self) -> bool:
        return len(self.tables) == 1 and not self._has_more and self.tables[0].has_cells

    @property
    def unset_scripts(self) -> int:
        return self._formula_scripts + self._scripts.doubts

    def begin(self, tag: str, attributes: Attributes) -> None:
        self._part(tag)
        self._formula_scripts += tag in _FORMULA_SCRIPTS
        self._scripts.begin(tag, attributes)
        self.hidden += bool(_HIDDEN.search(attributes.get("style") or ""))
        if tag in _UNSEEN:
            self._unseen += 1
        elif tag == "img":
            self.pictures.append(self._length)
        elif tag == "table":
            self._depth += 1
            if self._depth == 1:
                self.tables.append(_ReadTable())
            else:
                self.nested += 1
        elif tag == "br":
            self._end_line()
            self._write("\n")
        elif self._depth == 1:
            self.tables[-1].begin(tag, attributes)

    def end(self, tag: str) -> None:
        self._part(tag)
        self._scripts.end(tag)
        if tag in _UNSEEN:
            self._unseen = max(0, self._unseen - 1)
        elif tag == "table":
            if self._depth == 1:
                self.tables[-1].end_text()
            self._depth = max(0, self._depth - 1)
        elif tag in ("td", "th", "caption") and self._depth == 1:
            self.tables[-1].end_text()
        elif tag in _LINES:
            self._write("\n")

    def write(self, text: str) -> None:
        if self._unseen:
            return
        has_words = bool(text.strip())
        text = _BLANKS.sub(" ", text)
        self._add_run(text)
        self.words.append(text)
        self._length += len(text)
        self._write(text)
        self._has_more = self._has_more or (not self._depth and has_words)

    def _add_run(self, text: str) -> None:
        script, start = self._scripts.current, self._length
        if script is Script.NORMAL or not text.strip():
            return
        if self.runs and (self.runs[-1].end, self.runs[-1].script) == (start, script):
            start = self.runs.pop().start
        self.runs.append(ScriptRun(start, self._length + len(text), script))

    def _part(self, tag: str) -> None:
        """Something begins or ends with ``tag``."""
        if tag in _APART:
            self._end_line()
        if tag in ("td", "th"):
            self._scripts.end_all()

    def _end_line(self) -> None:
        self.words.append("\n")
        self._length += 1

    def _write(self, text: str) -> None:
        if self._depth:
            self.tables[-1].write(text, self._scripts.current)


class _ReadTable:
    """A table, while its parts come."""

    def __init__(self) -> None:
        self._words: list[tuple[Script, str]] | None = (
            None  # of the cell or caption that is being read
        )
        self._caption = ""
        self._row = -1
        self._column = 0
        self._covered: set[tuple[int, int]] = set()
        self._cells: list[PlacedCell] = []
        self._body_rows: set[int] = set()  # rows with a cell that is none of a header
        self._widths: list[float] = []

    @property
    def has_cells(self) -> bool:
        return bool(self._cells)

    def table(self) -> SectionTable:
        """All of it. Raises ValueError when it is too large."""
        rows = max(min(cell.row + cell.rows, self._row + 1) for cell in self._cells)
        columns = max(cell.column + cell.columns for cell in self._cells)
        cells = [_cut(cell, rows) for cell in self._cells]
        header = next((row for row in range(rows) if row in self._body_rows), rows) or 1
        table = placed_table(cells, rows, columns)
        changes: dict[str, object] = {
            "caption": self._caption,
            "header_rows": _whole_header(cells, header, rows),
        }
        if len(self._widths) == columns and min(self._widths) > 0:
            scale = min(1.0, _MOST / max(self._widths))
            changes["widths"] = tuple(max(_LEAST, width * scale) for width in self._widths)
        return SectionTable.model_validate({**dict(table), **changes})

    def begin(self, tag: str, attributes: Mapping[str, str | None]) -> None:
        """The part ``tag`` begins."""
        if tag == "tr":
            self.end_text()
            self._row += 1
            self._column = 0
        elif tag in ("td", "th"):
            self._begin_cell(attributes)
            if tag == "td":
                self._body_rows.add(self._row)
        elif tag == "caption" and not self._cells:
            self.end_text()
            self._words = []
        elif tag == "col" and len(self._widths) <= MOST_COLUMNS:
            columns = _span(attributes.get("span"), MOST_COLUMNS)
            self._widths += [_width(attributes)] * max(1, columns)

    def write(self, text: str, script: Script) -> None:
        """``text`` stands in what is being read."""
        if self._words is not None:
            self._words.append((script, text))

    def _begin_cell(self, attributes: Mapping[str, str | None]) -> None:
        self.end_text()
        self._row = max(self._row, 0)
        if self._row > MOST_ROWS or self._column > MOST_COLUMNS:
            # It is too large already: only how large is still of interest.
            self._cells[-1] = PlacedCell(self._row, self._column, -1, "")
            self._column += 1
            return
        while (self._row, self._column) in self._covered:
            self._column += 1
        rows = _span(attributes.get("rowspan"), MOST_ROWS - self._row)
        columns = _span(attributes.get("colspan"), MOST_COLUMNS - self._column)
        if rows < 1 or columns < 1 or rows * columns > MOST_ROWS:
            rows = columns = 1
        while any((self._row, self._column + at) in self._covered for at in range(columns)):
            columns -= 1  # a cell from above is in its way
        cell = PlacedCell(self._row, self._column, -1, "", columns, rows)
        self._covered |= {
            (self._row + down, self._column + across)
            for down in range(rows)
            for across in range(columns)
        }
        self._cells.append(cell)
        self._column += columns
        self._words = []

    def end_text(self) -> None:
        """What was read belongs to the last cell, or is the caption before the first."""
        if self._words is None:
            return
        lines = runs_joined(self._words).split("\n")
        text = clean("\n".join(map(str.strip, lines)).strip()).text
        self._words = None
        if self._cells:
            cell = self._cells[-1]
            self._cells[-1] = PlacedCell(cell.row, cell.column, -1, text, cell.columns, cell.rows)
        else:
            self._caption = clean_line(text).text


def _cut(cell: PlacedCell, rows: int) -> PlacedCell:
    """``cell`` without what it spans below the table."""
    height = min(cell.rows, rows - cell.row)
    return PlacedCell(cell.row, cell.column, -1, cell.text, cell.columns, height)


def _whole_header(cells: list[PlacedCell], header: int, rows: int) -> int:
    """``header`` rows and those into which their cells reach; none where that is all of it."""
    while reaching := [c.row + c.rows for c in cells if c.row < header < c.row + c.rows]:
        header = max(reaching)
    return header if header < rows or rows == 1 else 0


def _span(value: str | None, most: int) -> int:
    is_number = value is not None and value.isascii() and value.isdigit() and len(value) < 5
    return min(int(value or 1), most) if is_number else min(1, most)


def _width(attributes: Mapping[str, str | None]) -> float:
    """The width of a column, in whatever unit; 0 where it says none."""
    plain = _WIDTH.match(attributes.get("width") or "")
    styled = _STYLED_WIDTH.search(attributes.get("style") or "")
    return float(plain[0] if plain else styled[1] if styled else 0)
