"""The program as it opens a draft, with a key that no keyring has to be asked for; see start.py.

``python -m benchmarks.ready FILE`` says on stderr when a field of FILE has the focus, and waits.
Nothing that the program does not load before its first paint may be loaded here.
"""

import sys

from PySide6.QtWidgets import QApplication

from jbgs_desktop import app
from jbgs_desktop.ui.shell.main_window import MainWindow

READY = "ready to type"
KEY = bytes(range(16))
_LOOK = 5  # ms between two looks
_complete = app._complete


def _with_key(
    application: QApplication, window: MainWindow, arguments: list[str], no_chinese: str
) -> None:
    from PySide6.QtCore import QTimer

    from jbgs_desktop.drafts.keys import user_keys
    from jbgs_desktop.drafts.keys.key_holders import UserSecret

    class Keys(user_keys.UserKeys):
        def __init__(self) -> None:
            super().__init__()
            self.secret = UserSecret(KEY)

    setattr(user_keys, "UserKeys", Keys)  # noqa: B010
    _complete(application, window, arguments, no_chinese)

    def look() -> None:
        field = QApplication.focusWidget()
        if window.workspace and field and window.workspace.isAncestorOf(field):
            timer.stop()
            print(READY, file=sys.stderr, flush=True)

    timer = QTimer(window, interval=_LOOK)
    timer.timeout.connect(look)
    timer.start()


if __name__ == "__main__":
    setattr(app, "_complete", _with_key)  # noqa: B010
    raise SystemExit(app.run(sys.argv[1:]))
