"""What was pasted, as one section or as the sections of a task book, and what is said of it."""

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from jbgs_desktop.documents.docx_import.field_values import FormWords
from jbgs_desktop.documents.docx_import.model import FieldFindings, format_counts
from jbgs_desktop.documents.docx_import.section_values import section_of_blocks
from jbgs_desktop.documents.docx_import.taken_figures import TakenFiles
from jbgs_desktop.documents.docx_import.taskbook_values import (
    TaskbookHeadings,
    read_taskbook,
    section_starts,
    with_leads,
    without_fixed_words,
)
from jbgs_desktop.documents.docx_reader.model import (
    CARRIED_OVER,
    LOSS_WORDS,
    Loss,
    LossKind,
    ReadBlock,
)
from jbgs_desktop.forms.section import (
    FigureItem,
    SectionValue,
    TableItem,
    is_empty,
    items_of,
)

_WHERE = "粘贴的内容"
_LEAST_HEADINGS = 2  # of the form, so that it is asked where each section goes


@dataclass(frozen=True, slots=True)
class TaskbookPlace:
    """The task book, that of direction ``no``, into which something is pasted."""

    words: FormWords
    no: int


@dataclass(frozen=True, slots=True)
class PastedParts:
    """Sections by the paths of their fields, and a sentence on what did not come.

    What stands before the first heading has the path "".
    """

    sections: Mapping[str, SectionValue]
    lost: str


@dataclass(frozen=True, slots=True)
class Pasted:
    """All that was pasted as one ``section``, and a sentence on what did not come.

    ``parts`` are there where it holds the form's own headings of several sections.
    """

    section: SectionValue
    lost: str = ""
    parts: PastedParts | None = None

    @property
    def sentence(self) -> str:
        """What came and what did not, for the user."""
        return f"已粘贴：{what_came(self.section)}。{self.lost}"


def what_came(section: SectionValue) -> str:
    """How many paragraphs, tables and figures ``section`` has, in words."""
    items = items_of(section)
    counts = (
        (sum(each.count("\n") + 1 for each in items if isinstance(each, str)), "段"),
        (sum(isinstance(each, TableItem) for each in items), "个表格"),
        (sum(isinstance(each, FigureItem) for each in items), "幅图"),
    )
    return "、".join(f"{count}{word}" for count, word in counts if count) or "没有内容"


def pasted_blocks(
    blocks: Sequence[ReadBlock],
    losses: Sequence[Loss],
    place: TaskbookPlace | None,
    pictures: Mapping[str, bytes],
    keep: Callable[[str, bytes], str],
) -> Pasted:
    """``blocks``, ``losses`` being what was lost before.

    ``keep`` gets each of the ``pictures`` with a name and tells its file. Raises JbgsError.
    """
    found = FieldFindings()
    section = section_of_blocks(blocks, _WHERE, found)
    apart = FieldFindings()
    sections = sections_apart(blocks, place, apart)
    files = TakenFiles([section, *sections.values()], pictures, keep)
    section = files.named(section, _WHERE)
    of_files = tuple(files.losses)
    parts = {path: files.named(each, _WHERE) for path, each in sections.items()}
    return Pasted(
        section,
        _lost((*losses, *found.losses, *of_files), found),
        PastedParts(parts, _lost((*losses, *apart.losses, *of_files), apart)) if parts else None,
    )


def sections_apart(
    blocks: Sequence[ReadBlock], place: TaskbookPlace | None, found: FieldFindings
) -> dict[str, SectionValue]:
    """``blocks`` parted by the form's headings, nothing where there are not several.

    ``found`` gets what is lost by it.
    """
    if place is None:
        return {}
    headings = TaskbookHeadings(place.words)
    starts = section_starts(blocks, headings, {})
    if sum(not each.is_altered for each in starts.values()) < _LEAST_HEADINGS:
        return {}
    read_taskbook(blocks, place.no, place.words, {}, found)
    found.losses = [each for each in found.losses if each.kind is not LossKind.UNPLACED]
    first = min(each.start for _, each in with_leads(blocks, headings, starts))
    before = without_fixed_words(blocks[:first], f"taskbooks.{place.no}", place.words)
    sections = {"": section_of_blocks(before, _WHERE, found), **found.values}
    return {path: each for path, each in sections.items() if not is_empty(each)}


def _lost(losses: Sequence[Loss], found: FieldFindings) -> str:
    kinds = Counter(loss.kind for loss in losses if loss.kind not in CARRIED_OVER)
    lost = "、".join(f"{LOSS_WORDS[kind]} {count} 处" for kind, count in kinds.items())
    sentences = f"未带入：{lost}，请对照原文补上。" if lost else ""
    struck = sum(loss.kind is LossKind.STRUCK_TEXT for loss in losses)
    sentences += f"划了删除线的文字 {struck} 处已照样带入，请看是不是要删去的。" if struck else ""
    sentences += guesses_sentence(losses)
    formats = format_counts(mark for marks in found.formats.values() for mark in marks)
    return f"{sentences}文字带入、格式没有带入：{formats}。" if formats else sentences


def guesses_sentence(losses: Sequence[Loss]) -> str:
    """Which sections got something by a heading that may be meant otherwise; empty for none."""
    guesses = [each for each in losses if each.kind is LossKind.GUESSED]
    listed = "；".join(f"{each.text}放进了{each.where}" for each in guesses)
    return f"按标题推断：{listed}。请核对放对了没有。" if guesses else ""
