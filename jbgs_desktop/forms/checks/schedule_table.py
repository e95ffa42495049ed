"""进度表: its times stand one after the other, and none is after the target year."""

import re
from collections.abc import Iterator

from jbgs_desktop.forms.checks.book_tables import BookTable
from jbgs_desktop.forms.checks.context import CheckContext, quoted
from jbgs_desktop.forms.checks.plan import PlanStage, is_late, stages_in, too_late
from jbgs_desktop.forms.finding import Finding
from jbgs_desktop.forms.ready_tables import KnownTable
from jbgs_desktop.forms.section import PlacedCell
from jbgs_desktop.forms.text.units import as_half_width

_DAY = re.compile(
    r"(?<!\d)20\d\d\s?(?:年|[-./])\s?(?P<month>\d{1,2})(?![\d%])"
    r"(?:[-./月](?P<day>\d{1,2})(?!\d))?"
)


def schedule_findings(case: CheckContext, table: BookTable) -> Iterator[Finding]:
    """A time that begins anew where the table began is another line of work."""
    first = before = None
    yield from _no_months(case, table)
    for row, cell, stage in _stages(table.known) if table.known else ():
        path, start = table.cell_path(cell), f"{table.place(row)}的时间{quoted(stage.text)}"
        if stage.last < stage.first:
            yield case.warning(path, "order", f"{start}结束早于开始，请核对起止时间。")
        elif before and stage.first < before.first and stage.first != first:
            message = f"{start}早于上一行的{quoted(before.text)}，请按先后排列，并核对起止时间。"
            yield case.warning(path, "order", message)
        if is_late(case, stage):
            yield case.warning(path, "too-late", f"{start}{too_late(case)}")
        first, before = stage.first if first is None else first, stage


def _no_months(case: CheckContext, table: BookTable) -> Iterator[Finding]:
    """Times with a month or a day that no calendar has: 2023.13, 2024.0."""
    for row in table.known.body if table.known else ():
        cell = table.known.cell(row, "period") if table.known else None
        if cell is None or cell.row != row:
            continue
        wrong = next(filter(_is_no_day, _DAY.finditer(as_half_width(cell.text))), None)
        if wrong:
            message = (
                f"{table.place(row)}的时间{quoted(cell.text)}里，{quoted(wrong[0])}"
                "不是日历上有的年月，请核对起止时间。"
            )
            yield case.warning(table.cell_path(cell), "no-month", message)


def _is_no_day(found: re.Match[str]) -> bool:
    day = found["day"]
    return not 1 <= int(found["month"]) <= 12 or bool(day and not 1 <= int(day) <= 31)


def _stages(known: KnownTable) -> Iterator[tuple[int, PlacedCell, PlanStage]]:
    """Every row that has a time of its own."""
    for row in known.body:
        cell = known.cell(row, "period")
        stage = next(stages_in(" ".join(cell.text.split())), None) if cell else None
        if cell and cell.row == row and stage:
            yield row, cell, stage
