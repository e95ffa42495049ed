"""What a child gives up: each forbidden act fails, and drawing goes on."""

import logging
import os
import platform
import re
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from jbgs_desktop import confinement, sandbox
from jbgs_desktop.sandbox import ChildFailure, run_in_workers
from tests import child_tasks

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="only Linux has these walls")
MEMORY = 2**29
OF_WRITING = {
    *("create", "null", "truncate", "empty", "remove", "rename", "folder", "link", "rights"),
    *("time", "pipe with a name"),
}
HEADERS = {
    "x86_64": Path("/usr/include/x86_64-linux-gnu/asm/unistd_64.h"),
    "aarch64": Path("/usr/include/asm-generic/unistd.h"),
}


def result(task: str, item: Any, **options: Any) -> Any:
    (outcome,) = run_in_workers(
        f"tests.child_tasks:{task}", [item], seconds=20, memory=MEMORY, **options
    )
    assert outcome.failure is None
    return outcome.result


@pytest.fixture(params=["forked", "started"])
def way(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> str:
    """How a child comes to be."""

    def refuse(*_: object) -> None:
        raise PermissionError

    if request.param == "started":
        monkeypatch.setattr(sandbox, "fork_child", refuse)
    return str(request.param)


def test_no_forbidden_act_succeeds(
    way: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    acts = list(child_tasks._ACTS)
    outcomes = run_in_workers(
        "tests.child_tasks:forbidden", acts, seconds=20, memory=MEMORY, reads=[tmp_path]
    )
    answers = {acts[outcome.index]: outcome.result for outcome in outcomes}
    assert set(answers.values()) <= {"EPERM", "EACCES", "ENOSYS"}, answers
    assert answers.keys() == set(acts)
    assert not list(tmp_path.iterdir())


def test_a_forbidden_act_stands_in_the_log(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG, "jbgs_desktop.sandbox")
    (outcome,) = run_in_workers(
        "tests.child_tasks:raise_forbidden", ["socket"], seconds=20, memory=MEMORY
    )
    assert outcome.failure is ChildFailure.CRASH
    assert "crash (PermissionError: Operation not permitted)" in caplog.text


def test_a_child_that_writes_does_so_in_its_folder_alone(way: str, tmp_path: Path) -> None:
    inside, outside = tmp_path / "inside", tmp_path / "outside"
    inside.mkdir()
    outside.mkdir()
    assert result("write", str(inside / "file"), writes=[inside]) == "done"
    assert (inside / "file").read_bytes() == b"x"
    if confinement.missing_walls():
        pytest.skip("the kernel has no Landlock")
    assert result("write", str(outside / "file"), writes=[inside]) == "EACCES"
    assert not list(outside.iterdir())


def test_a_child_that_writes_may_do_nothing_else(tmp_path: Path) -> None:
    acts = [act for act in child_tasks._ACTS if act not in OF_WRITING]
    outcomes = run_in_workers(
        "tests.child_tasks:forbidden", acts, seconds=20, memory=MEMORY, writes=[tmp_path]
    )
    answers = {acts[outcome.index]: outcome.result for outcome in outcomes}
    assert set(answers.values()) <= {"EPERM", "EACCES", "ENOSYS"}, answers


def test_a_child_reads_what_it_was_given_alone(tmp_path: Path) -> None:
    mine, other = tmp_path / "mine", tmp_path / "other"
    mine.write_text("mine")
    other.write_text("other")
    assert result("read", str(mine), reads=[mine]) == "mine"
    assert result("read", str(other), reads=None) == "other"
    if not confinement.missing_walls():
        assert result("read", str(other), reads=[mine]) == "EACCES"
        assert result("read", str(other)) == "EACCES"


def test_of_many_files_a_child_reads_the_folders(tmp_path: Path) -> None:
    files = [tmp_path / f"{number}" for number in range(300)]
    files[7].write_text("seven")
    assert result("read", str(files[7]), reads=files) == "seven"


def test_a_child_knows_no_secret_of_the_environment(
    way: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("JBGS_PASSPHRASE", "hush-hush")
    monkeypatch.setenv("LD_PRELOAD_TRIAL", "hush-hush")
    variables = result("environment", 0, reads=["/proc"])
    assert not [each for each in variables if "PASSPHRASE" in each or "hush" in each]


def test_a_child_may_have_threads() -> None:
    assert result("thread", 1) == [1]


def test_a_child_that_asks_for_children_does_their_work_itself() -> None:
    assert result("ask_others", [1, "bad", 2]) == [[1, None], [None, "crash"], [2, None]]


def test_an_answer_that_cannot_be_true_is_a_crash() -> None:
    def believe(answer: Any) -> int:
        return int(answer["count"])

    outcomes = run_in_workers(
        "tests.child_tasks:echo",
        [{"count": 7}, {}, [], 3, {"count": []}],
        seconds=20,
        memory=MEMORY,
        believe=believe,
    )
    assert [outcome.result for outcome in outcomes] == [7, None, None, None, None]


@pytest.mark.parametrize("machine", HEADERS)
def test_the_numbers_of_the_calls_are_the_kernels(machine: str) -> None:
    if not HEADERS[machine].exists():
        pytest.skip("no headers of the kernel")
    text = HEADERS[machine].read_text()
    kernels = {
        name: int(number)
        for name, number in re.findall(r"^#define __NR(?:3264)?_(\w+)\s+(\d+)", text, re.M)
    }
    tables = (confinement._FORBIDDEN, confinement._WAYS_TO_WRITE, confinement._REPLACED)
    place = confinement._MACHINES[machine][1]
    wrong = {
        name: numbers[place]
        for table in tables
        for name, numbers in table.items()
        if kernels.get(name, numbers[place]) != numbers[place]
    }
    assert wrong == {}
    known = [name for table in tables for name, numbers in table.items() if name in kernels]
    assert len(known) > 60


def executed(code: bytes, machine: int, number: int, *arguments: int) -> int:
    """What the filter ``code`` answers about a system call."""
    data = [number, machine, 0, 0, *(half for each in arguments for half in (each, 0)), *[0] * 12]
    steps = [
        (int.from_bytes(code[at : at + 2], "little"), code[at + 2], code[at + 3],
         int.from_bytes(code[at + 4 : at + 8], "little"))
        for at in range(0, len(code), 8)
    ]  # fmt: skip
    at = held = 0
    while True:
        kind, then, otherwise, value = steps[at]
        at += 1
        if kind == 0x06:
            return value
        if kind == 0x20:
            held = data[value // 4]
            continue
        is_so = {0x15: held == value, 0x45: bool(held & value), 0x35: held >= value}[kind]
        at += then if is_so else otherwise


def refused(machine: str, *, may_write: bool) -> Iterator[tuple[str, int]]:
    name, place = confinement._MACHINES[machine]
    code = confinement._program(machine, may_write=may_write)
    for table in (confinement._FORBIDDEN, confinement._WAYS_TO_WRITE):
        for call, numbers in table.items():
            if numbers[place] >= 0:
                yield call, executed(code, name, numbers[place])


@pytest.mark.parametrize("machine", HEADERS)
def test_the_filter_of_each_machine_refuses_what_is_forbidden(machine: str) -> None:
    allow, deny, end = 0x7FFF0000, 0x00050001, 0x80000000
    assert {answer for _, answer in refused(machine, may_write=False)} == {deny}
    rules = dict(refused(machine, may_write=True))
    assert rules["socket"] == deny
    assert rules["mkdirat"] == allow
    name, place = confinement._MACHINES[machine]
    code = confinement._program(machine, may_write=False)
    openat, clone, read = ((257, 56)[place], (56, 220)[place], (0, 63)[place])
    assert executed(code, name, read) == allow
    assert executed(code, name, openat, 0, 0, os.O_RDONLY | os.O_CLOEXEC) == allow
    for flags in (os.O_WRONLY, os.O_RDWR, os.O_CREAT, os.O_TRUNC):
        assert executed(code, name, openat, 0, 0, flags) == deny
    assert executed(code, name, clone, 0x11) == deny
    assert executed(code, name, clone, 0x3D0F00) == allow
    assert executed(code, name + 1, read) == end
    assert executed(code, name, 0x40000000) == end


def test_a_machine_without_a_table_has_no_filter_and_it_is_told(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(platform, "machine", lambda: "loongarch64")
    confinement.missing_walls.cache_clear()
    assert confinement._program("loongarch64", may_write=False) == b""
    assert "限制系统调用（seccomp）" in confinement.missing_walls()
    confinement.missing_walls.cache_clear()
