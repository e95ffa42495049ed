"""Work off the window's thread: every outcome arrives once, and nobody waits for anybody."""

import threading
from functools import partial

import pytest
from PySide6.QtCore import QObject, QThread
from PySide6.QtWidgets import QProgressDialog
from pytestqt.qtbot import QtBot

from jbgs_desktop.errors import JbgsError
from jbgs_desktop.ui.widgets.work import Workers, run_in_background
from tests.ui.keystrokes import wait_until


def test_the_outcome_is_told_on_the_windows_thread(qtbot: QtBot) -> None:
    owner, told = QObject(), list[tuple[object, bool, bool]]()
    here = threading.current_thread()
    worked_on: list[threading.Thread] = []

    def work() -> int:
        worked_on.append(threading.current_thread())
        return 7

    def done(result: object) -> None:
        told.append((result, threading.current_thread() is here, owner.thread().isRunning()))

    run_in_background(owner, work, done, pytest.fail)
    wait_until(lambda: bool(told))
    assert told == [(7, True, True)]
    assert worked_on[0] is not here
    assert QThread.currentThread() is owner.thread()


def test_a_sentence_for_the_user_and_a_fault_are_both_told(
    qtbot: QtBot, caplog: pytest.LogCaptureFixture
) -> None:
    owner, told = QObject(), list[str]()

    def refuse() -> None:
        raise JbgsError("磁盘空间不足。")

    def break_down() -> None:
        raise ZeroDivisionError

    for work in (refuse, break_down):
        run_in_background(owner, work, pytest.fail, told.append)
    wait_until(lambda: len(told) == 2)
    assert sorted(told) == ["磁盘空间不足。", "程序内部出错（ZeroDivisionError），这一步没有完成。"]
    assert "background work failed" in caplog.text


def test_an_owner_that_is_gone_is_not_called(qtbot: QtBot) -> None:
    worker, told, go = Workers(1), list[object](), threading.Event()
    gone, stays = QObject(), QObject()
    run_in_background(gone, go.wait, told.append, told.append, worker)
    run_in_background(stays, lambda: "here", told.append, told.append, worker)
    gone.deleteLater()
    qtbot.wait(20)
    del gone
    go.set()
    wait_until(lambda: bool(told))
    assert told == ["here"]


def test_many_jobs_with_dialogs_that_come_and_go_never_stand_still(qtbot: QtBot) -> None:
    """An earlier way of doing it deadlocked in about one of four hundred dialogs."""
    told: list[object] = []
    for number in range(300):
        dialog = QProgressDialog("", "", 0, 0)
        qtbot.addWidget(dialog)
        dialog.show()

        def close(result: object, dialog: QProgressDialog = dialog) -> None:
            dialog.close()
            told.append(result)

        run_in_background(dialog, partial(int, number), close, pytest.fail)
        if number % 4 == 3:
            wait_until(partial(_has, told, number + 1))
    wait_until(partial(_has, told, 300))
    assert sorted(map(int, map(str, told))) == list(range(300))


def _has(told: list[object], number: int) -> bool:
    return len(told) == number
