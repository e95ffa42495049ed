"""参与单位: how many, which, and that none of them is the lead."""

from collections.abc import Iterator

from jbgs_desktop.forms.checks.context import CheckContext, is_blank, quoted
from jbgs_desktop.forms.checks.registration import code_of_another
from jbgs_desktop.forms.checks.values import legal_form, organisation
from jbgs_desktop.forms.finding import Finding
from jbgs_desktop.forms.text.clean import fold_code, folded

_LIST = "unit.participants"


def rules(case: CheckContext) -> Iterator[Finding]:
    yield from _number(case)
    yield from _nameless(case)
    yield from _names(case)
    for at in range(len(case.application.unit.participants)):
        yield from code_of_another(case, f"{_LIST}.{at}.code")
    yield from _distinct(case)
    yield from _codes_distinct(case)


def _number(case: CheckContext) -> Iterator[Finding]:
    marker = case.call.empty_marker
    least, most = case.call.participant_limits(case.directions)
    entries, named = case.application.unit.participants, len(case.participants)
    if named < least:
        message = f"填了{named}家，至少{least}家，请再填{least - named}家。"
        yield case.error(_LIST, "too-few", message, case.call.participants_clause)
    elif not entries:
        message = f"没有填写，纸面上这一栏将印“{marker}”；有联合申报单位的请逐家填写。"
        yield case.notice(_LIST, "empty", message)
    if named > most:
        message = f"填了{named}家，最多{most}家，请减少{named - most}家。"
        yield case.error(_LIST, "too-many", message, case.call.participants_clause)
    if named and any(case.says_none(entry.name) for entry in entries):
        message = f"既填了“{marker}”又填了其他单位，互相矛盾，请删去其中之一。"
        yield case.error(_LIST, "none-among-others", message)


def _nameless(case: CheckContext) -> Iterator[Finding]:
    for at, entry in enumerate(case.application.unit.participants):
        if is_blank(entry.name):
            message = "还没有填写单位名称，请填写全称；没有这家单位的请删去这一行。"
            yield case.error(f"{_LIST}.{at}.name", "empty", message)


def _names(case: CheckContext) -> Iterator[Finding]:
    for path, _ in case.participants:
        yield from organisation(case, path)
        yield from legal_form(case, path)


def _distinct(case: CheckContext) -> Iterator[Finding]:
    lead = folded(case.application.unit.name)
    seen: set[str] = set()
    for path, name in case.participants:
        key = folded(name)
        if key == lead:
            message = f"{quoted(name)}是牵头的单位，不能同时参与，请删去这一行。"
            yield case.error(path, "is-lead", message, case.call.participants_clause)
        elif key in seen:
            yield case.error(path, "duplicate", f"{quoted(name)}填了不止一次，请删去多余的一行。")
        seen.add(key)


def _codes_distinct(case: CheckContext) -> Iterator[Finding]:
    lead = fold_code(case.application.unit.code)
    seen: set[str] = set()
    for at, entry in enumerate(case.application.unit.participants):
        path, code = f"{_LIST}.{at}.code", fold_code(entry.code)
        if not any(map(str.isalnum, code)) or case.says_none(entry.code):
            continue
        if code == lead:
            message = "与牵头单位的代码相同，同一家单位不能既牵头又参与，请核对。"
            yield case.error(path, "is-lead", message, case.call.participants_clause)
        elif code in seen:
            message = "与另一行的代码相同，同一家单位只填一次，请核对。"
            yield case.error(path, "duplicate", message)
        seen.add(code)
