"""What the pages after the form share: the draft with its record, and telling of changes to it."""

import threading
from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import QObject, Signal

from jbgs_desktop.documents.book_model import BookSpot
from jbgs_desktop.drafts.store import SealedDraft
from jbgs_desktop.errors import DraftDamagedError, JbgsError
from jbgs_desktop.finalise.kept_book import kept_spots
from jbgs_desktop.finalise.record import Finalised, Record, keep_record, read_record
from jbgs_desktop.ui.drafts.autosave import Autosave
from jbgs_desktop.ui.finalise.book_source import BookSource
from jbgs_desktop.ui.widgets.notice_bar import NoticeBar
from jbgs_desktop.ui.widgets.session import Session


class ScanFileCache:
    """Each file is copied out once; the copies are gone when the draft is closed."""

    def __init__(self, draft: SealedDraft) -> None:
        self._draft = draft
        self._paths: dict[str, Path] = {}
        self._lock = threading.Lock()

    def path(self, file: str) -> Path:
        """Where the kept ``file`` can be read. Any thread may ask. Raises JbgsError."""
        with self._lock:
            known = self._paths.get(file)
            if known is None or not known.exists():
                known = self._paths[file] = self._draft.evidence_path(file)
            return known

    def clear(self) -> None:
        """Forget everything, since names may be used again for other files."""
        with self._lock:
            for path in self._paths.values():
                path.unlink(missing_ok=True)
            self._paths.clear()


class SubmissionContext(QObject):
    """经办台: ``changed`` comes after the record was changed, by whichever page.

    ``wanted`` asks for another page of the rail by its key, ``preview_wanted`` for the preview at
    a seal spot (or at no particular place), ``reopen_wanted`` for 退回修改. ``books`` makes the
    book, ``kept`` copies the scans out.
    """

    changed = Signal()
    wanted = Signal(str)
    preview_wanted = Signal(str)
    reopen_wanted = Signal()

    def __init__(
        self,
        session: Session,
        draft: SealedDraft,
        saver: Autosave,
        bar: NoticeBar,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self.session = session
        self.saver = saver
        self.bar = bar
        self.draft = draft
        self._seen: tuple[str, Record] = ("", Record())
        self.books = BookSource(session, draft, lambda: self.record, self)
        self.kept = ScanFileCache(draft)
        self._spots: tuple[Finalised | None, Sequence[BookSpot] | None] = (None, None)

    @property
    def record(self) -> Record:
        """The record of the draft. Raises DraftDamagedError."""
        if self._seen[0] != self.draft.record:
            self._seen = (self.draft.record, read_record(self.draft))
        return self._seen[1]

    @property
    def problem(self) -> str:
        """The sentence that says why the record cannot be read, if it cannot."""
        try:
            _ = self.record
        except DraftDamagedError as error:
            return str(error)
        return ""

    @property
    def seal_spots(self) -> Sequence[BookSpot] | None:
        """Those of the current version; None while only laying it out would tell them."""
        current = self.record.current
        if book := self.books.ready:
            return book.spots
        if current is not None and self._spots[0] != current:
            try:
                self._spots = (current, kept_spots(self.draft, current.code))
            except JbgsError:  # told of to whoever opens the book
                self._spots = (current, None)
        return self._spots[1]

    def keep(self, record: Record) -> None:
        """Keep ``record`` durably (some milliseconds) and tell the pages. Raises JbgsError."""
        keep_record(self.draft, record)
        self.changed.emit()
