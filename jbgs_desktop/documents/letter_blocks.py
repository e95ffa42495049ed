"""What the papers around a bundle are made of: 报送清单, 交接清单, 退回单."""

from collections.abc import Iterable

from jbgs_desktop.documents.blocks import (
    Align,
    Cell,
    Indent,
    Paragraph,
    Role,
    Table,
    TableRow,
    Text,
)


def line(text: str) -> Paragraph:
    """A sentence in a paragraph of its own."""
    return Paragraph((Text(text),), indent=Indent.FIRST_LINE)


def facts_table(facts: Iterable[tuple[str, str]]) -> Table:
    """What a paper is about, a line each with its label."""
    return Table((3, 11), tuple(table_row(fact, labelled=True) for fact in facts))


def table_row(texts: Iterable[str], *, header: bool = False, labelled: bool = False) -> TableRow:
    """A row with a text in each cell; ``labelled`` when the first one says what the others are."""
    cells = []
    for at, text in enumerate(texts):
        is_centred = header or (labelled and at == 0)
        align = Align.CENTER if is_centred else Align.START
        # A label is not set even at both edges, which tears names and numbers apart.
        lines = (Paragraph((Text(each),), Role.LABEL, align) for each in text.split("\n"))
        cells.append(Cell(tuple(lines)))
    return TableRow(tuple(cells), header=header)
