"""The bar over every page of a finalised draft."""

from jbgs_desktop.forms.finding import Severity
from jbgs_desktop.ui.finalise.book_preview import version_words
from jbgs_desktop.ui.finalise.submission_context import SubmissionContext
from jbgs_desktop.ui.widgets.notice_bar import NoticeBar
from jbgs_desktop.ui.widgets.signs import DONE


class LockBar(NoticeBar):
    """Says that the draft is finalised, with the way to reopen it."""

    def __init__(self, context: SubmissionContext) -> None:
        super().__init__()
        self._context = context

    def refresh(self) -> bool:
        """Show what the record says; whether the draft is locked."""
        context, problem = self._context, self._context.problem
        if problem:
            self.tell(Severity.ERROR, problem, stays=True)
            return True
        record = context.record
        if record.current is None:
            self.hide()
            return False
        words = f"已定稿（{version_words(record)}），要修改请先退回修改。"
        action = None if context.draft.is_read_only else context.reopen_wanted.emit
        self.tell(DONE, words, "退回修改…", action, stays=True)
        return True
