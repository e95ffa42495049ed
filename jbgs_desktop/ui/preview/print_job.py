"""Pages onto a printer: one page in memory at a time, handed over in bands.

A page is drawn where the window does not wait; the window answers between two bands of it.
"""

from collections.abc import Callable, Sequence
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QMarginsF, QObject, QRectF, QTimer, Signal
from PySide6.QtGui import QImage, QPageLayout, QPageSize, QPainter, QTransform
from PySide6.QtWidgets import QWidget

from jbgs_desktop.documents.pdf.images import PageImage
from jbgs_desktop.ui.preview.page_pictures import Pages, page_worker
from jbgs_desktop.ui.widgets.background_task import progress_box, run_in_background

if TYPE_CHECKING:
    from PySide6.QtPrintSupport import QPrinter

DPI = 300  # of the pictures that go to the printer
_A4, _ROUNDING = (210, 297), 2  # mm
_BAND = 440  # lines of a page that are handed over at once
_OVERLAP = 16  # lines that two bands share, so that no printer shows a seam


def a4_printer(name: str = "") -> "QPrinter":
    """A printer for pages as large as A4 paper, both sides turned over the long edge.

    ``name`` is the system's; empty for its default printer.
    """
    from PySide6.QtPrintSupport import QPrinter

    printer = QPrinter(QPrinter.PrinterMode.HighResolution)
    if name:
        printer.setPrinterName(name)
    printer.setResolution(DPI)
    layout = QPageLayout(
        QPageSize(QPageSize.PageSizeId.A4), QPageLayout.Orientation.Portrait, QMarginsF()
    )
    layout.setMode(QPageLayout.Mode.FullPageMode)
    printer.setPageLayout(layout)
    printer.setFullPage(True)
    printer.setDuplex(QPrinter.DuplexMode.DuplexLongSide)
    printer.setCollateCopies(True)
    return printer


def paper_problem(printer: "QPrinter") -> str:
    """Why the pages do not go onto the paper that was chosen for ``printer``, or "".

    Nothing is made smaller: the code at the foot would become too small to be read from a scan.
    """
    paper = printer.pageLayout().pageSize()
    size = paper.size(QPageSize.Unit.Millimeter)
    across, down = sorted((size.width(), size.height()))
    if across >= _A4[0] - _ROUNDING and down >= _A4[1] - _ROUNDING:
        return ""
    return (
        f"没有打印：选的纸张“{paper.name()}”（{across:.0f}×{down:.0f} 毫米）比 A4 小，"
        "页的下边和页脚的二维码会被切掉。材料要用 A4 纸打印，请再点打印，"
        "在打印机的属性里把纸张改为 A4。"
    )


def larger_paper_note(printer: "QPrinter") -> str:
    """What is to be said where the paper is larger than the pages, or ""."""
    paper = printer.pageLayout().pageSize()
    size = paper.size(QPageSize.Unit.Millimeter)
    if max(size.width(), size.height()) <= _A4[1] + _ROUNDING:
        return ""
    return f"纸张选的是“{paper.name()}”，内容仍按 A4 的大小印在左上角，请裁成 A4。"


def stand_upright(printer: "QPrinter") -> None:
    """Take back what a dialog has been told of lying pages: on such a sheet the foot is cut off."""
    printer.setPageOrientation(QPageLayout.Orientation.Portrait)


class PrintJob(QObject):
    """Prints ``wanted`` pages (from 1) of ``pages``, which it closes in the end.

    ``ended`` carries an empty text once everything was handed over, or the sentence that says why
    not; ``stopped`` comes when the user cancelled.
    """

    ended = Signal(str)
    stopped = Signal()

    def __init__(
        self, printer: "QPrinter", pages: Pages, wanted: Sequence[int], parent: QWidget
    ) -> None:
        super().__init__(parent)
        self._printer, self._pages = printer, pages
        # A driver that knows no copies gets every page as often as it is wanted.
        copies = 1 if printer.supportsMultipleCopies() else printer.copyCount()
        self._left = list(wanted) * copies
        self._total = len(self._left)
        self._painter = QPainter()
        self._box = progress_box(parent, "正在打印…", self._total)
        self._stops = False
        self._box.canceled.connect(self._stop)

    def start(self) -> None:
        if not self._left or not self._painter.begin(self._printer):
            name = self._printer.printerName()
            self._end(
                f"打印机“{name}”没有响应，没有打印。请确认它已开机并连接好，或者换一台打印机；"
                "也可以另存为 PDF，到别的电脑上打印。"
            )
            return
        self._next()

    def _next(self) -> None:
        page = self._left[0]
        done = self._total - len(self._left)
        self._box.setLabelText(f"正在打印第 {page} 页（{done + 1} / {self._total}）…")
        self._box.setValue(done)
        work = partial(self._pages.image, page - 1, DPI)
        run_in_background(self, work, self._draw, self._end, page_worker())

    def _draw(self, made: PageImage) -> None:
        image = QImage(
            made.rgb, made.width, made.height, 3 * made.width, QImage.Format.Format_RGB888
        )
        if made.width > made.height:  # a page across goes turned onto the upright sheet
            image = image.transformed(QTransform().rotate(-90))
        self._draw_band(image.copy(), 0)  # of its own, since Python lets go of the bytes

    def _draw_band(self, image: QImage, top: int) -> None:
        if self._stops:
            self._printer.abort()
            self._finish(self.stopped.emit)
            return
        rows = min(_BAND + _OVERLAP, image.height() - top)
        scale = self._printer.resolution() / DPI
        area = QRectF(0, top * scale, image.width() * scale, rows * scale)
        self._painter.drawImage(area, image, QRectF(0, top, image.width(), rows))
        if top + rows < image.height():
            QTimer.singleShot(0, self, partial(self._draw_band, image, top + _BAND))
        else:
            self._turn()

    def _turn(self) -> None:
        self._left.pop(0)
        if not self._left:
            self._end("")
        elif self._printer.newPage():
            self._next()
        else:
            page = self._total - len(self._left)
            self._end(f"打印机在第 {page} 页以后不再接收，后面的没有打印。请检查打印机再重新打印。")

    def _stop(self) -> None:
        self._stops = True

    def _end(self, problem: str) -> None:
        self._finish(lambda: self.ended.emit(problem))

    def _finish(self, then: Callable[[], object]) -> None:
        if self._painter.isActive() and not self._painter.end():
            then = partial(
                self.ended.emit, "没有能够把打印任务交给打印机，请检查打印机再重新打印。"
            )
        self._box.canceled.disconnect(self._stop)
        self._box.close()
        run_in_background(self, self._pages.close, lambda _: None, lambda _: None, page_worker())
        then()
