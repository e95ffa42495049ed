"""Real media for tests: file systems in image files and in memory, that can be filled and pulled.

They need root and a kernel that lets them be mounted; tests skip where it does not.
"""

import contextlib
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.libreoffice import require

_SECONDS = 30
MB = 2**20


def run(*command: object) -> str:
    result = subprocess.run(
        [str(part) for part in command], capture_output=True, text=True, timeout=_SECONDS
    )
    if result.returncode:
        raise OSError(result.returncode, result.stderr.strip() or result.stdout.strip())
    return result.stdout.strip()


def require_mounting() -> None:
    if sys.platform != "linux" or os.geteuid() != 0:
        pytest.skip("mounting needs root on Linux")


@contextlib.contextmanager
def memory(mount: Path, size: str) -> Iterator[Path]:
    """A tmpfs of ``size`` at ``mount``."""
    require_mounting()
    mount.mkdir(exist_ok=True)
    try:
        run("mount", "-t", "tmpfs", "-o", f"size={size}", "tmpfs", mount)
    except OSError as error:
        pytest.skip(f"a tmpfs cannot be mounted here: {error}")
    try:
        yield mount
    finally:
        while os.path.ismount(mount):
            run("umount", "-l", mount)


class Stick:
    """An exFAT file system in an image file, served by a daemon that can be killed."""

    def __init__(self, folder: Path, size: int) -> None:
        require_mounting()
        require("losetup", "mkfs.exfat", "mount.exfat-fuse")
        self._image = folder / "stick.img"
        with self._image.open("wb") as image:
            image.truncate(size)
        self.mount = folder / "U盘"
        self.mount.mkdir()
        try:
            self.device = run("losetup", "--find", "--show", self._image)
        except OSError as error:
            pytest.skip(f"no loop device here: {error}")
        try:
            run("mkfs.exfat", self.device)
            self.plug_in()
        except OSError as error:
            run("losetup", "-d", self.device)
            pytest.skip(f"exFAT cannot be mounted here: {error}")

    def plug_in(self) -> None:
        run("mount.exfat-fuse", self.device, self.mount)
        deadline = time.monotonic() + _SECONDS
        while not os.path.ismount(self.mount):
            assert time.monotonic() < deadline
            time.sleep(0.01)

    def pull(self) -> None:
        """Kill the daemon: what it has not written by now never reaches the image."""
        for process in Path("/proc").glob("[0-9]*"):
            with contextlib.suppress(OSError):
                command = (process / "cmdline").read_bytes().split(b"\0")
                if command[0].endswith(b"exfat-fuse") and self.device.encode() in command:
                    os.kill(int(process.name), signal.SIGKILL)

    def take_out(self) -> None:
        with contextlib.suppress(OSError):
            run("umount", "-l", self.mount)

    def close(self) -> None:
        self.take_out()
        self.pull()
        run("losetup", "-d", self.device)


@contextlib.contextmanager
def stick(folder: Path, size: int) -> Iterator[Stick]:
    made = Stick(folder, size)
    try:
        yield made
    finally:
        made.close()


@contextlib.contextmanager
def disk(folder: Path, size: int) -> Iterator[tuple[Path, Path]]:
    """An ext4 file system: where it is mounted, and the image that is its medium."""
    require_mounting()
    require("mkfs.ext4")
    image, mount = folder / "disk.img", folder / "disk"
    mount.mkdir()
    with image.open("wb") as file:
        file.truncate(size)
    try:
        run("mkfs.ext4", "-q", image)
        run("mount", "-o", "loop", image, mount)
    except OSError as error:
        pytest.skip(f"ext4 cannot be mounted here: {error}")
    try:
        yield mount, image
    finally:
        run("umount", "-l", mount)
