"""The drives that a bundle can be written to: what they are, and letting go of one.

Without a window. What the system says is asked for in one place, so that a test can put a drive
in and pull it (loop devices and folders are never marked as removable).
"""

import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from jbgs_desktop.errors import BundleError

_FILE_SYSTEMS = {
    "vfat": "FAT32",
    "msdos": "FAT",
    "exfat": "exFAT",
    "fuseblk": "exFAT 或 NTFS",
    "ntfs": "NTFS",
    "ntfs3": "NTFS",
}
_NO_DRIVES = {"squashfs", "iso9660", "udf", "overlay", "erofs", "cdfs"}  # nothing can be put there
_OF_THE_SYSTEM = ("/boot", "/efi", "/snap", "/var/lib", "/etc", "/proc", "/sys", "/dev", "/run/")
_WHERE_DESKTOPS_MOUNT = "/run/media"
_BY_UDISKS = 30  # seconds


@dataclass(frozen=True, slots=True)
class Mounted:
    """One mounted volume as the system describes it; ``removable`` is None where it is silent."""

    device: str
    mount: Path
    filesystem: str
    read_only: bool = False
    removable: bool | None = None
    label: str = ""


@dataclass(frozen=True, slots=True)
class Drive:
    """A drive as it is shown; ``free`` and ``total`` in bytes, ``filesystem`` as people call it."""

    name: str
    mount: Path
    free: int
    total: int
    filesystem: str
    removable: bool | None
    read_only: bool
    device: str = ""


@dataclass(frozen=True, slots=True)
class Identity:
    """Which medium a folder is on. Two that are equal are the same one, mounted once."""

    device: int
    mount: int  # the kernel's number of the mount, 0 where it has none
    total: int


Detector = Callable[[], Iterable[Mounted]]


def list_drives(detect: Detector | None = None) -> list[Drive]:
    """The drives at hand, the removable ones first. One that does not answer is left out."""
    drives = [drive for mounted in (detect or _mounted)() if (drive := _drive(mounted))]
    return sorted(drives, key=lambda each: (not each.removable, str(each.mount)))


def _drive(mounted: Mounted) -> Drive | None:
    try:
        usage = shutil.disk_usage(mounted.mount)
    except OSError:
        return None
    return Drive(
        mounted.label or mounted.mount.name or str(mounted.mount),
        mounted.mount,
        usage.free,
        usage.total,
        _FILE_SYSTEMS.get(mounted.filesystem.lower(), mounted.filesystem),
        mounted.removable,
        mounted.read_only,
        mounted.device,
    )


def identity(folder: Path) -> Identity:
    """The medium that ``folder`` is on now. Raises OSError."""
    total = shutil.disk_usage(folder).total
    if sys.platform != "linux":
        return Identity(folder.stat().st_dev, 0, total)  # Windows: the volume's serial number
    descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        fields = Path(f"/proc/self/fdinfo/{descriptor}").read_text(encoding="ascii").split()
        number = int(fields[fields.index("mnt_id:") + 1]) if "mnt_id:" in fields else 0
        return Identity(os.fstat(descriptor).st_dev, number, total)
    finally:
        os.close(descriptor)


@contextmanager
def held(folder: Path) -> Iterator[Identity]:
    """:func:`identity` of ``folder``, which no other medium can have meanwhile. Raises OSError.

    The kernel gives the numbers of a medium that is gone to the next one, unless somebody still
    has it open.
    """
    descriptor = os.open(folder, os.O_RDONLY) if sys.platform != "win32" else None
    try:
        yield identity(folder)
    finally:
        if descriptor is not None:
            os.close(descriptor)


def can_eject(drive: Drive) -> bool:
    """Whether :func:`eject` can be offered; elsewhere people use the system's own 安全弹出."""
    return bool(
        sys.platform == "linux"
        and drive.removable
        and drive.device.startswith("/dev/")
        and shutil.which("udisksctl")
    )


def eject(drive: Drive) -> None:
    """Unmount ``drive`` and switch it off, so that it can be pulled. Raises BundleError."""
    for action in ("unmount", "power-off"):
        command = ["udisksctl", action, "--no-user-interaction", "-b", drive.device]
        try:
            result = subprocess.run(
                command, capture_output=True, text=True, timeout=_BY_UDISKS, check=False
            )
        except (OSError, subprocess.TimeoutExpired) as error:
            raise _not_ejected(drive, str(error)) from error
        # A stick that cannot be switched off is still safe to pull once it is unmounted.
        if result.returncode and action == "unmount":
            raise _not_ejected(drive, result.stderr.strip())


def _not_ejected(drive: Drive, reason: str) -> BundleError:
    return BundleError(
        f"无法弹出“{drive.name}”：可能有文件还开着（系统报告：{reason}）。"
        "请关闭从它上面打开的文件和文件夹后再试，或者用系统自带的安全弹出。"
    )


def _mounted() -> Iterator[Mounted]:
    """Every volume a file could be put on, each device once."""
    seen: set[str] = set()
    for each in _partitions():
        known = each.device in seen or each.filesystem.lower() in _NO_DRIVES
        if known or _is_of_the_system(each.mount) or not os.path.isdir(each.mount):
            continue  # also where only somebody else may look
        seen.add(each.device)
        yield each


def _is_of_the_system(mount: Path) -> bool:
    path = mount.as_posix()
    is_within = path.startswith(_OF_THE_SYSTEM) and not path.startswith(_WHERE_DESKTOPS_MOUNT)
    return is_within or path == "/"


def _partitions() -> Iterator[Mounted]:
    # Loaded where it is used: the window must paint before.
    import psutil  # type: ignore[import-untyped]

    for part in psutil.disk_partitions(all=False):
        options = part.opts.split(",")
        removable = _is_removable(part.device, options)
        label = _windows_label(part.mountpoint) if sys.platform == "win32" else ""
        mount = Path(part.mountpoint)
        yield Mounted(part.device, mount, part.fstype, "ro" in options, removable, label)


def _is_removable(device: str, options: list[str]) -> bool | None:
    if sys.platform == "win32":
        # Most USB hard disks say that they are fixed; the system's own disk says it too.
        return True if "removable" in options else False if "fixed" in options else None
    block = Path("/sys/class/block") / os.path.basename(os.path.realpath(device))
    if not device.startswith("/dev/") or not block.exists():
        return None
    place = block.resolve()
    whole = place.parent if (place / "partition").exists() else place
    try:
        flagged = (whole / "removable").read_text(encoding="ascii").strip() == "1"
    except OSError:
        return None
    return flagged or "/usb" in place.as_posix()


def _windows_label(mount: str) -> str:
    if sys.platform != "win32":
        return ""
    import ctypes

    text = ctypes.create_unicode_buffer(261)
    ask = ctypes.windll.kernel32.GetVolumeInformationW
    is_known = ask(mount, text, len(text), None, None, None, None, 0)
    return f"{text.value}（{mount.rstrip(os.sep)}）" if is_known and text.value else mount
