"""Keeping what is typed: soon after a change, off the window's thread, until it is durable."""

import logging
from collections.abc import Callable
from datetime import datetime

from PySide6.QtCore import QObject, QTimer, Signal
from PySide6.QtGui import QGuiApplication

from jbgs_desktop.drafts.store import SealedDraft
from jbgs_desktop.errors import JbgsError
from jbgs_desktop.forms.application import Application
from jbgs_desktop.ui.widgets.background_task import Workers, run_in_background
from jbgs_desktop.ui.widgets.session import Session

_log = logging.getLogger(__name__)
_QUIET = 500  # ms after the last change
_LATEST = 2000  # ms into a burst of changes
_RETRY = 5000  # ms after a failure


class Autosave(QObject):
    """Saves the application of ``session`` into ``draft`` by itself.

    That is after a pause, on leaving a field, and when another window comes to the front. What an
    input method is still composing is no part of the application, so it is neither saved nor
    disturbed. ``saved`` carries the moment and comes only after the file is on disk; ``failed``
    carries the sentence for the user, and ``problem`` is then the error itself. What failed is
    tried again until it succeeds. A draft that is open read-only is never saved.
    """

    saved = Signal(datetime)
    failed = Signal(str)

    def __init__(self, session: Session, draft: SealedDraft, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.draft = draft
        self.problem: JbgsError | None = None
        self._session = session
        self._kept = session.value
        self._busy = False
        self._worker = Workers(1)
        self._quiet = QTimer(self, singleShot=True, interval=_QUIET)
        self._latest = QTimer(self, singleShot=True, interval=_LATEST)
        self._retry = QTimer(self, singleShot=True, interval=_RETRY)
        for timer in (self._quiet, self._latest, self._retry):
            timer.timeout.connect(self.save_soon)
        session.changed.connect(self._on_change)
        session.left.connect(self._on_leaving)
        app = QGuiApplication.instance()
        if isinstance(app, QGuiApplication):
            app.focusWindowChanged.connect(self._on_leaving)
            app.applicationStateChanged.connect(self._on_leaving)

    @property
    def is_kept(self) -> bool:
        """Whether what is on the screen is on disk, or is not to be kept at all."""
        return self.draft.is_read_only or self._session.value == self._kept

    def save_soon(self) -> None:
        """Save in the background if anything changed."""
        self._quiet.stop()
        self._latest.stop()
        if self._busy or self.is_kept:
            return
        self._busy = True
        value = self._session.value
        self._run(lambda: self.draft.save(value), lambda: self._on_saved(value))

    def save_now(self) -> bool:
        """Save and wait for it; False when it failed (``failed`` has told why)."""
        self._worker.wait()
        if self.is_kept:
            return True
        value = self._session.value
        try:
            self.draft.save(value)
        except JbgsError as error:
            self.problem = error
            self.failed.emit(str(error))
            return False
        except Exception as error:  # a fault of the program must not close the window over it
            _log.exception("saving failed")
            self.failed.emit(f"程序内部出错（{type(error).__name__}），没有能够保存。")
            return False
        self._settle(value)
        return True

    def keep_point(
        self, name: str, done: Callable[[], object] | None = None, *, instead: bool = False
    ) -> None:
        """Save in the background and keep this state in the history for good, under ``name``.

        A name that the state has already stays, unless ``instead``. Nothing happens to a draft
        that is read-only; ``done`` is called only after it was kept.
        """
        draft, value = self.draft, self._session.value
        if draft.is_read_only:
            return

        def work() -> None:
            draft.save(value)
            if instead or not draft.points[-1].name:
                draft.name_point(name)

        def finish() -> None:
            self._settle(value)
            if done:
                done()

        self._run(work, finish)

    def rewrite(self) -> None:
        """Write the draft anew to its place, from which it was moved or deleted, and save."""
        self._run(self.draft.rewrite, self.save_soon)

    def _run(self, work: Callable[[], None], done: Callable[[], None]) -> None:
        """Run ``work`` after what is under way; then call ``done`` on this thread."""
        problem: list[JbgsError] = []

        def remember() -> None:
            try:
                work()
            except JbgsError as error:
                problem.append(error)
                raise

        def fail(sentence: str) -> None:
            self.problem = problem[0] if problem else None
            self._on_failed(sentence)

        run_in_background(self, remember, lambda _: done(), fail, self._worker)

    def _on_change(self, _path: str) -> None:
        self._quiet.start()
        if not self._latest.isActive():
            self._latest.start()

    def _on_leaving(self, _where: object) -> None:
        self.save_soon()

    def _on_saved(self, value: Application) -> None:
        self._busy = False
        self._settle(value)
        if not self.is_kept and not self._quiet.isActive():
            self._quiet.start()

    def _settle(self, value: Application) -> None:
        self._retry.stop()
        self.problem = None
        self._kept = value
        self.saved.emit(datetime.now())

    def _on_failed(self, sentence: str) -> None:
        self._busy = False
        self.failed.emit(sentence)
        self._retry.start()
