"""Typing in the whole window while it saves a draft with 300 MB attached."""

import os
import tempfile
import time
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING

from benchmarks.drafts import ATTACHED, Source, full_application
from benchmarks.timer import Goal, show
from jbgs_desktop.drafts.keys.keyring import Backend, Keyring, NoKeyringError
from jbgs_desktop.drafts.keys.user_keys import UserKeys
from jbgs_desktop.drafts.new_draft import write_draft
from jbgs_desktop.drafts.store import open_draft
from jbgs_desktop.forms.application import Application
from jbgs_desktop.forms.calls.call import Call, installed_calls

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from jbgs_desktop.ui.shell.workspace import Workspace

_SECONDS = 15
_KEY = 90  # ms between two keys of somebody who types fast
_FIELD = "taskbooks.2.goals"


def _no_keyring() -> Backend:
    raise NoKeyringError


def _application(call: Call) -> Application:
    """Three task books, about 60 KB."""
    value = full_application().set("call", call.id).set("region", call.regions[0].id)
    return value.set("track", call.tracks[1].id)


def _make_draft(file: Path, value: Application, keys: UserKeys) -> None:
    write_draft(file, value, keys.holders())
    with closing(open_draft(file, keys.holders)) as draft:
        name = draft.attach("a.bin", Source(ATTACHED))  # type: ignore[arg-type]
        draft.save(value.set("evidence", ({"category": 1, "title": "a", "file": name},)))


def _run(milliseconds: int) -> None:
    from PySide6.QtCore import QEventLoop, QTimer

    loop = QEventLoop()
    QTimer.singleShot(milliseconds, loop.quit)
    loop.exec()


def _blocked(editor: "QWidget", milliseconds: int) -> list[float]:
    """Type into ``editor``; how long each turn of the event loop took, in ms."""
    from PySide6.QtCore import Qt, QTimer
    from PySide6.QtTest import QTest

    turns: list[float] = []
    last = time.perf_counter()

    def turn() -> None:
        nonlocal last
        now = time.perf_counter()
        turns.append(1000 * (now - last))
        last = now

    heart = QTimer(interval=1, timerType=Qt.TimerType.PreciseTimer)
    heart.timeout.connect(turn)
    typist = QTimer(interval=_KEY)
    typist.timeout.connect(lambda: QTest.keyClick(editor, Qt.Key.Key_A))
    for timer in (heart, typist):
        timer.start()
    _run(milliseconds)
    for timer in (heart, typist):
        timer.stop()
    return turns


def _timed(save: Callable[[Application], None], durations: list[float]) -> object:
    def work(application: Application) -> None:
        started = time.perf_counter()
        save(application)
        durations.append(1000 * (time.perf_counter() - started))

    return work


def _type_in(workspace: "Workspace") -> None:
    from PySide6.QtWidgets import QApplication

    workspace.go_to_field(_FIELD)
    editor = QApplication.focusWidget()
    assert editor is not None
    _run(1000)  # the page is laid out and painted
    saves: list[float] = []
    draft = workspace.draft
    setattr(draft, "save", _timed(draft.save, saves))  # noqa: B010
    turns = _blocked(editor, _SECONDS * 1000)
    longest = max(turns)
    late = sum(turn > 16 for turn in turns)
    show("保存一次（打字时，附件 300 MB）", saves, Goal(20, share=0.95))
    print(f"打字时窗口最长停顿 {longest:.1f} ms，超过 16 ms 的有 {late} 次，保存 {len(saves)} 次")


def main() -> None:
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    from PySide6.QtWidgets import QApplication

    from jbgs_desktop.app import make_application
    from jbgs_desktop.ui.shell.main_window import MainWindow

    _ = QApplication.instance() or make_application([])
    call = installed_calls()[0]
    keys = UserKeys(Keyring(_no_keyring))
    # Beside this file: a temporary folder may be in memory, where flushing costs nothing.
    with tempfile.TemporaryDirectory(dir=Path(__file__).parent) as home:
        os.environ["JBGS_HOME"] = home
        keys.begin()
        file = Path(home) / "a.jbgs"
        _make_draft(file, _application(call), keys)
        window = MainWindow()
        window.complete([call], keys)
        window.show()
        window.activateWindow()
        window.open_file(file)
        while window.workspace is None:
            _run(10)
        _type_in(window.workspace)
        window.close()


if __name__ == "__main__":
    main()
