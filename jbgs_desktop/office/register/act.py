"""操作记录: who did what to the register and when, with what each row was before and after.

The register is what its log says: :func:`replay` gives the rows that stand in the file. So every
act can be undone to the letter, and who asks why a unit is where it is gets an answer.
"""

from collections.abc import Iterable, Mapping, Sequence
from typing import Annotated, Any

from pydantic import AwareDatetime

from jbgs_desktop.forms.kept import Kept, Since

RowData = dict[str, Any]  # a row of the register as its JSON has it


class RowChange(Kept, first="row was now"):
    """The keys of one row that changed; a key that is missing on one side was not there.

    ``was`` is None for a new row.
    """

    row: int
    was: RowData | None
    now: RowData


class Act(Kept, first="when who batch undoes found changes"):
    """One change of the register. Those of one ``batch`` are undone together.

    ``undoes`` are the numbers of the acts that it takes back, from 1. ``found`` says that it is
    nobody's act but the state in which the register was found: one that was begun without a log.
    One that is ``automatic`` was done by the program in the background; nobody undoes it.
    """

    when: AwareDatetime
    who: str = ""
    batch: str = ""
    undoes: tuple[int, ...] = ()
    found: bool = False
    changes: tuple[RowChange, ...] = ()
    automatic: Annotated[bool, Since(2)] = False


def change_of(row: int, was: RowData | None, now: RowData) -> RowChange:
    """What turns the row from ``was``, None when it is new, into ``now``."""
    if was is None:
        return RowChange(row=row, was=None, now=now)
    missing = object()
    keys = [k for k in {**was, **now} if was.get(k, missing) != now.get(k, missing)]
    return RowChange(
        row=row,
        was={key: was[key] for key in keys if key in was},
        now={key: now[key] for key in keys if key in now},
    )


def changed_row(before: RowData | None, change: RowChange) -> RowData:
    """The row after ``change``."""
    gone = change.was or {}
    return {k: v for k, v in (before or {}).items() if k not in gone} | change.now


def replay(acts: Iterable[Act]) -> dict[int, RowData]:
    """Every row of the register as ``acts`` leave it."""
    rows: dict[int, RowData] = {}
    for act in acts:
        for change in act.changes:
            rows[change.row] = changed_row(rows.get(change.row), change)
    return rows


def last_to_undo(acts: Sequence[Act]) -> tuple[int, ...]:
    """The numbers of what is undone next, the last first: one act, or all of its batch."""
    undone = _undone(acts)
    found: list[int] = []
    for number in range(len(acts), 0, -1):
        act = acts[number - 1]
        if act.found:
            break
        if act.automatic or act.undoes or number in undone:
            continue
        if found and (not act.batch or act.batch != acts[found[0] - 1].batch):
            break
        found.append(number)
        if not act.batch:
            break
    return tuple(found)


def last_to_redo(acts: Sequence[Act]) -> tuple[int, ...]:
    """The number of the undoing that is taken back next; none once something else was done."""
    undone = _undone(acts)
    for number in range(len(acts), 0, -1):
        act = acts[number - 1]
        if act.automatic:
            continue
        if not act.undoes:
            break
        of_an_act = not any(acts[each - 1].undoes for each in act.undoes)
        if number not in undone and of_an_act:
            return (number,)
    return ()


def _undone(acts: Sequence[Act]) -> set[int]:
    undone: set[int] = set()
    for number in range(len(acts), 0, -1):
        if number not in undone:
            undone.update(acts[number - 1].undoes)
    return undone


def taken_back(rows: Mapping[int, RowData], acts: Iterable[Act]) -> dict[int, RowData] | None:
    """The rows that ``acts``, the last first, have changed, as they were before.

    A row that was new stays as it is; who undoes its coming marks it. None when something else
    has changed them since.
    """
    result: dict[int, RowData] = {}
    for act in acts:
        for change in act.changes:
            row = result.get(change.row, rows[change.row])
            if any(row.get(key) != value for key, value in change.now.items()):
                return None
            if change.was is None:
                result[change.row] = row
            else:
                kept = {k: v for k, v in row.items() if k not in change.now}
                result[change.row] = kept | change.was
    return result
