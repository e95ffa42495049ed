"""经费表: its amounts are numbers, they add up, and the text names the same total."""

import re
from collections.abc import Iterator
from decimal import Decimal

from jbgs_desktop.forms.checks.book_tables import BookTable
from jbgs_desktop.forms.checks.context import CheckContext, is_blank, quoted
from jbgs_desktop.forms.checks.money import YUAN_IN
from jbgs_desktop.forms.checks.ready_cells import is_total
from jbgs_desktop.forms.finding import Finding
from jbgs_desktop.forms.ready_tables import KnownTable
from jbgs_desktop.forms.text.units import as_half_width

_AMOUNT = re.compile(r"(\d{1,3}(?:,\d{3})+|\d{1,15})(\.\d{1,6})?(?:万元|元)?")
_NOTHING = re.compile(r"[-—–/／0.]*")
_UNIT = re.compile("亿元|万元|元")
_CLAUSES = re.compile(r"[，、；。：:（）()\n]|,(?!\d{3})")
_TOTAL_IN_TEXT = re.compile(
    r"(?:本?(?:任务|项目))?(?:计划|拟|预计|总|共)*(?:投入|投资|经费|资金)(?:总额|预算|概算)?"
    r"(?:共计|合计|总计|共|为)*(?P<number>\d+(?:,\d{3})*(?:\.\d+)?)(?P<unit>亿元|万元|元)"
)


def budget_findings(case: CheckContext, table: BookTable) -> Iterator[Finding]:
    known = table.known
    if known is None or not known.text.total:
        return
    above: list[Decimal | None] = []
    for row in known.body:
        cell, amount = known.cell(row, "amount"), _amount(known.text_at(row, "amount"))
        if cell is None or cell.row != row:
            continue
        if amount is None:
            yield from _no_amount(case, table, known, row)
        if amount is not None and is_total(known, row):
            yield from _wrong_sum(case, table, known, row, above, amount)
            yield from _differs_from_text(case, table, known, row, amount)
        elif not _is_part(known.text_at(row, "name")):
            above.append(amount)


def _amount(text: str) -> Decimal | None:
    plain = "".join(as_half_width(text).split())
    if plain and _NOTHING.fullmatch(plain):
        return Decimal(0)
    match = _AMOUNT.fullmatch(plain)
    return Decimal(f"{match[1].replace(',', '')}{match[2] or ''}") if match else None


def _is_part(name: str) -> bool:
    """Whether the amount of the row called ``name`` is in another row too."""
    return name.startswith("其中") or name.endswith("小计")


def _no_amount(
    case: CheckContext, table: BookTable, known: KnownTable, row: int
) -> Iterator[Finding]:
    text = known.text_at(row, "amount")
    if not is_blank(text):
        message = (
            f"{table.place(row)}的“{known.header('amount')}”写的是{quoted(text)}，不是一个数，"
            "无法核对总数，请只填数字。"
        )
        yield case.warning(table.cell_path(known.cell(row, "amount")), "amount-format", message)


def _wrong_sum(
    case: CheckContext,
    table: BookTable,
    known: KnownTable,
    row: int,
    above: list[Decimal | None],
    written: Decimal,
) -> Iterator[Finding]:
    """Nothing is said while an amount is missing."""
    amounts = [amount for amount in above if amount is not None]
    sum_ = sum(amounts, Decimal(0))
    if above and len(amounts) == len(above) and sum_ != written:
        message = (
            f"{table.place(row)}的{known.text.total}写的是{written:f}，而上面各行相加是{sum_:f}，"
            f"相差{abs(written - sum_):f}，请核对。"
        )
        yield case.warning(table.cell_path(known.cell(row, "amount")), "sum", message)


def _differs_from_text(
    case: CheckContext, table: BookTable, known: KnownTable, row: int, total: Decimal
) -> Iterator[Finding]:
    """The text of the same part of the task book names another total."""
    unit = _UNIT.search(known.header("amount"))
    if not unit:
        return
    for path in _same_part(case, table.path):
        for clause in _CLAUSES.split(as_half_width(case.running_text(path))):
            claim = _TOTAL_IN_TEXT.fullmatch(clause.strip())
            if claim and not _is_same(claim, total * YUAN_IN[unit[0]]):
                message = (
                    f"{table.place(row)}的{known.text.total}是{total:f}{unit[0]}，而“{case.name(path)}”里"
                    f"写的是{quoted(claim[0])}，两处不一致，请核对后统一。"
                )
                path = table.cell_path(known.cell(row, "amount"))
                yield case.warning(path, "differs-from-text", message)
                return


def _is_same(claim: re.Match[str], yuan: Decimal) -> bool:
    """Whether the total is the claim's, as exactly as the claim is written."""
    number = Decimal(claim["number"].replace(",", ""))
    exponent = number.as_tuple().exponent
    last_digit = Decimal(1).scaleb(exponent if isinstance(exponent, int) else 0)
    factor = YUAN_IN[claim["unit"]]
    return abs(number * factor - yuan) < last_digit * factor


def _same_part(case: CheckContext, path: str) -> list[str]:
    """The sections of the part of the task book in which the table stands."""
    head, no, section = path.split(".")[:3]
    parts = (part.sections for part in case.call.form.taskbook.parts if section in part.sections)
    return [f"{head}.{no}.{each}" for each in next(parts, ())]
