"""Ready tables: what a call offers for a section, and knowing them again in a task book.

A ready table is known by the words of its header row, wherever it stands in its task book; what
was done to its body, its order of columns and its caption makes no difference.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from jbgs_desktop.forms.calls.call import Call, Direction
from jbgs_desktop.forms.calls.form import ColumnRole, ReadyColumn, ReadyTableText
from jbgs_desktop.forms.section import PlacedCell, SectionTable
from jbgs_desktop.forms.target_figures import TargetFigure, target_figures
from jbgs_desktop.forms.text.clean import folded
from jbgs_desktop.forms.text.scripts import Script, set_script

_KEPT_TABLES = 128  # more than one application has
_SECTION = "taskbooks.*."
_OPENING_BRACKETS, _CLOSING = ("（", "("), ("）", ")")
_OPENING = re.compile(r"[（(](?:其中)?")
_LEADING_VERB = re.compile(r"^(?:实现|建立|完成|具有)")
_ENDS_A_NAME = re.compile(r"[\u3400-\u9fffA-Za-z）)]$")
_POWER_OF_UNIT = re.compile(r"(?<=[A-Za-z])[23](?![A-Za-z\d])")


@dataclass(frozen=True, slots=True)
class ReadyTable:
    """A table as it is put into a section; ``title`` is what a menu calls it."""

    title: str
    table: SectionTable


@dataclass(frozen=True, slots=True)
class KnownTable:
    """A table of a task book that is one of the call's ready tables.

    ``columns`` are the places of the ready table's columns in it, without those it does not have.
    A row of ``body`` has, for each place of the grid, the cell that covers it.
    """

    text: ReadyTableText
    columns: Mapping[ReadyColumn, int]
    roles: Mapping[ColumnRole, int]
    headers: Mapping[int, str]
    body: Mapping[int, tuple[PlacedCell | None, ...]]  # by the number of the row in the table

    def header(self, role: ColumnRole) -> str:
        """What this table writes above the column with this role."""
        return self.headers[self.roles[role]] if role in self.roles else ""

    def cell(self, row: int, role: ColumnRole) -> PlacedCell | None:
        """The cell of the row in the column with this role; None where there is none."""
        return self.body[row][self.roles[role]] if role in self.roles else None

    def text_at(self, row: int, role: ColumnRole) -> str:
        """What stands in :meth:`cell`, on one line."""
        cell = self.cell(row, role)
        return " ".join(cell.text.split()) if cell else ""


def ready_tables(call: Call, section: str, direction: Direction | None) -> tuple[ReadyTable, ...]:
    """The tables that ``call`` offers for ``section`` (``goals``, or its whole field path).

    One with a row for each figure of the 预期目标 begins with those of ``direction``.
    """
    return tuple(
        ReadyTable(text.title, _begun(text, _rows(call, text, direction)))
        for text in _texts_of(call, section.rpartition(".")[2])
    )


@lru_cache(maxsize=_KEPT_TABLES)
def known_table(call: Call, table: SectionTable) -> KnownTable | None:
    """``table`` as the ready table of ``call`` that it is, or None."""
    cells, rows = tuple(table.cells()), len(table.rows)
    first = min(max(1, table.header_rows), rows)
    headers = _headers(cell for cell in cells if cell.row < first)
    for key in call.form.taskbook.sections:
        for text in _texts_of(call, key):
            if (columns := _columns(text, headers)) is not None:
                roles = {column.role: at for column, at in columns.items() if column.role}
                body = dict(list(enumerate(_grid(cells, rows)))[first:])
                return KnownTable(text, columns, roles, headers, body)
    return None


def _grid(cells: Sequence[PlacedCell], rows: int) -> list[tuple[PlacedCell | None, ...]]:
    """Every row with the cell that covers each of its places."""
    columns = max((cell.column + cell.columns for cell in cells), default=0)
    grid: list[list[PlacedCell | None]] = [[None] * columns for _ in range(rows)]
    for cell in cells:
        for row in range(cell.row, cell.row + cell.rows):
            grid[row][cell.column : cell.column + cell.columns] = [cell] * cell.columns
    return list(map(tuple, grid))


def _texts_of(call: Call, section: str) -> tuple[ReadyTableText, ...]:
    text = call.form.fields.get(_SECTION + section)
    return text.ready_tables if text else ()


def _begun(text: ReadyTableText, rows: Sequence[Sequence[str]]) -> SectionTable:
    width = len(text.columns)
    body = tuple((*row, *("",) * (width - len(row))) for row in rows or [()])
    return SectionTable(
        caption=text.title,
        widths=tuple(column.width for column in text.columns),
        header_rows=1,
        rows=(tuple(column.title for column in text.columns), *body),
    )


def _rows(call: Call, text: ReadyTableText, direction: Direction | None) -> Sequence[Sequence[str]]:
    if not text.row_for_each_target:
        return text.rows
    figures = target_figures(direction, call.target_year) if direction else ()
    return [[_seed(column.role, figure) for column in text.columns] for figure in figures]


def _seed(role: ColumnRole | None, figure: TargetFigure) -> str:
    match role:
        case "name":
            return _indicator(figure)
        case "unit":
            return _POWER_OF_UNIT.sub(lambda at: set_script(at[0], Script.SUPER)[0], figure.unit)
        case "required":
            return figure.text
    return ""


def _indicator(figure: TargetFigure) -> str:
    """What is measured: the words before the figure where it ends its clause, or all of them."""
    before, _, after = figure.clause.partition(figure.text)
    if after in _CLOSING:
        before = _OPENING.split(before)[-1]
    elif after and after[0] not in _OPENING_BRACKETS:
        return figure.clause
    name = _LEADING_VERB.sub("", before).removesuffix("为")
    return name if len(name) > 1 and _ENDS_A_NAME.search(name) else figure.clause


def _headers(cells: Iterable[PlacedCell]) -> Mapping[int, str]:
    """The header of every column, those of several header rows joined."""
    headers: dict[int, str] = {}
    for cell in cells:
        for column in range(cell.column, cell.column + cell.columns):
            headers[column] = headers.get(column, "") + "".join(cell.text.split())
    return headers


def _columns(text: ReadyTableText, headers: Mapping[int, str]) -> Mapping[ReadyColumn, int] | None:
    """Where the columns of a ready table are; None when one that it needs is missing."""
    free = {at: folded(header) for at, header in headers.items()}
    found: dict[ReadyColumn, int] = {}
    for column in text.columns:
        words = [folded(word) for word in (column.title, *column.words)]
        same = (at for at, header in free.items() if header in words)
        holding = (at for at, header in free.items() if any(word in header for word in words))
        place = next(same, next(holding, None))
        if place is not None:
            found[column] = place
            del free[place]
        elif not column.optional:
            return None
    return found
