"""One page of an attached file as a picture for the book: a task for a child of :mod:`.inspect`."""

import io
from collections.abc import Sequence
from contextlib import suppress
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from jbgs_desktop.documents.attachments.image_metadata import (
    LYING,
    ORIENTATION,
    bare_jpeg,
    open_image,
)
from jbgs_desktop.documents.attachments.image_streams import (
    flat,
    grey_if_it_is,
    in_one_bit,
    in_srgb,
    inches_of,
    upright,
)
from jbgs_desktop.documents.attachments.long_picture import is_long, piece_width, pieces_of
from jbgs_desktop.documents.attachments.spreads import half_of, half_size

if TYPE_CHECKING:
    from PIL import Image

    from jbgs_desktop.documents.pdf.images import PdfPages

_INCH = 25.4  # mm
_FINE_DPI = 600  # of office printers
_QUALITY = 85
_MUCH = 1.5
_NEARLY = 1.05  # a whole number of pixels into one is quick, and worth a little resolution
_WORTH_TURNING = 1.15  # times as large: for less, nobody turns the book
_AS_SCANNED = 305  # dpi up to which a scan goes into the book as it is: 300 and what rounding adds


def draw_page(item: dict[str, Any]) -> list[float]:
    """Write one page to ``item["to"]``; its width and height in pixels, then in mm.

    ``item`` has the file ``path`` with its ``kind`` and ``index``, the ``dpi``, and the ``box``
    in mm that the page must fit into, upright or turned on its side: then it is wider than the
    box. It is a JPEG, or with ``fine`` a TIFF in one bit a pixel where the page is black upon
    white. With ``half``, 0 or 1, it is the left or the right of two pages beside each other.
    """
    path, index, dpi, box = Path(item["path"]), item["index"], item["dpi"], item["box"]
    half, is_fine = item.get("half"), item.get("fine", False)
    if item["kind"] == "pdf" and half is not None:
        data, pixels, size = _draw_half_of_pdf(path, index, dpi, box, half, is_fine=is_fine)
    elif item["kind"] == "pdf":
        data, pixels, size = _draw_pdf(path, index, dpi, box, is_fine=is_fine)
    else:
        data, pixels, size = _draw_image(path, index, dpi, box, half)
    Path(item["to"]).write_bytes(data)
    return [*pixels, *(round(side, 3) for side in size)]


_Drawn = tuple[bytes, tuple[int, int], tuple[float, float]]


def fitted(size: Sequence[float], box: Sequence[float]) -> float:
    """The scale, at most 1, at which ``size`` fits into ``box``: a wide page on its side.

    Upright, the letters of a profit-and-loss sheet of A3 would be less than half their size.
    """
    upright = min(box[0] / size[0], box[1] / size[1], 1.0)
    turned = min(box[1] / size[0], box[0] / size[1], 1.0)
    return turned if turned > _WORTH_TURNING * upright else upright


@lru_cache(maxsize=1)  # to find page 200 of a TIFF from its start takes as long as to draw it
def _open_image(path: Path) -> "Image.Image":
    return open_image(path)


@lru_cache(maxsize=1)
def _open(path: Path) -> "PdfPages":
    from jbgs_desktop.documents.pdf.images import PdfPages

    return PdfPages(path)


def _draw_pdf(path: Path, index: int, dpi: float, box: Sequence[float], *, is_fine: bool) -> _Drawn:
    pages = _open(path)
    size = pages.size(index)
    scale = fitted(size, box)
    shown = (size[0] * scale, size[1] * scale)
    if scan := _as_scanned(pages.scan(index), size):
        return *scan, shown
    if is_fine and (bits := pages.line_art(index, _FINE_DPI * scale)):
        return in_one_bit(bits), bits.size, shown
    image = pages.picture(index, dpi * scale)
    return _encoded(image), image.size, shown


def _draw_half_of_pdf(
    path: Path, index: int, dpi: float, box: Sequence[float], half: int, *, is_fine: bool
) -> _Drawn:
    pages = _open(path)
    size = half_size(pages.size(index))
    scale = fitted(size, box)
    shown = (size[0] * scale, size[1] * scale)
    if is_fine and (bits := pages.line_art(index, _FINE_DPI * scale)):
        one = half_of(bits, half)
        return in_one_bit(one), one.size, shown
    image = half_of(pages.picture(index, dpi * scale), half)
    return _encoded(image), image.size, shown


def _as_scanned(
    data: bytes | None, size: tuple[float, float]
) -> tuple[bytes, tuple[int, int]] | None:
    """A scan that is a JPEG and not finer than a book needs, with its size in pixels."""
    if data is None:
        return None
    with suppress(Exception), open_image(io.BytesIO(data)) as image:
        dpi = _INCH * max(image.width / size[0], image.height / size[1])
        if image.mode in ("L", "RGB") and dpi <= _AS_SCANNED:
            return bare_jpeg(data), image.size
    return None


def _draw_image(
    path: Path, index: int, dpi: float, box: Sequence[float], half: int | None
) -> _Drawn:
    from PIL import Image

    Image.MAX_IMAGE_PIXELS = None  # the child's memory is limited
    image = _open_image(path)
    if has_pages(image):
        image.seek(index)
    elif index or is_long(*image.size):
        return _draw_piece(image, index, dpi, box)
    if half is not None:
        return _draw_half(image, half, dpi, box)
    return draw_frame(image, dpi, box)


def _draw_half(image: "Image.Image", half: int, dpi: float, box: Sequence[float]) -> _Drawn:
    size = half_size(upright_mm(image))
    scale = fitted(size, box)
    size = (size[0] * scale, size[1] * scale)
    one = half_of(upright(image), half)
    drawn = grey_if_it_is(_shrunk(flat(in_srgb(one)), size, dpi))
    return _encoded(drawn), drawn.size, size


def upright_mm(image: "Image.Image") -> tuple[float, float]:
    """Width and height of the picture as it is looked at, in mm."""
    inches = inches_of(image)
    if image.getexif().get(ORIENTATION, 1) in LYING:
        inches = inches[::-1]
    return _INCH * inches[0], _INCH * inches[1]


def has_pages(image: "Image.Image") -> bool:
    """Whether the pictures in it are pages; others hide a preview, or move."""
    return image.format == "TIFF" and getattr(image, "n_frames", 1) > 1


def _draw_piece(image: "Image.Image", index: int, dpi: float, box: Sequence[float]) -> _Drawn:
    """A page of a long screenshot."""
    whole = flat(upright(image))
    top, bottom = pieces_of(whole)[index]
    piece = whole.crop((0, top, whole.width, bottom))
    width = piece_width(piece.width)
    size = (width, width * piece.height / piece.width)
    scale = fitted(size, box)
    size = (size[0] * scale, size[1] * scale)
    drawn = grey_if_it_is(_shrunk(in_srgb(piece), size, dpi))
    return _encoded(drawn), drawn.size, size


def draw_frame(image: "Image.Image", dpi: float, box: Sequence[float]) -> _Drawn:
    """The page at which an open picture stands, as a JPEG."""
    drawn, size = drawn_frame(image, dpi, box)
    return _encoded(drawn), drawn.size, size


def drawn_frame(
    image: "Image.Image", dpi: float, box: Sequence[float]
) -> tuple["Image.Image", tuple[float, float]]:
    """The page at which an open picture stands, and its size in mm."""
    inches = inches_of(image)
    size = (_INCH * inches[0], _INCH * inches[1])
    scale = fitted(size, (max(box), max(box)))
    image.draft(None, (_pixels(size[0] * scale, dpi), _pixels(size[1] * scale, dpi)))
    turned = upright(_reduced(image, size, dpi * scale))
    if image.getexif().get(ORIENTATION, 1) in LYING:
        size = size[::-1]
    scale = fitted(size, box)
    size = (size[0] * scale, size[1] * scale)
    return grey_if_it_is(_shrunk(flat(in_srgb(turned)), size, dpi)), size


def _pixels(side: float, dpi: float) -> int:
    return max(1, round(side / _INCH * dpi))


def _reduced(image: "Image.Image", size: tuple[float, float], dpi: float) -> "Image.Image":
    """``image`` by a whole number smaller where it has several times the pixels that are asked
    for, before anything dear is done with all of them."""
    wanted = (_pixels(size[0], dpi), _pixels(size[1], dpi))
    times = int(_NEARLY * min(image.width / wanted[0], image.height / wanted[1]))
    if times < 2 or image.mode not in ("1", "L", "RGB", "CMYK"):
        return image
    reduced = (image.convert("L") if image.mode == "1" else image).reduce(times)
    reduced.info = image.info
    reduced.getexif()[ORIENTATION] = image.getexif().get(ORIENTATION, 1)
    return reduced


def _shrunk(image: "Image.Image", size: tuple[float, float], dpi: float) -> "Image.Image":
    """``image`` with at most ``dpi`` pixels an inch where it is printed ``size`` mm large."""
    from PIL import Image

    wanted = (_pixels(size[0], dpi), _pixels(size[1], dpi))
    if wanted[0] >= image.width and wanted[1] >= image.height:
        return image
    if image.mode == "1":
        image = image.convert("L")
    # A fraction of the time of Lanczos, and no ringing around letters; the plain mean only where
    # it is one of several pixels.
    is_much = image.width > _MUCH * wanted[0]
    return image.resize(wanted, Image.Resampling.BOX if is_much else Image.Resampling.HAMMING)


def _encoded(image: "Image.Image") -> bytes:
    buffer = io.BytesIO()
    image = image.convert("L") if image.mode == "1" else image
    # Full colour resolution: a thin red seal or a coloured word would fray otherwise.
    image.save(buffer, "JPEG", quality=_QUALITY, subsampling=0, exif=b"", icc_profile=None)
    return buffer.getvalue()
