"""期限: what came too late, what is due back after a return, what has not come back."""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from jbgs_desktop.forms.calls.call import Call
from jbgs_desktop.office.register.entry import EntryState, RegisterEntry


class LimitState(StrEnum):
    """How a bundle stands to the time that it had."""

    NONE = "none"
    IN_TIME = "in-time"
    LATE = "late"
    DUE = "due"
    OVERDUE = "overdue"

    @property
    def word(self) -> str:
        """How the office calls it."""
        return _WORDS[self]


_WORDS = {
    LimitState.NONE: "没有期限",
    LimitState.IN_TIME: "按时",
    LimitState.LATE: "逾期收到",
    LimitState.DUE: "待补正",
    LimitState.OVERDUE: "补正逾期",
}


@dataclass(frozen=True, slots=True)
class TimeLimit:
    """The state, and ``due``, the day until which what was returned has to come back."""

    state: LimitState
    due: date | None = None

    @property
    def words(self) -> str:
        """What stands in the row."""
        if self.state is LimitState.NONE:
            return ""
        return f"{self.state.word} {self.due:%m-%d}" if self.due else self.state.word


def time_limit(
    entry: RegisterEntry, state: EntryState, call: Call | None, now: datetime
) -> TimeLimit:
    """How ``entry``, which is ``state`` in the register, stands to its time."""
    if state is EntryState.RETURNED:
        due = entry.returned[-1].due
        is_over = due is not None and now.astimezone().date() > due
        return TimeLimit(LimitState.OVERDUE if is_over else LimitState.DUE, due)
    region = call.region(entry.region) if call else None
    deadline = region.deadline("paper") if region else None
    if deadline is None or entry.reason or entry.removed:
        return TimeLimit(LimitState.NONE)
    # The unit's time ends where it hands in: with the lowest office.
    below = next((each.received for each in entry.recommended if each.received), None)
    is_late = deadline.passed(below or entry.came)
    return TimeLimit(LimitState.LATE if is_late else LimitState.IN_TIME)
