"""Which drives are shown, and how one that comes or goes is noticed."""

import os
import stat
import sys
from pathlib import Path

import pytest

from jbgs_desktop.bundle.drives import (
    Drive,
    Mounted,
    can_eject,
    eject,
    held,
    identity,
    list_drives,
)
from jbgs_desktop.errors import BundleError
from tests.bundle.media import MB, memory, run, stick


def volume(folder: Path, **facts: object) -> Mounted:
    folder.mkdir(exist_ok=True)
    values = {"device": "/dev/sdz1", "mount": folder, "filesystem": "vfat", **facts}
    return Mounted(**values)  # type: ignore[arg-type]


def test_a_drive_is_shown_with_what_people_ask_of_it(tmp_path: Path) -> None:
    seen = volume(tmp_path / "KINGSTON", removable=True, read_only=True)
    (drive,) = list_drives(lambda: [seen])
    assert (drive.name, drive.filesystem, drive.removable) == ("KINGSTON", "FAT32", True)
    assert drive.read_only
    assert 0 < drive.free < drive.total


def test_removable_drives_come_first(tmp_path: Path) -> None:
    disk = volume(tmp_path / "a", removable=False)
    unknown = volume(tmp_path / "b")
    stick = volume(tmp_path / "c", removable=True, label="报送")
    assert [drive.name for drive in list_drives(lambda: [disk, unknown, stick])] == [
        "报送",
        "a",
        "b",
    ]


def test_a_drive_that_does_not_answer_is_left_out(tmp_path: Path) -> None:
    gone = Mounted("/dev/sdz1", tmp_path / "gone", "vfat")
    here = volume(tmp_path / "here")
    assert [drive.mount for drive in list_drives(lambda: [gone, here])] == [here.mount]


@pytest.mark.skipif(sys.platform != "linux", reason="asks the system, which has / on Linux only")
def test_the_systems_own_folders_are_no_drives() -> None:
    for drive in list_drives():
        assert drive.mount.is_dir()
        assert drive.mount != Path("/")
        assert not str(drive.mount).startswith(("/proc", "/sys", "/dev", "/boot"))


def test_a_stick_is_found_among_what_the_system_has_mounted(tmp_path: Path) -> None:
    with stick(tmp_path, 16 * MB) as plugged:
        (found,) = [drive for drive in list_drives() if drive.mount == plugged.mount]
        assert (found.name, found.device, found.read_only) == ("U盘", plugged.device, False)
        assert "exFAT" in found.filesystem


def test_another_medium_at_the_same_place_has_another_identity(tmp_path: Path) -> None:
    with memory(tmp_path / "stick", "1m") as mount, held(mount) as first:
        assert identity(mount) == first
        run("umount", "-l", mount)
        assert identity(mount) != first  # the host's own disk
        run("mount", "-t", "tmpfs", "-o", "size=1m", "tmpfs", mount)
        assert identity(mount) != first


def a_stick(device: str = "/dev/sdz1", *, removable: bool = True) -> Drive:
    return Drive("KINGSTON", Path("x"), 1, 1, "exFAT", removable, False, device)


@pytest.fixture
def udisks(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A udisksctl that notes what it is asked, and says no where a file ``busy`` lies."""
    if sys.platform != "linux":
        pytest.skip("udisks is a service of Linux")
    program = tmp_path / "udisksctl"
    program.write_text(
        '#!/bin/sh\ncd "$(dirname "$0")"\necho "$@" >> asked\n'
        "if [ -e busy ]; then echo target is busy >&2; exit 1; fi\n"
    )
    program.chmod(program.stat().st_mode | stat.S_IXUSR)
    monkeypatch.setenv("PATH", f"{tmp_path}{os.pathsep}{os.environ['PATH']}")
    return tmp_path


def test_a_stick_is_unmounted_and_switched_off(udisks: Path) -> None:
    assert can_eject(a_stick())
    eject(a_stick())
    asked = (udisks / "asked").read_text().splitlines()
    assert [line.split()[0] for line in asked] == ["unmount", "power-off"]
    assert all(line.endswith("-b /dev/sdz1") for line in asked)


def test_a_stick_that_is_in_use_is_not_said_to_be_ejected(udisks: Path) -> None:
    (udisks / "busy").touch()
    with pytest.raises(BundleError, match="请关闭从它上面打开的文件"):
        eject(a_stick())
    assert len((udisks / "asked").read_text().splitlines()) == 1


def test_a_fixed_disk_and_a_folder_are_not_offered_to_be_ejected(udisks: Path) -> None:
    assert not can_eject(a_stick(removable=False))
    assert not can_eject(a_stick("tmpfs"))
