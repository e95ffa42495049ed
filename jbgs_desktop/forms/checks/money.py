"""Amounts and numbers of people of the 申报表: each plausible, and all of them together.

The thresholds are rules of thumb for a warning, in 元; the form's own unit comes from the pack.
"""

from collections.abc import Iterator
from decimal import ROUND_DOWN, Decimal

from jbgs_desktop.forms.checks.context import CheckContext
from jbgs_desktop.forms.checks.values import amount_at, people_at
from jbgs_desktop.forms.finding import Finding

YUAN_IN = {"元": Decimal(1), "万元": Decimal(10**4), "亿元": Decimal(10**8)}
LEAST_OF_LISTED = Decimal(10**7)  # no exchange of the mainland lists a company with less capital

_SURELY_IN_YUAN = Decimal(10**11)
_LEAST_PER_HEAD, _MOST_PER_HEAD = Decimal(3 * 10**4), Decimal(300 * 10**4)
_CENT = Decimal("0.01")
_USUAL_RD_SHARE = Decimal("0.03")
_USUAL_RD_STAFF_SHARE = Decimal("0.1")

_REVENUE, _SPENDING, _RELATED = "unit.revenue", "unit.rd_spending", "unit.related_revenue"
_CAPITAL = "unit.registered_capital"
_STAFF, _RD_STAFF = "unit.staff", "unit.rd_staff"
_PROFILE = "unit.profile"


def rules(case: CheckContext) -> Iterator[Finding]:
    for path in (_CAPITAL, _REVENUE, _SPENDING, _RELATED):
        yield from _typed_in_yuan(case, path)
    for path in (_CAPITAL, _REVENUE):
        yield from _zero(case, path)
    yield from _spending_and_revenue(case)
    yield from _spending_per_head(case)
    yield from _related_and_revenue(case)
    yield from _staff(case)


def in_yuan(case: CheckContext, path: str) -> Decimal | None:
    """The amount at ``path`` in 元; None while there is none, or its unit is none of money."""
    amount, factor = amount_at(case, path), YUAN_IN.get(case.field(path).unit)
    return amount * factor if amount is not None and factor else None


def _typed_in_yuan(case: CheckContext, path: str) -> Iterator[Finding]:
    amount, unit = in_yuan(case, path), case.field(path).unit
    if amount is not None and amount >= _SURELY_IN_YUAN:
        message = (
            f"{case.text(path).strip()}{unit}合{amount.scaleb(-8).normalize():f}亿元，数额很大，"
            f"是否把以元为单位的数填在了以{unit}为单位的栏里，请核对。"
        )
        yield case.warning(path, "unit", message)


def _zero(case: CheckContext, path: str) -> Iterator[Finding]:
    if amount_at(case, path) == 0:
        message = f"填的是0，请核对；确为0的，请在“{case.name(_PROFILE)}”里说明原因。"
        yield case.warning(path, "zero", message)


def _spending_and_revenue(case: CheckContext) -> Iterator[Finding]:
    spending, revenue = amount_at(case, _SPENDING), amount_at(case, _REVENUE)
    name = case.name(_REVENUE)
    if spending == 0:
        message = "填的是0，而申报的任务要求有研发能力，请核对。"
        yield case.warning(_SPENDING, "zero", message)
    elif spending is None or not revenue:
        return
    elif spending > revenue:
        message = (
            f"大于“{name}”，请核对两栏的单位和数额；确实如此的，请在“{case.name(_PROFILE)}”里说明。"
        )
        yield case.warning(_SPENDING, "more-than-revenue", message)
    elif spending < revenue * _USUAL_RD_SHARE:
        share = (spending * 100 / revenue).quantize(_CENT, ROUND_DOWN)
        message = (
            f"只占“{name}”的{share}%，低于常见的{_USUAL_RD_SHARE * 100:.0f}%，"
            "请核对数额，如属实不用改。"
        )
        yield case.notice(_SPENDING, "low-share", message)


def _spending_per_head(case: CheckContext) -> Iterator[Finding]:
    spending, staff = in_yuan(case, _SPENDING), people_at(case, _RD_STAFF)
    if not spending or not staff:
        return
    per_head = spending / staff
    if not _LEAST_PER_HEAD <= per_head <= _MOST_PER_HEAD:
        shown = (per_head / 10**4).quantize(_CENT, ROUND_DOWN)
        message = (
            f"除以“{case.name(_RD_STAFF)}”，每人是{shown}万元，"
            f"不在常见的{_LEAST_PER_HEAD / 10**4:.0f}至{_MOST_PER_HEAD / 10**4:.0f}万元之间，"
            "请核对这两栏。"
        )
        yield case.warning(_SPENDING, "per-head", message)


def _related_and_revenue(case: CheckContext) -> Iterator[Finding]:
    related, revenue = amount_at(case, _RELATED), amount_at(case, _REVENUE)
    if related is None or revenue is None:
        return
    name = case.name(_REVENUE)
    if related > revenue:
        message = f"大于“{name}”，它是其中的一部分，不能更大，请核对这两栏。"
        yield case.error(_RELATED, "more-than-revenue", message)
    elif related == revenue and revenue:
        message = f"与“{name}”相等，即全部收入都是相关业务的收入，请核对。"
        yield case.warning(_RELATED, "equals-revenue", message)


def _staff(case: CheckContext) -> Iterator[Finding]:
    staff, researchers = people_at(case, _STAFF), people_at(case, _RD_STAFF)
    if staff == 0:
        yield case.error(_STAFF, "zero", "填的是0，单位至少有1人，请填写实际人数。")
    if researchers == 0:
        message = "填的是0，而申报的任务要求有研发能力，请核对。"
        yield case.warning(_RD_STAFF, "zero", message)
    elif not staff or researchers is None:
        return
    elif researchers > staff:
        message = (
            f"填的是{researchers}人，多于“{case.name(_STAFF)}”的{staff}人，"
            "它是其中的一部分，请核对这两栏。"
        )
        yield case.error(_RD_STAFF, "more-than-staff", message)
    elif researchers < staff * _USUAL_RD_STAFF_SHARE:
        message = (
            f"只占“{case.name(_STAFF)}”的{Decimal(researchers) * 100 / staff:.1f}%，"
            f"低于常见的{_USUAL_RD_STAFF_SHARE * 100:.0f}%，请核对。"
        )
        yield case.warning(_RD_STAFF, "low-share", message)
