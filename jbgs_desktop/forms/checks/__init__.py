"""检查: everything that is wrong or odd about an application, in the paper's order.

Each module holds the rules of one part of the paper; a rule looks at a
:class:`~jbgs_desktop.forms.checks.context.CheckContext` and yields findings. What the prose says is
held against the cells in ``prose_figures`` and ``prose_unit_name``.
"""

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
    lengths,
    pledge,
    prose_figures,
    prose_unit_name,
    taskbooks,
    unit,
)
from jbgs_desktop.forms.checks.context import CheckContext, EvidenceSize, Rule, in_paper_order
from jbgs_desktop.forms.checks.evidence_paths import files_beside
from jbgs_desktop.forms.finding import Finding

__all__ = ["EvidenceSize", "check", "files_beside"]

_RULES: tuple[Rule, ...] = (
    *(lengths.rules, cover.rules, unit.rules, directions.rules, taskbooks.rules),
    characters.rules,
    figure_files.rules,
    *(evidence.rules, pledge.rules, prose_figures.rules, prose_unit_name.rules),
)


def check(
    application: Application, call: Call, *, now: datetime, evidence_size: EvidenceSize
) -> list[Finding]:
    """All findings about ``application`` under ``call``, in the order of the form.

    ``now`` is compared with the deadlines; ``evidence_size`` gives the bytes of an attached file
    by its ``file``, or None when there is none. Any application that loads can be checked.
    """
    case = CheckContext(application, call, now, evidence_size)
    found = chain.from_iterable(rule(case) for rule in _RULES)
    return in_paper_order(case, found)
