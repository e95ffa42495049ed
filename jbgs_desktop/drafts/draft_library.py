"""The drafts of this computer: making a new one, and listing all for the start page."""

import shutil
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from jbgs_desktop.drafts.draft import free_name
from jbgs_desktop.drafts.format import database
from jbgs_desktop.drafts.keys.key_holders import Cost, HolderKey
from jbgs_desktop.drafts.lock import DraftLock
from jbgs_desktop.drafts.new_draft import write_draft
from jbgs_desktop.drafts.plain import PlainDraft
from jbgs_desktop.drafts.salvage import Salvaged, salvage
from jbgs_desktop.drafts.store import DRAFT_SUFFIX, Holders, SealedDraft, open_draft
from jbgs_desktop.drafts.transfer import AnyDraft, write_sealed
from jbgs_desktop.errors import JbgsError
from jbgs_desktop.files import access_error, data_folder, put_in_place
from jbgs_desktop.forms.application import Application


@dataclass(frozen=True, slots=True)
class ListedDraft:
    """A line of the start page: a draft, or the reason why it cannot be read.

    ``stage`` says how far the draft is on its way to the office, ``call_version`` which version of
    the call pack it goes by; empty where it keeps nothing.
    """

    file: Path
    changed: datetime
    application: Application | None
    evidence_size: Callable[[str], int | None]
    is_encrypted: bool
    problem: str = ""
    stage: str = ""
    call_version: str = ""


def drafts_folder() -> Path:
    """Where this computer's drafts are kept."""
    return data_folder() / "drafts"


def create_draft(
    application: Application, holders: Sequence[HolderKey], cost: Cost | None = None
) -> SealedDraft:
    """A new encrypted draft on this computer that holds ``application``, open.

    Raises JbgsError.
    """
    file = _new_place()
    with database.atomic_file(file) as waiting:
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


def import_draft(
    source: AnyDraft, holders: Sequence[HolderKey], cost: Cost | None = None
) -> SealedDraft:
    """A draft on this computer, open, with the application, evidence and Word files of ``source``.

    Raises JbgsError.
    """
    file = _new_place()
    write_sealed(source, file, holders, cost, with_originals=True)
    return open_draft(file, lambda: holders)


def open_salvaged(
    file: Path, holders: Holders, owners: Sequence[HolderKey]
) -> tuple[SealedDraft, Salvaged]:
    """What can still be read of the damaged draft ``file``, as a draft on this computer, open.

    Raises JbgsError as :func:`~jbgs_desktop.drafts.salvage.salvage` does.
    """
    target = _new_place()
    salvaged = salvage(file, holders, target, owners)
    return open_draft(target, lambda: owners), salvaged


def set_aside(file: Path) -> Path:
    """Take the sealed draft ``file`` out of this computer's drafts; where it is kept from now on.

    Raises DraftHeldError while somebody has it open, FileAccessError.
    """
    folder = data_folder() / "recycled"
    lock = DraftLock.take(file)
    try:
        folder.mkdir(parents=True, exist_ok=True)
        target = folder / free_name(file.name, lambda name: (folder / name).exists())
        journal = file.with_name(f"{file.name}-journal")  # of a save that was broken off
        if journal.exists():
            put_in_place(journal, target.with_name(f"{target.name}-journal"))
        put_in_place(file, target)
    except OSError as error:
        raise access_error("移走", file, error) from error
    finally:
        lock.release()
    return target


def delete_plain(file: Path) -> None:
    """Delete the plain draft ``file`` of this computer with its evidence.

    Raises FileAccessError.
    """
    if file.parent.parent != drafts_folder():
        raise ValueError(f"{file} is no plain draft of this computer")
    try:
        shutil.rmtree(file.parent)
    except OSError as error:
        raise access_error("删除", file.parent, error) from error


def is_kept_here(file: Path) -> bool:
    """Whether ``file`` lies in this computer's folder of drafts, and not at another place."""
    return drafts_folder() in file.parents


def draft_files(places: Iterable[Path] = ()) -> list[Path]:
    """The encrypted drafts of this computer, and ``places``, each once."""
    return list(dict.fromkeys([*drafts_folder().glob(f"*{DRAFT_SUFFIX}"), *places]))


def listed_drafts(
    holders: Holders,
    places: Iterable[Path] = (),
    stage_of: Callable[[SealedDraft], str] = lambda _: "",
) -> list[ListedDraft]:
    """The drafts of this computer and those at ``places``, the last changed first.

    ``stage_of`` looks how far one of them is. Plain ones of an earlier version are among them. A
    place that is not there, such as on a stick that was pulled, is left out.
    """
    listed = [*_sealed(draft_files(places), holders, stage_of), *_plain()]
    return sorted(listed, key=lambda line: line.changed, reverse=True)


def _new_place() -> Path:
    """A file in the folder of drafts whose name tells nothing of what will be in it."""
    folder, started = drafts_folder(), f"{datetime.now():%Y%m%d-%H%M%S}"
    names = (started, *(f"{started}-{number}" for number in range(2, 10_000)))
    files = (folder / f"{name}{DRAFT_SUFFIX}" for name in names)
    return next(file for file in files if not file.exists())


def _sealed(
    files: Iterable[Path], holders: Holders, stage_of: Callable[[SealedDraft], str]
) -> Iterator[ListedDraft]:
    for file in files:
        try:
            changed = datetime.fromtimestamp(file.stat().st_mtime)
            with closing(open_draft(file, holders, read_only=True)) as draft:
                application = draft.load().application
                sizes = {file: draft.evidence_size(file) for file in application.files()}
                stage, version = stage_of(draft), draft.call_version
            yield ListedDraft(file, changed, application, sizes.get, True, "", stage, version)
        except JbgsError as error:
            yield ListedDraft(file, changed, None, _no_size, True, str(error))
        except OSError:
            continue


def _plain() -> Iterator[ListedDraft]:
    for file in drafts_folder().glob("*/申报.json"):
        draft = PlainDraft(file)
        try:
            changed = datetime.fromtimestamp(file.stat().st_mtime)
            application = draft.load().application
            yield ListedDraft(file, changed, application, draft.evidence_size, False)
        except JbgsError as error:
            yield ListedDraft(file, changed, None, _no_size, False, str(error))
        except OSError:
            continue  # deleted while the folder was read


def _no_size(_file: str) -> None:
    return None
