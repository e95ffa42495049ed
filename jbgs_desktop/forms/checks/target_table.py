"""指标表: every figure of the direction's 预期目标 has its row, and the row's promise meets it.

A promise is judged only where it is sure which way is better: 精度达到0.5 may be a most or a least.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from enum import Enum, auto

from jbgs_desktop.forms.calls.call import Direction
from jbgs_desktop.forms.checks.book_tables import BookTable
from jbgs_desktop.forms.checks.context import CheckContext, Steps, is_blank, quoted
from jbgs_desktop.forms.finding import Finding
from jbgs_desktop.forms.ready_tables import KnownTable
from jbgs_desktop.forms.target_figures import TargetFigure, figures_in, target_figures
from jbgs_desktop.forms.text.units import as_half_width, in_unit, is_of, same_quantity, whole_unit

_SURELY_LEAST = re.compile(r"不[低少小]于|以上|至少|最低|[≥>]")
_SURELY_MOST = re.compile(r"不[高多大]于|不超过|以[下内]|[≤<±]|[小低少]于")
_MOSTLY_LEAST = re.compile(r"[大高]于|超|提升|覆盖|达")
_BETTER = "优于"
_RANGE = re.compile(r"\s?[-~～—–至到]")
_NO_UNIT = re.compile(r"[-—–/／无]*")
_EXACTNESS = re.compile(r"精度|误差|偏差|稳定性|漂移|噪声")
_SMALL_IS_GOOD = re.compile(_EXACTNESS.pattern + r"|时间|时延|延迟|功耗")
_LARGE_IS_GOOD = re.compile(r"密度|效率|速度|容量|带宽|算力")


class _Bound(Enum):
    LEAST = auto()
    MOST = auto()
    UNKNOWN = auto()


@dataclass(frozen=True, slots=True)
class _Answer:
    """A row that answers a figure."""

    table: BookTable
    known: KnownTable
    row: int

    @property
    def promise(self) -> str:
        return self.known.text_at(self.row, "target")

    @property
    def unit(self) -> str:
        unit = whole_unit(as_half_width(self.known.text_at(self.row, "unit")))
        return "" if _NO_UNIT.fullmatch(unit) else unit


def answers_targets(tables: Sequence[BookTable]) -> bool:
    """Whether one of ``tables`` is there to answer the figures of the 预期目标."""
    return any(table.known and table.known.text.row_for_each_target for table in tables)


def target_table_findings(
    case: CheckContext, direction: Direction, tables: Sequence[BookTable]
) -> Steps:
    if not case.track:
        return
    target = case.call.form.vocabulary.target
    source = f"{case.track.annex}方向{direction.no}{target}"
    rows = list(_rows(tables))
    missing = []
    for figure in target_figures(direction, case.call.target_year):
        answers = [row for row in rows if _asks_for(row, figure)]
        if not answers:
            missing.append(figure.clause)
        yield from _judged(case, figure, answers, source)
        yield None
    if missing:
        table = next(table for table in tables if answers_targets([table]))
        clauses = "、".join(f"“{clause}”" for clause in dict.fromkeys(missing))
        message = (
            f"{table.number}里没有回答{target}中的这些数值：{clauses}。"
            "请各补一行，写明目标值和测试方法；不适用的，也请在表里说明理由。"
        )
        yield case.warning(table.path, "targets-missing", message, source)


def _rows(tables: Sequence[BookTable]) -> Iterator[_Answer]:
    for table in tables:
        if table.known and table.known.text.row_for_each_target:
            yield from (_Answer(table, table.known, row) for row in table.known.body)


def _asks_for(answer: _Answer, figure: TargetFigure) -> bool:
    return any(
        same_quantity(found.number, found.unit or answer.unit, figure.number, figure.unit)
        for found in figures_in(answer.known.text_at(answer.row, "required"))
    )


def _judged(
    case: CheckContext, figure: TargetFigure, answers: Sequence[_Answer], source: str
) -> Iterator[Finding]:
    """What is wrong with the first answer to ``figure`` when none of them meets it."""
    written = [answer for answer in answers if not is_blank(answer.promise)]
    if not written or any(_meets(figure, answer) for answer in written):
        return
    answer = written[0]
    path = answer.table.cell_path(answer.known.cell(answer.row, "target"))
    start = (
        f"{answer.table.place(answer.row)}的“{answer.known.header('target')}”"
        f"写的是{quoted(answer.promise)}，"
    )
    if list(_comparable(figure, answer)):
        message = f"{start}达不到要求的“{figure.text}”，请核对数值、单位和大小方向。"
        yield case.warning(path, "target-not-met", message, source)
    else:
        message = f"{start}没有能与要求的“{figure.text}”比较的数值，请写明目标值和单位。"
        yield case.warning(path, "target-without-number", message, source)


def _meets(figure: TargetFigure, answer: _Answer) -> bool:
    bound = _bound_of(figure)
    if bound is _Bound.UNKNOWN:
        return any(True for _ in _comparable(figure, answer))
    for number, promised in _comparable(figure, answer):
        is_enough = number >= figure.number if bound is _Bound.LEAST else number <= figure.number
        if is_enough and _bound_in(promised.text) in (bound, _Bound.UNKNOWN):
            return True
    return False


def _comparable(figure: TargetFigure, answer: _Answer) -> Iterator[tuple[Decimal, TargetFigure]]:
    """The numbers of a promise in the figure's unit."""
    for promised in figures_in(answer.promise):
        number = in_unit(promised.number, promised.unit or answer.unit, figure.unit)
        if number is not None:
            yield number, promised


def _bound_in(comparison: str) -> _Bound:
    """Which way a comparison goes, where its words alone tell."""
    plain = as_half_width(comparison)
    if _SURELY_LEAST.search(plain):
        return _Bound.LEAST
    return _Bound.MOST if _SURELY_MOST.search(plain) else _Bound.UNKNOWN


def _bound_of(figure: TargetFigure) -> _Bound:
    """Which way is better than ``figure``."""
    before, _, after = figure.clause.partition(figure.text)
    stated, is_small = _bound_in(figure.text), bool(_SMALL_IS_GOOD.search(before))
    if _RANGE.match(after) or (stated is _Bound.LEAST and _EXACTNESS.search(before)):
        return _Bound.UNKNOWN  # 覆盖500-10000N; 稳定性不低于0.3°/h means: not worse
    if stated is not _Bound.UNKNOWN:
        return stated
    if (is_small and is_of(figure.unit, "time", "angle")) or figure.unit.endswith("FS"):
        return _Bound.MOST
    is_least = _MOSTLY_LEAST.search(figure.text) or is_of(figure.unit, "count")
    is_better = _BETTER in figure.text and _LARGE_IS_GOOD.search(before)
    return _Bound.LEAST if not is_small and (is_least or is_better) else _Bound.UNKNOWN
