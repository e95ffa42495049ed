"""The drafts of this computer: making a new one, and listing all for the start page."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from jbgs_desktop.drafts import database, plain
from jbgs_desktop.drafts.keys import Cost, Key
from jbgs_desktop.drafts.moving import AnyDraft, write_sealed
from jbgs_desktop.drafts.plain import PlainDraft, drafts_folder
from jbgs_desktop.drafts.store import ENDING, Holders, SealedDraft, open_draft, write_draft
from jbgs_desktop.errors import JbgsError
from jbgs_desktop.forms.application import Application


@dataclass(frozen=True, slots=True)
class Listed:
    """A line of the start page: a draft, or the reason why it cannot be read."""

    file: Path
    changed: datetime
    application: Application | None
    evidence_size: Callable[[str], int | None]
    is_encrypted: bool
    problem: str = ""


def create_draft(
    application: Application, holders: Sequence[Key], cost: Cost | None = None
) -> SealedDraft:
    """A new encrypted draft on this computer that holds ``application``, open.

    Raises JbgsError.
    """
    file = _new_place()
    with database.whole_file(file) as waiting:
        write_draft(waiting, application, holders, cost=cost)
    return open_draft(file, lambda: holders)


def open_copy(file: Path, holders: Holders) -> SealedDraft:
    """A copy of the draft ``file`` on this computer, open, while somebody else has it open.

    It has the whole history and can be merged back. Raises JbgsError.
    """
    copy = _new_place()
    with closing(open_draft(file, holders, read_only=True)) as source:
        source.copy_file(copy)
    return open_draft(copy, holders)


def import_draft(source: AnyDraft, holders: Sequence[Key], cost: Cost | None = None) -> SealedDraft:
    """A draft on this computer, open, with the application and evidence of ``source``.

    Raises JbgsError.
    """
    file = _new_place()
    write_sealed(source, file, holders, cost)
    return open_draft(file, lambda: holders)


def listed_drafts(holders: Holders, places: Iterable[Path] = ()) -> list[Listed]:
    """The drafts of this computer and those at ``places``, the last changed first.

    Plain ones of an earlier version are among them. A place that is not there, such as on a stick
    that was pulled, is left out.
    """
    files = dict.fromkeys([*drafts_folder().glob(f"*{ENDING}"), *places])
    listed = [*_sealed(files, holders), *_plain()]
    return sorted(listed, key=lambda line: line.changed, reverse=True)


def _new_place() -> Path:
    """A file in the folder of drafts whose name tells nothing of what will be in it."""
    folder, started = drafts_folder(), f"{datetime.now():%Y%m%d-%H%M%S}"
    names = (started, *(f"{started}-{number}" for number in range(2, 10_000)))
    files = (folder / f"{name}{ENDING}" for name in names)
    return next(file for file in files if not file.exists())


def _sealed(files: Iterable[Path], holders: Holders) -> Iterator[Listed]:
    for file in files:
        try:
            changed = datetime.fromtimestamp(file.stat().st_mtime)
            with closing(open_draft(file, holders, read_only=True)) as draft:
                application = draft.load().application
                sizes = {e.file: draft.evidence_size(e.file) for e in application.evidence}
            yield Listed(file, changed, application, sizes.get, True)
        except JbgsError as error:
            yield Listed(file, changed, None, _no_size, True, str(error))
        except OSError:
            continue


def _plain() -> Iterator[Listed]:
    for line in plain.listed_drafts():
        size = PlainDraft(line.file).evidence_size
        yield Listed(line.file, line.changed, line.application, size, False, line.problem)


def _no_size(_file: str) -> None:
    return None
