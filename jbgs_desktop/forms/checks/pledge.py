"""揭榜任务承诺书."""

from collections.abc import Iterator

from jbgs_desktop.forms.checks.context import CheckContext, is_blank, quoted
from jbgs_desktop.forms.checks.cover import too_early
from jbgs_desktop.forms.checks.values import by_kind, cell
from jbgs_desktop.forms.finding import Finding

_NAME, _MOBILE, _COVER_DATE = "unit.contact.name", "unit.contact.mobile", "cover.date"


def rules(case: CheckContext) -> Iterator[Finding]:
    yield from cell(case, "pledge.contact")
    yield from cell(case, "pledge.phone")
    yield from _agrees(case, "pledge.contact", _NAME, "确为两个人的不用改")
    yield from _agrees(case, "pledge.phone", _MOBILE, "有意写另一个号码的不用改")
    yield from _date(case)


def _agrees(case: CheckContext, path: str, with_: str, advice: str) -> Iterator[Finding]:
    pledged, given = case.text(path).strip(), case.text(with_).strip()
    if pledged and given and pledged != given:
        message = (
            f"这里是{quoted(pledged)}，而“{case.name(with_)}”是{quoted(given)}，请统一；{advice}。"
        )
        yield case.warning(path, "differs-from-contact", message)


def _date(case: CheckContext) -> Iterator[Finding]:
    path = "pledge.date"
    if is_blank(case.text(path)):
        message = f"留空的，请在打印后手写，并与“{case.name(_COVER_DATE)}”一致。"
        yield case.notice(path, "empty", message)
    else:
        yield from by_kind(case, path)
        yield from too_early(case, path)
