"""处理: what can be done with the chosen bundle besides looking at it and returning it."""

from collections.abc import Callable
from datetime import datetime

from PySide6.QtWidgets import QMenu, QWidget

from jbgs_desktop.forms.finding import Severity
from jbgs_desktop.office.receipt import Receipt, intake_receipt_pdf
from jbgs_desktop.office.register.entry import EntryState, RegisterEntry
from jbgs_desktop.office.register.entry_changes import (
    chosen_entries,
    removed_entries,
    restored_entry,
    unreturned_entry,
)
from jbgs_desktop.ui.office.arrival_dialog import ArrivalDialog
from jbgs_desktop.ui.office.office_context import OfficeContext
from jbgs_desktop.ui.office.preview_dialog import PreviewDialog
from jbgs_desktop.ui.office.removal_dialog import RemovalDialog
from jbgs_desktop.ui.widgets.background_task import run_with_progress

_NOT_CURRENT = (EntryState.UNDECIDED, EntryState.REPLACED)


class EntryMenu(QMenu):
    """Offers what fits the state of the bundle; ``reprint`` makes its slip once more."""

    def __init__(
        self, parent: QWidget, context: OfficeContext, reprint: Callable[[int], object]
    ) -> None:
        super().__init__(parent)
        self._owner, self._context, self._reprint = parent, context, reprint

    def show_entry(
        self, entry: RegisterEntry | None, open_folder: Callable[[], object] | None
    ) -> None:
        """Offer what can be done with ``entry``; ``open_folder`` shows its copy, where one is."""
        self.clear()
        if entry is None:
            return
        if open_folder:
            self._add("打开文件夹(&O)", open_folder)
        register, keep = self._context.register, self._context.keep
        number, state = entry.number, register.state(entry)
        if entry.removed:
            self._add("恢复(&R)", lambda: keep([restored_entry(register.entry(number))]))
            return
        undecided = not entry.reason and number in register.submission(entry).undecided
        if state in _NOT_CURRENT or undecided:
            self._add("以这份为准(&Y)", lambda: keep(chosen_entries(register, number)))
        if entry.returned:
            self._add("再出退回单(&P)…", lambda: self._reprint(number))
            self._add("取消退回(&C)", lambda: keep([unreturned_entry(register.entry(number))]))
        if not entry.reason:
            if entry.scan_check:
                self._add("再读扫描件(&E)", lambda: self._context.reading_wanted.emit(number))
            self._add("收件回执(&H)…", lambda: self._print_receipt(number))
            self._add("改收到时间(&S)…", lambda: self._ask_arrival(number))
        self._add("删除(&D)…", lambda: self._ask_removal(number))

    def _add(self, title: str, action: Callable[[], object]) -> None:
        self.addAction(title).triggered.connect(lambda _=False: action())

    def _print_receipt(self, number: int) -> None:
        context = self._context
        entry = context.register.entry(number)
        recommender = context.register.settings.recommender
        receipt = Receipt(
            entry,
            context.track_name(entry),
            recommender,
            context.now().date(),
            context.call_of(entry),
        )
        window = self._owner.window()
        run_with_progress(
            window,
            "正在生成收件回执…",
            lambda _: intake_receipt_pdf(receipt),
            lambda pdf: PreviewDialog(window, "收件回执", pdf, receipt.name).open(),
            lambda problem: context.bar.notify(Severity.ERROR, problem),
        )

    def _ask_arrival(self, number: int) -> None:
        context = self._context

        def keep(arrived: datetime | None) -> None:
            entry = context.register.entry(number)
            context.keep([entry.model_copy(update={"arrived": arrived})])

        ArrivalDialog(self._owner.window(), context.register.entry(number), keep).open()

    def _ask_removal(self, number: int) -> None:
        context = self._context

        def remove(reason: str) -> None:
            entry = context.register.entry(number)
            context.keep(removed_entries([entry], reason, context.now()))

        unit = context.register.entry(number).unit or "读不出单位"
        RemovalDialog(self._owner.window(), unit, remove).open()
