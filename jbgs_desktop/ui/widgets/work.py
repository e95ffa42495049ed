"""Work off the window's thread, with its outcome delivered back to the window.

Nothing that Qt knows may die on a worker thread: its destructor waits for Python, Python waits
for a lock that Qt's thread holds, and the window stands still for good. So a thread is given the
number of a job and no more, and what the job is made of is dropped on Qt's thread.
"""

import itertools
import logging
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor, wait
from dataclasses import dataclass
from functools import cache
from typing import Any

from PySide6.QtCore import QObject, Qt, Signal, Slot
from shiboken6 import isValid

from jbgs_desktop.errors import JbgsError

_log = logging.getLogger(__name__)
_numbers = itertools.count()


@dataclass(slots=True)
class _Job:
    owner: QObject
    work: Callable[[], Any]
    done: Callable[[Any], object]
    failed: Callable[[str], object]
    result: Any = None
    problem: str = ""


_jobs: dict[int, _Job] = {}


class _Courier(QObject):
    """Brings the number of a finished job to Qt's thread."""

    arrived = Signal(int)

    def __init__(self) -> None:
        super().__init__()
        self.arrived.connect(self._deliver, Qt.ConnectionType.QueuedConnection)

    @Slot(int)
    def _deliver(self, number: int) -> None:
        job = _jobs.pop(number)
        if isValid(job.owner):
            if job.problem:
                job.failed(job.problem)
            else:
                job.done(job.result)


class Workers:
    """Threads that take jobs in the order in which they come."""

    def __init__(self, threads: int = 1) -> None:
        self._executor = ThreadPoolExecutor(threads, thread_name_prefix="jbgs")
        self._courier = _Courier()
        self._taken: dict[int, Future[None]] = {}

    def take(self, number: int) -> None:
        self._taken = {key: job for key, job in self._taken.items() if not job.done()}
        self._taken[number] = self._executor.submit(_run, number, self._courier)

    def wait(self) -> None:
        """Until the jobs taken so far are through; their outcomes are delivered later."""
        wait(self._taken.values())

    def clear(self) -> None:
        """Forget the jobs that have not begun; nobody is told of them."""
        for number, job in self._taken.items():
            if job.cancel():
                _jobs.pop(number)


@cache
def shared_workers() -> Workers:
    """The threads for everything that need not wait its turn."""
    return Workers(4)


def run_in_background(
    owner: QObject,
    work: Callable[[], Any],
    done: Callable[[Any], object],
    failed: Callable[[str], object],
    workers: Workers | None = None,
) -> None:
    """Run ``work`` on a thread; then call ``done`` or ``failed`` on Qt's thread, from where it
    must be called.

    ``failed`` gets the user's sentence. When ``owner`` is gone by then, nothing is called.
    """
    number = next(_numbers)
    _jobs[number] = _Job(owner, work, done, failed)
    (workers or shared_workers()).take(number)


def _run(number: int, courier: _Courier) -> None:
    _perform(number)  # a function of its own, so that this thread has let go of the job by now
    courier.arrived.emit(number)


def _perform(number: int) -> None:
    job = _jobs[number]
    try:
        job.result = job.work()
    except JbgsError as error:
        job.problem = str(error)
    except Exception as error:
        # A fault of the program: the user gets a sentence, the log gets the place.
        _log.exception("background work failed")
        job.problem = f"程序内部出错（{type(error).__name__}），这一步没有完成。"
