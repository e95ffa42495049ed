"""Writing a bundle: whole or not there, whatever the medium does meanwhile."""

import errno
import io
import os
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from jbgs_desktop.bundle.drives import identity
from jbgs_desktop.bundle.model import BundleContent, BundleFile
from jbgs_desktop.bundle.progress import Phase, Progress
from jbgs_desktop.bundle.writer import write_bundle
from jbgs_desktop.errors import BundleCancelledError, BundleError, BundleExistsError
from tests.bundle.media import disk, memory, run
from tests.bundle.sample_bundles import digests, plain_content

MB = 2**20
SIZES = {"01/甲.pdf": 3 * MB, "01/乙.docx": 5, "02/丙.pdf": 5 * MB + 1, "空.txt": 0}


class _Stop(Exception):
    pass


def at(phase: Phase, act: Callable[[], object]) -> Callable[[Progress], None]:
    """What to pass as ``progress`` so that ``act`` is done once, in the middle of ``phase``."""
    waiting = [act]

    def on_progress(progress: Progress) -> None:
        if progress.phase is phase and waiting and (phase is not Phase.WRITING or progress.done):
            waiting.pop()()

    return on_progress


def test_progress_goes_from_writing_over_reading_back_to_renaming(tmp_path: Path) -> None:
    seen: list[Progress] = []
    content = plain_content(SIZES)
    written = write_bundle(content, tmp_path, progress=seen.append)
    assert list(dict.fromkeys(each.phase for each in seen)) == list(Phase)
    assert [each.done for each in seen] == sorted(each.done for each in seen)
    assert seen[-1].done == seen[-1].total == 2 * content.size
    assert any(each.speed > 0 and each.left is not None for each in seen)
    assert written.is_safe
    assert {file.path: file.digest for file in written.files} == digests(written.folder)
    assert [path.name for path in tmp_path.iterdir()] == [content.name]


def test_a_bundle_that_is_there_stays_as_it_is(tmp_path: Path) -> None:
    content = plain_content(SIZES)
    first = digests(write_bundle(content, tmp_path).folder)
    with pytest.raises(BundleExistsError, match="已经有同名的报送包"):
        write_bundle(plain_content(SIZES), tmp_path)
    assert digests(tmp_path / content.name) == first


def test_replacing_leaves_only_the_new_one(tmp_path: Path) -> None:
    old, new = plain_content({"旧.pdf": MB}), plain_content({"新.pdf": MB})
    write_bundle(old, tmp_path)
    written = write_bundle(new, tmp_path, replace=True)
    assert written.notices == ()
    assert [path.name for path in tmp_path.iterdir()] == [new.name]
    assert "data/新.pdf" in digests(written.folder)
    assert "data/旧.pdf" not in digests(written.folder)


@pytest.mark.parametrize("phase", list(Phase))
def test_replacing_that_fails_keeps_the_old_one(tmp_path: Path, phase: Phase) -> None:
    old = plain_content({"旧.pdf": MB})
    before = digests(write_bundle(old, tmp_path).folder)

    def stop() -> None:
        raise _Stop

    with pytest.raises(_Stop):
        new = plain_content({"新.pdf": 3 * MB})
        write_bundle(new, tmp_path, replace=True, progress=at(phase, stop))
    assert digests(tmp_path) == {f"{old.name}/{path}": each for path, each in before.items()}


@pytest.mark.parametrize("steps", [1, 2, 5, 8, 11])
def test_calling_it_off_leaves_nothing(tmp_path: Path, steps: int) -> None:
    asked = iter(range(100))
    with pytest.raises(BundleCancelledError, match="已经取消写入"):
        write_bundle(plain_content(SIZES), tmp_path, cancelled=lambda: next(asked) >= steps)
    assert list(tmp_path.iterdir()) == []


def test_what_a_pulled_stick_kept_of_an_earlier_writing_goes(tmp_path: Path) -> None:
    content = plain_content(SIZES)
    left = tmp_path / f".{content.name}.0a1b2c3d.未完成"
    left.mkdir()
    (left / "bagit.txt").write_text("x")
    other = tmp_path / ".别的.未完成"
    other.mkdir()
    write_bundle(content, tmp_path)
    assert {path.name for path in tmp_path.iterdir()} == {content.name, other.name}


def test_an_old_bundle_put_aside_is_kept_until_the_new_one_is_there(tmp_path: Path) -> None:
    """A stick that was pulled between the two renames has only the old one, put aside."""
    content = plain_content(SIZES)
    aside = tmp_path / f".{content.name}.0a1b2c3d.旧"
    aside.mkdir()
    asked = iter(range(100))
    with pytest.raises(BundleCancelledError):
        write_bundle(content, tmp_path, cancelled=lambda: next(asked) >= 5)
    assert aside.exists()
    write_bundle(content, tmp_path)
    assert not aside.exists()


def test_another_medium_than_the_chosen_one_is_refused(tmp_path: Path) -> None:
    chosen = replace(identity(tmp_path), total=4096)
    with pytest.raises(BundleError, match="换成了另一个"):
        write_bundle(plain_content(SIZES), tmp_path, chosen=chosen)
    assert list(tmp_path.iterdir()) == []


def test_a_folder_that_is_not_there_is_never_made(tmp_path: Path) -> None:
    with pytest.raises(BundleError, match="断开或者被拔出"):
        write_bundle(plain_content(SIZES), tmp_path / "E")
    assert list(tmp_path.iterdir()) == []


class _Failing(io.BytesIO):
    def read(self, size: int | None = -1, /) -> bytes:
        if self.tell() >= 2 * MB:
            raise OSError(errno.EIO, "worn out")
        return super().read(size)


def with_source(content: BundleContent, open_: Callable[[], io.BytesIO]) -> BundleContent:
    return replace(content, files=(*content.files, BundleFile("data/坏.pdf", 4 * MB, open_)))


def test_a_source_that_cannot_be_read_is_told_from_a_bad_stick(tmp_path: Path) -> None:
    content = with_source(plain_content(SIZES), lambda: _Failing(bytes(4 * MB)))
    with pytest.raises(BundleError, match=r"data/坏\.pdf”的来源文件读不出来"):
        write_bundle(content, tmp_path)
    assert list(tmp_path.iterdir()) == []


def test_a_source_that_changes_its_size_is_told(tmp_path: Path) -> None:
    content = with_source(plain_content(SIZES), lambda: io.BytesIO(bytes(3 * MB)))
    with pytest.raises(BundleError, match="被改动"):
        write_bundle(content, tmp_path)
    assert list(tmp_path.iterdir()) == []


def test_space_is_checked_before_anything_is_written(tmp_path: Path) -> None:
    with memory(tmp_path / "stick", "10m") as mount:
        seen: list[Progress] = []
        with pytest.raises(BundleError, match=r"需要 1\d\.\d MB，现在只剩 10\.0 MB"):
            write_bundle(plain_content(SIZES), mount, progress=seen.append)
        assert (seen, list(mount.iterdir())) == ([], [])


def test_what_is_left_of_an_earlier_writing_takes_no_room(tmp_path: Path) -> None:
    with memory(tmp_path / "stick", "16m") as mount:
        content = plain_content(SIZES)
        left = mount / f".{content.name}.0a1b2c3d.未完成"
        left.mkdir()
        (left / "大.pdf").write_bytes(bytes(10 * MB))
        write_bundle(content, mount)
        assert [path.name for path in mount.iterdir()] == [content.name]


@pytest.mark.parametrize("left", [0, 1000, MB, 4 * MB, 8 * MB])
def test_a_stick_that_fills_up_meanwhile_keeps_nothing_of_it(tmp_path: Path, left: int) -> None:
    with memory(tmp_path / "stick", "24m") as mount:

        def fill() -> None:
            stat = os.statvfs(mount)
            (mount / "别的").write_bytes(bytes(max(stat.f_bavail * stat.f_frsize - left, 0)))

        with pytest.raises(BundleError, match="空间已经用完"):
            content = plain_content({**SIZES, "大.pdf": 9 * MB})
            write_bundle(content, mount, progress=at(Phase.WRITING, fill))
        assert [path.name for path in mount.iterdir()] == ["别的"]


@pytest.mark.parametrize("phase", list(Phase))
def test_a_stick_pulled_meanwhile_leaves_nothing_on_the_host(tmp_path: Path, phase: Phase) -> None:
    with memory(tmp_path / "stick", "64m") as mount:
        pull = at(phase, lambda: run("umount", "-l", mount))
        with pytest.raises(BundleError, match="拔出"):
            write_bundle(plain_content(SIZES), mount, progress=pull)
        assert not os.path.ismount(mount)
        assert list(mount.iterdir()) == []


@pytest.mark.parametrize("phase", list(Phase))
def test_a_stick_changed_for_another_meanwhile_is_told(tmp_path: Path, phase: Phase) -> None:
    with memory(tmp_path / "stick", "64m") as mount:

        def change() -> None:
            run("umount", "-l", mount)
            run("mount", "-t", "tmpfs", "-o", "size=64m", "tmpfs", mount)

        with pytest.raises(BundleError, match="换成了另一个"):
            write_bundle(plain_content(SIZES), mount, progress=at(phase, change))
        assert list(mount.iterdir()) == []


def test_a_bundle_that_has_its_name_is_not_said_to_be_gone(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    content = plain_content(SIZES)
    flush = os.fsync

    def fail_at_last(descriptor: int) -> None:
        if (tmp_path / content.name).exists():
            raise OSError(errno.EIO, "worn out")
        flush(descriptor)

    monkeypatch.setattr(os, "fsync", fail_at_last)
    with pytest.raises(BundleError, match="核对一次这个报送包"):
        write_bundle(content, tmp_path)
    assert "bagit.txt" in digests(tmp_path / content.name)


def test_a_write_protected_stick_is_told(tmp_path: Path) -> None:
    with memory(tmp_path / "stick", "64m") as mount:
        run("mount", "-o", "remount,ro", mount)
        with pytest.raises(BundleError, match="写保护"):
            write_bundle(plain_content(SIZES), mount)


def test_a_stick_that_lies_is_found_out_when_it_is_read_back(tmp_path: Path) -> None:
    """The system's memory still has what was written, but the medium has lost it."""
    with disk(tmp_path, 64 * MB) as (mount, image):
        content = plain_content(SIZES)
        with content.files[2].open() as source:
            kept = source.read(4096)

        def lose() -> None:
            place = image.read_bytes().index(kept)
            with image.open("r+b") as medium:
                medium.seek(place)
                medium.write(bytes(4096))

        with pytest.raises(BundleError, match=r"02/丙\.pdf”与写进去的不一样.*实际容量"):
            write_bundle(content, mount, progress=at(Phase.READING, lose))
        assert [path.name for path in mount.iterdir()] == ["lost+found"]
