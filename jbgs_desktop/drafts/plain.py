"""An application kept as plain JSON with its evidence files in a folder beside it.

The window and the commands reach a kept application only through :class:`Draft`.
"""

import os
import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Protocol

from jbgs_desktop.errors import JbgsError
from jbgs_desktop.files import access_error, data_folder, read_capped, safe_name, write_whole
from jbgs_desktop.forms.application import Application
from jbgs_desktop.forms.checks import files_beside
from jbgs_desktop.forms.reading import LARGEST_FILE, Loaded, read_application

_EVIDENCE = "evidence"
_FILE = "申报.json"


class Draft(Protocol):
    """草稿: one application as it is kept, wherever and however that is."""

    @property
    def place(self) -> str:
        """Where it is kept, as a user reads it."""

    def load(self) -> Loaded:
        """The application. Raises JbgsError."""

    def save(self, application: Application) -> None:
        """Keep ``application`` durably, whole or not at all. Raises FileAccessError."""

    def attach(self, source: Path) -> str:
        """Take a copy of ``source`` in; the value for an evidence's ``file``. Raises JbgsError."""

    def evidence_size(self, file: str) -> int | None:
        """Bytes of an attached file, or None when it is not there."""

    def evidence_path(self, file: str) -> Path:
        """Where another program can open an attached file."""


class PlainDraft:
    """A :class:`Draft` in one JSON file, evidence in ``evidence/`` beside it."""

    def __init__(self, file: Path) -> None:
        self.file = file
        self._size: Callable[[str], int | None] = files_beside(file.parent)

    @property
    def place(self) -> str:
        return str(self.file)

    def load(self) -> Loaded:
        return read_application(read_capped(self.file, LARGEST_FILE), self.file.name)

    def save(self, application: Application) -> None:
        write_whole({self.file: application.to_json().encode()})

    def attach(self, source: Path) -> str:
        folder = self.file.parent / _EVIDENCE
        try:
            folder.mkdir(parents=True, exist_ok=True)
            target = _free_name(folder, source)
            _copy_whole(source, target)
        except OSError as error:
            raise access_error("复制", source, error) from error
        return f"{_EVIDENCE}/{target.name}"

    def evidence_size(self, file: str) -> int | None:
        return self._size(file)

    def evidence_path(self, file: str) -> Path:
        return self.file.parent / file


def _free_name(folder: Path, source: Path) -> Path:
    stem, ending = safe_name(source.stem), source.suffix[:10]
    names = (f"{stem}{ending}", *(f"{stem}-{number}{ending}" for number in range(2, 10_000)))
    return next(folder / name for name in names if not (folder / name).exists())


def _copy_whole(source: Path, target: Path) -> None:
    waiting = target.with_name(f".{target.name}.part")
    try:
        shutil.copyfile(source, waiting)
        os.replace(waiting, target)
    finally:
        waiting.unlink(missing_ok=True)


@dataclass(frozen=True, slots=True)
class Listed:
    """A line of the start page: a draft of this computer, or the reason why it cannot be read."""

    file: Path
    changed: datetime
    application: Application | None
    problem: str = ""


def drafts_folder() -> Path:
    """Where this computer's drafts are kept."""
    return data_folder() / "drafts"


def create_draft(application: Application) -> PlainDraft:
    """A new draft on this computer that holds ``application``. Raises FileAccessError."""
    base = drafts_folder()
    started = f"{datetime.now():%Y%m%d-%H%M%S}"
    names = (started, *(f"{started}-{number}" for number in range(2, 10_000)))
    folder = next(base / name for name in names if not (base / name).exists())
    draft = PlainDraft(folder / _FILE)
    draft.save(application)
    return draft


def listed_drafts() -> list[Listed]:
    """The drafts of this computer, the last changed first."""
    return sorted(_listed(), key=lambda listed: listed.changed, reverse=True)


def _listed() -> Iterator[Listed]:
    for file in drafts_folder().glob(f"*/{_FILE}"):
        try:
            changed = datetime.fromtimestamp(file.stat().st_mtime)
            yield Listed(file, changed, PlainDraft(file).load().application)
        except JbgsError as error:
            yield Listed(file, changed, None, str(error))
        except OSError:
            continue  # deleted while the folder was read
