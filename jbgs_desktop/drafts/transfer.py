"""Taking an application from one place to another: sealed copies, and plain JSON with its files."""

from collections.abc import Sequence
from contextlib import closing, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from jbgs_desktop.drafts.draft import EVIDENCE, Draft, copy_application, free_name
from jbgs_desktop.drafts.format import database
from jbgs_desktop.drafts.format.manifest import RevisionInfo
from jbgs_desktop.drafts.keys.key_holders import Cost, HolderKey
from jbgs_desktop.drafts.lock import DraftLock
from jbgs_desktop.drafts.new_draft import COPY_START, Origin, write_draft
from jbgs_desktop.drafts.plain import PlainDraft
from jbgs_desktop.drafts.store import (
    DRAFT_SUFFIX,
    Holders,
    SealedDraft,
    open_draft,
)
from jbgs_desktop.drafts.word_originals import copy_originals
from jbgs_desktop.errors import DraftError
from jbgs_desktop.forms.application import Application
from jbgs_desktop.forms.application_json import Loaded

COPY_MADE = "另存副本"  # the name of a revision of which a copy was made
_MOST_HANDED_OVER = 4  # revisions that go along with a copy

AnyDraft = SealedDraft | PlainDraft


@dataclass(frozen=True, slots=True)
class Moved:
    """What came of it: the files that were not found, and what was cleaned up (`Loaded`)."""

    missing: tuple[str, ...]
    removed: int
    exchanged: int


def open_any(file: Path, holders: Holders, *, read_only: bool = False) -> AnyDraft:
    """The draft in ``file``, sealed or plain by its ending. Raises JbgsError."""
    if file.suffix.lower() == DRAFT_SUFFIX:
        return open_draft(file, holders, read_only=read_only)
    return PlainDraft(file)


def write_sealed(
    source: AnyDraft,
    target: Path,
    holders: Sequence[HolderKey],
    cost: Cost | None = None,
    *,
    value: Application | None = None,
    with_originals: bool = False,
) -> Moved:
    """The newest revision of ``source`` with its files as a new sealed draft, without its history
    but for what was handed over before, by which the receiver's draft may be known.

    ``value`` stands in for the newest revision where that could not be saved. The Word files that
    were imported come along only ``with_originals``.

    It has a key of its own, appears whole or not at all, and remembers which revision of a sealed
    source it was made from, so that the two can be merged later. Raises JbgsError, DraftHeldError
    when ``target`` is open.
    """
    loaded = source.load() if value is None else Loaded(value, 0)
    origin = _origin(source) if isinstance(source, SealedDraft) else None
    lock = DraftLock.take(target) if target.is_file() else None
    try:
        with database.atomic_file(target) as waiting:
            write_draft(
                waiting,
                loaded.application,
                holders,
                cost=cost,
                origin=origin,
                call_version=source.call_version,
            )
            with closing(SealedDraft.unshared(waiting, holders)) as new:
                copy_application(loaded.application, source, new)
                if with_originals and isinstance(source, SealedDraft):
                    copy_originals(source, new)
    finally:
        if lock:
            lock.release()
    return Moved(_missing(source, loaded.application), loaded.removed, loaded.exchanged)


def _origin(draft: SealedDraft) -> Origin:
    """With the earlier revisions that go along; one that is damaged is left out."""
    earlier = []
    for point in handed_over(draft):
        with suppress(DraftError):
            earlier.append((point, draft.read(point.number).application))
    return Origin(draft.lineage, draft.points[-1].token, tuple(earlier))


def handed_over(draft: SealedDraft) -> list[RevisionInfo]:
    """The earlier revisions that go along with a copy made now: the last that came or went so."""
    points = [point for point in draft.points[:-1] if point.name in (COPY_START, COPY_MADE)]
    return points[-_MOST_HANDED_OVER:]


def save_copy(
    draft: SealedDraft,
    target: Path,
    holders: Sequence[HolderKey],
    cost: Cost | None = None,
    *,
    with_originals: bool = False,
) -> Moved:
    """另存为加密副本 for a colleague or another computer; its revision is kept here for good.

    Raises JbgsError as :func:`write_sealed` does.
    """
    if not draft.is_read_only and not draft.points[-1].name:
        draft.name_point(COPY_MADE)
    return write_sealed(draft, target, holders, cost, with_originals=with_originals)


def unseal(source: SealedDraft, target: Path) -> Moved:
    """The newest revision of ``source`` as plain JSON at ``target``, its files beside it.

    Nobody needs a key for what is written. Files with the same content are used as they are;
    others are never written over. When it fails, no new file stays. Raises JbgsError.
    """
    loaded = source.load()
    plain = _Careful(target)
    try:
        copy_application(loaded.application, source, plain)
    except BaseException:
        plain.take_back()
        raise
    return Moved(_missing(source, loaded.application), loaded.removed, loaded.exchanged)


def find_drafts(folder: Path, *, deepest: int = 4, most: int = 1000) -> list[Path]:
    """The sealed drafts in ``folder`` and below, such as on a stick; unreadable folders are left.

    At most ``most``, not deeper than ``deepest`` folders, and not through links.
    """
    found: list[Path] = []
    waiting = [(folder, 0)]
    while waiting and len(found) < most:
        here, depth = waiting.pop()
        try:
            entries = sorted(here.iterdir())
        except OSError:
            continue
        for entry in entries:
            if entry.suffix.lower() == DRAFT_SUFFIX and entry.is_file():
                found.append(entry)
            elif depth < deepest and not entry.is_symlink() and entry.is_dir():
                waiting.append((entry, depth + 1))
    return sorted(found[:most])


class _Careful(PlainDraft):
    """Takes files in beside its JSON, and remembers which of them are new."""

    def __init__(self, file: Path) -> None:
        super().__init__(file)
        self._new: list[Path] = []

    def attach(self, name: str, source: BinaryIO, folder: str = EVIDENCE) -> str:
        file = f"{folder}/{free_name(name, lambda _: False)}"
        if self.evidence_size(file) is not None:
            with self.open_evidence(file) as there:
                is_same = _same_bytes(there, source)
            if is_same:
                return file
            source.seek(0)
        taken = super().attach(name, source, folder)
        self._new.append(self.evidence_path(taken))
        return taken

    def take_back(self) -> None:
        for path in self._new:
            path.unlink(missing_ok=True)


def _same_bytes(one: BinaryIO, other: BinaryIO) -> bool:
    while True:
        first, second = one.read(2**20), other.read(2**20)
        if first != second:
            return False
        if not first:
            return True


def _missing(source: Draft, application: Application) -> tuple[str, ...]:
    return tuple(file for file in application.files() if source.evidence_size(file) is None)
