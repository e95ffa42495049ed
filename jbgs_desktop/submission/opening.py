"""Whether a handed-in document looks whole, by reading little of it and unpacking nothing."""

import struct
import zipfile
from typing import BinaryIO

_TAIL = 66 * 2**10  # bytes; the end record of a zip with the longest comment lies within
_PDF_TAIL = 2**10
_MOST_MEMBERS = 5_000
_LARGEST_DIRECTORY = 2**20  # bytes
_END = struct.Struct("<4s4H2LH")
_TYPES = "[Content_Types].xml"

EXECUTABLES = (b"MZ", b"\x7fELF", b"\xca\xfe\xba\xbe", b"\xcf\xfa\xed\xfe", b"#!")
PDF_HEAD = b"%PDF-"
ZIP_HEAD = b"PK\x03\x04"


def is_whole_pdf(stream: BinaryIO, size: int) -> bool:
    """Whether a PDF begins and ends as one; a copy that broke off does not."""
    stream.seek(0)
    head = stream.read(len(PDF_HEAD))
    stream.seek(max(0, size - _PDF_TAIL))
    return head == PDF_HEAD and b"%%EOF" in stream.read(_PDF_TAIL)


def office_members(stream: BinaryIO, size: int) -> frozenset[str] | None:
    """The names inside a docx or xlsx; None when it is none, is broken, or has far too many."""
    stream.seek(max(0, size - _TAIL))
    tail = stream.read(_TAIL)
    at = tail.rfind(b"PK\x05\x06")
    if at < 0 or len(tail) - at < _END.size:
        return None
    *_, members, length, _, _ = _END.unpack_from(tail, at)
    if members > _MOST_MEMBERS or length > _LARGEST_DIRECTORY:
        return None
    try:
        with zipfile.ZipFile(stream) as archive:
            names = frozenset(archive.namelist())
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError, struct.error):
        return None
    return names if _TYPES in names else None


def has_macros(members: frozenset[str]) -> bool:
    """Whether an Office file brings program code, whatever its ending says."""
    return any(name.casefold().endswith("vbaproject.bin") for name in members)
