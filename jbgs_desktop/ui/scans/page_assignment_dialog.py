"""对照查看: one scan beside the page as it was printed, and what a person decides about it."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import (
    QComboBox,
    QHBoxLayout,
    QPushButton,
    QSpinBox,
    QVBoxLayout,
    QWidget,
)

from jbgs_desktop.finalise.record import ScannedPage
from jbgs_desktop.forms.finding import Severity
from jbgs_desktop.scans.findings import scan_label
from jbgs_desktop.scans.matcher import BookPage, BookPageKey, ScanKind, ScanReport
from jbgs_desktop.ui.scans.large_scans import LargeScans
from jbgs_desktop.ui.scans.printed_pages import LARGE, PrintedPages
from jbgs_desktop.ui.scans.scan_controller import ScanController
from jbgs_desktop.ui.scans.scan_views import SideBySide
from jbgs_desktop.ui.widgets.screen_room import FittedDialog
from jbgs_desktop.ui.widgets.signs import DONE, colour_of
from jbgs_desktop.ui.widgets.style_helpers import label, named, set_state, show_if

_MISSING = "这一页还没有扫描件。\n请补扫，或在别的扫描件里指定。"
_WAITING = "正在显示…"


class PageAssignmentDialog(FittedDialog):
    """Shows the page ``page`` of the book with its scans, or the one scan ``key``.

    ``print_wanted`` carries a page that is to be printed alone.
    """

    print_wanted = Signal(int)

    def __init__(
        self,
        scans: ScanController,
        prints: PrintedPages,
        parent: QWidget,
        *,
        page: int | None = None,
        key: BookPageKey | None = None,
        writable: bool = True,
    ) -> None:
        super().__init__(parent, "对照查看", (1080, 700))
        self._scans, self._prints = scans, prints
        self._writable = writable
        self._page, self._key = page, key
        self._large = LargeScans(scans, self)
        self._views = SideBySide()
        self._make_head()
        self._make_actions()
        self._lay_out()
        self._large.arrived.connect(self._show_pictures)
        self._large.failed.connect(self._show_message)
        prints.arrived.connect(self._show_pictures)
        prints.ready.connect(self._show_pictures)
        scans.changed.connect(self._show)
        self._show()

    # -- parts

    def _make_head(self) -> None:
        self._title = named(label("", "plain", wrap=False), "section-title")
        self._state = label("", "finding")
        self._choice = QComboBox()
        self._choice.setAccessibleName("看哪一张扫描件")
        self._choice.activated.connect(self._on_choice)
        self._back, self._on = QPushButton("‹ 上一页"), QPushButton("下一页 ›")
        self._back.clicked.connect(lambda: self._step(-1))
        self._on.clicked.connect(lambda: self._step(1))

    def _make_actions(self) -> None:
        self._smaller, self._larger = QPushButton("缩小"), QPushButton("放大")
        self._smaller.clicked.connect(lambda: self._zoom(-1))
        self._larger.clicked.connect(lambda: self._zoom(1))
        self._turn = QPushButton("转 90°(&R)")
        self._turn.clicked.connect(self._on_turn)
        self._leave = QPushButton()
        self._leave.clicked.connect(self._on_leave)
        self._number = QSpinBox()
        self._number.setAccessibleName("指定为第几页")
        self._number.valueChanged.connect(self._on_number)
        self._assign = QPushButton("指定为这一页(&A)")
        self._assign.setProperty("primary", True)
        self._assign.clicked.connect(self._on_assign)
        self._print = QPushButton("只打印这一页(&P)…")
        self._print.clicked.connect(self._on_print)
        self._close = QPushButton("关闭(&C)")
        self._close.clicked.connect(self.reject)

    def _lay_out(self) -> None:
        head = QHBoxLayout()
        head.addWidget(self._title)
        head.addWidget(self._state, 1)
        head.addWidget(self._choice)
        head.addWidget(self._back)
        head.addWidget(self._on)
        foot = QHBoxLayout()
        for widget in (self._smaller, self._larger, self._turn, self._leave):
            foot.addWidget(widget)
        foot.addSpacing(12)
        self._number_words = label("这是第", "plain", wrap=False)
        foot.addWidget(self._number_words)
        foot.addWidget(self._number)
        self._number_end = label("页", "plain", wrap=False)
        foot.addWidget(self._number_end)
        foot.addWidget(self._assign)
        foot.addStretch(1)
        foot.addWidget(self._print)
        foot.addWidget(self._close)
        layout = QVBoxLayout(self)
        layout.addLayout(head)
        layout.addWidget(self._views, 1)
        layout.addLayout(foot)
        for button in self.findChildren(QPushButton):
            button.setAutoDefault(False)

    # -- what is shown

    @property
    def _report(self) -> ScanReport | None:
        return self._scans.report

    @property
    def _book_page(self) -> BookPage | None:
        if self._report is None or self._page is None:
            return None
        return self._report.pages[self._page - 1]

    def _candidates(self) -> list[ScannedPage]:
        """The scans to choose from: those of the page, or the one that is looked at."""
        page = self._book_page
        if page is None:
            scan = self._scans.scan(self._key) if self._key else None
            return [scan] if scan else []
        taken = [page.taken] if page.taken else []
        left_out = [
            scan
            for scan in (self._report.of_kind(ScanKind.LEFT_OUT) if self._report else ())
            if scan.page == page.page
        ]
        return [*taken, *page.others, *page.outdated, *left_out]

    @property
    def _scan(self) -> ScannedPage | None:
        found = self._candidates()
        return next((scan for scan in found if scan.key == self._key), found[0] if found else None)

    def _show(self) -> None:
        report = self._report
        if report is None:
            self.reject()
            return
        scan = self._scan
        self._key = scan.key if scan else None
        if self._page is None and scan is None:
            self.reject()
            return
        self._show_head(report, scan)
        self._show_choice()
        self._show_actions(report, scan)
        self._show_pictures()

    def _show_head(self, report: ScanReport, scan: ScannedPage | None) -> None:
        page = self._book_page
        if page is not None:
            self._title.setText(f"第 {page.page} 页　{page.where}")
        else:
            self._title.setText(scan_label(scan) if scan else "")
        kind = report.kinds[scan.key] if scan else None
        words = kind.word if kind else page.state.word if page else ""
        if scan and kind not in (ScanKind.BLANK, None):
            by_hand = ["人工指定"] if _is_by_hand(scan, report) and not scan.left_out else []
            words = "，".join([words, *by_hand, *(fault.word for fault in scan.faults)])
        self._state.setText(words)
        fine = kind in (ScanKind.TAKEN, ScanKind.DOUBLE) and scan is not None and not scan.faults
        poor = Severity.WARNING if scan else Severity.ERROR
        set_state(self._state, colour_of(DONE if fine else poor))
        show_if(self._back, page is not None)
        show_if(self._on, page is not None)
        self._back.setEnabled(page is not None and page.page > 1)
        self._on.setEnabled(page is not None and page.page < len(report.pages))

    def _show_choice(self) -> None:
        found = self._candidates()
        show_if(self._choice, len(found) > 1)
        self._choice.clear()
        for scan in found:
            kind = self._report.kinds[scan.key].word if self._report else ""
            self._choice.addItem(f"{scan_label(scan)}（{kind}）", scan.key)
            if scan.key == self._key:
                self._choice.setCurrentIndex(self._choice.count() - 1)

    def _show_actions(self, report: ScanReport, scan: ScannedPage | None) -> None:
        can = self._writable and scan is not None
        kind = report.kinds[scan.key] if scan else None
        is_out = kind == ScanKind.LEFT_OUT
        self._leave.setText("仍然采用(&X)" if is_out else "不用这一页(&X)")
        for button in (self._turn, self._leave):
            button.setEnabled(can)
        by_hand = scan is not None and _is_by_hand(scan, report)
        # What has a code of this book is assigned by it; a person decides about the others.
        open_ = can and (kind in (ScanKind.WITHOUT_CODE, ScanKind.BLANK) or by_hand)
        for widget in (self._number_words, self._number, self._number_end, self._assign):
            show_if(widget, open_)
        if open_ and scan is not None:
            self._number.blockSignals(True)
            self._number.setRange(1, len(report.pages))
            self._number.setValue(self._expected_page(report, scan))
            self._number.blockSignals(False)
            self._assign.setText("取消指定(&A)" if by_hand else "指定为这一页(&A)")
            self._number.setEnabled(not by_hand)

    def _expected_page(self, report: ScanReport, scan: ScannedPage) -> int:
        """Which page to show beside a scan without a code."""
        missing = next((page.page for page in report.pages if page.taken is None), 1)
        return scan.page or report.suggested.get(scan.key, missing)

    def _printed_page(self) -> int:
        if self._page is not None:
            return self._page
        scan = self._scan
        if self._number.isVisibleTo(self) or scan is None:
            return self._number.value()
        known = scan.page or 1
        return min(known, len(self._report.pages)) if self._report else known

    def _show_pictures(self) -> None:
        scan, page = self._scan, self._printed_page()
        if scan is None:
            self._views.scan.show_picture(self._prints.picture(page, LARGE), _MISSING, pale=True)
            self._views.name("扫描件：缺这一页", f"打印稿：第 {page} 页")
        else:
            picture = self._large.get(scan) or self._scans.pictures.get(scan.key)
            self._views.scan.show_picture(picture, "" if picture else _WAITING)
            self._views.name(f"扫描件：{scan_label(scan)}", f"打印稿：第 {page} 页")
        printed = self._prints.picture(page, LARGE)
        if printed is None:
            self._prints.want([page], LARGE)
        self._views.printed.show_picture(printed, "" if printed else _WAITING)
        self._smaller.setEnabled(self._views.can_shrink)
        self._larger.setEnabled(self._views.can_grow)

    def _show_message(self, sentence: str) -> None:
        self._views.scan.show_picture(None, sentence)

    # -- acting

    def _on_choice(self) -> None:
        self._key = self._choice.currentData()
        self._show()

    def _step(self, by: int) -> None:
        if self._page is not None:
            self._page, self._key = self._page + by, None
            self._show()

    def _zoom(self, by: int) -> None:
        self._views.zoom(by)
        self._show_pictures()

    def _on_number(self) -> None:
        self._show_pictures()

    def _on_turn(self) -> None:
        if scan := self._scan:
            self._scans.turn(scan.key)

    def _on_leave(self) -> None:
        if scan := self._scan:
            self._scans.leave_out(scan.key, not scan.left_out)

    def _on_assign(self) -> None:
        if (scan := self._scan) and self._report:
            by_hand = _is_by_hand(scan, self._report)
            self._scans.assign(scan.key, None if by_hand else self._number.value())

    def _on_print(self) -> None:
        self.print_wanted.emit(self._printed_page())


def _is_by_hand(scan: ScannedPage, report: ScanReport) -> bool:
    return scan.is_assigned_to(report.expected.code)
