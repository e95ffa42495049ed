"""Numbered entries in one encrypted file of the same kind as a draft (FORMAT.md, section 7).

An entry is short and read when the file is opened; its body may be long and is read when wanted.
Beside them stands a log of acts, one for each writing, which a program that knows no log leaves as
it is.
"""

import hashlib
import json
import os
import threading
import zlib
from collections.abc import Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from sqlite3 import Connection

from jbgs_desktop.drafts.format import database
from jbgs_desktop.drafts.format.act_log import ActLog
from jbgs_desktop.drafts.format.cipher import ID, KEY, Cipher, NotAuthenticError, RowKind
from jbgs_desktop.drafts.format.rows import (
    Rows,
    open_rows,
    read_sealed,
    write_row,
    write_wrapped_keys,
)
from jbgs_desktop.drafts.keys.key_holders import Cost, HolderKey, wrap
from jbgs_desktop.drafts.lock import DraftLock

_HEAD = 0  # the number of the row that vouches for the others
_HASH = 32  # bytes
_NO_BODY = bytes(_HASH)
_MODULUS = 2**256
_AT_ONCE = 100  # entries whose bodies are in memory together


@dataclass(frozen=True, slots=True)
class TableChange:
    """A new or changed entry; without ``body`` the entry keeps the one that it has.

    ``version`` is that of the file's format from which on a program reads such an entry.
    """

    entry: bytes
    body: bytes | None = None
    version: int = 1


class SealedTable:
    """The entries of one file, for one program at a time. Any thread may call any method."""

    def __init__(self, rows: Rows, lock: DraftLock | None) -> None:
        self._rows = rows
        self._lock = lock
        self._mutex = threading.RLock()
        self._sum = 0  # of the hashes of all rows
        self._version = 1  # of the format; one entry of a newer one raises it for good
        self._entries: dict[int, bytes] = {}
        self._bodies: dict[int, bytes] = {}  # the hash of each body as it is sealed
        self._hashes: dict[int, int] = {}
        self._log = ActLog(rows)
        self._read_all()

    @classmethod
    def open(
        cls,
        file: Path,
        holders: Sequence[HolderKey],
        *,
        cost: Cost | None = None,
        read_only: bool = False,
        take_over: bool = False,
    ) -> "SealedTable":
        """The table in ``file``, made when it is missing, for whoever of ``holders`` can open it.

        ``read_only`` opens it beside another program, as it stands now, and writes nothing;
        ``take_over`` opens it also where another computer left word that it has it open. Raises
        DraftHeldError while another program has it open, and other JbgsErrors.
        """
        if not file.exists() and not read_only:
            _create(file, holders, cost)
        lock = None if read_only else DraftLock.take(file, take_over=take_over)
        rows = None
        try:
            newest = database.TABLE_VERSION
            rows = open_rows(file, lambda: holders, writable=not read_only, newest=newest)
            return cls(rows, lock)
        except BaseException:
            if rows:
                rows.close()
            if lock:
                lock.release()
            raise

    @property
    def entries(self) -> Mapping[int, bytes]:
        """Every entry by its number, which is above 0."""
        with self._mutex:
            return dict(self._entries)

    def body(self, number: int) -> bytes:
        """The body of an entry. Raises KeyError for one without, JbgsError."""
        with self._mutex:
            expected = self._bodies[number]
            try:
                with self._rows.reading() as connection:
                    sealed = read_sealed(connection, RowKind.BODY, number)
                if hashlib.sha256(sealed).digest() != expected:
                    raise NotAuthenticError
                return zlib.decompress(self._rows.cipher.open(RowKind.BODY, number, 0, sealed))
            except (NotAuthenticError, zlib.error):
                raise database.damaged_error(
                    self._rows.path, f"第 {number} 条的内容已损坏"
                ) from None

    @property
    def is_logged(self) -> bool:
        """Whether the entries are what the last act has left; a program without a log changes them.

        Raises JbgsError.
        """
        with self._mutex:
            return self._log.last_sum == self._sum

    def acts(self) -> list[bytes]:
        """Every act of the log, the oldest first. Raises JbgsError."""
        with self._mutex:
            return self._log.read()

    def write(self, changes: Mapping[int, TableChange], acts: Sequence[bytes] = ()) -> None:
        """Make all ``changes`` or none; they are on disk afterwards. Raises JbgsError.

        ``acts`` are logged with them: the last one is what was done.
        """
        with self._mutex:
            bodies, hashes = dict(self._bodies), dict(self._hashes)
            version = max([self._version, *(change.version for change in changes.values())])
            with self._rows.writing() as connection:
                database.keep_format(connection, version)
                for number, change in changes.items():
                    if change.body is not None:
                        bodies[number] = self._write_body(connection, number, change.body)
                    hashes[number] = self._write_entry(
                        connection, number, change.entry, bodies.get(number, _NO_BODY)
                    )
                before = sum(self._hashes.get(number, 0) for number in changes)
                total = (self._sum - before + sum(hashes[number] for number in changes)) % _MODULUS
                head = json.dumps({"version": 1, "sum": f"{total:064x}"}).encode()
                write_row(connection, self._rows.cipher, RowKind.ENTRY, _HEAD, head)
                tail = self._log.add(connection, acts, total)
            self._log.note(tail)
            self._sum, self._bodies, self._hashes = total, bodies, hashes
            self._version = version
            self._entries.update({number: change.entry for number, change in changes.items()})
        self._rows.require_in_place()

    @property
    def state(self) -> str:
        """A name for what is in it now: the same entries have the same one."""
        with self._mutex:
            return f"{self._sum:064x}"

    def copy_file(self, target: Path) -> None:
        """A copy of the whole file, opened by the same keys; whole or not at all.

        Raises JbgsError.
        """
        with (
            self._mutex,
            self._rows.reading() as connection,
            database.atomic_file(target) as waiting,
        ):
            database.copy_whole(connection, waiting)

    def copy_into(self, empty: "SealedTable") -> None:
        """Everything that is in it, the log too, into ``empty``, which has keys of its own.

        Raises JbgsError.
        """
        with self._mutex:
            numbers = sorted(self._entries)
            for first in range(0, len(numbers), _AT_ONCE):
                changes = {
                    number: TableChange(
                        self._entries[number],
                        self.body(number) if number in self._bodies else None,
                        self._version,
                    )
                    for number in numbers[first : first + _AT_ONCE]
                }
                empty.write(changes)
            if self.is_logged:
                empty.write({}, self.acts())

    def close(self) -> None:
        self._rows.close()
        if self._lock:
            self._lock.release()

    def _write_body(self, connection: Connection, number: int, body: bytes) -> bytes:
        data = zlib.compress(body)
        return hashlib.sha256(
            write_row(connection, self._rows.cipher, RowKind.BODY, number, data)
        ).digest()

    def _write_entry(self, connection: Connection, number: int, entry: bytes, body: bytes) -> int:
        data = body + zlib.compress(entry)
        return _hash(number, write_row(connection, self._rows.cipher, RowKind.ENTRY, number, data))

    def _read_all(self) -> None:
        cipher, path = self._rows.cipher, self._rows.path
        try:
            with self._rows.reading() as connection:
                (self._version,) = connection.execute("PRAGMA user_version").fetchone()
                self._log.find_last(connection)
                found = connection.execute("SELECT number, data FROM contents ORDER BY number")
                rows = {number: sealed for number, sealed in found if isinstance(sealed, bytes)}
            head = json.loads(cipher.open(RowKind.ENTRY, _HEAD, 0, rows.pop(_HEAD, b"")))
            for number, sealed in rows.items():
                data = cipher.open(RowKind.ENTRY, number, 0, sealed)
                if data[:_HASH] != _NO_BODY:
                    self._bodies[number] = data[:_HASH]
                self._entries[number] = zlib.decompress(data[_HASH:])
                self._hashes[number] = _hash(number, sealed)
            self._sum = sum(self._hashes.values()) % _MODULUS
            if head != {"version": 1, "sum": f"{self._sum:064x}"}:
                raise NotAuthenticError
        except (NotAuthenticError, ValueError, zlib.error):
            raise database.damaged_error(path, "里面的条目有损坏、缺失或多出") from None


def _create(file: Path, holders: Sequence[HolderKey], cost: Cost | None) -> None:
    cipher = Cipher(os.urandom(ID), os.urandom(KEY))
    wrapped_keys = [wrap(cipher.owner, cipher.key, holder, cost) for holder in holders]
    with database.atomic_file(file) as waiting:
        connection = database.create(waiting)
        with (
            database.failures("写入", file),
            closing(connection),
            database.transaction(connection),
        ):
            connection.execute("INSERT INTO draft VALUES (1, ?)", (cipher.owner,))
            write_wrapped_keys(connection, wrapped_keys)
            head = json.dumps({"version": 1, "sum": f"{0:064x}"}).encode()
            write_row(connection, cipher, RowKind.ENTRY, _HEAD, head)


def _hash(number: int, sealed: bytes) -> int:
    return int.from_bytes(hashlib.sha256(number.to_bytes(8) + sealed).digest())
