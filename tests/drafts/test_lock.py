"""Who has a draft open: told, respected, and given up with the program that held it."""

import errno
import json
import os
import platform
import subprocess
import sys
from pathlib import Path

import pytest

from jbgs_desktop.drafts.lock import DraftLock
from jbgs_desktop.errors import DraftHeldError, FileAccessError

HOLD = """
import sys
from pathlib import Path
from jbgs_desktop.drafts.lock import DraftLock
lock = DraftLock.take(Path(sys.argv[1]))
print("held", flush=True)
sys.stdin.read()
"""


@pytest.fixture
def draft(tmp_path: Path) -> Path:
    file = tmp_path / "a.jbgs"
    file.touch()
    return file


def other_program(draft: Path) -> "subprocess.Popen[str]":
    command = [sys.executable, "-c", HOLD, str(draft)]
    program = subprocess.Popen(
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, env=os.environ
    )
    assert program.stdout is not None
    assert program.stdout.readline() == "held\n"
    return program


def left_by(draft: Path, host: str, pid: int = 1) -> None:
    facts = {"host": host, "user": "李四", "pid": pid, "since": "2023-10-30 09:00"}
    draft.with_name("a.jbgs.lock").write_text(json.dumps(facts), encoding="utf-8")


def test_the_second_is_told_who_has_it(draft: Path) -> None:
    lock = DraftLock.take(draft)
    for take_over in (False, True):
        with pytest.raises(DraftHeldError, match=platform.node()):
            DraftLock.take(draft, take_over=take_over)
    lock.show_life()
    lock.release()
    lock.release()
    assert list(draft.parent.iterdir()) == [draft]
    DraftLock.take(draft).release()


def test_another_living_program_is_respected_and_a_killed_one_is_not(draft: Path) -> None:
    with other_program(draft) as program:
        with pytest.raises(DraftHeldError, match="只读"):
            DraftLock.take(draft, take_over=True)
        program.kill()
        program.wait()
        DraftLock.take(draft).release()


def test_another_computer_is_asked_about_never_pushed_aside(draft: Path) -> None:
    left_by(draft, "另一台")
    with pytest.raises(DraftHeldError, match="“另一台”上的“李四”在 2023-10-30 09:00 打开"):
        DraftLock.take(draft)
    DraftLock.take(draft, take_over=True).release()
    DraftLock.take(draft).release()


@pytest.mark.parametrize("content", [b"", b"\0", b"{}", b"[" * 3000, b'{"host": 1, "pid": "x"}'])
def test_a_lock_file_of_nobody_holds_nobody_up(draft: Path, content: bytes) -> None:
    draft.with_name("a.jbgs.lock").write_bytes(content)
    DraftLock.take(draft).release()


def test_where_the_system_has_no_locks_the_process_decides(
    draft: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    fcntl = pytest.importorskip("fcntl")

    def none(_descriptor: int, _operation: int) -> None:
        raise OSError(errno.ENOLCK, os.strerror(errno.ENOLCK))

    monkeypatch.setattr(fcntl, "flock", none)
    left_by(draft, platform.node(), os.getpid())
    with pytest.raises(DraftHeldError):
        DraftLock.take(draft)
    left_by(draft, platform.node(), 999_999_999)
    DraftLock.take(draft).release()


def test_two_that_find_a_dead_ones_lock_do_not_both_get_it(draft: Path) -> None:
    left_by(draft, platform.node())
    programs = []
    for _ in range(6):
        command = [sys.executable, "-c", HOLD, str(draft)]
        programs.append(
            subprocess.Popen(
                command,
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
                text=True,
            )
        )
    answers = [program.stdout.readline() for program in programs if program.stdout]
    for program in programs:
        program.communicate("")
    assert answers.count("held\n") == 1


def test_a_place_without_the_draft_or_without_rights_is_told(
    draft: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with pytest.raises(FileAccessError, match="不存在"):
        DraftLock.take(draft.with_name("none.jbgs"))

    def refuse(*_arguments: object) -> int:
        raise OSError(errno.EROFS, os.strerror(errno.EROFS))

    monkeypatch.setattr(os, "open", refuse)
    with pytest.raises(FileAccessError, match="只读"):
        DraftLock.take(draft)


@pytest.mark.skipif(sys.platform == "win32", reason="links need rights there")
@pytest.mark.parametrize("planted", ["symlink", "hard link", "loop", "pipe", "folder"])
def test_what_somebody_planted_beside_a_draft_is_not_written_to(
    draft: Path, tmp_path: Path, planted: str
) -> None:
    target, lock = tmp_path / "target", draft.with_name(draft.name + ".lock")
    target.write_text("precious")
    if planted == "symlink":
        lock.symlink_to(target)
    elif planted == "hard link":
        lock.hardlink_to(target)
    elif planted == "loop":
        lock.symlink_to(lock)
    elif planted == "pipe":
        os.mkfifo(lock)
    else:
        lock.mkdir()
    with pytest.raises(FileAccessError, match=r"可能是别人放的.*请删除它") as caught:
        DraftLock.take(draft)
    assert lock.name in str(caught.value)
    assert target.read_text() == "precious"


@pytest.mark.skipif(sys.platform == "win32", reason="links need rights there")
def test_a_link_to_nothing_makes_no_file(draft: Path, tmp_path: Path) -> None:
    target = tmp_path / "target"
    draft.with_name(draft.name + ".lock").symlink_to(target)
    with pytest.raises(FileAccessError):
        DraftLock.take(draft)
    assert not target.exists()
