"""The parts of the paper in a docx: cover, 申报表, task books, evidence, 承诺书."""

import re
from collections.abc import Container, Iterator, Sequence
from dataclasses import dataclass, field

from jbgs_desktop.documents.docx_import.table_values import TableValues
from jbgs_desktop.documents.docx_import.taskbook_values import TaskbookHeadings
from jbgs_desktop.documents.docx_reader.model import ReadBlock, ReadParagraph, ReadTable
from jbgs_desktop.documents.field_identity import field_of_bookmark
from jbgs_desktop.forms.calls.form import Form
from jbgs_desktop.forms.text.clean import folded

COVER, INSTRUCTIONS, TABLE, TASKBOOK = "cover", "instructions", "form", "taskbook"
EVIDENCE, PLEDGE, NONE = "evidence", "pledge", ""
_LEAST_BLOCKS = 3  # of a task book before the next one may begin
_BEFORE = r"(?:附[件表]?[0-9一二三四五六七八九十]*[-.、:]?[0-9]*:?)?[《<〈]?"  # a title: 附件2：《
_AFTER = (
    r"[》>〉]?(?:[(（].{0,30}[)）]|[0-9一二三四五六七八九十]{1,2})?:?"  # and after it: 》（一）
)


@dataclass(slots=True)
class PaperPart:
    """A part with its blocks; ``no`` is the direction that a bookmark tells of a task book."""

    kind: str
    blocks: list[ReadBlock] = field(default_factory=list)
    no: int = 0


class PartTitles:
    """Knows where a part begins."""

    def __init__(self, form: Form, headings: TaskbookHeadings, tables: TableValues) -> None:
        self._headings, self._tables = headings, tables
        self._titles = {
            COVER: _title(form.cover.title[0], "".join(form.cover.title)),
            INSTRUCTIONS: _title(form.instructions.title),
            TABLE: _title(form.table.title),
            TASKBOOK: _title(form.taskbook.title),
            EVIDENCE: _title(form.evidence.title),
            PLEDGE: _title(form.pledge.title),
        }

    def begins(
        self, block: ReadBlock, now: PaperPart, marked: Container[str] = ()
    ) -> PaperPart | None:
        """The part that begins with ``block``; None where ``now`` goes on.

        Parts of the kinds ``marked`` begin at their bookmarks: what else reads like their title
        is the applicant's.
        """
        if isinstance(block, ReadTable):
            if now.kind in (TABLE, COVER, PLEDGE) or TABLE in marked:
                return None
            # In a task book a table with a few of the labels is the applicant's.
            is_form = self._tables.is_form(block, surely=now.kind == TASKBOOK)
            return PaperPart(TABLE) if is_form else None
        if not isinstance(block, ReadParagraph):
            return None
        for mark in block.bookmarks:
            kind, _, no = mark.partition("_")
            if kind in self._titles and (not no or no.isdigit()):
                return PaperPart(kind, no=int(no[:6] or 0))
        kind = self._by_title(block)
        if kind in marked:
            return None
        if kind and kind != now.kind:
            return PaperPart(kind)
        is_next = block.level == 1 and len(now.blocks) > _LEAST_BLOCKS
        if kind == TASKBOOK and (is_next or self._has_sections(now)):
            return PaperPart(kind)
        return None if TASKBOOK in marked else self._by_heading(block, now)

    def marked_in(self, blocks: Sequence[ReadBlock]) -> tuple[set[str], int]:
        """The kinds of parts each of which has its bookmark, and where the last bookmark is."""
        kinds, books, of_fields, last = set[str](), set[str](), set[str](), 0
        for at, block in enumerate(blocks):
            for mark in getattr(block, "bookmarks", ()):
                kind, _, no = mark.partition("_")
                path = field_of_bookmark(mark)
                if kind in self._titles and (not no or no.isdigit()):
                    kinds.add(kind)
                    books |= {no} if kind == TASKBOOK else set()
                elif path.startswith("taskbooks."):
                    of_fields.add(path.split(".")[1])
                elif not path:
                    continue
                last = at
        return (kinds if of_fields <= books else kinds - {TASKBOOK}), last

    def is_title(self, block: ReadBlock) -> bool:
        """Whether ``block`` is no more than the title of a part."""
        is_title = isinstance(block, ReadParagraph) and bool(self._by_title(block))
        return is_title and "(" not in folded(getattr(block, "text", ""))

    def _by_title(self, paragraph: ReadParagraph) -> str:
        key = folded(paragraph.text)
        return next((kind for kind, title in self._titles.items() if title.fullmatch(key)), "")

    def _by_heading(self, paragraph: ReadParagraph, now: PaperPart) -> PaperPart | None:
        """A task book without its title begins with its first section, or where one comes again."""
        section = self._headings.by_words(paragraph)
        marked = any(field_of_bookmark(m).startswith("taskbooks.") for m in paragraph.bookmarks)
        if now.kind != TASKBOOK and (section or marked or self._headings.is_part(paragraph)):
            return PaperPart(TASKBOOK)
        # Among other parts of the paper only the form's own heading begins a task book.
        is_habit = self._headings.by_habit(paragraph) or self._headings.with_text(paragraph)[0]
        if now.kind == NONE and is_habit:
            return PaperPart(TASKBOOK)
        if section and section == self._headings.sections[0] and self._has(now, section):
            return PaperPart(TASKBOOK)
        return None

    def _has_sections(self, part: PaperPart) -> bool:
        return any(self._headings.by_words(each) for each in _paragraphs(part.blocks))

    def _has(self, part: PaperPart, section: str) -> bool:
        return any(self._headings.by_words(each) == section for each in _paragraphs(part.blocks))


def _title(*texts: str) -> re.Pattern[str]:
    words = "|".join(re.escape(folded(text)) for text in texts)
    return re.compile(f"{_BEFORE}(?:{words}){_AFTER}")


def paper_parts(blocks: Sequence[ReadBlock], titles: PartTitles) -> list[PaperPart]:
    """``blocks`` in parts, in their order; what stands before the first is of no kind."""
    parts = [PaperPart(NONE)]
    marked, last = titles.marked_in(blocks)
    for at, block in enumerate(blocks):
        # Behind the last bookmark there may be a paper that somebody else put into the file.
        if new := titles.begins(block, parts[-1], marked if at < last else ()):
            parts.append(new)
            if titles.is_title(block):
                continue
        parts[-1].blocks.append(block)
    return parts


def _paragraphs(blocks: Sequence[ReadBlock]) -> Iterator[ReadParagraph]:
    return (each for each in blocks if isinstance(each, ReadParagraph))
