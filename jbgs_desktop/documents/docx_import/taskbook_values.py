"""A task book: its headings part it into the ten sections."""

import re
from collections.abc import Container, Sequence
from difflib import SequenceMatcher

from jbgs_desktop.documents.docx_import.field_values import FormWords
from jbgs_desktop.documents.docx_import.model import FieldFindings
from jbgs_desktop.documents.docx_import.section_values import section_of_blocks
from jbgs_desktop.documents.docx_reader.model import LossKind, ReadBlock, ReadFigure, ReadParagraph
from jbgs_desktop.documents.field_identity import (
    field_of_bookmark,
    part_code_in_line,
    words_digest,
)
from jbgs_desktop.documents.printed_form import lines_of, one_line
from jbgs_desktop.forms.text.clean import folded

_TYPED = re.compile(r"^\s*(?:([一二三四五六七八九十]+)[、.．]|[（(]([一二三四五六七八九十]+)[）)])")
_NEARLY = 0.75  # how like the form's words a heading must be that was altered
_LONGEST = 60  # characters of a heading
_PART = 2  # the level of 一、
_OUR_HINT = "填写说明"  # the style of a hint


class TaskbookHeadings:
    """Knows the sections of a task book by what stands at their beginning."""

    def __init__(self, words: FormWords) -> None:
        text = words.call.form.taskbook
        self.sections = text.sections
        self._labels = {each: words.field(f"taskbooks.0.{each}").label for each in text.sections}
        self._bare = {each: bare_heading(label) for each, label in self._labels.items()}
        self._parts = {bare_heading(part.heading) for part in text.parts if part.heading}
        self._typed = {each: _number(label) for each, label in self._labels.items()}

    def by_words(self, paragraph: ReadParagraph) -> str:
        """The section whose heading ``paragraph`` is, word for word; empty for none."""
        text = one_line(paragraph.text)
        bare = bare_heading(text)
        if not bare or len(text) > _LONGEST or not (paragraph.level or _TYPED.match(text)):
            return ""
        return next((each for each, label in self._bare.items() if label == bare), "")

    def is_part(self, paragraph: ReadParagraph) -> bool:
        """Whether it is one of the headings 一、二、三、 that stand above sections."""
        return bare_heading(one_line(paragraph.text)) in self._parts

    def nearly(self, paragraph: ReadParagraph, among: Sequence[str]) -> str:
        """The one ``among`` the sections whose heading was altered to what ``paragraph`` says."""
        text = one_line(paragraph.text)
        if not 0 < len(text) <= _LONGEST or not (paragraph.level or _TYPED.match(text)):
            return ""
        bare = bare_heading(text)
        for section in among:
            if SequenceMatcher(None, self._bare[section], bare).ratio() >= _NEARLY:
                return section
        # Its words are others, but it is the heading that comes next, on the form's level.
        is_ours = 0 < paragraph.level <= 3
        if is_ours and among and self._typed[among[0]] == _number(text) != "":
            return among[0]
        return ""


def bare_heading(text: str) -> str:
    """A heading without its number, folded."""
    return folded(_TYPED.sub("", text)).rstrip(":")


def _number(text: str) -> str:
    match = _TYPED.match(text)
    return match[0].strip().replace("(", "（").replace(")", "）") if match else ""


def section_starts(
    blocks: Sequence[ReadBlock], headings: TaskbookHeadings, digests: dict[str, str]
) -> dict[str, tuple[int, int, bool]]:
    """By section: where its heading begins and its text, and whether its words were altered.

    ``digests`` are those of the first words of sections, from the file's own properties.
    """
    starts: dict[str, tuple[int, int, bool]] = {}
    paragraphs = [(at, each) for at, each in enumerate(blocks) if isinstance(each, ReadParagraph)]
    for at, each in paragraphs:
        marked = (field_of_bookmark(mark) for mark in each.bookmarks)
        section = next((path.rpartition(".")[2] for path in marked if path), "")
        is_known = section in headings.sections and section not in starts
        if is_known and not headings.by_words(each) and _looks_like_text(each):
            starts[section] = at, at, False  # the heading is gone, its mark went to the next line
        elif is_known:
            starts[section] = at, at + 1, headings.by_words(each) != section
    for at, each in paragraphs:
        section = headings.by_words(each)
        if section and section not in starts:
            starts[section] = at, at + 1, False
    _find_altered(paragraphs, headings, starts)
    for at, each in paragraphs:
        if section := _by_digest(each, digests, starts):
            starts[section] = at, at, False
    return starts


def _by_digest(paragraph: ReadParagraph, digests: dict[str, str], known: Container[str]) -> str:
    """The first section not ``known`` yet that begins with these words; empty for none."""
    digest = next((words_digest(line) for line in lines_of(paragraph.text)), "")
    among = (section for section, each in digests.items() if each == digest != "")
    return next((section for section in among if section not in known), "")


def _looks_like_text(paragraph: ReadParagraph) -> bool:
    return not paragraph.level and len(paragraph.text) > _LONGEST


def _find_altered(
    paragraphs: Sequence[tuple[int, ReadParagraph]],
    headings: TaskbookHeadings,
    starts: dict[str, tuple[int, int, bool]],
) -> None:
    """Headings whose words were changed, between those that were found."""
    order = headings.sections
    for at, each in paragraphs:
        before = [order.index(s) for s, (start, _, _) in starts.items() if start <= at]
        after = [order.index(s) for s, (start, _, _) in starts.items() if start > at]
        low, high = max(before, default=-1) + 1, min(after, default=len(order))
        if any(start == at for start, _, _ in starts.values()) or headings.is_part(each):
            continue
        if section := headings.nearly(each, order[low:high]):
            starts[section] = at, at + 1, True


def read_taskbook(
    blocks: Sequence[ReadBlock],
    no: int,
    words: FormWords,
    digests: dict[str, str],
    found: FieldFindings,
) -> None:
    """The sections of the task book of direction ``no`` that have a heading in it."""
    headings = TaskbookHeadings(words)
    starts = section_starts(blocks, headings, digests)
    order = sorted(starts.items(), key=lambda each: each[1])
    edges = [start for _, (start, _, _) in order] + [len(blocks)]
    for (section, (start, begin, is_altered)), end in zip(order, edges[1:], strict=True):
        path = f"taskbooks.{no}.{section}"
        where = words.field(path).name
        if is_altered and isinstance(heading := blocks[start], ReadParagraph):
            found.lose(LossKind.FIXED_WORDS, where, f"标题改成了“{one_line(heading.text)}”")
        content = _content(blocks[begin:end], path, headings, words, found)
        found.put(path, section_of_blocks(content, where, found), where)
    title = words.call.form.taskbook.title
    for block in without_fixed_words(blocks[: edges[0]], f"taskbooks.{no}", words):
        _lose_unplaced(block, title, found)


def _content(
    blocks: Sequence[ReadBlock],
    path: str,
    headings: TaskbookHeadings,
    words: FormWords,
    found: FieldFindings,
) -> list[ReadBlock]:
    """``blocks`` without the form's own words."""
    hints = {folded(hint) for hint in words.field(path).text.hint} | words.direction_words(path)
    note = folded(words.call.form.taskbook.note)
    kept: list[ReadBlock] = []
    last = max((at for at, each in enumerate(blocks) if _has_content(each)), default=-1)
    for at, block in enumerate(blocks):
        if isinstance(block, ReadParagraph):
            key = folded(block.text)
            if (
                key in hints
                or key == note
                or part_code_in_line(block.text)
                or (headings.is_part(block) and block.text.strip())
            ):
                continue
            is_part = at == last and 0 < block.level <= _PART and _TYPED.match(block.text)
            if block.style == _OUR_HINT or is_part:
                found.lose(LossKind.FIXED_WORDS, words.field(path).name, block.text)
                continue
        kept.append(block)
    return kept


def _has_content(block: ReadBlock) -> bool:
    return not isinstance(block, ReadParagraph) or bool(block.text.strip())


def without_fixed_words(
    blocks: Sequence[ReadBlock], path: str, words: FormWords
) -> list[ReadBlock]:
    """What stands before the first heading and is not the title and the direction's name."""
    headings = TaskbookHeadings(words)
    title = words.call.form.taskbook.title

    def is_fixed(paragraph: ReadParagraph) -> bool:
        key = folded(paragraph.text)
        is_title = folded(title) in key and len(key) < 2 * len(title) + 8
        names_direction = words.directions(paragraph.text) or key in words.direction_words(path)
        is_code = bool(part_code_in_line(paragraph.text))
        return is_title or headings.is_part(paragraph) or bool(names_direction) or is_code

    return [
        block
        for block in blocks
        if not isinstance(block, ReadParagraph) or (block.text.strip() and not is_fixed(block))
    ]


def _lose_unplaced(block: ReadBlock, title: str, found: FieldFindings) -> None:
    match block:
        case ReadParagraph(text=text):
            found.lose(LossKind.UNPLACED, title, text)
        case ReadFigure(where=where):
            found.lose(LossKind.UNPLACED, where, "图片")
        case _:
            texts = (cell.text for cell in block.cells)
            found.lose(LossKind.UNPLACED, title, "\t".join(texts))
