"""A docx from the clipboard as a section, with a sentence on what came and what did not."""

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from jbgs_desktop.documents.docx_import.model import FieldFindings
from jbgs_desktop.documents.docx_import.section_values import section_of_blocks
from jbgs_desktop.documents.docx_import.taken_figures import TakenFiles
from jbgs_desktop.documents.docx_reader.docx_file import read_docx
from jbgs_desktop.documents.docx_reader.model import LOSS_WORDS, Loss
from jbgs_desktop.forms.section import FigureItem, SectionValue, TableItem, items_of

_WHERE = "粘贴的内容"


@dataclass(frozen=True, slots=True)
class PastedDocx:
    """The ``section`` that was pasted, and a ``sentence`` for the user."""

    section: SectionValue
    sentence: str


def pasted_docx(data: bytes, keep: Callable[[str, bytes], str]) -> PastedDocx:
    """What the docx ``data``, or the OLE file around one, brings.

    ``keep`` gets each picture with a name and tells its file. Raises JbgsError.
    """
    content = read_docx(data)
    found = FieldFindings()
    section = section_of_blocks(content.document.blocks, _WHERE, found)
    files = TakenFiles([section], content.pictures, keep)
    section = files.named(section, _WHERE)
    losses = (*content.document.losses, *found.losses, *files.losses)
    return PastedDocx(section, _sentence(section, losses))


def _sentence(section: SectionValue, losses: Sequence[Loss]) -> str:
    items = items_of(section)
    counts = (
        (sum(each.count("\n") + 1 for each in items if isinstance(each, str)), "段"),
        (sum(isinstance(each, TableItem) for each in items), "个表格"),
        (sum(isinstance(each, FigureItem) for each in items), "幅图"),
    )
    came = "、".join(f"{count}{word}" for count, word in counts if count) or "没有内容"
    kinds = Counter(loss.kind for loss in losses)
    lost = "、".join(f"{LOSS_WORDS[kind]} {count} 处" for kind, count in kinds.items())
    return f"已粘贴：{came}。" + (f"未带入：{lost}，请对照原文补上。" if lost else "")
