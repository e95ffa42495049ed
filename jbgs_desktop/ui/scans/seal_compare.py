"""盖章清单 one by one: each spot cut out of the scan and of the print, for a person to tick."""

from collections.abc import Sequence
from contextlib import closing
from dataclasses import dataclass
from datetime import datetime

from PySide6.QtCore import Qt
from PySide6.QtGui import QPixmap
from PySide6.QtWidgets import (
    QCheckBox,
    QHBoxLayout,
    QListWidget,
    QListWidgetItem,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from jbgs_desktop.documents.blocks import SpotKind
from jbgs_desktop.documents.book_model import BookSpot
from jbgs_desktop.documents.pdf.images import PdfPages
from jbgs_desktop.errors import JbgsError
from jbgs_desktop.finalise.record import ScannedPage
from jbgs_desktop.scans.findings import scan_label
from jbgs_desktop.scans.seal_crops import SOME_RED, SpotImages, spot_images
from jbgs_desktop.ui.finalise.submission_context import SubmissionContext
from jbgs_desktop.ui.preview.page_pictures import page_worker
from jbgs_desktop.ui.scans.printed_pages import LARGE, PrintedPages
from jbgs_desktop.ui.scans.scan_controller import ScanController
from jbgs_desktop.ui.scans.scan_seals import is_seen, spot_lines, spot_name, spot_words, with_seen
from jbgs_desktop.ui.scans.scan_views import SideBySide
from jbgs_desktop.ui.widgets.background_task import run_in_background
from jbgs_desktop.ui.widgets.screen_room import FittedDialog
from jbgs_desktop.ui.widgets.style_helpers import ems, label, named, set_state, show_if

_DPI = 150
_WAITING = "正在显示…"


@dataclass(frozen=True, slots=True)
class _Cut:
    printed: QPixmap
    scanned: QPixmap
    red: float


class SealDialog(FittedDialog):
    """The spots of the book; a tick is what a person has seen, and nothing else sets it."""

    def __init__(
        self,
        context: SubmissionContext,
        scans: ScanController,
        prints: PrintedPages,
        parent: QWidget,
        spot: str,
        *,
        writable: bool = True,
    ) -> None:
        super().__init__(parent, "盖章清单", (1080, 640))
        self._context, self._scans, self._prints = context, scans, prints
        self._cuts: dict[tuple[str, ScannedPage], _Cut] = {}
        self._asked: set[tuple[str, ScannedPage]] = set()
        self._spots: Sequence[BookSpot] = prints.book.spots if prints.book else ()
        self._views = SideBySide()
        self._make_parts()
        self._seen.setEnabled(writable)
        self._lay_out()
        self._fill(spot)
        prints.arrived.connect(self._show)
        scans.changed.connect(self._show)

    # -- parts

    def _make_parts(self) -> None:
        self._list = named(QListWidget(), "seals")
        self._list.setAccessibleName("要盖章和签字的地方")
        self._list.setFixedWidth(ems(self._list, 17))
        self._list.setWordWrap(True)
        self._list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._list.currentRowChanged.connect(lambda _: self._show())
        self._title = named(label("", "plain"), "section-title")
        self._hint = label("", "notice")
        self._message = named(label("", "plain"), "message")
        self._message.hide()
        self._seen = QCheckBox()
        self._seen.clicked.connect(self._on_tick)
        self._next = QPushButton("下一处没有看过的(&N)")
        self._next.clicked.connect(self._select_next)
        self._close = QPushButton("关闭(&C)")
        self._close.clicked.connect(self.reject)
        for button in (self._next, self._close):
            button.setAutoDefault(False)

    def _lay_out(self) -> None:
        right = QVBoxLayout()
        right.addWidget(self._title)
        right.addWidget(self._message)
        right.addWidget(self._views, 1)
        right.addWidget(self._hint)
        foot = QHBoxLayout()
        foot.addWidget(self._seen)
        foot.addStretch(1)
        foot.addWidget(self._next)
        foot.addWidget(self._close)
        right.addLayout(foot)
        row = QHBoxLayout(self)
        row.setSpacing(12)
        row.addWidget(self._list)
        row.addLayout(right, 1)

    def _fill(self, wanted: str) -> None:
        for spot in self._spots:
            item = QListWidgetItem(self._list)
            item.setData(Qt.ItemDataRole.UserRole, spot.id)
        self._show_lines()
        at = next((row for row, spot in enumerate(self._spots) if spot.id == wanted), 0)
        self._list.setCurrentRow(at)
        self._list.setFocus()

    def _show_lines(self) -> None:
        lines = spot_lines(
            self._prints.book,
            self._scans.report,
            self._context.record,
            self._context.session.words,
        )
        for row, line in enumerate(lines):
            self._list.item(row).setText(spot_words(line))

    def _name(self, spot: BookSpot) -> str:
        return (
            spot_name(spot, self._prints.book, self._context.session.words)
            if self._prints.book
            else spot.label
        )

    # -- showing

    @property
    def _spot(self) -> BookSpot | None:
        row = self._list.currentRow()
        return self._spots[row] if 0 <= row < len(self._spots) else None

    def _scan_of(self, page: int) -> ScannedPage | None:
        report = self._scans.report
        if report is None or page > len(report.pages):
            return None
        return report.pages[page - 1].taken

    def _show(self) -> None:
        spot = self._spot
        if spot is None:
            return
        self._title.setText(f"第 {spot.page} 页　{self._name(spot)}")
        what = "章" if spot.kind is SpotKind.SEAL else "签字"
        self._seen.setText(f"看过，{what}在(&S)")
        self._seen.setChecked(is_seen(self._context.record, spot.id))
        self._show_pictures(spot)
        left = any(not is_seen(self._context.record, each.id) for each in self._spots)
        self._next.setEnabled(left)

    def _show_pictures(self, spot: BookSpot) -> None:
        scan = self._scan_of(spot.page)
        self._hint.setText("")
        if scan is None:
            self._views.name("扫描件", f"打印稿：第 {spot.page} 页")
            self._views.scan.show_picture(None, f"第 {spot.page} 页还没有扫描件。")
            self._views.printed.show_picture(self._prints.picture(spot.page, LARGE), "")
            self._prints.want([spot.page], LARGE)
            return
        self._views.name(f"扫描件：{scan_label(scan)}", f"打印稿：第 {spot.page} 页")
        cut = self._cuts.get((spot.id, scan))
        if cut is None:
            for view in (self._views.scan, self._views.printed):
                view.show_picture(None, _WAITING)
            self._cut(spot, scan)
            return
        self._views.scan.show_picture(cut.scanned)
        self._views.printed.show_picture(cut.printed)
        self._hint.setText(_hint(cut.red, spot))

    def _cut(self, spot: BookSpot, scan: ScannedPage) -> None:
        """Cut the spot out of the print and of the scan, off the window's thread."""
        book, scans = self._prints.book, self._scans
        if book is None or (spot.id, scan) in self._asked:
            return
        self._asked.add((spot.id, scan))

        def work() -> SpotImages:
            with closing(PdfPages(book.pdf)) as pages:
                return spot_images(pages, spot, scans.path_of(scan.file), scan, dpi=_DPI)

        def done(images: SpotImages) -> None:
            self._cuts[spot.id, scan] = _Cut(
                _pixmap(images.printed), _pixmap(images.scanned), images.red
            )
            self._show()

        def failed(sentence: str) -> None:
            if self._spot is spot:
                self._views.scan.show_picture(None, sentence)

        run_in_background(self, work, done, failed, page_worker())

    # -- acting

    def _on_tick(self, ticked: bool) -> None:
        spot = self._spot
        if spot is None:
            return
        when = datetime.now().astimezone() if ticked else None
        try:
            self._context.keep(with_seen(self._context.record, spot.id, when))
        except JbgsError as error:
            self._message.setText(f"没有记下来：{error}")
            set_state(self._message, "")
            show_if(self._message, True)
        self._show_lines()
        self._show()

    def _select_next(self) -> None:
        record, row = self._context.record, self._list.currentRow()
        around = [*range(row + 1, len(self._spots)), *range(row + 1)]
        for at in around:
            if not is_seen(record, self._spots[at].id):
                self._list.setCurrentRow(at)
                self._seen.setFocus()
                return


def _pixmap(data: bytes) -> QPixmap:
    picture = QPixmap()
    picture.loadFromData(data)
    return picture


def _hint(red: float, spot: BookSpot) -> str:
    advice = "通知没有要求这一处，按惯例加盖。" if spot.advice else ""
    if spot.kind is not SpotKind.SEAL:
        return advice + "请看签字是否在、是否本人所签。"
    if red > SOME_RED:
        return advice + "提示：这里有红色印迹。是不是章、章对不对，请人看。"
    return advice + "提示：这里没有看到红色印迹；黑白扫描看不出，请人看。"
