"""A task book: its headings part it into the ten sections."""

import re
from collections.abc import Container, Iterator, Sequence
from dataclasses import dataclass, replace
from difflib import SequenceMatcher

from jbgs_desktop.documents.docx_import.field_values import FormWords
from jbgs_desktop.documents.docx_import.model import FieldFindings
from jbgs_desktop.documents.docx_import.section_values import section_of_blocks
from jbgs_desktop.documents.docx_reader.model import (
    FormatKind,
    LossKind,
    ReadBlock,
    ReadFigure,
    ReadParagraph,
)
from jbgs_desktop.documents.field_identity import (
    field_of_bookmark,
    part_code_in_line,
    words_digest,
)
from jbgs_desktop.documents.printed_form import lines_of, one_line
from jbgs_desktop.forms.text.clean import folded

_TYPED = re.compile(r"^\s*(?:([一二三四五六七八九十]+)[、.．]|[（(]([一二三四五六七八九十]+)[）)])")
_ANY_NUMBER = re.compile(  # as people number by their own habit: 1、 （2） ③ 3.1 第四节
    r"^\s*(?:第?[一二三四五六七八九十]+[、.．章节]|[（(]\s*(?:[一二三四五六七八九十]+|\d{1,2})\s*[）)]"
    r"|\d{1,2}(?:[.．]\d{1,2}){0,3}(?:[、.．)）]|(?=\s))|[①-⒛㈠-㈩])[、.．]?\s*"
)
_BEHIND_TITLE = re.compile(r"[\s:：。]+")
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
        self._parts = {
            bare_heading(part.heading): part.sections[0] for part in text.parts if part.heading
        }
        self._typed = {each: _number(label) for each, label in self._labels.items()}

    def by_words(self, paragraph: ReadParagraph) -> str:
        """The section whose heading ``paragraph`` is, word for word; empty for none."""
        text = one_line(paragraph.text)
        bare = bare_heading(text)
        if not bare or len(text) > _LONGEST or not (paragraph.level or _TYPED.match(text)):
            return ""
        return next((each for each, label in self._bare.items() if label == bare), "")

    def by_habit(self, paragraph: ReadParagraph) -> str:
        """The same where it is numbered in another way than the form's, or is bold throughout."""
        text = one_line(paragraph.text)
        is_heading = _ANY_NUMBER.match(text) or folded(_bold(paragraph)) == folded(text)
        if not is_heading or len(text) > _LONGEST:
            return ""
        bare = bare_heading(text)
        return next((each for each, label in self._bare.items() if label == bare), "")

    def with_text(self, paragraph: ReadParagraph) -> tuple[str, str]:
        """The section with whose heading ``paragraph`` begins, and the text that stands behind it.

        Both are empty where it is no more than a sentence: a heading has a number or is bold, and
        a blank, a colon or 。 parts it from its text.
        """
        text = paragraph.text
        number = _ANY_NUMBER.match(text)
        bold = folded(_bold(paragraph)).rstrip(":。")
        at = number.end() if number else 0
        for gap in _BEHIND_TITLE.finditer(text, at, at + 2 * _LONGEST):
            title, rest = folded(text[at : gap.start()]), text[gap.end() :]
            section = next((each for each, label in self._bare.items() if label == title), "")
            if section and rest.strip() and (number or bold == title):
                return section, rest
        return "", ""

    def chapter_of(self, paragraph: ReadParagraph) -> str:
        """The first section of the part whose heading it is; empty for none."""
        return self._parts.get(bare_heading(one_line(paragraph.text)), "")

    def is_part(self, paragraph: ReadParagraph) -> bool:
        """Whether it is one of the headings 一、二、三、 that stand above sections."""
        return bool(self.chapter_of(paragraph))

    def nearly(self, paragraph: ReadParagraph, among: Sequence[str]) -> str:
        """The one ``among`` the sections whose heading was altered to what ``paragraph`` says."""
        text = one_line(paragraph.text)
        if not 0 < len(text) <= _LONGEST or not (paragraph.level or _ANY_NUMBER.match(text)):
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
    return folded(_ANY_NUMBER.sub("", text)).rstrip(":。")


def _bold(paragraph: ReadParagraph) -> str:
    return "".join(each.text for each in paragraph.formats if each.kind is FormatKind.BOLD)


def _number(text: str) -> str:
    match = _TYPED.match(text)
    return match[0].strip().replace("(", "（").replace(")", "）") if match else ""


@dataclass(frozen=True, slots=True)
class SectionStart:
    """Where the heading of a section begins, and its text.

    ``is_altered``: the heading has other words; ``is_doubtful``: it has the words, but may be
    meant otherwise. ``text`` stands in the same paragraph behind the heading.
    """

    start: int
    begin: int
    is_altered: bool = False
    is_doubtful: bool = False
    text: str = ""


def section_starts(
    blocks: Sequence[ReadBlock], headings: TaskbookHeadings, digests: dict[str, str]
) -> dict[str, SectionStart]:
    """Where the sections begin. What the form's own marks and words tell goes before all else.

    ``digests`` are those of the first words of sections, from the file's own properties.
    """
    starts: dict[str, SectionStart] = {}
    paragraphs = [(at, each) for at, each in enumerate(blocks) if isinstance(each, ReadParagraph)]
    for at, each in paragraphs:
        marked = (field_of_bookmark(mark) for mark in each.bookmarks)
        section = next((path.rpartition(".")[2] for path in marked if path), "")
        if section in headings.sections and section not in starts:
            starts[section] = _marked_start(at, each, section, headings)
    for at, each in paragraphs:
        section = headings.by_words(each)
        if section and section not in starts:
            starts[section] = SectionStart(at, at + 1)
    _find_by_habit(paragraphs, headings, starts)
    _find_altered(paragraphs, headings, starts)
    for at, each in paragraphs:
        if section := _by_digest(each, digests, starts):
            starts[section] = SectionStart(at, at)
    return starts


def _marked_start(
    at: int, paragraph: ReadParagraph, section: str, headings: TaskbookHeadings
) -> SectionStart:
    by_words = headings.by_words(paragraph) or headings.by_habit(paragraph)
    if by_words == section:
        return SectionStart(at, at + 1)
    headed, text = headings.with_text(paragraph)
    if headed == section:
        return SectionStart(at, at + 1, text=text)
    if not by_words and _looks_like_text(paragraph):
        return SectionStart(at, at)  # the heading is gone, its mark went to the next line
    return SectionStart(at, at + 1, is_altered=True)


def _find_by_habit(
    paragraphs: Sequence[tuple[int, ReadParagraph]],
    headings: TaskbookHeadings,
    starts: dict[str, SectionStart],
) -> None:
    """Headings with the form's words that are numbered otherwise, or have their text behind."""
    for at, each in paragraphs:
        if any(known.start == at for known in starts.values()):
            continue
        section, text = headings.by_habit(each), ""
        if not section:
            section, text = headings.with_text(each)
        if section and section not in starts:
            starts[section] = SectionStart(at, at + 1, is_doubtful=True, text=text)


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
    starts: dict[str, SectionStart],
) -> None:
    """Headings whose words were changed, between those that were found."""
    order = headings.sections
    for at, each in paragraphs:
        before = [order.index(s) for s, known in starts.items() if known.start <= at]
        after = [order.index(s) for s, known in starts.items() if known.start > at]
        low, high = max(before, default=-1) + 1, min(after, default=len(order))
        if any(known.start == at for known in starts.values()) or headings.is_part(each):
            continue
        if section := headings.nearly(each, order[low:high]):
            starts[section] = SectionStart(at, at + 1, is_altered=True)


def with_leads(
    blocks: Sequence[ReadBlock], headings: TaskbookHeadings, starts: dict[str, SectionStart]
) -> list[tuple[str, SectionStart]]:
    """``starts`` in their order, among them the words that lead into a part (二、…).

    What stands between the heading of a part and that of a section belongs to the part's first
    section; without this it would go to the part before.
    """
    order = sorted(starts.items(), key=lambda each: each[1].start)
    return [*_leads(blocks, headings, order), *order]


def _leads(
    blocks: Sequence[ReadBlock],
    headings: TaskbookHeadings,
    order: Sequence[tuple[str, SectionStart]],
) -> Iterator[tuple[str, SectionStart]]:
    number = headings.sections.index
    known = {start.start for _, start in order}
    for at, block in enumerate(blocks):
        first = headings.chapter_of(block) if isinstance(block, ReadParagraph) else ""
        if not first or at in known:
            continue
        before = [number(section) for section, each in order if each.start < at]
        after = [(each.start, number(section)) for section, each in order if each.start > at]
        end, follows = min(after, default=(len(blocks), number(first)))
        # In the form's order; else the words are the applicant's.
        if max(before, default=-1) < number(first) <= follows and any(
            _has_content(each) for each in blocks[at + 1 : end]
        ):
            yield first, SectionStart(at, at + 1, is_doubtful=True)


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
    order = sorted(with_leads(blocks, headings, starts), key=lambda each: each[1].start)
    edges = [each.start for _, each in order] + [len(blocks)]
    contents: dict[str, list[ReadBlock]] = {}
    for (section, start), end in zip(order, edges[1:], strict=True):
        path = f"taskbooks.{no}.{section}"
        heading = blocks[start.start]
        content = _content(blocks[start.begin : end], path, headings, words, found)
        if start.text and isinstance(heading, ReadParagraph):
            kept = tuple(each for each in heading.formats if each.text in start.text)
            content.insert(0, replace(heading, text=start.text, level=0, formats=kept))
        _note_heading(heading, start, words.field(path).name, content, found)
        contents.setdefault(path, []).extend(content)
    for path, content in contents.items():
        where = words.field(path).name
        found.put(path, section_of_blocks(content, where, found), where)
    title = words.call.form.taskbook.title
    for block in without_fixed_words(blocks[: edges[0]], f"taskbooks.{no}", words):
        _lose_unplaced(block, title, found)


def _note_heading(
    heading: ReadBlock,
    start: SectionStart,
    where: str,
    content: Sequence[ReadBlock],
    found: FieldFindings,
) -> None:
    if not isinstance(heading, ReadParagraph):
        return
    text = one_line(heading.text)
    if start.is_altered:
        found.lose(LossKind.FIXED_WORDS, where, f"标题改成了“{text}”")
    elif start.is_doubtful and content:
        found.lose(LossKind.GUESSED, where, f"“{text[:_LONGEST]}”下面的内容")


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
    end = _end_of_text(blocks, headings, note)
    for at, block in enumerate(blocks):
        if isinstance(block, ReadParagraph):
            key = folded(block.text)
            is_hint = key in hints and not any(_has_content(each) for each in kept)
            if is_hint or part_code_in_line(block.text) or (at >= end and _has_content(block)):
                continue
            is_part = at == last and 0 < block.level <= _PART and _TYPED.match(block.text)
            if block.style == _OUR_HINT or is_part:
                found.lose(LossKind.FIXED_WORDS, words.field(path).name, block.text)
                continue
        kept.append(block)
    return kept


def _end_of_text(blocks: Sequence[ReadBlock], headings: TaskbookHeadings, note: str) -> int:
    """Where the form's own lines begin that lead from the end of a section to the next.

    In our own documents they have a level or a style; a line of the applicant has neither.
    """
    ours = any(getattr(each, "style", "") == _OUR_HINT for each in blocks)
    end = len(blocks)
    while end:
        block = blocks[end - 1]
        if not isinstance(block, ReadParagraph):
            break
        is_note = folded(block.text) == note and (block.style == _OUR_HINT or not ours)
        is_part = headings.is_part(block) and (block.level > 0 or not ours)
        if block.text.strip() and not is_note and not is_part:
            break
        end -= 1
    return end


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
