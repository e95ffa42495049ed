"""Work off the window's thread: every outcome arrives once, and nobody waits for anybody."""

import threading
import time
from functools import partial

import pytest
from PySide6.QtCore import QObject, QThread
from PySide6.QtWidgets import QProgressDialog, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from jbgs_desktop.errors import JbgsError
from jbgs_desktop.ui.widgets.background_task import (
    BackgroundTask,
    Cancelled,
    Report,
    Workers,
    run_in_background,
    run_with_progress,
)
from tests.ui.keystrokes import wait_until


def test_the_outcome_is_told_on_the_windows_thread(qtbot: QtBot) -> None:
    owner, results = QObject(), list[tuple[object, bool, bool]]()
    here = threading.current_thread()
    worked_on: list[threading.Thread] = []

    def work() -> int:
        worked_on.append(threading.current_thread())
        return 7

    def done(result: object) -> None:
        results.append((result, threading.current_thread() is here, owner.thread().isRunning()))

    run_in_background(owner, work, done, pytest.fail)
    wait_until(lambda: bool(results))
    assert results == [(7, True, True)]
    assert worked_on[0] is not here
    assert QThread.currentThread() is owner.thread()


def test_a_sentence_for_the_user_and_a_fault_are_both_told(
    qtbot: QtBot, caplog: pytest.LogCaptureFixture
) -> None:
    owner, results = QObject(), list[str]()

    def refuse() -> None:
        raise JbgsError("磁盘空间不足。")

    def break_down() -> None:
        raise ZeroDivisionError

    for work in (refuse, break_down):
        run_in_background(owner, work, pytest.fail, results.append)
    wait_until(lambda: len(results) == 2)
    assert sorted(results) == [
        "磁盘空间不足。",
        "程序内部出错（ZeroDivisionError），这一步没有完成。",
    ]
    assert "background work failed" in caplog.text


def test_an_owner_that_is_gone_is_not_called(qtbot: QtBot) -> None:
    worker, results, go = Workers(1), list[object](), threading.Event()
    gone, stays = QObject(), QObject()
    run_in_background(gone, go.wait, results.append, results.append, worker)
    run_in_background(stays, lambda: "here", results.append, results.append, worker)
    gone.deleteLater()
    qtbot.wait(20)
    del gone
    go.set()
    wait_until(lambda: bool(results))
    assert results == ["here"]


def test_many_jobs_with_dialogs_that_come_and_go_never_stand_still(qtbot: QtBot) -> None:
    """An earlier way of doing it deadlocked in about one of four hundred dialogs."""
    results: list[object] = []
    for number in range(300):
        dialog = QProgressDialog("", "", 0, 0)
        qtbot.addWidget(dialog)
        dialog.show()

        def close(result: object, dialog: QProgressDialog = dialog) -> None:
            dialog.close()
            results.append(result)

        run_in_background(dialog, partial(int, number), close, pytest.fail)
        if number % 4 == 3:
            wait_until(partial(_has, results, number + 1))
    wait_until(partial(_has, results, 300))
    assert sorted(map(int, map(str, results))) == list(range(300))


def test_everything_reported_arrives_in_order_and_before_the_outcome(qtbot: QtBot) -> None:
    owner, arrived = QObject(), list[object]()
    task = BackgroundTask(owner)
    task.reported.connect(arrived.extend)

    def work(_: Cancelled, report: Report) -> str:
        for number in range(500):
            report(number)
        return "done"

    task.start(work, arrived.append, pytest.fail)
    assert task.is_busy
    wait_until(lambda: not task.is_busy)
    assert arrived == [*range(500), "done"]


def test_a_cancelled_task_ends_as_its_work_decides_or_as_stopped(qtbot: QtBot) -> None:
    owner, results = QObject(), list[object]()
    task = BackgroundTask(owner)

    def work(cancelled: Cancelled, _: Report) -> str:
        while not cancelled():
            time.sleep(0.001)
        return "half"

    task.start(work, results.append, pytest.fail)
    task.cancel()
    wait_until(lambda: results == ["half"])
    task.start(work, results.append, results.append, stopped=lambda: results.append("stopped"))
    task.cancel()
    wait_until(lambda: results == ["half", "stopped"])
    assert not task.is_busy


def test_work_ends_when_its_owner_goes_and_nobody_is_told(qtbot: QtBot) -> None:
    owner, results, ended = QObject(), list[object](), threading.Event()
    task = BackgroundTask(owner)

    def work(cancelled: Cancelled, _: Report) -> None:
        while not cancelled():
            time.sleep(0.001)
        ended.set()

    task.start(work, results.append, results.append, stopped=lambda: results.append("stopped"))
    owner.deleteLater()
    del owner
    wait_until(ended.is_set)
    qtbot.wait(50)
    assert results == []


def test_the_box_of_long_work_stops_it(qtbot: QtBot) -> None:
    window, results = QWidget(), list[object]()
    qtbot.addWidget(window)
    window.show()

    def work(cancelled: Cancelled) -> None:
        while not cancelled():
            time.sleep(0.001)

    run_with_progress(
        window, "正在生成…", work, results.append, pytest.fail, lambda: results.append("stopped")
    )
    (box,) = window.findChildren(QProgressDialog)
    wait_until(box.isVisible)
    (cancel,) = box.findChildren(QPushButton)
    cancel.click()
    wait_until(lambda: results == ["stopped"])
    wait_until(lambda: window.children() == [])


def _has(results: list[object], number: int) -> bool:
    return len(results) == number
