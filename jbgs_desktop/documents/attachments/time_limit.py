"""Work in Python that ends when its time is over, wherever it is."""

import ctypes
import threading
import time
from collections.abc import Callable


class _OutOfTimeError(BaseException):
    """No Exception, which readers of broken files pass over."""


def run_within(seconds: float, work: Callable[[], object]) -> None:
    """Call ``work``, and break it off once ``seconds`` are over.

    Only Python's own steps are broken off. For a process of its own: the work may stand anywhere.
    """
    thread = ctypes.c_ulong(threading.get_ident())
    lock, is_over, has_ended = threading.Lock(), False, False

    def end() -> None:
        nonlocal is_over
        with lock:
            if not has_ended:
                is_over = True
                raised = ctypes.py_object(_OutOfTimeError)
                ctypes.pythonapi.PyThreadState_SetAsyncExc(thread, raised)

    timer = threading.Timer(seconds, end)
    timer.daemon = True
    try:
        try:
            timer.start()
            work()
        finally:
            with lock:
                has_ended = True
            timer.cancel()
        while is_over:  # it is under way, and must not come later
            time.sleep(0)
    except _OutOfTimeError:
        pass
