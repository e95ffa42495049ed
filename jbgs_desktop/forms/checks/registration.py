"""Where and as what the unit is registered: its code, its address, 单位性质."""

from collections.abc import Iterator
from dataclasses import replace

from jbgs_desktop.forms.calls.form import ChoiceBox
from jbgs_desktop.forms.checks.context import CheckContext, is_blank, quoted
from jbgs_desktop.forms.checks.values import has_content
from jbgs_desktop.forms.finding import Finding, Severity
from jbgs_desktop.forms.text.codes import CodeIssue, CodeProblem, CodeReport, inspect_code

_CREDIT = "GB 32100-2015"
_ORGANISATION = "GB 11714-1997"
_PLACE_WORDS = "省市区县州旗盟"


def rules(case: CheckContext) -> Iterator[Finding]:
    yield from _address(case)
    yield from _code(case)
    yield from _nature_and_code(case)


def nature(case: CheckContext) -> ChoiceBox | None:
    """The box of 单位性质 that is ticked."""
    value = case.application.unit.nature
    return next((box for box in case.field("unit.nature").choices if box.value == value), None)


def _address(case: CheckContext) -> Iterator[Finding]:
    address = case.application.unit.address
    if not has_content(case, "unit.address"):
        return
    if not any(word in address for word in _PLACE_WORDS):
        message = "地址里没有省、市、区或县，请从省或市写起，写到门牌号。"
        yield case.warning("unit.address", "no-place", message)
    if not case.region:
        return
    registration = case.region.registration
    words = registration.address_words
    if words and not any(word in address for word in words):
        message = (
            f"地址里没有“{'”或“'.join(words)}”，而{case.region.name}要求申报单位是"
            f"{registration.text}，请核对注册地；办公地址在外地的请写注册地址。"
        )
        yield case.warning("unit.address", "region", message, registration.clause)


def _code(case: CheckContext) -> Iterator[Finding]:
    path = "unit.code"
    if not has_content(case, path):
        return
    report = inspect_code(case.text(path))
    yield from _code_itself(case, path, report)
    prefixes = case.region.registration.code_prefixes if case.region else ()
    if case.region and report.region and prefixes and not report.region.startswith(prefixes):
        message = (
            f"第3至8位是{report.region}，不是{case.region.name}的行政区划代码"
            f"（以{'、'.join(prefixes)}开头），请核对注册地；注册地已经迁入的，请备好证明。"
        )
        yield case.warning(path, "region", message, case.region.registration.clause)


def code_of_another(case: CheckContext, path: str) -> Iterator[Finding]:
    """What is odd about the code of a unit that does not sign; it may be left out."""
    text = case.text(path)
    if not is_blank(text) and not case.says_none(text):
        for finding in _code_itself(case, path, inspect_code(text)):
            yield replace(finding, severity=Severity.WARNING)


def _code_itself(case: CheckContext, path: str, report: CodeReport) -> Iterator[Finding]:
    standard = _ORGANISATION if report.kind == "organisation" else _CREDIT
    failed = {issue.problem for issue in report.problems}
    for issue in report.problems:
        if issue.problem is CodeProblem.CHARACTERS:
            message = (
                f"第{issue.position}位是{quoted(issue.character)}，这一位不会出现这个字符，"
                "请对照证照核对（数字0、1与字母O、I容易混淆）。"
            )
            yield case.error(path, "characters", message, standard)
        elif issue.problem is CodeProblem.INNER_CHECK:
            if CodeProblem.CHECK_CHARACTER not in failed:
                yield case.warning(path, "inner-check-digit", _inner(issue), _ORGANISATION)
        else:
            yield from _plain_issue(case, path, issue, report, standard)


def _inner(issue: CodeIssue) -> str:
    return (
        f"第9至17位是组织机构代码，按前8位算出的校验码应为{issue.expected}，"
        f"现在是{issue.character}，请对照证照核对。"
    )


def _plain_issue(
    case: CheckContext, path: str, issue: CodeIssue, report: CodeReport, standard: str
) -> Iterator[Finding]:
    if issue.problem is CodeProblem.LENGTH:
        message = (
            f"有{report.length}位，统一社会信用代码是18位，组织机构代码是9位，请对照证照核对。"
        )
        yield case.error(path, "length", message, standard)
    elif issue.problem is CodeProblem.CHECK_CHARACTER:
        message = (
            f"校验不通过：按前{issue.position - 1}位算出的最后一位应为{issue.expected}，"
            f"现在是{issue.character}。至少有一位抄错，或相邻两位颠倒，请对照证照逐位核对。"
        )
        yield case.error(path, "check-digit", message, standard)
    elif issue.problem is CodeProblem.UNKNOWN_AUTHORITY:
        message = f"前两位{quoted(issue.character)}不是常见的登记部门和机构类别，请对照证照核对。"
        yield case.warning(path, "authority", message, standard)
    elif issue.problem is CodeProblem.ORGANISATION_FORM:
        message = "这是9位的组织机构代码，已换发统一社会信用代码的单位请填18位代码。"
        yield case.warning(path, "old-form", message, _CREDIT)


def _nature_and_code(case: CheckContext) -> Iterator[Finding]:
    box, report = nature(case), inspect_code(case.application.unit.code)
    starts = report.authority_and_type
    if box and starts and box.code_prefixes and not starts.startswith(box.code_prefixes):
        message = (
            f"选的是“{box.label}”，但代码以{starts}开头，"
            f"{box.label}的统一社会信用代码一般以{'、'.join(box.code_prefixes)}开头，请核对这两栏。"
        )
        yield case.warning("unit.nature", "code", message, _CREDIT)
