"""Collecting garbage on the window's thread only."""

import gc

from PySide6.QtCore import QObject, QTimer

_EVERY = 1000  # ms


class Tidying(QObject):
    """Takes the place of Python's own collecting, which runs on whatever thread is at work.

    A widget or timer that is destroyed on a thread of background work ends the program.
    """

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        gc.disable()
        self._timer = QTimer(self, interval=_EVERY)
        self._timer.timeout.connect(self._collect)
        self._timer.start()

    def _collect(self) -> None:
        """The oldest generation whose turn it is, and with it the younger ones."""
        limits = gc.get_threshold()
        due = [at for at, number in enumerate(gc.get_count()) if number > limits[at]]
        if due:
            gc.collect(due[-1])
