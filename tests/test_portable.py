"""The portable program: where its data are, what it leaves alone, what is laid out for a stick."""

import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from installer import portable
from jbgs_desktop import files
from jbgs_desktop.drafts.keys.keyring import Keyring, KeyringState
from jbgs_desktop.drafts.keys.user_keys import Access, UserKeys, sealing_holders
from jbgs_desktop.errors import FileAccessError, SecretError
from tests.bundle.media import memory
from tests.drafts.keys.test_keyring import Memory

ROOT = Path(__file__).parents[1]


@pytest.fixture
def start(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[..., Path]]:
    """Lets this program take itself for the frozen one in 程序; returns 数据 beside it."""

    def start(*, marked: bool = True, carried: bool = True) -> Path:
        parts = tmp_path / "优盘" / "程序" / "_internal"
        parts.mkdir(parents=True)
        if marked:
            (parts / portable.MARK).touch()
        data = tmp_path / "优盘" / "数据"
        if carried:
            data.mkdir()
        monkeypatch.setattr(sys, "_MEIPASS", str(parts), raising=False)
        return data

    files.carried_data.cache_clear()
    yield start
    files.carried_data.cache_clear()


def test_data_beside_the_portable_program_are_the_data(start: Callable[..., Path]) -> None:
    assert files.data_folder() != (data := start())
    files.carried_data.cache_clear()  # which is asked once in a run
    assert files.is_portable()
    assert files.data_folder() == data


@pytest.mark.parametrize("facts", [{"marked": False}, {"carried": False}])
def test_without_the_mark_or_the_folder_they_are_in_the_users_own(
    start: Callable[..., Path], data_folder: Path, facts: dict[str, bool]
) -> None:
    start(**facts)
    assert files.data_folder() == data_folder
    memory_ring = Memory()
    keys = UserKeys(Keyring(lambda: memory_ring))
    keys.begin()
    assert keys.keep() is KeyringState.KEPT


def test_data_that_go_away_are_not_looked_for_on_the_computer(start: Callable[..., Path]) -> None:
    data = start()
    assert files.data_folder() == data
    data.rmdir()
    assert files.data_folder() == data


def test_the_keyring_of_the_computer_is_left_alone(start: Callable[..., Path]) -> None:
    data = start()
    keys = UserKeys()
    unlocking = keys.unlock()
    assert unlocking.access is Access.FIRST_START
    assert unlocking.keyring is KeyringState.LEFT_ALONE
    keys.begin()
    assert keys.keep() is KeyringState.LEFT_ALONE
    assert [file.name for file in data.iterdir()] == ["user.json"]
    assert UserKeys().unlock().access is Access.CODE  # on the next computer
    with pytest.raises(SecretError, match="密钥环。在命令行里请用 --passphrase-file"):
        sealing_holders(None)


def test_a_protected_or_full_stick_is_noticed_before_the_code_is_shown(
    start: Callable[..., Path],
) -> None:
    with memory(start(), "64k") as data:
        with pytest.raises(FileAccessError, match=r"空间不足.*清理空间"):
            UserKeys().begin()
        assert list(data.iterdir()) == []


def frozen(tmp_path: Path) -> Path:
    """What PyInstaller and installer/build.py leave, in small."""
    program = tmp_path / "dist" / "jbgs"
    (program / "_internal" / "lib").mkdir(parents=True)
    (program / "jbgs-desktop").write_text('#!/bin/sh\necho "$@"\n')
    (program / "jbgs-desktop").chmod(0o755)
    (program / "_internal" / "lib" / "library.so").write_bytes(b"library")
    (program / "jbgs").symlink_to("jbgs-desktop")
    return program


@pytest.mark.skipif(sys.platform == "win32", reason="a shell script")
def test_what_is_laid_out_has_no_links_and_the_commands_start(tmp_path: Path) -> None:
    program, target = frozen(tmp_path), tmp_path / "stick"
    (program / "_internal" / "library.so").symlink_to("lib/library.so")
    portable.lay_out(program, target)
    assert not any(file.is_symlink() for file in target.rglob("*"))
    assert (target / "_internal" / "library.so").read_bytes() == b"library"
    assert subprocess.check_output([target / "jbgs", "check", "a b"]) == b"--commands check a b\n"


@pytest.mark.parametrize("name", ["a:b", "end.", "LIB/library.so"])
def test_what_a_stick_cannot_hold_is_refused(tmp_path: Path, name: str) -> None:
    program = frozen(tmp_path)
    file = program / "_internal" / name
    file.parent.mkdir(exist_ok=True)
    file.touch()
    with pytest.raises(ValueError, match="not for every stick"):
        portable.lay_out(program, tmp_path / "stick")


def test_the_mark_is_the_one_that_the_program_looks_for() -> None:
    assert portable.MARK == files.PORTABLE_MARK
    guide = (ROOT / "installer" / "portable.txt").read_text(encoding="utf-8")
    assert f"名叫“{files.CARRIED_DATA}”的文件夹" in guide
    assert portable.TARGET.name in guide
