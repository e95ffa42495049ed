"""申报表: the table of the form with its merged cells.

It is made as one table for each of its headings 一、 and 二、, so that on a following page the
heading stands again above its own rows.
"""

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

# label | label of a second kind | value | label | value: every row of the form fits these columns.
# A label has six characters on a line, an address of twenty letters and a hint of fourteen fit.
_COLUMNS = (56, 23, 83, 56, 94)
_PLACE_FOR_OTHER = 22


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


def _unit_rows(paper: PrintedForm) -> tuple[TableRow, ...]:
    return (
        _wide(paper, "unit.name"),
        *_person(
            paper,
            paper.call.form.table.leader,
            "unit.leader",
            ("name", "title"),
            ("email", "mobile"),
        ),
        *_person(
            paper,
            paper.call.form.table.contact,
            "unit.contact",
            ("name", "mobile"),
            ("email", "fax"),
        ),
        _halves(paper, "unit.legal_representative", "unit.registered_capital"),
        _wide(paper, "unit.address"),
        _wide(paper, "unit.code"),
        _row(paper, "unit.nature", _nature(paper)),
        _row(paper, "unit.listed", _listed(paper)),
        _halves(paper, "unit.revenue", "unit.rd_spending"),
        _related_revenue(paper),
        _halves(paper, "unit.staff", "unit.rd_staff"),
        _long(paper, "unit.profile"),
        _row(paper, "unit.participants", _participants(paper)),
    )


def _task_rows(paper: PrintedForm) -> tuple[TableRow, ...]:
    label = paper.call.form.table.direction_label
    return (
        TableRow((_label(label), Cell(_directions(paper), columns=4))),
        _long(paper, "product_overview", breakable=True),
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


def _halves(paper: PrintedForm, left: str, right: str) -> TableRow:
    return TableRow(
        (
            _field_label(paper, left),
            _short(paper, left, columns=2),
            _field_label(paper, right),
            _short(paper, right),
        )
    )


def _row(
    paper: PrintedForm, path: str, content: tuple[Paragraph, ...], *, breakable: bool = False
) -> TableRow:
    return TableRow((_field_label(paper, path), Cell(content, columns=4)), breakable=breakable)


def _wide(paper: PrintedForm, path: str) -> TableRow:
    return _row(paper, path, (*paper.hints(path), *paper.value_line(path)))


def _long(paper: PrintedForm, path: str, *, breakable: bool = False) -> TableRow:
    """A row of prose. Only one that may fill a page is torn; shorter, it goes on in one piece."""
    content = (*paper.hints(path), *paper.prose(path))
    return _row(paper, path, content, breakable=breakable)


def _person(
    paper: PrintedForm, label: str, path: str, first: tuple[str, str], second: tuple[str, str]
) -> tuple[TableRow, TableRow]:
    def fields(keys: tuple[str, str]) -> tuple[Cell, ...]:
        return tuple(
            cell
            for key in keys
            for cell in (_field_label(paper, f"{path}.{key}"), _short(paper, f"{path}.{key}"))
        )

    return TableRow((_label(label, rows=2), *fields(first))), TableRow(fields(second))


def _related_revenue(paper: PrintedForm) -> TableRow:
    path = "unit.related_revenue"
    return TableRow((_field_label(paper, path, columns=3), _short(paper, path, columns=2)))


def _nature(paper: PrintedForm) -> tuple[Paragraph, ...]:
    """The boxes in one line; the form has no box for 其他 but a place to write."""
    path, table = "unit.nature", paper.call.form.table
    boxes: list[Inline] = []
    for choice in table.nature:
        if choice != table.specified_nature:
            gap = (Text("  "),) if boxes else ()
            box = Box(choice.value == paper.application.unit.nature, path)
            boxes += [*gap, box, Text(choice.label)]
    other = Paragraph((Text(table.specified_nature.label), _what_other(paper)))
    return Paragraph(tuple(boxes)), other


def _what_other(paper: PrintedForm) -> Inline:
    text = paper.text("unit.nature_other", underlined=True)
    is_other = paper.application.unit.nature == paper.call.form.table.specified_nature.value
    return text if is_other and text.text else Blank(_PLACE_FOR_OTHER)


def _listed(paper: PrintedForm) -> tuple[Paragraph, ...]:
    path, chosen = "unit.listed", paper.application.unit.listed
    return tuple(
        Paragraph((Box(choice.value is chosen, path), Text(choice.label)), indent=Indent.HANGING)
        for choice in paper.call.form.table.listed
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
    """A box for each direction of the track under the heading of its category."""
    chosen = {direction.no for direction in paper.directions}
    lines: list[Paragraph] = []
    category = ""
    for direction in paper.track.directions:
        if direction.category != category:
            category = direction.category
            lines.append(Paragraph((Text(category),), Role.GROUP, keep=True))
        text = paper.named(paper.call.form.table.direction, direction)
        box = Box(direction.no in chosen, "directions")
        lines.append(Paragraph((box, Text(text)), indent=Indent.HANGING))
    return tuple(lines)
