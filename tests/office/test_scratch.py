"""Folders for copies: gone at the end, and what a killed program left goes at the next start."""

import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from jbgs_desktop.errors import FileAccessError
from jbgs_desktop.office.scratch import scratch_folder

_RUNNING = """
import sys
from jbgs_desktop.office.scratch import scratch_folder
with scratch_folder() as folder:
    (folder / "copy").write_bytes(b"x")
    print(folder, flush=True)
    sys.stdin.read()
"""


@pytest.fixture(autouse=True)
def temporary(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    folder = tmp_path / "tmp"
    folder.mkdir()
    monkeypatch.setattr("tempfile.tempdir", None)
    for name in ("TMPDIR", "TEMP", "TMP"):
        monkeypatch.setenv(name, str(folder))
    return folder


@contextmanager
def program() -> Iterator[tuple[subprocess.Popen[bytes], Path]]:
    """A program that has a folder, and that folder."""
    command = [sys.executable, "-c", _RUNNING]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as running:
        assert running.stdout is not None
        yield running, Path(running.stdout.readline().decode().strip())


def test_nothing_stays(temporary: Path) -> None:
    with scratch_folder() as folder:
        (folder / "below").mkdir()
        (folder / "below" / "copy").touch()
        assert folder.parent == temporary
    assert os.listdir(temporary) == []


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no modes")
def test_nobody_else_may_look_into_it() -> None:
    with scratch_folder() as folder:
        assert folder.stat().st_mode & 0o077 == 0


def test_what_a_killed_program_left_is_removed(temporary: Path) -> None:
    with program() as (running, left):
        running.kill()
        running.wait()
        assert (left / "copy").exists()
    with scratch_folder():
        assert not left.exists()
    assert os.listdir(temporary) == []


def test_the_folder_of_a_running_program_is_left_alone(temporary: Path) -> None:
    with program() as (running, in_use):
        with scratch_folder() as own:
            assert own != in_use
        assert (in_use / "copy").exists()
        running.communicate()  # ends it
    assert os.listdir(temporary) == []


def test_folders_that_nobody_has_marked_are_left_alone(temporary: Path) -> None:
    (temporary / "jbgs-intake-mine").mkdir()
    (temporary / "jbgs-other.lock").touch()
    with scratch_folder():
        pass
    assert sorted(os.listdir(temporary)) == ["jbgs-intake-mine", "jbgs-other.lock"]


def test_a_place_that_cannot_be_used_is_told(
    temporary: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("tempfile.tempdir", str(temporary / "gone"))
    with pytest.raises(FileAccessError, match="gone"), scratch_folder():
        pass
