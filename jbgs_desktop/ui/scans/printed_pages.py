"""The printed pages of the finalised book, as pictures beside the scans."""

from collections.abc import Iterable

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QPixmap

from jbgs_desktop.documents.book_model import Book
from jbgs_desktop.documents.pdf.images import PdfPages
from jbgs_desktop.ui.finalise.submission_context import SubmissionContext
from jbgs_desktop.ui.preview.page_pictures import PageImages

SMALL, LARGE = 24, 150  # dots per inch
_FIRST, _LATER = "a", "b"  # who asks; the large ones go first


class PrintedPages(QObject):
    """``arrived`` carries the page (from 1) of a picture that was made, ``ready`` comes with
    another book, ``failed`` with the sentence why there is none.
    """

    arrived = Signal(int)
    ready = Signal()
    failed = Signal(str)

    def __init__(self, context: SubmissionContext, parent: QObject) -> None:
        super().__init__(parent)
        self._context = context
        self.book: Book | None = None
        self._images: PageImages | None = None
        self._asking = False

    def want_book(self) -> None:
        """Have the book of the current version made, unless it is here or under way."""
        current = self._context.record.current
        if current is None or self._asking:
            return
        if self.book is not None and self.book is self._context.books.ready:
            return
        self._asking = True
        self._context.books.want_quietly(self, self._take, self._fail)

    def picture(self, page: int, dpi: int) -> QPixmap | None:
        """The picture of ``page``, if it is made."""
        image = self._images.get((page - 1, dpi)) if self._images else None
        return QPixmap.fromImage(image) if image else None

    def want(self, pages: Iterable[int], dpi: int) -> None:
        """Have pictures of ``pages`` made, in their order."""
        if self._images is not None:
            who = _FIRST if dpi == LARGE else _LATER
            self._images.ask(who, [(page - 1, dpi) for page in pages])

    def _take(self, book: Book) -> None:
        self._asking = False
        if book is self.book:
            return
        if self._images is not None:
            self._images.stop()
            self._images.deleteLater()
        self.book = book
        self._images = PageImages(PdfPages(book.pdf), self)
        self._images.arrived.connect(lambda index: self.arrived.emit(index + 1))
        self._images.failed.connect(self.failed)
        self.ready.emit()

    def _fail(self, sentence: str) -> None:
        self._asking = False
        self.failed.emit(sentence)
