"""A stranger's folder, looked at without ever leaving it.

Every step is opened below the folder above it and never through a link, so that nothing outside
is opened even when somebody swaps a folder for a link meanwhile. Windows has no such calls: there
each step is looked at first, and what was opened is held against it afterwards.
"""

import errno
import os
import stat
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from types import TracebackType
from typing import Self

from jbgs_desktop.bundle.safe_names import DEEPEST, name_fault
from jbgs_desktop.files import access_error, scanned

_NO_FOLLOW = getattr(os, "O_NOFOLLOW", 0)
_ONLY_LOOK = (
    os.O_RDONLY
    | getattr(os, "O_NONBLOCK", 0)  # a FIFO must not hold us up
    | getattr(os, "O_NOCTTY", 0)
    | getattr(os, "O_BINARY", 0)
    | getattr(os, "O_CLOEXEC", 0)
)
_REPLACED = (errno.ELOOP, errno.ENOTDIR, errno.ENOENT)
_REPARSE = getattr(stat, "FILE_ATTRIBUTE_REPARSE_POINT", 0x400)


class EntryKind(StrEnum):
    """What stands at a path."""

    FILE = "file"
    FOLDER = "folder"
    LINK = "link"
    HARD_LINK = "hard-link"  # a file that has another name somewhere
    MOUNT = "mount"  # a folder of another file system
    SPECIAL = "special"  # FIFO, socket, device
    UNREADABLE = "unreadable"  # a folder that does not let itself be listed
    DEEP = "deep"  # a folder that was not entered for its depth


FileMark = tuple[int, ...]


@dataclass(frozen=True, slots=True)
class TreeEntry:
    """One name in the tree. ``mark`` is another one as soon as the file is changed or replaced."""

    path: str
    kind: EntryKind
    size: int
    mark: FileMark


class NotAsListedError(OSError):
    """What stands at a path is no longer the ordinary file that was listed there."""


class FolderTree:
    """An open folder. ``is_cut`` says that it holds more entries than were listed.

    ``has_dir_fd`` says whether the system opens a step below an open folder.
    """

    def __init__(self, folder: Path, most: int) -> None:
        """Open ``folder``, of which at most ``most`` entries are listed. Raises FileAccessError."""
        self.folder = folder
        self.is_cut = False
        self._most = most
        self.has_dir_fd = os.open in os.supports_dir_fd and os.scandir in os.supports_fd
        self._root = -1
        try:
            self._device = os.stat(folder).st_dev
            if self.has_dir_fd:
                self._root = os.open(folder, _ONLY_LOOK | os.O_DIRECTORY)
            with scanned(folder if self._root < 0 else self._root):
                pass
        except (OSError, ValueError) as error:
            self.close()
            raise _as_access_error(folder, error) from error

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    def close(self) -> None:
        if self._root >= 0:
            os.close(self._root)
        self._root = -1

    def entries(self, cancelled: Callable[[], bool] = lambda: False) -> dict[str, TreeEntry]:
        """Everything below the folder by its path, folders too. Raises OSError when it is gone."""
        found: dict[str, TreeEntry] = {}
        waiting = [""]
        while waiting and not self.is_cut and not cancelled():
            folder = waiting.pop()
            try:
                listed = list(self._listed(folder, self._most - len(found)))
            except OSError:
                if not folder:
                    raise
                found[folder] = TreeEntry(folder, EntryKind.UNREADABLE, 0, found[folder].mark)
                continue
            for entry in listed:
                found[entry.path] = entry
                # Below a name that is refused nothing is looked at.
                if entry.kind is EntryKind.FOLDER and not name_fault(entry.path.rpartition("/")[2]):
                    waiting.append(entry.path)
        return found

    def open(self, path: str, mark: FileMark | None = None) -> int:
        """A descriptor of the ordinary file at ``path``, which has to be as ``mark`` says.

        Raises OSError, NotAsListedError when something else stands there.
        """
        *folders, name = path.split("/")
        try:
            with _Steps(self, folders) as parent:
                descriptor = parent.open(name, _ONLY_LOOK)
        except OSError as error:
            if error.errno in _REPLACED:
                raise NotAsListedError(error.errno, "replaced while it was read") from error
            raise
        try:
            status = os.fstat(descriptor)
            if not stat.S_ISREG(status.st_mode) or (mark and mark_of(status) != mark):
                raise NotAsListedError(errno.ESTALE, "changed while it was read")
        except BaseException:
            os.close(descriptor)
            raise
        return descriptor

    def _listed(self, folder: str, most: int) -> Iterator[TreeEntry]:
        steps = folder.split("/") if folder else []
        with _Steps(self, steps) as parent:
            for at, (name, status) in enumerate(parent.names()):
                if at >= most:
                    self.is_cut = True
                    return
                path = f"{folder}/{name}" if folder else name
                kind = self._kind(status, len(steps) + 1)
                yield TreeEntry(path, kind, status.st_size, mark_of(status))

    def _kind(self, status: os.stat_result, depth: int) -> EntryKind:
        if stat.S_ISLNK(status.st_mode) or getattr(status, "st_file_attributes", 0) & _REPARSE:
            return EntryKind.LINK
        if stat.S_ISDIR(status.st_mode):
            if status.st_dev not in (self._device, 0):
                return EntryKind.MOUNT
            return EntryKind.DEEP if depth > DEEPEST else EntryKind.FOLDER
        if not stat.S_ISREG(status.st_mode):
            return EntryKind.SPECIAL
        return EntryKind.HARD_LINK if status.st_nlink > 1 else EntryKind.FILE


class _Steps:
    """The folder at ``steps`` below the tree's root, entered step by step."""

    def __init__(self, tree: FolderTree, steps: list[str]) -> None:
        self._tree, self._steps = tree, steps
        self._descriptor = -1
        self._path = tree.folder

    def __enter__(self) -> Self:
        if self._tree.has_dir_fd:
            self._descriptor = os.dup(self._tree._root)
        try:
            for step in self._steps:
                self._enter(step)
        except BaseException:
            self.__exit__()
            raise
        return self

    def __exit__(self, *_: object) -> None:
        if self._descriptor >= 0:
            os.close(self._descriptor)
        self._descriptor = -1

    def _enter(self, step: str) -> None:
        if not self._tree.has_dir_fd:
            self._require_no_link(step)
            self._path = self._path / step
            return
        below = self.open(step, _ONLY_LOOK | os.O_DIRECTORY)
        os.close(self._descriptor)
        self._descriptor = below

    def open(self, name: str, flags: int) -> int:
        if self._tree.has_dir_fd:
            return os.open(name, flags | _NO_FOLLOW, dir_fd=self._descriptor)
        before = self._require_no_link(name)
        descriptor = os.open(self._path / name, flags)
        if not os.path.samestat(before, os.fstat(descriptor)):
            os.close(descriptor)
            raise NotAsListedError(errno.ESTALE, "changed while it was opened")
        return descriptor

    def _require_no_link(self, name: str) -> os.stat_result:
        status = os.lstat(self._path / name)
        if getattr(status, "st_file_attributes", 0) & _REPARSE or stat.S_ISLNK(status.st_mode):
            raise NotAsListedError(errno.ELOOP, "a link")
        return status

    def names(self) -> Iterator[tuple[str, os.stat_result]]:
        """Every name in the folder with its own status, not that of what a link leads to."""
        has_dir_fd = self._tree.has_dir_fd
        with scanned(self._descriptor if has_dir_fd else self._path) as listed:
            for each in listed:
                if has_dir_fd:
                    yield each.name, each.stat(follow_symlinks=False)
                else:  # the status that a listing of Windows brings has no number of links
                    yield each.name, os.lstat(self._path / each.name)


def mark_of(status: os.stat_result) -> FileMark:
    """What tells one state of a file from every other."""
    return (status.st_ino, status.st_size, status.st_mtime_ns, status.st_ctime_ns)


def _as_access_error(folder: Path, error: OSError | ValueError) -> Exception:
    if not isinstance(error, OSError):
        error = OSError(errno.EINVAL, os.strerror(errno.EINVAL))
    return access_error("读取", folder, error)
