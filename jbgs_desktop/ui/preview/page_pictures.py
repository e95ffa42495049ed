"""The pictures of pages: made on one thread, the most wanted first, and kept for a while."""

from collections import OrderedDict
from collections.abc import Callable, Sequence
from functools import cache, partial
from typing import Protocol

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QImage

from jbgs_desktop.documents.pdf.images import Found, PageImage
from jbgs_desktop.ui.widgets.background_task import Workers, run_in_background

_MOST = 200 * 2**20  # bytes of pictures that are kept
Wanted = tuple[int, int]  # a page from 0, and dots per inch


class Pages(Protocol):
    """What can be shown: pages as pictures, such as :class:`documents.pdf.images.PdfPages`."""

    count: int

    def size(self, index: int) -> tuple[float, float]:
        """Width and height in mm."""

    def image(self, index: int, dpi: float) -> PageImage: ...

    def find(self, text: str) -> list[Found]: ...

    def close(self) -> None: ...


@cache
def page_worker() -> Workers:
    """The one thread that pages are drawn and searched on; what draws them allows no second."""
    return Workers(1)


class PageImages(QObject):
    """The pictures of ``pages``; ``arrived`` carries the page of each that was made.

    Several views may ask. There is never more than one picture under way, so that a page that is
    scrolled away before its turn is never made.
    """

    arrived = Signal(int)
    failed = Signal(str)

    def __init__(self, pages: Pages, parent: QObject) -> None:
        super().__init__(parent)
        self._pages = pages
        self._kept: OrderedDict[Wanted, QImage] = OrderedDict()
        self._asked: dict[str, Sequence[Wanted]] = {}
        self._busy = False
        self._stopped = False

    def ask(self, who: str, wanted: Sequence[Wanted]) -> None:
        """From now on ``who`` wants these; ``who`` that comes first alphabetically goes first."""
        self._asked[who] = wanted
        self._make_next()

    def get(self, wanted: Wanted) -> QImage | None:
        """The picture, if it is made."""
        image = self._kept.get(wanted)
        if image is not None:
            self._kept.move_to_end(wanted)
        return image

    def nearest(self, index: int) -> QImage | None:
        """The sharpest picture of a page that there is."""
        dpis = [dpi for page, dpi in self._kept if page == index]
        return self._kept[index, max(dpis)] if dpis else None

    def read_sizes(self, done: Callable[[list[tuple[float, float]]], object]) -> None:
        """Have ``done`` called with the sizes of all pages in mm."""
        pages = self._pages

        def work() -> list[tuple[float, float]]:
            return [pages.size(index) for index in range(pages.count)]

        run_in_background(self, work, done, self._fail, page_worker())

    def find(self, text: str, done: Callable[[list[Found]], object]) -> None:
        """Look for ``text`` in all pages; ``done`` gets the places."""
        pages = self._pages
        run_in_background(self, lambda: pages.find(text), done, self.failed.emit, page_worker())

    def stop(self) -> None:
        """Make no more pictures, and close the pages."""
        self._stopped = True
        self._asked.clear()
        close = self._pages.close
        run_in_background(self, close, lambda _: None, lambda _: None, page_worker())

    def _make_next(self) -> None:
        if self._busy or self._stopped:
            return
        order = (wanted for who in sorted(self._asked) for wanted in self._asked[who])
        wanted = next((each for each in order if each not in self._kept), None)
        if wanted is None:
            return
        self._busy = True
        pages = self._pages
        work = partial(pages.image, *wanted)
        run_in_background(self, work, partial(self._take, wanted), self._fail, page_worker())

    def _take(self, wanted: Wanted, made: PageImage) -> None:
        stride = 3 * made.width
        image = QImage(made.rgb, made.width, made.height, stride, QImage.Format.Format_RGB888)
        self._kept[wanted] = image.copy()  # of its own, since Python lets go of the bytes
        while len(self._kept) > 1 and self._bytes() > _MOST:
            self._kept.popitem(last=False)
        self._busy = False
        self.arrived.emit(wanted[0])
        self._make_next()

    def _bytes(self) -> int:
        return sum(image.sizeInBytes() for image in self._kept.values())

    def _fail(self, sentence: str) -> None:
        self._busy = False
        self._stopped = True
        self.failed.emit(sentence)
