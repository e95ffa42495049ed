"""属地口径: what an issuing place adds to a call, ``regions/<id>.json`` of its pack."""

from datetime import date, datetime, timedelta, timezone
from typing import Annotated, Literal, Self

from pydantic import Field, StringConstraints, model_validator

from jbgs_desktop.forms.calls.pack import PackKey, PackModel, Positive, Printed
from jbgs_desktop.forms.text.clean import iso_day

STICK = "U盘"  # the carrier where a place says nothing else
_BEIJING = timezone(timedelta(hours=8))  # a date alone ends at midnight in China


class Deadline(PackModel):
    """Until when something must have been done; a date alone means the end of that day."""

    what: Printed
    when: Annotated[
        str, StringConstraints(pattern=r"^\d{4}-\d\d-\d\d(T\d\d:\d\d:\d\d[+-]\d\d:\d\d)?$")
    ]
    who: Printed
    kind: Literal["paper", "online", "recommender"]
    clause: Printed

    @model_validator(mode="after")
    def _is_a_date(self) -> Self:
        try:
            datetime.fromisoformat(self.when)
        except ValueError:
            raise ValueError(f"when 不是有效的日期 {self.when}") from None
        return self

    @property
    def day(self) -> date:
        return datetime.fromisoformat(self.when).date()

    @property
    def printed(self) -> str:
        """The date as a clerk reads it: ``2023-11-03 18:00``."""
        moment = datetime.fromisoformat(self.when)
        return f"{moment:%Y-%m-%d %H:%M}" if "T" in self.when else self.when

    def passed(self, now: datetime) -> bool:
        """Whether ``now`` is after the deadline; without a time zone it is the computer's time."""
        if "T" in self.when:
            return now.astimezone() > datetime.fromisoformat(self.when)
        return now.astimezone(_BEIJING).date() > self.day


class Quota(PackModel):
    who: Printed
    per_direction: Positive


class Registration(PackModel):
    """Where a unit must be registered; empty lists accept every place."""

    text: Printed
    code_prefixes: tuple[Annotated[str, StringConstraints(pattern=r"^\d{2,6}$")], ...] = ()
    address_words: tuple[Printed, ...] = ()
    clause: Printed


class Region(PackModel):
    """属地口径: what an issuing place adds to the call."""

    id: PackKey
    name: Printed
    issuer: Printed
    document_no: Printed
    issued: Annotated[str, StringConstraints(pattern=r"^\d{4}-\d\d-\d\d$")]
    recommender: Printed
    recipient: Printed
    registration: Registration
    deadlines: tuple[Deadline, ...]
    paper_copies: Annotated[int, Field(ge=0)]
    carriers: tuple[Printed, ...]
    carrier: Printed = STICK  # what the bundle is handed over on, as a sentence calls it
    quotas: tuple[Quota, ...] = ()

    @model_validator(mode="after")
    def _issued_is_a_date(self) -> Self:
        if not iso_day(self.issued):
            raise ValueError(f"issued 不是有效的日期 {self.issued}")
        return self

    @property
    def issued_on(self) -> date:
        """The day on which the notice was made public here."""
        return date.fromisoformat(self.issued)

    @property
    def next_deadlines(self) -> tuple[Deadline, ...]:
        """All deadlines, the earliest first."""
        return tuple(sorted(self.deadlines, key=lambda deadline: deadline.day))

    def deadline(self, kind: str) -> Deadline | None:
        return next((deadline for deadline in self.deadlines if deadline.kind == kind), None)
