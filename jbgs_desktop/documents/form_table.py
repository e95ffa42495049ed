"""申报表: the table of the form with its merged cells.

It is made as one table for each of its headings 一、 and 二、, so that on a following page the
heading stands again above its own rows.
"""

from collections.abc import Iterator, Sequence

from jbgs_desktop.documents.blocks import (
    Align,
    Blank,
    Block,
    BookPart,
    Box,
    Cell,
    Heading,
    Indent,
    Inline,
    Paragraph,
    Role,
    Table,
    TableRow,
    Text,
)
from jbgs_desktop.documents.printed_form import PrintedForm
from jbgs_desktop.forms.application import FieldKind
from jbgs_desktop.forms.calls.direction_numbers import new_headings
from jbgs_desktop.forms.fields import Field

# label | label of a second kind | value | label | value: every row of the form fits these columns.
# A label has six characters on a line, an address of twenty letters and a hint of fourteen fit.
_COLUMNS = (56, 23, 83, 56, 94)
_PLACE_FOR_OTHER = 22
_NUMBERS = (FieldKind.AMOUNT, FieldKind.COUNT)  # their labels get the room that they need not


def form_table(paper: PrintedForm) -> tuple[Block, ...]:
    """The part 申报表."""
    text = paper.call.form.table
    return (
        BookPart("form", text.title),
        Heading(1, text.title),
        Table(_COLUMNS, (_heading(text.unit_heading), *_unit_rows(paper))),
        Table(_COLUMNS, (_heading(text.task_heading), *_task_rows(paper))),
    )


def _heading(text: str) -> TableRow:
    return TableRow(
        (Cell((Paragraph((Text(text),), Role.GROUP, keep=True),), columns=5),), header=True
    )


def _unit_rows(paper: PrintedForm) -> Iterator[TableRow]:
    """The rows of the call's layout; a heading stands at the left of all rows of its part."""
    for part in paper.call.form.table.parts:
        heading = (_label(part.heading, rows=len(part.rows)),) if part.heading else ()
        for row in part.rows:
            yield TableRow((*heading, *_cells(paper, row, 4 if part.heading else 5)))
            heading = ()


def _cells(paper: PrintedForm, row: Sequence[str], columns: int) -> tuple[Cell, ...]:
    """The cells of one field, or of two, over so many columns of the table."""
    path, *others = row
    if others:
        first, second = ((path, columns - 3), (others[0], 1))
        return tuple(
            cell
            for each, width in (first, second)
            for cell in (_field_label(paper, each), _short(paper, each, width))
        )
    if paper.field(path).kind in _NUMBERS:
        return _field_label(paper, path, columns - 2), _short(paper, path, 2)
    return _field_label(paper, path), Cell(_content(paper, path), columns - 1)


def _task_rows(paper: PrintedForm) -> tuple[TableRow, ...]:
    label = paper.call.form.table.direction_label
    return (
        TableRow((_label(label), Cell(_directions(paper), columns=4))),
        TableRow(_cells(paper, ("product_overview",), 5), breakable=True),
    )


def _label(*lines: str, columns: int = 1, rows: int = 1) -> Cell:
    return Cell(
        tuple(Paragraph((Text(line),), Role.LABEL, Align.CENTER) for line in lines if line),
        columns,
        rows,
    )


def _field_label(paper: PrintedForm, path: str, columns: int = 1) -> Cell:
    """The label with its unit on a line of its own, as on the form."""
    field = paper.field(path)
    return _label(field.label, f"（{field.unit}）" if field.unit else "", columns=columns)


def _short(paper: PrintedForm, path: str, columns: int = 1) -> Cell:
    hints = tuple(Paragraph(hint.content, Role.HINT, Align.CENTER) for hint in paper.hints(path))
    return Cell((*hints, *paper.value_line(path, Align.CENTER)), columns)


def _content(paper: PrintedForm, path: str) -> tuple[Paragraph, ...]:
    """What stands in the cell of a field that has a row for itself."""
    hints, field = paper.hints(path), paper.field(path)
    match field.kind:
        case FieldKind.PROSE:
            return *hints, *paper.prose(path)
        case FieldKind.CHOICE:
            return *hints, *_choice(paper, field)
        case FieldKind.YES_NO:
            return *hints, *_yes_no(paper, field)
        case FieldKind.LIST:
            return *hints, *_participants(paper)
    return *hints, *paper.value_line(path)


def _choice(paper: PrintedForm, field: Field) -> tuple[Paragraph, ...]:
    """The boxes in one line; for what is to be specified the form has no box but a place."""
    chosen, specified = paper.application.get(field.path), field.text.specified
    boxes: list[Inline] = []
    for choice in field.choices:
        if choice != specified:
            gap = (Text("  "),) if boxes else ()
            boxes += [*gap, Box(choice.value == chosen, field.path), Text(choice.label)]
    if not specified:
        return (Paragraph(tuple(boxes)),)
    text = paper.text(field.other, underlined=True)
    place = text if chosen == specified.value and text.text else Blank(_PLACE_FOR_OTHER)
    return Paragraph(tuple(boxes)), Paragraph((Text(specified.label), place))


def _yes_no(paper: PrintedForm, field: Field) -> tuple[Paragraph, ...]:
    chosen = paper.application.get(field.path)
    return tuple(
        Paragraph(
            (Box(choice.value is chosen, field.path), Text(choice.label)), indent=Indent.HANGING
        )
        for choice in field.choices
    )


def _participants(paper: PrintedForm) -> tuple[Paragraph, ...]:
    """A paragraph for each participant: 1. 名称（代码），承担的工作."""
    lines = [
        _participant(paper, f"unit.participants.{at}", number)
        for number, at in enumerate(named_participants(paper), start=1)
    ]
    if not lines and not paper.blank:
        return (Paragraph((Text(paper.call.empty_marker, "unit.participants"),)),)
    return tuple(lines)


def named_participants(paper: PrintedForm) -> tuple[int, ...]:
    """The places in the list of the participants that there are: one called 无 is none."""
    entries = enumerate(paper.application.unit.participants)
    return tuple(at for at, entry in entries if not paper.call.says_none(entry.name))


def _participant(paper: PrintedForm, path: str, number: int) -> Paragraph:
    code, role = paper.text(f"{path}.code"), paper.text(f"{path}.role")
    content: list[Inline] = [Text(f"{number}. "), paper.text(f"{path}.name")]
    if code.text:
        label = paper.field(code.source).label
        content += [Text(f"（{label}："), code, Text("）")]
    if role.text:
        content += [Text(f"，{paper.field(role.source).label}："), role]
    return Paragraph(tuple(content), indent=Indent.HANGING)


def _directions(paper: PrintedForm) -> tuple[Paragraph, ...]:
    """A box for each direction of the track under the headings of its category and its group."""
    chosen = {direction.no for direction in paper.directions}
    lines: list[Paragraph] = []
    above: tuple[str, ...] = ()
    for direction in paper.track.directions:
        for heading in new_headings(above, direction.headings):
            lines.append(Paragraph((Text(heading),), Role.GROUP, keep=True))
        above = direction.headings
        text = paper.named(paper.call.form.table.direction, direction)
        box = Box(direction.no in chosen, "directions")
        lines.append(Paragraph((box, Text(text)), indent=Indent.HANGING))
    return tuple(lines)
