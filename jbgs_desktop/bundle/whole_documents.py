"""Whether a handed-in document looks whole, by reading little of it and unpacking nothing."""

import re
import struct
import zipfile
from typing import BinaryIO

from jbgs_desktop.forms.file_kinds import PDF_HEAD
from jbgs_desktop.forms.zip_ends import LONGEST_ZIP_END, directory_of_zip

_PDF_TAIL = 2**10
_MOST_MEMBERS = 5_000
_LARGEST_DIRECTORY = 2**20  # bytes
_CHUNK = 2**20
_MOST_CODES = 100  # a PDF that says more is none of this program
_KEYWORDS = re.compile(rb"<pdf:Keywords>([0-9A-Za-z-]{1,40})</pdf:Keywords>")
_LONGEST_KEYWORDS = 80  # bytes of a whole match
_TYPES = "[Content_Types].xml"


def is_whole_pdf(stream: BinaryIO, size: int) -> bool:
    """Whether a PDF begins and ends as one; a copy that broke off does not."""
    stream.seek(0)
    head = stream.read(len(PDF_HEAD))
    stream.seek(max(0, size - _PDF_TAIL))
    return head == PDF_HEAD and b"%%EOF" in stream.read(_PDF_TAIL)


def book_codes(stream: BinaryIO) -> frozenset[str]:
    """What the keywords in the XMP packets of a PDF say (ISO 16684-1), each at most some words.

    Packets stand in clear in the PDFs of this program, so that none has to be parsed.
    """
    found: set[str] = set()
    stream.seek(0)
    rest = b""
    while (chunk := stream.read(_CHUNK)) and len(found) < _MOST_CODES:
        window = rest + chunk
        found.update(each.decode("ascii") for each in _KEYWORDS.findall(window))
        rest = window[-_LONGEST_KEYWORDS:]
    return frozenset(found)


def office_members(stream: BinaryIO, size: int) -> frozenset[str] | None:
    """The names inside a docx or xlsx; None when it is none, is broken, or has far too many."""
    stream.seek(max(0, size - LONGEST_ZIP_END))
    directory = directory_of_zip(stream.read(LONGEST_ZIP_END))
    if directory is None or directory[0] > _MOST_MEMBERS or directory[1] > _LARGEST_DIRECTORY:
        return None
    try:
        with zipfile.ZipFile(stream) as archive:
            names = frozenset(archive.namelist())
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError, struct.error):
        return None
    return names if _TYPES in names else None
