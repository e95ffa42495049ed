"""Whether a page is one JPEG and nothing else, told by its objects without drawing it.

PDFium's own copy of the page is read, so that there is one opinion on what stands in a broken file,
and one way in which it is written. Every word of it has to be known here: any other may change how
the page looks, and then only drawing it tells (:mod:`.likeness`).
"""

import io
import re
import zlib
from contextlib import suppress
from itertools import pairwise

from jbgs_desktop.documents.attachments.image_metadata import open_image

MOST_BESIDE = 2**16  # bytes of a copy beside its JPEG
_LONGEST = 4000  # bytes of the page with all that it refers to, and of what is drawn there
_DEPTH = 6  # of references: from the catalogue to a value of an image
_END = re.compile(rb"startxref\r\n(\d+)\r\n%%EOF\r\n\Z")
_TABLE_ENTRY = re.compile(rb"(\d{10}) 00000 n\r\n")
_OBJECT = re.compile(
    rb"(\d+) 0 obj\r\n([^\r]*)(?:stream\r\n(.*)\r\nendstream)?\r\nendobj\r\n", re.DOTALL
)
_REFERENCE = re.compile(rb"(\d+) 0 R ?")
_ABOVE = re.compile(rb"/Parent \d+ 0 R ?")

# The entries of every dictionary stand in the order of their names.
_NAME = rb"/[\w.+-]+"
_BOX = rb"Box\[(?: -?[\d.]+){4} ?\]"
_CONTENTS = (
    rb"\[? ?<<(?P<filter>/Filter(?:/FlateDecode|\[ ?/FlateDecode ?\]))?/Length \d+>>"
    rb"stream (?P<contents>\d+) ?\]?"
)
_IMAGE = (
    rb"<</BitsPerComponent 8/ColorSpace/Device"
    rb"(?:(?P<grey>Gray(?:/Decode\[ 0 1 ?\])?)|RGB(?:/Decode\[(?: 0 1){3} ?\])?)"
    rb"/Filter(?:/DCTDecode|\[ ?/DCTDecode ?\])/Height (?P<height>\d+)"
    rb"(?:/Interpolate (?:true|false))?/Length \d+(?:/Name%b)?/Subtype/Image(?:/Type/XObject)?"
    rb"/Width (?P<width>\d+)>>stream (?P<image>\d+) " % _NAME
)
_CATALOGUE = re.compile(
    rb"<</Pages <</Count 1/Kids\[ <<(?:/Art%(box)b)?(?:/Bleed%(box)b)?/Contents ?%(contents)b"
    rb"(?:/Crop%(box)b)?/Media%(box)b/Resources ?<<(?:/ProcSet ?\[[/ \w]*\])?"
    rb"/XObject ?<<(?P<name>%(name)b) ?%(image)b>> ?>> ?(?:/Rotate 0)?(?:/Trim%(box)b)?/Type/Page"
    rb">>\]/Type/Pages>>/Type/Catalog>>"
    % {b"box": _BOX, b"contents": _CONTENTS, b"name": _NAME, b"image": _IMAGE}
)
_DRAWING = re.compile(
    rb"\s*(?:(?:q|(?:[-+.\d]+\s+){6}cm)\s+)*(?P<name>%b)\s+Do(?:\s+Q)*\s*" % _NAME
)


def is_bare(copy: bytes, jpeg: bytes) -> bool:
    """Whether the page in ``copy`` draws ``jpeg`` in its own colours once, and nothing else."""
    if len(copy) > len(jpeg) + MOST_BESIDE:
        return False
    objects, streams = _objects(copy)
    page = _CATALOGUE.fullmatch(_catalogue(objects))
    if page is None or streams[page["image"]] != jpeg:
        return False
    contents = streams[page["contents"]]
    drawing = _DRAWING.fullmatch(_inflated(contents) if page["filter"] else contents)
    if drawing is None or drawing["name"] != page["name"]:
        return False
    size = int(page["width"]), int(page["height"])
    return _is_usual(jpeg, "L" if page["grey"] else "RGB", size)


def _objects(copy: bytes) -> tuple[dict[bytes, bytes], dict[bytes, bytes]]:
    """The objects and their streams by number; a stream is marked behind its dictionary.

    Where one begins the table at the end says: a stream can hold what looks like an object.
    """
    objects: dict[bytes, bytes] = {}
    streams: dict[bytes, bytes] = {}
    if not (end := _END.search(copy)):
        return objects, streams
    table = int(end[1])
    starts = sorted(int(entry[1]) for entry in _TABLE_ENTRY.finditer(copy, table))
    for start, stop in pairwise([*starts, table]):
        if found := _OBJECT.fullmatch(copy, start, stop):
            number, content, stream = found.groups()
            objects[number] = content if stream is None else content + b"stream %b " % number
            streams[number] = stream
    return objects, streams


def _catalogue(objects: dict[bytes, bytes]) -> bytes:
    """What the first object is, with what it refers to in the place of each reference."""
    words = objects.get(b"1", b"")
    for _ in range(_DEPTH):
        if len(words) > _LONGEST:
            break
        words = _REFERENCE.sub(lambda match: _ABOVE.sub(b"", objects.get(match[1], b"null")), words)
    return words


def _inflated(stream: bytes) -> bytes:
    """What is drawn by a content stream; nothing where that is long, or where it is broken."""
    inflater = zlib.decompressobj()
    try:
        words = inflater.decompress(stream, _LONGEST)
    except zlib.error:
        return b""
    return words if inflater.eof and not inflater.unused_data.strip() else b""


def _is_usual(jpeg: bytes, mode: str, size: tuple[int, int]) -> bool:
    """Whether every program decodes ``jpeg`` to the same colours, and as large as the page says."""
    with suppress(Exception), open_image(io.BytesIO(jpeg), ("JPEG",)) as image:
        return (
            image.mode == mode
            and image.size == size
            and image.info.get("adobe_transform", 1) == 1  # programs differ over the others
        )
    return False  # it is called a JPEG and is none
