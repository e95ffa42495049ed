"""Private folders for what is worked on in the clear, removed whatever becomes of the program.

A lock file beside each is held meanwhile. Where nobody holds one any more its program was killed,
and the next folder that is made in that place, or the next start, removes it; the folder of a
running program is never touched.
"""

import os
import secrets
import shutil
import sys
import tempfile
import threading
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from pathlib import Path
from typing import BinaryIO

from jbgs_desktop.files import access_error, data_folder, open_locked

_PREFIX, _LOCK = "jbgs-private-", ".lock"


def clear_place() -> Path:
    """Where content in the clear is: in memory where the system has such a place."""
    in_memory = os.environ.get("XDG_RUNTIME_DIR")
    if in_memory and os.access(in_memory, os.W_OK):
        return Path(in_memory)
    return data_folder() / "viewing"


def roomy_place() -> Path:
    """Where there is room for whole bundles: on the disk."""
    return Path(tempfile.gettempdir())


class PrivateFolder:
    """A folder in ``place``, :func:`clear_place` by default, that is made when it is first used.

    Any thread may call any method.
    """

    def __init__(self, place: Path | None = None) -> None:
        self._place = place
        self._mutex = threading.Lock()
        self._made: tuple[Path, int] | None = None  # with the descriptor of its lock

    @property
    def path(self) -> Path:
        """The folder. Raises FileAccessError."""
        with self._mutex:
            if self._made is None:
                place = self._place or clear_place()
                try:
                    if self._place is None:
                        place.mkdir(parents=True, exist_ok=True)
                    self._made = _make(place)
                except OSError as error:
                    raise access_error("使用", place, error) from error
            return self._made[0]

    def copy(self, name: str, content: BinaryIO) -> Path:
        """A copy of ``content`` to look at, called ``name``. Raises FileAccessError."""
        folder = self.path
        try:
            copy = Path(tempfile.mkdtemp(dir=folder)) / name
            with copy.open("xb") as target:
                shutil.copyfileobj(content, target, 2**20)
            if sys.platform != "win32":  # there a read-only file could not be removed again
                copy.chmod(0o400)
        except OSError as error:
            raise access_error("取出", Path(name), error) from error
        return copy

    def close(self) -> None:
        """Remove the folder; it may be used again, and is another one then."""
        with self._mutex:
            made, self._made = self._made, None
            if made is not None:
                _remove(*made)


@contextmanager
def private_folder(place: Path | None = None) -> Iterator[Path]:
    """A :class:`PrivateFolder` until the end of the block. Raises FileAccessError."""
    with closing(PrivateFolder(place)) as folder:
        yield folder.path


def remove_leftovers() -> None:
    """Remove the folders of programs that were killed."""
    for place in (clear_place(), roomy_place()):
        _remove_leftovers_in(place)


def _remove_leftovers_in(place: Path) -> None:
    for lock in place.glob(f"{_PREFIX}*{_LOCK}"):
        try:
            descriptor, is_ours = open_locked(lock)
        except OSError:  # another user's
            continue
        if is_ours:
            _remove(lock.with_name(lock.name.removesuffix(_LOCK)), descriptor)
        else:
            os.close(descriptor)


def _make(place: Path) -> tuple[Path, int]:
    _remove_leftovers_in(place)
    folder = place / f"{_PREFIX}{secrets.token_hex(8)}"
    descriptor, _ = open_locked(_lock_of(folder))  # first: no folder is ever seen without it
    try:
        folder.mkdir(mode=0o700)
    except OSError:
        _remove(folder, descriptor)
        raise
    return folder, descriptor


def _lock_of(folder: Path) -> Path:
    return folder.with_name(folder.name + _LOCK)


def _remove(folder: Path, descriptor: int) -> None:
    """The lock stays with a folder that cannot be removed yet."""
    shutil.rmtree(folder, ignore_errors=True)
    if sys.platform == "win32":
        os.close(descriptor)  # Windows removes no open file
    with suppress(OSError):
        if not folder.exists():
            _lock_of(folder).unlink()
    if sys.platform != "win32":
        os.close(descriptor)
