"""The sealed rows of one open draft file."""

import hashlib
import sqlite3
import threading
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path

from jbgs_desktop.drafts.format import database
from jbgs_desktop.drafts.format.cipher import ID, Cipher, NotAuthenticError, RowKind
from jbgs_desktop.drafts.keys.key_holders import HolderKey, WrappedKey, unwrap
from jbgs_desktop.errors import DraftGoneError, FileAccessError

_TABLE = {
    RowKind.CONTENTS: "contents",
    RowKind.REVISION: "revision",
    RowKind.ENTRY: "contents",
    RowKind.BODY: "revision",
}
CONTENTS = 1  # the number of the only row of its kind


class Rows:
    """Reads and writes sealed rows; any thread may, one at a time.

    After a failure of the disk the file is opened anew for the next access, so that a stick that
    was pulled and put back, or a disk that was full, works again.
    """

    def __init__(
        self,
        path: Path,
        cipher: Cipher,
        connection: sqlite3.Connection,
        *,
        writable: bool,
        newest: int = database.FORMAT_VERSION,
    ) -> None:
        self.path = path
        self.cipher = cipher
        self.writable = writable
        self._newest = newest
        self._connection: sqlite3.Connection | None = connection
        self._file = _identity(path)
        self._lock = threading.RLock()
        self._users = 0  # nested accesses of the thread that has the lock
        self._is_closed = False

    @contextmanager
    def reading(self) -> Iterator[sqlite3.Connection]:
        """The connection, for this thread alone. Raises JbgsError."""
        with self._access("读取") as connection:
            yield connection

    @contextmanager
    def writing(self) -> Iterator[sqlite3.Connection]:
        """A transaction, durable at the end. Raises JbgsError."""
        with self._access("保存") as connection, database.transaction(connection):
            yield connection

    def require_in_place(self) -> None:
        """Raises DraftGoneError unless the open file still stands under its name.

        Writing into a deleted file succeeds on many systems and keeps nothing.
        """
        if _identity(self.path) != self._file:
            raise self._gone()

    def rewrite(self) -> None:
        """Write the whole draft anew to its place, from the file that is still open.

        Raises JbgsError.
        """
        with self._lock, database.failures("写入", self.path):
            if self._connection is None:
                raise self._gone()
            with database.atomic_file(self.path) as waiting:
                database.copy_whole(self._connection, waiting)
            self._drop()

    def _gone(self) -> DraftGoneError:
        return DraftGoneError(
            f"草稿文件“{self.path}”已被移走、删除或替换，刚才的修改没有保存在那里。"
            "请把它放回原处，或选择“重新写入”，内容还在窗口里。"
        )

    def close(self) -> None:
        """Let go of the file; what still comes from other threads holds it only for itself."""
        with self._lock:
            self._is_closed = True
            self._drop()

    def _drop(self) -> None:
        if self._connection is not None:
            self._connection.close()
            self._connection = None

    @contextmanager
    def _access(self, action: str) -> Iterator[sqlite3.Connection]:
        with self._lock:
            self._users += 1
            try:
                with database.failures(action, self.path):
                    yield self._open()
            except FileAccessError:
                if _identity(self.path) is None and self._connection is not None:
                    # The open file may be all that is left of the draft: see rewrite.
                    raise self._gone() from None
                self._drop()
                raise
            finally:
                self._users -= 1
                if self._is_closed and not self._users:
                    self._drop()

    def _open(self) -> sqlite3.Connection:
        """The connection to what stands under the draft's name now, if it is the draft."""
        now = _identity(self.path)
        if self._connection is not None and now in (None, self._file):
            return self._connection
        connection = database.open_existing(self.path, writable=self.writable, newest=self._newest)
        try:
            if draft_id(connection, self.path) != self.cipher.owner:
                raise database.damaged_error(self.path, "它已被换成另一份草稿")
        except BaseException:
            connection.close()
            raise
        self._drop()
        self._connection, self._file = connection, now
        return connection


def open_rows(
    path: Path,
    holders: Callable[[], Iterable[HolderKey]],
    *,
    writable: bool,
    newest: int = database.FORMAT_VERSION,
) -> Rows:
    """The rows of the draft at ``path``, for whoever of ``holders`` can open it.

    ``holders`` is asked only when the file is a draft, of a version up to ``newest``. Raises
    JbgsError.
    """
    connection = database.open_existing(path, writable=writable, newest=newest)
    try:
        with database.failures("读取", path):
            owner = draft_id(connection, path)
            wrapped_keys = read_wrapped_keys(connection)
        key = unwrap(owner, wrapped_keys, holders(), path.name)
        return Rows(path, Cipher(owner, key), connection, writable=writable, newest=newest)
    except BaseException:
        connection.close()
        raise


def draft_id(connection: sqlite3.Connection, path: Path) -> bytes:
    found = connection.execute("SELECT data FROM draft LIMIT 2").fetchall()
    if len(found) != 1 or not isinstance(found[0][0], bytes) or len(found[0][0]) != ID:
        raise database.damaged_error(path, "找不到草稿的编号")
    return bytes(found[0][0])


def read_wrapped_keys(connection: sqlite3.Connection) -> list[WrappedKey]:
    found = connection.execute("SELECT header, data FROM key ORDER BY number LIMIT 20")
    return [
        WrappedKey(header, data)
        for header, data in found
        if isinstance(header, bytes) and isinstance(data, bytes)
    ]


def write_wrapped_keys(connection: sqlite3.Connection, wrapped_keys: list[WrappedKey]) -> None:
    connection.execute("DELETE FROM key")
    connection.executemany(
        "INSERT INTO key (header, data) VALUES (?, ?)",
        [(entry.header, entry.sealed) for entry in wrapped_keys],
    )


def read_row(connection: sqlite3.Connection, cipher: Cipher, kind: RowKind, number: int) -> bytes:
    """Raises NotAuthenticError, also when there is no such row."""
    return cipher.open(kind, number, 0, read_sealed(connection, kind, number))


def read_sealed(connection: sqlite3.Connection, kind: RowKind, number: int) -> bytes:
    query = f"SELECT data FROM {_TABLE[kind]} WHERE number = ?"
    return _blob(connection.execute(query, (number,)).fetchone())


def write_row(
    connection: sqlite3.Connection, cipher: Cipher, kind: RowKind, number: int, data: bytes
) -> bytes:
    """The row as it was written, sealed."""
    sealed = cipher.seal(kind, number, 0, data)
    connection.execute(f"REPLACE INTO {_TABLE[kind]} VALUES (?, ?)", (number, sealed))
    return sealed


def read_attachment_part(
    connection: sqlite3.Connection, cipher: Cipher, number: int, part: int
) -> bytes:
    """Raises NotAuthenticError, also when there is no such row."""
    query = "SELECT data FROM attachment WHERE number = ? AND part = ?"
    sealed = _blob(connection.execute(query, (number, part)).fetchone())
    return cipher.open(RowKind.ATTACHMENT, number, part, sealed)


def write_attachment_part(
    connection: sqlite3.Connection, cipher: Cipher, number: int, part: int, data: bytes
) -> None:
    sealed = cipher.seal(RowKind.ATTACHMENT, number, part, data)
    connection.execute("INSERT INTO attachment VALUES (?, ?, ?)", (number, part, sealed))


def hash_of(sealed: bytes) -> str:
    return hashlib.sha256(sealed).hexdigest()


def _blob(row: tuple[object, ...] | None) -> bytes:
    if row is None or not isinstance(row[0], bytes):
        raise NotAuthenticError
    return row[0]


def _identity(path: Path) -> tuple[int, int] | None:
    try:
        found = path.stat()
    except OSError:
        return None
    return found.st_dev, found.st_ino
