"""The draft that a docx which comes back was given out from."""

from collections.abc import Collection, Iterable
from contextlib import closing, suppress
from dataclasses import dataclass
from pathlib import Path

from jbgs_desktop.drafts.draft_library import draft_files
from jbgs_desktop.drafts.lock import DraftLock
from jbgs_desktop.drafts.store import Holders, open_draft
from jbgs_desktop.errors import DraftHeldError, JbgsError
from jbgs_desktop.finalise.record import parse_record


@dataclass(frozen=True, slots=True)
class PartHome:
    """The draft's ``file``, and the name of the unit in it; ``is_held``: somebody has it open."""

    file: Path
    unit: str
    is_held: bool


def home_of_part(
    codes: Collection[str], holders: Holders, places: Iterable[Path] = ()
) -> PartHome | None:
    """The draft of this computer, or at one of ``places``, that gave out a part of ``codes``.

    Drafts that cannot be read are passed over. Takes as long as opening every draft does.
    """
    for file in draft_files(places):
        with suppress(JbgsError, OSError), closing(open_draft(file, holders, read_only=True)) as it:
            if any(part.code in codes for part in parse_record(it.record, it.place).parts):
                return PartHome(file, it.load().application.unit.name, _is_held(file))
    return None


def _is_held(file: Path) -> bool:
    try:
        DraftLock.take(file).release()
    except DraftHeldError:
        return True
    except JbgsError:
        pass  # nothing can be written beside it: opening it says so
    return False
