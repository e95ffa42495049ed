"""The book of the open application: a version's own, or a draft's while it is not changed."""

from collections.abc import Callable

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from jbgs_desktop.documents.book_model import Book
from jbgs_desktop.drafts.store import SealedDraft
from jbgs_desktop.errors import BookChangedError
from jbgs_desktop.finalise.finalise import version_book
from jbgs_desktop.finalise.record import Finalised, Record
from jbgs_desktop.forms.application import Application
from jbgs_desktop.ui.widgets.background_task import Cancelled, run_in_background, run_with_progress
from jbgs_desktop.ui.widgets.session import Session

Done = Callable[[Book], object]
Failed = Callable[[str], object]
_Outcome = Book | BookChangedError


class BookSource(QObject):
    """Gets the book off the window's thread; the same one is never made twice in a row.

    ``changed`` comes with the sentence of a version whose paper is not what is laid out now, after
    it was told to whoever wanted the book.
    """

    changed = Signal(str)

    def __init__(
        self,
        session: Session,
        draft: SealedDraft,
        record: Callable[[], Record],
        parent: QObject,
    ) -> None:
        super().__init__(parent)
        self._session, self._draft, self._record = session, draft, record
        self._made: tuple[Application, Finalised | None, _Outcome] | None = None

    @property
    def ready(self) -> Book | None:
        """The book of what is on the screen, if it is made."""
        made = self._of_now()
        return made if isinstance(made, Book) else None

    def want(self, parent: QWidget, done: Done, failed: Failed) -> None:
        """Call ``done`` with the book, after showing in ``parent`` that it is being made."""
        if made := self._of_now():
            self._deliver(made, done, failed)
            return
        work, take = self._job(done, failed)
        run_with_progress(parent, "正在生成合订本…", work, take, failed)

    def want_quietly(self, owner: QObject, done: Done, failed: Failed) -> None:
        """The same, for somebody who tells of it in another way."""
        if made := self._of_now():
            self._deliver(made, done, failed)
            return
        work, take = self._job(done, failed)
        run_in_background(owner, lambda: work(lambda: False), take, failed)

    def _job(
        self, done: Done, failed: Failed
    ) -> tuple[Callable[[Cancelled], _Outcome], Callable[[_Outcome], object]]:
        value, current = self._state()
        draft, call = self._draft, self._session.call

        def work(cancelled: Cancelled) -> _Outcome:
            try:
                return version_book(draft, value, call, current, cancelled=cancelled)
            except BookChangedError as error:
                return error

        def take(made: _Outcome) -> None:
            self._made = (value, current, made)
            self._deliver(made, done, failed)

        return work, take

    def _deliver(self, made: _Outcome, done: Done, failed: Failed) -> None:
        if isinstance(made, Book):
            done(made)
        else:
            failed(str(made))
            self.changed.emit(str(made))

    def _of_now(self) -> _Outcome | None:
        value, current = self._state()
        if self._made and self._made[0] is value and self._made[1] == current:
            return self._made[2]
        return None

    def _state(self) -> tuple[Application, Finalised | None]:
        return self._session.value, self._record().current
