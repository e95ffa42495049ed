"""通知, 属地口径, 赛道 and the 封面."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta

from jbgs_desktop.forms.checks.context import CheckContext, is_blank, quoted
from jbgs_desktop.forms.checks.values import cell, day_at
from jbgs_desktop.forms.finding import Finding
from jbgs_desktop.forms.text.clean import folded, printed_date

_DAYS_AHEAD = 30


def rules(case: CheckContext) -> Iterator[Finding]:
    yield from _call(case)
    yield from _region(case)
    yield from _track(case)
    yield from _recommender(case)
    yield from cell(case, "cover.date")
    yield from too_early(case, "cover.date")
    yield from _date_after_deadlines(case)
    yield from _date_far_ahead(case)
    yield from _date_is_the_pledges(case)
    yield from _passed_deadlines(case)


def _call(case: CheckContext) -> Iterator[Finding]:
    chosen = case.application.call
    if is_blank(chosen):
        message = f"还没有写明申报的是哪一个通知，请选择“{case.call.title}”或其他通知。"
        yield case.error("call", "empty", message)
    elif chosen != case.call.id:
        message = (
            f"文件写的通知是{quoted(chosen)}，现在按{quoted(case.call.title)}检查，"
            "请选择与材料一致的通知。"
        )
        yield case.error("call", "unknown", message)


def _region(case: CheckContext) -> Iterator[Finding]:
    known = "、".join(region.name for region in case.call.regions)
    if is_blank(case.application.region):
        message = f"还没有选择按哪里的要求申报，截止时间无法检查，请选择（{known}）。"
        yield case.error("region", "empty", message)
    elif not case.region:
        message = f"本通知没有{quoted(case.application.region)}这一属地，请重新选择（{known}）。"
        yield case.error("region", "unknown", message)


def _track(case: CheckContext) -> Iterator[Finding]:
    known, word = (
        "、".join(track.name for track in case.call.tracks),
        case.call.form.vocabulary.track,
    )
    if is_blank(case.application.track):
        message = f"还没有选择{word}，请选择一个（{known}），一份材料只报一个{word}。"
        yield case.error("track", "empty", message)
    elif not case.track:
        message = f"本通知没有{quoted(case.application.track)}这一{word}，请重新选择（{known}）。"
        yield case.error("track", "unknown", message)


def _recommender(case: CheckContext) -> Iterator[Finding]:
    path = "cover.recommender"
    if not is_blank(case.text(path)):
        yield from cell(case, path)
        yield from _recommends_itself(case, path)
        return
    hint = f"本地应为{case.region.recommender}。" if case.region else ""
    message = f"还没有填写。{hint}知道全称的请填写，不确定的可以留空，由{case.name(path)}填写。"
    yield case.warning(path, "empty", message)


def _recommends_itself(case: CheckContext, path: str) -> Iterator[Finding]:
    name = case.application.unit.name
    if not is_blank(name) and folded(case.text(path)) == folded(name):
        message = (
            f"与“{case.name('unit.name')}”相同，不能自己推荐自己，请改填受理推荐的主管部门，"
            f"不确定的可以留空，由{case.name(path)}填写。"
        )
        yield case.warning(path, "same-as-unit", message)


def too_early(case: CheckContext, path: str) -> Iterator[Finding]:
    """A date on which nobody could know of the call."""
    day = day_at(case, path)
    if day and case.region and day < case.region.issued_on:
        message = (
            f"{printed_date(day)}早于通知发布的日期（{printed_date(case.region.issued_on)}），"
            "请核对年份和月份。"
        )
        yield case.warning(path, "before-notice", message, case.region.document_no)


def _date_after_deadlines(case: CheckContext) -> Iterator[Finding]:
    day = day_at(case, "cover.date")
    if not day or not case.region:
        return
    missed = [deadline for deadline in case.region.next_deadlines if day > deadline.day]
    if missed:
        named = "、".join(f"{deadline.what}截止时间 {deadline.printed}" for deadline in missed)
        message = f"{printed_date(day)}晚于{named}，请改为截止之前的日期，并尽早报送。"
        yield case.warning("cover.date", "after-deadline", message, missed[0].clause)


def _date_far_ahead(case: CheckContext) -> Iterator[Finding]:
    day = day_at(case, "cover.date")
    if day and day > case.now.date() + timedelta(days=_DAYS_AHEAD):
        message = (
            f"{printed_date(day)}比今天（{printed_date(case.now.date())}）"
            f"晚{_DAYS_AHEAD}天以上，请核对年份和月份。"
        )
        yield case.warning("cover.date", "far-ahead", message)


def _date_is_the_pledges(case: CheckContext) -> Iterator[Finding]:
    day, pledged = day_at(case, "cover.date"), day_at(case, "pledge.date")
    if day and pledged and day != pledged:
        title = case.call.form.pledge.title
        message = (
            f"封面的日期是{printed_date(day)}，《{title}》的日期是{printed_date(pledged)}，"
            "两处不一致，请统一；确需不同的不用改。"
        )
        yield case.warning("cover.date", "differs-from-pledge", message)


def _passed_deadlines(case: CheckContext) -> Iterator[Finding]:
    for deadline in case.region.next_deadlines if case.region else ():
        if deadline.passed(case.now):
            message = (
                f"{deadline.what}（{deadline.who}）的截止时间 {deadline.printed} 已过，"
                "仍要报送的，请先与受理单位联系。"
            )
            finding = case.notice("cover.date", "passed", message, deadline.clause)
            yield replace(finding, code="deadline.passed")
