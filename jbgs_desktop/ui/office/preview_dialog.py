"""Pages to look at in a window of their own: a received book, or a 推荐表 before it is filed."""

from functools import partial
from pathlib import Path

from PySide6.QtWidgets import QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from jbgs_desktop.documents.pdf.confined_pages import ConfinedPages
from jbgs_desktop.documents.pdf.images import PdfPages
from jbgs_desktop.errors import JbgsError
from jbgs_desktop.files import read_capped
from jbgs_desktop.forms.finding import Severity
from jbgs_desktop.ui.finalise.print_book import PdfPrint
from jbgs_desktop.ui.preview.page_pictures import page_worker
from jbgs_desktop.ui.preview.pages_view import PreviewView
from jbgs_desktop.ui.widgets.background_task import run_in_background
from jbgs_desktop.ui.widgets.notice_bar import NoticeBar
from jbgs_desktop.ui.widgets.screen_room import FittedDialog
from jbgs_desktop.ui.widgets.style_helpers import label, named

_LARGEST = 500 * 2**20  # bytes of a book


class PreviewDialog(FittedDialog):
    """Shows ``pdf``; ``name`` is what a copy of it would be called.

    The bytes are the program's own; a file was made by a stranger, and is opened in children.
    """

    def __init__(self, parent: QWidget, title: str, pdf: bytes | Path, name: str) -> None:
        super().__init__(parent, title, (1100, 700))
        self._pdf, self._name = pdf, name
        self._pages: ConfinedPages | None = None
        self._bar = NoticeBar()
        self._pdf_print = PdfPrint(self._bar, self)
        self.view = PreviewView()
        head = QHBoxLayout()
        head.addWidget(named(label(title, "plain", wrap=False), "preview-title"))
        head.addStretch(1)
        for text, action in (("打印…", self._print), ("另存为 PDF…", self._save)):
            button = QPushButton(text)
            button.setAutoDefault(False)
            button.clicked.connect(action)
            head.addWidget(button)
        layout = QVBoxLayout(self)
        layout.addLayout(head)
        layout.addWidget(self._bar)
        layout.addWidget(self.view, 1)
        if isinstance(pdf, Path):
            self.view.clear("正在打开…")
            run_in_background(
                self, partial(ConfinedPages, pdf), self._show, self.view.clear, page_worker()
            )
        else:
            self.view.show_pages(PdfPages(pdf))

    def _show(self, pages: ConfinedPages) -> None:
        self._pages = pages
        self.view.show_pages(pages)

    def done(self, result: int) -> None:
        self.view.clear("")  # which closes the pages
        super().done(result)

    def _print(self) -> None:
        if isinstance(self._pdf, Path) and self._pages is None:
            return  # nothing is shown yet
        if (data := self._data()) is not None:
            self._pdf_print.print_pdf(data, self._name, 1, pages=self._pages)

    def _save(self) -> None:
        if (data := self._data()) is not None:
            self._pdf_print.save_pdf(data, self._name)

    def _data(self) -> bytes | None:
        if isinstance(self._pdf, bytes):
            return self._pdf
        try:
            return read_capped(self._pdf, _LARGEST)
        except JbgsError as error:
            self._bar.notify(Severity.ERROR, str(error))
            return None
