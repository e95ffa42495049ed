"""Cells of a table that say what the 申报表 says too: 营业收入 of the asked year and the like.

Only a row whose words are nothing but the name of such an amount, with the asked year, counts.
"""

import re
from collections.abc import Iterator, Mapping
from decimal import Decimal

from jbgs_desktop.forms.checks.book_tables import BookTable
from jbgs_desktop.forms.checks.context import CheckContext
from jbgs_desktop.forms.checks.money import YUAN_IN, in_yuan
from jbgs_desktop.forms.checks.prose_figures import (
    NAMES_OF_AMOUNTS,
    SECTIONS_ON_THE_UNIT,
    speaks_of_others,
)
from jbgs_desktop.forms.finding import Finding
from jbgs_desktop.forms.section import PlacedCell
from jbgs_desktop.forms.text.units import as_half_width

_UNIT = re.compile(r"[(（]?(?:单位[:：])?(亿元|万元|元)[)）]?")
_IDLE = re.compile(r"[本我]?(?:公司|单位|企业)|全年|年度|指标|项目|名称|年份|金额|数额|\s")
_NUMBER = re.compile(r"(\d{1,3}(?:,\d{3})+|\d{1,15})(\.\d{1,6})?")


def cell_amount_findings(case: CheckContext, table: BookTable) -> Iterator[Finding]:
    if table.path.split(".")[2] not in SECTIONS_ON_THE_UNIT:
        return
    if speaks_of_others(case, table.table.caption):
        return
    cells = list(table.table.cells())
    tops = {cell.column: cell.text for cell in cells if cell.row == 0}
    firsts = {cell.row: cell.text for cell in cells if cell.column == 0}
    year = str(case.call.fiscal_year)
    for cell in cells:
        top, first = tops.get(cell.column, ""), firsts.get(cell.row, "")
        if cell.row and cell.column and (year in top or year in first):
            yield from _differs(case, table, cell, f"{first} {top}")


def _differs(
    case: CheckContext, table: BookTable, cell: PlacedCell, words: str
) -> Iterator[Finding]:
    number = _NUMBER.fullmatch(cell.text.strip())
    words = as_half_width(words)
    unit = _UNIT.search(words) or _UNIT.search(table.table.caption)
    path = _named(words, case.call.fiscal_year)
    amount = in_yuan(case, path) if path else None
    if not number or not unit or amount is None:
        return
    factor = YUAN_IN[unit[1]]
    claimed = Decimal(number[0].replace(",", ""))
    exponent = claimed.as_tuple().exponent
    last_digit = Decimal(1).scaleb(exponent if isinstance(exponent, int) else 0)
    if abs(claimed * factor - amount) >= last_digit * factor:
        field = case.field(path)
        message = (
            f"{table.place(cell.row)}写的是{number[0]}{unit[1]}，而表中“{field.name}”填的是"
            f"{case.text(path).strip()}{field.unit}，两处不一致，请核对后统一。"
        )
        yield case.warning(table.cell_path(cell), "differs-from-form", message)


def _named(words: str, year: int) -> str:
    """The path of the amount that ``words`` are the name of; empty when they say more."""
    bare = _IDLE.sub("", _UNIT.sub("", words).replace(f"{year}年", "").replace(str(year), ""))
    names: Mapping[str, re.Pattern[str]] = NAMES_OF_AMOUNTS
    return next((path for path, name in names.items() if name.fullmatch(bare)), "")
