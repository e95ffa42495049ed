"""From a draft and its scans to the content of its bundle, for the window and the command alike."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

from jbgs_desktop.bundle.bagit_profile import NO_HISTORY, BundleHistory, PageFacts
from jbgs_desktop.bundle.contents import Documents, compose_bundle
from jbgs_desktop.bundle.model import BundleContent
from jbgs_desktop.bundle.scan_pdfs import Quality, make_scans
from jbgs_desktop.bundle.seal_places import places_of
from jbgs_desktop.documents.book_model import Book
from jbgs_desktop.drafts.draft import Draft
from jbgs_desktop.drafts.store import SealedDraft
from jbgs_desktop.errors import BundleError
from jbgs_desktop.finalise.finalise import book_of, opener, version_book
from jbgs_desktop.finalise.locked_version import what_is_written
from jbgs_desktop.finalise.record import Record, read_record
from jbgs_desktop.finalise.version_code import Version, version_of
from jbgs_desktop.forms.application import Application
from jbgs_desktop.forms.calls.call import Call
from jbgs_desktop.scans.matcher import Expected, ScanReport


@dataclass(frozen=True, slots=True)
class Prepared:
    """A version with its book, and what its scans have to hold."""

    draft: Draft
    application: Application
    call: Call
    version: Version
    book: Book
    expected: Expected
    history: BundleHistory = NO_HISTORY


def prepare(
    draft: Draft,
    application: Application,
    call: Call,
    *,
    version: Version | None = None,
    cancelled: Callable[[], bool] = lambda: False,
) -> Prepared:
    """The version that ``draft`` holds, with its book: as it was finalised, where it was.

    ``version`` is given where it is known already. Reads all evidence. Raises JbgsError.
    """
    record = read_record(draft) if isinstance(draft, SealedDraft) else Record()
    version = version or version_of(what_is_written(draft, application), opener(draft))
    current = record.current
    if current and current.code == version.code:
        book = version_book(draft, application, call, current, cancelled=cancelled)
    else:
        book = book_of(draft, application, call, version, cancelled=cancelled)
    expected = Expected(
        *(version.application, version.code, book.pages, book.parts, record.numbers, version.proof)
    )
    history = _history(record, version.code)
    return Prepared(draft, application, call, version, book, expected, history)


def _history(record: Record, code: str) -> BundleHistory:
    """When the version ``code`` was finalised and what came before; empty when it was not."""
    current = record.current
    if current is None or current.code != code:
        return NO_HISTORY
    before = dict.fromkeys(each.code for each in record.finalised if each.code != code)
    return BundleHistory(current.when, tuple(before))


def build_bundle(
    prepared: Prepared,
    report: ScanReport,
    path_of: Callable[[str], Path],
    *,
    made: date,
    quality: Quality | None = None,
    cancelled: Callable[[], bool] = lambda: False,
    progress: Callable[[int, int], None] = lambda done, total: None,
) -> BundleContent:
    """The bundle of ``prepared`` with the scans that ``report`` has taken.

    ``path_of``, ``quality`` and ``progress`` are those of :func:`scan_pdfs.make_scans`. Raises
    BundleError for scans of another version, ScanError while a page is missing, and other
    JbgsErrors.
    """
    from jbgs_desktop.documents.export import MakeBook, build

    if report.expected.code != prepared.version.code:
        raise BundleError(
            "不能打包：扫描件不是这个版本的。请用现在的版本重新打印、盖章、扫描以后再打包。"
        )
    seals = places_of(prepared.book.spots)
    scans = make_scans(
        report, path_of, seals=seals, quality=quality, cancelled=cancelled, progress=progress
    )
    application, call = prepared.application, prepared.call
    source = MakeBook(evidence=opener(prepared.draft))
    files = build(application, call, Path(), formats=("docx", "xlsx"), draft=False, source=source)
    documents = Documents(prepared.book.pdf, *files.values())
    content = compose_bundle(
        *(application, call, prepared.version, documents, scans.files, prepared.draft),
        made=made,
        seals=seals,
        history=prepared.history,
        page_facts=_page_facts(prepared.book, report),
    )
    return replace(content, doubts=scans.doubts, notices=scans.notices)


def _page_facts(book: Book, report: ScanReport) -> PageFacts:
    """What can be said of the pages; those of an older program do not prove their content.

    A page that a person has assigned has no code that was read. Only a book whose pages prove it
    says by what release it was made: with pages of the old kind it is told as one of an older.
    """
    by_hand = tuple(scan.page for scan in report.order if scan.by_hand and scan.page)
    codes = [scan.page_code for scan in report.order if not scan.by_hand]
    proves = bool(book.proof) and all(code and code.proof for code in codes)
    return PageFacts(proves, by_hand, book.rendering if proves else 0)
