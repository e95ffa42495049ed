"""盖章与扫描: scans come in, and it is seen at once which page is missing or of another version."""

from collections.abc import Hashable, Iterable

from PySide6.QtCore import Qt
from PySide6.QtGui import QDragEnterEvent, QDragLeaveEvent, QDropEvent, QPixmap, QShowEvent
from PySide6.QtWidgets import (
    QHBoxLayout,
    QProgressBar,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from jbgs_desktop.documents.page_code import format_code
from jbgs_desktop.finalise.record import Record
from jbgs_desktop.forms.finding import Severity
from jbgs_desktop.scans.matcher import BookPageKey, ScanReport
from jbgs_desktop.scans.reader import SUFFIXES
from jbgs_desktop.ui.finalise.print_book import BookPrint
from jbgs_desktop.ui.finalise.submission_context import SubmissionContext
from jbgs_desktop.ui.preview.page_grid import PageGrid
from jbgs_desktop.ui.scans.folder_watch import WatchedFolder
from jbgs_desktop.ui.scans.page_assignment_dialog import PageAssignmentDialog
from jbgs_desktop.ui.scans.page_tiles import loose_tiles, page_tiles, summary
from jbgs_desktop.ui.scans.printed_pages import SMALL, PrintedPages
from jbgs_desktop.ui.scans.scan_controller import ScanController
from jbgs_desktop.ui.scans.scan_seals import SpotLine, spot_lines, unseen
from jbgs_desktop.ui.scans.seal_compare import SealDialog
from jbgs_desktop.ui.scans.side_panel import ScanSide
from jbgs_desktop.ui.widgets.dropped_files import files_in
from jbgs_desktop.ui.widgets.file_dialogs import choose_files, choose_folder
from jbgs_desktop.ui.widgets.message_boxes import choose
from jbgs_desktop.ui.widgets.outline import PageKey
from jbgs_desktop.ui.widgets.page import Page
from jbgs_desktop.ui.widgets.signs import colour_of
from jbgs_desktop.ui.widgets.style_helpers import empty, label, named, panel, set_state, show_if

_NAMED = 1  # files that are called by name


class ScansPage(Page):
    """The page 盖章与扫描."""

    def __init__(self, context: SubmissionContext) -> None:
        super().__init__(context.session, "盖章与扫描")
        self._context = context
        self._scans = ScanController(context, self)
        self._prints = PrintedPages(context, self)
        self._side = ScanSide()
        self._watched_folder = WatchedFolder(self)
        self.viewport().setAcceptDrops(True)  # which hands its events to the page
        self._make_nothing()
        self._make_input()
        self._make_pages()
        self.rows.addStretch(1)
        self._connect()
        self._scans.refresh()
        self._show()

    @property
    def side(self) -> QWidget:
        return self._side

    def first_fields(self) -> Iterable[QWidget]:
        return (self._add, self._to_finalise)

    # -- parts

    def _make_nothing(self) -> None:
        """What stands here before there is a version to scan."""
        self._head = named(label("", "muted"), "page-subtitle")
        self.rows.addWidget(self._head)
        self._to_finalise = QPushButton("去定稿与打印(&F)")
        self._to_finalise.setProperty("reads", True)
        self._to_finalise.clicked.connect(lambda: self._context.wanted.emit(PageKey.FINALISE))
        row = QHBoxLayout()
        row.addWidget(self._to_finalise)
        row.addStretch(1)
        self.rows.addLayout(row)

    def _make_input(self) -> None:
        self._box = panel()
        lines = QVBoxLayout(self._box)
        lines.setContentsMargins(16, 10, 12, 10)
        lines.setSpacing(6)
        first = QHBoxLayout()
        self._have = label("", "plain")
        self._have.setAlignment(Qt.AlignmentFlag.AlignVCenter)
        self._add = QPushButton("添加文件(&O)…")
        self._add.clicked.connect(self._on_add)
        self._watch = QPushButton("监视文件夹(&W)…")
        self._watch.clicked.connect(self._on_watch)
        self._remove = QPushButton("移除全部扫描件(&D)…")
        self._remove.clicked.connect(self._on_remove)
        first.addWidget(self._have, 1)
        for button in (self._remove, self._add, self._watch):
            first.addWidget(button)
        lines.addLayout(first)
        self._watched = label("", "small")
        lines.addWidget(self._watched)
        going = QHBoxLayout()
        self._bar = QProgressBar()
        self._bar.setTextVisible(False)
        self._bar.setAccessibleName("读入扫描件的进度")
        self._far = label("", "small", wrap=False)
        self._cancel = QPushButton("取消读入(&X)")
        self._cancel.clicked.connect(self._scans.cancel)
        going.addWidget(self._bar, 1)
        going.addWidget(self._far)
        going.addWidget(self._cancel)
        lines.addLayout(going)
        self.rows.addWidget(self._box)
        self._show_reading(0, 0)
        self._show_watching()

    def _make_pages(self) -> None:
        self._summary = QHBoxLayout()
        self._summary.setSpacing(18)
        self.rows.addLayout(self._summary)
        self._grid = PageGrid("全册各页的扫描件")
        self.rows.addWidget(self._grid)
        self._loose_title = label("没有用到的扫描件", "heading")
        self.rows.addWidget(self._loose_title)
        self._loose = PageGrid("没有用到的扫描件")
        self.rows.addWidget(self._loose)

    def _connect(self) -> None:
        scans, side = self._scans, self._side
        scans.changed.connect(self._show)
        scans.pictures_changed.connect(self._show_pictures)
        scans.progressed.connect(self._show_reading)
        scans.ended.connect(self._on_ended)
        self._watched_folder.changed.connect(self._show_watching)
        self._watched_folder.found.connect(scans.add)
        self._watched_folder.failed.connect(
            lambda sentence: self._context.bar.notify(Severity.ERROR, sentence)
        )
        self._prints.ready.connect(self._on_book)
        self._prints.arrived.connect(lambda _: self._show_pictures())
        self._prints.failed.connect(
            lambda sentence: self._context.bar.notify(Severity.ERROR, sentence)
        )
        self._context.changed.connect(self._show_side)
        self._grid.opened.connect(lambda page: self._open(page=page))
        self._loose.opened.connect(lambda key: self._open(key=key))
        side.opened.connect(lambda page: self._open(page=page))
        side.scan_opened.connect(lambda key: self._open(key=key))
        side.print_wanted.connect(self._print)
        side.spot_opened.connect(self._open_spot)

    # -- showing

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._scans.refresh()
        if self._scans.report is not None:
            self._prints.want_book()
            self._scans.want_pictures()

    @property
    def _writable(self) -> bool:
        return not self._context.draft.is_read_only

    def _show(self) -> None:
        report, record = self._scans.report, self._context.record
        current = record.current
        if current is not None and self.isVisible():
            self._prints.want_book()
            self._scans.want_pictures()
        self._head.setText(_head(record))
        show_if(self._to_finalise, current is None)
        for widget in (self._box, self._grid):
            show_if(widget, report is not None)
        self._show_have(report)
        tiles = loose_tiles(report) if report else []
        show_if(self._loose_title, bool(tiles))
        show_if(self._loose, bool(tiles))
        self._grid.show_tiles(page_tiles(report, self._spots_seen()) if report else [])
        self._loose.show_tiles(tiles)
        self._show_summary(report)
        self._show_pictures()
        self._show_side()

    def _show_have(self, report: ScanReport | None) -> None:
        files = [file.rpartition("/")[2] for file in self._scans.files]
        if files:
            names = "、".join(files[:_NAMED]) + (" 等" if len(files) > _NAMED else "")
            pages = len(report.found) if report else 0
            self._have.setText(f"已读入 {names} {len(files)} 个文件，{pages} 页")
        else:
            self._have.setText("把扫描件（PDF、图片或文件夹）拖到这里，顺序不限，可以分几次。")
        show_if(self._remove, bool(files))

    def _show_summary(self, report: ScanReport | None) -> None:
        empty(self._summary)
        for severity, words in summary(report) if report and report.found else ():
            part = label(words, "summary", wrap=False)
            set_state(part, colour_of(severity))
            self._summary.addWidget(part)
        self._summary.addStretch(1)

    def _show_pictures(self) -> None:
        report = self._scans.report
        if report is None:
            return
        small = self._scans.pictures
        taken: dict[Hashable, QPixmap] = {}
        for page in report.pages:
            shown = page.taken or (page.outdated[0] if page.outdated else None)
            if shown and shown.key in small:
                taken[page.page] = small[shown.key]
        missing = [page.page for page in report.pages if not page.taken and not page.outdated]
        self._prints.want(missing, SMALL)
        ghosts: dict[Hashable, QPixmap] = {
            page: picture for page in missing if (picture := self._prints.picture(page, SMALL))
        }
        self._grid.show_pictures(taken, ghosts)
        self._loose.show_pictures({key: small[key] for key in small}, {})

    def _show_side(self) -> None:
        report = self._scans.report
        lines = self._spot_lines()
        ready = report is not None and bool(report.found)
        self._side.show_todo(report, self._scans.findings, unseen(lines) if ready else 0)
        self._side.show_seals(lines)

    def _spot_lines(self) -> list[SpotLine]:
        # The book under edit is not the one that is to be sealed.
        book = self._prints.book if self._context.record.current else None
        return spot_lines(book, self._scans.report, self._context.record, self.session.words)

    def _spots_seen(self) -> dict[int, tuple[int, int]]:
        """For each page with spots: how many of them were seen, and how many there are."""
        seen: dict[int, tuple[int, int]] = {}
        for line in self._spot_lines():
            if line.needed:
                done, all_ = seen.get(line.page, (0, 0))
                seen[line.page] = (done + line.seen, all_ + 1)
        return seen

    def _on_book(self) -> None:
        book = self._prints.book
        if book is not None:
            self._scans.show_parts(book.parts)
        self._show()

    # -- reading in

    def _show_reading(self, done: int, total: int) -> None:
        busy = self._scans.is_reading
        for widget in (self._bar, self._far, self._cancel):
            show_if(widget, busy)
        self._add.setEnabled(not busy and self._writable)
        self._remove.setEnabled(not busy and self._writable)
        self._bar.setRange(0, total)
        self._bar.setValue(done)
        self._far.setText(f"正在读入，{done}/{total} 页" if total else "正在打开文件…")

    def _on_ended(self, severity: Severity | None, sentence: str) -> None:
        self._show_reading(0, 0)
        if self._box.isAncestorOf(self.focusWidget() or self) and self._scans.files:
            self._grid.setFocus()  # the buttons were closed meanwhile, and the focus had moved on
        if sentence:
            self._context.bar.notify(severity, sentence)

    def _on_add(self) -> None:
        kinds = " ".join(f"*{ending}" for ending in sorted(SUFFIXES))
        choose_files(self, "添加扫描件", self._scans.add, f"扫描件 ({kinds})")

    def _on_watch(self) -> None:
        if self._watched_folder.folder is not None:
            self._watched_folder.stop()
        else:
            choose_folder(self, "扫描仪把文件存到哪个文件夹", self._watched_folder.start)

    def _show_watching(self) -> None:
        folder = self._watched_folder.folder
        self._watch.setText("停止监视(&W)" if folder else "监视文件夹(&W)…")
        self._watched.setText(
            f"正在监视“{folder}”：扫描仪新存进去的文件会自动读入。"
            if self._watched_folder.is_watching
            else f"正在打开“{folder}”，打开以后存进去的文件才会自动读入。"
        )
        show_if(self._watched, folder is not None)

    def _on_remove(self) -> None:
        question = "要移除全部扫描件吗？草稿里存着的扫描件会删掉，需要时要重新添加。"
        choose(self, question, ("移除", self._scans.remove_all))

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if event.mimeData().hasUrls() and self._add.isEnabled() and self._box.isVisibleTo(self):
            set_state(self._box, "drop")
            event.acceptProposedAction()

    def dragLeaveEvent(self, event: QDragLeaveEvent) -> None:
        set_state(self._box, "")

    def dropEvent(self, event: QDropEvent) -> None:
        set_state(self._box, "")
        files = files_in(event.mimeData())
        event.acceptProposedAction()
        self._scans.add(files)

    # -- looking closely

    def _open(self, *, page: int | None = None, key: BookPageKey | None = None) -> None:
        self._prints.want_book()
        dialog = PageAssignmentDialog(
            self._scans, self._prints, self, page=page, key=key, writable=self._writable
        )
        dialog.print_wanted.connect(self._print)
        dialog.open()

    def _open_spot(self, spot: str) -> None:
        dialog = SealDialog(
            self._context, self._scans, self._prints, self, spot, writable=self._writable
        )
        dialog.finished.connect(lambda _: self._show())
        dialog.open()

    def _print(self, page: int) -> None:
        BookPrint(self._context, self.window()).print_book(page)


def _head(record: Record) -> str:
    current = record.current
    if current is None and record.scans:
        return (
            f"已退回修改，还没有重新定稿。以前读入的 {len(record.scans)} 页扫描件留着，"
            "重新定稿以后会逐页告诉您哪些已经是旧版。"
        )
    if current is None:
        return "还没有定稿。定稿后每页印有核验码和二维码，盖好章扫描进来，程序就能逐页核对。"
    number = record.number_of(current.code)
    return (
        f"核验码 {format_code(current.code)} · 定稿第 {number} 版 · 全册 {current.pages} 页。"
        "把扫描件拖进来，顺序不限。"
    )
