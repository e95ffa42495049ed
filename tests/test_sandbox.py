"""Children with limits: whatever one of them does, the others' answers arrive."""

import os
import subprocess
import sys
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import psutil  # type: ignore[import-untyped]
import pytest

from jbgs_desktop.sandbox import (
    FAILURE_SENTENCES,
    ChildFailure,
    ChildWork,
    Outcome,
    run_in_workers,
)

ROOT = Path(__file__).parent.parent
MEMORY = 2**29
UNIX = pytest.mark.skipif(sys.platform == "win32", reason="the platform has no resource limits")


def outcomes(
    task: str, items: Sequence[Any], seconds: float = 20, workers: int = 1
) -> list[Outcome]:
    found = run_in_workers(
        f"tests.child_tasks:{task}", items, seconds=seconds, memory=MEMORY, workers=workers
    )
    return sorted(found, key=lambda outcome: outcome.index)


def no_child_is_left() -> bool:
    """Of this room's own; pytest's worker may hold a fork server of other tests."""
    return not any(
        each.status() == psutil.STATUS_ZOMBIE or "--child" in each.cmdline()
        for each in psutil.Process().children()
    )


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
    real, is_first = subprocess.Popen, iter([True])

    class Answer:
        """What a child says, the answer to its first item heard only when it is killed."""

        def __init__(self, child: Any) -> None:
            self._child, self._out, self._lines = child, child.stdout, 0

        def readline(self, most: int) -> bytes:
            line: bytes = self._out.readline(most)
            self._lines += 1
            if self._lines == 2:  # the first says that it is ready
                self._child.wait()
            return line

        def __getattr__(self, name: str) -> Any:
            return getattr(self._out, name)

    def start(*arguments: Any, **options: Any) -> Any:
        child = real(*arguments, **options)
        if next(is_first, False):
            child.stdout = Answer(child)  # type: ignore[assignment]
        return child

    monkeypatch.setattr(subprocess, "Popen", start)
    found = outcomes("echo", [1, 2, 3], seconds=0.5)
    assert found == [Outcome(index, index + 1, None) for index in range(3)]


def test_what_a_task_needs_is_loaded_before_its_time_begins() -> None:
    (outcome,) = outcomes("loaded_in_time", ["colorsys"])
    assert outcome == Outcome(0, True, None)


@UNIX
def test_a_child_cannot_fill_the_disk(tmp_path: Path) -> None:
    target = tmp_path / "large"
    (outcome,) = outcomes("fill_disk", [str(target)])
    assert outcome.failure == "crash"
    assert target.stat().st_size <= 2**29


def test_a_child_loads_nothing_of_the_window() -> None:
    (outcome,) = outcomes("modules", [0])
    assert not {"PySide6", "shiboken6", "PIL", "pypdfium2"} & set(outcome.result)


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
    told = tmp_path / "child"
    code = (
        "from jbgs_desktop.sandbox import run_in_workers; "
        f"list(run_in_workers('tests.child_tasks:hang_with', [{str(told)!r}], seconds=600, "
        f"memory={MEMORY}))"
    )
    program = subprocess.Popen([sys.executable, "-c", code], cwd=ROOT)
    _wait(told.exists)
    child = psutil.Process(int(told.read_text()))
    program.kill()
    program.wait()
    _wait(lambda: not child.is_running() or child.status() == psutil.STATUS_ZOMBIE)


def _wait(until: Any) -> None:
    last = time.monotonic() + 30
    while not until():
        assert time.monotonic() < last
        time.sleep(0.02)


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
        "bundle.scan_worker",
    ],
)
def test_a_child_that_draws_does_not_load_the_form(worker: str) -> None:
    """Each start of a child costs what its module imports."""
    code = f"import sys, jbgs_desktop.{worker}; print('jbgs_desktop.forms.checks' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "False"
