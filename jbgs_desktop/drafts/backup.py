"""自动备份: copies of drafts in another folder of the same disk, sealed as the drafts are.

They help when a draft is deleted or damaged. Against a broken disk only a copy elsewhere helps,
of which the user is reminded.
"""

import shutil
from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path

from jbgs_desktop.drafts import rollback_guard
from jbgs_desktop.drafts.store import DRAFT_SUFFIX, SealedDraft
from jbgs_desktop.errors import FileAccessError
from jbgs_desktop.files import data_folder

_NEWEST = 3  # copies that are kept whatever their age
_DAYS = 5  # days of which the last copy is kept
_SPARE = 2**30  # bytes that a backup leaves free
DAYS_WORK = timedelta(hours=8)


def back_up(draft: SealedDraft) -> Path | None:
    """Copy the draft, unless its newest version has been copied or the disk is too full.

    Takes as long as copying the file does. Raises JbgsError.
    """
    last = draft.points[-1]
    folder = _folder(draft.id)
    name = f"{last.when.astimezone():%Y%m%d-%H%M%S}-{last.number:06d}-{last.token[:8]}"
    target = folder / f"{name}{DRAFT_SUFFIX}"
    if target.exists() or not has_room(draft.file.stat().st_size):
        return None
    draft.copy_file(target)
    thin_out(folder, _age, target)
    return target


def backups(draft_id: str) -> list[Path]:
    """The copies of the draft with this id, the newest first."""
    return newest_first(_folder(draft_id), _age)


def backups_folder() -> Path:
    """Where the copies are kept."""
    return data_folder() / "backups"


def all_backups() -> list[Path]:
    """The newest copy of every draft that ever was on this computer, the newest first."""
    folders = backups_folder().glob("*/")
    newest = (files[0] for folder in folders if (files := backups(folder.name)))
    return sorted(newest, key=lambda file: file.name, reverse=True)


def remember_outside_copy(draft: SealedDraft) -> None:
    """The user just put a copy on a stick or another computer."""
    rollback_guard.note_outside_copy(draft.cipher, datetime.now().astimezone())


def wants_outside_copy(draft: SealedDraft) -> bool:
    """Whether a day's work was done since the last copy elsewhere."""
    since = rollback_guard.last_outside_copy(draft.cipher) or draft.points[0].when
    return draft.points[-1].when - since >= DAYS_WORK


def _folder(draft_id: str) -> Path:
    return backups_folder() / draft_id


def has_room(size: int) -> bool:
    """Whether the disk has room for a copy of ``size`` bytes and to spare. Raises JbgsError."""
    folder = data_folder()
    try:
        folder.mkdir(parents=True, exist_ok=True)
        return shutil.disk_usage(folder).free > size + _SPARE
    except OSError as error:
        raise FileAccessError(f"无法查看“{folder}”的剩余空间：{error.strerror}。") from error


def newest_first(folder: Path, age: Callable[[Path], tuple[int, str]]) -> list[Path]:
    """The copies in ``folder``; ``age`` grows with each, whatever the clock says."""
    return sorted(folder.glob(f"*{DRAFT_SUFFIX}"), key=age, reverse=True)


def number_in(file: Path, place: int) -> int:
    """The number that stands in this place of the name of a copy, 0 where there is none."""
    part = "".join(file.stem.split("-")[place : place + 1])
    return int(part) if part.isascii() and part.isdigit() else 0


def _age(file: Path) -> tuple[int, str]:
    # By the version: a clock that was put back would make each new copy the oldest.
    return number_in(file, 2), file.name


def thin_out(folder: Path, age: Callable[[Path], tuple[int, str]], made: Path) -> None:
    """Keep the copy just ``made``, the newest and the last one of each of some days before."""
    files = newest_first(folder, age)
    last_of_day: dict[str, Path] = {}
    for file in files:
        last_of_day.setdefault(file.name[:8], file)
    # Work may go on from an older version, in a copy of the file: then no number tells.
    kept = {made, *files[:_NEWEST], *list(last_of_day.values())[:_DAYS]}
    for file in files:
        if file not in kept:
            file.unlink(missing_ok=True)
