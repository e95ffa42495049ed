"""申报表 二、揭榜任务基本信息: the chosen directions and the 揭榜产品概述."""

from collections import Counter
from collections.abc import Iterator

from jbgs_desktop.forms.checks.context import CheckContext, is_blank, listed, shortened
from jbgs_desktop.forms.checks.prose import prose
from jbgs_desktop.forms.finding import Finding
from jbgs_desktop.forms.text.clean import folded

_OVERVIEW = "product_overview"


def rules(case: CheckContext) -> Iterator[Finding]:
    yield from _choice(case)
    yield from _numbers(case)
    yield from prose(case, _OVERVIEW, case.call.form.instructions.clause)
    yield from _each_direction_in_overview(case)


def _choice(case: CheckContext) -> Iterator[Finding]:
    number, most = len(set(case.application.directions)), case.call.advised_directions
    hard = case.call.most_directions
    if not number:
        message = "还没有选择方向，请至少选择一个。"
        source = case.call.form.instructions.clause
        yield case.error("directions", "empty", message, source)
    elif hard and number > hard:
        message = f"选了{number}个方向，最多{hard}个，请减少{number - hard}个。"
        yield case.error("directions", "too-many", message, case.call.directions_clause or "")
    elif number > most:
        message = (
            f"选了{number}个方向，每个方向都要写一份《{case.call.form.taskbook.title}》；"
            f"超过{most}个容易被认为重点不突出，请确认力量足够。"
        )
        yield case.warning("directions", "many", message)


def _numbers(case: CheckContext) -> Iterator[Finding]:
    if not case.track:
        return
    for no, times in Counter(case.application.directions).items():
        if not case.track.direction(no):
            word = case.call.form.vocabulary.track
            message = (
                f"{word}“{case.track.name}”没有方向{shortened(str(no))}，"
                f"只有方向{case.track.numbers}，请去掉它，从本{word}的方向中选择。"
            )
            yield case.error("directions", "unknown", message)
        elif times > 1:
            message = f"方向{no}选了{times}次，请只保留一次。"
            yield case.error("directions", "duplicate", message)


def _each_direction_in_overview(case: CheckContext) -> Iterator[Finding]:
    text = case.application.product_overview
    if len(case.directions) < 2 or is_blank(text):
        return
    plain = folded(text)
    missing = [
        direction.plain_title
        for direction in case.directions
        if folded(direction.plain_title) not in plain
    ]
    if missing:
        message = (
            f"选了{len(case.directions)}个方向，概述里没有出现{listed(missing)}，"
            "请为每个方向写一段，并写明方向的名称。"
        )
        yield case.warning(_OVERVIEW, "direction-missing", message)
