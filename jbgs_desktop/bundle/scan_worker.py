"""What children do for the scan PDFs: no scan is opened in the program itself.

Each task answers with the problem in a sentence, "" where there is none.
"""

from collections.abc import Sequence
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from jbgs_desktop.errors import DocumentError, ScanError
from jbgs_desktop.scans.image_files import ScanFile, ScanPicture, open_scan

if TYPE_CHECKING:
    from PIL import Image

    from jbgs_desktop.documents.pdf.images import PdfPages
    from jbgs_desktop.finalise.record import Turn

_READ_DPI = 200.0  # at which the code of a finished page is read
_RED_DPI = 60
_ASIDE = 20.0  # mm by which a seal may stand beside its place
_LEAST_SHARE = 0.75  # of a page, what scans cover; evidence within a page of the book is less
_PATIENT_PAGES = 20  # of a book that are looked at with patience when no code is read
_MOST_PAGES = 3000  # of a book that are read
_OTHER = "写好以后读到的不是这一页。请把这一页重新扫描成图片再添加。"


def carry_pages_of(item: Sequence[Any]) -> dict[str, Any]:
    """Take pages out of a PDF: its path, their indices, the path of the PDF that they make.

    ``drawn`` has a picture's path for each page that became one, else None.
    """
    from jbgs_desktop.documents.pdf.carried_pages import carry_pages

    path, indices, target = item
    try:
        drawn = carry_pages(Path(path), indices, Path(target))
    except DocumentError as error:
        return {"problem": str(error), "drawn": []}
    return {"problem": "", "drawn": [str(each) if each else None for each in drawn]}


def shrink(item: Sequence[Any]) -> str:
    """Write one page smaller: path, index, dpi known, dpi wanted, quality of the JPEG, its path."""
    from PIL import Image

    path, index, dpi, wanted, jpeg, target = item
    try:
        picture = _picture(path, index)
    except ScanError as error:
        return str(error)
    image, now = picture.image, dpi or picture.dpi
    if now > wanted:
        size = (round(image.width * wanted / now), round(image.height * wanted / now))
        image, now = image.resize(size, Image.Resampling.LANCZOS), wanted
    resolution = {"dpi": (now, now)} if now else {}
    image.save(target, "JPEG", quality=jpeg, optimize=True, **resolution)
    return ""


def bind(item: Sequence[Any]) -> str:
    """Make one PDF: its pages as path, index and turn, and its path."""
    from jbgs_desktop.documents.pdf.pages import ScanSource, pdf_of_scans

    pages, target = item
    try:
        pdf = pdf_of_scans([ScanSource(Path(path), index, turn) for path, index, turn in pages])
    except DocumentError as error:
        return str(error)
    Path(target).write_bytes(pdf)
    return ""


def compare_page(item: Sequence[Any]) -> str:
    """Hold a page of a finished PDF against the scan that stands for it.

    The path of the PDF, the page's index, the text of the code that it must have; path and index
    of the scan and its turn.
    """
    from jbgs_desktop.scans.page_qr import code_in_corner

    pdf, at, qr, path, index, turn = item
    try:
        made = _finished(pdf).picture(at, _READ_DPI)
        found = code_in_corner(made)
        if found is not None and qr:
            return "" if (str(found.code), found.turn) == (qr, 0) else _OTHER
        return "" if _is_like(made, _picture(path, index).image, turn) else _OTHER
    except (ScanError, DocumentError) as error:
        return str(error)


def _is_like(made: "Image.Image", scan: "Image.Image", turn: "Turn") -> bool:
    from jbgs_desktop.documents.pdf.likeness import is_alike, looked_at

    upright = scan.rotate(-turn, expand=True) if turn else scan
    return is_alike(*(looked_at(each) for each in (made, upright)))


def _picture(path: str, index: int) -> ScanPicture:
    return _file(path).picture(index)


@lru_cache(maxsize=1)
def _finished(pdf: str) -> "PdfPages":
    from jbgs_desktop.documents.pdf.images import PdfPages

    return PdfPages(Path(pdf))


@lru_cache(maxsize=1)
def _file(path: str) -> ScanFile:
    return open_scan(Path(path))


def read_codes(path: str) -> dict[str, Any]:
    """The text of the code on every page of the scanned book at ``path``, None where none is read.

    Where most have none, the pages were not printed by us, and the rest is looked at less hard.
    """
    from jbgs_desktop.scans.page_qr import code_anywhere, code_in_corner

    codes: list[str | None] = []
    patience = _PATIENT_PAGES
    try:
        pages = _finished(path)
        for at in range(min(pages.count, _MOST_PAGES)):
            image = pages.picture(at, _READ_DPI)
            found = code_in_corner(image)
            if found is None and patience:
                patience -= 1
                found = code_anywhere(image)
            codes.append(str(found.code) if found else None)
    except (ScanError, DocumentError) as error:
        return {"problem": str(error), "codes": []}
    return {"problem": "", "codes": codes}


def look_at_book(item: Sequence[Any]) -> dict[str, Any]:
    """What a whole scanned book shows: its path and the places of seals (page, then mm).

    ``plain`` are its pages without a scanned picture, ``unsealed`` those where a seal is due and
    nothing is red.
    """
    path, spots = item
    try:
        pages = _finished(path)
        plain = [at + 1 for at in range(pages.count) if pages.picture_share(at) < _LEAST_SHARE]
        bare = {
            page for page, *box in spots if page <= pages.count and not _is_red(pages, page, box)
        }
    except DocumentError as error:
        return {"problem": str(error), "plain": [], "unsealed": []}
    return {"problem": "", "plain": plain, "unsealed": sorted(bare)}


def _is_red(pages: "PdfPages", page: int, place: Sequence[float]) -> bool:
    from jbgs_desktop.scans.page_qr import code_in_corner
    from jbgs_desktop.scans.seal_crops import SOME_RED, cut_page, red_share

    image = pages.picture(page - 1, _READ_DPI)
    if image.mode != "RGB":
        return False
    x, y, width, height = place
    box = (x - _ASIDE, y - _ASIDE, x + width + _ASIDE, y + height + _ASIDE)
    return red_share(cut_page(image, code_in_corner(image), 0, box, _RED_DPI)) > SOME_RED
