"""Scans that were read are kept in the draft, so that the work survives closing the program."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from pathlib import Path

from jbgs_desktop.documents.book_model import PartPages
from jbgs_desktop.documents.page_code import PageCode
from jbgs_desktop.drafts.store import SealedDraft
from jbgs_desktop.files import access_error
from jbgs_desktop.finalise.record import Finalised, Record, ScanPage
from jbgs_desktop.scans.matcher import Expected, page_of_scan
from jbgs_desktop.scans.reader import Corners, ScannedPage


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
    return tuple(replace(scan, file=names[scan.file]) for scan in scans)


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
    return Expected(application, current.code, current.pages, tuple(parts), record.numbers)


def entries_of(found: Iterable[ScannedPage], expected: Expected) -> tuple[ScanPage, ...]:
    """The scans as the record keeps them."""
    return tuple(_entry(scan, expected) for scan in found)


def _entry(scan: ScannedPage, expected: Expected) -> ScanPage:
    by_hand = scan.page is not None
    code = scan.code
    return ScanPage(
        file=scan.file,
        index=scan.index,
        page=page_of_scan(scan),
        application=expected.application if by_hand else code.application if code else "",
        code=expected.code if by_hand else code.version if code else "",
        turn=scan.turn,
        dpi=scan.dpi,
        faults=scan.faults,
        by_hand=by_hand,
        left_out=scan.left_out,
        qr=str(code) if code else "",
        width=scan.width,
        height=scan.height,
        corners=scan.corners or (),
    )


def scans_of(entries: Iterable[ScanPage], expected: Expected) -> tuple[ScannedPage, ...]:
    """The scans that a record keeps. What a person assigned counts for that version only."""
    return tuple(_scan(entry, expected) for entry in entries)


def _scan(entry: ScanPage, expected: Expected) -> ScannedPage:
    code, page = PageCode.parse(entry.qr), entry.page if entry.by_hand else None
    if page is not None and entry.code != expected.code:
        # It was page N of another version, and so it is told, whether or not it has a code.
        code, page = PageCode(entry.application, entry.code, page, page), None
    return ScannedPage(
        file=entry.file,
        index=entry.index,
        code=code,
        turn=entry.turn,
        dpi=entry.dpi,
        faults=entry.faults,
        width=entry.width,
        height=entry.height,
        corners=_corners(entry.corners),
        page=page,
        left_out=entry.left_out,
    )


def _corners(corners: tuple[tuple[float, float], ...]) -> Corners | None:
    if len(corners) != 4:
        return None
    one, two, three, four = corners
    return one, two, three, four
