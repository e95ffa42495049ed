"""盖章清单 one by one: each spot cut out of the scan and of the print, for a person to tick."""

from collections.abc import Sequence
from datetime import datetime
from typing import TYPE_CHECKING

from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QPixmap
from PySide6.QtWidgets import (
    QCheckBox,
    QDialog,
    QHBoxLayout,
    QListWidget,
    QListWidgetItem,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from jbgs_desktop.documents.blocks import SpotKind
from jbgs_desktop.errors import JbgsError
from jbgs_desktop.submission.scan_reading import FoundPage
from jbgs_desktop.submission.scan_telling import place
from jbgs_desktop.ui.handing.desk import Desk
from jbgs_desktop.ui.handing.scan_desk import ScanDesk
from jbgs_desktop.ui.handing.scan_large import LargeScans
from jbgs_desktop.ui.handing.scan_prints import LARGE, PrintedPages
from jbgs_desktop.ui.handing.scan_views import SideBySide
from jbgs_desktop.ui.looks import ems, label, named, set_state, show_if

if TYPE_CHECKING:
    from jbgs_desktop.documents.book import BookSpot

_PAGE = (210.0, 297.0)  # mm, what every page of the book is printed on
_AROUND = 14.0  # mm of the page around a spot: a seal is seldom set exactly
_STEP = 3  # pixels between two that are looked at for red ink
_RED = 45  # by how much red has to be stronger than green and blue, of 255
_SOME = 0.004  # of the pixels looked at
_WAITING = "正在显示…"


class SealDialog(QDialog):
    """The spots of the book; a tick is what a person has seen, and nothing else sets it."""

    def __init__(
        self,
        desk: Desk,
        scans: ScanDesk,
        prints: PrintedPages,
        parent: QWidget,
        spot: str,
        *,
        writable: bool = True,
    ) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle("盖章清单")
        self.resize(1080, 640)
        self._desk, self._scans, self._prints = desk, scans, prints
        self._large = LargeScans(scans, self)
        self._spots: Sequence[BookSpot] = prints.book.spots if prints.book else ()
        self._views = SideBySide()
        self._make_parts()
        self._seen.setEnabled(writable)
        self._lay_out()
        self._fill(spot)
        self._large.arrived.connect(self._show)
        self._large.failed.connect(lambda said: self._views.scan.show_picture(None, said))
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
        self._said = named(label("", "plain"), "said")
        self._said.hide()
        self._seen = QCheckBox()
        self._seen.clicked.connect(self._on_tick)
        self._next = QPushButton("下一处没有看过的(&N)")
        self._next.clicked.connect(self._go_on)
        self._close = QPushButton("关闭(&C)")
        self._close.clicked.connect(self.reject)
        for button in (self._next, self._close):
            button.setAutoDefault(False)

    def _lay_out(self) -> None:
        right = QVBoxLayout()
        right.addWidget(self._title)
        right.addWidget(self._said)
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
        record = self._desk.record
        for row, spot in enumerate(self._spots):
            sign = "✓" if record.is_ticked(spot.id) else "·"
            self._list.item(row).setText(f"{sign} 第 {spot.page} 页 {spot.label}")

    # -- showing

    @property
    def _spot(self) -> "BookSpot | None":
        row = self._list.currentRow()
        return self._spots[row] if 0 <= row < len(self._spots) else None

    def _scan_of(self, page: int) -> FoundPage | None:
        report = self._scans.report
        if report is None or page > len(report.pages):
            return None
        return report.pages[page - 1].taken

    def _show(self) -> None:
        spot = self._spot
        if spot is None:
            return
        self._title.setText(f"第 {spot.page} 页　{spot.label}")
        what = "章" if spot.kind is SpotKind.SEAL else "签字"
        self._seen.setText(f"看过，{what}在(&S)")
        self._seen.setChecked(self._desk.record.is_ticked(spot.id))
        self._show_print(spot)
        self._show_scan(spot)
        left = any(not self._desk.record.is_ticked(each.id) for each in self._spots)
        self._next.setEnabled(left)

    def _show_print(self, spot: "BookSpot") -> None:
        printed = self._prints.picture(spot.page, LARGE)
        if printed is None:
            self._prints.want([spot.page], LARGE)
            self._views.printed.show_picture(None, _WAITING)
        else:
            self._views.printed.show_picture(cut_out(printed, spot))

    def _show_scan(self, spot: "BookSpot") -> None:
        scan = self._scan_of(spot.page)
        if scan is None:
            self._views.name("扫描件", "打印稿")
            self._views.scan.show_picture(None, f"第 {spot.page} 页还没有扫描件。")
            self._hint.setText("")
            return
        self._views.name(f"扫描件：{place(scan)}", f"打印稿：第 {spot.page} 页")
        picture = self._large.get(scan)
        if picture is None:
            self._views.scan.show_picture(None, _WAITING)
            self._hint.setText("")
            return
        cut = cut_out(picture, spot)
        self._views.scan.show_picture(cut)
        self._hint.setText(_hint(cut, spot))

    # -- acting

    def _on_tick(self, ticked: bool) -> None:
        spot = self._spot
        if spot is None:
            return
        when = datetime.now().astimezone() if ticked else None
        try:
            self._desk.keep(self._desk.record.with_tick(spot.id, when))
        except JbgsError as error:
            self._said.setText(f"没有记下来：{error}")
            set_state(self._said, "")
            show_if(self._said, True)
        self._show_lines()
        self._show()

    def _go_on(self) -> None:
        record, row = self._desk.record, self._list.currentRow()
        around = [*range(row + 1, len(self._spots)), *range(row + 1)]
        for at in around:
            if not record.is_ticked(self._spots[at].id):
                self._list.setCurrentRow(at)
                self._seen.setFocus()
                return


def cut_out(page: QPixmap, spot: "BookSpot") -> QPixmap:
    """The place of ``spot`` with some of the page around it, from the picture of a whole page."""
    across, down = page.width() / _PAGE[0], page.height() / _PAGE[1]
    left, top = (spot.x - _AROUND) * across, (spot.y - _AROUND) * down
    width, height = (spot.width + 2 * _AROUND) * across, (spot.height + 2 * _AROUND) * down
    wanted = QRect(round(left), round(top), round(width), round(height))
    return page.copy(wanted.intersected(page.rect()))


def has_red_ink(picture: QPixmap) -> bool:
    """Whether there is something red in it; a scan in grey never has."""
    image = picture.toImage()
    red = looked = 0
    for y in range(0, image.height(), _STEP):
        for x in range(0, image.width(), _STEP):
            colour = image.pixelColor(x, y)
            looked += 1
            red += colour.red() - max(colour.green(), colour.blue()) > _RED
    return looked > 0 and red / looked > _SOME


def _hint(cut: QPixmap, spot: "BookSpot") -> str:
    advice = "通知没有要求这一处，按惯例加盖。" if spot.advice else ""
    if spot.kind is not SpotKind.SEAL:
        return advice + "请看签字是否在、是否本人所签。"
    if has_red_ink(cut):
        return advice + "提示：这里有红色印迹。是不是章、章对不对，请人看。"
    return advice + "提示：这里没有看到红色印迹；黑白扫描看不出，请人看。"
