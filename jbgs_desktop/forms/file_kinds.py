"""What bytes are, told by how they begin and by little more; nothing is unpacked or decoded.

The one place that knows signatures. Safe on files of strangers: what is read is bounded or
streamed.
"""

import struct
from enum import StrEnum
from typing import BinaryIO

HEAD = 1024  # bytes: a PDF may begin that late (ISO 32000-1, annex H)
PDF_HEAD = b"%PDF-"
PNG_HEAD = b"\x89PNG\r\n\x1a\n"
JPEG_HEAD = b"\xff\xd8"

_CHUNK = 2**20
_TAIL = 66 * 2**10  # bytes; the end record of a zip with the longest comment lies within
_END = struct.Struct("<4s4H2LH")


class FileKind(StrEnum):
    """The kinds that the program treats differently; an Office file is a ZIP or an OLE2."""

    PROGRAM = "program"
    PDF = "pdf"
    JPEG = "jpeg"
    PNG = "png"
    TIFF = "tiff"
    BMP = "bmp"
    WEBP = "webp"
    GIF = "gif"
    JPX = "jpx"
    ZIP = "zip"
    OLE2 = "ole"
    HEIC = "heic"
    UNKNOWN = "unknown"


_HEADS = {
    b"MZ": FileKind.PROGRAM,
    b"\x7fELF": FileKind.PROGRAM,
    b"\xca\xfe\xba\xbe": FileKind.PROGRAM,  # Java, and macOS for several processors
    b"\xcf\xfa\xed\xfe": FileKind.PROGRAM,  # macOS
    b"#!": FileKind.PROGRAM,
    JPEG_HEAD + b"\xff": FileKind.JPEG,
    PNG_HEAD: FileKind.PNG,
    b"II*\0": FileKind.TIFF,
    b"MM\0*": FileKind.TIFF,
    b"II+\0": FileKind.TIFF,  # of more than 4 GB
    b"MM\0+": FileKind.TIFF,
    b"GIF87a": FileKind.GIF,
    b"GIF89a": FileKind.GIF,
    b"\0\0\0\x0cjP  \r\n\x87\n": FileKind.JPX,
    b"\xff\x4f\xff\x51": FileKind.JPX,  # without a container
    b"PK\x03\x04": FileKind.ZIP,
    b"PK\x05\x06": FileKind.ZIP,  # an empty one
    b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1": FileKind.OLE2,
}
_HEIC = (b"heic", b"heix", b"hevc", b"mif1", b"msf1")


def kind_of(head: bytes) -> FileKind:
    """What a file is whose first :data:`HEAD` bytes are ``head``; fewer tell all but some PDFs.

    A file that a computer would run is a program, whatever else it is: a PDF may have another
    head before its own.
    """
    found = next((kind for start, kind in _HEADS.items() if head.startswith(start)), None)
    if found is FileKind.PROGRAM:
        return found
    if PDF_HEAD in head[:HEAD]:
        return FileKind.PDF
    if head[4:8] == b"ftyp" and head[8:12] in _HEIC:
        return FileKind.HEIC
    if head.startswith(b"RIFF") and head[8:12] == b"WEBP":
        return FileKind.WEBP
    if head.startswith(b"BM") and head[6:10] == bytes(4):  # the two letters begin many a text
        return FileKind.BMP
    return found or FileKind.UNKNOWN


def kind_in(stream: BinaryIO) -> FileKind:
    """:func:`kind_of` what ``stream`` begins with. Raises OSError."""
    stream.seek(0)
    return kind_of(stream.read(HEAD))


def has_macros(stream: BinaryIO, size: int) -> bool:
    """Whether ``stream``, of ``size`` bytes, is an Office file with macros, whatever its name is.

    Raises OSError.
    """
    match kind_in(stream):
        case FileKind.ZIP:
            names = (b"[content_types].xml", b"vbaproject.bin")
            return _holds(stream, _directory_of(stream, size), names)
        case FileKind.OLE2:
            return holds_stream(stream, "_VBA_PROJECT")
    return False


def holds_stream(stream: BinaryIO, name: str) -> bool:
    """Whether an OLE2 file names a stream or storage in it that begins with ``name``."""
    return _holds(stream, 0, (name.lower().encode("utf-16-le"),))


def _directory_of(stream: BinaryIO, size: int) -> int:
    """Where the list of names of a zip begins; the beginning of the file when it does not say."""
    start = max(0, size - _TAIL)
    stream.seek(start)
    tail = stream.read(_TAIL)
    at = tail.rfind(b"PK\x05\x06")
    if at < 0 or len(tail) - at < _END.size:
        return 0
    length: int = _END.unpack_from(tail, at)[5]
    return max(0, start + at - length)


def _holds(stream: BinaryIO, start: int, needles: tuple[bytes, ...]) -> bool:
    """Whether all of ``needles``, in lower case, come after ``start``, in any case."""
    missing = set(needles)
    longest = max(map(len, needles))
    stream.seek(start)
    rest = b""
    while missing and (chunk := stream.read(_CHUNK)):
        window = rest + chunk.lower()
        missing -= {needle for needle in missing if needle in window}
        rest = window[1 - longest :]
    return not missing
