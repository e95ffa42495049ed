"""Words from the clipboard among which there are tables, figures, or headings of the form.

What an office program or a browser offers as HTML is read for its tables and for what is raised or
lowered; the words are those of the plain text, in which both are looked for. So no word can be
lost. LibreOffice offers the pictures in an odt besides.
"""

from bisect import bisect_left
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace

from jbgs_desktop.documents.docx_import.model import FieldFindings
from jbgs_desktop.documents.docx_import.pasted_section import (
    Pasted,
    PastedParts,
    TaskbookPlace,
    guesses_sentence,
    pasted_blocks,
    sections_apart,
)
from jbgs_desktop.documents.docx_reader.docx_file import DocxContent, read_odt_figures
from jbgs_desktop.documents.docx_reader.model import (
    ReadBlock,
    ReadCell,
    ReadDocument,
    ReadFigure,
    ReadParagraph,
    ReadTable,
)
from jbgs_desktop.forms.html_scripts import bare, bare_letters
from jbgs_desktop.forms.html_table import HtmlContent
from jbgs_desktop.forms.section import SectionTable
from jbgs_desktop.forms.text.clean import clean

Keep = Callable[[str, bytes], str]
_NO_FIGURES = DocxContent(ReadDocument(()), {})
_MOST_TRIES = 1000  # places at which a table is looked for; each begins a line
_TAIL = 16  # letters before a picture by which its place is found
_Placed = tuple[int, int, ReadBlock]  # between which characters


def pasted_odt(
    odt: bytes, text: str, html: HtmlContent, place: TaskbookPlace | None, keep: Keep
) -> Pasted | None:
    """As :func:`pasted_text`, with the pictures of the ``odt``, the same in a third form.

    ``keep`` gets each with a name and tells its file. Raises JbgsError.
    """
    return pasted_text(text, html, place, read_odt_figures(odt), keep)


def pasted_text(
    text: str,
    html: HtmlContent,
    place: TaskbookPlace | None,
    figures: DocxContent = _NO_FIGURES,
    keep: Keep = lambda name, _data: name,
) -> Pasted | None:
    """What ``text`` and ``html``, the same in two forms, bring; None for words and no more.

    ``figures`` are taken where they are as many as the pictures that ``html`` names.
    """
    made, unset = html.words(text)
    text = clean(made).text
    letters = _Letters(text)
    tables, as_words = _placed_tables(letters, html.tables)
    found = [each for each in figures.document.blocks if isinstance(each, ReadFigure)]
    has_figures = len(found) == len(html.pictures) > 0
    placed = _placed_figures(letters, html, found) if has_figures else []
    lost = (html.doubts if has_figures else html.lost) + _placement_notes(
        as_words, placed, len(text)
    )
    lost += unset
    if tables or placed:
        blocks = list(_woven(text, sorted([*tables, *placed], key=lambda each: each[:2])))
        pasted = pasted_blocks(blocks, (), place, figures.pictures, keep)
    else:
        apart = FieldFindings()
        sections = sections_apart(list(_paragraphs(text)), place, apart)
        sentence = guesses_sentence(apart.losses)
        pasted = Pasted(text, parts=PastedParts(sections, sentence) if sections else None)
        if not (as_words or sections):
            return None
    parts = pasted.parts and replace(pasted.parts, lost=pasted.parts.lost + lost)
    return replace(pasted, lost=pasted.lost + lost, parts=parts)


def pasted_words(text: str, html: HtmlContent) -> Pasted:
    """The words alone of ``text`` and ``html``, the same in two forms."""
    made, unset = html.words(text)
    return Pasted(clean(made).text, html.lost + unset)


def _placement_notes(as_words: int, placed: Sequence[_Placed], end: int) -> str:
    at_end = sum(begin > end for begin, _, _ in placed)
    words = f"{as_words} 个表格按文字带入，请对照原文整理。" if as_words else ""
    return words + (f"{at_end} 幅图放在最后，请移到原来的地方。" if at_end else "")


def _woven(text: str, placed: Sequence[_Placed]) -> Iterator[ReadBlock]:
    """The paragraphs of ``text`` with what is ``placed`` among them."""
    at = 0
    for begin, end, block in placed:
        if begin > at:
            yield from _paragraphs(text[at:begin])
        yield block
        at = max(at, end)
    yield from _paragraphs(text[at:])


def _placed_tables(
    letters: "_Letters", tables: Sequence[SectionTable | None]
) -> tuple[list[_Placed], int]:
    """``tables`` where they stand, and how many have to stay words."""
    placed: list[_Placed] = []
    at = as_words = 0
    for table in tables:
        if table is not None and sum(map(len, table.rows)) == 1:
            continue  # a frame around words
        span = letters.span_of(table, at) if table is not None else None
        if table is None or span is None:
            as_words += 1
            continue
        placed.append((*span, _read_table(table)))
        at = span[1]
    return placed, as_words


def _placed_figures(
    letters: "_Letters", html: HtmlContent, figures: Sequence[ReadFigure]
) -> list[_Placed]:
    """``figures`` where ``html`` has its pictures; behind the end where that is not found."""
    placed: list[_Placed] = []
    is_same = letters.are(html.text)
    before, last = "", 0
    for figure, start, at in zip(figures, (0, *html.pictures), html.pictures, strict=False):
        before += bare_letters(html.text[start:at])
        number = len(before) if is_same else letters.end_of(before[-_TAIL:], last)
        last = last if number is None else number
        line_end = letters.line_end(number)
        placed.append((line_end, line_end, figure))
    return placed


def _paragraphs(text: str) -> Iterator[ReadParagraph]:
    return (ReadParagraph(line) for line in text.split("\n"))


def _read_table(table: SectionTable) -> ReadTable:
    cells = (ReadCell(c.row, c.column, c.text, c.columns, c.rows) for c in table.cells())
    rows, columns = len(table.rows), table.column_count
    return ReadTable(tuple(cells), rows, columns, table.widths, table.header_rows)


class _Letters:
    """The letters of a text with their places, to find again what was written otherwise."""

    def __init__(self, text: str) -> None:
        self._edges = [-1, *(at for at, each in enumerate(text) if each == "\n"), len(text)]
        self._end = len(text)
        kept = [(letter, at) for at, each in enumerate(text) for letter in bare(each)]
        self._letters = "".join(letter for letter, _ in kept)
        self._places = [at for _, at in kept]

    def span_of(self, table: SectionTable, start: int) -> tuple[int, int] | None:
        """Between which characters, from ``start`` on, the words of ``table`` fill whole lines."""
        words = bare_letters("".join(cell.text for cell in table.cells()))
        at = bisect_left(self._places, start)
        for _ in range(_MOST_TRIES if words else 0):
            at = self._letters.find(words, at)
            if at < 0:
                break
            end, first = at + len(words), self._line(at)
            last = self._line(end - 1)
            if self._line(at - 1) < first and self._line(end) > last:
                return self._edges[first - 1] + 1, self._edges[last]
            at = bisect_left(self._places, self._edges[first])  # the next line
        return None

    def are(self, text: str) -> bool:
        """Whether ``text`` has the same letters."""
        return bare_letters(text) == self._letters

    def end_of(self, letters: str, start: int) -> int | None:
        """How many letters there are up to the end of ``letters``, from the number ``start`` on."""
        at = self._letters.find(letters, max(0, start - len(letters)))
        return at + len(letters) if at >= 0 else None

    def line_end(self, number: int | None) -> int:
        """The end of the line with the last of so many letters; behind the text for None."""
        if number is None:
            return self._end + 1
        return self._edges[self._line(number - 1)] if number else 0

    def _line(self, letter: int) -> int:
        """The number, from 1, of the line in which a letter is."""
        if not 0 <= letter < len(self._places):
            return 0 if letter < 0 else len(self._edges)
        return bisect_left(self._edges, self._places[letter])
