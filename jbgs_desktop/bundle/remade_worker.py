"""In a child: what the program wrote into a bundle, made again from its JSON and compared.

The bundle was verified before: its files are those of its manifests. :mod:`.remade_documents` makes
findings of what is noticed.
"""

import os
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from hashlib import sha256
from pathlib import Path
from typing import BinaryIO

from jbgs_desktop.bundle.bagit_profile import (
    BOOK_NUMBER,
    CALL_VERSION,
    INFO,
    MANIFEST,
    MOST_FILES,
    RENDERING_NUMBER,
    TAG_MANIFEST,
    BundleHistory,
    Hashed,
    read_info,
    read_manifest,
)
from jbgs_desktop.bundle.contents import checking_page, facts_of, write_listing
from jbgs_desktop.bundle.document_comparison import (
    Words,
    compare_office,
    other_words,
    pages_by_likeness,
    pdf_words,
    unlike_pages,
)
from jbgs_desktop.bundle.handover import readme
from jbgs_desktop.bundle.layout import (
    APPLICATION,
    CHECKER,
    DOCX,
    LISTING,
    PDF,
    README,
    ROW,
    SCANNED,
    WHOLE_SCAN,
    file_places,
    part_scans,
)
from jbgs_desktop.bundle.model import WrittenFile
from jbgs_desktop.bundle.scan_parts import parts_in
from jbgs_desktop.bundle.scan_verification import pages_by_hand
from jbgs_desktop.bundle.tree import FolderTree
from jbgs_desktop.documents.book import make_book
from jbgs_desktop.documents.book_model import BOOK_RENDERING, Book
from jbgs_desktop.documents.docx_reader.docx_file import LARGEST_DOCX
from jbgs_desktop.documents.docx_reader.package import RefusedOfficeError
from jbgs_desktop.documents.export import RENDERING, MakeBook, build
from jbgs_desktop.documents.office_acts import acts_of_office
from jbgs_desktop.documents.page_code import BookStamp
from jbgs_desktop.documents.pdf.acts import acts_of_pdf
from jbgs_desktop.documents.pdf.images import page_count
from jbgs_desktop.errors import CallPackError, DocumentError, JbgsError
from jbgs_desktop.finalise.version_code import Version, version_with
from jbgs_desktop.forms.application import Application
from jbgs_desktop.forms.application_json import ReceivedApplication, receive_application
from jbgs_desktop.forms.calls.call import Call, find_call
from jbgs_desktop.private_folders import only_clear_place
from jbgs_desktop.scans.findings import page_ranges
from jbgs_desktop.scans.page_likeness import Likeness

LIBRARIES = ("typst", "docx", "openpyxl", "pypdf", "pypdfium2", "PIL.Image")
ERROR, WARNING = "error", "warning"
_LISTS = (MANIFEST, TAG_MANIFEST)
_LARGEST_TEXT = 2**16  # bytes of 请先读我.txt
_MOST_NAMED = 3  # parts of a file in one sentence
# A scan that is unlike its page may be a bad one: somebody has to look. Paper is no bad scan.
_OF_SCANS = ((ERROR, "blank", Likeness.ABSENT), (WARNING, "unlike", Likeness.UNLIKE))
# 校验.html of every release by the rendering number that it said, "" before there was one.
CHECKERS: Mapping[str, frozenset[str]] = {
    "": frozenset(
        (
            "6cbb50085c2c42da4f343e70b211f2cc60c4803845e3d0d26561935580f6fce6",
            "ef3f53ec07b48717c9f5822b0a8e2a587d793d9a65e4aca9fbd61977770ec882",
            "badf6d08ac3a241620ac905028752a6f985034365ba2c7f780acccb802bcdcd5",
        )
    ),
    "1": frozenset(("badf6d08ac3a241620ac905028752a6f985034365ba2c7f780acccb802bcdcd5",)),
    "2": frozenset(("badf6d08ac3a241620ac905028752a6f985034365ba2c7f780acccb802bcdcd5",)),
}

Notices = list[tuple[str, str, str, dict[str, str]]]  # severity, code, path, details


def remake(item: Sequence[str]) -> Notices:
    """What is to be said of the bundle in a folder; ``item`` is what of it, and two folders.

    That is one of the keys of :data:`WORK`; the folders are the bundle's, and one for what is made
    meanwhile.
    """
    what, folder, place = item
    with FolderTree(Path(folder), MOST_FILES) as tree, only_clear_place(Path(place)):
        bundle = _Bundle(tree)
        if bundle.call is not None and bundle.call.track(bundle.application.track) is not None:
            WORK[what](bundle)  # without, it was told already
        return bundle.noticed


@dataclass
class _Bundle:
    """The bundle in ``tree`` and what is ``noticed`` of it."""

    tree: FolderTree
    noticed: Notices = field(default_factory=list)

    @cached_property
    def info(self) -> dict[str, str]:
        return read_info((self.tree.folder / INFO).read_bytes())

    @cached_property
    def read(self) -> dict[str, Hashed]:
        """Every file that the manifests list."""
        lists = (read_manifest((self.tree.folder / name).read_bytes()) for name in _LISTS)
        listed = {path: digest for each in lists for path, digest in each.items()}
        sizes = {path: (self.tree.folder / path).stat().st_size for path in listed}
        return {path: Hashed(digest, sizes[path]) for path, digest in listed.items()}

    @cached_property
    def received(self) -> ReceivedApplication:
        return receive_application((self.tree.folder / APPLICATION).read_bytes(), "申报数据")

    @property
    def application(self) -> Application:
        return self.received.application

    @cached_property
    def version(self) -> Version:
        places = file_places(self.application).items()
        read = self.read
        digests = {file: read[place].digest if place in read else None for file, place in places}
        return version_with(self.received, digests)

    @cached_property
    def call(self) -> Call | None:
        with suppress(CallPackError):
            return find_call(self.application.call, self.info.get(CALL_VERSION, ""))
        return None

    @property
    def stamp(self) -> BookStamp:
        """What stands on the pages of its book."""
        return BookStamp(self.version.application, self.version.code, self.version.proof)

    @property
    def is_of_this_call(self) -> bool:
        return self.call is not None and self.info.get(CALL_VERSION, "") == self.call.version

    @property
    def is_ours(self) -> bool:
        """Whether our own documents have to be the same."""
        return self.is_of_this_call and self.info.get(RENDERING_NUMBER) == str(RENDERING)

    @property
    def is_our_book(self) -> bool:
        return self.is_of_this_call and self.info.get(BOOK_NUMBER) == str(BOOK_RENDERING)

    def opened(self, file: str) -> BinaryIO | None:
        place = file_places(self.application).get(file, "")
        return os.fdopen(self.tree.open(place), "rb") if place in self.read else None

    def bytes_of(self, path: str, most: int) -> bytes:
        with os.fdopen(self.tree.open(path), "rb") as stream:
            return stream.read(most)

    def scans(self) -> list[str]:
        """The paths of the parts that were scanned, in the order of their numbers."""
        below = (path for path in self.read if path.startswith(f"{SCANNED}/"))
        return sorted(path for path in below if path != WHOLE_SCAN)

    def notice(self, severity: str, code: str, path: str, **details: object) -> None:
        self.noticed.append(
            (severity, code, path, {key: str(text) for key, text in details.items()})
        )

    def is_same(self, path: str, ours: bytes) -> bool:
        """Whether there is nothing to compare: it is the same, or it is not there."""
        return path not in self.read or self.read[path].digest == sha256(ours).hexdigest()

    def notice_older(self, path: str, words: Words | None) -> None:
        """What another release wrote, and says something else than ours."""
        if words:
            self.notice(WARNING, "older", path, theirs=words.theirs, ours=words.ours)

    def notice_unmade(self, path: str, reason: JbgsError, *, is_ours: bool) -> None:
        """What this program could not make again: of its own making it once could."""
        severity, code = (ERROR, "refused") if is_ours else (WARNING, "unmade")
        self.notice(severity, code, path, reason=reason)

    def does_act(self, path: str, acts: Sequence[str]) -> bool:
        if acts:
            self.notice(ERROR, "acts", path, acts="、".join(acts[:_MOST_NAMED]))
        return bool(acts)


def _papers(bundle: _Bundle) -> None:
    """docx and xlsx, 请先读我.txt, 报送清单.pdf and 校验.html."""
    assert bundle.call
    _compare_checker(bundle)
    facts = facts_of(
        *(bundle.application, bundle.call, bundle.version),
        made=BundleHistory.of(bundle.info).made or date.min,  # a day on which nobody packs
        pages=_page_counts(bundle),
    )
    _compare_readme(bundle, readme(facts))
    _compare_listing(bundle, write_listing(facts, _payload(bundle)))
    source = MakeBook(evidence=bundle.opened)
    try:
        made = build(
            *(bundle.application, bundle.call, Path()),
            formats=("docx", "xlsx"),
            draft=False,
            source=source,
        )
    except JbgsError as error:
        bundle.notice_unmade(DOCX, error, is_ours=bundle.is_ours)
        return
    for path, data in zip((DOCX, ROW), made.values(), strict=True):
        _compare_office_file(bundle, path, data)


def _page_counts(bundle: _Bundle) -> dict[str, int]:
    """The pages of every PDF that 报送清单 counts; 0 for what is none."""
    counts = {PDF: 0}
    for path in (PDF, *bundle.scans(), WHOLE_SCAN):
        if path in bundle.read:
            with suppress(DocumentError):
                counts[path] = page_count(bundle.tree.folder / path)
    return counts


def _payload(bundle: _Bundle) -> list[WrittenFile]:
    """The files that 报送清单 lists, in its order."""
    scans = sorted((*bundle.scans(), WHOLE_SCAN))
    places = file_places(bundle.application).values()
    order = (APPLICATION, DOCX, PDF, ROW, *scans, *places)
    listed = ((path, bundle.read[path]) for path in order if path in bundle.read)
    return [WrittenFile(path, each.size, each.digest) for path, each in listed]


def _compare_checker(bundle: _Bundle) -> None:
    if bundle.is_same(CHECKER, checking_page()):
        return
    number = bundle.info.get(RENDERING_NUMBER, "")
    if number in CHECKERS and bundle.read[CHECKER].digest not in CHECKERS[number]:
        bundle.notice(ERROR, "checker", CHECKER)
    elif number not in CHECKERS:
        bundle.notice(WARNING, "unknown-checker", CHECKER)


def _compare_readme(bundle: _Bundle, ours: bytes) -> None:
    if bundle.is_same(README, ours):
        return
    theirs = bundle.bytes_of(README, _LARGEST_TEXT)
    texts = (each.decode("utf-8-sig", "replace") for each in (theirs, ours))
    words = other_words(*("".join(text.split()) for text in texts))
    if not bundle.is_ours:
        bundle.notice_older(README, words)
    else:
        words = words or other_words(theirs.hex(), ours.hex()) or Words("", "")
        bundle.notice(ERROR, "text", README, theirs=words.theirs, ours=words.ours)


def _compare_listing(bundle: _Bundle, ours: bytes) -> None:
    if not bundle.is_same(LISTING, ours):
        _compare_pdf(bundle, LISTING, ours, is_ours=bundle.is_ours)


def _compare_pdf(bundle: _Bundle, path: str, ours: bytes, *, is_ours: bool) -> None:
    file = bundle.tree.folder / path
    try:
        if bundle.does_act(path, acts_of_pdf(file)):
            return
        words = other_words(pdf_words(file), pdf_words(ours))
        if not is_ours:
            bundle.notice_older(path, words)
        elif pages := unlike_pages(file, ours):
            bundle.notice(ERROR, "pages", path, pages=page_ranges(pages))
        elif words:
            bundle.notice(ERROR, "text", path, theirs=words.theirs, ours=words.ours)
    except (DocumentError, ValueError):
        bundle.notice(ERROR if is_ours else WARNING, "unreadable", path)


def _compare_office_file(bundle: _Bundle, path: str, ours: bytes) -> None:
    if bundle.is_same(path, ours):
        return
    theirs = bundle.bytes_of(path, LARGEST_DOCX)
    try:
        if bundle.does_act(path, acts_of_office(theirs)):
            return
        difference = compare_office(theirs, ours)
    except RefusedOfficeError:
        bundle.notice(ERROR if bundle.is_ours else WARNING, "unreadable", path)
        return
    if not bundle.is_ours:
        bundle.notice_older(path, difference.words)
    elif difference.parts:
        parts, count = difference.parts, len(difference.parts)
        bundle.notice(ERROR, "differs", path, parts="、".join(parts[:_MOST_NAMED]), count=count)


def _book(bundle: _Bundle) -> None:
    """The whole book is made and drawn again, evidence and all; the scans' parts are its own."""
    assert bundle.call
    try:
        book = make_book(bundle.application, bundle.call, evidence=bundle.opened, mark=bundle.stamp)
    except JbgsError as error:
        bundle.notice_unmade(PDF, error, is_ours=bundle.is_our_book)
        return
    if not bundle.is_same(PDF, book.pdf):
        _compare_pdf(bundle, PDF, book.pdf, is_ours=bundle.is_our_book)
    if WHOLE_SCAN in bundle.read:
        _compare_scans(bundle, book)
        _compare_scanned_pages(bundle, book)


def _compare_scans(bundle: _Bundle, book: Book) -> None:
    """The parts hold the pages of the whole that their names say."""
    folder, found = bundle.tree.folder, bundle.scans()
    for path in (*found, WHOLE_SCAN):
        with suppress(ValueError):
            bundle.does_act(path, acts_of_pdf(folder / path, may_have_notes=True))
    try:
        count, parts = parts_in(folder / WHOLE_SCAN, [folder / path for path in found])
    except DocumentError:
        return  # what reads the codes has told
    wanted = part_scans(book.parts)
    is_known = bundle.is_our_book or count == book.pages
    severity = ERROR if bundle.is_our_book else WARNING
    covered: set[int] = set()
    for path, part in zip(found, parts, strict=True):
        if part.pages < 0:
            bundle.notice(severity, "part-unreadable", path)
            continue
        here = range(part.first, part.first + part.pages)
        covered |= {page for at, page in enumerate(here, 1) if at not in part.unlike}
        if part.unlike:
            bundle.notice(ERROR, "part", path, pages=page_ranges(part.unlike))
        elif is_known and tuple(here) != wanted.get(path):
            due = page_ranges(wanted.get(path, ()))
            bundle.notice(severity, "part-other", path, pages=page_ranges(here), due=due or "没有")
    if bundle.is_our_book:
        for path in sorted(wanted.keys() - set(found)):
            bundle.notice(ERROR, "part-missing", path, pages=page_ranges(wanted[path]))
    if missing := sorted(set(range(1, count + 1)) - covered) if found else []:
        bundle.notice(severity, "part-left", WHOLE_SCAN, pages=page_ranges(missing))


def _compare_scanned_pages(bundle: _Bundle, book: Book) -> None:
    """The scans show what was printed: our book, or the one of another release in the bundle."""
    if bundle.is_our_book:
        drawn: Path | bytes = book.pdf
        beside = "本机排出的页面"
    elif PDF in bundle.read:
        drawn = bundle.tree.folder / PDF
        beside = "报送包里电子版 PDF 的同一页"
    else:
        return
    by_hand = pages_by_hand(bundle.info)
    try:
        found = pages_by_likeness(bundle.tree.folder / WHOLE_SCAN, drawn, bundle.stamp, by_hand)
    except DocumentError:
        return  # what reads the codes has told, and what compares the book
    for severity, code, kind in _OF_SCANS:
        if pages := found.get(kind):
            bundle.notice(severity, code, WHOLE_SCAN, pages=page_ranges(pages), beside=beside)


WORK: Mapping[str, Callable[[_Bundle], None]] = {"papers": _papers, "book": _book}
