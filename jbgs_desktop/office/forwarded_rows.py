"""What an office below has recommended: the rows of its register that go with a forward package.

Its ranks and reasons are kept beside those of the office that takes the package in, and stand in
the package of that office again: county, city, province.
"""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Annotated, Literal

from pydantic import StringConstraints, ValidationError

from jbgs_desktop.bundle.safe_names import safe_for_display
from jbgs_desktop.forms.kept import Kept
from jbgs_desktop.office.ranking_order import Ranked
from jbgs_desktop.office.register.entry import RegisterEntry
from jbgs_desktop.office.register.parts import Endorsement, Recommended, Settings
from jbgs_desktop.office.register.register import Register
from jbgs_desktop.office.register.unit_submission import content_key

_MOST_OFFICES = 20  # that have recommended one bundle
_FROM = "上报包（下级手工登记）"
_NAME, _TEXT = 80, 2000  # characters of what another office wrote
_Name = Annotated[str, StringConstraints(max_length=200)]


class ForwardedRow(Kept, first="application code scans recommended by_hand"):
    """A bundle of the package, and who has recommended it, the lowest office first.

    ``by_hand`` is the row of a unit that has no bundle.
    """

    application: _Name
    code: _Name
    scans: _Name
    recommended: tuple[Recommended, ...]
    by_hand: RegisterEntry | None = None


class ForwardedRows(Kept, first="version recommender rows"):
    """The rows of an office's register that go with its package."""

    version: Literal[1] = 1
    recommender: _Name
    rows: tuple[ForwardedRow, ...]


def forwarded_rows(
    orders: Iterable[Sequence[Ranked]], own: Settings, made: datetime
) -> ForwardedRows:
    """What the office with the settings ``own`` sends up: of each track the rows in their order."""
    placed: dict[int, list[Endorsement]] = {}
    entries: dict[int, RegisterEntry] = {}
    for order in orders:
        wanted = [each for each in order if not each.proposal.left_out]
        for rank, each in enumerate(wanted, start=1):
            proposal = each.proposal
            entries[each.entry.number] = each.entry
            placed.setdefault(each.entry.number, []).append(
                Endorsement(
                    direction=proposal.direction,
                    rank=rank,
                    product=proposal.product,
                    reason=proposal.reason,
                )
            )
    rows = []
    for number in sorted(placed):
        entry = entries[number]
        mine = Recommended(
            recommender=own.recommender,
            made=made,
            quota=own.quota,
            code=entry.code,
            received=entry.came,
            rows=tuple(placed[number]),
        )
        rows.append(
            ForwardedRow(
                application=entry.application,
                code=entry.code,
                scans=entry.scans,
                recommended=_joined(entry.recommended, [mine]),
                by_hand=_bare(entry) if entry.is_by_hand else None,
            )
        )
    return ForwardedRows(recommender=own.recommender, rows=tuple(rows))


def read_forwarded_rows(data: str) -> ForwardedRows | None:
    """The rows in the file of a package; None for what is none, or of a newer program."""
    try:
        found = ForwardedRows.model_validate_json(data)
    except ValidationError:
        return None
    return found.model_copy(update={"rows": tuple(map(_tidy, found.rows))})


def _bare(entry: RegisterEntry) -> RegisterEntry:
    """What the next level has to know of a unit without a bundle: none of the notes here."""
    proposals = tuple(
        each.model_copy(update={"rank": 0, "reason": "", "left_out": False})
        for each in entry.proposals
    )
    kept = ("call", "call_version", "track", "unit", "unit_code", "directions", "contact", "mobile")
    return RegisterEntry(
        when=entry.came,
        source=entry.source,
        application=entry.application,
        proposals=proposals,
        is_by_hand=True,
        **{name: getattr(entry, name) for name in kept},
    )


def units_by_hand(register: Register, forwarded: ForwardedRows) -> list[RegisterEntry]:
    """The units without a bundle that are not registered here yet, to be added."""
    known = {entry.application for entry in register.entries}
    return [
        row.by_hand
        for row in forwarded.rows
        if row.by_hand and row.by_hand.is_by_hand and row.application not in known
    ]


def recommended_entries(register: Register, forwarded: ForwardedRows) -> list[RegisterEntry]:
    """The entries that ``forwarded`` is about, with what it says of them, to be kept.

    A bundle that came several times has it where it was first registered.
    """
    by_content: dict[tuple[str, str], RegisterEntry] = {}
    for entry in register.entries:
        if not entry.reason and not entry.removed:
            by_content.setdefault((entry.application, content_key(entry)), entry)
    changed = []
    for row in forwarded.rows:
        if known := by_content.get((row.application, content_key(row))):
            recommended = _joined(known.recommended, row.recommended)
            changed.append(known.model_copy(update={"recommended": recommended}))
    return changed


def endorsement_words(entry: RegisterEntry, direction: int) -> list[str]:
    """Where each office below has put the row: 某某区工信局 第2名."""
    return [
        f"{each.recommender or '下级推荐单位'} 第{row.rank}名"
        for each in entry.recommended
        for row in each.rows
        if row.direction == direction
    ]


def _joined(known: Iterable[Recommended], new: Iterable[Recommended]) -> tuple[Recommended, ...]:
    """All of both; of one office what it said last."""
    last: dict[str, Recommended] = {}
    for each in (*known, *new):
        before = last.get(each.recommender)
        if before is None or each.made >= before.made:
            last[each.recommender] = each
    return tuple(sorted(last.values(), key=lambda each: each.made))


def _tidy(row: ForwardedRow) -> ForwardedRow:
    """What another program wrote, as it may be shown and printed."""
    recommended = tuple(map(_tidy_office, row.recommended[:_MOST_OFFICES]))
    by_hand = _tidy_entry(row.by_hand) if row.by_hand else None
    return row.model_copy(update={"recommended": recommended, "by_hand": by_hand})


def _tidy_entry(entry: RegisterEntry) -> RegisterEntry:
    """Only what :func:`_bare` sends, as it may be shown and printed."""
    names = ("unit", "unit_code", "contact", "mobile", "call", "call_version", "track")
    named = {name: safe_for_display(getattr(entry, name), _NAME) for name in names}
    proposals = tuple(
        each.model_copy(
            update={
                "task": safe_for_display(each.task, _NAME),
                "product": safe_for_display(each.product, _NAME),
            }
        )
        for each in entry.proposals
    )
    return _bare(entry.model_copy(update={**named, "proposals": proposals, "source": _FROM}))


def _tidy_office(office: Recommended) -> Recommended:
    rows = tuple(
        each.model_copy(
            update={
                "product": safe_for_display(each.product, _NAME),
                "reason": _tidy_text(each.reason),
            }
        )
        for each in office.rows
    )
    named = {name: safe_for_display(getattr(office, name), _NAME) for name in _SHOWN}
    return office.model_copy(update={**named, "rows": rows})


_SHOWN = ("recommender", "quota", "code")


def _tidy_text(text: str) -> str:
    lines = text[: 2 * _TEXT].splitlines()
    return "\n".join(safe_for_display(line, _TEXT) for line in lines)[:_TEXT]
