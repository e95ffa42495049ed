"""收件 in the background: how far it is, stopping it, and what came of it."""

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtWidgets import QFrame, QHBoxLayout, QProgressBar, QPushButton

from jbgs_desktop.forms.finding import Severity
from jbgs_desktop.office.register import EntryState, Register, RegisterEntry
from jbgs_desktop.office.registration import receive_all
from jbgs_desktop.ui.office.office_context import OfficeContext
from jbgs_desktop.ui.widgets.background_task import BackgroundTask, Cancelled, Report
from jbgs_desktop.ui.widgets.signs import DONE
from jbgs_desktop.ui.widgets.style_helpers import label, named

_NAMED = 5  # bad ones that the bar names; all of them stand in the table


class IntakeTask(QFrame):
    """A line that shows itself while bundles are taken in."""

    def __init__(self, context: OfficeContext) -> None:
        super().__init__()
        self.setObjectName("receiving")
        self._context = context
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
        self._bar.setRange(0, 0)
        self._message.setText("正在收件…")
        self.show()

        def work(cancelled: Cancelled, report: Report) -> list[RegisterEntry]:
            return _registered(register, places, cancelled, report)

        self._task.start(work, self._done, self._failed)

    def _show_progress(self, done: int, total: int, refused: int) -> None:
        self._bar.setRange(0, total)
        self._bar.setValue(done)
        bad = f"，不能接收 {refused} 份" if refused else ""
        self._message.setText(f"正在收件：{done} / {total} 份{bad}")

    def _done(self, entries: list[RegisterEntry]) -> None:
        self.hide()
        self._context.entries_added()
        severity, sentence = _outcome(self._context.register, entries)
        self._context.bar.notify(severity, sentence)

    def _failed(self, sentence: str) -> None:
        self.hide()
        self._context.entries_added()
        self._context.bar.notify(Severity.ERROR, sentence)


def _registered(
    register: Register, places: Sequence[Path], cancelled: Cancelled, report: Report
) -> list[RegisterEntry]:
    """The new entries, each kept as soon as its bundle is through."""
    entries: list[RegisterEntry] = []
    counted = (0, 0)

    def count(done: int, total: int) -> None:
        nonlocal counted
        counted = (done, total)

    for entry in receive_all(register, places, cancelled=cancelled, progress=count):
        entries.append(entry)
        done, total = counted
        refused = sum(bool(entry.reason) for entry in entries)
        report((max(done, len(entries)), max(total, len(entries)), refused))
    return entries


def _outcome(register: Register, entries: Sequence[RegisterEntry]) -> tuple[Severity | None, str]:
    """What the bar says in the end."""
    bad = [entry for entry in entries if entry.reason]
    doubled = [e for e in entries if register.state(e) is EntryState.DOUBLED]
    good = len(entries) - len(bad)
    lines = [f"收件完成：查看了 {len(entries)} 份，接收 {good} 份。"]
    if doubled:
        units = "、".join(f"“{entry.unit}”" for entry in doubled[:_NAMED])
        lines.append(f"其中 {len(doubled)} 份以前收到过同一版本，按重复件登记：{units}。")
    for entry in bad[:_NAMED]:
        lines.append(f"不能接收“{Path(entry.source).name}”：{entry.reason}")
    if len(bad) > _NAMED:
        lines.append(f"另有 {len(bad) - _NAMED} 份不能接收，都列在表里。")
    return (Severity.WARNING if bad else DONE), "\n".join(lines)
