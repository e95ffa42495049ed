"""收件 in the background: how far it is, stopping it, and what came of it."""

from collections.abc import Callable, Sequence
from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QProgressBar, QPushButton

from jbgs_desktop.forms.finding import Severity
from jbgs_desktop.office.intake import Received
from jbgs_desktop.office.register.entry import RegisterEntry
from jbgs_desktop.office.register.register import Register
from jbgs_desktop.office.registration import register_bundles
from jbgs_desktop.ui.office.intake_outcome import IntakeListDialog, IntakeOutcome
from jbgs_desktop.ui.office.office_context import OfficeContext
from jbgs_desktop.ui.widgets.background_task import BackgroundTask, Cancelled, Report
from jbgs_desktop.ui.widgets.style_helpers import label, named


class IntakeTask(QFrame):
    """A line that shows itself while bundles are taken in; ``ended`` comes after every intake."""

    ended = Signal()

    def __init__(self, context: OfficeContext) -> None:
        super().__init__()
        self.setObjectName("receiving")
        self._context = context
        self._places: tuple[Path, ...] = ()
        self._others: list[Received] = []
        self._task = BackgroundTask(self)
        self._task.reported.connect(lambda reports: self._show_progress(*reports[-1]))
        self._message = label("", "plain", wrap=False)
        self._bar = named(QProgressBar(), "receiving-bar")
        self._bar.setTextVisible(False)
        self._bar.setAccessibleName("收件进度")
        self._stop = QPushButton("停止收件")
        self._stop.clicked.connect(self._task.cancel)
        row = QHBoxLayout(self)
        row.setContentsMargins(16, 6, 16, 6)
        row.addWidget(self._message)
        row.addWidget(self._bar, 1)
        row.addWidget(self._stop)
        self.hide()

    @property
    def is_busy(self) -> bool:
        return self._task.is_busy

    def cancel(self) -> None:
        """Take in no more; what was taken in is registered."""
        self._task.cancel()

    def take(self, places: Sequence[Path]) -> None:
        """Take in every bundle in ``places``."""
        if self._task.is_busy or not places:
            return
        register = self._context.register
        self._places, self._others = tuple(places), []
        self._bar.setRange(0, 0)
        self._message.setText("正在收件…")
        self.show()

        def work(cancelled: Cancelled, report: Report) -> list[RegisterEntry]:
            return _registered(register, places, cancelled, report, self._others.append)

        self._task.start(work, self._done, self._failed)

    def _show_progress(self, done: int, total: int, refused: int) -> None:
        self._bar.setRange(0, total)
        self._bar.setValue(done)
        bad = f"，不能接收 {refused} 份" if refused else ""
        self._message.setText(f"正在收件：{done} / {total} 份{bad}")

    def _done(self, entries: list[RegisterEntry]) -> None:
        self.hide()
        self._context.entries_added()
        outcome = IntakeOutcome(self._context.register, entries, self._others, self._places)
        way = ("看清单", lambda: self._show_list(outcome)) if outcome.left else ("", None)
        self._context.bar.notify(outcome.severity, outcome.sentence, *way)
        self.ended.emit()

    def _show_list(self, outcome: IntakeOutcome) -> None:
        IntakeListDialog(self.window(), outcome.left).open()

    def _failed(self, sentence: str) -> None:
        self.hide()
        self._context.entries_added()
        self._context.bar.notify(Severity.ERROR, sentence)
        self.ended.emit()


def _registered(
    register: Register,
    places: Sequence[Path],
    cancelled: Cancelled,
    report: Report,
    on_no_bundle: Callable[[Received], None],
) -> list[RegisterEntry]:
    """The new entries, each kept as soon as its bundle is through."""
    entries: list[RegisterEntry] = []
    counted = (0, 0)

    def count(done: int, total: int) -> None:
        nonlocal counted
        counted = (done, total)

    for entry in register_bundles(
        register, places, cancelled=cancelled, progress=count, on_no_bundle=on_no_bundle
    ):
        entries.append(entry)
        done, total = counted
        refused = sum(bool(entry.reason) for entry in entries)
        report((max(done, len(entries)), max(total, len(entries)), refused))
    return entries
