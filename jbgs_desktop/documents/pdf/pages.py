"""PDFs made of pages and images that are there already, without recompressing them.

The same input gives the same bytes: no clock, and a file identifier made of the content.
"""

import hashlib
import io
import logging
from collections.abc import Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path
from typing import TYPE_CHECKING, Any

from jbgs_desktop.documents.attachments.image_streams import ImageStream, image_stream
from jbgs_desktop.errors import DocumentError
from jbgs_desktop.forms.file_kinds import FileKind, kind_in

if TYPE_CHECKING:
    from pypdf import PageObject, PdfReader, PdfWriter
    from pypdf.generic import DictionaryObject, PdfObject, StreamObject

# What it logs about a broken scan, the user is told in a sentence.
logging.getLogger("pypdf").setLevel(logging.CRITICAL)

_MM = 72 / 25.4  # points
_PRINTED = ("/MediaBox", "/CropBox", "/Resources", "/Contents", "/UserUnit")
_IMAGE = "/JbgsImage"


@dataclass(frozen=True, slots=True)
class ScanSource:
    """The page ``index``, from 0, of a PDF or an image (JPEG, PNG, TIFF).

    It is to be turned clockwise by ``turn`` degrees.
    """

    path: Path
    index: int = 0
    turn: int = 0


@dataclass(frozen=True, slots=True)
class Placement:
    """Where on a page an image goes, a file or its bytes: mm from the page's upper left corner.

    One that is ``turned`` lies on its side there, its head at the left.
    """

    image: Path | bytes
    x: float
    y: float
    width: float
    height: float
    turned: bool = False


def pdf_of_scans(pages: Sequence[ScanSource]) -> bytes:
    """A PDF of pages taken out of PDFs and of images, as they were scanned.

    The page of an image is as large as the file says, or else as A4 holds it. Scripts, forms and
    attached files of the sources stay behind. Raises DocumentError.
    """
    from pypdf import PdfWriter

    readers: dict[Path, PdfReader] = {}
    try:
        with closing(PdfWriter()) as writer:
            for page in pages:
                if _is_pdf(page.path):
                    _add_pdf_page(writer, _reader(readers, page.path), page)
                else:
                    _add_image_page(writer, page)
            return _written(writer)
    finally:
        for reader in readers.values():
            reader.close()


def single_page(pdf: bytes, index: int) -> bytes:
    """The page ``index``, from 0, of our own ``pdf`` as a PDF of one page."""
    from pypdf import PdfReader, PdfWriter

    with closing(PdfReader(io.BytesIO(pdf))) as reader, closing(PdfWriter()) as writer:
        _add_pdf_page(writer, reader, ScanSource(Path(), index))
        return _written(writer)


def put_images(pdf: bytes, placements: Sequence[tuple[int, Placement]]) -> bytes:
    """``pdf`` with images on the pages, counted from 0, that ``placements`` name.

    Its outline, metadata and output intent stay. Raises DocumentError.
    """
    from pypdf import PdfReader, PdfWriter

    with closing(PdfReader(io.BytesIO(pdf))) as reader, closing(PdfWriter(reader)) as writer:
        # Without this the cloned file would call itself PDF 1.3, which PDF/A-2 is not.
        writer.pdf_header = reader.pdf_header
        by_page = sorted(placements, key=lambda each: each[0])
        for index, on_page in groupby(by_page, key=lambda each: each[0]):
            _put(writer, writer.pages[index], [placement for _, placement in on_page])
        return _written(writer)


def _is_pdf(path: Path) -> bool:
    try:
        with path.open("rb") as file:
            return kind_in(file) is FileKind.PDF
    except OSError as error:
        raise _unreadable(path) from error


def _reader(readers: "dict[Path, PdfReader]", path: Path) -> "PdfReader":
    from pypdf import PdfReader
    from pypdf.errors import PyPdfError

    if path not in readers:
        try:
            reader = PdfReader(io.BytesIO(path.read_bytes()))
            # Many office copiers lock their scans against editing only, with an empty password.
            if reader.is_encrypted and not reader.decrypt(""):
                raise DocumentError(f"“{path.name}”加了密码，请去掉密码后重新添加。")
        except (PyPdfError, OSError, ValueError) as error:
            raise _unreadable(path) from error
        readers[path] = reader
    return readers[path]


def _unreadable(path: Path) -> DocumentError:
    return DocumentError(f"“{path.name}”打不开，文件可能已损坏，请重新扫描或重新导出后再添加。")


def _add_pdf_page(writer: "PdfWriter", reader: "PdfReader", wanted: ScanSource) -> None:
    from pypdf.errors import PyPdfError
    from pypdf.generic import NumberObject

    try:
        source = reader.pages[wanted.index]
        page = _dictionary({"/Type": _name("/Page")})
        for key in _PRINTED:
            # Inherited entries stand in the nodes above the page; pypdf copies them down.
            if key in source:
                page[_name(key)] = source.raw_get(key).clone(writer)
        page[_name("/Rotate")] = NumberObject((source.rotation + wanted.turn) % 360)
    except (PyPdfError, LookupError, TypeError, ValueError, RecursionError) as error:
        raise _unreadable(wanted.path) from error
    _append(writer, page)


def _add_image_page(writer: "PdfWriter", wanted: ScanSource) -> None:
    from pypdf.generic import ArrayObject, FloatObject, NumberObject

    image = _load(wanted.path, wanted.index)
    width, height = (72 * inches for inches in image.inches)
    box = ArrayObject([FloatObject(round(value, 3)) for value in (0, 0, width, height)])
    named = _dictionary({_IMAGE: writer._add_object(_image_object(writer, image))})
    page = _dictionary(
        {
            "/Type": _name("/Page"),
            "/MediaBox": box,
            "/Resources": _dictionary({"/XObject": named}),
            "/Contents": writer._add_object(_stream(_drawing(0, 0, width, height))),
            "/Rotate": NumberObject((image.turn + wanted.turn) % 360),
        }
    )
    _append(writer, page)


def _append(writer: "PdfWriter", page: "DictionaryObject") -> None:
    from pypdf import PageObject

    made = PageObject(writer)
    made.update(page)
    writer.add_page(made)


def _put(writer: "PdfWriter", page: "PageObject", placements: Sequence[Placement]) -> None:
    from pypdf.generic import ArrayObject, StreamObject

    # Pages share their resources, and only this one gets the images.
    resources = _copy(page["/Resources"].get_object())
    images = _copy(resources.get("/XObject", _dictionary({})).get_object())
    drawings = []
    for number, placement in enumerate(placements):
        name = f"{_IMAGE}{number or ''}"
        image = _load(placement.image, 0)
        images[_name(name)] = writer._add_object(_image_object(writer, image))
        x, width, height = (_MM * v for v in (placement.x, placement.width, placement.height))
        y = float(page.mediabox.height) - _MM * placement.y - height
        drawings.append(_drawing(x, y, width, height, name, turned=placement.turned))
    resources[_name("/XObject")] = images
    page[_name("/Resources")] = resources
    contents = page.raw_get("/Contents")
    inner = contents.get_object()
    before = [contents] if isinstance(inner, StreamObject) else list(inner)
    # Below the page's own content, so that 草稿 stands across the images too.
    pictures = writer._add_object(_stream(b"".join(drawings)))
    page[_name("/Contents")] = ArrayObject([pictures, *before])


def _load(source: Path | bytes, frame: int) -> ImageStream:
    from PIL import Image

    path = source if isinstance(source, Path) else Path("图片")
    try:
        return image_stream(source, frame)
    except (OSError, ValueError, EOFError, SyntaxError, KeyError) as error:
        raise _unreadable(path) from error
    except Image.DecompressionBombError as error:
        raise DocumentError(f"“{path.name}”的像素太多，请用较低的分辨率重新扫描。") from error


def _image_object(writer: "PdfWriter", image: ImageStream) -> "StreamObject":
    from pypdf.generic import ArrayObject, BooleanObject, NumberObject

    number = NumberObject
    stream = _stream(image.data)
    space: PdfObject = _name(f"/{image.space}")
    if image.space == "Indexed":
        last = number(len(image.palette) // 3 - 1)
        palette = writer._add_object(_stream(image.palette))
        space = ArrayObject([_name("/Indexed"), _name("/DeviceRGB"), last, palette])
    entries: dict[str, Any] = {
        "/Type": _name("/XObject"),
        "/Subtype": _name("/Image"),
        "/Width": number(image.width),
        "/Height": number(image.height),
        "/ColorSpace": space,
        "/BitsPerComponent": number(image.bits),
        "/Filter": _name(f"/{image.filter}"),
    }
    if image.parameters:
        values = {
            f"/{key}": BooleanObject(bool(value)) if key == "BlackIs1" else number(value)
            for key, value in image.parameters
        }
        entries["/DecodeParms"] = _dictionary(values)
    if image.inverted:
        entries["/Decode"] = ArrayObject([number(value) for value in (1, 0) * 4])
    stream.update(_dictionary(entries))
    return stream


def _drawing(
    x: float,
    y: float,
    width: float,
    height: float,
    name: str = _IMAGE,
    *,
    turned: bool = False,
) -> bytes:
    matrix = f"{width:.3f} 0 0 {height:.3f} {x:.3f} {y:.3f}"
    if turned:
        matrix = f"0 {height:.3f} {-width:.3f} 0 {x + width:.3f} {y:.3f}"
    return f"q {matrix} cm {name} Do Q\n".encode()


def _stream(data: bytes) -> "StreamObject":
    from pypdf.generic import StreamObject

    stream = StreamObject()
    stream.set_data(data)
    return stream


def _name(text: str) -> Any:
    from pypdf.generic import NameObject

    return NameObject(text)


def _dictionary(entries: Mapping[str, Any]) -> "DictionaryObject":
    from pypdf.generic import DictionaryObject

    return DictionaryObject({_name(key): value for key, value in entries.items()})


def _copy(dictionary: Any) -> "DictionaryObject":
    return _dictionary({key: dictionary.raw_get(key) for key in dictionary})


def _written(writer: "PdfWriter") -> bytes:
    from pypdf.generic import ArrayObject, ByteStringObject

    if writer._ID is None:
        buffer = io.BytesIO()
        writer.write(buffer)
        digest = ByteStringObject(hashlib.sha256(buffer.getbuffer()).digest()[:16])
        writer._ID = ArrayObject([digest, digest])
    buffer = io.BytesIO()
    writer.write(buffer)
    return buffer.getvalue()
