"""The image that a page of a PDF is made of, as a scanner makes it."""

import io
import math
from contextlib import closing, suppress
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import pypdfium2  # type: ignore[import-untyped]

_COVERED = 0.98  # of a page's sides, by an image that is all there is to see
_SLACK = 0.4  # points between an edge of it and of the page, where it ends with the page
_INVISIBLE = 3  # the text rendering mode of words that were recognised under a scan


def only_image(page: "pypdfium2.PdfPage") -> "pypdfium2.PdfImage | None":
    """The image of a page that has nothing else but words that were recognised under it."""
    import pypdfium2.raw as raw  # type: ignore[import-untyped]

    if raw.FPDFPage_GetAnnotCount(page.raw):  # a stamp or an electronic seal upon it
        return None
    images = []
    for part in page.get_objects(max_depth=1):
        if part.type == raw.FPDF_PAGEOBJ_IMAGE:
            images.append(part)
        elif part.type != raw.FPDF_PAGEOBJ_TEXT or (
            raw.FPDFTextObj_GetTextRenderMode(part.raw) != _INVISIBLE
        ):
            return None
    return images[0] if len(images) == 1 else None


def image_dpi(image: "pypdfium2.PdfImage") -> float:
    """Its pixels an inch of the page, across or down, whichever are more."""
    (width, height), matrix = image.get_px_size(), image.get_matrix()
    across, down = math.hypot(matrix.a, matrix.b), math.hypot(matrix.c, matrix.d)
    finest: float = max(72 * width / max(across, 1.0), 72 * height / max(down, 1.0))
    return finest


def fills_page(image: "pypdfium2.PdfImage", width: float, height: float) -> bool:
    """Whether ``image`` stands upright and covers its page, sizes in points."""
    matrix = image.get_matrix()
    upright = abs(matrix.b) + abs(matrix.c) < 1 and matrix.a > 0 and matrix.d > 0
    left, bottom, right, top = image.get_bounds()
    slack = 0.01 * (width + height)
    near = max(abs(left), abs(bottom), abs(right - width), abs(top - height)) <= slack
    return bool(upright and near)


def upright_jpeg(
    image: "pypdfium2.PdfImage", box: tuple[float, float, float, float]
) -> bytes | None:
    """The bytes of an image that fills ``box`` upright; None when it does not."""
    a, b, c, d, _, _ = image.get_matrix().get()
    left, bottom, right, top = image.get_bounds()
    fits = abs(right - left - (box[2] - box[0])) <= (1 - _COVERED) * (box[2] - box[0])
    fits &= abs(top - bottom - (box[3] - box[1])) <= (1 - _COVERED) * (box[3] - box[1])
    fits &= abs(left - box[0]) + abs(bottom - box[1]) <= 2 * (1 - _COVERED) * (box[2] - box[0])
    if not fits or a <= 0 or d <= 0 or abs(b) + abs(c) > 0.01:
        return None
    return bytes(image.get_data(decode_simple=False))


def ends_with_page(image: "pypdfium2.PdfImage", box: tuple[float, float, float, float]) -> bool:
    """Whether ``image`` stands upright, and has the edges ``box`` of its page."""
    a, b, c, d, _, _ = image.get_matrix().get()
    is_upright = a > 0 and d > 0 and abs(b) + abs(c) <= 0.01
    edges = zip(image.get_bounds(), box, strict=True)
    return is_upright and all(abs(edge - end) <= _SLACK for edge, end in edges)


def page_copy(document: "pypdfium2.PdfDocument", index: int) -> bytes:
    """A page with all that it refers to, as PDFium writes it; empty where it cannot."""
    import pypdfium2

    buffer = io.BytesIO()
    with closing(pypdfium2.PdfDocument.new()) as made, suppress(pypdfium2.PdfiumError):
        made.import_pages(document, [index])
        made.save(buffer)
    return buffer.getvalue()
