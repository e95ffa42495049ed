"""How a severity shows in the window: one sign and one colour for each.

No severity, DONE, is that of what is as it should be.
"""

from typing import Final

from jbgs_desktop.forms.finding import Severity

DONE: Final = None

_SIGNS = {Severity.ERROR: "✕", Severity.WARNING: "!", Severity.NOTICE: "·", DONE: "✓"}
_COLOURS = {
    Severity.ERROR: "error",
    Severity.WARNING: "warning",
    Severity.NOTICE: "muted",
    DONE: "done",
}


def sign_of(severity: Severity | None) -> str:
    """One character that says it to those who do not see colours."""
    return _SIGNS[severity]


def signed(severity: Severity | None, words: str) -> str:
    """``words`` behind their sign."""
    return f"{sign_of(severity)} {words}"


def colour_of(severity: Severity | None) -> str:
    """The name of its colour in the theme, and of its state in the style sheet."""
    return _COLOURS[severity]
