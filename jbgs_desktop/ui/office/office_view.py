"""推荐单位: receiving bundles, holding them against their paper, ranking and filing them."""

from collections import Counter
from collections.abc import Callable, Sequence
from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QDragEnterEvent, QDropEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QListWidget,
    QListWidgetItem,
    QMenu,
    QPushButton,
    QSizePolicy,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from jbgs_desktop.bundle.drives import list_drives
from jbgs_desktop.bundle.handover import shown_size
from jbgs_desktop.bundle.layout import PDF
from jbgs_desktop.forms.calls.call import Call
from jbgs_desktop.forms.finding import Severity
from jbgs_desktop.office.register.act import Act
from jbgs_desktop.office.register.act_words import acts_in_words
from jbgs_desktop.office.register.register import Register
from jbgs_desktop.ui.office.details import Details
from jbgs_desktop.ui.office.filing_page import FilingPage
from jbgs_desktop.ui.office.hand_dialog import HandDialog
from jbgs_desktop.ui.office.intake_task import IntakeTask
from jbgs_desktop.ui.office.office_context import OfficeContext
from jbgs_desktop.ui.office.office_export import OfficeExport, table_of
from jbgs_desktop.ui.office.preview_dialog import PreviewDialog
from jbgs_desktop.ui.office.ranking_page import RankingPage
from jbgs_desktop.ui.office.received_page import ReceivedPage
from jbgs_desktop.ui.office.register_exchange import RegisterExchange
from jbgs_desktop.ui.office.return_dialog import ReturnDialog
from jbgs_desktop.ui.office.scan_check_task import ScanCheckTask
from jbgs_desktop.ui.widgets.dropped_files import files_in
from jbgs_desktop.ui.widgets.file_dialogs import choose_files, choose_folder
from jbgs_desktop.ui.widgets.manual import open_manual
from jbgs_desktop.ui.widgets.notice_bar import NoticeBar
from jbgs_desktop.ui.widgets.signs import DONE
from jbgs_desktop.ui.widgets.style_helpers import ems, label, named

_RAIL = 15  # em


class OfficeView(QWidget):
    """``left`` asks for the start page."""

    left = Signal()

    def __init__(self, register: Register, calls: Sequence[Call]) -> None:
        super().__init__()
        self.setObjectName("start")
        self.setAcceptDrops(True)
        self.bar = NoticeBar()
        self.context = OfficeContext(register, calls, self.bar)
        self.context.setParent(self)
        self.intake = IntakeTask(self.context)
        self.scan_check = ScanCheckTask(self.context)
        self.intake.ended.connect(self.scan_check.begin)
        self.export = OfficeExport(self.context, self)
        self.exchange = RegisterExchange(self.context, self)
        self.details = Details(self.context)
        self.received = ReceivedPage(self.context, self.details)
        self.rankings = [
            RankingPage(self.context, call, track) for call in calls for track in call.tracks
        ]
        self.filing = FilingPage(self.context)
        self._pages = QStackedWidget()
        self._rail = self._make_rail()
        self._lay_out()
        self._connect()
        self._refresh()
        self.scan_check.begin()
        if register.is_read_only:
            self._show_read_only()
        if register.notices:
            self.bar.notify(Severity.WARNING, "\n".join(register.notices), stays=True)

    def close_register(self) -> None:
        """Keep what was typed and close the register."""
        self._settle()
        self.intake.cancel()
        self.scan_check.cancel()
        self.context.register.close()

    def open_page(self, number: int) -> None:
        """Go to a page by its place in the rail, from 0."""
        self._rail.setCurrentRow(number)

    def _show_read_only(self) -> None:
        """Nothing can be taken in or changed; the pages are there to be read."""
        self.setAcceptDrops(False)
        for button in self._writing:
            button.setEnabled(False)
        self.bar.notify(
            Severity.WARNING,
            "登记表正由别人使用，这里只读打开，看到的是打开时的内容，不能改动。"
            "对方关闭以后，请返回开始页重新打开。",
            stays=True,
        )

    # -- parts

    def _make_rail(self) -> QListWidget:
        rail = named(QListWidget(), "office-rail")
        rail.setAccessibleName("页面")
        rail.setFixedWidth(ems(rail, _RAIL))
        rail.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        for page in (self.received, *self.rankings, self.filing):
            QListWidgetItem(rail)
            self._pages.addWidget(page)
        rail.setCurrentRow(0)
        rail.currentRowChanged.connect(self._on_page)
        return rail

    def _lay_out(self) -> None:
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(self._make_top())
        layout.addWidget(self.bar)
        layout.addWidget(self.intake)
        body = QHBoxLayout()
        body.setSpacing(0)
        body.addWidget(self._rail)
        body.addWidget(self._pages, 1)
        layout.addLayout(body, 1)
        layout.addWidget(self._make_status())

    def _make_top(self) -> QFrame:
        top = QFrame()
        top.setObjectName("top")
        row = QHBoxLayout(top)
        row.setContentsMargins(16, 7, 16, 7)
        row.setSpacing(10)
        row.addWidget(named(label("推荐单位", "plain", wrap=False), "top-unit"))
        self._subject = label("", "muted", wrap=False)
        row.addWidget(self._subject, 1)
        self._sticks = QMenu(self)
        self._sticks.aboutToShow.connect(self._list_sticks)
        stick = named(QPushButton("收报送盘(&S)"), "more")
        stick.setMenu(self._sticks)
        folder = QPushButton("收文件夹(&F)…")
        folder.clicked.connect(self._on_folder)
        by_hand = QPushButton("手工登记(&H)…")
        by_hand.setToolTip("没有用本程序的单位，只有纸质件或者自己做的文档的，在这里登记。")
        by_hand.clicked.connect(self._on_by_hand)
        paper = QPushButton("核对纸质件(&K)")
        paper.clicked.connect(self._on_paper)
        back = QPushButton("返回开始页(&B)")
        back.clicked.connect(self._on_back)
        undo = QPushButton("撤销(&Z)")
        undo.setToolTip("撤销上一步操作（Ctrl+Z），可以一步一步撤销到最初。")
        undo.clicked.connect(self._on_undo)
        for button in (stick, folder, by_hand, paper, undo, back):
            row.addWidget(button)
        self._writing = (stick, folder, by_hand, undo)
        return top

    def _make_status(self) -> QFrame:
        status = QFrame()
        status.setObjectName("status")
        row = QHBoxLayout(status)
        row.setContentsMargins(16, 5, 16, 5)
        self._saved = label("登记表 · 加密", "plain", wrap=False)
        row.addWidget(self._saved)
        row.addWidget(self.scan_check)
        place = label(f"收到的报送包在 {self.context.register.received}", "plain", wrap=False)
        place.setAlignment(Qt.AlignmentFlag.AlignRight)
        place.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        row.addWidget(place, 1)
        return status

    def _connect(self) -> None:
        self.context.changed.connect(self._refresh)
        self.context.saved.connect(lambda time: self._saved.setText(f"已保存 {time} · 登记表加密"))
        self.details.return_wanted.connect(self._on_return)
        self.details.preview_wanted.connect(self._on_preview)
        self.details.reprint_wanted.connect(lambda number: self._on_return(number, again=True))
        self.filing.log_wanted.connect(self.export.show_log)
        self.filing.hand_over_wanted.connect(self._on_hand_over)
        self.filing.join_wanted.connect(self.exchange.import_register)
        for page in self.rankings:
            page.export_wanted.connect(lambda page=page: self._on_export(page))
            page.preview_wanted.connect(lambda page=page: self._on_table(page))
        self.filing.register_wanted.connect(self.export.export_register)
        self.filing.summary_wanted.connect(
            lambda: self.export.export_summary(self.context.calls[0])
        )
        self.filing.package_wanted.connect(self._on_forward)
        for keys, action in (
            ("F1", lambda: open_manual(self)),
            ("Ctrl+F1", lambda: open_manual(self)),
            ("Ctrl+F", self._on_find),
            ("Ctrl+PgUp", lambda: self._step(-1)),
            ("Ctrl+PgDown", lambda: self._step(1)),
            ("Ctrl+W", self._on_back),
            ("Ctrl+Z", self._on_undo),
            ("Ctrl+Y", self._on_redo),
        ):
            shortcut = QShortcut(QKeySequence(keys), self)
            shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
            shortcut.activated.connect(action)

    def _refresh(self) -> None:
        register = self.context.register
        rows: Counter[tuple[str, str]] = Counter()
        for entry in register.recommendable():
            rows[entry.call, entry.track] += sum(not p.left_out for p in entry.proposals)
        titles = [
            f"收件登记　{sum(not entry.removed for entry in register.entries)}",
            *(f"{page.title}　{rows[page.call.id, page.track.id]}" for page in self.rankings),
            "登记与上报",
        ]
        for at, title in enumerate(titles):
            self._rail.item(at).setText(title)
        self._subject.setText(register.settings.recommender)

    # -- acting

    def _on_page(self, row: int) -> None:
        self._settle()
        self._pages.setCurrentIndex(row)

    def _on_undo(self) -> None:
        self._take_back(self.context.register.undo, "已撤销", "没有可以撤销的操作。", "重做")

    def _on_redo(self) -> None:
        self._take_back(self.context.register.redo, "已重做", "没有可以重做的操作。", "撤销")

    def _take_back(
        self, work: Callable[[], Sequence[Act]], done: str, nothing: str, back: str
    ) -> None:
        self._settle()
        way = self._on_redo if back == "重做" else self._on_undo

        def in_words() -> str:
            acts = work()
            return acts_in_words(acts, self.context.register) if acts else ""

        def show(words: str) -> None:
            if words:
                self.bar.notify(DONE, f"{done}：{words}。", back, way)
            else:
                self.bar.notify(Severity.NOTICE, nothing)

        self.context.change(self, f"正在{done.removeprefix('已')}…", in_words, show)

    def _settle(self) -> None:
        self.details.settle()
        for page in self.rankings:
            page.settle()

    def _step(self, by: int) -> None:
        row = self._rail.currentRow() + by
        if 0 <= row < self._rail.count():
            self._rail.setCurrentRow(row)

    def _list_sticks(self) -> None:
        self._sticks.clear()
        for drive in list_drives():
            if drive.removable is not False:
                title = f"{drive.name}　{drive.mount}　共 {shown_size(drive.total)}"
                action = self._sticks.addAction(title)
                action.triggered.connect(lambda _=False, at=drive.mount: self.take([at]))
        if self._sticks.isEmpty():
            self._sticks.addAction("没有找到报送盘，请插好后再点一次").setEnabled(False)
        self._sticks.addSeparator()
        self._sticks.addAction("其他位置…").triggered.connect(self._on_folder)
        self._sticks.addAction("压缩包（zip）…").triggered.connect(self._on_zip)

    def take(self, places: Sequence[Path]) -> None:
        """Take in the bundles in ``places``."""
        self.open_page(0)
        self.intake.take(places)

    def _on_folder(self) -> None:
        choose_folder(self, "选择放有报送包的文件夹", lambda folder: self.take([folder]))

    def _on_zip(self) -> None:
        choose_files(self, "选择装着报送包的压缩包", self.take, "压缩包 (*.zip)")

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if event.mimeData().hasUrls():
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        """Folders, sticks and zips that are dropped are taken in."""
        places = files_in(event.mimeData())
        if places:
            event.acceptProposedAction()
            self.take(places)

    def _on_by_hand(self) -> None:
        dialog = HandDialog(self, self.context)

        def registered() -> None:
            self.open_page(0)
            self.received.choose(dialog.number)

        dialog.accepted.connect(registered)
        dialog.open()

    def _on_paper(self) -> None:
        self.open_page(0)
        self.details.paper.focus_code()

    def _on_back(self) -> None:
        if self.intake.is_busy:
            self.bar.notify(
                Severity.WARNING, "正在收件。请等它完成，或者先点“停止收件”，再返回开始页。"
            )
        else:
            self.left.emit()

    def _on_find(self) -> None:
        self.open_page(0)
        self.received.look_for()

    def _on_return(self, number: int, *, again: bool = False) -> None:
        entry = self.context.register.entry(number)
        ReturnDialog(self, self.context, entry, self.details.paper.missing, again=again).open()

    def _on_preview(self, number: int) -> None:
        entry = self.context.register.entry(number)
        book = self.context.register.received / entry.folder / PDF
        PreviewDialog(self, f"{entry.unit}　申报材料", book, f"{entry.unit}_申报材料").open()

    def _on_export(self, page: RankingPage) -> None:
        self.export.export_table(table_of(self.context, page.call, page.track))

    def _on_table(self, page: RankingPage) -> None:
        self.export.preview(
            table_of(self.context, page.call, page.track),
            lambda title, pdf, name: PreviewDialog(self, title, pdf, name).open(),
        )

    def _on_hand_over(self) -> None:
        self._settle()
        self.exchange.hand_over()

    def _on_forward(self) -> None:
        self._settle()
        self.export.forward()
