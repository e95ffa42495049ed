"""检查: everything that is wrong or odd about an application, in the paper's order.

Each module holds the rules of one part of the paper; a rule looks at a
:class:`~jbgs_desktop.forms.checks.context.CheckContext` and yields findings. What the prose says is
held against the cells in ``prose_figures`` and ``prose_unit_name``. Where a rule has looked at much
it yields None, and :func:`check_in_steps` stops there.
"""

from collections.abc import Generator
from datetime import datetime
from itertools import chain

from jbgs_desktop.forms.application import Application
from jbgs_desktop.forms.calls.call import Call
from jbgs_desktop.forms.checks import (
    characters,
    cover,
    directions,
    evidence,
    figure_files,
    file_links,
    lengths,
    pledge,
    prose_figures,
    prose_unit_name,
    size,
    taskbooks,
    unit,
)
from jbgs_desktop.forms.checks.context import CheckContext, EvidenceSize, Rule, in_paper_order
from jbgs_desktop.forms.checks.evidence_paths import files_beside
from jbgs_desktop.forms.finding import Finding
from jbgs_desktop.forms.section import SectionItem, TableItem, items_of

__all__ = ["EvidenceSize", "check", "check_in_steps", "files_beside", "takes_long"]

_MUCH = 20_000  # characters; checking more takes longer than a frame
_CELL = 20  # characters take as long as a cell

_RULES: tuple[Rule, ...] = (
    *(lengths.rules, cover.rules, unit.rules, directions.rules, taskbooks.rules),
    *(characters.rules, file_links.rules),
    figure_files.rules,
    *(evidence.rules, pledge.rules, prose_figures.rules, prose_unit_name.rules),
    size.rules,
)


def check(
    application: Application, call: Call, *, now: datetime, evidence_size: EvidenceSize
) -> list[Finding]:
    """All findings about ``application`` under ``call``, in the order of the form.

    ``now`` is compared with the deadlines; ``evidence_size`` gives the bytes of an attached file
    by its ``file``, or None when there is none. Any application that loads can be checked.
    """
    steps = check_in_steps(application, call, now=now, evidence_size=evidence_size)
    while True:
        try:
            next(steps)
        except StopIteration as end:
            findings: list[Finding] = end.value
            return findings


def check_in_steps(
    application: Application, call: Call, *, now: datetime, evidence_size: EvidenceSize
) -> Generator[None, None, list[Finding]]:
    """:func:`check` in steps of a few milliseconds each; the generator returns the findings."""
    case = CheckContext(application, call, now, evidence_size)
    found: list[Finding] = []
    for rule in _RULES:
        for finding in rule(case):
            if finding is None:
                yield
            else:
                found.append(finding)
        yield
    return in_paper_order(case, found)


def takes_long(application: Application) -> bool:
    """Whether a check is better done in steps where somebody is typing."""
    sections = (section for book in application.taskbooks.values() for _, section in book)
    return sum(map(_effort, chain.from_iterable(map(items_of, sections)))) > _MUCH


def _effort(item: SectionItem) -> int:
    if isinstance(item, TableItem):
        return _CELL * sum(map(len, item.table.rows))
    return len(item) if isinstance(item, str) else 0
