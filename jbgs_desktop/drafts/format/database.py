"""The SQLite file under a draft, opened as what it may be: a file made by somebody else.

Nothing here knows the cipher. Every failure of SQLite leaves as a JbgsError.
"""

import errno
import os
import secrets
import sqlite3
import sys
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from pathlib import Path
from urllib.parse import quote

from jbgs_desktop.errors import (
    DraftDamagedError,
    DraftHeldError,
    DraftNewerError,
    FileAccessError,
    JbgsError,
    made_by_newer,
)
from jbgs_desktop.files import access_error, put_in_place

FORMAT_VERSION = 1  # of a draft, the newest that is read
TABLE_VERSION = 2  # the same of a table: the office's register
APPLICATION_ID = 0x4A424753  # "JBGS"
PAGE = 4096  # bytes
_LARGEST_ROW = 40 * 2**20  # bytes; more than the largest application that is read
_WAIT = 5.0  # seconds for another program that is just writing
_JOURNAL_MAGIC = bytes.fromhex("d9d505f920a163d7")

_TABLES = {
    "attachment": "CREATE TABLE attachment (number INTEGER NOT NULL, part INTEGER NOT NULL,"
    " data BLOB NOT NULL, PRIMARY KEY (number, part))",
    "contents": "CREATE TABLE contents (number INTEGER PRIMARY KEY, data BLOB NOT NULL)",
    "draft": "CREATE TABLE draft (number INTEGER PRIMARY KEY, data BLOB NOT NULL)",
    "key": "CREATE TABLE key (number INTEGER PRIMARY KEY, header BLOB NOT NULL,"
    " data BLOB NOT NULL)",
    "revision": "CREATE TABLE revision (number INTEGER PRIMARY KEY, data BLOB NOT NULL)",
}
_SCHEMA = {("table", name, name, sql) for name, sql in _TABLES.items()} | {
    ("index", "sqlite_autoindex_attachment_1", "attachment", None)
}
_STRUCTURE = "文件内部的结构已损坏"

_ERRNO = {
    sqlite3.SQLITE_FULL: errno.ENOSPC,
    sqlite3.SQLITE_READONLY: errno.EROFS,
    sqlite3.SQLITE_CANTOPEN: errno.EACCES,
    sqlite3.SQLITE_PERM: errno.EACCES,
    sqlite3.SQLITE_IOERR: errno.EIO,
}
_SET_UP = (
    # Before anything is read: the schema of a foreign file is text that SQLite runs.
    "PRAGMA trusted_schema = OFF",
    "PRAGMA cell_size_check = ON",
    "PRAGMA mmap_size = 0",
    "PRAGMA temp_store = MEMORY",
)


def create(path: Path) -> sqlite3.Connection:
    """A new, empty draft database at ``path``. Raises JbgsError."""
    with failures("写入", path):
        connection = _connect(path, "rwc")
        try:
            for line in (
                f"PRAGMA page_size = {PAGE}",
                f"PRAGMA application_id = {APPLICATION_ID}",
                "PRAGMA user_version = 1",  # what uses more raises it: see keep_format
                *_TABLES.values(),
            ):
                connection.execute(line)
            _make_durable(connection)
        except BaseException:
            connection.close()
            raise
        return connection


def open_existing(
    path: Path, *, writable: bool, newest: int = FORMAT_VERSION
) -> sqlite3.Connection:
    """The draft database at ``path``, its shape verified. Raises JbgsError.

    ``newest`` is the version of what it holds from which on it is a newer program's.
    """
    with failures("打开", path):
        _require_header(path, newest)
        if _has_plain_journal(path) and not writable:
            _finish_broken_write(path)
        connection = _connect(path, "rw" if writable else "ro")
        try:
            schema = set(connection.execute("SELECT type, name, tbl_name, sql FROM sqlite_schema"))
            if schema != _SCHEMA:
                raise damaged_error(path, "里面的表与本程序的草稿不同")
            if writable:
                _make_durable(connection)
        except BaseException:
            connection.close()
            raise
        return connection


def damaged_error(path: Path, why: str) -> DraftDamagedError:
    """The sentence for a file that is no draft, or no longer one."""
    return DraftDamagedError(
        f"无法读取“{path}”：{why}。原文件没有改动，请用“修复”取出完好的部分，"
        "或改用自动备份、另一份副本。"
    )


@contextmanager
def failures(action: str, path: Path) -> Iterator[None]:
    """Turns what SQLite or the system reports on ``path`` into a sentence."""
    try:
        yield
    except sqlite3.Error as error:
        raise _as_sentence(action, path, error) from error
    except UnicodeDecodeError as error:  # SQLite quotes a damaged schema in its complaint
        raise damaged_error(path, _STRUCTURE) from error
    except OSError as error:
        raise access_error(action, path, error) from error


@contextmanager
def transaction(connection: sqlite3.Connection) -> Iterator[None]:
    """All or nothing, and on disk when it ends."""
    connection.execute("BEGIN IMMEDIATE")
    try:
        yield
        connection.execute("COMMIT")
    except BaseException:
        if connection.in_transaction:
            connection.execute("ROLLBACK")
        raise


def keep_format(connection: sqlite3.Connection, version: int) -> None:
    """In a transaction: from now on only a program that knows ``version`` reads the file."""
    (now,) = connection.execute("PRAGMA user_version").fetchone()
    if now != version:
        connection.execute(f"PRAGMA user_version = {version:d}")


def copy_whole(connection: sqlite3.Connection, target: Path) -> None:
    """Write the whole content of ``connection`` to the new file ``target``, flushed to disk.

    Raises sqlite3.Error, OSError.
    """
    with closing(_connect(target, "rwc")) as copy:
        copy.execute("PRAGMA synchronous = EXTRA")
        connection.backup(copy)


@contextmanager
def atomic_file(target: Path) -> Iterator[Path]:
    """A place to write a draft at, which becomes ``target`` at the end; nothing stays otherwise.

    Raises FileAccessError.
    """
    try:
        if target.is_dir():
            raise IsADirectoryError(errno.EISDIR, os.strerror(errno.EISDIR))
        target.parent.mkdir(parents=True, exist_ok=True)
    except (OSError, ValueError) as error:
        raise _cannot_write(target, error) from error
    waiting = target.with_name(f".jbgs-{secrets.token_hex(6)}.part")
    try:
        yield waiting
        # A journal of the file that is replaced would be played back into the new one.
        target.with_name(target.name + "-journal").unlink(missing_ok=True)
        put_in_place(waiting, target)
        _sync_folder(target.parent)
    except OSError as error:
        raise _cannot_write(target, error) from error
    finally:
        for leftover in (waiting, waiting.with_name(waiting.name + "-journal")):
            with suppress(OSError):  # a read-only medium refuses even where nothing is
                leftover.unlink(missing_ok=True)


def _sync_folder(folder: Path) -> None:
    """Make a new name durable, where a folder can be flushed at all."""
    if sys.platform == "win32":
        return
    with suppress(OSError):
        descriptor = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)


def _cannot_write(target: Path, error: OSError | ValueError) -> FileAccessError:
    system = error if isinstance(error, OSError) else OSError(errno.EINVAL, str(error))
    return access_error("写入", target, system)


def _connect(path: Path, mode: str) -> sqlite3.Connection:
    place = path.absolute().as_posix()
    uri = f"file://{quote(place if place.startswith('/') else '/' + place)}?mode={mode}"
    connection = sqlite3.connect(
        uri, uri=True, timeout=_WAIT, isolation_level=None, check_same_thread=False
    )
    try:
        connection.setlimit(sqlite3.SQLITE_LIMIT_LENGTH, _LARGEST_ROW)
        connection.setlimit(sqlite3.SQLITE_LIMIT_SQL_LENGTH, 10_000)
        connection.setlimit(sqlite3.SQLITE_LIMIT_ATTACHED, 0)
        connection.setlimit(sqlite3.SQLITE_LIMIT_TRIGGER_DEPTH, 1)
        for line in _SET_UP:
            connection.execute(line)
    except BaseException:
        connection.close()
        raise
    return connection


def _make_durable(connection: sqlite3.Connection) -> None:
    (mode,) = connection.execute("PRAGMA journal_mode = DELETE").fetchone()
    if mode != "delete":
        raise sqlite3.OperationalError(f"journal mode {mode}")
    connection.execute("PRAGMA synchronous = EXTRA")
    connection.execute("PRAGMA fullfsync = ON")


def _require_header(path: Path, newest: int) -> None:
    """The first bytes are those of a draft; so SQLite is never asked to open anything else."""
    if not path.is_file():
        path.stat()
        raise damaged_error(path, "它不是普通文件")
    with path.open("rb") as file:
        head = file.read(100)
    if len(head) < 100 or head[:16] != b"SQLite format 3\0":
        raise damaged_error(path, "它不是加密草稿，或文件开头已损坏")
    is_ours = int.from_bytes(head[68:72], "big") == APPLICATION_ID
    has_our_shape = head[16:24] == PAGE.to_bytes(2, "big") + b"\1\1\0\x40\x20\x20"
    if not (is_ours and has_our_shape):
        raise damaged_error(path, "它不是加密草稿，或文件开头已损坏")
    version = int.from_bytes(head[60:64], "big")
    if version > newest:
        raise DraftNewerError(made_by_newer(str(path), version, newest))
    if not version:
        raise damaged_error(path, "文件开头已损坏")


def _has_plain_journal(path: Path) -> bool:
    """A journal of a broken-off write is welcome, but not one that sends SQLite to other files."""
    journal = path.with_name(path.name + "-journal")
    if not journal.exists():
        return False
    with journal.open("rb") as file:
        size = file.seek(0, 2)
        file.seek(max(0, size - 8))
        if file.read(8) == _JOURNAL_MAGIC and size > 8:
            raise damaged_error(path, f"旁边的“{journal.name}”不是本程序留下的")
    return True


def _finish_broken_write(path: Path) -> None:
    """Let SQLite take back what a writer left half-written, which a reader may not do."""
    with suppress(sqlite3.Error), closing(_connect(path, "rw")) as connection:
        connection.execute("SELECT count(*) FROM sqlite_schema")


def _as_sentence(action: str, path: Path, error: sqlite3.Error) -> JbgsError:
    # A failure inside the sqlite3 module itself, such as an impossible blob, has no code.
    code: int = getattr(error, "sqlite_errorcode", sqlite3.SQLITE_CORRUPT) & 0xFF
    if code in (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED):
        return DraftHeldError(
            f"无法{action}“{path}”：另一个程序正在使用它。请稍候再试，或关闭那个程序。"
        )
    if code in _ERRNO:
        system = OSError(_ERRNO[code], str(error))
        if code == sqlite3.SQLITE_CANTOPEN and not path.parent.is_dir():
            system = FileNotFoundError(errno.ENOENT, str(error))
        return access_error(action, path, system)
    return damaged_error(path, _STRUCTURE)
