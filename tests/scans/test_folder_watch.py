import os
from pathlib import Path

import pytest

from jbgs_desktop.errors import FileAccessError
from jbgs_desktop.scans.folder_watch import ScanFolderWatch


def test_a_file_is_handed_over_once_when_it_has_stopped_growing(tmp_path: Path) -> None:
    watch = ScanFolderWatch(tmp_path)
    scan = tmp_path / "扫描1.pdf"
    scan.write_bytes(b"%PDF-")
    assert watch.poll() == ()
    scan.write_bytes(b"%PDF-1.7 more")
    assert watch.poll() == ()
    assert watch.poll() == (scan,)
    assert watch.poll() == ()


def test_what_was_there_before_is_left_alone_unless_it_is_wanted(tmp_path: Path) -> None:
    old = tmp_path / "旧.jpg"
    old.write_bytes(b"old")
    watch, eager = ScanFolderWatch(tmp_path), ScanFolderWatch(tmp_path, everything=True)
    assert [watch.poll(), watch.poll(), watch.poll()] == [(), (), ()]
    assert [eager.poll(), eager.poll()] == [(), (old,)]


def test_a_file_written_anew_comes_again(tmp_path: Path) -> None:
    scan = tmp_path / "IMG.jpg"
    scan.write_bytes(b"first")
    watch = ScanFolderWatch(tmp_path)
    scan.write_bytes(b"second time")
    assert [watch.poll(), watch.poll()] == [(), (scan,)]


def test_a_file_of_the_same_name_after_the_first_was_removed_comes_again(tmp_path: Path) -> None:
    scan = tmp_path / "IMG.jpg"
    watch = ScanFolderWatch(tmp_path)
    scan.write_bytes(b"first")
    os.utime(scan, (1, 1))
    assert [watch.poll(), watch.poll()] == [(), (scan,)]
    scan.unlink()
    assert watch.poll() == ()
    scan.write_bytes(b"first")
    os.utime(scan, (1, 1))
    assert [watch.poll(), watch.poll()] == [(), (scan,)]


def test_several_come_in_the_order_of_their_numbers(tmp_path: Path) -> None:
    watch = ScanFolderWatch(tmp_path)
    names = ["扫描10.png", "扫描9.png", "扫描1.TIF"]
    for name in names:
        (tmp_path / name).write_bytes(b"x")
    watch.poll()
    assert [path.name for path in watch.poll()] == ["扫描1.TIF", "扫描9.png", "扫描10.png"]


@pytest.mark.parametrize("name", ["a.pdf.part", "a.tmp", "~a.pdf", ".a.pdf", "a.docx", "空.pdf"])
def test_what_is_no_finished_scan_is_passed_over(tmp_path: Path, name: str) -> None:
    watch = ScanFolderWatch(tmp_path)
    (tmp_path / name).write_bytes(b"" if name.startswith("空") else b"x")
    (tmp_path / "文件夹.pdf").mkdir()
    assert [watch.poll() for _ in range(4)] == [()] * 4


def test_a_folder_that_has_gone_is_told(tmp_path: Path) -> None:
    folder = tmp_path / "共享"
    folder.mkdir()
    watch = ScanFolderWatch(folder)
    folder.rmdir()
    with pytest.raises(FileAccessError, match=r"共享.*已经读入的扫描不受影响"):
        watch.poll()
