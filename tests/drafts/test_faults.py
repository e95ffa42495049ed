"""Disks that fail, fill up or forbid: old or new content, whole; and it goes on afterwards."""

import errno
import io
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest

from jbgs_desktop.errors import FileAccessError, JbgsError
from tests.drafts.cheap_drafts import (
    SECRET,
    application,
    attach_and_save,
    everything,
    new_draft,
    reopen,
)
from tests.libreoffice import require

ROOT = Path(__file__).parents[2]
LEVELS = range(0, 49)  # pages of 4 KiB that are free when a save begins


@pytest.mark.skipif(sys.platform != "linux", reason="faults are injected by the Linux linker")
def test_every_system_call_of_a_save_fails_once_and_for_good(
    tmp_path: Path, pytestconfig: pytest.Config
) -> None:
    require("cc")
    library = tmp_path / "fault.so"
    source = str(Path(__file__).with_name("fault.c"))
    subprocess.run(
        ["cc", "-shared", "-fPIC", "-O1", "-o", str(library), source, "-ldl"], check=True
    )
    turns = "1" if pytestconfig.getoption("--every-fault") else "3"
    # In memory where there is such a place: thousands of flushes cost a disk a minute.
    memory = Path("/dev/shm")
    with TemporaryDirectory(dir=memory if memory.is_dir() else tmp_path) as folder:
        result = subprocess.run(
            [sys.executable, "-m", "tests.drafts.faulty_saves", folder, turns],
            env={**os.environ, "LD_PRELOAD": str(library)},
            cwd=ROOT,
            capture_output=True,
            text=True,
        )
    assert result.returncode == 0, result.stderr
    met = int(result.stdout)
    print(f"{met} faults")
    assert met > 200


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A disk of 1 MiB; skips where this user may not mount one."""
    folder = tmp_path / "small"
    folder.mkdir()
    command = ["mount", "-t", "tmpfs", "-o", "size=1m", "tmpfs", str(folder)]
    if not shutil.which("mount") or subprocess.run(command, capture_output=True).returncode:
        pytest.skip("mounting a small disk needs root")
    yield folder
    subprocess.run(["umount", "-l", str(folder)], check=True)


def fill(disk: Path, pages: int) -> Path:
    """Leave ``pages`` pages of ``disk`` free."""
    filler = disk / "filler"
    filler.unlink(missing_ok=True)
    free = os.statvfs(disk).f_bavail - pages
    with filler.open("wb") as file:
        os.posix_fallocate(file.fileno(), 0, max(0, free) * 4096)
    return filler


def test_a_disk_that_fills_up_at_every_level(small_disk: Path) -> None:
    file = small_disk / "a.jbgs"
    with closing(new_draft(file, application(0))) as draft:
        attach_and_save(draft, "a.pdf", b"x" * 5000)
    whole = file.read_bytes()
    refused = 0
    for pages in LEVELS:
        (small_disk / "filler").unlink(missing_ok=True)
        file.write_bytes(whole)
        old = everything(file)[0][-1]
        new = old.set("unit.profile", os.urandom(20_000).hex())
        with closing(reopen(file)) as draft:
            filler = fill(small_disk, pages)
            message = ""
            try:
                draft.save(new)
            except FileAccessError as error:
                message = str(error)
                assert "磁盘空间不足" in message
            refused += bool(message)
            assert everything(file)[0][-1] == (old if message else new)
            filler.unlink()
            draft.save(new)
        assert everything(file)[0][-1] == new
    assert 0 < refused < len(LEVELS)


def test_an_attachment_for_which_there_is_no_room(small_disk: Path) -> None:
    file = small_disk / "a.jbgs"
    with closing(new_draft(file)) as draft:
        with pytest.raises(FileAccessError, match="磁盘空间不足"):
            attach_and_save(draft, "a.pdf", os.urandom(1_200_000))
        assert attach_and_save(draft, "a.pdf", b"small") == "evidence/a.pdf"
        assert draft.examine() == []


def test_a_book_for_which_there_is_no_room(small_disk: Path) -> None:
    file = small_disk / "a.jbgs"
    with closing(new_draft(file, application(0))) as draft:
        draft.keep_version("第1版", "first", "A", io.BytesIO(b"a book"))
        draft.save(application(1))
        with pytest.raises(FileAccessError, match="磁盘空间不足"):
            draft.keep_version("第2版", "second", "B", io.BytesIO(os.urandom(1_200_000)))
        assert (draft.record, draft.points[-1].name, draft.open_book("B")) == ("first", "", None)
        draft.keep_version("第2版", "second", "B", io.BytesIO(b"a small book"))
        assert draft.examine() == []
    with closing(reopen(file)) as draft:
        assert (draft.record, draft.points[-1].name) == ("second", "第2版")


def test_a_draft_in_a_place_that_cannot_be_written_is_still_read(
    tmp_path: Path, small_disk: Path
) -> None:
    file = small_disk / "a.jbgs"
    new_draft(file, application(0)).close()
    subprocess.run(["mount", "-o", "remount,ro", str(small_disk)], check=True)
    with pytest.raises(FileAccessError, match="只读"):
        reopen(file)
    assert everything(file)[0] == [application(0)]


@pytest.mark.parametrize("code", [errno.ENOSPC, errno.EIO, errno.EACCES, errno.EROFS])
def test_a_new_draft_or_copy_appears_whole_or_not_at_all(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, code: int
) -> None:
    file, target = tmp_path / "a.jbgs", tmp_path / "copy.jbgs"
    with closing(new_draft(file)) as draft:

        def fail(_source: object, _target: object) -> None:
            raise OSError(code, os.strerror(code))

        with monkeypatch.context() as patch:
            patch.setattr(os, "replace", fail)
            with pytest.raises(JbgsError):
                draft.copy_file(target)
        draft.save(application(1))  # a mark that cannot be written is no failure to save
    assert sorted(path.name for path in tmp_path.iterdir()) == ["a.jbgs"]


def test_a_data_folder_that_cannot_be_written_does_not_stop_saving(
    tmp_path: Path, data_folder: Path
) -> None:
    data_folder.write_text("a file is in the way")
    with closing(new_draft(tmp_path / "a.jbgs", None, SECRET)) as draft:
        draft.save(application(1))
    assert everything(tmp_path / "a.jbgs")[0][-1] == application(1)
