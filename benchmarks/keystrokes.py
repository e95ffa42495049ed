"""A key press in a section of a task book in the whole window, from key to paint, and opening one.

The section of the notice's length is 5,000 字; the long ones are ten times that.
"""

import os
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from io import BytesIO
from typing import TYPE_CHECKING

from benchmarks.timer import Goal, milliseconds, show
from jbgs_desktop.drafts.draft import FIGURES
from jbgs_desktop.drafts.keys.keyring import Backend, Keyring, NoKeyringError
from jbgs_desktop.drafts.keys.user_keys import UserKeys
from jbgs_desktop.forms.application import Application, Taskbook
from jbgs_desktop.forms.calls.call import installed_calls
from jbgs_desktop.forms.section import (
    FigureItem,
    SectionFigure,
    SectionTable,
    SectionValue,
    TableItem,
)
from jbgs_desktop.forms.text.count import count

if TYPE_CHECKING:
    from jbgs_desktop.ui.shell.workspace import Workspace

_PRESSES = 300
_OPENINGS = 10
# Milliseconds of the window's thread, so that what else the machine does does not count.
_FEW, _MANY = Goal(8, share=0.99), Goal(16, share=0.99)
_AT_ONCE = Goal(8, share=0.99)
_FIRST_SECONDS, _BETWEEN = 2, 30  # ms between two keys
_GOALS = "taskbooks.1.goals"
_CELL = f"{_GOALS}.1.rows.1.1"
_LONG = 50_000  # characters
_SENTENCE = "突破高功率密度电机伺服驱动器设计，最高效率不低于96.5%，支持EtherCAT接口，重量≤198g。"
_PARAGRAPH = f"{_SENTENCE * 6}\n"


def _words(number: int, paragraph: str = _PARAGRAPH) -> str:
    text = ""
    while count(text).words < number:
        text += paragraph
    return text.rstrip("\n")


def _table(rows: int, columns: int) -> TableItem:
    cells = tuple(
        tuple(f"第{row}项第{column}列 ≥{row * column}" for column in range(columns))
        for row in range(rows)
    )
    return TableItem(table=SectionTable(caption="主要技术指标", rows=cells))


def _mixed(paragraphs: str, file: str) -> SectionValue:
    """Five texts with three tables and two figures between them."""
    figure = FigureItem(figure=SectionFigure(caption="系统架构", file=file))
    tables = _table(12, 5), _table(8, 4), _table(20, 6)
    between = (tables[0], figure, tables[1], figure, tables[2])
    return (*(part for item in between for part in (paragraphs, item)), "以上。")


def _no_keyring() -> Backend:
    raise NoKeyringError


@contextmanager
def _workspace() -> "Iterator[Workspace]":
    """A new application in the whole window."""
    from PySide6.QtTest import QTest

    from jbgs_desktop.ui.shell.main_window import MainWindow

    with tempfile.TemporaryDirectory() as home:
        os.environ["JBGS_HOME"] = home
        keys = UserKeys(Keyring(_no_keyring))
        keys.begin()
        call = installed_calls()[0]
        window = MainWindow()
        window.complete([call], keys)
        region, track = call.regions[0].id, call.tracks[0].id
        books = {"1": Taskbook(goals="甲")}
        window.begin(
            Application(call=call.id, region=region, track=track, directions=(1,), taskbooks=books)
        )
        window.show()
        QTest.qWaitForWindowActive(window)
        while window.workspace is None:
            QTest.qWait(10)
        yield window.workspace
        window.close()


def _picture() -> BytesIO:
    from PySide6.QtCore import QBuffer, QByteArray, QIODevice
    from PySide6.QtGui import QImage, QImageWriter

    image = QImage(1600, 900, QImage.Format.Format_RGB32)
    image.fill(0x3366AA)
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    QImageWriter(buffer, QByteArray(b"png")).write(image)
    return BytesIO(bytes(buffer.data().data()))


def _press_keys(workspace: "Workspace", path: str, what: str, goal: Goal) -> None:
    workspace.go_to_field(path)
    _wait(300)  # the pictures are drawn
    show(what, milliseconds(_press, _PRESSES, clock=time.thread_time), goal)


def _press_at_once(workspace: "Workspace", path: str, what: str) -> None:
    """Keys in the first two seconds after a section was opened, as somebody types who is fast."""
    workspace.go_to_field(path)
    durations, started = [], time.perf_counter()
    while time.perf_counter() - started < _FIRST_SECONDS:
        durations += milliseconds(_press, 1, warm_up=False, clock=time.thread_time)
        _wait(_BETWEEN)
    show(what, durations, _AT_ONCE)


def _press() -> None:
    from PySide6.QtCore import QCoreApplication, Qt
    from PySide6.QtTest import QTest
    from PySide6.QtWidgets import QApplication

    editor = QApplication.focusWidget()
    assert editor is not None
    QTest.keyClick(editor, Qt.Key.Key_A)
    QCoreApplication.processEvents()  # paints


def _wait(duration: int) -> None:
    from PySide6.QtTest import QTest

    QTest.qWait(duration)


def _open(workspace: "Workspace") -> None:
    from PySide6.QtCore import QCoreApplication

    full: SectionValue = ("甲", _table(200, 10), "乙")

    def set_section(section: SectionValue) -> None:
        workspace.session.set(_GOALS, section)
        QCoreApplication.processEvents()

    durations = []
    for _ in range(_OPENINGS):
        set_section("甲")
        durations += milliseconds(partial(set_section, full), 1, warm_up=False)
    show("打开 200 × 10 的表格", durations, Goal(100))


def main() -> None:
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    from PySide6.QtWidgets import QApplication

    from jbgs_desktop.app import make_application

    _ = QApplication.instance() or make_application([])
    with _workspace() as workspace:
        file = workspace.draft.attach("a.png", _picture(), FIGURES)
        text = f"{_GOALS}.0"
        workspace.session.set(_GOALS, _words(5000, _SENTENCE))
        _press_at_once(workspace, _GOALS, "5000 字的一节，打开后两秒内按一个键")
        for what, section, path, goal in (
            ("5000 字的一节中按一个键（一段）", _words(5000, _SENTENCE), _GOALS, _FEW),
            ("5000 字的一节中按一个键（多段）", _words(5000), _GOALS, _FEW),
            ("5000 字、3 表 2 图：正文中按一个键", _mixed(_words(1000), file), text, _FEW),
            ("5000 字、3 表 2 图：格中按一个键", _mixed(_words(1000), file), _CELL, _FEW),
            ("5 万字符：按一个键", (_PARAGRAPH * _LONG)[:_LONG], _GOALS, _MANY),
            ("5 万字符、3 表 2 图：正文中按一个键", _mixed(_words(9000), file), text, _MANY),
            ("5 万字符、3 表 2 图：格中按一个键", _mixed(_words(9000), file), _CELL, _MANY),
            ("200 × 10 的表格：格中按一个键", ("甲", _table(200, 10), "乙"), _CELL, _MANY),
        ):
            workspace.session.set(_GOALS, section)
            _press_keys(workspace, path, what, goal)
        _open(workspace)


if __name__ == "__main__":
    main()
