"""A child's tasks: a document of a bundle beside the one that the program makes of the JSON."""

import base64
import re
from collections.abc import Sequence
from contextlib import closing
from pathlib import Path
from typing import Any

from jbgs_desktop.documents.docx_reader.package import WORD, RefusedOfficeError, ZipParts
from jbgs_desktop.documents.pdf.images import PdfPages
from jbgs_desktop.errors import DocumentError

_MOST_NAMED = 20
_DPI = 100.0  # at which two pages are held against each other
_LEAST_SEEN = 40  # of 255
_BETWEEN = re.compile(rb"<[^>]*>|\s+")  # tags and blanks: what is left are the words
_TEXTS = re.compile(r"word/document\.xml|xl/sharedStrings\.xml|xl/worksheets/[^/]+\.xml")


def compare_office(files: Sequence[str]) -> dict[str, Any]:
    """The parts in which two ``files`` (base64) differ, and whether they say the same.

    ``problem`` says why one could not be opened, "" where both could.
    """
    try:
        first, second = (ZipParts(base64.b64decode(each)) for each in files)
        names = sorted({*first.names, *second.names})
        parts = [name for name in names if first.bytes_of(name) != second.bytes_of(name)]
        alike = not any(
            _words(first, name) != _words(second, name) for name in parts if _TEXTS.fullmatch(name)
        )
    except RefusedOfficeError as error:
        return {"problem": WORD.sentence(str(error)), "parts": [], "alike": False}
    return {"problem": "", "parts": parts[:_MOST_NAMED], "alike": alike}


def _words(file: ZipParts, name: str) -> bytes:
    return b"".join(_BETWEEN.split(file.bytes_of(name) or b""))


def compare_books(files: Sequence[str]) -> dict[str, Any]:
    """The pages, from 1, on which two PDFs differ in words or looks: a path, and base64.

    ``problem`` says why one could not be opened, "" where both could.
    """
    path, ours = files
    try:
        with (
            closing(PdfPages(Path(path))) as first,
            closing(PdfPages(base64.b64decode(ours))) as second,
        ):
            count = max(first.count, second.count)
            both = min(first.count, second.count)
            pages = [at for at in range(both) if not _is_alike(first, second, at)]
            pages += range(both, count)
    except DocumentError as error:
        return {"problem": str(error), "pages": []}
    return {"problem": "", "pages": [at + 1 for at in pages]}


def _is_alike(first: PdfPages, second: PdfPages, at: int) -> bool:
    """Whether nobody sees a difference: what another computer rounds otherwise is none."""
    from PIL import ImageChops

    one, other = (each.picture(at, _DPI).convert("RGB") for each in (first, second))
    if one.size != other.size:
        return False
    seen = ImageChops.difference(one, other).point(lambda value: 255 * (value > _LEAST_SEEN))
    return seen.getbbox() is None
