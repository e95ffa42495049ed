"""Work off the window's thread, with its outcome delivered back to the window."""

import logging
from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QObject, QRunnable, QThreadPool, Signal, SignalInstance
from shiboken6 import isValid

from jbgs_desktop.errors import JbgsError

# Held here until they are delivered: nothing that a window deletes is touched by a thread.
_waiting: set["_Outcome"] = set()
_log = logging.getLogger(__name__)


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
            self._tell(self._outcome.failed, str(error))
        except Exception as error:
            # A fault of the program: the user gets a sentence, the log gets the place.
            _log.exception("background work failed")
            sentence = f"程序内部出错（{type(error).__name__}），这一步没有完成。"
            self._tell(self._outcome.failed, sentence)
        else:
            self._tell(self._outcome.done, result)

    def _tell(self, signal: SignalInstance, result: object) -> None:
        if isValid(self._outcome):  # at the end of the program it is not
            signal.emit(result)


def run_in_background(
    owner: QObject,
    work: Callable[[], Any],
    done: Callable[[Any], object],
    failed: Callable[[str], object],
    pool: QThreadPool | None = None,
) -> None:
    """Run ``work`` on a thread; then call ``done`` or ``failed`` on the thread of ``owner``.

    ``failed`` gets the user's sentence. When ``owner`` is gone by then, nothing is called.
    """
    outcome = _Outcome()
    _waiting.add(outcome)

    def finish(then: Callable[[Any], object]) -> Callable[[Any], None]:
        def deliver(result: Any) -> None:
            _waiting.discard(outcome)
            if isValid(owner):
                then(result)

        return deliver

    outcome.done.connect(finish(done))
    outcome.failed.connect(finish(failed))
    (pool or QThreadPool.globalInstance()).start(_Job(work, outcome))
