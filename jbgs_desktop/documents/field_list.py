"""Every field of an application in the paper's order, with what is printed of it.

For what shows the fields one by one: the sheet of a spreadsheet, and copying to an online system.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby

from jbgs_desktop.documents.form_table import named_participants
from jbgs_desktop.documents.printed_form import PrintedForm, lines_of
from jbgs_desktop.documents.section_parts import (
    PrintedFigure,
    PrintedTable,
    section_content,
    section_parts,
)
from jbgs_desktop.forms.application import FieldKind
from jbgs_desktop.forms.field_patterns import field_patterns


@dataclass(frozen=True, slots=True)
class PrintedField:
    """One field: its name with its unit, and its content with a line for each paragraph.

    Where it is a table or a figure of a section, ``html`` is the table and ``file`` the picture.
    """

    path: str
    name: str
    content: str
    html: str = ""
    file: str = ""


def fields_and_parts(paper: PrintedForm) -> Iterator[PrintedField]:
    """The fields of ``paper``, each section followed by its tables and figures one by one."""
    for field in field_list(paper):
        yield field
        if not field.path.startswith("taskbooks."):
            continue
        book = f"方向{field.path.split('.')[1]}"
        for part in section_parts(paper, field.path):
            match part:
                case PrintedTable():
                    name = f"{book}·{part.name}"
                    yield PrintedField(part.path, name, part.text, html=part.html)
                case PrintedFigure():
                    name = f"{book}·{part.name}"
                    yield PrintedField(part.path, name, part.text, file=part.file)


def field_list(paper: PrintedForm) -> Iterator[PrintedField]:
    """The fields of ``paper``, lists item by item, task books for the chosen directions."""
    for path in _paths(paper):
        yield PrintedField(path, _name(paper, path), _content(paper, path))


def _paths(paper: PrintedForm) -> Iterator[str]:
    described = [each for each in field_patterns() if each in paper.call.form.fields]
    for head, patterns in groupby(described, key=lambda each: each.partition(".*.")[0]):
        if head == "taskbooks":
            yield from _taskbook_paths(paper)
            continue
        of_items = [pattern for pattern in patterns if ".*." in pattern]
        items = _items(paper, head) if of_items else ()
        if not items:
            yield head
        for item in items:
            yield from (pattern.replace("*", str(item), 1) for pattern in of_items)


def _items(paper: PrintedForm, path: str) -> Sequence[int]:
    """The places in a list of what is printed of it."""
    is_participants = path == "unit.participants"
    return named_participants(paper) if is_participants else range(len(paper.application.get(path)))


def _taskbook_paths(paper: PrintedForm) -> Iterator[str]:
    """The order of the sections is the call's own."""
    for direction in paper.directions:
        for section in paper.call.form.taskbook.sections:
            yield f"taskbooks.{direction.no}.{section}"


def _name(paper: PrintedForm, path: str) -> str:
    field = paper.field(path)
    return f"{field.name}（{field.unit}）" if field.unit else field.name


def _content(paper: PrintedForm, path: str) -> str:
    match paper.field(path).kind:
        case FieldKind.PROSE if path.startswith("taskbooks."):
            return section_content(paper, path)
        case FieldKind.PROSE:
            return "\n".join(lines_of(paper.application.get(path)))
        case FieldKind.LIST if path == "directions":
            text = paper.call.form.table.direction
            return "\n".join(paper.named(text, direction) for direction in paper.directions)
        case FieldKind.LIST:
            return "" if paper.blank else paper.call.empty_marker
    return paper.value(path)
