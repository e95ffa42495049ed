"""The book of the open application, made when somebody wants it and kept until it changes."""

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QWidget

from jbgs_desktop.drafts.draft import Draft
from jbgs_desktop.finalise.finalise import book_of
from jbgs_desktop.finalise.record import Record
from jbgs_desktop.forms.application import Application
from jbgs_desktop.ui.widgets.progress import Cancelled, run_with_progress
from jbgs_desktop.ui.widgets.session import Session
from jbgs_desktop.ui.widgets.work import run_in_background

if TYPE_CHECKING:
    from jbgs_desktop.documents.book import Book

Done = Callable[["Book"], object]


class BookSource(QObject):
    """Makes the book off the window's thread; the same one is never made twice in a row."""

    def __init__(
        self,
        session: Session,
        draft: Callable[[], Draft],
        record: Callable[[], Record],
        parent: QObject,
    ) -> None:
        super().__init__(parent)
        self._session, self._draft, self._record = session, draft, record
        self._made: tuple[Application, str, Book] | None = None

    @property
    def ready(self) -> "Book | None":
        """The book of what is on the screen, if it is made."""
        value, code = self._state()
        if self._made and self._made[0] is value and self._made[1] == code:
            return self._made[2]
        return None

    def want(self, parent: QWidget, done: Done, failed: Callable[[str], object]) -> None:
        """Call ``done`` with the book, after showing in ``parent`` that it is being made."""
        if book := self.ready:
            done(book)
            return
        work, take = self._job(done)
        run_with_progress(parent, "正在生成合订本…", work, take, failed)

    def want_quietly(self, owner: QObject, done: Done, failed: Callable[[str], object]) -> None:
        """The same, for somebody who tells of it in another way."""
        if book := self.ready:
            done(book)
            return
        work, take = self._job(done)
        run_in_background(owner, lambda: work(lambda: False), take, failed)

    def _job(self, done: Done) -> tuple[Callable[[Cancelled], "Book"], Done]:
        (value, code), draft, call = self._state(), self._draft(), self._session.call

        def work(cancelled: Cancelled) -> "Book":
            return book_of(draft, value, call, code, cancelled=cancelled)

        def take(book: "Book") -> None:
            self._made = (value, code, book)
            done(book)

        return work, take

    def _state(self) -> tuple[Application, str]:
        current = self._record().current
        return self._session.value, current.code if current else ""
