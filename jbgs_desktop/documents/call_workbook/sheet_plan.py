"""What a sheet of the workbook of a call is: its columns, and both ways between it and a pack."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Annotated, Any, get_args, get_origin

from jbgs_desktop.documents.call_workbook.cell_values import Column
from jbgs_desktop.documents.call_workbook.faults import CellPlace, Faults
from jbgs_desktop.documents.call_workbook.pack_trees import PackTrees
from jbgs_desktop.documents.call_workbook.sheet_rows import ReadRow

MARKED = "marked"  # of a record: the keys of the columns whose cells stand out
SheetRecord = Mapping[str, Any]  # the values of a row by the keys of its columns
Fill = Callable[[Sequence[ReadRow], PackTrees, Faults], None]


@dataclass(frozen=True, slots=True)
class SheetPlan:
    """``rows`` are what a pack has for it; ``fill`` puts rows that were read into a pack.

    In one that ``grows`` a clerk may put in rows and take them out. Cells of the columns ``over``
    are merged where they repeat. ``note`` says in a line what may be edited.
    """

    name: str
    note: str
    columns: tuple[Column, ...]
    rows: Callable[[PackTrees], Sequence[SheetRecord]]
    fill: Fill
    grows: bool = True
    over: tuple[str, ...] = ()


def bare_type(annotation: Any) -> Any:
    """``str`` of ``Annotated[str, …] | None``, as a model has it."""
    if get_origin(annotation) is Annotated:
        return bare_type(get_args(annotation)[0])
    inner = [each for each in get_args(annotation) if each is not type(None)]
    if type(None) in get_args(annotation) and len(inner) == 1:
        return bare_type(inner[0])
    return annotation


def records(columns: Sequence[Column], trees: Sequence[Mapping[str, Any]]) -> list[SheetRecord]:
    """``trees`` as rows of ``columns``, whose keys they have."""
    return [{column.key: tree.get(column.key) for column in columns} for tree in trees]


def fill_record(
    row: ReadRow, path: tuple[Any, ...], columns: Sequence[Column], pack: PackTrees
) -> None:
    """Put what the row has for ``columns`` at ``path``; their keys are those of the pack."""
    pack.put(path, {}, row.place(columns[0].key))
    for column in columns:
        pack.put((*path, column.key), row.get(column.key), row.place(column.key))


def by_key(
    rows: Sequence[ReadRow], key: str, title: str, known: Mapping[Any, str], faults: Faults
) -> dict[Any, ReadRow]:
    """The row of each of ``known`` (with its name), by what stands in the column ``key``.

    What is there twice, is not known or is missing is a fault.
    """
    found: dict[Any, ReadRow] = {}
    for row in (row for row in rows if row.get(key) is not None):
        value = row.get(key)
        if value not in known:
            faults.add(row.place(key), f"没有“{str(value)[:40]}”这一项，请照原来的{title}填写")
        elif value in found:
            faults.add(row.place(key), f"与第{found[value].number}行的{title}重复")
        else:
            found[value] = row
    last = rows[-1].place(key) if rows else None
    for value, name in known.items():
        if value not in found and last is not None:
            faults.add(_below(last), f"缺少“{name}”这一行，请不要删除行")
    return found


def require_distinct(
    rows: Sequence[ReadRow], keys: Sequence[str], what: str, faults: Faults
) -> None:
    """A fault for each row that has the same in the columns ``keys`` as one above."""
    seen: dict[tuple[Any, ...], int] = {}
    for row in rows:
        values = tuple(row.get(key) for key in keys)
        if None in values:
            continue
        if values in seen:
            faults.add(row.place(keys[-1]), f"{what}“{values[-1]}”与第{seen[values]}行重复")
        seen.setdefault(values, row.number)


def _below(place: CellPlace) -> CellPlace:
    return CellPlace(place.sheet, place.row + 1, place.column)


def free_key(given: str | None, stem: str, used: set[str | None], number: int) -> str:
    """``given``, or for a row that has no id yet one that is not ``used``: ``region-3``."""
    while not given:
        given = f"{stem}-{number}" if f"{stem}-{number}" not in used else None
        number += 1
    return given
