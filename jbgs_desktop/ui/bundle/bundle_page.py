"""U盘报送: what is still missing, where to write, the writing, and what goes with it."""

from collections.abc import Callable, Iterable
from datetime import datetime
from functools import partial
from pathlib import Path

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import (
    QHBoxLayout,
    QLabel,
    QPushButton,
    QWidget,
)

from jbgs_desktop.bundle import layout
from jbgs_desktop.bundle.bagit_profile import PAYLOAD, TAG_MANIFEST
from jbgs_desktop.bundle.contents import facts_of, write_receipt
from jbgs_desktop.bundle.drives import Drive, Identity, eject, identity, list_drives
from jbgs_desktop.bundle.handover import RECEIPT_TITLE, shown_size
from jbgs_desktop.bundle.layout import bundle_name
from jbgs_desktop.bundle.model import BundleContent
from jbgs_desktop.bundle.writer import Written
from jbgs_desktop.documents.printed_form import PrintedForm
from jbgs_desktop.errors import JbgsError
from jbgs_desktop.finalise.record import Finalised, Packed
from jbgs_desktop.finalise.version_code import Version, application_id
from jbgs_desktop.forms.application import Application
from jbgs_desktop.forms.calls.call import Call
from jbgs_desktop.forms.finding import Severity
from jbgs_desktop.ui.bundle.bundle_progress import PackingProgress
from jbgs_desktop.ui.bundle.bundle_result import PackingResult
from jbgs_desktop.ui.bundle.bundle_steps import StepList, steps_of
from jbgs_desktop.ui.bundle.drive_list import DriveList, ListDrives
from jbgs_desktop.ui.bundle.packed_bundles import PackedList
from jbgs_desktop.ui.bundle.packing_job import PackingJob, PackingOutcome, PackingStage, run_packing
from jbgs_desktop.ui.bundle.scan_size import SizeSlider
from jbgs_desktop.ui.bundle.verify_dialog import VerifyDialog
from jbgs_desktop.ui.finalise.online_panel import OnlinePanel
from jbgs_desktop.ui.finalise.print_book import BookPrint
from jbgs_desktop.ui.finalise.submission_context import SubmissionContext
from jbgs_desktop.ui.scans.scan_controller import ScanController
from jbgs_desktop.ui.scans.scan_seals import spot_lines, unseen
from jbgs_desktop.ui.widgets.background_task import BackgroundTask, run_in_background
from jbgs_desktop.ui.widgets.file_dialogs import choose_folder
from jbgs_desktop.ui.widgets.message_boxes import choose
from jbgs_desktop.ui.widgets.page import Page
from jbgs_desktop.ui.widgets.session import Session
from jbgs_desktop.ui.widgets.signs import DONE
from jbgs_desktop.ui.widgets.style_helpers import label, show_if


def _how(session: Session) -> str:
    words, on = session.call.form.vocabulary, session.carrier
    return (
        f"把电子版、盖章扫描件和{words.evidence}原件写到{on}，写完从{on}读回核对。"
        f"{on}在任何电脑上都能打开和检验。"
    )


class BundlePage(Page):
    """The page U盘报送; ``find`` lists the drives of the computer."""

    def __init__(self, context: SubmissionContext, find: ListDrives = list_drives) -> None:
        super().__init__(
            context.session,
            f"{context.session.carrier}报送",
            _how(context.session),
        )
        self._context = context
        self._scans = ScanController(context, self)
        self._task = BackgroundTask(self)
        self._written: tuple[Written, Drive | None, Packed] | None = None
        self._chosen: tuple[object, Identity | None] = (None, None)
        self._make_steps()
        self._make_place(find)
        self._make_action()
        self._make_history()
        self.rows.addStretch(1)
        context.changed.connect(self._show)
        self._task.reported.connect(lambda reports: self._progress.show_progress(reports[-1]))
        self._scans.refresh()
        self._show()

    def first_fields(self) -> Iterable[QWidget]:
        return (self._pack, self._drives)

    # -- parts

    def _make_steps(self) -> None:
        self._steps = StepList()
        self._steps.wanted.connect(self._context.wanted)
        self.rows.addWidget(self._steps)

    def _make_place(self, find: ListDrives) -> None:
        self._drives = DriveList(find)
        self._drives.chosen.connect(self._on_chosen)
        folder = QPushButton("选择文件夹(&O)…")
        folder.clicked.connect(self._on_folder)
        fresh = QPushButton("刷新(&F)")
        fresh.clicked.connect(self._drives.look)
        head = QHBoxLayout()
        title = QLabel("写到哪里(&W)")
        title.setBuddy(self._drives)
        head.addWidget(title)
        head.addStretch(1)
        head.addWidget(folder)
        head.addWidget(fresh)
        self.rows.addLayout(head)
        self.rows.addWidget(self._drives)
        size = QHBoxLayout()
        size.addWidget(label("扫描件大小", "plain", wrap=False))
        self._size = SizeSlider(self._scans.path_of, self)
        self._size.changed.connect(self._show_name)
        size.addWidget(self._size, 1)
        self.rows.addLayout(size)

    def _make_action(self) -> None:
        self._name = label("", "muted")
        self._name.setWordWrap(True)
        self.rows.addWidget(self._name)
        row = QHBoxLayout()
        self._pack = QPushButton(f"打包到{self.session.carrier}(&P)")
        self._pack.setProperty("primary", True)
        self._pack.clicked.connect(self._on_pack)
        self._why_not = label("", "muted")
        self._why_not.setAlignment(Qt.AlignmentFlag.AlignVCenter)
        online = QPushButton("网上填报对照(&L)…")
        online.setProperty("reads", True)
        online.clicked.connect(lambda: OnlinePanel(self._context, self).show())
        verify = QPushButton("检验报送包(&I)…")
        verify.setProperty("reads", True)
        verify.clicked.connect(lambda: VerifyDialog(self).open())
        row.addWidget(self._pack)
        row.addWidget(self._why_not, 1)
        row.addWidget(online)
        row.addWidget(verify)
        self.rows.addLayout(row)
        self._progress = PackingProgress(self.session)
        self._progress.stopped.connect(self._task.cancel)
        self._progress.hide()
        self.rows.addWidget(self._progress)
        self._result = PackingResult(self.session)
        self._result.verify.connect(self._on_verify)
        self._result.print_receipt.connect(lambda: self._print_receipt(self._just_packed))
        self._result.save_receipt.connect(lambda: self._save_receipt(self._just_packed))
        self._result.eject.connect(self._on_eject)
        self.rows.addWidget(self._result)

    def _make_history(self) -> None:
        self._history = PackedList()
        self._history.print_receipt.connect(self._print_receipt)
        self._history.save_receipt.connect(self._save_receipt)
        self.rows.addWidget(self._history)

    # -- showing

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._context.bar.settle(DONE)  # what the page before had to say
        self._scans.refresh()
        self._show()
        if self._context.record.current is not None and self._context.books.ready is None:
            self._context.books.want_quietly(
                self,
                lambda _: self._show(),
                lambda sentence: self._context.bar.notify(Severity.ERROR, sentence),
            )

    def _show(self) -> None:
        self._forget_outdated()
        self._scans.refresh()
        record, report, book = self._context.record, self._scans.report, self._context.books.ready
        # The book under edit is not the one that was finalised.
        lines = spot_lines(book, report, record, self.session.words) if record.current else []
        self._steps.show_steps(steps_of(record, report, lines))
        self._size.show_report(report)
        self._show_name()
        self._show_action()
        self._history.show_packed(record)

    def _forget_outdated(self) -> None:
        """Take back what was told of a bundle whose version no longer counts."""
        if self._written and self._context.record.is_outdated(self._written[2].code):
            self._written = None
            self._result.clear()

    def _show_name(self) -> None:
        current, track = self._context.record.current, self.session.track
        if current is None or track is None:
            self._name.setText("")
            return
        paper = PrintedForm.of(self.session.value, self.session.call)
        name = bundle_name(track.name, paper.value("unit.name"), current.code)
        size = self._whole_size()
        self._name.setText(f"报送包：{name}{f'，共约 {shown_size(size)}' if size else ''}")

    def _whole_size(self) -> int:
        """About how many bytes the bundle will have, as far as that is known."""
        scans = self._size.bytes_
        if scans is None:
            return 0
        files = self.session.value.files()
        evidence = sum(self._context.draft.evidence_size(file) or 0 for file in files)
        book = self._context.books.ready
        return scans + evidence + (len(book.pdf) if book else 0)

    def _show_action(self) -> None:
        reason = self._reason()
        busy = self._task.is_busy
        self._pack.setEnabled(not reason and not busy)
        self._why_not.setText("" if busy else reason)
        show_if(self._progress, busy)
        for widget in (self._drives, self._size):
            widget.setEnabled(not busy)

    def _reason(self) -> str:
        """Why nothing can be packed now; empty when it can."""
        report, drive = self._scans.report, self._drives.drive
        if self._context.draft.is_read_only:
            return "草稿以只读方式打开，不能打包。"
        if self._context.record.current is None:
            return "先定稿，才能打包。"
        if report is None or not report.is_complete:
            return "先补齐扫描件，才能打包。"
        if self._drives.place is None:
            return f"请插上{self.session.carrier}，或选择文件夹。"
        if drive is not None and drive.read_only:
            return "这个位置是只读的，请关闭写保护或换一个。"
        return ""

    # -- packing

    def _on_chosen(self) -> None:
        """Remember which medium the user sees, so that no other one is written to."""
        place, drive = self._drives.place, self._drives.drive
        seen = (place, drive.device, drive.total) if drive else (place,)
        if seen != self._chosen[0]:
            self._chosen = (seen, _medium(place) if place else None)
        self._show_action()

    def _on_folder(self) -> None:
        choose_folder(self, "报送包写到哪个文件夹", self._drives.choose_folder)

    def _on_pack(self) -> None:
        record, report = self._context.record, self._scans.report
        left = unseen(spot_lines(self._context.books.ready, report, record, self.session.words))
        question = f"还有 {left} 处章和签字没有在扫描件里看过，缺章会被退回。仍然现在打包吗？"
        if left:
            choose(self, question, ("仍然打包", lambda: self._start(replace=False)))
        else:
            self._start(replace=False)

    def _start(self, *, replace: bool, accepted: BundleContent | None = None) -> None:
        target = self._drives.place
        if target is None or self._task.is_busy:
            return
        self._result.clear()
        self._context.saver.save_now()
        drive = self._drives.drive
        order = PackingJob(
            self._context.draft,
            self.session.value,
            self.session.call,
            self._context.record,
            self._scans.path_of,
            self._size.quality,
            target,
            self._chosen[1],
            replace,
            accepted,
        )
        self._task.start(
            lambda cancelled, report: run_packing(order, cancelled, report),
            lambda outcome: self._on_outcome(outcome, drive, order),
            self._on_failed,
        )
        self._progress.show_progress(PackingStage("正在准备"))
        self._show_action()
        self._bring_into_sight(self._progress)

    def _bring_into_sight(self, part: QWidget) -> None:
        # Once the page has been laid out anew, of which it is only told.
        QTimer.singleShot(0, part, lambda: self.ensureWidgetVisible(part, 0, 12))

    def _on_failed(self, sentence: str) -> None:
        self._show_action()
        self._context.bar.notify(Severity.ERROR, sentence)

    def _on_outcome(self, outcome: PackingOutcome, drive: Drive | None, order: PackingJob) -> None:
        self._show_action()
        if outcome.cancelled:
            self._context.bar.notify(Severity.WARNING, outcome.cancelled)
        elif outcome.exists:
            question = f"{outcome.exists}也可以用新写的替换它，新的写好并核对后才删除旧的。"
            again = partial(self._start, replace=True, accepted=order.accepted)
            choose(self, question, ("替换", again))
        elif outcome.doubts:
            question = "\n".join((*outcome.doubts, "仍然写入吗？"))
            again = partial(self._start, replace=order.replace, accepted=outcome.content)
            choose(self, question, ("仍然写入", again))
        elif outcome.written is not None and outcome.content is not None:
            self._take(outcome.written, outcome.content.code, drive)

    def _take(self, written: Written, code: str, drive: Drive | None) -> None:
        place = f"{drive.name}（{drive.mount}）" if drive else str(written.folder.parent)
        packed = Packed(
            code=code,
            when=datetime.now().astimezone(),
            name=written.folder.name,
            place=place,
            files=sum(file.path.startswith(PAYLOAD) for file in written.files),
            size=written.size,
            digest=next(file.digest for file in written.files if file.path == TAG_MANIFEST),
        )
        self._written = (written, drive, packed)
        try:
            self._context.keep(self._context.record.with_packed(packed))
        except JbgsError as error:
            self._context.bar.notify(Severity.ERROR, f"报送包已写好，但没有记下来：{error}")
        self._result.show_written(written, drive)
        self._bring_into_sight(self._result)
        self._drives.look()

    # -- afterwards

    def _on_verify(self) -> None:
        if self._written is not None:
            VerifyDialog(self, self._written[0].folder).open()

    def _on_eject(self) -> None:
        if self._written is None or (drive := self._written[1]) is None:
            return
        run_in_background(
            self,
            lambda: eject(drive),
            lambda _: self._result.show_ejected(drive),
            lambda sentence: self._context.bar.notify(Severity.ERROR, sentence),
        )

    @property
    def _just_packed(self) -> Packed | None:
        return self._written[2] if self._written else None

    def _with_receipt(self, packed: Packed | None, then: Callable[[bytes], object]) -> None:
        """Make the receipt for ``packed``, which is of the version that the draft is locked to."""
        current = self._context.record.current
        if packed is None or current is None or packed.code != current.code:
            return
        value, call = self.session.value, self.session.call

        def work(packed: Packed = packed, version: Finalised = current) -> bytes:
            return receipt_pdf(value, call, version, packed)

        run_in_background(
            self, work, then, lambda sentence: self._context.bar.notify(Severity.ERROR, sentence)
        )

    def _print_receipt(self, packed: Packed | None) -> None:
        printing = BookPrint(self._context, self.window())
        self._with_receipt(packed, lambda pdf: printing.print_pdf(pdf, RECEIPT_TITLE, 2))

    def _save_receipt(self, packed: Packed | None) -> None:
        printing = BookPrint(self._context, self.window())
        self._with_receipt(packed, lambda pdf: printing.save_pdf(pdf, RECEIPT_TITLE))


def _medium(folder: Path) -> Identity | None:
    try:
        return identity(folder)
    except OSError:
        return None  # the writing will say what is the matter with it


def receipt_pdf(application: Application, call: Call, version: Finalised, packed: Packed) -> bytes:
    """The receipt for the bundle ``packed``. Raises DocumentError."""
    when = packed.when.astimezone()
    facts = facts_of(
        application,
        call,
        Version(application_id(application), version.code, version.digest, {}),
        made=when.date(),
        pages={layout.PDF: version.pages},
    )
    return write_receipt(facts, packed.place, when, packed.files, packed.digest)
