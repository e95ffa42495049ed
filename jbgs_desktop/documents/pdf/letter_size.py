"""How large the letters of a page are, wherever it is scaled."""

from contextlib import closing
from ctypes import byref
from math import hypot
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import pypdfium2  # type: ignore[import-untyped]

_LOOKED_AT = 300  # letters of a page, spread over it; more would take the time of other pages
_FEW = 10  # letters: a page number, a mark in a corner
_SMALL_PART = 0.1  # of the letters may be smaller: notes, raised numbers


def letter_size(page: "pypdfium2.PdfPage") -> float | None:
    """In points, what all letters but a few have at least; None where there is no text to speak of.

    Raises what pypdfium2 raises.
    """
    import pypdfium2.raw as raw  # type: ignore[import-untyped]

    sizes = []
    with closing(page.get_textpage()) as words:
        total = words.count_chars()
        matrix = raw.FS_MATRIX()
        for at in range(0, total, total // _LOOKED_AT + 1):
            if chr(raw.FPDFText_GetUnicode(words.raw, at)).isalnum() and raw.FPDFText_GetMatrix(
                words.raw, at, byref(matrix)
            ):
                up = hypot(matrix.c, matrix.d)
                sizes.append(raw.FPDFText_GetFontSize(words.raw, at) * up)
    return sorted(sizes)[int(_SMALL_PART * len(sizes))] if len(sizes) >= _FEW else None
