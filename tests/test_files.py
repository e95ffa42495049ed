"""Reading with a cap, and writing whole or not at all."""

import errno
import os
import socket
import sys
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jbgs_desktop.errors import FileAccessError
from jbgs_desktop.files import open_plain_file, read_capped, safe_name, scanned, write_atomic


def test_written_files_are_read_back(tmp_path: Path) -> None:
    files = {tmp_path / "a/一.txt": b"1", tmp_path / "b": b"2"}
    write_atomic(files)
    assert {path: read_capped(path, 10) for path in files} == files


def test_nothing_is_left_when_one_of_several_cannot_be_written(tmp_path: Path) -> None:
    (tmp_path / "in the way").mkdir()
    with pytest.raises(FileAccessError, match="文件夹"):
        write_atomic({tmp_path / "first": b"1", tmp_path / "in the way": b"2"})
    assert [path.name for path in tmp_path.iterdir()] == ["in the way"]


@pytest.mark.parametrize("code", [errno.ENOSPC, errno.EROFS, errno.EIO, errno.EACCES])
def test_a_fault_of_the_disk_keeps_the_old_content(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, code: int
) -> None:
    target = tmp_path / "申报.json"
    target.write_bytes(b"old")

    def fail(_descriptor: int) -> None:
        raise OSError(code, os.strerror(code))

    monkeypatch.setattr(os, "fsync", fail)
    with pytest.raises(FileAccessError, match=r"无法写入“.*申报\.json”：.*。"):
        write_atomic({target: b"new"})
    assert target.read_bytes() == b"old"
    assert list(tmp_path.iterdir()) == [target]


def test_a_target_that_another_program_holds_open_is_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(_source: object, _target: object) -> None:
        raise PermissionError(errno.EACCES, "sharing violation")

    monkeypatch.setattr(os, "replace", fail)
    with pytest.raises(FileAccessError, match="正被其他程序打开"):
        write_atomic({tmp_path / "a.docx": b"new"})
    assert list(tmp_path.iterdir()) == []


def test_on_windows_a_file_that_a_scanner_holds_for_a_moment_is_waited_for(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    replace, refusals = os.replace, [1, 2, 3]

    def hold(source: Path, target: Path) -> None:
        if refusals and refusals.pop():
            raise PermissionError(errno.EACCES, "sharing violation")
        replace(source, target)

    monkeypatch.setattr(sys, "platform", "win32")
    monkeypatch.setattr(os, "replace", hold)
    write_atomic({tmp_path / "a.docx": b"new"})
    assert (tmp_path / "a.docx").read_bytes() == b"new"
    assert not refusals


def test_none_of_several_is_replaced_while_another_program_holds_one(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    free, held = tmp_path / "a.docx", tmp_path / "b.xlsx"
    for file in (free, held):
        file.write_bytes(b"old")
    opened = Path.open

    def refuse(path: Path, mode: str = "r", **more: object) -> object:
        if path == held and "+" in mode:
            raise PermissionError(errno.EACCES, "sharing violation")
        return opened(path, mode, **more)  # type: ignore[call-overload]

    monkeypatch.setattr(Path, "open", refuse)
    with pytest.raises(FileAccessError, match=r"b\.xlsx.*正被其他程序打开"):
        write_atomic({free: b"new", held: b"new"})
    assert free.read_bytes() == b"old"
    assert sorted(tmp_path.iterdir()) == [free, held]


def test_the_users_umask_and_an_old_files_mode_are_kept(tmp_path: Path) -> None:
    private = tmp_path / "private"
    private.write_bytes(b"old")
    private.chmod(0o600)
    before = os.umask(0o077)
    try:
        write_atomic({private: b"new", tmp_path / "new": b"new"})
    finally:
        os.umask(before)
    assert private.stat().st_mode & 0o777 == 0o600
    assert (tmp_path / "new").stat().st_mode & 0o777 == 0o600


def test_a_file_where_a_folder_should_be_is_told(tmp_path: Path) -> None:
    (tmp_path / "file").write_bytes(b"x")
    with pytest.raises(FileAccessError, match="是文件而不是文件夹"):
        write_atomic({tmp_path / "file" / "a.docx": b"new"})


@pytest.mark.parametrize("path", ["\0bad", "x" * 300, "no/such/\0"])
def test_a_name_that_no_file_can_have_is_told(tmp_path: Path, path: str) -> None:
    with pytest.raises(FileAccessError):
        write_atomic({tmp_path / path: b""})
    with pytest.raises(FileAccessError):
        read_capped(tmp_path / path, 10)


def test_a_file_over_the_cap_a_folder_and_a_pipe_are_refused(tmp_path: Path) -> None:
    large = tmp_path / "large"
    large.write_bytes(b"12345")
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    assert read_capped(large, 5) == b"12345"
    for path, cap in ((large, 4), (tmp_path, 10), (pipe, 10), (tmp_path / "none", 10)):
        with pytest.raises(FileAccessError, match="无法读取"):
            read_capped(path, cap)


@given(st.text())
def test_a_safe_name_is_one_that_every_file_system_takes(text: str) -> None:
    name = safe_name(text)
    assert 0 < len(name) <= 61
    assert not set(name) & set('\\/:*?"<>|')
    assert name == name.strip(" .")
    assert safe_name(name) == name


@pytest.mark.parametrize("reserved", ["CON", "nul.txt", "com1", "LPT9.docx"])
def test_a_device_name_is_not_a_safe_name(reserved: str) -> None:
    assert safe_name(reserved) == f"_{reserved}"


def test_the_root_of_an_empty_drive_is_an_empty_folder(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "file").touch()
    with scanned(tmp_path) as entries:
        assert [entry.name for entry in entries] == ["file"]
    with pytest.raises(FileNotFoundError), scanned(tmp_path / "missing"):
        pass

    def as_windows_does(folder: Path) -> None:
        raise FileNotFoundError(errno.ENOENT, "no file matches the search", str(folder))

    monkeypatch.setattr(os, "scandir", as_windows_does)
    with scanned(tmp_path) as entries:
        assert list(entries) == []


@pytest.mark.skipif(sys.platform != "linux", reason="its devices")
@pytest.mark.parametrize("kind", ["pipe", "socket", "/dev/zero", "/proc/self/environ", "folder"])
def test_what_is_no_plain_file_is_not_opened_to_be_read(kind: str, tmp_path: Path) -> None:
    path = Path(kind) if kind.startswith("/") else tmp_path / "file"
    if kind == "pipe":
        os.mkfifo(path)
    elif kind == "folder":
        path.mkdir()
    with socket.socket(socket.AF_UNIX) as listener:
        if kind == "socket":
            listener.bind(str(path))
        with pytest.raises(FileAccessError, match="无法读取"):
            open_plain_file(path)


def test_a_plain_file_is_opened_whole_even_an_empty_one(tmp_path: Path) -> None:
    for content in (b"", b"content"):
        path = tmp_path / "file"
        path.write_bytes(content)
        with open_plain_file(path) as stream:
            assert stream.read() == content
