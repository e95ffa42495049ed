"""The bar over every page of a finalised draft."""

from jbgs_desktop.ui.finalise.book_preview import version_words
from jbgs_desktop.ui.finalise.submission_context import Desk
from jbgs_desktop.ui.widgets.notice_bar import NoticeBar


class LockBar(NoticeBar):
    """Says that the draft is finalised, with the way to reopen it."""

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk

    def refresh(self) -> bool:
        """Show what the record says; whether the draft is locked."""
        desk, problem = self._desk, self._desk.problem
        if problem:
            self.tell("error", problem, stays=True)
            return True
        record = desk.record
        if record.current is None:
            self.hide()
            return False
        words = f"已定稿（{version_words(record)}），要修改请先退回修改。"
        action = None if desk.draft.is_read_only else desk.reopen_wanted.emit
        self.tell("done", words, "退回修改…", action, stays=True)
        return True
