"""Beside 盖章与扫描: what is still to be done, and which seals somebody has seen."""

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QPushButton,
    QScrollArea,
    QTabWidget,
    QVBoxLayout,
    QWidget,
)

from jbgs_desktop.submission.scan_sorting import ScanReport
from jbgs_desktop.submission.scan_telling import ScanFinding
from jbgs_desktop.ui.looks import empty, label, link, named, set_state

_STATES = {"error": "error", "warning": "warning", "notice": "notice"}
_SIGNS = {"error": "✕ ", "warning": "! ", "notice": "· "}
_NUMBERS = "零一二三四五六七八九十"


@dataclass(frozen=True, slots=True)
class SpotLine:
    """A seal spot in the list: whether it was ticked, and whether its page is there to look at."""

    id: str
    label: str
    page: int
    ticked: bool
    scanned: bool
    advice: bool


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
            for finding in findings:
                self._add_finding(finding)
            if unseen:
                self._add_unseen(unseen)
        self._todo.addStretch(1)

    def _add_finding(self, finding: ScanFinding) -> None:
        title = label(f"{_SIGNS[finding.severity]}{finding.title}", "finding")
        set_state(title, _STATES[finding.severity])
        self._todo.addWidget(title)
        if finding.advice:
            self._todo.addWidget(label(finding.advice, "notice"))
        row = QHBoxLayout()
        row.setSpacing(4)
        if finding.page is not None:
            self._add_links(row, finding.page, finding)
        elif finding.scans:
            look = link("对照查看", f"对照查看：{finding.title}", tall=False)
            look.setProperty("reads", True)
            look.clicked.connect(lambda _=False, key=finding.scans[0]: self.scan_opened.emit(key))
            row.addWidget(look)
        row.addStretch(1)
        self._todo.addLayout(row)

    def _add_links(self, row: QHBoxLayout, page: int, finding: ScanFinding) -> None:
        look = link("对照查看", f"对照查看第 {page} 页", tall=False)
        look.setProperty("reads", True)
        look.clicked.connect(lambda: self.opened.emit(page))
        row.addWidget(look)
        if finding.severity != "notice":
            one = link("只打印这一页", f"只打印第 {page} 页", tall=False)
            one.setProperty("reads", True)
            one.clicked.connect(lambda: self.print_wanted.emit(page))
            row.addWidget(one)

    def _add_unseen(self, unseen: int) -> None:
        title = label(f"! 还有 {unseen} 处盖章、签字没有看过。", "finding")
        set_state(title, "warning")
        self._todo.addWidget(title)
        advice = "请在“盖章清单”里逐处对照，确认章和签字都在。程序不替人判断。"
        self._todo.addWidget(label(advice, "notice"))

    # -- 盖章清单

    def show_seals(self, lines: Sequence[SpotLine]) -> None:
        """List the seal spots in the book's order; one that is ticked was seen by somebody."""
        empty(self._seals)
        if not lines:
            self._seals.addWidget(label("定稿以后，这里列出要盖章和签字的地方。", "notice"))
        for line in lines:
            self._seals.addWidget(self._seal_button(line))
        if lines:
            look = QPushButton("逐处对照(&G)…")
            look.setEnabled(any(line.scanned for line in lines))
            look.setProperty("reads", True)
            first = next((x for x in lines if x.scanned and not x.ticked), lines[0])
            look.clicked.connect(lambda: self.spot_opened.emit(first.id))
            self._seals.addSpacing(6)
            self._seals.addWidget(look)
            note = "点一处，把扫描件和打印稿放大并排着看，章（签字）在就打勾。"
            self._seals.addWidget(label(note, "notice"))
        self._seals.addStretch(1)
        done = sum(line.ticked for line in lines)
        self.setTabText(1, f"盖章清单 {done}/{len(lines)}" if lines else "盖章清单")

    def _seal_button(self, line: SpotLine) -> QPushButton:
        sign = "✓" if line.ticked else "·"
        advice = "（通知未要求，惯例）" if line.advice else ""
        button = QPushButton(f"{sign} 第 {line.page} 页 {line.label}{advice}")
        button.setProperty("spot", True)
        button.setProperty("reads", True)
        set_state(button, "done" if line.ticked else "")
        seen = "已看过" if line.ticked else "没有看过"
        button.setAccessibleName(f"第 {line.page} 页 {line.label}，{seen}")
        button.clicked.connect(lambda: self.spot_opened.emit(line.id))
        return button


def _heading(findings: Sequence[ScanFinding], unseen: int) -> str:
    number = sum(finding.severity != "notice" for finding in findings) + bool(unseen)
    if not number:
        return "✓ 扫描件齐全，可以打包。"
    word = _NUMBERS[number] if number < len(_NUMBERS) else str(number)
    return f"还差{'两' if number == 2 else word}件事"
