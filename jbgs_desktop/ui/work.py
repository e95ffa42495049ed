"""Work off the window's thread, with its outcome delivered back to the window."""

import logging
from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QObject, QRunnable, QThreadPool, Signal
from shiboken6 import isValid

from jbgs_desktop.errors import JbgsError

_log = logging.getLogger(__name__)


_awaited: set[QObject] = set()  # outcomes that no one else keeps alive


class _Outcome(QObject):
    done = Signal(object)
    failed = Signal(str)


class _Job(QRunnable):
    def __init__(self, work: Callable[[], Any], outcome: _Outcome) -> None:
        super().__init__()
        self._work = work
        self._outcome = outcome

    def run(self) -> None:
        try:
            result = self._work()
        except JbgsError as error:
            self._outcome.failed.emit(str(error))
        except Exception as error:
            # A fault of the program: the user gets a sentence, the log gets the place.
            _log.exception("background work failed")
            self._outcome.failed.emit(f"程序内部出错（{type(error).__name__}），这一步没有完成。")
        else:
            self._outcome.done.emit(result)


def run_in_background(
    owner: QObject,
    work: Callable[[], Any],
    done: Callable[[Any], None],
    failed: Callable[[str], None],
    pool: QThreadPool | None = None,
) -> None:
    """Run ``work`` on a thread; then call ``done`` or ``failed`` on the thread of ``owner``.

    ``failed`` gets the user's sentence. When ``owner`` is gone by then, nothing is called.
    """
    # Not a child of the owner: the thread may speak when the owner is gone.
    outcome = _Outcome()
    _awaited.add(outcome)

    def finish(then: Callable[[Any], None]) -> Callable[[Any], None]:
        def deliver(result: Any) -> None:
            _awaited.discard(outcome)
            if isValid(owner):
                then(result)

        return deliver

    outcome.done.connect(finish(done))
    outcome.failed.connect(finish(failed))
    (pool or QThreadPool.globalInstance()).start(_Job(work, outcome))
