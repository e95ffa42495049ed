"""定稿 and 退回修改, as the page and the bar over every page start them."""

from collections.abc import Callable
from datetime import datetime

from PySide6.QtWidgets import QLineEdit, QPushButton, QVBoxLayout, QWidget

from jbgs_desktop.documents.page_code import format_code
from jbgs_desktop.errors import JbgsError
from jbgs_desktop.finalise.finalise import LONGEST_REASON, NotReadyError, finalise, reopen
from jbgs_desktop.finalise.record import Finalised
from jbgs_desktop.forms.finding import Severity
from jbgs_desktop.ui.finalise.submission_context import SubmissionContext
from jbgs_desktop.ui.widgets.background_task import Cancelled, run_with_progress
from jbgs_desktop.ui.widgets.screen_room import FittedDialog
from jbgs_desktop.ui.widgets.signs import DONE
from jbgs_desktop.ui.widgets.style_helpers import dialog_foot, label, named, show_if


def finalise_here(
    context: SubmissionContext,
    parent: QWidget,
    refused: Callable[[NotReadyError], object],
    *,
    again: bool = False,
) -> None:
    """Finalise the open draft; ``refused`` gets the errors that stand, the bar tells the rest.

    ``again`` gives up a version whose pages are others now.
    """
    draft, session = context.draft, context.session
    session.check_now()
    if not context.saver.save_now():
        return  # the bar tells why
    session.locked = True  # what is typed meanwhile would not be in the version

    def work(cancelled: Cancelled) -> Finalised | NotReadyError:
        now = datetime.now().astimezone()
        try:
            return finalise(draft, session.call, now, again=again, cancelled=cancelled)
        except NotReadyError as error:
            return error

    def settle() -> None:
        session.locked = context.record.current is not None
        context.changed.emit()

    def done(made: Finalised | NotReadyError) -> None:
        settle()
        if isinstance(made, NotReadyError):
            refused(made)
        else:
            _notify(context, made)

    def failed(sentence: str) -> None:
        settle()
        context.bar.notify(Severity.ERROR, f"没有定稿，草稿没有改动。{sentence}")

    run_with_progress(parent, "正在定稿：核对附上的文件，生成合订本…", work, done, failed, settle)


def _notify(context: SubmissionContext, made: Finalised) -> None:
    """Say what has to be said beyond what the page shows: that nothing was changed since."""
    record, paper = context.record, (made.code, made.pages)
    if sum((each.code, each.pages) == paper for each in record.finalised) < 2:
        context.bar.hide()  # what it told is of the time before
        return
    context.bar.notify(
        DONE,
        f"内容与以前定稿的第 {record.number_of(made.code)} 版完全相同，所以核验码仍是"
        f" {format_code(made.code)}，那一版已经打印和扫描的纸件仍然有效。",
    )


class ReopenDialog(FittedDialog):
    """退回修改: asks why, and unlocks the draft."""

    def __init__(self, context: SubmissionContext, parent: QWidget) -> None:
        super().__init__(parent, "退回修改")
        self._context = context
        self.setMinimumWidth(520)
        self._reason = QLineEdit(placeholderText="例如：领导审阅后要改联系人电话")
        self._reason.setAccessibleName("退回修改的原因")
        self._message = named(label("", "plain"), "message")
        self._message.hide()
        cancel, go = QPushButton("取消"), QPushButton("退回修改")
        cancel.clicked.connect(self.reject)
        go.clicked.connect(self._go)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(20, 16, 20, 16)
        layout.addWidget(named(label("退回修改", "plain"), "dialog-title"))
        layout.addWidget(label(_warning(context), "plain"))
        layout.addWidget(label("退回修改的原因（必填）", "label"))
        layout.addWidget(self._reason)
        layout.addWidget(self._message)
        layout.addLayout(dialog_foot(cancel, go))
        self._reason.setFocus()

    def _go(self) -> None:
        try:
            reopen(self._context.draft, self._reason.text(), datetime.now().astimezone())
        except JbgsError as error:
            self._message.setText(str(error))
            show_if(self._message, True)
            self._reason.setFocus()
            return
        self._context.changed.emit()
        self._context.bar.notify(
            Severity.WARNING, "已退回修改。以前打印、盖章和扫描的纸件不再有效，改好以后请重新定稿。"
        )
        self.accept()


def _warning(context: SubmissionContext) -> str:
    record = context.record
    current = record.current
    words = f"退回以后可以修改内容，原因最多 {LONGEST_REASON} 个字。改动任何一处，核验码都会变"
    if current and any(each.code == current.code for each in record.prints):
        number = record.number_of(current.code)
        return f"{words}，已经打印的第 {number} 版纸件、盖的章和扫描件都要重做。"
    return f"{words}。"
