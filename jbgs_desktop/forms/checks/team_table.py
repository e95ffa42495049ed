"""团队表: the leader is in it, and whom it names belongs to a unit that applies."""

import re
from collections.abc import Iterator, Sequence

from jbgs_desktop.forms.checks.book_tables import BookTable
from jbgs_desktop.forms.checks.context import CheckContext, is_blank, quoted
from jbgs_desktop.forms.finding import Finding
from jbgs_desktop.forms.ready_tables import KnownTable
from jbgs_desktop.forms.text.clean import folded

_SEVERAL = re.compile(r"[、，,；;/／\n]")
_OWN = re.compile(r"[本我][公单]?[司位企院所校]")  # 本公司, 我单位, 本院
_LEADER = "unit.leader.name"


def team_findings(case: CheckContext, tables: Sequence[BookTable]) -> Iterator[Finding]:
    teams = [(table, table.known) for table in tables if table.known and _is_team(table.known)]
    if teams:
        yield from _leader_missing(case, [*teams])
    for table, known in teams:
        for row in known.body:
            yield from _other_leader(case, table, known, row)
            yield from _unknown_unit(case, table, known, row)


def _is_team(known: KnownTable) -> bool:
    return "person" in known.roles


def _leader(case: CheckContext) -> str:
    name = case.text(_LEADER).strip()
    return "" if is_blank(name) or case.says_none(name) else name


def _leader_missing(
    case: CheckContext, teams: Sequence[tuple[BookTable, KnownTable]]
) -> Iterator[Finding]:
    leader = _leader(case)
    names = [known.text_at(row, "person") for _, known in teams for row in known.body]
    is_begun = not all(map(is_blank, names))
    if leader and is_begun and not any(folded(leader) in folded(name) for name in names):
        table = teams[0][0]
        message = (
            f"{table.number}里没有“{case.name(_LEADER)}”一栏填写的{quoted(leader)}，"
            "请补上一行，或者核对姓名。"
        )
        yield case.warning(table.path, "leader-missing", message)


def _other_leader(
    case: CheckContext, table: BookTable, known: KnownTable, row: int
) -> Iterator[Finding]:
    """Somebody else is called what the form calls the leader."""
    leader, name = _leader(case), known.text_at(row, "person")
    word = case.call.form.table.heading_of(_LEADER)
    is_called = bool(word) and any(cell and folded(cell.text) == word for cell in known.body[row])
    if leader and is_called and not is_blank(name) and folded(leader) not in folded(name):
        message = (
            f"{table.place(row)}写{quoted(name)}是{word}，"
            f"而表中“{case.name(_LEADER)}”填的是{quoted(leader)}，两处不一致，请核对后统一。"
        )
        path = table.cell_path(known.cell(row, "person"))
        yield case.warning(path, "differs-from-form", message)


def _unknown_unit(
    case: CheckContext, table: BookTable, known: KnownTable, row: int
) -> Iterator[Finding]:
    cell = known.cell(row, "organisation")
    names = [case.application.unit.name, *(name for _, name in case.participants)]
    if cell is None or cell.row != row or is_blank(names[0]):
        return
    for part in _SEVERAL.split(cell.text):
        if any(map(str.isalpha, part)) and not _is_one_of(part, names):
            message = (
                f"{table.place(row)}的“{known.header('organisation')}”写的是{quoted(part)}，"
                f"与“{case.name('unit.name')}”和“{case.name('unit.participants')}”里"
                "填写的都不同，请写全称，或者核对。"
            )
            yield case.warning(table.cell_path(cell), "unknown-unit", message)
            return


def _is_one_of(part: str, names: Sequence[str]) -> bool:
    """Whether a unit is one of ``names``, also with its department or without its place."""
    short = folded(part)
    return bool(_OWN.search(part)) or any(
        short in folded(name) or folded(name) in short for name in names if not is_blank(name)
    )
