"""Blocks of a docx -> a section of a task book: text, sub-headings, tables, figures."""

import re
from collections.abc import Iterable, Sequence
from typing import Any

from jbgs_desktop.documents.docx_import.model import FieldFindings
from jbgs_desktop.documents.docx_reader.model import (
    FormatMark,
    LossKind,
    ReadBlock,
    ReadFigure,
    ReadParagraph,
    ReadTable,
)
from jbgs_desktop.documents.printed_form import lines_of, one_line
from jbgs_desktop.forms.section import (
    MOST_COLUMNS,
    MOST_ITEMS,
    MOST_ROWS,
    FigureItem,
    SectionFigure,
    SectionTable,
    SectionValue,
    SubHeading,
    TableItem,
    items_of,
    one_way,
)

_CAPTION = re.compile(
    r"(?P<word>[表图])\s*(?:[0-9０-９]+(?:\s*[-.–—－．]\s*[0-9０-９]+)*|[一二三四五六七八九十]+)"
    r"(?:\s*[:：.．、]|(?=\s)|$)\s*(?P<title>.*)"
)
_CAPTION_STYLES = ("caption", "题注", "图题", "表题", "图名", "表名")
_LONGEST_CAPTION = 120  # characters; a longer one that begins so is a paragraph
_OUR_TABLE, _OUR_HEAD = "正文表格", "表头"  # the styles of what we write


def section_of_blocks(
    blocks: Iterable[ReadBlock], where: str, found: FieldFindings
) -> SectionValue:
    """The section that ``blocks`` are; ``where`` is how its place is told."""
    made = _Section(where, found)
    for block in blocks:
        made.add(block)
    return made.value()


def caption_of(paragraph: ReadParagraph, word: str) -> str | None:
    """The title of a caption that begins with ``word`` (表, 图); None for any other paragraph."""
    text = one_line(paragraph.text)
    has_style = paragraph.style.startswith(_CAPTION_STYLES)
    match = _CAPTION.fullmatch(text)
    if match is None or match["word"] != word:
        return None
    return match["title"] if has_style or len(text) <= _LONGEST_CAPTION else None


class _Section:
    def __init__(self, where: str, found: FieldFindings) -> None:
        self._where, self._found = where, found
        self._items: list[Any] = []
        self._last: ReadParagraph | None = None  # which may be the caption of what comes
        self._after_figure = False
        self._formats: list[Sequence[FormatMark]] = []

    def add(self, block: ReadBlock) -> None:
        match block:
            case ReadParagraph():
                self._paragraph(block)
            case ReadTable():
                self._table(block)
            case ReadFigure():
                self._items.append(
                    FigureItem(figure=SectionFigure(file=block.part, width=block.share))
                )
                self._after_figure, self._last = True, None

    def value(self) -> SectionValue:
        self._found.lose_formats((mark for marks in self._formats for mark in marks), self._where)
        if len(items_of(one_way(self._items))) > MOST_ITEMS:
            self._found.lose(LossKind.LARGE_TABLE, self._where, f"只带入前{MOST_ITEMS}项")
            self._items = list(items_of(one_way(self._items)))[:MOST_ITEMS]
        return one_way(self._items)

    def _paragraph(self, paragraph: ReadParagraph) -> None:
        lines = list(lines_of(paragraph.text))
        if not lines:
            return
        title = caption_of(paragraph, "图") if self._after_figure else None
        self._after_figure = False
        if title is not None:
            figure = self._items[-1].figure
            self._items[-1] = FigureItem(figure=figure.model_copy(update={"caption": title}))
        elif paragraph.level:
            self._items.append(SubHeading(heading=" ".join(lines)))
            self._last = None
        else:
            self._items.append("\n".join(lines))
            self._formats.append(paragraph.formats)
            self._last = paragraph

    def _table(self, read: ReadTable) -> None:
        caption = caption_of(self._last, "表") if self._last else None
        self._after_figure, self._last = False, None
        table = section_table(read, caption or "")
        if table is None:
            self._found.lose(LossKind.LARGE_TABLE, self._where)
            self._items.append("\n".join(_lines_of_table(read)))
            return
        if caption is not None:
            self._items.pop()
            self._formats.pop()
        self._items.append(TableItem(table=table))
        below = (cell for cell in read.cells if cell.row >= table.header_rows)
        self._formats += [cell.formats for cell in below]


def section_table(read: ReadTable, caption: str = "") -> SectionTable | None:
    """The table as a section has it; None for one that is larger than a section's may be."""
    if read.columns > MOST_COLUMNS or read.rows > MOST_ROWS or not read.cells:
        return None
    rows: list[list[Any]] = [[] for _ in range(read.rows)]
    for cell in sorted(read.cells, key=lambda cell: (cell.row, cell.column)):
        text = "\n".join(lines_of(cell.text))
        is_plain = cell.columns == cell.rows == 1
        rows[cell.row].append(
            text if is_plain else {"text": text, "columns": cell.columns, "rows": cell.rows}
        )
    total = sum(read.widths)
    try:
        return SectionTable.model_validate(
            {
                "caption": caption,
                "widths": [round(max(0.01, each * 100 / total), 2) for each in read.widths],
                "header_rows": _header_rows(read),
                "rows": rows,
            }
        )
    except ValueError:  # its cells overlap
        return None


def _header_rows(read: ReadTable) -> int:
    """As the file tells; else one, as most tables have."""
    heads = {cell.row for cell in read.cells if cell.style == _OUR_HEAD}
    if heads or read.style == _OUR_TABLE:
        return _leading(heads)
    return read.header_rows or min(1, read.rows - 1)


def _leading(rows: set[int]) -> int:
    count = 0
    while count in rows:
        count += 1
    return count


def _lines_of_table(read: ReadTable) -> Sequence[str]:
    rows: list[list[str]] = [[] for _ in range(read.rows)]
    for cell in read.cells:
        rows[cell.row].append(one_line(cell.text))
    return ["\t".join(row) for row in rows]
