"""The seam through which the window and the commands reach a kept application."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import BinaryIO, Protocol

from jbgs_desktop.files import access_error, open_plain_file, safe_name
from jbgs_desktop.forms.application import Application
from jbgs_desktop.forms.application_json import Loaded
from jbgs_desktop.forms.text.clean import clean_line

EVIDENCE = "evidence"  # the folder part of the name of a file that is attached as evidence
FIGURES = "figures"  # the same of the picture of a figure
SCANS = "scans"  # the same of what was scanned
BOOKS = "book"  # the same of the books of finalised versions
WORD_FILES = "word"  # the same of the Word files that were imported
_BESIDE = {SCANS: "扫描件", WORD_FILES: "Word原件"}


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

    def attach(self, name: str, source: BinaryIO, folder: str = EVIDENCE) -> str:
        """Take in all of ``source`` under a name like ``name``; the value for ``evidence.*.file``,
        or with the ``folder`` :data:`FIGURES` for a figure's ``file``.

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
        with open_plain_file(source) as stream:
            return draft.attach(source.name, stream)
    except OSError as error:
        raise access_error("读取", source, error) from error


def copy_application(application: Application, source: Draft, target: Draft) -> Application:
    """Save ``application`` with its files from ``source`` in ``target``; as it is there.

    What names a file that is missing keeps the name. Raises JbgsError.
    """
    application = with_files_brought(application, source, target)
    target.save(application)
    return application


def with_files_brought(
    application: Application, source: Draft, target: Draft, within: str = ""
) -> Application:
    """``application`` with its files at ``within`` copied from ``source`` to ``target``.

    Raises JbgsError.
    """
    brought: dict[str, str] = {}
    for path, file in application.file_fields():
        is_within = f"{path}.".startswith(f"{within}." if within else "")
        if not is_within or file in brought or source.evidence_size(file) is None:
            continue
        with source.open_evidence(file) as stream:
            brought[file] = target.attach(file.rpartition("/")[2], stream, folder_of(path))
    return application.with_files(brought, within)


def folder_of(path: str) -> str:
    """The folder part of the file that the field at ``path`` names."""
    return EVIDENCE if path.startswith("evidence.") else FIGURES


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


def words_of(file: str) -> str:
    """What the user knows the attachment ``file`` as."""
    folder, _, name = file.partition("/")
    if folder == BOOKS:
        return "定稿的合订本"
    if folder in _BESIDE:
        return f"{_BESIDE[folder]}“{name}”"
    return f"图片“{file}”" if folder == FIGURES else f"证明材料“{file}”"
