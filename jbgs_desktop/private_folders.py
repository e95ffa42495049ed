"""Private folders for what is worked on in the clear, removed whatever becomes of the program.

A lock file beside each is held meanwhile. Where nobody holds one any more its program was killed,
and the next folder that is made in that place, or the next start, removes it; the folder of a
running program is never touched.
"""

import errno
import os
import secrets
import shutil
import sys
import tempfile
import threading
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager, suppress
from pathlib import Path
from typing import BinaryIO, TypeVar

from jbgs_desktop.errors import JbgsError, PlaceFullError
from jbgs_desktop.files import access_error, data_folder, open_locked

_T = TypeVar("_T")
_SPARE = 2**25  # bytes: the rest of a place in memory is other programs'
_NO_ROOM = (errno.ENOSPC, errno.EDQUOT)
_only_place: list[Path] = []
_PREFIX, _LOCK = "jbgs-private-", ".lock"


@contextmanager
def only_clear_place(place: Path) -> Iterator[None]:
    """Have :func:`clear_places` be ``place`` until the end: a child may write nowhere else."""
    before = _only_place[:]
    _only_place[:] = [place]
    try:
        yield
    finally:
        _only_place[:] = before


def clear_places() -> list[Path]:
    """Where content in the clear may be: in memory where the system has such a place, which is
    small, or on the disk."""
    if _only_place:
        return list(_only_place)
    in_memory = os.environ.get("XDG_RUNTIME_DIR")
    usable = [Path(in_memory)] if in_memory and os.access(in_memory, os.W_OK) else []
    return [*usable, data_folder() / "viewing"]


def roomy_place() -> Path:
    """Where there is most room for whole bundles: the temporary folder, which may be a small one in
    memory, or the user's own."""
    places = _roomy_places()
    with suppress(OSError):
        places[-1].mkdir(parents=True, exist_ok=True)
    return max(places, key=_free_bytes)


def _roomy_places() -> list[Path]:
    return [Path(tempfile.gettempdir()), data_folder() / "viewing"]


def _free_bytes(place: Path) -> int:
    """What is free at ``place``; -1 where it cannot be used."""
    try:
        return shutil.disk_usage(place).free
    except OSError:
        return -1


def require_room(folder: Path) -> None:
    """For when something failed in ``folder``: raises PlaceFullError where it may be for that."""
    if is_full(folder):
        raise _no_room(folder.parent)


def is_full(place: Path) -> bool:
    """Whether so little is free at ``place`` that nothing should be begun there."""
    try:
        return shutil.disk_usage(place).free < _SPARE
    except OSError:
        return False


class PrivateFolder:
    """Folders in the :func:`clear_places`, or one in ``place``, made when they are first used.

    Any thread may call any method.
    """

    def __init__(self, place: Path | None = None) -> None:
        self._place = place
        self._mutex = threading.Lock()
        self._made: dict[Path, tuple[Path, int]] = {}  # with the descriptor of its lock

    @property
    def path(self) -> Path:
        """The folder in the first place that has room. Raises FileAccessError."""
        return self._in(_with_room(self._places())[0])

    def copy(self, name: str, content: BinaryIO) -> Path:
        """A copy of ``content`` to look at, called ``name``. Raises FileAccessError."""
        for place in _with_room(self._places()):
            folder = self._in(place)
            content.seek(0)
            try:
                return _copied(folder, name, content)
            except OSError as error:
                if error.errno not in _NO_ROOM:
                    raise access_error("取出", Path(name), error) from error
        raise _no_room(place)

    def close(self) -> None:
        """Remove the folders; they may be used again, and are others then."""
        with self._mutex:
            made, self._made = self._made, {}
            for each in made.values():
                _remove(*each)

    def _places(self) -> list[Path]:
        return [self._place] if self._place else clear_places()

    def _in(self, place: Path) -> Path:
        with self._mutex:
            if place not in self._made:
                try:
                    if self._place is None:
                        place.mkdir(parents=True, exist_ok=True)
                    self._made[place] = _make(place)
                except OSError as error:
                    raise access_error("使用", place, error) from error
            return self._made[place][0]


def _with_room(places: list[Path]) -> list[Path]:
    """Those of ``places`` that are not full, and always the last."""
    return [*(place for place in places[:-1] if not is_full(place)), places[-1]]


def _copied(folder: Path, name: str, content: BinaryIO) -> Path:
    place = Path(tempfile.mkdtemp(dir=folder))
    copy = place / name
    try:
        with copy.open("xb") as target:
            shutil.copyfileobj(content, target, 2**20)
    except OSError:
        shutil.rmtree(place, ignore_errors=True)
        raise
    if sys.platform != "win32":  # there a read-only file could not be removed again
        copy.chmod(0o400)
    return copy


def _no_room(place: Path) -> PlaceFullError:
    return PlaceFullError(
        f"存放临时文件的“{place}”没有空间了，与正在处理的文件无关。"
        "请清理这个位置所在的磁盘，至少空出 1 GB，再试一次。"
    )


@contextmanager
def private_folder(place: Path | None = None) -> Iterator[Path]:
    """A :class:`PrivateFolder` until the end of the block. Raises FileAccessError."""
    with closing(PrivateFolder(place)) as folder:
        yield folder.path


@contextmanager
def made_in_clear(make: Callable[[Path], _T]) -> Iterator[_T]:
    """What ``make`` makes of a private folder, which stays until the end of the block.

    Where the place is too small for it, ``make`` is called again with a folder in the next, so that
    no file is blamed for the place. Raises PlaceFullError when none has room, and what ``make``
    raises.
    """
    for place in _with_room(clear_places()):
        with closing(PrivateFolder()) as folder:
            path = folder._in(place)
            try:
                made = make(path)
            except (OSError, JbgsError) as error:
                if getattr(error, "errno", 0) not in _NO_ROOM and not is_full(place):
                    raise
            else:
                yield made
                return
    raise _no_room(place)


def remove_leftovers() -> None:
    """Remove the folders of programs that were killed."""
    for place in dict.fromkeys((*clear_places(), *_roomy_places())):
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
