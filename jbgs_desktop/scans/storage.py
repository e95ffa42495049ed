"""Scans that were read are kept in the draft, so that the work survives closing the program."""

from collections.abc import Iterable, Sequence
from pathlib import Path

from jbgs_desktop.documents.book_model import PartPages
from jbgs_desktop.documents.page_code import proof_of
from jbgs_desktop.drafts.store import SealedDraft
from jbgs_desktop.files import access_error
from jbgs_desktop.finalise.record import Finalised, Record, ScannedPage
from jbgs_desktop.scans.matcher import Expected


def keep_files(draft: SealedDraft, found: Iterable[ScannedPage]) -> tuple[ScannedPage, ...]:
    """Take the files of ``found`` into ``draft``; the same scans with their kept names.

    Nothing of them is kept when one cannot be. Raises JbgsError.
    """
    scans = tuple(found)
    names: dict[str, str] = {}
    try:
        for file in dict.fromkeys(scan.file for scan in scans):
            names[file] = _keep_file(draft, Path(file))
    except BaseException:
        draft.drop_scans(names.values())
        raise
    return tuple(scan.model_copy(update={"file": names[scan.file]}) for scan in scans)


def _keep_file(draft: SealedDraft, file: Path) -> str:
    try:
        with file.open("rb") as stream:
            return draft.keep_scan(file.name, stream)
    except OSError as error:
        raise access_error("读取", file, error) from error


def expected_book(
    record: Record, current: Finalised, application: str, parts: Sequence[PartPages] = ()
) -> Expected:
    """What the scans of the version ``current`` have to hold; ``application`` is its short name."""
    proof = proof_of(current.digest)
    return Expected(application, current.code, current.pages, tuple(parts), record.numbers, proof)
