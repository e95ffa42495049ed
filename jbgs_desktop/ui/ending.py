"""When the system is about to end the program: log-off, shutdown, SIGTERM, a closed terminal."""

import signal
import socket
import sys
from collections.abc import Callable

from PySide6.QtCore import QObject, QSocketNotifier, Qt
from PySide6.QtGui import QGuiApplication, QSessionManager


class Ending(QObject):
    """Calls ``save`` before the system ends ``app``; after SIGTERM or SIGHUP it also quits.

    ``save`` has to be done when it returns: afterwards there may be no more time.
    """

    def __init__(self, app: QGuiApplication, save: Callable[[], object]) -> None:
        super().__init__(app)
        self._app = app
        self._save = save
        # Not queued: the session goes on with its end as soon as the signal returns.
        direct = Qt.ConnectionType.DirectConnection
        app.commitDataRequest.connect(self._on_session_end, direct)
        app.saveStateRequest.connect(self._on_session_end, direct)
        if sys.platform != "win32":
            self._catch_signals()

    def _catch_signals(self) -> None:
        # Python runs a signal's handler only between its own steps, of which there are none while
        # Qt waits. The socket wakes Qt, and the notifier brings Python a step.
        self._here, self._there = socket.socketpair()
        for end in (self._here, self._there):
            end.setblocking(False)
        signal.set_wakeup_fd(self._there.fileno(), warn_on_full_buffer=False)
        for number in (signal.SIGTERM, signal.SIGHUP):
            signal.signal(number, lambda *_: None)
        kind = QSocketNotifier.Type.Read
        self._notifier = QSocketNotifier(self._here.fileno(), kind, self)
        self._notifier.activated.connect(self._on_signal)

    def _on_session_end(self, _manager: QSessionManager) -> None:
        self._save()

    def _on_signal(self) -> None:
        numbers = self._here.recv(100)
        if {signal.SIGTERM, signal.SIGHUP} & set(numbers):
            self._save()
            self._app.quit()
