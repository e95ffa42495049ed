"""A row of the register: one received bundle, and where it is on its way."""

from datetime import date, datetime
from enum import StrEnum
from typing import Annotated

from pydantic import AwareDatetime

from jbgs_desktop.forms.finding import Severity
from jbgs_desktop.forms.kept import Kept, Since
from jbgs_desktop.office.register.parts import (
    Forwarded,
    PaperCheck,
    Problem,
    Proposal,
    Recommended,
    Removed,
    Returned,
    ScanCheck,
)


class EntryState(StrEnum):
    """Where a received bundle is on its way."""

    REMOVED = "removed"
    REFUSED = "refused"
    DOUBLED = "doubled"
    REPLACED = "replaced"
    UNDECIDED = "undecided"
    RETURNED = "returned"
    FORWARDED = "forwarded"
    FAULTY = "faulty"
    CORRECTED = "corrected"
    FINE = "fine"

    @property
    def word(self) -> str:
        """How the office calls it."""
        return _STATE_WORDS[self]


_STATE_WORDS = {
    EntryState.REMOVED: "已删除",
    EntryState.REFUSED: "不能接收",
    EntryState.DOUBLED: "重复件",
    EntryState.REPLACED: "已有新版",
    EntryState.UNDECIDED: "待选定",
    EntryState.RETURNED: "已退回",
    EntryState.FORWARDED: "已上报",
    EntryState.FAULTY: "需更正",
    EntryState.CORRECTED: "已补正",
    EntryState.FINE: "检查通过",
}


class RegisterEntry(
    Kept,
    first="number when source folder reason call call_version region track unit unit_code"
    " participants directions contact mobile application code problems proposals ticks"
    " returned forwarded",
):
    """One received bundle. ``folder`` is its place below the folder of received bundles.

    ``application`` names the application in all its versions, ``code`` is the 核验码. ``ticks``
    are the seals and signatures that were seen on its paper. A bundle that could not be taken in
    has a ``reason`` and nothing of what stands in it can be relied on. What tells it from other
    bundles of the same application is explained in ``unit_submission``.
    """

    number: int = 0
    when: AwareDatetime
    source: str
    folder: str = ""
    reason: str = ""
    call: str = ""
    call_version: str = ""  # of the call pack that it was made by; empty when the bundle says none
    region: str = ""
    track: str = ""
    unit: str = ""
    unit_code: str = ""
    participants: tuple[str, ...] = ()
    directions: tuple[int, ...] = ()
    contact: str = ""
    mobile: str = ""
    application: str = ""
    code: str = ""
    problems: tuple[Problem, ...] = ()
    proposals: tuple[Proposal, ...] = ()
    ticks: tuple[str, ...] = ()
    returned: tuple[Returned, ...] = ()
    forwarded: tuple[Forwarded, ...] = ()
    finalised: Annotated[AwareDatetime | None, Since(2)] = None
    replaces: Annotated[tuple[str, ...], Since(2)] = ()
    made: Annotated[date | None, Since(2)] = None
    scans: Annotated[str, Since(2)] = ""
    chosen_over: Annotated[tuple[str, ...], Since(2)] = ()
    removed: Annotated[Removed | None, Since(2)] = None
    remarks: Annotated[str, Since(2)] = ""
    recommended: Annotated[tuple[Recommended, ...], Since(2)] = ()
    scan_check: Annotated[ScanCheck | None, Since(2)] = None
    paper: Annotated[PaperCheck | None, Since(2)] = None
    arrived: Annotated[AwareDatetime | None, Since(2)] = None  # where somebody wrote it down
    is_by_hand: Annotated[bool, Since(2)] = False  # registered without a bundle
    proof: Annotated[str, Since(2)] = ""  # what the codes on pages of its content carry
    proves: Annotated[bool, Since(2)] = False  # whether its own pages say that they carry it
    by_hand: Annotated[tuple[int, ...], Since(2)] = ()  # pages whose scans the unit has assigned
    joined: Annotated[str, Since(2)] = ""  # from whose register it was joined, and when

    @property
    def came(self) -> datetime:
        """When the unit handed it in."""
        return self.arrived or self.when

    @property
    def errors(self) -> int:
        return sum(problem.severity is Severity.ERROR for problem in self.found)

    @property
    def found(self) -> tuple[Problem, ...]:
        """Everything that was found: first in its scans, where they were read."""
        return (*(self.scan_check.problems if self.scan_check else ()), *self.problems)

    @property
    def products(self) -> str:
        return "、".join(filter(None, (proposal.product for proposal in self.proposals)))


def state_words(entry: RegisterEntry, state: EntryState) -> str:
    """What the office calls ``entry``, which is ``state``; one without a bundle was not checked."""
    return "手工登记" if entry.is_by_hand and state is EntryState.FINE else state.word
