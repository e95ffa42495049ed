"""Pictures of PDF pages and the places of words on them, through PDFium.

PDFium serves one thread at a time in a process, so every call takes a common lock; a file that
nobody vouches for belongs into a child (:mod:`jbgs_desktop.sandbox`) all the same.
"""

import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from jbgs_desktop.documents.attachments.image_streams import grey_if_it_is
from jbgs_desktop.documents.pdf.bare_page import MOST_BESIDE, is_bare
from jbgs_desktop.documents.pdf.letter_size import letter_size
from jbgs_desktop.documents.pdf.likeness import (
    LOOK_DPI,
    is_shown_by,
    quickly_decoded,
    require_whole,
)
from jbgs_desktop.documents.pdf.line_art import line_art
from jbgs_desktop.documents.pdf.substitute_fonts import (
    MissingFonts,
    install_fonts,
    missing_fonts_on,
)
from jbgs_desktop.documents.pdf.whole_image import (
    ends_with_page,
    fills_page,
    image_dpi,
    only_image,
    page_copy,
    upright_jpeg,
)
from jbgs_desktop.errors import DocumentError

if TYPE_CHECKING:
    import pypdfium2  # type: ignore[import-untyped]
    from PIL import Image

_POINT = 25.4 / 72  # mm
_MOST_COPIED = 2**28  # bytes of a file; each page may refer to all of it
_lock = threading.RLock()


@dataclass(frozen=True, slots=True)
class Rect:
    """Where something stands on a page: mm from its upper left corner."""

    x: float
    y: float
    width: float
    height: float


@dataclass(frozen=True, slots=True)
class PageImage:
    """A picture of a page: ``rgb`` has three bytes a pixel, row after row."""

    width: int
    height: int
    rgb: bytes


@dataclass(frozen=True, slots=True)
class Found:
    """A text found on the page ``page``, counted from 0; ``rects`` has one for each line of it."""

    page: int
    rects: tuple[Rect, ...]


@dataclass(frozen=True, slots=True)
class ScanSubstance:
    """What a page is made of when it was scanned.

    ``dpi`` is that of its finest image, 0 without any; ``jpeg`` is the one image of a page that it
    covers upright, None when there is no such. Whether that is all there is to see,
    :meth:`PdfPages.shows` knows.
    """

    dpi: float
    jpeg: bytes | None


class LockedPdfError(DocumentError):
    """The PDF asks for a password."""


class CertificatePdfError(LockedPdfError):
    """The PDF can be opened by the owners of certain certificates only."""


class PdfPages:
    """An open PDF. Raises DocumentError when it cannot be read; to be closed."""

    def __init__(self, data: bytes | Path) -> None:
        import pypdfium2

        with _reading():
            install_fonts()
            source = str(data) if isinstance(data, Path) else data
            self._document = pypdfium2.PdfDocument(source)
            self._document.init_forms()  # an electronic seal is drawn as a field of a form
            self.count = len(self._document)
            self._flat: set[int] = set()
            size = data.stat().st_size if isinstance(data, Path) else len(data)
            self._is_copied = size <= _MOST_COPIED

    def close(self) -> None:
        with _lock:
            self._document.close()

    def size(self, index: int) -> tuple[float, float]:
        """Width and height of a page as it is shown, in mm."""
        with self._page(index) as page:
            width, height = page.get_size()
        return width * _POINT, height * _POINT

    def image(self, index: int, dpi: float) -> PageImage:
        """The page as it is printed, at ``dpi`` pixels an inch."""
        with self._page(index) as page:
            bitmap = page.render(scale=dpi / 72, rev_byteorder=True, prefer_bgrx=False)
            with closing(bitmap):
                width, height, stride = bitmap.width, bitmap.height, bitmap.stride
                data = bytes(bitmap.buffer)
        row = 3 * width
        if stride != row:
            data = b"".join(data[at : at + row] for at in range(0, stride * height, stride))
        return PageImage(width, height, data)

    def scanned(self, index: int) -> ScanSubstance:
        """The images of a page, which are not decoded for that."""
        from pypdfium2 import PdfImage

        with self._page(index) as page:
            images = [each for each in page.get_objects(max_depth=3) if isinstance(each, PdfImage)]
            dpi = max((image_dpi(each) for each in images), default=0.0)
            whole = images[0] if len(images) == 1 and not page.get_rotation() else None
            if whole is None or not fills_page(whole, *page.get_size()):
                return ScanSubstance(dpi, None)
            if whole.get_filters(skip_simple=True) != ["DCTDecode"]:
                return ScanSubstance(dpi, None)
            return ScanSubstance(dpi, bytes(whole.get_data(decode_simple=True)))

    def shows(self, index: int, jpeg: bytes, decoded: "Callable[[], Image.Image]") -> bool:
        """Whether ``jpeg``, the one image of a page, is all there is to see on it.

        A colour space, a mask, a clip, a hidden layer or a seal upon it may make the page look
        otherwise than any program decodes the JPEG. Where its objects leave that open, the page is
        drawn and held against what ``decoded`` gives.
        """
        import pypdfium2.raw as raw  # type: ignore[import-untyped]

        with self._page(index) as page:
            if raw.FPDFPage_GetAnnotCount(page.raw):  # a stamp or an electronic seal upon it
                return False
            if self._is_bare(page, index, jpeg):
                return True
            drawn = _drawn(page, LOOK_DPI)
        return is_shown_by(decoded(), drawn)

    def _is_bare(self, page: "pypdfium2.PdfPage", index: int, jpeg: bytes) -> bool:
        image = only_image(page) if self._is_copied else None
        if image is None or page.get_rotation() or not ends_with_page(image, page.get_bbox()):
            return False
        copy = page_copy(self._document, index)
        # One that has the images of all pages is not copied again for each of them.
        self._is_copied = len(copy) <= len(jpeg) + MOST_BESIDE
        return is_bare(copy, jpeg)

    def _shows_jpeg(self, index: int, jpeg: bytes) -> bool:
        with suppress(Exception):  # one that Pillow cannot read to its end is drawn
            require_whole(jpeg)
            return self.shows(index, jpeg, lambda: quickly_decoded(jpeg))
        return False

    def picture(self, index: int, dpi: float) -> "Image.Image":
        """The page; grey where it has no colour."""
        with self._page(index) as page:
            return grey_if_it_is(_drawn(page, dpi))

    def line_art(self, index: int, dpi: float) -> "Image.Image | None":
        """The page in one bit a pixel, None where it is not just black upon white."""
        with self._page(index) as page:
            return line_art(page, dpi)

    def scan(self, index: int) -> bytes | None:
        """The JPEG that is all there is to see on the page, as it was scanned, if it is one."""
        with self._page(index) as page:
            image = only_image(page)
            if image is None or page.get_rotation() or image.get_filters() != ["DCTDecode"]:
                return None
            jpeg = upright_jpeg(image, page.get_bbox())
        return jpeg if jpeg and self._shows_jpeg(index, jpeg) else None

    def is_one_image(self, index: int) -> bool:
        """Whether the page is an image and nothing else that is seen, as a scanner makes it."""
        with self._page(index) as page:
            return only_image(page) is not None

    def carry(self, indices: Sequence[int], target: Path) -> None:
        """Write the pages ``indices`` as the PDF ``target``, each with what lies upon it.

        Seals, stamps and filled fields become a part of the page, as they are seen; scripts, links
        and attached files stay behind. The pages of this document are no longer as they were.
        """
        import pypdfium2

        with _reading(), closing(pypdfium2.PdfDocument.new()) as made:
            for index in indices:
                with closing(self._document[index]) as page:
                    page.set_rotation(page.get_rotation())  # in words that every reader takes
                    _flatten(page)
            made.import_pages(self._document, list(indices))
            with target.open("wb") as file:
                made.save(file)

    def picture_share(self, index: int) -> float:
        """How much of the page images cover, 0 to 1, or more where they lie upon each other."""
        from pypdfium2 import PdfImage

        with self._page(index) as page:
            left, bottom, right, top = page.get_bbox()
            covered = 0.0
            for image in page.get_objects(max_depth=3):
                if isinstance(image, PdfImage):
                    x, y, end, high = image.get_bounds()
                    across = max(0.0, min(right, end) - max(left, x))
                    covered += across * max(0.0, min(top, high) - max(bottom, y))
            whole = (right - left) * (top - bottom)
        return covered / whole if whole else 0.0

    def image_load(self, index: int) -> tuple[int, int]:
        """The pixels of the largest image on the page, by its own word, and the bytes of all."""
        import pypdfium2.raw as raw

        with self._page(index) as page:
            images = list(page.get_objects(filter=[raw.FPDF_PAGEOBJ_IMAGE], max_depth=3))
            sizes = [image.get_px_size() for image in images]
            packed = sum(raw.FPDFImageObj_GetImageDataRaw(each.raw, None, 0) for each in images)
        return max((width * height for width, height in sizes), default=0), packed

    def missing_fonts(self, index: int) -> MissingFonts:
        """The fonts of a page that its document only names, and what ours do not draw of it."""
        with self._page(index) as page:
            return missing_fonts_on(page)

    def copied(self, index: int) -> bytes:
        """The page with all that it refers to, as PDFium writes it: the same page, same bytes.

        Empty where it cannot be copied.
        """
        with _reading():
            return page_copy(self._document, index)

    def words(self, index: int, foot: float) -> str:
        """What stands on the page but for its lowest ``foot`` mm, without blanks."""
        with self._page(index) as page, closing(page.get_textpage()) as words:
            return "".join(words.get_text_bounded(bottom=foot / _POINT).split())

    def letter_size(self, index: int) -> float | None:
        """How large the small letters of a page are, in points; None where it has no text."""
        with self._page(index) as page:
            return letter_size(page)

    def is_empty(self, index: int) -> bool:
        """Whether nothing at all is on the page."""
        import pypdfium2.raw as raw

        with self._page(index) as page:
            return not (raw.FPDFPage_CountObjects(page.raw) or raw.FPDFPage_GetAnnotCount(page.raw))

    @property
    def is_dynamic_form(self) -> bool:
        """Whether what is to be seen is made by a program when it is opened (XFA)."""
        import pypdfium2.raw as raw

        with _reading():
            kind = raw.FPDF_GetFormType(self._document.raw)
        return kind in (raw.FORMTYPE_XFA_FULL, raw.FORMTYPE_XFA_FOREGROUND)

    @property
    def has_scripts(self) -> bool:
        """Whether the document brings scripts that run when it is opened."""
        import pypdfium2.raw as raw

        with _reading():
            return bool(raw.FPDFDoc_GetJavaScriptActionCount(self._document.raw) > 0)

    @property
    def has_files(self) -> bool:
        """Whether other files are attached to the document."""
        import pypdfium2.raw as raw

        with _reading():
            return bool(raw.FPDFDoc_GetAttachmentCount(self._document.raw) > 0)

    def find(self, text: str) -> list[Found]:
        """Every place of ``text``, in the order of the pages; case does not matter."""
        if not text:
            return []
        return [found for index in range(self.count) for found in self.find_on(index, text)]

    def find_on(self, index: int, text: str) -> list[Found]:
        """:meth:`find` on one page; ``text`` is not empty."""
        founds = []
        with self._page(index) as page:
            height = page.get_height()
            with closing(page.get_textpage()) as words, closing(words.search(text)) as search:
                while match := search.get_next():
                    boxes = range(words.count_rects(*match))
                    rects = (_rect(words.get_rect(box), height) for box in boxes)
                    founds.append(Found(index, tuple(rects)))
        return founds

    @contextmanager
    def _page(self, index: int) -> "Iterator[pypdfium2.PdfPage]":
        with _reading():
            self._put_seals_on(index)
            with closing(self._document[index]) as page:
                yield page

    def _put_seals_on(self, index: int) -> None:
        """A seal that is a field of a form is not drawn where the document has lost the form."""
        if self._document.formenv is None and index not in self._flat:
            self._flat.add(index)
            with closing(self._document[index]) as page:
                _flatten(page)


def page_count(pdf: bytes | Path) -> int:
    """How many pages a PDF has. Raises DocumentError."""
    with closing(PdfPages(pdf)) as pages:
        return pages.count


@contextmanager
def _reading() -> Iterator[None]:
    import pypdfium2

    with _lock:
        try:
            yield
        except (pypdfium2.PdfiumError, OSError) as error:
            code = getattr(error, "err_code", 0)
            if code == pypdfium2.raw.FPDF_ERR_SECURITY:
                raise CertificatePdfError(
                    "这份PDF用数字证书加了密，请另存为不加密的PDF后重新添加。"
                ) from error
            if code == pypdfium2.raw.FPDF_ERR_PASSWORD:
                raise LockedPdfError("这份PDF加了密码，请去掉密码后重新添加。") from error
            raise DocumentError(
                "这份PDF打不开，可能已损坏或者加了密码，请重新导出或重新扫描后再试。"
            ) from error


def _flatten(page: "pypdfium2.PdfPage") -> None:
    """Make what lies upon the page a part of it, as it is seen; shown when it is opened again."""
    import pypdfium2.raw as raw

    raw.FPDFPage_Flatten(page.raw, raw.FLAT_NORMALDISPLAY)


def _drawn(page: "pypdfium2.PdfPage", dpi: float) -> "Image.Image":
    from PIL import Image

    bitmap = page.render(scale=dpi / 72, rev_byteorder=True, prefer_bgrx=False)
    with closing(bitmap):
        size, data, stride = (bitmap.width, bitmap.height), bytes(bitmap.buffer), bitmap.stride
    return Image.frombuffer("RGB", size, data, "raw", "RGB", stride, 1)


def _rect(box: tuple[float, float, float, float], height: float) -> Rect:
    left, bottom, right, top = box
    return Rect(
        left * _POINT, (height - top) * _POINT, (right - left) * _POINT, (top - bottom) * _POINT
    )
