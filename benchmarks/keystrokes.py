"""A key press in a task book section of 5,000 字 in the whole window, from key to paint."""

import os
import tempfile
from functools import partial
from typing import TYPE_CHECKING

from benchmarks.timer import milliseconds, show
from jbgs_desktop.drafts.keys.keyring import Backend, Keyring, NoKeyringError
from jbgs_desktop.drafts.keys.user_keys import UserKeys
from jbgs_desktop.forms.application import Application, Taskbook
from jbgs_desktop.forms.calls.call import Call, installed_calls
from jbgs_desktop.forms.text.count import count

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

_PRESSES = 300
_WORDS = 5000
_PARAGRAPH = (
    "突破高功率密度电机伺服驱动器设计，最高效率不低于96.5%，支持EtherCAT接口，重量≤198g。" * 6
)


def _application(call: Call, paragraph: str) -> Application:
    text = ""
    while count(text).words < _WORDS:
        text += paragraph
    return Application(
        call=call.id,
        region=call.regions[0].id,
        track=call.tracks[0].id,
        directions=(1,),
        taskbooks={"1": Taskbook(goals=text)},
    )


def _no_keyring() -> Backend:
    raise NoKeyringError


def _press(editor: "QWidget") -> None:
    from PySide6.QtCore import QCoreApplication, Qt
    from PySide6.QtTest import QTest

    QTest.keyClick(editor, Qt.Key.Key_A)
    QCoreApplication.processEvents()  # paints


def main() -> None:
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    from PySide6.QtTest import QTest
    from PySide6.QtWidgets import QApplication

    from jbgs_desktop.app import make_application
    from jbgs_desktop.ui.shell.main_window import MainWindow

    _ = QApplication.instance() or make_application([])
    call = installed_calls()[0]
    for shape, paragraph in (("一段", _PARAGRAPH), ("多段", _PARAGRAPH + "\n")):
        with tempfile.TemporaryDirectory() as home:
            os.environ["JBGS_HOME"] = home
            keys = UserKeys(Keyring(_no_keyring))
            keys.begin()
            window = MainWindow([call], keys)
            window.begin(_application(call, paragraph))
            window.show()
            QTest.qWaitForWindowActive(window)
            while window.workspace is None:
                QTest.qWait(10)
            window.workspace.go_to_field("taskbooks.1.goals")
            editor = QApplication.focusWidget()
            assert editor is not None
            durations = milliseconds(partial(_press, editor), _PRESSES)
            show(f"5000 字的一节中按一个键（{shape}）", durations, "预算 16 ms")
            window.close()


if __name__ == "__main__":
    main()
