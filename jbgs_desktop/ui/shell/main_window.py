"""The window, painted with its start page before anything that takes long is loaded."""

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QSize, QTimer
from PySide6.QtGui import QCloseEvent, QPaintEvent
from PySide6.QtWidgets import QMainWindow, QStackedWidget

from jbgs_desktop import PROGRAM_NAME
from jbgs_desktop.forms.calls.installed_packs import call_names
from jbgs_desktop.ui.shell.start.start_page import StartPage
from jbgs_desktop.ui.widgets.screen_room import room_for, window_body
from jbgs_desktop.ui.widgets.theme import register_rare_font

if TYPE_CHECKING:
    from jbgs_desktop.drafts.keys.user_keys import UserKeys
    from jbgs_desktop.forms.application import Application, Unit
    from jbgs_desktop.forms.calls.call import Call
    from jbgs_desktop.ui.drafts.keys_gate import KeyGate
    from jbgs_desktop.ui.office.office_launcher import OfficeLauncher
    from jbgs_desktop.ui.shell.window_controller import WindowController
    from jbgs_desktop.ui.shell.word_door import WordDoor
    from jbgs_desktop.ui.shell.workspace import Workspace

_LONGEST = 1000  # ms; a window that no desktop shows is completed all the same


class MainWindow(QMainWindow):
    """The start page, or one open application.

    ``painted`` is called once, when the window has been painted for the first time; it is to call
    :meth:`complete`, which loads and begins all the rest. Nothing else works before.
    """

    _controller: "WindowController | None" = None

    def __init__(self, painted: Callable[[], object] = lambda: None) -> None:
        super().__init__()
        self._painted: Callable[[], object] | None = painted
        self.setWindowTitle(PROGRAM_NAME)
        self.resize(QSize(1366, 768).boundedTo(room_for(self)))
        self.setMinimumSize(640, 400)  # px: nothing of less is sold, even at twice the size
        self._start = StartPage(call_names())
        self._stack = QStackedWidget()
        self._stack.addWidget(self._start)
        self.setCentralWidget(window_body(self._stack))
        QTimer.singleShot(_LONGEST, self, self._on_painted)

    def complete(self, calls: "Sequence[Call]", keys: "UserKeys") -> None:
        """Load what the window does, and have it do it."""
        from jbgs_desktop.ui.shell.window_controller import WindowController

        register_rare_font()
        self._controller = WindowController(self, self._stack, self._start, calls, keys)

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        if self._painted is not None:  # what is painted goes to the screen after this event
            QTimer.singleShot(0, self, self._on_painted)

    def _on_painted(self) -> None:
        painted, self._painted = self._painted, None
        if painted is not None:
            painted()

    def closeEvent(self, event: QCloseEvent) -> None:
        controller = self._controller
        if controller is None or controller.may_close():
            event.accept()
            if controller is not None:
                controller.finish()
        else:
            event.ignore()

    # -- what others ask of it once it is complete

    @property
    def _complete(self) -> "WindowController":
        assert self._controller is not None, "the window is not complete yet"
        return self._controller

    @property
    def workspace(self) -> "Workspace | None":
        """What is open."""
        return self._complete.workspace

    @property
    def gate(self) -> "KeyGate":
        return self._complete.gate

    @property
    def office(self) -> "OfficeLauncher":
        return self._complete.office

    @property
    def words(self) -> "WordDoor":
        return self._complete.words

    def begin(self, application: "Application", unit: "Unit | None" = None) -> None:
        """See :meth:`WindowController.begin`."""
        self._complete.begin(application, unit)

    def open_file(self, file: Path) -> None:
        """See :meth:`WindowController.open_file`."""
        self._complete.open_file(file)

    def close_workspace(
        self,
        then: Callable[[], object] = lambda: None,
        stayed: Callable[[], object] = lambda: None,
    ) -> None:
        """See :meth:`WindowController.close_workspace`."""
        self._complete.close_workspace(then, stayed)

    def save_all(self) -> None:
        """See :meth:`WindowController.save_all`; before it is complete there is nothing to save."""
        if self._controller is not None:
            self._controller.save_all()

    def wait_for_files(self) -> None:
        """See :meth:`WindowController.wait_for_files`."""
        self._complete.wait_for_files()
