"""Folders for copies: gone at the end, and what a killed program left goes at the next start."""

import io
import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from jbgs_desktop.errors import FileAccessError
from jbgs_desktop.private_folders import (
    PrivateFolder,
    clear_place,
    private_folder,
    remove_leftovers,
    roomy_place,
)

_RUNNING = """
import sys
from jbgs_desktop.private_folders import private_folder, roomy_place
with private_folder(roomy_place()) as folder:
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
    with private_folder(roomy_place()) as folder:
        (folder / "below").mkdir()
        (folder / "below" / "copy").touch()
        assert folder.parent == temporary
    assert os.listdir(temporary) == []


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no modes")
def test_nobody_else_may_look_into_it() -> None:
    with private_folder(roomy_place()) as folder:
        assert folder.stat().st_mode & 0o077 == 0


def test_what_a_killed_program_left_is_removed(temporary: Path) -> None:
    with program() as (running, left):
        running.kill()
        running.wait()
        assert (left / "copy").exists()
    with private_folder(roomy_place()):
        assert not left.exists()
    assert os.listdir(temporary) == []


def test_the_folder_of_a_running_program_is_left_alone(temporary: Path) -> None:
    with program() as (running, in_use):
        with private_folder(roomy_place()) as own:
            assert own != in_use
        assert (in_use / "copy").exists()
        running.communicate()  # ends it
    assert os.listdir(temporary) == []


def test_folders_that_nobody_has_marked_are_left_alone(temporary: Path) -> None:
    (temporary / "jbgs-private-mine").mkdir()
    (temporary / "jbgs-other.lock").touch()
    with private_folder(roomy_place()):
        pass
    assert sorted(os.listdir(temporary)) == ["jbgs-other.lock", "jbgs-private-mine"]


def test_a_place_that_cannot_be_used_is_told(
    temporary: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("tempfile.tempdir", str(temporary / "gone"))
    with pytest.raises(FileAccessError, match="gone"), private_folder(roomy_place()):
        pass


def test_a_folder_in_clear_is_private_to_the_user_and_in_memory_where_there_is_such_a_place(
    temporary: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("JBGS_HOME", str(temporary / "home"))
    monkeypatch.setenv("XDG_RUNTIME_DIR", str(temporary / "gone"))
    with private_folder() as folder:
        assert folder.parent == clear_place() == temporary / "home" / "viewing"
    monkeypatch.setenv("XDG_RUNTIME_DIR", str(temporary))
    with private_folder() as folder:
        assert folder.parent == clear_place() == temporary


def test_copies_keep_their_names_and_go_together(temporary: Path) -> None:
    folder = PrivateFolder(temporary)
    copies = [folder.copy("证照.pdf", io.BytesIO(data)) for data in (b"one", b"two")]
    assert [(copy.name, copy.read_bytes()) for copy in copies] == [
        ("证照.pdf", b"one"),
        ("证照.pdf", b"two"),
    ]
    folder.close()
    folder.close()
    assert os.listdir(temporary) == []
    assert folder.copy("再来.pdf", io.BytesIO(b"three")).read_bytes() == b"three"
    folder.close()
    assert os.listdir(temporary) == []


def test_a_copy_that_cannot_be_written_is_told(temporary: Path) -> None:
    folder = PrivateFolder(temporary)
    with pytest.raises(FileAccessError, match="无法取出“长"):
        folder.copy("长" * 300, io.BytesIO(b""))
    folder.close()


def test_a_start_removes_what_was_left_in_both_places(
    temporary: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XDG_RUNTIME_DIR", str(temporary / "run"))
    (temporary / "run").mkdir()
    for place in (temporary, temporary / "run"):
        (place / "jbgs-private-left").mkdir()
        (place / "jbgs-private-left.lock").touch()
    remove_leftovers()
    assert os.listdir(temporary) == ["run"]
    assert os.listdir(temporary / "run") == []
