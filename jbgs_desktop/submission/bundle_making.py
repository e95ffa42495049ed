"""From a draft and its scans to the content of its bundle, for the window and the command alike."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from jbgs_desktop.drafts.draft import Draft
from jbgs_desktop.errors import BundleError
from jbgs_desktop.forms.application import Application
from jbgs_desktop.forms.call import Call
from jbgs_desktop.submission import layout
from jbgs_desktop.submission.bundle import Documents, compose_bundle
from jbgs_desktop.submission.bundle_content import BundleContent
from jbgs_desktop.submission.finalise import book_of
from jbgs_desktop.submission.scan_reading import FoundPage
from jbgs_desktop.submission.scan_sorting import Expected, Part, ScanReport
from jbgs_desktop.submission.version import Version, version_of

if TYPE_CHECKING:
    from jbgs_desktop.documents.book import Book


@dataclass(frozen=True, slots=True)
class Prepared:
    """A version with its book, and what its scans have to hold."""

    draft: Draft
    application: Application
    call: Call
    version: Version
    book: "Book"
    expected: Expected


def prepare(
    draft: Draft,
    application: Application,
    call: Call,
    *,
    known_codes: Mapping[str, int] | None = None,
    cancelled: Callable[[], bool] = lambda: False,
) -> Prepared:
    """The version that ``draft`` holds, its book made again; the same input gives the same pages.

    ``known_codes`` are the 核验码 of all its versions with their 第几版. Reads all evidence. Raises
    JbgsError.
    """
    version = version_of(
        application, lambda file: draft.open_evidence(file) if _is_there(draft, file) else None
    )
    book = book_of(draft, application, call, version.code, cancelled=cancelled)
    expected = Expected(
        version.application, version.code, book.pages, book.parts, dict(known_codes or {})
    )
    return Prepared(draft, application, call, version, book, expected)


def _is_there(draft: Draft, file: str) -> bool:
    return draft.evidence_size(file) is not None


def compose(
    prepared: Prepared, report: ScanReport, path_of: Callable[[str], Path], *, made: date
) -> BundleContent:
    """The bundle of ``prepared`` with the scans that ``report`` has taken.

    ``path_of`` gives the file of a scan by :attr:`FoundPage.file`. Raises BundleError while a
    page is missing or of another version, and other JbgsErrors.
    """
    from jbgs_desktop.documents.export import build

    if not report.is_complete or report.expected.code != prepared.version.code:
        raise BundleError(
            "不能打包：扫描件还缺页，或者不是这个版本的。请在“盖章与扫描”里补齐以后再打包。"
        )
    application, call = prepared.application, prepared.call
    files = build(application, call, Path(), formats=("docx", "xlsx"), draft=False)
    docx, xlsx = files.values()
    scans = scanned_pdfs(report.order, prepared.expected.parts, path_of)
    documents = Documents(prepared.book.pdf, docx, xlsx)
    return compose_bundle(
        application, call, prepared.version, documents, scans, prepared.draft, made=made
    )


def scanned_pdfs(
    order: Sequence[FoundPage], parts: Sequence[Part], path_of: Callable[[str], Path]
) -> dict[str, bytes]:
    """One PDF for each part and one of all pages by their path in the bundle, not recompressed.

    ``order`` are the scans of all pages of the book. Raises DocumentError.
    """
    from jbgs_desktop.documents.pdf_pages import ScanSource, pdf_of_scans

    sources = [ScanSource(path_of(scan.file), scan.index, scan.turn) for scan in order]
    pdfs = {
        layout.scan_name(number, "".join(part.title.split())): pdf_of_scans(
            sources[part.first - 1 : part.last]
        )
        for number, part in enumerate(parts, start=1)
    }
    return {**pdfs, layout.WHOLE_SCAN: pdf_of_scans(sources)}
