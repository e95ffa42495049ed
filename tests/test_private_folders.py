"""Folders for copies: gone at the end, and what a killed program left goes at the next start."""

import errno
import io
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, BinaryIO

import pytest

from jbgs_desktop.errors import DocumentError, FileAccessError, PlaceFullError
from jbgs_desktop.private_folders import (
    PrivateFolder,
    clear_places,
    made_in_clear,
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


def test_a_place_that_cannot_be_used_is_told(temporary: Path) -> None:
    with pytest.raises(FileAccessError, match="gone"), private_folder(temporary / "gone"):
        pass


@pytest.mark.parametrize("trouble", ["small", "gone"])
def test_whole_bundles_lie_where_there_is_most_room(
    temporary: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, trouble: str
) -> None:
    own = tmp_path / "home" / "viewing"
    monkeypatch.setenv("JBGS_HOME", str(own.parent))
    assert roomy_place() == temporary  # as much room: the system clears it up
    if trouble == "gone":
        monkeypatch.setattr("tempfile.tempdir", str(temporary / "gone"))
    else:
        usage = shutil.disk_usage(temporary)
        room = {temporary: usage._replace(free=2**20), own: usage}
        monkeypatch.setattr("shutil.disk_usage", room.__getitem__)
    with private_folder(roomy_place()) as folder:
        assert folder.parent == own


def test_a_folder_in_clear_is_private_to_the_user_and_in_memory_where_there_is_such_a_place(
    temporary: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("JBGS_HOME", str(temporary / "home"))
    monkeypatch.setenv("XDG_RUNTIME_DIR", str(temporary / "gone"))
    with private_folder() as folder:
        assert [folder.parent] == clear_places() == [temporary / "home" / "viewing"]
    monkeypatch.setenv("XDG_RUNTIME_DIR", str(temporary))
    with private_folder() as folder:
        assert folder.parent == clear_places()[0] == temporary


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


@pytest.fixture
def two_places(temporary: Path, monkeypatch: pytest.MonkeyPatch) -> tuple[Path, Path]:
    """A place in memory and one on the disk."""
    memory, disk = temporary / "run", temporary / "home" / "viewing"
    memory.mkdir()
    monkeypatch.setenv("XDG_RUNTIME_DIR", str(memory))
    monkeypatch.setenv("JBGS_HOME", str(disk.parent))
    return memory, disk


def fill(monkeypatch: pytest.MonkeyPatch, *full: Path) -> None:
    """Let there be no room at ``full``, and no sign of it before."""

    def copied(source: BinaryIO, target: Any, _: int) -> None:
        if any(place in Path(target.name).parents for place in full):
            raise OSError(errno.ENOSPC, "No space left on device")
        target.write(source.read())

    monkeypatch.setattr("shutil.copyfileobj", copied)


def test_a_copy_that_memory_has_no_room_for_goes_to_the_disk(
    two_places: tuple[Path, Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    memory, disk = two_places
    fill(monkeypatch, memory)
    folder = PrivateFolder()
    content = io.BytesIO(b"one")
    content.read()  # somebody looked at it before
    copy = folder.copy("证照.pdf", content)
    assert disk in copy.parents and copy.read_bytes() == b"one"
    assert [each.name for each in memory.glob("jbgs-private-*/*")] == []
    folder.close()
    assert [*os.listdir(memory), *os.listdir(disk)] == []


def test_a_place_that_is_nearly_full_is_not_begun_with(
    two_places: tuple[Path, Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    memory, disk = two_places

    class Usage:
        free = 2**20

    usage = shutil.disk_usage
    monkeypatch.setattr(
        "shutil.disk_usage", lambda path: Usage if memory in (path, *path.parents) else usage(path)
    )
    with private_folder() as folder:
        assert folder.parent == disk
    with made_in_clear(lambda folder: folder) as made:
        assert made.parent == disk


def test_where_no_place_has_room_the_place_is_named_and_not_the_file(
    two_places: tuple[Path, Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    fill(monkeypatch, *two_places)
    folder = PrivateFolder()
    with pytest.raises(PlaceFullError) as caught:
        folder.copy("证照.pdf", io.BytesIO(b"one"))
    folder.close()
    assert str(two_places[1]) in str(caught.value) and "证照" not in str(caught.value)


def test_what_did_not_fit_into_memory_is_made_again_on_the_disk(
    two_places: tuple[Path, Path],
) -> None:
    memory, disk = two_places
    asked: list[Path] = []

    def make(folder: Path) -> str:
        asked.append(folder.parent)
        if folder.parent == memory:
            raise OSError(errno.ENOSPC, "No space left on device")
        return "made"

    with made_in_clear(make) as made:
        assert made == "made" and asked == [memory, disk]

    def fail(folder: Path) -> str:
        raise DocumentError("其他原因")

    with pytest.raises(DocumentError, match="其他原因"), made_in_clear(fail):
        pass
    with pytest.raises(KeyError), made_in_clear(make):
        raise KeyError  # of the block, which is not tried again
    assert [*os.listdir(memory), *os.listdir(disk)] == []
