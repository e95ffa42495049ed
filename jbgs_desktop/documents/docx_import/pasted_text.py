"""Words from the clipboard among which there are tables, or headings of the form.

What an office program or a browser offers as HTML is read for its tables only; the words are those
of the plain text, in which each table is looked for. So no word can be lost.
"""

from bisect import bisect_left
from dataclasses import replace
from functools import cache

from jbgs_desktop.documents.docx_import.pasted_section import (
    Pasted,
    PastedParts,
    TaskbookPlace,
    pasted_blocks,
    sections_apart,
)
from jbgs_desktop.documents.docx_reader.model import ReadBlock, ReadCell, ReadParagraph, ReadTable
from jbgs_desktop.forms.html_table import HtmlContent
from jbgs_desktop.forms.section import SectionTable
from jbgs_desktop.forms.text.clean import clean, folded


def pasted_text(text: str, html: HtmlContent, place: TaskbookPlace | None) -> Pasted | None:
    """What ``text`` and ``html``, the same in two forms, bring; None for words and no more."""
    text = clean(text).text
    blocks, as_words = _blocks(text, html.tables)
    has_tables = any(isinstance(each, ReadTable) for each in blocks)
    lost = html.lost + (f"{as_words} 个表格按文字带入，请对照原文整理。" if as_words else "")
    if has_tables:
        pasted = pasted_blocks(blocks, (), place, {}, _keep_nothing)
    else:
        sections, _ = sections_apart(blocks, place)
        pasted = Pasted(text, parts=PastedParts(sections, "") if sections else None)
    if not (has_tables or as_words or pasted.parts):
        return None
    parts = pasted.parts and replace(pasted.parts, lost=pasted.parts.lost + lost)
    return replace(pasted, lost=pasted.lost + lost, parts=parts)


def _keep_nothing(name: str, _data: bytes) -> str:
    return name


def _blocks(text: str, tables: tuple[SectionTable | None, ...]) -> tuple[list[ReadBlock], int]:
    """``text`` as paragraphs and ``tables``, and how many of those stay words."""
    letters, blocks = _Letters(text), list[ReadBlock]()
    at = as_words = 0
    for table in tables:
        if table is not None and sum(map(len, table.rows)) == 1:
            continue  # a frame around words
        span = letters.span_of(table, at) if table is not None else None
        if table is None or span is None:
            as_words += 1
            continue
        blocks += _paragraphs(text[at : span[0]])
        blocks.append(_read_table(table))
        at = span[1]
    return [*blocks, *_paragraphs(text[at:])], as_words


def _paragraphs(text: str) -> list[ReadParagraph]:
    return [ReadParagraph(line) for line in text.split("\n")]


def _read_table(table: SectionTable) -> ReadTable:
    cells = (ReadCell(c.row, c.column, c.text, c.columns, c.rows) for c in table.cells())
    rows, columns = len(table.rows), table.column_count
    return ReadTable(tuple(cells), rows, columns, table.widths, table.header_rows)


class _Letters:
    """The letters of a text with their places, to find again what was written otherwise."""

    def __init__(self, text: str) -> None:
        self._edges = [-1, *(at for at, each in enumerate(text) if each == "\n"), len(text)]
        kept = [(letter, at) for at, each in enumerate(text) for letter in _bare(each)]
        self._letters = "".join(letter for letter, _ in kept)
        self._places = [at for _, at in kept]

    def span_of(self, table: SectionTable, start: int) -> tuple[int, int] | None:
        """Between which characters, from ``start`` on, the words of ``table`` fill whole lines."""
        texts = "".join(cell.text for cell in table.cells())
        words = "".join(map(_bare, texts))
        at = self._letters.find(words, bisect_left(self._places, start)) if words else -1
        while at >= 0:
            end = at + len(words)
            first, last = self._line(at), self._line(end - 1)
            if self._line(at - 1) < first and self._line(end) > last:
                return self._edges[first - 1] + 1, self._edges[last]
            at = self._letters.find(words, at + 1)
        return None

    def _line(self, letter: int) -> int:
        """The number, from 1, of the line in which a letter is."""
        if not 0 <= letter < len(self._places):
            return 0 if letter < 0 else len(self._edges)
        return bisect_left(self._edges, self._places[letter])


@cache
def _bare(character: str) -> str:
    return folded(character).replace('"', "")
