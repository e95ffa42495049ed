"""The window with somebody who types without end; see test_crash.

``python -m tests.ui.crash_driver FILE FIRST``: types marks from FIRST on into the draft FILE, and
prints the number of each once the window says that it is saved. Without FIRST it types one, and
then waits to be ended.
"""

import os
import sys
from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QEventLoop, Qt, QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QPlainTextEdit

from jbgs_desktop.app import make_application
from jbgs_desktop.drafts.keys.keyring import Keyring
from jbgs_desktop.drafts.keys.user_keys import UserKeys
from jbgs_desktop.forms.calls.call import installed_calls
from jbgs_desktop.ui.drafts import autosave
from jbgs_desktop.ui.shell.main_window import MainWindow
from jbgs_desktop.ui.shell.session_shutdown import SessionShutdown
from jbgs_desktop.ui.shell.workspace import Workspace
from tests.drafts.cheap_drafts import SECRET
from tests.drafts.keys.test_keyring import Memory
from tests.ui.fields import commit, words_on

FIELD = "unit.profile"


def mark(number: int) -> str:
    return f"绝密标记{number}SECRETMARK{number}\n"


def wait(milliseconds: int) -> None:
    loop = QEventLoop()
    QTimer.singleShot(milliseconds, loop.quit)
    loop.exec()


def wait_until(is_so: Callable[[], bool]) -> None:
    while not is_so():
        wait(5)


def type_mark(workspace: Workspace, number: int) -> None:
    """With an input method and keys, at the end of the field."""
    field = QApplication.focusWidget()
    assert isinstance(field, QPlainTextEdit)
    field.moveCursor(field.textCursor().MoveOperation.End)
    chinese, latin = mark(number)[:4], mark(number)[4:]
    commit(field, chinese)
    for key in latin.rstrip("\n"):
        QTest.keyClicks(field, key)
        wait(1)
    QTest.keyClick(field, Qt.Key.Key_Return)


def is_saved(workspace: Workspace) -> bool:
    return workspace.saver.is_kept and "已保存" in words_on(workspace)


def open_window(file: Path) -> tuple[QApplication, MainWindow, Workspace]:
    """The window with the draft ``file`` open, for a user with SECRET."""
    app = make_application([])
    memory = Memory()
    keys = UserKeys(Keyring(lambda: memory))
    keys.secret = SECRET
    window = MainWindow()
    window.complete(installed_calls(), keys)
    window.show()
    window.activateWindow()
    wait_until(window.isActiveWindow)
    window.open_file(file)
    wait_until(lambda: window.workspace is not None)
    assert window.workspace is not None
    return app, window, window.workspace


def type_and_wait(file: Path) -> None:
    """Type one mark, say so at once, and go on as the program does."""
    if "NEVER_BY_ITSELF" in os.environ:
        autosave._QUIET = autosave._LATEST = 3_600_000
    app, window, workspace = open_window(file)
    SessionShutdown(app, window.save_all)
    workspace.go_to_field(FIELD)
    app.processEvents()
    type_mark(workspace, 1)
    QTimer.singleShot(0, app, lambda: print("typed", flush=True))
    sys.exit(app.exec())


def type_without_end(file: Path, first: int) -> None:
    app, _window, workspace = open_window(file)
    for number in range(first, first + 10**6):
        workspace.go_to_field(FIELD)
        app.processEvents()
        type_mark(workspace, number)
        if number % 3 == 1:
            workspace.go_to_page("cover")
        elif number % 3 == 2:
            QTest.keyClick(QApplication.focusWidget(), Qt.Key.Key_Tab)  # type: ignore[arg-type]
        wait_until(lambda: is_saved(workspace))
        print(number, flush=True)


if __name__ == "__main__":
    if len(sys.argv) == 2:
        type_and_wait(Path(sys.argv[1]))
    type_without_end(Path(sys.argv[1]), int(sys.argv[2]))
