"""In a child: a document of a bundle, or its scan, beside the one that is made of the JSON."""

import re
from collections.abc import Collection
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from jbgs_desktop.documents.docx_reader.package import ZipParts
from jbgs_desktop.documents.page_code import BookStamp
from jbgs_desktop.documents.pdf.images import PdfPages
from jbgs_desktop.scans.page_likeness import COMPARED_DPI, Likeness, likeness

if TYPE_CHECKING:
    from PIL import Image

    from jbgs_desktop.scans.page_qr import DetectedQr

_READ_DPI = 200.0  # at which the code of a scanned page is read
_PATIENT_PAGES = 20  # of a scanned book that are looked at with patience when no code is read
_MOST_PAGES = 3000
_DPI = 100.0  # at which two pages are held against each other
_LEAST_SEEN = 40  # of 255
_FOOT = 30.0  # mm of a page, where its number and code stand
_BEFORE, _SHOWN = 8, 24  # characters around the first that differs
_BETWEEN = re.compile(rb"<[^>]*>|\s+")  # tags and blanks: what is left are the words
_TEXTS = re.compile(r"word/document\.xml|xl/sharedStrings\.xml|xl/worksheets/[^/]+\.xml")


@dataclass(frozen=True, slots=True)
class Words:
    """What two documents say where they first say something else."""

    theirs: str
    ours: str


@dataclass(frozen=True, slots=True)
class OfficeDifference:
    """The ``parts`` in which two Office files differ, and where their ``words`` do, if so."""

    parts: tuple[str, ...]
    words: Words | None


def compare_office(theirs: bytes, ours: bytes) -> OfficeDifference:
    """Raises RefusedOfficeError for a file that is not opened."""
    first, second = ZipParts(theirs), ZipParts(ours)
    names = sorted({*first.names, *second.names})
    parts = tuple(name for name in names if first.bytes_of(name) != second.bytes_of(name))
    pairs = (
        other_words(_words(first, name), _words(second, name))
        for name in parts
        if _TEXTS.fullmatch(name)
    )
    return OfficeDifference(parts, next(filter(None, pairs), None))


def _words(file: ZipParts, name: str) -> str:
    return b"".join(_BETWEEN.split(file.bytes_of(name) or b"")).decode("utf-8", "replace")


def other_words(theirs: str, ours: str) -> Words | None:
    """Where two texts first differ, in the words of both; None where they are the same."""
    if theirs == ours:
        return None
    both = range(min(len(theirs), len(ours)))
    at = next((at for at in both if theirs[at] != ours[at]), len(both))
    start = max(0, at - _BEFORE)
    return Words(*(each[start : start + _SHOWN] or "（没有了）" for each in (theirs, ours)))


def pdf_words(pdf: Path | bytes) -> str:
    """What stands on its pages but for their feet, without blanks. Raises DocumentError."""
    with closing(PdfPages(pdf)) as pages:
        return "".join(pages.words(at, _FOOT) for at in range(pages.count))


def unlike_pages(theirs: Path, ours: bytes) -> list[int]:
    """The pages, from 1, that show something else in two PDFs. Raises DocumentError."""
    with closing(PdfPages(theirs)) as first, closing(PdfPages(ours)) as second:
        count = max(first.count, second.count)
        both = min(first.count, second.count)
        pages = [at for at in range(both) if not is_alike_page(first, at, second, at)]
        pages += range(both, count)
    return [at + 1 for at in pages]


def is_alike_page(one: PdfPages, at: int, other: PdfPages, there: int) -> bool:
    """Whether nobody sees a difference: what another computer rounds otherwise is none."""
    from PIL import ImageChops

    first, second = one.picture(at, _DPI).convert("RGB"), other.picture(there, _DPI).convert("RGB")
    if first.size != second.size:
        return False
    seen = ImageChops.difference(first, second).point(lambda value: 255 * (value > _LEAST_SEEN))
    return seen.getbbox() is None


def pages_by_likeness(
    whole: Path, drawn: Path | bytes, stamp: BookStamp, by_hand: Collection[int]
) -> dict[Likeness, list[int]]:
    """The pages of the scans ``whole``, from 1, by what they show of the book ``drawn``.

    A page is known by its code, and has to be of ``stamp``; one of ``by_hand`` lies where the book
    has it. Others are told of by who reads the codes. Raises DocumentError.
    """
    found: dict[Likeness, list[int]] = {}
    patience = _PATIENT_PAGES
    with closing(PdfPages(whole)) as scans, closing(PdfPages(drawn)) as book:
        for at in range(min(scans.count, _MOST_PAGES)):
            scan = scans.picture(at, _READ_DPI)
            code = _code_on(scan, is_patient=patience > 0)
            patience -= code is None
            page = _page_of(code, stamp) if code else at + 1 if at + 1 in by_hand else 0
            if 0 < page <= book.count:
                drawn_page = book.picture(page - 1, COMPARED_DPI)
                found.setdefault(likeness(scan, code, drawn_page), []).append(at + 1)
    return found


def _code_on(scan: "Image.Image", *, is_patient: bool) -> "DetectedQr | None":
    from jbgs_desktop.scans.page_qr import code_anywhere, code_in_corner

    return code_in_corner(scan) or (code_anywhere(scan) if is_patient else None)


def _page_of(found: "DetectedQr", stamp: BookStamp) -> int:
    """The page of the book that a code names, 0 where it is of another application or version."""
    code = found.code
    is_own = (code.application, code.version) == (stamp.application, stamp.code)
    return code.page if is_own else 0
