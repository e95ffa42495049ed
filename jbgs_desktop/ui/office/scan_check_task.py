"""The scans of received bundles are read in the background, one bundle after the other."""

from PySide6.QtWidgets import QLabel

from jbgs_desktop.errors import JbgsError
from jbgs_desktop.forms.finding import Severity
from jbgs_desktop.office.scan_check import check_scans, unread_entries
from jbgs_desktop.ui.office.office_context import OfficeContext
from jbgs_desktop.ui.widgets.background_task import BackgroundTask, Cancelled, Report


class ScanCheckTask(QLabel):
    """A line that says how far it is; empty while nothing is read."""

    def __init__(self, context: OfficeContext) -> None:
        super().__init__()
        self._context = context
        self._task = BackgroundTask(self)
        self._task.reported.connect(self._on_report)
        context.reading_wanted.connect(self._read_again)

    def begin(self) -> None:
        """Read what nobody has read yet, unless that is being done."""
        register = self._context.register
        if register.is_read_only or self._task.is_busy or not unread_entries(register):
            return

        def work(cancelled: Cancelled, report: Report) -> None:
            done, passed = 0, set[int]()
            while not cancelled():
                # What came meanwhile is read, too; what was taken out is not.
                waiting = [n for n in unread_entries(register) if n not in passed]
                if not waiting:
                    return
                report((done, done + len(waiting)))
                passed.add(waiting[0])
                if check_scans(register, waiting[0], cancelled):
                    done += 1

        self._task.start(work, lambda _: self._end(), self._failed, stopped=self._end)

    def _read_again(self, number: int) -> None:
        try:
            self._context.register.keep_read(number, None)
        except JbgsError as error:
            self._context.bar.notify(Severity.ERROR, str(error))
            return
        self._context.changed.emit()
        self.begin()

    def cancel(self) -> None:
        """Read no more; what was read is kept."""
        self._task.cancel()

    def _on_report(self, reports: list[tuple[int, int]]) -> None:
        done, total = reports[-1]
        self.setText(f"正在读扫描件：{done} / {total} 份")
        if done:
            self._context.changed.emit()

    def _end(self) -> None:
        self.setText("")
        self._context.changed.emit()

    def _failed(self, sentence: str) -> None:
        self._end()
        self._context.bar.notify(Severity.ERROR, f"扫描件没有读完：{sentence}")
