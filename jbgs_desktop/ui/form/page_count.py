"""How many pages a task book has, laid out in the background while somebody writes."""

from functools import partial

from PySide6.QtCore import QObject, QTimer, Signal

from jbgs_desktop.documents.taskbook_length import taskbook_pages
from jbgs_desktop.forms.application import Application
from jbgs_desktop.ui.widgets.background_task import run_in_background
from jbgs_desktop.ui.widgets.session import Session

_PAUSE = 800  # ms without a change; a layout takes some tenths of a second


class PageCount(QObject):
    """``counted`` carries the pages after each pause in the writing; one layout at a time."""

    counted = Signal(int)

    def __init__(self, session: Session, no: int, parent: QObject) -> None:
        super().__init__(parent)
        self._session, self._no = session, no
        self._is_busy = False
        self._of: Application | None = None  # what was counted last
        self._wait = QTimer(self, singleShot=True, interval=_PAUSE)
        self._wait.timeout.connect(self._count)

    def want(self) -> None:
        """Count once the writing pauses."""
        self._wait.start()

    def stop(self) -> None:
        """Count no more until somebody wants it."""
        self._wait.stop()

    def _count(self) -> None:
        value = self._session.value
        if self._is_busy or value is self._of:
            return
        self._is_busy, self._of = True, value
        looks = self._session.looks
        sizes = {f.file: look.pixels for _, f in value.figures() if (look := looks.of(f.file))}
        work = partial(taskbook_pages, value, self._session.call, self._no, sizes)
        # What cannot be laid out is told where the paper is made.
        run_in_background(self, work, self._take, lambda _: self._take(0))

    def _take(self, pages: int) -> None:
        self._is_busy = False
        self.counted.emit(pages)
        if self._session.value is not self._of:
            self.want()
