"""The office's own severity of what the checks find, as ``resources/office`` has it."""

import json
from collections.abc import Iterable
from fnmatch import fnmatchcase
from functools import cache

from jbgs_desktop.files import resources
from jbgs_desktop.forms.finding import Finding, Severity
from jbgs_desktop.office.register.parts import Problem


def as_problems(findings: Iterable[Finding]) -> tuple[Problem, ...]:
    """``findings`` as the office judges them, the gravest first."""
    found = [
        Problem(
            severity=_severity(finding),
            label=finding.label,
            message=finding.message,
            path=finding.path,
            code=finding.code,
        )
        for finding in findings
    ]
    order = list(Severity)
    return tuple(sorted(found, key=lambda problem: order.index(problem.severity)))


def _severity(finding: Finding) -> Severity:
    """The first rule that fits the code decides; ``*`` stands for any part of it."""
    rules = _severities().items()
    fitting = (severity for code, severity in rules if fnmatchcase(finding.code, code))
    return next(fitting, finding.severity)


@cache
def _severities() -> dict[str, Severity]:
    data = json.loads((resources() / "office" / "severity.json").read_text(encoding="utf-8"))
    return {code: Severity(word) for code, word in data.items()}
