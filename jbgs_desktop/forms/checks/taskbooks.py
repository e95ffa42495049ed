"""揭榜任务书: one for each chosen direction, all sections written, and what they speak of."""

from collections.abc import Iterator

from jbgs_desktop.forms.application import Taskbook
from jbgs_desktop.forms.calls.call import Direction
from jbgs_desktop.forms.checks.book_tables import book_tables
from jbgs_desktop.forms.checks.budget_table import budget_findings
from jbgs_desktop.forms.checks.captions import caption_findings
from jbgs_desktop.forms.checks.cell_amounts import cell_amount_findings
from jbgs_desktop.forms.checks.context import CheckContext, Steps, is_blank, listed, quoted
from jbgs_desktop.forms.checks.plan import plan_findings
from jbgs_desktop.forms.checks.prose import prose
from jbgs_desktop.forms.checks.ready_cells import empty_cells
from jbgs_desktop.forms.checks.schedule_table import schedule_findings
from jbgs_desktop.forms.checks.target_table import answers_targets, target_table_findings
from jbgs_desktop.forms.checks.team_table import team_findings
from jbgs_desktop.forms.finding import Finding
from jbgs_desktop.forms.section import figures_of, section_text
from jbgs_desktop.forms.target_figures import is_mentioned, target_figures
from jbgs_desktop.forms.text.clean import folded
from jbgs_desktop.forms.text.count import count

_NEARLY = 0.9  # of the limit


def rules(case: CheckContext) -> Steps:
    yield from _not_chosen(case)
    for direction in case.directions:
        if _is_missing(case, direction.no):
            message = f"选择了方向{direction.no}，但这一份还没有写，每个方向都要填写一份。"
            yield case.error(f"taskbooks.{direction.no}", "missing", message)
            continue
        yield from _length(case, direction.no)
        yield None
        for section in case.call.form.taskbook.sections:
            yield from prose(case, f"taskbooks.{direction.no}.{section}")
            yield None
        yield from _title(case, direction)
        yield from _in_tables(case, direction)
        yield None
        yield from caption_findings(case, direction.no)
        yield None
        yield from plan_findings(case, f"taskbooks.{direction.no}.plan")
        yield from _participants(case, direction)
        yield None


def _not_chosen(case: CheckContext) -> Iterator[Finding]:
    chosen = {str(no) for no in case.application.directions}
    for key, book in case.application.taskbooks.items():
        if key in chosen or _is_blank(book):
            continue
        if key.isascii() and key.isdigit():
            message = f"这一份有内容，但没有选择方向{key}，请补选这个方向，或者清空这一份。"
            yield case.error(f"taskbooks.{key}", "not-chosen", message)
        else:
            message = f"有一份的编号是{quoted(key)}，不是方向的号码，请改为所选方向的号码。"
            yield case.error("taskbooks", "unknown-key", message)


def _is_blank(book: Taskbook) -> bool:
    return all(
        is_blank(section_text(section)) and not any(figures_of(section)) for _, section in book
    )


def _is_missing(case: CheckContext, no: int) -> bool:
    return _is_blank(case.application.taskbook(no))


def _length(case: CheckContext, no: int) -> Iterator[Finding]:
    limit = case.call.limits.get("taskbooks.*")
    if not limit:
        return
    path, most = f"taskbooks.{no}", limit.words
    words = sum(count(section_text(each)).words for _, each in case.application.taskbook(no))
    asked = "要求不超过" if limit.hard else "原则上不超过"
    if words > most:
        message = f"全部内容共{words}字，{asked}{most}字，多了{words - most}字，请精简。"
        yield (case.error if limit.hard else case.warning)(path, "too-long", message)
    elif words > most * _NEARLY:
        message = f"全部内容共{words}字，{asked}{most}字，还可以写{most - words}字。"
        yield case.notice(path, "nearly-too-long", message)


def _written(case: CheckContext, direction: Direction, section: str) -> str:
    """The section's text, or nothing while it only says 无."""
    text = case.text(f"taskbooks.{direction.no}.{section}")
    return "" if is_blank(text) or case.says_none(text) else text


def _title(case: CheckContext, direction: Direction) -> Iterator[Finding]:
    text = _written(case, direction, "introduction")
    title = direction.plain_title
    if text and folded(title) not in folded(text):
        message = f"没有出现方向的名称“{title}”，任务名称应与通知一致，请写明这个名称。"
        path = f"taskbooks.{direction.no}.introduction"
        yield case.warning(path, "title-missing", message)


def _in_tables(case: CheckContext, direction: Direction) -> Steps:
    tables = []
    for table in book_tables(case, direction.no):
        tables.append(table)
        yield None
    if answers_targets(tables):
        yield from target_table_findings(case, direction, tables)
    else:
        yield from _figures(case, direction)
    yield None
    yield from team_findings(case, tables)
    for table in tables:
        yield None
        yield from empty_cells(case, table)
        yield from schedule_findings(case, table)
        yield from budget_findings(case, table)
        yield from cell_amount_findings(case, table)


def _figures(case: CheckContext, direction: Direction) -> Iterator[Finding]:
    text = _written(case, direction, "goals")
    if not text or not case.track:
        return
    figures = target_figures(direction, case.call.target_year)
    missing = [figure.clause for figure in figures if not is_mentioned(figure, text)]
    if missing:
        clauses = "、".join(f"“{clause}”" for clause in dict.fromkeys(missing))
        target = case.call.form.vocabulary.target
        message = (
            f"通知的{target}里有这些数值，而这里没有提到：{clauses}。"
            "请逐项写明目标值和测试方式，不适用的请说明理由。"
        )
        source = f"{case.track.annex}方向{direction.no}{target}"
        path = f"taskbooks.{direction.no}.goals"
        yield case.notice(path, "figures-missing", message, source)


def _participants(case: CheckContext, direction: Direction) -> Iterator[Finding]:
    text = folded(_written(case, direction, "organisation"))
    names = {folded(name): name for _, name in case.participants}
    missing = [name for key, name in names.items() if key not in text]
    if text and missing:
        message = f"没有提到一同申报的{listed(missing)}，请写明每家的分工和支撑能力，名称写全称。"
        path = f"taskbooks.{direction.no}.organisation"
        yield case.warning(path, "participant-missing", message)
