"""Pages that are nothing but black upon white: drawn in one bit a pixel, as sharp as a printer is.

A text page of 600 dpi has a quarter of the bytes that it has in grey at 200 dpi.
"""

from contextlib import closing
from ctypes import byref, c_int, c_uint
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import pypdfium2  # type: ignore[import-untyped]
    from PIL import Image

_DEEPEST = 4  # forms within forms
_BLACK, _WHITE = 48, 255  # of 255: the black of four inks is not quite 0
_SMALLER, _BLOCK = 4, 24  # a look at 150 dpi, in squares of 4 mm
_DIFFERENT = 40  # of 255: letters that are rounded to pixels make 20 or less


def line_art(page: "pypdfium2.PdfPage", dpi: float) -> "Image.Image | None":
    """``page`` at ``dpi`` in black and white, None where it has anything else.

    Raises what pypdfium2 raises.
    """
    import pypdfium2.raw as raw  # type: ignore[import-untyped]
    from PIL import ImageChops

    if raw.FPDFPage_GetAnnotCount(page.raw):
        return None
    parts = list(page.get_objects(max_depth=_DEEPEST))
    if not parts or not all(map(_is_black_or_white, parts)):
        return None
    fine, look = _in_grey(page, dpi), _in_grey(page, dpi / _SMALLER)
    made = fine.point([0] * 128 + [255] * 128, "1")
    # A pattern or a letter made of pictures keeps its colours to itself.
    shrunk = made.convert("L").reduce(_SMALLER)
    most = ImageChops.difference(shrunk.reduce(_BLOCK), look.reduce(_BLOCK)).getextrema()[1]
    return made if float(most) < _DIFFERENT else None  # type: ignore[arg-type]


def _in_grey(page: "pypdfium2.PdfPage", dpi: float) -> "Image.Image":
    from PIL import Image

    with closing(page.render(scale=dpi / 72, grayscale=True)) as bitmap:
        size, data, stride = (bitmap.width, bitmap.height), bytes(bitmap.buffer), bitmap.stride
    return Image.frombuffer("L", size, data, "raw", "L", stride, 1)


def _is_black_or_white(part: "pypdfium2.PdfObject") -> bool:
    import pypdfium2.raw as raw

    if raw.FPDFPageObj_HasTransparency(part.raw):
        return False
    if part.type == raw.FPDF_PAGEOBJ_FORM:
        return bool(part.level < _DEEPEST - 1)  # else what is in it was not looked at
    fills = strokes = False
    if part.type == raw.FPDF_PAGEOBJ_TEXT:
        mode = raw.FPDFTextObj_GetTextRenderMode(part.raw)
        if mode not in (0, 1, 2, 3):  # filled, outlined, both, unseen
            return False
        fills, strokes = mode in (0, 2), mode in (1, 2)
    elif part.type == raw.FPDF_PAGEOBJ_PATH:
        fill, stroke = c_int(), c_int()
        if not raw.FPDFPath_GetDrawMode(part.raw, byref(fill), byref(stroke)):
            return False
        fills, strokes = bool(fill.value), bool(stroke.value)
    else:
        return False
    return (not fills or _is_plain(part, raw.FPDFPageObj_GetFillColor)) and (
        not strokes or _is_plain(part, raw.FPDFPageObj_GetStrokeColor)
    )


def _is_plain(part: "pypdfium2.PdfObject", colour_of: object) -> bool:
    red, green, blue, alpha = c_uint(), c_uint(), c_uint(), c_uint()
    has_colour = colour_of(part.raw, byref(red), byref(green), byref(blue), byref(alpha))  # type: ignore[operator]
    values = red.value, green.value, blue.value
    is_plain = max(values) <= _BLACK or min(values) == _WHITE
    return bool(has_colour) and alpha.value == _WHITE and is_plain
