"""What the office's pages share: the register, and telling of changes to it."""

from collections.abc import Callable, Iterable, Sequence
from datetime import datetime
from typing import Any

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from jbgs_desktop.errors import JbgsError
from jbgs_desktop.forms.calls.call import Call
from jbgs_desktop.forms.calls.shared_words import SharedWords
from jbgs_desktop.forms.finding import Severity
from jbgs_desktop.office.paper_state import PaperState, paper_state
from jbgs_desktop.office.register.entry import RegisterEntry
from jbgs_desktop.office.register.parts import Settings
from jbgs_desktop.office.register.register import Register
from jbgs_desktop.office.return_notice import EntryCalls, SealToFind
from jbgs_desktop.office.time_limits import TimeLimit, time_limit
from jbgs_desktop.ui.widgets.background_task import run_with_progress
from jbgs_desktop.ui.widgets.notice_bar import NoticeBar

_MANY = 200  # entries, from which on a change of all of them takes a while


class OfficeContext(QObject):
    """``changed`` comes after the register was changed, ``saved`` carries the time as it is shown.

    ``reading_wanted`` carries the number of a bundle whose scans are to be read once more.

    ``now`` gives the time that is registered.
    """

    changed = Signal()
    reading_wanted = Signal(int)
    saved = Signal(str)

    def __init__(
        self,
        register: Register,
        calls: Sequence[Call],
        bar: NoticeBar,
        now: Callable[[], datetime] = lambda: datetime.now().astimezone(),
    ) -> None:
        super().__init__()
        self.register = register
        self.calls = calls
        self.bar = bar
        self.now = now
        self._entry_calls = EntryCalls()

    def call_of(self, entry: RegisterEntry) -> Call | None:
        """The call that the bundle was made by, in its version or the nearest that is here."""
        return self._entry_calls.call(entry)

    @property
    def words(self) -> SharedWords:
        """How lists over all calls head their columns."""
        return SharedWords.of(self.calls)

    def track_name(self, entry: RegisterEntry) -> str:
        """The name of its track, also where the bundle did not say of which call it is."""
        tracks = (call.track(entry.track) for call in self.calls if entry.call in ("", call.id))
        return next((track.name for track in tracks if track), entry.track)

    def spots(self, entry: RegisterEntry) -> tuple[SealToFind, ...]:
        """The seals and signatures that are looked for on its paper."""
        return self._entry_calls.spots(entry)

    def paper_state(self, entry: RegisterEntry) -> PaperState:
        """How far its paper was looked at."""
        return paper_state(entry, self.spots(entry))

    def time_limit(self, entry: RegisterEntry) -> TimeLimit:
        """How it stands to the time that it had."""
        state = self.register.state(entry)
        return time_limit(entry, state, self.call_of(entry), self.now())

    def keep(self, entries: Iterable[RegisterEntry]) -> bool:
        """Keep changed entries durably (some milliseconds); whether that was possible."""
        return self._done(lambda: self.register.keep(entries))

    def change(
        self,
        window: QWidget,
        sentence: str,
        work: Callable[[], object],
        done: Callable[[Any], object] = lambda _: None,
    ) -> None:
        """Do what may change every entry; off the window's thread where there are many.

        ``window`` waits behind a box that says ``sentence``; ``done`` gets what ``work`` returns.
        """

        def finish(result: object) -> None:
            self.entries_added()
            done(result)

        if len(self.register.entries) > _MANY:
            run_with_progress(
                window,
                sentence,
                lambda _: work(),
                finish,
                lambda problem: self.bar.notify(Severity.ERROR, problem),
                self.entries_added,
            )
            return
        try:
            result = work()
        except JbgsError as error:
            self.bar.notify(Severity.ERROR, str(error))
            return
        finish(result)

    def keep_settings(self, settings: Settings) -> bool:
        """The same of the settings."""
        return self._done(lambda: self.register.keep_settings(settings))

    def entries_added(self) -> None:
        """Entries were added."""
        self.saved.emit(f"{self.now():%H:%M:%S}")
        self.changed.emit()

    def _done(self, work: Callable[[], None]) -> bool:
        try:
            work()
        except JbgsError as error:
            self.bar.notify(Severity.ERROR, str(error))
            return False
        self.entries_added()
        return True
