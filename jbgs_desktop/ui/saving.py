"""Keeping what is typed: soon after a change, off the window's thread, until it is durable."""

import logging
from datetime import datetime

from PySide6.QtCore import QObject, QTimer, Signal

from jbgs_desktop.drafts.draft import Draft
from jbgs_desktop.errors import JbgsError
from jbgs_desktop.forms.application import Application
from jbgs_desktop.ui.session import Session
from jbgs_desktop.ui.work import Workers, run_in_background

_log = logging.getLogger(__name__)
_QUIET = 500  # ms after the last change
_LATEST = 2000  # ms into a burst of changes
_RETRY = 5000  # ms after a failure


class Saver(QObject):
    """Saves the application of ``session`` into ``draft`` by itself.

    ``saved`` carries the moment and comes only after the file is on disk; ``failed`` carries the
    sentence for the user. What failed is tried again until it succeeds.
    """

    saved = Signal(datetime)
    failed = Signal(str)

    def __init__(self, session: Session, draft: Draft, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.draft = draft
        self._session = session
        self._kept = session.value
        self._busy = False
        self._worker = Workers(1)
        self._quiet = QTimer(self, singleShot=True, interval=_QUIET)
        self._latest = QTimer(self, singleShot=True, interval=_LATEST)
        self._quiet.timeout.connect(self.save_soon)
        self._latest.timeout.connect(self.save_soon)
        session.changed.connect(self._on_change)

    @property
    def is_kept(self) -> bool:
        """Whether what is on the screen is on disk."""
        return self._session.value == self._kept

    def save_soon(self) -> None:
        """Save in the background if anything changed."""
        self._quiet.stop()
        self._latest.stop()
        if self._busy or self.is_kept:
            return
        self._busy = True
        value = self._session.value
        run_in_background(
            self,
            lambda: self.draft.save(value),
            lambda _: self._on_saved(value),
            self._on_failed,
            self._worker,
        )

    def save_now(self) -> bool:
        """Save and wait for it; False when it failed (``failed`` has told why)."""
        self._worker.wait()
        value = self._session.value
        if value == self._kept:
            return True
        try:
            self.draft.save(value)
        except JbgsError as error:
            self.failed.emit(str(error))
            return False
        except Exception as error:  # a fault of the program must not close the window over it
            _log.exception("saving failed")
            self.failed.emit(f"程序内部出错（{type(error).__name__}），没有能够保存。")
            return False
        self._kept = value
        self.saved.emit(datetime.now())
        return True

    def move_to(self, draft: Draft) -> None:
        """Keep the application in ``draft`` from now on; it holds the current value already."""
        self._worker.wait()
        self.draft = draft
        self._kept = self._session.value

    def _on_change(self, _path: str) -> None:
        self._quiet.start()
        if not self._latest.isActive():
            self._latest.start()

    def _on_saved(self, value: Application) -> None:
        self._busy = False
        self._kept = value
        self.saved.emit(datetime.now())
        if not self.is_kept and not self._quiet.isActive():
            self._quiet.start()

    def _on_failed(self, sentence: str) -> None:
        self._busy = False
        self.failed.emit(sentence)
        QTimer.singleShot(_RETRY, self, self.save_soon)
