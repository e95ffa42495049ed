"""How large the scans on the stick are to be: as they are, or made smaller."""

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QObject, Qt, QTimer, Signal
from PySide6.QtWidgets import QHBoxLayout, QSlider, QWidget

from jbgs_desktop.bundle.handover import shown_size
from jbgs_desktop.bundle.scan_pdfs import QUALITIES, Quality, estimate_size
from jbgs_desktop.scans.matcher import ScanReport
from jbgs_desktop.ui.widgets.background_task import BackgroundTask, Cancelled, Report
from jbgs_desktop.ui.widgets.style_helpers import label

_PAUSE = 300  # ms that the slider rests before the size is worked out


class SizeSlider(QWidget):
    """``changed`` comes with each other choice, and when its size is known."""

    changed = Signal()

    def __init__(self, path_of: Callable[[str], Path], parent: QObject) -> None:
        super().__init__()
        self._path_of = path_of
        self._report: ScanReport | None = None
        self._sizes: dict[Quality | None, int] = {}
        self._task = BackgroundTask(parent)
        self._pause = QTimer(self, singleShot=True, interval=_PAUSE)
        self._pause.timeout.connect(self._work_out)
        self._slider = QSlider(Qt.Orientation.Horizontal)
        self._slider.setRange(0, len(QUALITIES) - 1)
        self._slider.setPageStep(1)
        self._slider.setTickPosition(QSlider.TickPosition.TicksBelow)
        self._slider.setFixedWidth(220)
        self._slider.setInvertedAppearance(True)
        self._slider.valueChanged.connect(self._on_moved)
        self._words = label("", "plain")
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(label("较小", "muted", wrap=False))
        row.addWidget(self._slider)
        row.addWidget(label("原样", "muted", wrap=False))
        row.addSpacing(8)
        row.addWidget(self._words, 1)
        self._show()

    @property
    def quality(self) -> Quality | None:
        """None passes the scans on as they are."""
        return QUALITIES[self._slider.value()]

    @property
    def bytes_(self) -> int | None:
        """About how many bytes the scans will have; None while nobody knows."""
        return self._sizes.get(self.quality)

    def show_report(self, report: ScanReport | None) -> None:
        """Work the sizes out for these scans, once they are complete."""
        usable = report if report and report.is_complete else None
        if usable is not None and self._report is not None and usable.order == self._report.order:
            return
        self._report = usable
        self._sizes.clear()
        self._task.cancel()
        self._on_moved()

    def _on_moved(self) -> None:
        if self._report is not None and self.bytes_ is None:
            self._pause.start()
        self._show()

    def _work_out(self) -> None:
        report, quality, path_of = self._report, self.quality, self._path_of
        if report is None or quality in self._sizes:
            return
        if self._task.is_busy:
            self._task.cancel()
            self._pause.start()
            return

        def work(cancelled: Cancelled, _: Report) -> int:
            return estimate_size(report, path_of, quality, cancelled=cancelled)

        def done(size: int) -> None:
            if report is self._report:
                self._sizes[quality] = size
                self._show()

        self._task.start(work, done, lambda _: None)

    def _show(self) -> None:
        quality = self.quality
        name = quality.label if quality else "原样，不重新压缩"
        size = f"，扫描件共约 {shown_size(self.bytes_)}" if self.bytes_ is not None else ""
        if self._report is not None and not size:
            size = "，正在估算大小…"
        self._words.setText(f"{name}{size}")
        self._slider.setAccessibleName("扫描件的大小")
        self._slider.setAccessibleDescription(self._words.text())
        self.changed.emit()
