"""申报表 一、单位情况: who applies."""

from collections.abc import Iterator

from jbgs_desktop.forms.application import FieldKind
from jbgs_desktop.forms.checks import money, participants, registration
from jbgs_desktop.forms.checks.context import CheckContext, is_blank, quoted
from jbgs_desktop.forms.checks.prose import prose
from jbgs_desktop.forms.checks.values import answered, cell, has_content, legal_form, specified
from jbgs_desktop.forms.finding import Finding
from jbgs_desktop.forms.text.clean import folded


def rules(case: CheckContext) -> Iterator[Finding]:
    filled_in = case.call.form.instructions.clause
    for path in case.call.form.table.fields:
        yield from _field(case, path, filled_in)
    yield from _name(case)
    yield from _contact_is_the_leader(case)
    yield from registration.rules(case)
    yield from _listed(case)
    yield from money.rules(case)
    yield from participants.rules(case)


def _field(case: CheckContext, path: str, source: str) -> Iterator[Finding]:
    match case.field(path).kind:
        case FieldKind.PROSE:
            yield from prose(case, path, source)
        case FieldKind.YES_NO:
            yield from answered(case, path, source)
        case FieldKind.CHOICE:
            yield from cell(case, path, source)
            yield from specified(case, path, source)
        case FieldKind.LIST:
            pass  # it may be empty
        case _:
            yield from cell(case, path, source)


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


def _listed(case: CheckContext) -> Iterator[Finding]:
    unit = case.application.unit
    capital = money.in_yuan(case, "unit.registered_capital")
    if unit.listed and capital is not None and capital < money.LEAST_OF_LISTED:
        message = "选的是上市公司，但注册资本很小，请核对这一栏和注册资本。"
        yield case.warning("unit.listed", "small-capital", message)
