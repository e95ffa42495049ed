"""The tables of a task book as its rules look at them."""

from collections.abc import Iterator
from dataclasses import dataclass

from jbgs_desktop.forms.checks.context import CheckContext
from jbgs_desktop.forms.ready_tables import KnownTable, known_table
from jbgs_desktop.forms.section import PlacedCell, SectionTable, TableItem, items_of
from jbgs_desktop.forms.section_numbers import section_numbers

_STEPS_TO_ITEM = 4  # taskbooks.2.goals.3


@dataclass(frozen=True, slots=True)
class BookTable:
    """A table with the path of its item, its number (表1), and what ready table it is."""

    path: str
    number: str
    table: SectionTable
    known: KnownTable | None

    def place(self, row: int) -> str:
        """How a sentence calls a row, which counts from 0."""
        return f"{self.number}第{row + 1}行"

    def cell_path(self, cell: PlacedCell | None) -> str:
        """The path of a cell; of the table for one that a short row leaves out."""
        return f"{self.path}.rows.{cell.row}.{cell.at}" if cell else self.path


def book_tables(case: CheckContext, no: int) -> Iterator[BookTable]:
    """The tables of the task book of direction ``no`` in the order of the form."""
    book, sections = case.application.taskbook(no), case.call.form.taskbook.sections
    numbers = section_numbers(book, sections)
    for section in sections:
        for at, item in enumerate(items_of(getattr(book, section))):
            if isinstance(item, TableItem):
                path, table = f"{section}.{at}", item.table
                known = known_table(case.call, table)
                yield BookTable(f"taskbooks.{no}.{path}", numbers[path], table, known)


def place_in_book(case: CheckContext, path: str) -> str:
    """How a sentence calls a place in a table or figure; empty for any other path."""
    steps = path.split(".")
    book = case.application.taskbooks.get(steps[1]) if len(steps) > _STEPS_TO_ITEM else None
    if not book:
        return ""
    numbers = section_numbers(book, case.call.form.taskbook.sections)
    number = numbers.get(".".join(steps[2:_STEPS_TO_ITEM]))
    if not number:
        return ""
    step, *rest = steps[_STEPS_TO_ITEM:]
    return f"{number}第{int(rest[0]) + 1}行" if step == "rows" else f"{number}的题目"
