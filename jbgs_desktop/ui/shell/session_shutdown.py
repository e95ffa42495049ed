"""When the system is about to end or suspend: log-off, shutdown, sleep, SIGTERM."""

import signal
import socket
import sys
from collections.abc import Callable
from typing import Any

from PySide6.QtCore import SLOT, QObject, QSocketNotifier, Qt, QTimer, Slot
from PySide6.QtGui import QGuiApplication, QSessionManager

_LATER = 1000  # ms after the start
_SLEEP = (  # the signal of systemd-logind and elogind, whoever owns that name
    "",
    "/org/freedesktop/login1",
    "org.freedesktop.login1.Manager",
    "PrepareForSleep",
)


class SessionShutdown(QObject):
    """Calls ``save`` before the system ends ``app`` or sleeps; SIGTERM and SIGHUP also quit.

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
        if sys.platform == "linux":
            QTimer.singleShot(_LATER, self, self._listen_for_sleep)

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

    def _listen_for_sleep(self) -> None:
        # Imported here, so that the first paint does not wait for it.
        from PySide6.QtDBus import QDBusConnection

        # The stubs ask for bytes, which the call itself refuses.
        slot: Any = SLOT("on_sleep(bool)")
        QDBusConnection.systemBus().connect(*_SLEEP, self, slot)

    @Slot(bool)
    def on_sleep(self, is_coming: bool) -> None:
        """The computer is about to sleep, or has woken up."""
        if is_coming:
            self._save()

    def _on_session_end(self, _manager: QSessionManager) -> None:
        self._save()

    def _on_signal(self) -> None:
        numbers = self._here.recv(100)
        if {signal.SIGTERM, signal.SIGHUP} & set(numbers):
            self._save()
            self._app.quit()
