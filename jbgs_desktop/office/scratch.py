"""A folder for copies that lasts as long as they are worked on, whatever becomes of the program.

A lock file beside it is held meanwhile. Where nobody holds one any more its program was killed,
and the next one removes the folder; the folder of a running program is never touched.
"""

import os
import secrets
import shutil
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from jbgs_desktop.drafts.lock import open_locked
from jbgs_desktop.files import access_error

_PREFIX, _LOCK = "jbgs-intake-", ".lock"


@contextmanager
def scratch_folder() -> Iterator[Path]:
    """A new private folder, removed at the end. Raises FileAccessError."""
    place = Path(tempfile.gettempdir())
    _remove_leftovers(place)
    folder = place / f"{_PREFIX}{secrets.token_hex(8)}"
    lock = folder.with_name(folder.name + _LOCK)
    try:
        descriptor, _ = open_locked(lock)  # before the folder: none is ever seen without it
    except OSError as error:
        raise access_error("使用", place, error) from error
    try:
        try:
            folder.mkdir(mode=0o700)
        except OSError as error:
            raise access_error("使用", place, error) from error
        yield folder
    finally:
        _remove(folder, lock, descriptor)


def _remove_leftovers(place: Path) -> None:
    for lock in place.glob(f"{_PREFIX}*{_LOCK}"):
        try:
            descriptor, is_ours = open_locked(lock)
        except OSError:  # another user's
            continue
        if is_ours:
            _remove(lock.with_name(lock.name.removesuffix(_LOCK)), lock, descriptor)
        else:
            os.close(descriptor)


def _remove(folder: Path, lock: Path, descriptor: int) -> None:
    """The ``lock`` stays with a folder that cannot be removed yet."""
    shutil.rmtree(folder, ignore_errors=True)
    if sys.platform == "win32":
        os.close(descriptor)  # Windows removes no open file
    with suppress(OSError):
        if not folder.exists():
            lock.unlink()
    if sys.platform != "win32":
        os.close(descriptor)
