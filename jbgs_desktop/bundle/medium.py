"""Reaching the medium itself: what is written has arrived, what is read comes from there."""

import ctypes
import errno
import hashlib
import os
import sys
from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from io import RawIOBase
from pathlib import Path

CHUNK = 2 * 2**20  # bytes
_UNFLUSHED = 64 * 2**20  # bytes; so that progress tells of the medium and not of memory
_UNBUFFERED = sys.platform == "linux"


def write_hashed(
    path: Path,
    chunks: Iterable[bytes],
    hasher: ThreadPoolExecutor,
    step: Callable[[int], None],
) -> tuple[str, int, int]:
    """Write ``chunks`` to the new file ``path``, durably; its SHA-256, bytes and device.

    ``hasher`` hashes a chunk while it is being written. ``step`` is told how many bytes came.
    Raises OSError.
    """
    digest = hashlib.sha256()
    size = unflushed = 0
    with path.open("xb", buffering=0) as file:
        for chunk in chunks:
            hashed = hasher.submit(digest.update, chunk)
            _write_all(file, chunk)
            hashed.result()
            size += len(chunk)
            unflushed += len(chunk)
            if unflushed >= _UNFLUSHED:
                os.fsync(file.fileno())
                unflushed = 0
            step(len(chunk))
        os.fsync(file.fileno())
        return digest.hexdigest(), size, os.fstat(file.fileno()).st_dev


def _write_all(file: RawIOBase, chunk: bytes) -> None:
    rest = memoryview(chunk)
    while rest:
        rest = rest[file.write(rest) or 0 :]


def flush_folder(folder: Path) -> None:
    """Return when the names in ``folder`` have arrived; Windows keeps them with the files.

    Raises OSError.
    """
    if sys.platform == "win32":
        return
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    except OSError as error:
        if error.errno not in (errno.EINVAL, errno.ENOTSUP):  # folders there cannot be flushed
            raise
    finally:
        os.close(descriptor)


def flush_file_system(folder: Path) -> bool:
    """Everything of the file system that holds ``folder``, as far as its system can be asked.

    Whether it said that all has arrived. Raises OSError when it said that something has not.
    """
    if sys.platform == "win32":
        return _flush_volume(folder)
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        syncfs = getattr(ctypes.CDLL(None, use_errno=True), "syncfs", None)
        if syncfs is None:
            os.sync()
        elif syncfs(descriptor):
            number = ctypes.get_errno()
            raise OSError(number, os.strerror(number), str(folder))
        return True
    finally:
        os.close(descriptor)


def _flush_volume(folder: Path) -> bool:
    """FlushFileBuffers on the volume needs rights that a clerk lacks; each file was flushed."""
    if sys.platform != "win32":
        return False
    write, share, existing = 0x4000_0000, 0x7, 3
    kernel = ctypes.windll.kernel32
    kernel.CreateFileW.restype = ctypes.c_void_p
    volume = f"\\\\.\\{folder.resolve().drive}"
    handle = ctypes.c_void_p(kernel.CreateFileW(volume, write, share, None, existing, 0, None))
    if handle.value in (None, ctypes.c_void_p(-1).value):
        return False
    try:
        return bool(kernel.FlushFileBuffers(handle))
    finally:
        kernel.CloseHandle(handle)


def reads_from_medium() -> bool:
    """Whether :func:`digest_from_medium` can pass by the system's memory of what was written."""
    return _UNBUFFERED


def digest_from_medium(path: Path, step: Callable[[int], None]) -> tuple[str, int, int]:
    """SHA-256, bytes and device of ``path``, read past the page cache where that is possible.

    The pages were flushed and so are clean, which is when the kernel drops them on request.
    Raises OSError.
    """
    digest = hashlib.sha256()
    size = 0
    with path.open("rb", buffering=0) as file:
        _forget(file.fileno())
        buffer = memoryview(bytearray(CHUNK))
        while count := file.readinto(buffer):
            digest.update(buffer[:count])
            size += count
            step(count)
        _forget(file.fileno())
        return digest.hexdigest(), size, os.fstat(file.fileno()).st_dev


def _forget(descriptor: int) -> None:
    if sys.platform == "linux":
        with suppress(OSError):  # a file system without a cache to drop
            os.posix_fadvise(descriptor, 0, 0, os.POSIX_FADV_DONTNEED)
            os.posix_fadvise(descriptor, 0, 0, os.POSIX_FADV_SEQUENTIAL)
