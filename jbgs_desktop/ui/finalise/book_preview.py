"""预览: the book inside the window, before and after it is finalised."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from jbgs_desktop.documents.book_model import Book, BookSpot
from jbgs_desktop.documents.page_code import format_code
from jbgs_desktop.documents.pdf.images import PdfPages, Rect
from jbgs_desktop.finalise.record import Record
from jbgs_desktop.ui.finalise.print_book import BookPrint
from jbgs_desktop.ui.finalise.submission_context import SubmissionContext
from jbgs_desktop.ui.preview.page_sheets import SheetMark
from jbgs_desktop.ui.preview.pages_view import PreviewView
from jbgs_desktop.ui.widgets.style_helpers import label, named


class BookPreview(QWidget):
    """The book with its seal spots; ``closed`` comes when the user has seen enough."""

    closed = Signal()

    def __init__(self, context: SubmissionContext, printing: BookPrint) -> None:
        super().__init__()
        self._context = context
        self._printing = printing
        self._book: Book | None = None
        self._chosen = ""
        self._what = named(label("", "plain", wrap=False), "preview-title")
        self.view = PreviewView()
        self._lay_out()
        context.changed.connect(self._on_changed)

    def show_book(self, spot: str = "") -> None:
        """Make the book where it changed, and show it, at the seal spot ``spot`` if given."""
        self._chosen = spot
        self._context.books.want(self, self._show, self.view.clear)

    @property
    def page(self) -> int:
        """The page in sight, from 1."""
        return self.view.page

    def _lay_out(self) -> None:
        head = named(QWidget(), "preview-bar")
        row = QHBoxLayout(head)
        row.setContentsMargins(10, 6, 10, 6)
        row.addWidget(self._what)
        row.addStretch(1)
        actions = (
            ("打印…", self._printing.print_book),
            ("只打印这一页…", lambda: self._printing.print_book(self.page)),
            ("另存为 PDF…", self._printing.save_book),
            ("关闭预览", self.closed.emit),
        )
        for title, action in actions:
            button = QPushButton(title)
            button.clicked.connect(lambda _=False, action=action: action())
            row.addWidget(button)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(0)
        whole.addWidget(head)
        whole.addWidget(self.view, 1)

    def _show(self, book: Book) -> None:
        record = self._context.record
        self._what.setText(version_words(record))
        if book is not self._book:
            self._book = book
            self.view.show_pages(PdfPages(book.pdf))
        self._show_marks()
        spot = next((each for each in book.spots if each.id == self._chosen), None)
        if spot is not None:
            self.view.go_to(spot.page, rect_of(spot))

    def _show_marks(self) -> None:
        if self._book is not None:
            self.view.show_marks(marks_of(self._book, self._context.record), self._chosen)

    def _on_changed(self) -> None:
        if self._book is not None and self._book is self._context.books.ready:
            self._show_marks()
        elif self.isVisible():
            self.show_book()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.closed.emit()
        else:
            super().keyPressEvent(event)


def version_words(record: Record) -> str:
    """Which version it is, in one line."""
    current = record.current
    if current is None:
        return "草稿，还没有定稿"
    return f"第 {record.number_of(current.code)} 版　核验码 {format_code(current.code)}"


def marks_of(book: Book, record: Record) -> list[SheetMark]:
    """The seal spots of ``book`` as they are marked on its pages."""
    return [
        SheetMark(spot.id, spot.page, rect_of(spot), spot.label, _state(spot, record))
        for spot in book.spots
    ]


def rect_of(spot: BookSpot) -> Rect:
    return Rect(spot.x, spot.y, spot.width, spot.height)


def _state(spot: BookSpot, record: Record) -> str:
    if record.is_ticked(spot.id):
        return "done"
    return "muted" if spot.advice else ""
