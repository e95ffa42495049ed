"""In a child: a document of a bundle beside the one that the program makes of the JSON."""

import re
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

from jbgs_desktop.documents.docx_reader.package import ZipParts
from jbgs_desktop.documents.pdf.images import PdfPages

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
