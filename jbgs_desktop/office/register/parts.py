"""What a row of the register is made of."""

import getpass
from datetime import date
from typing import Annotated, Literal

from pydantic import AwareDatetime

from jbgs_desktop.forms.finding import Severity
from jbgs_desktop.forms.kept import Kept, Since


class Problem(Kept, first="severity label message path code"):
    """Something that was found in a bundle or in its application; ``path`` names a field."""

    severity: Severity
    label: str
    message: str
    path: str = ""
    code: str = ""


class Proposal(Kept, first="direction task product reason rank left_out"):
    """A row of the 推荐表 in the making: one direction of one application.

    ``rank`` orders the rows of a track; ``left_out`` ones are not recommended.
    """

    direction: int
    task: str
    product: str = ""
    reason: str = ""
    rank: int = 0
    left_out: bool = False


class Returned(Kept, first="when reasons until"):
    """A 退回单: what had to be corrected, until when as it was written there, ``due`` as a day."""

    when: AwareDatetime
    reasons: tuple[str, ...]
    until: str = ""
    due: Annotated[date | None, Since(2)] = None


class Forwarded(Kept, first="when package"):
    """A forward package that the bundle went into."""

    when: AwareDatetime
    package: str


class Endorsement(Kept, first="direction rank product reason"):
    """A row of another office's 推荐表; ``rank`` is its number there."""

    direction: int
    rank: int
    product: str = ""
    reason: str = ""


class Recommended(Kept, first="recommender made quota code received rows"):
    """What an office below has recommended of a bundle, as its forward package of ``made`` says.

    ``quota`` is ``who`` of the quota that it has, ``code`` the 核验码 that it has looked at, and
    ``received`` when the unit handed it in there.
    """

    recommender: str
    made: AwareDatetime
    quota: str = ""
    code: str = ""
    received: AwareDatetime | None = None
    rows: tuple[Endorsement, ...] = ()


class ScanCheck(Kept, first="when pages problems"):
    """The scanned book was read by the program: how many pages it has, what was found."""

    when: AwareDatetime
    pages: int
    problems: tuple[Problem, ...] = ()


class PaperCheck(Kept, first="when who code copies digest"):
    """The paper was held against the stick: its 核验码 was the same, so many copies were there.

    ``digest`` is what was compared of the bundle's digest on the signed 交接清单, empty for none.
    """

    when: AwareDatetime
    who: str = ""
    code: str = ""
    copies: int = 0
    digest: str = ""


class Removed(Kept, first="when reason"):
    """Taken out of everything by the officer, and why; it can be put back."""

    when: AwareDatetime
    reason: str


class Settings(Kept, first="version recommender quota"):
    """What the office is called on its papers, whose quota it has, who sits at the computer."""

    version: Literal[1] = 1
    recommender: str = ""
    quota: str = ""  # ``who`` of the chosen quota
    officer: Annotated[str, Since(2)] = ""
    expected: Annotated[tuple[str, ...], Since(2)] = ()  # names of the units that should hand in

    @property
    def who(self) -> str:
        """Who is doing what is done now: the officer, or else the user of the computer."""
        if self.officer:
            return self.officer
        try:
            return getpass.getuser()
        except (OSError, KeyError, ImportError):  # a computer that knows no names
            return ""
