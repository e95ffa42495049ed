"""问题: what a check found."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from enum import StrEnum


class Severity(StrEnum):
    """An error blocks the final export, never a draft; the others never block."""

    ERROR = "error"
    WARNING = "warning"
    NOTICE = "notice"

    @property
    def word(self) -> str:
        """How the severity is called in front of a user."""
        return _WORDS[self]


_WORDS = {Severity.ERROR: "错误", Severity.WARNING: "提醒", Severity.NOTICE: "说明"}


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing to correct or to look at again.

    ``code`` is the stable name of the rule (``unit.code.check-digit``), ``path`` the field's path
    in the application, ``label`` the field's name on the paper, ``message`` says what is wrong,
    why, and what to do, ``source`` names the clause of the notice or the standard.
    """

    severity: Severity
    code: str
    path: str
    label: str
    message: str
    source: str


def tally(findings: Sequence[Finding]) -> str:
    """How many of each kind there are among ``findings``, of which there is at least one."""
    numbers = Counter(finding.severity for finding in findings)
    return (
        "，".join(f"{each.word} {numbers[each]} 处" for each in Severity if each in numbers) + "。"
    )


def findings_as_dict(findings: list[Finding]) -> dict[str, object]:
    """What ``jbgs check --json`` prints (docs/developer/interface.md)."""
    return {
        "findings": [asdict(finding) for finding in findings],
        "errors": sum(finding.severity is Severity.ERROR for finding in findings),
        "warnings": sum(finding.severity is Severity.WARNING for finding in findings),
    }
