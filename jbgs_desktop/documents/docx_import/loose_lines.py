"""Cover and 承诺书: labels and values on lines, in a table without rules or in paragraphs."""

import re
from collections.abc import Iterable, Iterator, Sequence

from jbgs_desktop.documents.docx_import.field_values import FormWords, behind_label
from jbgs_desktop.documents.docx_import.model import FieldFindings
from jbgs_desktop.documents.docx_reader.model import (
    LossKind,
    ReadBlock,
    ReadCell,
    ReadFigure,
    ReadParagraph,
    ReadTable,
)
from jbgs_desktop.documents.field_identity import field_of_bookmark
from jbgs_desktop.forms.text.clean import folded

_DATE = re.compile(r"\s*\d{4}\s*[年./-]\s*\d{1,2}\s*[月./-]\s*\d{1,2}\s*日?\s*")
Line = tuple[str, Sequence[str]]  # the text, and the bookmarks


def read_cover(blocks: Iterable[ReadBlock], words: FormWords, found: FieldFindings) -> None:
    """The lines of the cover."""
    text = words.call.form.cover
    labels = {
        "directions": text.direction,
        "unit.name": text.unit,
        "cover.recommender": text.recommender,
        "cover.date": text.date,
    }
    fixed = {folded(each) for each in (*text.title, "".join(text.title), text.seal)}
    blocks = tuple(blocks)
    found.lose_colours(blocks, "封面")
    _read_lines(_lines(blocks, text.seal), labels, fixed, "封面", words, found)


def read_pledge(blocks: Iterable[ReadBlock], words: FormWords, found: FieldFindings) -> None:
    """The lines of the 承诺书 that are filled in; its sentences are the form's."""
    text = words.call.form.pledge
    labels = {"pledge.contact": text.contact, "pledge.phone": text.phone}
    before, _, after = text.opening.partition("{tasks}")
    sentences = (text.lead, *text.commitments, *text.closing)
    fixed = {folded(each) for each in (text.title, *sentences)}
    blocks = tuple(blocks)
    found.lose_colours(blocks, text.title)
    lines = list(_lines(blocks, text.seal))
    lose_missing(sentences, (line for line, _ in lines), text.title, found)
    signs = (folded(text.signature), folded(text.seal))
    rest: list[Line] = []
    for line, marks in lines:
        key = folded(line)
        is_opening = key.startswith(folded(before)) and key.endswith(folded(after))
        if _DATE.fullmatch(line):
            found.put("pledge.date", words.value("pledge.date", line), text.title)
        elif not (is_opening or key.startswith(signs) or key.strip("年月日_ ") == ""):
            rest.append((line, marks))
    for path in ("pledge.contact", "pledge.phone", "pledge.date"):
        found.values.setdefault(path, "")
    _read_lines(rest, labels, fixed, text.title, words, found, altered=True)


def lose_missing(
    sentences: Iterable[str], lines: Iterable[str], where: str, found: FieldFindings
) -> None:
    """Tells which of the form's ``sentences`` do not stand in ``lines`` word for word."""
    there = {folded(line) for line in lines}
    for sentence in sentences:
        if folded(sentence) not in there:
            found.lose(LossKind.FIXED_WORDS, where, f"少了或改了：{sentence}")


def _read_lines(
    lines: Iterable[Line],
    labels: dict[str, str],
    fixed: set[str],
    where: str,
    words: FormWords,
    found: FieldFindings,
    *,
    altered: bool = False,
) -> None:
    """Puts what stands behind ``labels``; what is neither that nor ``fixed`` is told."""
    for path in labels:
        if not altered and path.startswith("cover."):
            found.values.setdefault(path, "")
    for line, marks in lines:
        texts = ((path, behind_label(line, label)) for path, label in labels.items())
        labelled = next(((path, text) for path, text in texts if text is not None), None)
        marked = next((path for mark in marks if (path := field_of_bookmark(mark))), "")
        if labelled is None and marked:
            labelled = marked, re.sub(r"^[^:：]{0,12}[:：]", "", line)
        if labelled is not None:
            found.put(labelled[0], words.value(*labelled), where)
        elif folded(line) not in fixed:
            kind = LossKind.FIXED_WORDS if altered else LossKind.UNPLACED
            found.lose(kind, where, line)


def _lines(blocks: Iterable[ReadBlock], seal: str) -> Iterator[Line]:
    """Each paragraph, and each row of a table as one line, without the words at the seal."""
    for block in blocks:
        match block:
            case ReadParagraph(text=text, bookmarks=marks):
                if text.strip():
                    yield _without(text, seal), marks
            case ReadTable():
                yield from _rows(block, seal)
            case ReadFigure():
                continue


def _rows(table: ReadTable, seal: str) -> Iterator[Line]:
    rows: dict[int, list[ReadCell]] = {}
    for cell in sorted(table.cells, key=lambda cell: (cell.row, cell.column)):
        rows.setdefault(cell.row, []).append(cell)
    for cells in rows.values():
        label, *values = (_without(cell.text, seal) for cell in cells)
        text = "".join(each for each in values if each.strip())
        marks = [mark for cell in cells for mark in cell.bookmarks]
        gap = "" if label.rstrip().endswith((":", "：")) or not text else "："
        yield f"{label.rstrip()}{gap}{text}", marks


def _without(text: str, seal: str) -> str:
    return text.replace(seal, "") if folded(text) != folded(seal) else ""
