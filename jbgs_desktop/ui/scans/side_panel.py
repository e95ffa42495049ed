"""Beside 盖章与扫描: what is still to be done, and which seals somebody has seen."""

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QBrush, QColor
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QListWidget,
    QListWidgetItem,
    QPushButton,
    QScrollArea,
    QTabWidget,
    QVBoxLayout,
    QWidget,
)

from jbgs_desktop.forms.finding import Severity
from jbgs_desktop.scans.findings import ScanFinding
from jbgs_desktop.scans.matcher import ScanReport
from jbgs_desktop.ui.scans.scan_seals import SpotLine, spot_words
from jbgs_desktop.ui.widgets.signs import DONE, colour_of, signed
from jbgs_desktop.ui.widgets.style_helpers import empty, label, link, named, set_state, show_if
from jbgs_desktop.ui.widgets.theme import current_tokens

_MOST = 40  # findings that are listed
_NUMBERS = "零一二三四五六七八九十"


class ScanSide(QTabWidget):
    """``opened`` carries a page of the book, ``scan_opened`` a scan, ``print_wanted`` a page to
    print alone, ``spot_opened`` a seal spot.
    """

    opened = Signal(int)
    scan_opened = Signal(object)
    print_wanted = Signal(int)
    spot_opened = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("help")
        self.setDocumentMode(True)
        self.tabBar().setExpanding(False)
        self.tabBar().setDrawBase(False)
        self._todo = self._add_tab("待办")
        self._seals = self._add_tab("盖章清单")
        self._make_seals()

    def _add_tab(self, title: str) -> QVBoxLayout:
        inside = named(QWidget(), "side-page")
        lines = QVBoxLayout(inside)
        lines.setContentsMargins(16, 12, 16, 12)
        lines.setSpacing(6)
        area = named(QScrollArea(), "side-area")
        area.setWidget(inside)
        area.setWidgetResizable(True)
        area.setFrameShape(QFrame.Shape.NoFrame)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        area.setAccessibleName(title)
        self.addTab(area, title)
        return lines

    # -- 待办

    def show_todo(
        self, report: ScanReport | None, findings: Sequence[ScanFinding], unseen: int
    ) -> None:
        """List what keeps the bundle from being written, then what somebody should look at."""
        empty(self._todo)
        if report is None:
            self._todo.addWidget(label("定稿以后，这里列出扫描件还差什么。", "notice"))
        elif not report.found:
            self._todo.addWidget(label("还没有读入扫描件。", "heading"))
            sentence = f"请把盖好章的全册 {report.expected.total} 页扫描进来，一份即可。"
            self._todo.addWidget(label(sentence, "fixed"))
        else:
            self._todo.addWidget(label(_heading(findings, unseen), "heading"))
            for finding in findings[:_MOST]:
                self._add_finding(finding)
            if len(findings) > _MOST:
                rest = f"其余 {len(findings) - _MOST} 条先不列出，上面的办好以后再看。"
                self._todo.addWidget(label(rest, "notice"))
            if unseen:
                self._add_unseen(unseen)
        self._todo.addStretch(1)

    def _add_finding(self, finding: ScanFinding) -> None:
        title = label(signed(finding.severity, finding.title), "finding")
        set_state(title, colour_of(finding.severity))
        self._todo.addWidget(title)
        if finding.advice:
            self._todo.addWidget(label(finding.advice, "notice"))
        line = QWidget()  # one that `empty` removes with what stands in it
        row = QHBoxLayout(line)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(4)
        if finding.page is not None:
            self._add_links(row, finding.page, finding)
        elif finding.scans:
            look = link("对照查看", f"对照查看：{finding.title}", tall=False)
            look.setProperty("reads", True)
            look.clicked.connect(lambda _=False, key=finding.scans[0]: self.scan_opened.emit(key))
            row.addWidget(look)
        row.addStretch(1)
        self._todo.addWidget(line)

    def _add_links(self, row: QHBoxLayout, page: int, finding: ScanFinding) -> None:
        look = link("对照查看", f"对照查看第 {page} 页", tall=False)
        look.setProperty("reads", True)
        look.clicked.connect(lambda: self.opened.emit(page))
        row.addWidget(look)
        if finding.severity is not Severity.NOTICE:
            one = link("只打印这一页", f"只打印第 {page} 页", tall=False)
            one.setProperty("reads", True)
            one.clicked.connect(lambda: self.print_wanted.emit(page))
            row.addWidget(one)

    def _add_unseen(self, unseen: int) -> None:
        words = f"还有 {unseen} 处盖章、签字没有看过。"
        title = label(signed(Severity.WARNING, words), "finding")
        set_state(title, colour_of(Severity.WARNING))
        self._todo.addWidget(title)
        advice = "请在“盖章清单”里逐处对照，确认章和签字都在。程序不替人判断。"
        self._todo.addWidget(label(advice, "notice"))

    # -- 盖章清单

    def _make_seals(self) -> None:
        self._first = ""
        self._note = label("", "notice")
        self._list = named(QListWidget(), "side-seals")
        self._list.setAccessibleName("要盖章和签字的地方")
        self._list.setWordWrap(True)
        self._list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._list.setVerticalScrollMode(QListWidget.ScrollMode.ScrollPerPixel)
        self._list.itemClicked.connect(self._open_spot)
        self._list.itemActivated.connect(self._open_spot)
        self._look = QPushButton("从没有看过的开始(&G)…")
        self._look.setProperty("reads", True)
        self._look.clicked.connect(self._open_first)
        self._seals.addWidget(self._note)
        self._seals.addWidget(self._list, 1)
        self._seals.addWidget(self._look)

    def show_seals(self, lines: Sequence[SpotLine]) -> None:
        """List the seal spots in the book's order; one that is ticked was seen by somebody."""
        row = self._list.currentRow()
        self._list.clear()
        for line in lines:
            item = QListWidgetItem(spot_words(line), self._list)
            item.setData(Qt.ItemDataRole.UserRole, line.id)
            state = "done" if line.seen else "text" if line.needed else "muted"
            item.setForeground(QBrush(QColor(current_tokens()[state])))
        self._list.setCurrentRow(max(0, min(row, len(lines) - 1)))
        has_scans = any(line.scanned for line in lines)
        note = "逐处把扫描件和打印稿放大并排看，章（签字）在就打勾。按回车或点一处打开。"
        missing = "定稿以后，这里列出要盖章和签字的地方。"
        self._note.setText(note if lines else missing)
        show_if(self._list, bool(lines))
        show_if(self._look, bool(lines))
        self._look.setEnabled(has_scans)
        self._first = next((x.id for x in lines if x.scanned and not x.seen and x.needed), "")
        done = sum(line.seen and line.needed for line in lines)
        needed = sum(line.needed for line in lines)
        self.setTabText(1, f"盖章清单 {done}/{needed}" if lines else "盖章清单")

    def _open_spot(self, item: QListWidgetItem) -> None:
        self.spot_opened.emit(item.data(Qt.ItemDataRole.UserRole))

    def _open_first(self) -> None:
        first = self._first or self._list.item(0).data(Qt.ItemDataRole.UserRole)
        self.spot_opened.emit(first)


def _heading(findings: Sequence[ScanFinding], unseen: int) -> str:
    number = sum(finding.severity is not Severity.NOTICE for finding in findings) + bool(unseen)
    if not number:
        return signed(DONE, "扫描件齐全，可以打包。")
    word = _NUMBERS[number] if number < len(_NUMBERS) else str(number)
    return f"还差{'两' if number == 2 else word}件事"
