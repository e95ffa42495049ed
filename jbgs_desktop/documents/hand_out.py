"""A docx for a colleague with just some sections of a task book (分工)."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import BinaryIO

from jbgs_desktop.documents.blocks import (
    Align,
    Block,
    BookPart,
    Heading,
    Indent,
    Paragraph,
    Properties,
    Role,
    Text,
)
from jbgs_desktop.documents.field_identity import PART, identity_properties, part_line, part_mark
from jbgs_desktop.documents.figure_pictures import document_pictures
from jbgs_desktop.documents.printed_form import PrintedForm, lines_of
from jbgs_desktop.documents.section_blocks import section_blocks
from jbgs_desktop.errors import DocumentError
from jbgs_desktop.files import safe_name
from jbgs_desktop.forms.application import Application
from jbgs_desktop.forms.calls.call import Call, Direction
from jbgs_desktop.forms.fields import describe
from jbgs_desktop.forms.section_numbers import section_numbers

_HOW = "请在各标题下面填写，不要改动标题；写完保存为docx，发回给交给您的人。"
_BOOKS = "taskbooks"


def part_document(
    application: Application, call: Call, fields: Sequence[str], code: str = ""
) -> tuple[Block, ...]:
    """The sections at ``fields`` as a document. Raises DocumentError for what is no section.

    ``code`` is that of the part, where a record will know it again.
    """
    paper = PrintedForm.of(application, call)
    known = {str(direction.no): direction for direction in paper.track.directions}
    for field in fields:
        _require_section(field, call, known)
    sections = call.form.taskbook.sections
    ordered = sorted(
        dict.fromkeys(fields), key=lambda f: (int(_steps(f)[0]), sections.index(_steps(f)[1]))
    )
    blocks: list[Block] = []
    for no, paths in groupby(ordered, key=lambda field: _steps(field)[0]):
        blocks += _book(paper, known[no], list(paths), code)
    return tuple(blocks)


def direction_lines(call: Call, direction: Direction) -> Iterator[str]:
    """What a colleague is told of the direction; no part of what comes back."""
    yield _HOW
    words = call.form.vocabulary
    for word, text in ((words.task, direction.task), (words.target, direction.target)):
        head = f"{word}："
        lines = list(lines_of(text)) if text else []
        yield from (f"{head}{line}" if line is lines[0] else line for line in lines)
    if limit := call.limits.get(f"{_BOOKS}.*"):
        yield f"整份{words.taskbook}{'不' if limit.hard else '原则上不'}超过{limit.words}字。"


def _book(
    paper: PrintedForm, direction: Direction, paths: Sequence[str], code: str
) -> Iterator[Block]:
    text = paper.call.form.taskbook
    name = paper.named(paper.call.form.table.direction, direction)
    mark = part_mark(code, direction.no) if code else f"taskbook-{direction.no}"
    yield BookPart(mark, f"{text.title}（{name}）")
    yield Heading(1, text.title)
    yield Paragraph((Text(f"（{name}）"),), Role.SUBTITLE, Align.CENTER)
    if code:
        yield Paragraph((Text(part_line(code)),), Role.HINT, indent=Indent.FIRST_LINE)
    for line in direction_lines(paper.call, direction):
        yield Paragraph((Text(line),), Role.HINT, indent=Indent.FIRST_LINE)
    numbers = section_numbers(paper.application.taskbook(direction.no), text.sections)
    above = ""
    for path in paths:
        section = _steps(path)[1]
        part = next(part for part in text.parts if section in part.sections)
        if part.heading and part.heading != above:
            yield Heading(2, part.heading)
        above = part.heading or ""
        yield Heading(3 if part.heading else 2, paper.field(path).label, path)
        yield from paper.hints(path, Indent.FIRST_LINE)
        content = list(section_blocks(paper, path, numbers))
        yield from content or [Paragraph((Text(""),), indent=Indent.FIRST_LINE)]


def _steps(field: str) -> tuple[str, str]:
    _, no, section = field.split(".")
    return no, section


def _require_section(field: str, call: Call, known: Mapping[str, Direction]) -> None:
    steps = field.split(".")
    is_section = len(steps) == 3 and steps[0] == _BOOKS and steps[2] in call.form.taskbook.sections
    if not is_section:
        example = f"{_BOOKS}.{next(iter(known), '1')}.{call.form.taskbook.sections[0]}"
        raise DocumentError(
            f"“{field}”不是可以分的一节，不能分出去。请写成 {example} 这样，"
            f"最后一段可以是：{'、'.join(call.form.taskbook.sections)}。"
        )
    if steps[1] not in known:
        raise DocumentError(
            f"“{field}”里的方向{steps[1]}不在这份申报里。可以用的方向是：{'、'.join(known)}。"
        )


@dataclass(frozen=True, slots=True)
class HandedPart:
    """The ``docx``, with a sentence for each picture that is not shown in it."""

    docx: bytes
    notes: tuple[str, ...]


def part_file_name(call: Call, fields: Sequence[str], to: str) -> str:
    """What the docx with the sections at ``fields`` for the colleague ``to`` is called.

    Such as 方向2-三（二）重点任务攻关计划-张三.docx. Raises LookupError for what is no section.
    """
    field = describe(call, fields[0])
    section = (field.text.name or field.label).replace("、（", "（")
    if len(fields) > 1:
        section = f"{section.removesuffix('等')}等{len(fields)}节"
    steps = (f"方向{_steps(fields[0])[0]}", section, to)
    return f"{safe_name('-'.join(filter(None, steps)))}.docx"


def write_part(
    application: Application,
    call: Call,
    fields: Sequence[str],
    open_file: Callable[[str], BinaryIO | None],
    *,
    revision: str = "",
    code: str = "",
) -> HandedPart:
    """The docx with the sections at ``fields``, which can be read back.

    ``revision`` is the token of the draft's revision, where it has one, ``code``
    that by which the part is known again. Raises DocumentError.
    """
    from jbgs_desktop.documents.docx.writer import write_docx

    document = part_document(application, call, fields, code)
    figures = document_pictures(document, open_file)
    custom = identity_properties(application, call, fields, figures.digests, revision)
    own = {PART: code} if code else {}
    properties = Properties(call.form.taskbook.title, "", {**custom, **own})
    docx = write_docx(document, properties, draft=False, pictures=figures.pictures)
    return HandedPart(docx, figures.notes(call, application.track))
