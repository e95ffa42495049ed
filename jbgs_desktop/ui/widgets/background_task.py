"""One long piece of work that tells how far it is and can be cancelled."""

import threading
from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QObject, QTimer, Signal

from jbgs_desktop.ui.widgets.work import run_in_background

_LOOK = 120  # ms between two looks at how far the work is

Cancelled = Callable[[], bool]
Report = Callable[[Any], None]


class _Seen:
    """What the thread of the work last told."""

    def __init__(self) -> None:
        self.stop = threading.Event()
        self.last: Any = None

    def tell(self, value: Any) -> None:
        self.last = value


class BackgroundTask(QObject):
    """``progressed`` carries what the work told last, now and then.

    Work that is still going on when this object goes is cancelled.
    """

    progressed = Signal(object)

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._seen: _Seen | None = None
        self._timer = QTimer(self, interval=_LOOK)
        self._timer.timeout.connect(self._look)
        self._going: list[_Seen] = []
        going = self._going
        self.destroyed.connect(lambda: _stop(going))

    @property
    def is_busy(self) -> bool:
        return self._seen is not None

    def start(
        self,
        work: Callable[[Cancelled, Report], Any],
        done: Callable[[Any], object],
        failed: Callable[[str], object],
    ) -> None:
        """Run ``work`` in the background; it asks whether it is cancelled, and tells."""
        seen = _Seen()
        self._seen = seen
        self._going.append(seen)
        self._timer.start()

        def ended(then: Callable[[Any], object], value: Any) -> None:
            self._going.remove(seen)
            self._seen = None
            self._timer.stop()
            then(value)

        run_in_background(
            self,
            lambda: work(seen.stop.is_set, seen.tell),
            lambda result: ended(done, result),
            lambda sentence: ended(failed, sentence),
        )

    def cancel(self) -> None:
        """Ask the work to stop; it ends as the work decides."""
        _stop(self._going)

    def _look(self) -> None:
        if self._seen is not None and self._seen.last is not None:
            self.progressed.emit(self._seen.last)


def _stop(going: list[_Seen]) -> None:
    for each in going:
        each.stop.set()
