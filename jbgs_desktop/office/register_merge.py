"""并入登记表: a colleague's register joined with one's own.

Different units join. Where both have worked on the same application, somebody says whose work
counts; the notes of both stay, and so does every bundle.
"""

import secrets
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from jbgs_desktop.bundle.bagit_profile import LARGEST_BUNDLE
from jbgs_desktop.documents.page_code import format_code
from jbgs_desktop.errors import JbgsError
from jbgs_desktop.office.bundle_copy import copy_bundle
from jbgs_desktop.office.intake import receive_bundles
from jbgs_desktop.office.register.entry import RegisterEntry
from jbgs_desktop.office.register.entry_changes import chosen_over
from jbgs_desktop.office.register.register import Register
from jbgs_desktop.office.register.unit_submission import UnitSubmission, content_key

_WORK = (
    *("proposals", "ticks", "paper", "returned", "forwarded", "recommended", "removed"),
    "chosen_over",
)


@dataclass(frozen=True, slots=True)
class Clash:
    """One application that both have; each side's bundle that counts there, None if none does."""

    application: str
    unit: str
    mine: RegisterEntry | None
    theirs: RegisterEntry | None


@dataclass(slots=True)
class JoinOutcome:
    """What came of it: how many bundles were added, and sentences about those left without."""

    added: int = 0
    clashes: int = 0
    sentences: list[str] = field(default_factory=list)


def clashes(mine: Register, other: Register) -> list[Clash]:
    """The applications that both have and that are not the same on both sides."""
    theirs = _by_application(other)
    found = []
    for id_, own in _by_application(mine).items():
        if id_ in theirs and _differ(own, theirs[id_]):
            clash = Clash(id_, own[-1].unit, _counted(own), _counted(theirs[id_]))
            found += [] if _are_alike(clash.mine, clash.theirs) else [clash]
    return found


def join(
    mine: Register,
    other: Register,
    prefer_other: Iterable[str],
    when: datetime,
    *,
    cancelled: Callable[[], bool] = lambda: False,
    progress: Callable[[int, int], None] = lambda done, total: None,
) -> JoinOutcome:
    """Take what ``other`` has into ``mine``, as one act that can be undone.

    A register in which nothing was done yet becomes the other one, with its log. ``prefer_other``
    are the applications of :func:`clashes` in which the other side's work counts.
    The bundles are copied and verified as in an intake. Nothing is joined once ``cancelled``.
    Raises JbgsError.
    """
    outcome = JoinOutcome()
    new = _missing(mine, other)
    folders = _copied(mine, other, new, outcome, cancelled, progress)
    outcome.added = len(new)
    if cancelled():
        return JoinOutcome()
    if mine.take_over(other):
        moved = {e.number: e for e in new if folders.get(e.number, "") != e.folder}
        mine.keep(_placed(e, folders) for e in moved.values())
        return outcome
    _merge(mine, other, [_placed(e, folders) for e in new], set(prefer_other), outcome, when)
    return outcome


def _merge(
    mine: Register,
    other: Register,
    new: Sequence[RegisterEntry],
    preferred: set[str],
    outcome: JoinOutcome,
    when: datetime,
) -> None:
    """Keep ``new``, numbered by the other side, and what :func:`_settled` makes of the clashes."""
    who = f"{other.settings.who} {when:%Y-%m-%d}".strip()
    numbers = {entry.number: at for at, entry in enumerate(new, start=mine.next_number)}
    changed = {
        numbers[e.number]: e.model_copy(update={"number": numbers[e.number], "joined": who})
        for e in new
    }
    for clash in clashes(mine, other):
        outcome.clashes += 1
        changed |= _settled(mine, other, clash, changed, is_theirs=clash.application in preferred)
    bodies = {
        numbers[e.number]: other.body(e.number) for e in new if e.application and not e.is_by_hand
    }
    if changed:
        mine.join(changed, bodies, secrets.token_hex(4))


def _placed(entry: RegisterEntry, folders: Mapping[int, str]) -> RegisterEntry:
    return entry.model_copy(update={"folder": folders.get(entry.number, "")})


def _key(entry: RegisterEntry) -> tuple[object, ...]:
    """Names one coming of a bundle: in a copy of the register it is the same."""
    return entry.when, entry.source, entry.application, entry.code, entry.unit, entry.reason


def _by_application(register: Register) -> dict[str, list[RegisterEntry]]:
    found: dict[str, list[RegisterEntry]] = {}
    for entry in register.entries:
        if entry.application and not entry.reason:
            found.setdefault(entry.application, []).append(entry)
    return found


def _missing(mine: Register, other: Register) -> list[RegisterEntry]:
    """What came only to the other side."""
    known = set(map(_key, mine.entries))
    return [entry for entry in other.entries if _key(entry) not in known]


def _are_alike(mine: RegisterEntry | None, theirs: RegisterEntry | None) -> bool:
    """Whether the same content came to both, and both have done the same with it."""
    if mine is None or theirs is None or content_key(mine) != content_key(theirs):
        return False
    return _work(mine) == _work(theirs) and theirs.remarks in ("", mine.remarks)


def _differ(own: Sequence[RegisterEntry], others: Sequence[RegisterEntry]) -> bool:
    """Whether there is something to decide: a bundle or some work that only the other side has."""
    known = {_key(entry): entry for entry in own}
    return any(
        (mine := known.get(_key(entry))) is None or _work(mine) != _work(entry) for entry in others
    )


def _work(entry: RegisterEntry) -> tuple[object, ...]:
    return tuple(getattr(entry, name) for name in (*_WORK, "remarks"))


def _counted(entries: Sequence[RegisterEntry]) -> RegisterEntry | None:
    there = [entry for entry in entries if not entry.removed]
    current = UnitSubmission(there).current
    return next((entry for entry in there if entry.number == current), None)


def _settled(
    mine: Register,
    other: Register,
    clash: Clash,
    new: Mapping[int, RegisterEntry],
    *,
    is_theirs: bool,
) -> dict[int, RegisterEntry]:
    """The entries of one application on this side, with the work of the side that counts."""
    theirs = {_key(e): e for e in other.entries if e.application == clash.application}
    entries = {
        e.number: e
        for e in (*mine.entries, *new.values())
        if e.application == clash.application and not e.reason
    }
    if is_theirs:
        for number, entry in entries.items():
            if same := theirs.get(_key(entry)):
                work = {name: getattr(same, name) for name in _WORK}
                entries[number] = entry.model_copy(update=work)
    winner = clash.theirs if is_theirs else clash.mine
    loser = clash.mine if is_theirs else clash.theirs
    there = sorted((e for e in entries.values() if not e.removed), key=lambda e: e.number)
    chosen = next((e for e in there if winner and content_key(e) == content_key(winner)), None)
    if chosen is None or winner is None:
        return entries
    entries |= {e.number: e for e in chosen_over(there, chosen.number)}
    work = {name: getattr(winner, name) for name in _WORK if name != "chosen_over"}
    work["remarks"] = _both_notes(winner, loser)
    entries[chosen.number] = entries[chosen.number].model_copy(update=work)
    return entries


def _both_notes(winner: RegisterEntry | None, loser: RegisterEntry | None) -> str:
    notes = [each.remarks.strip() for each in (winner, loser) if each]
    return "；".join(dict.fromkeys(filter(None, notes)))


def _copied(
    mine: Register,
    other: Register,
    new: Sequence[RegisterEntry],
    outcome: JoinOutcome,
    cancelled: Callable[[], bool],
    progress: Callable[[int, int], None],
) -> dict[int, str]:
    """The folders of the copies by the other side's numbers."""
    wanted = [entry for entry in new if entry.folder and not entry.is_by_hand]
    places = [other.received / entry.folder for entry in wanted]
    folders = {
        entry.number: entry.folder
        for entry in new
        if entry.is_by_hand and entry.folder and _copied_document(mine, other, entry.folder)
    }
    for received in receive_bundles(places, mine.received, cancelled=cancelled, progress=progress):
        entry, verdict = wanted[received.at], received.verdict
        if received.folder and verdict and verdict.version_code == entry.code:
            folders[entry.number] = received.folder.name
        else:
            why = received.reason or received.notice or "与登记的不是同一版。"
            outcome.sentences.append(
                f"“{entry.unit}”（{format_code(entry.code)}）的报送包没有一起并入：{why}"
            )
    return folders


def _copied_document(mine: Register, other: Register, folder: str) -> bool:
    """Whether the document of a unit that was registered by hand came over."""
    source, target = other.received / folder, mine.received / folder
    try:
        return copy_bundle(source, target, most=LARGEST_BUNDLE)
    except (OSError, JbgsError):
        return False
