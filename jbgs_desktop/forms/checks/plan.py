"""The dates of a 重点任务攻关计划: one after the other, and none after the target year.

Only dates that open a line, a stage or a sentence count; what is not surely a mistake is let pass.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from jbgs_desktop.forms.checks.context import CheckContext, quoted
from jbgs_desktop.forms.finding import Finding
from jbgs_desktop.forms.text.units import as_half_width

_PIECES = re.compile(r"[\n；;。]|(?=第[一二三四五六七八九十\d]阶段)")
_ORDINAL = re.compile(r"第([一二三四五六七八九十\d])阶段")
_ORDINALS = "一二三四五六七八九十"
_PART_OF_YEAR = (
    r"(?:第?(?P<{0}q>[一二三四1-4])季度|Q(?P<{0}qq>[1-4])|(?P<{0}half>[上下])半年"
    r"|(?P<{0}bound>[年]?[初中底末])|(?P<{0}month>1[0-2]|0?[1-9])月)"
)
_DATE = (
    r"(?P<{0}year>20\d\d)\s?(?:[-./](?P<{0}number>1[0-2]|0?[1-9])(?:[-./]\d{{1,2}})?(?![\d.%])"
    r"|年?\s?" + _PART_OF_YEAR + r"(?:\d{{1,2}}日)?|年)"
)
_PERIOD = re.compile(
    _DATE.format("from_")
    + r"(?:\s?[-~—–至到]{1,2}\s?(?:"
    + _DATE.format("to_")
    + "|"
    + _PART_OF_YEAR.format("only_")
    + "))?"
)
_OPENING = 14  # characters before a date that still opens its piece: （1）第一阶段（
_GOAL_WORDS = re.compile(r"[到至]|截[至止]|力争|目标|总体|预计")
_QUARTERS = {"一": 1, "二": 2, "三": 3, "四": 4}


@dataclass(frozen=True, slots=True)
class PlanStage:
    """A part of the plan with its months, counted from year 0."""

    text: str
    first: int
    last: int
    ordinal: int | None
    is_goal: bool


def plan_findings(case: CheckContext, path: str) -> Iterator[Finding]:
    stages = list(stages_in(case.running_text(path)))
    disorder = _disorder([stage for stage in stages if not stage.is_goal])
    if disorder:
        message = f"{disorder}，时间前后颠倒，请核对各阶段的起止时间。"
        yield case.warning(path, "order", message)
    late = [stage for stage in stages if is_late(case, stage)]
    if late:
        yield case.warning(path, "too-late", f"计划里有{quoted(late[0].text)}，{too_late(case)}")


def is_late(case: CheckContext, stage: PlanStage) -> bool:
    """Whether it ends after the target year."""
    return stage.last >= (case.call.target_year + 1) * 12


def too_late(case: CheckContext) -> str:
    """What is wrong with such a stage, as the end of a sentence."""
    year, target = case.call.target_year, case.call.form.vocabulary.target
    return (
        f"晚于{year}年12月31日，而{target}要求到{year}年实现，"
        "请调整进度；属于以后的设想的，请另行说明。"
    )


def _disorder(stages: list[PlanStage]) -> str:
    """The first two times that stand in the wrong order, as words of a sentence."""
    first: PlanStage | None = None  # of the line of work that is being told
    before: PlanStage | None = None
    for stage in stages:
        if stage.last < stage.first:
            return f"{quoted(stage.text)}的结束早于开始"
        if before and first and stage.last < before.first:
            has_ordinals = stage.ordinal is not None and before.ordinal is not None
            in_sequence = has_ordinals and (stage.ordinal or 0) > (before.ordinal or 0)
            if in_sequence or (not has_ordinals and stage.first > first.last):
                return f"{quoted(before.text)}之后写的是{quoted(stage.text)}"
            first = stage
        first, before = first or stage, stage
    return ""


def stages_in(text: str) -> Iterator[PlanStage]:
    """The stages of a plan, each opened by its time."""
    for piece in _PIECES.split(as_half_width(text)):
        match = _PERIOD.search(piece)
        if not match or match.start() > _OPENING:
            continue
        first, last = _months(match, "from_")
        if match["to_year"]:
            last = _months(match, "to_")[1]
        elif match["only_q"] or match["only_qq"] or match["only_half"] or match["only_month"]:
            last = _months(match, "only_", int(match["from_year"]))[1]
        ordinal = _ORDINAL.search(piece, 0, match.start())
        is_goal = bool(_GOAL_WORDS.search(piece, 0, match.start()))
        yield PlanStage(match[0].strip(), first, last, _number(ordinal), is_goal)


def _number(ordinal: re.Match[str] | None) -> int | None:
    if not ordinal:
        return None
    word = ordinal[1]
    return _ORDINALS.index(word) + 1 if word in _ORDINALS else int(word)


def _months(match: re.Match[str], prefix: str, year: int = 0) -> tuple[int, int]:
    """First and last month of the date whose groups have this prefix."""
    start = (year or int(match[f"{prefix}year"])) * 12
    quarter = match[f"{prefix}q"] or match[f"{prefix}qq"]
    month = match[f"{prefix}month"] or (None if year else match[f"{prefix}number"])
    if month:
        return start + int(month) - 1, start + int(month) - 1
    if quarter:
        at = start + 3 * (int(_QUARTERS.get(quarter, quarter)) - 1)
        return at, at + 2
    if match[f"{prefix}half"]:
        at = start + (0 if match[f"{prefix}half"] == "上" else 6)
        return at, at + 5
    return start, start + 11
