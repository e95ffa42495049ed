"""Children with limits: whatever one of them does, the others' answers arrive."""

import os
import socket
import subprocess
import sys
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import psutil  # type: ignore[import-untyped]
import pytest

from jbgs_desktop import child_server, sandbox
from jbgs_desktop.sandbox import (
    FAILURE_SENTENCES,
    ChildFailure,
    ChildWork,
    Outcome,
    run_in_workers,
)

ROOT = Path(__file__).parent.parent
MEMORY = 2**29
LINUX = pytest.mark.skipif(sys.platform != "linux", reason="only Linux forks its children")
UNIX = pytest.mark.skipif(sys.platform == "win32", reason="the platform has no resource limits")


def outcomes(
    task: str, items: Sequence[Any], seconds: float = 20, workers: int = 1, **places: Any
) -> list[Outcome]:
    found = run_in_workers(
        f"tests.child_tasks:{task}",
        items,
        seconds=seconds,
        memory=MEMORY,
        workers=workers,
        **places,
    )
    return sorted(found, key=lambda outcome: outcome.index)


def no_child_is_left() -> bool:
    """Of this room's own; the server of children may be there, and pytest's own of other tests."""
    return not any(
        each.status() == psutil.STATUS_ZOMBIE
        or "--child" in each.cmdline()
        or ("--child-server" in each.cmdline() and each.children())
        for each in psutil.Process().children()
    )


def test_a_child_keeps_the_memory_of_a_picture_for_the_next_one() -> None:
    assert [outcome.result for outcome in outcomes("drop_picture", [1, 2])] == [1, 1]


@pytest.mark.parametrize("workers", [1, 2, 9])
def test_every_item_is_answered_once_whatever_is_printed(workers: int) -> None:
    items = [None, 1, "二", [3], {"four": 4.5}]
    found = outcomes("echo", items, workers=workers)
    assert found == [Outcome(index, item, None) for index, item in enumerate(items)]
    assert no_child_is_left()


def test_without_items_there_is_nothing_to_do() -> None:
    assert outcomes("echo", []) == []


@pytest.mark.parametrize(
    ("task", "failure"),
    [
        ("hang", "time"),
        pytest.param("eat", "memory", marks=UNIX),
        ("die", "crash"),
        ("fail", "crash"),
    ],
)
def test_a_bad_item_costs_its_own_answer_only(task: str, failure: str) -> None:
    found = outcomes(task, [1, "bad", "bad", 2], seconds=0.5 if task == "hang" else 20)
    assert [(outcome.result, outcome.failure) for outcome in found] == [
        (1, None),
        (None, failure),
        (None, failure),
        (2, None),
    ]
    assert no_child_is_left()


@pytest.mark.parametrize("answer", ["[1]", "[1, 2, 3]", "7", '[1, "no failure"]', '[1, {"a": 1}]'])
def test_an_answer_that_is_none_is_a_crash(answer: str) -> None:
    (outcome,) = outcomes("answer_itself", [answer])
    assert outcome == Outcome(0, None, ChildFailure.CRASH)


@pytest.mark.parametrize("work", ChildWork)
def test_every_failure_has_a_sentence_that_says_what_to_do(work: ChildWork) -> None:
    sentences = FAILURE_SENTENCES[work]
    assert set(sentences) == set(ChildFailure)
    assert len(set(sentences.values())) == len(sentences)
    for sentence in sentences.values():
        assert "请" in sentence
        assert sentence.endswith("。")


def test_a_task_that_is_not_there_fails_and_does_not_hang() -> None:
    assert [outcome.failure for outcome in outcomes("nothing", [1, 2])] == ["start", "start"]


def test_a_child_that_is_killed_late_costs_nobody_an_answer(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    real, is_first = child_server.fork_child, iter([True])

    class Answer:
        """What a child says, the answer to its first item heard only when it is killed."""

        def __init__(self, child: Any) -> None:
            self._child, self._out, self._lines = child, child.stdout, 0

        def readline(self, most: int) -> bytes:
            line: bytes = self._out.readline(most)
            self._lines += 1
            if self._lines == 2:  # the first says that it is ready
                self._out.read()
            return line

        def __getattr__(self, name: str) -> Any:
            return getattr(self._out, name)

    def start(*arguments: Any) -> Any:
        child = real(*arguments)
        if next(is_first, False):
            child.stdout = Answer(child)  # type: ignore[assignment]
        return child

    monkeypatch.setattr(sandbox, "fork_child", start)
    found = outcomes("echo", [1, 2, 3], seconds=0.5)
    assert found == [Outcome(index, index + 1, None) for index in range(3)]


def test_what_a_task_needs_is_loaded_before_its_time_begins() -> None:
    (outcome,) = outcomes("loaded_in_time", ["colorsys"])
    assert outcome == Outcome(0, True, None)


@UNIX
def test_a_child_cannot_fill_the_disk(tmp_path: Path) -> None:
    target = tmp_path / "large"
    (outcome,) = outcomes("fill_disk", [str(target)], writes=[tmp_path])
    assert outcome.failure == "crash"
    assert target.stat().st_size <= 2**29


def test_a_child_loads_nothing_of_the_window() -> None:
    (outcome,) = outcomes("modules", [0])
    assert not {"PySide6", "shiboken6"} & set(outcome.result)


def test_a_cancelled_job_ends_while_its_children_hang() -> None:
    asked = iter([False, False])
    found = run_in_workers(
        "tests.child_tasks:hang",
        ["bad", "bad", "bad"],
        seconds=600,
        memory=MEMORY,
        cancelled=lambda: next(asked, True),
        workers=2,
    )
    assert list(found) == []
    assert no_child_is_left()


def test_a_caller_that_has_heard_enough_leaves_no_child() -> None:
    found = run_in_workers("tests.child_tasks:hang", [1, "bad"], seconds=600, memory=MEMORY)
    assert next(found) == Outcome(0, 1, None)
    found.close()  # type: ignore[attr-defined]
    assert no_child_is_left()


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux ends a child with its parent")
def test_a_child_does_not_outlive_a_program_that_is_killed(tmp_path: Path) -> None:
    note = tmp_path / "child"
    code = (
        "from jbgs_desktop.sandbox import run_in_workers; "
        f"list(run_in_workers('tests.child_tasks:hang_with', [{str(note)!r}], seconds=600, "
        f"memory={MEMORY}, writes=[{str(tmp_path)!r}]))"
    )
    program = subprocess.Popen([sys.executable, "-c", code], cwd=ROOT)
    _wait(note.exists)
    child = psutil.Process(int(note.read_text()))
    program.kill()
    program.wait()
    _wait(lambda: not child.is_running() or child.status() == psutil.STATUS_ZOMBIE)


def _wait(until: Any) -> None:
    last = time.monotonic() + 30
    while not until():
        assert time.monotonic() < last
        time.sleep(0.02)


def test_children_are_started_one_by_one_where_forking_is_forbidden(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def refuse(*_: object) -> None:
        raise PermissionError

    monkeypatch.setattr(sandbox, "fork_child", refuse)
    assert outcomes("echo", [1, 2], workers=2) == [Outcome(0, 1, None), Outcome(1, 2, None)]
    assert [each.failure for each in outcomes("hang", ["bad"], seconds=0.5)] == ["time"]
    assert no_child_is_left()


@LINUX
def test_a_server_that_was_killed_is_started_again() -> None:
    assert outcomes("echo", [1]) == [Outcome(0, 1, None)]
    (server,) = servers()
    server.kill()
    assert outcomes("echo", [2]) == [Outcome(0, 2, None)]
    assert servers() != [server]


@LINUX
def test_what_one_child_has_done_no_other_knows() -> None:
    first, second = (outcomes("leave_a_mark", ["mark"])[0] for _ in range(2))
    assert (first.result, second.result) == ([], [])


def test_a_child_has_the_folder_and_the_environment_of_now(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("one", "other"):
        (tmp_path / name).mkdir()
        monkeypatch.chdir(tmp_path / name)
        monkeypatch.setenv("LANG", name)
        assert outcomes("place", ["LANG"])[0].result == [str(tmp_path / name), name]


@LINUX
def test_the_server_ends_when_there_is_nothing_to_do(monkeypatch: pytest.MonkeyPatch) -> None:
    line, other = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
    monkeypatch.setattr(child_server, "_IDLE", 0.05)
    with line:
        assert child_server.serve(other.detach(), lambda _: 0) == 0


def servers() -> list[psutil.Process]:
    children = psutil.Process().children()
    return [each for each in children if "--child-server" in each.cmdline()]


def test_the_current_folder_lends_no_modules(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "json.py").write_text("raise SystemExit")
    monkeypatch.chdir(tmp_path)
    assert os.listdir() == ["json.py"]
    assert outcomes("echo", [1]) == [Outcome(0, 1, None)]


@pytest.mark.parametrize(
    "worker",
    [
        "documents.attachments.inspect_worker",
        "documents.attachments.page_worker",
        "documents.attachments.figure_worker",
        "documents.docx_reader.docx_worker",
        "documents.xlsx_reader.xlsx_worker",
        "bundle.scan_worker",
    ],
)
def test_a_child_that_draws_does_not_load_the_form(worker: str) -> None:
    """Each start of a child costs what its module imports."""
    code = f"import sys, jbgs_desktop.{worker}; print('jbgs_desktop.forms.checks' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "False"
