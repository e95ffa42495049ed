"""The log in a sealed table: what was done, each act chained to the one before (FORMAT.md, 7)."""

import hashlib
import zlib
from collections.abc import Iterable
from dataclasses import dataclass
from sqlite3 import Connection

from jbgs_desktop.drafts.format import database
from jbgs_desktop.drafts.format.cipher import NotAuthenticError, RowKind
from jbgs_desktop.drafts.format.rows import Rows

_HASH = 32  # bytes
_NONE = bytes(_HASH)


@dataclass(frozen=True, slots=True)
class LogTail:
    """The last act: its number, the hash of its sealed row, the sum of the entries after it."""

    number: int = 0
    digest: bytes = _NONE
    sum: int = 0


class ActLog:
    """The acts in the file of ``rows``. They stand in a table that a first program never reads."""

    def __init__(self, rows: Rows) -> None:
        self._rows = rows
        self._tail = LogTail()

    @property
    def last_sum(self) -> int:
        """The sum of the entries that the last act has left."""
        return self._tail.sum

    def find_last(self, connection: Connection) -> None:
        """Read the last act only. Raises NotAuthenticError."""
        query = "SELECT number, data FROM attachment ORDER BY number DESC LIMIT 1"
        found = connection.execute(query).fetchone()
        if found is not None:
            self._tail, _, _ = self._opened(*found)

    def add(self, connection: Connection, acts: Iterable[bytes], total: int) -> LogTail:
        """Add ``acts``, after which the sum is ``total``, in a transaction; the last one then.

        It counts once it is committed: see :meth:`note`.
        """
        tail = self._tail
        for act in acts:
            data = tail.digest + total.to_bytes(_HASH) + zlib.compress(act)
            number = tail.number + 1
            sealed = self._rows.cipher.seal(RowKind.ACT, number, 0, data)
            connection.execute("INSERT INTO attachment VALUES (?, 0, ?)", (number, sealed))
            tail = LogTail(number, hashlib.sha256(sealed).digest(), total)
        return tail

    def note(self, tail: LogTail) -> None:
        """What :meth:`add` has added is committed."""
        self._tail = tail

    def read(self) -> list[bytes]:
        """Every act, the oldest first. Raises JbgsError when one is damaged or missing."""
        acts, before = [], LogTail()
        try:
            with self._rows.reading() as connection:
                query = "SELECT number, data FROM attachment ORDER BY number"
                for number, sealed in connection.execute(query):
                    tail, previous, act = self._opened(number, sealed)
                    if (number, previous) != (before.number + 1, before.digest):
                        raise NotAuthenticError
                    acts.append(act)
                    before = tail
            if before != self._tail:
                raise NotAuthenticError
        except (NotAuthenticError, zlib.error):
            raise database.damaged_error(
                self._rows.path, "操作记录里有损坏、缺失或多出的条目"
            ) from None
        return acts

    def _opened(self, number: int, sealed: object) -> tuple[LogTail, bytes, bytes]:
        """The act's own tail, the hash of the one before, and what it says."""
        if not isinstance(sealed, bytes):
            raise NotAuthenticError
        data = self._rows.cipher.open(RowKind.ACT, number, 0, sealed)
        total = int.from_bytes(data[_HASH : 2 * _HASH])
        tail = LogTail(number, hashlib.sha256(sealed).digest(), total)
        return tail, data[:_HASH], zlib.decompress(data[2 * _HASH :])
