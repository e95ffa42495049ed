"""Work off the window's thread: how far it is, a way to stop it, and its outcome told once.

Nothing that Qt knows may die on a worker thread: its destructor waits for Python, Python waits
for a lock that Qt's thread holds, and the window stands still for good. So a thread is given the
number of a job and no more, and what the job is made of is dropped on Qt's thread.
"""

import itertools
import logging
import threading
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor, wait
from dataclasses import dataclass, field
from functools import cache
from queue import SimpleQueue
from typing import Any

from PySide6.QtCore import QObject, Qt, QTimer, Signal, Slot
from PySide6.QtWidgets import QProgressDialog, QWidget
from shiboken6 import isValid

from jbgs_desktop import PROGRAM_NAME
from jbgs_desktop.errors import JbgsError

Cancelled = Callable[[], bool]
Report = Callable[[Any], None]

_LOOK = 120  # ms between two looks at how far the work is
_SOON = 300  # ms, before which nobody needs to be told that work is going on
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


@dataclass(slots=True)
class _Run:
    """What a piece of work and the window's thread share while it is going on."""

    stop: threading.Event = field(default_factory=threading.Event)
    reports: "SimpleQueue[Any]" = field(default_factory=SimpleQueue)


class BackgroundTask(QObject):
    """Work, one piece at a time, that reports how far it is and can be cancelled.

    ``reported`` carries everything that the work reported since it was last emitted, now and then
    and once more before the outcome. Work that is still going on when this object goes is
    cancelled, and nobody is told of it.
    """

    reported = Signal(list)

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._timer = QTimer(self, interval=_LOOK)
        self._timer.timeout.connect(self._look)
        runs: list[_Run] = []  # the one that is going on; it outlives this object
        self._runs = runs
        self.destroyed.connect(lambda: _stop(runs))

    @property
    def is_busy(self) -> bool:
        return bool(self._runs)

    def start(
        self,
        work: Callable[[Cancelled, Report], Any],
        done: Callable[[Any], object],
        failed: Callable[[str], object],
        *,
        stopped: Callable[[], object] | None = None,
        workers: Workers | None = None,
    ) -> None:
        """Run ``work`` in the background: it asks whether it is cancelled, and reports.

        ``stopped`` comes in place of the others when it was cancelled; without it they come all
        the same, as the work decides.
        """
        assert not self._runs
        run = _Run()
        self._runs.append(run)
        self._timer.start()

        def end(then: Callable[[], object]) -> None:
            self._look()
            self._runs.clear()
            self._timer.stop()
            if stopped is not None and run.stop.is_set():
                stopped()
            else:
                then()

        run_in_background(
            self,
            lambda: work(run.stop.is_set, run.reports.put),
            lambda result: end(lambda: done(result)),
            lambda sentence: end(lambda: failed(sentence)),
            workers,
        )

    def cancel(self) -> None:
        """Ask the work to stop; it ends as the work decides."""
        _stop(self._runs)

    def _look(self) -> None:
        for run in self._runs:
            reports = [run.reports.get() for _ in range(run.reports.qsize())]
            if reports:
                self.reported.emit(reports)


def _stop(runs: list[_Run]) -> None:
    for run in runs:
        run.stop.set()


def progress_box(parent: QWidget, sentence: str, most: int = 0) -> QProgressDialog:
    """A box that shows itself after a moment; with ``most`` 0 nobody knows how long it takes."""
    box = QProgressDialog(sentence, "取消", 0, most, parent)
    box.setWindowTitle(PROGRAM_NAME)
    box.setWindowModality(Qt.WindowModality.WindowModal)
    box.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    box.setAutoReset(False)
    box.setMinimumDuration(_SOON)
    return box


def run_with_progress(
    parent: QWidget,
    sentence: str,
    work: Callable[[Cancelled], Any],
    done: Callable[[Any], object],
    failed: Callable[[str], object],
    stopped: Callable[[], object] = lambda: None,
) -> None:
    """Run ``work`` as a :class:`BackgroundTask` behind a box that can cancel it."""
    task, box = BackgroundTask(parent), progress_box(parent, sentence)
    box.canceled.connect(task.cancel)

    def end(then: Callable[[], object]) -> None:
        box.close()
        task.deleteLater()
        then()

    task.start(
        lambda cancelled, _: work(cancelled),
        lambda result: end(lambda: done(result)),
        lambda problem: end(lambda: failed(problem)),
        stopped=lambda: end(stopped),
    )
