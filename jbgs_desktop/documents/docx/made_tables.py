"""Tables that an applicant made: their words small enough, their header on each page."""

import re
from collections.abc import Sequence
from functools import partial

from docx.oxml.xmlchemy import BaseOxmlElement

from jbgs_desktop.documents.blocks import (
    Align,
    Caption,
    Paragraph,
    Role,
    Table,
    TableRow,
    Text,
)
from jbgs_desktop.documents.docx.captions import caption_paragraph
from jbgs_desktop.documents.docx.tables import Reaching, cells_of, empty_table, shared_out
from jbgs_desktop.documents.docx.text import element, styled_paragraph
from jbgs_desktop.documents.page_geometry import TYPE_HEIGHT
from jbgs_desktop.documents.table_measures import (
    TableMeasures,
    WordSize,
    letters_in,
    measures_of,
)

_TWIPS = 1440 / 25.4  # a mm
_STYLE_SIZE = 12  # of the styles; what is smaller says so itself
_SURELY_ON_ONE_PAGE = 0.8  # of a page's height, for what a row is estimated to be
_KEPT_TOGETHER = 0.4  # rows that a cell spans, unless they are higher
_WORD = re.compile(r"[!-~]+")
_NOTHING = Paragraph((), Role.LABEL)  # a cell has a paragraph at least


def made_table(block: Table, caption: Caption, width: int) -> list[BaseOxmlElement]:
    """The caption and the table below it, which begin on one page."""
    words = caption_paragraph(caption, keep=bool(block.rows))
    if not block.rows:
        return [words]
    measures = measures_of(block)
    widths = shared_out(block.columns, width)
    made = empty_table("MadeTable", widths, _margins(measures.words))
    reaching: Reaching = {}
    for number, row in enumerate(block.rows):
        is_head = number < measures.repeated
        is_whole = measures.height(number) <= _SURELY_ON_ONE_PAGE * measures.room
        properties = [element("w:cantSplit")] if is_whole else []
        if is_head:
            properties.append(element("w:tblHeader"))
        is_last = number == len(block.rows) - 1
        is_pair = number in measures.kept_pairs or _holds_next(row, measures, number)
        keep = is_head or is_pair or (measures.is_low and not is_last)
        paragraphs = partial(_paragraphs, words=measures.words, keep=keep)
        at = "center" if is_whole else "top"  # of a cell that goes on over several pages
        cells = cells_of(row, widths, reaching, paragraphs, at=at)
        made.append(element("w:tr", element("w:trPr", *properties), *cells))
    return [words, made]


def _margins(words: WordSize) -> BaseOxmlElement:
    inset = round(words.inset * _TWIPS)
    sides = (element(f"w:{side}", w=inset, type="dxa") for side in ("left", "right"))
    return element("w:tblCellMar", *sides)


def _holds_next(row: TableRow, measures: TableMeasures, number: int) -> bool:
    """Whether a cell that begins in the row spans a few rows that better stay together."""
    spans = max((cell.rows for cell in row.cells), default=1)
    return spans > 1 and measures.height(number, spans) <= _KEPT_TOGETHER * TYPE_HEIGHT


def _paragraphs(
    blocks: Sequence[Paragraph], width: int, *, words: WordSize, keep: bool
) -> list[BaseOxmlElement]:
    letters = letters_in(width / _TWIPS - 2 * words.inset, words)
    smaller = words if words.size < _STYLE_SIZE else None
    return [
        styled_paragraph(
            "TableHead" if block.role is Role.GROUP else "TableWords",
            block.content,
            keep=keep,
            break_words=_has_long_word(block, letters),
            centered=block.align is Align.CENTER,
            smaller=smaller,
        )
        for block in blocks or (_NOTHING,)
    ]


def _has_long_word(block: Paragraph, letters: int) -> bool:
    text = "".join(each.text for each in block.content if isinstance(each, Text))
    return any(len(word) > letters for word in _WORD.findall(text))
