"""Collecting garbage on the window's thread only, and at moments that nobody notices."""

import gc

from PySide6.QtCore import QObject, Qt, QTimer
from PySide6.QtGui import QGuiApplication

_EVERY = 1000  # ms
_YOUNG = 1  # the oldest generation that is looked through within a millisecond or two


class GcScheduler(QObject):
    """Takes the place of Python's own collecting, which runs on whatever thread is at work.

    A widget or timer that is destroyed on a thread of background work ends the program. To look
    through everything takes longer than a key press may, so that waits until the user turns to
    another program.
    """

    def __init__(self, app: QGuiApplication) -> None:
        super().__init__(app)
        gc.disable()
        self._timer = QTimer(self, interval=_EVERY)
        self._timer.timeout.connect(self._collect_young)
        self._timer.start()
        app.applicationStateChanged.connect(self._on_state)

    def _collect_young(self) -> None:
        limits = gc.get_threshold()
        due = [at for at in range(_YOUNG + 1) if gc.get_count()[at] > limits[at]]
        if due:
            gc.collect(due[-1])

    def _on_state(self, state: Qt.ApplicationState) -> None:
        if state is not Qt.ApplicationState.ApplicationActive:
            gc.collect()
