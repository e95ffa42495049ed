"""What an officer does to a bundle in the register, as changed entries to be kept."""

from collections.abc import Sequence
from datetime import date, datetime

from jbgs_desktop.office.register.entry import RegisterEntry
from jbgs_desktop.office.register.parts import Forwarded, PaperCheck, Removed, Returned
from jbgs_desktop.office.register.register import Register
from jbgs_desktop.office.register.unit_submission import content_key


def chosen_entries(register: Register, number: int) -> list[RegisterEntry]:
    """以这份为准: the entry ``number`` put before all others that are here of its application."""
    return chosen_over(register.versions(register.entry(number)), number)


def chosen_over(versions: Sequence[RegisterEntry], number: int) -> list[RegisterEntry]:
    """The same among ``versions``, all that are here of one application."""
    (chosen,) = (each for each in versions if each.number == number)
    others = [each for each in versions if each.number != number]
    keys = {content_key(each) for each in others} - {content_key(chosen)}
    changed = [chosen.model_copy(update={"chosen_over": tuple(sorted(keys))})]
    for each in others:  # an earlier choice for another one no longer counts
        kept = tuple(key for key in each.chosen_over if key != content_key(chosen))
        changed.append(each.model_copy(update={"chosen_over": kept}))
    return changed


def removed_entries(
    entries: Sequence[RegisterEntry], reason: str, when: datetime
) -> list[RegisterEntry]:
    """``entries`` taken out of everything, for ``reason``."""
    removed = Removed(when=when, reason=reason)
    return [each.model_copy(update={"removed": removed}) for each in entries]


def restored_entry(entry: RegisterEntry) -> RegisterEntry:
    """``entry`` no longer taken out."""
    return entry.model_copy(update={"removed": None})


def unreturned_entry(entry: RegisterEntry) -> RegisterEntry:
    """``entry`` without its last return: the slip was never handed over."""
    return entry.model_copy(update={"returned": entry.returned[:-1]})


def return_entry(
    entry: RegisterEntry,
    reasons: Sequence[str],
    until: str,
    when: datetime,
    due: date | None = None,
) -> RegisterEntry:
    """``entry`` sent back for correction, to come back by the day ``due``."""
    new = Returned(when=when, reasons=tuple(reasons), until=until, due=due)
    return entry.model_copy(update={"returned": (*entry.returned, new)})


def forward_entry(entry: RegisterEntry, package: str, when: datetime) -> RegisterEntry:
    """``entry`` gone into a forward package."""
    new = Forwarded(when=when, package=package)
    return entry.model_copy(update={"forwarded": (*entry.forwarded, new)})


def paper_checked(entry: RegisterEntry, when: datetime, who: str) -> RegisterEntry:
    """``entry`` whose paper ``who`` has found to have its 核验码."""
    known = entry.paper or PaperCheck(when=when)
    paper = known.model_copy(update={"when": when, "who": who, "code": entry.code})
    return entry.model_copy(update={"paper": paper})
