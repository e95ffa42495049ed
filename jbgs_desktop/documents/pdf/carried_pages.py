"""Pages taken out of a stranger's PDF as they are seen: the work of a child with limits.

PDFium, which has judged the scan, also takes its pages out, so that there is one opinion on what
page 5 of a broken file is. What looks otherwise afterwards becomes a picture.
"""

from collections.abc import Sequence
from contextlib import closing, suppress
from pathlib import Path
from typing import TYPE_CHECKING

from jbgs_desktop.documents.pdf.images import PdfPages
from jbgs_desktop.documents.pdf.likeness import LOOK_DPI, is_same
from jbgs_desktop.errors import DocumentError

if TYPE_CHECKING:
    from PIL import Image

_PLAIN_DPI, _LEAST_DPI, _MOST_DPI = 300.0, 200.0, 300.0
_QUALITY = 90


def carry_pages(source: Path, indices: Sequence[int], target: Path) -> list[Path | None]:
    """Write the pages ``indices`` of ``source``, counted from 0, in this order as ``target``.

    For a page that would look otherwise there, because layers or a damage do not come along, or on
    another computer, because its fonts are not in the document, the answer is a JPEG of it beside
    ``target``, which is to be taken for it; None for all others. Raises DocumentError.
    """
    with closing(PdfPages(source)) as pages:
        seen = [_look(pages, index) for index in indices]
        has_fonts = [not pages.missing_fonts(index).names for index in indices]
        carried: list[bool] = [False] * len(seen)
        with suppress(DocumentError):
            pages.carry(indices, target)
            carried = [
                all(pair) for pair in zip(_are_carried(target, seen), has_fonts, strict=True)
            ]
    if all(carried):
        return [None] * len(seen)
    with closing(PdfPages(source)) as pages:  # as they were before
        return [
            None if is_carried else _drawn_page(pages, index, target.with_suffix(f".{at}.jpg"))
            for at, (index, is_carried) in enumerate(zip(indices, carried, strict=True))
        ]


def _look(pages: PdfPages, index: int) -> "Image.Image | None":
    """The page small; None where it is a single image, which comes along or is missed at once."""
    return None if pages.is_one_image(index) else pages.picture(index, LOOK_DPI)


def _are_carried(made: Path, seen: "Sequence[Image.Image | None]") -> list[bool]:
    with closing(PdfPages(made)) as pages:
        if pages.count != len(seen):
            return [False] * len(seen)
        return [
            before is None or is_same(before, pages.picture(at, LOOK_DPI))
            for at, before in enumerate(seen)
        ]


def _drawn_page(pages: PdfPages, index: int, target: Path) -> Path:
    dpi = min(max(pages.scanned(index).dpi or _PLAIN_DPI, _LEAST_DPI), _MOST_DPI)
    image = pages.picture(index, dpi)
    image.save(target, "JPEG", quality=_QUALITY, subsampling=0, dpi=(round(dpi), round(dpi)))
    return target
