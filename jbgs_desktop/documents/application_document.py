"""Application + call -> the whole 申报材料 as blocks, in the paper's order.

Every label and text comes from the call; what is decided about printing them stands in
:mod:`jbgs_desktop.documents.printed_form`.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from jbgs_desktop.documents.blocks import (
    Align,
    Blank,
    Block,
    BookPart,
    FieldLine,
    FieldLines,
    Heading,
    Indent,
    Inline,
    Paragraph,
    Role,
    SealSpot,
    Signer,
    Space,
    SpotKind,
    Text,
)
from jbgs_desktop.documents.form_table import form_table
from jbgs_desktop.documents.printed_form import PrintedForm, one_line
from jbgs_desktop.documents.section_blocks import section_blocks
from jbgs_desktop.forms.application import Application
from jbgs_desktop.forms.calls.call import Call, Direction
from jbgs_desktop.forms.section_numbers import section_numbers

_BLANK_DATE = "      年    月    日"
_PLACE_FOR_TASKS = 11
_COVER_GAP = 9  # lines; each direction may take two of them, and the cover stays one page


@dataclass(frozen=True, slots=True)
class AttachedDocument:
    """An entry of the evidence as the paper lists it: below item ``category`` as （``number``）."""

    at: int  # its place in the application's list
    category: int
    number: int
    name: str

    @property
    def path(self) -> str:
        """The path of the field that says its name."""
        return _title_path(self.at)


def application_document(application: Application, call: Call) -> tuple[Block, ...]:
    """The 申报材料 of ``application``; an empty application gives the blank form.

    Raises DocumentError while no track is chosen.
    """
    paper = PrintedForm.of(application, call)
    return (
        *_cover(paper),
        *_instructions(paper),
        *form_table(paper),
        *_taskbooks(paper),
        *_evidence(paper),
        *_pledge(paper),
    )


def taskbook_document(application: Application, call: Call, no: int) -> tuple[Block, ...]:
    """The task book of direction ``no`` alone; none for a direction that is not chosen.

    Raises DocumentError while no track is chosen.
    """
    paper = PrintedForm.of(application, call)
    chosen = [direction for direction in paper.directions if direction.no == no]
    return tuple(block for direction in chosen for block in _taskbook(paper, direction))


def with_remarks(document: Sequence[Block], remarks: Mapping[int, str]) -> tuple[Block, ...]:
    """``document`` with ``remarks`` after the names of attached documents, by their place in the
    application's list."""
    by_path = {_title_path(at): Text(remark) for at, remark in remarks.items()}
    return tuple(_with_remark(block, by_path) for block in document)


def _with_remark(block: Block, remarks: Mapping[str, Text]) -> Block:
    if not isinstance(block, Paragraph):
        return block
    sources = (each.source for each in block.content if isinstance(each, Text))
    remark = next((remarks[source] for source in sources if source in remarks), None)
    return replace(block, content=(*block.content, remark)) if remark else block


def _title_path(at: int) -> str:
    return f"evidence.{at}.title"


def _cover(paper: PrintedForm) -> tuple[Block, ...]:
    text = paper.call.form.cover
    lines = (
        FieldLine(f"{text.direction}：", _cover_directions(paper)),
        FieldLine(f"{text.unit}：", paper.value_line("unit.name"), _seal(Signer.UNIT, text.seal)),
        FieldLine(
            f"{text.recommender}：",
            paper.value_line("cover.recommender"),
            _seal(Signer.RECOMMENDER, text.seal),
        ),
        FieldLine(f"{text.date}：", (_date(paper, "cover.date", _BLANK_DATE),)),
    )
    return (
        BookPart("cover", "".join(text.title)),
        Space(3),
        *(Paragraph((Text(line),), Role.TITLE, Align.CENTER) for line in text.title),
        Space(max(1, _COVER_GAP - 2 * len(paper.directions))),
        FieldLines(lines),
    )


def _seal(who: Signer, label: str) -> SealSpot:
    return SealSpot(SpotKind.SEAL, who, label)


def _cover_directions(paper: PrintedForm) -> tuple[Paragraph, ...]:
    text = paper.call.form.cover
    names = [paper.named(text.chosen, direction) for direction in paper.directions]
    lines = [f"{name}{text.separator}" for name in names[:-1]] + names[-1:]
    return tuple(Paragraph((Text(line, "directions"),)) for line in lines)


def _date(paper: PrintedForm, path: str, blank: str, indent: Indent = Indent.NONE) -> Paragraph:
    value = paper.text(path)
    return Paragraph((value if value.text else Text(blank, path),), indent=indent)


def _instructions(paper: PrintedForm) -> tuple[Block, ...]:
    text = paper.call.form.instructions
    return (
        BookPart("instructions", text.title),
        Heading(1, text.title),
        *(_running_text(item) for item in text.items),
    )


def _running_text(*pieces: Inline | str) -> Paragraph:
    content = tuple(Text(piece) if isinstance(piece, str) else piece for piece in pieces if piece)
    return Paragraph(content, indent=Indent.FIRST_LINE)


def _taskbooks(paper: PrintedForm) -> Iterator[Block]:
    """A task book for each chosen direction; a blank one while none is chosen."""
    if not paper.directions:
        yield from _taskbook(paper, None)
    for direction in paper.directions:
        yield from _taskbook(paper, direction)


def _taskbook(paper: PrintedForm, direction: Direction | None) -> Iterator[Block]:
    text = paper.call.form.taskbook
    no = direction.no if direction else 0
    if direction:
        # The form's own words stay as they are; the direction stands on a line below the title.
        name = paper.named(paper.call.form.table.direction, direction)
        yield BookPart(f"taskbook-{no}", f"{text.title}（{name}）")
        yield Heading(1, text.title)
        yield Paragraph((Text(f"（{name}）", "directions"),), Role.SUBTITLE, Align.CENTER)
    else:
        yield BookPart("taskbook", text.title)
        yield Heading(1, text.title)
    numbers = section_numbers(paper.application.taskbook(no), text.sections)
    for part in text.parts:
        if part.heading:
            yield Heading(2, part.heading)
        for section in part.sections:
            path = f"taskbooks.{no}.{section}"
            yield Heading(3 if part.heading else 2, paper.field(path).label, path)
            yield from paper.hints(path, Indent.FIRST_LINE)
            yield from section_blocks(paper, path, numbers)
    yield Paragraph((Text(text.note),), Role.HINT, indent=Indent.FIRST_LINE)


def _evidence(paper: PrintedForm) -> Iterator[Block]:
    text = paper.call.form.evidence
    documents = attached_documents(paper)
    yield BookPart("evidence", text.title)
    yield Heading(1, text.title)
    for item in text.items:
        lines = [
            _running_text(f"（{document.number}）", Text(document.name, document.path))
            for document in documents
            if document.category == item.no
        ]
        if not lines and not paper.blank:
            lines = [_running_text(Text(paper.call.empty_marker, "evidence"))]
        heading = _running_text(f"{item.no}. {item.text}")
        yield Paragraph(heading.content, indent=heading.indent, keep=bool(lines))
        yield from lines


def attached_documents(paper: PrintedForm) -> tuple[AttachedDocument, ...]:
    """The documents in the paper's order: each with its title, or its file while it has none."""
    found: list[AttachedDocument] = []
    for item in paper.call.form.evidence.items:
        number = 0
        for at, evidence in enumerate(paper.application.evidence):
            name = one_line(evidence.title) or one_line(evidence.file)
            if evidence.category == item.no and name not in ("", paper.call.empty_marker):
                number += 1
                found.append(AttachedDocument(at, item.no, number, name))
    return tuple(found)


def _pledge(paper: PrintedForm) -> tuple[Block, ...]:
    text = paper.call.form.pledge
    return (
        BookPart("pledge", text.title, one_page=True),
        Heading(1, text.title),
        _opening(paper),
        *(_running_text(line) for line in (text.lead, *text.commitments, *text.closing)),
        Space(0.5),
        *(
            _held(label, paper.text(path))
            for label, path in ((text.contact, "pledge.contact"), (text.phone, "pledge.phone"))
        ),
        Space(1.5),
        SealSpot(SpotKind.SIGNATURE, Signer.LEGAL_REPRESENTATIVE, text.signature),
        Space(1),
        _seal(Signer.UNIT, text.seal),
        Space(0.5),
        _date(paper, "pledge.date", text.date, Indent.RIGHT_HALF),
    )


def _opening(paper: PrintedForm) -> Paragraph:
    """The first sentence with the tasks in its blank, underlined as on a form filled by hand."""
    text = paper.call.form.pledge
    before, _, after = text.opening.partition("{tasks}")
    tasks = text.separator.join(paper.named(text.task, each) for each in paper.directions)
    place = Text(tasks, "directions", underlined=True) if tasks else Blank(_PLACE_FOR_TASKS)
    return _running_text(before, place, after)


def _held(label: str, value: Text) -> Paragraph:
    return Paragraph((Text(label), value), indent=Indent.FIRST_LINE, keep=True)
