"""打印: the book or a slip through the system's dialog, or into a PDF file."""

from collections.abc import Callable, Sequence
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QDialog, QWidget

from jbgs_desktop.documents.book_model import Book
from jbgs_desktop.documents.pdf.images import PdfPages
from jbgs_desktop.errors import JbgsError
from jbgs_desktop.files import write_atomic
from jbgs_desktop.finalise.record import Print
from jbgs_desktop.forms.finding import Severity
from jbgs_desktop.ui.finalise.submission_context import SubmissionContext
from jbgs_desktop.ui.preview.page_pictures import Pages
from jbgs_desktop.ui.preview.print_job import (
    PrintJob,
    a4_printer,
    larger_paper_note,
    paper_problem,
    stand_upright,
)
from jbgs_desktop.ui.widgets.background_task import run_in_background
from jbgs_desktop.ui.widgets.file_dialogs import choose_target
from jbgs_desktop.ui.widgets.notice_bar import NoticeBar
from jbgs_desktop.ui.widgets.signs import DONE

if TYPE_CHECKING:
    from PySide6.QtPrintSupport import QPrinter


_PDF = "PDF 文件 (*.pdf)"


class PdfPrint(QObject):
    """Any PDF onto paper or into a file; ``bar`` tells what became of it."""

    def __init__(self, bar: NoticeBar, window: QWidget) -> None:
        super().__init__(window)
        self._bar, self._window = bar, window

    def print_pdf(
        self,
        pdf: bytes,
        name: str,
        copies: int,
        page: int | None = None,
        printed: Callable[["QPrinter", Sequence[int]], object] = lambda *_: None,
        saved: Callable[[], object] = lambda: None,
        pages: Pages | None = None,
    ) -> None:
        """Ask for a printer and print ``pdf``; ``printed`` gets what was handed over.

        ``pages`` are those of a ``pdf`` that a stranger made, which is not opened here.
        ``saved`` is called where the user has saved it to print it elsewhere.
        """
        from PySide6.QtPrintSupport import QPrinterInfo

        if not QPrinterInfo.availablePrinterNames():
            save = partial(self._save_page, pdf, name, page) if page else None
            self._show_no_printer(save or partial(self.save_pdf, pdf, name, saved))
            return
        pages = pages or PdfPages(pdf)
        printer = self._asked(name, copies, pages.count, page)
        if printer is None:
            pages.close()
            return
        wanted = [page] if page else _chosen_pages(printer, pages.count)
        if problem := paper_problem(printer) if wanted else _no_page(pages.count):
            pages.close()
            self._fail(problem)
            return
        self._start(
            PrintJob(_ready(printer), pages, wanted, self._window), printer, wanted, printed
        )

    def _show_no_printer(self, save: Callable[[], object]) -> None:
        self._bar.notify(
            Severity.WARNING,
            "这台电脑上没有打印机可用：没有添加，或者打印服务没有运行。请先在系统设置里添加或检查；"
            "也可以另存为 PDF，拿到有打印机的电脑上打印。",
            "另存为 PDF…",
            save,
        )

    def _save_page(self, pdf: bytes, name: str, page: int) -> None:
        """Save one page alone: whoever prints the file elsewhere wants no more of it."""
        from jbgs_desktop.documents.pdf.pages import single_page

        self.save_pdf(single_page(pdf, page - 1), f"{name}_第{page}页")

    def save_pdf(self, pdf: bytes, name: str, saved: Callable[[], object] = lambda: None) -> None:
        """Ask for a file and write ``pdf`` there; ``saved`` is called once it is written."""

        def done(file: Path) -> None:
            self._bar.notify_written(f"已另存为“{file}”。", file.parent)
            saved()

        def write(file: Path) -> None:
            run_in_background(
                self,
                lambda: write_atomic({file: pdf}),
                lambda _: done(file),
                self._fail,
            )

        choose_target(self._window, "另存为 PDF", f"{name}.pdf", _PDF, write)

    # -- the way of one job

    def _asked(self, name: str, copies: int, count: int, page: int | None) -> "QPrinter | None":
        from PySide6.QtPrintSupport import QAbstractPrintDialog, QPrintDialog

        printer = a4_printer()
        printer.setDocName(name)
        printer.setCopyCount(copies)
        dialog = QPrintDialog(printer, self._window)
        ranges = QAbstractPrintDialog.PrintDialogOption.PrintPageRange
        dialog.setOption(ranges, page is None)
        dialog.setMinMax(1, count)
        # With a loop of its own: on Windows this is the system's dialog, which knows no other way.
        accepted = dialog.exec() == QDialog.DialogCode.Accepted
        dialog.deleteLater()
        stand_upright(printer)
        return printer if accepted else None

    def _start(
        self,
        job: PrintJob,
        printer: "QPrinter",
        wanted: Sequence[int],
        printed: Callable[["QPrinter", Sequence[int]], object],
    ) -> None:
        def ended(problem: str) -> None:
            job.deleteLater()
            if problem:
                self._fail(problem)
            else:
                self._bar.notify(DONE, _handed_over(printer, wanted))
                printed(printer, wanted)

        def stopped() -> None:
            job.deleteLater()
            self._bar.notify(Severity.WARNING, "已取消打印。已经交给打印机的页可能仍会印出来。")

        job.ended.connect(ended)
        job.stopped.connect(stopped)
        job.start()

    def _fail(self, sentence: str) -> None:
        self._bar.notify(Severity.ERROR, sentence)


class BookPrint(PdfPrint):
    """What goes onto paper of the application of ``context``: the book, and slips."""

    def __init__(self, context: SubmissionContext, window: QWidget) -> None:
        super().__init__(context.bar, window)
        self._context = context

    def print_book(self, page: int | None = None) -> None:
        """Print the book, or one page of it (from 1). A draft is marked, and not recorded."""
        self._context.books.want(
            self._window, lambda book: self._print_book(book, page), self._fail
        )

    def save_book(self) -> None:
        """另存为 PDF."""
        self._context.books.want(
            self._window, lambda book: self.save_pdf(book.pdf, self._book_name()), self._fail
        )

    def _print_book(self, book: Book, page: int | None) -> None:
        region = self._context.session.region
        copies = region.paper_copies if region and region.paper_copies and page is None else 1
        self.print_pdf(
            book.pdf,
            self._book_name(),
            copies,
            page,
            lambda printer, wanted: self._note(printer, wanted, book.pages),
        )

    def _note(self, printer: "QPrinter", wanted: Sequence[int], pages: int) -> None:
        """Remember that the finalised book was printed."""
        record = self._context.record
        if record.current is None:
            return
        entry = Print(
            code=record.current.code,
            when=datetime.now().astimezone(),
            printer=printer.printerName() or printer.outputFileName(),
            copies=printer.copyCount(),
            pages=() if len(wanted) == pages else tuple(wanted),
        )
        try:
            self._context.keep(record.with_print(entry))
        except JbgsError as error:
            self._fail(f"已经打印，但没有记下来：{error}")

    def _book_name(self) -> str:
        from jbgs_desktop.documents.export import file_name

        session = self._context.session
        current = self._context.record.current
        name = file_name(session.value, session.call, draft=current is None)
        return f"{name}_第{self._context.record.number_of(current.code)}版" if current else name


def _chosen_pages(printer: "QPrinter", count: int) -> list[int]:
    ranges = printer.pageRanges()
    return [page for page in range(1, count + 1) if ranges.isEmpty() or ranges.contains(page)]


def _no_page(count: int) -> str:
    return f"没有选中任何一页：这份文件只有 {count} 页。请重新选择页码。"


def _ready(printer: "QPrinter") -> "QPrinter":
    """``printer`` as it was chosen; where pages were chosen, one that does not choose again.

    CUPS would apply the range a second time, to the pages that it is given.
    """
    if printer.pageRanges().isEmpty():
        return printer
    fresh = a4_printer(printer.printerName())
    fresh.setOutputFileName(printer.outputFileName())
    fresh.setDocName(printer.docName())
    fresh.setCopyCount(printer.copyCount())
    fresh.setCollateCopies(printer.collateCopies())
    fresh.setDuplex(printer.duplex())
    fresh.setColorMode(printer.colorMode())
    fresh.setPaperSource(printer.paperSource())
    fresh.setPageSize(printer.pageLayout().pageSize())
    return fresh


def _handed_over(printer: "QPrinter", wanted: Sequence[int]) -> str:
    note = larger_paper_note(printer)
    if printer.outputFileName():
        return f"已打印到文件“{printer.outputFileName()}”，共 {len(wanted)} 页。{note}"
    copies = printer.copyCount()
    return f"已交给打印机“{printer.printerName()}”：{len(wanted)} 页，{copies} 份。{note}"
