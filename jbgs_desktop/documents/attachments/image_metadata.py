"""What a photo says about itself, and the photo without it. The pixels are never touched."""

import io
import re
import zlib
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO

from jbgs_desktop.documents.attachments.odd_tiff import UnusualImageError, odd_tiff
from jbgs_desktop.forms.file_kinds import JPEG_HEAD, PNG_HEAD

if TYPE_CHECKING:
    from PIL import Image

MOST_PIXELS = 200_000_000  # A0 at 350 dpi, and the finest phone camera
ORIENTATION = 0x0112  # the EXIF tag: which way round a photo is looked at
LYING = (5, 6, 7, 8)  # its values for a photo that lies on its side
_GPS = 0x8825
_EXIF = b"Exif\0\0"
_PNG_PROSE = (b"eXIf", b"tEXt", b"zTXt", b"iTXt")
# Anything in the picture data of a JPEG that is neither a stuffed byte nor a restart mark.
_MARK = re.compile(rb"\xff+([^\x00\xff\xd0-\xd7])")
_KEPT = {0xE0, 0xEE}  # JFIF and Adobe's note on the colours
_START, _SCAN, _END = 0xD8, 0xDA, 0xD9
# As Pillow calls them. Scans and figures keep to those that every program takes.
SCAN_FORMATS = ("JPEG", "PNG", "TIFF")
FIGURE_FORMATS = (*SCAN_FORMATS, "BMP", "WEBP")
PICTURE_FORMATS = (*FIGURE_FORMATS, "GIF", "JPEG2000")
_JPEG_HEAD = 2**20  # bytes, in which the frame of a JPEG begins
_JFIF, _SHORTEST_JFIF = 0xE0, 2 + 2 + 14
_FRAMES = {*range(0xC0, 0xD0)} - {0xC4, 0xC8, 0xCC}
_LOSSLESS = {0xC3, 0xC5, 0xC6, 0xC7, 0xCB, 0xCD, 0xCE, 0xCF}  # and those of several layers
_UNUSUAL_JPEG = (
    "这是仪器用的JPEG（无损或者每个颜色多于8位），普通的程序打不开它，文件不一定损坏，"
    "请用原来的程序另存为普通JPEG、PNG或PDF再添加。"
)


def open_image(
    source: "Path | BinaryIO", formats: Sequence[str] = PICTURE_FORMATS
) -> "Image.Image":
    """Open a picture of ``formats``, and nothing else that Pillow could be made to read.

    Raises UnusualImageError for one that nothing here reads, OSError, and what Pillow raises for a
    broken image.
    """
    from PIL import Image

    if (odd := odd_tiff(source)) is not None:
        return odd
    return Image.open(_mended_jpeg(source), formats=list(formats))


def _mended_jpeg(source: "Path | BinaryIO") -> "Path | BinaryIO":
    """``source``, where it is a JPEG without an empty JFIF segment, which Pillow trips over.

    Raises UnusualImageError where it is of a kind that would harm the decoder.
    """
    head = _read(source, _JPEG_HEAD)
    if not head.startswith(JPEG_HEAD):
        return source
    data = b""
    for marker, segment in _segments(head):
        if marker == _JFIF and len(segment) < _SHORTEST_JFIF:
            data = (data or _read(source, -1)).replace(segment, b"", 1)
        if marker in _FRAMES:
            if marker in _LOSSLESS or segment[4:5] != b"\x08":
                raise UnusualImageError(_UNUSUAL_JPEG)
            break
    return io.BytesIO(data) if data else source


def _read(source: "Path | BinaryIO", most: int) -> bytes:
    if isinstance(source, Path):
        with source.open("rb") as file:
            return file.read(most)
    source.seek(0)
    data = source.read(most)
    source.seek(0)
    return data


def has_location(image: "Image.Image") -> bool:
    """Whether a photo (JPEG, PNG) says where it was taken, in EXIF or XMP; a TIFF is a scan."""
    if image.format == "TIFF":
        return False
    latitude = 2
    found = image.info.get("xmp", image.info.get("XML:com.adobe.xmp", b""))
    xmp = found if isinstance(found, bytes) else str(found).encode()
    return latitude in image.getexif().get_ifd(_GPS) or b"GPSLatitude" in xmp


def without_location(path: Path) -> bytes:
    """The photo in ``path`` with its pixels as they are, but not where or with what it was taken.

    The way round it is looked at stays. Files other than JPEG and PNG come back as they are.
    Raises OSError, ValueError.
    """
    data = path.read_bytes()
    if not data.startswith((JPEG_HEAD, PNG_HEAD)):
        return data
    with open_image(path) as image:
        orientation = image.getexif().get(ORIENTATION, 1)
    return (
        bare_png(data, orientation) if data.startswith(PNG_HEAD) else bare_jpeg(data, orientation)
    )


def bare_jpeg(data: bytes, orientation: int = 1) -> bytes:
    """A JPEG without EXIF, XMP, comments and what follows its end; its colour profile stays."""
    parts = [JPEG_HEAD]
    if orientation != 1:
        parts.append(_segment(0xE1, _EXIF + _exif(orientation)))
    for marker, segment in _segments(data):
        is_application = 0xE0 <= marker <= 0xEF or marker == 0xFE
        is_profile = marker == 0xE2 and segment[4:].startswith(b"ICC_PROFILE\0")
        if not is_application or marker in _KEPT or is_profile:
            parts.append(segment)
    return b"".join(parts)


def _segments(data: bytes) -> Iterator[tuple[int, bytes]]:
    """The marker segments of a JPEG after its start, a scan together with its picture data."""
    at = 2
    while match := _MARK.search(data, at):
        marker, start = match[1][0], match.end() - 2
        if marker == _END:
            yield marker, data[start : start + 2]
            return
        end = match.end() + int.from_bytes(data[match.end() : match.end() + 2])
        if marker == _SCAN:
            following = _MARK.search(data, end)
            end = following.start() if following else len(data)
        yield marker, data[start:end]
        at = end


def _segment(marker: int, content: bytes) -> bytes:
    return bytes((0xFF, marker)) + (len(content) + 2).to_bytes(2) + content


def _exif(orientation: int) -> bytes:
    """The smallest EXIF that tells the orientation: one directory with one short number."""
    entry = ORIENTATION.to_bytes(2) + b"\0\3\0\0\0\1" + orientation.to_bytes(2) + b"\0\0"
    return b"MM\0*\0\0\0\x08\0\1" + entry + b"\0\0\0\0"


def bare_png(data: bytes, orientation: int = 1) -> bytes:
    """A PNG without EXIF and prose."""
    parts, at = [PNG_HEAD], len(PNG_HEAD)
    while at + 8 <= len(data):
        kind = data[at + 4 : at + 8]
        end = at + 12 + int.from_bytes(data[at : at + 4])
        if kind not in _PNG_PROSE:
            parts.append(data[at:end])
        if kind == b"IHDR" and orientation != 1:
            content = b"eXIf" + _exif(orientation)
            length = (len(content) - 4).to_bytes(4)
            parts.append(length + content + zlib.crc32(content).to_bytes(4))
        at = end
    return b"".join(parts)
