"""Files: the program's resources, reading with a cap, writing whole or not at all."""

import errno
import functools
import operator
import os
import re
import secrets
import stat
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping
from contextlib import AbstractContextManager, contextmanager, nullcontext, suppress
from pathlib import Path
from typing import BinaryIO

import platformdirs

from jbgs_desktop.errors import FileAccessError

_REASONS = {
    errno.ENOSPC: "磁盘空间不足，请清理空间或另选一个位置",
    errno.EDQUOT: "磁盘配额已用完，请清理空间或另选一个位置",
    errno.EACCES: "没有权限，或文件正被其他程序打开，请关闭该文件或另选一个位置",
    errno.EPERM: "没有权限，请另选一个位置",
    errno.EROFS: "该位置是只读的，请另选一个位置",
    errno.ENOENT: "文件或文件夹不存在，请检查路径",
    errno.ENOTDIR: "路径中有一段是文件而不是文件夹，请换一个文件夹",
    errno.EISDIR: "这是一个文件夹，请指定文件",
    errno.EEXIST: "同名的文件已经存在，请另选一个名称",
    errno.ENAMETOOLONG: "文件名或路径太长，请缩短",
    errno.EIO: "磁盘读写出错，设备可能已损坏或被拔出",
    errno.ELOOP: "这里有一个指向别处的链接，请把它移走，或另选一个位置",
    errno.EINVAL: "文件名含有不能使用的字符，请换一个名称",
}

# In the folder of the program's parts, put there by installer/portable.py.
PORTABLE_MARK = "portable"
CARRIED_DATA = "数据"
_LEAST_ROOM = 2**20  # bytes: a key and a first draft

_TRIES = 10
_NO_LOCKS = (errno.ENOLCK, errno.ENOTSUP, errno.EOPNOTSUPP, errno.ENOSYS, errno.EINVAL)
_PAUSES = (0.02, 0.05, 0.1, 0.2, 0.4)  # seconds

_UNSAFE = re.compile(r'[\\/:*?"<>|\x00-\x1f]')
# What Windows takes for a device, whatever ending comes after it.
RESERVED = re.compile(
    r"(?i)(con|prn|aux|nul|com[0-9¹²³]|lpt[0-9¹²³]|conin\$|conout\$|clock\$)[ ]*(\.|$)"
)


def resources() -> Path:
    """The folder of the program's data: beside the package, or inside the frozen program."""
    bundled: str | None = getattr(sys, "_MEIPASS", None)
    return (Path(bundled) if bundled else Path(__file__).resolve().parent.parent) / "resources"


def data_folder() -> Path:
    """The folder of the user's data: the one that a portable program carries with it, else
    ``JBGS_HOME``, else the platform's own.
    """
    if carried := carried_data():
        return carried
    chosen = os.environ.get("JBGS_HOME")
    return Path(chosen) if chosen else Path(platformdirs.user_data_dir("jbgs", appauthor=False))


def is_portable() -> bool:
    """Whether this is the program that ``make portable`` makes, which nobody has installed."""
    frozen: str | None = getattr(sys, "_MEIPASS", None)
    return frozen is not None and (Path(frozen) / PORTABLE_MARK).is_file()


@functools.cache  # decided once: were the stick pulled, the rest would go to the computer's disk
def carried_data() -> Path | None:
    """``数据`` beside the folder of the portable program, where somebody has made one."""
    if not is_portable():
        return None
    folder = Path(sys._MEIPASS).parent.with_name(CARRIED_DATA)  # type: ignore[attr-defined]
    return folder if folder.is_dir() else None


def require_carried_room() -> None:
    """Raises FileAccessError where data are carried but nothing, or next to nothing, can be kept
    with them: a write-protected stick, a full one. For before a user takes pains that are lost.
    """
    if not (folder := carried_data()):
        return
    try:
        with tempfile.TemporaryFile(dir=folder) as probe:
            probe.write(bytes(_LEAST_ROOM))
            probe.flush()
    except OSError as error:
        raise FileAccessError(
            f"程序旁边的“{folder}”里写不进东西（{_reason_of(error).partition('，')[0]}），"
            "草稿和密钥都要存在那里。请关掉优盘的写保护、清理空间，再试一次；"
            f"不想把数据带在优盘上，就把“{folder.name}”移走，重新启动程序。"
        ) from error


def access_error(action: str, path: Path, error: OSError) -> FileAccessError:
    """The sentence for ``error``: what was done to which file, why it failed, the way out."""
    return FileAccessError(f"无法{action}“{path}”：{_reason_of(error)}。")


def _reason_of(error: OSError) -> str:
    return _REASONS.get(error.errno or 0) or f"系统报告：{error.strerror or error}"


def open_locked(file: Path) -> tuple[int, bool | None]:
    """The lock file, made when missing, and whether it is locked for us until it is closed.

    None where the system has no locks. Raises OSError; ELOOP where somebody has put a link or
    something else there: it is neither followed nor written to.
    """
    for _ in range(_TRIES):
        descriptor = _open_plain(file)
        is_locked = _lock(descriptor)
        if is_locked is False or _still_stands(file, descriptor):
            return descriptor, is_locked
        os.close(descriptor)  # its holder removed it between our two steps
    raise OSError(errno.EAGAIN, os.strerror(errno.EAGAIN))


def _open_plain(file: Path) -> int:
    """A file of its own under this name only, made when missing."""
    flags = ("O_BINARY", "O_NOFOLLOW", "O_NONBLOCK", "O_NOCTTY", "O_CLOEXEC")
    if sys.platform == "win32" and file.is_symlink():
        raise OSError(errno.ELOOP, os.strerror(errno.ELOOP))
    wanted = (getattr(os, flag, 0) for flag in flags)
    descriptor = os.open(
        file, functools.reduce(operator.or_, wanted, os.O_RDWR | os.O_CREAT), 0o666
    )
    facts = os.fstat(descriptor)
    if stat.S_ISREG(facts.st_mode) and facts.st_nlink <= 1:  # 0: it was removed meanwhile
        return descriptor
    os.close(descriptor)
    raise OSError(errno.ELOOP, os.strerror(errno.ELOOP))


def _lock(descriptor: int) -> bool | None:
    try:
        if sys.platform == "win32":
            import msvcrt

            # Far behind the text, since a locked byte cannot be read by others.
            os.lseek(descriptor, 2**30, os.SEEK_SET)
            msvcrt.locking(descriptor, msvcrt.LK_NBLCK, 1)
        else:
            import fcntl

            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError as error:
        return None if error.errno in _NO_LOCKS else False
    return True


def _still_stands(file: Path, descriptor: int) -> bool:
    try:
        return os.path.samestat(file.stat(), os.fstat(descriptor))
    except FileNotFoundError:
        return False


@contextmanager
def scanned(folder: Path | int) -> "Iterator[Iterator[os.DirEntry[str]]]":
    """:func:`os.scandir`, also of an empty drive: its root is what Windows calls missing then."""
    entries: AbstractContextManager[Iterator[os.DirEntry[str]]]
    try:
        entries = os.scandir(folder)
    except FileNotFoundError:
        if not os.path.isdir(folder):
            raise
        entries = nullcontext(iter(()))
    with entries as listed:
        yield listed


def open_plain_file(path: Path) -> BinaryIO:
    """``path`` to be read, which ends: no pipe, device or file that the system makes up.

    Raises FileAccessError.
    """
    try:
        flags = os.O_RDONLY | getattr(os, "O_BINARY", 0) | getattr(os, "O_NONBLOCK", 0)
        stream = os.fdopen(os.open(path, flags), "rb")
        try:
            facts = os.fstat(stream.fileno())
            if stat.S_ISREG(facts.st_mode) and (facts.st_size or not stream.read(1)):
                return stream
            raise FileAccessError(f"无法读取“{path}”：它不是普通文件，请指定一个文件。")
        except BaseException:
            stream.close()
            raise
    except OSError as error:
        raise access_error("读取", path, error) from error


def read_capped(path: Path, cap: int) -> bytes:
    """All bytes of ``path``; a FileAccessError when there are more than ``cap`` or none to get.

    A pipe or a device is refused, because reading it might never end.
    """
    try:
        if path.is_dir():
            raise IsADirectoryError(errno.EISDIR, os.strerror(errno.EISDIR))
        if path.exists() and not path.is_file():
            raise FileAccessError(f"无法读取“{path}”：它不是普通文件，请指定一个文件。")
        with path.open("rb") as file:
            data = file.read(cap + 1)
    except (OSError, ValueError) as error:
        raise _as_access_error("读取", path, error) from error
    if len(data) > cap:
        raise FileAccessError(
            f"无法读取“{path}”：文件超过 {cap // 2**20} MB，太大了，请检查是否选错。"
        )
    return data


def write_atomic(files: Mapping[Path, bytes]) -> None:
    """Write each file beside its place, flush it to disk, and only then put all in place.

    When one cannot be written, none changes; each file is the old or the new one, whole, and no
    temporary file stays.
    """
    waiting: dict[Path, Path] = {}
    path = Path()
    try:
        for path, data in files.items():
            waiting[path] = _write_beside(path, data)
        for path in waiting:
            _require_replaceable(path)
        for path, temporary in waiting.items():
            put_in_place(temporary, path)
    except (OSError, ValueError) as error:
        raise _as_access_error("写入", path, error) from error
    finally:
        for temporary in waiting.values():
            with suppress(OSError):  # a medium that is gone has no temporary file left
                temporary.unlink(missing_ok=True)


def put_in_place(source: Path, target: Path) -> None:
    """:func:`os.replace`, for a folder too. Raises OSError.

    On Windows a virus scanner or an indexer holds new files for a moment, so it is tried again.
    """
    for pause in _PAUSES if sys.platform == "win32" else ():
        try:
            os.replace(source, target)
            return
        except PermissionError:
            time.sleep(pause)
    os.replace(source, target)


def _write_beside(path: Path, data: bytes) -> Path:
    if path.is_dir():
        raise IsADirectoryError(errno.EISDIR, os.strerror(errno.EISDIR))
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
    except FileExistsError as error:
        raise NotADirectoryError(errno.ENOTDIR, os.strerror(errno.ENOTDIR)) from error
    # Made as any file of the user's is made, so that the umask decides who may read it.
    temporary = path.with_name(f".jbgs-{secrets.token_hex(8)}.part")
    try:
        with temporary.open("xb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        if path.exists():
            with suppress(OSError):  # a stick has no modes
                temporary.chmod(stat.S_IMODE(path.stat().st_mode))
    except BaseException:
        temporary.unlink(missing_ok=True)
        raise
    return temporary


def _require_replaceable(path: Path) -> None:
    """Raises OSError when another program holds the file, before any of several is replaced."""
    if path.exists():
        with path.open("r+b"):
            pass


def _as_access_error(action: str, path: Path, error: OSError | ValueError) -> FileAccessError:
    if isinstance(error, OSError):
        return access_error(action, path, error)
    return FileAccessError(f"无法{action}“{path!s}”：文件名含有不能使用的字符，请换一个名称。")


def safe_name(text: str, *, longest: int = 60) -> str:
    """``text`` as a file name part that FAT32, exFAT and NTFS all accept (without an ending)."""
    name = _UNSAFE.sub("_", text).strip(" .")[:longest].rstrip(" .")
    return f"_{name}" if RESERVED.match(name) else name or "未命名"
