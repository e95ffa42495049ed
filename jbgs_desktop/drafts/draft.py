"""The seam through which the window and the commands reach a kept application."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import BinaryIO, Protocol

from jbgs_desktop.files import access_error, safe_name
from jbgs_desktop.forms.application import Application
from jbgs_desktop.forms.application_json import Loaded
from jbgs_desktop.forms.text.clean import clean_line

EVIDENCE = "evidence"  # the folder part of every attachment's name
SCANS = "scans"  # the same of what was scanned
BOOKS = "book"  # the same of the books of finalised versions


class Draft(Protocol):
    """草稿: one application as it is kept, wherever and however that is."""

    @property
    def place(self) -> str:
        """Where it is kept, as a user reads it."""

    @property
    def is_read_only(self) -> bool:
        """Whether it can be looked at only."""

    @property
    def call_version(self) -> str:
        """The version of the call pack that it goes by; empty where none is kept."""

    @property
    def notices(self) -> tuple[str, ...]:
        """Sentences that the user has to be told when it is opened."""

    def load(self) -> Loaded:
        """The application. Raises JbgsError."""

    def save(self, application: Application) -> None:
        """Keep ``application`` durably, whole or not at all. Raises JbgsError."""

    def attach(self, name: str, source: BinaryIO) -> str:
        """Take in all of ``source`` under a name like ``name``; the value for ``evidence.*.file``.

        Raises JbgsError, and OSError when ``source`` cannot be read.
        """

    def evidence_size(self, file: str) -> int | None:
        """Bytes of an attached file, or None when it is not there. Never waits for the disk."""

    def open_evidence(self, file: str) -> BinaryIO:
        """The bytes of an attached file, seekable. Raises JbgsError."""

    def evidence_path(self, file: str) -> Path:
        """Where another program can open an attached file; gone when the draft is closed.

        Raises JbgsError.
        """

    def close(self) -> None:
        """Let go of it. What was saved is on disk already."""


def attach_file(draft: Draft, source: Path) -> str:
    """Take a copy of the file ``source`` into ``draft``; the value for an evidence's ``file``.

    Raises JbgsError.
    """
    try:
        with source.open("rb") as stream:
            return draft.attach(source.name, stream)
    except OSError as error:
        raise access_error("读取", source, error) from error


def copy_application(application: Application, source: Draft, target: Draft) -> Application:
    """Save ``application`` with its evidence from ``source`` in ``target``; as it is there.

    An evidence whose file is missing keeps its name. Raises JbgsError.
    """
    copied: dict[str, str] = {}
    for number, evidence in enumerate(application.evidence):
        file = evidence.file
        if not file or source.evidence_size(file) is None:
            continue
        if file not in copied:
            with source.open_evidence(file) as stream:
                copied[file] = target.attach(file.rpartition("/")[2], stream)
        application = application.set(f"evidence.{number}.file", copied[file])
    target.save(application)
    return application


def free_name(name: str, is_taken: Callable[[str], bool]) -> str:
    """A file name like ``name`` that every file system takes and that is not taken."""
    return next(name for name in _names(name) if not is_taken(name))


def _names(name: str) -> Iterator[str]:
    path = Path(clean_line(name).text)  # what cannot be printed would be lost on the next load
    stem = safe_name(path.stem)
    ending = f".{safe_name(path.suffix[1:10])}" if path.suffix[1:] else ""
    yield f"{stem}{ending}"
    for number in range(2, 10_000):
        yield f"{stem}-{number}{ending}"
