"""What has to be done before a bundle is written, each with the way to it."""

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from jbgs_desktop.documents.page_code import format_code
from jbgs_desktop.finalise.record import Record
from jbgs_desktop.forms.finding import Severity
from jbgs_desktop.scans.matcher import ScanReport
from jbgs_desktop.ui.scans.scan_seals import SpotLine, unseen
from jbgs_desktop.ui.widgets.outline import PageKey
from jbgs_desktop.ui.widgets.signs import DONE, colour_of, signed
from jbgs_desktop.ui.widgets.style_helpers import empty, label, link, set_state


@dataclass(frozen=True, slots=True)
class BundleStep:
    """An error keeps the bundle from being written; DONE is what needs nothing any more."""

    words: str
    severity: Severity | None
    page: str  # the key of the page where it is done
    title: str  # of the way there


def steps_of(
    record: Record, report: ScanReport | None, lines: Sequence[SpotLine]
) -> list[BundleStep]:
    """The steps in the order in which they are done."""
    current = record.current
    if current is None:
        return [BundleStep("还没有定稿。", Severity.ERROR, PageKey.FINALISE, "去定稿")]
    number = record.number_of(current.code)
    code = format_code(current.code)
    words = f"已定稿：第 {number} 版，核验码 {code}，全册 {current.pages} 页。"
    return [
        BundleStep(words, DONE, PageKey.FINALISE, "查看"),
        _printed(record, current.code),
        _scanned(report, current.pages),
        *_seen(report, lines),
    ]


def _printed(record: Record, code: str) -> BundleStep:
    if any(each.code == code for each in record.prints):
        return BundleStep("已打印这一版。", DONE, PageKey.FINALISE, "查看")
    words = "没有打印这一版的记录。在别处用 PDF 打印的，可以不管。"
    return BundleStep(words, Severity.WARNING, PageKey.FINALISE, "去打印")


def _scanned(report: ScanReport | None, pages: int) -> BundleStep:
    if report is None or not report.found:
        return BundleStep("还没有读入盖章扫描件。", Severity.ERROR, PageKey.SCANS, "去扫描")
    have = sum(page.taken is not None for page in report.pages)
    if have < pages:
        words = f"扫描件不齐：全册 {pages} 页，还差 {pages - have} 页。"
        return BundleStep(words, Severity.ERROR, PageKey.SCANS, "去补扫")
    poor = sum(bool(page.taken and page.taken.faults) for page in report.pages)
    if poor:
        words = f"扫描件齐全，其中 {poor} 页不够清楚，建议重新扫描。"
        return BundleStep(words, Severity.WARNING, PageKey.SCANS, "去查看")
    return BundleStep(f"扫描件齐全，{pages} 页都相符。", DONE, PageKey.SCANS, "查看")


def _seen(report: ScanReport | None, lines: Sequence[SpotLine]) -> list[BundleStep]:
    if report is None or not report.found or not lines:
        return []
    left = unseen(lines)
    if left:
        words = f"还有 {left} 处章和签字没有在扫描件里看过。"
        return [BundleStep(words, Severity.WARNING, PageKey.SCANS, "去看")]
    return [BundleStep("章和签字都在扫描件里看过。", DONE, PageKey.SCANS, "查看")]


class StepList(QWidget):
    """``wanted`` carries the key of the page to go to."""

    wanted = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self._lines = QVBoxLayout(self)
        self._lines.setContentsMargins(0, 0, 0, 0)
        self._lines.setSpacing(2)
        self._shown: list[BundleStep] = []

    def show_steps(self, steps: list[BundleStep]) -> None:
        if steps == self._shown:
            return
        self._shown = steps
        empty(self._lines)
        for step in steps:
            self._lines.addWidget(self._line(step))

    def _line(self, step: BundleStep) -> QWidget:
        line = QWidget()
        row = QHBoxLayout(line)
        row.setContentsMargins(0, 0, 0, 0)
        words = label(signed(step.severity, step.words), "step")
        set_state(words, colour_of(step.severity))
        go = link(step.title, f"{step.title}：{step.words}", tall=False)
        go.setProperty("reads", True)
        go.clicked.connect(lambda: self.wanted.emit(step.page))
        row.addWidget(words, 1)
        row.addWidget(go)
        return line
