"""申报表 一、单位情况: who applies."""

from collections.abc import Iterator

from jbgs_desktop.forms.checks import money, participants, registration
from jbgs_desktop.forms.checks.context import CheckContext, folded, is_blank, quoted
from jbgs_desktop.forms.checks.prose import prose
from jbgs_desktop.forms.checks.values import cell, has_content, legal_form
from jbgs_desktop.forms.finding import Finding

_CELLS = (
    *("name", "leader.name", "leader.title", "leader.email", "leader.mobile"),
    *("contact.name", "contact.mobile", "contact.email", "contact.fax"),
    *("legal_representative", "registered_capital", "address", "nature"),
    *("revenue", "rd_spending", "related_revenue", "staff", "rd_staff"),
)


def rules(case: CheckContext) -> Iterator[Finding]:
    filled_in = case.call.form.instructions.clause
    for name in _CELLS:
        yield from cell(case, f"unit.{name}", filled_in)
    yield from _name(case)
    yield from _contact_is_the_leader(case)
    yield from registration.rules(case)
    yield from _nature(case)
    yield from _listed(case)
    yield from money.rules(case)
    yield from prose(case, "unit.profile", filled_in)
    yield from participants.rules(case)


def _name(case: CheckContext) -> Iterator[Finding]:
    if has_content(case, "unit.name"):
        yield from legal_form(case, "unit.name")


def _contact_is_the_leader(case: CheckContext) -> Iterator[Finding]:
    unit = case.application.unit
    name = unit.contact.name
    if not is_blank(name) and folded(name) == folded(unit.leader.name):
        message = (
            f"与“{case.name('unit.leader.name')}”相同（{quoted(name)}），"
            "建议另填一位能随时接通的联系人。"
        )
        yield case.warning("unit.contact.name", "same-as-leader", message)


def _nature(case: CheckContext) -> Iterator[Finding]:
    unit = case.application.unit
    box = registration.nature(case)
    if has_content(case, "unit.nature") and not box:
        labels = "、".join(box.label.rstrip("：") for box in case.call.form.table.nature)
        message = f"{quoted(unit.nature)}不是表中的选项，请从“{labels}”中选一项。"
        yield case.error("unit.nature", "unknown", message)
    path, specified = "unit.nature_other", case.call.form.table.specified_nature
    if box == specified:
        yield from cell(case, path, case.call.form.instructions.clause)
    elif has_content(case, path):
        label = specified.label.rstrip("：")
        message = (
            f"写了{quoted(unit.nature_other)}，但选的不是“{label}”，纸面上不会印出，"
            f"请改选“{label}”，或者删去这几个字。"
        )
        yield case.warning(path, "not-chosen", message)


def _listed(case: CheckContext) -> Iterator[Finding]:
    unit = case.application.unit
    if unit.listed is None:
        message = "还没有选择，这一栏不得空缺，请选择“是”或“否”。"
        yield case.error("unit.listed", "empty", message, case.call.form.instructions.clause)
    capital = money.in_yuan(case, "unit.registered_capital")
    if unit.listed and capital is not None and capital < money.LEAST_OF_LISTED:
        message = "选的是上市公司，但注册资本很小，请核对这一栏和注册资本。"
        yield case.warning("unit.listed", "small-capital", message)
