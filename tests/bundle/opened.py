"""Which files below a folder are opened, as the kernel saw it (inotify; Linux only)."""

import ctypes
import os
import select
import struct
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

_OPENED_OR_READ = 0x20 | 0x1
_EVENT = struct.Struct("iIII")


class Watch:
    def __init__(self, folder: Path) -> None:
        library = ctypes.CDLL(None, use_errno=True)
        self._descriptor = library.inotify_init1(os.O_NONBLOCK | os.O_CLOEXEC)
        for each in (folder, *(path for path in folder.rglob("*") if path.is_dir())):
            watched = library.inotify_add_watch(
                self._descriptor, os.fsencode(each), _OPENED_OR_READ
            )
            if watched < 0:
                raise OSError(ctypes.get_errno(), "inotify")

    def names(self) -> list[str]:
        """What was opened since the last call; an empty name is a folder itself."""
        found = []
        while select.select([self._descriptor], [], [], 0)[0]:
            data = os.read(self._descriptor, 2**16)
            while data:
                *_, length = _EVENT.unpack_from(data)
                name = data[_EVENT.size : _EVENT.size + length].rstrip(b"\0")
                found.append(os.fsdecode(name))
                data = data[_EVENT.size + length :]
        return found

    def close(self) -> None:
        os.close(self._descriptor)


@contextmanager
def nothing_opened_in(folder: Path) -> Iterator[None]:
    """Fails when anything below ``folder`` is opened meanwhile, also by another process."""
    watch = Watch(folder)
    try:
        yield
        assert watch.names() == []
    finally:
        watch.close()
