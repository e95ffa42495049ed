"""揭榜任务承诺书."""

from collections.abc import Iterator

from jbgs_desktop.forms.checks.common import Case, is_blank, quoted
from jbgs_desktop.forms.checks.cover import too_early
from jbgs_desktop.forms.checks.values import by_kind, cell
from jbgs_desktop.forms.finding import Finding

_NAME, _MOBILE, _COVER_DATE = "unit.contact.name", "unit.contact.mobile", "cover.date"


def rules(case: Case) -> Iterator[Finding]:
    yield from cell(case, "pledge.contact")
    yield from cell(case, "pledge.phone")
    yield from _contact(case)
    yield from _phone(case)
    yield from _date(case)


def _contact(case: Case) -> Iterator[Finding]:
    pledged = case.application.pledge.contact.strip()
    named = case.application.unit.contact.name.strip()
    if pledged and named and pledged != named:
        message = (
            f"这里是{quoted(pledged)}，而“{case.name(_NAME)}”是{quoted(named)}，"
            "请统一；确为两个人的不用改。"
        )
        yield case.warning("pledge.contact", "differs-from-contact", message)


def _phone(case: Case) -> Iterator[Finding]:
    pledged = case.application.pledge.phone.strip()
    given = case.application.unit.contact.mobile.strip()
    if pledged and given and pledged != given:
        message = (
            f"这里是{quoted(pledged)}，而“{case.name(_MOBILE)}”是{quoted(given)}，"
            "请统一；有意写另一个号码的不用改。"
        )
        yield case.warning("pledge.phone", "differs-from-contact", message)


def _date(case: Case) -> Iterator[Finding]:
    path = "pledge.date"
    if is_blank(case.text(path)):
        message = f"留空的，请在打印后手写，并与“{case.name(_COVER_DATE)}”一致。"
        yield case.notice(path, "empty", message)
    else:
        yield from by_kind(case, path)
        yield from too_early(case, path)
